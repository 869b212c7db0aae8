//! One planned notification and its record in the ledger (design §2, §4).
//!
//! Owns the names of notices and what can become of them. When they are due is the plan's, whether
//! they are shown now is the step's.

use chrono::{DateTime, Utc};

use super::window::Window;
use super::words;
use super::zone::Moment;

words! {
    /// The kinds of notice.
    pub enum NoticeKind {
        /// Once, when a window is opened: the proof that notices arrive.
        Welcome = "welcome",
        /// The suggestion of the morning.
        Morning = "morning",
        /// The suggestion of midday, off by default.
        Midday = "midday",
        /// The suggestion of the evening, which also asks the mood.
        Evening = "evening",
        /// A day worth marking, in place of the morning suggestion.
        Milestone = "milestone",
        /// The window is complete.
        End = "end",
        /// How is the urge now?
        FollowUp = "follow-up",
        /// A suggestion that the user asked for: on the terminal, where it reaches a desktop only if
        /// it was answered *later*, or with *Another* on a notice.
        Asked = "asked",
    }
}

impl NoticeKind {
    /// Whether it carries a suggestion out of the catalogue.
    #[must_use]
    pub fn is_suggestion(self) -> bool {
        matches!(self, Self::Morning | Self::Midday | Self::Evening | Self::Asked)
    }

    /// Whether the gap between scheduled notices holds for it; a milestone stands in the morning's
    /// place.
    #[must_use]
    pub fn is_scheduled(self) -> bool {
        matches!(self, Self::Morning | Self::Midday | Self::Evening | Self::Milestone)
    }
}

words! {
    /// What became of a notice.
    pub enum State {
        /// About to be sent: nobody else may send it.
        Claimed = "claimed",
        /// The server took it.
        Shown = "shown",
        /// It surely did not reach a server; it may be tried again while it is in time.
        Failed = "failed",
        /// It may or may not have been shown: it is never sent again.
        Unknown = "unknown",
        /// It was not sent and will not be.
        Missed = "missed",
    }
}

words! {
    /// Why a notice was missed.
    pub enum Why {
        /// Its time had passed.
        Late = "late",
        /// Another notice was due at once and came first.
        Another = "another",
        /// Notices were paused.
        Paused = "paused",
        /// The catalogue had no text that may be shown.
        NoText = "no-text",
    }
}

words! {
    /// An answer to a suggestion, or to the end of a window.
    pub enum Reply {
        /// Done.
        Done = "done",
        /// Not this one, another.
        Another = "another",
        /// Once more in an hour.
        Later = "later",
        /// The end: show me what the window held.
        Review = "review",
    }
}

/// One planned notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `window id/kind/local date`, or `follow-up/entry id`: the same whoever computes it, so that
    /// the ledger can hold it once.
    pub key: String,
    /// The window it belongs to; 0 for the follow-up of an urge outside any window.
    pub window: u32,
    /// What kind.
    pub kind: NoticeKind,
    /// When it is due.
    pub due: Moment,
    /// The day number of the window on that date.
    pub day: u32,
    /// The urge that a follow-up asks about.
    pub urge: Option<String>,
    /// The text to show again, where the user answered *later*.
    pub text: Option<String>,
}

impl Notice {
    /// The notice that a record of the ledger is about.
    #[must_use]
    pub fn of(record: &Record, window: Option<&Window>) -> Self {
        let window = window.filter(|window| window.id == record.window);
        Self {
            key: record.key.clone(),
            window: record.window,
            kind: record.kind,
            due: record.due,
            day: window.map_or(0, |window| window.day_on(record.due.date_naive())),
            urge: None,
            text: record.text.clone(),
        }
    }
}

/// What the ledger knows of one notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The notice's key.
    pub key: String,
    /// The window it belongs to, or 0.
    pub window: u32,
    /// What kind.
    pub kind: NoticeKind,
    /// When it was due.
    pub due: Moment,
    /// What became of it.
    pub state: State,
    /// Since when that is so.
    pub at: DateTime<Utc>,
    /// How often it was sent.
    pub attempts: u32,
    /// The catalogue text it carried.
    pub text: Option<String>,
    /// Why it was missed.
    pub why: Option<Why>,
    /// What the user answered, and when.
    pub answer: Option<(Reply, Moment)>,
}

impl Record {
    /// Whether it reached the person, as far as anybody knows.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        matches!(self.state, State::Claimed | State::Shown | State::Unknown)
    }
}

/// The key of a suggestion before it was ever put off.
pub(super) fn first_of(key: &str) -> &str {
    key.rsplit_once('+').map_or(key, |(first, _)| first)
}
