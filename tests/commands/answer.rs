//! `answer`: what a button does, from the terminal.

use insta::assert_snapshot;
use nocontact::countdown::notice::NoticeKind;

use super::{begun, tonight, was_shown};
use crate::world::{NOW, World};

#[test]
fn with_nothing_open() {
    let world = World::new();
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Nothing is open.
    ");
    assert_snapshot!(world.run("answer --json"), @"exit 0");
    assert_snapshot!(world.run("answer easier"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'easier'; nocontact urge logs one
    ");
    assert_snapshot!(world.run("answer peeked"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'peeked'; nocontact urge --peeked logs a look
    ");
    assert_snapshot!(world.run("answer contacted"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'contacted'; nocontact contacted logs contact
    ");
    assert_snapshot!(world.run("answer done"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'done'; nocontact suggest gives a suggestion
    ");
    assert_snapshot!(world.run("answer 3"), @"
    exit 1
    --- stderr
    nocontact: no open question takes '3'; nocontact mood 3 logs a mood
    ");
    assert_snapshot!(world.run("answer maybe"), @"
    exit 2
    --- stderr
    nocontact: use one of: easier, same, stronger, peeked, contacted, done, another, later, review, 1, 2, 3, 4, 5; see --help
    ");
}

#[test]
fn what_is_open() {
    let mut world = begun();
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "kind-001");
    world.at(&tonight("20:10")).run("urge 4");
    world.at(NOW);
    assert_snapshot!(world.run("answer"), @r#"
    exit 0
    --- stdout
    Open: how is the urge of 20:10?   nocontact answer easier|same|stronger
    Open: "What would you tell a friend?"   nocontact answer done|another|later
    Open: how was the day, from 1 to 5?   nocontact answer 1|2|3|4|5
    "#);
    assert_snapshot!(world.run("answer --json"), @r#"
    exit 0
    --- stdout
    {"kind":"urge","id":"[id1]","at":"2026-11-21T20:10:00+01:00"}
    {"kind":"suggestion","id":"1/evening/2026-11-21","at":"2026-11-21T19:30:00+01:00"}
    {"kind":"mood","id":"1/evening/2026-11-21","at":"2026-11-21T19:30:00+01:00"}
    "#);
}

#[test]
fn an_urge_in_each_word() {
    for (word, strength) in [("easier", "2"), ("same", ""), ("stronger", "5"), ("peeked", "")] {
        let world = begun();
        world.run("urge 4");
        let ran = world.run(&format!("answer {word} {strength}"));
        match word {
            "easier" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: easier, 4 before and 2 now.
            That takes something out of you. Holding still is work too. Give yourself ten minutes in
            which nobody wants anything from you.
            "),
            "same" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: same.
            It hasn't grown. It's about where it was, and you're still here. Move to another room and
            stay there for ten minutes.
            "),
            "stronger" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: stronger, 4 before and 5 now.
            A good moment for a person. Ring a friend and say it's a hard moment. nocontact sos has your
            own person, and lines to call.
            "),
            _ => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: peeked.
            One more step in the way. Thank you for noting it. Log out, or move those old messages
            somewhere that takes longer to reach.
            "),
        }
    }
}

#[test]
fn an_urge_that_had_no_number() {
    let world = begun();
    world.run("urge");
    assert_snapshot!(world.run("answer easier 1"), @"
    exit 0
    --- stdout
    Noted for the urge of 21:14: easier, 1 now.
    That takes something out of you. Holding still is work too. Give yourself ten minutes in
    which nobody wants anything from you.
    ");
    world.run("urge");
    assert_snapshot!(world.run("answer easier 6"), @"
    exit 2
    --- stderr
    nocontact: strength: use a number from 1 to 5; see --help
    ");
    assert_snapshot!(world.run("answer easier"), @"
    exit 0
    --- stdout
    Noted for the urge of 21:14: easier.
    Back to what you were doing. Pick up the thing you'd put down when it started, or the
    smallest corner of it.
    ");
}

#[test]
fn twice() {
    let mut world = begun();
    world.run("urge 4");
    {
        let _daemon = world.pretend_daemon();
        assert_snapshot!(world.run("answer same"), @"
        exit 0
        --- stdout
        Noted for the urge of 21:14: same.
        It hasn't grown. It's about where it was, and you're still here. Move to another room and
        stay there for ten minutes.
        I'll ask once more at 21:34.
        ");
    }
    assert_snapshot!(world.run("answer easier"), @"
    exit 0
    --- stdout
    Noted for the urge of 21:14: easier.
    That takes something out of you. Holding still is work too. Give yourself ten minutes in
    which nobody wants anything from you.
    ");
    world.at(&tonight("21:40"));
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Nothing is open.
    ");
    assert_snapshot!(world.run("answer easier 1"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'easier'; nocontact urge logs one
    ");
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Nothing is open.
    ");
}

#[test]
fn an_urge_of_yesterday() {
    let mut world = begun();
    world.at("2026-11-20T23:30:00+01:00").run("urge 4");
    world.at(NOW);
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Open: how is the urge of yesterday 23:30?   nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("answer easier"), @"
    exit 0
    --- stdout
    Noted for the urge of yesterday 23:30: easier.
    That takes something out of you. Holding still is work too. Give yourself ten minutes in
    which nobody wants anything from you.
    ");
    world.at("2026-11-20T23:30:00+01:00").run("urge 4");
    world.at("2026-11-21T23:31:00+01:00");
    assert_snapshot!(world.run("answer easier"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'easier'; nocontact urge logs one
    ");
}

#[test]
fn that_contact_was_made() {
    for choice in ["", "--keep", "--extend 7", "--restart"] {
        let world = begun();
        world.run("urge 4");
        let ran = world.run(&format!("answer contacted {choice}"));
        match choice {
            "" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: contacted.
            Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
            see to that first, in the plainest way you can.
            17 of 18 days without contact · longest stretch 17
            Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
            "),
            "--keep" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: contacted.
            Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
            see to that first, in the plainest way you can.
            17 of 18 days without contact · longest stretch 17
            Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
            "),
            "--extend 7" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: contacted.
            Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
            see to that first, in the plainest way you can.
            17 of 18 days without contact · longest stretch 17
            Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05.
            "),
            _ => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Noted for the urge of 21:14: contacted.
            In a friend's voice. If a friend told you this about their day, what would you say first?
            Say it to yourself in the same tone.
            A new window is open. 18 days before this are kept.
            Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14.
            "),
        }
        if choice == "--restart" {
            assert_snapshot!(world.run("undo"), @"
            exit 0
            --- stdout
            Taken back: answer of today 21:14. nocontact undo --redo puts it back.
            ");
            assert_snapshot!(world.run("status"), @"
            exit 0
            --- stdout
            Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
            ━━━━━━━━━━━━━━━━━━────────────
            18 of 18 days without contact · longest stretch 18
            Open: how is the urge of 21:14?   nocontact answer easier|same|stronger
            Next: today 21:34 · daemon not running (nocontact start)
            ");
        }
    }
}

#[test]
fn a_choice_that_goes_with_contact_alone() {
    let world = begun();
    world.run("urge 4");
    assert_snapshot!(world.run("answer easier --restart"), @"
    exit 2
    --- stderr
    nocontact: --keep, --extend and --restart go with 'contacted'
    ");
    assert_snapshot!(world.run("answer done --keep"), @"
    exit 2
    --- stderr
    nocontact: --keep, --extend and --restart go with 'contacted'
    ");
    assert_snapshot!(world.run("answer --keep"), @"
    exit 0
    --- stdout
    Open: how is the urge of 21:14?   nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Open: how is the urge of 21:14?   nocontact answer easier|same|stronger
    ");
}

#[test]
fn a_suggestion() {
    let mut world = begun();
    world.at(&tonight("18:00"));
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    The thumb goes there by itself. Take the app you open without meaning to and move it to the
    last screen, inside a folder.
    ");
    assert_snapshot!(world.run("answer"), @r#"
    exit 0
    --- stdout
    Open: "The thumb goes there by itself"   nocontact answer done|another|later
    "#);
    assert_snapshot!(world.run("answer done 3"), @"
    exit 2
    --- stderr
    nocontact: 'done' takes no number after it
    ");
    assert_snapshot!(world.run("answer later"), @r#"
    exit 0
    --- stdout
    Later: "The thumb goes there by itself", at 19:00.
    The daemon does not run, so no notices come: nocontact start
    "#);
    world.at(&tonight("18:05"));
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    Wash five things. Wash up five things in hot water, by hand. Five is the whole job, even if
    there are more.
    ");
    assert_snapshot!(world.run("answer another"), @"
    exit 0
    --- stdout
    A plan for a slow evening. Finish this sentence and put it where you'll see it: if the
    evening drags, then I will...
    ");
    world.at(&tonight("18:06"));
    assert_snapshot!(world.run("answer done"), @r#"
    exit 0
    --- stdout
    Done: "A plan for a slow evening".
    "#);
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Nothing is open.
    ");
}

#[test]
fn a_suggestion_later_into_the_quiet_hours() {
    let world = begun();
    world.run("suggest");
    assert_snapshot!(world.run("answer later"), @"
    exit 1
    --- stderr
    nocontact: an hour from now is in your quiet hours; nocontact suggest gives one any time
    ");
    assert_snapshot!(world.run("answer"), @r#"
    exit 0
    --- stdout
    Open: "The thumb goes there by itself"   nocontact answer done|another|later
    "#);
}

#[test]
fn a_suggestion_with_no_window() {
    let world = World::new();
    world.run("note 'there is a file now'");
    assert_snapshot!(world.run("suggest"), @"
    exit 0
    --- stdout
    A shower with no hurry. Take your shower as if you had nowhere to be: warm water on the
    neck, then the back, then a clean towel.
    ");
    assert_snapshot!(world.run("answer"), @r#"
    exit 0
    --- stdout
    Open: "A shower with no hurry"   nocontact answer done|another|later
    "#);
    assert_snapshot!(world.run("answer done"), @r#"
    exit 0
    --- stdout
    Done: "A shower with no hurry".
    "#);
}

#[test]
fn the_mood() {
    let world = begun();
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "kind-001");
    assert_snapshot!(world.run("answer 2 3"), @"
    exit 2
    --- stderr
    nocontact: '2' takes no number after it
    ");
    assert_snapshot!(world.run("answer 2"), @"
    exit 0
    --- stdout
    Saved: mood 2.
    One thing, start to finish. Rinse a cup, water a plant, empty one bin. Then sit down again;
    that was enough for now.
    ");
    assert_snapshot!(world.run("answer 2"), @"
    exit 1
    --- stderr
    nocontact: no open question takes '2'; nocontact mood 2 logs a mood
    ");
    assert_snapshot!(world.run("answer 7"), @"
    exit 2
    --- stderr
    nocontact: use one of: easier, same, stronger, peeked, contacted, done, another, later, review, 1, 2, 3, 4, 5; see --help
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 2
    ");
}

#[test]
fn four_answers_at_once_are_one() {
    let world = begun();
    world.run("urge 4");
    let ran = std::thread::scope(|scope| {
        let answers: Vec<_> = (0..4).map(|_| scope.spawn(|| world.run("answer easier"))).collect();
        answers.into_iter().map(|answer| answer.join().unwrap().exit).collect::<Vec<_>>()
    });
    assert_eq!(ran.iter().filter(|exit| *exit == "exit 0").count(), 1, "{ran:?}");
    assert_eq!(world.run("log --kind outcome").stdout.lines().count(), 1);
}

#[test]
fn later_is_promised_only_where_something_comes() {
    let mut world = World::new();
    world.run("start --since '3 nov 14:05' --no-daemon");
    world.at("2026-12-03T13:10:00+01:00");
    world.run("suggest");
    assert_snapshot!(world.run("answer later"), @"
    exit 1
    --- stderr
    nocontact: an hour from now the window is complete; nocontact suggest gives one any time
    ");
    world.at("2026-11-22T10:00:00+01:00");
    world.run("suggest");
    world.run("pause 3h");
    assert_snapshot!(world.run("answer later"), @"
    exit 1
    --- stderr
    nocontact: notices are paused; nocontact suggest gives one any time
    ");
}

#[test]
fn the_end() {
    let mut world = begun();
    assert_snapshot!(world.run("answer review"), @"
    exit 1
    --- stderr
    nocontact: no open question takes 'review'; nocontact finish looks back any time
    ");
    world.at("2026-12-03T20:00:00+01:00");
    let unasked = world.run("answer review");
    assert_eq!(unasked, world.run("finish"), "before its notice came there is nothing to note");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: start of Sat 21 Nov, 21:14. nocontact undo --redo puts it back.
    ");
    world.run("undo --redo");
    was_shown(&world, NoticeKind::End, "2026-12-03T14:05:00+01:00", "notice-end-001");
    let first = world.run("answer review");
    assert_snapshot!(first, @"
    exit 0
    --- stdout
    Complete: 30 of 30 days.
      Days  30 of 30 without contact, longest stretch 30
    The window is complete. Whatever you choose next, this time was yours and it stays yours.
    The choices below are equal.
      Keep the space           nothing to do: the days go on counting
      Add days                 nocontact finish --extend 7 (or 14, 30, …)
      Close the count          nocontact finish --close
      Think about one message  nocontact finish --message (questions first, in daylight); no is
                               a whole answer, and so is silence
    ");
    assert_eq!(first, world.run("finish"));
    assert_eq!(first, world.run("answer review"), "it can be looked at again");
    assert_snapshot!(world.run("answer review 3"), @"
    exit 2
    --- stderr
    nocontact: 'review' takes no number after it
    ");
    // Noted once: the command before it is the start.
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: answer of today 20:00. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: start of Sat 21 Nov, 21:14. nocontact undo --redo puts it back.
    ");
}

#[test]
fn the_end_of_a_window_that_goes_on_or_was_closed() {
    for command in ["finish --extend 7", "finish --close", "contacted --restart"] {
        let mut world = begun();
        world.at("2026-12-03T20:00:00+01:00");
        was_shown(&world, NoticeKind::End, "2026-12-03T14:05:00+01:00", "notice-end-001");
        world.run(command);
        let refused = world.run("answer review");
        assert_eq!((refused.exit.as_str(), refused.stdout.as_str()), ("exit 1", ""), "{command}");
    }
}

#[test]
fn after_a_notice_of_the_daemon() {
    for (word, said) in [
        ("done", "Done: \"What would you tell a friend?\".\n"),
        ("later", "Later: \"What would you tell a friend?\", at 20:40.\n"),
        ("another", ""),
    ] {
        let mut world = begun();
        was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "kind-001");
        world.at(&tonight("19:40"));
        let ran = world.run(&format!("answer {word}"));
        assert_eq!(ran.exit, "exit 0", "{ran}");
        assert!(ran.stdout.starts_with(said), "{ran}");
        let open = world.run("answer").stdout;
        assert!(!open.contains("What would you tell"), "{open}");
        assert!(open.contains("how was the day"), "{open}");
        let other = word == "another";
        assert_eq!(open.contains("done|another|later"), other, "another one is open: {open}");
    }
}

/// A refusal begins nothing on the disk.
#[test]
fn where_nothing_was_ever_saved() {
    let words =
        ["easier", "peeked", "contacted", "done", "another", "later", "review", "3", "easier 2"];
    for word in words.into_iter().chain(["contacted --restart", "done 3", ""]) {
        let world = World::new();
        let ran = world.run(&format!("answer {word}"));
        assert!(!world.data().exists(), "answer {word} left something: {ran}");
        let refused = if word.is_empty() { "exit 0" } else { "exit 1" };
        let expected = if word == "done 3" { "exit 2" } else { refused };
        assert_eq!(ran.exit, expected, "answer {word}: {ran}");
    }
}

#[test]
fn in_its_help_every_word_is_named() {
    assert_snapshot!(World::new().run("answer --help"), @"
    exit 0
    --- stdout
    Answer what is open: how the urge is now, how a suggestion went

    Usage: nocontact answer [OPTIONS] [WORD] [STRENGTH]

    Arguments:
      [WORD]      easier, same, stronger, peeked, contacted (an urge); done, another, later (a
                  suggestion); a number from 1 to 5 (the mood); review (the end). Bare: shows what is
                  open [possible values: easier, same, stronger, peeked, contacted, done, another,
                  later, review, 1, 2, 3, 4, 5]
      [STRENGTH]  How strong the urge is now, from 1 to 5

    Options:
          --keep           Keep counting: the end stays where it is
          --extend <DAYS>  Add so many days to the window
          --restart        Close this window, keep it, and open a new one from the contact
          --json           With no word: the open questions as JSON
      -h, --help           Print help

    Example: nocontact answer easier 2

    If it is too much right now: nocontact sos
    ");
}

/// Programme E2: the person's own figures, once there are five, with how many they were.
#[test]
fn with_a_number_after_five_urges() {
    let mut world = begun();
    for (hour, before, after) in [(14, 4, 2), (15, 5, 3), (16, 4, 2), (17, 3, 2), (18, 5, 2)] {
        world.at(&tonight(&format!("{hour}:00"))).run(&format!("urge {before}"));
        let said = world.at(&tonight(&format!("{hour}:20"))).run(&format!("answer easier {after}"));
        assert_eq!(said.stdout.contains("Your last five urges"), hour == 18, "{said}");
    }
    world.at(&tonight("19:00")).run("urge 5");
    let said = world.at(&tonight("19:20")).run("answer same").stdout;
    assert!(!said.contains("on average"), "not without a number: {said}");
    world.at(&tonight("20:00")).run("urge 4");
    let said = world.at(&tonight("20:20")).run("answer easier 3");
    assert_snapshot!(said, @"
    exit 0
    --- stdout
    Noted for the urge of 20:00: easier, 4 before and 3 now.
    That takes something out of you. Holding still is work too. Give yourself ten minutes in
    which nobody wants anything from you.
    Your last six urges rated twice, on average: 4.2 before, 2.3 after.
    ");
}

#[test]
fn a_reflection_by_its_title() {
    let mut world = begun();
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "reflect-006");
    world.at(&tonight("20:10"));
    assert_snapshot!(world.run("answer"), @r#"
    exit 0
    --- stdout
    Open: "How you'd like to live"   nocontact answer done|another|later
    Open: how was the day, from 1 to 5?   nocontact answer 1|2|3|4|5
    "#);
    assert_snapshot!(world.run("answer done"), @r#"
    exit 0
    --- stdout
    Done: "How you'd like to live".
    "#);
}
