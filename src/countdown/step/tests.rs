//! Tests of `step`, beside it. They own no rule.

mod living;

use super::super::samples::{at, clock, journal, now, record, schedule, then, urge, window};
use super::super::window::Window;
use super::*;

/// The facts with every notice that was due before `wall` missed, but those whose key begins so.
fn settled(journal: Journal, schedule: &Schedule, wall: &str, but: &[&str]) -> Journal {
    let now = now(wall);
    let first = journal.window.as_ref().unwrap().first_date();
    let due = notices(&journal, schedule, &now, first, now.date());
    let known = |key: &str| journal.ledger.iter().any(|record| record.key == key);
    let missed = due
        .into_iter()
        .filter(|notice| notice.due <= now.at && !known(&notice.key))
        .filter(|notice| !but.iter().any(|key| notice.key.contains(key)))
        .map(|notice| Record {
            due: notice.due,
            ..record(&notice.key, notice.kind, wall, State::Missed)
        })
        .collect::<Vec<_>>();
    let ledger = [journal.ledger.clone(), missed].concat();
    Journal { ledger, ..journal }
}

/// `due evening; missed morning (late); wake 5 Nov 09:00`
fn said(journal: &Journal, schedule: &Schedule, now: Now) -> String {
    let step = step(journal, schedule, &now);
    let due = step.due.map(|notice| format!("due {}", notice.kind));
    let missed = step.missed.iter().map(|(notice, why)| format!("missed {} ({why})", notice.kind));
    let wake = step.wake_at.map(|at| format!("wake {}", now.here(at).format("%-d %b %H:%M:%S")));
    due.into_iter().chain(missed).chain(wake).collect::<Vec<_>>().join("; ")
}

/// The same without the wake-up, with everything earlier settled but what is named.
fn outcome_of(journal: Journal, schedule: &Schedule, wall: &str, but: &[&str]) -> String {
    let said = said(&settled(journal, schedule, wall, but), schedule, now(wall));
    let parts: Vec<&str> = said.split("; ").filter(|part| !part.starts_with("wake")).collect();
    parts.join("; ")
}

fn shown(key: &str, kind: NoticeKind, wall: &str) -> Record {
    record(key, kind, wall, State::Shown)
}

#[test]
fn a_notice_may_be_sixty_minutes_late_and_not_a_second_more() {
    let midday = Schedule { midday: Some(clock("12:30")), ..schedule() };
    for (kind, in_time, too_late) in [
        ("morning", "2026-11-03 10:00:00", "2026-11-03 10:00:01"),
        ("midday", "2026-11-03 13:30:00", "2026-11-03 13:30:01"),
        ("evening", "2026-11-03 20:30:00", "2026-11-03 20:30:01"),
        ("follow-up", "2026-11-03 16:20:00", "2026-11-03 16:20:01"),
        ("welcome", "2026-11-01 15:05:00", "2026-11-01 15:05:01"),
    ] {
        let journal = || journal(vec![urge("a", "2026-11-03 15:00")]);
        let said = |wall| outcome_of(journal(), &midday, wall, &[kind]);
        let missed = format!("missed {kind} (late)");
        let last = said(too_late).split("; ").last().map(str::to_owned);
        assert_eq!(said(in_time).split("; ").next(), Some(format!("due {kind}").as_str()));
        assert_eq!(last, Some(missed), "{kind}");
    }
}

#[test]
fn of_several_due_at_once_end_follow_up_milestone_suggestion_is_the_order() {
    let close = Schedule {
        morning: Some(clock("12:00")),
        midday: Some(clock("12:10")),
        evening: Some(clock("12:20")),
        ..schedule()
    };
    let entries = || vec![urge("a", "2026-11-04 12:05"), urge("b", "2026-12-01 13:40")];
    for (wall, but, wanted) in [
        // Day 3, and day 30 with its end at 14:05.
        (
            "2026-11-04 12:30",
            &["follow-up", "2026-11-04"][..],
            "due follow-up; missed evening (another); missed midday (another)",
        ),
        (
            "2026-11-04 12:30",
            &["2026-11-04"],
            "due milestone; missed evening (another); missed midday (another)",
        ),
        (
            "2026-11-04 12:30",
            &["midday/2026-11-04", "evening/2026-11-04"],
            "due evening; missed midday (another)",
        ),
        (
            "2026-12-01 14:06",
            &["end", "follow-up", "2026-12-01"],
            "due end; missed milestone (late); missed midday (late); missed evening (late); \
             missed follow-up (another)",
        ),
        ("2026-12-01 14:06", &["end", "follow-up"], "due end; missed follow-up (another)"),
        ("2026-11-01 14:06", &["welcome"], "due welcome"),
    ] {
        assert_eq!(outcome_of(journal(entries()), &close, wall, but), wanted, "{but:?}");
    }
}

#[test]
fn a_milestone_that_gave_way_waits_for_its_turn_and_an_end_too() {
    let schedule = schedule();
    let gave_way = |urged: &str, wall: &str, but: &str| {
        let journal = settled(journal(vec![urge("a", urged)]), &schedule, wall, &[but]);
        let follow_up = shown("follow-up/a", NoticeKind::FollowUp, wall);
        let ledger = journal.ledger.into_iter().filter(|record| record.key != "follow-up/a");
        Journal { ledger: ledger.chain([follow_up]).collect(), ..journal }
    };
    let milestone = gave_way("2026-11-04 08:45", "2026-11-04 09:05", "milestone/2026-11-04");
    let at_once = now("2026-11-04 09:05");
    assert_eq!(said(&milestone, &schedule, at_once), "wake 4 Nov 12:05:00");
    let then = now("2026-11-04 12:05");
    assert_eq!(said(&milestone, &schedule, then), "due milestone; wake 4 Nov 19:30:00");
    let end = gave_way("2026-12-01 13:50", "2026-12-01 14:10", "end");
    assert_eq!(said(&end, &schedule, now("2026-12-01 14:10")), "wake 1 Dec 17:10:00");
    assert_eq!(said(&end, &schedule, now("2026-12-01 17:10")), "due end");
}

#[test]
fn quiet_hours_hold_what_is_scheduled_and_the_end_but_no_follow_up() {
    let wrapping = Schedule { evening: Some(clock("22:30")), ..schedule() };
    let plain = Schedule {
        quiet: Some((clock("19:00"), clock("20:00"))),
        evening: Some(clock("19:30")),
        ..schedule()
    };
    let none = Schedule { quiet: None, evening: Some(clock("22:30")), ..schedule() };
    let urged = || journal(vec![urge("a", "2026-11-03 22:20")]);
    for (schedule, wall, but, wanted) in [
        (&wrapping, "2026-11-03 22:30", "evening/2026-11-03", "wake 4 Nov 08:00:00"),
        (&plain, "2026-11-03 19:30", "evening/2026-11-03", "wake 3 Nov 20:00:00"),
        (&plain, "2026-11-03 20:00", "evening/2026-11-03", "due evening; wake 4 Nov 09:00:00"),
        (&none, "2026-11-03 22:30", "evening/2026-11-03", "due evening; wake 4 Nov 09:00:00"),
        (&wrapping, "2026-11-03 22:40", "follow-up/a", "due follow-up; wake 4 Nov 09:00:00"),
    ] {
        let entries = if but == "follow-up/a" { urged() } else { journal(Vec::new()) };
        let journal = settled(entries, schedule, wall, &[but]);
        assert_eq!(said(&journal, schedule, now(wall)), wanted, "{wall}");
    }
    let morning = "missed evening (late)";
    let held = outcome_of(journal(Vec::new()), &wrapping, "2026-11-04 08:00", &["11-03"]);
    assert_eq!(held.split("; ").last(), Some(morning));
}

#[test]
fn three_hours_lie_between_two_scheduled_notices_to_the_second() {
    let schedule = Schedule { midday: Some(clock("12:30")), ..schedule() };
    for (kind, key) in [
        (NoticeKind::Morning, "1/morning/2026-11-03"),
        (NoticeKind::Milestone, "1/milestone/2026-11-03"),
    ] {
        let before = shown(key, kind, "2026-11-03 09:50");
        let journal = Journal { ledger: vec![before], ..journal(Vec::new()) };
        let at = |wall| {
            let journal = settled(journal.clone(), &schedule, wall, &["midday/2026-11-03"]);
            said(&journal, &schedule, now(wall))
        };
        assert_eq!(at("2026-11-03 12:49:59"), "wake 3 Nov 12:50:00");
        assert_eq!(at("2026-11-03 12:50:00"), "due midday; wake 3 Nov 19:30:00");
    }
}

#[test]
fn what_did_not_reach_the_person_keeps_nobody_waiting() {
    let schedule = Schedule { midday: Some(clock("12:30")), ..schedule() };
    let waits = |kind, state| {
        let before = record("1/x/2026-11-03", kind, "2026-11-03 12:00", state);
        let journal = Journal { ledger: vec![before], ..journal(Vec::new()) };
        let said = outcome_of(journal, &schedule, "2026-11-03 12:30", &["midday/2026-11-03"]);
        said.is_empty()
    };
    let morning = [State::Shown, State::Claimed, State::Unknown, State::Failed, State::Missed]
        .map(|state| waits(NoticeKind::Morning, state));
    assert_eq!(morning, [true, true, true, false, false]);
    let others = [NoticeKind::FollowUp, NoticeKind::Welcome, NoticeKind::Asked];
    assert_eq!(others.map(|kind| waits(kind, State::Shown)), [false, false, false]);
}

#[test]
fn no_more_than_the_ceiling_in_24_hours_follow_ups_not_counted() {
    use NoticeKind::{Asked, FollowUp, Morning, Welcome};
    let schedule = Schedule { max_per_day: 2, min_gap: Duration::zero(), ..schedule() };
    let before = |kinds: [NoticeKind; 3]| {
        let walls = ["2026-11-02 19:40", "2026-11-03 10:00", "2026-11-03 11:00"];
        let ledger = kinds.iter().zip(walls).map(|(kind, wall)| shown(wall, *kind, wall));
        Journal { ledger: ledger.collect(), ..journal(vec![urge("a", "2026-11-03 19:10")]) }
    };
    let at = |kinds, wall, but| {
        let journal = settled(before(kinds), &schedule, wall, &[but]);
        said(&journal, &schedule, now(wall))
    };
    let (evening, wall) = ("evening/2026-11-03", "2026-11-03 19:30");
    let late = "due evening; wake 4 Nov 09:00:00";
    assert_eq!(at([Morning, Morning, FollowUp], wall, evening), "wake 3 Nov 19:40:00");
    assert_eq!(at([Welcome, Morning, FollowUp], wall, evening), "wake 3 Nov 19:40:00");
    assert_eq!(at([FollowUp, Morning, Asked], wall, evening), late);
    assert_eq!(at([Morning, FollowUp, Morning], "2026-11-03 19:40", evening), late);
    let asked = at([Morning, Morning, Morning], wall, "follow-up/a");
    assert_eq!(asked, "due follow-up; wake 4 Nov 09:00:00");
}

#[test]
fn a_pause_misses_suggestions_and_holds_milestones_and_the_end() {
    let schedule = schedule();
    let paused = |until: &str| {
        let mut journal = journal(vec![urge("a", "2026-11-03 19:00")]);
        journal.about.paused_until = Some(at(until).to_utc());
        journal
    };
    for (until, wall, but, wanted) in [
        ("2026-11-05 10:00", "2026-11-03 19:30", "evening/2026-11-03", "missed evening (paused)"),
        ("2026-11-05 10:00", "2026-11-03 19:30", "follow-up/a", "missed follow-up (paused)"),
        ("2026-11-03 19:30", "2026-11-03 19:30", "evening/2026-11-03", "due evening"),
        ("2026-11-04 16:00", "2026-11-04 09:00", "milestone/2026-11-04", ""),
        ("2026-11-04 16:00", "2026-11-04 16:00", "milestone/2026-11-04", "due milestone"),
        (
            "2026-11-09 00:00",
            "2026-11-05 00:00",
            "milestone/2026-11-04",
            "missed milestone (paused)",
        ),
        ("2026-12-09 12:00", "2026-12-09 11:59", "end", ""),
        ("2026-12-09 12:00", "2026-12-09 12:00", "end", "due end"),
    ] {
        let said = outcome_of(paused(until), &schedule, wall, &[but]);
        assert_eq!(said, wanted, "{but} at {wall}, paused until {until}");
    }
    let held = settled(paused("2026-12-09 12:00"), &schedule, "2026-12-02 12:00", &["end"]);
    assert_eq!(said(&held, &schedule, now("2026-12-02 12:00")), "wake 9 Dec 12:00:00");
}

#[test]
fn what_fell_into_a_pause_is_not_made_up_for_and_the_forecast_sees_its_end() {
    let schedule = schedule();
    let mut journal = journal(Vec::new());
    journal.about.paused_until = Some(at("2026-11-05 19:40").to_utc());
    let said = outcome_of(journal.clone(), &schedule, "2026-11-05 19:40", &["evening/2026-11-05"]);
    assert_eq!(said, "missed evening (paused)");
    let window = Window { length: None, end: None, ..window("2026-11-01 14:05", Some(30)) };
    let mut journal = Journal { window: Some(window), ..journal };
    journal.about.paused_until = Some(at("2027-11-05 08:30").to_utc());
    let schedule = Schedule { midday: Some(clock("12:30")), ..schedule };
    let (next, shown) = Forecast::new(&journal, &schedule, now("2026-11-05 20:00")).next().unwrap();
    assert_eq!((next.kind, shown), (NoticeKind::Morning, at("2027-11-05 09:00")));
}

#[test]
fn what_failed_is_tried_again_after_a_minute_while_it_is_in_time() {
    let schedule = schedule();
    let failed = |key: &str, kind, due: &str, tried: &str| {
        let failed = Record { at: at(tried).to_utc(), ..record(key, kind, due, State::Failed) };
        Journal { ledger: vec![failed], ..journal(Vec::new()) }
    };
    let evening = "1/evening/2026-11-03";
    let due = "2026-11-03 19:30";
    for (tried, wall, wanted) in [
        (due, "2026-11-03 19:30:59", "wake 3 Nov 19:31:00"),
        (due, "2026-11-03 19:31:00", "due evening; wake 4 Nov 09:00:00"),
        ("2026-11-03 20:29:30", "2026-11-03 20:30:00", "wake 3 Nov 20:30:30"),
        (
            "2026-11-03 20:29:30",
            "2026-11-03 20:30:01",
            "missed evening (late); wake 4 Nov 09:00:00",
        ),
    ] {
        let journal = failed(evening, NoticeKind::Evening, due, tried);
        let journal = settled(journal, &schedule, wall, &[]);
        assert_eq!(said(&journal, &schedule, now(wall)), wanted, "{wall}");
    }
    let (key, end) = ("1/end/2026-12-01", "2026-12-01 14:05");
    let journal = failed(key, NoticeKind::End, end, "2026-12-20 11:00");
    let said = |wall| outcome_of(journal.clone(), &schedule, wall, &[]);
    assert_eq!(
        (said("2026-12-20 11:00:59"), said("2026-12-20 11:01")),
        (String::new(), "due end".into())
    );
}

#[test]
fn what_failed_before_midnight_is_settled_though_something_came_after_it() {
    let night = Schedule {
        morning: Some(clock("00:10")),
        evening: Some(clock("23:50")),
        quiet: None,
        ..schedule()
    };
    let (key, due) = ("1/evening/2026-11-02", "2026-11-02 23:50");
    let tried = at("2026-11-03 00:09:30").to_utc();
    let failed = Record { at: tried, ..record(key, NoticeKind::Evening, due, State::Failed) };
    let later = shown("1/morning/2026-11-03", NoticeKind::Morning, "2026-11-03 00:10");
    let journal = Journal { ledger: vec![failed, later], ..journal(Vec::new()) };
    let journal = settled(journal, &night, "2026-11-03 00:10", &[]);
    let said = |wall| said(&journal, &night, now(wall));
    assert_eq!(said("2026-11-03 00:10"), "wake 3 Nov 00:10:30");
    assert_eq!(said("2026-11-03 00:10:30"), "wake 3 Nov 03:10:00");
    assert_eq!(said("2026-11-03 03:10"), "missed evening (late); wake 3 Nov 23:50:00");
}

#[test]
fn what_was_claimed_shown_missed_or_is_unknown_never_comes_again() {
    let schedule = schedule();
    let entries = vec![urge("a", "2026-11-03 19:05")];
    for (key, kind, due) in [
        ("1/welcome/2026-11-01", NoticeKind::Welcome, "2026-11-01 14:05"),
        ("1/evening/2026-11-03", NoticeKind::Evening, "2026-11-03 19:30"),
        ("1/milestone/2026-11-04", NoticeKind::Milestone, "2026-11-04 09:00"),
        ("1/end/2026-12-01", NoticeKind::End, "2026-12-01 14:05"),
        ("follow-up/a", NoticeKind::FollowUp, "2026-11-03 19:25"),
    ] {
        let journal = journal(entries.clone());
        assert_eq!(
            outcome_of(journal.clone(), &schedule, due, &[key]),
            format!("due {kind}"),
            "it is due unless the ledger knows it"
        );
        for state in [State::Claimed, State::Shown, State::Unknown, State::Missed] {
            let ledger = vec![record(key, kind, due, state)];
            let journal = Journal { ledger, ..journal.clone() };
            for minutes in [0, 1, 30, 61, 24 * 60] {
                let later = then(at(due) + Duration::minutes(minutes));
                let step = step(&journal, &schedule, &later);
                let again = step.due.iter().chain(step.missed.iter().map(|(notice, _)| notice));
                let mut keys = again.map(|notice| notice.key.as_str());
                assert!(keys.all(|again| again != key), "{kind} {state} after {minutes} min");
            }
        }
    }
}

#[test]
fn a_milestone_is_due_to_the_end_of_its_day() {
    let awake = Schedule { quiet: None, ..schedule() };
    let milestone = |schedule: &Schedule, wall| {
        outcome_of(journal(Vec::new()), schedule, wall, &["milestone/2026-11-04"])
    };
    assert_eq!(milestone(&schedule(), "2026-11-04 21:59:59"), "due milestone");
    assert_eq!(milestone(&schedule(), "2026-11-04 22:00"), "", "held by quiet hours");
    assert_eq!(milestone(&awake, "2026-11-04 23:59:59"), "due milestone");
    assert_eq!(milestone(&awake, "2026-11-05 00:00"), "missed milestone (late)");
}

#[test]
fn the_end_waits_for_the_next_allowed_minute_and_then_for_ever() {
    let schedule = schedule();
    let window = window("2026-11-01 23:30", Some(30));
    let journal = Journal { window: Some(window), ..Journal::default() };
    let held = |wall| {
        let journal = settled(journal.clone(), &schedule, wall, &["end"]);
        said(&journal, &schedule, now(wall))
    };
    assert_eq!(held("2026-12-01 23:29:59"), "wake 1 Dec 23:30:00");
    assert_eq!(held("2026-12-01 23:30"), "wake 2 Dec 08:00:00");
    assert_eq!(held("2026-12-02 08:00"), "due end");
    assert_eq!(held("2031-06-01 12:00"), "due end");
}

#[test]
fn no_suggestion_comes_after_the_end_though_it_would_be_in_time() {
    let schedule = Schedule { evening: Some(clock("13:30")), ..schedule() };
    let journal = |wall| settled(journal(Vec::new()), &schedule, wall, &["evening/2026-12-01"]);
    let (before, after) = ("2026-12-01 14:04", "2026-12-01 14:05");
    assert_eq!(said(&journal(before), &schedule, now(before)), "due evening; wake 1 Dec 14:05:00");
    assert_eq!(said(&journal(after), &schedule, now(after)), "missed evening (late)");
}

#[test]
fn a_follow_up_is_not_asked_again_when_its_urge_comes_to_lie_in_another_window() {
    let schedule = schedule();
    let wall = "2026-11-03 19:25";
    let asked = shown("follow-up/a", NoticeKind::FollowUp, wall);
    let before = Journal { ledger: vec![asked], ..journal(vec![urge("a", "2026-11-03 19:05")]) };
    let restarted = Window { id: 2, ..window("2026-11-03 19:20", Some(30)) };
    for window in [None, Some(restarted), before.window.clone()] {
        let journal = Journal { window, ..before.clone() };
        let due = step(&journal, &schedule, &now(wall)).due;
        assert!(due.is_none_or(|notice| notice.kind != NoticeKind::FollowUp));
    }
}
