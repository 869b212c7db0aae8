//! Whoever waits for more than a second sees that a command works: on a terminal that can show it,
//! and nowhere else. What is waited for is a pipe, which is filled when the test wants it to be.

use insta::assert_snapshot;

use crate::world::World;

/// An import of a pipe that is filled when a line is typed, or after the pause.
fn import(before: &str, until: &str) -> String {
    format!(
        "mkfifo in; {before} nocontact data import in & exec 3>in; {until}; echo no export >&3; \
         exec 3>&-; wait $!; echo \"exit $?\""
    )
}

#[test]
fn on_a_terminal_a_line_moves_and_is_gone_before_anything_else_appears() {
    let world = World::new();
    let script = import("", "read -r");
    let ran = world.run_other_in_terminal(&["bash", "-c", &script], &[("Working", "\n")]);
    let seen = ran.terminal;
    let (drawn, rest) = seen.rsplit_once("\\e[K").unwrap();
    assert!(drawn.contains("Working ──"), "{seen:?}");
    assert!(drawn.ends_with('\r'), "{seen:?}");
    assert!(!drawn.contains("import"), "{seen:?}");
    assert_snapshot!(rest, @"
    nocontact: could not import in: line 1: this is no export of nocontact (nocontact data
    export makes one); nothing was changed
    exit 1
    ");
}

#[test]
fn a_terminal_that_cannot_go_back_and_one_that_nobody_reads_show_none() {
    let world = World::new();
    for before in ["TERM=dumb", "env -u TERM"] {
        let script = import(before, "sleep 2");
        let ran = world.run_other_in_terminal(&["bash", "-c", &script], &[]);
        assert!(!ran.terminal.contains("Working") && !ran.terminal.contains("\\e"), "{ran}");
        assert!(ran.terminal.contains("could not import"), "{ran}");
        world.run_in_shell("rm in");
    }
    let ran = world.run_in_shell(&import("TERM=xterm", "sleep 2"));
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    exit 1
    --- stderr
    nocontact: could not import in: line 1: this is no export of nocontact (nocontact data export makes one); nothing was changed
    ");
}
