//! `edit`: a further revision; the original stays for the record.

use chrono::DateTime;
use insta::assert_snapshot;
use nocontact::countdown::entry::{Entry, What};
use nocontact::store::{Change, Store};

use super::{begun, id_of};
use crate::world::{NOW, World};

fn edit(world: &World, index: usize, options: &str) -> String {
    let ran = world.run(&format!("edit {} {options}", &id_of(world, index)[..8]));
    format!("$ edit {options}\n{ran}")
}

#[test]
fn each_field() {
    let mut world = begun();
    world.at("2026-11-20T20:00:00+01:00").run("urge 4 --feeling sad --trigger song");
    world.at("2026-11-20T20:30:00+01:00").run("answer same 4");
    world.at("2026-11-20T20:40:00+01:00").run("received --kind warm --via card");
    world.at("2026-11-20T20:50:00+01:00").run("contacted --note 'one line'");
    world.at("2026-11-20T21:00:00+01:00").run("mood 2");
    world.at(NOW).stdin("two lines in truth");
    let all = [
        edit(&world, 0, "--strength 2 --feeling tired --trigger 'a photo'"),
        edit(&world, 1, "--outcome easier --strength 1"),
        edit(&world, 2, "--kind closed --via mail"),
        edit(&world, 3, "--necessary yes --note -"),
        edit(&world, 4, "--mood 3 --at 'yesterday 21:10'"),
        world.run("log --notes").to_string(),
    ];
    assert_snapshot!(all.join("\n"), @"
    $ edit --strength 2 --feeling tired --trigger 'a photo'
    exit 0
    --- stdout
    Changed: urge of yesterday 20:00.
    The original stays for the record; nocontact undo brings it back.

    $ edit --outcome easier --strength 1
    exit 0
    --- stdout
    Changed: outcome of yesterday 20:30.
    The original stays for the record; nocontact undo brings it back.

    $ edit --kind closed --via mail
    exit 0
    --- stdout
    Changed: received of yesterday 20:40.
    The original stays for the record; nocontact undo brings it back.

    $ edit --necessary yes --note -
    exit 0
    --- stdout
    Changed: contacted of yesterday 20:50.
    The original stays for the record; nocontact undo brings it back.

    $ edit --mood 3 --at 'yesterday 21:10'
    exit 0
    --- stdout
    Changed: mood of yesterday 21:10.
    The original stays for the record; nocontact undo brings it back.

    exit 0
    --- stdout
      [id1]  yesterday 20:00 · urge 2, tired, set off by a photo
      [id2]  yesterday 20:30 · outcome of [id1]: easier, 1 afterwards
      [id3]  yesterday 20:40 · received closed, via mail
      [id4]  yesterday 20:50 · contacted necessary · one line
      [id5]  yesterday 21:10 · mood 3
    ");
}

#[test]
fn the_original_is_kept() {
    let world = begun();
    world.run("note 'as it was'");
    let id = id_of(&world, 0);
    world.run(&format!("edit {id} --note 'as it became'"));
    let store = Store::open_existing(&world.data()).unwrap().unwrap();
    let notes: Vec<_> = store
        .read()
        .revisions(&id)
        .unwrap()
        .into_iter()
        .map(|(entry, _, _)| entry.note.unwrap())
        .collect();
    assert_eq!(notes, ["as it was", "as it became"]);
}

#[test]
fn a_field_that_does_not_go_with_it() {
    let world = begun();
    world.run("mood 2");
    let all = [
        edit(&world, 0, "--strength 3"),
        edit(&world, 0, "--necessary yes"),
        edit(&world, 0, ""),
        edit(&world, 0, "--mood 9"),
        edit(&world, 0, "--at tomorrow"),
        world.run("log").to_string(),
    ];
    assert_snapshot!(all.join("\n"), @"
    $ edit --strength 3
    exit 2
    --- stderr
    nocontact: --strength does not go with an entry of kind 'mood'

    $ edit --necessary yes
    exit 2
    --- stderr
    nocontact: --necessary does not go with an entry of kind 'mood'

    $ edit 
    exit 2
    --- stderr
    nocontact: nothing to change was named; nocontact edit --help

    $ edit --mood 9
    exit 2
    --- stderr
    nocontact: --mood <MOOD>: use a number from 1 to 5; see --help

    $ edit --at tomorrow
    exit 2
    --- stderr
    nocontact: cannot read 'tomorrow' as a time: try 'yesterday 22:00' or '3 nov 14:05'

    exit 0
    --- stdout
      [id1]  today 21:14 · mood 2
    ");
}

#[test]
fn an_id_that_nothing_has() {
    let world = begun();
    world.run("mood 2");
    assert_snapshot!(world.run("edit 12345678 --mood 3"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
    assert_snapshot!(world.run("edit mood --mood 3"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
    assert_snapshot!(world.run("edit % --mood 3"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
    assert_snapshot!(world.run("edit 1 --mood 3"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
}

#[test]
fn an_id_that_several_have() {
    let world = begun();
    let at = DateTime::parse_from_rfc3339(NOW).unwrap();
    let entry = |id: &str| {
        let what = What::Mood { mood: 2 };
        Change::Entry(Entry { id: id.to_owned(), at, logged_at: at, what, note: None })
    };
    let two = ["aaaa0000-0000-4000-8000-000000000001", "aaaa0000-0000-4000-8000-000000000002"];
    let mut store = Store::open_at(&world.data()).unwrap();
    store.write("mood", at, |_| Ok((two.map(entry).to_vec(), ()))).unwrap();
    drop(store);
    assert_snapshot!(world.run("edit aaaa --mood 3"), @"
    exit 2
    --- stderr
    nocontact: that id fits several entries; give more of it
    ");
    assert_snapshot!(world.run("edit AAAA0000-0000-4000-8000-000000000002 --mood 3"), @"
    exit 0
    --- stdout
    Changed: mood of today 21:14.
    The original stays for the record; nocontact undo brings it back.
    ");
}

#[test]
fn without_a_file() {
    let world = World::new();
    assert_snapshot!(world.run("edit 12345678 --mood 3"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
}

#[test]
fn with_no_new_words_nothing_is_written() {
    let world = begun();
    world.run("urge 3");
    let id = id_of(&world, 0);
    assert_snapshot!(world.run(&format!("edit {id} --note")), @"
    exit 0
    --- stdout
    Nothing was changed.
    --- stderr
    nocontact: nobody can be asked for a note here; --note - reads standard input
    ");
    assert_snapshot!(world.run(&format!("edit {id} --note ' '")), @"
    exit 2
    --- stderr
    nocontact: nothing to change was named; nocontact edit --help
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: urge of today 21:14. nocontact undo --redo puts it back.
    ");
}

#[test]
fn with_a_question_is_one_step_to_take_back() {
    let world = begun();
    world.run("urge 3");
    let id = id_of(&world, 0);
    let line = format!("edit {id} --strength 5 --note");
    let said = world.run_in_terminal(&line, 80, &[("The new note", "it rained\n")]);
    assert_snapshot!(said, @"
    exit 0
    --- terminal
    The new note (Enter keeps the old): it rained
    Changed: urge of today 21:14.
    The original stays for the record; nocontact undo brings it back.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 5 · it rained
    ");
    world.run("undo");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 3
    ");
}
