//! A look at the data file that changes nothing: not its format, not its rights, not a byte.
//!
//! Owns what is found there and what keeps it from being used. Finishing a write that was cut off,
//! copying and bringing up to date are left to whoever opens the file to use it.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, StatVfsMountFlags};

use super::error::{Doing, StoreError, failed};
use super::files::{self, Place};
use super::schema::{self, Format};
use super::{Store, wait_for_another};

/// What was found in a directory.
#[derive(Debug)]
pub struct Inspection {
    /// The data file, there or not.
    pub file: PathBuf,
    /// What is in it.
    pub content: Content,
    /// The directory and the file whose rights are not as they should be.
    pub loose: Vec<Loose>,
    /// The disk below; `None` if it does not tell.
    pub disk: Option<Disk>,
}

/// What a data file holds.
#[derive(Debug)]
pub enum Content {
    /// Nothing was ever kept.
    Nothing,
    /// The file is there and empty.
    Emptied,
    /// A whole file of this program, open for reading and for nothing else.
    Whole {
        /// The format it is in.
        format: usize,
        /// The open file.
        store: Store,
    },
    /// The file of an older program; the next command brings it up to date.
    Older {
        /// The format it is in.
        found: usize,
        /// The format of this program.
        known: usize,
    },
    /// A write was cut off, which the next command takes back.
    CutOff,
    /// It cannot be used.
    Unusable(StoreError),
}

/// A directory or file with other rights than its owner's alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Which.
    pub path: PathBuf,
    /// The rights it has, as chmod takes them.
    pub mode: u32,
    /// The rights it should have.
    pub wanted: u32,
    /// Whether we may write to it all the same.
    pub writable: bool,
}

/// A disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// Bytes that we may still fill.
    pub free: u64,
    /// Whether it has room for the name of one more file.
    pub has_names: bool,
    /// Whether it lets nobody write.
    pub read_only: bool,
}

/// Looks at the data file in `dir`.
#[must_use]
pub fn inspect(dir: &Path) -> Inspection {
    let file = dir.join(files::DATA);
    let wanted = [(dir, 0o700), (&*file, 0o600)];
    Inspection {
        content: content(dir, &file).unwrap_or_else(Content::Unusable),
        loose: wanted.into_iter().filter_map(|(path, mode)| loose(path, mode)).collect(),
        disk: disk(dir),
        file,
    }
}

fn content(dir: &Path, file: &Path) -> Result<Content, StoreError> {
    let Some(place) = Place::seen(dir)? else {
        let is_there = matches!(files::look(file), Ok(Some(_)));
        return Ok(if is_there { Content::Emptied } else { Content::Nothing });
    };
    match read(&place) {
        Err(StoreError::CannotOpen { .. }) if place.has_journal()? => Ok(Content::CutOff),
        read => read,
    }
}

/// Opens the file in a way in which it cannot be written to.
fn read(place: &Place) -> Result<Content, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let open = || {
        let mut conn = Connection::open_with_flags(&place.file, flags)?;
        conn.busy_handler(Some(wait_for_another))?;
        conn.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; \
             PRAGMA temp_store = MEMORY;",
        )?;
        Ok(conn)
    };
    let conn = open().map_err(failed(Doing::Open, &place.file))?;
    let known = schema::MIGRATIONS.len();
    match schema::format(&conn, &place.file, known)? {
        Format::New => return Ok(Content::Nothing),
        Format::Older(found) => return Ok(Content::Older { found, known }),
        Format::Current => {}
    }
    super::backup::check(&conn, &place.file)?;
    Ok(Content::Whole { format: known, store: Store { conn, file: place.file.clone() } })
}

fn loose(path: &Path, wanted: u32) -> Option<Loose> {
    let found = files::look(path).ok()??;
    let mode = found.mode() & 0o777;
    let writable = rustix::fs::access(path, Access::WRITE_OK).is_ok();
    let is_right = mode & (0o077 | wanted) == wanted;
    (!is_right && !found.is_symlink()).then(|| Loose {
        path: path.to_owned(),
        mode,
        wanted,
        writable,
    })
}

/// That of `dir`, or of the place where it would be made.
fn disk(dir: &Path) -> Option<Disk> {
    let there = dir.ancestors().find(|path| path.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(Disk {
        free: disk.f_bavail.saturating_mul(disk.f_frsize),
        // Some file systems count none.
        has_names: disk.f_files == 0 || disk.f_favail > 0,
        read_only: disk.f_flag.contains(StatVfsMountFlags::RDONLY),
    })
}
