//! `mood`: one number, and after a low one something small.

use insta::assert_snapshot;

use super::begun;
use crate::world::World;

#[test]
fn from_low_to_good() {
    let world = begun();
    assert_snapshot!(world.run("mood 1"), @"
    exit 0
    --- stdout
    Saved: mood 1.
    One thing, start to finish. Rinse a cup, water a plant, empty one bin. Then sit down again;
    that was enough for now.
    Someone to talk to, any time: nocontact sos
    ");
    assert_snapshot!(world.run("mood 2"), @"
    exit 0
    --- stdout
    Saved: mood 2.
    Whatever it was called. A marriage, a friendship, a few months of something: any ending can
    weigh this much. What is soft and near at hand?
    ");
    assert_snapshot!(world.run("mood 3"), @"
    exit 0
    --- stdout
    Saved: mood 3.
    ");
    assert_snapshot!(world.run("mood 5"), @"
    exit 0
    --- stdout
    Saved: mood 5.
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 1
      [id2]  today 21:14 · mood 2
      [id3]  today 21:14 · mood 3
      [id4]  today 21:14 · mood 5
    ");
}

#[test]
fn without_a_window_and_with_a_note() {
    let mut world = World::new();
    world.stdin("slept badly\n");
    assert_snapshot!(world.run("mood 2 --note -"), @"
    exit 0
    --- stdout
    Saved: mood 2.
    Borrow a story. An old film, a comic, a book you loved at twelve: let somebody else's world
    carry you for half an hour.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 2 · slept badly
    ");
}

#[test]
fn at_night() {
    let mut world = begun();
    world.at("2026-11-22T02:07:00+01:00");
    assert_snapshot!(world.run("mood 1"), @"
    exit 0
    --- stdout
    Saved: mood 1.
    Company for the small hours. Things can look different by daylight. Put on a small lamp and
    a quiet radio voice about nothing much.
    Someone to talk to, any time: nocontact sos
    ");
}

#[test]
fn that_is_no_number() {
    let world = begun();
    assert_snapshot!(world.run("mood"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact mood <MOOD>; see --help
    ");
    assert_snapshot!(world.run("mood 0"), @"
    exit 2
    --- stderr
    nocontact: mood: use a number from 1 to 5; see --help
    ");
    assert_snapshot!(world.run("mood low"), @"
    exit 2
    --- stderr
    nocontact: mood: use a number from 1 to 5; see --help
    ");
}
