//! One `Settings` value: the defaults of `config/default.toml` with the user's file laid over them.
//!
//! Owns which keys there are and the file they are in. What cannot be used is named with its line,
//! and what held before stands in its place, so that a mistake neither stops a command nor shows
//! what was hidden; nothing private is a setting.

mod change;
mod file;
mod problem;
mod slots;
mod values;

pub use change::{Refusal, set, template, words};
pub use file::create;
pub use problem::{Problem, Stands, in_their_place};

use std::path::Path;

use chrono::{Duration, NaiveTime};
use serde::Deserialize;
use toml::{Table, Value};

use crate::countdown::message::Privacy;
use crate::countdown::plan::Rhythm;
use crate::countdown::text::Need;
use crate::countdown::words;
use problem::Fault;

/// The base layer, and the documentation of every key.
pub const DEFAULTS: &str = include_str!("../config/default.toml");
/// Its values, which every command reads, as `build.rs` has prepared them.
const PREPARED: &str = include_str!(concat!(env!("OUT_DIR"), "/default.json"));

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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// When and how notices come.
    pub notifications: Notifications,
    /// What a new window is like.
    pub window: WindowDefaults,
    /// What is suggested.
    pub suggestions: Suggestions,
    /// What of it is the user's.
    #[serde(skip)]
    own: Table,
}

/// When and how notices come (design §4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notifications {
    /// How much the program speaks.
    #[serde(deserialize_with = "values::rhythm")]
    pub rhythm: Rhythm,
    /// Local time of the morning suggestion, or off.
    #[serde(deserialize_with = "values::clock")]
    pub morning: Option<NaiveTime>,
    /// Local time of the midday suggestion, or off.
    #[serde(deserialize_with = "values::clock")]
    pub midday: Option<NaiveTime>,
    /// Local time of the evening suggestion, or off.
    #[serde(deserialize_with = "values::clock")]
    pub evening: Option<NaiveTime>,
    /// From when until when nothing scheduled comes, or off.
    #[serde(deserialize_with = "values::hours")]
    pub quiet_hours: Option<(NaiveTime, NaiveTime)>,
    /// 0 s to 12 h.
    #[serde(deserialize_with = "values::min_gap")]
    pub min_gap: Duration,
    /// 1 to 10.
    #[serde(deserialize_with = "values::max_per_day")]
    pub max_per_day: u32,
    /// 1 min to 12 h.
    #[serde(deserialize_with = "values::late_limit")]
    pub late_limit: Duration,
    /// 1 s to 2 h, or off.
    #[serde(deserialize_with = "values::follow_up_after")]
    pub follow_up_after: Option<Duration>,
    /// 1 to 40 visible characters.
    #[serde(deserialize_with = "values::label")]
    pub label: String,
    /// What an onlooker may read.
    #[serde(deserialize_with = "values::privacy")]
    pub privacy: Privacy,
}

/// What a new window is like.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowDefaults {
    /// Days, 1 to 365; `None` for no end date.
    #[serde(deserialize_with = "values::length")]
    pub length: Option<u32>,
    /// What happens to the count after contact.
    #[serde(deserialize_with = "values::on_contact")]
    pub on_contact: OnContact,
}

/// What is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestions {
    /// What the user cannot or will not use.
    #[serde(deserialize_with = "values::without")]
    pub without: Vec<Need>,
}

/// A setting that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its key.
    pub key: String,
    /// What it is now, as it is typed.
    pub now: String,
    /// What it was.
    pub before: String,
}

impl Default for Settings {
    fn default() -> Self {
        // The embedded file is tested to be whole; see `the_shipped_defaults_are_whole`.
        serde_json::from_str(PREPARED).unwrap_or_else(|error| unreachable!("default.toml: {error}"))
    }
}

impl Settings {
    /// The settings of the user's file, and what in it cannot be used; that is as `kept` says,
    /// where [`Settings::keep`] has left what held before. A missing file is no problem.
    #[must_use]
    pub fn load(file: &Path, kept: &Path) -> (Self, Vec<Problem>) {
        let before =
            || file::read(kept).map_or_else(|_| Table::new(), |text| Self::parse(&text).0.own);
        match file::read(file) {
            Ok(text) => match Self::parse(&text) {
                (settings, problems) if problems.is_empty() => (settings, problems),
                _ => Self::over(&text, &before()),
            },
            Err(error) => {
                let what = format!("could not read the file ({})", error.kind());
                Self::in_place(Table::new(), vec![Fault::of_all(1, what)], &before())
            }
        }
    }

    /// The settings that `text` gives where nothing held before.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        Self::over(text, &Table::new())
    }

    /// Each key is tried by itself, so that one mistake costs one key.
    fn over(text: &str, before: &Table) -> (Self, Vec<Problem>) {
        let (mut own, mut faults) = (Table::new(), Vec::new());
        match text.parse::<Table>() {
            Ok(given) => {
                for (section, keys) in given {
                    take_section(text, &section, keys, &mut own, &mut faults);
                }
            }
            Err(error) => faults.push(problem::syntax(text, &error)),
        }
        faults.sort_by_key(Fault::line);
        Self::in_place(own, faults, before)
    }

    /// Puts what held before in the place of what is at fault.
    fn in_place(mut own: Table, faults: Vec<Fault>, before: &Table) -> (Self, Vec<Problem>) {
        let problems = faults.into_iter().map(|fault| fault.mend(&mut own, before)).collect();
        if own.is_empty() {
            return (Self::default(), problems);
        }
        let mut layer = defaults();
        for (section, keys) in &own {
            for (key, value) in keys.as_table().into_iter().flatten() {
                put(&mut layer, section, key, value.clone());
            }
        }
        let settings = Self::deserialize(layer).unwrap_or_default();
        (Self { own, ..settings }, problems)
    }

    /// What is not as in `before`, in the order of their names.
    #[must_use]
    pub fn changed_from(&self, before: &Self) -> Vec<Changed> {
        let all = self.typed().into_iter().zip(before.typed());
        let changed = all.filter(|((_, now), (_, before))| now != before);
        changed.map(|((key, now), (_, before))| Changed { key, now, before }).collect()
    }

    /// Every key with its value as one types it for `config set`.
    #[must_use]
    pub fn typed(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (section, keys) in defaults() {
            for (key, default) in keys.as_table().into_iter().flatten() {
                let value = look(&self.own, &section, key).unwrap_or(default);
                all.push((key.clone(), typed(value)));
            }
        }
        all
    }
}

/// Takes over what can be used of a section.
fn take_section(text: &str, section: &str, keys: Value, own: &mut Table, faults: &mut Vec<Fault>) {
    let all = defaults();
    let Some(known) = all.get(section).and_then(Value::as_table) else {
        faults.push(problem::unknown_section(text, section, &all));
        return;
    };
    let Value::Table(keys) = keys else {
        faults.push(problem::no_section(text, section));
        return;
    };
    for (key, value) in keys {
        if !known.contains_key(&key) {
            faults.push(problem::unknown_key(text, section, &key, &all));
            continue;
        }
        // A time without its quotes is a time all the same.
        let value = match value {
            Value::Datetime(time) => Value::String(time.to_string()),
            value => value,
        };
        match fits(section, &key, &value) {
            Ok(()) => put(own, section, &key, value),
            Err(right) => faults.push(problem::wrong_value(text, section, &key, &right)),
        }
    }
}

/// Whether a key may have this value; what would be right if not.
fn fits(section: &str, key: &str, value: &Value) -> Result<(), String> {
    let mut layer = defaults();
    put(&mut layer, section, key, value.clone());
    Settings::deserialize(layer).map(drop).map_err(|error| error.message().to_owned())
}

fn defaults() -> Table {
    serde_json::from_str(PREPARED).unwrap_or_default()
}

fn look<'a>(layer: &'a Table, section: &str, key: &str) -> Option<&'a Value> {
    layer.get(section)?.as_table()?.get(key)
}

fn put(layer: &mut Table, section: &str, key: &str, value: Value) {
    let keys = layer.entry(section).or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(keys) = keys {
        keys.insert(key.to_owned(), value);
    }
}

/// A value as one types it for `config set`.
fn typed(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "none".to_owned(),
        Value::Array(values) => values.iter().map(typed).collect::<Vec<_>>().join(","),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_defaults_are_whole() {
        let settings: Settings = toml::from_str(DEFAULTS).expect("default.toml");
        assert_eq!((&Settings::default(), defaults()), (&settings, DEFAULTS.parse().unwrap()));
        let (given, problems) = Settings::parse(DEFAULTS);
        assert_eq!((given.changed_from(&settings), problems), (vec![], vec![]));
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
                "line 5: late_limit: use a duration from 1m to 12h, such as \"20m\"",
                "line 6: there is no section 'windows'; did you mean 'window'?",
            ]
        );
        let (_, problems) = Settings::parse("[window]\nmorning = \"7:15\"\n");
        assert_eq!(problems[0].to_string(), "line 2: 'morning' belongs below [notifications]");
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
            ("midday", "12:30", "12:30:00"),
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
