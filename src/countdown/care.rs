//! Words that call for care: which phrases stand in a text (programme C.2, C.3).
//!
//! Owns what counts as the same phrase: neither case, apostrophes, punctuation nor line breaks make
//! a difference, and a phrase ends where a word ends. It knows no phrase itself, it judges nobody,
//! and what it found is a value that is gone with the command.

use std::collections::{BTreeSet, HashMap};

use super::text::is_invisible;
use super::words;

words! {
    /// What words may call for, in the order in which it is met.
    pub enum Concern {
        /// Harm to oneself (C.3).
        SelfHarm = "self_harm",
        /// Harm to somebody else (C.3).
        Threat = "threat",
        /// Following, watching or reaching a person who wants distance (C.2).
        Pursuit = "pursuit",
    }
}

/// The most words of a phrase, and the most alternatives of one word.
const MOST: usize = 16;

/// The most phrases of all lists together, so that a long text stays a matter of an instant.
const MOST_PHRASES: usize = 2_000;

/// A phrase: at each place any of a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Vec<Vec<String>>);

impl Phrase {
    /// Reads `"kill him/her/them"`: a slash stands between words of which any one will do.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut places = Vec::new();
        for part in text.split_whitespace() {
            if !part.contains('/') {
                places.extend(words_of(part).map(|word| vec![word]));
                continue;
            }
            let alternatives: Vec<String> = part.split('/').flat_map(words_of).collect();
            if alternatives.len() != part.split('/').count() {
                return Err("between slashes stands one word each");
            }
            places.push(alternatives);
        }
        let fits = |count: usize| (1..=MOST).contains(&count);
        match fits(places.len()) && places.iter().all(|words| fits(words.len())) {
            true => Ok(Self(places)),
            false => Err("use 1 to 16 words, and at most 16 between slashes"),
        }
    }

    fn is_at(&self, words: &[String]) -> bool {
        words.len() >= self.0.len()
            && self.0.iter().zip(words).all(|(any, word)| any.contains(word))
    }
}

/// The words of the texts that are to be looked through. A phrase that begins with none of them
/// stands in none of the texts, and need not be read.
#[derive(Debug)]
pub struct Beginnings(BTreeSet<String>);

impl Beginnings {
    /// The words of some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self(texts.into_iter().flat_map(words_of).collect())
    }

    /// Whether a phrase as it is written in a file may stand in one of the texts.
    #[must_use]
    pub fn may_hold(&self, phrase: &str) -> bool {
        let Some(first) = phrase.split_whitespace().next() else { return true };
        // A part without a word is passed over by a phrase.
        let may = |part| words_of(part).next().is_none_or(|word| self.0.contains(&word));
        first.split('/').any(may)
    }
}

/// The phrases to look for, and the longer ones in which they mean something else.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    entries: Vec<Listed>,
    /// The entries that may begin with a word.
    by_first: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Listed {
    concern: Concern,
    phrase: Phrase,
    /// Whether it takes back what stands within it: "cut myself some slack".
    is_exception: bool,
}

impl Lists {
    /// Adds a phrase, or an exception to the phrases of this concern. An exception that is equal
    /// to a phrase takes the phrase away.
    ///
    /// # Errors
    /// If there are too many.
    pub fn add(
        &mut self,
        concern: Concern,
        phrase: Phrase,
        is_exception: bool,
    ) -> Result<(), &'static str> {
        if self.entries.len() >= MOST_PHRASES {
            return Err("there are too many phrases; this one and those after it are left out");
        }
        for word in phrase.0.first().into_iter().flatten() {
            let known = self.by_first.entry(word.clone()).or_default();
            if known.last() != Some(&self.entries.len()) {
                known.push(self.entries.len());
            }
        }
        self.entries.push(Listed { concern, phrase, is_exception });
        Ok(())
    }

    /// How many phrases there are, exceptions included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// What the words of a text call for. The effort grows with its length, not faster.
    #[must_use]
    pub fn concerns(&self, text: &str) -> BTreeSet<Concern> {
        let words: Vec<String> = words_of(text).collect();
        let mut found = BTreeSet::new();
        // Per concern, how far the exceptions reach that began so far.
        let mut excepted: HashMap<Concern, usize> = HashMap::new();
        for (at, first) in words.iter().enumerate() {
            let rest = words.get(at..).unwrap_or_default();
            let begin = self.by_first.get(first).into_iter().flatten();
            let here: Vec<&Listed> = begin
                .filter_map(|index| self.entries.get(*index))
                .filter(|listed| listed.phrase.is_at(rest))
                .collect();
            for listed in here.iter().filter(|listed| listed.is_exception) {
                let reach = excepted.entry(listed.concern).or_default();
                *reach = (*reach).max(at + listed.phrase.0.len());
            }
            for listed in here.iter().filter(|listed| !listed.is_exception) {
                let reach = excepted.get(&listed.concern).copied().unwrap_or_default();
                if reach < at + listed.phrase.0.len() {
                    found.insert(listed.concern);
                }
            }
        }
        found
    }
}

/// The words of a text as they are compared: small letters and digits. An apostrophe, a combining
/// mark or something invisible is no part of a word and does not end one; anything else ends it.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| !c.is_alphanumeric() && !is_passed_over(c);
    text.split(ends).filter_map(|word| {
        // Most words are such: the same, with less asked of each letter.
        if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return (!word.is_empty()).then(|| word.to_ascii_lowercase());
        }
        let small = word.chars().flat_map(char::to_lowercase);
        let word: String = small.filter(|c| !is_passed_over(*c)).collect();
        (!word.is_empty()).then_some(word)
    })
}

fn is_passed_over(c: char) -> bool {
    let is_mark = matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2b9}'..='\u{2bf}'
            | '\u{300}'..='\u{36f}'
            | '\u{2018}'..='\u{201b}'
            | '\u{2032}'
            | '\u{ff07}'
    );
    // However invisible, these two are line breaks.
    is_mark || (is_invisible(c) && !matches!(c, '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod tests;
