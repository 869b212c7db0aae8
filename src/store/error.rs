//! What can go wrong with the data file, and what the person can do about it.
//!
//! Owns the sentences. No error carries the user's words, nor SQL: `SQLite`'s own messages can hold
//! both, so only its codes are kept.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::backup::{self, Backup};

const NO_ROOM: &str = "there is no room on the disk";

/// The name of the newest backup of this data file that is sound.
pub(super) fn newest_sound(file: &Path) -> Option<String> {
    let dir = file.parent()?;
    let sound = |backup: &Backup| backup::inspect(&backup.path).is_ok();
    backup::backups(dir, None).into_iter().find(sound).map(|backup| backup.name())
}

/// What was being done when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Open,
    Read,
    Save,
}

/// Why the data file could not be opened, read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// A newer program wrote the file: it is left untouched.
    Newer {
        /// The data file.
        file: PathBuf,
        /// The format it is in.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
        /// The name of the newest good backup.
        backup: Option<String>,
    },
    /// Another program's database.
    Foreign {
        /// The data file.
        file: PathBuf,
        /// The name of the newest good backup.
        backup: Option<String>,
    },
    /// Its content makes no sense.
    Damaged {
        /// The data file.
        file: PathBuf,
        /// The name of the newest good backup.
        backup: Option<String>,
    },
    /// It is missing or empty, although there are copies of it.
    Lost {
        /// The data file.
        file: PathBuf,
        /// The name of the newest good backup.
        backup: Option<String>,
    },
    /// A directory or file that is not safe to keep private things in.
    Refused {
        /// The directory or file.
        path: PathBuf,
        /// What is wrong with it, and the remedy.
        reason: &'static str,
    },
    /// It cannot be opened.
    CannotOpen {
        /// The data file, or the directory it would be in.
        path: PathBuf,
        /// Why, as far as the system said.
        reason: String,
    },
    /// It would leave two windows open: nothing was changed.
    TwoOpen,
    /// Somebody else was writing all the time that was waited.
    Busy {
        /// The data file.
        file: PathBuf,
    },
    /// The disk is full.
    Full {
        /// The data file.
        file: PathBuf,
    },
    /// It may be read but not written.
    ReadOnly {
        /// The data file.
        file: PathBuf,
    },
    /// A copy of it could not be made.
    NotCopied {
        /// Where the copy was to be.
        to: PathBuf,
        /// Why, as far as the system said.
        reason: String,
    },
    /// Something else failed while reading.
    NotRead {
        /// The data file.
        file: PathBuf,
        /// The code that `SQLite` gave.
        code: i32,
    },
    /// Something else failed while saving.
    NotSaved {
        /// The data file.
        file: PathBuf,
        /// The code that `SQLite` gave.
        code: i32,
    },
}

impl StoreError {
    /// Whether the file cannot be used at all (exit code 5), rather than that one operation failed.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        match self {
            Self::Newer { .. }
            | Self::Foreign { .. }
            | Self::Damaged { .. }
            | Self::Lost { .. }
            | Self::Refused { .. }
            | Self::CannotOpen { .. } => true,
            Self::TwoOpen
            | Self::Busy { .. }
            | Self::Full { .. }
            | Self::ReadOnly { .. }
            | Self::NotCopied { .. }
            | Self::NotRead { .. }
            | Self::NotSaved { .. } => false,
        }
    }

    /// Whether it may be gone when it is tried again: a full disk, a busy file, a place that cannot
    /// be reached just now; not a file of another format, or one that is damaged.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::CannotOpen { .. }) || !self.is_unusable()
    }

    /// A file of no sense, and the backup that can take its place.
    pub(super) fn damaged(file: &Path) -> Self {
        Self::Damaged { file: file.to_owned(), backup: newest_sound(file) }
    }

    /// A failure of the file system around the data file.
    pub(super) fn of_disk(path: &Path, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull {
            return Self::Full { file: path.to_owned() };
        }
        Self::CannotOpen { path: path.to_owned(), reason: error.to_string() }
    }

    /// A failure of the file system where a copy was to be.
    pub(super) fn not_copied(to: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::StorageFull => NO_ROOM.to_owned(),
            _ => error.to_string(),
        };
        Self::NotCopied { to: to.to_owned(), reason }
    }

    /// A failure of `SQLite` to copy `file`; it does not say in which of the two it lies.
    pub(super) fn of_copy(file: &Path, to: &Path, error: &rusqlite::Error) -> Self {
        let reason = match Self::of_sqlite(Doing::Save, file, error) {
            Self::Full { .. } => NO_ROOM.to_owned(),
            Self::ReadOnly { .. } | Self::CannotOpen { .. } => "it cannot be written to".to_owned(),
            Self::NotSaved { code, .. } => format!("SQLite gave code {code}"),
            of_file => return of_file,
        };
        Self::NotCopied { to: to.to_owned(), reason }
    }

    /// A failure of `SQLite`, or a row that cannot be understood.
    pub(super) fn of_sqlite(doing: Doing, file: &Path, error: &rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else { return Self::damaged(file) };
        let file = file.to_owned();
        let code = failure.extended_code;
        let cannot = |reason: String| Self::CannotOpen { path: file.clone(), reason };
        match (failure.code, doing) {
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy { file },
            (ErrorCode::DiskFull, _) => Self::Full { file },
            (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => Self::damaged(&file),
            (ErrorCode::ReadOnly, Doing::Save) => Self::ReadOnly { file },
            (ErrorCode::ReadOnly, _) => cannot("it has to be written to, and may not be".into()),
            (ErrorCode::CannotOpen, _) => {
                cannot("it, or its directory, cannot be read and written".into())
            }
            (_, Doing::Open) => cannot(format!("SQLite gave code {code}")),
            (_, Doing::Read) => Self::NotRead { file, code },
            (_, Doing::Save) => Self::NotSaved { file, code },
        }
    }
}

/// Turns `SQLite`'s errors into ours: `.map_err(failed(Doing::Save, file))`.
pub(super) fn failed(doing: Doing, file: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| StoreError::of_sqlite(doing, file, &error)
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer { .. }
            | Self::Foreign { .. }
            | Self::Damaged { .. }
            | Self::Lost { .. } => self.fmt_of_content(f),
            Self::Refused { path, reason } => {
                write!(f, "could not use {}: {reason}", path.display())
            }
            Self::CannotOpen { path, reason } => write!(
                f,
                "could not open {}: {reason}; see that the disk is there and that the file and its \
                 directory are yours, then say it again",
                path.display()
            ),
            _ => self.fmt_of_operation(f),
        }
    }
}

impl StoreError {
    /// The sentences for a content that cannot be used: what may be done now, last of it a backup.
    fn fmt_of_content(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, backup) = match self {
            Self::Newer { file, found, known, backup } => {
                write!(
                    f,
                    "could not use {}: it is in format {found}, and this nocontact knows formats \
                     up to {known}; run the newer nocontact, the file was left as it is",
                    file.display()
                )?;
                (file, backup)
            }
            Self::Foreign { file, backup } => {
                write!(
                    f,
                    "could not use {}: it belongs to another program; move it elsewhere, it was \
                     left as it is",
                    file.display()
                )?;
                (file, backup)
            }
            Self::Damaged { file, backup } => {
                write!(f, "could not read {}: it is damaged or not ours", file.display())?;
                if backup.is_none() {
                    let dir = super::files::backups_in(file.parent().unwrap_or(file));
                    return write!(
                        f,
                        "; move it elsewhere and keep it; copies made earlier, if there are any, \
                         are in {}",
                        dir.display()
                    );
                }
                (file, backup)
            }
            Self::Lost { file, backup } => {
                write!(f, "could not use {}: it is missing or empty", file.display())?;
                (file, backup)
            }
            _ => return Ok(()),
        };
        match backup {
            Some(name) => write!(
                f,
                "; the newest good backup comes back with nocontact data restore {name}, and what \
                 is there now is kept"
            ),
            None if matches!(self, Self::Lost { .. }) => write!(
                f,
                ", and no good backup is in {}; a copy elsewhere comes back with nocontact data \
                 restore FILE; to begin anew, move that directory away and keep it",
                super::files::backups_in(file.parent().unwrap_or(file)).display()
            ),
            None => Ok(()),
        }
    }

    /// The sentences for the cases in which one operation failed.
    fn fmt_of_operation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwoOpen => f.write_str(
                "that would open a window beside the one that is open: nothing was changed; \
                 nocontact finish --close closes the one that is open",
            ),
            Self::Busy { file } => write!(
                f,
                "could not use {} now: another program kept it busy for 5 seconds; nothing was \
                 saved, say it again",
                file.display()
            ),
            Self::Full { file } => write!(
                f,
                "could not save in {}: there is no room on the disk: nothing was saved; make room \
                 and say it again",
                file.display()
            ),
            Self::ReadOnly { file } => write!(
                f,
                "could not save in {}: it may be read but not written: nothing was saved; make it \
                 writable and say it again",
                file.display()
            ),
            Self::NotCopied { to, reason } => write!(
                f,
                "could not make a backup in {}: {reason}; nothing was changed",
                to.display()
            ),
            Self::NotRead { file, code } => write!(
                f,
                "could not read {} (SQLite code {code}); say it again, and see that the disk is \
                 well if that fails too",
                file.display()
            ),
            Self::NotSaved { file, code } => write!(
                f,
                "could not save in {} (SQLite code {code}); look with `nocontact log` whether it \
                 is there, then say it again",
                file.display()
            ),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for StoreError {}
