//! Copies of the whole data file, for the day on which it is damaged or lost.
//!
//! Owns the directory `backups` beside the data file: what a copy is called, when it counts as
//! good, and which of the daily ones may go. A copy is there under its name only when it was
//! opened, found sound and is on the disk; it never takes the place of another file, and a damaged
//! file is not copied.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{Duration, NaiveDateTime};
use rusqlite::{Connection, OpenFlags};

use super::error::{Doing, StoreError, failed};
use super::files;
use super::schema::{self, Format};
use super::temporary::Temporary;
use super::{Extent, Reader, Store, frozen_uri};
use crate::countdown::words::words;
use crate::countdown::zone::{Moment, Now, resolve};

words! {
    /// Why a copy was made.
    pub enum Occasion {
        /// The daemon makes one a day.
        Daily = "daily",
        /// The user asked for one.
        Asked = "asked",
        /// An export was about to be read in.
        Import = "import",
        /// Something was about to be erased.
        Erase = "erase",
        /// Another backup was about to take its place.
        Restore = "restore",
        /// A newer program was about to bring it up to date.
        Migration = "migration",
    }
}

/// So many daily backups stay.
const DAILY_KEPT: usize = 7;

/// A backup older than this is worth a word.
const OVERDUE: Duration = Duration::days(3);

/// What changes with everything that the user says, and with nothing that is only shown.
const FIGURES: &str = "
SELECT (SELECT json_array(count(*), max(id), sum(undone), max(undone_at)) FROM commands),
       (SELECT count(*) FROM windows), (SELECT count(*) FROM entries),
       (SELECT count(*) FROM about), (SELECT count(*) FROM answers)";

/// How the names begin.
const STEM: &str = "nocontact-";
/// The time in a name, by the clock on the wall: the names sort by it.
pub(super) const TIME: &str = "%Y-%m-%d-%H%M";
/// How long that is.
const TIME_LENGTH: usize = 15;

impl Store {
    /// Copies the data file into the directory `backups` beside it, checks the copy, and says where
    /// it is. `now` is in its name. What was saved before the call is in the copy.
    ///
    /// # Errors
    /// If the file is damaged, or the copy cannot be made whole: then nothing is left of it.
    pub fn back_up(&self, occasion: Occasion, now: Moment) -> Result<PathBuf, StoreError> {
        keep_now(&self.conn, self.dir(), occasion, now)
    }

    /// Copies the data file to `to`, which may be on another disk: into it, under a name with the
    /// time, if it is a directory.
    ///
    /// # Errors
    /// As [`Store::back_up`], and if something of that name is there.
    pub fn back_up_to(&self, to: &Path, now: Moment) -> Result<PathBuf, StoreError> {
        let is_dir = to.is_dir();
        let dir = match to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            _ if is_dir => to,
            Some(parent) => parent,
            None => Path::new("."),
        };
        let taken = || {
            let reason = "something of that name is there already; choose another".to_owned();
            StoreError::NotCopied { to: to.to_owned(), reason }
        };
        if !is_dir && to.symlink_metadata().is_ok() {
            return Err(taken());
        }
        let copy = Temporary::make(dir)?;
        let wanted = (Format::Current, schema::MIGRATIONS.len());
        if !fill(&self.conn, &self.file, copy.path(), wanted)? {
            return Err(StoreError::damaged(&self.file));
        }
        match is_dir {
            true => copy.keep_as(&format!("{STEM}{}-{}", now.format(TIME), Occasion::Asked)),
            false if copy.rename_to(to)? => Ok(to.to_owned()),
            false => Err(taken()),
        }
    }

    /// Makes the backup of this day, unless there is one, or nothing was said since the newest:
    /// equal copies must not push the others out. Of the daily ones the newest seven stay. Says
    /// where that of this day is, if there is one.
    ///
    /// # Errors
    /// As [`Store::back_up`]; then every other backup is still there.
    pub fn back_up_daily(&self, now: Moment) -> Result<Option<PathBuf>, StoreError> {
        let all = backups(self.dir(), Some(now.naive_local()));
        let daily = || all.iter().filter(|backup| backup.occasion == Occasion::Daily);
        if let Some(of_today) = daily().find(|backup| backup.made.date() == now.date_naive()) {
            return Ok(Some(of_today.path.clone()));
        }
        let ours = figures(&self.conn).map_err(failed(Doing::Read, &self.file))?;
        let is_known = match all.first() {
            Some(newest) => inspect(&newest.path)
                .is_ok_and(|(newest, _)| figures(&newest).is_ok_and(|its| its == ours)),
            None => self.read().last_said()?.is_none(),
        };
        if is_known {
            return Ok(None);
        }
        let made = self.back_up(Occasion::Daily, now)?;
        for old in daily().skip(DAILY_KEPT - 1) {
            fs::remove_file(&old.path).map_err(|e| StoreError::not_copied(self.dir(), &e))?;
        }
        Ok(Some(made))
    }

    /// Reads the whole file once and makes sure that all of it makes sense: some milliseconds for
    /// ten megabytes.
    ///
    /// # Errors
    /// If it is damaged, or cannot be read.
    pub fn check(&self) -> Result<(), StoreError> {
        check(&self.conn, &self.file)
    }

    fn dir(&self) -> &Path {
        self.file.parent().unwrap_or(&self.file)
    }
}

fn figures(conn: &Connection) -> rusqlite::Result<(Option<String>, [i64; 4])> {
    conn.query_row(FIGURES, [], |row| {
        let [windows, entries, about, answers] = [1, 2, 3, 4].map(|column| row.get(column));
        Ok((row.get(0)?, [windows?, entries?, about?, answers?]))
    })
}

/// Keeps a copy of the file in `dir` that `conn` has open, in the newest format.
pub(super) fn keep_now(
    conn: &Connection,
    dir: &Path,
    occasion: Occasion,
    now: Moment,
) -> Result<PathBuf, StoreError> {
    let time = now.format(TIME).to_string();
    let wanted = (Format::Current, schema::MIGRATIONS.len());
    keep(conn, dir, (occasion, &time), wanted)?
        .ok_or_else(|| StoreError::damaged(&dir.join(files::DATA)))
}

/// Copies a file that is in an older format, `version` of `known`, before it is brought up to
/// date. Nothing is left if somebody else was faster.
pub(super) fn before_migration(
    conn: &Connection,
    dir: &Path,
    (version, known): (usize, usize),
) -> Result<(), StoreError> {
    // Opening a file has no time at hand, and `SQLite` has.
    let time: String = conn
        .query_row("SELECT strftime('%Y-%m-%d-%H%M', 'now', 'localtime')", [], |row| row.get(0))
        .map_err(failed(Doing::Open, &dir.join(files::DATA)))?;
    let wanted = (Format::Older(version), known);
    keep(conn, dir, (Occasion::Migration, &time), wanted).map(drop)
}

/// `None` if the file came to another format meanwhile: then the copy is not the one that is wanted.
fn keep(
    conn: &Connection,
    dir: &Path,
    (occasion, time): (Occasion, &str),
    wanted: (Format, usize),
) -> Result<Option<PathBuf>, StoreError> {
    let backups = files::backups_in(dir);
    files::private_dir(&backups)?;
    let copy = Temporary::make(&backups)?;
    if !fill(conn, &dir.join(files::DATA), copy.path(), wanted)? {
        return Ok(None);
    }
    copy.keep_as(&format!("{STEM}{time}-{occasion}")).map(Some)
}

/// Writes the copy into an empty file and checks it. False if it is not of the format wanted.
pub(super) fn fill(
    conn: &Connection,
    file: &Path,
    copy: &Path,
    (format, known): (Format, usize),
) -> Result<bool, StoreError> {
    use std::os::unix::ffi::OsStrExt;
    check(conn, file)?;
    let to = copy.parent().unwrap_or(copy);
    // A path need not be UTF-8: the cast hands its bytes on as they are.
    conn.execute("VACUUM INTO CAST(?1 AS TEXT)", [copy.as_os_str().as_bytes()])
        .map_err(|error| StoreError::of_copy(file, to, &error))?;
    files::sync(copy).map_err(|error| StoreError::not_copied(to, &error))?;
    let made = open_frozen(copy)?;
    check(&made, copy)?;
    Ok(schema::format(&made, copy, known)? == format)
}

/// Whether the whole file makes sense to `SQLite`.
pub(super) fn check(conn: &Connection, file: &Path) -> Result<(), StoreError> {
    let said: String = conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(failed(Doing::Read, file))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::damaged(file)) }
}

/// Opens a file that nobody writes to.
pub(super) fn open_frozen(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let open = || {
        let conn = Connection::open_with_flags(frozen_uri(file), flags)?;
        conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")?;
        Ok(conn)
    };
    open().map_err(failed(Doing::Open, file))
}

/// Whether a file is a copy that this program can put back: sound, ours, in no newer format.
pub(super) fn inspect(file: &Path) -> Result<(Connection, Format), StoreError> {
    let conn = open_frozen(file)?;
    let format = schema::format(&conn, file, schema::MIGRATIONS.len())?;
    check(&conn, file)?;
    if format == Format::New {
        return Err(StoreError::Foreign { file: file.to_owned(), backup: None });
    }
    Ok((conn, format))
}

/// A finished copy in the directory of backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, by the clock on the wall then and there.
    pub made: NaiveDateTime,
    /// Why it was made.
    pub occasion: Occasion,
    /// Its size in bytes, more than none.
    pub bytes: u64,
    /// When it was last written to: the order of those of one minute.
    written: SystemTime,
}

impl Backup {
    /// The file, if its name is that of a finished copy and something is in it.
    fn at(path: PathBuf) -> Option<Self> {
        let found = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let rest = path.file_name()?.to_str()?.strip_prefix(STEM)?.strip_suffix(".db")?;
        let (time, rest) = rest.split_at_checked(TIME_LENGTH)?;
        let made = NaiveDateTime::parse_from_str(time, TIME).ok()?;
        let occasion = rest.split('-').nth(1)?.parse().ok()?;
        let bytes = Some(found.len()).filter(|bytes| *bytes > 0)?;
        let written = found.modified().ok()?;
        Some(Self { path, made, occasion, bytes, written })
    }

    /// The name of the file, as `nocontact data restore` takes it.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The finished copies of the data file in `dir`, newest first. One that was made by a clock that
/// ran ahead of `now` was made before all that were made since: it comes last.
#[must_use]
pub fn backups(dir: &Path, now: Option<NaiveDateTime>) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(files::backups_in(dir)) else { return Vec::new() };
    let mut found: Vec<Backup> =
        entries.flatten().filter_map(|entry| Backup::at(entry.path())).collect();
    let age = |backup: &Backup| {
        let is_ahead = now.is_some_and(|now| backup.made > now);
        (!is_ahead, backup.made, backup.written)
    };
    found.sort_by_key(|backup| std::cmp::Reverse(age(backup)));
    found
}

/// The newest backup, good when it was made: cheap enough to ask with every status.
#[must_use]
pub fn newest_good(dir: &Path, now: Moment) -> Option<Backup> {
    backups(dir, Some(now.naive_local())).into_iter().next()
}

/// That what was said is in no backup of the last days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// There never was one.
    Never,
    /// The newest good one is of this time, by the clock on the wall.
    Since(NaiveDateTime),
}

/// What is to be said of the backups, if anything is: the newest good one is older than three
/// days, and something was said since. Asks the disk for no more than names and sizes.
///
/// # Errors
/// If the data file, which `reader` asks, cannot be read.
pub fn overdue(
    dir: &Path,
    reader: &Reader<'_>,
    now: &Now<'_>,
) -> Result<Option<Overdue>, StoreError> {
    let newest = newest_good(dir, now.at);
    let made = newest.map(|newest| resolve(now.zone, newest.made));
    if made.is_some_and(|made| now.at - made <= OVERDUE) {
        return Ok(None);
    }
    Ok(match made {
        None => reader.first_said()?.filter(|at| now.utc() - at > OVERDUE).map(|_| Overdue::Never),
        Some(made) => {
            let since = reader.last_said()?.filter(|at| *at > made);
            since.map(|_| Overdue::Since(made.naive_local()))
        }
    })
}

/// How much is in a backup, if it is still good: sound, ours, and in a format that is known.
///
/// # Errors
/// If it is not, why.
pub fn examine(backup: &Path) -> Result<Extent, StoreError> {
    let (conn, _) = inspect(backup)?;
    Reader::new(&conn, backup).extent()
}
