//! What became of the urges: the latest answer to each, and the contact that came after it.
//!
//! Owns when an urge was let pass (design §2). It looks each urge up, however many there are; what
//! is counted of them is the journal's and the picture's.

use std::borrow::Borrow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hash};

use chrono::{DateTime, Duration, Utc};

use super::entry::{Entry, Outcome, What};
use super::zone::Moment;

/// So long contact after an urge belongs to it, and so long an urge with no answer is not judged.
const JUDGED_AFTER: Duration = Duration::hours(24);

/// An answer to an urge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fate {
    /// What became of it.
    pub outcome: Outcome,
    /// The strength afterwards, 1 to 5.
    pub strength: Option<u8>,
    /// When it was answered.
    pub at: Moment,
}

/// The latest answer to each urge, and all contact that counts. `Id` is how an urge is named: by
/// the journal's own text, or by a copy of it where the entries do not stay.
#[derive(Debug, Clone)]
pub struct Fates<Id> {
    // Each urge of a long history is looked up; the hasher asks the system for nothing.
    answers: HashMap<Id, Fate, BuildHasherDefault<DefaultHasher>>,
    contacts: BTreeSet<DateTime<Utc>>,
}

impl<Id> Default for Fates<Id> {
    fn default() -> Self {
        Self { answers: HashMap::default(), contacts: BTreeSet::new() }
    }
}

impl<Id: Borrow<str> + Hash + Eq> Fates<Id> {
    /// Takes note of an entry; of two answers to one urge the one that comes here later holds.
    pub fn add<'e>(&mut self, entry: &'e Entry)
    where
        Id: From<&'e str>,
    {
        match &entry.what {
            What::Outcome { urge, outcome, strength } => {
                let fate = Fate { outcome: *outcome, strength: *strength, at: entry.at };
                self.answered(Id::from(urge), fate);
            }
            What::Contacted { necessary: false } => self.contacted(entry.at),
            _ => {}
        }
    }

    /// Takes note of an answer to an urge.
    pub fn answered(&mut self, urge: Id, fate: Fate) {
        self.answers.insert(urge, fate);
    }

    /// Takes note of contact that counts.
    pub fn contacted(&mut self, at: Moment) {
        self.contacts.insert(at.to_utc());
    }

    /// The latest answer to an urge.
    #[must_use]
    pub fn of(&self, urge: &str) -> Option<Fate> {
        self.answers.get(urge).copied()
    }

    /// Whether an urge was let pass: answered easier, same or stronger, or not answered, with no
    /// contact that counts in the 24 h after it. One with no answer is judged only when those are
    /// over: until then `None`, unless contact came.
    #[must_use]
    pub fn let_pass(&self, urge: &str, at: Moment, now: Moment) -> Option<bool> {
        self.passed(self.of(urge), at, now)
    }

    /// The same of an urge whose latest answer is at hand.
    #[must_use]
    pub fn passed(&self, fate: Option<Fate>, at: Moment, now: Moment) -> Option<bool> {
        let (from, until) = (at.to_utc(), at.to_utc() + JUDGED_AFTER);
        if self.contacts.range(from..until).next().is_some() {
            return Some(false);
        }
        match fate.map(|fate| fate.outcome) {
            Some(Outcome::Easier | Outcome::Same | Outcome::Stronger) => Some(true),
            Some(Outcome::Peeked | Outcome::Contacted) => Some(false),
            None => (now >= until).then_some(true),
        }
    }
}

#[cfg(test)]
mod tests;
