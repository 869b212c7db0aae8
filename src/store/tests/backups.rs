//! A backup is private, whole and sound, or it is not there; and none takes another's place.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{World, at, every_kind, urge, window};
use crate::store::backup::{Occasion, backups};
use crate::store::{Change, Store, StoreError};

fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir.join("backups")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn filled() -> World {
    let mut world = World::new();
    let mut changes = vec![Change::Window(window(1, 0))];
    changes.extend(every_kind().into_iter().map(Change::Entry));
    world.command("start", changes);
    world
}

#[test]
fn a_backup_is_private_and_holds_all_that_was_saved() {
    let world = filled();
    let path = world.store.back_up(Occasion::Asked, at(0)).unwrap();
    assert_eq!(path.file_name().unwrap(), "nocontact-2026-11-01-1200-asked.db");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(names(world.dir.path()), ["nocontact-2026-11-01-1200-asked.db"]);

    let copy = tempfile::tempdir().unwrap();
    fs::copy(&path, copy.path().join("nocontact.db")).unwrap();
    let copy = Store::open_existing(copy.path()).unwrap().unwrap();
    let of = |store: &Store| store.read().entries(None, None).unwrap();
    assert_eq!(of(&copy), of(&world.store));
    assert_eq!(copy.read().windows().unwrap(), world.store.read().windows().unwrap());
}

#[test]
fn a_backup_never_takes_the_place_of_another() {
    let mut world = filled();
    let first = world.store.back_up(Occasion::Daily, at(0)).unwrap();
    let before = fs::read(&first).unwrap();
    world.command("urge", vec![Change::Entry(urge(77, 1))]);
    let second = world.store.back_up(Occasion::Daily, at(0)).unwrap();
    assert_eq!(second.file_name().unwrap(), "nocontact-2026-11-01-1200-daily-2.db");
    assert_eq!(fs::read(&first).unwrap(), before);
    let listed = backups(world.dir.path(), None);
    assert_eq!(listed.iter().map(|backup| &backup.path).collect::<Vec<_>>(), [&second, &first]);
}

#[test]
fn a_damaged_file_is_not_copied_and_leaves_no_half_copy() {
    let mut world = World::new();
    let long = |number| {
        Change::Entry(crate::countdown::entry::Entry {
            note: Some("x".repeat(900)),
            ..urge(number, 0)
        })
    };
    world.command("import", (0..100).map(long).collect());
    let file = world.dir.path().join("nocontact.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 8192 * 4096;
    bytes[middle..middle + 4096].fill(0);
    fs::write(&file, bytes).unwrap();
    let store = Store::open_at(world.dir.path()).unwrap();
    let error = store.back_up(Occasion::Daily, at(0)).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(names(world.dir.path()).is_empty());
}

#[test]
fn what_a_killed_program_left_half_made_is_cleared_away_and_what_is_being_made_is_not() {
    let world = filled();
    let dir = world.dir.path().join("backups");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("nocontact-copy-0.tmp"), "half").unwrap();
    fs::write(dir.join("nocontact-copy-1.tmp"), "half, and on").unwrap();
    let busy = fs::File::open(dir.join("nocontact-copy-1.tmp")).unwrap();
    busy.lock().unwrap();
    let path = world.store.back_up(Occasion::Asked, at(0)).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert_eq!(names(world.dir.path()), [name, "nocontact-copy-1.tmp"]);
    fs::write(dir.join("nocontact-copy-0.tmp"), "half").unwrap();
    fs::remove_file(dir.join("nocontact-copy-1.tmp")).unwrap();
    assert_eq!(backups(world.dir.path(), None).len(), 1);
}
