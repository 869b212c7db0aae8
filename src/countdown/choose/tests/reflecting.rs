//! When a reflection stands in the evening's place, and what weighs on the choice of a suggestion.

use super::*;

fn reflections() -> Vec<Text> {
    let early = text("early", Category::Kind);
    let late = |id: &str| Text { days: vec![(15, 30)], ..text(id, Category::OwnPart) };
    [Text { days: vec![(8, 30)], ..early }, late("a"), late("b"), late("c")]
        .map(|text| Text { times: vec![TimeOfDay::Evening], ..text })
        .to_vec()
}

fn evening(day: u32) -> Slot<'static> {
    Slot { name: "evening", time: TimeOfDay::Evening, day, ..slot(1) }
}

fn reflects(seen: &[Record], slot: &Slot) -> bool {
    let (texts, about) = (reflections(), About::default());
    reflection(&texts, &anybody(&about), seen, slot).is_some()
}

#[test]
fn reflections_begin_in_the_second_week_and_come_every_second_evening_in_the_third() {
    for (day, days_ago, comes) in [
        (1, None, false),
        (7, None, false),
        (8, None, true),
        (11, Some(3), false),
        (12, Some(4), false),
        (15, Some(1), false),
        (15, Some(2), true),
        (60, Some(1), false),
        (60, Some(2), true),
    ] {
        let seen: Vec<Record> = days_ago.map(|days| seen("early", days)).into_iter().collect();
        assert_eq!(reflects(&seen, &evening(day)), comes, "day {day}, {days_ago:?} days after one");
    }
    let other = [seen("a", 4)];
    assert!(reflects(&other, &evening(12)) && !reflects(&other, &Slot { day: 12, ..slot(1) }));
}

#[test]
fn a_reflection_rests_two_weeks_and_a_suggestion_comes_instead() {
    let shown = |days: [u64; 4]| -> Vec<Record> {
        ["early", "a", "b", "c"].into_iter().zip(days).map(|(id, days)| seen(id, days)).collect()
    };
    assert!(!reflects(&shown([13, 10, 6, 2]), &evening(25)));
    assert!(reflects(&shown([14, 10, 6, 2]), &evening(25)));
}

#[test]
fn nobody_is_asked_to_reflect_after_contact_a_low_day_or_a_sign_of_rumination() {
    let (texts, about) = (reflections(), About::default());
    let of = |lately| {
        let slot = Slot { lately, ..evening(20) };
        reflection(&texts, &anybody(&about), &[], &slot).is_some()
    };
    let calm = Lately::default();
    for (lately, comes) in [
        (calm, true),
        (Lately { slip: true, ..calm }, false),
        (Lately { ruminates: true, ..calm }, false),
        (Lately { mood: Some(2), ..calm }, false),
        (Lately { mood: Some(3), ..calm }, true),
        (Lately { before_peak: true, ..calm }, true),
    ] {
        assert_eq!(of(lately), comes, "{lately:?}");
    }
}

#[test]
fn who_may_not_read_a_reflection_gets_none() {
    let hurt = |text: Text| Text { exclude: vec![Situation::AfraidOrHurt], ..text };
    let texts: Vec<Text> = reflections().into_iter().map(hurt).collect();
    let about = About { situations: [Situation::AfraidOrHurt].into(), ..About::default() };
    assert_eq!(reflection(&texts, &anybody(&about), &[], &evening(20)), None);
}

/// The weight of a category with nothing shown, for somebody who has been so.
fn weight(category: Category, lately: Lately) -> f64 {
    let history = History::new(&[], &[], at(DATE).date_naive());
    history.weight(&text("x", category), &Slot { lately, ..slot(1) })
}

#[test]
fn after_rumination_hands_and_feet_and_before_the_hard_hour_people_and_the_body() {
    use Category::{Ahead, Body, Home, Kind, Outside, People, Play};
    let ruminates = Lately { ruminates: true, ..Lately::default() };
    let before_peak = Lately { before_peak: true, ..Lately::default() };
    for (lately, favoured, factor) in [
        (ruminates, &[Play, Outside, Home][..], 1.5),
        (before_peak, &[People, Body, Outside, Play], 1.8),
    ] {
        for category in [Ahead, Body, Home, Kind, Outside, People, Play] {
            let times = if favoured.contains(&category) { factor } else { 1.0 };
            assert!((weight(category, lately) - times).abs() < 1e-9, "{category} {lately:?}");
        }
    }
}

#[test]
fn what_was_turned_down_three_times_and_not_once_done_comes_seldom() {
    use Reply::{Another, Done, Later};
    let texts = [text("home-a", Category::Home)];
    let weight = |answers: &[Reply]| {
        let records: Vec<Record> = (20..)
            .zip(answers)
            .map(|(days, reply)| Record {
                answer: Some((*reply, at(DATE))),
                ..seen("home-a", days)
            })
            .chain([seen("elsewhere", 15)])
            .collect();
        let history = History::new(&texts, &records, at(DATE).date_naive());
        let shown = f64::from(u32::try_from(answers.len()).unwrap());
        let done = answers.iter().filter(|reply| **reply == Reply::Done).count();
        let base = 0.5 + f64::from(u32::try_from(done + 1).unwrap()) / (shown + 2.0);
        // The last of the suggestions shown was of this category too.
        history.weight(&texts[0], &slot(1)) / (base * 0.4)
    };
    for (answers, factor) in [
        (&[Another, Another][..], 1.0),
        (&[Another, Another, Another], 0.3),
        (&[Another, Another, Another, Done], 1.0),
        (&[Another, Later, Another], 1.0),
    ] {
        assert!((weight(answers) - factor).abs() < 1e-9, "{answers:?}: {}", weight(answers));
    }
}
