//! Files of ours in directories that are the user's.
//!
//! Owns how they are put in place, known again and taken away, and how a text takes the place of a
//! file: whole or not at all. It follows no link there, and leaves alone what it did not write: a
//! file that the user made wins.

use std::ffi::{OsStr, OsString};
use std::fs::{DirBuilder, File, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{
    AtFlags, FlockOperation, Mode, OFlags, flock, fsync, mkdirat, openat, renameat, unlinkat,
};
use rustix::io::{Errno, retry_on_intr};

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
    lock(&folder);
    let is_due = match find_in(&folder, name)? {
        Found::Nothing => true,
        Found::Ours(found) => found != text,
        Found::Foreign => false,
    };
    if is_due {
        replace(&folder, name.as_ref(), text, 0o600)?;
    }
    Ok(is_due)
}

/// Keeps others who call this away from the directory `dir` for as long as the value lives. Where
/// it cannot be locked, whoever is last wins, with a whole file all the same.
#[must_use]
pub fn alone(dir: &Path) -> Option<File> {
    let dir = File::open(dir).ok()?;
    lock(&dir);
    Some(dir)
}

fn lock(folder: &impl AsFd) {
    let _ = retry_on_intr(|| flock(folder, FlockOperation::LockExclusive));
}

/// Puts a text in the place of what `name` is in a directory, with the rights `mode`. Whoever reads
/// it meanwhile, or after a power cut, sees the old one or the new one. The directory is to be
/// locked: the file in which the text is written first has one name.
///
/// # Errors
/// If it cannot be written; then it is as it was.
pub fn replace(folder: &OwnedFd, name: &OsStr, text: &str, mode: u32) -> io::Result<()> {
    let new = beside(name);
    // What a crash left behind.
    let _ = unlinkat(folder, &new, AtFlags::empty());
    let placed = write_new(folder, &new, text, mode)
        .and_then(|()| Ok(renameat(folder, &new, folder, name)?));
    if placed.is_err() {
        let _ = unlinkat(folder, &new, AtFlags::empty());
    }
    placed.and_then(|()| Ok(fsync(folder)?))
}

fn beside(name: &OsStr) -> OsString {
    [OsStr::new("."), name, OsStr::new(".new")].into_iter().collect()
}

fn write_new(folder: &OwnedFd, name: &OsStr, text: &str, mode: u32) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let mut file = File::from(openat(folder, name, flags, Mode::RUSR | Mode::WUSR)?);
    // A umask can have taken away from it, even from us.
    file.set_permissions(Permissions::from_mode(mode))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
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
    if let Some(folder) = folders(root, below, false)?.last() {
        lock(folder);
        unlinkat(folder, name, AtFlags::empty())?;
        // What a crash left behind.
        let _ = unlinkat(folder, beside(name.as_ref()), AtFlags::empty());
    }
    drop_empty(root, below)?;
    Ok(true)
}

/// Removes the directory `below` the directory `root` and those above it, as far as they are empty.
///
/// # Errors
/// If they cannot be opened.
pub fn drop_empty(root: &Path, below: &str) -> io::Result<()> {
    let names: Vec<&str> = below.split('/').collect();
    for (parent, name) in folders(root, below, false)?.iter().take(names.len()).zip(&names).rev() {
        // One that others use stays, and all above it.
        if unlinkat(parent, *name, AtFlags::REMOVEDIR).is_err() {
            break;
        }
    }
    Ok(())
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
            Err(Errno::NOENT) if make => match mkdirat(&folder, name, Mode::RWXU) {
                // Another process was quicker.
                Ok(()) | Err(Errno::EXIST) => open(),
                Err(error) => Err(error),
            },
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_put_is_taken_away_with_the_directories_that_it_leaves_empty() {
        let root = tempfile::tempdir().unwrap();
        let text = format!("# {MARK}\n");
        for others in [None, Some("a"), Some("a/b"), Some("a/b/c")] {
            if let Some(others) = others {
                fs::create_dir_all(root.path().join(others)).unwrap();
                fs::write(root.path().join(others).join("other"), "").unwrap();
            }
            assert!(put(root.path(), "a/b/c", "ours", &text).unwrap());
            assert_eq!(find(root.path(), "a/b/c", "ours").unwrap(), Found::Ours(text.clone()));
            assert!(remove(root.path(), "a/b/c", "ours").unwrap());
            assert!(!remove(root.path(), "a/b/c", "ours").unwrap());
            let left = others.unwrap_or_default();
            let names: Vec<_> = fs::read_dir(root.path().join(left)).unwrap().collect();
            assert_eq!(names.len(), usize::from(others.is_some()), "{left}");
            fs::remove_dir_all(root.path().join("a")).or_else(not_there).unwrap();
        }
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("a/ours"), "somebody else's").unwrap();
        assert!(!remove(root.path(), "a", "ours").unwrap());
        assert!(!put(root.path(), "a", "ours", &text).unwrap());
        assert_eq!(find(root.path(), "a", "ours").unwrap(), Found::Foreign);
    }

    #[test]
    fn whoever_writes_at_the_same_time_meets_whole_files() {
        let root = tempfile::tempdir().unwrap();
        let written = |number: usize| format!("# {MARK}\n{}\n", "x".repeat(number * 1000));
        std::thread::scope(|scope| {
            for number in 1..5 {
                let root = root.path();
                scope.spawn(move || {
                    for _ in 0..50 {
                        put(root, "a/b", "ours", &written(number)).unwrap();
                        let Found::Ours(found) = find(root, "a/b", "ours").unwrap() else {
                            panic!("a foreign file");
                        };
                        assert!((1..5).any(|number| found == written(number)));
                    }
                });
            }
        });
    }

    #[test]
    fn what_a_crash_left_is_taken_away_with_the_file() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "a", "ours", MARK).unwrap();
        fs::write(root.path().join("a/.ours.new"), "half").unwrap();
        assert!(remove(root.path(), "a", "ours").unwrap());
        assert!(!root.path().join("a").exists());
    }

    fn not_there(error: io::Error) -> io::Result<()> {
        if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
    }
}
