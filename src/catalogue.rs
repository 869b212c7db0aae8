//! The texts and the help lines: those of `config/`, as `build.rs` has prepared them, and the user's.
//!
//! Owns the form of those files. It chooses nothing; a pool is read only when it is needed, so
//! that a command that prints two lines does not read three hundred. The user's own texts are laid
//! over the shipped ones here and nowhere else.

mod own;

use std::cell::OnceCell;
use std::path::PathBuf;

pub mod care;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::countdown::policy::Situation;
use crate::countdown::text::{Category, Need, Pool, Text, TimeOfDay};
use crate::countdown::words;
pub use own::{Fault, Own};

/// The most characters of a title.
pub const TITLE: usize = 40;
/// The most characters of a body.
pub const BODY: usize = 140;

/// An example of a user's file, and the documentation of its fields.
pub const EXAMPLE: &str = include_str!("../config/texts.toml");

/// A file of `config/` as `build.rs` has prepared it: JSON, one entry a line, its id first.
macro_rules! prepared {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json"))
    };
}

/// The shipped texts of a pool.
fn shipped(pool: Pool) -> &'static str {
    match pool {
        Pool::Suggestion => prepared!("suggestion"),
        Pool::Reflection => prepared!("reflection"),
        Pool::UrgeStep => prepared!("urge_step"),
        Pool::UrgeFollowup => prepared!("urge_followup"),
        Pool::Slip => prepared!("slip"),
        Pool::Received => prepared!("received"),
        Pool::Milestone => prepared!("milestone"),
        Pool::AfterWindow => prepared!("after_window"),
        Pool::LowMood => prepared!("low_mood"),
        Pool::Notice => prepared!("notice"),
    }
}

/// The line of one text among the shipped ones of a pool, found without reading the others.
fn line_of(pool: Pool, id: &str) -> Option<&'static str> {
    let opening = format!("{{\"id\":\"{id}\",");
    shipped(pool).lines().find(|line| line.starts_with(&opening))
}

/// What stands in a prepared file.
fn entries<T: DeserializeOwned>(prepared: &str) -> serde_json::Result<Vec<T>> {
    serde_json::Deserializer::from_str(prepared).into_iter().collect()
}

/// The cases that the texts of a pool may answer; empty where the pool has none.
#[must_use]
pub fn cases(pool: Pool) -> &'static [&'static str] {
    match pool {
        Pool::UrgeFollowup => &["easier", "same", "stronger", "peeked"],
        Pool::Slip => &["order"],
        Pool::Received => &[
            "logistics",
            "smalltalk",
            "warm",
            "meet",
            "hostile",
            "stop",
            "closed",
            "unknown",
            "asked",
            "order",
        ],
        Pool::Milestone => &["day", "last", "further"],
        Pool::AfterWindow => &["review", "space", "extend", "close", "early"],
        Pool::Notice => &[
            "welcome",
            "end",
            "follow-up",
            "mood",
            "hidden",
            "review",
            "not-later",
            "no-more",
            "own-data",
        ],
        Pool::Suggestion | Pool::Reflection | Pool::UrgeStep | Pool::LowMood => &[],
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entry: Vec<Entry>,
}

/// An entry as it stands in a file (programme D.2).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    category: Category,
    case: Option<String>,
    title: String,
    body: String,
    days: Vec<(u32, u32)>,
    times: Vec<TimeOfDay>,
    minutes: u8,
    #[serde(default)]
    needs: Vec<Need>,
    discreet: bool,
    #[serde(default)]
    exclude_situations: Vec<Situation>,
    #[serde(default)]
    tags: Vec<String>,
    source: Vec<String>,
}

/// The texts of a pool as shipped. That nothing is wrong with them is tested, and not checked again
/// each time: they are what [`parse`] makes of the files.
///
/// # Errors
/// If one is not in the form of an entry.
pub fn load(pool: Pool) -> anyhow::Result<Vec<Text>> {
    Ok(entries(shipped(pool))?.into_iter().map(|entry| text_of(pool, entry)).collect())
}

/// All that can be said: the shipped texts with the user's own laid over them. Their file is read
/// when the first text is asked for, and once.
#[derive(Debug, Default)]
pub struct Catalogue {
    file: Option<PathBuf>,
    own: OnceCell<Own>,
}

/// A text, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The text.
    pub text: Text,
    /// Whether the user wrote it.
    pub is_own: bool,
    /// Whether the user's file switches it off, so that it is never said.
    pub is_off: bool,
}

impl Catalogue {
    /// The shipped texts and those in `file`, if there is one.
    #[must_use]
    pub fn with(file: PathBuf) -> Self {
        Self { file: Some(file), own: OnceCell::new() }
    }

    /// What the user wrote.
    pub fn own(&self) -> &Own {
        self.own.get_or_init(|| self.file.as_deref().map(Own::load).unwrap_or_default())
    }

    /// The first fault of the user's file, if that was read at all.
    #[must_use]
    pub fn met_fault(&self) -> Option<&Fault> {
        self.own.get()?.faults.first()
    }

    /// The texts of a pool that may be said; shipped ones that cannot be read are none: a text never
    /// stops a command.
    #[must_use]
    pub fn pool(&self, pool: Pool) -> Vec<Text> {
        self.listed(pool).into_iter().filter(|it| !it.is_off).map(|it| it.text).collect()
    }

    /// The texts of a pool with their origin. One of the user's in the place of a shipped one is
    /// said to nobody to whom that was not said.
    #[must_use]
    pub fn listed(&self, pool: Pool) -> Vec<Listed> {
        let own = self.own();
        let shipped = load(pool).unwrap_or_default().into_iter();
        let mut listed: Vec<Listed> = shipped
            .map(|text| Listed { is_off: own.off.contains(&text.id), is_own: false, text })
            .collect();
        for text in own.texts.iter().filter(|text| text.pool == pool) {
            let known = listed.iter().position(|known| known.text.id == text.id);
            match known.and_then(|at| listed.get_mut(at)) {
                Some(known) => {
                    let text = in_place_of(&known.text, text);
                    *known = Listed { text, is_own: true, is_off: false };
                }
                None => listed.push(Listed { text: text.clone(), is_own: true, is_off: false }),
            }
        }
        listed
    }

    /// The text of a pool with this id, if it may be said. Of the shipped ones no other is read.
    #[must_use]
    pub fn text(&self, pool: Pool, id: &str) -> Option<Text> {
        let own = self.own();
        let theirs = own.texts.iter().find(|text| text.pool == pool && text.id == id);
        match (theirs, shipped_text(pool, id)) {
            (Some(theirs), Some(shipped)) => Some(in_place_of(&shipped, theirs)),
            (Some(theirs), None) => Some(theirs.clone()),
            (None, shipped) => shipped.filter(|shipped| !own.off.contains(&shipped.id)),
        }
    }
}

/// A text of the user's in the place of a shipped one.
fn in_place_of(shipped: &Text, own: &Text) -> Text {
    let exclude = own.exclude.iter().chain(&shipped.exclude).copied().collect();
    Text { exclude, ..own.clone() }
}

/// One text of a pool as shipped.
fn shipped_text(pool: Pool, id: &str) -> Option<Text> {
    let entry = serde_json::from_str(line_of(pool, id)?).ok()?;
    Some(text_of(pool, entry))
}

/// Reads and checks a file of the catalogue as people write it.
///
/// # Errors
/// The first fault: what is wrong, and in which entry.
pub fn parse(pool: Pool, file: &str) -> anyhow::Result<Vec<Text>> {
    let file: File = toml::from_str(file)
        .map_err(|error| anyhow::anyhow!("could not read the catalogue file '{pool}': {error}"))?;
    let mut texts: Vec<Text> = Vec::with_capacity(file.entry.len());
    for entry in file.entry {
        let text = checked(pool, entry)?;
        anyhow::ensure!(
            texts.iter().all(|known| known.id != text.id),
            "the id '{}' stands twice",
            text.id
        );
        texts.push(text);
    }
    Ok(texts)
}

fn checked(pool: Pool, entry: Entry) -> anyhow::Result<Text> {
    if let Some((_, fault)) = fault(pool, &entry) {
        anyhow::bail!("catalogue entry '{}': {fault}", entry.id);
    }
    anyhow::ensure!(!entry.source.is_empty(), "catalogue entry '{}': a source is needed", entry.id);
    Ok(text_of(pool, entry))
}

fn text_of(pool: Pool, entry: Entry) -> Text {
    Text {
        id: entry.id,
        pool,
        category: entry.category,
        case: entry.case,
        title: entry.title,
        body: entry.body,
        days: entry.days,
        times: entry.times,
        minutes: entry.minutes,
        needs: entry.needs,
        discreet: entry.discreet,
        exclude: entry.exclude_situations,
        tags: entry.tags,
        source: entry.source,
    }
}

/// What is wrong with an entry beyond its form, if anything: the field, and its rule.
fn fault(pool: Pool, entry: &Entry) -> Option<(&'static str, &'static str)> {
    let known = cases(pool);
    let case = entry.case.as_deref();
    let case_needed = !known.is_empty() && pool != Pool::Slip;
    let kebab =
        |id: &str| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let checks = [
        ("id", entry.id.is_empty() || !kebab(&entry.id), "the id is kebab case"),
        ("case", case.is_some_and(|case| !known.contains(&case)), "the pool has no such case"),
        ("case", case.is_none() && case_needed, "the pool needs a case"),
        ("title", is_bad_line(&entry.title, TITLE), "the title is one line of 1 to 40 characters"),
        ("body", is_bad_line(&entry.body, BODY), "the body is one line of 1 to 140 characters"),
        (
            "days",
            entry.days.is_empty() || entry.days.iter().any(|(a, b)| *a < 1 || a > b || *b > 30),
            "days are ranges within 1 and 30",
        ),
        ("times", entry.times.is_empty(), "times may not be empty"),
        (
            "times",
            entry.times.contains(&TimeOfDay::Night)
                && !matches!(pool, Pool::UrgeStep | Pool::LowMood),
            "only urge help and low mood speak at night",
        ),
        ("minutes", !(1..=60).contains(&entry.minutes), "minutes are 1 to 60"),
    ];
    checks.into_iter().find(|(_, wrong, _)| *wrong).map(|(field, _, rule)| (field, rule))
}

/// Markup and control characters would act on a notification server or a terminal.
fn is_bad_line(text: &str, most: usize) -> bool {
    let count = text.chars().count();
    count == 0 || count > most || text.chars().any(|c| c.is_control() || "<>&".contains(c))
}

words! {
    /// What a help line is for (programme C.4).
    pub enum HelpKind {
        /// Somebody to talk to.
        Crisis = "crisis",
        /// Abuse at home or by a partner.
        Abuse = "abuse",
        /// Stalking.
        Stalking = "stalking",
        /// Worried about one's own behaviour.
        OwnBehaviour = "own_behaviour",
        /// In danger now.
        Emergency = "emergency",
    }
}

/// One help line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpLine {
    /// Two letters, `EU` as a fallback, or `any`.
    pub country: String,
    /// What it is for.
    pub kind: HelpKind,
    /// Its name.
    pub label: String,
    /// A number to call.
    pub phone: Option<String>,
    /// A number to text.
    pub sms: Option<String>,
    /// A page.
    pub web: Option<String>,
    /// When somebody answers, where that is known.
    #[serde(default)]
    pub hours: String,
    /// Whom it is for, where that is not everybody.
    #[serde(default)]
    pub audience: String,
    /// Where the number comes from.
    pub source: String,
    /// Year and month in which that source was looked at.
    pub checked_on: String,
    /// Whether somebody checked it with the organisation itself.
    pub verified: bool,
}

/// The help lines as shipped.
///
/// # Errors
/// If one is not in its form.
pub fn help_lines() -> anyhow::Result<Vec<HelpLine>> {
    Ok(entries(prepared!("help-lines"))?)
}

/// Where people of the Union find lines if their own country has no rows.
const FALLBACK: &str = "EU";

/// The countries that the fallback rows are for.
const UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The code that a country has in the lists, from the one that people type.
#[must_use]
pub fn country_code(typed: &str) -> String {
    match typed.to_uppercase().as_str() {
        "UK" => "GB".to_owned(),
        "EL" => "GR".to_owned(),
        code => code.to_owned(),
    }
}

/// The lines of a country, or those of the Union where it belongs to it and has none of its own.
#[must_use]
pub fn lines_of<'l>(all: &'l [HelpLine], code: &str) -> Vec<&'l HelpLine> {
    let of = |country: &str| all.iter().filter(|line| line.country == country).collect::<Vec<_>>();
    let own = of(code);
    if own.is_empty() && UNION.contains(&code) { of(FALLBACK) } else { own }
}
