//! Presses that ask for help: an urge, and one that did not ease.

use super::super::*;
use super::{Bench, MORNING, URGE, morning};
use crate::countdown::samples::{at, now, outcome, record, urge};
use crate::notify::Sent;

/// An urge at 20:00 and the notice that asks about it.
fn asked() -> Bench {
    let follow_up = Record {
        text: Some("notice-follow-up-001".to_owned()),
        ..record("follow-up/a", NoticeKind::FollowUp, "2026-11-05 20:20", State::Shown)
    };
    Bench::new(vec![urge("a", "2026-11-05 20:00")], vec![follow_up])
}

#[test]
fn a_hard_moment_is_saved_first_and_helped_at_once() {
    let mut bench = morning();
    bench.press(MORNING, Button::Urge, "2026-11-05 09:05");
    let saved = [format!("urge {URGE}"), "1/morning/2026-11-05 shown".to_owned()];
    assert_eq!(bench.saved(), saved);
    assert_eq!(bench.screen.saved, [saved]);
    let (key, kind, message) = &bench.screen.shown[0];
    assert_eq!((key, *kind), (&format!("follow-up/{URGE}"), NoticeKind::FollowUp));
    assert_eq!(message.buttons, []);
    let line = "\nNoted. Check-in at 09:25.";
    assert!(bench.body().ends_with(line), "{}", bench.body());
    let entry = bench.store.read().find(URGE).unwrap().remove(0);
    assert_eq!((entry.at, entry.logged_at), (at("2026-11-05 09:05"), at("2026-11-05 09:05")));
    // The suggestion stays open beside it.
    bench.press(MORNING, Button::Done, "2026-11-05 09:06");
    assert_eq!(bench.saved()[1], "1/morning/2026-11-05 shown done");
}

/// A write of which nobody knows whether it went through is made again.
#[test]
fn a_hard_moment_that_is_tried_again_is_no_second_one() {
    let mut bench = morning();
    for _ in 0..2 {
        bench.press(MORNING, Button::Urge, "2026-11-05 09:05");
    }
    assert_eq!(bench.saved().len(), 2);
    assert_eq!(bench.screen.shown[0].2, bench.screen.shown[1].2);
}

#[test]
fn help_says_only_what_comes() {
    let paused = Change::pause(Some(at("2026-11-06 09:00").to_utc()));
    let over = Change::pause(Some(at("2026-11-05 09:00").to_utc()));
    for (settings, change, line) in [
        ("", None, "Noted. Check-in at 09:25."),
        ("[notifications]\nfollow_up_after = \"5m\"", None, "Noted. Check-in at 09:10."),
        ("[notifications]\nfollow_up_after = \"off\"", None, "Noted."),
        ("", Some(paused), "Noted."),
        ("", Some(over), "Noted. Check-in at 09:25."),
    ] {
        let mut bench = morning().set(settings);
        if let Some(change) = change {
            bench.change(change);
        }
        bench.press(MORNING, Button::Urge, "2026-11-05 09:05");
        assert_eq!(bench.body().lines().last(), Some(line), "{settings}");
    }
}

#[test]
fn a_round_that_was_answered_before_it_was_asked_is_no_check_in() {
    let mut bench = asked();
    let settings = Settings::default();
    let line = |bench: &Bench, wall: &str| {
        let journal = bench.store.read().journal(at(wall).to_utc()).unwrap();
        check_in(&settings, &journal, &now(wall))
    };
    assert_eq!(line(&bench, "2026-11-05 20:05"), "Noted. Check-in at 20:20.");
    assert_eq!(line(&bench, "2026-11-05 20:20"), "Noted.", "it has been asked");
    bench.change(Change::Entry(outcome("a", Outcome::Easier, "2026-11-05 20:05")));
    assert_eq!(line(&bench, "2026-11-05 20:06"), "Noted.");
}

#[test]
fn each_help_is_another_step() {
    let mut bench = asked();
    bench.press("follow-up/a", Button::Urge, "2026-11-05 20:21");
    bench.press("follow-up/a", Button::Same, "2026-11-05 20:25");
    let texts: Vec<&str> =
        bench.screen.shown.iter().map(|(_, _, message)| message.text.as_str()).collect();
    assert_ne!(texts[0], texts[1]);
}

#[test]
fn help_that_comes_before_it_can_be_saved_says_so() {
    let mut bench = morning();
    let now = now("2026-11-05 09:05");
    let (store, settings, catalogue) = (Some(&bench.store), &bench.settings, &bench.catalogue);
    let helping = help_unsaved(store, settings, catalogue, &now, &mut bench.screen);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(helping);
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown"]);
    assert!(bench.body().ends_with("\nThis could not be noted yet; it is tried again."));
    assert_eq!(bench.screen.shown[0].1, NoticeKind::FollowUp);
}

#[test]
fn the_outcome_of_an_urge_is_saved_and_helped_where_it_did_not_ease() {
    for (button, word, helps) in [
        (Button::Easier, "easier", false),
        (Button::Same, "same", true),
        (Button::Stronger, "stronger", true),
    ] {
        let mut bench = asked();
        bench.press("follow-up/a", button, "2026-11-05 20:25");
        let saved = ["urge a", &format!("{word} of a"), "follow-up/a shown"];
        assert_eq!(bench.saved(), saved);
        assert_eq!(bench.screen.shown.len(), usize::from(helps), "{word}");
        if helps {
            assert_eq!(bench.screen.saved, [saved]);
            let line = "Noted. Check-in at 20:45.";
            assert_eq!(bench.body().lines().last(), Some(line), "{word}");
            assert_eq!(bench.screen.shown[0].1, NoticeKind::FollowUp);
            assert_eq!(bench.screen.shown[0].2.buttons, []);
        }
        for again in [Button::Easier, Button::Same, Button::Stronger] {
            bench.is_refused("follow-up/a", again, "2026-11-05 20:26");
        }
    }
}

#[test]
fn the_second_answer_to_the_same_urge_is_asked_about_no_more() {
    let mut bench = asked();
    bench.change(Change::Entry(outcome("a", Outcome::Same, "2026-11-05 20:25")));
    let second = "follow-up/a:same:2026-11-05 20:25";
    bench.press(second, Button::Stronger, "2026-11-05 20:46");
    assert_eq!(bench.saved()[1..3], ["same of a", "stronger of a"]);
    assert_eq!(bench.body().lines().last(), Some("Noted."));
    bench.is_refused(second, Button::Easier, "2026-11-05 20:47");
}

#[test]
fn what_is_shown_in_return_and_fails_is_no_failure_of_the_press() {
    for answer in [Sent::Refused, Sent::Unknown] {
        let mut bench = asked();
        bench.screen.answer = answer;
        bench.press("follow-up/a", Button::Same, "2026-11-05 20:25");
        assert_eq!(bench.saved(), ["urge a", "same of a", "follow-up/a shown"]);
    }
}
