//! What `stats` is over: a window, open or closed, all of them, or none; days, months or years.

use insta::assert_snapshot;

use super::begun;
use super::stats::{did, felt, hard};
use crate::world::{NOW, World};

#[test]
fn from_some_time_on() {
    let world = hard();
    assert_snapshot!(world.run("stats --since '13 nov'"), @"
    exit 0
    --- stdout
    All that was logged in these days · Fri 13 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov                                             13         14         15
                                                    u2 m2-4
                                                    d10
        16         17         18         19         20         [21]
                   d14                              u1         u1
    u2: 2 urges · m2-4: moods 2 to 4, from 1 (low) to 5 (good) · d10: day 10, a milestone
    [21]: today

    4 urges on 3 of 9 days; at most 2 on one day, on Friday 13 November.
    Urges came on Friday 22:00 to 22:59 (twice), Friday 23:00 to 23:59 and Saturday 19:00 to
    19:59.
    Urges by feeling: bored 1, sad 1 and tired 1.
    Urges by trigger: a song 1.
    Urges when they came: once strength 2, twice strength 3 and once strength 4.
    Urges when answered: twice strength 1 and once strength 2.
    3 urges rated twice: 3 lower afterwards.
    3 of 3 urges let pass.
    For 1 urge more it is too early to say: it is less than a day old, and has no answer.
    Answers to urges: easier 3 and no answer 1.
    What you had done by the time 3 urges had eased: nothing logged 3.
    What came before need not be what helped.
    Moods, from 1 for low to 5 for good: once mood 2 and once mood 4.
    Tue 3 Nov to today: 17 of 18 days without contact, longest stretch 15.
    ");
    assert_snapshot!(world.run("stats --since today --all"), @"
    exit 2
    --- stderr
    nocontact: --since <WHEN> does not go with --all; see --help
    ");
    assert_snapshot!(world.run("stats --since tomorrow"), @"
    exit 2
    --- stderr
    nocontact: cannot read 'tomorrow' as a time: try 'yesterday 22:00' or '3 nov 14:05'
    ");
}

/// Three windows over three years, with an entry before the first and one between.
fn years() -> World {
    let mut world = World::new();
    did(&mut world, "2024-01-05T12:00:00+01:00", "mood 2");
    did(&mut world, "2024-01-10T12:00:00+01:00", "start --no-daemon --days 60");
    felt(&mut world, &[("2024-01-20T22:10:00+01:00", 4, "sad", "", "easier 2")]);
    did(&mut world, "2024-02-10T12:00:00+01:00", "contacted --restart");
    felt(&mut world, &[("2024-02-20T22:10:00+01:00", 5, "sad", "", "same 5")]);
    did(&mut world, "2024-04-20T12:00:00+02:00", "finish --close");
    did(&mut world, "2025-06-01T12:00:00+02:00", "contacted --necessary");
    did(&mut world, "2026-11-03T14:05:00+01:00", "start --no-daemon --days none");
    for day in 4..9 {
        did(
            &mut world,
            &format!("2026-11-0{day}T20:00:00+01:00"),
            &format!("mood {}", day % 4 + 1),
        );
    }
    felt(&mut world, &[("2026-11-20T22:10:00+01:00", 3, "tired", "", "easier 2")]);
    did(&mut world, "2026-11-20T23:00:00+01:00", "received --kind meet");
    world.at(NOW);
    world
}

#[test]
fn years_by_year_and_months_by_month() {
    let world = years();
    assert_snapshot!(world.run("stats --all"), @"
    exit 0
    --- stdout
    Everything that was logged · Fri 5 Jan 2024 to today

      Year days urges contact mood received
      2024  362     2       1    –        0  ██████████
      2025  365     0      1n    –        0
      2026  325     1       0  2.2        1  █████
    Mood: the mean, from 1 (low) to 5 (good), where there are five at least.
    Contact: n is necessary contact, which changes no count.

    3 urges on 3 of 1052 days; at most 1 on one day.
    Urges came on Tuesday 22:00 to 22:59, Friday 22:00 to 22:59 and Saturday 22:00 to 22:59.
    Urges by feeling: sad 2 and tired 1.
    Urges when they came: once strength 3, once strength 4 and once strength 5.
    Urges when answered: twice strength 2 and once strength 5.
    3 urges rated twice: 2 lower and 1 the same afterwards.
    3 of 3 urges let pass.
    Answers to urges: easier 2 and same 1.
    What you had done by the time 2 urges had eased: nothing logged 2.
    What came before need not be what helped.

    Mood, from 1 (low) to 5 (good)
               1   2   3   4   5
      in all  ▒2  ▒2  ░1  ░1   ·

    Wed 10 Jan 2024 to Sat 10 Feb 2024: 30 of 31 days without contact, longest stretch 30.
    Sat 10 Feb 2024 to Sat 20 Apr 2024: 70 of 70 days without contact, longest stretch 70.
    Tue 3 Nov to today: 18 of 18 days without contact, longest stretch 18.
    Contact logged once.
    Necessary contact logged once; it changes no count.
    One contact was on a day 0, from which the days count.
    Messages and calls received: meet 1.
    ");
    assert_snapshot!(world.run("stats --all --plain"), @"
    exit 0
    --- stdout
    Everything that was logged.
    These are 1052 days, from Friday 5 January 2024 to today, Saturday 21 November.

    2024: 2 urges, contact once and a mood once.
    2025: necessary contact once.
    2026: 1 urge, a message or call received and a mood 5 times, 2.2 on average.

    3 urges on 3 of 1052 days; at most 1 on one day.

    Urges came on Tuesday 22:00 to 22:59, Friday 22:00 to 22:59 and Saturday 22:00 to 22:59.

    Urges by feeling: sad 2 and tired 1.

    Urges when they came: once strength 3, once strength 4 and once strength 5.
    Urges when answered: twice strength 2 and once strength 5.
    3 urges rated twice: 2 lower and 1 the same afterwards.

    3 of 3 urges let pass.
    Answers to urges: easier 2 and same 1.

    What you had done by the time 2 urges had eased: nothing logged 2.
    What came before need not be what helped.

    Moods, from 1 for low to 5 for good: twice mood 1, twice mood 2, once mood 3 and once mood
    4.

    Wed 10 Jan 2024 to Sat 10 Feb 2024: 30 of 31 days without contact, longest stretch 30.
    Sat 10 Feb 2024 to Sat 20 Apr 2024: 70 of 70 days without contact, longest stretch 70.
    Tue 3 Nov to today: 18 of 18 days without contact, longest stretch 18.
    Contact logged once.
    Necessary contact logged once; it changes no count.
    One contact was on a day 0, from which the days count.

    Messages and calls received: meet 1.
    ");
    assert_snapshot!(world.run("stats --since 2025-05-01"), @"
    exit 0
    --- stdout
    All that was logged in these days · Thu 1 May 2025 to today

      Month    days urges contact mood received
      Jun 2025   30     0      1n    –        0
      Nov 2026   21     1       0  2.2        1  █████
    Mood: the mean, from 1 (low) to 5 (good), where there are five at least.
    Contact: n is necessary contact, which changes no count.
    Nothing was logged in 17 months of this time.

    The urge came on Friday 22:00 to 22:59.
    Urges by feeling: tired 1.
    Urges when they came: once strength 3.
    Urges when answered: once strength 2.
    1 urge rated twice: 1 lower afterwards.
    1 of 1 urge let pass.
    Answers to urges: easier 1.
    What you had done by the time 1 urge had eased: nothing logged 1.
    What came before need not be what helped.

    Mood, from 1 (low) to 5 (good)
               1   2   3   4   5
      in all  ▒2  ░1  ░1  ░1   ·

    Tue 3 Nov to today: 18 of 18 days without contact, longest stretch 18.
    Necessary contact logged once; it changes no count.
    Messages and calls received: meet 1.
    ");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 18 · Tue 3 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   d0         m1 d1      m2         m3 d3      m4         m1
        9          10         11         12         13         14         15
                   d7                               d10
        16         17         18         19         20         [21]
                   d14                              u1 r
    u1: 1 urge · r: received · m1: mood 1, from 1 (low) to 5 (good)
    d0: day 0, the day of last contact · d1: day 1, a milestone · [21]: today

    The urge came on Friday 22:00 to 22:59.
    Urges by feeling: tired 1.
    Urges when they came: once strength 3.
    Urges when answered: once strength 2.
    1 urge rated twice: 1 lower afterwards.
    1 of 1 urge let pass.
    Answers to urges: easier 1.
    What you had done by the time 1 urge had eased: nothing logged 1.
    What came before need not be what helped.

    Mood, from 1 (low) to 5 (good)
               1   2   3   4   5
      in all  ▒2  ░1  ░1  ░1   ·

    18 of 18 days without contact, longest stretch 18.
    Messages and calls received: meet 1.
    ");
}

#[test]
fn a_window_that_was_closed_and_one_that_followed_at_once() {
    let mut world = years();
    world.run("finish --close");
    world.at("2026-12-24T12:00:00+01:00");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    The last window, now closed · Tue 3 Nov to Sat 21 Nov

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   d0         m1 d1      m2         m3 d3      m4         m1
        9          10         11         12         13         14         15
                   d7                               d10
        16         17         18         19         20         21
                   d14                              u1 r
    u1: 1 urge · r: received · m1: mood 1, from 1 (low) to 5 (good)
    d0: day 0, the day of last contact · d1: day 1, a milestone

    The urge came on Friday 22:00 to 22:59.
    Urges by feeling: tired 1.
    Urges when they came: once strength 3.
    Urges when answered: once strength 2.
    1 urge rated twice: 1 lower afterwards.
    1 of 1 urge let pass.
    Answers to urges: easier 1.
    What you had done by the time 1 urge had eased: nothing logged 1.
    What came before need not be what helped.

    Mood, from 1 (low) to 5 (good)
               1   2   3   4   5
      in all  ▒2  ░1  ░1  ░1   ·

    18 of 18 days without contact, longest stretch 18.
    Messages and calls received: meet 1.
    ");
    let mut world = begun();
    did(&mut world, "2026-11-10T12:00:00+01:00", "mood 3");
    did(&mut world, "2026-11-12T12:00:00+01:00", "contacted --restart");
    world.at(NOW);
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 9 of 30 · Thu 12 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov                                  12         13         14         15
                                         c d0       d1                    d3
        16         17         18         19         20         [21]
                                         d7
    c: contact · d0: day 0, the day of last contact · d1: day 1, a milestone · [21]: today

    9 of 9 days without contact, longest stretch 9.
    Contact logged once.
    One contact was on a day 0, from which the days count.
    ");
    // The one before has no more than its last moment there, here and on the page.
    let figures = world.run("stats --json").stdout;
    assert!(figures.contains("\"windows\":[{\"id\":2,"), "{figures}");
    let page = world.run("report --html -").stdout;
    assert!(page.contains(">2: from ") && !page.contains(">1: from "), "{page}");
}

#[test]
fn a_closed_window_in_which_nothing_was_logged_does_not_wait_for_more() {
    let mut world = begun();
    world.run("finish --close");
    world.at("2026-11-24T12:00:00+01:00");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    The last window, now closed · Tue 3 Nov to Sat 21 Nov

    18 of 18 days without contact, longest stretch 18.
    Nothing was logged in these days.
    ");
}

#[test]
fn entries_with_no_window() {
    let world = World::new();
    world.run("urge 2");
    world.run("mood 2");
    assert_snapshot!(world.run("stats"), @"
    exit 3
    --- stderr
    nocontact: there is no window to look back over; nocontact start opens one, and nocontact stats --all shows what was logged without one
    ");
    assert_snapshot!(world.run("stats --all"), @"
    exit 0
    --- stdout
    Everything that was logged · today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov                                                        [21]
                                                               u1 m2
    u1: 1 urge · m2: mood 2, from 1 (low) to 5 (good) · [21]: today

    The urge came on Saturday 21:00 to 21:59.
    Urges when they came: once strength 2.
    For 1 urge it is too early to say: it is less than a day old, and has no answer.
    Moods, from 1 for low to 5 for good: once mood 2.
    ");
    assert_snapshot!(world.run("stats --since yesterday"), @"
    exit 0
    --- stdout
    All that was logged in these days · Fri 20 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov                                             20         [21]
                                                               u1 m2
    u1: 1 urge · m2: mood 2, from 1 (low) to 5 (good) · [21]: today

    The urge came on Saturday 21:00 to 21:59.
    Urges when they came: once strength 2.
    For 1 urge it is too early to say: it is less than a day old, and has no answer.
    Moods, from 1 for low to 5 for good: once mood 2.
    ");
}

#[test]
fn known_to_the_day_alone() {
    let world = World::new();
    world.run("start --since '3 nov' --no-daemon");
    world.run("urge 3 --at '5 nov'");
    world.run("contacted --at '6 nov' --keep");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 18 of 30 · Tue 3 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   d0         d1         u1         c d3
        9          10         11         12         13         14         15
                   d7                               d10
        16         17         18         19         20         [21]
                   d14
    u1: 1 urge · c: contact · d0: day 0, the day of last contact · d1: day 1, a milestone
    [21]: today

    Known to the day alone: 1 urge.
    Urges when they came: once strength 3.
    1 of 1 urge let pass.
    17 of 18 days without contact, longest stretch 15.
    Contact logged once.
    ");
}

/// The days are those of the clock on the wall where each thing was logged.
#[test]
fn on_a_journey() {
    let mut world = begun();
    felt(&mut world, &[("2026-11-10T00:10:00+01:00", 3, "", "", "easier 1")]);
    world.env("TZ", "America/Los_Angeles");
    felt(&mut world, &[("2026-11-12T23:10:00-08:00", 4, "", "", "easier 1")]);
    world.at("2026-11-14T20:00:00-08:00");
    assert_snapshot!(world.run("stats --plain"), @"
    exit 0
    --- stdout
    Day 11 of 30.
    These are 12 days, from Tuesday 3 November to today, Saturday 14 November.

    Wednesday 4 November, day 1, a milestone: nothing logged.
    Friday 6 November, day 3, a milestone: nothing logged.
    Tuesday 10 November, day 7, a milestone: 1 urge of strength 3.
    Thursday 12 November, day 9: 1 urge of strength 4.
    Friday 13 November, day 10, a milestone: nothing logged.
    On the other 7 days nothing of this was logged.

    2 urges on 2 of 12 days; at most 1 on one day.

    Urges came on Tuesday 00:00 to 00:59 and Thursday 23:00 to 23:59.

    Urges when they came: once strength 3 and once strength 4.
    Urges when answered: twice strength 1.
    2 urges rated twice: 2 lower afterwards.

    2 of 2 urges let pass.
    Answers to urges: easier 2.

    What you had done by the time 2 urges had eased: nothing logged 2.
    What came before need not be what helped.

    11 of 11 days without contact, longest stretch 11.
    ");
    // Logged where it is tomorrow already.
    world.env("TZ", "Asia/Tokyo");
    did(&mut world, "2026-11-15T12:00:00+09:00", "mood 3");
    world.env("TZ", "America/Los_Angeles").at("2026-11-14T20:00:00-08:00");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 11 of 30 · Tue 3 Nov to Sun 15 Nov

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   d0         d1                    d3
        9          10         11         12         13         [14]       15
                   u1 d7                 u1         d10                   m3
    u1: 1 urge · m3: mood 3, from 1 (low) to 5 (good) · d0: day 0, the day of last contact
    d1: day 1, a milestone · [14]: today

    2 urges on 2 of 13 days; at most 1 on one day.
    Urges came on Tuesday 00:00 to 00:59 and Thursday 23:00 to 23:59.
    Urges when they came: once strength 3 and once strength 4.
    Urges when answered: twice strength 1.
    2 urges rated twice: 2 lower afterwards.
    2 of 2 urges let pass.
    Answers to urges: easier 2.
    What you had done by the time 2 urges had eased: nothing logged 2.
    What came before need not be what helped.
    Moods, from 1 for low to 5 for good: once mood 3.
    11 of 11 days without contact, longest stretch 11.
    ");
}
