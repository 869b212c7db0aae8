//! A backup in the place of what is kept now.
//!
//! Owns the order in which nothing is lost: the backup is copied, checked and brought up to date
//! first; what is there now is copied while nobody can write; then its rows are replaced in one
//! transaction, so that whoever has the file open goes on with it. A file that cannot be used is
//! moved aside under a name. The ledger is never replaced, only added to: what was shown once is
//! not shown again, whatever the backup knew of it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::backup::{self, Occasion, TIME};
use super::error::{Doing, StoreError, failed};
use super::files::{self, Place};
use super::schema::{self, Format};
use super::temporary::Temporary;
use super::write::Writing;
use super::{Reader, Store, connect_to};
use crate::countdown::zone::Moment;

/// Nobody knows any more what became of a notice that was being sent when the backup was made.
const ABANDON: &str = "UPDATE ledger SET state = 'unknown' WHERE state = 'claimed'";
/// Rows that belong to nothing: no program of ours left them.
const STRAYS: &str = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)";
const TABLES: &str = "
SELECT name FROM source.sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'ledger'";
/// What the file knows of a notice holds, unless it is that the notice surely was not shown.
const ADD_LEDGER: &str = "
INSERT INTO main.ledger SELECT * FROM source.ledger WHERE true
ON CONFLICT (key) DO UPDATE SET state = excluded.state, at = excluded.at, text = excluded.text,
    attempts = excluded.attempts, why = excluded.why
WHERE state = 'failed'";

/// A backup that was found good, copied and brought up to date, ready to take its place.
pub struct Incoming {
    /// Beside the data file; it goes when this goes.
    copy: Temporary,
    store: Store,
    dir: PathBuf,
}

/// What became of the file that was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was there.
    Nothing,
    /// It was copied to this backup.
    Copied(PathBuf),
    /// It could not be used, and lies here now.
    Aside(PathBuf),
}

impl Incoming {
    /// Opens, checks and copies the backup `from`, to be put into the data directory `dir`.
    ///
    /// # Errors
    /// If it is no sound backup of ours, or of a newer program, or cannot be copied.
    pub fn take(dir: &Path, from: &Path) -> Result<Self, StoreError> {
        let from = from.canonicalize().map_err(|error| StoreError::of_disk(from, &error))?;
        files::refuse_unfinished(&from)?;
        let (source, format) = backup::inspect(&from)?;
        files::private_dir(dir)?;
        let dir = dir.canonicalize().map_err(|error| StoreError::of_disk(dir, &error))?;
        let backups = files::backups_in(&dir);
        files::private_dir(&backups)?;
        let copy = Temporary::make(&backups)?;
        backup::fill(&source, &from, copy.path(), (format, schema::MIGRATIONS.len()))?;
        let mut conn = connect_to(copy.path())?;
        if let Format::Older(_) = format {
            schema::upgrade(&mut conn, copy.path(), schema::MIGRATIONS)?;
        }
        let strays =
            conn.query_row(STRAYS, [], |row| row.get(0)).map_err(failed(Doing::Read, &from))?;
        if strays {
            return Err(StoreError::damaged(&from));
        }
        conn.execute(ABANDON, []).map_err(failed(Doing::Save, copy.path()))?;
        let store = Store { conn, file: copy.path().to_owned() };
        Ok(Self { copy, store, dir })
    }

    /// What is in it.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        self.store.read()
    }

    /// Puts it in the place of what is kept now. `now` is in the name under which that is kept.
    ///
    /// # Errors
    /// If what is there cannot be kept, or the place cannot be written to: then all is as it was.
    pub fn put(self, now: Moment) -> Result<Kept, StoreError> {
        match self.present() {
            Ok(store) => self.replace_rows(store, now),
            Err(StoreError::Lost { .. }) => self.replace_file(None),
            Err(
                StoreError::Damaged { .. } | StoreError::Foreign { .. } | StoreError::Newer { .. },
            ) => self.replace_file(Some(now)),
            Err(error) => Err(error),
        }
    }

    /// The data file, if it can be used.
    fn present(&self) -> Result<Store, StoreError> {
        let store = Store::open_at(&self.dir)?;
        store.check()?;
        Ok(store)
    }

    fn replace_rows(self, mut store: Store, now: Moment) -> Result<Kept, StoreError> {
        use std::os::unix::ffi::OsStrExt;
        let Self { copy, store: source, dir } = self;
        // Two connections to one file that is written to would be one too many.
        drop(source);
        let copied_by = connect_to(&store.file)?;
        let path = copy.path().as_os_str().as_bytes();
        let attach = || {
            store.conn.execute("ATTACH CAST(?1 AS TEXT) AS source", [path])?;
            // One table after another is replaced: they fit together again at the end.
            store.conn.execute_batch("PRAGMA foreign_keys = OFF")
        };
        attach().map_err(failed(Doing::Open, copy.path()))?;
        let writing = Writing::begin(&mut store)?;
        let holds_something = writing.reader().last_said()?.is_some();
        let kept = match holds_something {
            // Nobody else writes until we are done: this holds all that anybody ever saved.
            true => Kept::Copied(backup::keep_now(&copied_by, &dir, Occasion::Restore, now)?),
            false => Kept::Nothing,
        };
        drop(copied_by);
        for table in writing.reader().all(TABLES, [], |row| row.get::<_, String>(0))? {
            writing.run(&format!("DELETE FROM main.{table}"), [])?;
            writing.run(&format!("INSERT INTO main.{table} SELECT * FROM source.{table}"), [])?;
        }
        writing.run(ADD_LEDGER, [])?;
        writing.commit()?;
        Ok(kept)
    }

    /// `now` if there is a file to be moved aside.
    fn replace_file(self, now: Option<Moment>) -> Result<Kept, StoreError> {
        let Self { copy, store, dir } = self;
        let file = dir.join(files::DATA);
        let on_disk = |error| StoreError::of_disk(&file, &error);
        let Some(now) = now else {
            drop(store);
            fs::rename(copy.path(), &file).and_then(|()| files::sync(&dir)).map_err(on_disk)?;
            return Ok(Kept::Nothing);
        };
        // Whoever has the old file open can write to it no more: `SQLite` sees that it was moved.
        let old = connect_to(&file).ok();
        if let Some(old) = &old {
            // Where it can still be locked, nobody is writing just now.
            let _ = old.execute_batch("BEGIN EXCLUSIVE");
            save_ledger(old, &store.conn).map_err(failed(Doing::Save, copy.path()))?;
        }
        drop(store);
        files::sync(copy.path()).map_err(on_disk)?;
        let aside = Place { file: file.clone(), dir: dir.clone() }
            .move_aside(&format!("nocontact-unusable-{}", now.format(TIME)))?;
        fs::rename(copy.path(), &file).and_then(|()| files::sync(&dir)).map_err(on_disk)?;
        Ok(Kept::Aside(aside))
    }
}

/// Adds what can still be read of a ledger, from both of its ends, to that of the copy.
fn save_ledger(old: &Connection, copy: &Connection) -> rusqlite::Result<()> {
    let width = copy.prepare("SELECT * FROM ledger")?.column_count();
    let places = vec!["?"; width].join(", ");
    let add = format!(
        "INSERT INTO ledger VALUES ({places}) ON CONFLICT (key) DO UPDATE
         SET state = excluded.state, at = excluded.at, text = excluded.text,
             attempts = excluded.attempts, why = excluded.why
         WHERE excluded.state <> 'failed'"
    );
    for order in ["ASC", "DESC"] {
        let select = format!("SELECT * FROM ledger ORDER BY key {order}");
        let Ok(mut select) = old.prepare(&select) else { return Ok(()) };
        if select.column_count() != width {
            return Ok(());
        }
        let row = |row: &rusqlite::Row<'_>| (0..width).map(|column| row.get(column)).collect();
        let Ok(rows) = select.query_map([], row) else { continue };
        let readable = rows.map_while(Result::ok);
        for row in readable {
            let row: Vec<Value> = row;
            // A row that makes no sense is left behind.
            let _ = copy.execute(&add, params_from_iter(row));
        }
    }
    copy.execute(ABANDON, []).map(drop)
}
