//! Promises 1 and 4: after sleep, a changed clock or another zone at most one notice comes, none
//! comes twice, and the next comes at its local time.
//!
//! The jumps are libfaketime's and wake nobody, so each is followed by a nudge, as the kernel gives
//! one when the computer wakes. chrono reads /etc/localtime anew when its link changes, and never a
//! file that TZ names: so the zone is changed by a link, in an /etc of the test's own.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::Scene;
use crate::desktop::Desktop;

/// `jump_to`, and the notice that comes of it is the one that `upcoming` announced.
#[track_caller]
fn jump_to_next(scene: &mut Scene, at: &str, kind: &str) {
    let shown = scene.desktop.shown().len();
    let next = scene.upcoming().remove(0);
    assert_eq!((next.at.to_rfc3339().as_str(), next.kind.as_str()), (at, kind));
    scene.jump_to(&next.at.with_timezone(&scene.zone()).format("%F %T").to_string());
    scene.desktop.wait_for(shown + 1);
    scene.assert_says(&next);
    scene.looked();
    assert_eq!(scene.desktop.calls(), shown + 1);
}

#[test]
fn ten_hours_ahead_bring_at_most_one_notice_and_two_back_bring_none_again() {
    let mut scene = Scene::at("2026-11-20T22:30:00+01:00", Desktop::start());
    scene.settings("[notifications]\nmidday = \"12:30\"\n");
    scene.start();
    scene.desktop.wait_for(1);
    // Day 1 is a milestone, due at 09:00 and for the rest of its day.
    scene.jump_to("2026-11-21 08:30:00");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
    let milestone = scene.upcoming().remove(0);
    scene.jump_to("2026-11-21 18:30:00");
    scene.desktop.wait_for(2);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    assert_eq!(milestone.kind, "milestone");
    assert_eq!(
        scene.states(),
        ["welcome shown", "milestone shown", "midday missed"],
        "{:?}",
        scene.ledger()
    );

    // Two hours back, and over the same hours again.
    scene.jump_to("2026-11-21 16:30:00");
    scene.looked();
    scene.jump_to("2026-11-21 18:31:00");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    // Three hours must lie between two, so the evening waits.
    jump_to_next(&mut scene, "2026-11-22T09:00:00+01:00", "morning");
}

#[test]
fn a_suggestion_that_is_still_in_time_after_a_jump_is_the_one_that_comes() {
    let mut scene = Scene::at("2026-11-20T10:00:00+01:00", Desktop::start());
    scene.settings("[notifications]\nmidday = \"12:30\"\n");
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-20 20:00:00");
    scene.desktop.wait_for(2);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    assert_eq!(scene.states(), ["welcome shown", "midday missed", "evening shown"]);
    assert_eq!(scene.ledger()[1].why.as_deref(), Some("late"));

    // Back before the evening that was shown: it is not shown at its time again.
    scene.jump_to("2026-11-20 18:00:00");
    scene.looked();
    assert_eq!(scene.upcoming()[0].at.to_rfc3339(), "2026-11-21T09:00:00+01:00");
    scene.jump_to("2026-11-20 19:30:30");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    jump_to_next(&mut scene, "2026-11-21T09:00:00+01:00", "milestone");
    jump_to_next(&mut scene, "2026-11-21T12:30:00+01:00", "midday");
}

#[test]
fn three_weeks_asleep_are_one_notice() {
    let mut scene = Scene::at("2026-11-01T10:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-22 10:30:00");
    scene.desktop.wait_for(2);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    let states = scene.states();
    let missed = states.iter().filter(|state| state.ends_with(" missed")).count();
    assert_eq!((missed, states.len()), (41, 43), "{states:?}");
    jump_to_next(&mut scene, "2026-11-22T19:30:00+01:00", "evening");
}

/// The link that says which zone it is, in a directory that takes the place of /etc for one world.
struct Zone<'a>(&'a mut Scene);

impl<'a> Zone<'a> {
    fn of(scene: &'a mut Scene, name: &str) -> Self {
        let etc = scene.world.home().join("etc");
        fs::create_dir(&etc).unwrap();
        let script = r#"mount --bind "$0" /etc && exec "$@""#;
        let root = rustix::process::getuid().is_root();
        let unshare = if root { "--mount" } else { "--map-root-user" };
        let (etc, wrapper) = (etc.to_str().unwrap(), ["unshare", "--mount", unshare]);
        let wrapper = [&wrapper[..], &["sh", "-c", script, etc]].concat();
        scene.world.through(&wrapper).env_remove("TZ");
        let mut zone = Self(scene);
        zone.change(name);
        zone
    }

    /// As `timedatectl set-timezone` does.
    fn change(&mut self, name: &str) {
        let etc = self.0.world.home().join("etc");
        symlink(format!("/usr/share/zoneinfo/{name}"), etc.join("new")).unwrap();
        fs::rename(etc.join("new"), etc.join("localtime")).unwrap();
    }
}

/// Whether this system lets us have an /etc of our own; a container may not.
fn can_have_an_etc() -> bool {
    let tried = Command::new("unshare").args(["--mount", "--map-root-user", "true"]).output();
    tried.is_ok_and(|tried| tried.status.success())
}

#[test]
fn the_zone_of_the_computer_changes_under_a_running_daemon() {
    if !can_have_an_etc() {
        eprintln!("not tested: this system allows no mounts of one's own");
        return;
    }
    let mut scene = Scene::at("2026-11-22T08:00:00+01:00", Desktop::start());
    let mut zone = Zone::of(&mut scene, "Europe/Berlin");
    zone.0.start();
    zone.0.desktop.wait_for(1);
    jump_to_next(zone.0, "2026-11-22T09:00:00+01:00", "morning");
    let daemon = super::daemon(&zone.0.world);

    // To New York at 15:00: it is 09:00 again there, and this morning was had.
    zone.0.jump_to("2026-11-22 14:58:00");
    zone.change("America/New_York");
    zone.0.jump_to("2026-11-22 15:00:00");
    zone.0.looked();
    assert_eq!(zone.0.desktop.calls(), 2);
    jump_to_next(zone.0, "2026-11-22T19:30:00-05:00", "evening");

    // To Tokyo, where day 1 began long ago: three hours after the last notice it is marked.
    zone.change("Asia/Tokyo");
    zone.0.jump_to("2026-11-23 02:10:00");
    zone.0.looked();
    assert_eq!(zone.0.desktop.calls(), 3);
    jump_to_next(zone.0, "2026-11-23T12:30:00+09:00", "milestone");
    jump_to_next(zone.0, "2026-11-23T19:30:00+09:00", "evening");
    assert_eq!(super::daemon(&zone.0.world), daemon);
}

#[test]
fn a_daemon_that_starts_anew_in_another_zone_shows_nothing_twice() {
    let mut scene = Scene::at("2026-11-22T08:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    jump_to_next(&mut scene, "2026-11-22T09:00:00+01:00", "morning");
    scene.run("daemon --stop");
    scene.world.env("TZ", "America/New_York");
    scene.start();
    // 14:59:50 is almost nine in New York, where this morning was had already.
    scene.jump_to("2026-11-22 15:00:00");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    jump_to_next(&mut scene, "2026-11-22T19:30:00-05:00", "evening");
}
