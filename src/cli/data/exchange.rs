//! `data export` and `data import`: everything as text, and back.
//!
//! Owns the words about them. What an export is, and what of it is new here, is the store's.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::sheet;
use crate::cli::args::ExportFormat;
use crate::cli::outgoing;
use crate::cli::render::count;
use crate::cli::screen::visible;
use crate::cli::session::{Session, refused, usage};
use crate::clock::zone_name;
use crate::daemon::nudge;
use crate::store::{Counts, Everything, Head, Merged, Occasion, Store, StoreError};

pub(super) fn export(
    format: ExportFormat,
    file: Option<&Path>,
    session: &Session,
) -> anyhow::Result<()> {
    let file = match file {
        Some(file) if file.as_os_str() != "-" => Some(file),
        None if session.screen.seen => {
            return Err(usage(
                "all your words would appear on this screen; name a file, or - if that is what \
                 you want",
            ));
        }
        _ => None,
    };
    let text = match format {
        ExportFormat::Jsonl => lines(session)?,
        ExportFormat::Csv => sheet::of(&entries(session)?).into_bytes(),
    };
    let Some(file) = file else { return session.screen.pour(&text) };
    let shown = outgoing::write(file, &text)?;
    session.screen.say(format!("Exported to {shown}"))?;
    session.screen.tell("Whoever has this file has your words.")
}

fn lines(session: &Session) -> anyhow::Result<Vec<u8>> {
    let everything = match session.store()? {
        Some(store) => store.read().everything()?,
        None => Everything::default(),
    };
    let head = Head { at: session.now.at, zone: zone_name() };
    let mut text = Vec::new();
    everything.write_to(&head, &mut text)?;
    Ok(text)
}

fn entries(session: &Session) -> anyhow::Result<Vec<crate::countdown::entry::Entry>> {
    match session.store()? {
        Some(store) => Ok(store.read().entries(None, None)?),
        None => Ok(Vec::new()),
    }
}

pub(super) fn import(file: &Path, session: &Session) -> anyhow::Result<()> {
    let (shown, export) = if file.as_os_str() == "-" {
        ("standard input".to_owned(), Everything::read_from(&mut std::io::stdin().lock()))
    } else {
        let export = open(file).and_then(|mut file| Everything::read_from(&mut file));
        (visible(&file.to_string_lossy()), export)
    };
    let export = export.map_err(|error| not_imported(&shown, &error))?;
    let (merged, backup) = match Store::open_kept(&session.paths.data)? {
        None => (Store::open_at(&session.paths.data)?.import(&export)?, None),
        Some(mut store) => {
            let would = store.would_add(&export).map_err(|error| not_merged(&shown, error))?;
            if would.is_nothing() {
                return session.screen.say("Everything in it was here already.");
            }
            let holds_something = store.read().last_said()?.is_some();
            let copy = || store.back_up(Occasion::Import, session.now.at);
            let backup = holds_something.then(copy).transpose()?;
            let merged = store.import(&export).map_err(|error| not_merged(&shown, error))?;
            (merged, backup)
        }
    };
    nudge(&session.paths.nudge_sockets());
    tell(&merged, session)?;
    if let Some(name) = backup.as_deref().and_then(Path::file_name) {
        session.screen.tell("nocontact undo does not take an import back; its backup does:")?;
        session.screen.say(format!("  nocontact data restore {}", name.to_string_lossy()))?;
    }
    Ok(())
}

fn open(file: &Path) -> anyhow::Result<BufReader<File>> {
    let opened = File::open(file)?;
    anyhow::ensure!(!opened.metadata()?.is_dir(), "it is a directory");
    Ok(BufReader::new(opened))
}

fn not_imported(file: &str, error: &anyhow::Error) -> anyhow::Error {
    let why = format!("could not import {file}: {error:#}; nothing was changed");
    refused(why)
}

/// A data file that cannot be used keeps its own words and exit code.
fn not_merged(file: &str, error: anyhow::Error) -> anyhow::Error {
    if error.is::<StoreError>() { error } else { not_imported(file, &error) }
}

fn tell(merged: &Merged, session: &Session) -> anyhow::Result<()> {
    match list(&merged.new) {
        Some(new) => session.screen.tell(format!("Imported: {new}."))?,
        None => session.screen.say("There is nothing in it.")?,
    }
    match list(&merged.known) {
        Some(known) => session.screen.tell(format!("Here already, and left as it is: {known}.")),
        None => Ok(()),
    }
}

/// "3 entries, 1 window"; `None` for nothing.
fn list(counts: &Counts) -> Option<String> {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let some = |some: usize, thing: &str| (some > 0).then(|| count(number(some), thing));
    let told = some(counts.told, "thing").map(|things| format!("{things} you told"));
    let parts = [
        some(counts.entries, "entry"),
        some(counts.windows, "window"),
        told,
        some(counts.notices, "notice"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
