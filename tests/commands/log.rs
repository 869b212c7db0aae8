//! `log`: what was logged, in order.

use insta::assert_snapshot;

use super::begun;
use crate::world::{NOW, World};

fn full() -> World {
    let mut world = begun();
    world.at("2026-11-05T23:10:00+01:00").run("contacted --note 'two lines'");
    world.at("2026-11-10T09:00:00+01:00").run("contacted --necessary");
    world.at("2026-11-14T20:00:00+01:00").run("received --kind warm --via card");
    world.at("2026-11-20T22:40:00+01:00").run("urge 4 --feeling lonely --trigger 'a song'");
    world.run("answer easier 2");
    world.run("mood 2");
    world.at("2026-11-21T20:00:00+01:00").run("note 'slept better'");
    world.run("urge");
    world.at(NOW);
    world
}

#[test]
fn with_nothing_in_it() {
    let world = World::new();
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
    Nothing is logged yet.
    ");
    assert_snapshot!(world.run("log --json"), @"exit 0");
    assert!(!world.data().exists(), "asking leaves nothing behind");
}

#[test]
fn all_of_it() {
    let world = full();
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  Thu 5 Nov, 23:10 · contacted · with words (--notes)
      [id2]  Tue 10 Nov, 09:00 · contacted necessary
      [id3]  Sat 14 Nov, 20:00 · received warm, via card
      [id4]  yesterday 22:40 · urge 4, lonely, set off by a song
      [id5]  yesterday 22:40 · outcome of [id4]: easier, 2 afterwards
      [id6]  yesterday 22:40 · mood 2
      [id7]  today 20:00 · note · with words (--notes)
      [id8]  today 20:00 · urge
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  Thu 5 Nov, 23:10 · contacted · two lines
      [id2]  Tue 10 Nov, 09:00 · contacted necessary
      [id3]  Sat 14 Nov, 20:00 · received warm, via card
      [id4]  yesterday 22:40 · urge 4, lonely, set off by a song
      [id5]  yesterday 22:40 · outcome of [id4]: easier, 2 afterwards
      [id6]  yesterday 22:40 · mood 2
      [id7]  today 20:00 · note · slept better
      [id8]  today 20:00 · urge
    ");
}

#[test]
fn of_one_kind() {
    let world = full();
    for kind in ["urge", "outcome", "received", "contacted", "mood", "note"] {
        let ran = world.run(&format!("log --kind {kind}"));
        match kind {
            "urge" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
              [id1]  yesterday 22:40 · urge 4, lonely, set off by a song
              [id2]  today 20:00 · urge
            "),
            "outcome" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
              [id3]  yesterday 22:40 · outcome of [id1]: easier, 2 afterwards
            "),
            "received" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
              [id4]  Sat 14 Nov, 20:00 · received warm, via card
            "),
            "contacted" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
              [id5]  Thu 5 Nov, 23:10 · contacted · with words (--notes)
              [id6]  Tue 10 Nov, 09:00 · contacted necessary
            "),
            "mood" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
              [id7]  yesterday 22:40 · mood 2
            "),
            _ => assert_snapshot!(ran, @"
            exit 0
            --- stdout
              [id8]  today 20:00 · note · with words (--notes)
            "),
        }
    }
    assert_snapshot!(world.run("log --kind slip"), @"
    exit 2
    --- stderr
    nocontact: --kind <KIND> takes one of: urge, outcome, received, contacted, mood, note; see --help
    ");
}

#[test]
fn from_some_time_on() {
    let world = full();
    assert_snapshot!(world.run("log --since yesterday"), @"
    exit 0
    --- stdout
      [id1]  yesterday 22:40 · urge 4, lonely, set off by a song
      [id2]  yesterday 22:40 · outcome of [id1]: easier, 2 afterwards
      [id3]  yesterday 22:40 · mood 2
      [id4]  today 20:00 · note · with words (--notes)
      [id5]  today 20:00 · urge
    ");
    assert_snapshot!(world.run("log --since '7 days ago' --kind urge"), @"
    exit 0
    --- stdout
      [id1]  yesterday 22:40 · urge 4, lonely, set off by a song
      [id5]  today 20:00 · urge
    ");
    assert_snapshot!(world.run("log --since '30m ago'"), @"
    exit 0
    --- stdout
    Nothing like that is logged.
    ");
    assert_snapshot!(world.run("log --since tomorrow"), @"
    exit 2
    --- stderr
    nocontact: cannot read 'tomorrow' as a time: try 'yesterday 22:00' or '3 nov 14:05'
    ");
}

#[test]
fn as_json() {
    let world = full();
    assert_snapshot!(world.run("log --json"), @r#"
    exit 0
    --- stdout
    {"id":"[id1]","kind":"contacted","at":"2026-11-05T23:10:00+01:00","necessary":false}
    {"id":"[id2]","kind":"contacted","at":"2026-11-10T09:00:00+01:00","necessary":true}
    {"id":"[id3]","kind":"received","at":"2026-11-14T20:00:00+01:00","received_kind":"warm","via":"card"}
    {"id":"[id4]","kind":"urge","at":"2026-11-20T22:40:00+01:00","strength":4,"feeling":"lonely","trigger":"a song","outcome":"easier","strength_after":2}
    {"id":"[id5]","kind":"outcome","at":"2026-11-20T22:40:00+01:00","urge":"[id4]","outcome":"easier","strength_after":2}
    {"id":"[id6]","kind":"mood","at":"2026-11-20T22:40:00+01:00","mood":2}
    {"id":"[id7]","kind":"note","at":"2026-11-21T20:00:00+01:00"}
    {"id":"[id8]","kind":"urge","at":"2026-11-21T20:00:00+01:00","strength":null,"feeling":null,"trigger":null,"outcome":null,"strength_after":null}
    "#);
    assert_snapshot!(world.run("log --json --notes --kind note"), @r#"
    exit 0
    --- stdout
    {"id":"[id7]","kind":"note","at":"2026-11-21T20:00:00+01:00","note":"slept better"}
    "#);
}

#[test]
fn an_outcome_is_there_also_where_the_list_begins_later() {
    let mut world = begun();
    world.at("2026-11-20T23:50:00+01:00").run("urge 4");
    world.at("2026-11-21T00:20:00+01:00").run("answer easier 2");
    assert_snapshot!(world.run("log --since '21 nov' --json"), @r#"
    exit 0
    --- stdout
    {"id":"[id1]","kind":"outcome","at":"2026-11-21T00:20:00+01:00","urge":"[id2]","outcome":"easier","strength_after":2}
    "#);
    assert_snapshot!(world.run("log --kind urge --json"), @r#"
    exit 0
    --- stdout
    {"id":"[id2]","kind":"urge","at":"2026-11-20T23:50:00+01:00","strength":4,"feeling":null,"trigger":null,"outcome":"easier","strength_after":2}
    "#);
}

#[test]
fn a_day_without_a_time_of_day() {
    let world = begun();
    world.run("note a walk --at '3 nov'");
    world.run("note a call --at yesterday");
    world.run("note a film --at '3 nov 00:01'");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  Tue 3 Nov · note · a walk
      [id2]  Tue 3 Nov, 00:01 · note · a film
      [id3]  yesterday · note · a call
    ");
}
