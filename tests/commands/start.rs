//! `start`: opens the window; with one open it says so.

use insta::assert_snapshot;

use super::{begun, settings};
use crate::world::World;

#[test]
fn now() {
    let world = World::new();
    assert_snapshot!(world.run("start --no-daemon"), @"
    exit 0
    --- stdout
    Day 0 of 30. 30 days left, until Mon 21 Dec, 21:14.
    It counts from now. If the last contact was earlier: nocontact start --correct --since
    yesterday
    The daemon was not started, so no notices come.
    ");
}

#[test]
fn since() {
    let mut all = String::new();
    for since in [
        "now",
        "3 nov 14:05",
        "3 nov",
        "2026-11-03",
        "2026-11-03T14:05",
        "yesterday",
        "yesterday 22:00",
        "14:05",
        "23:50",
        "20m ago",
        "3h ago",
        "3 days ago",
        "1 nov 2026",
        "22 oct 14:05",
        "2020-01-01",
        "tomorrow",
        "25 dec 2027",
        "2026-11-22",
        "30 feb",
        "2026-03-29 02:30",
        "last week",
        "",
    ] {
        let world = World::new();
        let ran = world.run_args(&["start", "--since", since, "--no-daemon"]);
        all.push_str(&format!("$ start --since '{since}'\n{ran}\n"));
    }
    assert_snapshot!(all, @"
    $ start --since 'now'
    exit 0
    --- stdout
    Day 0 of 30. 30 days left, until Mon 21 Dec, 21:14.
    The daemon was not started, so no notices come.

    $ start --since '3 nov 14:05'
    exit 0
    --- stdout
    Day 18 of 30. 12 days left, until Thu 3 Dec, 14:05.
    The daemon was not started, so no notices come.

    $ start --since '3 nov'
    exit 0
    --- stdout
    Day 18 of 30. 12 days left, until the end of Thu 3 Dec.
    The daemon was not started, so no notices come.

    $ start --since '2026-11-03'
    exit 0
    --- stdout
    Day 18 of 30. 12 days left, until the end of Thu 3 Dec.
    The daemon was not started, so no notices come.

    $ start --since '2026-11-03T14:05'
    exit 0
    --- stdout
    Day 18 of 30. 12 days left, until Thu 3 Dec, 14:05.
    The daemon was not started, so no notices come.

    $ start --since 'yesterday'
    exit 0
    --- stdout
    Day 1 of 30. 29 days left, until the end of Sun 20 Dec.
    The daemon was not started, so no notices come.

    $ start --since 'yesterday 22:00'
    exit 0
    --- stdout
    Day 1 of 30. 29 days left, until Sun 20 Dec, 22:00.
    The daemon was not started, so no notices come.

    $ start --since '14:05'
    exit 0
    --- stdout
    Day 0 of 30. 30 days left, until Mon 21 Dec, 14:05.
    The daemon was not started, so no notices come.

    $ start --since '23:50'
    exit 0
    --- stdout
    Day 1 of 30. 29 days left, until Sun 20 Dec, 23:50.
    The daemon was not started, so no notices come.

    $ start --since '20m ago'
    exit 0
    --- stdout
    Day 0 of 30. 30 days left, until Mon 21 Dec, 20:54.
    The daemon was not started, so no notices come.

    $ start --since '3h ago'
    exit 0
    --- stdout
    Day 0 of 30. 30 days left, until Mon 21 Dec, 18:14.
    The daemon was not started, so no notices come.

    $ start --since '3 days ago'
    exit 0
    --- stdout
    Day 3 of 30. 27 days left, until the end of Fri 18 Dec.
    The daemon was not started, so no notices come.

    $ start --since '1 nov 2026'
    exit 0
    --- stdout
    Day 20 of 30. 10 days left, until the end of Tue 1 Dec.
    The daemon was not started, so no notices come.

    $ start --since '22 oct 14:05'
    exit 0
    --- stdout
    Complete: 30 of 30 days.
    The window is complete already. A longer one: nocontact start --correct --days N, or
    nocontact finish --extend N
    The daemon was not started, so no notices come.

    $ start --since '2020-01-01'
    exit 0
    --- stdout
    Complete: 30 of 30 days. Day 2516 since the start.
    It counts from Wed 1 Jan 2020.
    The window is complete already. A longer one: nocontact start --correct --days N, or
    nocontact finish --extend N
    The daemon was not started, so no notices come.

    $ start --since 'tomorrow'
    exit 2
    --- stderr
    nocontact: cannot read 'tomorrow' as a time: try 'yesterday 22:00' or '3 nov 14:05'

    $ start --since '25 dec 2027'
    exit 2
    --- stderr
    nocontact: 25 dec 2027 lies ahead

    $ start --since '2026-11-22'
    exit 2
    --- stderr
    nocontact: 22 nov 2026 lies ahead

    $ start --since '30 feb'
    exit 2
    --- stderr
    nocontact: '30 feb' is not in the calendar: try 'yesterday' or '3 nov'

    $ start --since '2026-03-29 02:30'
    exit 2
    --- stderr
    nocontact: 29 mar 2026 02:30 did not exist here: the clocks went forward

    $ start --since 'last week'
    exit 2
    --- stderr
    nocontact: cannot read 'last week' as a time: try 'yesterday 22:00' or '3 nov 14:05'

    $ start --since ''
    exit 2
    --- stderr
    nocontact: cannot read '' as a time: try 'yesterday 22:00' or '3 nov 14:05'
    ");
}

#[test]
fn for_so_many_days() {
    let mut all = String::new();
    for days in ["1", "7", "365", "none", "0", "366", "-1", "many", "30.5"] {
        let world = World::new();
        let ran = world.run(&format!("start --since '3 nov 14:05' --days {days} --no-daemon"));
        all.push_str(&format!("$ start --since '3 nov 14:05' --days {days}\n{ran}\n"));
    }
    assert_snapshot!(all, @"
    $ start --since '3 nov 14:05' --days 1
    exit 0
    --- stdout
    Complete: 1 of 1 day. Day 18 since the start.
    The window is complete already. A longer one: nocontact start --correct --days N, or
    nocontact finish --extend N
    The daemon was not started, so no notices come.

    $ start --since '3 nov 14:05' --days 7
    exit 0
    --- stdout
    Complete: 7 of 7 days. Day 18 since the start.
    The window is complete already. A longer one: nocontact start --correct --days N, or
    nocontact finish --extend N
    The daemon was not started, so no notices come.

    $ start --since '3 nov 14:05' --days 365
    exit 0
    --- stdout
    Day 18 of 365. 347 days left, until Wed 3 Nov 2027, 14:05.
    The daemon was not started, so no notices come.

    $ start --since '3 nov 14:05' --days none
    exit 0
    --- stdout
    Day 18. No end date.
    The daemon was not started, so no notices come.

    $ start --since '3 nov 14:05' --days 0
    exit 2
    --- stderr
    nocontact: --days <DAYS|none>: use 1 to 365, or none; see --help

    $ start --since '3 nov 14:05' --days 366
    exit 2
    --- stderr
    nocontact: --days <DAYS|none>: use 1 to 365, or none; see --help

    $ start --since '3 nov 14:05' --days -1
    exit 2
    --- stderr
    nocontact: there is a word too many, or an option that this command does not have; see --help

    $ start --since '3 nov 14:05' --days many
    exit 2
    --- stderr
    nocontact: --days <DAYS|none>: use 1 to 365, or none; see --help

    $ start --since '3 nov 14:05' --days 30.5
    exit 2
    --- stderr
    nocontact: --days <DAYS|none>: use 1 to 365, or none; see --help
    ");
}

#[test]
fn for_as_long_as_the_settings_say() {
    let world = World::new();
    settings(&world, "[window]\nlength = 60\n");
    assert_snapshot!(world.run("start --since '3 nov 14:05' --no-daemon"), @"
    exit 0
    --- stdout
    Day 18 of 60. 42 days left, until Sat 2 Jan 2027, 14:05.
    The daemon was not started, so no notices come.
    ");
}

#[test]
fn with_one_open() {
    let world = begun();
    assert_snapshot!(world.run("start --no-daemon"), @"
    exit 0
    --- stdout
    A window is open, and goes on.
    Day 18 of 30. 12 days left, until Thu 3 Dec, 14:05.
      Correct it  nocontact start --correct --since WHEN --days N
      Add days    nocontact finish --extend N
      Close it    nocontact finish --close; then nocontact start opens another
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("start --since yesterday --days 10 --no-daemon"), @"
    exit 0
    --- stdout
    A window is open, and goes on.
    Day 18 of 30. 12 days left, until Thu 3 Dec, 14:05.
    Nothing was changed.
      Correct it  nocontact start --correct --since WHEN --days N
      Add days    nocontact finish --extend N
      Close it    nocontact finish --close; then nocontact start opens another
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run("start"), @"
    exit 0
    --- stdout
    A window is open, and goes on.
    Day 18 of 30. 12 days left, until Thu 3 Dec, 14:05.
      Correct it  nocontact start --correct --since WHEN --days N
      Add days    nocontact finish --extend N
      Close it    nocontact finish --close; then nocontact start opens another
    The daemon is running. Next: a suggestion tomorrow at 09:00.
    ");
    assert_snapshot!(world.run("start --no-daemon"), @"
    exit 0
    --- stdout
    A window is open, and goes on.
    Day 18 of 30. 12 days left, until Thu 3 Dec, 14:05.
      Correct it  nocontact start --correct --since WHEN --days N
      Add days    nocontact finish --extend N
      Close it    nocontact finish --close; then nocontact start opens another
    The daemon is running. Next: a suggestion tomorrow at 09:00.
    ");
}

#[test]
fn with_one_open_that_has_no_end() {
    let world = World::new();
    world.run("start --days none --no-daemon");
    assert_snapshot!(world.run("start --no-daemon"), @"
    exit 0
    --- stdout
    A window is open, and goes on.
    Day 0. No end date.
      Correct it  nocontact start --correct --since WHEN --days N
      Close it    nocontact finish --close; then nocontact start opens another
    The daemon was not started, so no notices come.
    ");
}

#[test]
fn corrected() {
    let world = begun();
    assert_snapshot!(world.run("start --correct --since '1 nov' --no-daemon"), @"
    exit 0
    --- stdout
    Corrected.
    Day 20 of 30. 10 days left, until the end of Tue 1 Dec.
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("start --correct --days 60 --no-daemon"), @"
    exit 0
    --- stdout
    Corrected.
    Day 20 of 60. 40 days left, until the end of Thu 31 Dec.
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("start --correct --days none --no-daemon"), @"
    exit 0
    --- stdout
    Corrected.
    Day 20. No end date.
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("start --correct --days 7 --no-daemon"), @"
    exit 0
    --- stdout
    Corrected.
    Complete: 7 of 7 days. Day 20 since the start.
    The window is complete already. A longer one: nocontact start --correct --days N, or
    nocontact finish --extend N
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("start --correct --no-daemon"), @"
    exit 0
    --- stdout
    Corrected.
    Complete: 7 of 7 days. Day 20 since the start.
    The window is complete already. A longer one: nocontact start --correct --days N, or
    nocontact finish --extend N
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: start of today 21:14. nocontact undo --redo puts it back.
    ");
}

#[test]
fn corrected_with_none_open() {
    let world = World::new();
    assert_snapshot!(world.run("start --correct --since '1 nov' --no-daemon"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
}

#[test]
fn under_an_order_on_me() {
    let world = World::new();
    world.run("about situation order_on_me");
    assert_snapshot!(world.run("start --since '3 nov 14:05' --no-daemon"), @"
    exit 0
    --- stdout
    Day 18. No end date.
    Under an order a window has no end date; the days are counted.
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("start --correct --days 30 --no-daemon"), @"
    exit 0
    --- stdout
    Corrected.
    Day 18. No end date.
    Under an order a window has no end date; the days are counted.
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("finish"), @"
    exit 0
    --- stdout
    Day 18 · no end date.
      Days  18 of 18 without contact, longest stretch 18
    However long it takes. Other lives go on after a while, and so does yours. Which part of it
    could do with some tending?
      Keep the space   nothing to do
      Close the count  nocontact finish --close
    ");
    assert_snapshot!(world.run("finish --extend 7"), @"
    exit 1
    --- stderr
    nocontact: this window has no end date, so there is nothing to extend
    ");
}

#[test]
fn after_one_that_was_closed() {
    let world = begun();
    world.run("finish --close");
    assert_snapshot!(world.run("start --no-daemon"), @"
    exit 0
    --- stdout
    Day 0 of 30. 30 days left, until Mon 21 Dec, 21:14.
    It counts from now. If the last contact was earlier: nocontact start --correct --since
    yesterday
    The daemon was not started, so no notices come.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14
    ──────────────────────────────
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn with_the_daemon() {
    let mut world = World::new();
    // Long ago: the daemon goes by the real clock, and would settle what is due there.
    world.at("2025-11-21T21:14:00+01:00");
    assert_snapshot!(world.run("start --since '3 nov 14:05'"), @"
    exit 0
    --- stdout
    Day 18 of 30. 12 days left, until Wed 3 Dec, 14:05.
    The daemon is running and counts, but notices cannot be shown yet: no session bus answers.
    Next: a suggestion tomorrow at 09:00.
    ");
    assert!(world.daemon_runs());
    assert_snapshot!(world.run("start"), @"
    exit 0
    --- stdout
    A window is open, and goes on.
    Day 18 of 30. 12 days left, until Wed 3 Dec, 14:05.
      Correct it  nocontact start --correct --since WHEN --days N
      Add days    nocontact finish --extend N
      Close it    nocontact finish --close; then nocontact start opens another
    The daemon is running. Next: a suggestion tomorrow at 09:00.
    ");
    assert_snapshot!(world.run("daemon --stop"), @"
    exit 0
    --- stdout
    The daemon has ended.
    ");
    assert!(!world.daemon_runs());
}
