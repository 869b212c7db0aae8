//! What a stretch of the history adds up to: its days, and the figures of everything logged in it.
//!
//! Owns each figure that `stats` and `report` show, and what is counted over what. It says nothing
//! of what will be, gives no score, and words nothing (E2, E33).

mod gather;
mod periods;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::entry::{Outcome, ReceivedKind};
use super::journal::Days;
use super::window::Window;
use super::zone::{Moment, Now};

pub use gather::{Gathering, Known};
pub use periods::{Period, Step};

/// A share of fewer cases than this says nothing (E33).
pub const LEAST_CASES: u32 = 5;

/// A stretch of the history: both moments belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From this moment …
    pub from: Moment,
    /// … to this one, by the second.
    pub until: Moment,
}

impl Span {
    /// Whether a moment lies in it.
    #[must_use]
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && at <= self.until
    }
}

/// Everything that `stats` and `report` show of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is a picture of.
    pub span: Span,
    /// The windows that have a part in the span, oldest first, each as a whole: up to now, or to
    /// its closing.
    pub windows: Vec<(Window, Days)>,
    /// Each local date from the first to the last, with nothing left out.
    pub days: Vec<Day>,
    /// The urges.
    pub urges: Urges,
    /// How often each mood from 1 to 5 was logged.
    pub moods: [u32; 5],
    /// How often something was received of each kind, in the glossary's order; `None`, the last,
    /// is what was logged without a kind.
    pub received: Vec<(Option<ReceivedKind>, u32)>,
    /// Contact that counts.
    pub contacted: u32,
    /// Necessary contact.
    pub necessary: u32,
    /// Entries that are words alone.
    pub notes: u32,
}

impl Picture {
    /// The picture of a span of which nothing was kept.
    #[must_use]
    pub fn empty(span: Span, now: &Now) -> Self {
        Gathering::new(span, &Known::default(), *now).picture()
    }
}

/// One local date, by the clock where each entry was logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// Its window, by number, and its day in it; `None` where no window holds it.
    pub of: Option<(u32, u32)>,
    /// Whether the day is worth marking (design §4).
    pub milestone: bool,
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

impl Day {
    fn on(date: NaiveDate) -> Self {
        let moods = Vec::new();
        let (of, milestone, strongest) = (None, false, None);
        let (urges, contacted, necessary, received) = (0, 0, 0, 0);
        Self { date, of, milestone, urges, strongest, contacted, necessary, received, moods }
    }

    /// Whether nothing that a day shows was logged on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let counts = [self.urges, self.contacted, self.necessary, self.received];
        counts == [0; 4] && self.moods.is_empty()
    }
}

/// What the urges of a span add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Urges {
    /// All that were logged.
    pub logged: u32,
    /// Those let pass (design §2).
    pub let_pass: u32,
    /// Those with no answer whose 24 h are not over: nothing is said of them yet.
    pub not_judged: u32,
    /// The latest answer to each: how many have this one; `None` is no answer.
    pub outcomes: BTreeMap<Option<Outcome>, u32>,
    /// By weekday, Monday first, and hour of the day; those known to the day alone are in none.
    pub hours: [[u32; 24]; 7],
    /// By feeling, as it was typed but in lower case: most first, then by the word.
    pub feelings: Vec<(String, u32)>,
    /// By trigger, likewise.
    pub triggers: Vec<(String, u32)>,
    /// How many had each strength from 1 to 5 when they were logged.
    pub before: [u32; 5],
    /// How many had each strength from 1 to 5 when they were answered last.
    pub after: [u32; 5],
    /// Those that have both strengths.
    pub rated_twice: RatedTwice,
    /// What happened between an urge and the answer that it had eased.
    pub eased: Eased,
}

impl Urges {
    /// How many are known to the day alone.
    #[must_use]
    pub fn of_no_hour(&self) -> u32 {
        self.logged.saturating_sub(self.hours.iter().flatten().sum())
    }
}

/// The urges that were rated when they came and when they were answered last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RatedTwice {
    /// How many.
    pub urges: u32,
    /// The sum of their strengths when they came.
    pub before: u32,
    /// The sum of their strengths afterwards.
    pub after: u32,
    /// Those that were lower afterwards.
    pub lower: u32,
    /// Those that were as before.
    pub same: u32,
    /// Those that were higher.
    pub higher: u32,
}

impl RatedTwice {
    fn add(&mut self, before: u8, after: u8) {
        self.urges += 1;
        self.before += u32::from(before);
        self.after += u32::from(after);
        match after.cmp(&before) {
            Ordering::Less => self.lower += 1,
            Ordering::Equal => self.same += 1,
            Ordering::Greater => self.higher += 1,
        }
    }

    /// The means before and after, in tenths, rounded half up; `None` under five cases.
    #[must_use]
    pub fn means(&self) -> Option<(u32, u32)> {
        let mean = |sum: u32| (20 * sum + self.urges) / (2 * self.urges);
        (self.urges >= LEAST_CASES).then(|| (mean(self.before), mean(self.after)))
    }
}

/// The urges whose latest answer was *easier*, and what the user had done by then. Nothing here says
/// that one came of the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Eased {
    /// How many eased.
    pub urges: u32,
    /// Before how many of them, and after the urge, a suggestion was answered *done*: by the text's
    /// id. An urge counts once for each text.
    pub done: BTreeMap<String, u32>,
    /// Before how many of them words were written down.
    pub wrote: u32,
    /// Before how many of them nothing of that was logged.
    pub nothing: u32,
}
