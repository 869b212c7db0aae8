//! An older file is brought up to date and copied first; a newer and a foreign one stay untouched.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{World, at, urge};
use crate::store::schema::{APPLICATION, migrate};
use crate::store::{Change, Store, StoreError};

const ONE: &str = "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT) STRICT;";
const TWO: &str = "ALTER TABLE words ADD COLUMN note TEXT;
                   UPDATE words SET note = 'kept ' || word;";

fn connect(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join("nocontact.db")).unwrap();
    conn.execute_batch("PRAGMA synchronous = EXTRA").unwrap();
    conn
}

/// A file in format 1 with fifty rows.
fn old() -> (TempDir, Connection) {
    let dir = tempfile::tempdir().unwrap();
    let mut conn = connect(dir.path());
    migrate(&mut conn, dir.path(), &[ONE]).unwrap();
    conn.execute_batch(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
         INSERT INTO words SELECT i, 'word ' || i FROM n",
    )
    .unwrap();
    (dir, conn)
}

fn number(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn copies(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir.join("backups")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_migration_keeps_every_row_and_leaves_a_private_copy_that_opens() {
    let (dir, mut conn) = old();
    assert!(copies(dir.path()).is_empty());
    migrate(&mut conn, dir.path(), &[ONE, TWO]).unwrap();
    let kept = "SELECT count(*) FROM words WHERE note = 'kept word ' || id";
    assert_eq!(number(&conn, kept), 50);
    assert_eq!(number(&conn, "PRAGMA user_version"), 2);

    let [copy] = &copies(dir.path())[..] else { panic!() };
    let name = copy.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("nocontact-20") && name.ends_with("-migration.db"), "{name}");
    assert_eq!(fs::metadata(copy).unwrap().permissions().mode() & 0o777, 0o600);
    let backups = fs::metadata(dir.path().join("backups")).unwrap();
    assert_eq!(backups.permissions().mode() & 0o777, 0o700);
    let copy = Connection::open(copy).unwrap();
    assert_eq!(number(&copy, "PRAGMA user_version"), 1);
    assert_eq!(number(&copy, "PRAGMA application_id"), i64::from(APPLICATION));
    assert_eq!(number(&copy, "SELECT count(*) FROM words"), 50);
}

#[test]
fn migrating_twice_is_migrating_once() {
    let (dir, mut conn) = old();
    migrate(&mut conn, dir.path(), &[ONE, TWO]).unwrap();
    migrate(&mut conn, dir.path(), &[ONE, TWO]).unwrap();
    assert_eq!(copies(dir.path()).len(), 1);
    drop(conn);
    let bytes = fs::read(dir.path().join("nocontact.db")).unwrap();
    migrate(&mut connect(dir.path()), dir.path(), &[ONE, TWO]).unwrap();
    assert_eq!(fs::read(dir.path().join("nocontact.db")).unwrap(), bytes);
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let (dir, mut conn) = old();
    let broken = "UPDATE words SET word = ''; SELECT no_such_thing();";
    migrate(&mut conn, dir.path(), &[ONE, broken]).unwrap_err();
    assert_eq!(number(&conn, "PRAGMA user_version"), 1);
    assert_eq!(number(&conn, "SELECT count(*) FROM words WHERE word <> ''"), 50);
}

#[test]
fn a_newer_file_is_refused_and_left_as_it_is() {
    let (dir, conn) = old();
    conn.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(conn);
    let bytes = fs::read(dir.path().join("nocontact.db")).unwrap();
    for error in
        [Store::open_at(dir.path()).unwrap_err(), Store::open_existing(dir.path()).unwrap_err()]
    {
        assert!(matches!(error, StoreError::Newer { found: 99, known: 1, .. }), "{error}");
        assert!(error.is_unusable() && error.to_string().contains("format 99"));
    }
    assert_eq!(fs::read(dir.path().join("nocontact.db")).unwrap(), bytes);
    assert!(copies(dir.path()).is_empty());
}

#[test]
fn in_passing_an_older_file_stays_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let older = format!("PRAGMA application_id = {APPLICATION}; CREATE TABLE words (id)");
    connect(dir.path()).execute_batch(&older).unwrap();
    let bytes = fs::read(dir.path().join("nocontact.db")).unwrap();
    let error = Store::glimpse(dir.path()).unwrap_err();
    assert!(error.to_string().contains("older format"), "{error}");
    assert_eq!(fs::read(dir.path().join("nocontact.db")).unwrap(), bytes);
    assert!(copies(dir.path()).is_empty());
}

#[test]
fn a_foreign_file_is_refused_and_left_as_it_is() {
    for mark in ["PRAGMA application_id = 7", "PRAGMA user_version = 1", "CREATE TABLE t (x)"] {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("nocontact.db");
        Connection::open(&file).unwrap().execute_batch(mark).unwrap();
        let bytes = fs::read(&file).unwrap();
        let error = Store::open_at(dir.path()).unwrap_err();
        assert!(matches!(error, StoreError::Foreign { .. }), "{mark}: {error}");
        assert!(error.is_unusable());
        assert_eq!(fs::read(&file).unwrap(), bytes, "{mark}");
    }
}

#[test]
fn eight_at_once_migrate_once() {
    let (dir, conn) = old();
    drop(conn);
    let start = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut conn = connect(dir.path());
                conn.busy_handler(Some(super::super::wait_for_another)).unwrap();
                start.wait();
                migrate(&mut conn, dir.path(), &[ONE, TWO]).unwrap();
                assert_eq!(number(&conn, "PRAGMA user_version"), 2);
            });
        }
    });
    assert!(!copies(dir.path()).is_empty());
    for copy in copies(dir.path()) {
        assert_eq!(copy.extension().unwrap(), "db");
        let copy = Connection::open(copy).unwrap();
        assert_eq!(number(&copy, "PRAGMA user_version"), 1);
        assert_eq!(number(&copy, "SELECT count(*) FROM words"), 50);
    }
}

#[test]
fn eight_at_once_make_one_new_file() {
    for _ in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for number in 0..8 {
                let (start, dir) = (&start, dir.path());
                scope.spawn(move || {
                    start.wait();
                    let mut store = Store::open_at(dir).unwrap();
                    let change = vec![Change::Entry(urge(number, 0))];
                    store.write("urge", at(0), |_| Ok((change, ()))).unwrap();
                });
            }
        });
        let store = Store::open_existing(dir.path()).unwrap().unwrap();
        assert_eq!(store.read().entries(None, None).unwrap().len(), 8);
        assert!(copies(dir.path()).is_empty());
    }
}

#[test]
fn a_program_that_has_the_file_open_stops_when_a_newer_one_migrated_it() {
    let mut world = World::new();
    connect(world.dir.path()).execute_batch("PRAGMA user_version = 2").unwrap();
    let error = world.store.abandon_claims(super::utc(0)).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    let error = world.store.read().journal(super::utc(0)).unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
}

#[test]
fn the_file_knows_whose_it_is_and_its_sqlite_is_sound() {
    let world = World::new();
    assert_eq!(world.number("PRAGMA application_id"), i64::from(APPLICATION));
    assert_eq!(world.number("PRAGMA user_version"), 1);
    assert!(rusqlite::version_number() >= 3_051_003);
    for (pragma, value) in [
        ("synchronous", 3),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
    ] {
        assert_eq!(world.number(&format!("PRAGMA {pragma}")), value, "{pragma}");
    }
    let journal: String =
        world.store.conn.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(journal, "delete");
}
