//! Tests of `journal`, beside it. They own no rule.

use super::super::entry::Outcome::{self, Contacted, Easier, Peeked, Same, Stronger};
use super::super::samples::{at, contact, entry, journal, now, outcome, urge};
use super::*;

/// Without contact, longest stretch and since contact, on a day of the window.
fn days(contacts: &[&str], today: &str) -> (u32, u32, u32) {
    let journal = journal(contacts.iter().map(|wall| contact(wall)).collect());
    let days = journal.days(&now(today)).unwrap();
    (days.without_contact, days.longest_stretch, days.since_contact)
}

#[test]
fn a_day_with_contact_is_taken_from_the_days_and_splits_the_stretch() {
    let twentieth = "2026-11-21 20:00";
    for (contacts, wanted) in [
        (&[][..], (20, 20, 20)),
        (&["2026-11-10 21:00"], (19, 11, 11)),
        (&["2026-11-10 09:00", "2026-11-10 21:00"], (19, 11, 11)),
        (&["2026-11-10 21:00", "2026-11-11 21:00"], (18, 10, 10)),
        (&["2026-11-10 21:00", "2026-11-16 21:00"], (18, 8, 5)),
        (&["2026-11-02 21:00"], (19, 19, 19)),
        (&["2026-11-21 19:00"], (19, 19, 0)),
    ] {
        assert_eq!(days(contacts, twentieth), wanted, "{contacts:?}");
    }
}

#[test]
fn contact_on_day_0_or_before_the_start_is_taken_from_nothing() {
    assert_eq!(days(&["2026-11-01 23:00"], "2026-11-04 20:00"), (3, 3, 3));
    assert_eq!(days(&["2026-10-31 23:00"], "2026-11-04 20:00"), (3, 3, 3));
    assert_eq!(days(&["2026-11-01 12:00"], "2026-11-01 20:00"), (0, 0, 0));
}

#[test]
fn necessary_contact_and_what_was_received_change_nothing() {
    let necessary = entry("n", "2026-11-10 12:00", What::Contacted { necessary: true });
    let received = entry("r", "2026-11-11 12:00", What::Received { kind: None, via: None });
    let journal = journal(vec![necessary, received]);
    let days = journal.days(&now("2026-11-21 20:00")).unwrap();
    assert_eq!((days.without_contact, days.longest_stretch, days.since_contact), (20, 20, 20));
}

#[test]
fn contact_at_night_belongs_to_the_date_on_the_wall() {
    // 23:30 in Berlin is 22:30 UTC, 00:30 is 23:30 UTC of the day before.
    assert_eq!(days(&["2026-11-10 23:30", "2026-11-11 00:30"], "2026-11-12 20:00").0, 9);
    assert_eq!(days(&["2026-11-11 00:30"], "2026-11-12 20:00"), (10, 9, 1));
}

#[test]
fn with_no_window_there_are_no_days() {
    let journal = Journal { entries: vec![contact("2026-11-10 21:00")], ..Journal::default() };
    assert_eq!(journal.days(&now("2026-11-12 20:00")), None);
    assert_eq!(journal.urges(&now("2026-11-12 20:00")), Urges::default());
    assert!(journal.contact_dates().is_empty());
}

/// Whether one urge of 5 November, 20:00, counts as let pass.
fn let_pass(answer: Option<(Outcome, &str)>, contacted: Option<&str>, today: &str) -> bool {
    let mut entries = vec![urge("a", "2026-11-05 20:00")];
    entries.extend(answer.map(|(word, wall)| outcome("a", word, wall)));
    entries.extend(contacted.map(contact));
    let urges = journal(entries).urges(&now(today));
    assert_eq!(urges.logged, 1);
    urges.let_pass == 1
}

#[test]
fn an_urge_is_let_pass_if_it_was_answered_so_or_a_day_went_by_and_no_contact_came() {
    let (soon, next_day) = ("2026-11-05 21:00", "2026-11-06 20:00");
    for (answer, contacted, today, wanted) in [
        (Some(Easier), None, soon, true),
        (Some(Same), None, soon, true),
        (Some(Stronger), None, soon, true),
        (Some(Peeked), None, next_day, false),
        (Some(Contacted), None, next_day, false),
        (None, None, soon, false),
        (None, None, "2026-11-06 19:59:59", false),
        (None, None, next_day, true),
        (Some(Easier), Some("2026-11-05 20:30"), next_day, false),
        (Some(Easier), Some("2026-11-06 19:59:59"), next_day, false),
        (Some(Easier), Some("2026-11-06 20:00"), next_day, true),
        (Some(Easier), Some("2026-11-05 19:59:59"), next_day, true),
        (None, Some("2026-11-05 23:00"), "2026-11-09 20:00", false),
    ] {
        let answered = answer.map(|word| (word, "2026-11-05 20:20"));
        let said = let_pass(answered, contacted, today);
        assert_eq!(said, wanted, "{answer:?}, contact {contacted:?}, at {today}");
    }
}

#[test]
fn the_latest_answer_to_an_urge_is_the_one_that_counts() {
    let answers = [
        outcome("a", Stronger, "2026-11-05 20:20"),
        outcome("a", Peeked, "2026-11-05 20:45"),
        outcome("b", Easier, "2026-11-05 20:50"),
    ];
    let journal = journal(answers.to_vec());
    assert_eq!(journal.outcome_of("a"), Some(Peeked));
    assert_eq!(journal.outcome_of("c"), None);
}

#[test]
fn urges_before_the_start_belong_to_no_window() {
    let entries = vec![urge("before", "2026-11-01 14:04"), urge("first", "2026-11-01 14:05")];
    assert_eq!(journal(entries).urges(&now("2026-11-01 20:00")).logged, 1);
}

#[test]
fn the_mood_of_a_date_is_the_latest_of_it() {
    let mood = |mood, wall| entry(wall, wall, What::Mood { mood });
    let journal = journal(vec![
        mood(2, "2026-11-05 08:00"),
        mood(4, "2026-11-05 22:00"),
        mood(1, "2026-11-06 00:30"),
    ]);
    let on = |wall| journal.mood_on(at(wall).date_naive());
    assert_eq!(on("2026-11-05 12:00"), Some(4));
    assert_eq!((on("2026-11-06 12:00"), on("2026-11-07 12:00")), (Some(1), None));
}

#[test]
fn a_slip_is_recent_for_a_day_and_never_before_it() {
    let journal = journal(vec![contact("2026-11-05 20:00")]);
    for (wall, recent) in [
        ("2026-11-05 19:59:59", false),
        ("2026-11-05 20:00", true),
        ("2026-11-06 20:00", true),
        ("2026-11-06 20:00:01", false),
    ] {
        assert_eq!(journal.recent_slip(&now(wall)), recent, "{wall}");
    }
}

#[test]
fn what_is_slow_to_leave_holds_until_its_hour_and_the_rest_goes_at_once() {
    use Situation::{AskedNoContact, Children, OrderOnMe};
    let midnight = at("2026-11-06 00:00").to_utc();
    let all = [OrderOnMe, AskedNoContact, Children].into();
    let told = About::default().entering(&all);
    let leaving = told.clone().left(&all, midnight);
    assert_eq!(leaving.situations, [OrderOnMe, AskedNoContact].into());
    let before = at("2026-11-05 23:59:59").to_utc();
    assert_eq!(leaving.clone().as_of(before), leaving);
    assert_eq!(leaving.clone().as_of(midnight), About::default());

    let again = leaving.clone().entering(&[OrderOnMe].into());
    assert_eq!(again.clone().as_of(midnight).situations, [OrderOnMe].into());
    let cancelled = again.entering(&[AskedNoContact].into());
    assert_eq!(cancelled.leaving, None);

    assert_eq!(told.left_slowly(&[Children].into()), [].into());
    assert_eq!(told.left_slowly(&all), [OrderOnMe, AskedNoContact].into());
    assert_eq!(leaving.left_slowly(&all), [].into());
    let later = at("2026-11-07 00:00").to_utc();
    assert_eq!(leaving.clone().left(&all, later), leaving, "it is left when it was to be");
}
