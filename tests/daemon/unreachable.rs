//! Promises 1 and 4: where nothing can be shown the days are counted all the same, it is said once
//! and in plain words what is missing, and what is still in time is shown when it can be.

use super::{Scene, database, wait_for};
use crate::desktop::Desktop;
use crate::world::World;

const NO_BUS: &str = "nocontact: no session bus answers; the days are counted all the same, and \
                      what is still in time is shown later\n";
const NO_SERVER: &str = "nocontact: no notification server runs (dunst and mako are small ones); \
                         the days are counted all the same, and what is still in time is shown \
                         later\n";
const BACK: &str = "nocontact: notices can be shown on the desktop now\n";

#[test]
fn without_a_bus_it_counts_says_so_once_and_shows_what_is_in_time_when_there_is_one() {
    let mut scene = Scene::on(Desktop::bus_only());
    scene.desktop.stop_bus();
    scene.start();
    wait_for("the daemon to say so", || scene.said() == NO_BUS);
    scene.looked();
    scene.run("urge 4");
    scene.looked();
    assert_eq!(scene.said(), NO_BUS);
    assert!(scene.run("status").starts_with("Day 0 of 30"));
    assert_eq!(scene.states(), [""; 0]);

    scene.desktop.start_bus();
    scene.desktop.start_server();
    scene.looked();
    assert_eq!(scene.desktop.wait_for(1).len(), 1);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
    assert_eq!(scene.said(), [NO_BUS, BACK].concat());
    assert_eq!(scene.states(), ["welcome shown"]);
}

#[test]
fn with_no_address_of_a_bus_at_all_it_counts_as_well() {
    let mut scene = Scene::on(Desktop::bus_only());
    scene.world.env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("XDG_RUNTIME_DIR");
    scene.start();
    wait_for("the daemon to say so", || scene.said() == NO_BUS);
    assert!(scene.run("status").contains("daemon running"));
    assert_eq!(scene.run("daemon --stop"), "The daemon has ended.\n");
}

/// At login the one that the person chose may be about to start: it is not forestalled.
#[test]
fn a_server_that_sleeps_is_woken_by_a_notice_and_not_by_the_daemons_start() {
    let mut scene = Scene::on(Desktop::with_sleeper());
    scene.settings("[notifications]\nrhythm = \"none\"\nfollow_up_after = \"1s\"\n");
    scene.start();
    scene.looked();
    assert!(!scene.desktop.was_started());
    assert_eq!(scene.said(), "");
    scene.run("urge 4");
    wait_for("the server to be started", || scene.desktop.was_started());
}

#[test]
fn a_server_that_comes_in_time_shows_the_notice_once_without_being_asked_again() {
    let mut scene = Scene::on(Desktop::bus_only());
    scene.start();
    wait_for("the daemon to say so", || scene.said() == NO_SERVER);
    scene.looked();
    assert_eq!(scene.said(), NO_SERVER);
    assert_eq!((scene.desktop.calls(), scene.states().len()), (0, 0));

    // Nothing nudges it: it hears the server come.
    scene.desktop.start_server();
    scene.desktop.wait_for(1);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome shown".to_owned()]));
    assert_eq!(scene.said(), [NO_SERVER, BACK].concat());
}

#[test]
fn a_server_that_comes_too_late_shows_nothing_and_the_next_notice_comes() {
    let mut scene = Scene::at("2026-11-21T07:30:00+01:00", Desktop::bus_only());
    scene.start();
    scene.jump_to("2026-11-21 11:00:00");
    scene.wait_for_state("morning missed");
    assert_eq!(scene.states(), ["welcome missed", "morning missed"]);
    assert!(scene.ledger().iter().all(|row| row.why.as_deref() == Some("late")));

    scene.desktop.start_server();
    scene.looked();
    assert_eq!(scene.desktop.calls(), 0);
    let next = scene.upcoming().remove(0);
    assert_eq!(next.at.to_rfc3339(), "2026-11-21T19:30:00+01:00");
    scene.jump_to("2026-11-21 19:30:00");
    scene.desktop.wait_for(1);
    scene.assert_says(&next);
}

#[test]
fn a_server_and_a_bus_that_die_and_come_back_cost_no_notice_and_bring_none_twice() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.desktop.stop_server();
    scene.jump_to("2026-11-21 09:00:00");
    wait_for("the daemon to say so", || scene.said() == NO_SERVER);
    scene.desktop.start_server();
    scene.desktop.wait_for(2);

    scene.desktop.stop_bus();
    scene.jump_to("2026-11-21 19:30:00");
    wait_for("the daemon to say so", || scene.said().ends_with(NO_BUS));
    scene.desktop.start_bus();
    scene.desktop.start_server();
    scene.looked();
    scene.desktop.wait_for(3);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 3);
    assert_eq!(scene.states(), ["welcome shown", "morning shown", "evening shown"]);
    // It may have seen the bus without its server in between.
    let said = scene.said();
    assert!(
        said.starts_with(&[NO_SERVER, BACK, NO_BUS].concat()) && said.ends_with(BACK),
        "{said}"
    );
}

#[test]
fn in_a_terminal_without_a_desktop_the_notices_are_on_the_terminal() {
    let mut world = World::new();
    world.env_remove("NOCONTACT_NOW").env_remove("DBUS_SESSION_BUS_ADDRESS");
    assert_eq!(world.run("start --no-daemon").exit, "exit 0");
    let dialogue = [("notices are shown here instead", ""), ("note", "\u{3}")];
    let ran = world.run_in_terminal("daemon", 92, &dialogue);
    assert_eq!(ran.exit, "exit 0", "{ran}");
    let lines: Vec<&str> = ran.terminal.lines().collect();
    let [runs, missing, title, body, ..] = lines[..] else { panic!("{ran}") };
    assert_eq!(runs, "The daemon runs here until Ctrl-C.");
    assert_eq!(missing, "nocontact: no session bus answers; notices are shown here instead");
    assert!(!title.starts_with(' ') && body.starts_with("  "), "{ran}");
    assert!(!world.daemon_runs());

    // It was shown, so it does not come again.
    let ran = world.run_in_terminal("status", 92, &[]);
    assert!(!ran.terminal.contains(title), "{ran}");
    let database = database(&world);
    let state: String =
        database.query_row("SELECT state FROM ledger", [], |row| row.get(0)).unwrap();
    assert_eq!(state, "shown");
}

#[test]
fn trouble_with_the_data_file_that_may_pass_is_said_once_and_survived() {
    let mut scene = Scene::on(Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    let rename = |from: &str, to: &str| {
        let statement = format!("ALTER TABLE {from} RENAME TO {to}");
        database(&scene.world).execute_batch(&statement).unwrap();
    };
    rename("ledger", "elsewhere");
    scene.signal(rustix::process::Signal::HUP);
    wait_for("the daemon to say so", || scene.said().contains("trying again in a minute"));
    let said = scene.said();
    for _ in 0..3 {
        // The settings change, but not in what is wrong with them.
        scene.settings("");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(scene.said(), said);
    let rename_back = "ALTER TABLE elsewhere RENAME TO ledger";
    database(&scene.world).execute_batch(rename_back).unwrap();
    scene.looked();
    assert_eq!((scene.said(), scene.desktop.calls()), (said, 1));
}
