//! What is erased takes with it what belongs to it, and nothing is sent again for it.

use chrono::Duration;

use super::{World, at, closed, entry, id, notice, urge, utc, window};
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::notice::{Notice, NoticeKind, Reply, State};
use crate::store::{Change, Doomed, Everything, Occasion, Store, erase_in_copies};

fn everything(world: &World) -> Everything {
    world.store.read().everything().unwrap()
}

fn outcome(number: u32, minutes: i64, of: u32) -> Entry {
    let what = What::Outcome { urge: id(of), outcome: Outcome::Same, strength: None };
    entry(number, minutes, what)
}

fn follow_up(of: u32, minutes: i64) -> Notice {
    let kind = NoticeKind::FollowUp;
    Notice { key: format!("follow-up/{}", id(of)), kind, ..notice("", minutes) }
}

fn keys(world: &World) -> Vec<String> {
    everything(world).ledger.into_iter().map(|record| record.key).collect()
}

fn erase(world: &mut World, doomed: Option<Doomed>) {
    world.store.erase(&doomed.unwrap()).unwrap();
}

#[test]
fn an_urge_takes_its_outcomes_and_questions_along_and_leaves_no_command_behind() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, -60))]);
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    world.command("answer", vec![Change::Entry(outcome(2, 20, 1))]);
    world.command("mood", vec![Change::Entry(entry(3, 30, What::Mood { mood: 3 }))]);
    for notice in [follow_up(1, 20), follow_up(2, 40), notice("1/evening/2026-11-01", 50)] {
        world.store.claim(&notice, None, utc(0)).unwrap();
    }
    let doomed = everything(&world).doom_of_entry(&id(1));
    assert_eq!(doomed.as_ref().unwrap().notices, 2);
    erase(&mut world, doomed);
    assert_eq!(keys(&world), ["1/evening/2026-11-01"]);
    assert_eq!(world.number("SELECT count(*) FROM entries"), 1);
    assert_eq!(world.number("SELECT count(*) FROM commands"), 2);
    assert_eq!(world.number("PRAGMA freelist_count"), 0);
}

/// One question stands for two urges: erasing the first must not have it asked again.
#[test]
fn what_was_asked_for_an_urge_that_stays_is_not_asked_again() {
    let mut world = World::new();
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    world.command("urge", vec![Change::Entry(urge(2, 5))]);
    world.command("urge", vec![Change::Entry(urge(3, 50))]);
    world.store.claim(&follow_up(1, 20), Some("text"), utc(20)).unwrap();
    world.store.settle(&follow_up(1, 20).key, State::Shown, utc(20)).unwrap();
    let doomed = everything(&world).doom_of_entry(&id(1));
    erase(&mut world, doomed);
    assert_eq!(keys(&world), [follow_up(2, 20).key]);
    assert!(!world.store.claim(&follow_up(2, 25), Some("text"), utc(25)).unwrap());
    assert!(world.store.claim(&follow_up(3, 70), Some("text"), utc(70)).unwrap());
}

#[test]
fn what_surely_was_not_asked_can_still_be_asked() {
    let mut world = World::new();
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    world.command("urge", vec![Change::Entry(urge(2, 5))]);
    world.store.claim(&follow_up(1, 20), Some("text"), utc(20)).unwrap();
    world.store.settle(&follow_up(1, 20).key, State::Failed, utc(20)).unwrap();
    let doomed = everything(&world).doom_of_entry(&id(1));
    erase(&mut world, doomed);
    assert!(world.store.claim(&follow_up(2, 25), Some("text"), utc(25)).unwrap());
}

#[test]
fn a_window_takes_its_ledger_and_answers_and_what_lies_in_no_other() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, 0))]);
    world.command("urge", vec![Change::Entry(urge(1, -5)), Change::Entry(urge(2, 5))]);
    world.command("finish --close", vec![Change::Window(closed(window(1, 0), 100))]);
    world.command("start", vec![Change::Window(window(2, 90))]);
    world.command("urge", vec![Change::Entry(urge(3, 95)), Change::Entry(urge(4, 200))]);
    for key in ["1/evening/2026-11-01", "2/evening/2026-11-01"] {
        let window = if key.starts_with('1') { 1 } else { 2 };
        world.store.claim(&Notice { window, ..notice(key, 50) }, Some("x"), utc(50)).unwrap();
        let answer = Change::Answer { key: key.to_owned(), reply: Reply::Done, at: at(51) };
        world.command("answer", vec![answer]);
    }
    let doomed = everything(&world).doom_of_window(1).unwrap();
    assert_eq!(doomed.entries, [urge(2, 5)]);
    erase(&mut world, Some(doomed));
    assert_eq!(keys(&world), ["2/evening/2026-11-01"]);
    let left = world.store.read().entries(None, None).unwrap();
    assert_eq!(left, [urge(1, -5), urge(3, 95), urge(4, 200)]);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(2, 90)));
    assert_eq!(world.number("SELECT count(*) FROM answers"), 1);
    assert_eq!(world.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/// A backup of another time may know the window by another number, and entries that were moved.
#[test]
fn a_copy_loses_what_is_erased_and_keeps_what_stays() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, 0))]);
    world.command("urge", vec![Change::Entry(urge(1, 5)), Change::Entry(urge(2, 10))]);
    let copy = world.store.back_up(Occasion::Daily, at(0)).unwrap();
    world.store.conn.execute_batch("UPDATE windows SET id = 7").unwrap();
    let moved = Entry { at: at(0) - Duration::days(9), ..urge(2, 10) };
    world.command("edit", vec![Change::Revise(moved)]);
    let doomed = everything(&world).doom_of_window(7).unwrap();
    world.store.erase(&doomed).unwrap();
    assert!(erase_in_copies(world.dir.path(), &doomed).is_empty());
    let kept = Everything::of_backup(&copy).unwrap();
    assert_eq!(kept.newest_windows().count(), 0);
    assert_eq!(kept.ids(""), [id(2)]);
    let opened = Store::open_existing(world.dir.path()).unwrap().unwrap();
    assert_eq!(opened.read().everything().unwrap().ids(""), [id(2)]);
}
