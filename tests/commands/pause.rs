//! `pause`: no notices for a while; the days go on counting.

use insta::assert_snapshot;

use super::begun;
use crate::world::World;

#[test]
fn and_off_again() {
    let world = begun();
    assert_snapshot!(world.run("pause 3d"), @"
    exit 0
    --- stdout
    No notices until Tue 24 Nov, 21:14. The days go on counting. nocontact pause off ends it
    sooner.
    ");
    assert_snapshot!(world.run("pause 45m"), @"
    exit 0
    --- stdout
    No notices until today 21:59. The days go on counting. nocontact pause off ends it sooner.
    ");
    assert_snapshot!(world.run("pause off"), @"
    exit 0
    --- stdout
    The pause is over. The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("pause off"), @"
    exit 0
    --- stdout
    The pause is over. The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn with_nonsense() {
    let world = begun();
    assert_snapshot!(world.run("pause"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact pause <FOR|off>; see --help
    ");
    assert_snapshot!(world.run("pause forever"), @"
    exit 2
    --- stderr
    nocontact: cannot read 'forever' as a length of time: try '20m' or '3 days'
    ");
    assert_snapshot!(world.run("pause 0d"), @"
    exit 2
    --- stderr
    nocontact: cannot read '0d' as a length of time: try '20m' or '3 days'
    ");
    assert_snapshot!(world.run("pause -- -3d"), @"
    exit 2
    --- stderr
    nocontact: cannot read '-3d' as a length of time: try '20m' or '3 days'
    ");
    assert_snapshot!(world.run("pause 999w"), @"
    exit 2
    --- stderr
    nocontact: '999w' is longer than 366 days: try '3h' or '2 weeks'
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn without_a_window() {
    let world = World::new();
    assert_snapshot!(world.run("pause 3d"), @"
    exit 0
    --- stdout
    No notices until Tue 24 Nov, 21:14. The days go on counting. nocontact pause off ends it
    sooner.
    ");
}

#[test]
fn off_with_a_daemon() {
    let world = World::new();
    world.run("pause 3d");
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run("pause off"), @"
    exit 0
    --- stdout
    Notices come again.
    ");
}
