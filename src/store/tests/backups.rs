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

fn days(days: i64) -> crate::countdown::zone::Moment {
    at(days * 24 * 60)
}

#[test]
fn one_a_day_where_something_was_said_and_the_newest_seven_stay() {
    let mut world = filled();
    assert!(World::new().store.back_up_daily(at(0)).unwrap().is_none());
    let asked = world.store.back_up(Occasion::Asked, days(-30)).unwrap();
    // Nothing was said since.
    assert_eq!(world.store.back_up_daily(days(-29)).unwrap(), None);
    for day in 0..10 {
        world.command("urge", vec![Change::Entry(urge(100 + u32::try_from(day).unwrap(), day))]);
        let made = world.store.back_up_daily(days(day)).unwrap();
        world.command("mood", vec![Change::Entry(urge(200 + u32::try_from(day).unwrap(), day))]);
        let later = days(day) + chrono::Duration::hours(9);
        assert!(made.is_some() && world.store.back_up_daily(later).unwrap() == made);
    }
    let dates = |world: &World| {
        let daily = backups(world.dir.path(), None);
        let daily = daily.iter().filter(|backup| backup.occasion == Occasion::Daily);
        daily.map(|backup| backup.made.date().to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        dates(&world),
        "2026-11-10 2026-11-09 2026-11-08 2026-11-07 2026-11-06 2026-11-05 2026-11-04"
    );
    assert!(asked.exists());

    // What is taken back was said too.
    assert!(world.store.back_up_daily(days(10)).unwrap().is_some());
    world.store.undo(days(10)).unwrap().unwrap();
    assert!(world.store.back_up_daily(days(11)).unwrap().is_some());
    assert_eq!(world.store.back_up_daily(days(40)).unwrap(), None);
    // What is only shown was not.
    world.store.claim(&super::notice("1/x", 0), None, super::utc(0)).unwrap();
    assert_eq!(world.store.back_up_daily(days(41)).unwrap(), None);
}

#[test]
fn backups_of_a_clock_that_ran_ahead_go_first() {
    let mut world = filled();
    for day in 100..107 {
        world.command("urge", vec![Change::Entry(urge(u32::try_from(day).unwrap(), day))]);
        world.store.back_up_daily(days(day)).unwrap().unwrap();
    }
    for day in 0..3 {
        world.command("urge", vec![Change::Entry(urge(50 + u32::try_from(day).unwrap(), day))]);
        let made = world.store.back_up_daily(days(day)).unwrap().unwrap();
        let newest = crate::store::backup::newest_good(world.dir.path(), days(day)).unwrap();
        assert_eq!(newest.path, made);
    }
    let left = backups(world.dir.path(), Some(days(3).naive_local()));
    let left: Vec<String> = left.iter().map(|backup| backup.made.date().to_string()).collect();
    assert_eq!(
        left.join(" "),
        "2026-11-03 2026-11-02 2026-11-01 2027-02-15 2027-02-14 2027-02-13 2027-02-12"
    );
}

#[test]
fn a_damaged_newest_backup_is_no_reason_to_make_none() {
    let world = filled();
    let first = world.store.back_up_daily(days(0)).unwrap().unwrap();
    assert_eq!(world.store.back_up_daily(days(1)).unwrap(), None);
    fs::write(&first, "damaged").unwrap();
    assert!(world.store.back_up_daily(days(2)).unwrap().is_some());
}
