//! Tests of `questions`, beside it. They own no rule.

use super::super::entry::Outcome::{Easier, Peeked, Same, Stronger};
use super::super::notice::Reply;
use super::super::samples::{at, entry, journal, now, outcome, record, urge, window};
use super::super::window::Window;
use super::*;

const AFTER: Duration = Duration::minutes(20);

/// The rounds, as `entry asks urge 20:20`, with what is special about each.
fn rounds(entries: Vec<Entry>) -> Vec<String> {
    journal(entries)
        .rounds(AFTER)
        .into_iter()
        .map(|round| {
            let due = round.due.format("%H:%M");
            let mut line = format!("{} asks {} {due}", round.entry, round.urge);
            if round.second {
                line += " second";
            }
            if round.logged_late {
                line += " late";
            }
            match round.answered {
                Some(outcome) => format!("{line} {outcome}"),
                None => line,
            }
        })
        .collect()
}

/// What is open, as `kind id-or-key`.
fn open(journal: &Journal, wall: &str) -> Vec<String> {
    let questions = journal.questions(AFTER, &now(wall));
    let newest_first = questions.is_sorted_by_key(|question| std::cmp::Reverse(question.at()));
    assert!(newest_first, "the newest is answered first");
    questions
        .into_iter()
        .map(|question| {
            let word = question.word();
            match question {
                Question::Urge { id, .. } => format!("{word} {id}"),
                Question::Suggestion { key, .. } | Question::Mood { key, .. } => {
                    format!("{word} {key}")
                }
            }
        })
        .collect()
}

#[test]
fn urges_within_the_twenty_minutes_of_the_first_are_one_round() {
    let entries = ["20:00", "20:10", "20:19", "20:20", "20:39"]
        .map(|time| urge(time, &format!("2026-11-05 {time}")));
    assert_eq!(rounds(entries.to_vec()), ["20:00 asks 20:19 20:20", "20:20 asks 20:39 20:40"]);
}

#[test]
fn an_answered_round_takes_no_further_urge() {
    let entries = vec![
        urge("a", "2026-11-05 20:00"),
        outcome("a", Easier, "2026-11-05 20:05"),
        urge("b", "2026-11-05 20:10"),
    ];
    assert_eq!(rounds(entries), ["a asks a 20:20 easier", "b asks b 20:30"]);
}

#[test]
fn same_and_stronger_ask_once_more_and_then_no_more() {
    for (answer, again) in [(Same, true), (Stronger, true), (Easier, false), (Peeked, false)] {
        let first = vec![urge("a", "2026-11-05 20:00"), outcome("a", answer, "2026-11-05 20:25")];
        let asked = rounds(first.clone());
        let second = format!("a:{answer}:2026-11-05 20:25 asks a 20:45 second");
        assert_eq!(asked.get(1), again.then_some(&second), "{answer}");
        if again {
            let twice = [first, vec![outcome("a", Same, "2026-11-05 20:50")]].concat();
            assert_eq!(rounds(twice)[1..], [format!("{second} same")], "{answer}");
        }
    }
}

#[test]
fn an_urge_that_joins_a_second_round_can_be_answered_at_once_and_is_asked_about_once_more() {
    let entries = vec![
        urge("a", "2026-11-05 20:00"),
        outcome("a", Same, "2026-11-05 20:25"),
        urge("b", "2026-11-05 20:30"),
    ];
    let journal = journal(entries.clone());
    assert_eq!(open(&journal, "2026-11-05 20:31"), ["urge b"]);
    let answered = [entries, vec![outcome("b", Same, "2026-11-05 20:50")]].concat();
    let last = rounds(answered).pop();
    assert_eq!(last.as_deref(), Some("b:same:2026-11-05 20:50 asks b 21:10 second"));
}

#[test]
fn a_changed_answer_changes_the_round_and_asks_no_more_often() {
    let entries = vec![
        urge("a", "2026-11-05 20:00"),
        outcome("a", Easier, "2026-11-05 20:10"),
        outcome("a", Same, "2026-11-05 20:12"),
    ];
    assert_eq!(rounds(entries), ["a asks a 20:20 same"]);
}

#[test]
fn an_urge_told_of_later_is_asked_about_only_if_its_time_is_still_to_come() {
    let told = |id, wall: &str, logged: &str| Entry { logged_at: at(logged), ..urge(id, wall) };
    let soon = told("a", "2026-11-05 20:00", "2026-11-05 20:20");
    assert_eq!(rounds(vec![soon]), ["a asks a 20:20"]);
    let late = told("a", "2026-11-05 20:00", "2026-11-05 20:20:01");
    assert_eq!(rounds(vec![late.clone()]), ["a asks a 20:20 late"]);
    let journal = journal(vec![late]);
    assert_eq!(open(&journal, "2026-11-05 20:21"), ["urge a"], "it can be answered all the same");
}

#[test]
fn what_is_logged_after_an_answer_leaves_the_answer_where_it_was() {
    let late = Entry { logged_at: at("2026-11-05 20:25"), ..urge("b", "2026-11-05 20:10") };
    let entries = vec![urge("a", "2026-11-05 20:00"), late, outcome("a", Same, "2026-11-05 20:20")];
    assert_eq!(rounds(entries), ["a asks a 20:20 same", "a:same:2026-11-05 20:20 asks b 20:40"]);
}

#[test]
fn a_look_at_a_profile_answers_no_other_urge() {
    let look = urge("b", "2026-11-05 20:03");
    let entries =
        vec![urge("a", "2026-11-05 20:00"), look, outcome("b", Peeked, "2026-11-05 20:03")];
    assert_eq!(rounds(entries), ["a asks a 20:20"]);
}

#[test]
fn an_answer_to_the_earlier_of_two_urges_answers_for_both() {
    let entries = vec![
        urge("a", "2026-11-05 20:00"),
        urge("b", "2026-11-05 20:05"),
        outcome("a", Easier, "2026-11-05 20:06"),
    ];
    assert_eq!(rounds(entries), ["a asks b 20:20 easier"]);
}

#[test]
fn an_answer_to_an_urge_that_is_not_known_is_passed_over() {
    assert_eq!(rounds(vec![outcome("gone", Same, "2026-11-05 20:25")]), Vec::<String>::new());
}

#[test]
fn an_urge_is_open_from_the_first_second_for_a_day() {
    let journal = journal(vec![urge("a", "2026-11-05 20:00")]);
    assert_eq!(open(&journal, "2026-11-05 20:00"), ["urge a"]);
    assert_eq!(open(&journal, "2026-11-06 19:59:59"), ["urge a"]);
    assert!(open(&journal, "2026-11-06 20:00").is_empty());
}

#[test]
fn a_second_round_is_open_once_it_is_due() {
    let entries = vec![urge("a", "2026-11-05 20:00"), outcome("a", Same, "2026-11-05 20:25")];
    let journal = journal(entries);
    assert!(open(&journal, "2026-11-05 20:44:59").is_empty());
    assert_eq!(open(&journal, "2026-11-05 20:45"), ["urge a"]);
}

fn shown(kind: NoticeKind, wall: &str) -> Record {
    record(&format!("{kind} {wall}"), kind, wall, State::Shown)
}

#[test]
fn only_the_newest_suggestion_is_asked_about_until_it_is_answered_or_a_day_old() {
    let (first, second) = (
        shown(NoticeKind::Morning, "2026-11-05 09:00"),
        shown(NoticeKind::Midday, "2026-11-05 12:30"),
    );
    let with = |ledger: &[Record]| Journal { ledger: ledger.to_vec(), ..journal(Vec::new()) };
    let both = [first.clone(), second.clone()];
    assert_eq!(open(&with(&both), "2026-11-05 13:00"), ["suggestion midday 2026-11-05 12:30"]);
    let done = Record { answer: Some((Reply::Done, at("2026-11-05 12:40"))), ..second.clone() };
    assert!(open(&with(&[first, done]), "2026-11-05 13:00").is_empty(), "not the older one again");
    assert_eq!(open(&with(&both), "2026-11-06 12:29:59").len(), 1);
    assert!(open(&with(&both), "2026-11-06 12:30").is_empty());
    for state in [State::Claimed, State::Failed, State::Unknown, State::Missed] {
        let record = Record { state, ..second.clone() };
        assert!(open(&with(&[record]), "2026-11-05 13:00").is_empty(), "{state}");
    }
    let elsewhere = Record { window: 2, ..second };
    assert!(open(&with(&[elsewhere]), "2026-11-05 13:00").is_empty(), "another window's");
}

#[test]
fn the_evening_asks_for_the_mood_until_one_is_told() {
    let ledger = vec![shown(NoticeKind::Evening, "2026-11-05 19:30")];
    let key = "evening 2026-11-05 19:30";
    let told = |wall: Option<&str>| {
        let entries = wall.map(|wall| entry("m", wall, What::Mood { mood: 3 }));
        Journal { ledger: ledger.clone(), ..journal(entries.into_iter().collect()) }
    };
    let (mood, suggestion) = (format!("mood {key}"), format!("suggestion {key}"));
    let both = [suggestion.clone(), mood];
    assert_eq!(open(&told(None), "2026-11-05 20:00"), both);
    assert_eq!(open(&told(Some("2026-11-05 19:29")), "2026-11-05 20:00"), both);
    assert_eq!(open(&told(Some("2026-11-05 19:30")), "2026-11-05 20:00"), [suggestion]);
    assert!(open(&told(None), "2026-11-06 19:30").is_empty());
}

#[test]
fn an_evening_that_was_put_off_asks_for_no_second_mood() {
    let first =
        Record { key: "evening".to_owned(), ..shown(NoticeKind::Evening, "2026-11-05 19:30") };
    let again =
        Record { key: "evening+1".to_owned(), ..shown(NoticeKind::Evening, "2026-11-05 20:40") };
    let told = |wall: &str| Journal {
        ledger: vec![first.clone(), again.clone()],
        ..journal(vec![entry("m", wall, What::Mood { mood: 3 })])
    };
    let both = ["suggestion evening+1", "mood evening+1"];
    assert_eq!(open(&told("2026-11-05 19:29"), "2026-11-05 20:45"), both);
    assert_eq!(open(&told("2026-11-05 19:35"), "2026-11-05 20:45"), both[..1]);
}

/// The round of a follow-up, as `urge it asks about, answer`.
fn round(journal: &Journal, key: &str) -> Option<(String, Option<Outcome>)> {
    journal.round_of(key, AFTER).map(|round| (round.urge, round.answered))
}

#[test]
fn a_follow_up_is_about_the_round_of_the_entry_in_its_key() {
    let entries = vec![
        urge("a", "2026-11-05 20:00"),
        urge("b", "2026-11-05 20:10"),
        outcome("b", Same, "2026-11-05 20:25"),
        urge("c", "2026-11-05 22:00"),
    ];
    let journal = journal(entries);
    let second = "follow-up/b:same:2026-11-05 20:25";
    for (key, expected) in [
        ("follow-up/a", Some(("b".to_owned(), Some(Same)))),
        ("follow-up/b", None),
        (second, Some(("b".to_owned(), None))),
        ("follow-up/c", Some(("c".to_owned(), None))),
        ("follow-up/", None),
        ("morning/a", None),
        ("1/follow-up/a", None),
        ("a", None),
        ("", None),
    ] {
        assert_eq!(round(&journal, key), expected, "{key}");
    }
}

#[test]
fn a_follow_up_is_over_when_its_round_is_answered_taken_back_or_a_day_old() {
    let a = || urge("a", "2026-11-05 20:00");
    let b = || urge("b", "2026-11-05 20:10");
    let same = || outcome("a", Same, "2026-11-05 20:25");
    let second = "follow-up/a:same:2026-11-05 20:25";
    for (case, entries, key, wall, over) in [
        ("open", vec![a()], "follow-up/a", "2026-11-05 20:20", false),
        ("to the last second", vec![a()], "follow-up/a", "2026-11-06 19:59:59", false),
        ("lapsed", vec![a()], "follow-up/a", "2026-11-06 20:00", true),
        ("a later urge keeps it", vec![a(), b()], "follow-up/a", "2026-11-06 20:09:59", false),
        ("and then lapses", vec![a(), b()], "follow-up/a", "2026-11-06 20:10", true),
        ("answered", vec![a(), same()], "follow-up/a", "2026-11-05 20:26", true),
        ("asked again", vec![a(), same()], second, "2026-11-05 20:45", false),
        (
            "answered again",
            vec![a(), same(), outcome("a", Easier, "2026-11-05 20:50")],
            second,
            "2026-11-05 20:51",
            true,
        ),
        ("the urge was taken back", vec![], "follow-up/a", "2026-11-05 20:20", true),
        ("the outcome was taken back", vec![a()], second, "2026-11-05 20:45", true),
        ("of another urge", vec![b()], "follow-up/a", "2026-11-05 20:20", true),
    ] {
        // Its record stands in the ledger all the while.
        let shown = record(key, NoticeKind::FollowUp, wall, State::Shown);
        let journal = Journal { ledger: vec![shown], ..journal(entries) };
        assert_eq!(journal.is_over(key, AFTER, &now(wall)), over, "{case}");
    }
}

#[test]
fn a_suggestion_is_over_when_it_is_not_open_any_more() {
    let key = "1/evening/2026-11-05";
    let evening = || record(key, NoticeKind::Evening, "2026-11-05 19:30", State::Shown);
    let morning = || shown(NoticeKind::Morning, "2026-11-05 09:00");
    let answered = |reply| {
        let answer = Some((reply, at("2026-11-05 19:40")));
        Record { answer, ..evening() }
    };
    let told = || vec![entry("m", "2026-11-05 19:45", What::Mood { mood: 3 })];
    let offered = || Record {
        kind: NoticeKind::Asked,
        ..record("1/asked/2026-11-05", NoticeKind::Asked, "2026-11-05 19:41", State::Shown)
    };
    let later = "2026-11-05 20:00";
    for (case, ledger, entries, wall, over) in [
        ("open", vec![evening()], vec![], later, false),
        ("done, the mood open", vec![answered(Reply::Done)], vec![], later, true),
        ("the mood told, the rest open", vec![evening()], told(), later, false),
        ("both answered", vec![answered(Reply::Done)], told(), later, true),
        ("another, the mood told", vec![answered(Reply::Another), offered()], told(), later, true),
        ("superseded, the mood open", vec![evening(), offered()], vec![], later, true),
        ("superseded, the mood told", vec![evening(), offered()], told(), later, true),
        ("an older one beside it", vec![morning(), evening()], vec![], later, false),
        ("to the last second", vec![evening()], vec![], "2026-11-06 19:29:59", false),
        ("lapsed", vec![evening()], vec![], "2026-11-06 19:30", true),
        ("not in the ledger", vec![], vec![], later, true),
    ] {
        let journal = Journal { ledger, ..journal(entries) };
        assert_eq!(journal.is_over(key, AFTER, &now(wall)), over, "{case}");
    }
}

#[test]
fn a_morning_is_over_as_soon_as_another_suggestion_is_there() {
    let (morning, midday) = (
        shown(NoticeKind::Morning, "2026-11-05 09:00"),
        shown(NoticeKind::Midday, "2026-11-05 12:30"),
    );
    let key = morning.key.clone();
    for state in State::ALL.iter().copied() {
        let midday = Record { state, ..midday.clone() };
        let journal = Journal { ledger: vec![morning.clone(), midday], ..journal(Vec::new()) };
        let over = journal.is_over(&key, AFTER, &now("2026-11-05 12:31"));
        assert_eq!(over, state == State::Shown, "{state}");
    }
}

#[test]
fn what_nobody_knows_to_have_been_shown_is_not_over_yet() {
    for state in State::ALL.iter().copied() {
        let old = record("key", NoticeKind::Morning, "2026-11-01 15:00", state);
        let journal = Journal { ledger: vec![old], ..journal(Vec::new()) };
        let over = journal.is_over("key", AFTER, &now("2026-11-05 12:00"));
        assert_eq!(over, state == State::Shown, "{state}");
    }
}

#[test]
fn when_its_window_closes_or_another_opens_a_suggestion_is_over_and_a_follow_up_is_not() {
    let (key, wall) = ("1/evening/2026-11-05", "2026-11-05 20:30");
    let ledger = vec![record(key, NoticeKind::Evening, "2026-11-05 19:30", State::Shown)];
    let open = Journal { ledger, ..journal(vec![urge("a", "2026-11-05 20:00")]) };
    let closed = Journal { window: None, ..open.clone() };
    let mut restarted = open.clone();
    restarted.window = restarted.window.map(|window| Window { id: 2, ..window });
    for (case, journal, over) in
        [("open", open, false), ("closed", closed, true), ("restarted", restarted, true)]
    {
        assert_eq!(journal.is_over(key, AFTER, &now(wall)), over, "{case}");
        assert!(!journal.is_over("follow-up/a", AFTER, &now(wall)), "{case}");
    }
}

#[test]
fn an_end_is_over_when_it_was_looked_at_or_is_no_end_any_more() {
    let (key, wall) = ("1/end/2026-12-01", "2026-12-04 10:00");
    let end = record(key, NoticeKind::End, "2026-12-01 14:05", State::Shown);
    let answered = Record { answer: Some((Reply::Review, at(wall))), ..end.clone() };
    let thirty = Some(window("2026-11-01 14:05", Some(30)));
    let longer = Some(window("2026-11-01 14:05", Some(37)));
    let next = thirty.clone().map(|window| Window { id: 2, ..window });
    for (case, end, window, over) in [
        ("open", &end, &thirty, false),
        ("looked at", &answered, &thirty, true),
        ("extended", &end, &longer, true),
        ("closed", &end, &None, true),
        ("restarted", &end, &next, true),
    ] {
        let window = window.clone();
        let journal = Journal { window, ledger: vec![end.clone()], ..journal(Vec::new()) };
        assert_eq!(journal.is_over(key, AFTER, &now(wall)), over, "{case}");
    }
}

#[test]
fn what_asks_nothing_is_over_when_its_time_has_passed() {
    for (kind, stays, goes) in [
        (NoticeKind::Welcome, "2026-11-01 15:04", "2026-11-01 15:05"),
        (NoticeKind::Milestone, "2026-11-01 23:59", "2026-11-02 00:00"),
    ] {
        let journal =
            Journal { ledger: vec![shown(kind, "2026-11-01 14:05")], ..journal(Vec::new()) };
        let key = format!("{kind} 2026-11-01 14:05");
        assert!(!journal.is_over(&key, AFTER, &now(stays)), "{kind}");
        assert!(journal.is_over(&key, AFTER, &now(goes)), "{kind}");
    }
}
