//! `urge`: saved before anything else, and help at once, with or without anything around it.

use insta::assert_snapshot;

use super::{begun, damage, settings, tonight};
use crate::world::World;

#[test]
fn with_nothing_but_the_word() {
    let world = World::new();
    assert_snapshot!(world.run("urge"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Stand in the open air. Step out of the door for three minutes and find the furthest
            thing you can see. Stay with it for a while.
      Then  Five things you can see. Look round slowly and name five things in the room, then
            three you can hear. Take your time over each.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge
    ");
}

#[test]
fn with_a_window() {
    let world = begun();
    assert_snapshot!(world.run("urge 4 --feeling lonely"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn with_a_daemon_that_asks_later() {
    let world = begun();
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run("urge 4"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    I'll ask how it is at 21:34.
    ");
    world.run("pause 1d");
    assert_snapshot!(world.run("urge 4"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Not now is enough. You needn't decide about ever. Put the phone in another room,
            feel both feet, and breathe out slowly six times.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn with_everything_that_can_be_said() {
    let mut world = begun();
    world.stdin("it is late\nand the song came on\n");
    let ran = world.run("urge 3 --feeling sad --trigger 'a song' --note - --at '20m ago'");
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    Saved, 20:54.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 20:54 · urge 3, sad, set off by a song · it is late and the song came on
    ");
}

#[test]
fn with_plans_of_ones_own() {
    let world = begun();
    world.run("about plan add 'If it is late and I want to write, I put the phone away.'");
    world.run("about plan add 'If I miss them, I call Sam.'");
    assert_snapshot!(world.run("urge 2"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Your plan  If it is late and I want to write, I put the phone away.
      Now        Close the chat and its tabs. Close every page and app where you could reach
                 them. Nothing is deleted; it's simply not in front of you.
      Then       One small errand. Take the rubbish out, or fetch bread from the nearest shop.
                 There and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("urge 2"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Your plan  If I miss them, I call Sam.
      Now        Not now is enough. You needn't decide about ever. Put the phone in another
                 room, feel both feet, and breathe out slowly six times.
      Then       A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your
                 hands a job and your head a cool place for later.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn at_five_twice_within_the_hour() {
    let mut world = begun();
    world.at("2026-11-21T20:30:00+01:00").run("urge 5");
    world.at(crate::world::NOW);
    assert_snapshot!(world.run("urge 5"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now      Not now is enough. You needn't decide about ever. Put the phone in another room,
               feel both feet, and breathe out slowly six times.
      Then     A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your
               hands a job and your head a cool place for later.
      Or call  Someone you trust, or a help line: nocontact sos
    When it has moved: nocontact answer easier|same|stronger
    ");
    world.run("about person 'Sam, 0123 456'");
    assert_snapshot!(world.run("urge 5"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now      Write to somebody else. Tell a friend you're in a rough minute and would like
               some company. It needn't be clever, or long.
      Then     Wash up slowly. Let the thought be there and move your hands: warm water, one
               plate at a time, the phone dry and elsewhere.
      Or call  Sam, 0123 456. Or: nocontact sos
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn at_night() {
    let mut world = begun();
    world.at("2026-11-22T02:07:00+01:00");
    assert_snapshot!(world.run("urge 5"), @"
    exit 0
    --- stdout
    Saved, 02:07.
      Now      Close the chat and its tabs. Close every page and app where you could reach them.
               Nothing is deleted; it's simply not in front of you.
      Then     A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your
               hands a job and your head a cool place for later.
      Tonight  Nothing has to be decided before daylight.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn told_afterwards() {
    let world = begun();
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run("urge 3 --at 'yesterday 22:10'"), @"
    exit 0
    --- stdout
    Saved, yesterday 22:10.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("urge 3 --at '10m ago'"), @"
    exit 0
    --- stdout
    Saved, 21:04.
      Now   Not now is enough. You needn't decide about ever. Put the phone in another room,
            feel both feet, and breathe out slowly six times.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    I'll ask how it is at 21:24.
    ");
    assert_snapshot!(world.run("urge 3 --at '23:50'"), @"
    exit 0
    --- stdout
    Saved, yesterday 23:50.
      Now   Write to somebody else. Tell a friend you're in a rough minute and would like some
            company. It needn't be clever, or long.
      Then  Wash up slowly. Let the thought be there and move your hands: warm water, one plate
            at a time, the phone dry and elsewhere.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("urge 3 --at 'tomorrow'"), @"
    exit 2
    --- stderr
    nocontact: cannot read 'tomorrow' as a time: try 'yesterday 22:00' or '3 nov 14:05'
    ");
    assert_snapshot!(world.run("urge 3 --at '25 dec 2027'"), @"
    exit 2
    --- stderr
    nocontact: 25 dec 2027 lies ahead
    ");
}

#[test]
fn after_a_look() {
    let world = begun();
    assert_snapshot!(world.run("urge 3 --peeked"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Peeked  One more step in the way. Thank you for noting it. Log out, or move those old
              messages somewhere that takes longer to reach.
      Now     Close the chat and its tabs. Close every page and app where you could reach them.
              Nothing is deleted; it's simply not in front of you.
      Then    One small errand. Take the rubbish out, or fetch bread from the nearest shop.
              There and back, with your eyes on the way.
    It is noted, and it changes no count.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 3
      [id2]  today 21:14 · outcome of [id1]: peeked
    ");
}

#[test]
fn with_a_note_where_nobody_can_be_asked() {
    let world = begun();
    assert_snapshot!(world.run("urge 3 --note"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    --- stderr
    nocontact: nobody can be asked for a note here; --note - reads standard input
    ");
    assert_snapshot!(world.run("urge 3 --note 'in the open'"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Not now is enough. You needn't decide about ever. Put the phone in another room,
            feel both feet, and breathe out slowly six times.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 3
      [id2]  today 21:14 · urge 3 · in the open
    ");
}

#[test]
fn with_no_editor() {
    let world = begun();
    assert_snapshot!(world.run("urge 3 --edit"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    --- stderr
    nocontact: no editor is set; set EDITOR, or use --note
    ");
}

#[test]
fn with_an_editor() {
    let mut world = begun();
    world.env("EDITOR", "cp /proc/self/cmdline");
    assert_snapshot!(world.run("urge 3 --edit"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
    world.env("EDITOR", "false");
    assert_snapshot!(world.run("urge 3 --edit"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Not now is enough. You needn't decide about ever. Put the phone in another room,
            feel both feet, and breathe out slowly six times.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    When it has moved: nocontact answer easier|same|stronger
    --- stderr
    nocontact: the editor did not end well; nothing was added
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 3 · with words (--notes)
      [id2]  today 21:14 · urge 3
    ");
}

#[test]
fn as_strong_as_no_urge_can_be() {
    let world = begun();
    assert_snapshot!(world.run("urge 6"), @"
    exit 2
    --- stderr
    nocontact: strength: use a number from 1 to 5; see --help
    ");
    assert_snapshot!(world.run("urge 0"), @"
    exit 2
    --- stderr
    nocontact: strength: use a number from 1 to 5; see --help
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
    Nothing is logged yet.
    ");
}

#[test]
fn with_settings_that_cannot_be_used() {
    let world = begun();
    settings(&world, "[notifications]\nfollow_up_after = \"soon\"\nwhatever = 3\n");
    assert_snapshot!(world.run("urge 3"), @r#"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    --- stderr
    nocontact: settings, line 2: follow_up_after: use a duration from 1s to 2h, such as "20m", or "off"; the default stands (nocontact config check)
    "#);
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge 3
    ");
}

#[test]
fn with_no_follow_up() {
    let world = begun();
    let _daemon = world.pretend_daemon();
    settings(&world, "[notifications]\nfollow_up_after = \"off\"\n");
    assert_snapshot!(world.run("urge 3"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn three_in_a_row() {
    let mut world = begun();
    for clock in ["20:50", "21:00"] {
        world.at(&tonight(clock)).run("urge 3");
    }
    world.at(crate::world::NOW);
    assert_snapshot!(world.run("urge 4"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Write to somebody else. Tell a friend you're in a rough minute and would like some
            company. It needn't be clever, or long.
      Then  Wash up slowly. Let the thought be there and move your hands: warm water, one plate
            at a time, the phone dry and elsewhere.
    When it has moved: nocontact answer easier|same|stronger
    ");
    assert_snapshot!(world.run("answer"), @"
    exit 0
    --- stdout
    Open: how is the urge of 21:14?   nocontact answer easier|same|stronger
    Open: how is the urge of 21:00?   nocontact answer easier|same|stronger
    ");
}

#[test]
fn with_a_damaged_data_file() {
    let world = begun();
    damage(&world);
    assert_snapshot!(world.run("urge 5"), @"
    exit 5
    --- stdout
      Now   Stand in the open air. Step out of the door for three minutes and find the furthest
            thing you can see. Stay with it for a while.
      Then  Five things you can see. Look round slowly and name five things in the room, then
            three you can hear. Take your time over each.
    People to talk to: nocontact sos
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
}

#[test]
fn under_an_order() {
    let world = begun();
    world.run("about situation order_on_me");
    assert_snapshot!(world.run("urge 5"), @"
    exit 0
    --- stdout
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest shop. There
            and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn in_loose_words() {
    let world = begun();
    for line in ["urge I want to write", "urge 4 it is \"so late\"", "urge late --note 'and more'"]
    {
        let ran = world.run(line);
        assert!(ran.exit == "exit 0" && ran.stdout.contains("\n  Now "), "{line}: {ran}");
    }
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · urge · I want to write
      [id2]  today 21:14 · urge 4 · it is so late
      [id3]  today 21:14 · urge · late and more
    ");
    assert_snapshot!(world.run("urge 9"), @"
    exit 2
    --- stderr
    nocontact: strength: use a number from 1 to 5; see --help
    ");
    assert_snapshot!(world.run("urge 4 late --loud"), @"
    exit 2
    --- stderr
    nocontact: there is a word too many, or an option that this command does not have; see --help
    ");
}
