//! What the first `start` asks on a terminal, and what becomes of the answers. Guards promise 2 of
//! design §1 (nothing typed is lost) and promise 6: what is said about safety is not passed over.

use insta::assert_snapshot;

use super::{begun, settings};
use crate::world::{HANG_UP, Ran, World};

const WHEN: &str = "When was it?";
const NUMBERS: &str = "Their numbers";
const DAYS: &str = "How many days";
const PLAN: &str = "then I …, or Enter:";
/// The end of input, as typed at the beginning of a line.
const CTRL_D: &str = "\u{4}";

type Dialogue<'a> = [(&'a str, &'a str)];

fn start(world: &World, answers: &Dialogue) -> Ran {
    world.run_in_terminal("start --no-daemon", 80, answers)
}

/// What the program knows now: the window, and what was told.
fn known(world: &World) -> String {
    let length = "status --format 'day {day}, length {length}, until {until}'";
    format!("{}\n{}", world.run(length), world.run("about"))
}

fn asks_nothing(ran: &Ran) {
    assert!(!ran.terminal.contains("Enter"), "{ran}");
}

#[test]
fn all_skipped() {
    let world = World::new();
    let skipped = [(WHEN, "\n"), (NUMBERS, "\n"), (DAYS, "\n"), (PLAN, "\n")];
    assert_snapshot!(start(&world, &skipped), @r#"
    exit 0
    --- terminal
    A few questions, so that the count is right and what you read fits you. Enter
    skips one, Ctrl-D the rest; all of it can be changed later. Everything stays on
    this computer; somebody who can use your account can read it.

    The days count from your last contact. Such as: 20m ago, yesterday 22:00, 3 nov.
    When was it? Enter for now: 

    Does one of these hold? The program keeps to it in all that it says.
      1  a court or police order restrains me
      2  an order protects me
      3  they asked me for no contact, or blocked me
      4  I was hurt, threatened or controlled, or I am afraid
      5  we have children together
      6  we share a home
      7  we work together
    Their numbers, or Enter: 

    The length is yours to choose, and no number is proven. "none" counts with no
    end date.
    How many days, 1 to 365? Enter for 30: 

    A plan of your own helps most when it is late: "If I want to write, then I put
    the phone in the kitchen."
    If … then I …, or Enter: 

    Day 0 of 30. 30 days left, until Mon 21 Dec, 21:14.
    It counts from now. If the last contact was earlier: nocontact start --correct
    --since yesterday
    The daemon was not started, so no notices come.
    "#);
    assert_snapshot!(known(&world), @"
    exit 0
    --- stdout
    day 0, length 30, until Mon 21 Dec, 21:14

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     not told
      Country    not told
    ");
}

#[test]
fn all_answered_in_a_narrow_terminal() {
    let world = World::new();
    let answers = [
        (WHEN, "3 nov 14:05\n"),
        (NUMBERS, "5, 7\n"),
        (DAYS, "45\n"),
        (PLAN, "If I wake at night, I read.\n"),
    ];
    assert_snapshot!(world.run_in_terminal("start --no-daemon", 40, &answers), @r#"
    exit 0
    --- terminal
    A few questions, so that the count is
    right and what you read fits you. Enter
    skips one, Ctrl-D the rest; all of it
    can be changed later. Everything stays
    on this computer; somebody who can use
    your account can read it.

    The days count from your last contact.
    Such as: 20m ago, yesterday 22:00, 3
    nov.
    When was it? Enter for now: 3 nov 14:05

    Does one of these hold? The program
    keeps to it in all that it says.
      1  a court or police order restrains
         me
      2  an order protects me
      3  they asked me for no contact, or
         blocked me
      4  I was hurt, threatened or
         controlled, or I am afraid
      5  we have children together
      6  we share a home
      7  we work together
    Their numbers, or Enter: 5, 7

    The length is yours to choose, and no
    number is proven. "none" counts with no
    end date.
    How many days, 1 to 365? Enter for 30: 45

    A plan of your own helps most when it is
    late: "If I want to write, then I put
    the phone in the kitchen."
    If … then I …, or Enter: If I wake at night, I read.

    Day 18 of 45. 27 days left, until Fri 18
    Dec, 14:05.
    The daemon was not started, so no
    notices come.
    "#);
    assert_snapshot!(known(&world), @"
    exit 0
    --- stdout
    day 18, length 45, until Fri 18 Dec, 14:05

    exit 0
    --- stdout
      Plan 1     If I wake at night, I read.
      Situation  children, work
      Person     not told
      Country    not told
    ");
    // One command, so one undo.
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: start of today 21:14. nocontact undo --redo puts it back.
    ");
    assert_snapshot!(known(&world), @"
    exit 3

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     not told
      Country    not told
    ");
    world.run("undo --redo");
    assert_snapshot!(known(&world), @"
    exit 0
    --- stdout
    day 18, length 45, until Fri 18 Dec, 14:05

    exit 0
    --- stdout
      Plan 1     If I wake at night, I read.
      Situation  children, work
      Person     not told
      Country    not told
    ");
}

#[test]
fn left_at_each_question() {
    let answers = [(WHEN, "yesterday\n"), (NUMBERS, "6\n"), (DAYS, "none\n"), (PLAN, "")];
    let mut all = String::new();
    for left in 0..answers.len() {
        let world = World::new();
        let mut dialogue = answers[..left].to_vec();
        dialogue.push((answers[left].0, CTRL_D));
        let ran = start(&world, &dialogue);
        assert_eq!(ran.exit, "exit 0", "{ran}");
        let (_, after) = ran.terminal.rsplit_once(answers[left].0).unwrap();
        all.push_str(&format!("# left at: {}{after}\n{}\n", answers[left].0, known(&world)));
        asks_nothing(&start(&world, &[]));
    }
    assert_snapshot!(all, @"
    # left at: When was it? Enter for now: 

    Day 0 of 30. 30 days left, until Mon 21 Dec, 21:14.
    It counts from now. If the last contact was earlier: nocontact start --correct
    --since yesterday
    The daemon was not started, so no notices come.

    exit 0
    --- stdout
    day 0, length 30, until Mon 21 Dec, 21:14

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     not told
      Country    not told

    # left at: Their numbers, or Enter: 

    Day 1 of 30. 29 days left, until the end of Sun 20 Dec.
    The daemon was not started, so no notices come.

    exit 0
    --- stdout
    day 1, length 30, until the end of Sun 20 Dec

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  not told
      Person     not told
      Country    not told

    # left at: How many days, 1 to 365? Enter for 30: 

    Day 1 of 30. 29 days left, until the end of Sun 20 Dec.
    The daemon was not started, so no notices come.

    exit 0
    --- stdout
    day 1, length 30, until the end of Sun 20 Dec

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  shared_home
      Person     not told
      Country    not told

    # left at: then I …, or Enter: 

    Day 1. No end date.
    The daemon was not started, so no notices come.

    exit 0
    --- stdout
    day 1, length none, until none

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  shared_home
      Person     not told
      Country    not told
    ");
}

#[test]
fn answers_that_are_not_understood_are_asked_for_again() {
    let world = World::new();
    let answers = [
        (WHEN, "last week\n"),
        (WHEN, "25 dec 2027\n"),
        (WHEN, "\u{1b}[2J\n"),
        (WHEN, "3 nov\n"),
        (NUMBERS, "1 9\n"),
        (NUMBERS, "yes\n"),
        (NUMBERS, "3;5\n"),
        (DAYS, "0\n"),
        (DAYS, "a month\n"),
        (DAYS, "60\n"),
        (PLAN, "\n"),
    ];
    assert_snapshot!(start(&world, &answers), @r#"
    exit 0
    --- terminal
    A few questions, so that the count is right and what you read fits you. Enter
    skips one, Ctrl-D the rest; all of it can be changed later. Everything stays on
    this computer; somebody who can use your account can read it.

    The days count from your last contact. Such as: 20m ago, yesterday 22:00, 3 nov.
    When was it? Enter for now: last week
    Cannot read 'last week' as a time: try 'yesterday 22:00' or '3 nov 14:05'.
    When was it? Enter for now: 25 dec 2027
    25 dec 2027 lies ahead.
    When was it? Enter for now: ^[[2J
    Cannot read '\u{1b}[2J' as a time: try 'yesterday 22:00' or '3 nov 14:05'.
    When was it? Enter for now: 3 nov

    Does one of these hold? The program keeps to it in all that it says.
      1  a court or police order restrains me
      2  an order protects me
      3  they asked me for no contact, or blocked me
      4  I was hurt, threatened or controlled, or I am afraid
      5  we have children together
      6  we share a home
      7  we work together
    Their numbers, or Enter: 1 9
    '9' is not one of the numbers. Such as: 1 4.
    Their numbers, or Enter: yes
    'yes' is not one of the numbers. Such as: 1 4.
    Their numbers, or Enter: 3;5

    The length is yours to choose, and no number is proven. "none" counts with no
    end date.
    How many days, 1 to 365? Enter for 30: 0
    Use 1 to 365, or none.
    How many days, 1 to 365? Enter for 30: a month
    Use 1 to 365, or none.
    How many days, 1 to 365? Enter for 30: 60

    A plan of your own helps most when it is late: "If I want to write, then I put
    the phone in the kitchen."
    If … then I …, or Enter: 

    Day 18 of 60. 42 days left, until the end of Sat 2 Jan 2027.
    The daemon was not started, so no notices come.
    "#);
    assert_snapshot!(known(&world), @"
    exit 0
    --- stdout
    day 18, length 60, until the end of Sat 2 Jan 2027

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  asked_no_contact, children
      Person     not told
      Country    not told
    ");
}

/// Somebody who tried to say something about safety learns that it was not taken.
#[test]
fn what_was_not_understood_is_not_passed_over() {
    for end in ["\n", CTRL_D] {
        let world = World::new();
        let mut answers = vec![(WHEN, "\n"), (NUMBERS, "8\n"), (NUMBERS, end)];
        if end == "\n" {
            answers.extend([(DAYS, "\n"), (PLAN, "\n")]);
        }
        let ran = start(&world, &answers);
        assert!(ran.terminal.contains("'8' is not one of the numbers."), "{ran}");
        assert!(ran.terminal.contains("It is left out then;"), "{ran}");
        assert!(world.run("about").stdout.contains("Situation  not told"));
    }
}

#[test]
fn under_an_order_no_length_is_asked_for() {
    let world = World::new();
    let answers = [(WHEN, "3 nov 14:05\n"), (NUMBERS, "1 4\n"), (PLAN, "\n")];
    assert_snapshot!(start(&world, &answers), @r#"
    exit 0
    --- terminal
    A few questions, so that the count is right and what you read fits you. Enter
    skips one, Ctrl-D the rest; all of it can be changed later. Everything stays on
    this computer; somebody who can use your account can read it.

    The days count from your last contact. Such as: 20m ago, yesterday 22:00, 3 nov.
    When was it? Enter for now: 3 nov 14:05

    Does one of these hold? The program keeps to it in all that it says.
      1  a court or police order restrains me
      2  an order protects me
      3  they asked me for no contact, or blocked me
      4  I was hurt, threatened or controlled, or I am afraid
      5  we have children together
      6  we share a home
      7  we work together
    Their numbers, or Enter: 1 4

    A plan of your own helps most when it is late: "If I want to write, then I put
    the phone in the kitchen."
    If … then I …, or Enter: 

    If somebody may look at this computer, a device that only you use is safer.
    People to talk to: nocontact sos
    Day 18. No end date.
    Under an order a window has no end date; the days are counted.
    The daemon was not started, so no notices come.
    "#);
    assert_snapshot!(known(&world), @"
    exit 0
    --- stdout
    day 18, length none, until none

    exit 0
    --- stdout
      Plans      none yet: nocontact about plan add
      Situation  order_on_me, afraid_or_hurt
      Person     not told
      Country    not told
    ");
}

#[test]
fn under_an_order_a_length_that_was_given_is_no_end_date() {
    let world = World::new();
    let answers = [(WHEN, "\n"), (NUMBERS, "1\n"), (PLAN, "\n")];
    let ran = world.run_in_terminal("start --no-daemon --days 30", 80, &answers);
    assert!(ran.terminal.contains("Under an order a window has no end date"), "{ran}");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 0 · no end date · next: tomorrow 09:00
    ");
}

#[test]
fn what_the_command_says_is_not_asked() {
    let world = World::new();
    let ran = world.run_in_terminal(
        "start --no-daemon --since '3 nov 14:05'",
        80,
        &[(NUMBERS, "\n"), (DAYS, "\n"), (PLAN, "\n")],
    );
    assert!(!ran.terminal.contains(WHEN), "{ran}");
    let world = World::new();
    let ran = world.run_in_terminal(
        "start --no-daemon --days 10",
        80,
        &[(WHEN, "3 days ago\n"), (NUMBERS, "\n"), (PLAN, "\n")],
    );
    assert!(!ran.terminal.contains(DAYS) && ran.terminal.contains("Day 3 of 10."), "{ran}");
    let world = World::new();
    let ran = world.run_in_terminal(
        "start --no-daemon --since '3 nov 14:05' --days none",
        80,
        &[(NUMBERS, "\n"), (PLAN, "\n")],
    );
    assert!(!ran.terminal.contains(WHEN) && !ran.terminal.contains(DAYS), "{ran}");
    assert!(ran.terminal.contains("Day 18. No end date."), "{ran}");
}

#[test]
fn the_usual_length_is_that_of_the_settings() {
    let world = World::new();
    settings(&world, "[window]\nlength = \"none\"\n");
    let answers = [(WHEN, "\n"), (NUMBERS, "\n"), (DAYS, "\n"), (PLAN, "\n")];
    let ran = start(&world, &answers);
    assert!(ran.terminal.contains("How many days, 1 to 365? Enter for none:"), "{ran}");
    assert!(ran.terminal.contains("Day 0. No end date."), "{ran}");
}

#[test]
fn a_window_that_is_complete_already_is_told() {
    let world = World::new();
    let answers = [(WHEN, "1 sep\n"), (NUMBERS, "\n"), (DAYS, "\n"), (PLAN, "\n")];
    let ran = start(&world, &answers);
    assert!(ran.terminal.contains("The window is complete already."), "{ran}");
}

/// Nothing is half-saved: neither a window nor an answer, and the next start asks again.
#[test]
fn interrupted_or_hung_up_it_leaves_nothing() {
    for (end, exit) in [("\u{3}", "killed by signal 2"), (HANG_UP, "killed by signal 1")] {
        let world = World::new();
        let ran = start(&world, &[(WHEN, "yesterday\n"), (NUMBERS, "2\n"), (DAYS, end)]);
        assert_eq!(ran.exit, exit, "{ran}");
        assert!(!world.data().exists());
        let again = start(&world, &[(WHEN, CTRL_D)]);
        assert_eq!(again.exit, "exit 0", "{again}");
    }
}

#[test]
fn nobody_is_asked_twice_or_without_a_terminal() {
    let mut world = World::new();
    world.stdin("yesterday\n1\n30\nI read.\n");
    let ran = world.run("start --no-daemon");
    assert!(ran.stdout.starts_with("Day 0 of 30."), "{ran}");
    asks_nothing(&start(&world, &[]));
    world.run("finish --close");
    asks_nothing(&start(&world, &[]));
    asks_nothing(&start(&begun(), &[]));
    // Something was told before there was a window.
    let world = World::new();
    world.run("about country GB");
    asks_nothing(&start(&world, &[]));
    let world = World::new();
    let ran = world.run_in_terminal("start --no-daemon --correct", 80, &[]);
    assert_eq!(ran.exit, "exit 3", "there is nothing to correct, and nothing to ask\n{ran}");
}
