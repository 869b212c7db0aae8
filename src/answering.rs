//! What an answer does to the record, whoever gives it: a button of a notification, or `answer`.
//!
//! Owns which question an answer is for and what follows from it. It saves nothing and says
//! nothing: it makes changes, and its callers write and speak.

use std::fmt;

use chrono::{DateTime, Days, Timelike as _, Utc};

use crate::catalogue::Catalogue;
use crate::countdown::choose::{Place, Reader, Slot, suggestion, time_of_day};
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::journal::Journal;
use crate::countdown::notice::{NoticeKind, Record, Reply, State};
use crate::countdown::plan::{NotLater, may_put_off};
use crate::countdown::questions::Question;
use crate::countdown::text::{Category, Pool, Text};
use crate::countdown::zone::{Moment, Now};
use crate::settings::Settings;
use crate::store::{Change, new_id};

/// Texts shown in so many days decide what is suggested next.
const REMEMBER: Days = Days::new(60);

/// Since when it has to be known which texts were shown.
#[must_use]
pub fn remembered(now: &Now) -> DateTime<Utc> {
    now.utc() - REMEMBER
}

/// Which question an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<'a> {
    /// The newest that takes it.
    Newest,
    /// The one that the notice with this key asked.
    Notice(&'a str),
}

impl To<'_> {
    fn is(self, key: &str) -> bool {
        match self {
            Self::Newest => true,
            Self::Notice(of) => of == key,
        }
    }
}

/// Why an answer cannot be taken. None of these loses anything: the question stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// No open question takes it, or not any more.
    NothingOpen,
    /// With no window open nothing comes by itself, so nothing can come later.
    NoWindow,
    /// It cannot come again in an hour.
    Later(NotLater),
    /// Notices are paused until after that hour.
    Paused,
    /// There is no other text that may be suggested.
    NothingLeft,
}

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingOpen => "no open question takes this answer",
            Self::NoWindow => "with no window open nothing comes by itself",
            Self::Later(NotLater::Often) => "this one was put off twice already",
            Self::Later(NotLater::Quiet) => "an hour from now is in your quiet hours",
            Self::Later(NotLater::Ended) => "an hour from now the window is complete",
            Self::Paused => "notices are paused",
            Self::NothingLeft => {
                "nothing is left to suggest: your settings, your situation and what you hid leave \
                 no text"
            }
        })
    }
}

impl std::error::Error for NotTaken {}

/// A suggestion, and the record that it was shown.
#[derive(Debug, Clone)]
pub struct Offer {
    /// What is suggested.
    pub text: Text,
    /// Its row in the ledger, so that it is not repeated and can be answered.
    pub record: Record,
}

/// An open suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The key of its notice.
    pub key: String,
    /// The text it carried.
    pub text: Option<String>,
}

/// Makes changes of answers that are given at `now`.
#[derive(Clone, Copy)]
pub struct Answering<'a> {
    /// The settings that hold.
    pub settings: &'a Settings,
    /// All that can be suggested.
    pub catalogue: &'a Catalogue,
    /// When the answer is given.
    pub now: &'a Now<'a>,
}

impl Answering<'_> {
    /// The open questions, newest first.
    #[must_use]
    pub fn questions(&self, journal: &Journal) -> Vec<Question> {
        journal.questions(self.settings.schedule().question_delay(), self.now)
    }

    /// A new entry of now.
    #[must_use]
    pub fn entry(&self, what: What) -> Entry {
        Entry { id: new_id(), at: self.now.at, logged_at: self.now.at, what, note: None }
    }

    /// The outcome of the urge that was asked about, and when that urge was.
    pub fn outcome(
        &self,
        journal: &Journal,
        to: To,
        outcome: Outcome,
        strength: Option<u8>,
    ) -> Result<(Entry, Moment), NotTaken> {
        let asked = match to {
            To::Newest => self.open_urge(journal),
            To::Notice(key) => {
                let delay = self.settings.schedule().question_delay();
                let open = !journal.is_over(key, delay, self.now);
                let round = journal.round_of(key, delay).filter(|_| open);
                round.map(|round| (round.urge, round.urge_at))
            }
        };
        let (urge, at) = asked.ok_or(NotTaken::NothingOpen)?;
        Ok((self.entry(What::Outcome { urge, outcome, strength }), at))
    }

    /// The newest urge that is open, or will be asked about once more: whoever knows the answer now
    /// need not wait.
    fn open_urge(&self, journal: &Journal) -> Option<(String, Moment)> {
        let asked = |question| match question {
            Question::Urge { id, at } => Some((id, at)),
            _ => None,
        };
        self.questions(journal).into_iter().find_map(asked).or_else(|| {
            let rounds = journal.rounds(self.settings.schedule().question_delay());
            let newest = rounds.into_iter().next_back()?;
            let waits = newest.second && newest.answered.is_none() && newest.due > self.now.at;
            waits.then_some((newest.urge, newest.urge_at))
        })
    }

    /// Whether it is asked how the day was.
    pub fn asks_mood(&self, journal: &Journal, to: To) -> Result<(), NotTaken> {
        let asked = |question: &Question| match question {
            Question::Mood { key, .. } => to.is(key),
            _ => false,
        };
        match self.questions(journal).iter().any(asked) {
            true => Ok(()),
            false => Err(NotTaken::NothingOpen),
        }
    }

    /// A mood, as the answer to the question how the day was.
    pub fn mood(&self, journal: &Journal, to: To, mood: u8) -> Result<Entry, NotTaken> {
        self.asks_mood(journal, to)?;
        Ok(self.entry(What::Mood { mood }))
    }

    /// The suggestion that is open.
    pub fn suggestion(&self, journal: &Journal, to: To) -> Result<Open, NotTaken> {
        let open = |question| match question {
            Question::Suggestion { key, text, .. } => to.is(&key).then_some(Open { key, text }),
            _ => None,
        };
        self.questions(journal).into_iter().find_map(open).ok_or(NotTaken::NothingOpen)
    }

    /// The end of the open window, asked to be looked back at; `None` if that was so before, or
    /// its notice is still to come. A window that was closed or extended has no end to look back
    /// at.
    pub fn review(&self, journal: &Journal, to: To) -> Result<Option<Change>, NotTaken> {
        let open = journal.window.as_ref().filter(|window| window.is_complete(self.now));
        let window = open.ok_or(NotTaken::NothingOpen)?;
        let end = journal.ledger.iter().rev().find(|record| {
            record.kind == NoticeKind::End
                && record.window == window.id
                && record.was_sent()
                && to.is(&record.key)
        });
        match (end, to) {
            (Some(end), _) if end.answer.is_none() => Ok(Some(self.reply(&end.key, Reply::Review))),
            (None, To::Notice(_)) => Err(NotTaken::NothingOpen),
            _ => Ok(None),
        }
    }

    /// The answer to the notice with this key.
    #[must_use]
    pub fn reply(&self, key: &str, reply: Reply) -> Change {
        Change::Answer { key: key.to_owned(), reply, at: self.now.at }
    }

    /// When a suggestion put off now comes again.
    pub fn later(&self, journal: &Journal, key: &str) -> Result<Moment, NotTaken> {
        let window = journal.window.as_ref().ok_or(NotTaken::NoWindow)?;
        let schedule = self.settings.schedule();
        let due =
            may_put_off(key, self.now.at, window, &schedule, self.now).map_err(NotTaken::Later)?;
        match journal.about.paused_until {
            Some(until) if due < until => Err(NotTaken::Paused),
            _ => Ok(due),
        }
    }

    /// Chooses a suggestion for now, given the records of the texts shown lately; on a screen that
    /// others may see only from the `discreet` ones.
    pub fn offer(
        &self,
        journal: &Journal,
        seen: &[Record],
        category: Option<Category>,
        discreet: bool,
    ) -> Result<Offer, NotTaken> {
        let date = self.now.date();
        let asked =
            |record: &&Record| record.kind == NoticeKind::Asked && record.due.date_naive() == date;
        let place = self.place(journal, seen.iter().filter(asked).count());
        let name = format!("{}-{}", NoticeKind::Asked, place.turn);
        let slot = Slot {
            window: place.window,
            date,
            name: &name,
            time: place.time,
            day: place.day,
            lately: journal.lately(self.now.at, self.now),
        };
        let without = &self.settings.suggestions.without;
        let reader = Reader { about: &journal.about, without, discreet };
        let mut texts = self.catalogue.pool(Pool::Suggestion);
        texts.retain(|text| category.is_none_or(|category| text.category == category));
        let text = suggestion(&texts, &reader, seen, &slot).ok_or(NotTaken::NothingLeft)?.clone();
        Ok(Offer { record: self.shown(&text, &place), text })
    }

    /// Where in the window a text is said now, after `turn` others.
    #[must_use]
    pub fn place(&self, journal: &Journal, turn: usize) -> Place {
        Place {
            window: journal.window.as_ref().map_or(0, |window| window.id),
            day: journal.standing(self.now).map_or(0, |standing| standing.day),
            time: time_of_day(self.now.at.hour()),
            turn,
        }
    }

    /// That a text was shown now, because it was asked for.
    fn shown(&self, text: &Text, place: &Place) -> Record {
        let (kind, window) = (NoticeKind::Asked, place.window);
        let time = self.now.at.format("%H%M%S");
        Record {
            key: format!("{window}/{kind}/{}T{time}-{}", self.now.date(), place.turn),
            window,
            kind,
            due: self.now.at,
            state: State::Shown,
            at: self.now.utc(),
            attempts: 1,
            text: Some(text.id.clone()),
            why: None,
            answer: None,
        }
    }
}

#[cfg(test)]
mod tests;
