//! Promises 3 and 4: an urge is asked about once, however many there were; an answer in time keeps
//! the question away, and only *same* and *stronger* bring one more, the last.

use super::Scene;
use crate::desktop::Desktop;

/// A daemon that has shown its welcome, at three in the afternoon.
fn scene() -> Scene {
    let mut scene = Scene::at("2026-11-21T15:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    scene
}

/// How many notices came of the urges, once everything due was looked at.
fn asked(scene: &mut Scene) -> usize {
    scene.looked();
    scene.desktop.calls() - 1
}

#[test]
fn an_urge_is_followed_up_once_by_its_own_timer() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings("[notifications]\nfollow_up_after = \"1s\"\n");
    scene.start();
    scene.desktop.wait_for(1);
    scene.run("urge 4");
    let question = scene.desktop.wait_for(2).remove(1);
    assert_eq!(question.app_name, "Small Steps");
    let words = [&question.summary, &question.body].map(|words| words.to_lowercase());
    assert!(words.iter().all(|words| !words.contains("urge")), "{question:?}");
    assert_eq!(asked(&mut scene), 1);

    scene.run("answer same");
    scene.desktop.wait_for(3);
    assert_eq!(asked(&mut scene), 2);
    scene.run("answer same");
    assert_eq!(asked(&mut scene), 2);
    scene.looked();
    assert_eq!(scene.states(), ["welcome shown", "follow-up shown", "follow-up shown"]);
}

#[test]
fn urges_within_the_twenty_minutes_share_one_question() {
    let mut scene = scene();
    scene.run("urge 4");
    scene.jump_to("2026-11-21 15:10:00");
    scene.run("urge 5");
    assert_eq!(asked(&mut scene), 0);
    scene.jump_to("2026-11-21 15:19:58");
    scene.desktop.wait_for(2);
    // Twenty minutes after the second as well.
    scene.jump_to("2026-11-21 15:31:00");
    assert_eq!(asked(&mut scene), 1);
    assert_eq!(scene.states(), ["welcome shown", "follow-up shown"]);

    // The next is another.
    scene.run("urge 2");
    scene.jump_to("2026-11-21 15:52:00");
    scene.desktop.wait_for(3);
    assert_eq!(asked(&mut scene), 2);
}

#[test]
fn what_was_answered_before_it_was_due_is_not_asked() {
    let mut scene = scene();
    scene.run("urge 4");
    scene.jump_to("2026-11-21 15:10:00");
    scene.run("answer easier 2");
    scene.jump_to("2026-11-21 15:25:00");
    assert_eq!(asked(&mut scene), 0);
    assert_eq!(scene.states(), ["welcome shown"]);
}

#[test]
fn same_is_asked_once_more_and_then_no_more() {
    let mut scene = scene();
    scene.run("urge 4");
    scene.jump_to("2026-11-21 15:21:00");
    scene.desktop.wait_for(2);
    let answered = scene.run("answer same");
    assert!(answered.contains("I'll ask once more at 15:4"), "{answered}");
    assert_eq!(asked(&mut scene), 1);
    scene.jump_to("2026-11-21 15:42:00");
    scene.desktop.wait_for(3);
    scene.run("answer stronger 5");
    scene.jump_to("2026-11-21 16:30:00");
    assert_eq!(asked(&mut scene), 2);
}

#[test]
fn an_undone_urge_is_not_asked_about() {
    let mut scene = scene();
    scene.run("urge 4");
    scene.run("undo");
    scene.jump_to("2026-11-21 15:25:00");
    assert_eq!(asked(&mut scene), 0);
}

#[test]
fn in_quiet_hours_an_urge_is_followed_up_and_nothing_else_comes() {
    let mut scene = scene();
    scene.jump_to("2026-11-21 23:50:00");
    scene.run("urge 5");
    scene.jump_to("2026-11-22 00:11:00");
    scene.desktop.wait_for(2);
    scene.jump_to("2026-11-22 07:50:00");
    assert_eq!(asked(&mut scene), 1);
    assert_eq!(scene.states(), ["welcome shown", "evening missed", "follow-up shown"]);
}
