//! How each value is written in the settings, and the range it has.
//!
//! Owns the refusals: whatever stands in place of a value, they say what would be right, and never
//! what was written.

use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Duration, NaiveTime};
use serde::Deserialize as _;
use serde::de::{Deserializer, Error as _};
use toml::Value;

use super::OnContact;
use crate::countdown::message::Privacy;
use crate::countdown::plan::Rhythm;
use crate::countdown::text::{Need, is_invisible};
use crate::countdown::when::{parse_clock, parse_span};
use crate::countdown::window::LENGTHS;

/// What `take` makes of the value; what would be `right` if it can make nothing of it.
fn value<'de, D: Deserializer<'de>, T>(
    from: D,
    right: &str,
    take: impl FnOnce(&Value) -> Option<T>,
) -> Result<T, D::Error> {
    take(&Value::deserialize(from)?).ok_or_else(|| D::Error::custom(format!("use {right}")))
}

fn text<'de, D: Deserializer<'de>, T>(
    from: D,
    right: &str,
    take: impl FnOnce(&str) -> Option<T>,
) -> Result<T, D::Error> {
    value(from, right, |value| value.as_str().and_then(take))
}

/// The word "off" for nothing, or what `take` makes of another.
fn unless_off<T>(take: impl FnOnce(&str) -> Option<T>) -> impl FnOnce(&str) -> Option<Option<T>> {
    |text| if text == "off" { Some(None) } else { take(text).map(Some) }
}

fn word<'de, D: Deserializer<'de>, T: FromStr>(from: D, words: &[&str]) -> Result<T, D::Error> {
    text(from, &listed(words), |word| word.parse().ok())
}

/// `"a", "b" or "c"`.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

pub(super) fn rhythm<'de, D: Deserializer<'de>>(from: D) -> Result<Rhythm, D::Error> {
    word(from, Rhythm::WORDS)
}

pub(super) fn privacy<'de, D: Deserializer<'de>>(from: D) -> Result<Privacy, D::Error> {
    word(from, Privacy::WORDS)
}

pub(super) fn on_contact<'de, D: Deserializer<'de>>(from: D) -> Result<OnContact, D::Error> {
    word(from, OnContact::WORDS)
}

pub(super) fn without<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Need>, D::Error> {
    value(from, &format!("a list in [ ] of any of {}", listed(Need::WORDS)), |value| {
        value.as_array()?.iter().map(|need| need.as_str()?.parse().ok()).collect()
    })
}

pub(super) fn clock<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
    text(from, "a time such as \"09:00\", or \"off\"", unless_off(parse_clock))
}

pub(super) fn hours<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<(NaiveTime, NaiveTime)>, D::Error> {
    let hours = |text: &str| {
        let (from, to) = text.split_once('-')?;
        let hours = (parse_clock(from.trim())?, parse_clock(to.trim())?);
        (hours.0 != hours.1).then_some(hours)
    };
    text(from, "hours such as \"22:00-08:00\", or \"off\"", unless_off(hours))
}

fn span(within: RangeInclusive<Duration>) -> impl Fn(&str) -> Option<Duration> {
    move |text| {
        let is_zero = text.trim_end_matches(['s', 'm', 'h']) == "0";
        let span = if is_zero { Duration::zero() } else { parse_span(text).ok()? };
        within.contains(&span).then_some(span)
    }
}

pub(super) fn min_gap<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let span = span(Duration::zero()..=Duration::hours(12));
    text(from, "a duration from 0s to 12h, such as \"20m\"", span)
}

pub(super) fn late_limit<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let span = span(Duration::minutes(1)..=Duration::hours(12));
    text(from, "a duration from 1m to 12h, such as \"20m\"", span)
}

pub(super) fn follow_up_after<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Duration>, D::Error> {
    let span = span(Duration::seconds(1)..=Duration::hours(2));
    text(from, "a duration from 1s to 2h, such as \"20m\", or \"off\"", unless_off(span))
}

pub(super) fn max_per_day<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let number = |value: &Value| u32::try_from(value.as_integer()?).ok();
    value(from, "a number from 1 to 10", |value| number(value).filter(|it| (1..=10).contains(it)))
}

pub(super) fn length<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    value(from, "days from 1 to 365, or \"none\"", |value| match value {
        Value::String(word) if word == "none" => Some(None),
        value => {
            let days = u32::try_from(value.as_integer()?).ok()?;
            LENGTHS.contains(&days).then_some(Some(days))
        }
    })
}

pub(super) fn label<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    text(from, "1 to 40 characters on one line, each of them visible", |label| {
        let label = label.trim();
        let is_hidden = |c: char| c.is_control() || is_invisible(c);
        let fits = (1..=40).contains(&label.chars().count()) && !label.chars().any(is_hidden);
        fits.then(|| label.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::super::{DEFAULTS, defaults, fits};
    use super::*;

    /// The lines of comment right above a key.
    fn comment(key: &str) -> String {
        let (above, _) = DEFAULTS.split_once(&format!("\n{key} = ")).unwrap();
        let lines = above.lines().rev().take_while(|line| line.starts_with('#'));
        let mut lines: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
        lines.reverse();
        lines.join(" ")
    }

    /// `0s to 12h` and every word in quotes; what is an example has only to have one.
    fn range(right: &str) -> Vec<String> {
        let words: Vec<&str> = right.split([' ', ',']).collect();
        let spans = words.windows(3).filter(|three| three[1] == "to").map(|three| three.join(" "));
        let quoted = right.split('"').skip(1).step_by(2);
        let quoted = quoted.map(|word| match word.contains(|c: char| c.is_ascii_digit()) {
            true => "such as \"".to_owned(),
            false => format!("\"{word}\""),
        });
        spans.chain(quoted).collect()
    }

    /// What somebody reads above a key and what a wrong value is refused with say the same.
    #[test]
    fn every_key_has_a_comment_with_its_range_and_a_reason_and_a_name_of_its_own() {
        let mut names = Vec::new();
        for (section, keys) in defaults() {
            for key in keys.as_table().unwrap().keys() {
                let comment = comment(key);
                let right = fits(&section, key, &Value::Float(0.5)).unwrap_err();
                let range = range(&right);
                assert!(!range.is_empty(), "{key}: {right}");
                for part in range {
                    assert!(comment.contains(&part), "{key}: {part}\n{comment}");
                }
                assert!(comment.matches(". ").count() >= 1, "{key}: {comment}");
                names.push(key.clone());
            }
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!((names.len(), all), (14, 14));
    }
}
