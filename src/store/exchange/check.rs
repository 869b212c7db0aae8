//! What the rows of an export have to be, each and together.
//!
//! Owns one promise: an import puts no row into the file that this program could not have written.
//! What a value may be at all is said by its type; here is what goes with what.

use std::collections::{BTreeMap, BTreeSet};

use super::{Command, Everything, Told};
use crate::countdown::entry::{Entry, What};
use crate::countdown::journal::About;
use crate::countdown::notice::{NoticeKind, Record};
use crate::countdown::window::Window;
use crate::store::about::{is_known, learn};
use crate::store::revisions::Revision;

/// Numbers up to here are exact for every reader of JSON.
const MOST: i64 = 1 << 53;

const NUMBER: &str = "a number in it is out of range";
const COMMAND: &str = "this is no command as nocontact writes them";
const WINDOW: &str = "this is no window as nocontact writes them";
const ENTRY: &str = "this is no entry as nocontact writes them";
const ABOUT: &str = "this is nothing that can be told";
const NOTICE: &str = "this is no notice as nocontact writes them";
const NAMES: &str = "it names a row that is not there";
const ORDER: &str = "it is out of order, or there twice";
const REVISION: &str = "the revisions of what it belongs to do not fit together";
const TWO_OPEN: &str = "it is a second open window";

/// The first row that is not as it has to be, from 0, and why.
pub(super) fn check(all: &Everything) -> Result<(), (usize, &'static str)> {
    let undone: BTreeMap<i64, u8> = all.commands.iter().map(|it| (it.id, it.undone)).collect();
    let mut first = 0;
    let mut each = |found: Result<(), (usize, &'static str)>, length: usize| {
        let found = found.map_err(|(row, why)| (first + row, why));
        first += length;
        found
    };
    each(commands(&all.commands), all.commands.len())?;
    each(windows(&all.windows, &undone), all.windows.len())?;
    each(entries(&all.entries, &undone), all.entries.len())?;
    let told = rows(&all.about, |(_, told)| told_fault(told));
    let ids = |(revision, told): &(Revision, Told)| (*revision, told.id.clone());
    each(told.and_then(|()| revisions(all.about.iter().map(ids), &undone)), all.about.len())?;
    each(ledger(&all.ledger), all.ledger.len())?;
    let keys: BTreeSet<&str> = all.ledger.iter().map(|record| record.key.as_str()).collect();
    let names = |key: &str| if keys.contains(key) { None } else { Some(NAMES) };
    let answers = rows(&all.answers, |(_, answer)| names(&answer.key));
    let ids = all.answers.iter().map(|(revision, answer)| (*revision, answer.key.clone()));
    each(answers.and_then(|()| revisions(ids, &undone)), all.answers.len())
}

/// The first row that has a fault.
fn rows<T>(
    rows: &[T],
    mut fault: impl FnMut(&T) -> Option<&'static str>,
) -> Result<(), (usize, &'static str)> {
    let found = rows.iter().enumerate().find_map(|(row, it)| fault(it).map(|why| (row, why)));
    found.map_or(Ok(()), Err)
}

fn commands(all: &[Command]) -> Result<(), (usize, &'static str)> {
    let (mut before, mut can_come_back) = (-MOST, false);
    rows(all, |command| {
        let in_order = command.id > before && command.id < MOST;
        // Those that can be brought back all follow the last one that stands.
        let fits = !(can_come_back && command.undone == 0);
        before = before.max(command.id);
        can_come_back |= command.undone == 1;
        let named = |byte: u8| byte.is_ascii_lowercase() || b" -".contains(&byte);
        let is_name = (1..=40).contains(&command.name.len()) && command.name.bytes().all(named);
        let is_whole = command.undone <= 2 && (command.undone > 0) == command.undone_at.is_some();
        match (in_order, is_name && is_whole && fits) {
            (false, _) => Some(ORDER),
            (true, false) => Some(COMMAND),
            (true, true) => None,
        }
    })
}

fn windows(
    all: &[(Revision, Window)],
    undone: &BTreeMap<i64, u8>,
) -> Result<(), (usize, &'static str)> {
    let mut open = 0;
    rows(all, |(revision, window)| {
        open += u32::from(revision.live && window.closed_at.is_none());
        let has_end = window.length.is_some() == window.end.is_some();
        let ends_after = window.end.is_none_or(|end| end > window.since);
        let is_one = window.id > 0 && window.length != Some(0) && has_end && ends_after;
        match (is_one, open) {
            (false, _) => Some(WINDOW),
            (true, 2..) => Some(TWO_OPEN),
            (true, _) => None,
        }
    })?;
    let ids = all.iter().map(|(revision, window)| (*revision, window.id.to_string()));
    revisions(ids, undone)
}

fn entries(
    all: &[(Revision, Entry)],
    undone: &BTreeMap<i64, u8>,
) -> Result<(), (usize, &'static str)> {
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, entry) in all {
        kinds.entry(&entry.id).or_insert(entry.what.word());
    }
    rows(all, |(_, entry)| {
        let in_scale = |value: &u8| (1..=5).contains(value);
        let fits = match &entry.what {
            What::Urge { strength, .. } => strength.iter().all(in_scale),
            What::Outcome { urge, strength, .. } => {
                if kinds.get(urge.as_str()) != Some(&"urge") {
                    return Some(NAMES);
                }
                strength.iter().all(in_scale)
            }
            What::Mood { mood } => in_scale(mood),
            What::Received { .. } | What::Contacted { .. } | What::Note => true,
        };
        let same_kind = kinds.get(entry.id.as_str()) == Some(&entry.what.word());
        (!fits || !same_kind || !is_entry_id(&entry.id)).then_some(ENTRY)
    })?;
    revisions(all.iter().map(|(revision, entry)| (*revision, entry.id.clone())), undone)
}

/// A UUID in the one spelling that is ours.
fn is_entry_id(id: &str) -> bool {
    uuid::Uuid::try_parse(id).is_ok_and(|parsed| parsed.to_string() == id)
}

fn told_fault(told: &Told) -> Option<&'static str> {
    let understood = |value: &String| learn(&mut About::default(), &told.id, value.clone());
    let is_value = told.value.as_ref().is_none_or(|value| understood(value).is_some());
    (!is_known(&told.id) || !is_value).then_some(ABOUT)
}

fn ledger(all: &[Record]) -> Result<(), (usize, &'static str)> {
    let mut before: Option<&str> = None;
    let faults = all.iter().enumerate().find_map(|(row, record)| {
        let in_order = before.is_none_or(|before| before < record.key.as_str());
        before = Some(&record.key);
        match (in_order, is_notice(record)) {
            (false, _) => Some((row, ORDER)),
            (true, false) => Some((row, NOTICE)),
            (true, true) => None,
        }
    });
    faults.map_or(Ok(()), Err)
}

/// Whether the key is one of its kind, and the text one of a catalogue.
fn is_notice(record: &Record) -> bool {
    let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_text = |text: &String| text.len() <= 100 && text.bytes().all(kebab);
    let kind = record.kind.word();
    let is_key = if record.kind == NoticeKind::FollowUp {
        record.key.strip_prefix(&format!("{kind}/")).is_some_and(is_entry_id)
    } else {
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b"-+".contains(&byte);
        let name = record.key.strip_prefix(&format!("{}/{kind}/", record.window));
        name.is_some_and(|name| (1..=40).contains(&name.len()) && name.bytes().all(named))
    };
    is_key && record.text.iter().all(is_text)
}

/// Rows come one after another, revisions count from 0, each was made by a command, and live is the
/// newest whose command stands.
fn revisions(
    all: impl Iterator<Item = (Revision, String)>,
    undone: &BTreeMap<i64, u8>,
) -> Result<(), (usize, &'static str)> {
    let mut before = 0;
    // The row, whether it is live, and whether it has to be.
    let mut of: BTreeMap<String, Vec<(usize, bool, bool)>> = BTreeMap::new();
    for (index, (revision, id)) in all.enumerate() {
        let row = revision.row.unwrap_or_default();
        if row >= MOST {
            return Err((index, NUMBER));
        }
        if row <= before {
            return Err((index, ORDER));
        }
        before = row;
        let Some(undone) = undone.get(&revision.command) else { return Err((index, NAMES)) };
        let earlier = of.entry(id).or_default();
        if usize::try_from(revision.number) != Ok(earlier.len()) {
            return Err((index, REVISION));
        }
        if *undone == 0 {
            for (_, _, must) in earlier.iter_mut() {
                *must = false;
            }
        }
        earlier.push((index, revision.live, *undone == 0));
    }
    let wrong = of.into_values().flatten().filter(|(_, live, must)| live != must);
    wrong.map(|(index, ..)| index).min().map_or(Ok(()), |index| Err((index, REVISION)))
}
