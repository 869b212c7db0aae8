//! `finish --message`: the gate before one message (programme A.9, C.2). Guards promise 6: it opens
//! for whoever may think of one, after the window and by day, and for nobody else.

use insta::assert_snapshot;

use super::begun;
use crate::world::{Ran, World};

const YES: (&str, &str) = ("Enter for no:", "y\n");
const NO: (&str, &str) = ("Enter for no:", "\n");

/// A window that is complete, on the morning after.
fn complete() -> World {
    let mut world = begun();
    world.at("2026-12-04T10:00:00+01:00");
    world
}

fn answered(world: &World, yes: usize) -> Ran {
    let mut dialogue = vec![YES; yes];
    if yes < 10 {
        dialogue.push(NO);
    }
    world.run_in_terminal("finish --message", 80, &dialogue)
}

#[test]
fn all_of_it_is_so() {
    assert_snapshot!(answered(&complete(), 10), @r#"
    exit 0
    --- terminal
    10 lines, one at a time. y: it is so. Enter: no. The first no ends this, and
    none of your answers is kept.

    1 of 10: No court or police order stands between us.
    y, or Enter for no: y
    2 of 10: They have not asked for space, and have not said no.
    y, or Enter for no: y
    3 of 10: As far as I know there is nobody new, and no upheaval in their life.
    y, or Enter for no: y
    4 of 10: There was no fear and no violence between us.
    y, or Enter for no: y
    5 of 10: Nobody is being pressed by a date: not them, and not me.
    y, or Enter for no: y
    6 of 10: I would be all right if no answer ever came.
    y, or Enter for no: y
    7 of 10: I can say my part in two sentences, with no "but" in them.
    y, or Enter for no: y
    8 of 10: One change is real already: done, not promised.
    y, or Enter for no: y
    9 of 10: It is day, and I have slept.
    y, or Enter for no: y
    10 of 10: No message of mine is waiting for an answer.
    y, or Enter for no: y

    Then one message may be thought about. It is no task, and tomorrow is as good a
    day. Five rules:
      1  One message, and no second one.
      2  Short: a few sentences.
      3  Your own part in it, no more and no less.
      4  Nothing in it asks for a quick reply, and it says that no answer is fine.
      5  No gifts, no visits, nobody in between, no new accounts.
    From research: parting and coming together again, over and over, goes with more
    distress.
    Silence for good is an answer, and keeping the space is as good a choice as it
    was before. The words are yours: nothing is written or sent for you. If there is
    a message one day, nocontact contacted logs it.
    The daemon does not run, so no notices come: nocontact start
    "#);
}

#[test]
fn the_first_no_ends_it_with_its_reason() {
    let world = complete();
    assert_snapshot!(answered(&world, 0), @"
    exit 0
    --- terminal
    10 lines, one at a time. y: it is so. Enter: no. The first no ends this, and
    none of your answers is kept.

    1 of 10: No court or police order stands between us.
    y, or Enter for no: 

    Then keep the space: an order decides this, and a lawyer or the court can say
    what it allows.
    However long it takes. Other lives go on after a while, and so does yours. Which
    part of it could do with some tending?
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(answered(&world, 6), @r#"
    exit 0
    --- terminal
    10 lines, one at a time. y: it is so. Enter: no. The first no ends this, and
    none of your answers is kept.

    1 of 10: No court or police order stands between us.
    y, or Enter for no: y
    2 of 10: They have not asked for space, and have not said no.
    y, or Enter for no: y
    3 of 10: As far as I know there is nobody new, and no upheaval in their life.
    y, or Enter for no: y
    4 of 10: There was no fear and no violence between us.
    y, or Enter for no: y
    5 of 10: Nobody is being pressed by a date: not them, and not me.
    y, or Enter for no: y
    6 of 10: I would be all right if no answer ever came.
    y, or Enter for no: y
    7 of 10: I can say my part in two sentences, with no "but" in them.
    y, or Enter for no: 

    Then keep the space: words that still need a "but" need more time, and nothing
    runs out.
    However long it takes. Other lives go on after a while, and so does yours. Which
    part of it could do with some tending?
    The daemon does not run, so no notices come: nocontact start
    "#);
    for yes in 0..10 {
        let ran = answered(&world, yes);
        assert_eq!(ran.exit, "exit 0");
        assert!(ran.terminal.contains("Then keep the space: "), "{ran}");
        assert!(!ran.terminal.contains("Five rules"), "{ran}");
        assert!(!ran.terminal.contains(&format!("{} of 10", yes + 2)), "{ran}");
    }
    for word in ["n", "no", "maybe", "ja", "y y", " "] {
        let ran =
            world.run_in_terminal("finish --message", 80, &[("for no:", &format!("{word}\n"))]);
        assert!(ran.terminal.contains("Then keep the space: "), "{word}: {ran}");
    }
    let hung_up = world.run_in_terminal("finish --message", 80, &[("for no:", "\u{4}")]);
    assert!(hung_up.terminal.contains("Then keep the space: "), "{hung_up}");
}

#[test]
fn nothing_of_it_is_kept() {
    let world = complete();
    let before = (world.run("log --notes"), world.run("about --json"), world.run("status --json"));
    answered(&world, 10);
    answered(&world, 3);
    let after = (world.run("log --notes"), world.run("about --json"), world.run("status --json"));
    assert_eq!(before, after);
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: start of Sat 21 Nov, 21:14. nocontact undo --redo puts it back.
    ");
}

#[test]
fn what_was_sent_stands_in_the_last_line() {
    let mut world = complete();
    world.run("contacted --keep");
    world.at("2026-12-08T10:00:00+01:00");
    let ran = answered(&world, 9);
    assert!(ran.terminal.contains("waiting for an answer. (Contact was logged for\n"), "{ran}");
    assert!(ran.terminal.contains("Then keep the space: one is out there already"), "{ran}");
    world.run("received --kind warm");
    let ran = answered(&world, 10);
    assert!(
        !ran.terminal.contains("was logged for") && ran.terminal.contains("Five rules"),
        "{ran}"
    );
}

#[test]
fn never_by_night() {
    let mut world = complete();
    for (clock, opens) in [
        ("2026-12-04T22:59:00+01:00", true),
        ("2026-12-04T23:00:00+01:00", false),
        ("2026-12-05T05:59:00+01:00", false),
        ("2026-12-05T06:00:00+01:00", true),
    ] {
        world.at(clock);
        let dialogue: &[_] = if opens { &[NO] } else { &[] };
        let ran = world.run_in_terminal("finish --message", 80, dialogue);
        assert_eq!(ran.exit == "exit 0", opens, "{clock}: {ran}");
        assert_eq!(ran.terminal.contains("in daylight, after some sleep"), !opens, "{ran}");
    }
}

#[test]
fn never_where_nobody_can_be_asked_and_never_before_its_time() {
    let world = complete();
    assert_snapshot!(world.run("finish --message"), @"
    exit 1
    --- stderr
    nocontact: this is a page of questions, and nobody can be asked here; it opens on a terminal
    ");
    let world = begun();
    assert_snapshot!(world.run("finish --message"), @"
    exit 1
    --- stderr
    nocontact: this page is for after the window; for today, not now is enough
    ");
    let world = World::new();
    assert_snapshot!(world.run("finish --message"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
    world.run("start --since '3 nov' --days none --no-daemon");
    assert_snapshot!(world.run("finish --message"), @"
    exit 1
    --- stderr
    nocontact: this window has no end, so there is no page for after it; keeping the space needs none
    ");
    assert_snapshot!(world.run("finish --message --close"), @"
    exit 2
    --- stderr
    nocontact: --message does not go with --close; see --help
    ");
    assert_snapshot!(world.run("finish --message --extend 7"), @"
    exit 2
    --- stderr
    nocontact: --message does not go with --extend <DAYS>; see --help
    ");
    assert_snapshot!(world.run("finish --message 'Dear you'"), @"
    exit 2
    --- stderr
    nocontact: there is a word too many, or an option that this command does not have; see --help
    ");
}

#[test]
fn never_where_safety_or_their_word_speaks_against_it() {
    for situation in ["order_on_me", "order_for_me", "asked_no_contact", "afraid_or_hurt"] {
        let world = complete();
        world.run(&format!("about situation {situation} children"));
        let ran = world.run_in_terminal("finish --message", 80, &[]);
        assert_eq!(ran.exit, "exit 1", "{ran}");
        match situation {
            "asked_no_contact" => assert_snapshot!(ran, @"
            exit 1
            --- terminal
            nocontact: you were asked for no contact, and that holds on every day; this page
            stays closed
            "),
            "afraid_or_hurt" => assert_snapshot!(ran, @"
            exit 1
            --- terminal
            nocontact: where there was fear or violence this page stays closed, on every
            day; nocontact sos has somebody to talk to
            "),
            "order_on_me" => assert_snapshot!(ran, @"
            exit 1
            --- terminal
            nocontact: with an order in place this page stays closed, on every day; a lawyer
            or the court can say more
            "),
            _ => assert_snapshot!(ran, @"
            exit 1
            --- terminal
            nocontact: with an order in place this page stays closed, on every day; a lawyer
            or the court can say more
            "),
        }
        assert!(!world.run("finish").stdout.contains("message"));
    }
    for kind in ["stop", "closed"] {
        let world = begun();
        world.run(&format!("received --kind {kind}"));
        let mut world = world;
        world.at("2026-12-04T10:00:00+01:00");
        let ran = world.run_in_terminal("finish --message", 80, &[]);
        assert!(ran.terminal.contains("it was theirs to say"), "{ran}");
        assert!(!world.run("finish").stdout.contains("message"));
    }
}

/// Also over windows that were opened anew after each contact.
#[test]
fn never_after_two_without_an_answer() {
    let mut world = begun();
    world.run("contacted --restart");
    world.at("2026-11-25T10:00:00+01:00").run("contacted --restart");
    world.at("2026-12-27T10:00:00+01:00");
    assert_snapshot!(world.run_in_terminal("finish --message", 80, &[]), @"
    exit 1
    --- terminal
    nocontact: two with no answer is an answer; this page stays closed
    ");
    assert_snapshot!(world.run("finish"), @"
    exit 0
    --- stdout
    Complete: 30 of 30 days · day 32 since the start.
      Days  32 of 32 without contact, longest stretch 32
    First, you. Before the choices: what would be good for you in the coming weeks, whatever
    anyone else does?
      Keep the space   nothing to do: the days go on counting
      Add days         nocontact finish --extend 7 (or 14, 30, …)
      Close the count  nocontact finish --close
    Two with no answer is an answer.
    ");
    world.run("received --kind smalltalk");
    assert!(world.run("finish").stdout.contains("Think about one message"));
    assert_eq!(answered(&world, 0).exit, "exit 0");
}
