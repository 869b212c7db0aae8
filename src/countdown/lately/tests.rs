//! Tests of `lately`, beside it. They own no rule.

use super::super::samples::{at, journal, now, urge};
use super::*;

/// So many urges on each of these November days, from 20:00 on, a minute apart.
fn urges(days: &[(u32, u32)]) -> Journal {
    let each = days.iter().flat_map(|(day, many)| {
        (0..*many).map(move |n| urge(&format!("{day}-{n}"), &format!("2026-11-{day:02} 20:{n:02}")))
    });
    journal(each.collect())
}

#[test]
fn four_urges_a_day_for_three_days_are_a_sign_for_two_days() {
    let three = urges(&[(10, 4), (11, 4), (12, 4)]);
    for (wall, sign) in [
        ("2026-11-12 20:02", false),
        ("2026-11-12 20:03", true),
        ("2026-11-14 20:02", true),
        ("2026-11-14 20:03", false),
    ] {
        assert_eq!(three.ruminates(&now(wall)), sign, "{wall}");
    }
    for days in
        [&[(10, 4), (11, 3), (12, 4)][..], &[(10, 9), (12, 9), (13, 9)], &[(11, 4), (12, 4)]]
    {
        assert!(!urges(days).ruminates(&now("2026-11-13 21:00")), "{days:?}");
    }
}

#[test]
fn a_word_for_it_is_a_sign_by_itself() {
    let felt = |feeling: Option<&str>, trigger: Option<&str>| {
        let mut one = urge("u", "2026-11-10 20:00");
        let [feeling, trigger] = [feeling, trigger].map(|word| word.map(str::to_owned));
        one.what = What::Urge { strength: None, feeling, trigger };
        let journal = journal(vec![one]);
        ["2026-11-12 19:59", "2026-11-12 20:00"].map(|wall| journal.ruminates(&now(wall)))
    };
    assert_eq!(felt(Some("Ruminating"), None), [true, false]);
    assert_eq!(felt(Some("sad, brooding"), None), [true, false]);
    assert_eq!(felt(None, Some("overthinking in bed")), [true, false]);
    assert_eq!(felt(Some("lonely"), Some("unruminated")), [false, false]);
}

#[test]
fn the_hour_of_most_urges_needs_three_of_them_and_three_in_ten() {
    let peak = |hours: &[(u32, u32)]| {
        let each = hours.iter().flat_map(|(hour, many)| {
            (0..*many)
                .map(move |n| urge(&format!("{hour}-{n}"), &format!("2026-11-10 {hour:02}:{n:02}")))
        });
        journal(each.collect()).peak(&now("2026-11-11 08:00"))
    };
    for (hours, expected) in [
        (&[][..], None),
        (&[(21, 5)], None),
        (&[(21, 6)], Some(21)),
        (&[(20, 3), (21, 4), (22, 3)], Some(21)),
        (&[(23, 5), (0, 5)], Some(0)),
        (&[(21, 6), (6, 3), (10, 3)], None),
        (&[(21, 7), (6, 3), (10, 1)], Some(21)),
    ] {
        assert_eq!(peak(hours), expected, "{hours:?}");
    }
    let old = urges(&[(2, 8)]);
    assert_eq!(old.peak(&now("2026-11-12 19:59")), Some(20));
    assert_eq!(old.peak(&now("2026-11-12 20:10")), None);
}

#[test]
fn a_slot_is_before_the_hour_within_sixty_minutes_over_midnight_too() {
    for (wall, hour, before) in [
        ("2026-11-10 19:30", 20, true),
        ("2026-11-10 19:00", 20, true),
        ("2026-11-10 18:59", 20, false),
        ("2026-11-10 20:00", 20, true),
        ("2026-11-10 20:01", 20, false),
        ("2026-11-10 23:30", 0, true),
    ] {
        assert_eq!(is_before(at(wall), hour), before, "{wall} {hour}");
    }
}
