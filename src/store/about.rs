//! What the user told the program about themselves, as rows of `about`.
//!
//! Owns the ids and the spelling of the values, in both directions, so that nobody else has to
//! know them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::write::Change;
use crate::countdown::journal::{About, Plan};
use crate::countdown::policy::Situation;

/// What the id of an if-then plan begins with; its number follows.
pub(super) const PLAN: &str = "plan/";
const HIDDEN: &str = "hidden/";
const SITUATIONS: &str = "situations";
const PERSON: &str = "person";
const COUNTRY: &str = "country";
const PAUSE: &str = "pause";

impl Change {
    /// The if-then plan with this number; `None` takes it away.
    #[must_use]
    pub fn plan(number: u32, text: Option<String>) -> Self {
        Self::About { id: format!("{PLAN}{number}"), value: text }
    }

    /// All that the user said about safety.
    #[must_use]
    pub fn situations(all: &BTreeSet<Situation>) -> Self {
        let words: Vec<&str> = all.iter().map(|situation| situation.word()).collect();
        let value = (!words.is_empty()).then(|| words.join(" "));
        Self::About { id: SITUATIONS.to_owned(), value }
    }

    /// The person to call; `None` takes the name away.
    #[must_use]
    pub fn person(person: Option<String>) -> Self {
        Self::About { id: PERSON.to_owned(), value: person }
    }

    /// The country whose help lines come first.
    #[must_use]
    pub fn country(country: Option<String>) -> Self {
        Self::About { id: COUNTRY.to_owned(), value: country }
    }

    /// Whether the catalogue text with this id is never to be shown again.
    #[must_use]
    pub fn hidden(text: &str, is_hidden: bool) -> Self {
        let value = is_hidden.then(|| "hidden".to_owned());
        Self::About { id: format!("{HIDDEN}{text}"), value }
    }

    /// Until when notices are paused; `None` ends the pause.
    #[must_use]
    pub fn pause(until: Option<DateTime<Utc>>) -> Self {
        let value = until.map(|until| until.timestamp().to_string());
        Self::About { id: PAUSE.to_owned(), value }
    }
}

/// Adds one row to what is known; `None` if it cannot be understood. An id that nobody reads any
/// more is passed over.
pub(super) fn learn(about: &mut About, id: &str, value: String) -> Option<()> {
    if let Some(number) = id.strip_prefix(PLAN) {
        about.plans.push(Plan { id: number.parse().ok()?, text: value });
    } else if let Some(text) = id.strip_prefix(HIDDEN) {
        about.hidden.insert(text.to_owned());
    } else {
        match id {
            SITUATIONS => {
                let all: Result<_, _> = value.split(' ').map(str::parse).collect();
                about.situations = all.ok()?;
            }
            PERSON => about.person = Some(value),
            COUNTRY => about.country = Some(value),
            PAUSE => about.paused_until = DateTime::from_timestamp(value.parse().ok()?, 0),
            _ => {}
        }
    }
    Some(())
}
