//! `daemon`: what can be said of it without a desktop; the rest is tests/desktop's.

use insta::assert_snapshot;

use crate::world::World;

#[test]
fn the_end_of_none() {
    let world = World::new();
    assert_snapshot!(world.run("daemon --stop"), @"
    exit 0
    --- stdout
    No daemon runs.
    ");
    assert!(!world.data().exists(), "asking leaves nothing behind");
}

#[test]
fn a_second_one() {
    let world = World::new();
    world.run("mood 3");
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run("daemon"), @"
    exit 4
    --- stderr
    nocontact: a daemon is running already; nocontact daemon --stop ends it
    ");
}
