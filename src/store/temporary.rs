//! Private files that are being filled, and are there under their name only when they are whole.
//!
//! Owns what such a file is called meanwhile, and the clearing away of what a program that was killed
//! left behind.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::error::StoreError;
use super::files::{COPY, look, named, sync};

/// What the name of a copy that is not finished begins and ends with; a number is between.
const UNFINISHED: &str = "nocontact-copy-";
const UNFINISHED_END: &str = ".tmp";

/// A private file that is being filled, and goes away again unless it is kept. While it is, it is
/// locked: one that nobody locks was left behind by a program that was killed.
pub(super) struct Temporary {
    path: PathBuf,
    _lock: File,
}

impl Temporary {
    /// Makes an empty one in `dir`, and clears away what was left behind there.
    pub(super) fn make(dir: &Path) -> Result<Self, StoreError> {
        let mut number = 0_u32;
        loop {
            let path = dir.join(format!("{UNFINISHED}{number}{UNFINISHED_END}"));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                Ok(file) => {
                    // Some disks for carrying about know no modes.
                    let _ = file.set_permissions(Permissions::from_mode(0o600));
                    // Where there are no locks, nobody takes it for one that was left behind.
                    let _ = file.lock();
                    if is_at(&file, &path)? {
                        return Ok(Self { path, _lock: file });
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if !is_left_behind(&path) {
                        number += 1;
                    }
                }
                Err(error) => return Err(StoreError::not_copied(dir, &error)),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it the name `stem.db` for good, or `stem-2.db`, … if that is taken.
    pub(super) fn keep_as(self, stem: &str) -> Result<PathBuf, StoreError> {
        let dir = self.path.parent().unwrap_or(&self.path).to_owned();
        let mut path = dir.join(format!("{stem}.{COPY}"));
        let mut number = 2_u32;
        while !self.rename_to(&path)? {
            path = dir.join(format!("{stem}-{number}.{COPY}"));
            number += 1;
        }
        Ok(path)
    }

    /// Gives it a name for good, durably. False if something has that name.
    pub(super) fn rename_to(&self, path: &Path) -> Result<bool, StoreError> {
        let dir = self.path.parent().unwrap_or(&self.path);
        let failed = |error: io::Error| StoreError::not_copied(dir, &error);
        let renamed = renameat_with(CWD, &self.path, CWD, path, RenameFlags::NOREPLACE);
        match renamed.map_err(io::Error::from) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            // Not every disk can refuse to replace.
            Err(error) if error.kind() == ErrorKind::InvalidInput => match look(path)? {
                Some(_) => return Ok(false),
                None => fs::rename(&self.path, path).map_err(failed)?,
            },
            Err(error) => return Err(failed(error)),
        }
        sync(dir).map_err(failed)?;
        Ok(true)
    }

    /// Puts it in the place of a file beside it, durably.
    pub(super) fn take_the_place_of(self, path: &Path) -> Result<(), StoreError> {
        let dir = self.path.parent().unwrap_or(&self.path);
        let replaced = sync(&self.path).and_then(|()| fs::rename(&self.path, path));
        replaced.and_then(|()| sync(dir)).map_err(|error| StoreError::not_copied(dir, &error))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Once it has its name, there is nothing here any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes a temporary file that nobody fills any more; false if somebody does.
fn is_left_behind(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    // The lock is held until the file is gone: whoever has just made it waits for the lock, and finds
    // out then.
    let is_ours = file.try_lock().is_ok() && is_at(&file, path).unwrap_or(false);
    is_ours && fs::remove_file(path).is_ok()
}

/// Whether the path still leads to this file.
fn is_at(file: &File, path: &Path) -> Result<bool, StoreError> {
    let named = look(path)?.zip(file.metadata().ok());
    Ok(named.is_some_and(|(named, ours)| named.ino() == ours.ino()))
}

/// The copies in `dir` that are not finished, and what `SQLite` left beside them.
pub(super) fn unfinished(dir: &Path) -> Vec<PathBuf> {
    named(dir, |name| {
        let number = name.strip_prefix(UNFINISHED).and_then(|it| it.strip_suffix(UNFINISHED_END));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Writes a private file that is not there yet: it is there under its name only when it is whole and
/// on the disk. False if something has that name already.
///
/// # Errors
/// If it cannot be written: then nothing is left of it.
pub fn keep_new(path: &Path, text: &[u8]) -> Result<bool, StoreError> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if look(path)?.is_some() {
        return Ok(false);
    }
    let file = Temporary::make(dir)?;
    let written = fs::write(file.path(), text).and_then(|()| sync(file.path()));
    written.map_err(|error| StoreError::not_copied(dir, &error))?;
    file.rename_to(path)
}
