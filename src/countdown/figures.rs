//! What the person's own numbers say: how strong the last urges were, and how strong afterwards.
//!
//! Owns those figures and their words. They say what was, with how many they were counted over, and
//! nothing of what will be (E2, E33).

use std::fmt;

use chrono::{Days, Duration};

use super::entry::{Entry, Outcome, What};
use super::journal::Journal;
use super::notice::Record;
use super::text::Text;
use super::zone::{Moment, Now};

/// Figures are told of so many urges at least, and at most.
const LEAST: usize = 5;
const MOST: usize = 9;
const COUNTS: [&str; MOST + 1] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// A notice tells them from this day on, once in so many days, and only if something new was added
/// within the same time: who has had quiet days is not reminded of others.
const FROM_DAY: u32 = 10;
const AGAIN: Days = Days::new(7);
const NEWS: Duration = Duration::days(7);

/// The means over the last urges of the window that were given both strengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many urges.
    pub urges: usize,
    /// The mean strength when they were logged, in tenths.
    pub before: usize,
    /// The mean strength when they were answered, in tenths.
    pub after: usize,
    /// When the newest of the answers was given.
    pub newest: Moment,
}

impl Figures {
    /// Whether they went down.
    #[must_use]
    pub fn eased(&self) -> bool {
        self.after < self.before
    }

    /// A text with the figures in its places.
    #[must_use]
    pub fn told(&self, text: Text) -> Text {
        let body = text
            .body
            .replace("{count}", self.count())
            .replace("{before}", &tenths(self.before))
            .replace("{after}", &tenths(self.after));
        Text { body, ..text }
    }

    fn count(&self) -> &'static str {
        COUNTS.get(self.urges).copied().unwrap_or("last")
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (tenths(self.before), tenths(self.after));
        write!(
            f,
            "Your last {} urges rated twice, on average: {before} before, {after} after.",
            self.count()
        )?;
        match self.eased() {
            true => Ok(()),
            false => f.write_str(" That was a loud stretch. nocontact sos has people to talk to."),
        }
    }
}

fn tenths(number: usize) -> String {
    format!("{}.{}", number / 10, number % 10)
}

impl Journal {
    /// The figures of the last nine urges that were rated when they came and when they were
    /// answered; `None` if there are fewer than five.
    #[must_use]
    pub fn figures(&self) -> Option<Figures> {
        let mut rated: Vec<(u8, u8, Moment)> =
            self.in_window().filter_map(|urge| self.rated(urge)).collect();
        rated.sort_by_key(|(.., answered)| *answered);
        let last = rated.get(rated.len().saturating_sub(MOST)..)?;
        if last.len() < LEAST {
            return None;
        }
        let mean = |of: fn(&(u8, u8, Moment)) -> u8| {
            let sum: usize = last.iter().map(|pair| usize::from(of(pair))).sum();
            (20 * sum + last.len()) / (2 * last.len())
        };
        let (.., newest) = *last.last()?;
        let (before, after) = (mean(|pair| pair.0), mean(|pair| pair.1));
        Some(Figures { urges: last.len(), before, after, newest })
    }

    /// An urge's strength, that of its latest answer, and when that was given; contact and looks
    /// are not among the answers.
    fn rated(&self, urge: &Entry) -> Option<(u8, u8, Moment)> {
        let What::Urge { strength: Some(before), .. } = &urge.what else { return None };
        self.entries.iter().rev().find_map(|entry| match &entry.what {
            What::Outcome {
                urge: of,
                outcome: Outcome::Easier | Outcome::Same | Outcome::Stronger,
                strength: Some(after),
            } if *of == urge.id => Some((*before, *after, entry.at)),
            _ => None,
        })
    }

    /// The figures for a notice that is due at `due` on this day of the window, where it is time to
    /// tell them: they went down, there is something new in them, and none of `texts` told them
    /// within a week. After contact kindness comes first.
    #[must_use]
    pub fn figures_due(
        &self,
        texts: &[Text],
        seen: &[Record],
        due: Moment,
        now: &Now,
    ) -> Option<Figures> {
        let day = self.window.as_ref()?.day_on(due.date_naive());
        let told = seen.iter().any(|record| {
            let is_one = texts.iter().any(|text| record.text.as_ref() == Some(&text.id));
            let lately = record.due.date_naive() + AGAIN > due.date_naive();
            is_one && record.was_sent() && lately
        });
        let figures = self.figures()?;
        let new = figures.newest > due - NEWS;
        (day >= FROM_DAY && !told && figures.eased() && new && !self.recent_slip(now))
            .then_some(figures)
    }
}

#[cfg(test)]
mod tests;
