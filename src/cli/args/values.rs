//! The values that arguments take: numbers in their range, words of the glossary.
//!
//! Owns how each is read, and what is said to one that cannot be.

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};

use crate::countdown::entry::Outcome;
use crate::countdown::policy::Situation;
use crate::countdown::text::Category;

/// A length as typed: `None` inside is no end date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WantedLength(pub(crate) Option<u32>);

/// What comes first after `urge`: somebody in a hard moment may go on in words at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FirstWord {
    /// How strong it is, 1 to 5.
    Strength(u8),
    /// The first of the words.
    Word(String),
}

pub(super) fn first_word() -> impl TypedValueParser<Value = FirstWord> {
    NonEmptyStringValueParser::new().try_map(|text| match text.parse::<i64>() {
        Err(_) => Ok(FirstWord::Word(text)),
        Ok(strength) => u8::try_from(strength)
            .ok()
            .filter(|strength| (1..=5).contains(strength))
            .map(FirstWord::Strength)
            .ok_or("use a number from 1 to 5"),
    })
}

pub(super) fn strength() -> impl TypedValueParser<Value = u8> {
    within(1, 5).map(|strength| u8::try_from(strength).unwrap_or_default())
}

pub(super) fn days() -> impl TypedValueParser<Value = u32> {
    within(1, 365)
}

/// A whole number; what is none, or too large or small, is told what to type.
pub(super) fn within(least: u32, most: u32) -> impl TypedValueParser<Value = u32> {
    NonEmptyStringValueParser::new().try_map(move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| format!("use a number from {least} to {most}"))
    })
}

pub(super) fn length() -> impl TypedValueParser<Value = WantedLength> {
    NonEmptyStringValueParser::new().try_map(|text| wanted_length(&text))
}

/// A length as typed, after an option or at a prompt.
pub(in crate::cli) fn wanted_length(text: &str) -> Result<WantedLength, &'static str> {
    if text == "none" {
        return Ok(WantedLength(None));
    }
    let days = text.parse().ok().filter(|days| crate::countdown::window::LENGTHS.contains(days));
    days.map(|days| WantedLength(Some(days))).ok_or("use 1 to 365, or none")
}

pub(super) fn words<T>(all: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err = String> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(all).try_map(|word| word.parse::<T>())
}

pub(super) fn suggestible() -> impl TypedValueParser<Value = Category> {
    let words = Category::SUGGESTIBLE.iter().map(|category| category.word());
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Category>())
}

pub(super) fn situation_word() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(Situation::WORDS.iter().copied().chain(["none"]))
}

pub(super) fn answer_word() -> impl TypedValueParser<Value = String> {
    let words = Outcome::WORDS.iter().chain(crate::countdown::notice::Reply::WORDS).copied();
    PossibleValuesParser::new(words.chain(["1", "2", "3", "4", "5"]))
}

pub(super) fn yes_or_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|word| word == "yes")
}
