//! One no-contact period and its count (design §3).
//!
//! Owns what a day is, when a window ends, and what extending means. It never reads the clock and
//! keeps nothing.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::words;
use super::zone::{Moment, Now, Zone, local, resolve};

words! {
    /// How exactly the last contact is known.
    pub enum Precision {
        /// The minute is known: the window ends at that wall-clock time.
        Minute = "minute",
        /// The date is known: the window ends at the midnight that closes its last day.
        Day = "day",
    }
}

/// Days a window may be opened or extended with.
pub const LENGTHS: std::ops::RangeInclusive<u32> = 1..=365;

/// One no-contact period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// A small number, never used twice.
    pub id: u32,
    /// The last contact, as it was recorded; to the day it is the first instant of that date.
    pub since: Moment,
    /// How exactly `since` is known.
    pub precision: Precision,
    /// Length in days, at least 1; `None` for a window with no end date.
    pub length: Option<u32>,
    /// The instant at which the window is complete, resolved once; `None` with no length.
    pub end: Option<DateTime<Utc>>,
    /// The zone in which the end was resolved, by name, to explain the count.
    pub zone: String,
    /// When the window was opened.
    pub started_at: Moment,
    /// When it was closed; `None` while it is open.
    pub closed_at: Option<Moment>,
}

/// Where a window stands at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Local calendar dates passed since the date of last contact, 0 on that date.
    pub day: u32,
    /// Whole days still to come; `None` with no end date.
    pub days_left: Option<u32>,
    /// Whether the end has come.
    pub complete: bool,
    /// The end, as the wall clock here shows it.
    pub end: Option<Moment>,
}

/// The instant at which a window of `length` days is complete.
pub fn end_of(since: Moment, precision: Precision, length: u32, zone: &dyn Zone) -> Moment {
    let wall = since.naive_local();
    let closing = match precision {
        Precision::Minute => wall + Days::new(u64::from(length)),
        Precision::Day => {
            (since.date_naive() + Days::new(u64::from(length) + 1)).and_time(chrono::NaiveTime::MIN)
        }
    };
    resolve(zone, closing)
}

/// Calendar days from `from` to `to`, never below 0.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

impl Window {
    /// The local date of last contact, as it was recorded.
    #[must_use]
    pub fn first_date(&self) -> NaiveDate {
        self.since.date_naive()
    }

    /// Whether the end has come.
    #[must_use]
    pub fn is_complete(&self, now: &Now) -> bool {
        self.end.is_some_and(|end| now.utc() >= end)
    }

    /// The day number on a local date, before the end limits it.
    #[must_use]
    pub fn day_on(&self, date: NaiveDate) -> u32 {
        days_between(self.first_date(), date)
    }

    /// Where the window stands now.
    #[must_use]
    pub fn standing(&self, now: &Now) -> Standing {
        let passed = self.day_on(now.date());
        let complete = self.is_complete(now);
        let day = match self.length {
            None => passed,
            Some(length) if complete => passed.max(length),
            Some(length) => passed.min(length),
        };
        Standing {
            day,
            days_left: self.length.map(|length| length.saturating_sub(day)),
            complete,
            end: self.end.map(|end| now.here(end)),
        }
    }

    /// The same window with `days` more: from its end, or from now where the end has passed, at
    /// that wall-clock time in the zone that is current. A window with no end date stays as it is.
    #[must_use]
    pub fn extended(&self, days: u32, now: &Now) -> Self {
        let (Some(length), Some(end)) = (self.length, self.end) else { return self.clone() };
        let from = local(now.zone, end.max(now.utc()));
        let until = resolve(now.zone, from.naive_local() + Days::new(u64::from(days)));
        let base = if now.utc() > end { self.day_on(now.date()).max(length) } else { length };
        Self { length: Some(base + days), end: Some(until.to_utc()), ..self.clone() }
    }
}
