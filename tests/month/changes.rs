//! Months that go through a change: of the clocks, of the place, of the answers; and what must make
//! no difference to any month.

use chrono_tz::{America, Europe};
use insta::assert_snapshot;
use nocontact::countdown::notice::{NoticeKind, Reply};

use super::diary::{Act, Habit, Month, Server};
use super::scenarios::{month, times, told};

#[test]
fn the_change_to_winter_time_moves_no_notice_on_the_wall() {
    let (diary, summary) = told("winter-time", Month::starting("2026-10-10T14:05"));
    let off = |kind, at: &str| times(&diary, kind).iter().filter(|t| !t.ends_with(at)).count();
    assert_eq!((off(NoticeKind::Morning, "09:00"), off(NoticeKind::Evening, "19:30")), (0, 0));
    assert_eq!(times(&diary, NoticeKind::End), ["Mon 9 Nov 14:05"]);
    assert_snapshot!(summary, @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn who_flies_to_los_angeles_and_back_gets_notices_by_the_clock_there() {
    let journey = month().on(12, "14:00", Act::Fly(America::Los_Angeles)).on(
        20,
        "11:00",
        Act::Fly(Europe::Berlin),
    );
    let (diary, summary) = told("journey", journey);
    let there: Vec<_> = diary.shown.iter().filter(|s| (13..20).contains(&s.day)).collect();
    assert_eq!(there.len(), 14);
    assert!(there.iter().all(|shown| shown.at.offset().local_minus_utc() == -8 * 3600));
    assert_eq!(times(&diary, NoticeKind::End), ["Tue 1 Dec 14:05"]);
    assert_snapshot!(summary, @"61 shown: welcome 1 morning 22 evening 29 milestone 8 end 1, missed (late) 1");
}

#[test]
fn what_was_put_off_comes_again_twice_and_not_at_night() {
    let month = month()
        .on(4, "09:10", Act::Reply(Reply::Later))
        .on(5, "09:10", Act::Reply(Reply::Later))
        .on(5, "10:20", Act::Reply(Reply::Later))
        .on(5, "11:30", Act::Reply(Reply::Later))
        .on(6, "21:30", Act::Reply(Reply::Later))
        .on(8, "19:40", Act::Reply(Reply::Done))
        .on(9, "19:40", Act::Mood(1));
    let (diary, summary) = told("later", month);
    let on = |day: u32| -> Vec<String> {
        let mornings = diary.of(NoticeKind::Morning).filter(|shown| shown.day == day);
        mornings.map(|shown| shown.at.format("%H:%M").to_string()).collect()
    };
    assert_eq!(
        (on(4).join(" "), on(5).join(" ")),
        ("09:00 10:10".into(), "09:00 10:10 11:20".into())
    );
    let again: Vec<_> = diary.shown.iter().filter(|shown| shown.day == 5).collect();
    assert!(again[..3].iter().all(|shown| shown.text == again[0].text), "the same words");
    assert!(diary.shown.iter().all(|shown| shown.day != 6 || !shown.key.contains('+')));
    assert_snapshot!(summary, @"65 shown: welcome 1 morning 25 evening 30 milestone 8 end 1");
}

#[test]
fn while_no_server_takes_them_notices_wait_as_long_as_they_are_in_time() {
    let broken = |month: Month, day: u32, server: Server, until: &str| {
        month.on(day, "08:00", Act::Server(server)).on(day, until, Act::Server(Server::Takes))
    };
    let scenario = |server: Server| {
        let month = broken(month(), 5, server, "09:30");
        broken(broken(month, 6, server, "10:30"), 7, server, "12:00")
    };
    let (diary, summary) = told("server-refuses", scenario(Server::Refuses));
    let days = diary.shown.iter().filter(|shown| (5..=7).contains(&shown.day));
    let mornings: Vec<String> = days
        .filter(|shown| shown.kind != NoticeKind::Evening)
        .map(|shown| shown.at.format("%-d %b %H:%M").to_string())
        .collect();
    assert_eq!(mornings, ["6 Nov 09:30", "8 Nov 12:00"]);
    assert_snapshot!(summary, @"61 shown: welcome 1 morning 21 evening 30 milestone 8 end 1, missed (late) 1");
    let gone = scenario(Server::Gone).run();
    gone.keeps_the_rules();
    assert_eq!((gone.shown, gone.missed), (diary.shown, diary.missed));
}

#[test]
fn a_month_lived_twice_is_the_same_month() {
    assert_eq!(month().run(), month().run());
}

/// Promise 4 with promise 1 behind it: whatever happens to the process, the month is the same.
#[test]
fn how_the_daemon_lives_makes_no_difference() {
    let month = || {
        Month::starting("2026-10-20T20:05")
            .lasting(8)
            .every_day("20:00", Act::Urge)
            .contacted_on(3)
            .on(4, "10:00", Act::Server(Server::Refuses))
            .on(4, "19:45", Act::Server(Server::Takes))
            .on(5, "09:30", Act::Reply(Reply::Later))
    };
    let lived = month().run();
    lived.keeps_the_rules();
    for habit in [Habit::KeepsTheFileOpen, Habit::RestartsEachTurn, Habit::LooksEveryQuarter] {
        let again = month().habit(habit).run();
        assert_eq!(again.text(), lived.text(), "{habit:?}");
        assert_eq!(again.missed, lived.missed, "{habit:?}");
    }
}

#[test]
fn a_restart_at_every_turn_changes_no_month() {
    let restarted = month().habit(Habit::RestartsEachTurn).run();
    assert_eq!(restarted, month().run());
}

/// Few wake-ups (design §8): one for each notice and the look after it, and little else.
#[test]
fn the_daemon_sleeps_between_notices() {
    let diary = month().run();
    assert_snapshot!(diary.wakings, @"124");
}
