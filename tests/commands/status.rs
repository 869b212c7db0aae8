//! `status`: where somebody is, at each place that a window can be in.

use insta::assert_snapshot;
use nocontact::countdown::notice::NoticeKind;

use super::{begun, damage, settings, was_shown};
use crate::world::World;

#[test]
fn without_a_window() {
    let world = World::new();
    assert_snapshot!(world.run(""), @"
    exit 3
    --- stdout
    No window is open. nocontact start opens one.
    ");
    assert_snapshot!(world.run("status"), @"
    exit 3
    --- stdout
    No window is open. nocontact start opens one.
    ");
    assert_snapshot!(world.run("status --line"), @"exit 3");
    assert_snapshot!(world.run("status --explain"), @"
    exit 3
    --- stdout
    No window is open. nocontact start opens one.
    ");
    assert_snapshot!(world.run("status --json"), @r#"
    exit 3
    --- stdout
    {"version":1,"open":false}
    "#);
    assert_snapshot!(world.run("status --format '{day}'"), @"exit 3");
    assert!(!world.data().exists(), "asking leaves nothing behind");
}

#[test]
fn on_the_day_of_last_contact() {
    let world = World::new();
    world.run("start --no-daemon");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 0 of 30 · 30 days left · until Mon 21 Dec, 21:14
    ──────────────────────────────
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 0 of 30 · 30 days left · next: tomorrow 09:00
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Sat 21 Nov 2026, 21:14 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          complete 30 calendar days later, at the same time on the clock
      Day           from 2026-11-21 to 2026-11-21 are 0 calendar days
      End           Mon 21 Dec 2026, 21:14 (UTC+01:00)
      Days left     30 - 0 = 30
      Contact       none
      Without       0 - 0 = 0 days without contact; the longest stretch between contacts is 0
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
}

#[test]
fn in_the_middle() {
    let world = begun();
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · next: tomorrow 09:00
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          complete 30 calendar days later, at the same time on the clock
      Day           from 2026-11-03 to 2026-11-21 are 18 calendar days
      End           Thu 3 Dec 2026, 14:05 (UTC+01:00)
      Days left     30 - 18 = 12
      Contact       none
      Without       18 - 0 = 18 days without contact; the longest stretch between contacts is 18
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
    assert_snapshot!(world.run("status --json"), @r#"
    exit 0
    --- stdout
    {"version":1,"open":true,"day":18,"length":30,"days_left":12,"since":"2026-11-03T14:05:00+01:00","since_precision":"minute","ends_at":"2026-12-03T14:05:00+01:00","complete":false,"days_since_contact":18,"days_without_contact":18,"longest_stretch":18,"urges":{"logged":0,"let_pass":0},"open_questions":[],"next":{"at":"2026-11-22T09:00:00+01:00","kind":"morning"},"daemon":{"running":false},"paused_until":null}
    "#);
}

#[test]
fn with_a_daemon() {
    let world = begun();
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon running
    ");
    assert_snapshot!(world.run("status --format '{daemon}'"), @"
    exit 0
    --- stdout
    running
    ");
}

#[test]
fn on_the_last_day() {
    let mut world = begun();
    world.at("2026-12-02T08:30:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 29 of 30 · 1 day left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━─
    29 of 29 days without contact · longest stretch 29
    There is no backup yet: nocontact data backup makes one.
    Next: today 09:00 · daemon not running (nocontact start)
    ");
    world.at("2026-12-03T00:10:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 30 of 30 · ends today at 14:05
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    30 of 30 days without contact · longest stretch 30
    There is no backup yet: nocontact data backup makes one.
    Next: today 09:00 · daemon not running (nocontact start)
    ");
    world.at("2026-12-03T14:04:59+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 30 of 30 · ends today at 14:05
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    30 of 30 days without contact · longest stretch 30
    There is no backup yet: nocontact data backup makes one.
    Next: today 14:04 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 30 of 30 · ends today at 14:05 · next: 14:04
    ");
}

#[test]
fn on_the_last_day_of_a_window_to_the_day() {
    let mut world = World::new();
    world.run("start --since '3 nov' --no-daemon");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until the end of Thu 3 Dec
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    world.at("2026-12-03T23:59:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 30 of 30 · ends tonight at midnight
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    30 of 30 days without contact · longest stretch 30
    There is no backup yet: nocontact data backup makes one.
    Next: tomorrow 08:00 · daemon not running (nocontact start)
    ");
    world.at("2026-12-04T00:00:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Complete: 30 of 30 days · day 31 since the start
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    31 of 31 days without contact · longest stretch 31
    The window is complete: nocontact finish looks back at it.
    There is no backup yet: nocontact data backup makes one.
    Next: today 08:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn complete_and_long_after() {
    let mut world = begun();
    world.at("2026-12-03T14:05:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Complete: 30 of 30 days
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    30 of 30 days without contact · longest stretch 30
    The window is complete: nocontact finish looks back at it.
    There is no backup yet: nocontact data backup makes one.
    Next: today 14:05 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Complete: 30 of 30 days · next: 14:05
    ");
    world.at("2027-02-11T10:00:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Complete: 30 of 30 days · day 100 since the start
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    100 of 100 days without contact · longest stretch 100
    The window is complete: nocontact finish looks back at it.
    There is no backup yet: nocontact data backup makes one.
    Next: today 10:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          complete 30 calendar days later, at the same time on the clock
      Day           from 2026-11-03 to 2027-02-11 are 100 calendar days
      End           Thu 3 Dec 2026, 14:05 (UTC+01:00)
      Days left     the end has come: none are left
      Contact       none
      Without       100 - 0 = 100 days without contact; the longest stretch between contacts is
                    100
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
    assert_snapshot!(world.run("status --json"), @r#"
    exit 0
    --- stdout
    {"version":1,"open":true,"day":100,"length":30,"days_left":0,"since":"2026-11-03T14:05:00+01:00","since_precision":"minute","ends_at":"2026-12-03T14:05:00+01:00","complete":true,"days_since_contact":100,"days_without_contact":100,"longest_stretch":100,"urges":{"logged":0,"let_pass":0},"open_questions":[],"next":{"at":"2027-02-11T10:00:00+01:00","kind":"end"},"daemon":{"running":false},"paused_until":null}
    "#);
}

#[test]
fn with_no_end_date() {
    let world = World::new();
    world.run("start --since '3 nov 14:05' --days none --no-daemon");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 · no end date
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 18 · no end date · next: tomorrow 09:00
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          no end date: the days are counted, calendar day by calendar day
      Day           from 2026-11-03 to 2026-11-21 are 18 calendar days
      Contact       none
      Without       18 - 0 = 18 days without contact; the longest stretch between contacts is 18
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
    assert_snapshot!(world.run("status --json"), @r#"
    exit 0
    --- stdout
    {"version":1,"open":true,"day":18,"length":null,"days_left":null,"since":"2026-11-03T14:05:00+01:00","since_precision":"minute","ends_at":null,"complete":false,"days_since_contact":18,"days_without_contact":18,"longest_stretch":18,"urges":{"logged":0,"let_pass":0},"open_questions":[],"next":{"at":"2026-11-22T09:00:00+01:00","kind":"morning"},"daemon":{"running":false},"paused_until":null}
    "#);
    let format = "status --format '{day} {length} {days_left} {until} {complete}'";
    assert_snapshot!(world.run(format), @"
    exit 0
    --- stdout
    18 none none none no
    ");
}

#[test]
fn after_contact() {
    let mut world = begun();
    world.at("2026-11-12T23:40:00+01:00").run("contacted");
    world.at("2026-11-16T08:00:00+01:00").run("contacted --necessary");
    world.at(crate::world::NOW);
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    17 of 18 days without contact · longest stretch 9
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · next: tomorrow 09:00
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          complete 30 calendar days later, at the same time on the clock
      Day           from 2026-11-03 to 2026-11-21 are 18 calendar days
      End           Thu 3 Dec 2026, 14:05 (UTC+01:00)
      Days left     30 - 18 = 12
      Contact       Thu 12 Nov 2026, 23:40 (day 9, one day less)
      Without       18 - 1 = 17 days without contact; the longest stretch between contacts is 9
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
}

#[test]
fn after_urges() {
    let mut world = begun();
    world.at("2026-11-20T22:40:00+01:00").run("urge 4");
    world.run("answer easier");
    world.at(crate::world::NOW).run("urge 2");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18 · 1 urge let pass
    Open: how is the urge of 21:14?   nocontact answer easier|same|stronger
    Next: today 21:34 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --line"), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · 1 question open · next: 21:34
    ");
}

#[test]
fn while_paused() {
    let world = begun();
    world.run("pause 3d");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Notices are paused until Tue 24 Nov, 21:14.
    Next: Tue 24 Nov, 21:14 · daemon not running (nocontact start)
    ");
}

#[test]
fn with_open_questions() {
    let mut world = begun();
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "kind-001");
    world.at("2026-11-21T20:10:00+01:00").run("urge 4");
    world.at(crate::world::NOW);
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Open: how is the urge of 20:10?   nocontact answer easier|same|stronger
    2 more open: nocontact answer
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --json"), @r#"
    exit 0
    --- stdout
    {"version":1,"open":true,"day":18,"length":30,"days_left":12,"since":"2026-11-03T14:05:00+01:00","since_precision":"minute","ends_at":"2026-12-03T14:05:00+01:00","complete":false,"days_since_contact":18,"days_without_contact":18,"longest_stretch":18,"urges":{"logged":1,"let_pass":0},"open_questions":[{"kind":"urge","id":"[id1]","at":"2026-11-21T20:10:00+01:00"},{"kind":"suggestion","id":"1/evening/2026-11-21","at":"2026-11-21T19:30:00+01:00"},{"kind":"mood","id":"1/evening/2026-11-21","at":"2026-11-21T19:30:00+01:00"}],"next":{"at":"2026-11-22T09:00:00+01:00","kind":"morning"},"daemon":{"running":false},"paused_until":null}
    "#);
    world.at("2026-11-22T08:10:00+01:00");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 19 of 30 · 11 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━━───────────
    19 of 19 days without contact · longest stretch 19
    Open: how is the urge of yesterday 20:10?   nocontact answer easier|same|stronger
    2 more open: nocontact answer
    Next: today 09:00 · daemon not running (nocontact start)
    ");
}

#[test]
fn in_a_line_of_ones_own() {
    let world = begun();
    world.run("urge 3");
    let all = "status --format 'd{day} l{length} left {days_left} u<{until}> c:{complete} \
               w{without} s{longest} urges {urges}/{let_pass} n<{next}> {daemon}'";
    assert_snapshot!(world.run(all), @"
    exit 0
    --- stdout
    d18 l30 left 12 u<Thu 3 Dec, 14:05> c:no w18 s18 urges 1/0 n<today 21:34> not running
    ");
    assert_snapshot!(world.run("status --format 'no field at all'"), @"
    exit 0
    --- stdout
    no field at all
    ");
    assert_snapshot!(world.run("status --format '{week}'"), @"
    exit 2
    --- stderr
    nocontact: unknown field in --format; use {count} {day} {length} {days_left} {percent} {until} {complete} {without} {longest} {urges} {let_pass} {open} {next} {next_in} {daemon}
    ");
    assert_snapshot!(world.run("status --format '{day'"), @"
    exit 2
    --- stderr
    nocontact: a '{' in --format is not closed; {{ stands for a brace
    ");
}

#[test]
fn one_form_at_a_time() {
    let world = begun();
    assert_snapshot!(world.run("status --line --json"), @"
    exit 2
    --- stderr
    nocontact: --line does not go with --json; see --help
    ");
}

#[test]
fn with_settings_that_cannot_be_used() {
    let world = begun();
    settings(&world, "[notifications]\nmorning = \"9 o'clock\"\n");
    assert_snapshot!(world.run(""), @r#"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: tomorrow 09:00 · daemon not running (nocontact start)
    --- stderr
    nocontact: settings, line 2: morning: use a time such as "09:00", or "off"; the default stands (nocontact config check)
    "#);
}

#[test]
fn with_a_damaged_data_file() {
    let world = begun();
    damage(&world);
    assert_snapshot!(world.run(""), @"
    exit 5
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
}

#[test]
fn in_another_zone() {
    let mut world = begun();
    world.env("TZ", "America/Los_Angeles");
    assert_snapshot!(world.run(""), @"
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 05:05
    ━━━━━━━━━━━━━━━━━━────────────
    18 of 18 days without contact · longest stretch 18
    Next: today 19:30 · daemon not running (nocontact start)
    ");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      America/Los_Angeles (UTC-08:00)
      Rule          extended, or resolved in another zone: complete at the end below
      Day           from 2026-11-03 to 2026-11-21 are 18 calendar days
      End           Thu 3 Dec 2026, 05:05 (UTC-08:00)
      Days left     30 - 18 = 12
      Contact       none
      Without       18 - 0 = 18 days without contact; the longest stretch between contacts is 18
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
}

#[test]
fn two_contacts_of_one_day_are_one_day_less() {
    let world = begun();
    world.run("contacted --at '10 nov 09:00' --keep");
    world.run("contacted --at '10 nov 19:00' --keep");
    world.run("contacted --at '12 nov' --keep");
    assert_snapshot!(world.run("status --explain"), @"
    exit 0
    --- stdout
      Last contact  Tue 3 Nov 2026, 14:05 (UTC+01:00), to the minute
      Zone then     Europe/Berlin
      Zone now      Europe/Berlin (UTC+01:00)
      Rule          complete 30 calendar days later, at the same time on the clock
      Day           from 2026-11-03 to 2026-11-21 are 18 calendar days
      End           Thu 3 Dec 2026, 14:05 (UTC+01:00)
      Days left     30 - 18 = 12
      Contact       Tue 10 Nov 2026, 09:00 (day 7, one day less); Tue 10 Nov 2026, 19:00 (day 7,
                    the same day); Thu 12 Nov 2026 (day 9, one day less)
      Without       18 - 2 = 16 days without contact; the longest stretch between contacts is 9
      Urges         0 logged, 0 let pass: answered easier, same or stronger, or not answered,
                    and no contact in the 24 h after
    ");
}
