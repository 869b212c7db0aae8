//! A restore loses nothing: neither what was there, nor what somebody saves meanwhile, nor the
//! memory of what was shown.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{World, at, every_kind, notice, urge, utc, window};
use crate::countdown::notice::State;
use crate::store::restore::{Incoming, Kept};
use crate::store::schema::APPLICATION;
use crate::store::{Change, Occasion, Store, StoreError};

/// A world with a window and entries, and a backup of it.
fn backed_up() -> (World, PathBuf) {
    let mut world = World::new();
    let mut changes = vec![Change::Window(window(1, 0))];
    changes.extend(every_kind().into_iter().map(Change::Entry));
    world.command("start", changes);
    let backup = world.store.back_up(Occasion::Asked, at(0)).unwrap();
    (world, backup)
}

fn restore(dir: &Path, backup: &Path) -> Result<Kept, StoreError> {
    Incoming::take(dir, backup)?.put(at(100))
}

fn entries(dir: &Path) -> Vec<crate::countdown::entry::Entry> {
    Store::open_existing(dir).unwrap().unwrap().read().entries(None, None).unwrap()
}

/// A directory with the backup in it under the name of the data file.
fn as_data(backup: &Path) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(backup, dir.path().join("nocontact.db")).unwrap();
    dir
}

#[test]
fn what_the_backup_holds_is_back_and_what_was_there_is_a_backup_now() {
    let (mut world, backup) = backed_up();
    let dir = world.dir.path().to_owned();
    let before = entries(&dir);
    world.command("urge", vec![Change::Entry(urge(90, 50))]);
    let with_the_urge = entries(&dir);
    let Kept::Copied(kept) = restore(&dir, &backup).unwrap() else { panic!() };
    assert_eq!(kept.file_name().unwrap(), "nocontact-2026-11-01-1340-restore.db");
    assert_eq!(entries(&dir), before);
    assert_eq!(entries(as_data(&kept).path()), with_the_urge);

    // And back again.
    restore(&dir, &kept).unwrap();
    assert_eq!(entries(&dir), with_the_urge);
    assert_eq!(world.store.undo(at(101)).unwrap().unwrap().name, "urge");
}

#[test]
fn whoever_has_the_file_open_goes_on_with_what_was_restored() {
    let (mut world, backup) = backed_up();
    let before = entries(world.dir.path());
    restore(world.dir.path(), &backup).unwrap();
    world.command("urge", vec![Change::Entry(urge(91, 200))]);
    assert_eq!(entries(world.dir.path()).len(), before.len() + 1);
}

#[test]
fn what_was_shown_is_not_shown_again_after_a_restore() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, 0))]);
    let claim = |store: &mut Store, key: &str| store.claim(&notice(key, 1), Some("x"), utc(1));
    for key in ["1/failed-then-shown", "1/claimed"] {
        assert!(claim(&mut world.store, key).unwrap());
    }
    world.store.settle("1/failed-then-shown", State::Failed, utc(1)).unwrap();
    let backup = world.store.back_up(Occasion::Asked, at(0)).unwrap();
    assert!(claim(&mut world.store, "1/failed-then-shown").unwrap());
    world.store.settle("1/failed-then-shown", State::Shown, utc(2)).unwrap();
    assert!(claim(&mut world.store, "1/later").unwrap());
    world.store.settle("1/later", State::Shown, utc(2)).unwrap();
    let newer = world.store.back_up(Occasion::Asked, at(1)).unwrap();

    let is_sent = |store: &mut Store| {
        ["1/failed-then-shown", "1/claimed", "1/later"].map(|key| claim(store, key).unwrap())
    };
    restore(world.dir.path(), &backup).unwrap();
    assert_eq!(is_sent(&mut world.store), [false; 3]);
    // A ledger that knows less than the backup learns from it.
    let (dir, text) = (as_data(&backup), "SELECT group_concat(state) FROM ledger");
    restore(dir.path(), &newer).unwrap();
    let states: String = Connection::open(dir.path().join("nocontact.db"))
        .unwrap()
        .query_row(text, [], |row| row.get(0))
        .unwrap();
    assert_eq!(states, "claimed,shown,shown");
    // In the place of nothing, too.
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(restore(dir.path(), &newer).unwrap(), Kept::Nothing);
    let mut store = Store::open_at(dir.path()).unwrap();
    assert_eq!(is_sent(&mut store), [false; 3]);
}

#[test]
fn no_window_gets_the_number_of_one_that_the_backup_does_not_know() {
    let (mut world, backup) = backed_up();
    world.command("start", vec![Change::Window(window(2, 0))]);
    let shown = crate::countdown::notice::Notice { window: 2, ..notice("2/evening/x", 0) };
    world.store.claim(&shown, None, utc(0)).unwrap();
    restore(world.dir.path(), &backup).unwrap();
    assert_eq!(world.store.read().next_window_id().unwrap(), 3);
}

/// Breaks the entries, and nothing else: the page that their table begins on.
fn damage(world: &World) {
    let root = world.number("SELECT rootpage FROM sqlite_schema WHERE name = 'entries'");
    let file = world.dir.path().join("nocontact.db");
    let mut bytes = fs::read(&file).unwrap();
    let page = usize::try_from(root).unwrap() * 4096;
    bytes[page - 4096..page].fill(7);
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_damaged_file_is_moved_aside_and_what_it_remembers_of_notices_is_kept() {
    let (mut world, backup) = backed_up();
    let dir = world.dir.path().to_owned();
    let before = entries(&dir);
    assert!(world.store.claim(&notice("1/later", 1), Some("x"), utc(1)).unwrap());
    damage(&world);
    let bytes = fs::read(dir.join("nocontact.db")).unwrap();
    fs::write(dir.join("nocontact.db-journal"), "the rest of a write").unwrap();
    let error = Store::open_at(&dir).unwrap().check().unwrap_err();
    let said = error.to_string();
    assert!(said.contains("nocontact data restore nocontact-2026-11-01-1200-asked.db"), "{said}");

    let mut old = Store::open_at(&dir).unwrap();
    let Kept::Aside(aside) = restore(&dir, &backup).unwrap() else { panic!() };
    assert_eq!(aside.file_name().unwrap(), "nocontact-unusable-2026-11-01-1340.db");
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert!(!dir.join("nocontact.db-journal").exists());
    assert_eq!(entries(&dir), before);
    let mut store = Store::open_at(&dir).unwrap();
    store.check().unwrap();
    assert!(!store.claim(&notice("1/later", 1), Some("x"), utc(1)).unwrap());

    // Nobody can save into the file that is out of use.
    let change = vec![Change::About { id: "person".into(), value: Some("x".into()) }];
    let error = old.write("about", at(0), |_| Ok((change, ()))).unwrap_err();
    let error = error.downcast::<StoreError>().unwrap();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}

#[test]
fn a_lost_file_comes_back() {
    let (world, backup) = backed_up();
    let before = entries(world.dir.path());
    for empty in [false, true] {
        fs::remove_file(world.dir.path().join("nocontact.db")).unwrap();
        if empty {
            fs::write(world.dir.path().join("nocontact.db"), "").unwrap();
        }
        assert_eq!(restore(world.dir.path(), &backup).unwrap(), Kept::Nothing);
        assert_eq!(entries(world.dir.path()), before);
    }
}

#[test]
fn a_newer_and_a_foreign_file_are_moved_aside_as_they_are() {
    for mark in ["PRAGMA user_version = 99", "PRAGMA application_id = 7"] {
        let (world, backup) = backed_up();
        let file = world.dir.path().join("nocontact.db");
        Connection::open(&file).unwrap().execute_batch(mark).unwrap();
        let bytes = fs::read(&file).unwrap();
        let Kept::Aside(aside) = restore(world.dir.path(), &backup).unwrap() else { panic!() };
        assert_eq!(fs::read(aside).unwrap(), bytes, "{mark}");
        assert_eq!(entries(world.dir.path()).len(), every_kind().len());
    }
}

#[test]
fn a_backup_in_an_older_format_is_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    let old = dir.path().join("old.db");
    let conn = Connection::open(&old).unwrap();
    conn.pragma_update(None, "application_id", APPLICATION).unwrap();
    drop(conn);
    let bytes = fs::read(&old).unwrap();
    let (mut world, _) = backed_up();
    restore(world.dir.path(), &old).unwrap();
    assert!(entries(world.dir.path()).is_empty());
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    assert_eq!(fs::read(&old).unwrap(), bytes);
}

#[test]
fn what_is_no_good_backup_is_refused_and_changes_nothing() {
    let (world, backup) = backed_up();
    let dir = world.dir.path();
    let present = fs::read(dir.join("nocontact.db")).unwrap();
    let good = fs::read(&backup).unwrap();
    let bad = dir.join("bad.db");
    let mut halved = good.clone();
    halved.truncate(good.len() / 2);
    let mut holed = good.clone();
    holed[8192..12288].fill(0);
    for bytes in [&b""[..], b"no database", &halved, &holed] {
        fs::write(&bad, bytes).unwrap();
        restore(dir, &bad).unwrap_err();
    }
    for mark in ["PRAGMA user_version = 99", "PRAGMA application_id = 7"] {
        fs::write(&bad, &good).unwrap();
        Connection::open(&bad).unwrap().execute_batch(mark).unwrap();
        restore(dir, &bad).unwrap_err();
    }
    fs::write(&bad, &good).unwrap();
    fs::write(dir.join("bad.db-journal"), "the rest of a write").unwrap();
    restore(dir, &bad).unwrap_err();
    restore(dir, &dir.join("not there.db")).unwrap_err();
    restore(dir, dir).unwrap_err();
    assert_eq!(fs::read(dir.join("nocontact.db")).unwrap(), present);
    assert_eq!(fs::read_dir(dir.join("backups")).unwrap().count(), 1);
}
