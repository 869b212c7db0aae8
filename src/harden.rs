//! What the process denies itself before it touches anything private.
//!
//! Owns umask, core dumps and the panic message. It opens nothing.

use std::io::Write as _;

use rustix::fs::Mode;
use rustix::process::{DumpableBehavior, Resource, Rlimit, setrlimit, umask};

/// Files are ours alone, no core is dumped, nobody may attach, and a panic says where, not what:
/// std's own message can contain what the user typed.
pub(crate) fn harden() {
    umask(Mode::from_raw_mode(0o077));
    // Each of these only closes a door further: without it the program works as well.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable);
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
        // There is nobody left to tell that this could not be written.
        let _ = writeln!(
            std::io::stderr(),
            "nocontact: this should not have happened{}; what was said to be saved is saved",
            place.unwrap_or_default()
        );
    }));
}
