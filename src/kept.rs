//! Files of ours in directories that are the user's.
//!
//! Owns how they are put in place, known again and taken away. It follows no link there, and leaves
//! alone what it did not write: a file that the user made wins.

use std::fs::{DirBuilder, File};
use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, openat, renameat, unlinkat};
use rustix::io::Errno;

/// What each says of itself, so that we know our own files again.
pub const MARK: &str = "Kept by nocontact.";

/// More than a file of ours ever holds.
const MOST_BYTES: u64 = 64 * 1024;

/// What is at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A file of ours, and what it says.
    Ours(String),
    /// Anything else.
    Foreign,
}

/// What is at `name` in the directory `below` the directory `root`.
///
/// # Errors
/// If it cannot be looked at.
pub fn find(root: &Path, below: &str, name: &str) -> io::Result<Found> {
    match folders(root, below, false) {
        Ok(folders) => folders.last().map_or(Ok(Found::Nothing), |folder| find_in(folder, name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// Puts a file in place, where there is none or one of ours that says something else; whether it
/// had to be written. Directories that are missing are made. Whoever reads it meanwhile sees the
/// old or the new one.
///
/// # Errors
/// If what is there cannot be looked at, or the file cannot be written.
pub fn put(root: &Path, below: &str, name: &str, text: &str) -> io::Result<bool> {
    let folder = folder(root, below)?;
    let is_due = match find_in(&folder, name)? {
        Found::Nothing => true,
        Found::Ours(found) => found != text,
        Found::Foreign => false,
    };
    if !is_due {
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

/// Takes a file of ours away, and with it the directories below `root` that are empty then; whether
/// there was one.
///
/// # Errors
/// If it cannot be looked at or removed.
pub fn remove(root: &Path, below: &str, name: &str) -> io::Result<bool> {
    if !matches!(find(root, below, name)?, Found::Ours(_)) {
        return Ok(false);
    }
    let folders = folders(root, below, false)?;
    if let Some(folder) = folders.last() {
        unlinkat(folder, name, AtFlags::empty())?;
    }
    let names: Vec<&str> = below.split('/').collect();
    for (parent, name) in folders.iter().take(names.len()).zip(&names).rev() {
        // One that others use stays, and all above it.
        if unlinkat(parent, *name, AtFlags::REMOVEDIR).is_err() {
            break;
        }
    }
    Ok(true)
}

/// Opens a directory below `root`, made where it is missing.
///
/// # Errors
/// If it cannot be opened or made, or a link stands on the way.
pub fn folder(root: &Path, below: &str) -> io::Result<OwnedFd> {
    let last = folders(root, below, true)?.pop();
    last.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
}

/// `root` and every directory on the way to the one below it. A link on the way may lead to a place
/// that others read, such as published settings: it is not followed.
fn folders(root: &Path, below: &str, make: bool) -> io::Result<Vec<OwnedFd>> {
    if make {
        DirBuilder::new().recursive(true).mode(0o700).create(root)?;
    }
    let mut folder = OwnedFd::from(File::open(root)?);
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut folders = Vec::new();
    for name in below.split('/') {
        let open = || openat(&folder, name, flags, Mode::empty());
        let opened = match open() {
            Err(Errno::NOENT) if make => mkdirat(&folder, name, Mode::RWXU).and_then(|()| open()),
            opened => opened,
        };
        folders.push(std::mem::replace(&mut folder, opened?));
    }
    folders.push(folder);
    Ok(folders)
}

fn find_in(folder: &OwnedFd, name: &str) -> io::Result<Found> {
    // Opening a pipe must not wait for its other end.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match openat(folder, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Ok(Found::Nothing),
        Err(Errno::LOOP) => return Ok(Found::Foreign),
        Err(error) => return Err(error.into()),
    };
    if !file.metadata()?.is_file() {
        return Ok(Found::Foreign);
    }
    let mut found = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut found)?;
    let found = String::from_utf8_lossy(&found).into_owned();
    Ok(if found.contains(MARK) { Found::Ours(found) } else { Found::Foreign })
}
