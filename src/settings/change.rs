//! The user's settings file as text: one value changed and all else left, the page of what holds,
//! and a file to begin with.
//!
//! Owns what may be typed for a value. What somebody wrote in their file is theirs: comments, order
//! and even what is wrong there stay.

use std::io;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value};

use super::problem::{nearest, syntax};
use super::{DEFAULTS, Settings, defaults, file, fits, look};

/// How a file to begin with opens.
const BEGINNING: &str = "\
# Your settings. What begins with # and a name is a default, which holds: to change it, take away
# the # and write another value. Where something cannot be used, nocontact config check names it.

";

/// Why a setting was not changed.
#[derive(Debug)]
pub enum Refusal {
    /// What was typed is no setting, or no value of it; what would be, in lower case.
    Typed(String),
    /// What stands in the way in the file, in lower case.
    File(String),
    /// The file cannot be read or written.
    Disk(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Changes one setting in the user's file, which is made where there is none; returns its key.
/// `name` is a key or `section.key`, and `typed` a value as it is typed: quotes, brackets and blanks
/// around it may be left out, and `default` is the default.
///
/// # Errors
/// If there is no such setting, it cannot have this value, or the file cannot be changed; then it
/// is as it was.
pub fn set(path: &Path, name: &str, typed: &str) -> Result<String, Refusal> {
    let (section, key) = find(name).map_err(Refusal::Typed)?;
    let value = value(&section, &key, typed).map_err(Refusal::Typed)?;
    file::rewrite(path, |text| put(text, &section, &key, value))?;
    Ok(key)
}

/// The section and the key that are meant.
fn find(name: &str) -> Result<(String, String), String> {
    let all: Vec<(String, String)> = defaults()
        .into_iter()
        .flat_map(|(section, keys)| {
            let keys = keys.as_table().cloned().unwrap_or_default();
            keys.into_iter().map(move |(key, _)| (section.clone(), key))
        })
        .collect();
    let is_whole = name.contains('.');
    let told = |(section, key): &(String, String)| match is_whole {
        true => format!("{section}.{key}"),
        false => key.clone(),
    };
    let names: Vec<String> = all.iter().map(told).collect();
    // As in the file: [section].key
    let name = name.trim().replace(['[', ']'], "");
    let found = all.into_iter().zip(&names).find(|(_, known)| **known == name);
    // A key that is in another section is not to be guessed at.
    let last = |name: &str| name.rsplit('.').next().map(ToOwned::to_owned);
    let elsewhere = names.iter().find(|known| last(known) == last(&name));
    found.map(|(found, _)| found).ok_or_else(|| match elsewhere.or(nearest(&name, &names)) {
        Some(near) => format!("there is no setting of that name; the nearest is {near}"),
        None => "there is no setting of that name; nocontact config show lists them".to_owned(),
    })
}

/// The words that the setting `name` can be, as a refusal names them: numbers, times and names of
/// your own are none.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let Ok((section, key)) = find(name) else { return Vec::new() };
    // No setting is such a number.
    let right = fits(&section, &key, &toml::Value::Float(0.5)).err().unwrap_or_default();
    let quoted = right.split('"').skip(1).step_by(2);
    let words = quoted.filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    let empty = look(&defaults(), &section, &key).is_some_and(toml::Value::is_array);
    let empty = empty.then_some("none");
    words.chain(empty).chain(["default"]).map(ToOwned::to_owned).collect()
}

/// The first reading of what was typed that the setting can have.
fn value(section: &str, key: &str, typed: &str) -> Result<Value, String> {
    let all = defaults();
    let default = look(&all, section, key);
    let typed = typed.trim();
    if typed == "default" {
        return default.map(edited).ok_or_else(String::new);
    }
    // A time is text to us, and without its quotes one of its own to TOML.
    let as_toml = |text: &str| text.parse().ok().filter(|value: &toml::Value| !value.is_datetime());
    let quoted = as_toml(typed).and_then(|value| value.as_str().map(ToOwned::to_owned));
    let bare = quoted.as_deref().unwrap_or(typed);
    let list = default.is_some_and(toml::Value::is_array).then(|| listed(bare));
    let readings =
        [as_toml(typed), list, as_toml(bare), Some(toml::Value::String(bare.to_owned()))];
    let mut wrong = String::new();
    for reading in readings.into_iter().flatten() {
        match fits(section, key, &reading) {
            Ok(()) => return Ok(edited(&reading)),
            Err(right) => wrong = format!("{key}: {right}"),
        }
    }
    Err(wrong)
}

/// `a,b` and `a b` are a list; `none` is an empty one.
fn listed(text: &str) -> toml::Value {
    let words = text.split([',', ' ', '[', ']']).filter(|word| !word.is_empty() && text != "none");
    let unquoted = |word: &str| word.trim_matches(['"', '\'']).to_owned();
    toml::Value::Array(words.map(|word| toml::Value::String(unquoted(word))).collect())
}

fn edited(value: &toml::Value) -> Value {
    value.to_string().parse().unwrap_or_else(|_| Value::from(value.to_string()))
}

/// `text` with this value in its place, and everything else as it is.
fn put(text: &str, section: &str, key: &str, value: Value) -> Result<String, Refusal> {
    let cannot = |what: &str| Refusal::File(format!("{what}; nocontact config edit opens it"));
    if let Err(error) = text.parse::<toml::Table>() {
        return Err(cannot(&syntax(text, &error).to_string()));
    }
    let mut page: DocumentMut =
        text.parse().map_err(|_| cannot("this file cannot be changed here"))?;
    if !page.contains_key(section) {
        // Comments at the end belong above what is new.
        let above = page.trailing().as_str().unwrap_or_default().to_owned();
        page.set_trailing("");
        let mut table = Table::new();
        let gap = match text {
            "" => "",
            text if text.ends_with("\n\n") => "",
            text if above.is_empty() || text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        table.decor_mut().set_prefix(format!("{above}{gap}"));
        page.insert(section, Item::Table(table));
    }
    let keys = page.get_mut(section).and_then(Item::as_table_like_mut);
    let keys = keys.ok_or_else(|| cannot(&format!("'{section}' is no section in it")))?;
    match keys.get_mut(key) {
        None => drop(keys.insert(key, Item::Value(value))),
        Some(Item::Value(old)) => replace(old, value),
        Some(_) => return Err(cannot(&format!("'{key}' is a section in it"))),
    }
    let changed = page.to_string();
    Ok(if text.contains("\r\n") {
        changed.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        changed
    })
}

/// Puts another value in the place of one, between the same blanks and comments.
fn replace(old: &mut Value, mut new: Value) {
    old.decor().clone_into(new.decor_mut());
    *old = new;
}

/// A file to begin with: every setting with its meaning, none of them in force.
#[must_use]
pub fn template() -> String {
    let (_, settings) = DEFAULTS.split_once("\n\n").unwrap_or_default();
    let mut page = BEGINNING.to_owned();
    for line in settings.lines() {
        let is_value = line.starts_with(|c: char| c.is_ascii_lowercase());
        page.push_str(if is_value { "#" } else { "" });
        page.push_str(line);
        page.push('\n');
    }
    page
}

impl Settings {
    /// Every setting with its meaning, its range and the value that holds. Where that is the
    /// user's, the default is beside it.
    #[must_use]
    pub fn page(&self) -> String {
        let Ok(mut page) = DEFAULTS.parse::<DocumentMut>() else { return DEFAULTS.to_owned() };
        for (section, keys) in &self.own {
            for (key, own) in keys.as_table().into_iter().flatten() {
                let place = page.get_mut(section).and_then(|keys| keys.get_mut(key));
                if let Some(Item::Value(shown)) = place {
                    let beside = format!("  # yours; default {}", shown.to_string().trim());
                    replace(shown, edited(own));
                    shown.decor_mut().set_suffix(beside);
                }
            }
        }
        page.to_string()
    }
}
