//! Thirty days of the daemon: the real turn, over the real data file, with the real texts, under a
//! clock that jumps from one wake-up to the next and before somebody who writes down each notice.
//!
//! It guards promise 4 of design §1, *few, kind, discreet notifications, on time: two a day by
//! default, at most one after an absence, none that shames or names anyone*. Each scenario is held
//! against every rule of design §4 (`rules`) and against its own diary, one line a notice, in
//! `snapshots/`: what a person would read in that month, word for word.
//!
//! A diary that changes on purpose: `INSTA_UPDATE=always cargo test month`, then read the diff.

mod changes;
mod diary;
mod rules;
mod scenarios;
mod simulation;
