//! Only the owner sees the data, and only a safe place holds it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;

use super::{World, at, urge};
use crate::store::{Change, Occasion, Store, StoreError};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn directory_and_file_are_private_under_any_umask_and_where_they_were_open() {
    let base = tempfile::tempdir().unwrap();
    let dir = base.path().join("some/where");
    let before = rustix::process::umask(rustix::fs::Mode::empty());
    let mut store = Store::open_at(&dir).unwrap();
    let mut modes = Vec::new();
    store.write("urge", at(0), |_| Ok((vec![Change::Entry(urge(1, 0))], ()))).unwrap();
    rustix::process::umask(before);
    modes.extend([mode(&dir), mode(&base.path().join("some")), mode(&dir.join("nocontact.db"))]);
    assert_eq!(modes, [0o700, 0o700, 0o600]);

    for open in
        [|dir: &Path| drop(Store::open_at(dir)), |dir: &Path| drop(Store::open_existing(dir))]
    {
        set_mode(&dir, 0o755);
        set_mode(&dir.join("nocontact.db"), 0o644);
        open(&dir);
        assert_eq!((mode(&dir), mode(&dir.join("nocontact.db"))), (0o700, 0o600));
    }
}

#[test]
fn the_journal_of_a_write_is_as_private_as_the_file() {
    let world = World::new();
    world.store.conn.execute_batch("BEGIN IMMEDIATE; DELETE FROM commands;").unwrap();
    world
        .store
        .conn
        .execute_batch("INSERT INTO commands VALUES (1, 0, 0, 'x', 0, NULL, NULL)")
        .unwrap();
    assert_eq!(mode(&world.dir.path().join("nocontact.db-journal")), 0o600);
}

#[test]
fn a_link_in_the_place_of_directory_or_file_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let real = base.path().join("real");
    drop(Store::open_at(&real).unwrap());
    let link = base.path().join("link");
    symlink(&real, &link).unwrap();
    let linked_file = base.path().join("linked-file");
    fs::create_dir(&linked_file).unwrap();
    symlink(real.join("nocontact.db"), linked_file.join("nocontact.db")).unwrap();
    for dir in [link, linked_file] {
        for error in [Store::open_at(&dir).unwrap_err(), Store::open_existing(&dir).unwrap_err()] {
            assert!(matches!(error, StoreError::Refused { .. }), "{error}");
            assert!(error.is_unusable());
        }
    }
}

#[test]
fn no_directory_and_no_regular_file_are_refused() {
    let base = tempfile::tempdir().unwrap();
    let file = base.path().join("file");
    fs::write(&file, "").unwrap();
    let strange = base.path().join("strange");
    fs::create_dir_all(strange.join("nocontact.db")).unwrap();
    for dir in [file, strange] {
        let error = Store::open_at(&dir).unwrap_err();
        assert!(matches!(error, StoreError::Refused { .. }), "{error}");
    }
}

#[test]
fn what_belongs_to_another_user_is_refused() {
    let world = World::new();
    // Only root can give a file away; nobody else can be tested against.
    if chown(world.dir.path().join("nocontact.db"), Some(65_534), None).is_err() {
        return;
    }
    assert!(matches!(Store::open_at(world.dir.path()), Err(StoreError::Refused { .. })));
    chown(world.dir.path().join("nocontact.db"), Some(0), None).unwrap();
    chown(world.dir.path(), Some(65_534), None).unwrap();
    assert!(matches!(Store::open_existing(world.dir.path()), Err(StoreError::Refused { .. })));
}

#[test]
fn reading_where_nothing_was_kept_makes_nothing() {
    let base = tempfile::tempdir().unwrap();
    assert!(Store::open_existing(&base.path().join("none")).unwrap().is_none());
    assert!(Store::open_existing(base.path()).unwrap().is_none());
    fs::write(base.path().join("nocontact.db"), "").unwrap();
    assert!(Store::open_existing(base.path()).unwrap().is_none());
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
}

#[test]
fn a_reader_cannot_write() {
    let world = World::new();
    let mut reader = Store::open_existing(world.dir.path()).unwrap().unwrap();
    let change = vec![Change::Entry(urge(1, 0))];
    let error = reader.write("urge", at(0), |_| Ok((change, ()))).unwrap_err();
    let error = error.downcast::<StoreError>().unwrap();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    assert!(!error.is_unusable());
}

#[test]
fn an_empty_or_missing_file_beside_copies_is_never_taken_for_a_new_one() {
    let world = World::new();
    let dir = world.dir.path();
    let backups = dir.join("backups");
    let older = world.store.back_up(Occasion::Asked, at(0)).unwrap();
    let name = older.file_name().unwrap().to_str().unwrap();
    let newer = backups.join("nocontact-2026-11-02-0900-daily.db");
    for (name, content) in [("half.tmp", "x"), ("nocontact-2026-11-03-0900-daily.db", "")] {
        fs::write(backups.join(name), content).unwrap();
    }
    // The newest is damaged: the newest good one is named.
    fs::write(&newer, "x").unwrap();
    fs::write(dir.join("nocontact.db"), "").unwrap();
    for _ in 0..2 {
        for error in [Store::open_at(dir).unwrap_err(), Store::open_existing(dir).unwrap_err()] {
            let StoreError::Lost { backup, .. } = &error else { panic!("{error}") };
            assert_eq!(backup.as_deref(), Some(name));
            assert!(error.is_unusable() && error.to_string().contains(name));
        }
        let _ = fs::remove_file(dir.join("nocontact.db"));
    }
    assert!(!dir.join("nocontact.db").exists());
}
