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

#[cfg(test)]
mod tests {
    use std::process::Command;

    /// What makes this test another process, which panics with private words in std's message;
    /// libtest takes it for the name of a test to leave out.
    const CHILD: &str = "--skip=panics hardened";
    const CONTROL: &str = "--skip=panics as it is";

    #[test]
    #[expect(clippy::string_slice, reason = "it is the panic that is asked for")]
    fn a_panic_says_where_and_never_what() {
        let is = |what: &str| std::env::args().any(|argument| argument == what);
        if is(CHILD) || is(CONTROL) {
            if is(CHILD) {
                super::harden();
            }
            let words = String::from("é I still love you");
            assert!(words[1..].is_empty());
        }
        let said = |what: &str| {
            let name = "harden::tests::a_panic_says_where_and_never_what";
            let test = std::env::current_exe().unwrap();
            let ran = Command::new(test).args([name, "--exact", "--nocapture", what]).output();
            let ran = ran.unwrap();
            assert!(!ran.status.success());
            String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned()
        };
        let hardened = said(CHILD);
        assert!(hardened.contains("this should not have happened (src/harden.rs:"), "{hardened}");
        assert!(!hardened.contains("love"), "{hardened}");
        assert!(said(CONTROL).contains("love"), "the control is not noticed");
    }
}
