//! Leaving a situation: the two strictest take typed words and the next day, whichever way it is
//! tried; entering is at once (programme C.1). Guards promise 6.

use insta::assert_snapshot;

use super::begun;
use crate::world::World;

const WORDS: &str = "--confirm 'this no longer holds'";

fn told(situations: &str) -> World {
    let world = begun();
    world.run(&format!("about situation {situations}"));
    world
}

fn holds(world: &World) -> String {
    world.run("about situation").stdout.lines().next().unwrap().to_owned()
}

/// Whether what was told is kept to: what is said about a message that came.
fn is_kept_to(world: &World) -> bool {
    let said = world.run("received --kind warm").stdout;
    world.run("undo");
    said.contains("nothing has to be answered")
}

#[test]
fn it_holds_until_midnight() {
    let mut world = told("asked_no_contact children");
    assert_snapshot!(world.run(&format!("about situation --remove asked_no_contact {WORDS}")), @"
    exit 0
    --- stdout
    Saved: asked_no_contact (until tomorrow 00:00), children. Until then everything keeps to it;
    nocontact undo, or telling it again, takes the leaving back.
    ");
    assert_snapshot!(world.run("about situation"), @"
    exit 0
    --- stdout
    Situation: asked_no_contact (until tomorrow 00:00), children
      order_on_me       a court or police order restrains me
      order_for_me      an order protects me
      asked_no_contact  they asked me for no contact, or blocked me
      afraid_or_hurt    I was hurt, threatened or controlled, or I am afraid
      children          we have children together
      shared_home       we share a home
      work              we work together
    nocontact about situation WORD adds one, with --remove it takes one away.
    ");
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  asked_no_contact (until tomorrow 00:00), children
      Person     not told
      Country    not told
    ");
    assert_snapshot!(world.run("about --json"), @r#"
    exit 0
    --- stdout
    {"plans":[],"situations":["asked_no_contact","children"],"leaving":["asked_no_contact"],"leaving_at":"2026-11-22T00:00:00+01:00","person":null,"country":null,"hidden":[]}
    "#);
    assert!(is_kept_to(&world));
    world.at("2026-11-21T23:59:59+01:00");
    assert!(is_kept_to(&world));
    world.at("2026-11-22T00:00:00+01:00");
    assert_eq!(holds(&world), "Situation: children");
    assert!(!is_kept_to(&world));
    world.run("about situation work");
    assert_eq!(holds(&world), "Situation: children, work");
    world.run("about situation asked_no_contact");
    assert_eq!(holds(&world), "Situation: asked_no_contact, children, work");
    assert!(is_kept_to(&world), "what was left once is not left again");
}

#[test]
fn an_order_gives_its_end_date_back_when_it_is_left() {
    let mut world = told("order_on_me");
    assert_snapshot!(world.run(&format!("about situation none {WORDS}")), @"
    exit 0
    --- stdout
    Saved: order_on_me (until tomorrow 00:00). Until then everything keeps to it; nocontact
    undo, or telling it again, takes the leaving back.
    Your window has no end date; from tomorrow on nocontact start --correct --days 30 gives it
    one.
    ");
    world.run("start --correct --days 30");
    assert_eq!(world.run("status").stdout.lines().next(), Some("Day 18 · no end date"));
    world.at("2026-11-22T10:00:00+01:00");
    world.run("start --correct --days 30");
    assert!(world.run("status").stdout.starts_with("Day 19 of 30"));
}

#[test]
fn entering_again_or_undo_takes_the_leaving_back() {
    let mut world = told("order_on_me asked_no_contact");
    world.run(&format!("about situation none {WORDS}"));
    assert_snapshot!(world.run("about situation order_on_me"), @"
    exit 0
    --- stdout
    Saved: order_on_me, asked_no_contact (until tomorrow 00:00). What the program says and
    offers keeps to it from now on.
    ");
    world.run("undo");
    assert_eq!(
        holds(&world),
        "Situation: order_on_me (until tomorrow 00:00), asked_no_contact (until tomorrow 00:00)"
    );
    world.run("undo");
    assert_eq!(holds(&world), "Situation: order_on_me, asked_no_contact");
    world.run("undo --redo");
    world.run("about situation asked_no_contact");
    world.at("2026-11-22T10:00:00+01:00");
    assert_eq!(holds(&world), "Situation: asked_no_contact");
}

#[test]
fn a_terminal_asks_for_the_words() {
    let world = told("order_on_me asked_no_contact work");
    let line = "about situation none";
    assert_snapshot!(world.run_in_terminal(line, 80, &[("changes nothing:", "\n")]), @"
    exit 1
    --- terminal
    An order holds until a court or its own date ends it.
    What was asked of you holds until it is taken back in plain words by whoever
    asked.
    Leaving order_on_me and asked_no_contact takes these words, and what was told
    holds until midnight all the same: this no longer holds
    Type them; Enter changes nothing: 
    nocontact: nothing was changed
    ");
    for typed in ["y\n", "yes\n", "this no longer hold\n", "\u{4}"] {
        let ran = world.run_in_terminal(line, 80, &[("changes nothing:", typed)]);
        assert_eq!(ran.exit, "exit 1", "{ran}");
    }
    assert_eq!(holds(&world), "Situation: order_on_me, asked_no_contact, work");
    let typed = "  This no longer  holds.\n";
    assert_snapshot!(world.run_in_terminal(line, 80, &[("changes nothing:", typed)]), @"
    exit 0
    --- terminal
    An order holds until a court or its own date ends it.
    What was asked of you holds until it is taken back in plain words by whoever
    asked.
    Leaving order_on_me and asked_no_contact takes these words, and what was told
    holds until midnight all the same: this no longer holds
    Type them; Enter changes nothing:   This no longer  holds.
    Saved: order_on_me (until tomorrow 00:00), asked_no_contact (until tomorrow
    00:00). Until then everything keeps to it; nocontact undo, or telling it again,
    takes the leaving back.
    Your window has no end date; from tomorrow on nocontact start --correct --days
    30 gives it one.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_snapshot!(world.run_in_terminal(line, 80, &[]), @"
    exit 0
    --- terminal
    Saved: order_on_me (until tomorrow 00:00), asked_no_contact (until tomorrow
    00:00). Until then everything keeps to it; nocontact undo, or telling it again,
    takes the leaving back.
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn nothing_else_leaves_it() {
    let mut world = told("asked_no_contact children");
    assert_snapshot!(world.run("about situation --remove asked_no_contact"), @r#"
    exit 1
    --- stderr
    nocontact: leaving asked_no_contact takes typed words: a terminal asks for them, and in a script it is --confirm "this no longer holds"; nothing was changed
    "#);
    assert_snapshot!(world.run("about situation none --confirm yes"), @r#"
    exit 2
    --- stderr
    nocontact: --confirm takes these words: "this no longer holds"
    "#);
    assert_snapshot!(world.run("about situation none --confirm"), @"
    exit 2
    --- stderr
    nocontact: --confirm <WORDS> needs a value; see --help
    ");
    assert_snapshot!(world.run("about situation --confirm 'this no longer holds'"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact about situation --confirm <WORDS> <WORDS>...; see --help
    ");
    world.run("about situation --remove children");
    assert_eq!(holds(&world), "Situation: asked_no_contact");
    world.run("undo");
    world.at("2026-11-23T10:00:00+01:00");
    assert_snapshot!(world.run("undo"), @"
    exit 1
    --- stderr
    nocontact: that would leave asked_no_contact, which takes typed words: nocontact about situation asked_no_contact --remove; nothing was changed
    ");
    assert_eq!(holds(&world), "Situation: asked_no_contact, children");
    world.run(&format!("about situation none {WORDS}"));
    world.run("undo");
    world.at("2026-11-24T10:00:00+01:00");
    assert_snapshot!(world.run("undo --redo"), @"
    exit 1
    --- stderr
    nocontact: that would leave asked_no_contact, which takes typed words: nocontact about situation asked_no_contact --remove; nothing was changed
    ");
    assert_eq!(holds(&world), "Situation: asked_no_contact, children");
}

#[test]
fn what_is_not_slow_is_left_at_once() {
    let world = told("order_for_me afraid_or_hurt children shared_home work");
    assert_snapshot!(world.run("about situation --remove order_for_me"), @"
    exit 0
    --- stdout
    Saved: afraid_or_hurt, children, shared_home, work. What the program says and offers keeps
    to it from now on.
    ");
    assert_snapshot!(world.run("about situation none"), @"
    exit 0
    --- stdout
    Cleared. No situation is told now.
    ");
}
