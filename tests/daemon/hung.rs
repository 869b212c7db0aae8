//! Promises 3 and 4: a notification server that hangs is given up, what it may have shown is never
//! shown again, and neither the commands nor the daemon's end wait for it.

use rustix::process::Signal;

use super::{Scene, wait_for};
use crate::desktop::Desktop;

const GIVEN_UP: &str = "nocontact: the notification server did not answer within 5 seconds\n";

#[test]
fn a_send_without_an_answer_is_given_up_and_never_sent_again() {
    let mut scene = Scene::on(Desktop::start());
    scene.desktop.freeze_server();
    scene.start();
    scene.wait_for_state("welcome claimed");
    let saved = scene.run("urge 4");
    assert!(saved.starts_with("Saved"), "{saved}");
    assert!(scene.run("status").contains("daemon running"));

    scene.wait_for_state("welcome unknown");
    assert_eq!(scene.said(), GIVEN_UP);
    scene.desktop.thaw_server();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome unknown".to_owned()]));
    scene.run("daemon --stop");
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome unknown".to_owned()]));
}

#[test]
fn after_a_hung_server_the_next_notice_comes() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    // The evening's would take the morning's place on the screen.
    scene.desktop.freeze_server();
    scene.jump_to("2026-11-21 19:30:00");
    scene.wait_for_state("evening unknown");
    scene.desktop.thaw_server();
    scene.jump_to("2026-11-22 09:00:00");
    scene.wait_for_state("milestone shown");
    scene.jump_to("2026-11-22 19:30:00");
    wait_for("the next", || scene.states().last().unwrap() == "evening shown");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 5);
    assert_eq!(scene.said(), GIVEN_UP);
}

#[test]
fn it_ends_although_a_first_notice_hangs() {
    let mut scene = Scene::on(Desktop::start());
    scene.desktop.freeze_server();
    scene.start();
    scene.wait_for_state("welcome claimed");
    assert_eq!(scene.run("daemon --stop"), "The daemon has ended.\n");
    scene.desktop.thaw_server();
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome unknown".to_owned()]));
}

#[test]
fn it_ends_although_a_notice_that_replaces_another_hangs() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    assert_eq!(scene.world.run("start --no-daemon").exit, "exit 0");
    let running = scene.world.spawn("daemon");
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("morning shown");
    scene.desktop.freeze_server();
    scene.jump_to("2026-11-21 19:30:00");
    wait_for("the evening to be sent", || scene.desktop.calls() == 3);
    rustix::process::kill_process(running.pid(), Signal::TERM).unwrap();
    let (status, _, stderr) = running.finish();
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert!(!scene.world.daemon_runs());
}

#[test]
fn a_bus_that_hangs_keeps_no_command_waiting() {
    let mut scene = Scene::on(Desktop::start());
    scene.desktop.freeze_bus();
    scene.start();
    assert!(scene.run("urge 3").starts_with("Saved"));
    wait_for("the daemon to say so", || scene.said().contains("no session bus answers"));
    scene.desktop.thaw_bus();
    scene.looked();
    scene.desktop.wait_for(1);
    assert_eq!(scene.states(), ["welcome shown"]);
}
