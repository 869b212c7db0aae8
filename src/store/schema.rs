//! The tables, and how a file comes to have them.
//!
//! Owns the format of the data file and the way from an older one. It refuses a file of a newer
//! program and of another program, and leaves both untouched. An older program that meets a file
//! of this one refuses it in the same way.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::{Doing, StoreError, failed, newest_sound};
use super::{backup, files};

/// Says that a file is ours: "noco" in ASCII.
pub(super) const APPLICATION: i32 = 0x6e6f_636f;

// The two laws of this list:
// 1. Never edit, remove or reorder an entry that was released: append one.
// 2. An entry keeps every row. The number of entries is the format that the file is in.
pub(super) const MIGRATIONS: &[&str] = &[FIRST];

const FIRST: &str = "
-- One row for each whole command that wrote something: the unit of undo.
-- undone: 0 stands; 1 taken back; 2 taken back for good, another command followed.
CREATE TABLE commands (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    name TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1, 2)),
    undone_at INTEGER,
    undone_offset INTEGER
) STRICT;
CREATE INDEX commands_undone ON commands (id) WHERE undone = 1;

-- One row for each revision of a no-contact period.
CREATE TABLE windows (
    row INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    command INTEGER NOT NULL REFERENCES commands,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    since INTEGER NOT NULL,
    since_offset INTEGER NOT NULL,
    precision TEXT NOT NULL,
    length INTEGER CHECK (length >= 1),
    ends_at INTEGER,
    zone TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    started_offset INTEGER NOT NULL,
    closed_at INTEGER,
    closed_offset INTEGER,
    UNIQUE (id, revision)
) STRICT;
CREATE UNIQUE INDEX windows_live ON windows (id) WHERE live = 1;
CREATE INDEX windows_command ON windows (command);

-- One row for each revision of a thing that happened; at most one revision of an id is live.
CREATE TABLE entries (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    command INTEGER NOT NULL REFERENCES commands,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    at INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    logged_at INTEGER NOT NULL,
    logged_offset INTEGER NOT NULL,
    kind TEXT NOT NULL,
    strength INTEGER CHECK (strength BETWEEN 1 AND 5),
    feeling TEXT,
    trigger TEXT,
    outcome TEXT,
    urge TEXT,
    received_kind TEXT,
    via TEXT,
    necessary INTEGER CHECK (necessary IN (0, 1)),
    mood INTEGER CHECK (mood BETWEEN 1 AND 5),
    note TEXT,
    UNIQUE (id, revision)
) STRICT;
CREATE INDEX entries_kind_at ON entries (kind, at) WHERE live = 1;
CREATE INDEX entries_command ON entries (command);

-- One row for each revision of a thing that the user told about themselves; NULL is taken away.
CREATE TABLE about (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    command INTEGER NOT NULL REFERENCES commands,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    value TEXT,
    UNIQUE (id, revision)
) STRICT;
CREATE UNIQUE INDEX about_live ON about (id) WHERE live = 1;
CREATE INDEX about_command ON about (command);

-- One row for each notice that was sent or missed, and each text asked for on the terminal.
CREATE TABLE ledger (
    key TEXT PRIMARY KEY,
    window INTEGER NOT NULL,
    kind TEXT NOT NULL,
    due INTEGER NOT NULL,
    due_offset INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'shown', 'failed', 'unknown', 'missed')),
    at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    text TEXT,
    why TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_due ON ledger (due);
CREATE INDEX ledger_once ON ledger (window, due) WHERE kind IN ('welcome', 'end');

-- One row for each revision of the user's answer to a notice; the id is the notice's key.
CREATE TABLE answers (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL REFERENCES ledger,
    revision INTEGER NOT NULL,
    command INTEGER NOT NULL REFERENCES commands,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    reply TEXT NOT NULL,
    at INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    UNIQUE (id, revision)
) STRICT;
CREATE UNIQUE INDEX answers_live ON answers (id) WHERE live = 1;
CREATE INDEX answers_command ON answers (command);
";

/// The format a file is in, seen from a list of migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Nothing was ever written to it.
    New,
    /// The first so many migrations are applied.
    Older(usize),
    /// All are applied.
    Current,
}

/// Brings the file that `conn` has open, `dir/nocontact.db`, to the newest format of the list.
///
/// A file that holds something is copied to `dir/backups` first.
pub(super) fn migrate(
    conn: &mut Connection,
    dir: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let file = dir.join(files::DATA);
    let seen = format(conn, &file, migrations.len())?;
    match seen {
        Format::Current => return Ok(()),
        Format::Older(version) => backup::before_migration(conn, dir, (version, migrations.len()))?,
        Format::New => {}
    }
    if upgrade_from(seen, conn, &file, migrations)? {
        return Ok(());
    }
    // Somebody else was faster: what was true before the lock has to be found out again.
    migrate(conn, dir, migrations)
}

/// Brings a copy that is ours alone to the newest format.
pub(super) fn upgrade(
    conn: &mut Connection,
    file: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let seen = format(conn, file, migrations.len())?;
    upgrade_from(seen, conn, file, migrations).map(drop)
}

/// False if the file is no longer in the format in which it was seen.
fn upgrade_from(
    seen: Format,
    conn: &mut Connection,
    file: &Path,
    migrations: &[&str],
) -> Result<bool, StoreError> {
    let tx = Transaction::new(conn, TransactionBehavior::Immediate)
        .map_err(failed(Doing::Open, file))?;
    let found = format(&tx, file, migrations.len())?;
    if found != seen {
        return Ok(false);
    }
    apply(tx, found, migrations).map_err(failed(Doing::Open, file))?;
    Ok(true)
}

fn apply(tx: Transaction<'_>, found: Format, migrations: &[&str]) -> rusqlite::Result<()> {
    let done = if let Format::Older(version) = found { version } else { 0 };
    for migration in migrations.iter().skip(done) {
        tx.execute_batch(migration)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", number(migrations.len()))?;
    tx.commit()
}

/// The format of the file, or the reason why it is not for us.
pub(super) fn format(conn: &Connection, file: &Path, known: usize) -> Result<Format, StoreError> {
    // All of one moment: nobody writes while we read.
    let moment = || conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose();
    let _moment = moment().map_err(failed(Doing::Open, file))?;
    let (application, found, objects, page) = header(conn).map_err(failed(Doing::Open, file))?;
    if (application, found, objects) == (0, 0, 0) {
        return Ok(Format::New);
    }
    // What is missing of the last page would be read as zeros.
    let length = fs::metadata(file).map_or(0, |found| found.len());
    if !length.is_multiple_of(page) {
        return Err(StoreError::damaged(file));
    }
    if application != APPLICATION {
        return Err(StoreError::Foreign { file: file.to_owned(), backup: newest_sound(file) });
    }
    match usize::try_from(found) {
        Ok(version) if version == known => Ok(Format::Current),
        Ok(version) if version < known => Ok(Format::Older(version)),
        Ok(_) => Err(newer(file, found, known)),
        Err(_) => Err(StoreError::damaged(file)),
    }
}

/// The two numbers, the count of tables, and the bytes of a page.
fn header(conn: &Connection) -> rusqlite::Result<(i32, i64, i64, u64)> {
    let number = |name| conn.pragma_query_value(None, name, |row| row.get(0));
    let found = number("user_version")?;
    let application = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let objects = match (application, found) {
        (0, 0) => conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
        _ => 1,
    };
    let page = conn.pragma_query_value(None, "page_size", |row| row.get::<_, u32>(0))?;
    Ok((application, found, objects, u64::from(page)))
}

fn newer(file: &Path, found: i64, known: usize) -> StoreError {
    let (known, backup) = (number(known), newest_sound(file));
    StoreError::Newer { file: file.to_owned(), found, known, backup }
}

/// A count of migrations as the file holds it.
fn number(version: usize) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// Refuses to go on with a file that another program has migrated since it was opened.
pub(super) fn still_current(conn: &Connection, file: &Path) -> Result<(), StoreError> {
    let found: i64 = conn
        .prepare_cached("PRAGMA user_version")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map_err(failed(Doing::Read, file))?;
    if found == number(MIGRATIONS.len()) {
        return Ok(());
    }
    Err(newer(file, found, MIGRATIONS.len()))
}
