//! Many programs write at once, and every one of them succeeds.

use std::sync::Barrier;
use std::thread;

use super::{World, at, id, notice, urge, utc, window};
use crate::store::{Change, Store};

#[test]
fn four_writers_at_once_are_all_served() {
    let world = World::new();
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for writer in 0..4 {
            let (start, dir) = (&start, world.dir.path());
            scope.spawn(move || {
                let mut store = Store::open_at(dir).unwrap();
                start.wait();
                for number in 0..100 {
                    let change = Change::Entry(urge(writer * 100 + number, 0));
                    store.write("urge", at(0), |_| Ok((vec![change], ()))).unwrap();
                }
            });
        }
    });
    assert_eq!(world.store.read().entries(None, None).unwrap().len(), 400);
    assert_eq!(world.number("SELECT count(*) FROM commands"), 400);
}

#[test]
fn of_many_who_claim_a_notice_at_once_one_may_send_it() {
    let world = World::new();
    let start = Barrier::new(4);
    let sent: usize = thread::scope(|scope| {
        let claims = [(); 4].map(|()| {
            let (start, dir) = (&start, world.dir.path());
            scope.spawn(move || {
                let mut store = Store::open_at(dir).unwrap();
                start.wait();
                let claim = |number| store.claim(&notice(&id(number), 0), None, utc(0)).unwrap();
                (0..20).map(claim).filter(|claimed| *claimed).count()
            })
        });
        claims.into_iter().map(|claim| claim.join().unwrap()).sum()
    });
    assert_eq!(sent, 20);
}

#[test]
fn a_reader_does_not_hold_writers_up() {
    let mut world = World::new();
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    let reader = Store::open_existing(world.dir.path()).unwrap().unwrap();
    world.store.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
    let before = reader.read().journal(utc(0)).unwrap();
    world.command("urge", vec![Change::Entry(urge(2, 0))]);
    assert_eq!(before.entries.len() + 1, reader.read().journal(utc(0)).unwrap().entries.len());
}

#[test]
fn a_journal_is_of_one_moment_while_another_program_writes() {
    let mut world = World::new();
    let both = vec![Change::Window(window(1, 0)), Change::person(Some("Sam".into()))];
    world.command("start", both);
    let reader = Store::open_existing(world.dir.path()).unwrap().unwrap();
    thread::scope(|scope| {
        let writer = scope.spawn(move || {
            for _ in 0..60 {
                world.store.undo(at(0)).unwrap();
                world.store.redo().unwrap();
            }
            world
        });
        while !writer.is_finished() {
            let journal = reader.read().journal(utc(0)).unwrap();
            assert_eq!(journal.window.is_some(), journal.about.person.is_some());
        }
        drop(writer.join().unwrap());
    });
}
