//! What has happened, and what it adds up to: the facts, and the figures that follow from them.
//!
//! Owns every figure that `status` shows. It plans nothing and reads no clock; the questions that
//! stand open are in `questions`.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::entry::{Entry, Outcome, What};
use super::fates::Fates;
use super::notice::Record;
use super::policy::{Policy, Situation};
use super::window::{Standing, Window, days_between};
use super::zone::{Moment, Now};

/// An if-then plan in the user's own words (E5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// A small number, never used twice, by which it can be removed.
    pub id: u32,
    /// The sentence, as typed.
    pub text: String,
}

/// Situations that were left, and hold all the same for a while (programme C.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Which.
    pub situations: BTreeSet<Situation>,
    /// Until when they hold.
    pub at: DateTime<Utc>,
}

/// What the user told the program about themselves; every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// If-then plans, oldest first.
    pub plans: Vec<Plan>,
    /// What the user said about safety.
    pub situations: BTreeSet<Situation>,
    /// Those among them that are being left: see [`About::as_of`].
    pub leaving: Option<Leaving>,
    /// Someone to call, in the user's words.
    pub person: Option<String>,
    /// Two letters for the help lines to show first.
    pub country: Option<String>,
    /// Ids of texts that are never to be shown again.
    pub hidden: BTreeSet<String>,
    /// Until when notices are paused.
    pub paused_until: Option<DateTime<Utc>>,
}

impl About {
    /// What the situations permit.
    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy::new(self.situations.iter().copied())
    }

    /// As it holds at this moment: without what was left before it.
    #[must_use]
    pub fn as_of(mut self, now: DateTime<Utc>) -> Self {
        if let Some(left) = self.leaving.take_if(|leaving| leaving.at <= now) {
            self.situations = &self.situations - &left.situations;
        }
        self
    }

    /// With these told as well, at once; told again, none of them is being left any more.
    #[must_use]
    pub fn entering(mut self, told: &BTreeSet<Situation>) -> Self {
        self.situations = &self.situations | told;
        if let Some(leaving) = &mut self.leaving {
            leaving.situations = &leaving.situations - told;
        }
        self.leaving = self.leaving.filter(|leaving| !leaving.situations.is_empty());
        self
    }

    /// Without these: at once, or where that is slow, from `at` on. One that is being left already
    /// is left when it was to be.
    #[must_use]
    pub fn left(mut self, gone: &BTreeSet<Situation>, at: DateTime<Utc>) -> Self {
        let slowly = self.left_slowly(gone);
        self.situations.retain(|situation| situation.is_left_slowly() || !gone.contains(situation));
        if slowly.is_empty() {
            return self;
        }
        let before = self.leaving.take();
        let at = before.as_ref().map_or(at, |before| before.at.max(at));
        let situations = before.map_or(slowly.clone(), |before| &before.situations | &slowly);
        self.leaving = Some(Leaving { situations, at });
        self
    }

    /// Those of `gone` that hold, are slow to leave, and are not being left yet.
    #[must_use]
    pub fn left_slowly(&self, gone: &BTreeSet<Situation>) -> BTreeSet<Situation> {
        let leaving = self.leaving.as_ref();
        let is_leaving = |it: &Situation| leaving.is_some_and(|all| all.situations.contains(it));
        let slow = (&self.situations & gone).into_iter().filter(|it| it.is_left_slowly());
        slow.filter(|it| !is_leaving(it)).collect()
    }
}

/// The facts that the present follows from: the open window, what happened since its start and
/// lately, what the user told, and what became of the notices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// The open window.
    pub window: Option<Window>,
    /// Live entries since the window's start, and of the last two days in any case, by time.
    pub entries: Vec<Entry>,
    /// What the user told.
    pub about: About,
    /// What became of the notices: those of the last days, and all that stand unanswered.
    pub ledger: Vec<Record>,
}

/// The days of a window and how they went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Days 1 to today.
    pub passed: u32,
    /// Those among them without contact.
    pub without_contact: u32,
    /// The most of them in a row.
    pub longest_stretch: u32,
    /// Calendar days since the latest contact that counts, the last contact included.
    pub since_contact: u32,
}

impl Days {
    /// How the days of a window went up to `now`, with the contact that counts which was made in
    /// it (design §3).
    #[must_use]
    pub fn of(window: &Window, contacts: &[Moment], now: &Now) -> Self {
        let passed = window.standing(now).day;
        let dates: BTreeSet<NaiveDate> = contact_dates(window, contacts.iter().copied()).collect();
        let days = dates.into_iter().map(|date| window.day_on(date)).filter(|day| *day <= passed);
        let (mut longest, mut before, mut with) = (0, 0, 0);
        for day in days {
            longest = longest.max(day - before - 1);
            before = day;
            with += 1;
        }
        let latest = contacts.iter().max().map_or(window.first_date(), Moment::date_naive);
        Self {
            passed,
            without_contact: passed - with,
            longest_stretch: longest.max(passed - before),
            since_contact: days_between(latest, now.date()),
        }
    }
}

/// The dates of this contact that lie after the day of last contact.
fn contact_dates(
    window: &Window,
    contacts: impl Iterator<Item = Moment>,
) -> impl Iterator<Item = NaiveDate> {
    let first = window.first_date();
    contacts.map(|at| at.date_naive()).filter(move |date| *date > first)
}

/// How the urges of a window went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Urges {
    /// All that were logged.
    pub logged: u32,
    /// Those let pass: answered easier, same or stronger, or not answered, with no contact that
    /// counts in the 24 h after.
    pub let_pass: u32,
}

impl Journal {
    /// When something was logged or came up last, whatever the clock shows now.
    #[must_use]
    pub fn newest(&self) -> Option<DateTime<Utc>> {
        let logged = self.entries.iter().map(|entry| entry.logged_at.to_utc());
        logged.chain(self.ledger.iter().map(|record| record.at)).max()
    }

    /// What help goes by where the facts cannot be read: nothing is known of safety, so every
    /// situation is taken to hold.
    #[must_use]
    pub fn unreadable() -> Self {
        let situations = Situation::ALL.iter().copied().collect();
        let about = About { situations, ..About::default() };
        Self { about, ..Self::default() }
    }

    /// The entries that belong to the open window: those its time holds.
    pub fn in_window(&self) -> impl Iterator<Item = &Entry> {
        let since = self.window.as_ref().map(|window| window.since);
        self.entries.iter().filter(move |entry| since.is_some_and(|since| entry.at >= since))
    }

    /// Where the open window stands.
    #[must_use]
    pub fn standing(&self, now: &Now) -> Option<Standing> {
        self.window.as_ref().map(|window| window.standing(now))
    }

    /// Local dates after the day of last contact on which contact that counts was made.
    #[must_use]
    pub fn contact_dates(&self) -> BTreeSet<NaiveDate> {
        self.window
            .as_ref()
            .map_or_else(BTreeSet::new, |window| contact_dates(window, self.contacts()).collect())
    }

    fn contacts(&self) -> impl Iterator<Item = Moment> {
        self.in_window().filter(|entry| entry.is_contact()).map(|entry| entry.at)
    }

    /// How the days of the open window went; `None` without one.
    #[must_use]
    pub fn days(&self, now: &Now) -> Option<Days> {
        let window = self.window.as_ref()?;
        Some(Days::of(window, &self.contacts().collect::<Vec<_>>(), now))
    }

    /// How the urges of the open window went.
    #[must_use]
    pub fn urges(&self, now: &Now) -> Urges {
        let mut fates = Fates::<&str>::default();
        self.entries.iter().for_each(|entry| fates.add(entry));
        let mut urges = Urges::default();
        for urge in self.in_window().filter(|entry| matches!(entry.what, What::Urge { .. })) {
            urges.logged += 1;
            let let_pass = fates.let_pass(&urge.id, urge.at, now.at) == Some(true);
            urges.let_pass += u32::from(let_pass);
        }
        urges
    }

    /// The latest outcome of an urge.
    #[must_use]
    pub fn outcome_of(&self, urge: &str) -> Option<Outcome> {
        self.entries.iter().rev().find_map(|entry| match &entry.what {
            What::Outcome { urge: of, outcome, .. } if of == urge => Some(*outcome),
            _ => None,
        })
    }

    /// The latest mood logged on `date`, 1 to 5.
    #[must_use]
    pub fn mood_on(&self, date: NaiveDate) -> Option<u8> {
        self.entries.iter().rev().find_map(|entry| match entry.what {
            What::Mood { mood } if entry.at.date_naive() == date => Some(mood),
            _ => None,
        })
    }

    /// Whether contact that counts was made in the 24 h before `now`.
    #[must_use]
    pub fn recent_slip(&self, now: &Now) -> bool {
        let from = now.at - Duration::hours(24);
        self.entries
            .iter()
            .any(|entry| entry.is_contact() && entry.at >= from && entry.at <= now.at)
    }
}

#[cfg(test)]
mod tests;
