//! The user's settings file on the disk, and the copy of what holds.
//!
//! Owns how they are written: whole or not at all, readable to nobody else where they are new, and
//! where a link leads to rather than in its place. The copy is read only where the file cannot be
//! used, and is the program's own.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::Settings;

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
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    make_directory(path)?;
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

/// Keeps other commands away from the directory of `path` for as long as the value lives. Where a
/// directory cannot be locked, whoever is last wins, with a whole file all the same.
fn alone(path: &Path) -> Option<File> {
    let dir = File::open(path.parent()?).ok()?;
    dir.lock().ok()?;
    Some(dir)
}

/// Whoever reads it meanwhile, or after a power cut, sees the old text or the new one.
fn replace(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    let new = dir.join(format!(".{}.new", name.display()));
    // What a crash left behind.
    let _ = fs::remove_file(&new);
    let placed = write_new(&new, text, mode).and_then(|()| fs::rename(&new, path));
    if placed.is_err() {
        let _ = fs::remove_file(&new);
    }
    placed.and_then(|()| File::open(dir)?.sync_all())
}

fn write_new(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    // A umask can have taken away from it, even from us.
    file.set_permissions(Permissions::from_mode(mode))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
