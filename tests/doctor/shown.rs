//! One notice on request: shown like every other, discreet like every other, and asked about.

use insta::assert_snapshot;

use super::{Home, not_fine, write};
use crate::desktop::Desktop;

/// The line of the notice, and what belongs to it.
fn shown(page: &str) -> String {
    let from = page.lines().skip_while(|line| !line.contains("  Test notice "));
    from.collect::<Vec<_>>().join("\n")
}

#[test]
fn it_is_taken_and_says_so() {
    let mut home = Home::on(Desktop::start());
    let ran = home.world.run("doctor --notify");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert_snapshot!(shown(&ran.stdout), @"
      fine   Test notice     the server took it, as its number 2
    Nothing needs doing.
    ");
    let all = home.desktop.wait_for(1);
    let [one] = &all[..] else { panic!("{all:?}") };
    let labels: Vec<&str> = one.actions.iter().map(|(_, label)| label.as_str()).collect();
    assert_snapshot!(
        format!("{}\n{}\n{}\n{labels:?}", one.app_name, one.summary, one.body), @r#"
    Small Steps
    A first note, to see that it works
    If you can read this, the next ones can reach you too. Nothing else is needed for now.
    ["Close"]
    "#
    );
    assert_eq!(one.hints["desktop-entry"], "\"nocontact\"");
}

#[test]
fn hidden_it_says_what_every_hidden_notice_says() {
    let mut home = Home::on(Desktop::start());
    write(&home.world.settings(), "[notifications]\nprivacy = \"hidden\"\nlabel = \"Plants\"\n");
    assert_eq!(home.world.run("doctor --notify --json").exit, "exit 0");
    let all = home.desktop.wait_for(1);
    assert_snapshot!(format!("{}\n{}\n{}", all[0].app_name, all[0].summary, all[0].body), @"
    Plants
    A note for you
    Open it when you have a quiet minute.
    ");
}

#[test]
fn whoever_sits_there_is_asked_while_it_stands() {
    let home = Home::on(Desktop::start());
    for (answer, exit) in [("y\n", "exit 0"), ("No\n", "exit 1"), ("\n", "exit 0")] {
        let ran = home.world.run_in_terminal("doctor --notify", 92, &[("or no)", answer)]);
        assert_eq!(ran.exit, exit, "{answer}: {ran}");
    }
    let no = home.world.run_in_terminal("doctor --notify", 92, &[("or no)", "n\n")]);
    assert_snapshot!(shown(&no.terminal), @"
      to do  Test notice     the server took it, and you do not see it
                             Do: see that do-not-disturb is off; look for the name that notices
                             have (label in your settings) in the settings of the notification
                             server, and in its list of what was shown; what the daemon met is
                             in [home]/.local/share/nocontact/daemon.log
    1 thing needs doing.
    ");
}

#[test]
fn it_is_not_sent_to_a_server_that_hangs() {
    let mut home = Home::on(Desktop::start());
    home.desktop.freeze_server();
    let ran = home.world.run("doctor --notify");
    assert_eq!(ran.exit, "exit 1");
    assert_snapshot!(shown(&ran.stdout), @"
      to do  Test notice  not sent: there is nobody to take it
                          Do: first what is said of the bus and the server
    2 things need doing.
    ");
    assert_eq!(home.desktop.calls(), 0);
    home.desktop.thaw_server();
}

/// This one cannot start.
#[test]
fn it_wakes_a_server_that_sleeps() {
    let home = Home::new();
    assert_snapshot!(not_fine(&home.world.run("doctor --notify --json")), @"
    exit 1
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    to do  notify: was sent, and no answer came within 5 seconds
           Do: restart the notification server, or log out and in
    ");
    assert!(home.desktop.was_started());
}
