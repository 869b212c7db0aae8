//! Everything that is tested from outside: counting over every zone, a month of the daemon under a
//! clock of its own, the real program in a pinned world, and the real daemon on a desktop of its
//! own. One target, so that it links once and its parts can share what they stand on. Each module
//! guards promises of design §1 and says which.
//!
//! `tests/run` installs what these tests need and runs them with all other checks.
#![allow(
    clippy::disallowed_methods,
    reason = "the tests are the world around the program: they set its clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test that cannot go on has to say so, loudly"
)]

mod architecture;
mod bars;
mod bench;
mod catalogue;
mod commands;
mod cost;
mod counting;
mod daemon;
mod desktop;
mod doctor;
mod faults;
mod messages;
mod month;
mod page;
mod picture;
mod places;
mod readme;
mod service;
mod shells;
mod steps;
mod stories;
mod world;
