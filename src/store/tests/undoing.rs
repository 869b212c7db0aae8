//! Undo and redo go by whole commands, and lose nothing.

use super::{World, at, closed, id, notice, urge, utc, window};
use crate::countdown::entry::Entry;
use crate::countdown::notice::Reply;
use crate::store::{Change, Undone, WindowChange};

fn undo(world: &mut World) -> Option<Undone> {
    world.store.undo(at(500)).unwrap()
}

fn redo(world: &mut World) -> Option<Undone> {
    world.store.redo().unwrap()
}

fn ids(world: &World) -> Vec<String> {
    let entries = world.store.read().entries(None, None).unwrap();
    entries.into_iter().map(|entry| entry.id).collect()
}

fn log(world: &mut World, number: u32) {
    world.command("urge", vec![Change::Entry(urge(number, i64::from(number)))]);
}

#[test]
fn undo_says_what_it_took_back() {
    let mut world = World::new();
    let changes = vec![
        Change::Entry(urge(1, 0)),
        Change::Window(window(1, 0)),
        Change::person(Some("Sam".into())),
    ];
    world.store.write("contacted", at(7), |_| Ok((changes, ()))).unwrap();
    let expected = Undone {
        name: "contacted".into(),
        at: at(7),
        entries: vec![urge(1, 0)],
        windows: vec![(1, WindowChange::Opened)],
        about: vec!["person".into()],
        answers: Vec::new(),
    };
    assert_eq!(undo(&mut world), Some(expected.clone()));
    assert_eq!(world.store.read().latest_window().unwrap(), None);
    assert_eq!(world.store.read().about().unwrap().person, None);
    assert_eq!(redo(&mut world), Some(expected));
    assert_eq!(world.store.read().latest_window().unwrap(), Some(window(1, 0)));
    assert_eq!(world.store.read().about().unwrap().person.as_deref(), Some("Sam"));
}

#[test]
fn undo_twice_goes_back_two_commands_and_redo_comes_forward_again() {
    let mut world = World::new();
    (1..=3).for_each(|number| log(&mut world, number));
    undo(&mut world);
    undo(&mut world);
    assert_eq!(ids(&world), [id(1)]);
    redo(&mut world);
    assert_eq!(ids(&world), [id(1), id(2)]);
    redo(&mut world);
    assert_eq!(ids(&world), [id(1), id(2), id(3)]);
    assert_eq!(redo(&mut world), None);
}

#[test]
fn nothing_to_take_back_is_no_error() {
    let mut world = World::new();
    assert_eq!(undo(&mut world), None);
    log(&mut world, 1);
    assert!(undo(&mut world).is_some());
    assert_eq!(undo(&mut world), None);
    assert!(redo(&mut world).is_some());
}

#[test]
fn a_new_command_ends_the_redo_even_after_it_is_taken_back_itself() {
    let mut world = World::new();
    log(&mut world, 1);
    log(&mut world, 2);
    undo(&mut world);
    log(&mut world, 3);
    assert_eq!(redo(&mut world), None);
    undo(&mut world);
    assert_eq!(redo(&mut world).unwrap().entries, [urge(3, 3)]);
    assert_eq!(redo(&mut world), None);
    assert_eq!(ids(&world), [id(1), id(3)]);
}

#[test]
fn undoing_an_edit_brings_the_revision_before_it_back() {
    let mut world = World::new();
    let text = |text: &str| Entry { note: Some(text.to_owned()), ..urge(1, 1) };
    let note = |world: &World| world.store.read().find(&id(1)).unwrap()[0].note.clone();
    log(&mut world, 1);
    world.command("edit", vec![Change::Revise(text("one"))]);
    world.command("edit", vec![Change::Revise(text("two"))]);
    assert_eq!(undo(&mut world).unwrap().entries, [text("two")]);
    assert_eq!(note(&world).as_deref(), Some("one"));
    undo(&mut world);
    assert_eq!(note(&world), None);
    world.command("edit", vec![Change::Revise(text("three"))]);
    assert_eq!(note(&world).as_deref(), Some("three"));
    let live: Vec<bool> = world
        .store
        .read()
        .revisions(&id(1))
        .unwrap()
        .into_iter()
        .map(|(_, _, live)| live)
        .collect();
    assert_eq!(live, [false, false, false, true]);
    undo(&mut world);
    undo(&mut world);
    assert!(ids(&world).is_empty());
}

#[test]
fn undoing_a_restart_brings_the_first_window_back_open() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, 0))]);
    let restart = vec![Change::Window(closed(window(1, 0), 60)), Change::Window(window(2, 60))];
    world.command("contacted", restart);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(2, 60)));
    let undone = undo(&mut world).unwrap();
    assert_eq!(undone.windows, [(1, WindowChange::Closed), (2, WindowChange::Opened)]);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(1, 0)));
    assert_eq!(world.store.read().windows().unwrap(), [window(1, 0)]);
    assert_eq!(world.store.read().next_window_id().unwrap(), 3);
    redo(&mut world);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(2, 60)));
    assert_eq!(world.store.read().windows().unwrap().len(), 2);
}

#[test]
fn undoing_an_extension_says_changed() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, 0))]);
    world.command("finish", vec![Change::Window(window(1, 10))]);
    assert_eq!(undo(&mut world).unwrap().windows, [(1, WindowChange::Changed)]);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(1, 0)));
}

#[test]
fn two_revisions_in_one_command_go_and_come_together() {
    let mut world = World::new();
    world.command("start", vec![Change::Window(window(1, 0))]);
    let twice = vec![Change::Window(window(1, 5)), Change::Window(closed(window(1, 5), 60))];
    world.command("finish", twice);
    undo(&mut world);
    assert_eq!(world.store.read().latest_window().unwrap(), Some(window(1, 0)));
    redo(&mut world);
    assert_eq!(world.store.read().latest_window().unwrap(), Some(closed(window(1, 5), 60)));
}

#[test]
fn undoing_an_answer_brings_the_answer_before_it_back() {
    let mut world = World::new();
    world.store.claim(&notice("key", 0), None, utc(0)).unwrap();
    for reply in [Reply::Later, Reply::Done] {
        world.command("answer", vec![Change::Answer { key: "key".into(), reply, at: at(1) }]);
    }
    let answer = |world: &World| world.store.read().journal(utc(5)).unwrap().ledger[0].answer;
    assert_eq!(undo(&mut world).unwrap().answers, ["key"]);
    assert_eq!(answer(&world), Some((Reply::Later, at(1))));
    undo(&mut world);
    assert_eq!(answer(&world), None);
    redo(&mut world);
    assert_eq!(answer(&world), Some((Reply::Later, at(1))));
}

/// As a button does: the answer, and the suggestion that came in return.
#[test]
fn undoing_a_press_for_another_opens_the_first_again_and_keeps_what_was_shown() {
    let mut world = World::new();
    world.store.claim(&notice("key", 0), Some("body-001"), utc(0)).unwrap();
    let record = world.store.read().seen(utc(0)).unwrap().remove(0);
    let offered = crate::countdown::notice::Record { key: "asked".into(), due: at(1), ..record };
    let answer = Change::Answer { key: "key".into(), reply: Reply::Another, at: at(1) };
    world.command("answer", vec![answer, Change::Record(offered)]);
    world.store.settle("asked", crate::countdown::notice::State::Shown, utc(1)).unwrap();
    let undone = undo(&mut world).unwrap();
    assert_eq!((undone.name.as_str(), undone.answers), ("answer", vec!["key".to_owned()]));
    let ledger = world.store.read().journal(utc(5)).unwrap().ledger;
    let states: Vec<_> = ledger.iter().map(|row| (row.key.as_str(), row.answer)).collect();
    assert_eq!(states, [("key", None), ("asked", None)]);
    redo(&mut world);
    let again = world.store.read().journal(utc(5)).unwrap().ledger;
    assert_eq!(again[0].answer, Some((Reply::Another, at(1))));
}

#[test]
fn the_ledger_is_never_taken_back() {
    let mut world = World::new();
    log(&mut world, 1);
    world.store.claim(&notice("key", 0), Some("body-001"), utc(0)).unwrap();
    let record = world.store.read().seen(utc(0)).unwrap().remove(0);
    let shown = crate::countdown::notice::Record { key: "asked".into(), ..record };
    world.command("suggest", vec![Change::Record(shown)]);
    assert_eq!(undo(&mut world).unwrap().name, "urge");
    assert_eq!(world.store.read().seen(utc(0)).unwrap().len(), 2);
}

#[test]
fn at_most_one_revision_is_live_and_none_of_an_undone_command_after_any_order() {
    let mut world = World::new();
    for round in 0_u32..200 {
        match round * 7 % 11 {
            0..=2 => log(&mut world, round % 5),
            3 | 4 => {
                let note = Some(round.to_string());
                world.command("edit", vec![Change::Revise(Entry { note, ..urge(round % 5, 0) })]);
            }
            5..=8 => drop(undo(&mut world)),
            _ => drop(redo(&mut world)),
        }
        let wrong = world.number(
            "SELECT count(*) FROM entries WHERE live <> (row = (SELECT coalesce(max(e.row), 0)
             FROM entries e JOIN commands c ON c.id = e.command AND c.undone = 0
             WHERE e.id = entries.id))",
        );
        assert_eq!(wrong, 0, "round {round}");
    }
    assert!(world.number("SELECT count(*) FROM entries") > 20);
}
