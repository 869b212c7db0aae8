//! `contacted`: an entry in a history, never a zero (promise 5).

use insta::assert_snapshot;

use super::{begun, settings};
use crate::world::{NOW, World};

#[test]
fn and_nothing_chosen() {
    let world = begun();
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    17 of 18 days without contact · longest stretch 17
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn and_kept_on() {
    let world = begun();
    assert_snapshot!(world.run("contacted --keep --at 'yesterday 22:00'"), @"
    exit 0
    --- stdout
    Saved, yesterday 22:00.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 16
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    ");
}

#[test]
fn and_days_added() {
    let world = begun();
    assert_snapshot!(world.run("contacted --extend 7"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05.
    ");
    assert_snapshot!(world.run("contacted --extend 0"), @"
    exit 2
    --- stderr
    nocontact: --extend <DAYS>: use a number from 1 to 365; see --help
    ");
    assert_snapshot!(world.run("contacted --extend 7 --keep"), @"
    exit 2
    --- stderr
    nocontact: --extend <DAYS> does not go with --keep; see --help
    ");
}

#[test]
fn and_a_new_window() {
    let world = begun();
    assert_snapshot!(world.run("contacted --restart"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    In a friend's voice. If a friend told you this about their day, what would you say first?
    Say it to yourself in the same tone.
    A new window is open. 18 days before this are kept.
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14
    ──────────────────────────────
    Next: tomorrow 09:00 · daemon not running (nocontact start)
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
fn and_a_new_window_from_the_day_before() {
    let world = begun();
    assert_snapshot!(world.run("contacted --restart --at 'yesterday 22:00'"), @"
    exit 0
    --- stdout
    Saved, yesterday 22:00.
    In a friend's voice. If a friend told you this about their day, what would you say first?
    Say it to yourself in the same tone.
    A new window is open. 17 days before this are kept.
    Day 1 of 30 · 29 days left · until Sun 20 Dec, 22:00.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 1 of 30 · 29 days left · until Sun 20 Dec, 22:00
    ━─────────────────────────────
    1 of 1 days without contact · longest stretch 1
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn and_a_new_window_as_the_settings_say() {
    let world = begun();
    settings(&world, "[window]\nlength = 14\non_contact = \"restart\"\n");
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    In a friend's voice. If a friend told you this about their day, what would you say first?
    Say it to yourself in the same tone.
    A new window is open. 18 days before this are kept.
    Day 0 of 14 · 14 days left · until Sat 5 Dec, 21:14.
    ");
}

#[test]
fn because_it_was_necessary() {
    let world = begun();
    assert_snapshot!(world.run("contacted --necessary"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Necessary contact changes no count.
    ");
    assert_snapshot!(world.run("contacted --necessary --restart"), @"
    exit 2
    --- stderr
    nocontact: --necessary does not go with --restart; see --help
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
fn because_it_was_necessary_under_an_order() {
    let world = begun();
    world.run("about situation order_on_me");
    assert_snapshot!(world.run("contacted --necessary"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Necessary contact changes no count.
    Under an order it is allowed only as the order's text says; if you are unsure, a lawyer or
    the court can say.
    ");
}

#[test]
fn before_the_window() {
    let world = begun();
    assert_snapshot!(world.run("contacted --at '1 nov 10:00'"), @"
    exit 0
    --- stdout
    Saved, Sun 1 Nov, 10:00.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    That was before this window's last contact, so no day is taken off. To count from another
    day: nocontact start --correct --since WHEN
    ");
    assert_snapshot!(world.run("contacted --at '1 nov 10:00' --restart"), @"
    exit 0
    --- stdout
    Saved, Sun 1 Nov, 10:00.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    That was before this window's last contact, so no day is taken off. To count from another
    day: nocontact start --correct --since WHEN
    No new window was opened.
    ");
    assert_snapshot!(world.run("contacted --at '1 nov 10:00' --extend 7"), @"
    exit 0
    --- stdout
    Saved, Sun 1 Nov, 10:00.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    That was before this window's last contact, so no day is taken off. To count from another
    day: nocontact start --correct --since WHEN
    Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05
    ━━━━━━━━━━━━━━────────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn on_day_0() {
    let world = World::new();
    world.run("start --since 14:05 --no-daemon");
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 14:05.
    ");
    assert_snapshot!(world.run("contacted --restart"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Finish one sentence. If that hour comes round again, then I go and do what? A few words will
    do, and they can be your plan.
    A new window is open.
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14
    ──────────────────────────────
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn on_day_1() {
    let world = World::new();
    world.run("start --since 'yesterday 14:05' --no-daemon");
    assert_snapshot!(world.run("contacted --restart"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    In a friend's voice. If a friend told you this about their day, what would you say first?
    Say it to yourself in the same tone.
    A new window is open. 1 day before this is kept.
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14.
    ");
}

#[test]
fn twice_on_one_day() {
    let mut world = begun();
    world.at("2026-11-21T10:00:00+01:00").run("contacted");
    world.at(NOW);
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    When you've slept. What made that hour hard, and what could you do in it another time? One
    line is plenty, and it can wait.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    ");
}

#[test]
fn without_a_window() {
    let world = World::new();
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    You needn't wait by the phone. Put it where you can't see it light up, and do one thing that
    takes a quarter of an hour.
    ");
    assert_snapshot!(world.run("contacted --restart"), @"
    exit 3
    --- stdout
    Saved, 21:14.
    Say it to one friend. Tell a friend or relative what happened, plainly, without the case for
    or against yourself.
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · contacted
      [id2]  today 21:14 · contacted
    ");
}

#[test]
fn with_no_end_date() {
    let world = World::new();
    world.run("start --since '3 nov' --days none --no-daemon");
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 · no end date.
    ");
    assert_snapshot!(world.run("contacted --extend 7"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    When you've slept. What made that hour hard, and what could you do in it another time? One
    line is plenty, and it can wait.
    17 of 18 days without contact · longest stretch 17
    This window has no end date, so there is nothing to extend.
    Day 18 · no end date.
    ");
}

#[test]
fn after_the_end() {
    let mut world = begun();
    world.at("2026-12-10T10:00:00+01:00");
    assert_snapshot!(world.run("contacted"), @"
    exit 0
    --- stdout
    Saved, 10:00.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    36 of 37 days without contact · longest stretch 36
    Complete: 30 of 30 days · day 37 since the start.
    ");
}

#[test]
fn where_a_situation_holds() {
    for situation in ["order_on_me", "order_for_me", "asked_no_contact", "afraid_or_hurt"] {
        let world = begun();
        world.run(&format!("about situation {situation}"));
        let ran = world.run("contacted");
        match situation {
            "order_on_me" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Saved, 21:14.
            An order is in place. Contact may break it, even a short message. Send nothing more; a
            lawyer or the court can say what applies.
            17 of 18 days without contact · longest stretch 17
            Day 18 · no end date.
            "),
            "order_for_me" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Saved, 21:14.
            Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
            see to that first, in the plainest way you can.
            17 of 18 days without contact · longest stretch 17
            Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
            "),
            "asked_no_contact" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Saved, 21:14.
            Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
            see to that first, in the plainest way you can.
            17 of 18 days without contact · longest stretch 17
            Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
            "),
            _ => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Saved, 21:14.
            Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
            see to that first, in the plainest way you can.
            17 of 18 days without contact · longest stretch 17
            Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
            "),
        }
    }
}

#[test]
fn with_a_note() {
    let mut world = begun();
    world.stdin("two lines\nto the old number\n");
    assert_snapshot!(world.run("contacted --note -"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · contacted · two lines to the old number
    ");
}

#[test]
fn and_an_answer_that_is_not_understood() {
    let question = "start a new window (r)?";
    let world = begun();
    let answers = [(question, "perhaps\n"), (question, "400\n"), (question, "7\n")];
    assert_snapshot!(world.run_in_terminal("contacted", 80, &answers), @r#"
    exit 0
    --- terminal
    Saved, 21:14.
    Keep counting (Enter), add days (a number), or start a new window (r)? perhaps
    "perhaps" is none of these: Enter, a number of days from 1 to 365, or r.
    Keep counting (Enter), add days (a number), or start a new window (r)? 400
    "400" is none of these: Enter, a number of days from 1 to 365, or r.
    Keep counting (Enter), add days (a number), or start a new window (r)? 7
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was
    beforehand, see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05.
    The daemon does not run, so no notices come: nocontact start
    "#);
    let world = begun();
    let answers = [(question, "no\n"), (question, "no\n"), (question, "no\n")];
    assert_snapshot!(world.run_in_terminal("contacted", 80, &answers), @r#"
    exit 0
    --- terminal
    Saved, 21:14.
    Keep counting (Enter), add days (a number), or start a new window (r)? no
    "no" is none of these: Enter, a number of days from 1 to 365, or r.
    Keep counting (Enter), add days (a number), or start a new window (r)? no
    "no" is none of these: Enter, a number of days from 1 to 365, or r.
    Keep counting (Enter), add days (a number), or start a new window (r)? no
    "no" is none of these: Enter, a number of days from 1 to 365, or r.
    So the count goes on as it was.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was
    beforehand, see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    The daemon does not run, so no notices come: nocontact start
    "#);
    let world = World::new();
    world.run("start --since '3 nov' --days none --no-daemon");
    let answers = [(question, "7\n"), (question, "\n")];
    assert_snapshot!(world.run_in_terminal("contacted", 80, &answers), @r#"
    exit 0
    --- terminal
    Saved, 21:14.
    Keep counting (Enter), or start a new window (r)? 7
    "7" is none of these: Enter or r.
    Keep counting (Enter), or start a new window (r)? 
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was
    beforehand, see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 · no end date.
    The daemon does not run, so no notices come: nocontact start
    "#);
}
