//! `note`: words alone.

use insta::assert_snapshot;

use crate::world::World;

#[test]
fn from_standard_input() {
    let mut world = World::new();
    world.stdin("first line\nsecond line\n");
    assert_snapshot!(world.run("note -"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · first line second line
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · with words (--notes)
    ");
}

#[test]
fn from_an_argument_and_of_another_time() {
    let world = World::new();
    assert_snapshot!(world.run("note 'a walk' --at '10 nov 09:00'"), @"
    exit 0
    --- stdout
    Saved, Tue 10 Nov, 09:00.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  Tue 10 Nov, 09:00 · note · a walk
    ");
}

#[test]
fn with_no_words() {
    let mut world = World::new();
    assert_snapshot!(world.run("note"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    assert_snapshot!(world.run("note ''"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    world.stdin("");
    assert_snapshot!(world.run("note -"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    world.stdin("   \n");
    assert_snapshot!(world.run("note -"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
    Nothing is logged yet.
    ");
}
