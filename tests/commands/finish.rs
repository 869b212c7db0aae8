//! `finish`: a look back, and choices of equal weight (programme A.9).

use insta::assert_snapshot;

use super::begun;
use crate::world::World;

fn lived() -> World {
    let mut world = begun();
    world.at("2026-11-05T23:10:00+01:00").run("contacted");
    world.at("2026-11-14T20:00:00+01:00").run("received --kind warm");
    world.at("2026-11-20T22:40:00+01:00").run("urge 4");
    world.run("answer easier 2");
    world.at(crate::world::NOW);
    world
}

#[test]
fn while_it_is_open() {
    let world = lived();
    assert_snapshot!(world.run("finish"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
      Days      17 of 18 without contact, longest stretch 16
      Urges     1 logged, 1 let pass
      Received  1 time
      Keep the space   nothing to do
      Add days         nocontact finish --extend 7 (or 14, 30, …)
      Close the count  nocontact finish --close
    ");
}

#[test]
fn when_it_is_complete() {
    let mut world = lived();
    world.at("2026-12-03T20:00:00+01:00");
    assert_snapshot!(world.run("finish"), @"
    exit 0
    --- stdout
    Complete: 30 of 30 days.
      Days      29 of 30 without contact, longest stretch 28
      Urges     1 logged, 1 let pass
      Received  1 time
    The window is complete. Whatever you choose next, this time was yours and it stays yours.
    The choices below are equal.
      Keep the space           nothing to do: the days go on counting
      Add days                 nocontact finish --extend 7 (or 14, 30, …)
      Close the count          nocontact finish --close
      Think about one message  nocontact finish --message (questions first, in daylight); no is
                               a whole answer, and so is silence
    ");
}

#[test]
fn when_it_is_complete_and_a_situation_holds() {
    for situation in ["order_for_me", "asked_no_contact", "afraid_or_hurt", "children"] {
        let mut world = begun();
        world.run(&format!("about situation {situation}"));
        world.at("2026-12-03T20:00:00+01:00");
        let ran = world.run("finish");
        match situation {
            "order_for_me" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Complete: 30 of 30 days.
              Days  30 of 30 without contact, longest stretch 30
            The window is complete. Whatever you choose next, this time was yours and it stays yours.
            The choices below are equal.
              Keep the space   nothing to do: the days go on counting
              Add days         nocontact finish --extend 7 (or 14, 30, …)
              Close the count  nocontact finish --close
            "),
            "asked_no_contact" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Complete: 30 of 30 days.
              Days  30 of 30 without contact, longest stretch 30
            The window is complete. Whatever you choose next, this time was yours and it stays yours.
            The choices below are equal.
              Keep the space   nothing to do: the days go on counting
              Add days         nocontact finish --extend 7 (or 14, 30, …)
              Close the count  nocontact finish --close
            "),
            "afraid_or_hurt" => assert_snapshot!(ran, @"
            exit 0
            --- stdout
            Complete: 30 of 30 days.
              Days  30 of 30 without contact, longest stretch 30
            The window is complete. Whatever you choose next, this time was yours and it stays yours.
            The choices below are equal.
              Keep the space   nothing to do: the days go on counting
              Add days         nocontact finish --extend 7 (or 14, 30, …)
              Close the count  nocontact finish --close
            "),
            _ => assert_snapshot!(ran, @"
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
            "),
        }
    }
}

#[test]
fn extended() {
    let mut world = begun();
    assert_snapshot!(world.run("finish --extend 7"), @"
    exit 0
    --- stdout
    Day 18 of 37 · 19 days left · until Thu 10 Dec, 14:05.
    More days, of your own accord. You know what these days are like by now. Put one thing that
    helped into the diary for the coming week.
    ");
    world.at("2026-12-20T20:00:00+01:00");
    assert_snapshot!(world.run("finish --extend 7"), @"
    exit 0
    --- stdout
    Day 47 of 54 · 7 days left · until Sun 27 Dec, 20:00.
    More days, of your own accord. You know what these days are like by now. Put one thing that
    helped into the diary for the coming week.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 0
    --- stdout
    Day 47 of 54 · 7 days left · until Sun 27 Dec, 20:00
    ━━━━━━━━━━━━━━━━━━━━━━━━━━────
    47 of 47 days without contact · longest stretch 47
    There is no backup yet: nocontact data backup makes one.
    Next: today 20:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          extended, or resolved in another zone: complete at the end below
      Day           from 2026-11-03 to 2026-12-20 are 47 calendar days
      End           Sun 27 Dec 2026, 20:00 (UTC+01:00)
      Days left     54 - 47 = 7
      Contact       none
      Without       47 - 0 = 47 days without contact; the longest stretch between contacts is 47
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
    assert_snapshot!(world.run("finish --extend 0"), @"
    exit 2
    --- stderr
    nocontact: --extend <DAYS>: use a number from 1 to 365; see --help
    ");
    assert_snapshot!(world.run("finish --extend 7 --close"), @"
    exit 2
    --- stderr
    nocontact: --extend <DAYS> does not go with --close; see --help
    ");
}

#[test]
fn closed_early() {
    let world = begun();
    assert_snapshot!(world.run("finish --close"), @"
    exit 0
    --- stdout
    Closed. 18 days are kept; nocontact undo opens it again.
    Before the end, and all right. Plans change, and so do people. If you like, note one line
    for yourself on why today.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 3
    --- stdout
    No window is open. nocontact start opens one.
    ");
    assert_snapshot!(world.run("finish --close"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: finish --close of today 21:14. nocontact undo --redo puts it back.
    ");
}

#[test]
fn closed_on_the_first_days() {
    let mut world = World::new();
    world.run("start --no-daemon");
    assert_snapshot!(world.run("finish --close"), @"
    exit 0
    --- stdout
    Closed. nocontact undo opens it again.
    Before the end, and all right. Plans change, and so do people. If you like, note one line
    for yourself on why today.
    ");
    world.run("undo");
    world.at("2026-11-22T10:00:00+01:00");
    assert_snapshot!(world.run("finish --close"), @"
    exit 0
    --- stdout
    Closed. 1 day is kept; nocontact undo opens it again.
    Before the end, and all right. Plans change, and so do people. If you like, note one line
    for yourself on why today.
    ");
}

#[test]
fn closed_when_complete() {
    let mut world = begun();
    world.at("2026-12-03T20:00:00+01:00");
    assert_snapshot!(world.run("finish --close"), @"
    exit 0
    --- stdout
    Closed. 30 days are kept; nocontact undo opens it again.
    Sad and relieved, perhaps both. They can turn up on the same day. Which friend would you
    like to tell that this is done?
    ");
}

#[test]
fn without_a_window() {
    let world = World::new();
    assert_snapshot!(world.run("finish"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
    assert_snapshot!(world.run("finish --extend 7"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
    assert_snapshot!(world.run("finish --close"), @"
    exit 3
    --- stderr
    nocontact: no window is open; nocontact start opens one
    ");
}

#[test]
fn with_no_end_date() {
    let world = World::new();
    world.run("start --since '3 nov' --days none --no-daemon");
    assert_snapshot!(world.run("finish"), @"
    exit 0
    --- stdout
    Day 18 · no end date.
      Days  18 of 18 without contact, longest stretch 18
    However long it takes. Other lives go on after a while, and so does yours. Which part of it
    could do with some tending?
      Keep the space   nothing to do
      Close the count  nocontact finish --close
    ");
    assert_snapshot!(world.run("finish --extend 7"), @"
    exit 1
    --- stderr
    nocontact: this window has no end date, so there is nothing to extend
    ");
    assert_snapshot!(world.run("finish --close"), @"
    exit 0
    --- stdout
    Closed. 18 days are kept; nocontact undo opens it again.
    Sad and relieved, perhaps both. They can turn up on the same day. Which friend would you
    like to tell that this is done?
    ");
}

#[test]
fn after_a_no_or_two_contacts_no_message_is_thought_of() {
    for (what, speaks) in [
        (["note x", "note y"], true),
        (["received --kind warm", "contacted --keep"], true),
        (["received --kind stop", "note x"], false),
        (["received --kind closed", "note x"], false),
        (["contacted --keep", "contacted --keep"], false),
        (["contacted --necessary", "contacted --keep"], true),
    ] {
        let mut world = begun();
        for line in what {
            world.run(line);
        }
        let review = world.at("2026-12-04T10:00:00+01:00").run("finish");
        assert_eq!(review.stdout.contains("Think about one message"), speaks, "{what:?}\n{review}");
    }
}
