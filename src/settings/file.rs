//! The user's settings file on the disk, and the copy of what holds.
//!
//! Owns how they are written: whole or not at all, readable to nobody else where they are new, and
//! where a link leads to rather than in its place. The copy is read only where the file cannot be
//! used, and is the program's own.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::Settings;
use crate::kept;

/// What the copy says of itself.
const MARK: &str = "\
# What holds of your settings. The program writes this, and goes by it where it cannot use what is
# in config.toml; changes here are lost.

";

/// A file's text; none where there is no file.
pub(super) fn read(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}

impl Settings {
    /// Keeps what of these settings is the user's at `path`, for the time when the file cannot be
    /// used. Where the user has none, nothing is kept.
    ///
    /// # Errors
    /// If the copy cannot be read or written.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        if self.own.is_empty() {
            return match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let text = format!("{MARK}{}", self.own);
        if fs::read(path).is_ok_and(|kept| kept == text.as_bytes()) {
            return Ok(());
        }
        make_directory(path)?;
        let _others = alone(path);
        replace(path, &text, 0o600)
    }
}

/// Puts a file with this text where there is none yet; whether there was none.
///
/// # Errors
/// If its directory or the file cannot be made.
pub fn create(path: &Path, text: &str) -> io::Result<bool> {
    make_directory(path)?;
    let _others = alone(path);
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    replace(path, text, 0o600).map(|()| true)
}

/// Changes the text of the user's file, one command at a time.
pub(super) fn rewrite<E: From<io::Error>>(
    path: &Path,
    change: impl FnOnce(&str) -> Result<String, E>,
) -> Result<(), E> {
    make_directory(path)?;
    let _others = alone(path);
    let (target, mode) = target(path)?;
    let old = read(&target)?;
    let new = change(&old)?;
    if new != old {
        replace(&target, &new, mode)?;
    }
    Ok(())
}

/// Where the text is, behind links, and the mode it has or shall have.
fn target(path: &Path) -> io::Result<(PathBuf, u32)> {
    let Ok(found) = fs::symlink_metadata(path) else { return Ok((path.to_owned(), 0o600)) };
    let nowhere = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => io::Error::new(error.kind(), "it is a link that leads nowhere"),
        _ => error,
    };
    let is_link = found.is_symlink();
    let target = if is_link { path.canonicalize().map_err(nowhere)? } else { path.to_owned() };
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        // A rename would not ask, and root may write anything.
        return Err(io::Error::new(ErrorKind::ReadOnlyFilesystem, "it is read-only"));
    }
    Ok((target, permissions.mode() & 0o7777))
}

fn make_directory(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(dir) if !dir.exists() => DirBuilder::new().recursive(true).mode(0o700).create(dir),
        _ => Ok(()),
    }
}

/// Keeps other commands away from the directory of `path` for as long as the value lives.
fn alone(path: &Path) -> Option<File> {
    kept::alone(path.parent()?)
}

fn replace(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    kept::replace(&File::open(dir)?.into(), name, text, mode)
}
