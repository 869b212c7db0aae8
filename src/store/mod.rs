//! The one file in which everything is kept.
//!
//! Owns `nocontact.db`: who may see it, its tables, what is live, what can be taken back, and that
//! a notice is sent at most once. Domain types go in and come out; no row and no SQL leaves. It
//! reads no clock and no environment, prints nothing, and refuses a file that it does not know.
//!
//! Any number of programs may have the file open. A write holds it alone, from its first question
//! to its commit; others wait up to five seconds. When a call returns, what it saved is on the
//! disk. A file of an older program is copied and brought up to date when it is opened, one of a
//! newer program is refused (see `schema`); a disk that cannot be written to is read.

mod about;
pub mod backup;
mod erase;
mod error;
mod exchange;
mod files;
mod inspect;
mod ledger;
mod picture;
mod read;
mod received;
pub mod restore;
mod revisions;
mod rows;
mod schema;
mod temporary;
mod undo;
mod write;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::rand::GetRandomFlags;

pub use backup::Occasion;
pub use erase::{Doomed, erase_in_copies};
pub use error::StoreError;
pub use exchange::{Counts, Everything, Head, Merged, NotImported};
pub use files::{all_files, backups_in};
pub use inspect::{Content, Disk, Inspection, Loose, inspect};
pub use read::{Extent, Reader};
pub use temporary::keep_new;
pub use undo::{Undone, WindowChange};
pub use write::Change;

use error::{Doing, failed};
use files::Place;
use schema::Format;

/// How long to wait before asking again whether another write is done.
const NAP: Duration = Duration::from_micros(500);
/// How often to ask: five seconds at the least.
const NAPS: i32 = 10_000;

/// What holds for every connection; the file remembers none of it. Not even sorting may leave the
/// user's words in a file elsewhere (`temp_store`).
const PRAGMAS: &str = "
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = EXTRA;";

/// Of these, what reading in passing needs; none of it writes.
const GLIMPSE: &str = "
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;";

/// The open data file.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    file: PathBuf,
}

impl Store {
    /// Opens the data file in `dir` for reading and writing, and makes both where they are missing.
    pub fn open_at(dir: &Path) -> Result<Self, StoreError> {
        let place = Place::prepare(dir)?;
        let mut conn = connect(&place)?;
        schema::migrate(&mut conn, &place.dir, schema::MIGRATIONS)?;
        Ok(Self { conn, file: place.file })
    }

    /// Opens the data file in `dir` for reading; `None` if nothing was ever kept there.
    ///
    /// It changes no content, but may write: to finish a write that was cut off, or to bring an
    /// older file up to date. On a disk that cannot be written to it reads what needs neither.
    pub fn open_existing(dir: &Path) -> Result<Option<Self>, StoreError> {
        let Some(place) = Place::existing(dir)? else { return Ok(None) };
        match Self::open_to_read(&place) {
            Err(_) if place.is_on_read_only_disk() => Self::open_frozen(&place).map(Some),
            opened => opened,
        }
    }

    /// Opens the data file in `dir` for reading and writing; `None` if nothing was ever kept there.
    pub fn open_kept(dir: &Path) -> Result<Option<Self>, StoreError> {
        match Place::existing(dir)? {
            Some(_) => Self::open_at(dir).map(Some),
            None => Ok(None),
        }
    }

    /// Looks into the data file in `dir` in passing: nothing on the disk changes for it, nobody is
    /// waited for, and an older file is not brought up to date. `None` if nothing was ever kept.
    ///
    /// # Errors
    /// If that is not enough to read the file: another program writes, a write was cut off, or the
    /// file has another format.
    pub fn glimpse(dir: &Path) -> Result<Option<Self>, StoreError> {
        let Some(Place { file, .. }) = Place::glimpsed(dir)? else { return Ok(None) };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let open = || {
            let conn = Connection::open_with_flags(&file, flags)?;
            conn.busy_timeout(Duration::ZERO)?;
            conn.execute_batch(GLIMPSE)?;
            Ok(conn)
        };
        let conn = open().map_err(failed(Doing::Open, &file))?;
        match schema::format(&conn, &file, schema::MIGRATIONS.len())? {
            Format::Current => Ok(Some(Self { conn, file })),
            Format::New => Ok(None),
            Format::Older(_) => {
                let reason = "it is in an older format".to_owned();
                Err(StoreError::CannotOpen { path: file, reason })
            }
        }
    }

    fn open_to_read(place: &Place) -> Result<Option<Self>, StoreError> {
        let mut conn = connect(place)?;
        match schema::format(&conn, &place.file, schema::MIGRATIONS.len())? {
            Format::Current => {}
            Format::Older(_) => schema::migrate(&mut conn, &place.dir, schema::MIGRATIONS)?,
            // The very first write was cut off: still nothing was kept.
            Format::New => return Ok(None),
        }
        conn.pragma_update(None, "query_only", true).map_err(failed(Doing::Open, &place.file))?;
        Ok(Some(Self { conn, file: place.file.clone() }))
    }

    /// Opens the file as one that nobody can change. `SQLite` would then pass over a journal, and
    /// with it over what the file has to say: so there must be none.
    fn open_frozen(place: &Place) -> Result<Self, StoreError> {
        let cannot = |reason: &str| StoreError::CannotOpen {
            path: place.file.clone(),
            reason: reason.to_owned(),
        };
        if place.has_journal()? {
            return Err(cannot("a write was cut off and has to be finished, on a read-only disk"));
        }
        let conn = backup::open_frozen(&place.file)?;
        match schema::format(&conn, &place.file, schema::MIGRATIONS.len())? {
            Format::Current => Ok(Self { conn, file: place.file.clone() }),
            _ => Err(cannot("it is in an older format, on a read-only disk")),
        }
    }

    /// Asks the file.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        Reader::new(&self.conn, &self.file)
    }

    /// Begins to count what the file costs, for a test that a cost does not grow.
    pub fn count_steps(&mut self) -> Result<StepCounter, StoreError> {
        let counter = StepCounter(Arc::default());
        let steps = Arc::clone(&counter.0);
        let count = move || {
            steps.fetch_add(1, Ordering::Relaxed);
            false
        };
        self.conn.progress_handler(1, Some(count)).map_err(failed(Doing::Open, &self.file))?;
        Ok(counter)
    }
}

/// Counts the steps of `SQLite`'s virtual machine: the same on every machine and under any load.
#[derive(Debug)]
pub struct StepCounter(Arc<AtomicU64>);

impl StepCounter {
    /// The steps since the last time this was asked.
    #[must_use]
    pub fn take(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

fn connect(place: &Place) -> Result<Connection, StoreError> {
    connect_to(&place.file)
}

/// Opens a file that [`Place`] or we made or found; it follows no link to another one.
fn connect_to(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let open = || {
        let mut conn = Connection::open_with_flags(file, flags)?;
        conn.busy_handler(Some(wait_for_another))?;
        // Plans go by the question alone: one would be made again for the values asked with.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.execute_batch(PRAGMAS)?;
        Ok(conn)
    };
    open().map_err(failed(Doing::Open, file))
}

/// `SQLite`'s own waiting asks less and less often, up to ten times a second, and so leaves one of
/// several writers without its turn for as long as the others are busy.
fn wait_for_another(naps: i32) -> bool {
    if naps < NAPS {
        std::thread::sleep(NAP);
    }
    naps < NAPS
}

/// The name under which `SQLite` reads a file without locks and without looking for a journal.
fn frozen_uri(file: &Path) -> String {
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStrExt;
    let mut uri = String::from("file:");
    for byte in file.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?mode=ro&immutable=1"
}

/// A new name for an entry.
#[must_use]
pub fn new_id() -> String {
    let mut bytes = [0; 16];
    // Asked of the kernel itself: uuid's own way opens a file in a static program, which may fail for
    // want of a descriptor.
    rustix::io::retry_on_intr(|| rustix::rand::getrandom(&mut bytes, GetRandomFlags::empty()))
        .unwrap_or_else(|error| unreachable!("every Linux has random numbers: {error}"));
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
