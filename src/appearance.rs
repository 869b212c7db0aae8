//! How the program appears on the desktop: an entry under the neutral name that the user chose, and
//! its icon.
//!
//! Owns those two files in the user's data directory, and what a desktop entry may hold.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rustix::fs::{Timespec, Timestamps, UTIME_NOW, UTIME_OMIT, futimens};

use crate::kept::{self, folder, put};

/// By this name notices point to the desktop entry, and the entry to its icon.
pub const ID: &str = "nocontact";

/// The entry as it is with the default label.
const ENTRY: &str = include_str!("../config/nocontact.desktop");
const ICON: &str = include_str!("../config/icon.svg");

const ENTRIES: &str = "applications";
const ICONS: &str = "icons/hicolor/scalable/apps";
/// Desktops that keep a list of icons look at its time alone.
const THEME: &str = "icons/hicolor";

/// Puts the entry, with the name `label`, and the icon in place below `share` where they are not
/// there yet as they should be.
///
/// # Errors
/// If one of them cannot be read, or written where it is missing or out of date. The other is put
/// in place all the same.
pub fn keep(share: &Path, label: &str) -> io::Result<()> {
    let icon = put(share, ICONS, &format!("{ID}.svg"), ICON).and_then(|written| match written {
        true => touch(&folder(share, THEME)?),
        false => Ok(()),
    });
    let entry = put(share, ENTRIES, &format!("{ID}.desktop"), &named(ENTRY, label)).map(drop);
    entry.map_err(|error| unkept(ENTRIES, &error))?;
    icon.map_err(|error| unkept(ICONS, &error))
}

/// Takes both away again, and directories that nobody else uses; a file of the user's stays.
///
/// # Errors
/// If one of them cannot be looked at or removed. The other goes all the same.
pub fn remove(share: &Path) -> io::Result<()> {
    let icon = kept::remove(share, ICONS, &format!("{ID}.svg"));
    let entry = kept::remove(share, ENTRIES, &format!("{ID}.desktop"));
    icon.and(entry).map(drop)
}

fn unkept(below: &str, error: &io::Error) -> io::Error {
    let what = format!("could not keep the desktop entry and its icon ({below}: {error})");
    io::Error::new(error.kind(), what)
}

/// The icon as notices name it: the URI of the file, which unlike its name all servers find; the
/// name where there is no file.
#[must_use]
pub fn icon(share: &Path) -> String {
    let path = share.join(ICONS).join(format!("{ID}.svg"));
    if !path.is_file() {
        return ID.to_owned();
    }
    path.as_os_str().as_bytes().iter().fold("file://".to_owned(), |uri, byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
            uri + &char::from(*byte).to_string()
        }
        byte => uri + &format!("%{byte:02X}"),
    })
}

/// A desktop entry under the name that the user chose.
#[must_use]
pub fn named(entry: &str, label: &str) -> String {
    with_line(entry, "Name=", &format!("Name={}", escaped(label.trim())))
}

/// A text in which `line` stands in the place of the line that begins with `start`.
#[must_use]
pub fn with_line(text: &str, start: &str, line: &str) -> String {
    let line = |old: &str| format!("{}\n", if old.starts_with(start) { line } else { old });
    text.lines().map(line).collect()
}

/// A value of type string in the Desktop Entry Specification.
#[must_use]
pub fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

fn touch(folder: &OwnedFd) -> io::Result<()> {
    let time = |nanoseconds| Timespec { tv_sec: 0, tv_nsec: nanoseconds };
    let now = Timestamps { last_access: time(UTIME_OMIT), last_modification: time(UTIME_NOW) };
    Ok(futimens(folder, &now)?)
}

#[cfg(test)]
mod tests;
