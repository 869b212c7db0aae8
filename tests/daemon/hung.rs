//! Promises 3 and 4: a notification server that hangs is noticed before anything is claimed for it,
//! what it may have shown is never shown again, and neither the commands nor the daemon's end wait
//! for it.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::{Scene, wait_for};
use crate::desktop::Desktop;

pub(super) const HANGS: &str = "nocontact: the notification server does not answer; the days are \
                                counted all the same, and what is still in time is shown later\n";
const GIVEN_UP: &str = "nocontact: the notification server did not answer within 5 seconds\n";
const BACK: &str = "nocontact: notices can be shown on the desktop now\n";

/// Follow-ups alone, a second after the urge.
const FOLLOW_UPS: &str = "[notifications]\nrhythm = \"none\"\nfollow_up_after = \"1s\"\n";

#[test]
fn nothing_is_claimed_for_a_server_that_hangs_and_the_notice_comes_once_it_is_back() {
    let mut scene = Scene::on(Desktop::start());
    scene.desktop.freeze_server();
    let started = scene.run("start");
    let lacking = "notices cannot be shown yet: the notification server does not answer.";
    let started = started.replace('\n', " ");
    assert!(started.contains(lacking), "{started}");
    wait_for("the daemon to say so", || scene.said() == HANGS);
    let saved = scene.run("urge 4");
    assert!(saved.starts_with("Saved"), "{saved}");
    assert!(scene.run("status").contains("daemon running"));
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (0, vec![]));
    assert_eq!(scene.said(), HANGS);

    // Nothing nudges it: it hears the server's answer.
    scene.desktop.thaw_server();
    scene.wait_for_state("welcome shown");
    scene.looked();
    scene.run("daemon --stop");
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome shown".to_owned()]));
    assert_eq!(scene.said(), [HANGS, BACK].concat());
}

#[test]
fn what_is_out_of_time_when_the_server_is_back_is_missed_and_the_next_notice_comes() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    // The evening's would take the morning's place on the screen.
    scene.desktop.freeze_server();
    scene.jump_to("2026-11-21 19:30:00");
    wait_for("the daemon to say so", || scene.said() == HANGS);
    scene.looked();
    scene.jump_to("2026-11-21 20:31:00");
    scene.wait_for_state("evening missed");
    scene.desktop.thaw_server();
    scene.jump_to("2026-11-22 09:00:00");
    scene.wait_for_state("milestone shown");
    scene.jump_to("2026-11-22 19:30:00");
    wait_for("the next", || scene.states().last().unwrap() == "evening shown");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 4);
    assert_eq!(scene.said(), [HANGS, BACK].concat());
}

/// A server that hangs from the moment in which a follow-up is claimed and not yet sent.
fn hung_in_between() -> Scene {
    let mut scene = Scene::on(Desktop::start());
    scene.settings(FOLLOW_UPS);
    scene.run("urge 4");
    scene.start_and_stop_at(1);
    scene.wait_for_stop();
    assert_eq!(scene.desktop.calls(), 0);
    scene.desktop.freeze_server();
    scene.signal(Signal::CONT);
    wait_for("the follow-up to be sent", || scene.desktop.calls() == 1);
    assert_eq!(scene.states(), ["follow-up claimed"]);
    scene
}

#[test]
fn what_a_server_takes_late_was_shown_after_all_and_can_be_answered() {
    let mut scene = hung_in_between();
    scene.wait_for_state("follow-up unknown");
    assert_eq!(scene.said(), GIVEN_UP);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.shown().len()), (1, 0));

    scene.desktop.thaw_server();
    scene.wait_for_state("follow-up shown");
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (1, 1));
    assert!(scene.run("answer").contains("how is the urge"));
    scene.desktop.press("Easier");
    wait_for("the answer", || scene.run("answer") == "Nothing is open.\n");
    scene.run("daemon --stop");
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["follow-up shown".to_owned()]));
    assert_eq!(scene.desktop.displayed(), 0);
}

#[test]
fn what_a_server_takes_after_the_daemon_is_gone_stays_unknown_and_can_be_answered_by_command() {
    let mut scene = hung_in_between();
    scene.wait_for_state("follow-up unknown");
    scene.run("daemon --stop");
    scene.desktop.thaw_server();
    scene.desktop.wait_for(1);
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["follow-up unknown".to_owned()]));
    // It answers to a connection that is gone.
    scene.desktop.press("Easier");
    scene.looked();
    assert!(scene.run("answer").contains("how is the urge"));
    scene.run("answer easier");
    scene.run("urge 2");
    scene.desktop.wait_for(2);
    scene.looked();
    assert_eq!(scene.states(), ["follow-up unknown", "follow-up shown"]);
    assert_eq!(scene.desktop.calls(), 2);
}

#[test]
fn it_ends_although_the_server_hangs() {
    let mut scene = Scene::on(Desktop::start());
    scene.desktop.freeze_server();
    scene.start();
    assert_eq!(scene.run("daemon --stop"), "The daemon has ended.\n");
    scene.desktop.thaw_server();
    scene.start();
    scene.wait_for_state("welcome shown");
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome shown".to_owned()]));
}

#[test]
fn it_ends_although_a_notice_hangs_and_does_not_send_it_again() {
    let mut scene = hung_in_between();
    assert_eq!(scene.run("daemon --stop"), "The daemon has ended.\n");
    assert_eq!(scene.states(), ["follow-up claimed"]);
    scene.desktop.thaw_server();
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["follow-up unknown".to_owned()]));
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

/// How long the server hangs beyond what is waited for anyway; a minute by hand changes nothing.
const HANG: Duration = Duration::ZERO;

const TIMES: usize = 10;

/// What a command costs: its system calls, and the middle one of several runs in milliseconds.
fn cost(scene: &mut Scene, line: &str) -> (usize, f64) {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..TIMES {
        let before = Instant::now();
        scene.run(line);
        times.push(before.elapsed());
    }
    times.sort();
    scene.world.through(&["strace", "-f", "-qq", "-o", "calls"]);
    scene.run(line);
    scene.world.through(&[]);
    let calls = fs::read_to_string(scene.world.home().join("calls")).unwrap();
    (calls.lines().count(), times[TIMES / 2].as_secs_f64() * 1000.0)
}

/// The figures are printed and not judged: the system calls are what a loaded machine leaves alone.
#[test]
fn a_server_that_hangs_costs_no_command_anything_and_the_end_does_not_wait_for_it() {
    let mut scene = Scene::on(Desktop::start());
    let soon = "[notifications]\nfollow_up_after = \"1s\"\n";
    let not_now = "[notifications]\nfollow_up_after = \"2h\"\n";
    scene.settings(not_now);
    // The welcome is claimed and settled, then the follow-up claimed.
    scene.start_and_stop_at(3);
    scene.wait_for_state("welcome shown");
    let status = cost(&mut scene, "status");
    let urge = cost(&mut scene, "urge 4");
    for _ in 0..TIMES {
        scene.run("undo");
    }
    scene.settings(soon);
    scene.wait_for_stop();
    scene.desktop.freeze_server();
    scene.signal(Signal::CONT);
    wait_for("the follow-up to be sent", || scene.desktop.calls() == 2);
    scene.settings(not_now);
    let status_in_between = cost(&mut scene, "status");
    scene.wait_for_state("follow-up unknown");
    thread::sleep(HANG);
    let hung_status = cost(&mut scene, "status");
    let hung_urge = cost(&mut scene, "urge 4");
    let before = Instant::now();
    assert_eq!(scene.run("daemon --stop"), "The daemon has ended.\n");
    let end = before.elapsed();
    eprintln!(
        "system calls and ms: status {status:?}, while it waits {status_in_between:?}, while it \
         hangs {hung_status:?}; urge {urge:?}, while it hangs {hung_urge:?}; end {end:?}"
    );
    for (hung, calls) in
        [(status_in_between.0, status.0), (hung_status.0, status.0), (hung_urge.0, urge.0)]
    {
        assert!(hung.abs_diff(calls) <= calls / 5, "{hung} system calls, and {calls} before");
    }
    // The end asked the server for nothing that it could have waited for.
    assert_eq!(scene.said().matches("did not answer within 5 seconds").count(), 1);

    scene.desktop.thaw_server();
    scene.desktop.wait_for(2);
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.shown().len()), (2, 2));
    assert_eq!(scene.states(), ["welcome shown", "follow-up unknown"]);
}
