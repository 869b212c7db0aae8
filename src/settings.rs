//! One `Settings` value: the defaults of `config/default.toml` with the user's file laid over them.
//!
//! Owns which keys there are and what they may hold. A key that cannot be used is named with its
//! line and leaves its default standing, so that broken settings never stop a command; nothing
//! private is a setting.

pub mod keys;
mod slots;

use std::fmt;
use std::path::Path;

use chrono::{Duration, NaiveTime};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

use crate::countdown::message::Privacy;
use crate::countdown::plan::Rhythm;
use crate::countdown::text::{Need, is_invisible};
use crate::countdown::when::{parse_clock, parse_span};
use crate::countdown::window::LENGTHS;
use crate::countdown::words;

/// The base layer, and the documentation of every key.
pub const DEFAULTS: &str = include_str!("../config/default.toml");

words! {
    /// What happens to the count after contact where the command does not say.
    pub enum OnContact {
        /// Ask on a terminal, keep counting elsewhere.
        Ask = "ask",
        /// Keep counting.
        Keep = "keep",
        /// Close the window and open a new one.
        Restart = "restart",
    }
}

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// When and how notices come.
    pub notifications: Notifications,
    /// What a new window is like.
    pub window: WindowDefaults,
    /// What is suggested.
    pub suggestions: Suggestions,
}

/// When and how notices come (design §4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notifications {
    /// How much the program speaks.
    pub rhythm: Rhythm,
    /// Local time of the morning suggestion, or off.
    #[serde(deserialize_with = "clock_or_off")]
    pub morning: Option<NaiveTime>,
    /// Local time of the midday suggestion, or off.
    #[serde(deserialize_with = "clock_or_off")]
    pub midday: Option<NaiveTime>,
    /// Local time of the evening suggestion, or off.
    #[serde(deserialize_with = "clock_or_off")]
    pub evening: Option<NaiveTime>,
    /// From when until when nothing scheduled comes, or off.
    #[serde(deserialize_with = "hours_or_off")]
    pub quiet_hours: Option<(NaiveTime, NaiveTime)>,
    /// 0 s to 12 h.
    #[serde(deserialize_with = "min_gap")]
    pub min_gap: Duration,
    /// 1 to 10.
    #[serde(deserialize_with = "max_per_day")]
    pub max_per_day: u32,
    /// 1 min to 12 h.
    #[serde(deserialize_with = "late_limit")]
    pub late_limit: Duration,
    /// 1 s to 2 h, or off.
    #[serde(deserialize_with = "follow_up_after")]
    pub follow_up_after: Option<Duration>,
    /// 1 to 40 visible characters.
    #[serde(deserialize_with = "label")]
    pub label: String,
    /// What an onlooker may read.
    pub privacy: Privacy,
}

/// What a new window is like.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowDefaults {
    /// Days, 1 to 365; `None` for no end date.
    #[serde(deserialize_with = "length")]
    pub length: Option<u32>,
    /// What happens to the count after contact.
    pub on_contact: OnContact,
}

/// What is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestions {
    /// What the user cannot or will not use.
    pub without: Vec<Need>,
}

/// One thing in the settings file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Line in the user's file, from 1.
    pub line: usize,
    /// What is wrong and what would be right, in lower case.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl Default for Settings {
    fn default() -> Self {
        // The embedded file is tested to be whole; see `the_shipped_defaults_are_whole`.
        toml::from_str(DEFAULTS).unwrap_or_else(|error| unreachable!("default.toml: {error}"))
    }
}

impl Settings {
    /// The settings of a file, and what in it cannot be used. A missing file is no problem.
    #[must_use]
    pub fn load(path: &Path) -> (Self, Vec<Problem>) {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                (Self::default(), Vec::new())
            }
            Err(error) => {
                let what = format!("could not read the file ({})", error.kind());
                (Self::default(), vec![Problem { line: 1, what }])
            }
        }
    }

    /// The settings that `text` gives. Each key is tried by itself, so that one mistake costs one
    /// key.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let given = match text.parse::<toml::Table>() {
            Ok(given) => given,
            Err(error) => return (Self::default(), vec![syntax(text, &error)]),
        };
        let mut layer: toml::Table = DEFAULTS.parse().unwrap_or_default();
        let mut settings = Self::default();
        let mut problems = Vec::new();
        for (section, keys) in &given {
            let mut refuse = |key: Option<&str>, what: String| {
                problems.push(Problem { line: line_of(text, section, key), what });
            };
            let Some(known) = layer.get(section).and_then(toml::Value::as_table).cloned() else {
                refuse(None, unknown("section", section, layer.keys()));
                continue;
            };
            let Some(keys) = keys.as_table() else {
                refuse(None, format!("'{section}' is a section: write [{section}]"));
                continue;
            };
            for (key, value) in keys {
                if !known.contains_key(key) {
                    refuse(Some(key), unknown("key", key, known.keys()));
                    continue;
                }
                let mut tried = layer.clone();
                if let Some(table) = tried.get_mut(section).and_then(toml::Value::as_table_mut) {
                    table.insert(key.clone(), value.clone());
                }
                match Self::deserialize(tried.clone()) {
                    Ok(good) => {
                        settings = good;
                        layer = tried;
                    }
                    Err(error) => refuse(Some(key), format!("{key}: {}", error.message())),
                }
            }
        }
        problems.sort_by_key(|problem| problem.line);
        (settings, problems)
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> Problem {
    let at = error.span().map_or(0, |span| span.start);
    Problem {
        line: line_at(text, at),
        what: format!(
            "this is not TOML, so that none of your settings can be read: {}",
            error.message()
        ),
    }
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

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a String>) -> String {
    let word: String = word.chars().take(40).flat_map(char::escape_debug).collect();
    let nearest = known.min_by_key(|known| distance(&word, known));
    match nearest {
        Some(near) if distance(&word, near) <= near.len() / 2 => {
            format!("there is no {what} '{word}'; did you mean '{near}'?")
        }
        _ => format!("there is no {what} '{word}'; `nocontact config show` lists them"),
    }
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

fn clock_or_off<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
    let text = String::deserialize(from)?;
    if text == "off" {
        return Ok(None);
    }
    let clock = parse_clock(&text);
    clock.map(Some).ok_or_else(|| D::Error::custom("use a time such as \"09:00\", or \"off\""))
}

fn hours_or_off<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<(NaiveTime, NaiveTime)>, D::Error> {
    let text = String::deserialize(from)?;
    if text == "off" {
        return Ok(None);
    }
    let hours = text.split_once('-').and_then(|(from, to)| {
        let hours = (parse_clock(from.trim())?, parse_clock(to.trim())?);
        (hours.0 != hours.1).then_some(hours)
    });
    let error = || D::Error::custom("use hours such as \"22:00-08:00\", or \"off\"");
    hours.map(Some).ok_or_else(error)
}

fn span_within<'de, D: Deserializer<'de>>(
    from: D,
    least: Duration,
    most: Duration,
    range: &str,
) -> Result<Duration, D::Error> {
    let text = String::deserialize(from)?;
    let zero = text.trim_end_matches(['s', 'm', 'h']) == "0";
    let span = if zero { Some(Duration::zero()) } else { parse_span(&text).ok() };
    span.filter(|span| (least..=most).contains(span))
        .ok_or_else(|| D::Error::custom(format!("use a duration from {range}, such as \"20m\"")))
}

fn min_gap<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    span_within(from, Duration::zero(), Duration::hours(12), "0s to 12h")
}

fn late_limit<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    span_within(from, Duration::minutes(1), Duration::hours(12), "1m to 12h")
}

fn follow_up_after<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(from)?;
    if text == "off" {
        return Ok(None);
    }
    let again = serde::de::value::StringDeserializer::new(text);
    span_within(again, Duration::seconds(1), Duration::hours(2), "1s to 2h")
        .map(Some)
        .map_err(|error: serde::de::value::Error| D::Error::custom(format!("{error}, or \"off\"")))
}

fn max_per_day<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let most = u32::deserialize(from).ok().filter(|most| (1..=10).contains(most));
    most.ok_or_else(|| D::Error::custom("use a number from 1 to 10"))
}

fn length<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let error = || D::Error::custom("use days from 1 to 365, or \"none\"");
    match toml::Value::deserialize(from)? {
        toml::Value::Integer(days) => u32::try_from(days)
            .ok()
            .filter(|days| LENGTHS.contains(days))
            .map(Some)
            .ok_or_else(error),
        toml::Value::String(word) if word == "none" => Ok(None),
        _ => Err(error()),
    }
}

fn label<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let label = String::deserialize(from)?;
    let label = label.trim();
    let hidden = |c: char| c.is_control() || is_invisible(c);
    if (1..=40).contains(&label.chars().count()) && !label.chars().any(hidden) {
        return Ok(label.to_owned());
    }
    Err(D::Error::custom("use 1 to 40 characters on one line, each of them visible"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_defaults_are_whole() {
        let settings: Settings = toml::from_str(DEFAULTS).expect("default.toml");
        assert_eq!(settings, Settings::default());
        assert_eq!(Settings::parse(DEFAULTS), (settings, Vec::new()));
    }

    #[test]
    fn one_mistake_costs_one_key_and_is_named_with_its_line() {
        let text = "[notifications]\nmorning = \"7:15\"\nevning = \"20:00\"\nmin_gap = \"3 days\"\n\
                    late_limit = 5\n[windows]\nlength = 3\n";
        let (settings, problems) = Settings::parse(text);
        assert_eq!(settings.notifications.morning, NaiveTime::from_hms_opt(7, 15, 0));
        assert_eq!(settings.notifications.min_gap, Duration::hours(3));
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "line 3: there is no key 'evning'; did you mean 'evening'?",
                "line 4: min_gap: use a duration from 0s to 12h, such as \"20m\"",
                "line 5: late_limit: invalid type: integer `5`, expected a string",
                "line 6: there is no section 'windows'; did you mean 'window'?",
            ]
        );
    }

    #[test]
    fn a_file_that_is_not_toml_leaves_all_defaults() {
        let (settings, problems) = Settings::parse("[notifications]\nmorning = 9:00\n");
        assert_eq!(settings, Settings::default());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 2);
    }

    #[test]
    fn every_value_has_its_range() {
        for (key, good, bad) in [
            ("rhythm", "\"none\"", "\"weekly\""),
            ("midday", "\"12:30\"", "\"25:00\""),
            ("quiet_hours", "\"off\"", "\"22:00\""),
            ("quiet_hours", "\"23:00-07:30\"", "\"08:00-08:00\""),
            ("min_gap", "\"0s\"", "\"13h\""),
            ("max_per_day", "10", "0"),
            ("late_limit", "\"12h\"", "\"30s\""),
            ("follow_up_after", "\"off\"", "\"3h\""),
            ("follow_up_after", "\"1s\"", "\"0s\""),
            ("label", "\"100 % käse 🧀;\"", "\"Small\\nSteps\""),
            ("label", "'C:\\\"x\"'", "\"\\u202espetS\""),
            ("label", "\" 日記 \"", "\"Small\\u200bSteps\""),
            ("label", "\"Notes\"", "\"\""),
            ("privacy", "\"hidden\"", "\"loud\""),
        ] {
            let check = |value: &str| {
                Settings::parse(&format!("[notifications]\n{key} = {value}\n")).1.len()
            };
            assert_eq!((check(good), check(bad)), (0, 1), "{key}");
        }
        let lengths = ["1", "365", "\"none\"", "0", "366", "\"many\""];
        let refused = lengths
            .map(|length| Settings::parse(&format!("[window]\nlength = {length}\n")).1.len());
        assert_eq!(refused, [0, 0, 0, 1, 1, 1]);
    }
}
