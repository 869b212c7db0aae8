//! When something happened, in the words a person types (design §3).
//!
//! Owns the grammar of `--since` and `--at`, of lengths of time such as `20m`, and of clock times
//! such as `09:00`. It reads no clock, and it refuses to guess: what it does not understand, what
//! never was and what lies ahead is an error that says so.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::window::Precision;
use super::zone::{Moment, Now, occurrences, resolve, start_of_day};

/// The years that may be spoken of.
const YEARS: RangeInclusive<i32> = 1900..=9999;
/// How much of the user's own text an error repeats.
const SHOWN: usize = 40;
/// The longest span of `parse_span`, in seconds: 366 days.
const LONGEST: i64 = 366 * DAY;
const DAY: i64 = 86_400;

const MONTHS: [(&str, &str); 12] = [
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may", "may"),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
];

const UNITS: [(&[&str], i64); 5] = [
    (&["s", "sec", "secs", "second", "seconds"], 1),
    (&["m", "min", "mins", "minute", "minutes"], 60),
    (&["h", "hr", "hrs", "hour", "hours"], 3600),
    (&["d", "day", "days"], DAY),
    (&["w", "week", "weeks"], 7 * DAY),
];

/// A moment that has been, and how exactly it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The moment, to the second; to the day it is the first instant of that date.
    pub at: Moment,
    /// Whether the user named a time or only a date.
    pub precision: Precision,
}

/// Why a text was not accepted. Each carries the part to show, free of control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenError {
    /// The grammar has no such time.
    NotATime(String),
    /// A date that no calendar has, such as 30 February.
    NotInCalendar(String),
    /// Too long ago, or further than anybody counts.
    OutOfReach(String),
    /// The clocks here went forward over it.
    NeverWas(String),
    /// It has not come yet.
    Ahead(String),
    /// The grammar has no such length of time.
    NotASpan(String),
    /// A length of time beyond 366 days.
    TooLong(String),
}

impl fmt::Display for WhenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATime(text) => {
                write!(f, "cannot read '{text}' as a time: try 'yesterday 22:00' or '3 nov 14:05'")
            }
            Self::NotInCalendar(text) => {
                write!(f, "'{text}' is not in the calendar: try 'yesterday' or '3 nov'")
            }
            Self::OutOfReach(text) => {
                write!(f, "'{text}' is not between 1900 and 9999: try '3 days ago' or '3 nov'")
            }
            Self::NeverWas(time) => {
                write!(f, "{time} did not exist here: the clocks went forward")
            }
            Self::Ahead(time) => write!(f, "{time} lies ahead"),
            Self::NotASpan(text) => {
                write!(f, "cannot read '{text}' as a length of time: try '20m' or '3 days'")
            }
            Self::TooLong(text) => {
                write!(f, "'{text}' is longer than 366 days: try '3h' or '2 weeks'")
            }
        }
    }
}

impl std::error::Error for WhenError {}

/// Reads a time that has been, such as `14:05`, `yesterday`, `3 nov 14:05` or `20m ago`.
///
/// A date without a year is its most recent occurrence, and so is a clock time without a date. The
/// date is settled first: `3 nov 14:05`, said at noon on that day, lies ahead and is refused.
///
/// # Errors
/// When the text is not understood, never was, lies ahead, or is outside the years 1900 to 9999.
pub fn parse(text: &str, now: &Now) -> Result<When, WhenError> {
    Reading { text, now }.read()
}

/// Reads a length of time, such as `20m`, `1h30m` or `3 days`: positive, at most 366 days.
///
/// # Errors
/// When the text is not understood, is nothing at all, or is too long.
pub fn parse_span(text: &str) -> Result<Duration, WhenError> {
    let span = Span::read(text).ok_or_else(|| WhenError::NotASpan(shown(text)))?;
    Some(span.days.saturating_mul(DAY).saturating_add(span.seconds))
        .filter(|seconds| *seconds <= LONGEST)
        .and_then(Duration::try_seconds)
        .ok_or_else(|| WhenError::TooLong(shown(text)))
}

/// Reads a clock time, `HH:MM` or `H:MM`.
#[must_use]
pub fn parse_clock(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.trim().split_once(':')?;
    NaiveTime::from_hms_opt(number(hour, 1..=2)?, number(minute, 2..=2)?, 0)
}

/// A clock time, with seconds or without.
fn clock(word: &str) -> Option<NaiveTime> {
    match word.rsplit_once(':') {
        Some((minutes, second)) if minutes.contains(':') => {
            parse_clock(minutes)?.with_second(number(second, 2..=2)?)
        }
        _ => parse_clock(word),
    }
}

/// A date as the user put it: year, if any, month, day. It need not be in the calendar.
type Said = (Option<i32>, u32, u32);

/// One text being read at one moment.
struct Reading<'r> {
    text: &'r str,
    now: &'r Now<'r>,
}

impl Reading<'_> {
    fn read(&self) -> Result<When, WhenError> {
        if !YEARS.contains(&self.now.at.year()) {
            return Err(self.out_of_reach());
        }
        let lower = self.text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().flat_map(split_at_t).flatten().collect();
        match words.as_slice() {
            ["now"] => self.elapsed(0),
            [span @ .., "ago"] => self.ago(&span.join(" ")),
            [date @ .., last] => match clock(last) {
                Some(time) if date.is_empty() => self.latest(time),
                Some(time) => self.at(self.date(date)?.and_time(time)),
                None => self.on(self.date(&words)?),
            },
            [] => Err(self.not_a_time()),
        }
    }

    /// The date that these words name; one without a year is the latest that is not in the future.
    fn date(&self, words: &[&str]) -> Result<NaiveDate, WhenError> {
        let today = self.now.date();
        let said = match words {
            ["today"] => return Ok(today),
            ["yesterday"] => return today.pred_opt().ok_or_else(|| self.out_of_reach()),
            [word] => iso_date(word),
            [one, other] => day_and_month(one, other).map(|(month, day)| (None, month, day)),
            [one, other, year] => day_and_month(one, other)
                .and_then(|(month, day)| Some((Some(full_year(year)?), month, day))),
            _ => None,
        };
        let (year, month, day) = said.ok_or_else(|| self.not_a_time())?;
        // 29 February may be eight years back, around a century that has none.
        let years = year.map_or(today.year() - 8..=today.year(), |year| year..=year);
        years
            .rev()
            .filter_map(|tried| NaiveDate::from_ymd_opt(tried, month, day))
            .find(|date| year.is_some() || *date <= today)
            .ok_or_else(|| WhenError::NotInCalendar(shown(self.text)))
    }

    /// So long ago: whole days are dates, anything shorter is a moment. Both at once is unclear.
    fn ago(&self, span: &str) -> Result<When, WhenError> {
        match Span::read(span).ok_or_else(|| self.not_a_time())? {
            Span { days: 0, seconds } => self.elapsed(seconds),
            Span { days, seconds: 0 } => u64::try_from(days)
                .ok()
                .and_then(|days| self.now.date().checked_sub_days(Days::new(days)))
                .ok_or_else(|| self.out_of_reach())
                .and_then(|date| self.on(date)),
            _ => Err(self.not_a_time()),
        }
    }

    fn elapsed(&self, seconds: i64) -> Result<When, WhenError> {
        let at = Duration::try_seconds(seconds)
            .and_then(|ago| self.now.utc().checked_sub_signed(ago))
            .filter(|at| YEARS.contains(&at.year()))
            .map(|at| self.now.here(at))
            .filter(|at| YEARS.contains(&at.year()))
            .ok_or_else(|| self.out_of_reach())?;
        Ok(When { at: at.with_nanosecond(0).unwrap_or(at), precision: Precision::Minute })
    }

    /// The most recent time at which the clock here showed `time`.
    fn latest(&self, time: NaiveTime) -> Result<When, WhenError> {
        match self.at(self.now.date().and_time(time)) {
            Err(WhenError::Ahead(_)) => self.at(self.date(&["yesterday"])?.and_time(time)),
            told => told,
        }
    }

    /// A wall-clock time: the later of two, unless that lies ahead.
    fn at(&self, wall: NaiveDateTime) -> Result<When, WhenError> {
        self.within_reach(wall.date())?;
        let found = occurrences(self.now.zone, wall);
        match found.iter().rev().find(|at| **at <= self.now.at) {
            Some(at) => Ok(When { at: *at, precision: Precision::Minute }),
            None if found.is_empty() && resolve(self.now.zone, wall) <= self.now.at => {
                Err(WhenError::NeverWas(spoken(wall)))
            }
            None => Err(WhenError::Ahead(spoken(wall))),
        }
    }

    /// A date.
    fn on(&self, date: NaiveDate) -> Result<When, WhenError> {
        self.within_reach(date)?;
        let at = start_of_day(self.now.zone, date);
        if date > self.now.date() || at > self.now.at {
            Err(WhenError::Ahead(spoken_date(date)))
        } else if at.date_naive() != date {
            Err(WhenError::NeverWas(spoken_date(date)))
        } else {
            Ok(When { at, precision: Precision::Day })
        }
    }

    fn within_reach(&self, date: NaiveDate) -> Result<(), WhenError> {
        if YEARS.contains(&date.year()) { Ok(()) } else { Err(self.out_of_reach()) }
    }

    fn out_of_reach(&self) -> WhenError {
        WhenError::OutOfReach(shown(self.text))
    }

    fn not_a_time(&self) -> WhenError {
        WhenError::NotATime(shown(self.text))
    }
}

/// `2026-11-03t14:05` is two words; every other word stays one.
fn split_at_t(word: &str) -> [Option<&str>; 2] {
    match word.split_once('t') {
        Some((date, time)) if iso_date(date).is_some() => [Some(date), Some(time)],
        _ => [Some(word), None],
    }
}

fn iso_date(word: &str) -> Option<Said> {
    let (year, rest) = word.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Some((Some(full_year(year)?), number(month, 1..=2)?, number(day, 1..=2)?))
}

/// Month and day, from `3 nov` or `nov 3`.
fn day_and_month(one: &str, other: &str) -> Option<(u32, u32)> {
    let (day, name) = number(one, 1..=2)
        .map(|day| (day, other))
        .or_else(|| number(other, 1..=2).map(|day| (day, one)))?;
    let month = MONTHS.iter().zip(1..).find(|((short, long), _)| name == *short || name == *long);
    month.map(|(_, month)| (month, day))
}

fn full_year(word: &str) -> Option<i32> {
    number(word, 4..=4).and_then(|year| i32::try_from(year).ok())
}

/// Digits alone, and only so many of them.
fn number(word: &str, digits: RangeInclusive<usize>) -> Option<u32> {
    let fits = digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| word.parse().ok()).flatten()
}

/// A length of time: whole days apart from what is shorter.
struct Span {
    days: i64,
    seconds: i64,
}

impl Span {
    /// Amounts with their units, the larger units first, none of them 0.
    fn read(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let (mut span, mut smallest) = (Self { days: 0, seconds: 0 }, i64::MAX);
        let mut rest = lower.trim();
        while !rest.is_empty() {
            let (digits, tail) =
                rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?;
            let tail = tail.trim_start();
            let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (name, next) = tail.split_at_checked(end)?;
            let (_, unit) = UNITS.iter().find(|(names, _)| names.contains(&name))?;
            // Too many digits for an i64 are too many for any unit.
            let count = digits.parse().unwrap_or(i64::MAX);
            if digits.is_empty() || count == 0 || *unit >= smallest {
                return None;
            }
            if *unit >= DAY {
                span.days = span.days.saturating_add(count.saturating_mul(unit / DAY));
            } else {
                span.seconds = span.seconds.saturating_add(count.saturating_mul(*unit));
            }
            (smallest, rest) = (*unit, next.trim_start());
        }
        (smallest < i64::MAX).then_some(span)
    }
}

fn spoken(wall: NaiveDateTime) -> String {
    let time = wall.format(if wall.second() == 0 { "%H:%M" } else { "%H:%M:%S" });
    format!("{} {time}", spoken_date(wall.date()))
}

fn spoken_date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), date.format("%b").to_string().to_lowercase(), date.year())
}

/// The user's own text as an error may repeat it: nothing that moves a cursor, and not much of it.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    let mut room = SHOWN;
    for c in text.trim().chars() {
        let safe = if c == '\'' { c.to_string() } else { c.escape_debug().to_string() };
        let Some(left) = room.checked_sub(safe.chars().count()) else { return shown + "…" };
        shown.push_str(&safe);
        room = left;
    }
    shown
}

#[cfg(test)]
mod tests;
