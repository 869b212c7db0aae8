//! The days of a picture in steps that there is room for: days, months or years.
//!
//! Owns when which step is taken, and the adding up. It words nothing but the names of dates.

use chrono::{Datelike as _, NaiveDate};

use super::{Day, LEAST_CASES};

/// A stretch of more months is told by years.
const MOST_MONTHS: usize = 24;

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One local date.
    Day,
    /// One month of the calendar.
    Month,
    /// One year of it.
    Year,
}

impl Step {
    /// The step for these days, where there is room for so many of them one by one.
    #[must_use]
    pub fn for_days(days: &[Day], room: usize) -> Self {
        let month = |day: &Day| (day.date.year(), day.date.month());
        if days.len() <= room {
            Self::Day
        } else if days.chunk_by(|a, b| month(a) == month(b)).count() <= MOST_MONTHS {
            Self::Month
        } else {
            Self::Year
        }
    }

    /// "day", "month", "year".
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The days, step by step.
    #[must_use]
    pub fn periods(self, days: &[Day]) -> Vec<Period> {
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
pub struct Period {
    /// Its first date.
    pub first: NaiveDate,
    step: Step,
    /// How many dates.
    pub days: u32,
    /// The window and the day in it, where the step is one day.
    pub of: Option<(u32, u32)>,
    /// Urges.
    pub urges: u32,
    /// The strongest of them, 1 to 5, where one was rated.
    pub strongest: Option<u8>,
    /// Contact that counts.
    pub contacted: u32,
    /// Necessary contact.
    pub necessary: u32,
    /// Messages and calls received.
    pub received: u32,
    /// Each mood logged, 1 to 5, in order.
    pub moods: Vec<u8>,
}

impl Period {
    fn of(days: &[Day], step: Step) -> Option<Self> {
        let sum = |of: fn(&Day) -> u32| days.iter().map(of).sum();
        let first = days.first()?;
        Some(Self {
            first: first.date,
            step,
            days: sum(|_| 1),
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
    #[must_use]
    pub fn name(&self) -> String {
        self.written("%a %-d %b %Y", "%b %Y")
    }

    /// "3 Nov", "Nov 26", "2026": for the foot of a column.
    #[must_use]
    pub fn short(&self) -> String {
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
    #[must_use]
    pub fn mean_mood(&self) -> Option<u32> {
        let cases = u32::try_from(self.moods.len()).ok().filter(|cases| *cases >= LEAST_CASES)?;
        let sum: u32 = self.moods.iter().map(|mood| u32::from(*mood)).sum();
        Some((20 * sum + cases) / (2 * cases))
    }

    /// Whether nothing of that was logged in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { urges, contacted, necessary, received, .. } = self;
        urges + contacted + necessary + received == 0 && self.moods.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, many: usize) -> Vec<Day> {
        let first: NaiveDate = first.parse().unwrap();
        first.iter_days().take(many).map(Day::on).collect()
    }

    #[test]
    fn a_long_stretch_is_told_by_months_and_a_very_long_one_by_years() {
        let step = |first: &str, many: usize| Step::for_days(&days(first, many), 62);
        assert_eq!(step("2026-11-03", 1), Step::Day);
        assert_eq!(step("2026-11-03", 62), Step::Day);
        assert_eq!(step("2026-11-03", 63), Step::Month);
        // 24 months and 25, from and to the middle of one.
        assert_eq!(step("2024-11-15", 715), Step::Month);
        assert_eq!(step("2024-11-15", 740), Step::Year);
        assert_eq!(step("1900-01-01", 50_000), Step::Year);
    }

    #[test]
    fn a_step_has_all_that_its_days_have_and_no_day_is_in_two() {
        let mut days = days("2025-12-30", 40);
        for (index, day) in days.iter_mut().enumerate() {
            day.urges = u32::try_from(index).unwrap();
            day.strongest = (index == 3).then_some(4);
            day.moods = vec![3];
        }
        for (step, first, names) in [
            (Step::Month, 1, vec!["Dec 2025", "Jan 2026", "Feb 2026"]),
            (Step::Year, 1, vec!["2025", "2026"]),
        ] {
            let periods = step.periods(&days);
            assert_eq!(periods.iter().map(Period::name).collect::<Vec<_>>(), names);
            assert_eq!(periods[0].urges, first);
            assert_eq!(periods.iter().map(|it| it.urges).sum::<u32>(), 40 * 39 / 2);
            assert_eq!(periods.iter().map(|it| it.days).sum::<u32>(), 40);
            assert_eq!(periods[1].strongest, Some(4));
            assert_eq!((periods[0].strongest, periods[0].of), (None, None));
        }
        assert_eq!(Step::Day.periods(&days).len(), 40);
    }

    #[test]
    fn a_mean_of_fewer_than_five_moods_is_none() {
        let mean = |moods: &[u8]| {
            let mut days = days("2026-11-03", 1);
            days[0].moods = moods.to_vec();
            Step::Day.periods(&days)[0].mean_mood()
        };
        assert_eq!(mean(&[5, 5, 5, 5]), None);
        assert_eq!(mean(&[1, 2, 3, 4, 5]), Some(30));
        assert_eq!(mean(&[1, 1, 1, 1, 2, 2, 2, 2]), Some(15));
        // 2.666… and 2.25.
        assert_eq!(mean(&[2, 2, 3, 3, 3, 3]), Some(27));
        assert_eq!(mean(&[2, 2, 2, 2, 2, 2, 3, 3]), Some(23));
    }
}
