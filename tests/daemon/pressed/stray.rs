//! Promise 2: only the server that showed a notice can say what was pressed on it, only what stands
//! there can be pressed, and once; whatever else is said on the bus changes nothing.

use super::*;
use crate::daemon::puppet::Eavesdropper;

/// On a puppet's screen, with the morning's suggestion as the second.
fn morning_on(puppet: impl FnOnce(&Desktop) -> Puppet) -> (Scene, Puppet) {
    let desktop = Desktop::bus_only();
    let puppet = puppet(&desktop);
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", desktop);
    scene.start();
    puppet.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    let (id, _, keys) = puppet.wait_for(2);
    assert_eq!(
        (id, keys),
        (2, ["default", "done", "another", "later", "urge"].map(str::to_owned).into())
    );
    scene.wait_for_state("morning shown");
    (scene, puppet)
}

const UNTOUCHED: [&str; 2] = ["welcome shown", "morning shown"];

#[test]
fn a_press_that_somebody_else_claims_is_none() {
    let (mut scene, morning) = morning();
    let stranger = Stranger::on(&scene.desktop);
    for key in ["done", "another", "later", "urge", "default"] {
        stranger.claims_press(None, morning.id, key);
    }
    scene.looked();
    scene.looked();
    assert_eq!((rows(&scene), logged(&scene).len()), (UNTOUCHED.map(str::to_owned).into(), 0));
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (2, 2));
    // And the real one still counts.
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
}

#[test]
fn a_key_or_an_id_that_does_not_stand_there_is_no_press_and_the_notice_can_be_answered() {
    let (mut scene, puppet) = morning_on(Puppet::on);
    for key in ["", "Done", "review", "read", "mood", "3", "easier", "nonsense", "done "] {
        puppet.press(2, key);
    }
    for id in [0, 1, 3, u32::MAX] {
        puppet.press(id, "done");
    }
    scene.looked();
    scene.looked();
    assert_eq!((rows(&scene), logged(&scene).len()), (UNTOUCHED.map(str::to_owned).into(), 0));
    assert_eq!(puppet.notified(), 2);
    puppet.press(2, "done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
    assert_eq!(scene.said(), "");
}

#[test]
fn a_press_and_a_closing_that_are_said_twice_are_one() {
    let (mut scene, puppet) = morning_on(Puppet::on);
    // In a place where another stood before, under the same id.
    puppet.press(2, "another");
    assert_eq!(puppet.wait_for(3).0, 3);
    scene.wait_for_state("asked shown");
    scene.jump_to("2026-11-21 19:30:00");
    assert_eq!(puppet.wait_for(4).0, 3);
    scene.wait_for_state("evening shown");
    for _ in 0..3 {
        puppet.press(3, "urge");
    }
    puppet.say_closed(3);
    puppet.say_closed(3);
    puppet.wait_for(5);
    scene.looked();
    scene.looked();
    assert_eq!(logged(&scene), ["urge"]);
    assert_eq!(puppet.notified(), 5);
}

#[test]
fn a_press_that_is_said_with_the_answer_counts_and_one_said_before_it_is_for_what_stood_there() {
    let (mut scene, puppet) = morning_on(Puppet::on);
    puppet.press_before_next(2, "urge");
    scene.jump_to("2026-11-21 19:30:00");
    assert_eq!(puppet.wait_for(3).0, 2);
    // Help: it was a hard moment, although the evening's question was on its way.
    puppet.wait_for(4);
    scene.wait_for_state("evening shown");
    assert_eq!(logged(&scene), ["urge"]);
    assert_eq!(open(&scene).matches("Open: ").count(), 3);
    puppet.press(2, "done");
    wait_for_rows(&scene, &["welcome shown", "morning shown", "evening shown done"]);

    let (mut scene, puppet) = morning_on(Puppet::on);
    puppet.press_after_next(2, "done");
    scene.jump_to("2026-11-21 19:30:00");
    wait_for_rows(&scene, &["welcome shown", "morning shown", "evening shown done"]);
    // The last one asks for the mood of that evening.
    puppet.wait_for(4);
    assert!(puppet.closed().contains(&2), "{:?}", puppet.closed());
}

#[test]
fn the_ids_of_a_server_that_is_gone_mean_nothing_to_the_next() {
    let (mut scene, puppet) = morning_on(Puppet::on);
    puppet.leave();
    let puppet = Puppet::on(&scene.desktop);
    scene.looked();
    for (id, key) in [(1, "done"), (2, "done"), (2, "urge")] {
        puppet.press(id, key);
    }
    scene.looked();
    assert_eq!((rows(&scene), logged(&scene).len()), (UNTOUCHED.map(str::to_owned).into(), 0));
    // The evening gets an id that the welcome had.
    scene.jump_to("2026-11-21 19:30:00");
    assert_eq!(puppet.wait_for(1).0, 1);
    scene.wait_for_state("evening shown");
    puppet.press(2, "done");
    scene.looked();
    assert_eq!(rows(&scene), ["welcome shown", "morning shown", "evening shown"]);
    puppet.press(1, "done");
    wait_for_rows(&scene, &["welcome shown", "morning shown", "evening shown done"]);
}

#[test]
fn do_not_disturb_holds_it_back_on_the_screen_and_changes_nothing_else() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    let person = Stranger::on(&scene.desktop);
    person.set_paused(true);
    let next = scene.upcoming().remove(0);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    scene.assert_says(&next);
    scene.wait_for_state("morning shown");
    scene.looked();
    assert_eq!((person.waiting(), scene.desktop.displayed()), (2, 0));
    // It asks nobody whether it may disturb again.
    let mut ear = Eavesdropper::on(&scene.desktop);
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert_eq!(ear.heard(), [""; 0]);
    person.set_paused(false);
    wait_for("the screen", || scene.desktop.displayed() == 2);
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
    assert_eq!((scene.desktop.calls(), scene.said()), (2, String::new()));
}
