//! Where the data lies on the disk, and who may see it.
//!
//! Owns the names, the modes (directories 0700, files 0600, whatever the umask) and the refusal of
//! places that are not safe. It never opens the data file itself: closing any descriptor of it
//! would drop the locks that `SQLite` holds on it in this process.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, StatVfsMountFlags};

use super::error::StoreError;

/// The name of the data file.
pub(super) const DATA: &str = "nocontact.db";
/// The directory of its copies, beside it.
const BACKUPS: &str = "backups";
/// How the name of a finished copy ends.
const COPY: &str = "db";

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
        match newest_backup(&backups_in(&self.dir))? {
            Some(backup) => Err(StoreError::Lost { file: self.file.clone(), backup }),
            None => Ok(()),
        }
    }

    /// Whether a write to the data file was cut off, or is under way.
    pub(super) fn has_journal(&self) -> Result<bool, StoreError> {
        let mut journal = OsString::from(&self.file);
        journal.push("-journal");
        Ok(look(Path::new(&journal))?.is_some())
    }

    /// Whether the disk lets nobody write.
    pub(super) fn is_on_read_only_disk(&self) -> bool {
        rustix::fs::statvfs(&self.dir)
            .is_ok_and(|disk| disk.f_flag.contains(StatVfsMountFlags::RDONLY))
    }
}

/// Where the copies of the data file in `dir` are kept.
pub(super) fn backups_in(dir: &Path) -> PathBuf {
    dir.join(BACKUPS)
}

/// A name for a copy that no file has yet: `stem.db`, `stem-2.db`, ….
pub(super) fn free_name(dir: &Path, stem: &str) -> Result<PathBuf, StoreError> {
    let mut path = dir.join(format!("{stem}.{COPY}"));
    let mut number = 2_u32;
    while look(&path)?.is_some() {
        path = dir.join(format!("{stem}-{number}.{COPY}"));
        number += 1;
    }
    Ok(path)
}

/// Makes an empty private file under a name that nobody has.
pub(super) fn temporary_file(dir: &Path) -> io::Result<PathBuf> {
    let mut number = 0_u32;
    loop {
        let path = dir.join(format!("copy-{number}.tmp"));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => {
                file.set_permissions(Permissions::from_mode(0o600))?;
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
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

/// The finished copy that was written last.
fn newest_backup(dir: &Path) -> Result<Option<PathBuf>, StoreError> {
    let failed = |error: io::Error| StoreError::of_disk(dir, &error);
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut newest = None;
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let Some(found) = look(&path)? else { continue };
        if found.is_file() && found.len() > 0 && path.extension().is_some_and(|end| end == COPY) {
            newest = newest.max(Some((found.mtime(), found.mtime_nsec(), path)));
        }
    }
    Ok(newest.map(|(_, _, path)| path))
}
