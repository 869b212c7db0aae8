//! How the person has been lately, as far as the entries tell.
//!
//! Owns the signs that the choice of a text goes by: yesterday's mood, contact, rumination, and the
//! hour in which urges come (programme D.3, D.4, E9). It chooses nothing.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate, Timelike as _};

use super::entry::{Entry, What};
use super::journal::Journal;
use super::zone::{Moment, Now};

/// What the choice of a text goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lately {
    /// Yesterday's mood, 1 to 5.
    pub mood: Option<u8>,
    /// Whether contact that counts was made in the last 24 h.
    pub slip: bool,
    /// Whether there was a sign of rumination in the last 48 h.
    pub ruminates: bool,
    /// Whether the hour in which most urges come begins within 60 min.
    pub before_peak: bool,
}

impl Lately {
    /// Whether yesterday felt low.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.mood.is_some_and(|mood| mood <= 2)
    }
}

/// So many urges a day, on so many days in a row, are a sign of rumination (E9), and it holds for
/// so long.
const URGES: usize = 4;
const IN_A_ROW: u64 = 3;
const HOLDS: Duration = Duration::hours(48);
/// How a feeling or a trigger begins that is such a sign by itself.
const TAGS: [&str; 3] = ["ruminat", "brood", "overthink"];

/// Urges of so many days tell the hour they come in, if it holds so many and so many in a hundred
/// of them.
const PEAK_DAYS: Duration = Duration::days(10);
const PEAK_LEAST: usize = 3;
const PEAK_PERCENT: usize = 30;
/// A slot this long before the hour of most urges is for what helps then.
const BEFORE_PEAK: u32 = 60;

impl Journal {
    /// How the person has been, for a notice that is due at `due` and written at `now`.
    #[must_use]
    pub fn lately(&self, due: Moment, now: &Now) -> Lately {
        let yesterday = due.date_naive().pred_opt();
        Lately {
            mood: yesterday.and_then(|date| self.mood_on(date)),
            slip: self.recent_slip(now),
            ruminates: self.ruminates(now),
            before_peak: self.peak(now).is_some_and(|hour| is_before(due, hour)),
        }
    }

    fn urges_until(&self, now: &Now) -> impl Iterator<Item = &Entry> {
        let until = now.at;
        self.entries
            .iter()
            .filter(move |entry| entry.at <= until && matches!(entry.what, What::Urge { .. }))
    }

    /// Whether there was a sign of rumination in the 48 h before `now`.
    fn ruminates(&self, now: &Now) -> bool {
        let from = now.at - HOLDS;
        let mut days: BTreeMap<NaiveDate, (usize, Moment)> = BTreeMap::new();
        for urge in self.urges_until(now) {
            if urge.at > from && is_tagged(urge) {
                return true;
            }
            let (urges, last) = days.entry(urge.at.date_naive()).or_insert((0, urge.at));
            *urges += 1;
            *last = urge.at.max(*last);
        }
        let many = |date: NaiveDate| days.get(&date).is_some_and(|(urges, _)| *urges >= URGES);
        days.iter().any(|(date, (_, last))| {
            *last > from && (0..IN_A_ROW).all(|back| many(*date - Days::new(back)))
        })
    }

    /// The hour in which most urges of the last ten days came, each hour smoothed with its
    /// neighbours (1/4, 1/2, 1/4); `None` unless so smoothed it still holds three of them, and
    /// three in ten.
    fn peak(&self, now: &Now) -> Option<u32> {
        let from = now.at - PEAK_DAYS;
        let mut hours = [0_usize; 24];
        let mut all = 0;
        for urge in self.urges_until(now).filter(|urge| urge.at > from) {
            *hours.get_mut(usize::try_from(urge.at.hour()).ok()?)? += 1;
            all += 1;
        }
        let near = |hour: usize| hours.get(hour % 24).copied().unwrap_or(0);
        let quarters = |hour: usize| near(hour + 23) + 2 * near(hour) + near(hour + 1);
        let top = (0..24).rev().max_by_key(|hour| quarters(*hour))?;
        let holds =
            quarters(top) >= 4 * PEAK_LEAST && 100 * quarters(top) >= PEAK_PERCENT * 4 * all;
        holds.then(|| u32::try_from(top).ok()).flatten()
    }
}

fn is_tagged(urge: &Entry) -> bool {
    let What::Urge { feeling, trigger, .. } = &urge.what else { return false };
    [feeling, trigger].into_iter().flatten().any(|words| {
        let words = words.to_lowercase();
        words
            .split(|c: char| !c.is_alphabetic())
            .any(|word| TAGS.iter().any(|tag| word.starts_with(tag)))
    })
}

/// Whether an hour of the day begins within 60 min of a moment.
fn is_before(at: Moment, hour: u32) -> bool {
    let minute = at.hour() * 60 + at.minute();
    (hour * 60 + 24 * 60 - minute) % (24 * 60) <= BEFORE_PEAK
}

#[cfg(test)]
mod tests;
