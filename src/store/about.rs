//! What the user told the program about themselves, as rows of `about`.
//!
//! Owns the ids and the spelling of the values, in both directions, so that nobody else has to
//! know them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::write::Change;
use crate::countdown::journal::{About, Leaving, Plan};
use crate::countdown::policy::Situation;
use crate::countdown::text::acts;

/// What the id of an if-then plan begins with; its number follows.
pub(super) const PLAN: &str = "plan/";
const HIDDEN: &str = "hidden/";
const SITUATIONS: &str = "situations";
/// A row of its own: whoever does not know it sees the situations hold as before.
const LEAVING: &str = "leaving";
const PERSON: &str = "person";
const COUNTRY: &str = "country";
const PAUSE: &str = "pause";

/// What belongs together of all that is told: one without the other would say something else.
pub(super) const SAFETY: [&str; 2] = [SITUATIONS, LEAVING];

/// Whether something can be told under this id.
pub(super) fn is_known(id: &str) -> bool {
    let is_number = |number: &str| number.parse::<u32>().is_ok_and(|it| it.to_string() == number);
    [SITUATIONS, LEAVING, PERSON, COUNTRY, PAUSE].contains(&id)
        || id.strip_prefix(PLAN).is_some_and(is_number)
        || id.strip_prefix(HIDDEN).is_some_and(|text| !text.is_empty() && !text.contains(acts))
}

impl Change {
    /// The if-then plan with this number; `None` takes it away.
    #[must_use]
    pub fn plan(number: u32, text: Option<String>) -> Self {
        Self::About { id: format!("{PLAN}{number}"), value: text }
    }

    /// All that the user said about safety.
    #[must_use]
    pub fn situations(all: &BTreeSet<Situation>) -> Self {
        let value = (!all.is_empty()).then(|| words(all));
        Self::About { id: SITUATIONS.to_owned(), value }
    }

    /// All that the user said about safety, and what of it is being left.
    #[must_use]
    pub fn told(about: &About) -> Vec<Self> {
        let leaving = about.leaving.as_ref();
        let value = leaving.map(|it| format!("{} {}", it.at.timestamp(), words(&it.situations)));
        vec![Self::situations(&about.situations), Self::About { id: LEAVING.to_owned(), value }]
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

fn words(situations: &BTreeSet<Situation>) -> String {
    let words: Vec<&str> = situations.iter().map(|situation| situation.word()).collect();
    words.join(" ")
}

fn situations(words: &str) -> Option<BTreeSet<Situation>> {
    words.split(' ').map(|word| word.parse().ok()).collect()
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
            SITUATIONS => about.situations = situations(&value)?,
            LEAVING => {
                let (at, words) = value.split_once(' ')?;
                let at = DateTime::from_timestamp(at.parse().ok()?, 0)?;
                about.leaving = Some(Leaving { situations: situations(words)?, at });
            }
            PERSON => about.person = Some(value),
            COUNTRY => about.country = Some(value),
            PAUSE => about.paused_until = DateTime::from_timestamp(value.parse().ok()?, 0),
            _ => {}
        }
    }
    Some(())
}
