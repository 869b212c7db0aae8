//! Tests of `plan`, beside it. They own no rule.

use super::super::entry::{Entry, Outcome};
use super::super::notice::{Record, State};
use super::super::samples::{
    at, clock, journal, now, outcome, record, schedule, then, urge, window,
};
use super::super::zone::Moment;
use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What is planned on some dates, as `kind 09:00+01:00`.
fn planned(journal: &Journal, schedule: &Schedule, from: &str, to: &str) -> Vec<String> {
    let now = now("2026-11-10 12:00");
    notices(journal, schedule, &now, date(from), date(to))
        .into_iter()
        .map(|notice| format!("{} {}", notice.kind, notice.due.format("%-d %b %H:%M%:z")))
        .filter(|line| !line.starts_with("welcome") && !line.starts_with("end"))
        .collect()
}

#[test]
fn milestones_are_the_named_days_then_every_30th_and_the_last() {
    let named = [1, 3, 7, 10, 14, 21, 25, 30];
    let later = [60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360];
    for (length, last) in [
        (None, None),
        (Some(1), None),
        (Some(5), Some(5)),
        (Some(30), None),
        (Some(45), Some(45)),
        (Some(60), None),
        (Some(365), Some(365)),
    ] {
        let marked: Vec<u32> = (0..=365).filter(|day| is_milestone(*day, length)).collect();
        let mut wanted: Vec<u32> = named.into_iter().chain(later).chain(last).collect();
        wanted.sort_unstable();
        assert_eq!(marked, wanted, "length {length:?}");
    }
}

#[test]
fn a_milestone_stands_in_the_place_of_the_morning() {
    let journal = journal(Vec::new());
    let off = Schedule { morning: None, ..schedule() };
    for (schedule, date, wanted) in [
        (schedule(), "2026-11-03", ["morning 3 Nov 09:00+01:00", "evening 3 Nov 19:30+01:00"]),
        (schedule(), "2026-11-04", ["milestone 4 Nov 09:00+01:00", "evening 4 Nov 19:30+01:00"]),
        (off, "2026-11-04", ["milestone 4 Nov 09:00+01:00", "evening 4 Nov 19:30+01:00"]),
    ] {
        assert_eq!(planned(&journal, &schedule, date, date), wanted);
    }
}

#[test]
fn each_rhythm_plans_its_kinds_and_an_urge_is_asked_about_in_all() {
    let journal = journal(vec![urge("a", "2026-11-10 11:50")]);
    let of = |rhythm| {
        let schedule = Schedule { rhythm, midday: Some(clock("12:30")), ..schedule() };
        let (from, to) = (date("2026-11-10"), date("2026-11-11"));
        let all = notices(&journal, &schedule, &now("2026-11-10 12:00"), from, to);
        all.iter().map(|notice| notice.kind.word()).collect::<Vec<_>>().join(" ")
    };
    let daily = "follow-up welcome end morning midday evening milestone midday evening";
    assert_eq!(of(Rhythm::Daily), daily);
    assert_eq!(of(Rhythm::Milestones), "follow-up welcome end milestone");
    assert_eq!(of(Rhythm::None), "follow-up");
}

#[test]
fn nothing_is_planned_before_the_start_or_from_the_end_on() {
    let journal = journal(Vec::new());
    let schedule =
        Schedule { morning: Some(clock("14:05")), evening: Some(clock("14:06")), ..schedule() };
    let first = planned(&journal, &schedule, "2026-10-31", "2026-11-01");
    assert_eq!(first, ["evening 1 Nov 14:06+01:00"], "the slot of the start itself is not due");
    let earlier =
        Schedule { morning: Some(clock("14:04")), evening: Some(clock("14:05")), ..schedule };
    let last = planned(&journal, &earlier, "2026-12-01", "2026-12-03");
    assert_eq!(last, ["milestone 1 Dec 14:04+01:00"], "the end at 14:05 closes the day");
}

#[test]
fn a_slot_in_a_gap_comes_after_it_and_one_that_occurs_twice_at_its_second_time() {
    for (since, day, slot, wanted) in [
        ("2026-03-20 14:05", "2026-03-29", "01:59", "29 Mar 01:59+01:00"),
        ("2026-03-20 14:05", "2026-03-29", "02:00", "29 Mar 03:00+02:00"),
        ("2026-03-20 14:05", "2026-03-29", "02:30", "29 Mar 03:00+02:00"),
        ("2026-03-20 14:05", "2026-03-29", "03:00", "29 Mar 03:00+02:00"),
        ("2026-10-20 14:05", "2026-10-25", "01:59", "25 Oct 01:59+02:00"),
        ("2026-10-20 14:05", "2026-10-25", "02:30", "25 Oct 02:30+01:00"),
        ("2026-10-20 14:05", "2026-10-25", "03:00", "25 Oct 03:00+01:00"),
    ] {
        let journal = Journal { window: Some(window(since, Some(30))), ..Journal::default() };
        let schedule = Schedule { morning: None, evening: Some(clock(slot)), ..schedule() };
        let planned = planned(&journal, &schedule, day, day);
        assert_eq!(planned, [format!("evening {wanted}")]);
    }
}

#[test]
fn quiet_hours_hold_from_their_first_minute_to_before_their_last() {
    let (wrapping, plain) = (("22:00", "08:00"), ("13:00", "15:00"));
    for (hours, moment, until) in [
        (wrapping, "2026-11-02 21:59:59", None),
        (wrapping, "2026-11-02 22:00", Some("2026-11-03 08:00")),
        (wrapping, "2026-11-02 00:00", Some("2026-11-02 08:00")),
        (wrapping, "2026-11-02 07:59:59", Some("2026-11-02 08:00")),
        (wrapping, "2026-11-02 08:00", None),
        (plain, "2026-11-02 12:59:59", None),
        (plain, "2026-11-02 13:00", Some("2026-11-02 15:00")),
        (plain, "2026-11-02 14:59:59", Some("2026-11-02 15:00")),
        (plain, "2026-11-02 15:00", None),
        (plain, "2026-11-02 23:00", None),
        // They end in the hour that is skipped, or at the second of the two.
        (("22:00", "02:30"), "2026-03-29 01:00", Some("2026-03-29 03:00")),
        (("22:00", "02:30"), "2026-10-24 23:00", Some("2026-10-25 02:30")),
    ] {
        let quiet = Some((clock(hours.0), clock(hours.1)));
        let schedule = Schedule { quiet, ..schedule() };
        let wanted = until.map(|until| at(until).to_utc());
        assert_eq!(schedule.quiet_until(&now(moment)), wanted, "{hours:?} at {moment}");
    }
    let off = Schedule { quiet: None, ..schedule() };
    assert_eq!(off.quiet_until(&now("2026-11-02 03:00")), None);
}

fn later(key: &str, kind: NoticeKind, shown: &str, answered: &str) -> Record {
    let answer = Some((Reply::Later, at(answered)));
    Record { answer, ..record(key, kind, shown, State::Shown) }
}

/// What was put off, as `key 10:10`.
fn again(schedule: &Schedule, ledger: Vec<Record>, now: Moment) -> Vec<String> {
    let journal = Journal { ledger, ..journal(Vec::new()) };
    let date = now.date_naive();
    notices(&journal, schedule, &then(now), date, date)
        .into_iter()
        .filter(|notice| notice.key.contains('+'))
        .inspect(|notice| assert_eq!(notice.text.as_deref(), Some("text-1"), "the same words"))
        .map(|notice| format!("{} {}", notice.key, notice.due.format("%H:%M")))
        .collect()
}

#[test]
fn later_is_an_hour_later_and_at_most_twice() {
    let key = "1/morning/2026-11-03";
    let first = later(key, NoticeKind::Morning, "2026-11-03 09:00", "2026-11-03 09:10");
    let second = Record {
        key: format!("{key}+1"),
        ..later(key, NoticeKind::Morning, "2026-11-03 10:10", "2026-11-03 10:20")
    };
    let third = Record {
        key: format!("{key}+2"),
        ..later(key, NoticeKind::Morning, "2026-11-03 11:20", "2026-11-03 11:30")
    };
    let now = at("2026-11-03 11:31");
    let again = |ledger| again(&schedule(), ledger, now);
    let (one, two) = (format!("{key}+1 10:10"), format!("{key}+2 11:20"));
    assert_eq!(again(vec![first.clone()]), [one.as_str()]);
    assert_eq!(again(vec![first.clone(), second.clone()]), [one.as_str(), two.as_str()]);
    assert_eq!(again(vec![first, second, third]), [one.as_str(), two.as_str()], "no third time");
}

#[test]
fn later_never_leads_into_quiet_hours_nor_past_the_end_nor_into_another_window() {
    let evening =
        |answered| later("1/evening/2026-11-03", NoticeKind::Evening, "2026-11-03 19:30", answered);
    let shown = |record| again(&schedule(), vec![record], at("2026-11-03 21:00")).len();
    assert_eq!(shown(evening("2026-11-03 20:59")), 1);
    assert_eq!(shown(evening("2026-11-03 21:00")), 0, "22:00 is quiet");
    assert_eq!(shown(Record { window: 2, ..evening("2026-11-03 20:00") }), 0);
    let done = Some((Reply::Done, at("2026-11-03 20:00")));
    assert_eq!(shown(Record { answer: done, ..evening("2026-11-03 20:00") }), 0);
    let last = |answered| {
        let key = "1/morning/2026-12-01";
        let record = later(key, NoticeKind::Morning, "2026-12-01 09:00", answered);
        again(&schedule(), vec![record], at("2026-12-01 13:30")).len()
    };
    assert_eq!((last("2026-12-01 13:04"), last("2026-12-01 13:05")), (1, 0));
}

/// The follow-ups that are planned at a moment, as `key window 20:20`.
fn asked(entries: Vec<Entry>, wall: &str) -> Vec<String> {
    let today = at(wall).date_naive();
    notices(&journal(entries), &schedule(), &now(wall), today, today)
        .into_iter()
        .filter(|notice| notice.kind == NoticeKind::FollowUp)
        .map(|notice| format!("{} {} {}", notice.key, notice.window, notice.due.format("%H:%M")))
        .collect()
}

#[test]
fn an_urge_is_asked_about_unless_it_was_answered_logged_too_late_or_a_day_ago() {
    let one = || urge("a", "2026-11-05 20:00");
    let logged = |wall| Entry { logged_at: at(wall), ..one() };
    let asked_once = ["follow-up/a 1 20:20"];
    let nothing: [&str; 0] = [];
    assert_eq!(asked(vec![one()], "2026-11-05 20:01"), asked_once);
    assert_eq!(asked(vec![one()], "2026-11-06 20:19"), asked_once);
    assert_eq!(asked(vec![one()], "2026-11-06 20:20"), nothing, "a day has passed");
    assert_eq!(asked(vec![logged("2026-11-05 20:20")], "2026-11-05 20:20"), asked_once);
    assert_eq!(asked(vec![logged("2026-11-05 20:20:01")], "2026-11-05 20:21"), nothing);
    let answered = outcome("a", Outcome::Easier, "2026-11-05 20:10");
    assert_eq!(asked(vec![one(), answered], "2026-11-05 20:15"), nothing);
    let outside = urge("b", "2026-11-01 14:04");
    assert_eq!(asked(vec![outside], "2026-11-01 14:10"), ["follow-up/b 0 14:24"]);
}

#[test]
fn follow_ups_that_are_off_are_not_planned() {
    let off = Schedule { follow_up_after: None, ..schedule() };
    let journal = journal(vec![urge("a", "2026-11-10 11:50")]);
    let lines = planned(&journal, &off, "2026-11-10", "2026-11-10");
    assert!(lines.iter().all(|line| !line.starts_with("follow-up")), "{lines:?}");
}

#[test]
fn the_end_keeps_its_key_abroad_and_gets_another_when_it_is_moved() {
    let key = |window: &Window, now: &Now| end(window, now).unwrap().key;
    let berlin = now("2026-11-10 12:00");
    let window = window("2026-11-01 00:10", Some(30));
    let abroad = Now::new(berlin.utc(), &chrono_tz::America::Los_Angeles);
    assert_eq!(key(&window, &berlin), "1/end/2026-12-01");
    assert_eq!(key(&window, &abroad), "1/end/2026-12-01");
    assert_eq!(key(&window.extended(7, &berlin), &berlin), "1/end/2026-12-08");
}
