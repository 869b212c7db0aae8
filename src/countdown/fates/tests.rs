//! Tests of `fates`, beside it. They own no rule.

use super::*;
use crate::countdown::samples::{at, contact, outcome, urge};

/// Whether an urge of 12:00 on 10 November was let pass, as it is seen at `now`.
fn let_pass(entries: &[Entry], now: &str) -> Option<bool> {
    let mut fates = Fates::<&str>::default();
    for entry in entries {
        fates.add(entry);
    }
    let urge = urge("u", "2026-11-10 12:00");
    fates.let_pass(&urge.id, urge.at, at(now))
}

#[test]
fn an_urge_with_no_answer_is_judged_when_a_day_is_over() {
    assert_eq!(let_pass(&[], "2026-11-11 11:59:59"), None);
    assert_eq!(let_pass(&[], "2026-11-11 12:00"), Some(true));
}

#[test]
fn an_answer_is_judged_at_once() {
    for (word, passed) in [
        (Outcome::Easier, true),
        (Outcome::Same, true),
        (Outcome::Stronger, true),
        (Outcome::Peeked, false),
        (Outcome::Contacted, false),
    ] {
        let answer = outcome("u", word, "2026-11-10 12:20");
        assert_eq!(let_pass(&[answer], "2026-11-10 12:21"), Some(passed), "{word}");
    }
}

#[test]
fn contact_belongs_to_the_urges_of_the_day_before_it_to_the_second() {
    for (wall, passed) in [
        ("2026-11-10 11:59:59", true),
        ("2026-11-10 12:00", false),
        ("2026-11-11 11:59:59", false),
        ("2026-11-11 12:00", true),
    ] {
        let answer = outcome("u", Outcome::Easier, "2026-11-10 12:20");
        assert_eq!(let_pass(&[answer, contact(wall)], "2026-11-20 12:00"), Some(passed), "{wall}");
        assert_eq!(let_pass(&[contact(wall)], "2026-11-20 12:00"), Some(passed), "{wall}");
    }
    assert_eq!(let_pass(&[contact("2026-11-10 12:30")], "2026-11-10 13:00"), Some(false));
}

#[test]
fn necessary_contact_belongs_to_no_urge() {
    let mut necessary = contact("2026-11-10 12:30");
    necessary.what = What::Contacted { necessary: true };
    assert_eq!(let_pass(&[necessary], "2026-11-20 12:00"), Some(true));
}

#[test]
fn of_two_answers_the_later_holds() {
    let first = outcome("u", Outcome::Same, "2026-11-10 12:20");
    let second = outcome("u", Outcome::Peeked, "2026-11-10 12:40");
    assert_eq!(let_pass(&[first.clone(), second], "2026-11-10 13:00"), Some(false));
    let other = outcome("other", Outcome::Peeked, "2026-11-10 12:40");
    assert_eq!(let_pass(&[first, other], "2026-11-10 13:00"), Some(true));
}
