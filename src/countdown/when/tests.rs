//! The grammar as tables: what is read, what is refused and with which words, and that nothing a
//! person can type breaks it.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveTime, Utc};
use chrono_tz::Europe::Berlin;
use chrono_tz::Tz;

use super::{WhenError, parse, parse_clock, parse_span};
use crate::countdown::zone::{Now, Zone};

fn utc(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a test's own time").to_utc()
}

/// What is read, as one line: `minute 2026-11-03T14:05:00+01:00`, or the error's own words.
fn read(text: &str, now: &str, zone: Tz) -> String {
    match parse(text, &Now::new(utc(now), &zone)) {
        Ok(when) => format!("{} {}", when.precision, when.at.to_rfc3339()),
        Err(error) => error.to_string(),
    }
}

/// Saturday 21 November 2026, 16:20:37 and a bit, in Berlin.
const SATURDAY: &str = "2026-11-21T15:20:37.900Z";

#[test]
fn every_form_of_the_grammar_is_read() {
    let table = [
        ("now", "minute 2026-11-21T16:20:37+01:00"),
        ("  NOW ", "minute 2026-11-21T16:20:37+01:00"),
        ("14:05", "minute 2026-11-21T14:05:00+01:00"),
        ("9:05", "minute 2026-11-21T09:05:00+01:00"),
        ("14:05:06", "minute 2026-11-21T14:05:06+01:00"),
        ("16:20", "minute 2026-11-21T16:20:00+01:00"),
        ("16:21", "minute 2026-11-20T16:21:00+01:00"),
        ("today", "day 2026-11-21T00:00:00+01:00"),
        ("today 14:05", "minute 2026-11-21T14:05:00+01:00"),
        ("yesterday", "day 2026-11-20T00:00:00+01:00"),
        ("Yesterday  22:00", "minute 2026-11-20T22:00:00+01:00"),
        ("3 nov 14:05", "minute 2026-11-03T14:05:00+01:00"),
        ("3 nov", "day 2026-11-03T00:00:00+01:00"),
        ("\t 3   NOV\u{a0}14:05 ", "minute 2026-11-03T14:05:00+01:00"),
        ("nov 3", "day 2026-11-03T00:00:00+01:00"),
        ("November 03 14:05", "minute 2026-11-03T14:05:00+01:00"),
        ("3 november 2025", "day 2025-11-03T00:00:00+01:00"),
        ("3 nov 2025 14:05", "minute 2025-11-03T14:05:00+01:00"),
        ("nov 3 2025 14:05", "minute 2025-11-03T14:05:00+01:00"),
        ("2026-11-03", "day 2026-11-03T00:00:00+01:00"),
        ("2026-11-03T14:05", "minute 2026-11-03T14:05:00+01:00"),
        ("2026-11-03t14:05:06", "minute 2026-11-03T14:05:06+01:00"),
        ("2026-11-03 14:05", "minute 2026-11-03T14:05:00+01:00"),
        ("2026-11-03 14:05:06", "minute 2026-11-03T14:05:06+01:00"),
        ("20m ago", "minute 2026-11-21T16:00:37+01:00"),
        ("20 min ago", "minute 2026-11-21T16:00:37+01:00"),
        ("20 minutes ago", "minute 2026-11-21T16:00:37+01:00"),
        ("3h ago", "minute 2026-11-21T13:20:37+01:00"),
        ("3 Hours AGO", "minute 2026-11-21T13:20:37+01:00"),
        ("1h30m ago", "minute 2026-11-21T14:50:37+01:00"),
        ("45s ago", "minute 2026-11-21T16:19:52+01:00"),
        ("3 days ago", "day 2026-11-18T00:00:00+01:00"),
        ("1 day ago", "day 2026-11-20T00:00:00+01:00"),
        ("3d ago", "day 2026-11-18T00:00:00+01:00"),
        ("2 weeks ago", "day 2026-11-07T00:00:00+01:00"),
        ("1900-01-01", "day 1900-01-01T00:00:00+01:00"),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, SATURDAY, Berlin), expected, "{text:?}");
    }
}

#[test]
fn what_has_no_year_or_no_date_is_the_most_recent() {
    let table = [
        ("2026-11-01T09:00:00+01:00", "3 nov", "day 2025-11-03T00:00:00+01:00"),
        ("2026-11-01T09:00:00+01:00", "3 nov 14:05", "minute 2025-11-03T14:05:00+01:00"),
        ("2026-11-03T00:00:00+01:00", "3 nov", "day 2026-11-03T00:00:00+01:00"),
        ("2026-11-03T14:05:00+01:00", "3 nov 14:05", "minute 2026-11-03T14:05:00+01:00"),
        ("2026-01-01T00:10:00+01:00", "31 dec", "day 2025-12-31T00:00:00+01:00"),
        ("2026-11-21T09:00:00+01:00", "29 feb", "day 2024-02-29T00:00:00+01:00"),
        ("2027-02-28T09:00:00+01:00", "29 feb", "day 2024-02-29T00:00:00+01:00"),
        ("2104-02-28T09:00:00+01:00", "29 feb", "day 2096-02-29T00:00:00+01:00"),
        ("2026-11-22T00:30:00+01:00", "23:50", "minute 2026-11-21T23:50:00+01:00"),
        ("2026-11-22T00:30:00+01:00", "00:30", "minute 2026-11-22T00:30:00+01:00"),
        ("2026-11-22T00:30:00+01:00", "0:31", "minute 2026-11-21T00:31:00+01:00"),
        ("2026-01-01T00:00:00+01:00", "yesterday", "day 2025-12-31T00:00:00+01:00"),
    ];
    for (now, text, expected) in table {
        assert_eq!(read(text, now, Berlin), expected, "{text:?} at {now}");
    }
}

#[test]
fn a_time_that_came_twice_is_the_latest_that_has_been_and_one_that_never_came_is_refused() {
    let never = "29 mar 2026 02:30 did not exist here: the clocks went forward";
    let apia = chrono_tz::Pacific::Apia;
    let cairo = chrono_tz::Africa::Cairo;
    let table = [
        // 25 October 2026, 03:00 CEST is 02:00 CET again.
        (Berlin, "2026-10-25T12:00:00Z", "02:30", "minute 2026-10-25T02:30:00+01:00"),
        (Berlin, "2026-10-25T01:30:00Z", "02:30", "minute 2026-10-25T02:30:00+01:00"),
        (Berlin, "2026-10-25T01:29:59Z", "02:30", "minute 2026-10-25T02:30:00+02:00"),
        (Berlin, "2026-10-25T00:29:59Z", "02:30", "minute 2026-10-24T02:30:00+02:00"),
        (Berlin, "2026-11-21T12:00:00Z", "25 oct 02:30", "minute 2026-10-25T02:30:00+01:00"),
        (Berlin, "2026-10-25T01:10:00Z", "1h ago", "minute 2026-10-25T02:10:00+02:00"),
        (Berlin, "2026-10-25T01:10:00Z", "yesterday", "day 2026-10-24T00:00:00+02:00"),
        // 29 March 2026, 02:00 CET is 03:00 CEST.
        (Berlin, "2026-03-29T08:00:00Z", "02:30", never),
        (Berlin, "2026-03-29T01:00:00Z", "02:30", never),
        (Berlin, "2026-03-29T00:59:59Z", "02:30", "minute 2026-03-28T02:30:00+01:00"),
        (Berlin, "2026-03-29T23:00:00Z", "02:30", never),
        (Berlin, "2026-04-03T08:00:00Z", "29 march 2:30", never),
        (Berlin, "2026-03-29T01:10:00Z", "20m ago", "minute 2026-03-29T01:50:00+01:00"),
        // A date without a midnight, and one that was left out altogether.
        (cairo, "2026-04-24T09:00:00Z", "today", "day 2026-04-24T01:00:00+03:00"),
        (cairo, "2026-10-30T09:00:00Z", "today", "day 2026-10-30T00:00:00+02:00"),
        (apia, "2011-12-30T12:00:00Z", "today", "day 2011-12-31T00:00:00+14:00"),
        (
            apia,
            "2011-12-30T12:00:00Z",
            "yesterday",
            "30 dec 2011 did not exist here: the clocks went forward",
        ),
        (apia, "2011-12-30T12:00:00Z", "2 days ago", "day 2011-12-29T00:00:00-10:00"),
    ];
    for (zone, now, text, expected) in table {
        assert_eq!(read(text, now, zone), expected, "{text:?} at {now} in {zone}");
    }
}

#[test]
fn what_lies_ahead_is_refused() {
    let table = [
        ("today 16:21", "21 nov 2026 16:21 lies ahead"),
        ("21 nov 23:00", "21 nov 2026 23:00 lies ahead"),
        ("21 nov 16:20:38", "21 nov 2026 16:20:38 lies ahead"),
        ("22 nov 2026", "22 nov 2026 lies ahead"),
        ("2027-03-28 02:30", "28 mar 2027 02:30 lies ahead"),
        ("9999-12-31T23:59:59", "31 dec 9999 23:59:59 lies ahead"),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, SATURDAY, Berlin), expected, "{text:?}");
    }
}

#[test]
fn what_the_grammar_does_not_know_is_refused_with_two_examples() {
    let unread = [
        "",
        " ",
        "soon",
        "25:00",
        "24:00",
        "14:60",
        "14:5",
        "14:05:60",
        "14:05:1",
        "1405",
        ":05",
        "14:",
        "+4:05",
        "2pm",
        "14:05 yesterday",
        "yesterday 14:05 15:05",
        "3",
        "3 11",
        "3rd nov",
        "3 no",
        "3 nove",
        "nov",
        "nov nov",
        "3 3 nov",
        "3 nov 26",
        "3 nov 02026",
        "3 nov 2026 3",
        "003 nov",
        "-3 nov",
        "2026-11",
        "2026-11-",
        "2026-11-03T",
        "T14:05",
        "2026-11-03Z",
        "2026-11-03TT14:05",
        "2026-11-03 t14:05",
        "26-11-03",
        "2026/11/03",
        "ago",
        "3 ago",
        "m ago",
        "days ago",
        "0 days ago",
        "0m ago",
        "-3 days ago",
        "+3 days ago",
        "3.5h ago",
        "3 days",
        "ago 3 days",
        "3 days ago ago",
        "1 day 2 hours ago",
        "30m1h ago",
        "1h1h ago",
        "now now",
        "now ago",
        "٣ nov",
        "１４:05",
        "3 nov\u{0}",
        "2026-11-03t14:05+01:00",
    ];
    for text in unread {
        let told = read(text, SATURDAY, Berlin);
        assert!(told.starts_with("cannot read '"), "{text:?}: {told}");
        assert!(told.ends_with("' as a time: try 'yesterday 22:00' or '3 nov 14:05'"), "{told}");
    }
    for text in ["30 feb", "31 apr 2026", "29 feb 2026", "0 nov", "32 nov", "2026-13-01", "99 may"]
    {
        let expected = format!("'{text}' is not in the calendar: try 'yesterday' or '3 nov'");
        assert_eq!(read(text, SATURDAY, Berlin), expected);
    }
    for text in [
        "1899-12-31",
        "31 dec 1899 23:59",
        "0000-01-01",
        "99999999999 days ago",
        "50000 days ago",
        "9223372036854775807w ago",
        "99999999999999999999999h ago",
        "2000000h ago",
    ] {
        assert!(read(text, SATURDAY, Berlin).contains("' is not between 1900 and 9999"), "{text}");
    }
}

/// A zone that knows only the years that may be spoken of, as the zone of a computer may.
struct Brittle;

impl Zone for Brittle {
    fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset {
        assert!((1899..=10_000).contains(&at.year()), "asked about {at}");
        FixedOffset::west_opt(12 * 3600).expect("an offset within a day")
    }
}

#[test]
fn no_zone_is_asked_about_years_that_nobody_may_speak_of() {
    let now = Now::new(utc(SATURDAY), &Brittle);
    for text in ["2000000h ago", "50000 days ago", "1898-01-01", "0000-01-01 10:00"] {
        let error = parse(text, &now).expect_err(text);
        assert_eq!(error, WhenError::OutOfReach(text.to_owned()));
    }
    for text in ["1900-01-01", "1900-01-01 00:00", "1100000h ago"] {
        assert!(parse(text, &now).is_ok(), "{text}");
    }
}

#[test]
fn an_error_repeats_what_was_typed_briefly_and_without_control_characters() {
    let table = [
        ("it's late", "it's late"),
        ("a\u{1b}[2J\u{7}\nb", "a\\u{1b}[2J\\u{7}\\nb"),
        ("\u{202e}evil\u{200b}", "\\u{202e}evil\\u{200b}"),
        ("früh am Morgen", "früh am Morgen"),
        (&"x".repeat(40), &"x".repeat(40)),
        (&"x".repeat(41), &("x".repeat(40) + "…")),
        (&"\u{1b}".repeat(9), &("\\u{1b}".repeat(6) + "…")),
    ];
    for (text, shown) in table {
        let told = read(text, SATURDAY, Berlin);
        assert!(told.starts_with(&format!("cannot read '{shown}' as ")), "{text:?}: {told}");
    }
}

#[test]
fn a_span_is_an_amount_or_several_from_large_to_small() {
    let table = [
        ("20m", 20 * 60),
        ("3h", 3 * 3600),
        ("45s", 45),
        ("3d", 3 * 86_400),
        ("2w", 14 * 86_400),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1W 2D", 9 * 86_400),
        (" 3  days ", 3 * 86_400),
        ("1 hour 5 mins", 3900),
        ("366d", 366 * 86_400),
    ];
    for (text, seconds) in table {
        assert_eq!(parse_span(text), Ok(Duration::seconds(seconds)), "{text:?}");
    }
    for text in
        ["", "0m", "m", "20", "1.5h", "-1h", "+1h", "30m1h", "1h1h", "3 4 days", "1h-", "1é"]
    {
        let told = parse_span(text).expect_err(text).to_string();
        assert_eq!(
            told,
            format!("cannot read '{text}' as a length of time: try '20m' or '3 days'")
        );
    }
    for text in ["367d", "366d1s", "99999999999w", "9223372036854775807d", "99999999999999999999s"]
    {
        let error = parse_span(text).expect_err(text);
        assert_eq!(error, WhenError::TooLong(text.to_owned()));
        assert!(error.to_string().contains("longer than 366 days: try '3h' or '2 weeks'"));
    }
}

#[test]
fn a_clock_time_has_an_hour_and_two_digits_of_minutes() {
    for (text, (hour, minute)) in
        [("09:00", (9, 0)), ("9:00", (9, 0)), (" 23:59 ", (23, 59)), ("0:00", (0, 0))]
    {
        assert_eq!(parse_clock(text), NaiveTime::from_hms_opt(hour, minute, 0), "{text:?}");
    }
    for text in
        ["", ":", "24:00", "9:0", "9:000", "009:00", "9:60", "9:00:00", "+9:00", "9h", "off"]
    {
        assert_eq!(parse_clock(text), None, "{text:?}");
    }
}

/// The next number of a fixed sequence: the same texts on every run.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap_or(0)
}

#[test]
fn no_text_breaks_it_and_no_answer_lies_ahead() {
    let pieces = [
        "now",
        "today",
        "yesterday",
        "ago",
        "nov",
        "feb",
        "29",
        "3",
        "0",
        "14:05",
        "02:30",
        "2026",
        "2026-11-03",
        "1900-01-01",
        "9999-12-31",
        "t",
        "T",
        "-",
        ":",
        "m",
        "h",
        "days",
        "w",
        " ",
        " ",
        " ",
        "99999999999",
        "9223372036854775807",
        "\u{0}",
        "\u{301}",
        "\u{a0}",
        "é",
        "𝟛",
        "İ",
        "ß",
        "\u{202e}",
        "\n",
        "'",
        "2011-12-30",
        "23:59:60",
        "00:00",
    ];
    let clocks = [
        DateTime::<Utc>::MIN_UTC,
        utc("1900-01-01T00:00:00Z"),
        utc("2011-12-30T12:00:00Z"),
        utc(SATURDAY),
        utc("9999-12-31T23:59:59Z"),
        DateTime::<Utc>::MAX_UTC,
    ];
    let mut state = 7;
    for _ in 0..60_000 {
        let length = next(&mut state) % 7;
        let text: String = (0..length).map(|_| pieces[next(&mut state) % pieces.len()]).collect();
        let zone = [Berlin, chrono_tz::Pacific::Apia, chrono_tz::UTC][next(&mut state) % 3];
        let now = Now::new(clocks[next(&mut state) % clocks.len()], &zone);
        match parse(&text, &now) {
            Ok(when) => assert!(when.at <= now.at, "{text:?} is read as {}", when.at),
            Err(error) => {
                let told = error.to_string();
                assert!(!told.contains(char::is_control) && !told.ends_with('.'), "{told:?}");
                assert!(told.chars().count() < 130, "{told}");
            }
        }
        if let Ok(span) = parse_span(&text) {
            assert!(span > Duration::zero() && span <= Duration::days(366), "{text:?} is {span}");
        }
        let _ = parse_clock(&text);
    }
}
