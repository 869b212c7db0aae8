//! The pure heart: counting, planning, choosing and guiding.
//!
//! Owns every rule of what a day is, which notice is due and which text it carries. It reads no
//! clock, no file, no environment: `now` and the zone come in as values, facts go out as values.

pub mod button;
pub mod care;
pub mod choose;
pub mod entry;
pub mod fates;
pub mod figures;
pub mod gate;
pub mod journal;
pub mod lately;
pub mod message;
pub mod notice;
pub mod picture;
pub mod plan;
pub mod policy;
pub mod questions;
#[cfg(test)]
pub(crate) mod samples;
pub mod step;
pub mod text;
pub mod when;
pub mod window;
pub(crate) mod words;
pub mod zone;

pub(crate) use words::words;
