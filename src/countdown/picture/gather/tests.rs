//! Tests of `gather`, beside it. They own no rule.

use chrono_tz::Tz;

use super::super::Eased;
use super::super::RatedTwice;
use super::*;
use crate::countdown::entry::Outcome::{Easier, Same};
use crate::countdown::entry::{Entry, What};
use crate::countdown::samples::{at, contact, entry, now, outcome, urge, window};
use crate::countdown::zone::resolve;

const LOOKED: &str = "2026-11-21 21:14";

fn span(from: &str, until: &str) -> Span {
    Span { from: at(from), until: at(until) }
}

/// The first window, up to the moment at which it is looked back on.
fn whole() -> Span {
    span("2026-11-01 14:05", LOOKED)
}

/// What a span adds up to, of windows, entries and suggestions that were answered *done*.
fn picture_of(
    windows: Vec<Window>,
    entries: &[Entry],
    done: &[(&str, &str)],
    span: Span,
) -> Picture {
    let mut known = Known::new(windows);
    for (wall, text) in done {
        known.did(at(wall), (*text).to_owned());
    }
    for entry in entries {
        match &entry.what {
            What::Outcome { urge, outcome, strength } => {
                known.answered(urge, Fate { outcome: *outcome, strength: *strength, at: entry.at });
            }
            What::Contacted { necessary: false } => known.contacted(entry.at),
            What::Note => known.wrote(entry.at),
            _ => {}
        }
    }
    let mut gathering = Gathering::new(span, &known, now(LOOKED));
    for entry in entries {
        add(&mut gathering, entry);
    }
    gathering.picture()
}

fn add(gathering: &mut Gathering<'_>, entry: &Entry) {
    match &entry.what {
        What::Urge { strength, feeling, trigger } => {
            let words = (feeling.as_deref(), trigger.as_deref());
            gathering.urge(&entry.id, entry.at, *strength, words);
        }
        What::Received { kind, .. } => gathering.received(entry.at, *kind),
        What::Contacted { necessary } => gathering.contacted(entry.at, *necessary),
        What::Mood { mood } => gathering.mood(entry.at, *mood),
        What::Note => gathering.note(entry.at),
        What::Outcome { .. } => {}
    }
}

/// The same of thirty days from 1 November, 14:05.
fn picture(entries: &[Entry]) -> Picture {
    picture_of(vec![window("2026-11-01 14:05", Some(30))], entries, &[], whole())
}

fn day<'p>(picture: &'p Picture, date: &str) -> &'p Day {
    picture.days.iter().find(|day| day.date.to_string() == date).unwrap()
}

fn felt(id: &str, wall: &str, strength: u8, feeling: &str) -> Entry {
    let (strength, feeling) = (Some(strength), Some(feeling.to_owned()));
    entry(id, wall, What::Urge { strength, feeling, trigger: None })
}

fn rated(of: &str, word: Outcome, strength: u8, wall: &str) -> Entry {
    let mut answer = outcome(of, word, wall);
    answer.what = What::Outcome { urge: of.to_owned(), outcome: word, strength: Some(strength) };
    answer
}

#[test]
fn what_lies_outside_the_span_by_a_second_is_not_in_it() {
    let span = span("2026-11-05 10:00", "2026-11-06 10:00");
    let walls =
        ["2026-11-05 09:59:59", "2026-11-05 10:00", "2026-11-06 10:00", "2026-11-06 10:00:01"];
    let kinds = |wall: &str| {
        let received = What::Received { kind: None, via: None };
        let necessary = What::Contacted { necessary: true };
        [received, necessary, What::Mood { mood: 3 }, What::Note].map(|it| entry("x", wall, it))
    };
    let entries: Vec<Entry> = walls
        .iter()
        .flat_map(|wall| kinds(wall).into_iter().chain([urge(wall, wall), contact(wall)]))
        .collect();
    let seen = picture_of(vec![], &entries, &[], span);
    assert_eq!((seen.urges.logged, seen.contacted, seen.necessary, seen.notes), (2, 2, 2, 2));
    assert_eq!((seen.moods, seen.received.last()), ([0, 0, 2, 0, 0], Some(&(None, 2))));
    assert_eq!(seen.days.iter().map(|day| day.urges).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn every_date_is_there_with_nothing_left_out() {
    let seen = picture(&[]);
    assert_eq!(seen.days.len(), 21);
    assert_eq!(
        (day(&seen, "2026-11-01").of, day(&seen, "2026-11-21").of),
        (Some((1, 0)), Some((1, 20)))
    );
    let milestones = seen.days.iter().filter(|day| day.milestone).map(|day| day.of.unwrap().1);
    assert_eq!(milestones.collect::<Vec<_>>(), [1, 3, 7, 10, 14]);
}

#[test]
fn the_last_day_of_a_window_is_a_milestone() {
    let seen = picture_of(vec![window("2026-11-01 14:05", Some(20))], &[], &[], whole());
    assert!(day(&seen, "2026-11-21").milestone);
}

/// On the evening of 21 November in Berlin it is the 22nd in Tokyo, and was the 20th in Honolulu.
#[test]
fn a_traveller_s_entries_are_of_the_date_and_the_hour_where_they_were_logged() {
    let there = |zone: Tz, wall: &str| {
        let at = resolve(&zone, wall.parse().unwrap());
        Entry { at, ..urge(wall, "2026-11-21 20:00") }
    };
    let tokyo = there(Tz::Asia__Tokyo, "2026-11-22T05:00:00");
    let honolulu = there(Tz::Pacific__Honolulu, "2026-10-31T23:30:00");
    let from = honolulu.at;
    let seen = picture_of(vec![], &[tokyo, honolulu], &[], Span { from, until: at(LOOKED) });
    assert_eq!((day(&seen, "2026-11-22").urges, day(&seen, "2026-10-31").urges), (1, 1));
    assert_eq!((seen.urges.hours[6][5], seen.urges.hours[5][23]), (1, 1));
    assert_eq!(seen.days.len(), 23);
}

#[test]
fn a_date_of_two_windows_is_of_the_later() {
    let first =
        Window { closed_at: Some(at("2026-11-10 20:00")), ..window("2026-11-01 14:05", Some(30)) };
    let second = Window { id: 2, ..window("2026-11-10 20:00", Some(30)) };
    let seen = picture_of(vec![first, second], &[], &[], whole());
    assert_eq!(day(&seen, "2026-11-09").of, Some((1, 8)));
    assert_eq!(day(&seen, "2026-11-10").of, Some((2, 0)));
    let days: Vec<(u32, u32)> =
        seen.windows.iter().map(|(it, days)| (it.id, days.passed)).collect();
    assert_eq!(days, [(1, 9), (2, 11)]);
}

#[test]
fn a_date_after_a_window_was_closed_is_of_none() {
    let closed =
        Window { closed_at: Some(at("2026-11-10 20:00")), ..window("2026-11-01 14:05", Some(30)) };
    let seen = picture_of(vec![closed], &[contact("2026-11-15 12:00")], &[], whole());
    assert_eq!(day(&seen, "2026-11-10").of, Some((1, 9)));
    assert_eq!((day(&seen, "2026-11-11").of, day(&seen, "2026-11-11").milestone), (None, false));
    // It is told as it was when it was closed, whatever came after.
    let (_, days) = &seen.windows[0];
    assert_eq!((days.passed, days.without_contact, days.since_contact), (9, 9, 9));
    assert_eq!(seen.contacted, 1);
}

#[test]
fn a_window_that_has_no_part_in_the_span_is_not_told() {
    let closed =
        Window { closed_at: Some(at("2026-11-10 20:00")), ..window("2026-11-01 14:05", Some(30)) };
    let told = |from| {
        let span = span(from, LOOKED);
        picture_of(vec![closed.clone()], &[], &[], span).windows.len()
    };
    assert_eq!((told("2026-11-10 19:59:59"), told("2026-11-10 20:00")), (1, 0));
    let at_once = Window { since: at("2026-11-10 20:00"), ..closed };
    let span = span("2026-11-10 20:00", LOOKED);
    assert_eq!(picture_of(vec![at_once], &[], &[], span).windows.len(), 1);
}

#[test]
fn a_window_is_told_as_a_whole_where_the_span_is_a_part_of_it() {
    let windows = vec![window("2026-11-01 14:05", Some(30))];
    let span = span("2026-11-20 00:00", LOOKED);
    let known = Known::new(windows.clone());
    assert_eq!(known.since(&span), at("2026-11-01 14:05"));
    let seen = picture_of(windows, &[contact("2026-11-05 12:00")], &[], span);
    let (_, days) = &seen.windows[0];
    assert_eq!((days.without_contact, days.longest_stretch, seen.contacted), (19, 16, 0));
}

#[test]
fn contact_on_the_day_of_last_contact_takes_no_day_away() {
    let seen = picture(&[contact("2026-11-01 18:00")]);
    let (_, days) = &seen.windows[0];
    assert_eq!((days.passed, days.without_contact, days.longest_stretch), (20, 20, 20));
    assert_eq!((seen.contacted, day(&seen, "2026-11-01").contacted), (1, 1));
}

#[test]
fn contact_on_several_days_parts_the_stretches() {
    let walls = ["2026-11-05 12:00", "2026-11-05 20:00", "2026-11-11 12:00"];
    let seen = picture(&walls.map(contact));
    let (_, days) = &seen.windows[0];
    assert_eq!((days.without_contact, days.longest_stretch, days.since_contact), (18, 10, 10));
}

#[test]
fn an_answer_after_the_span_tells_what_became_of_its_urge() {
    let span = span("2026-11-01 14:05", "2026-11-10 12:10");
    let entries = [urge("u", "2026-11-10 12:00"), outcome("u", Easier, "2026-11-10 12:20")];
    let seen = picture_of(vec![], &entries, &[], span);
    assert_eq!((seen.urges.let_pass, seen.urges.outcomes[&Some(Easier)]), (1, 1));
}

#[test]
fn the_latest_of_two_answers_is_the_one_that_counts() {
    let entries = [
        felt("u", "2026-11-10 12:00", 4, "sad"),
        rated("u", Same, 5, "2026-11-10 12:20"),
        rated("u", Easier, 2, "2026-11-10 12:40"),
    ];
    let urges = picture(&entries).urges;
    assert_eq!(urges.outcomes, [(Some(Easier), 1)].into());
    assert_eq!((urges.before, urges.after), ([0, 0, 0, 1, 0], [0, 1, 0, 0, 0]));
    let RatedTwice { urges, before, after, lower, same, higher } = urges.rated_twice;
    assert_eq!([urges, before, after, lower, same, higher], [1, 4, 2, 1, 0, 0]);
}

#[test]
fn an_urge_is_not_judged_before_a_day_is_over() {
    let urges = picture(&[urge("a", "2026-11-20 21:14"), urge("b", "2026-11-20 21:14:01")]).urges;
    assert_eq!((urges.logged, urges.let_pass, urges.not_judged), (2, 1, 1));
    assert_eq!(urges.outcomes, [(None, 2)].into());
}

#[test]
fn words_are_one_whatever_their_case_and_the_most_frequent_come_first() {
    let words = ["Müde", "MÜDE", " angry ", "bored", "bored", "", "  "];
    let entries: Vec<Entry> =
        words.iter().map(|word| felt(word, "2026-11-10 12:00", 3, word)).collect();
    let counted = [("bored", 2), ("müde", 2), ("angry", 1)].map(|(word, n)| (word.to_owned(), n));
    assert_eq!(picture(&entries).urges.feelings, counted);
}

#[test]
fn a_day_has_its_strongest_urge_and_its_moods_in_order() {
    let mood = |wall, mood| entry(wall, wall, What::Mood { mood });
    let entries = [
        mood("2026-11-10 08:00", 4),
        felt("a", "2026-11-10 12:00", 5, ""),
        felt("b", "2026-11-10 13:00", 2, ""),
        urge("c", "2026-11-10 14:00"),
        mood("2026-11-10 22:00", 1),
        urge("d", "2026-11-11 14:00"),
    ];
    let seen = picture(&entries);
    let of = day(&seen, "2026-11-10");
    assert_eq!((of.urges, of.strongest, &of.moods[..]), (3, Some(5), &[4, 1][..]));
    assert_eq!(day(&seen, "2026-11-11").strongest, None);
}

/// What was done from 12:00 to 12:20, to the second, when it had eased.
#[test]
fn what_was_done_is_what_lies_between_the_urge_and_the_answer_that_it_eased() {
    let eased = |done: &[(&str, &str)], wrote: &[&str]| {
        let mut entries =
            vec![urge("u", "2026-11-10 12:00"), outcome("u", Easier, "2026-11-10 12:20")];
        entries.extend(wrote.iter().map(|wall| entry("note", wall, What::Note)));
        picture_of(vec![], &entries, done, whole()).urges.eased
    };
    let nothing = Eased { urges: 1, nothing: 1, ..Eased::default() };
    assert_eq!(eased(&[], &[]), nothing);
    let around = ["2026-11-10 11:59:59", "2026-11-10 12:20:01"];
    assert_eq!(eased(&around.map(|wall| (wall, "walk")), &around), nothing);
    for wall in ["2026-11-10 12:00", "2026-11-10 12:20"] {
        let done = [("walk".to_owned(), 1)].into();
        assert_eq!(eased(&[(wall, "walk")], &[]), Eased { urges: 1, done, ..Eased::default() });
        assert_eq!(eased(&[], &[wall, wall]), Eased { urges: 1, wrote: 1, ..Eased::default() });
    }
    let twice =
        [("2026-11-10 12:01", "walk"), ("2026-11-10 12:09", "walk"), ("2026-11-10 12:10", "tea")];
    let done = [("tea".to_owned(), 1), ("walk".to_owned(), 1)].into();
    assert_eq!(
        eased(&twice, &["2026-11-10 12:05"]),
        Eased { urges: 1, done, wrote: 1, nothing: 0 }
    );
}

#[test]
fn nothing_was_done_before_an_urge_that_was_answered_before_it_came() {
    let entries = [urge("u", "2026-11-10 12:00"), outcome("u", Easier, "2026-11-10 11:00")];
    let eased = picture_of(vec![], &entries, &[("2026-11-10 11:30", "walk")], whole()).urges.eased;
    assert_eq!(eased, Eased { urges: 1, nothing: 1, ..Eased::default() });
}

#[test]
fn what_is_received_is_counted_by_kind_in_the_glossary_s_order() {
    let received = |kind| entry("r", "2026-11-10 12:00", What::Received { kind, via: None });
    let kinds = [Some(ReceivedKind::Closed), Some(ReceivedKind::Logistics), None, None];
    let seen = picture(&kinds.map(received));
    let counts: Vec<u32> = seen.received.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [1, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(seen.received.last(), Some(&(None, 2)));
}

#[test]
fn a_mean_is_told_from_five_cases_on_and_rounded_half_up() {
    let rated = |urges, before, after| RatedTwice { urges, before, after, ..RatedTwice::default() };
    assert_eq!(rated(4, 16, 8).means(), None);
    assert_eq!(rated(5, 16, 8).means(), Some((32, 16)));
    assert_eq!(rated(20, 41, 43).means(), Some((21, 22)));
}
