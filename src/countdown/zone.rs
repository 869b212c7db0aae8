//! Wall clocks and instants: the one place where local time is resolved.
//!
//! Owns the rule for times that do not exist or occur twice (design §3). It knows no zone by name
//! and reads no clock; a zone is anything that can tell its UTC offset at an instant.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};

/// An instant together with the UTC offset that applied where it was recorded.
pub type Moment = DateTime<FixedOffset>;

/// All that counting has to know of a place: its UTC offset at any instant.
pub trait Zone {
    /// The offset in force at `at`.
    fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset;
}

impl<T: TimeZone> Zone for T {
    fn offset_at(&self, at: DateTime<Utc>) -> FixedOffset {
        self.offset_from_utc_datetime(&at.naive_utc()).fix()
    }
}

/// The present, read once at the edge: the instant, and the zone in which "today" is meant.
#[derive(Clone, Copy)]
pub struct Now<'z> {
    /// The instant, with the offset that the zone has at it.
    pub at: Moment,
    /// Where the person is.
    pub zone: &'z dyn Zone,
}

impl<'z> Now<'z> {
    /// The present at `at` in `zone`.
    pub fn new(at: DateTime<Utc>, zone: &'z dyn Zone) -> Self {
        Self { at: local(zone, at), zone }
    }

    /// The instant alone.
    #[must_use]
    pub fn utc(&self) -> DateTime<Utc> {
        self.at.to_utc()
    }

    /// Today's local date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.at.date_naive()
    }

    /// `at`, as the clock on the wall here shows it.
    #[must_use]
    pub fn here(&self, at: DateTime<Utc>) -> Moment {
        local(self.zone, at)
    }
}

/// `at` with the offset that `zone` has then.
pub fn local(zone: &dyn Zone, at: DateTime<Utc>) -> Moment {
    at.with_timezone(&zone.offset_at(at))
}

/// The instants at which the wall clock of `zone` shows `wall`, earliest first: none in a gap, two
/// where the clock was set back.
pub fn occurrences(zone: &dyn Zone, wall: NaiveDateTime) -> Vec<Moment> {
    let day = Duration::days(1);
    let mut offsets =
        [wall - day, wall + day].map(|probe| zone.offset_at(probe.and_utc())).to_vec();
    offsets.dedup();
    let mut found: Vec<Moment> = offsets
        .into_iter()
        .filter_map(|offset| offset.from_local_datetime(&wall).single())
        .filter(|moment| zone.offset_at(moment.to_utc()) == *moment.offset())
        .collect();
    found.sort();
    found
}

/// The instant meant by a wall-clock time: the later of two, and in a gap the first instant after
/// it, so that whatever ends then is never short (design §3).
pub fn resolve(zone: &dyn Zone, wall: NaiveDateTime) -> Moment {
    occurrences(zone, wall).pop().unwrap_or_else(|| first_after_gap(zone, wall))
}

/// Midnight that opens `date`, or the first instant of that date where midnight does not exist.
pub fn start_of_day(zone: &dyn Zone, date: NaiveDate) -> Moment {
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    occurrences(zone, midnight)
        .into_iter()
        .next()
        .unwrap_or_else(|| first_after_gap(zone, midnight))
}

/// The first instant whose wall clock is past `wall`, which the wall clock skips. Gaps are at most
/// a day wide and offsets at most 14 h, so three days around `wall` hold the jump.
fn first_after_gap(zone: &dyn Zone, wall: NaiveDateTime) -> Moment {
    let middle = wall.and_utc().timestamp();
    let (mut before, mut after) = (middle - 36 * 3600, middle + 36 * 3600);
    while after - before > 1 {
        let probe = before + (after - before) / 2;
        let at = DateTime::from_timestamp(probe, 0).unwrap_or_default();
        if local(zone, at).naive_local() > wall {
            after = probe;
        } else {
            before = probe;
        }
    }
    local(zone, DateTime::from_timestamp(after, 0).unwrap_or_default())
}
