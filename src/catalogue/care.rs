//! The phrases that call for care, read from the shipped file and from the user's own beside it.
//!
//! Owns the form of those files (`config/care-words.toml` explains it). A fault costs one phrase,
//! is named with its line, and never keeps help from being shown.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::countdown::care::{Beginnings, Concern, Lists, Phrase};

/// The shipped phrases.
pub const SHIPPED: &str = include_str!("../../config/care-words.toml");

/// What in a file of phrases cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line in the file, from 1.
    pub line: usize,
    /// Which field, what is wrong with it, and what would be right. The phrase itself is not in it.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// The shipped phrases and those of the user's file, and what in the latter cannot be used. A
/// missing file is no fault.
#[must_use]
pub fn load(own: &Path) -> (Lists, Vec<Fault>) {
    load_for(own, None)
}

/// Those among them that may stand in these texts.
#[must_use]
pub fn load_about(own: &Path, texts: &[&str]) -> Lists {
    load_for(own, Some(&Beginnings::of(texts.iter().copied()))).0
}

fn load_for(own: &Path, only: Option<&Beginnings>) -> (Lists, Vec<Fault>) {
    let mut lists = Lists::default();
    // The shipped file is tested to have none.
    let mut faults = add(&mut lists, SHIPPED, only);
    match std::fs::read_to_string(own) {
        Ok(text) => faults.extend(add(&mut lists, &text, only)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            let what = format!("could not read the file ({})", error.kind());
            faults.push(Fault { line: 1, what });
        }
    }
    (lists, faults)
}

/// Adds what a file holds, or what of it may stand in some texts, and tells what in it cannot be
/// used.
#[must_use]
pub fn add(lists: &mut Lists, file: &str, only: Option<&Beginnings>) -> Vec<Fault> {
    let mut reading = Reading { file, lists, only, faults: Vec::new() };
    match DeTable::parse(file) {
        Ok(tables) => {
            for (name, value) in tables.get_ref() {
                reading.section(name.get_ref(), &name.span(), value.get_ref());
            }
        }
        Err(error) => {
            let why = error.message();
            let what = format!("this is not TOML, so that none of it can be read: {why}");
            reading.refuse(&error.span().unwrap_or_default(), what);
        }
    }
    let mut faults = reading.faults;
    faults.sort_by_key(|fault| fault.line);
    faults
}

struct Reading<'a> {
    file: &'a str,
    lists: &'a mut Lists,
    only: Option<&'a Beginnings>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn refuse(&mut self, at: &Range<usize>, what: String) {
        let before = self.file.bytes().take(at.start);
        self.faults.push(Fault { line: 1 + before.filter(|byte| *byte == b'\n').count(), what });
    }

    fn section(&mut self, name: &str, at: &Range<usize>, value: &DeValue) {
        let Ok(concern) = name.parse::<Concern>() else {
            let known = Concern::WORDS.join(", ");
            return self.refuse(at, format!("a list of another name; there are {known}"));
        };
        let Some(fields) = value.as_table() else {
            return self.refuse(at, format!("{concern}: this is a section: write [{concern}]"));
        };
        for (field, value) in fields {
            match &**field.get_ref() {
                "phrases" => self.phrases(concern, "phrases", &field.span(), value.get_ref()),
                "except" => self.phrases(concern, "except", &field.span(), value.get_ref()),
                _ => {
                    let what = format!("{concern}: use the fields phrases and except");
                    self.refuse(&field.span(), what);
                }
            }
        }
    }

    fn phrases(&mut self, concern: Concern, field: &str, at: &Range<usize>, value: &DeValue) {
        let Some(phrases) = value.as_array() else {
            let what = format!("{concern}.{field}: use a list such as [\"one phrase\"]");
            return self.refuse(at, what);
        };
        let only = self.only;
        let is_wanted = |phrase: &&Spanned<DeValue>| {
            let text = phrase.get_ref().as_str();
            only.zip(text).is_none_or(|(only, text)| only.may_hold(text))
        };
        for phrase in phrases.iter().filter(is_wanted) {
            let added = match phrase.get_ref().as_str() {
                Some(text) => Phrase::parse(text)
                    .and_then(|phrase| self.lists.add(concern, phrase, field == "except")),
                None => Err("a phrase is text within quotes"),
            };
            if let Err(why) = added {
                self.refuse(&phrase.span(), format!("{concern}.{field}: {why}"));
            }
        }
    }
}
