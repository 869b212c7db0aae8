//! What is broken is refused in words, and a write that was cut off never was.

use std::fs;

use super::{World, at, urge, utc};
use crate::countdown::entry::{Entry, What};
use crate::store::files::Place;
use crate::store::{Change, NAP, NAPS, Store, StoreError, wait_for_another};

/// Five hundred notes, enough that a write of them does not fit into memory at once.
fn full() -> World {
    let mut world = World::new();
    let note = |number| Entry { note: Some("x".repeat(500)), ..urge(number, i64::from(number)) };
    world.command("import", (0..500).map(|number| Change::Entry(note(number))).collect());
    world
}

/// A copy of the files as they are in the middle of a write.
fn cut_off(world: &World) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let conn = &world.store.conn;
    conn.execute_batch("PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE entries SET note = 'gone';")
        .unwrap();
    for name in ["nocontact.db", "nocontact.db-journal"] {
        fs::copy(world.dir.path().join(name), copy.path().join(name)).unwrap();
    }
    conn.execute_batch("ROLLBACK").unwrap();
    copy
}

#[test]
fn a_reader_finds_the_file_as_it_was_before_a_write_that_was_cut_off() {
    let world = full();
    let copy = cut_off(&world);
    let was_written = fs::read(copy.path().join("nocontact.db")).unwrap();
    assert_ne!(was_written, fs::read(world.dir.path().join("nocontact.db")).unwrap());
    let store = Store::open_existing(copy.path()).unwrap().unwrap();
    let found = store.read().entries(None, None).unwrap();
    assert_eq!(found, world.store.read().entries(None, None).unwrap());
    assert!(!copy.path().join("nocontact.db-journal").exists());
}

#[test]
fn on_a_read_only_disk_the_file_is_read_as_it_is_but_not_beside_a_journal() {
    let world = full();
    let place = Place::existing(world.dir.path()).unwrap().unwrap();
    let store = Store::open_frozen(&place).unwrap();
    assert_eq!(store.read().entries(None, None).unwrap().len(), 500);
    drop(store);
    let copy = cut_off(&world);
    let place = Place::existing(copy.path()).unwrap().unwrap();
    let error = Store::open_frozen(&place).unwrap_err();
    assert!(error.is_unusable() && error.to_string().contains("read-only disk"), "{error}");
}

#[test]
fn in_passing_a_write_that_was_cut_off_is_left_to_others() {
    let world = full();
    assert_eq!(
        Store::glimpse(world.dir.path()).unwrap().unwrap().read().newest(9).unwrap().len(),
        9
    );
    let copy = cut_off(&world);
    let bytes = |name| fs::read(copy.path().join(name)).unwrap();
    let before = ["nocontact.db", "nocontact.db-journal"].map(bytes);
    assert!(Store::glimpse(copy.path()).is_err());
    assert!(before == ["nocontact.db", "nocontact.db-journal"].map(bytes));
}

#[test]
fn a_frozen_file_is_found_under_any_name() {
    let base = tempfile::tempdir().unwrap();
    let dir = base.path().join("a b?c#d%41é");
    drop(Store::open_at(&dir).unwrap());
    let place = Place::existing(&dir).unwrap().unwrap();
    assert!(Store::open_frozen(&place).unwrap().read().windows().unwrap().is_empty());
}

#[test]
fn garbage_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("nocontact.db");
    fs::write(&file, "this is no database ".repeat(400)).unwrap();
    for error in
        [Store::open_at(dir.path()).unwrap_err(), Store::open_existing(dir.path()).unwrap_err()]
    {
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(error.is_unusable() && error.to_string().contains("damaged or not ours"));
    }
    assert_eq!(fs::read(&file).unwrap(), "this is no database ".repeat(400).as_bytes());
}

#[test]
fn a_file_that_lost_its_end_or_a_page_is_refused_and_never_a_panic() {
    let world = full();
    let whole = fs::read(world.dir.path().join("nocontact.db")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let read = |bytes: &[u8]| -> Result<(), StoreError> {
        fs::write(dir.path().join("nocontact.db"), bytes).unwrap();
        let Some(store) = Store::open_existing(dir.path())? else { panic!("taken for new") };
        store.read().journal(utc(0))?;
        store.read().entries(None, None).map(drop)
    };
    read(&whole).unwrap();
    let pages = whole.len() / 4096;
    let mut refused = 0;
    for page in 0..pages {
        let mut zeroed = whole.clone();
        zeroed[page * 4096..(page + 1) * 4096].fill(0);
        for broken in [&zeroed[..], &whole[..page * 4096 + 512]] {
            if let Err(error) = read(broken) {
                assert!(error.is_unusable(), "{error}");
                refused += 1;
            }
        }
    }
    assert!(refused > pages, "{refused} of {}", 2 * pages);
}

#[test]
fn a_row_that_cannot_be_understood_is_damage_and_says_nothing_of_it() {
    let mut world = World::new();
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    for broken in [
        "kind = 'outcome', outcome = 'my secret'",
        "kind = 'received', received_kind = 'my secret'",
        "kind = 'mood', mood = NULL",
        "kind = 'note', offset = 999999",
        "kind = 'note', offset = 0, at = 9000000000000000000",
    ] {
        world.store.conn.execute(&format!("UPDATE entries SET {broken}"), []).unwrap();
        let error = world.store.read().entries(None, None).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{broken}: {error}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[test]
fn values_that_make_no_sense_are_not_saved() {
    let mut world = World::new();
    let sixth = super::entry(1, 0, What::Mood { mood: 6 });
    let error = world.store.write("mood", at(0), |_| Ok((vec![Change::Entry(sixth)], ())));
    let error = error.unwrap_err().downcast::<StoreError>().unwrap();
    assert!(matches!(error, StoreError::NotSaved { .. }) && !error.is_unusable(), "{error}");
    assert!(world.store.read().entries(None, None).unwrap().is_empty());
}

#[test]
fn a_full_disk_saves_nothing_and_says_so() {
    let mut world = World::new();
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    let pages = world.number("PRAGMA page_count");
    world.store.conn.execute_batch(&format!("PRAGMA max_page_count = {pages}")).unwrap();
    let long = Entry { note: Some("x".repeat(100_000)), ..urge(2, 0) };
    let error = world.store.write("urge", at(0), |_| Ok((vec![Change::Entry(long)], ())));
    let error = error.unwrap_err().downcast::<StoreError>().unwrap();
    assert!(matches!(error, StoreError::Full { .. }) && !error.is_unusable());
    assert!(error.to_string().contains("there is no room on the disk: nothing was saved"));
    assert_eq!(world.store.read().entries(None, None).unwrap(), [urge(1, 0)]);
}

#[test]
fn a_busy_file_says_so() {
    let mut world = World::new();
    let other = Store::open_at(world.dir.path()).unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    world.store.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
    let error = world.store.abandon_claims(utc(0)).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }) && !error.is_unusable(), "{error}");
}

#[test]
fn another_write_is_waited_for_five_seconds() {
    assert!((0..NAPS).all(|naps| naps % 1000 != 999 || wait_for_another(naps)));
    assert!(!wait_for_another(NAPS));
    assert!(NAP * u32::try_from(NAPS).unwrap() >= std::time::Duration::from_secs(5));
}

#[test]
fn every_error_says_what_could_not_be_done_in_one_plain_sentence() {
    let file = || "/data/nocontact.db".into();
    let all = [
        StoreError::Newer { file: file(), found: 2, known: 1, backup: None },
        StoreError::Foreign { file: file(), backup: None },
        StoreError::Damaged { file: file(), backup: None },
        StoreError::Damaged { file: file(), backup: Some("x.db".into()) },
        StoreError::Lost { file: file(), backup: None },
        StoreError::Lost { file: file(), backup: Some("x.db".into()) },
        StoreError::Refused { path: file(), reason: "it is a link" },
        StoreError::CannotOpen { path: file(), reason: "permission denied".into() },
        StoreError::Busy { file: file() },
        StoreError::Full { file: file() },
        StoreError::ReadOnly { file: file() },
        StoreError::NotCopied { to: file(), reason: "permission denied".into() },
        StoreError::NotRead { file: file(), code: 10 },
        StoreError::NotSaved { file: file(), code: 10 },
    ];
    for error in all {
        let said = error.to_string();
        assert!(said.starts_with("could not "), "{said}");
        assert!(said.contains("/data/nocontact.db"), "{said}");
        assert!(!said.ends_with('.') && !said.contains('\n') && !said.contains("  "), "{said}");
    }
}
