//! Promise 1, the count is right: a clock that goes ahead by itself makes no window complete and
//! uses up no notice until somebody says that it is right; and set right again, nothing happened.

use super::{Scene, wait_for};
use crate::desktop::Desktop;

fn begun() -> Scene {
    let mut scene = Scene::by_hand("2026-11-10T10:00:00+01:00", Desktop::start());
    scene.run("start --since '1 nov 14:05'");
    scene.desktop.wait_for(1);
    scene.looked();
    scene
}

#[test]
fn a_clock_that_goes_weeks_ahead_completes_no_window_and_set_right_nothing_happened() {
    let mut scene = begun();
    scene.jump_to("2026-12-05 10:00:00");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
    assert_eq!(scene.states(), ["welcome shown"]);
    let status = scene.run("status").replace('\n', " ");
    assert!(status.starts_with("Day 9 of 30 · 21 days left"), "{status}");
    assert!(
        status.contains("went 25 days ahead at once, so this goes by the time before"),
        "{status}"
    );
    let doctor = scene.world.run("doctor").stdout;
    let doctor = doctor.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(doctor.contains("25 days ahead at once Do: set the clock: timedatectl"), "{doctor}");
    assert!(doctor.contains("those of the window wait: the clock is in doubt"), "{doctor}");
    let upcoming = scene.run("upcoming").replace('\n', " ");
    assert!(upcoming.contains("25 days ahead at once, so this goes by the time"), "{upcoming}");
    let json = scene.run("status --json");
    assert!(json.contains(r#""complete":false"#), "{json}");
    for command in ["finish", "finish --message", "start"] {
        let ran = scene.world.run(command);
        assert!(ran.exit == "exit 1" && ran.stderr.contains("25 days ahead"), "{command}: {ran}");
    }
    // What was just asked for comes all the same.
    scene.run("urge 4");
    scene.jump_to("2026-12-05 10:21:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("follow-up shown");

    scene.jump_to("2026-11-10 19:30:00");
    scene.desktop.wait_for(3);
    scene.looked();
    assert!(scene.states().contains(&"evening shown".to_owned()), "{:?}", scene.states());
    let status = scene.run("status").replace('\n', " ");
    assert!(status.starts_with("Day 9 of 30"), "{status}");
    assert!(status.contains("later than the clock shows now"), "{status}");
}

#[test]
fn who_says_that_the_clock_is_right_has_the_window_complete() {
    let mut scene = begun();
    scene.jump_to("2026-12-05 10:00:00");
    scene.looked();
    let no = scene.world.run_in_terminal("start", 80, &[("Enter for no:", "\n")]);
    assert_eq!(no.exit, "exit 1", "{no}");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
    let yes = scene.world.run_in_terminal("start", 80, &[("Enter for no:", "y\n")]);
    assert!(yes.exit == "exit 0" && yes.terminal.contains("Complete: 30 of 30 days"), "{yes}");
    scene.desktop.wait_for(2);
    scene.wait_for_state("end shown");
    assert!(scene.run("status").starts_with("Complete: 30 of 30 days"));
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
}

#[test]
fn a_day_is_not_asked_about_and_a_clock_set_back_takes_nothing_back() {
    let mut scene = begun();
    scene.jump_to("2026-11-10 19:31:00");
    scene.desktop.wait_for(2);
    scene.run("urge 3");
    scene.jump_to("2026-11-03 12:00:00");
    scene.looked();
    let status = scene.run("status").replace('\n', " ");
    assert!(status.starts_with("Day 2 of 30"), "{status}");
    assert!(
        status.contains("later than the clock shows now: see that the clock is right"),
        "{status}"
    );
    assert_eq!(scene.run("log --json").lines().count(), 1);
    // Right again, from behind: that is no jump ahead.
    scene.jump_to("2026-11-10 19:33:00");
    scene.looked();
    assert!(!scene.run("status").contains("ahead at once"));
    wait_for("the evening to be there once", || scene.desktop.calls() == 2);
}
