//! `suggest`: one small thing to do, now.

use insta::assert_snapshot;

use super::{begun, damage, settings};
use crate::world::World;

#[test]
fn one_thing_and_then_another() {
    let mut world = begun();
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    The thumb goes there by itself. Take the app you open without meaning to and move it to the
    last screen, inside a folder.
    ");
    world.at("2026-11-21T21:15:00+01:00");
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    Wash five things. Wash up five things in hot water, by hand. Five is the whole job, even if
    there are more.
    ");
    assert_snapshot!(world.run("status"), @r#"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Open: "Wash five things"   nocontact answer done|another|later
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    "#);
}

#[test]
fn without_a_window() {
    let mut world = World::new();
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    A shower with no hurry. Take your shower as if you had nowhere to be: warm water on the
    neck, then the back, then a clean towel.
    ");
    assert!(!world.data().exists(), "a suggestion leaves no file behind where there was none");
    world.run("mood 3");
    let first = world.run("suggest");
    world.at("2026-11-21T21:15:00+01:00");
    assert_ne!(first.stdout, world.run("suggest").stdout);
}

#[test]
fn of_one_kind() {
    let world = begun();
    assert_snapshot!(world.run("suggest --category outside"), @"
    exit 0
    --- stdout
    Go and see some water. Visit the nearest water, be it a river, a pond or a fountain, and
    watch it move for a while.
    ");
    assert_snapshot!(world.run("suggest --category ownpart"), @"
    exit 2
    --- stderr
    nocontact: --category <CATEGORY> takes one of: body, outside, people, home, play, calm, screen, kind, sleepfood, ahead; see --help
    ");
}

#[test]
fn all_of_one_kind() {
    let world = World::new();
    assert_snapshot!(world.run("suggest --list --category sleepfood"), @"
    exit 0
    --- stdout
      sleepfood-001  Water, then one proper thing. Drink a glass of water and eat something real
                     today. On heavy days that counts as looking after yourself. (10 min)
      sleepfood-002  Plain and warm. Eat something plain and warm: toast, soup, porridge, rice.
                     Simple food is still food. (15 min)
      sleepfood-003  Set tomorrow's start. Decide when you'll get up tomorrow and set the alarm
                     now, so that bedtime has one question fewer. (1 min)
      sleepfood-004  Leave it in the kitchen. Write tomorrow's three jobs on paper and park the
                     paper by the kettle. The bedroom has no use for it. (4 min)
      sleepfood-005  Let evening look like evening. Turn off the brightest lamp in the room and
                     stay with the small ones until bed. (1 min)
      sleepfood-006  A pot that keeps. Cook something that keeps and put a portion by.
                     Tomorrow's cook will think well of you. (45 min)
      sleepfood-007  Breakfast, seated. Have breakfast at a table, on a plate, with nothing to
                     scroll through. (10 min)
      sleepfood-008  A bit of colour. Add one thing with a colour to lunch: a tomato, an orange,
                     a heap of peas. (4 min)
    ");
    let all = world.run("suggest --list --json");
    assert!(all.stdout.lines().count() >= 96, "{all}");
    assert!(all.stdout.lines().all(|line| line.starts_with("{\"id\":\"")), "{all}");
    assert_snapshot!(all.stdout.lines().next().unwrap(), @r#"{"id":"body-001","category":"body","title":"Shoulders down","body":"Lift both shoulders up to your ears, hold for a slow count of five, then let go. Twice is plenty.","minutes":1,"source":["S2-2","E1"],"own":false,"hidden":false}"#);
}

#[test]
fn with_needs_that_cannot_be_met() {
    let world = World::new();
    settings(&world, "[suggestions]\nwithout = [\"outside\", \"mobility\"]\n");
    assert_snapshot!(world.run("suggest --list --category outside"), @"
    exit 0
    --- stdout
      outside-013    Your weather report. Open a window, lean out a little and describe the
                     weather in three words, as if for the radio. (1 min)
    ");
    assert_snapshot!(world.run("suggest --category outside"), @"
    exit 0
    --- stdout
    Your weather report. Open a window, lean out a little and describe the weather in three
    words, as if for the radio.
    ");
}

#[test]
fn never_this_one_again() {
    let world = begun();
    assert_snapshot!(world.run("suggest --hide sleepfood-001"), @r#"
    exit 0
    --- stdout
    "Water, then one proper thing" will not come again. nocontact undo takes that back.
    "#);
    let list = world.run("suggest --list --category sleepfood");
    assert!(list.stdout.contains("(10 min,\n                 hidden)"), "{list}");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: suggest --hide of today 21:14. nocontact undo --redo puts it back.
    ");
    let list = world.run("suggest --list --category sleepfood");
    assert!(!list.stdout.contains("hidden"), "{list}");
    world.run("suggest --hide sleepfood-001");
    world.run("mood 3");
    assert_snapshot!(world.run("suggest --unhide sleepfood-001"), @r#"
    exit 0
    --- stdout
    "Water, then one proper thing" may come again.
    "#);
    let list = world.run("suggest --list --category sleepfood");
    assert!(!list.stdout.contains("hidden"), "{list}");
    assert_snapshot!(world.run("suggest --unhide sleepfood-001"), @r#"
    exit 0
    --- stdout
    "Water, then one proper thing" is not hidden.
    "#);
    assert_snapshot!(world.run("suggest --unhide nothing-000"), @"
    exit 2
    --- stderr
    nocontact: there is no suggestion with that id; nocontact suggest --list
    ");
    assert_snapshot!(world.run("suggest --hide nothing-000"), @"
    exit 2
    --- stderr
    nocontact: there is no suggestion with that id; nocontact suggest --list
    ");
}

#[test]
fn json_of_one() {
    let world = begun();
    assert_snapshot!(world.run("suggest --json"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact suggest --list --json; see --help
    ");
}

#[test]
fn with_a_damaged_data_file() {
    let world = begun();
    damage(&world);
    assert_snapshot!(world.run("suggest"), @"
    exit 5
    --- stdout
    A shower with no hurry. Take your shower as if you had nowhere to be: warm water on the
    neck, then the back, then a clean towel.
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
}
