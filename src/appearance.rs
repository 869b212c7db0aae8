//! How the program appears on the desktop: an entry under the neutral name that the user chose, and
//! its icon.
//!
//! Owns those two files in the user's data directory. It follows no link there, and leaves alone
//! what it did not write: a file that the user made wins.

use std::fs::{DirBuilder, File};
use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use rustix::fs::{
    AtFlags, Mode, OFlags, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT, futimens, mkdirat, openat,
    renameat, unlinkat,
};
use rustix::io::Errno;

/// By this name notices point to the desktop entry, and the entry to its icon.
pub const ID: &str = "nocontact";

/// The entry as it is with the default label.
const ENTRY: &str = include_str!("../config/nocontact.desktop");
const ICON: &str = include_str!("../config/icon.svg");

/// What both say of themselves, so that we know our own files again.
const MARK: &str = "Kept by nocontact.";

const ENTRIES: &str = "applications";
const ICONS: &str = "icons/hicolor/scalable/apps";
/// Desktops that keep a list of icons look at its time alone.
const THEME: &str = "icons/hicolor";

/// More than a file of ours ever holds.
const MOST_BYTES: u64 = 64 * 1024;

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
    let entry = put(share, ENTRIES, &format!("{ID}.desktop"), &entry(label)).map(drop);
    entry.map_err(|error| unkept(ENTRIES, &error))?;
    icon.map_err(|error| unkept(ICONS, &error))
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

fn entry(label: &str) -> String {
    let line = |line: &str| match line.starts_with("Name=") {
        true => format!("Name={}\n", escaped(label.trim())),
        false => format!("{line}\n"),
    };
    ENTRY.lines().map(line).collect()
}

/// A value of type string in the Desktop Entry Specification.
fn escaped(text: &str) -> String {
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

/// Whether the file had to be written. Whoever reads it meanwhile sees the old or the new one.
fn put(share: &Path, below: &str, name: &str, text: &str) -> io::Result<bool> {
    let folder = folder(share, below)?;
    if !is_due(&folder, name, text)? {
        return Ok(false);
    }
    let new = format!(".{name}.new");
    // What a crash left behind.
    let _ = unlinkat(&folder, &new, AtFlags::empty());
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let mut file = File::from(openat(&folder, &new, flags, Mode::RUSR | Mode::WUSR)?);
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| Ok(renameat(&folder, &new, &folder, name)?));
    if placed.is_err() {
        let _ = unlinkat(&folder, &new, AtFlags::empty());
    }
    placed.map(|()| true)
}

/// Whether there is nothing yet, or a file of ours that says something else.
fn is_due(folder: &OwnedFd, name: &str, text: &str) -> io::Result<bool> {
    // Opening a pipe must not wait for its other end.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match openat(folder, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Ok(true),
        Err(Errno::LOOP) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut found = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut found)?;
    Ok(found != text.as_bytes() && String::from_utf8_lossy(&found).contains(MARK))
}

/// Opens a directory below `share`, made where it is missing. A link on the way may lead to a place
/// that others read, such as published settings: it is not followed.
fn folder(share: &Path, below: &str) -> io::Result<OwnedFd> {
    DirBuilder::new().recursive(true).mode(0o700).create(share)?;
    let mut folder = OwnedFd::from(File::open(share)?);
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    for name in below.split('/') {
        let open = || openat(&folder, name, flags, Mode::empty());
        let opened = match open() {
            Err(Errno::NOENT) => mkdirat(&folder, name, Mode::RWXU).and_then(|()| open()),
            opened => opened,
        };
        folder = opened?;
    }
    Ok(folder)
}

fn touch(folder: &OwnedFd) -> io::Result<()> {
    let time = |nanoseconds| Timespec { tv_sec: 0, tv_nsec: nanoseconds };
    let now = Timestamps { last_access: time(UTIME_OMIT), last_modification: time(UTIME_NOW) };
    Ok(futimens(folder, &now)?)
}

#[cfg(test)]
mod tests;
