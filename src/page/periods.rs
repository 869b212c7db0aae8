//! The days of a picture in steps that a page has room for: days, months or years.
//!
//! Owns when which step is taken, and the adding up.

use chrono::{Datelike as _, NaiveDate};

use crate::countdown::picture::{Day, LEAST_CASES};

/// The most days, and the most months, that are shown one by one.
const MOST_DAYS: usize = 93;
const MOST_MONTHS: usize = 36;

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Day,
    Month,
    Year,
}

impl Step {
    /// The step for these days.
    pub(super) fn for_days(days: &[Day]) -> Self {
        let month = |day: &Day| (day.date.year(), day.date.month());
        if days.len() <= MOST_DAYS {
            Self::Day
        } else if days.chunk_by(|a, b| month(a) == month(b)).count() <= MOST_MONTHS {
            Self::Month
        } else {
            Self::Year
        }
    }

    /// "day", "month", "year".
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The days, step by step.
    pub(super) fn periods(self, days: &[Day]) -> Vec<Period> {
        let same = |a: &Day, b: &Day| match self {
            Self::Day => a.date == b.date,
            Self::Month => (a.date.year(), a.date.month()) == (b.date.year(), b.date.month()),
            Self::Year => a.date.year() == b.date.year(),
        };
        days.chunk_by(same).filter_map(|days| Period::of(days, self)).collect()
    }
}

/// What was logged in one step.
#[derive(Debug, Clone)]
pub(super) struct Period {
    pub(super) first: NaiveDate,
    step: Step,
    /// The window and the day in it, where the step is one day.
    pub(super) of: Option<(u32, u32)>,
    pub(super) urges: u32,
    pub(super) strongest: Option<u8>,
    pub(super) contacted: u32,
    pub(super) necessary: u32,
    pub(super) received: u32,
    pub(super) moods: Vec<u8>,
}

impl Period {
    fn of(days: &[Day], step: Step) -> Option<Self> {
        let sum = |of: fn(&Day) -> u32| days.iter().map(of).sum();
        let first = days.first()?;
        Some(Self {
            first: first.date,
            step,
            of: first.of.filter(|_| step == Step::Day),
            urges: sum(|day| day.urges),
            strongest: days.iter().filter_map(|day| day.strongest).max(),
            contacted: sum(|day| day.contacted),
            necessary: sum(|day| day.necessary),
            received: sum(|day| day.received),
            moods: days.iter().flat_map(|day| day.moods.iter().copied()).collect(),
        })
    }

    /// "Tue 3 Nov 2026", "Nov 2026", "2026".
    pub(super) fn name(&self) -> String {
        self.written("%a %-d %b %Y", "%b %Y")
    }

    /// "3 Nov", "Nov 26", "2026": for the foot of a column.
    pub(super) fn short(&self) -> String {
        self.written("%-d %b", "%b %y")
    }

    fn written(&self, day: &str, month: &str) -> String {
        let form = match self.step {
            Step::Day => day,
            Step::Month => month,
            Step::Year => "%Y",
        };
        self.first.format(form).to_string()
    }

    /// The mean of the moods in tenths, rounded half up; `None` under five of them.
    pub(super) fn mean_mood(&self) -> Option<u32> {
        let cases = u32::try_from(self.moods.len()).ok().filter(|cases| *cases >= LEAST_CASES)?;
        let sum: u32 = self.moods.iter().map(|mood| u32::from(*mood)).sum();
        Some((20 * sum + cases) / (2 * cases))
    }
}

/// "3.4" of 34.
pub(super) fn tenths(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}
