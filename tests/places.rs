//! Every IANA zone and its clock changes, found by asking chrono-tz alone: the other witness in
//! the tests of counting. Nothing here uses the rules that it is there to check.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// Seconds between two looks at a zone. Looking every quarter of an hour from 1900 to 2043, no zone
/// changes its clocks twice within six days (Brazil's north in October 2000 comes closest).
const STEP: usize = 3 * 86_400;

/// The years that windows around the tested changes reach into.
const PRESENT: Range<i32> = 2018..2043;

/// One clock change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    /// The first second with the new offset.
    pub(crate) at: DateTime<Utc>,
    /// Seconds ahead of UTC until then.
    before: i32,
    /// Seconds ahead of UTC from then on.
    after: i32,
}

impl Change {
    /// The wall times that it skips or repeats, from the first to the first that is not.
    pub(crate) fn walls(&self) -> (NaiveDateTime, NaiveDateTime) {
        let wall = |offset: i32| self.at.naive_utc() + Duration::seconds(i64::from(offset));
        let (old, new) = (wall(self.before), wall(self.after));
        (old.min(new), old.max(new))
    }

    /// Wall times around it: the minute before, at and after each edge, half way between them,
    /// and once its width to either side.
    pub(crate) fn around(&self) -> Vec<NaiveDateTime> {
        let (low, high) = self.walls();
        let (minute, width) = (Duration::minutes(1), high - low);
        let edges = [low, high].into_iter().flat_map(|edge| [edge - minute, edge, edge + minute]);
        let half = low + Duration::seconds(width.num_seconds() / 2);
        let mut walls: Vec<_> = edges.chain([half, low - width, high + width]).collect();
        walls.sort();
        walls.dedup();
        walls
    }
}

/// A zone and its clock changes.
pub(crate) struct Place {
    pub(crate) zone: Tz,
    pub(crate) changes: Vec<Change>,
}

impl Place {
    /// `zone` with its changes in all years that a test of windows looks at.
    pub(crate) fn of(zone: Tz) -> Self {
        Self::new(zone, PRESENT)
    }

    fn new(zone: Tz, years: Range<i32>) -> Self {
        let [from, to] = [years.start, years.end]
            .map(|year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap().timestamp());
        let mut changes = Vec::new();
        for start in (from..to).step_by(STEP) {
            let (mut low, mut high) = (start, start + i64::try_from(STEP).unwrap());
            let (before, after) = (offset(zone, low), offset(zone, high));
            if before == after {
                continue;
            }
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(zone, middle) == before { low = middle } else { high = middle }
            }
            let at = DateTime::from_timestamp(high, 0).unwrap();
            changes.push(Change { at, before, after });
        }
        Self { zone, changes }
    }

    /// The changes that are tested; the others only tell zones apart.
    pub(crate) fn tested(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| (2020..=2040).contains(&change.at.year()))
    }

    /// The instant meant by a wall time: the later of two, or the end of the gap that it is in.
    pub(crate) fn meant(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        let holds = |change: &&Change| change.walls().0 <= wall && wall < change.walls().1;
        match self.zone.from_local_datetime(&wall).latest() {
            Some(at) => at.to_utc(),
            None => self.changes.iter().find(holds).expect("a skipped time is in a gap").at,
        }
    }
}

fn offset(zone: Tz, second: i64) -> i32 {
    let at = DateTime::from_timestamp(second, 0).unwrap();
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// Every zone that differs from all before it at some instant in those years. Counting knows a zone by its offsets alone, so one of several zones with the same
/// offsets at every instant stands for all of them.
pub(crate) static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| distinct(PRESENT));

/// The same for all that has been since 1900, the first year that can be told.
pub(crate) static PAST: LazyLock<Vec<Place>> = LazyLock::new(|| distinct(1900..2020));

fn distinct(years: Range<i32>) -> Vec<Place> {
    let mut seen = HashSet::new();
    let first = Utc.with_ymd_and_hms(years.start, 1, 1, 0, 0, 0).unwrap().timestamp();
    TZ_VARIANTS
        .iter()
        .map(|zone| Place::new(*zone, years.clone()))
        .filter(|place| seen.insert((offset(place.zone, first), place.changes.clone())))
        .collect()
}
