//! `received`: it changes no count, and nothing has to be answered now.

use insta::assert_snapshot;

use super::{begun, damage};
use crate::world::World;

/// The same message under one situation, in each kind; one text to read from top to bottom.
fn in_each_kind(situation: &str) -> String {
    let mut all = String::new();
    for kind in ["", "logistics", "smalltalk", "warm", "meet", "hostile", "stop", "closed"] {
        let world = begun();
        if !situation.is_empty() {
            world.run(&format!("about situation {situation}"));
        }
        let option = if kind.is_empty() { String::new() } else { format!(" --kind {kind}") };
        all.push_str(&format!("$ received{option}\n{}\n", world.run(&format!("received{option}"))));
    }
    all
}

#[test]
fn in_each_kind_where_nothing_holds() {
    assert_snapshot!(in_each_kind(""), @"
    $ received
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Who could see it with you? Choose one calm person who's on your side, and let them read it
    before you turn it over any further.

    $ received --kind logistics
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer at once. Put the device down for a while first.
    Answer the practical point. Two to four plain sentences on that, nothing about feelings.
    Logged as necessary, it leaves your count alone.

    $ received --kind smalltalk
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Small may stay small. A like can be a like and nothing further. Turn the screen over and go
    on with what you were doing.

    $ received --kind warm
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Read it to someone you trust. All of it, aloud, and then say what it stirs up in you. You
    needn't carry it by yourself.

    $ received --kind meet
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    One line is plenty. You can say that you're taking some time and leave it there. A day, a
    place, a reason: none of it is owed.

    $ received --kind hostile
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind stop
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    No last word. Not an explanation, not a thank-you, nothing through friends. Leave it there;
    that is hard, and it's decent.
    If they asked for no contact, this makes the program keep to it too: nocontact about
    situation asked_no_contact

    $ received --kind closed
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Take the words as they stand. It can be kind and still be a goodbye. Nothing needs an answer
    tonight. Read it to one person you trust.
    ");
}

#[test]
fn under_an_order_on_me() {
    assert_snapshot!(in_each_kind("order_on_me"), @"
    $ received
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.

    $ received --kind logistics
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.

    $ received --kind smalltalk
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.

    $ received --kind warm
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.

    $ received --kind meet
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.

    $ received --kind hostile
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    People to talk to: nocontact sos

    $ received --kind stop
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.

    $ received --kind closed
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    ");
}

#[test]
fn under_an_order_for_me() {
    assert_snapshot!(in_each_kind("order_for_me"), @"
    $ received
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind logistics
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind smalltalk
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind warm
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind meet
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind hostile
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind stop
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    If they asked for no contact, this makes the program keep to it too: nocontact about
    situation asked_no_contact
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos

    $ received --kind closed
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    The police, or an adviser, can be told that it came. People to talk to: nocontact sos
    ");
}

#[test]
fn where_they_asked_for_no_contact() {
    assert_snapshot!(in_each_kind("asked_no_contact"), @"
    $ received
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    What was asked still stands. They wrote, and the request for no contact holds until it's
    taken back in plain words. You don't have to answer.

    $ received --kind logistics
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    What was asked still stands. They wrote, and the request for no contact holds until it's
    taken back in plain words. You don't have to answer.

    $ received --kind smalltalk
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    What was asked still stands. They wrote, and the request for no contact holds until it's
    taken back in plain words. You don't have to answer.

    $ received --kind warm
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    What was asked still stands. They wrote, and the request for no contact holds until it's
    taken back in plain words. You don't have to answer.

    $ received --kind meet
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    What was asked still stands. They wrote, and the request for no contact holds until it's
    taken back in plain words. You don't have to answer.

    $ received --kind hostile
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind stop
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    No last word. Not an explanation, not a thank-you, nothing through friends. Leave it there;
    that is hard, and it's decent.

    $ received --kind closed
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Take the words as they stand. It can be kind and still be a goodbye. Nothing needs an answer
    tonight. Read it to one person you trust.
    ");
}

#[test]
fn where_somebody_is_afraid() {
    assert_snapshot!(in_each_kind("afraid_or_hurt"), @"
    $ received
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind logistics
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind smalltalk
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind warm
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind meet
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind hostile
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.

    $ received --kind stop
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.
    If they asked for no contact, this makes the program keep to it too: nocontact about
    situation asked_no_contact

    $ received --kind closed
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    Keep it, don't answer. Save it with its date, reply to none of it, and tell someone you
    trust today. For help lines: nocontact sos.
    ");
}

#[test]
fn where_there_are_children() {
    let world = begun();
    world.run("about situation children");
    assert_snapshot!(world.run("received --kind logistics"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer at once. Put the device down for a while first.
    Answer the practical point. Two to four plain sentences on that, nothing about feelings.
    Logged as necessary, it leaves your count alone.
    ");
    assert_snapshot!(world.run("received --kind warm"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Read it to someone you trust. All of it, aloud, and then say what it stirs up in you. You
    needn't carry it by yourself.
    ");
}

#[test]
fn the_strictest_rule_wins() {
    let world = begun();
    world.run("about situation order_on_me children");
    assert_snapshot!(world.run("received --kind logistics"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Put the device down; nothing has to be answered.
    A message doesn't lift an order. It may still apply in full. Don't answer, keep what came,
    and ask a lawyer or the court what holds for you.
    ");
}

#[test]
fn with_everything_that_can_be_said() {
    let mut world = begun();
    world.stdin("hope you are well\n");
    assert_snapshot!(world.run("received --kind warm --via card --note - --at 'yesterday'"), @"
    exit 0
    --- stdout
    Saved, yesterday.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Read it to someone you trust. All of it, aloud, and then say what it stirs up in you. You
    needn't carry it by yourself.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  yesterday · received warm, via card · hope you are well
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
fn without_a_window() {
    let world = World::new();
    assert_snapshot!(world.run("received"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Who could see it with you? Choose one calm person who's on your side, and let them read it
    before you turn it over any further.
    ");
}

#[test]
fn with_a_kind_that_there_is_not() {
    let world = begun();
    assert_snapshot!(world.run("received --kind nice"), @"
    exit 2
    --- stderr
    nocontact: --kind <KIND> takes one of: logistics, smalltalk, warm, meet, hostile, stop, closed; see --help
    ");
}

#[test]
fn with_a_damaged_data_file() {
    let world = begun();
    damage(&world);
    assert_snapshot!(world.run("received --kind warm"), @"
    exit 5
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
}
