//! The months themselves. Each returns what was shown by kind; its diary is in `snapshots/`.

use chrono::Duration;
use insta::{assert_snapshot, with_settings};
use nocontact::countdown::entry::Outcome;
use nocontact::countdown::notice::NoticeKind;
use nocontact::countdown::policy::Situation;

use super::diary::{Act, Diary, Month};

const START: &str = "2026-11-01T14:05";

pub(super) fn month() -> Month {
    Month::starting(START)
}

/// Holds a month against the rules and its diary; gives what is worth a line in the test.
pub(super) fn told(name: &str, month: Month) -> (Diary, String) {
    let diary = month.run();
    diary.keeps_the_rules();
    with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        assert_snapshot!(name, diary.text());
    });
    let summary = diary.summary();
    (diary, summary)
}

fn summary(name: &str, month: Month) -> String {
    told(name, month).1
}

/// When the notices of a kind came, as `Wed 2 Dec 08:00`.
pub(super) fn times(diary: &Diary, kind: NoticeKind) -> Vec<String> {
    diary.of(kind).map(|shown| shown.at.format("%a %-d %b %H:%M").to_string()).collect()
}

#[test]
fn two_a_day_and_a_milestone_instead_of_a_morning() {
    let (diary, summary) = told("default", month());
    assert_eq!(times(&diary, NoticeKind::Welcome), ["Sun 1 Nov 14:05"]);
    assert_eq!(times(&diary, NoticeKind::End), ["Tue 1 Dec 14:05"]);
    assert_snapshot!(summary, @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn the_end_of_a_window_to_the_day_waits_for_the_morning() {
    let (diary, summary) = told("to-the-day", month().known_to_the_day());
    assert_eq!(times(&diary, NoticeKind::End), ["Wed 2 Dec 08:00"]);
    assert_snapshot!(summary, @"63 shown: welcome 1 morning 22 evening 31 milestone 8 end 1");
}

#[test]
fn the_rhythm_of_milestones_leaves_milestones_and_the_end() {
    let milestones = month().settings("rhythm = \"milestones\"");
    assert_snapshot!(summary("rhythm-milestones", milestones), @"10 shown: welcome 1 milestone 8 end 1");
}

#[test]
fn the_rhythm_of_none_leaves_the_follow_ups_of_urges() {
    let none = month().settings("rhythm = \"none\"").on(4, "20:00", Act::Urge);
    assert_snapshot!(summary("rhythm-none", none), @"1 shown: follow-up 1");
}

#[test]
fn midday_makes_three_a_day() {
    assert_snapshot!(summary("midday", month().settings("midday = \"12:30\"")), @"92 shown: welcome 1 morning 22 midday 30 evening 30 milestone 8 end 1");
}

#[test]
fn a_slip_changes_what_is_said_and_not_when() {
    let (diary, summary) = told("slip", month().contacted_on(9));
    let plain = month().run();
    let slots = |diary: &Diary| diary.shown.iter().map(|s| (s.at, s.kind)).collect::<Vec<_>>();
    assert_eq!(slots(&diary), slots(&plain));
    assert_snapshot!(summary, @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn a_pause_of_three_days_stops_what_falls_into_it() {
    let paused = month().paused(11, "10:00", Duration::days(3));
    assert_snapshot!(summary("pause", paused), @"57 shown: welcome 1 morning 20 evening 27 milestone 8 end 1, missed (paused) 5");
}

#[test]
fn a_milestone_is_still_due_when_a_pause_ends_on_its_day() {
    let (diary, summary) =
        told("pause-to-milestone", month().paused(6, "16:00", Duration::days(1)));
    assert_eq!(times(&diary, NoticeKind::Milestone)[2], "Sun 8 Nov 16:00");
    assert_snapshot!(summary, @"61 shown: welcome 1 morning 22 evening 29 milestone 8 end 1, missed (paused) 1");
}

#[test]
fn an_end_inside_a_pause_comes_when_the_pause_is_over() {
    let (diary, summary) = told("pause-over-end", month().paused(29, "10:00", Duration::days(2)));
    assert_eq!(times(&diary, NoticeKind::End), ["Wed 2 Dec 10:00"]);
    assert_snapshot!(summary, @"60 shown: welcome 1 morning 22 evening 29 milestone 7 end 1, missed (paused) 2");
}

#[test]
fn after_ten_days_away_one_notice_comes_and_the_rest_is_missed() {
    let (diary, summary) = told("away", month().away(11, 21));
    // The milestone of day 21, at the moment of coming back; the next is that evening's.
    let back: Vec<String> = diary
        .shown
        .iter()
        .filter(|shown| (12..=21).contains(&shown.day))
        .map(|shown| format!("{} {}", shown.kind, shown.at.format("%-d %b %H:%M")))
        .collect();
    assert_eq!(back, ["milestone 22 Nov 12:00", "evening 22 Nov 19:30"]);
    assert_snapshot!(summary, @"43 shown: welcome 1 morning 14 evening 20 milestone 7 end 1, missed (late) 19");
}

#[test]
fn who_is_away_over_the_end_is_told_of_the_end_alone() {
    let (diary, summary) = told("away-over-end", month().away(20, 31));
    assert_eq!(times(&diary, NoticeKind::End), ["Wed 2 Dec 12:00"]);
    assert_eq!(diary.shown.last().map(|shown| shown.kind), Some(NoticeKind::End));
    assert_snapshot!(summary, @"42 shown: welcome 1 morning 15 evening 20 milestone 5 end 1, missed (late) 20");
}

#[test]
fn a_week_marks_its_last_day() {
    assert_snapshot!(summary("seven-days", month().lasting(7)), @"16 shown: welcome 1 morning 4 evening 7 milestone 3 end 1");
}

#[test]
fn sixty_days_mark_the_thirtieth_and_the_last() {
    assert_snapshot!(summary("sixty-days", month().lasting(60)), @"122 shown: welcome 1 morning 51 evening 60 milestone 9 end 1");
}

#[test]
fn with_no_end_date_nothing_ends() {
    assert_snapshot!(summary("no-end", month().with_no_end(62)), @"125 shown: welcome 1 morning 53 evening 62 milestone 9");
}

#[test]
fn under_an_order_on_the_user_there_is_no_end_and_nothing_about_one() {
    let ordered = month().situation(Situation::OrderOnMe);
    assert_snapshot!(summary("order-on-me", ordered), @"65 shown: welcome 1 morning 24 evening 32 milestone 8");
}

#[test]
fn who_is_afraid_or_was_hurt_gets_nothing_that_deepens_it() {
    let afraid = month().situation(Situation::AfraidOrHurt);
    assert_snapshot!(summary("afraid-or-hurt", afraid), @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn hidden_says_the_same_words_each_time() {
    let (diary, summary) = told("hidden", month().settings("privacy = \"hidden\""));
    // Behind them the same suggestions are chosen, so that privacy can be changed at any time.
    let texts = |diary: &Diary| -> Vec<String> {
        diary.shown.iter().map(|shown| shown.text.clone()).collect()
    };
    assert_eq!(texts(&diary), texts(&month().run()));
    assert_snapshot!(summary, @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn plain_may_say_what_is_not_discreet() {
    assert_snapshot!(summary("plain", month().settings("privacy = \"plain\"")), @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn a_slot_in_quiet_hours_never_comes() {
    let night = month().settings("evening = \"22:30\"");
    assert_snapshot!(summary("slot-in-quiet-hours", night), @"32 shown: welcome 1 morning 22 milestone 8 end 1, missed (late) 30");
}

#[test]
fn a_slot_just_before_the_end_of_quiet_hours_waits_for_it() {
    let early = month().settings("morning = \"07:30\"");
    let (diary, summary) = told("slot-at-dawn", early);
    assert!(
        diary.of(NoticeKind::Morning).all(|shown| shown.at.format("%H:%M").to_string() == "08:00")
    );
    assert_snapshot!(summary, @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
}

#[test]
fn quiet_hours_need_not_wrap_midnight() {
    let nightly = month()
        .settings("quiet_hours = \"09:30-17:00\"")
        .settings("morning = \"18:00\"")
        .settings("midday = \"02:00\"")
        .settings("evening = \"08:30\"");
    let (diary, summary) = told("sleeps-by-day", nightly);
    assert_eq!(times(&diary, NoticeKind::End), ["Tue 1 Dec 17:00"]);
    assert_snapshot!(summary, @"92 shown: welcome 1 morning 23 midday 30 evening 30 milestone 7 end 1");
}

#[test]
fn an_urge_each_evening_is_asked_about_once_and_once_more() {
    let month = month()
        .every_day("20:00", Act::Urge)
        .on(2, "20:12", Act::Urge)
        .on(2, "20:19", Act::Urge)
        .on(3, "20:15", Act::Answer(Outcome::Easier))
        .on(4, "20:25", Act::Answer(Outcome::Same))
        .on(5, "20:25", Act::Answer(Outcome::Stronger))
        .on(5, "20:50", Act::Answer(Outcome::Same))
        .on(6, "20:30", Act::Answer(Outcome::Easier))
        .on(7, "20:25", Act::Answer(Outcome::Same))
        .on(7, "20:30", Act::Urge)
        .on(8, "19:10", Act::Urge);
    let (diary, summary) = told("urges", month);
    let on = |day: u32| -> Vec<String> {
        let follow_ups = diary.of(NoticeKind::FollowUp).filter(|shown| shown.day == day);
        follow_ups.map(|shown| shown.at.format("%H:%M").to_string()).collect()
    };
    assert_eq!(on(1), ["20:20"], "an urge");
    assert_eq!(on(2), ["20:20"], "three within twenty minutes");
    assert_eq!(on(3), Vec::<String>::new(), "answered before it was asked");
    assert_eq!(on(4), ["20:20", "20:45"], "the same: once more");
    assert_eq!(on(5), ["20:20", "20:45"], "stronger, then the same: that was the last time");
    assert_eq!(on(6), ["20:20"], "easier");
    assert_eq!(on(7), ["20:20", "20:45"], "another urge before the second time");
    assert_eq!(on(8), ["19:30", "20:20"], "with the evening suggestion, which gives way");
    assert_snapshot!(summary, @"95 shown: welcome 1 morning 22 evening 29 milestone 8 end 1 follow-up 34, missed (another) 1");
}

/// Programme E33: from day 10, once a week, where anything may be read, and not after a quiet week.
#[test]
fn who_rates_urges_twice_is_told_the_figures_once_a_week() {
    let rated = |privacy: &str| {
        let month = month().settings(&format!("privacy = \"{privacy}\""));
        (3..=18).fold(month, |month, day| {
            month.on(day, "15:00", Act::Felt(4)).on(day, "15:10", Act::Eased(2))
        })
    };
    let (diary, summary) = told("figures", rated("plain"));
    let own: Vec<u32> = diary
        .shown
        .iter()
        .filter(|shown| shown.text.starts_with("notice-own-data"))
        .map(|shown| shown.day)
        .collect();
    assert_eq!(own, [10, 17, 24]);
    assert_snapshot!(summary, @"62 shown: welcome 1 morning 22 evening 30 milestone 8 end 1");
    let diary = rated("discreet").run();
    diary.keeps_the_rules();
    assert!(diary.shown.iter().all(|shown| !shown.text.starts_with("notice-own-data")));
}
