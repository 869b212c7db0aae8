//! Promise 4, few, kind, discreet notifications, on time; and promise 1, the plan that `upcoming`
//! tells is the plan that is kept.

use chrono::{Timelike, Utc};

use super::Scene;
use crate::desktop::{Desktop, Urgency};

#[test]
fn the_welcome_comes_once_under_a_neutral_name_and_speaks_of_nobody() {
    let mut scene = Scene::on(Desktop::start());
    scene.start();
    let [welcome] = &scene.desktop.wait_for(1)[..] else { panic!("one welcome") };
    assert_eq!(welcome.app_name, "Small Steps");
    assert_ne!(welcome.urgency, Urgency::Critical);
    assert!(!welcome.summary.is_empty() && !welcome.body.is_empty());
    let buttons = welcome.actions.iter().map(|(_, label)| label.as_str());
    let read = [&welcome.app_name, &welcome.summary, &welcome.body].map(String::as_str);
    let everything = read.into_iter().chain(buttons).collect::<Vec<_>>().join("\n").to_lowercase();
    for word in ["contact", "breakup", "partner", "message them", "relationship"] {
        assert!(!everything.contains(word), "{word} in {everything}");
    }
    assert!(welcome.hints.contains_key("suppress-sound"), "{:?}", welcome.hints);

    scene.start();
    scene.run("mood 3");
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (1, 1));
    assert_eq!(scene.states(), ["welcome shown"]);
    assert_eq!(scene.said(), "");
}

#[test]
fn the_label_is_the_persons_own_and_hidden_says_next_to_nothing() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings("[notifications]\nlabel = \"Plants\"\nprivacy = \"hidden\"\n");
    scene.start();
    let [welcome] = &scene.desktop.wait_for(1)[..] else { panic!("one welcome") };
    assert_eq!(welcome.app_name, "Plants");
    assert_eq!(welcome.summary, "A note for you");
}

#[test]
fn what_upcoming_announced_comes_word_for_word_and_once() {
    let mut scene = Scene::at("2026-11-21T08:58:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    let announced = scene.upcoming().remove(0);
    assert_eq!(announced.at.to_rfc3339(), "2026-11-21T09:00:00+01:00");
    assert_eq!(announced.kind, "morning");

    // Almost there, so that its own timer has to bring it.
    scene.jump_to("2026-11-21 08:59:55");
    scene.desktop.wait_for(2);
    scene.assert_says(&announced);
    scene.run("mood 3");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    assert_eq!(scene.states(), ["welcome shown", "morning shown"]);
    let morning = &scene.ledger()[1];
    assert!(morning.at >= morning.due, "{morning:?}");
}

#[test]
fn each_of_three_days_brings_what_was_announced_for_it() {
    let mut scene = Scene::at("2026-11-20T10:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    let mut kinds = Vec::new();
    for count in 2..8 {
        let announced = scene.upcoming().remove(0);
        scene.jump_to(&announced.at.format("%F %T").to_string());
        scene.desktop.wait_for(count);
        scene.assert_says(&announced);
        kinds.push(format!("{} {}", announced.at.format("%d %H:%M"), announced.kind));
    }
    assert_eq!(
        kinds,
        [
            "20 19:30 evening",
            "21 09:00 milestone",
            "21 19:30 evening",
            "22 09:00 morning",
            "22 19:30 evening",
            "23 09:00 milestone",
        ]
    );
    scene.looked();
    assert_eq!(scene.desktop.calls(), 7);
}

/// The one test that waits for the clock on the wall: up to a minute.
#[test]
fn on_the_real_clock_the_next_full_minute_brings_the_notice_and_not_a_second_earlier() {
    // A zone in which it is about noon, so that no midnight comes between.
    let now = Utc::now();
    let zone = format!("NOON{:+}", i64::from(now.hour()) - 12);
    let mut scene = Scene::on(Desktop::start());
    scene.world.env("TZ", &zone);
    let ahead = if now.second() < 30 { 1 } else { 2 };
    let (hour, minute) = (12 + (now.minute() + ahead) / 60, (now.minute() + ahead) % 60);
    scene.settings(&format!(
        "[notifications]\nmorning = \"{hour}:{minute:02}\"\nquiet_hours = \"off\"\n"
    ));
    scene.start();
    scene.desktop.wait_for(1);
    let announced = scene.upcoming().remove(0);
    assert_eq!(announced.kind, "morning");
    super::wait_for("the morning", || scene.desktop.shown().len() == 2);
    scene.assert_says(&announced);
    let ledger = scene.ledger();
    let morning = ledger.iter().find(|row| row.kind == "morning").unwrap();
    assert_eq!(morning.due, announced.at.timestamp());
    assert!(morning.at >= morning.due, "{morning:?}");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    assert_eq!(scene.said(), "");
}
