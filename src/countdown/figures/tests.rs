//! Tests of `figures`, beside it. They own no rule.

use super::super::notice::{NoticeKind, State};
use super::super::samples::{at, contact, entry, journal, now, record, urge};
use super::super::text::{Category, Pool, TimeOfDay};
use super::*;

/// One urge a day from 2 November on, with its strengths before and after.
fn rated(pairs: &[(u8, u8)]) -> Vec<Entry> {
    let each = (2..).zip(pairs).flat_map(|(day, (before, after))| {
        let id = format!("u{day}");
        let mut urge = urge(&id, &format!("2026-11-{day:02} 20:00"));
        urge.what = What::Urge { strength: Some(*before), feeling: None, trigger: None };
        let what =
            What::Outcome { urge: id.clone(), outcome: Outcome::Easier, strength: Some(*after) };
        [urge, entry(&format!("{id}-after"), &format!("2026-11-{day:02} 20:20"), what)]
    });
    each.collect()
}

fn said(pairs: &[(u8, u8)]) -> Option<String> {
    journal(rated(pairs)).figures().map(|figures| figures.to_string())
}

#[test]
fn five_urges_rated_twice_are_told_and_of_more_the_last_nine() {
    assert_eq!(said(&[(4, 2); 4]), None);
    let five = said(&[(4, 2), (5, 3), (4, 2), (3, 2), (5, 3)]).unwrap();
    assert_eq!(five, "Your last five urges rated twice, on average: 4.2 before, 2.4 after.");
    let many = [[(1, 5); 5].as_slice(), &[(4, 2); 8], &[(5, 4)]].concat();
    let last = "Your last nine urges rated twice, on average: 4.1 before, 2.2 after.";
    assert_eq!(said(&many).as_deref(), Some(last));
}

#[test]
fn figures_that_did_not_go_down_are_told_as_they_are_and_with_somebody_to_talk_to() {
    for after in [3, 4] {
        let said = said(&[(3, after); 5]).unwrap();
        let figures = format!("3.0 before, {after}.0 after. That was a loud stretch.");
        assert!(said.contains(&figures) && said.contains("nocontact sos"), "{said}");
    }
}

#[test]
fn what_was_rated_once_or_ended_in_contact_or_a_look_is_not_counted() {
    for outcome in [Outcome::Contacted, Outcome::Peeked] {
        let mut entries = rated(&[(4, 2); 5]);
        if let Some(What::Outcome { outcome: of, .. }) = entries.get_mut(1).map(|e| &mut e.what) {
            *of = outcome;
        }
        assert_eq!(journal(entries).figures(), None, "{outcome}");
    }
    let mut entries = rated(&[(4, 2); 5]);
    entries[0].what = What::Urge { strength: None, feeling: None, trigger: None };
    assert_eq!(journal(entries).figures(), None);
}

#[test]
fn a_notice_tells_them_from_day_ten_once_a_week_while_there_is_something_new() {
    let text = told();
    let due = |entries: Vec<Entry>, days_ago: Option<i64>, wall: &str| {
        let due = at(wall);
        let seen: Vec<Record> = days_ago
            .map(|days| {
                let before = record("1/evening/x", NoticeKind::Evening, wall, State::Shown);
                let due = due - Duration::days(days);
                Record { due, text: Some("figures".to_owned()), ..before }
            })
            .into_iter()
            .collect();
        journal(entries).figures_due(std::slice::from_ref(&text), &seen, due, &now(wall)).is_some()
    };
    let down = || rated(&[(4, 2); 9]);
    assert!(!due(down(), None, "2026-11-10 19:30"), "day 9");
    assert!(due(down(), None, "2026-11-11 19:30"), "day 10");
    assert!(!due(down(), Some(6), "2026-11-15 19:30"), "told six days ago");
    assert!(due(down(), Some(7), "2026-11-15 19:30"), "told seven days ago");
    assert!(due(down(), None, "2026-11-17 19:30"), "news of a week");
    assert!(!due(down(), None, "2026-11-17 20:30"), "nothing new");
    assert!(!due(rated(&[(4, 4); 9]), None, "2026-11-11 19:30"), "they did not go down");
    let slip = [down(), vec![contact("2026-11-11 09:00")]].concat();
    assert!(!due(slip, None, "2026-11-11 19:30"), "after contact");
}

/// A text with every place.
fn told() -> Text {
    Text {
        id: "figures".to_owned(),
        pool: Pool::Notice,
        category: Category::Kind,
        case: Some("own-data".to_owned()),
        title: "Title".to_owned(),
        body: "{count} {before} {after}".to_owned(),
        days: vec![(1, 30)],
        times: vec![TimeOfDay::Any],
        minutes: 1,
        needs: Vec::new(),
        discreet: false,
        exclude: Vec::new(),
        tags: Vec::new(),
        source: vec!["E2".to_owned()],
    }
}

#[test]
fn the_figures_stand_in_the_places_of_a_text() {
    let figures = journal(rated(&[(4, 2); 6])).figures().unwrap();
    assert_eq!(figures.told(told()).body, "six 4.0 2.0");
}
