//! What stands open: follow-ups of urges, suggestions and the mood question.
//!
//! Owns when a question opens, what closes it and when it lapses. It asks nobody; the plan sends
//! the notices and the CLI prints the questions.

use chrono::Duration;

use super::entry::{Entry, EntryId, Outcome, What};
use super::journal::Journal;
use super::notice::{NoticeKind, Record, State, first_of};
use super::zone::{Moment, Now};

/// After this long an unanswered question is no longer asked (design §5).
pub const LAPSE: Duration = Duration::hours(24);

/// A welcome has been seen by then, or will not be missed.
const WELCOME: Duration = Duration::hours(1);

/// One follow-up: it stands for every urge logged until it is due, and comes once more after
/// *same* or *stronger*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The entry that caused it, which names its notice: the first urge, or the outcome that asked
    /// for a second round.
    pub entry: EntryId,
    /// The newest urge it asks about, and when that was.
    pub urge: EntryId,
    /// When that urge was.
    pub urge_at: Moment,
    /// The urges before it that it asks about too.
    pub earlier: Vec<EntryId>,
    /// When the follow-up is due.
    pub due: Moment,
    /// Whether its time had already passed when the entry was logged.
    pub logged_late: bool,
    /// Whether this is the second and last round.
    pub second: bool,
    /// What the answer was.
    pub answered: Option<Outcome>,
}

/// A question that can be answered now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// How is the urge?
    Urge {
        /// The urge asked about.
        id: EntryId,
        /// When it was.
        at: Moment,
    },
    /// What about the suggestion?
    Suggestion {
        /// The ledger key of its notice.
        key: String,
        /// The text it carried.
        text: Option<String>,
        /// When it was shown.
        at: Moment,
    },
    /// How was the day, 1 to 5?
    Mood {
        /// The ledger key of the notice that asked.
        key: String,
        /// When it was asked.
        at: Moment,
    },
}

impl Question {
    /// When it was opened: the newest is answered first.
    #[must_use]
    pub fn at(&self) -> Moment {
        match self {
            Self::Urge { at, .. } | Self::Suggestion { at, .. } | Self::Mood { at, .. } => *at,
        }
    }

    /// The word for its kind in JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Urge { .. } => "urge",
            Self::Suggestion { .. } => "suggestion",
            Self::Mood { .. } => "mood",
        }
    }
}

impl Journal {
    /// Every follow-up that the urges and outcomes ask for, oldest first; `after` an urge or after
    /// an outcome that asks for a second round (E2, E3).
    #[must_use]
    pub fn rounds(&self, after: Duration) -> Vec<Round> {
        let mut rounds: Vec<Round> = Vec::new();
        // In the order in which they became known: what is logged later changes no answer.
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.logged_at);
        for entry in entries {
            match &entry.what {
                What::Urge { .. } if self.came_with_its_outcome(entry) => {}
                What::Urge { .. } => take_urge(&mut rounds, entry, after),
                What::Outcome { urge, outcome, .. } => {
                    take_outcome(&mut rounds, entry, urge, *outcome, after);
                }
                _ => {}
            }
        }
        rounds
    }

    /// Whether an urge was logged as a look at a profile: there is nothing to ask about it.
    fn came_with_its_outcome(&self, urge: &Entry) -> bool {
        self.entries.iter().any(|entry| match &entry.what {
            What::Outcome { urge: of, outcome: Outcome::Peeked, .. } => {
                *of == urge.id && entry.logged_at == urge.logged_at
            }
            _ => false,
        })
    }

    /// The open questions, newest first. `after` is the follow-up's delay: a second round is asked
    /// only once it is due.
    #[must_use]
    pub fn questions(&self, after: Duration, now: &Now) -> Vec<Question> {
        let from = now.at - LAPSE;
        let mut open: Vec<Question> = self
            .rounds(after)
            .into_iter()
            .filter(|round| round.answered.is_none() && round.urge_at > from)
            .filter(|round| !round.second || round.due <= now.at)
            .map(|round| Question::Urge { id: round.urge, at: round.urge_at })
            .collect();
        open.extend(self.open_suggestion(now));
        open.extend(self.open_mood(now));
        open.sort_by_key(|question| std::cmp::Reverse(question.at()));
        open
    }

    /// The round that the follow-up with this key asks about.
    #[must_use]
    pub fn round_of(&self, key: &str, after: Duration) -> Option<Round> {
        let (kind, entry) = key.split_once('/')?;
        let is_follow_up = kind == NoticeKind::FollowUp.word();
        self.rounds(after).into_iter().find(|round| is_follow_up && round.entry == entry)
    }

    /// Whether the notice with this key asks about nothing any more: it was answered or taken back,
    /// another took its place, its window goes on, or it lapsed; or, of one that asks nothing, that
    /// its time has passed. One that nobody is sure was shown is not over yet.
    #[must_use]
    pub fn is_over(&self, key: &str, after: Duration, now: &Now) -> bool {
        if let Some(round) = self.round_of(key, after) {
            return round.answered.is_some() || round.urge_at <= now.at - LAPSE;
        }
        let Some(record) = self.ledger.iter().find(|record| record.key == key) else { return true };
        match record.kind {
            NoticeKind::FollowUp => true,
            NoticeKind::Welcome => now.utc() >= record.at + WELCOME,
            NoticeKind::Milestone => record.due.date_naive() < now.date(),
            NoticeKind::End => record.answer.is_some() || !self.has_ended(record.window, now),
            _ if record.state != State::Shown => false,
            _ => !self.questions(after, now).iter().any(
                |question| matches!(question, Question::Suggestion { key: open, .. } if open == key),
            ),
        }
    }

    /// The same for the mood that an evening notice asked.
    #[must_use]
    pub fn is_mood_over(&self, key: &str, after: Duration, now: &Now) -> bool {
        !self
            .questions(after, now)
            .iter()
            .any(|question| matches!(question, Question::Mood { key: open, .. } if open == key))
    }

    /// Whether this is the open window and it is complete; extended, it is not any more.
    fn has_ended(&self, window: u32, now: &Now) -> bool {
        self.window.as_ref().is_some_and(|open| open.id == window && open.is_complete(now))
    }

    /// The newest suggestion that was shown: an older one is no longer asked about.
    fn open_suggestion(&self, now: &Now) -> Option<Question> {
        let newest = self.newest_shown(now, NoticeKind::is_suggestion)?;
        newest.answer.is_none().then(|| Question::Suggestion {
            key: newest.key.clone(),
            text: newest.text.clone(),
            at: now.here(newest.at),
        })
    }

    fn open_mood(&self, now: &Now) -> Option<Question> {
        let asked = self.newest_shown(now, |kind| kind == NoticeKind::Evening)?;
        let open = !self.mood_told(&asked.key);
        open.then(|| Question::Mood { key: asked.key.clone(), at: now.here(asked.at) })
    }

    /// Whether a mood was told since the evening of this notice asked for it first: put off, it
    /// comes again, but asks for no second one.
    pub(super) fn mood_told(&self, key: &str) -> bool {
        let same = |record: &&Record| first_of(&record.key) == first_of(key) && record.was_sent();
        let first = self.ledger.iter().filter(same).map(|record| record.at).min();
        let told = |entry: &Entry| matches!(entry.what, What::Mood { .. });
        let since = |first| self.entries.iter().any(|entry| told(entry) && entry.at >= first);
        first.is_some_and(since)
    }

    fn newest_shown(&self, now: &Now, kind: impl Fn(NoticeKind) -> bool) -> Option<&Record> {
        let from = now.utc() - LAPSE;
        let window = self.window.as_ref().map_or(0, |window| window.id);
        self.ledger
            .iter()
            .filter(|record| kind(record.kind) && record.state == State::Shown)
            .filter(|record| record.window == window && record.at > from && record.at <= now.utc())
            // Of one second the unanswered: it stands in the place of one that was answered so.
            .max_by_key(|record| {
                let asked = record.kind == NoticeKind::Asked;
                (record.at, record.answer.is_none(), asked)
            })
    }
}

/// An urge joins the round that is open when it is logged. One logged after its own follow-up
/// would have been due is never asked about by a notice, and joins none.
fn take_urge(rounds: &mut Vec<Round>, entry: &Entry, after: Duration) {
    let due = entry.at + after;
    let logged_late = due < entry.logged_at;
    let open = rounds.iter_mut().rev().find(|round| !round.logged_late);
    if let Some(open) = open
        && !logged_late
        && open.answered.is_none()
        && entry.logged_at < open.due
    {
        open.earlier.push(open.urge.clone());
        open.urge.clone_from(&entry.id);
        open.urge_at = entry.at;
        // A new urge can be answered at once, and is asked about once more.
        open.second = false;
        return;
    }
    rounds.push(Round {
        entry: entry.id.clone(),
        urge: entry.id.clone(),
        urge_at: entry.at,
        earlier: Vec::new(),
        due,
        logged_late,
        second: false,
        answered: None,
    });
}

/// The answer to one urge of a round is the answer to the round.
fn take_outcome(
    rounds: &mut Vec<Round>,
    entry: &Entry,
    urge: &EntryId,
    outcome: Outcome,
    after: Duration,
) {
    let about = |round: &&mut Round| round.urge == *urge || round.earlier.contains(urge);
    let Some(round) = rounds.iter_mut().rev().find(about) else { return };
    let ask_again = !round.second
        && round.answered.is_none()
        && matches!(outcome, Outcome::Same | Outcome::Stronger);
    round.answered = Some(outcome);
    if ask_again {
        let due = entry.at + after;
        let again = Round {
            entry: entry.id.clone(),
            due,
            logged_late: due < entry.logged_at,
            second: true,
            answered: None,
            ..round.clone()
        };
        rounds.push(again);
    }
}

#[cfg(test)]
mod tests;
