//! `upcoming`: the notices to come, and the exact words of the next one.

use insta::assert_snapshot;

use super::{begun, settings};
use crate::world::World;

#[test]
fn in_text() {
    let mut world = begun();
    world.at("2026-11-22T08:10:00+01:00");
    assert_snapshot!(world.run("upcoming"), @"
    exit 0
    --- stdout
      today 09:00        a suggestion
                         A seat for thinking
                         Give quiet thinking a seat of its own, with a light and a blanket. When
                         you get up, leave the thinking there.
      today 19:30        a suggestion
      tomorrow 09:00     a suggestion
      tomorrow 19:30     a suggestion
      Tue 24 Nov, 09:00  a milestone
      Tue 24 Nov, 19:30  a suggestion
      Wed 25 Nov, 09:00  a suggestion
      Wed 25 Nov, 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("upcoming --days 1"), @"
    exit 0
    --- stdout
      today 09:00     a suggestion
                      A seat for thinking
                      Give quiet thinking a seat of its own, with a light and a blanket. When
                      you get up, leave the thinking there.
      today 19:30     a suggestion
      tomorrow 09:00  a suggestion
      tomorrow 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn in_json() {
    let mut world = begun();
    world.at("2026-11-22T08:10:00+01:00");
    assert_snapshot!(world.run("upcoming --json --days 2"), @r#"
    exit 0
    --- stdout
    {"at":"2026-11-22T09:00:00+01:00","kind":"morning","title":"A seat for thinking","body":"Give quiet thinking a seat of its own, with a light and a blanket. When you get up, leave the thinking there."}
    {"at":"2026-11-22T19:30:00+01:00","kind":"evening"}
    {"at":"2026-11-23T09:00:00+01:00","kind":"morning"}
    {"at":"2026-11-23T19:30:00+01:00","kind":"evening"}
    {"at":"2026-11-24T09:00:00+01:00","kind":"milestone"}
    {"at":"2026-11-24T19:30:00+01:00","kind":"evening"}
    "#);
}

#[test]
fn right_after_the_start() {
    let world = World::new();
    world.run("start --no-daemon");
    assert_snapshot!(world.run("upcoming --days 1"), @"
    exit 0
    --- stdout
      today 21:14     a welcome
                      A first note, to see that it works
                      If you can read this, the next ones can reach you too. Nothing else is
                      needed for now.
      tomorrow 09:00  a milestone
      tomorrow 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn after_an_urge() {
    let mut world = begun();
    world.at("2026-11-22T10:00:00+01:00").run("urge 4");
    assert_snapshot!(world.run("upcoming --days 1"), @"
    exit 0
    --- stdout
      today 10:00     a suggestion
                      A seat for thinking
                      Give quiet thinking a seat of its own, with a light and a blanket. When
                      you get up, leave the thinking there.
      today 10:20     a follow-up
      today 19:30     a suggestion
      tomorrow 09:00  a suggestion
      tomorrow 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn up_to_the_end() {
    let mut world = begun();
    world.at("2026-12-02T10:00:00+01:00");
    assert_snapshot!(world.run("upcoming --days 10"), @"
    exit 0
    --- stdout
      today 10:00     a suggestion
                      A plan for a slow evening
                      Finish this sentence and put it where you'll see it: if the evening drags,
                      then I will...
      today 19:30     a suggestion
      tomorrow 09:00  a milestone
      tomorrow 14:05  the end of the window
    The daemon does not run, so no notices come: nocontact start
    ");
    world.at("2026-12-05T10:00:00+01:00");
    assert_snapshot!(world.run("upcoming"), @"
    exit 0
    --- stdout
      today 10:00  the end of the window
                   For a quiet minute
                   The count is complete, and it stays so. There's a short review to open
                   whenever it suits you.
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn while_paused() {
    let mut world = begun();
    world.at("2026-11-22T08:10:00+01:00");
    world.run("pause 3d");
    assert_snapshot!(world.run("upcoming --days 4"), @"
    exit 0
    --- stdout
    Notices are paused until Wed 25 Nov, 08:10.
      Wed 25 Nov, 09:00  a suggestion
                         What would you recommend?
                         Ask a friend for the one film, book or song they'd press on anyone. You
                         needn't like it.
      Wed 25 Nov, 19:30  a suggestion
      Thu 26 Nov, 09:00  a suggestion
      Thu 26 Nov, 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
    world.run("pause 40d");
    assert_snapshot!(world.run("upcoming"), @"
    exit 0
    --- stdout
    Notices are paused until Fri 1 Jan 2027, 08:10.
    Nothing comes in the next 3 days.
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn where_no_notices_are_wanted() {
    let world = begun();
    settings(&world, "[notifications]\nrhythm = \"none\"\n");
    assert_snapshot!(world.run("upcoming"), @"
    exit 0
    --- stdout
    Nothing comes in the next 3 days.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: nothing planned · daemon not running (nocontact start)
    ");
}

#[test]
fn where_nothing_may_be_read_on_the_screen() {
    let mut world = begun();
    world.at("2026-11-22T08:10:00+01:00");
    settings(&world, "[notifications]\nprivacy = \"hidden\"\n");
    assert_snapshot!(world.run("upcoming --days 1"), @"
    exit 0
    --- stdout
      today 09:00     a suggestion
                      A note for you
                      Open it when you have a quiet minute.
      today 19:30     a suggestion
      tomorrow 09:00  a suggestion
      tomorrow 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn without_a_window() {
    let world = World::new();
    assert_snapshot!(world.run("upcoming"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
    assert_snapshot!(world.run("upcoming --json"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
}

#[test]
fn further_than_anybody_looks() {
    let world = begun();
    assert_snapshot!(world.run("upcoming --days 61"), @"
    exit 2
    --- stderr
    nocontact: --days <DAYS>: use a number from 1 to 60; see --help
    ");
}
