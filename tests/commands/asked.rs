//! What commands ask on a terminal, and what becomes of the answers: nothing that is typed is
//! passed over, and a terminal that goes away in the middle loses nothing.

use insta::assert_snapshot;

use super::begun;
use crate::world::HANG_UP;

#[test]
fn after_contact_the_person_is_asked() {
    let question = "start a new window (r)?";
    let world = begun();
    assert_snapshot!(world.run_in_terminal("contacted", 80, &[(question, "\n")]), @"
    exit 0
    --- terminal
    Saved, 21:14.
    Keep counting (Enter), add days (a number), or start a new window (r)? 
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was
    beforehand, see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    The daemon does not run, so no notices come: nocontact start
    ");
    let world = begun();
    assert_snapshot!(world.run_in_terminal("contacted", 80, &[(question, "7\n")]), @"
    exit 0
    --- terminal
    Saved, 21:14.
    Keep counting (Enter), add days (a number), or start a new window (r)? 7
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was
    beforehand, see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05.
    The daemon does not run, so no notices come: nocontact start
    ");
    let world = begun();
    assert_snapshot!(world.run_in_terminal("contacted", 80, &[(question, "r\n")]), @"
    exit 0
    --- terminal
    Saved, 21:14.
    Keep counting (Enter), add days (a number), or start a new window (r)? r
    In a friend's voice. If a friend told you this about their day, what would you
    say first? Say it to yourself in the same tone.
    A new window is open. 18 days before this are kept.
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: contacted of today 21:14. nocontact undo --redo puts it back.
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
fn a_terminal_that_is_closed_at_a_question_loses_nothing() {
    let world = begun();
    let contacted = world.run_in_terminal("contacted", 80, &[("new window (r)?", HANG_UP)]);
    let urge = world.run_in_terminal("urge 4 --note", 80, &[("A note", HANG_UP)]);
    let interrupted = world.run_in_terminal("urge 3 --note", 80, &[("A note", "\u{3}")]);
    let ended = world.run_in_terminal("urge 2 --note", 80, &[("A note", "\u{4}")]);
    assert_eq!(contacted.exit, "killed by signal 1");
    assert_eq!(urge.exit, "killed by signal 1");
    assert_eq!(interrupted.exit, "killed by signal 2");
    assert_eq!(ended.exit, "exit 0");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · contacted
      [id2]  today 21:14 · urge 4
      [id3]  today 21:14 · urge 3
      [id4]  today 21:14 · urge 2
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    17 of 18 days without contact · longest stretch 17
    Open: how is the urge of 21:14?   nocontact answer easier|same|stronger
    Next: today 21:34 · daemon not running (nocontact start)
    ");
}

#[test]
fn words_are_asked_for() {
    let world = begun();
    assert_snapshot!(world.run_in_terminal("note", 80, &[("Note:", "it rained\n")]), @"
    exit 0
    --- terminal
    Note: it rained
    Saved, 21:14.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run_in_terminal("note", 80, &[("Note:", "\n")]), @"
    exit 2
    --- terminal
    Note: 
    nocontact: there were no words, so nothing was saved
    ");
    assert_snapshot!(world.run_in_terminal("urge 2 --note", 80, &[("A note", "late\n")]), @"
    exit 0
    --- terminal
    Saved, 21:14.
      Now   Close the chat and its tabs. Close every page and app where you could
            reach them. Nothing is deleted; it's simply not in front of you.
      Then  One small errand. Take the rubbish out, or fetch bread from the nearest
            shop. There and back, with your eyes on the way.
    When it has moved: nocontact answer easier|same|stronger
    A note (Enter for none): late
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run_in_terminal("about plan add", 80, &[("then I", "I sleep.\n")]), @"
    exit 0
    --- terminal
    If … then I …: I sleep.
    Saved. It is the first thing you'll see when an urge comes.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run_in_terminal("about person", 80, &[("call", "Sam\n")]), @"
    exit 0
    --- terminal
    Someone you can call (a name, a number): Sam
    Saved.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · it rained
      [id2]  today 21:14 · urge 2 · late
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: about person of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: about plan add of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: urge of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · it rained
    ");
}

#[test]
fn a_stop_can_be_kept_to_at_once() {
    let world = begun();
    world.run("about situation children");
    let answers = [("Did they ask", "y\n")];
    assert_snapshot!(world.run_in_terminal("received --kind stop", 80, &answers), @"
    exit 0
    --- terminal
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    No last word. Not an explanation, not a thank-you, nothing through friends.
    Leave it there; that is hard, and it's decent.
    Did they ask for no contact? y: the program keeps to it too. Enter: no. y
    Saved.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run("about situation"), @"
    exit 0
    --- stdout
    Situation: asked_no_contact, children
      order_on_me       a court or police order restrains me
      order_for_me      an order protects me
      asked_no_contact  they asked me for no contact, or blocked me
      afraid_or_hurt    I was hurt, threatened or controlled, or I am afraid
      children          we have children together
      shared_home       we share a home
      work              we work together
    nocontact about situation WORD adds one, with --remove it takes one away.
    ");
    let world = begun();
    let answers = [("Did they ask", "\n")];
    world.run_in_terminal("received --kind stop", 80, &answers);
    assert_snapshot!(world.run("about situation"), @"
    exit 0
    --- stdout
    Situation: not told
      order_on_me       a court or police order restrains me
      order_for_me      an order protects me
      asked_no_contact  they asked me for no contact, or blocked me
      afraid_or_hurt    I was hurt, threatened or controlled, or I am afraid
      children          we have children together
      shared_home       we share a home
      work              we work together
    nocontact about situation WORD adds one, with --remove it takes one away.
    ");
}
