//! What has happened, and what it adds up to.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::entry::Entry;
use super::notice::Record;
use super::policy::{Policy, Situation};
use super::window::Window;

/// An if-then plan in the user's own words (E5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// A small number, never used twice, by which it can be removed.
    pub id: u32,
    /// The sentence, as typed.
    pub text: String,
}

/// What the user told the program about themselves; every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// If-then plans, oldest first.
    pub plans: Vec<Plan>,
    /// What the user said about safety.
    pub situations: BTreeSet<Situation>,
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
