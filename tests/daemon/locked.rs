//! Promises 3 and 4: nothing is shown on a locked screen, what waited comes once when it is
//! unlocked in time, and a logind that is not there, hangs or goes keeps no notice away.

use std::fs;
use std::thread;
use std::time::Duration;

use super::frugal::descriptors;
use super::{Scene, daemon, wait_for};
use crate::desktop::Desktop;
use crate::desktop::logind::Logind;

/// A daemon that has shown its welcome at half past eight, on a desktop with this logind.
fn scene(logind: &Logind) -> Scene {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    let [(name, value)] = logind.env();
    scene.world.env(&name, &value);
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    scene
}

/// How many notices came since the welcome, once everything due was looked at and the daemon does
/// nothing any more: what it does next has a reason that is yet to come.
fn since_welcome(scene: &mut Scene) -> usize {
    scene.looked();
    let status = format!("/proc/{}/status", daemon(&scene.world).as_raw_nonzero());
    let sleeps = || {
        let status = fs::read_to_string(&status).unwrap();
        status.lines().find(|line| line.starts_with("voluntary_ctxt_switches")).map(str::to_owned)
    };
    wait_for("the daemon to rest", || {
        let before = sleeps();
        thread::sleep(Duration::from_millis(200));
        sleeps() == before
    });
    scene.desktop.calls() - 1
}

#[test]
fn a_suggestion_on_a_locked_screen_waits_and_comes_once_by_the_unlocking_alone() {
    let logind = Logind::start();
    let mut scene = scene(&logind);
    logind.lock();
    let announced = scene.upcoming().remove(0);
    scene.jump_to("2026-11-21 09:00:00");
    assert_eq!(since_welcome(&mut scene), 0);
    scene.jump_to("2026-11-21 09:30:00");
    assert_eq!(since_welcome(&mut scene), 0);

    // Nothing nudges it: it hears the unlocking, long before it would look by itself.
    logind.unlock();
    scene.desktop.wait_for(2);
    scene.assert_says(&announced);
    logind.lock();
    logind.unlock();
    assert_eq!(since_welcome(&mut scene), 1);
    assert_eq!(scene.states(), ["welcome shown", "morning shown"]);
    assert_eq!(scene.said(), "");
}

#[test]
fn a_screen_locked_for_too_long_makes_it_missed_and_the_next_comes() {
    let logind = Logind::start();
    let mut scene = scene(&logind);
    scene.jump_to("2026-11-21 08:50:00");
    logind.lock();
    scene.jump_to("2026-11-21 09:00:00");
    assert_eq!(since_welcome(&mut scene), 0);
    scene.jump_to("2026-11-21 10:30:00");
    logind.unlock();
    assert_eq!(since_welcome(&mut scene), 0);
    assert_eq!(scene.states(), ["welcome shown", "morning missed"]);
    assert_eq!(scene.ledger()[1].why.as_deref(), Some("late"));

    scene.jump_to("2026-11-21 19:30:00");
    scene.desktop.wait_for(2);
    assert_eq!(since_welcome(&mut scene), 1);
}

#[test]
fn a_question_about_an_urge_waits_for_the_unlocking_as_well() {
    let logind = Logind::start();
    let mut scene = scene(&logind);
    scene.jump_to("2026-11-21 15:00:00");
    scene.run("urge 4");
    logind.lock();
    scene.jump_to("2026-11-21 15:21:00");
    assert_eq!(since_welcome(&mut scene), 0);
    logind.unlock();
    scene.desktop.wait_for(2);
    assert_eq!(since_welcome(&mut scene), 1);
    assert_eq!(scene.states(), ["welcome shown", "morning missed", "follow-up shown"]);
}

#[test]
fn the_welcome_that_was_just_asked_for_comes_whatever_logind_says() {
    let logind = Logind::start();
    logind.lock();
    let mut scene = scene(&logind);
    assert_eq!(since_welcome(&mut scene), 0);
}

#[test]
fn without_a_system_bus_it_speaks_as_ever() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.world.env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all");
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    assert_eq!(since_welcome(&mut scene), 1);
    assert_eq!(scene.said(), "");
}

#[test]
fn where_logind_does_not_run_it_is_not_started_by_asking() {
    let logind = Logind::asleep();
    let mut scene = scene(&logind);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    assert_eq!(since_welcome(&mut scene), 1);
    assert!(!logind.was_started());
    assert_eq!(scene.said(), "");
}

#[test]
fn a_logind_that_hangs_keeps_nothing_away_and_is_asked_again_the_next_time() {
    let logind = Logind::start();
    let mut scene = scene(&logind);
    logind.lock();
    logind.freeze();
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("morning shown");

    logind.thaw();
    scene.jump_to("2026-11-21 19:30:00");
    assert_eq!(since_welcome(&mut scene), 1);
    logind.unlock();
    scene.desktop.wait_for(3);
    assert_eq!(since_welcome(&mut scene), 2);
    assert_eq!(scene.said(), "");
}

#[test]
fn a_logind_that_goes_while_the_screen_is_locked_lets_what_waits_come() {
    let mut logind = Logind::start();
    let mut scene = scene(&logind);
    logind.lock();
    scene.jump_to("2026-11-21 09:00:00");
    assert_eq!(since_welcome(&mut scene), 0);
    logind.stop();
    scene.desktop.wait_for(2);
    assert_eq!(since_welcome(&mut scene), 1);
    assert_eq!(scene.states(), ["welcome shown", "morning shown"]);
}

#[test]
fn a_system_bus_that_dies_while_the_screen_is_locked_does_as_well() {
    let mut logind = Logind::start();
    let mut scene = scene(&logind);
    logind.lock();
    scene.jump_to("2026-11-21 09:00:00");
    assert_eq!(since_welcome(&mut scene), 0);
    logind.stop_bus();
    scene.desktop.wait_for(2);
    assert_eq!(since_welcome(&mut scene), 1);
    assert_eq!(scene.said(), "");
}

#[test]
fn however_often_it_asks_no_connection_to_the_system_bus_is_left() {
    let logind = Logind::start();
    let mut scene = scene(&logind);
    // The second in the same place on the screen is the last to need something new.
    for (shown, moment) in [(2, "2026-11-21 09:00:00"), (3, "2026-11-21 19:30:00")] {
        scene.jump_to(moment);
        scene.desktop.wait_for(shown);
    }
    scene.wait_for_state("evening shown");
    scene.looked();
    let before = descriptors(daemon(&scene.world));

    logind.lock();
    scene.jump_to("2026-11-22 09:00:00");
    for _ in 0..30 {
        scene.looked();
    }
    assert_eq!(since_welcome(&mut scene), 2);
    logind.unlock();
    scene.desktop.wait_for(4);
    scene.wait_for_state("milestone shown");
    scene.looked();
    wait_for("the same as before", || descriptors(daemon(&scene.world)) == before);
}
