//! `about`: what the program should know; every part can be left out, cleared and taken back.

use insta::assert_snapshot;

use super::begun;
use crate::world::World;

#[test]
fn with_nothing_told() {
    let world = World::new();
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     not told
      Country    not told
    ");
    assert_snapshot!(world.run("about --json"), @r#"
    exit 0
    --- stdout
    {"plans":[],"situations":[],"leaving":[],"leaving_at":null,"person":null,"country":null,"hidden":[]}
    "#);
    assert_snapshot!(world.run("about plan"), @"
    exit 0
    --- stdout
    No plan yet: nocontact about plan add
    ");
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
    assert_snapshot!(world.run("about country"), @"
    exit 0
    --- stdout
    Country: not told
    ");
    assert!(!world.data().exists(), "asking leaves nothing behind");
}

#[test]
fn plans() {
    let mut world = World::new();
    assert_snapshot!(world.run("about plan add 'If it is late, I put the phone away.'"), @"
    exit 0
    --- stdout
    Saved. It is the first thing you'll see when an urge comes.
    ");
    world.stdin("If I am alone, I call Sam.\n");
    assert_snapshot!(world.run("about plan add -"), @"
    exit 0
    --- stdout
    Saved. It is the first thing you'll see when an urge comes.
    ");
    assert_snapshot!(world.run("about plan add"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    assert_snapshot!(world.run("about plan add '  '"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    assert_snapshot!(world.run("about plan add 'If it is Sunday, I go out.'"), @"
    exit 0
    --- stdout
    Saved. It is the first thing you'll see when an urge comes.
    ");
    assert_snapshot!(world.run("about plan add 'One more.'"), @"
    exit 1
    --- stderr
    nocontact: there are 3 plans already; nocontact about plan remove NUMBER makes room
    ");
    assert_snapshot!(world.run("about plan"), @"
    exit 0
    --- stdout
      1  If it is late, I put the phone away.
      2  If I am alone, I call Sam.
      3  If it is Sunday, I go out.
    ");
    assert_snapshot!(world.run("about plan remove 2"), @"
    exit 0
    --- stdout
    Removed. nocontact undo takes that back.
    ");
    assert_snapshot!(world.run("about plan remove 2"), @"
    exit 2
    --- stderr
    nocontact: there is no plan 2; nocontact about plan list
    ");
    assert_snapshot!(world.run("about plan add 'One more.'"), @"
    exit 0
    --- stdout
    Saved. It is the first thing you'll see when an urge comes.
    ");
    assert_snapshot!(world.run("about plan list"), @"
    exit 0
    --- stdout
      1  If it is late, I put the phone away.
      3  If it is Sunday, I go out.
      4  One more.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: about plan add of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: about plan remove of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("about plan list"), @"
    exit 0
    --- stdout
      1  If it is late, I put the phone away.
      2  If I am alone, I call Sam.
      3  If it is Sunday, I go out.
    ");
}

#[test]
fn the_situation() {
    let world = World::new();
    assert_snapshot!(world.run("about situation children work"), @"
    exit 0
    --- stdout
    Saved: children, work. What the program says and offers keeps to it from now on.
    ");
    assert_snapshot!(world.run("about situation"), @"
    exit 0
    --- stdout
    Situation: children, work
      order_on_me       a court or police order restrains me
      order_for_me      an order protects me
      asked_no_contact  they asked me for no contact, or blocked me
      afraid_or_hurt    I was hurt, threatened or controlled, or I am afraid
      children          we have children together
      shared_home       we share a home
      work              we work together
    nocontact about situation WORD adds one, with --remove it takes one away.
    ");
    assert_snapshot!(world.run("about situation asked_no_contact"), @"
    exit 0
    --- stdout
    Saved: asked_no_contact, children, work. What the program says and offers keeps to it from
    now on.
    ");
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  asked_no_contact, children, work
      Person     not told
      Country    not told
    ");
    assert_snapshot!(world.run("about situation none"), @r#"
    exit 1
    --- stderr
    nocontact: leaving asked_no_contact takes typed words: a terminal asks for them, and in a script it is --confirm "this no longer holds"; nothing was changed
    "#);
    assert_snapshot!(world.run("about situation none work"), @"
    exit 2
    --- stderr
    nocontact: 'none' stands alone
    ");
    assert_snapshot!(world.run("about situation married"), @"
    exit 2
    --- stderr
    nocontact: use one of: order_on_me, order_for_me, asked_no_contact, afraid_or_hurt, children, shared_home, work, none; see --help
    ");
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  asked_no_contact, children, work
      Person     not told
      Country    not told
    ");
}

#[test]
fn an_order_on_me_with_a_window_open() {
    let world = begun();
    assert_snapshot!(world.run("about situation order_on_me"), @"
    exit 0
    --- stdout
    Saved: order_on_me. What the program says and offers keeps to it from now on.
    Under an order a window has no end date: yours has none any more, and the days go on
    counting. nocontact undo takes both back.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 · no end date
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: about situation of today 21:14. nocontact undo --redo puts it back.
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
fn fear() {
    let world = begun();
    assert_snapshot!(world.run("about situation afraid_or_hurt"), @"
    exit 0
    --- stdout
    Saved: afraid_or_hurt. What the program says and offers keeps to it from now on.
    If somebody may look at this computer, a device that only you use is safer. People to talk
    to: nocontact sos
    ");
    assert_snapshot!(world.run("about situation order_for_me"), @"
    exit 0
    --- stdout
    Saved: order_for_me, afraid_or_hurt. What the program says and offers keeps to it from now
    on.
    If somebody may look at this computer, a device that only you use is safer. People to talk
    to: nocontact sos
    ");
}

#[test]
fn a_person_and_a_country() {
    let mut world = World::new();
    world.stdin("Sam, 0123 456\n");
    assert_snapshot!(world.run("about person -"), @"
    exit 0
    --- stdout
    Saved.
    ");
    assert_snapshot!(world.run("about country de"), @"
    exit 0
    --- stdout
    Saved.
    ");
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     Sam, 0123 456
      Country    DE
    ");
    assert_snapshot!(world.run("about --json"), @r#"
    exit 0
    --- stdout
    {"plans":[],"situations":[],"leaving":[],"leaving_at":null,"person":"Sam, 0123 456","country":"DE","hidden":[]}
    "#);
    assert_snapshot!(world.run("about country Germany"), @"
    exit 2
    --- stderr
    nocontact: use two letters, such as GB, DE or US, or none
    ");
    assert_snapshot!(world.run("about country XX"), @"
    exit 0
    --- stdout
    Saved.
    No help lines are known for XX yet; nocontact sos shows where to look for some.
    ");
    assert_snapshot!(world.run("about person"), @"
    exit 2
    --- stderr
    nocontact: there were no words to save; - in their place reads standard input
    ");
    assert_snapshot!(world.run("about person none"), @"
    exit 0
    --- stdout
    Cleared.
    ");
    assert_snapshot!(world.run("about country none"), @"
    exit 0
    --- stdout
    Cleared.
    ");
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     not told
      Country    not told
    ");
}

#[test]
fn a_situation_adds_and_can_be_taken_away() {
    let world = World::new();
    world.run("about situation children work");
    assert_snapshot!(world.run("about situation asked_no_contact"), @"
    exit 0
    --- stdout
    Saved: asked_no_contact, children, work. What the program says and offers keeps to it from
    now on.
    ");
    assert_snapshot!(world.run("about situation --remove work afraid_or_hurt"), @"
    exit 0
    --- stdout
    Saved: asked_no_contact, children. What the program says and offers keeps to it from now on.
    ");
    assert_snapshot!(world.run("about situation --remove none"), @"
    exit 2
    --- stderr
    nocontact: 'none' clears all; it does not go with --remove
    ");
    assert_snapshot!(world.run("about situation --remove"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact about situation --remove <WORDS>...; see --help
    ");
    assert_snapshot!(world.run("about situation --remove children asked_no_contact"), @r#"
    exit 1
    --- stderr
    nocontact: leaving asked_no_contact takes typed words: a terminal asks for them, and in a script it is --confirm "this no longer holds"; nothing was changed
    "#);
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: about situation of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(world.run("about situation"), @"
    exit 0
    --- stdout
    Situation: asked_no_contact, children, work
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

#[test]
fn a_country_by_the_name_it_goes_by() {
    let world = World::new();
    assert_snapshot!(world.run("about country uk"), @"
    exit 0
    --- stdout
    Saved.
    ");
    assert_snapshot!(world.run("about country"), @"
    exit 0
    --- stdout
    Country: GB
    ");
    assert_snapshot!(world.run("about country PL"), @"
    exit 0
    --- stdout
    Saved.
    ");
}
