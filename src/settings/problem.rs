//! What in the settings cannot be used: where it stands, what would be right, and what holds in its
//! place.
//!
//! Owns those words. A word that nearly is a key or a section stands for it, so that a slip of the
//! finger in `privacy` shows nothing that was hidden before.

use std::fmt;

use serde::Serialize;
use toml::Table;

use super::{look, put};

/// One thing in the settings file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Line in the user's file, from 1.
    pub line: usize,
    /// What is wrong and what would be right, in lower case.
    pub what: String,
    /// What holds in its place.
    pub stands: Stands,
}

/// What holds in the place of something that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stands {
    /// What the settings said when they last could be used.
    Before,
    /// The default, because they said nothing else or nothing is known of it.
    Default,
    /// Nothing has to: it sets nothing.
    Nothing,
}

impl Problem {
    /// The problem with what holds in its place, as the program says it in passing.
    #[must_use]
    pub fn told(&self) -> String {
        let stands = match self.stands {
            Stands::Before => "what held before stands",
            Stands::Default => "the default stands",
            Stands::Nothing => "it changes nothing",
        };
        format!("settings, {self}; {stands} (nocontact config check)")
    }
}

/// What holds in the place of them all; `None` if nothing has to.
#[must_use]
pub fn in_their_place(problems: &[Problem]) -> Option<&'static str> {
    let any = |stands| problems.iter().any(|problem| problem.stands == stands);
    match (any(Stands::Before), any(Stands::Default)) {
        (true, false) => Some("what held before stands"),
        (true, true) => Some("what held before stands, or else the default"),
        (false, true) => Some("the defaults stand"),
        (false, false) => None,
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// A problem of which is not known yet what holds in its place.
pub(super) struct Fault {
    line: usize,
    what: String,
    /// The section that it costs; all of them if there is none.
    section: Option<String>,
    /// The key in it that it costs; all of them if there is none.
    key: Option<String>,
    /// Whether it costs nothing.
    is_idle: bool,
}

impl Fault {
    /// One that costs all settings.
    pub(super) fn of_all(line: usize, what: String) -> Self {
        Self { line, what, section: None, key: None, is_idle: false }
    }

    pub(super) fn line(&self) -> usize {
        self.line
    }

    fn costs(&self, section: &str, key: &str) -> bool {
        let is = |wanted: &Option<String>, name| wanted.as_ref().is_none_or(|it| it == name);
        !self.is_idle && is(&self.section, section) && is(&self.key, key)
    }

    /// Puts what held before in its place, unless the file says something there as well.
    pub(super) fn mend(self, own: &mut Table, before: &Table) -> Problem {
        let mut stands = if self.is_idle { Stands::Nothing } else { Stands::Default };
        for (section, keys) in before {
            for (key, value) in keys.as_table().into_iter().flatten() {
                if self.costs(section, key) && look(own, section, key).is_none() {
                    put(own, section, key, value.clone());
                    stands = Stands::Before;
                }
            }
        }
        Problem { line: self.line, what: self.what, stands }
    }
}

pub(super) fn syntax(text: &str, error: &toml::de::Error) -> Fault {
    let at = error.span().map_or(0, |span| span.start);
    let what = "this is not TOML, so that none of your settings can be read";
    Fault::of_all(line_at(text, at), format!("{what}: {}", error.message()))
}

pub(super) fn wrong_value(text: &str, section: &str, key: &str, right: &str) -> Fault {
    Fault {
        line: line_of(text, section, Some(key)),
        what: format!("{key}: {right}"),
        section: Some(section.to_owned()),
        key: Some(key.to_owned()),
        is_idle: false,
    }
}

pub(super) fn no_section(text: &str, section: &str) -> Fault {
    Fault {
        line: line_of(text, section, None),
        what: format!("'{section}' is a section: write [{section}]"),
        section: Some(section.to_owned()),
        key: None,
        is_idle: false,
    }
}

pub(super) fn unknown_section(text: &str, section: &str, known: &Table) -> Fault {
    let near = nearest(section, known.keys());
    Fault {
        line: line_of(text, section, None),
        what: unknown("section", section, near),
        section: near.cloned(),
        key: None,
        is_idle: near.is_none(),
    }
}

/// `all`: every section with its keys.
pub(super) fn unknown_key(text: &str, section: &str, key: &str, all: &Table) -> Fault {
    let keys_of = |section: &str| all.get(section).and_then(toml::Value::as_table);
    if let Some(home) = all.keys().find(|home| keys_of(home).is_some_and(|it| it.contains_key(key)))
    {
        return Fault {
            line: line_of(text, section, Some(key)),
            what: format!("'{key}' belongs below [{home}]"),
            section: Some(home.clone()),
            key: Some(key.to_owned()),
            is_idle: false,
        };
    }
    let none = Table::new();
    let known = keys_of(section).unwrap_or(&none);
    let near = nearest(key, known.keys());
    Fault {
        line: line_of(text, section, Some(key)),
        what: unknown("key", key, near),
        section: Some(section.to_owned()),
        key: near.cloned(),
        is_idle: near.is_none(),
    }
}

fn unknown(what: &str, word: &str, near: Option<&String>) -> String {
    let word: String = word.chars().take(40).flat_map(char::escape_debug).collect();
    match near {
        Some(near) => format!("there is no {what} '{word}'; did you mean '{near}'?"),
        None => format!("there is no {what} '{word}'; nocontact config show lists them"),
    }
}

/// The known word that was probably meant.
pub(super) fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a String>,
) -> Option<&'a String> {
    let near = known.into_iter().min_by_key(|known| distance(word, known))?;
    (distance(word, near) <= near.len() / 2).then_some(near)
}

/// Levenshtein distance, by bytes.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(to.bytes()) {
            let best = (diagonal + usize::from(a != b)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn line_at(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// The line on which a section, or a key of it, stands.
fn line_of(text: &str, section: &str, key: Option<&str>) -> usize {
    let Ok(table) = toml::de::DeTable::parse(text) else { return 1 };
    let found = table.get_ref().iter().find(|(name, _)| name.get_ref() == section);
    let Some((name, value)) = found else { return 1 };
    let keys = value.get_ref().as_table();
    let key = key.and_then(|key| keys?.keys().find(|name| name.get_ref() == key));
    line_at(text, key.unwrap_or(name).span().start)
}
