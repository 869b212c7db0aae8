//! `stats`: the days, the urges and the rest, to look at or to be read out.
//!
//! What is counted is tested beside the picture and against SQL; here it is read as by somebody
//! tired: each line by itself, and none of them a reproach.

use insta::assert_snapshot;
use textwrap::core::display_width;

use super::begun;
use crate::world::{NOW, World};

/// Some urges, and what became of them: at, strength, feeling, trigger, answer.
pub(super) fn felt(world: &mut World, urges: &[(&str, u8, &str, &str, &str)]) {
    for (at, strength, feeling, trigger, answer) in urges {
        let mut line = format!("urge {strength}");
        for (option, word) in [("--feeling", feeling), ("--trigger", trigger)] {
            if !word.is_empty() {
                line = format!("{line} {option} '{word}'");
            }
        }
        did(world, at, &line);
        if !answer.is_empty() {
            did(world, &at.replace(":10:", ":30:"), &format!("answer {answer}"));
        }
    }
}

/// One command at this moment.
#[track_caller]
pub(super) fn did(world: &mut World, at: &str, line: &str) {
    let ran = world.at(at).run(line);
    assert_eq!(ran.exit, "exit 0", "{line}: {ran}");
}

/// Eighteen days with a slip in them.
pub(super) fn hard() -> World {
    let mut world = begun();
    felt(
        &mut world,
        &[
            ("2026-11-03T22:10:00+01:00", 5, "Lonely", "a song", "easier 3"),
            ("2026-11-04T23:10:00+01:00", 4, "lonely", "the bed", "same 4"),
            ("2026-11-05T21:10:00+01:00", 4, "angry", "a photo", "easier 2"),
            ("2026-11-06T22:10:00+01:00", 5, "lonely", "a song", "stronger 5"),
        ],
    );
    for (at, line) in [
        ("2026-11-05T22:00:00+01:00", "mood 2"),
        ("2026-11-06T22:50:00+01:00", "contacted --keep --note 'two lines'"),
        ("2026-11-07T10:00:00+01:00", "mood 1"),
        ("2026-11-08T10:00:00+01:00", "contacted --necessary"),
        ("2026-11-08T20:00:00+01:00", "received --kind warm --via card"),
        ("2026-11-09T20:00:00+01:00", "received --kind hostile --note 'their words'"),
        ("2026-11-09T20:30:00+01:00", "received"),
        ("2026-11-10T10:00:00+01:00", "received --kind logistics"),
        ("2026-11-12T10:00:00+01:00", "received --kind logistics"),
        ("2026-11-12T21:00:00+01:00", "mood 3"),
        ("2026-11-13T12:00:00+01:00", "mood 2"),
        ("2026-11-13T20:00:00+01:00", "mood 4"),
    ] {
        did(&mut world, at, line);
    }
    felt(
        &mut world,
        &[
            ("2026-11-13T22:10:00+01:00", 3, "tired", "a song", "easier 1"),
            ("2026-11-13T23:10:00+01:00", 3, "", "", "easier 2"),
            ("2026-11-20T22:10:00+01:00", 2, "bored", "", "easier 1"),
            ("2026-11-21T19:10:00+01:00", 4, "sad", "", ""),
        ],
    );
    world.at(NOW);
    world
}

#[test]
fn nothing_was_ever_kept() {
    let world = World::new();
    assert_snapshot!(world.run("stats"), @"
    exit 3
    --- stderr
    nocontact: there is no window to look back over; nocontact start opens one, and nocontact stats --all shows what was logged without one
    ");
    assert_snapshot!(world.run("stats --all"), @"
    exit 0
    --- stdout
    Everything that was logged · today

    Nothing is logged yet.
    ");
    assert_snapshot!(world.run("stats --plain --since yesterday"), @"
    exit 0
    --- stdout
    All that was logged in these days.
    These are 2 days, from Friday 20 November to today, Saturday 21 November.

    Nothing is logged in these days. What you log later is shown here: nocontact urge, nocontact
    mood.
    ");
    assert!(!world.data().exists(), "asking leaves nothing behind");
}

#[test]
fn a_window_that_begins_today() {
    let world = World::new();
    world.run("start --since '20:00' --no-daemon");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 0 of 30 · today

    Nothing is logged in these days. What you log later is shown here: nocontact urge, nocontact
    mood.
    ");
    world.run("urge 3 --feeling lonely");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 0 of 30 · today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov                                                        [21]
                                                               u1 d0
    u1: 1 urge · d0: day 0, the day of last contact · [21]: today

    The urge came on Saturday 21:00 to 21:59.
    Urges by feeling: lonely 1.
    Urges when they came: once strength 3.
    For 1 urge it is too early to say: it is less than a day old, and has no answer.
    ");
    assert_snapshot!(world.run("stats --plain"), @"
    exit 0
    --- stdout
    Day 0 of 30.
    This is one day, today, Saturday 21 November.

    Saturday 21 November, day 0: 1 urge of strength 3.

    The urge came on Saturday 21:00 to 21:59.

    Urges by feeling: lonely 1.

    Urges when they came: once strength 3.

    For 1 urge it is too early to say: it is less than a day old, and has no answer.
    ");
}

#[test]
fn a_window_in_which_nothing_was_logged() {
    let world = begun();
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 18 of 30 · Tue 3 Nov to today

    18 of 18 days without contact, longest stretch 18.
    Nothing is logged in these days. What you log later is shown here: nocontact urge, nocontact
    mood.
    ");
    assert_snapshot!(world.run("stats --plain"), @"
    exit 0
    --- stdout
    Day 18 of 30.
    These are 19 days, from Tuesday 3 November to today, Saturday 21 November.

    18 of 18 days without contact, longest stretch 18.

    Nothing is logged in these days. What you log later is shown here: nocontact urge, nocontact
    mood.
    ");
}

#[test]
fn a_month_with_a_slip() {
    let world = hard();
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 18 of 30 · Tue 3 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   u1 d0      u1 d1      u1 m2      u1 c d3    m1         n r
        9          10         11         12         13         14         15
        r2         r d7                  r m3       u2 m2-4
                                                    d10
        16         17         18         19         20         [21]
                   d14                              u1         u1
    u1: 1 urge · c: contact · n: necessary contact · r: received
    m2: mood 2, from 1 (low) to 5 (good) · d0: day 0, the day of last contact
    d1: day 1, a milestone · [21]: today

    Urges a day
                  Mon–Sun in all
      from 3 Nov   ▂▂▂▂··      4
      from 9 Nov  ····▄··      2
      from 16 Nov ····▂▂       2
    8 urges on 7 of 19 days; at most 2 on one day, on Friday 13 November.

    Urges by weekday and hour
          00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23
      Mon  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·
      Tue  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·
      Wed  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1
      Thu  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·
      Fri  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ▓3 ░1
      Sat  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·
      Sun  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·
    A column is an hour: 09 is 09:00 to 09:59. The darker, the more urges.
    Most often: Friday 22:00 to 22:59 (3 times).

    Urges by feeling
      3  lonely  ███████████████
      1  angry   █████
      1  bored   █████
      1  sad     █████
      1  tired   █████

    Urges by trigger
      3  a song   ███████████████
      1  a photo  █████
      1  the bed  █████

    Strength of the urges, from 1 to 5
                       1   2   3   4   5
      when they came   ·  ░1  ▒2  ▓3  ▒2
      when answered   ▒2  ▒2  ░1  ░1  ░1
    7 urges rated twice, on average 3.7 when they came and 2.6 when answered: 5 lower and 2 the
    same afterwards.

    6 of 7 urges let pass.
    For 1 urge more it is too early to say: it is less than a day old, and has no answer.
    Answers to urges: easier 5, same 1, stronger 1 and no answer 1.

    What you had done by the time 5 urges had eased
      5  nothing logged  ████████████████████
    What came before need not be what helped.

    Mood, from 1 (low) to 5 (good)
                   1   2   3   4   5
      from 3 Nov  ░1  ░1   ·   ·   ·
      from 9 Nov   ·  ░1  ░1  ░1   ·
      in all      ░1  ▒2  ░1  ░1   ·

    17 of 18 days without contact, longest stretch 15.
    Contact logged once.
    Necessary contact logged once; it changes no count.

    Received, by kind
      2  logistics      ██████████
      1  warm           █████
      1  hostile        █████
      1  no kind given  █████
    ");
}

#[test]
fn a_month_with_a_slip_in_sentences() {
    let world = hard();
    assert_snapshot!(world.run("stats --plain"), @"
    exit 0
    --- stdout
    Day 18 of 30.
    These are 19 days, from Tuesday 3 November to today, Saturday 21 November.

    Tuesday 3 November, day 0: 1 urge of strength 5.
    Wednesday 4 November, day 1, a milestone: 1 urge of strength 4.
    Thursday 5 November, day 2: 1 urge of strength 4 and mood 2.
    Friday 6 November, day 3, a milestone: 1 urge of strength 5 and contact.
    Saturday 7 November, day 4: mood 1.
    Sunday 8 November, day 5: necessary contact and a message or call received.
    Monday 9 November, day 6: 2 messages or calls received.
    Tuesday 10 November, day 7, a milestone: a message or call received.
    Thursday 12 November, day 9: a message or call received and mood 3.
    Friday 13 November, day 10, a milestone: 2 urges of strength 3 at most and moods 2 and 4.
    Tuesday 17 November, day 14, a milestone: nothing logged.
    Friday 20 November, day 17: 1 urge of strength 2.
    Saturday 21 November, day 18: 1 urge of strength 4.
    On the other 6 days nothing of this was logged.

    8 urges on 7 of 19 days; at most 2 on one day, on Friday 13 November.

    Urges by weekday and hour: Friday 22:00 to 22:59 (3 times), Tuesday 22:00 to 22:59,
    Wednesday 23:00 to 23:59, Thursday 21:00 to 21:59, Friday 23:00 to 23:59 and Saturday 19:00
    to 19:59.
    Most often: Friday 22:00 to 22:59 (3 times).

    Urges by feeling: lonely 3, angry 1, bored 1, sad 1 and tired 1.

    Urges by trigger: a song 3, a photo 1 and the bed 1.

    Urges when they came: once strength 2, twice strength 3, 3 times strength 4 and twice
    strength 5.
    Urges when answered: twice strength 1, twice strength 2, once strength 3, once strength 4
    and once strength 5.
    7 urges rated twice, on average 3.7 when they came and 2.6 when answered: 5 lower and 2 the
    same afterwards.

    6 of 7 urges let pass.
    For 1 urge more it is too early to say: it is less than a day old, and has no answer.
    Answers to urges: easier 5, same 1, stronger 1 and no answer 1.

    What you had done by the time 5 urges had eased: nothing logged 5.
    What came before need not be what helped.

    Moods, from 1 for low to 5 for good: once mood 1, twice mood 2, once mood 3 and once mood 4.
    Moods in the week from Tuesday 3 November: once mood 1 and once mood 2.
    Moods in the week from Monday 9 November: once mood 2, once mood 3 and once mood 4.

    17 of 18 days without contact, longest stretch 15.
    Contact logged once.
    Necessary contact logged once; it changes no count.

    Messages and calls received: logistics 2, warm 1, hostile 1 and no kind given 1.
    ");
    for line in world.run("stats --plain").stdout.lines().filter(|line| !line.is_empty()) {
        let draws = |c: char| ('\u{2500}'..='\u{25ff}').contains(&c) || c == '·';
        assert!(!line.contains(draws) && !line.contains("  "), "{line}");
    }
}

#[test]
fn in_forty_columns() {
    let world = hard();
    let _daemon = world.pretend_daemon();
    assert_snapshot!(world.run_in_terminal("stats", 40, &[]), @"
    exit 0
    --- terminal
    Day 18 of 30 · Tue 3 Nov to today

        Mon  Tue  Wed  Thu  Fri  Sat  Sun
    Nov      3    4    5    6    7    8
             u1   u1   u1   u1 c m1   n r
             d0   d1   m2   d3
        9    10   11   12   13   14   15
        r2   r d7      r m3 u2
                            m2-4
                            d10
        16   17   18   19   20   [21]
             d14            u1   u1
    u1: 1 urge · c: contact
    n: necessary contact · r: received
    m2: mood 2, from 1 (low) to 5 (good)
    d0: day 0, the day of last contact
    d1: day 1, a milestone · [21]: today

    Urges a day
                  Mon–Sun in all
      from 3 Nov   ▂▂▂▂··      4
      from 9 Nov  ····▄··      2
      from 16 Nov ····▂▂       2
    8 urges on 7 of 19 days; at most 2 on
    one day, on Friday 13 November.

    Urges by weekday and hour
          00 03 06 09 12 15 18 21
      Mon  ·  ·  ·  ·  ·  ·  ·  ·
      Tue  ·  ·  ·  ·  ·  ·  · ░1
      Wed  ·  ·  ·  ·  ·  ·  · ░1
      Thu  ·  ·  ·  ·  ·  ·  · ░1
      Fri  ·  ·  ·  ·  ·  ·  · █4
      Sat  ·  ·  ·  ·  ·  · ░1  ·
      Sun  ·  ·  ·  ·  ·  ·  ·  ·
    A column is 3 hours: 12 is 12:00 to
    14:59. The darker, the more urges.
    Most often: Friday 22:00 to 22:59 (3
    times).

    Urges by feeling
      3  lonely  ███████████████
      1  angry   █████
      1  bored   █████
      1  sad     █████
      1  tired   █████

    Urges by trigger
      3  a song   ███████████████
      1  a photo  █████
      1  the bed  █████

    Strength of the urges, from 1 to 5
                       1   2   3   4   5
      when they came   ·  ░1  ▒2  ▓3  ▒2
      when answered   ▒2  ▒2  ░1  ░1  ░1
    7 urges rated twice, on average 3.7 when
    they came and 2.6 when answered: 5 lower
    and 2 the same afterwards.

    6 of 7 urges let pass.
    For 1 urge more it is too early to say:
    it is less than a day old, and has no
    answer.
    Answers to urges: easier 5, same 1,
    stronger 1 and no answer 1.

    What you had done by the time 5 urges
    had eased
      5  nothing logged  ███████████████████
    What came before need not be what
    helped.

    Mood, from 1 (low) to 5 (good)
                   1   2   3   4   5
      from 3 Nov  ░1  ░1   ·   ·   ·
      from 9 Nov   ·  ░1  ░1  ░1   ·
      in all      ░1  ▒2  ░1  ░1   ·

    17 of 18 days without contact, longest
    stretch 15.
    Contact logged once.
    Necessary contact logged once; it
    changes no count.

    Received, by kind
      2  logistics      ██████████
      1  warm           █████
      1  hostile        █████
      1  no kind given  █████
    ");
}

/// What is drawn is never wrapped: it fits, or the same is told.
#[test]
fn no_line_is_wider_than_the_terminal() {
    let world = hard();
    let _daemon = world.pretend_daemon();
    for columns in [20, 39, 40, 41, 60, 79, 80, 92, 200] {
        for options in ["", " --all", " --since '3 days ago'", " --since 2020-01-01", " --plain"] {
            let ran = world.run_in_terminal(&format!("stats{options}"), columns, &[]);
            for line in ran.terminal.lines() {
                assert!(display_width(line) <= usize::from(columns), "'{line}' in {ran}");
            }
            let is_drawn = columns >= 40 && options != " --plain";
            assert_eq!(ran.terminal.contains('█'), is_drawn && options != " --since '3 days ago'");
            assert!(!ran.terminal.contains("\\e"), "{ran}");
        }
    }
}

#[test]
fn words_that_would_act_or_run_from_right_to_left_or_go_on() {
    let mut world = begun();
    let long = "an evening like all the others at the very end of a long November";
    let words = ["\u{1b}[2Jred", "עצוב", "\u{202e}turned", "寂しい", long, "<b>", "a\nb"];
    for word in words {
        world.run_args(&["urge", "2", "--feeling", word, "--trigger", "nothing"]);
    }
    for extra in ["c", "d", "e"] {
        world.run(&format!("urge --feeling {extra}"));
    }
    world.at("2026-11-23T12:00:00+01:00");
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 20 of 30 · Tue 3 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   d0         d1                    d3
        9          10         11         12         13         14         15
                   d7                               d10
        16         17         18         19         20         21         22
                   d14                                         u10
        [23]
    u10: 10 urges · d0: day 0, the day of last contact · d1: day 1, a milestone · [23]: today

    Urges by weekday and hour
           00  03  06  09  12  15  18  21
      Mon   ·   ·   ·   ·   ·   ·   ·   ·
      Tue   ·   ·   ·   ·   ·   ·   ·   ·
      Wed   ·   ·   ·   ·   ·   ·   ·   ·
      Thu   ·   ·   ·   ·   ·   ·   ·   ·
      Fri   ·   ·   ·   ·   ·   ·   ·   ·
      Sat   ·   ·   ·   ·   ·   ·   · █10
      Sun   ·   ·   ·   ·   ·   ·   ·   ·
    A column is 3 hours: 12 is 12:00 to 14:59. The darker, the more urges.
    Most often: Saturday 21:00 to 21:59 (10 times).

    Urges by feeling
      1  ␛[2jred                   █████
      1  <b>                       █████
      1  a b                       █████
      1  an evening like all the…  █████
      1  c                         █████
      1  d                         █████
      1  e                         █████
      1  עצוב                      █████
      and 2 more

    Urges by trigger
      7  nothing  ████████████████████

    Strength of the urges, from 1 to 5
                       1   2   3   4   5
      when they came   ·  █7   ·   ·   ·

    10 of 10 urges let pass.
    20 of 20 days without contact, longest stretch 20.
    ");
    let all = format!("{}{}", world.run("stats").stdout, world.run("stats --plain").stdout);
    assert!(all.chars().all(|c| c == '\n' || !nocontact::countdown::text::acts(c)), "{all}");
}

#[test]
fn what_was_done_before_it_had_eased() {
    let mut world = begun();
    for day in 10..16 {
        did(&mut world, &format!("2026-11-{day}T18:00:00+01:00"), "urge 4");
        did(&mut world, &format!("2026-11-{day}T18:02:00+01:00"), "suggest");
        if day % 2 == 0 {
            did(&mut world, &format!("2026-11-{day}T18:20:00+01:00"), "answer done");
        }
        if day == 11 {
            did(&mut world, "2026-11-11T18:22:00+01:00", "note 'some words'");
        }
        did(&mut world, &format!("2026-11-{day}T18:30:00+01:00"), "answer easier");
    }
    world.at(NOW);
    assert_snapshot!(world.run("stats"), @"
    exit 0
    --- stdout
    Day 18 of 30 · Tue 3 Nov to today

        Mon        Tue        Wed        Thu        Fri        Sat        Sun
    Nov            3          4          5          6          7          8
                   d0         d1                    d3
        9          10         11         12         13         14         15
                   u1 d7      u1         u1         u1 d10     u1         u1
        16         17         18         19         20         [21]
                   d14
    u1: 1 urge · d0: day 0, the day of last contact · d1: day 1, a milestone · [21]: today

    Urges a day
                  Mon–Sun in all
      from 3 Nov   ······      0
      from 9 Nov  ·▂▂▂▂▂▂      6
      from 16 Nov ······       0
    6 urges on 6 of 19 days; at most 1 on one day.

    Urges by weekday and hour
          00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23
      Mon  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·
      Tue  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·  ·
      Wed  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·  ·
      Thu  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·  ·
      Fri  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·  ·
      Sat  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·  ·
      Sun  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ░1  ·  ·  ·  ·  ·
    A column is an hour: 09 is 09:00 to 09:59. The darker, the more urges.

    Strength of the urges, from 1 to 5
                       1   2   3   4   5
      when they came   ·   ·   ·  █6   ·

    6 of 6 urges let pass.
    Answers to urges: easier 6.

    What you had done by the time 6 urges had eased
      1  done (body)              █████
      1  done (home)              █████
      1  done (the days to come)  █████
      1  words written down       █████
      2  nothing logged           ██████████
    What came before need not be what helped.

    18 of 18 days without contact, longest stretch 18.
    ");
    let told = world.run("stats --plain").stdout;
    let about = told.lines().skip_while(|line| !line.starts_with("What you had done")).take(2);
    assert_snapshot!(about.collect::<Vec<_>>().join("\n"), @"
    What you had done by the time 6 urges had eased: done (body) 1, done (home) 1, done (the
    days to come) 1, words written down 1 and nothing logged 2.
    ");
}
