//! `nocontact`: counts the days of a no-contact period, reminds kindly, and helps when the urge to
//! reach out comes. This page is the map.
//!
//! | module | owns | may import |
//! |---|---|---|
//! | [`countdown`] | counting, planning, choosing: pure | nothing of ours |
//! | [`clock`], [`paths`], [`instance`], [`kept`], `harden` | the edges: time, places, the lock, our files among the user's, the process | of each other only |
//! | [`settings`], [`catalogue`], [`store`] | one resource each | [`countdown`]; settings also [`kept`] |
//! | [`page`] | the history as one page of HTML: pure | [`countdown`] |
//! | [`appearance`] | the name and the icon on the desktop | the edges |
//! | [`service`] | being started at login | the edges, [`appearance`] |
//! | [`notify`] | showing a notice | [`countdown`], [`appearance`] |
//! | [`answering`] | what an answer does, from a button or a command | the above |
//! | [`daemon`] | the loop: due, claim, send, record | the above |
//! | [`cli`] | grammar, commands, words on the terminal | all; no command another |
//!
//! One shape from file to desktop: entries → journal → `step(…, now)` → what is due and when to
//! look again. Nothing accumulates in a process, so suspend, a changed clock, a restart and a crash
//! are the same case. The commands and the daemon meet in the data file alone.

pub mod answering;
pub mod appearance;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod countdown;
pub mod daemon;
mod harden;
pub mod instance;
pub mod kept;
pub mod notify;
pub mod page;
pub mod paths;
pub mod service;
pub mod settings;
pub mod store;
