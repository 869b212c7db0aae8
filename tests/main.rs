//! Everything that is tested from outside: the real program in a pinned world, on a desktop of
//! its own. One target, so that it links once and its parts can share what they stand on.
//!
//! `tests/run` installs what these tests need and runs them with all other checks.
#![allow(
    clippy::disallowed_methods,
    reason = "the tests are the world around the program: they set its clock and environment"
)]

mod desktop;
mod world;
