//! The user's own texts, as every command that speaks from the catalogue says them: promises 2, 3
//! and 6 of design §1.

use std::fs;

use insta::assert_snapshot;
use nocontact::catalogue::{EXAMPLE, load};
use nocontact::countdown::notice::NoticeKind;
use nocontact::countdown::text::Pool;

use super::{begun, settings, texts, was_shown};
use crate::world::World;

const BALCONY: &str = "[[entry]]\nid = \"my-balcony\"\npool = \"suggestion\"\ncategory = \"home\"\n\
                       title = \"Water the balcony\"\nbody = \"From pot to pot, the basil first.\"\n\
                       discreet = true\nneeds = [\"outside\"]\n";

/// Switches off all texts of a pool.
fn without(pool: Pool) -> String {
    let ids = load(pool).unwrap().into_iter().map(|text| text.id);
    let off = ids.map(|id| format!("[[entry]]\nid = \"{id}\"\nenabled = false\n"));
    off.collect::<Vec<_>>().concat()
}

/// One text of a pool, said in the place of all the shipped ones.
fn alone(pool: Pool, case: &str) -> String {
    let case = if case.is_empty() { String::new() } else { format!("case = \"{case}\"\n") };
    format!(
        "{}[[entry]]\nid = \"mine\"\npool = \"{pool}\"\n{case}title = \"My own words\"\n\
         body = \"They are about the {pool}.\"\ndiscreet = true\nexclude_situations = \
         [\"order_on_me\", \"order_for_me\", \"asked_no_contact\", \"afraid_or_hurt\"]\n",
        without(pool)
    )
}

#[test]
fn every_command_says_them() {
    for (pool, case, command) in [
        (Pool::Suggestion, "", "suggest"),
        (Pool::UrgeStep, "", "urge 3"),
        (Pool::UrgeStep, "", "sos"),
        (Pool::UrgeFollowup, "easier", "answer easier"),
        (Pool::Slip, "", "contacted --keep"),
        (Pool::Received, "warm", "received --kind warm"),
        (Pool::AfterWindow, "early", "finish --close"),
        (Pool::LowMood, "", "mood 2"),
        (Pool::Suggestion, "", "upcoming"),
    ] {
        let mut world = begun();
        if case == "easier" {
            world.run("urge 3");
        }
        if command == "upcoming" {
            world.at("2026-11-22T08:00:00+01:00");
        }
        texts(&world, &alone(pool, case));
        let ran = world.run(command);
        assert!(ran.exit == "exit 0" && ran.stderr.is_empty(), "{command}\n{ran}");
        let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("My own words"), "{command}\n{ran}");
        assert!(said.contains(&format!("They are about the {pool}.")), "{command}\n{ran}");
        if !matches!(command, "sos" | "upcoming") {
            world.run("about situation order_for_me");
            let ran = world.run(command);
            assert!(!ran.stdout.contains("My own words"), "{command}\n{ran}");
        }
    }
}

#[test]
fn listed_hidden_and_shown_again() {
    let world = begun();
    texts(&world, &format!("{BALCONY}{}", without(Pool::Suggestion)));
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    Water the balcony. From pot to pot, the basil first.
    ");
    assert_snapshot!(world.run("status"), @r#"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Open: "Water the balcony"   nocontact answer done|another|later
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    "#);
    assert_snapshot!(world.run("suggest --hide my-balcony"), @r#"
    exit 0
    --- stdout
    "Water the balcony" will not come again. nocontact undo takes that back.
    "#);
    let list = world.run("suggest --list --category home");
    assert!(list.stdout.lines().filter(|line| line.contains("hidden)")).count() > 8, "{list}");
    assert!(list.stdout.ends_with(
        "  my-balcony     Water the balcony. From pot to pot, the basil first. (5 min, yours, hidden)\n"
    ), "{list}");
    let json = world.run("suggest --list --category home --json");
    assert_snapshot!(json.stdout.lines().last().unwrap(), @r#"{"id":"my-balcony","category":"home","title":"Water the balcony","body":"From pot to pot, the basil first.","minutes":5,"source":[],"own":true,"hidden":true}"#);
    assert_snapshot!(world.run("suggest --unhide my-balcony"), @r#"
    exit 0
    --- stdout
    "Water the balcony" may come again.
    "#);
    assert_snapshot!(world.run("suggest --unhide home-001"), @r#"
    exit 1
    --- stderr
    nocontact: "One clear surface" is switched off in [home]/.config/nocontact/texts.toml; take it out there
    "#);
    let ran = world.run("suggest --list --category home");
    assert!(ran.stdout.ends_with("(5 min, yours)\n"), "{ran}");
    settings(&world, "[suggestions]\nwithout = [\"outside\"]\n");
    assert_snapshot!(world.run("suggest --list --category home --json").stdout.lines().last().unwrap(), @r#"{"id":"home-010","category":"home","title":"Purely your taste","body":"Hang, place or paint one thing that is entirely your taste. Nobody else gets a vote.","minutes":30,"source":["S4-6","S1-20","S2-16","E11"],"own":false,"hidden":true}"#);
    assert_snapshot!(world.run("suggest"), @"
    exit 1
    --- stderr
    nocontact: nothing is left to suggest: your settings, your situation and what you hid leave no text; nocontact suggest --list shows what there is
    ");
}

#[test]
fn one_that_was_shown_and_is_gone_is_an_open_question_still() {
    let world = begun();
    texts(&world, BALCONY);
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "my-balcony");
    let status = world.run("status");
    assert!(status.stdout.contains("Open: \"Water the balcony\""), "{status}");
    texts(&world, "");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Open: the last suggestion   nocontact answer done|another|later
    1 more open: nocontact answer
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Open: the last suggestion   nocontact answer done|another|later
    Open: how was the day, from 1 to 5?   nocontact answer 1|2|3|4|5
    ");
    assert_snapshot!(world.run("answer done"), @"
    exit 0
    --- stdout
    Done: the suggestion.
    ");
}

#[test]
fn one_that_was_hidden_and_is_gone_can_be_let_in_again() {
    let world = begun();
    texts(&world, BALCONY);
    world.run("suggest --hide my-balcony");
    texts(&world, "");
    assert_snapshot!(world.run("suggest --hide my-balcony"), @"
    exit 2
    --- stderr
    nocontact: there is no suggestion with that id; nocontact suggest --list
    ");
    assert_snapshot!(world.run("suggest --unhide my-balcony"), @"
    exit 0
    --- stdout
    It may come again.
    ");
    assert_snapshot!(world.run("suggest --unhide my-balcony"), @"
    exit 2
    --- stderr
    nocontact: there is no suggestion with that id; nocontact suggest --list
    ");
}

#[test]
fn a_mistake_is_said_once_and_stops_nothing() {
    let world = begun();
    let broken = BALCONY.replace("my-balcony", "broken").replace("true", "5");
    texts(&world, &format!("{broken}{BALCONY}{}", without(Pool::UrgeFollowup)));
    for command in ["urge 4", "received --kind warm", "contacted --keep", "sos", "suggest"] {
        let ran = world.run(command);
        assert_eq!(ran.exit, "exit 0", "{command}\n{ran}");
        assert_eq!(
            ran.stderr,
            "nocontact: texts, line 7: entry 'broken': discreet: use true or false; the other texts \
             stand (nocontact config check)\n"
        );
    }
    // What says nothing from the catalogue does not read it.
    for command in ["note x", "log", "undo"] {
        assert_eq!(world.run(command).stderr, "", "{command}");
    }
    let list = world.run("suggest --list --json");
    assert!(list.stdout.contains("my-balcony"), "{list}");
    assert!(!list.stdout.contains("\"broken\""), "{list}");
}

#[test]
fn checked() {
    let world = World::new();
    texts(&world, EXAMPLE);
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    You have no settings of your own. 309 shipped texts and 2 of your own are in order.
      1 of yours in place of a shipped one
      1 of the shipped switched off
    ");
    texts(&world, &BALCONY.replace("discreet = true", "discreet = false"));
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    You have no settings of your own. 309 shipped texts and 1 of your own are in order.
      1 of yours in no notification, for not being discreet
    ");
    settings(&world, "[notifications]\nprivacy = \"plain\"\n");
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    Your settings are in order. 309 shipped texts and 1 of your own are in order.
    ");
    let broken = BALCONY.replace("Water", "Water & wine").replace("balcony\"", "balcony");
    texts(&world, &format!("{BALCONY}{broken}[[entry]]\nid = \"body-999\"\nenabled = false\n"));
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/texts.toml, line 10: entry 'my-balcony': this is not TOML: invalid basic string, expected `"`
    [home]/.config/nocontact/texts.toml, line 17: entry 'body-999': there is no shipped text with this id that it could switch off
    309 shipped texts and 1 of your own are in order.
    --- stderr
    nocontact: the texts above cannot be used; all others stand
    "#);
    settings(&world, "[window]\nlength = 0\n");
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, line 2: length: use days from 1 to 365, or "none"
    [home]/.config/nocontact/texts.toml, line 10: entry 'my-balcony': this is not TOML: invalid basic string, expected `"`
    [home]/.config/nocontact/texts.toml, line 17: entry 'body-999': there is no shipped text with this id that it could switch off
    309 shipped texts and 1 of your own are in order.
    --- stderr
    nocontact: the above cannot be used; all the others stand
    "#);
    texts(&world, "[[entry]]\nid = \"body-999\"\nenabled = false\n");
    settings(&world, "");
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    [home]/.config/nocontact/texts.toml, line 1: entry 'body-999': there is no shipped text with this id that it could switch off
    Your settings are in order. 309 texts are in order.
    ");
}

/// Whoever is told that a follow-up comes is not left without one unawares.
#[test]
fn a_check_names_the_notices_that_are_left_without_words() {
    let world = begun();
    texts(&world, &without(Pool::Notice));
    let check = |privacy: &str| {
        settings(&world, &format!("[notifications]\nprivacy = \"{privacy}\"\n"));
        let ran = world.run("config check");
        let said =
            ran.stdout.lines().filter_map(|line| line.trim().strip_prefix("no text is left for "));
        said.map(|rest| rest.replace("; what needs one never comes", "")).collect::<Vec<_>>()
    };
    assert_eq!(check("discreet"), ["'welcome'", "'follow-up'", "'end'"]);
    assert_eq!(check("hidden"), ["'hidden'", "'welcome'", "'follow-up'", "'end'"]);
    let mine = "[[entry]]\nid = \"notice-hidden-001\"\npool = \"notice\"\ncase = \"hidden\"\n\
                title = \"Mine\"\nbody = \"Look.\"\n";
    texts(&world, mine);
    assert_eq!(check("hidden"), ["'hidden'"]);
    texts(&world, &format!("{mine}discreet = true\n"));
    assert_eq!(check("hidden"), Vec::<String>::new());
    texts(&world, &mine.replace("hidden", "welcome"));
    assert_eq!(check("plain"), Vec::<String>::new());
    assert_eq!(check("discreet"), Vec::<String>::new(), "another one of the shipped is left");
}

#[test]
fn an_example() {
    let world = World::new();
    let shown = world.run("config texts");
    assert_eq!(shown.stdout, EXAMPLE);
    assert_eq!((shown.exit.as_str(), shown.stderr.as_str()), ("exit 0", ""));
    assert_snapshot!(world.run("config texts --help"), @"
    exit 0
    --- stdout
    Print an example of a file with texts of your own

    They go into texts.toml beside your settings, add to the shipped texts or stand in their place, and
    are never overwritten. What you write as a suggestion, reflection, milestone or notice may be shown
    in a notification, in your words; no log has them.

    Usage: nocontact config texts

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Example: nocontact config texts

    If it is too much right now: nocontact sos
    ");
}

#[test]
fn they_are_never_written() {
    let world = begun();
    let file = world.home().join(".config/nocontact/texts.toml");
    texts(&world, BALCONY);
    let before = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap());
    for command in
        ["suggest", "suggest --hide my-balcony", "suggest --unhide my-balcony", "config check"]
    {
        world.run(command);
    }
    let after = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap());
    assert_eq!(before, after);
}
