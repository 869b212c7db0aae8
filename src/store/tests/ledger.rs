//! A notice is sent at most once.

use super::{World, at, notice, utc};
use crate::countdown::notice::{Record, Reply, State, Why};
use crate::store::Change;

fn row(world: &World, key: &str) -> Record {
    let ledger = world.store.read().journal(utc(0)).unwrap().ledger;
    ledger.into_iter().find(|record| record.key == key).unwrap()
}

#[test]
fn a_notice_is_claimed_once() {
    let mut world = World::new();
    assert!(world.store.claim(&notice("key", 0), Some("body-001"), utc(0)).unwrap());
    assert!(!world.store.claim(&notice("key", 0), Some("body-001"), utc(1)).unwrap());
    let found = row(&world, "key");
    assert_eq!((found.state, found.attempts, found.at), (State::Claimed, 1, utc(0)));
    assert_eq!(found.text.as_deref(), Some("body-001"));
}

#[test]
fn only_a_notice_that_surely_failed_may_be_claimed_again() {
    for (state, again) in [
        (State::Shown, false),
        (State::Unknown, false),
        (State::Missed, false),
        (State::Failed, true),
    ] {
        let mut world = World::new();
        world.store.claim(&notice("key", 0), Some("body-001"), utc(0)).unwrap();
        world.store.settle("key", state, utc(1)).unwrap();
        assert_eq!(row(&world, "key").state, state);
        let claimed = world.store.claim(&notice("key", 0), Some("body-002"), utc(2)).unwrap();
        assert_eq!(claimed, again, "{state}");
        assert_eq!(row(&world, "key").attempts, 1 + u32::from(again));
    }
}

#[test]
fn what_is_settled_stays_so() {
    let mut world = World::new();
    world.store.claim(&notice("key", 0), None, utc(0)).unwrap();
    world.store.settle("key", State::Unknown, utc(1)).unwrap();
    world.store.settle("key", State::Failed, utc(2)).unwrap();
    assert_eq!(row(&world, "key").state, State::Unknown);
    world.store.settle("never heard of", State::Shown, utc(2)).unwrap();
}

#[test]
fn a_missed_notice_replaces_a_failed_one_and_no_other() {
    let mut world = World::new();
    for (key, state) in [("shown", State::Shown), ("failed", State::Failed)] {
        world.store.claim(&notice(key, 0), Some("body-001"), utc(0)).unwrap();
        world.store.settle(key, state, utc(0)).unwrap();
    }
    let missed = ["shown", "failed", "new"].map(|key| (notice(key, 0), Why::Late));
    world.store.miss(&missed, utc(9)).unwrap();
    world.store.miss(&[(notice("new", 0), Why::Another)], utc(10)).unwrap();
    world.store.miss(&[], utc(10)).unwrap();
    assert_eq!(row(&world, "shown").state, State::Shown);
    for (key, attempts) in [("failed", 1), ("new", 0)] {
        let found = row(&world, key);
        assert_eq!((found.state, found.why), (State::Missed, Some(Why::Late)));
        assert_eq!((found.at, found.attempts, found.text), (utc(9), attempts, None));
    }
    assert!(!world.store.claim(&notice("new", 0), None, utc(11)).unwrap());
}

#[test]
fn a_claim_that_a_daemon_left_behind_becomes_unknown() {
    let mut world = World::new();
    world.store.claim(&notice("left", 0), None, utc(0)).unwrap();
    world.store.claim(&notice("failed", 0), None, utc(0)).unwrap();
    world.store.settle("failed", State::Failed, utc(0)).unwrap();
    world.store.abandon_claims(utc(5)).unwrap();
    assert_eq!((row(&world, "left").state, row(&world, "left").at), (State::Unknown, utc(5)));
    assert_eq!(row(&world, "failed").state, State::Failed);
    assert!(!world.store.claim(&notice("left", 0), None, utc(6)).unwrap());
}

#[test]
fn what_arrives_was_shown_if_nobody_knew_and_else_stays_what_it_is() {
    for state in State::ALL.iter().copied() {
        let mut world = World::new();
        world.store.claim(&notice("key", 0), Some("body-001"), utc(0)).unwrap();
        world.store.settle("key", state, utc(1)).unwrap();
        let before = row(&world, "key");
        assert_eq!(before.state, state);
        world.store.arrived("key", utc(2)).unwrap();
        let arrived = Record { state: State::Shown, at: utc(2), ..before.clone() };
        let unclear = matches!(state, State::Claimed | State::Unknown);
        let expected = if unclear { arrived } else { before };
        assert_eq!(row(&world, "key"), expected, "{state}");
    }
}

#[test]
fn what_arrives_and_was_never_heard_of_is_passed_over() {
    let mut world = World::new();
    world.store.claim(&notice("other", 0), None, utc(0)).unwrap();
    world.store.settle("other", State::Unknown, utc(1)).unwrap();
    world.store.arrived("key", utc(2)).unwrap();
    let ledger = world.store.read().journal(utc(3)).unwrap().ledger;
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0].state, State::Unknown);
}

#[test]
fn every_answer_is_read_back_as_it_was_given() {
    for reply in Reply::ALL.iter().copied() {
        let mut world = World::new();
        world.store.claim(&notice("key", 0), Some("body-001"), utc(0)).unwrap();
        world.command("answer", vec![Change::Answer { key: "key".into(), reply, at: at(3) }]);
        assert_eq!(row(&world, "key").answer, Some((reply, at(3))));
        let seen = world.store.read().seen(utc(0)).unwrap();
        assert_eq!(seen[0].answer, Some((reply, at(3))));
    }
}
