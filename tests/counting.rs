//! Counting (design §3): the table of the design row by row, then every IANA zone at every clock
//! change from 2020 to 2040, travel, and extending.
//!
//! Promise 1 of design §1 is *the count is right, on any day, in any time zone, over clock changes,
//! sleep and travel, and it can explain itself*; each test says which part of it it guards. The expected instants come
//! from chrono-tz alone (see `places`), never from the code under test.

use std::sync::LazyLock;

use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::{America, Asia, Australia, Etc, Europe, Pacific, Tz};
use nocontact::countdown::when::{self, WhenError};
use nocontact::countdown::window::{Precision, Standing, Window, end_of};
use nocontact::countdown::zone::{Moment, Now, local, occurrences, resolve, start_of_day};

use crate::places::{Change, PAST, PLACES, Place};

const LENGTHS: [u32; 5] = [1, 7, 30, 60, 365];

/// A wall time, `2026-11-01 14:05` or with seconds.
fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S"))
        .expect("a test's own time")
}

/// The instant of a wall time that occurs once.
fn instant(zone: Tz, text: &str) -> DateTime<Utc> {
    zone.from_local_datetime(&wall(text)).single().expect("a time that occurs once").to_utc()
}

/// The window that `start` opens.
fn window(zone: Tz, since: Moment, precision: Precision, length: u32) -> Window {
    Window {
        id: 1,
        since,
        precision,
        length: Some(length),
        end: Some(end_of(since, precision, length, &zone).to_utc()),
        zone: zone.name().to_owned(),
        started_at: since,
        closed_at: None,
    }
}

/// The window that `start --since` opens, from the words the user typed.
fn started(zone: Tz, since: &str, length: u32, now: &str) -> Window {
    let now = Now::new(instant(zone, now), &zone);
    let told = when::parse(since, &now).expect("a time that has been");
    window(zone, told.at, told.precision, length)
}

/// Where a window stands, as the table of the design puts it.
fn shown(window: &Window, zone: Tz, now: &str) -> String {
    let standing = window.standing(&Now::new(instant(zone, now), &zone));
    let Standing { day, days_left, complete, end } = standing;
    let (length, end) = (window.length.unwrap(), end.unwrap());
    match days_left.unwrap() {
        0 if complete => format!("complete: {day} of {length}"),
        left => format!("day {day} of {length}, {left} left, ends {}", end.format("%-d %b %H:%M")),
    }
}

/// Promise 1, on any day: the rows of design §3 that say what is shown.
#[test]
fn the_table_of_the_design_holds() {
    let (berlin, tokyo, los_angeles) = (Europe::Berlin, Asia::Tokyo, America::Los_Angeles);
    let minute = started(berlin, "2026-11-01 14:05", 30, "2026-11-01 14:05");
    let late = started(berlin, "2026-11-01 23:50", 30, "2026-11-01 23:50");
    let date = started(berlin, "2026-11-01", 30, "2026-11-01 20:00");
    let abroad = started(tokyo, "2026-11-02 00:30", 30, "2026-11-02 00:30");
    let early = started(berlin, "2026-11-01 00:10", 30, "2026-11-01 00:10");
    let rows = [
        (&minute, berlin, "2026-11-01 20:00", "day 0 of 30, 30 left, ends 1 Dec 14:05"),
        (&late, berlin, "2026-11-02 00:00", "day 1 of 30, 29 left, ends 1 Dec 23:50"),
        (&minute, berlin, "2026-12-01 14:04", "day 30 of 30, 0 left, ends 1 Dec 14:05"),
        (&minute, berlin, "2026-12-01 14:05", "complete: 30 of 30"),
        (&minute, berlin, "2026-12-05 09:00", "complete: 34 of 30"),
        (&date, berlin, "2026-12-01 23:59", "day 30 of 30, 0 left, ends 2 Dec 00:00"),
        (&date, los_angeles, "2026-12-01 14:59", "day 30 of 30, 0 left, ends 1 Dec 15:00"),
        (&date, berlin, "2026-12-02 00:00", "complete: 31 of 30"),
        (&abroad, tokyo, "2026-11-02 00:30", "day 0 of 30, 30 left, ends 2 Dec 00:30"),
        (&abroad, los_angeles, "2026-11-01 17:30", "day 0 of 30, 30 left, ends 1 Dec 07:30"),
        (&early, los_angeles, "2026-11-30 15:09", "day 29 of 30, 1 left, ends 30 Nov 15:10"),
        (&early, los_angeles, "2026-11-30 15:10", "complete: 30 of 30"),
        (&early, tokyo, "2026-12-01 08:09", "day 30 of 30, 0 left, ends 1 Dec 08:10"),
        (&early, Pacific::Kiritimati, "2026-12-01 13:09", "day 30 of 30, 0 left, ends 1 Dec 13:10"),
    ];
    for (window, zone, now, expected) in rows {
        assert_eq!(shown(window, zone, now), expected, "at {now} in {zone}");
    }
}

/// Promise 1, over clock changes: the rows of design §3 that say when a window ends.
#[test]
fn an_end_that_came_twice_is_the_later_and_one_that_never_came_is_after_the_gap() {
    let rows = [
        ("2026-09-25 02:30", 30, "2026-10-25T02:30:00+01:00"),
        ("2026-02-27 02:30", 30, "2026-03-29T03:00:00+02:00"),
        ("2026-03-28 02:00", 1, "2026-03-29T03:00:00+02:00"),
        ("2026-03-28 03:00", 1, "2026-03-29T03:00:00+02:00"),
        ("2026-10-18 03:00", 7, "2026-10-25T03:00:00+01:00"),
        ("2026-03-28", 1, "2026-03-30T00:00:00+02:00"),
    ];
    for (since, length, expected) in rows {
        let window = started(Europe::Berlin, since, length, "2026-12-31 12:00");
        let end = local(&Europe::Berlin, window.end.unwrap());
        assert_eq!(end.to_rfc3339(), expected, "since {since}");
    }
}

/// Promise 1, afterwards: the row of design §3 on extending, and its rule.
#[test]
fn extending_counts_from_the_later_of_the_end_and_now() {
    let (berlin, los_angeles) = (Europe::Berlin, America::Los_Angeles);
    let minute = started(berlin, "2026-11-01 14:05", 30, "2026-11-01 14:05");
    let date = started(berlin, "2026-11-01", 30, "2026-11-01 14:05");
    let spring = started(berlin, "2026-02-27 02:45", 23, "2026-02-27 14:05");
    let rows = [
        (&minute, 7, berlin, "2026-12-11 10:00", 47, "2026-12-18T10:00:00+01:00"),
        (&minute, 7, berlin, "2026-11-20 10:00", 37, "2026-12-08T14:05:00+01:00"),
        (&minute, 7, berlin, "2026-12-01 14:04", 37, "2026-12-08T14:05:00+01:00"),
        (&minute, 7, berlin, "2026-12-01 14:05", 37, "2026-12-08T14:05:00+01:00"),
        (&minute, 7, berlin, "2026-12-01 14:06", 37, "2026-12-08T14:06:00+01:00"),
        (&minute, 7, los_angeles, "2026-11-20 10:00", 37, "2026-12-08T05:05:00-08:00"),
        (&minute, 7, los_angeles, "2026-12-01 20:00", 37, "2026-12-08T20:00:00-08:00"),
        // The end in Berlin, 2 March 14:05, is 05:05 in Los Angeles, where it stays 05:05 over the
        // change there on 14 March 2027.
        (&minute, 100, los_angeles, "2026-11-20 10:00", 130, "2027-03-11T05:05:00-08:00"),
        (&minute, 110, los_angeles, "2026-11-20 10:00", 140, "2027-03-21T05:05:00-07:00"),
        (&date, 7, berlin, "2026-11-20 10:00", 37, "2026-12-09T00:00:00+01:00"),
        (&date, 7, berlin, "2026-12-02 00:00", 37, "2026-12-09T00:00:00+01:00"),
        (&date, 7, berlin, "2026-12-02 00:01", 38, "2026-12-09T00:01:00+01:00"),
        (&spring, 7, berlin, "2026-03-01 10:00", 30, "2026-03-29T03:00:00+02:00"),
        (&spring, 217, berlin, "2026-03-01 10:00", 240, "2026-10-25T02:45:00+01:00"),
    ];
    for (window, days, zone, now, length, end) in rows {
        let now = Now::new(instant(zone, now), &zone);
        let longer = window.extended(days, &now);
        assert_eq!(longer.length, Some(length), "by {days} at {} in {zone}", now.at);
        assert_eq!(now.here(longer.end.unwrap()).to_rfc3339(), end, "by {days} at {}", now.at);
        let kept = Window { length: window.length, end: window.end, ..longer };
        assert_eq!(&kept, window, "nothing else changes");
    }
    let open = Window { length: None, end: None, ..minute };
    let now = Now::new(instant(berlin, "2026-12-11 10:00"), &berlin);
    assert_eq!(open.extended(7, &now), open, "a window with no end date has none to move");
}

/// Calls `check` with every last contact that lies on a clock change, or that a window of one of
/// the lengths leads to one, to the minute and to the day; with the window and the change.
fn around_every_change(mut check: impl FnMut(&Place, &Window, &Change)) {
    let mut count = 0;
    for place in PLACES.iter() {
        for change in place.tested() {
            for (since, precision, length) in LENGTHS.iter().flat_map(|length| {
                contacts(place, change, *length).into_iter().map(|(at, how)| (at, how, *length))
            }) {
                check(place, &window(place.zone, since, precision, length), change);
                count += 1;
            }
        }
    }
    assert!(count > 200_000, "only {count} windows were tried");
}

/// Last contacts on the change itself, and `length` days before it.
fn contacts(place: &Place, change: &Change, length: u32) -> Vec<(Moment, Precision)> {
    let mut found = Vec::new();
    for back in [0, length].map(|days| Days::new(u64::from(days))) {
        for wall in change.around() {
            match place.zone.from_local_datetime(&(wall - back)) {
                LocalResult::Single(at) => found.push(at),
                LocalResult::Ambiguous(one, other) => found.extend([one, other]),
                LocalResult::None => {}
            }
        }
    }
    let mut found: Vec<_> =
        found.into_iter().map(|at| (at.fixed_offset(), Precision::Minute)).collect();
    for date in dates(change) {
        for back in [0, length, length + 1] {
            let date = date - Days::new(u64::from(back));
            found.push((start_of_day(&place.zone, date), Precision::Day));
        }
    }
    found
}

/// The dates that a change touches, the one before and the one after.
fn dates(change: &Change) -> Vec<NaiveDate> {
    let (low, high) = change.walls();
    low.date()
        .pred_opt()
        .unwrap()
        .iter_days()
        .take_while(|date| *date <= high.date() + Days::new(1))
        .collect()
}

/// Promise 1, in any time zone over clock changes, and never short: the end is `length` full calendar days later at the
/// same wall time (to the day: at the midnight that closes the last day), the later of two, or the
/// first instant after a gap; and the window is complete from exactly then on.
#[test]
fn a_window_is_never_short_and_complete_exactly_from_its_end() {
    around_every_change(|place, window, _| {
        let (length, end) = (window.length.unwrap(), window.end.unwrap());
        let since = window.since.naive_local();
        let closing = match window.precision {
            Precision::Minute => since + Days::new(u64::from(length)),
            Precision::Day => (since.date() + Days::new(u64::from(length) + 1)).into(),
        };
        let here = end.with_timezone(&place.zone).naive_local();
        assert!(here >= closing, "{} {window:?} ends at {here}, short of {closing}", place.zone);
        assert_eq!(end, place.meant(closing), "{} {window:?}", place.zone);
        for (at, complete) in [(end - Duration::seconds(1), false), (end, true)] {
            let now = Now::new(at, &place.zone);
            assert_eq!(window.is_complete(&now), complete, "{} {window:?} at {at}", place.zone);
            assert_eq!(window.standing(&now).complete, complete);
        }
    });
}

/// Steps through `instants` and checks what must hold from each to the next in one zone.
fn walk(place: &Place, window: &Window, instants: impl Iterator<Item = DateTime<Utc>>) {
    let length = window.length.unwrap();
    let mut last: Option<(NaiveDate, Standing)> = None;
    for at in instants {
        let now = Now::new(at, &place.zone);
        let date = at.with_timezone(&place.zone).date_naive();
        let standing = window.standing(&now);
        let Standing { day, days_left, complete, .. } = standing;
        let context = || format!("{} {window:?} at {}: {standing:?}", place.zone, now.at);
        let passed = (date - window.since.date_naive()).num_days();
        if complete {
            assert_eq!((i64::from(day), days_left), (passed, Some(0)), "{}", context());
        } else {
            assert_eq!(i64::from(day), passed.min(i64::from(length)), "{}", context());
            assert_eq!(day + days_left.unwrap(), length, "{}", context());
        }
        if let Some((before, Standing { day: earlier, complete: completed, .. })) = last {
            assert!(day >= earlier, "it goes back: {}", context());
            assert!(complete || !completed, "it un-completes: {}", context());
            // On the date it completes, the limit to `length` falls away.
            let dates =
                (date - before).num_days() + i64::from(complete && !completed && date == before);
            assert!(i64::from(day - earlier) <= dates, "it jumps: {}", context());
        }
        last = Some((date, standing));
    }
}

/// Promise 1, on any day over clock changes: each local date adds one day and no more, none
/// is taken back, and day and days left make up the length until the window is complete.
#[test]
fn each_date_adds_one_day_hour_by_hour_around_a_change() {
    around_every_change(|place, window, change| {
        let (since, end) = (window.since.to_utc(), window.end.unwrap());
        let hours = (-30..=30).map(|hour| change.at + Duration::hours(hour));
        walk(place, window, hours.filter(|at| *at >= since));
        let seconds = [-3601, -1, 0, 1, 3599, 3600, 86_400];
        walk(place, window, seconds.map(|second| end + Duration::seconds(second)).into_iter());
    });
}

/// Promise 1 again, day by day over the whole window and the days after it, at the hour of last contact.
#[test]
fn each_date_adds_one_day_over_the_whole_window() {
    around_every_change(|place, window, _| {
        let days = i64::from(window.length.unwrap()) + 3;
        walk(place, window, (0..=days).map(|day| window.since.to_utc() + Duration::days(day)));
    });
}

/// Where the extremes are, and where people are.
static TRAVELS: LazyLock<[Place; 12]> = LazyLock::new(|| {
    [
        Pacific::Kiritimati,
        Etc::GMTPlus12,
        America::Los_Angeles,
        Europe::Berlin,
        Asia::Kolkata,
        Australia::Lord_Howe,
        Pacific::Apia,
        Pacific::Pago_Pago,
        Pacific::Chatham,
        America::St_Johns,
        Asia::Tokyo,
        chrono_tz::UTC,
    ]
    .map(Place::of)
});

/// Calls `check` with windows opened in every zone and another zone to look at them from, both ways
/// round. They begin and end near midnight, where dates differ most, and cross clock changes.
fn travels(mut check: impl FnMut(&Window, [&Place; 2])) {
    let starts = ["2026-03-08 00:10", "2026-10-20 23:50", "2026-10-31 12:00"].map(wall);
    for (place, other) in PLACES.iter().flat_map(|place| TRAVELS.iter().map(move |to| (place, to)))
    {
        for [from, to] in [[place, other], [other, place]] {
            for (start, length) in starts.iter().zip([30, 7, 1]) {
                let date = start_of_day(&from.zone, start.date());
                check(&window(from.zone, date, Precision::Day, length), [from, to]);
                if let Some(since) = from.zone.from_local_datetime(start).latest() {
                    let since = since.fixed_offset();
                    check(&window(from.zone, since, Precision::Minute, length), [from, to]);
                }
            }
        }
    }
}

/// Promise 1, over travel: whichever zone one is in, the day is never below 0 nor past the length before the
/// end, what is complete stays so, and looking changes nothing that is stored.
#[test]
fn a_window_opened_in_one_zone_holds_in_every_other() {
    travels(|window, places| {
        let stored = window.clone();
        let (length, since, end) =
            (window.length.unwrap(), window.since.to_utc(), window.end.unwrap());
        let (mut at, mut completed) = (since, false);
        while at < end + Duration::days(3) {
            for place in places {
                let standing = window.standing(&Now::new(at, &place.zone));
                let Standing { day, days_left, complete, end: shown } = standing;
                let context = || format!("{window:?} at {at} in {}: {standing:?}", place.zone);
                assert_eq!(complete, at >= end, "{}", context());
                assert!(complete || !completed, "it un-completes: {}", context());
                assert_eq!(days_left, Some(length.saturating_sub(day)), "{}", context());
                assert!(if complete { day >= length } else { day <= length }, "{}", context());
                // A day begun, and two places at most two dates apart; a day below 0 would be huge.
                let most = u32::try_from((at - since).num_days() + 3).unwrap();
                let least = if complete { length } else { 0 };
                assert!(day <= most.max(least), "{}", context());
                assert_eq!(shown.map(|shown| shown.to_utc()), Some(end), "{}", context());
                completed = complete;
            }
            // Near the start and the end an hour at a time, between them in long uneven steps.
            let near = at < since + Duration::days(1) || at > end - Duration::days(2);
            at += Duration::minutes(if near { 60 } else { 11 * 60 + 7 });
        }
        assert_eq!(*window, stored);
    });
}

/// Promise 1, over travel, after the end and before it: wherever it is extended, the new end is so many
/// calendar days after the later of end and now, at the same wall time there, and never sooner.
#[test]
fn extending_adds_whole_days_in_whichever_zone() {
    travels(|window, places| {
        let (end, length) = (window.end.unwrap(), window.length.unwrap());
        for (hours, days) in [(-40, 1), (-1, 30), (0, 7), (1, 30), (25, 7), (400, 365)] {
            for place in places {
                let now = Now::new(end + Duration::hours(hours), &place.zone);
                let (before, longer) = (window.standing(&now), window.extended(days, &now));
                let after = longer.standing(&now);
                let context = || format!("{window:?} by {days} at {}: {after:?}", now.at);
                let from = end.max(now.utc()).with_timezone(&place.zone).naive_local();
                let until = place.meant(from + Days::new(u64::from(days)));
                assert_eq!(longer.end, Some(until), "{}", context());
                let passed = if hours > 0 { before.day } else { length };
                assert_eq!(longer.length, Some(passed + days), "{}", context());
                assert!(!after.complete, "{}", context());
                assert_eq!(Some(after.day + after.days_left.unwrap()), longer.length);
                // Only elsewhere may the date be behind the length that completion vouched for.
                if place.zone == places[0].zone && hours > 0 {
                    assert_eq!(after.day, before.day, "{}", context());
                }
            }
        }
    });
}

/// Promise 1, it can explain itself: a wall time means what the zone data says, none in a gap, two
/// where the clock was set back, the later of them for an end. Checked against chrono-tz's own.
#[test]
fn wall_times_are_resolved_as_the_zone_data_says() {
    for place in PLACES.iter().chain(PAST.iter()) {
        for change in &place.changes {
            let (low, _) = change.walls();
            let quarters = (-14..=18).map(|quarter| low + Duration::minutes(15 * quarter));
            for wall in change.around().into_iter().chain(quarters) {
                let mut known = match place.zone.from_local_datetime(&wall) {
                    LocalResult::None => vec![],
                    LocalResult::Single(at) => vec![at.fixed_offset()],
                    LocalResult::Ambiguous(one, other) => {
                        [one, other].map(|at| at.fixed_offset()).to_vec()
                    }
                };
                known.sort();
                let found = occurrences(&place.zone, wall);
                assert_eq!(found, known, "{wall} in {}", place.zone);
                for (one, other) in found.iter().zip(&known) {
                    assert_eq!(one.offset(), other.offset(), "{wall} in {}", place.zone);
                }
                let meant = resolve(&place.zone, wall);
                assert_eq!(meant.to_utc(), place.meant(wall), "{wall} in {}", place.zone);
                assert_eq!(meant, local(&place.zone, meant.to_utc()), "{wall} in {}", place.zone);
            }
        }
    }
}

/// Promise 1, on any day: day N begins where the date does. A date opens at its first instant, also where midnight does
/// not exist or comes twice.
#[test]
fn a_date_opens_at_its_first_instant() {
    for place in PLACES.iter().chain(PAST.iter()) {
        for date in place.changes.iter().flat_map(dates) {
            let start = start_of_day(&place.zone, date);
            let date_at = |second| {
                (start.to_utc() + Duration::seconds(second)).with_timezone(&place.zone).date_naive()
            };
            // A date that was left out opens where the next one does.
            assert!(date_at(0) >= date && date_at(-1) < date, "{start} in {}", place.zone);
            assert_eq!(start.date_naive(), date_at(0), "{start} in {}", place.zone);
        }
    }
}

/// Promise 1, it starts from what the user meant: of a time that came twice the latest that has been,
/// and a time that never came is refused, in every zone at every change since 1900.
#[test]
fn what_the_user_tells_is_read_as_the_clock_showed_it() {
    for place in PLACES.iter().chain(PAST.iter()) {
        for change in &place.changes {
            for wall in change.around() {
                let text = wall.format("%Y-%m-%d %H:%M:%S").to_string();
                let read = |at| {
                    when::parse(&text, &Now::new(at, &place.zone)).map(|when| when.at.to_utc())
                };
                let later = change.at + Duration::days(4);
                match place.zone.from_local_datetime(&wall) {
                    LocalResult::None => {
                        let refused = matches!(read(later), Err(WhenError::NeverWas(_)));
                        assert!(refused, "{text} in {}", place.zone);
                    }
                    LocalResult::Single(at) => {
                        assert_eq!(read(later), Ok(at.to_utc()), "{text} in {}", place.zone);
                        let soon = read(at.to_utc() - Duration::seconds(1));
                        assert!(
                            matches!(soon, Err(WhenError::Ahead(_))),
                            "{text} in {}",
                            place.zone
                        );
                    }
                    LocalResult::Ambiguous(one, other) => {
                        let [first, second] =
                            [one.min(other), one.max(other)].map(|at| at.to_utc());
                        assert_eq!(read(later), Ok(second), "{text} in {}", place.zone);
                        assert_eq!(read(second), Ok(second), "{text} in {}", place.zone);
                        let between = second - Duration::seconds(1);
                        assert_eq!(read(between), Ok(first), "{text} in {}", place.zone);
                    }
                }
            }
        }
    }
}
