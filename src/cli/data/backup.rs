//! `data backup` and `data restore`.
//!
//! Owns the words about backups. Nothing is lost by either: what a restore replaces is kept.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::cli::render;
use crate::cli::screen::visible;
use crate::cli::session::{Session, refused, usage};
use crate::countdown::zone::{Moment, Now, resolve};
use crate::daemon::nudge;
use crate::store::backup::{self, Backup, backups};
use crate::store::restore::{Incoming, Kept};
use crate::store::{Extent, Occasion, Store, StoreError};

pub(super) fn make(
    file: Option<&Path>,
    list: bool,
    json: bool,
    session: &Session,
) -> anyhow::Result<()> {
    if list {
        return tell_all(json, session);
    }
    if file.is_some_and(|file| file.as_os_str() == "-") {
        return Err(usage(
            "a backup is checked when it is whole, so it has to be a file: name one",
        ));
    }
    let dir = &session.paths.data;
    // A disk that cannot be written to can still be copied from.
    let kept = Store::open_kept(dir).or_else(|_| Store::open_existing(dir))?;
    let store =
        kept.ok_or_else(|| refused("nothing is kept yet, so there is nothing to back up"))?;
    let made = match file {
        None => store.back_up(Occasion::Asked, session.now.at)?,
        Some(file) => store.back_up_to(file, session.now.at)?,
    };
    let content = backup::examine(&made)?;
    session.screen.say(format!("Backed up to {}", shown(&made)))?;
    session.screen.tell(format!("It holds {}, {}.", holds(&content), size(bytes_of(&made)?)))
}

pub(super) fn restore(file: &Path, session: &Session) -> anyhow::Result<()> {
    let from = find(file, session)?;
    let incoming =
        Incoming::take(&session.paths.data, &from).map_err(|error| no_good(&from, error))?;
    let content = incoming.read().extent()?;
    if session.screen.interactive {
        let name = shown(Path::new(from.file_name().unwrap_or_default()));
        session.screen.tell(format!("{name} holds {}.", told(&content, &session.now)))?;
        session.screen.tell(present(session))?;
        let answer = session.screen.ask("Put the backup in its place? y, or Enter for no:")?;
        if !answer.is_some_and(|answer| answer.to_lowercase().starts_with('y')) {
            return session.screen.say("Nothing was changed.");
        }
    }
    let kept = incoming.put(session.now.at)?;
    nudge(&session.paths.nudge_sockets());
    session.screen.tell(format!("Restored: {}.", told(&content, &session.now)))?;
    match kept {
        Kept::Nothing => Ok(()),
        Kept::Copied(copy) => {
            let name = copy.file_name().unwrap_or_default().to_string_lossy();
            session.screen.tell("What was there is kept, and comes back with:")?;
            session.screen.say(format!("  nocontact data restore {name}"))
        }
        Kept::Aside(aside) => {
            session.screen.tell("What was there could not be used, and is kept as it was:")?;
            session.screen.say(format!("  {}", shown(&aside)))
        }
    }
}

/// The backup that is meant: one of the list by its name, else a file.
fn find(file: &Path, session: &Session) -> anyhow::Result<PathBuf> {
    let listed = backups(&session.paths.data, None).into_iter();
    let named =
        listed.map(|backup| backup.path).find(|path| path.file_name() == Some(file.as_os_str()));
    match named {
        Some(path) => Ok(path),
        None if file.is_file() => Ok(file.to_owned()),
        None => Err(refused(format!(
            "there is no backup {}; nocontact data backup --list names those there are",
            shown(file)
        ))),
    }
}

/// Why a file cannot be restored. What is wrong with the place it would go to, is said as ever.
fn no_good(from: &Path, error: StoreError) -> anyhow::Error {
    let why = match error {
        StoreError::Damaged { .. } | StoreError::Foreign { .. } => {
            "it is damaged, or no backup of nocontact".to_owned()
        }
        StoreError::Newer { found, known, .. } => format!(
            "it is in format {found}, and this nocontact knows formats up to {known}; run the newer \
             nocontact"
        ),
        error => return error.into(),
    };
    refused(format!("could not restore {}: {why}; nothing was changed", shown(from)))
}

/// What is there now, for somebody who is about to replace it.
fn present(session: &Session) -> String {
    // Not the session's: what is read after the restore is another file.
    let store = Store::open_existing(&session.paths.data);
    let content = store.and_then(|store| store.map(|store| store.read().extent()).transpose());
    match content {
        Ok(Some(content)) => {
            format!("Now there is {}; it is backed up first.", told(&content, &session.now))
        }
        Ok(None) => "Now there is nothing.".to_owned(),
        Err(_) => "What is there now cannot be used; it is moved aside and kept.".to_owned(),
    }
}

fn tell_all(json: bool, session: &Session) -> anyhow::Result<()> {
    let found = backups(&session.paths.data, Some(session.now.at.naive_local()));
    if found.is_empty() && !json {
        return session.screen.tell("There are no backups yet; nocontact data backup makes one.");
    }
    for backup in &found {
        let content = backup::examine(&backup.path).ok();
        if json {
            session.screen.say_json(&as_json(backup, content, &session.now))?;
        } else {
            session.screen.say(visible(&backup.name()))?;
            session.screen.tell(format!("  {}", line(backup, content, &session.now)))?;
        }
    }
    Ok(())
}

fn line(backup: &Backup, content: Option<Extent>, now: &Now) -> String {
    let holds = content.map_or_else(|| "damaged: no good".to_owned(), |content| holds(&content));
    let made = render::moment(here(backup.made, now), now);
    format!("{made} · {} · {} · {holds}", backup.occasion, size(backup.bytes))
}

/// One backup; `windows` and `entries` are null where it is no good any more.
#[derive(Serialize)]
struct Json {
    name: String,
    at: String,
    occasion: Occasion,
    bytes: u64,
    good: bool,
    windows: Option<u32>,
    entries: Option<u32>,
}

fn as_json(backup: &Backup, content: Option<Extent>, now: &Now) -> Json {
    Json {
        name: backup.name(),
        at: here(backup.made, now).to_rfc3339(),
        occasion: backup.occasion,
        bytes: backup.bytes,
        good: content.is_some(),
        windows: content.map(|content| content.windows),
        entries: content.map(|content| content.entries),
    }
}

/// The time in a name, as it is meant here.
fn here(made: NaiveDateTime, now: &Now) -> Moment {
    resolve(now.zone, made)
}

/// "1 window and 12 entries".
fn holds(content: &Extent) -> String {
    let (windows, entries) = (content.windows, content.entries);
    format!("{} and {}", render::count(windows, "window"), render::count(entries, "entry"))
}

/// The same, with the time of the last entry.
fn told(content: &Extent, now: &Now) -> String {
    let last = content.last.map(|last| format!(", the last of {}", render::happened(last, now)));
    holds(content) + &last.unwrap_or_default()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

fn bytes_of(file: &Path) -> anyhow::Result<u64> {
    Ok(std::fs::metadata(file).context("could not look at the backup")?.len())
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}
