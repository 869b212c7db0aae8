//! The texts outside the schedule: urge help, fixed notices, and when a text fits.

use std::collections::BTreeSet;

use super::super::super::policy::Situation;
use super::*;

fn place(turn: usize) -> Place {
    Place { window: 1, day: 5, time: TimeOfDay::Evening, turn }
}

#[test]
fn an_urge_gets_two_kinds_of_help_one_of_them_physical() {
    let texts = every_kind_of_text();
    for situations in sets(Situation::ALL) {
        for needs in sets(Need::ALL) {
            let without: Vec<Need> = needs.into_iter().collect();
            let about = About { situations: situations.clone(), ..About::default() };
            let reader = Reader { about: &about, without: &without, discreet: false };
            for turn in [0, 1, 7, 1000] {
                let steps = urge_steps(&texts, &reader, &place(turn));
                assert_eq!(steps.len(), 2);
                assert_ne!(steps[0].category, steps[1].category);
                assert!(steps.iter().any(|step| is_physical(step)));
                assert!(steps.iter().all(|step| reader.may_read(step)));
            }
        }
    }
}

#[test]
fn urge_help_is_fewer_only_where_fewer_are_allowed() {
    use Category::{Body, Calm, Home, Kind};
    let about = About::default();
    let of = |categories: &[Category]| -> Vec<Category> {
        let texts: Vec<Text> = categories
            .iter()
            .enumerate()
            .map(|(number, category)| text(&format!("{number}"), *category))
            .collect();
        let steps = urge_steps(&texts, &anybody(&about), &place(0));
        let mut given: Vec<Category> = steps.iter().map(|step| step.category).collect();
        given.sort_unstable();
        given
    };
    assert_eq!(of(&[]), []);
    assert_eq!(of(&[Body]), [Body]);
    assert_eq!(of(&[Body, Body]), [Body]);
    assert_eq!(of(&[Body, Home]), [Body, Home]);
    assert_eq!(of(&[Kind, Calm]), [Calm, Kind], "none is physical, and two are better than one");
}

#[test]
fn each_turn_says_another_text_until_all_were_said() {
    let texts: Vec<Text> = (0..4)
        .map(|number| Text {
            case: Some("end".to_owned()),
            ..text(&format!("t{number}"), Category::Calm)
        })
        .chain([text("other", Category::Calm)])
        .collect();
    let about = About::default();
    let said = |turn| one(&texts, &anybody(&about), Some("end"), &place(turn)).map(|text| &text.id);
    let first: BTreeSet<_> = (0..4).map(said).collect();
    assert_eq!(first.len(), 4);
    assert_eq!((4..8).map(said).collect::<Vec<_>>(), (0..4).map(said).collect::<Vec<_>>());
    assert_eq!(one(&texts, &anybody(&about), Some("welcome"), &place(0)), None);
}

#[test]
fn the_parts_of_the_day_meet_at_their_hours() {
    use TimeOfDay::{Evening, Midday, Morning, Night};
    let parts = [(0, Night), (5, Night), (6, Morning), (11, Morning), (12, Midday), (16, Midday)];
    for (hour, part) in parts.into_iter().chain([(17, Evening), (22, Evening), (23, Night)]) {
        assert_eq!(time_of_day(hour), part, "{hour}");
    }
}

#[test]
fn days_past_the_thirtieth_are_in_the_last_phase_and_day_0_in_the_first() {
    let phase = |from, to| Text { days: vec![(from, to)], ..text("a", Category::Calm) };
    for (day, first, last) in
        [(0, true, false), (7, true, false), (30, false, true), (365, false, true)]
    {
        assert_eq!(
            (phase(1, 7).fits_day(day), phase(22, 30).fits_day(day)),
            (first, last),
            "{day}"
        );
    }
}
