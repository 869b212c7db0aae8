//! Where the data lies on the disk, and who may see it.
//!
//! Owns the names, the modes (directories 0700, files 0600, whatever the umask) and the refusal of
//! places that are not safe. It never opens the data file itself: closing any descriptor of it
//! would drop the locks that `SQLite` holds on it in this process.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Metadata, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, StatVfsMountFlags};

use super::error::{StoreError, newest_sound};
use super::temporary;

/// The name of the data file.
pub(super) const DATA: &str = "nocontact.db";
/// The directory of its copies, beside it.
const BACKUPS: &str = "backups";
/// How the name of a finished copy ends.
pub(super) const COPY: &str = "db";

/// A directory that was found safe, and the data file in it.
pub(super) struct Place {
    /// The directory, without symbolic links.
    pub(super) dir: PathBuf,
    /// The data file.
    pub(super) file: PathBuf,
}

impl Place {
    /// Makes the directory and the file where they are not there yet.
    pub(super) fn prepare(dir: &Path) -> Result<Self, StoreError> {
        private_dir(dir)?;
        let place = Self::at(dir)?;
        if place.is_empty()? {
            place.refuse_if_lost()?;
            make_private_file(&place.file)
                .map_err(|error| StoreError::of_disk(&place.file, &error))?;
        }
        check_file(&place.file)?;
        Ok(place)
    }

    /// The place if there is something in it; `None` where nothing was ever kept.
    pub(super) fn existing(dir: &Path) -> Result<Option<Self>, StoreError> {
        let place = Self::seen(dir)?;
        if look(dir)?.is_some() {
            check_dir(dir)?;
        }
        if let Some(place) = &place {
            check_file(&place.file)?;
        }
        Ok(place)
    }

    /// The same, and everything is left as it is.
    pub(super) fn seen(dir: &Path) -> Result<Option<Self>, StoreError> {
        if look(dir)?.is_none() {
            return Ok(None);
        }
        safe_dir(dir)?;
        let place = Self::at(dir)?;
        if place.is_empty()? {
            place.refuse_if_lost()?;
            return Ok(None);
        }
        safe_file(&place.file)?;
        Ok(Some(place))
    }

    /// The place if there is a file of this user's in it, with nothing done about anything else.
    pub(super) fn glimpsed(dir: &Path) -> Result<Option<Self>, StoreError> {
        if !look(dir)?.is_some_and(|found| found.is_dir()) {
            return Ok(None);
        }
        let place = Self::at(dir)?;
        let ours = rustix::process::geteuid().as_raw();
        let found = look(&place.file)?;
        let is_ours = |found: Metadata| found.is_file() && found.len() > 0 && found.uid() == ours;
        Ok(found.is_some_and(is_ours).then_some(place))
    }

    fn at(dir: &Path) -> Result<Self, StoreError> {
        let dir = dir.canonicalize().map_err(|error| StoreError::of_disk(dir, &error))?;
        let file = dir.join(DATA);
        Ok(Self { dir, file })
    }

    /// Whether the data file is missing or holds nothing.
    fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(look(&self.file)?.is_none_or(|found| found.is_file() && found.len() == 0))
    }

    /// An empty file beside copies is a loss, never a beginning.
    fn refuse_if_lost(&self) -> Result<(), StoreError> {
        if !has_copies(&backups_in(&self.dir))? {
            return Ok(());
        }
        Err(StoreError::Lost { file: self.file.clone(), backup: newest_sound(&self.file) })
    }

    /// Whether a write to the data file was cut off, or is under way.
    pub(super) fn has_journal(&self) -> Result<bool, StoreError> {
        Ok(look(&journal_of(&self.file))?.is_some())
    }

    /// Gives the data file another name, and its journal with it: it would be taken for that of
    /// the next file. The old name stays until another file takes it, where the disk knows links.
    pub(super) fn move_aside(&self, stem: &str) -> Result<PathBuf, StoreError> {
        let failed = |error: io::Error| StoreError::of_disk(&self.file, &error);
        let mut aside = self.dir.join(format!("{stem}.{COPY}"));
        let mut number = 2_u32;
        while look(&aside)?.is_some() {
            aside = self.dir.join(format!("{stem}-{number}.{COPY}"));
            number += 1;
        }
        if self.has_journal()? {
            fs::rename(journal_of(&self.file), journal_of(&aside)).map_err(failed)?;
        }
        fs::hard_link(&self.file, &aside)
            .or_else(|_| fs::rename(&self.file, &aside))
            .map_err(failed)?;
        Ok(aside)
    }

    /// Whether the disk lets nobody write.
    pub(super) fn is_on_read_only_disk(&self) -> bool {
        rustix::fs::statvfs(&self.dir)
            .is_ok_and(|disk| disk.f_flag.contains(StatVfsMountFlags::RDONLY))
    }
}

fn journal_of(file: &Path) -> PathBuf {
    let mut journal = OsString::from(file);
    journal.push("-journal");
    journal.into()
}

/// Refuses a file beside which a write waits to be finished: it is not all there is.
pub(super) fn refuse_unfinished(file: &Path) -> Result<(), StoreError> {
    match look(&journal_of(file))? {
        None => Ok(()),
        Some(_) => Err(StoreError::Refused {
            path: file.to_owned(),
            reason: "a write to it was cut off (there is a file of its name with -journal); take a \
                     backup that nocontact made",
        }),
    }
}

/// Where the copies of the data file in `dir` are kept.
#[must_use]
pub fn backups_in(dir: &Path) -> PathBuf {
    dir.join(BACKUPS)
}

/// All that the store ever leaves in the data directory `dir` and below, the data file last.
#[must_use]
pub fn all_files(dir: &Path) -> Vec<PathBuf> {
    let is_copy = |name: &str| {
        name.starts_with("nocontact-") && Path::new(name).extension().is_some_and(|end| end == COPY)
    };
    let mut all: Vec<PathBuf> = Vec::new();
    for dir in [backups_in(dir), dir.to_owned()] {
        all.extend(temporary::unfinished(&dir));
        all.extend(named(&dir, is_copy));
    }
    all.extend(named(dir, |name| name == DATA));
    all
}

/// What in `dir` has such a name, and the journals of it.
pub(super) fn named(dir: &Path, is_one: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let found = fs::read_dir(dir).into_iter().flatten().flatten();
    let is_one = |name: &str| is_one(name.strip_suffix("-journal").unwrap_or(name));
    found
        .filter(|entry| entry.file_name().to_str().is_some_and(is_one))
        .map(|entry| entry.path())
        .collect()
}

/// Every copy of the data file in `dir`: the backups, and what lies beside it under another name.
pub(super) fn copies(dir: &Path) -> Vec<PathBuf> {
    let all = |dir: &Path| fs::read_dir(dir).into_iter().flatten().flatten();
    let found = all(dir).chain(all(&backups_in(dir))).map(|entry| entry.path());
    let is_copy = |path: &PathBuf| {
        let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
        is_file && path.extension().is_some_and(|end| end == COPY) && *path != dir.join(DATA)
    };
    let mut copies: Vec<PathBuf> = found.filter(is_copy).collect();
    copies.sort();
    copies
}

/// Makes what was written to a file or a directory survive a power cut.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Makes a directory that is ours alone, or makes sure that it is.
pub(super) fn private_dir(dir: &Path) -> Result<(), StoreError> {
    if look(dir)?.is_none() {
        make_private_dir(dir).map_err(|error| StoreError::of_disk(dir, &error))?;
    }
    check_dir(dir)
}

/// The mode is set once more because a umask can only have taken away from it, even from us.
fn make_private_dir(dir: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|path| !path.exists()).collect();
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    fs::set_permissions(dir, Permissions::from_mode(0o700))?;
    for parent in missing.into_iter().filter_map(Path::parent) {
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        sync(parent)?;
    }
    Ok(())
}

/// `mknod` makes a file without opening it.
fn make_private_file(file: &Path) -> io::Result<()> {
    let owner_alone = Mode::RUSR | Mode::WUSR;
    match rustix::fs::mknodat(CWD, file, FileType::RegularFile, owner_alone, 0) {
        Ok(()) => fs::set_permissions(file, Permissions::from_mode(0o600)),
        Err(rustix::io::Errno::EXIST) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn check_dir(dir: &Path) -> Result<(), StoreError> {
    keep_private(dir, &safe_dir(dir)?, 0o700)
}

fn check_file(file: &Path) -> Result<(), StoreError> {
    keep_private(file, &safe_file(file)?, 0o600)
}

fn safe_dir(dir: &Path) -> Result<Metadata, StoreError> {
    let reason = "it is a link or no directory; put a directory of yours in its place";
    safe(dir, Metadata::is_dir, reason)
}

fn safe_file(file: &Path) -> Result<Metadata, StoreError> {
    let reason = "it is a link or no regular file; put the data file itself in its place";
    safe(file, Metadata::is_file, reason)
}

/// Refuses what is of another kind or belongs to somebody else.
fn safe(
    path: &Path,
    is_right: fn(&Metadata) -> bool,
    reason: &'static str,
) -> Result<Metadata, StoreError> {
    let refused = |reason| StoreError::Refused { path: path.to_owned(), reason };
    let found = look(path)?.filter(is_right).ok_or_else(|| refused(reason))?;
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(refused("it belongs to another user; make it yours or choose another place"));
    }
    Ok(found)
}

/// Takes all rights away from everybody else.
fn keep_private(path: &Path, found: &Metadata, mode: u32) -> Result<(), StoreError> {
    let others = found.mode() & 0o077;
    if others == 0 {
        return Ok(());
    }
    match fs::set_permissions(path, Permissions::from_mode(mode)) {
        Err(error) if error.kind() != ErrorKind::ReadOnlyFilesystem => {
            Err(StoreError::of_disk(path, &error))
        }
        _ => Ok(()),
    }
}

/// What is at `path` itself, not behind a link; `None` if nothing is.
pub(super) fn look(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::of_disk(path, &error)),
    }
}

/// Whether something lies there that may be a copy, whole or not.
fn has_copies(dir: &Path) -> Result<bool, StoreError> {
    let failed = |error: io::Error| StoreError::of_disk(dir, &error);
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let Some(found) = look(&path)? else { continue };
        if found.is_file() && found.len() > 0 && path.extension().is_some_and(|end| end == COPY) {
            return Ok(true);
        }
    }
    Ok(false)
}
