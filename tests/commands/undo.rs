//! `undo`: the last whole command, taken back, and put back.

use insta::assert_snapshot;

use super::{begun, id_of};
use crate::world::World;

#[test]
fn with_nothing_to_take_back() {
    let world = World::new();
    assert_snapshot!(world.run("undo"), @"
    exit 1
    --- stderr
    nocontact: there is nothing to take back
    ");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 1
    --- stderr
    nocontact: there is nothing to put back
    ");
    assert!(!world.data().exists(), "nothing is made where there was nothing");
}

/// What each command leaves is taken back whole and put back whole, by the facts that `log` and
/// `status` show of them.
#[test]
fn each_kind_of_command() {
    let mut all = String::new();
    for command in [
        "urge 4 --feeling sad",
        "urge 4 --peeked",
        "answer easier 2",
        "answer contacted --restart",
        "answer done",
        "received --kind warm",
        "contacted",
        "contacted --extend 7",
        "contacted --restart",
        "mood 2",
        "note words",
        "suggest --hide sleepfood-001",
        "about plan add 'If it is late, I sleep.'",
        "about plan remove 1",
        "about situation children",
        "about person Sam",
        "about country GB",
        "start --correct --since '1 nov' --no-daemon",
        "pause 3d",
        "finish --extend 14",
        "finish --close",
    ] {
        let world = begun();
        world.run("about plan add 'If I wake, I read.'");
        world.run("suggest");
        world.run("urge 3");
        let facts = || {
            [
                "log --json --notes",
                "status --json",
                "about --json",
                "suggest --list",
                "answer --json",
            ]
            .map(|shown| world.run(shown).to_string())
        };
        let before = facts();
        let ran = world.run(command);
        assert_eq!(ran.exit, "exit 0", "{command}: {ran}");
        let after = facts();
        assert_ne!(before, after, "{command} changes something");
        let undone = world.run("undo");
        assert_eq!(facts(), before, "{command} is taken back whole");
        let redone = world.run("undo --redo");
        assert_eq!(facts(), after, "{command} is put back whole");
        all.push_str(&format!("$ {command}\n{}{}\n", undone.stdout, redone.stdout));
    }
    assert_snapshot!(all, @"
    $ urge 4 --feeling sad
    Taken back: urge of today 21:14. nocontact undo --redo puts it back.
    Put back: urge of today 21:14. nocontact undo takes it back again.

    $ urge 4 --peeked
    Taken back: urge of today 21:14. nocontact undo --redo puts it back.
    Put back: urge of today 21:14. nocontact undo takes it back again.

    $ answer easier 2
    Taken back: answer of today 21:14. nocontact undo --redo puts it back.
    Put back: answer of today 21:14. nocontact undo takes it back again.

    $ answer contacted --restart
    Taken back: answer of today 21:14. nocontact undo --redo puts it back.
    Put back: answer of today 21:14. nocontact undo takes it back again.

    $ answer done
    Taken back: answer of today 21:14. nocontact undo --redo puts it back.
    Put back: answer of today 21:14. nocontact undo takes it back again.

    $ received --kind warm
    Taken back: received of today 21:14. nocontact undo --redo puts it back.
    Put back: received of today 21:14. nocontact undo takes it back again.

    $ contacted
    Taken back: contacted of today 21:14. nocontact undo --redo puts it back.
    Put back: contacted of today 21:14. nocontact undo takes it back again.

    $ contacted --extend 7
    Taken back: contacted of today 21:14. nocontact undo --redo puts it back.
    Put back: contacted of today 21:14. nocontact undo takes it back again.

    $ contacted --restart
    Taken back: contacted of today 21:14. nocontact undo --redo puts it back.
    Put back: contacted of today 21:14. nocontact undo takes it back again.

    $ mood 2
    Taken back: mood of today 21:14. nocontact undo --redo puts it back.
    Put back: mood of today 21:14. nocontact undo takes it back again.

    $ note words
    Taken back: note of today 21:14. nocontact undo --redo puts it back.
    Put back: note of today 21:14. nocontact undo takes it back again.

    $ suggest --hide sleepfood-001
    Taken back: suggest --hide of today 21:14. nocontact undo --redo puts it back.
    Put back: suggest --hide of today 21:14. nocontact undo takes it back again.

    $ about plan add 'If it is late, I sleep.'
    Taken back: about plan add of today 21:14. nocontact undo --redo puts it back.
    Put back: about plan add of today 21:14. nocontact undo takes it back again.

    $ about plan remove 1
    Taken back: about plan remove of today 21:14. nocontact undo --redo puts it back.
    Put back: about plan remove of today 21:14. nocontact undo takes it back again.

    $ about situation children
    Taken back: about situation of today 21:14. nocontact undo --redo puts it back.
    Put back: about situation of today 21:14. nocontact undo takes it back again.

    $ about person Sam
    Taken back: about person of today 21:14. nocontact undo --redo puts it back.
    Put back: about person of today 21:14. nocontact undo takes it back again.

    $ about country GB
    Taken back: about country of today 21:14. nocontact undo --redo puts it back.
    Put back: about country of today 21:14. nocontact undo takes it back again.

    $ start --correct --since '1 nov' --no-daemon
    Taken back: start of today 21:14. nocontact undo --redo puts it back.
    Put back: start of today 21:14. nocontact undo takes it back again.

    $ pause 3d
    Taken back: pause of today 21:14. nocontact undo --redo puts it back.
    Put back: pause of today 21:14. nocontact undo takes it back again.

    $ finish --extend 14
    Taken back: finish --extend of today 21:14. nocontact undo --redo puts it back.
    Put back: finish --extend of today 21:14. nocontact undo takes it back again.

    $ finish --close
    Taken back: finish --close of today 21:14. nocontact undo --redo puts it back.
    Put back: finish --close of today 21:14. nocontact undo takes it back again.
    ");
}

#[test]
fn an_edit() {
    let world = begun();
    world.run("urge 4");
    world.run(&format!("edit {} --strength 2", id_of(&world, 0)));
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: edit of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 4
    ");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 0
    --- stdout
    Put back: edit of today 21:14. nocontact undo takes it back again.
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 2
    ");
}

#[test]
fn as_far_back_as_the_start() {
    let world = begun();
    world.run("mood 3");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: mood of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: start of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 3
    --- stdout
    No window is open. nocontact start opens one.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 1
    --- stderr
    nocontact: there is nothing to take back
    ");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 0
    --- stdout
    Put back: start of today 21:14. nocontact undo takes it back again.
    ");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 0
    --- stdout
    Put back: mood of today 21:14. nocontact undo takes it back again.
    ");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 1
    --- stderr
    nocontact: there is nothing to put back
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 3
    ");
}

#[test]
fn a_new_command_ends_the_way_back() {
    let world = begun();
    world.run("mood 3");
    world.run("undo");
    world.run("mood 4");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 1
    --- stderr
    nocontact: there is nothing to put back
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 4
    ");
}
