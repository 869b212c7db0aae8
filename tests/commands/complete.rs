//! What a call from a shell's script is answered with, and what it may do at most.
//!
//! Guards promise 2 of design §1: pressing TAB keeps, changes and tells nothing. How it is in the
//! shells themselves: tests/shells.rs.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use insta::assert_snapshot;
use rusqlite::Connection;

use super::{damage, id_of, settings, texts};
use crate::world::{Ran, World};

/// A call from a script, with the line typed so far.
fn call(world: &mut World, line: &str) -> Ran {
    world.env("NOCONTACT_COMPLETE", "fish");
    let ran = world.run(&format!("-- nocontact {line}"));
    world.env_remove("NOCONTACT_COMPLETE");
    assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""), "{line}");
    ran
}

/// Every line at which there is a live value.
const LIVE: [&str; 9] = [
    "edit ''",
    "suggest --hide ''",
    "suggest --unhide ''",
    "about plan remove ''",
    "about country ''",
    "sos --country ''",
    "config set ''",
    "config set privacy ''",
    "man ''",
];

#[test]
fn live_values_are_ids_and_numbers_and_never_words() {
    let mut world = World::new();
    world.run("start --since '3 nov 14:05' --no-daemon");
    world.run("urge 5 --feeling SECRET --trigger SECRET --note SECRET --at 'yesterday 20:00'");
    world.run("received --kind warm --via SECRET --note SECRET --at 20:00");
    world.run("note SECRET");
    world.run("about plan add SECRET");
    world.run("about plan add SECRET");
    world.run("about person SECRET");
    world.run("suggest --hide body-001");
    assert_snapshot!(call(&mut world, "edit ''"), @"
    exit 0
    --- stdout
    [id1]	note, today 21:14
    [id2]	received, today 20:00
    [id3]	urge, yesterday 20:00
    ");
    assert_snapshot!(call(&mut world, "suggest --unhide ''"), @"
    exit 0
    --- stdout
    body-001
    ");
    assert_snapshot!(call(&mut world, "about plan remove ''"), @"
    exit 0
    --- stdout
    1
    2
    ");
    assert_snapshot!(call(&mut world, "about country ''"), @"
    exit 0
    --- stdout
    AT
    AU
    BR
    CA
    CH
    DE
    ES
    FR
    GB
    IE
    IN
    IT
    NL
    NZ
    US
    ZA
    ");
    assert_snapshot!(call(&mut world, "config set m"), @"
    exit 0
    --- stdout
    max_per_day	by default 5
    midday	by default off
    min_gap	by default 3h
    morning	by default 09:00
    ");
    assert_snapshot!(call(&mut world, "man about-p"), @r#"
    exit 0
    --- stdout
    about-plan	Your own if-then plans, shown first when an urge comes
    about-person	Someone you can call, in your words; "none" clears it
    about-plan-add	Add one: "If it is late and I want to write, I put the phone in the kitchen."
    about-plan-remove	Remove one
    about-plan-list	List them
    "#);
    for line in LIVE {
        assert!(!call(&mut world, line).stdout.contains("SECRET"), "{line}");
    }
    let id = &id_of(&world, 0)[..12];
    let found = call(&mut world, &format!("edit {id}")).stdout;
    assert!(found.lines().count() == 1 && found.ends_with("urge, yesterday 20:00\n"), "{found}");
}

#[test]
fn the_values_of_a_setting_are_the_words_that_it_can_be() {
    let mut world = World::new();
    let keys =
        ["privacy", "rhythm", "window.on_contact", "without", "evening", "length", "min_gap"];
    let offered = keys.map(|key| {
        let values = call(&mut world, &format!("config set {key} ''")).stdout;
        let values: Vec<&str> = values.lines().collect();
        for value in &values {
            assert_eq!(world.run(&format!("config set {key} {value}")).exit, "exit 0", "{key}");
        }
        format!("{key}: {}", values.join(" "))
    });
    assert_snapshot!(offered.join("\n"), @"
    privacy: discreet plain hidden default
    rhythm: daily milestones none default
    window.on_contact: ask keep restart default
    without: outside friend money quiet mobility none default
    evening: off default
    length: none default
    min_gap: default
    ");
}

#[test]
fn what_safety_takes_away_is_not_offered_either() {
    let mut world = World::new();
    let all = call(&mut world, "suggest --hide ''").stdout.lines().count();
    world.run("about situation order_on_me asked_no_contact afraid_or_hurt");
    let left = call(&mut world, "suggest --hide ''").stdout.lines().count();
    assert!(0 < left && left < all, "{left} of {all}");
}

/// Nothing is made where there is nothing; nothing is changed, mended, waited for or complained of
/// where there is something wrong.
#[test]
fn a_key_pressed_in_a_shell_changes_and_says_nothing() {
    let mut world = World::new();
    for line in LIVE {
        call(&mut world, line);
    }
    assert!(!world.data().exists(), "a completion made the data directory");
    world.run("start --since '3 nov 14:05' --no-daemon");
    world.run("urge 4");
    settings(&world, "[notifications]\nevening = 7\nfrob = 1\n");
    texts(&world, "not = [");
    world.env("NOCONTACT_NOW", "noon");
    let file = world.data().join("nocontact.db");
    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    let looks = |world: &World| {
        let found = fs::metadata(world.data().join("nocontact.db")).unwrap();
        let names: Vec<_> =
            fs::read_dir(world.data()).unwrap().map(|it| it.unwrap().path()).collect();
        (fs::read(&file).unwrap(), found.modified().unwrap(), found.mode(), names)
    };
    let before = looks(&world);
    for line in LIVE {
        call(&mut world, line);
    }
    assert_eq!(call(&mut world, "edit ''").stdout.lines().count(), 1);
    assert!(looks(&world) == before, "a completion changed the data");
    // Somebody writes.
    let writer = Connection::open(&file).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let offered = call(&mut world, "edit ''").stdout;
    assert!(offered.lines().all(|line| line.starts_with("--")), "{offered}");
    drop(writer);
    damage(&world);
    for line in LIVE {
        call(&mut world, line);
    }
}
