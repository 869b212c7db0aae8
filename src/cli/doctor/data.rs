//! Whether the data file can be read and written, is nobody else's, and has room to grow.

use std::path::Path;

use super::super::render;
use super::super::session::Session;
use super::{Check, Subject};
use crate::countdown::journal::Journal;
use crate::countdown::zone::resolve;
use crate::store::backup::{Overdue, newest_good, overdue};
use crate::store::{Content, Disk, Inspection, Loose, Store, StoreError};

const DATA: Subject = ("data", "Data file");
const RIGHTS: Subject = ("rights", "Rights");
const DISK: Subject = ("disk", "Disk");
const BACKUP: Subject = ("backup", "Backup");

/// Below so many bytes a copy of the file, or a long month, may find no room.
const LITTLE: u64 = 20 * MEGA;
const MEGA: u64 = 1_000_000;

pub(super) fn checks(
    inspection: &Inspection,
    journal: Option<&Result<Journal, StoreError>>,
    daemon_runs: bool,
) -> Vec<Check> {
    let mut checks = vec![match &inspection.content {
        // It makes the file when it starts, and never takes it away.
        Content::Nothing if daemon_runs => gone(inspection),
        _ => content(inspection, journal),
    }];
    if !inspection.loose.is_empty() || inspection.file.exists() {
        checks.push(rights(&inspection.loose));
    }
    checks.extend(inspection.disk.map(|disk| room(&disk)));
    checks
}

/// Whether what was said is in a second place; nothing where that is not known.
pub(super) fn backup(session: &Session, store: Option<&Store>) -> Option<Check> {
    let (dir, now) = (&session.paths.data, &session.now);
    let todo = "nocontact data backup makes one; the daemon makes one a day";
    Some(match overdue(dir, &store?.read(), now).ok()? {
        Some(Overdue::Never) => Check::todo(BACKUP, "there is none yet", todo),
        Some(Overdue::Since(made)) => {
            let made = render::moment(resolve(now.zone, made), now);
            Check::todo(BACKUP, format!("the last good one is of {made}"), todo)
        }
        None => Check::fine(
            BACKUP,
            match newest_good(dir, now.at) {
                Some(newest) => {
                    format!(
                        "the newest is of {}",
                        render::moment(resolve(now.zone, newest.made), now)
                    )
                }
                None => "none is needed yet".to_owned(),
            },
        ),
    })
}

fn content(inspection: &Inspection, journal: Option<&Result<Journal, StoreError>>) -> Check {
    match (&inspection.content, journal) {
        (Content::Unusable(error), _) | (_, Some(Err(error))) => unusable(inspection, error),
        (Content::Nothing, _) => {
            Check::note(DATA, "nothing has been kept yet", "nocontact start opens a window")
        }
        (Content::Emptied, _) => Check::todo(
            DATA,
            "is there and empty (0 bytes)",
            format!(
                "if something was kept in it, put a copy of yours in its place, as {}; if nothing \
                 was: nocontact start",
                inspection.file.display()
            ),
        ),
        (Content::Whole { format, .. }, _) => {
            Check::fine(DATA, format!("opens and is whole, format {format}"))
        }
        (Content::Older { found, known }, _) => Check::note(
            DATA,
            format!(
                "is of an older nocontact, format {found} of {known}; the next command copies it \
                 and brings it up to date"
            ),
            "",
        ),
        (Content::CutOff, _) => Check::note(
            DATA,
            "a write was cut off; the next command takes it back, and what was saved before stays",
            "",
        ),
    }
}

fn gone(inspection: &Inspection) -> Check {
    let todo = format!(
        "put it, or a copy of yours, in its place again, as {}; if it is to be gone: nocontact \
         daemon --stop",
        inspection.file.display()
    );
    Check::todo(DATA, "is not there, although the daemon runs: it was moved or deleted", todo)
}

/// The store's own words: what could not be done and why; then what to do.
fn unusable(inspection: &Inspection, error: &StoreError) -> Check {
    let said = error.to_string();
    let (found, todo) = said.split_once("; ").unwrap_or((&said, "see that the disk is well"));
    let file = inspection.file.display().to_string();
    let dir = inspection.file.parent().unwrap_or(&inspection.file).display().to_string();
    Check::todo(DATA, found.replace(&file, "it").replace(&dir, "its directory"), todo)
}

fn rights(loose: &[Loose]) -> Check {
    if loose.is_empty() {
        return Check::fine(RIGHTS, "nobody else may look in");
    }
    let found = loose.iter().map(|loose| {
        let others = match (loose.mode & 0o077 != 0, loose.writable) {
            (true, true) => "others may look in",
            (true, false) => "others may look in, and you may not write",
            (false, _) => "you may not do everything with it",
        };
        let what = if loose.wanted == 0o700 { "directory" } else { "file" };
        format!("the {what} has mode {:03o}: {others}", loose.mode)
    });
    let todo =
        loose.iter().map(|loose| format!("chmod {:o} {}", loose.wanted, quoted(&loose.path)));
    Check::todo(RIGHTS, found.collect::<Vec<_>>().join("; "), todo.collect::<Vec<_>>().join("; "))
}

/// As a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if is_plain { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

fn room(disk: &Disk) -> Check {
    if disk.read_only {
        let todo = "make the disk writable; a system that met errors on it makes it read-only, and \
                    dmesg tells of them";
        return Check::todo(DISK, "is read-only: nothing can be saved", todo);
    }
    if !disk.has_names {
        return Check::todo(DISK, "has no room for one more file", "delete files on it");
    }
    if disk.free < LITTLE {
        let todo = format!("make room: {} at the least", size(LITTLE));
        return Check::todo(DISK, format!("{} free", size(disk.free)), todo);
    }
    Check::fine(DISK, format!("{} free", size(disk.free)))
}

fn size(bytes: u64) -> String {
    match bytes / MEGA {
        mega @ 0..1000 => format!("{mega} MB"),
        mega => format!("{} GB", mega / 1000),
    }
}
