//! Tests of `choose`, beside it. They own no rule.

mod help;
mod reflecting;

use std::collections::{BTreeMap, BTreeSet};

use super::super::notice::{NoticeKind, Reply, State};
use super::super::policy::Situation;
use super::super::samples::{at, record};
use super::super::text::Pool;
use super::*;

const DATE: &str = "2026-11-20 09:00";

fn text(id: &str, category: Category) -> Text {
    Text {
        id: id.to_owned(),
        pool: Pool::Suggestion,
        category,
        case: None,
        title: id.to_owned(),
        body: id.to_owned(),
        days: vec![(1, 30)],
        times: vec![TimeOfDay::Any],
        minutes: 5,
        needs: Vec::new(),
        discreet: true,
        exclude: Vec::new(),
        tags: Vec::new(),
        source: vec!["E1".to_owned()],
    }
}

/// One text of each category that is suggested.
fn one_of_each() -> Vec<Text> {
    Category::SUGGESTIBLE.iter().map(|category| text(category.word(), *category)).collect()
}

/// One text for each need, situation, part of the day and openness.
fn every_kind_of_text() -> Vec<Text> {
    let mut texts = Vec::new();
    for (number, category) in Category::SUGGESTIBLE.iter().enumerate() {
        let plain = text(&format!("{category}-plain"), *category);
        let need = Need::ALL[number % Need::ALL.len()];
        let situation = Situation::ALL[number % Situation::ALL.len()];
        texts.extend([
            Text { id: format!("{category}-need"), needs: vec![need], ..plain.clone() },
            Text { id: format!("{category}-not"), exclude: vec![situation], ..plain.clone() },
            Text { id: format!("{category}-open"), discreet: false, ..plain.clone() },
            Text {
                id: format!("{category}-late"),
                times: vec![TimeOfDay::Evening],
                ..plain.clone()
            },
            Text { id: format!("{category}-last"), days: vec![(22, 30)], ..plain.clone() },
            plain,
        ]);
    }
    texts
}

fn slot(window: u32) -> Slot<'static> {
    Slot {
        window,
        date: at(DATE).date_naive(),
        name: "morning",
        time: TimeOfDay::Morning,
        day: 19,
        lately: Lately::default(),
    }
}

/// The ledger's record of a text, so many days before the slot.
fn seen(id: &str, days: u64) -> Record {
    let due = at(DATE) - Days::new(days);
    Record {
        key: format!("1/morning/{}", due.date_naive()),
        due,
        text: Some(id.to_owned()),
        ..record("", NoticeKind::Morning, DATE, State::Shown)
    }
}

/// All that can be drawn: over a thousand windows, every text whose turn may come.
fn drawn(texts: &[Text], reader: &Reader, seen: &[Record], slot: &Slot) -> BTreeSet<String> {
    (1..=1000)
        .filter_map(|window| suggestion(texts, reader, seen, &Slot { window, ..*slot }))
        .map(|text| text.id.clone())
        .collect()
}

fn ids<'a>(texts: impl IntoIterator<Item = &'a Text>) -> BTreeSet<String> {
    texts.into_iter().map(|text| text.id.clone()).collect()
}

fn anybody(about: &About) -> Reader<'_> {
    Reader { about, without: &[], discreet: false }
}

/// Every set that a few things can make.
fn sets<T: Copy + Ord>(all: &[T]) -> Vec<BTreeSet<T>> {
    (0..1_u32 << all.len())
        .map(|bits| {
            let has = |(place, _): &(usize, &T)| bits >> place & 1 == 1;
            all.iter().enumerate().filter(has).map(|(_, one)| *one).collect()
        })
        .collect()
}

#[test]
fn what_safety_needs_and_discretion_forbid_is_never_said() {
    let texts = every_kind_of_text();
    let hidden: [BTreeSet<String>; 3] = [
        BTreeSet::new(),
        ids(texts.iter().filter(|text| text.id.ends_with("-plain"))),
        ids(texts.iter().filter(|text| text.category != Category::Screen)),
    ];
    for situations in sets(Situation::ALL) {
        for needs in sets(Need::ALL) {
            let without: Vec<Need> = needs.iter().copied().collect();
            for (hidden, discreet) in hidden.iter().flat_map(|h| [(h, false), (h, true)]) {
                let about = About {
                    situations: situations.clone(),
                    hidden: hidden.clone(),
                    ..About::default()
                };
                let reader = Reader { about: &about, without: &without, discreet };
                for (window, slip) in [(1, false), (2, true)] {
                    let slot =
                        Slot { lately: Lately { slip, ..Lately::default() }, ..slot(window) };
                    let Some(text) = suggestion(&texts, &reader, &[], &slot) else { continue };
                    assert!(!text.exclude.iter().any(|one| situations.contains(one)));
                    assert!(!text.needs.iter().any(|one| needs.contains(one)));
                    assert!(!hidden.contains(&text.id));
                    assert!(text.discreet || !discreet);
                    assert!(text.fits_day(slot.day));
                }
            }
        }
    }
}

#[test]
fn it_would_rather_say_nothing_than_what_is_forbidden() {
    let about = About { situations: [Situation::Work].into(), ..About::default() };
    let texts = [
        Text { needs: vec![Need::Friend], ..text("a", Category::Kind) },
        Text { exclude: vec![Situation::Work], ..text("b", Category::Kind) },
        Text { discreet: false, ..text("c", Category::Kind) },
        Text { days: vec![(1, 18), (20, 30)], ..text("d", Category::Kind) },
    ];
    let reader = Reader { about: &about, without: &[Need::Friend], discreet: true };
    assert_eq!(suggestion(&texts, &reader, &[], &slot(1)), None);
    let shown_today = [text("e", Category::Kind)];
    assert_eq!(suggestion(&shown_today, &reader, &[seen("e", 0)], &slot(1)), None);
    assert_eq!(suggestion(&[], &reader, &[], &slot(1)), None);
}

#[test]
fn what_was_never_seen_comes_first_then_what_rested_two_weeks_then_one() {
    let texts = [
        text("new", Category::Home),
        text("long", Category::Play),
        text("two", Category::Kind),
        text("one", Category::Body),
        Text { times: vec![TimeOfDay::Evening], ..text("new-late", Category::Calm) },
        Text { times: vec![TimeOfDay::Evening], ..text("two-late", Category::Ahead) },
    ];
    let about = About::default();
    let history =
        [seen("long", 30), seen("two-late", 15), seen("two", 14), seen("one", 7), seen("gone", 1)];
    let mut left: Vec<Text> = texts.to_vec();
    for expected in [&["new"][..], &["long", "two"], &["new-late"], &["two-late"], &["one"]] {
        let wanted: BTreeSet<String> = expected.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(drawn(&left, &anybody(&about), &history, &slot(1)), wanted);
        left.retain(|text| !wanted.contains(&text.id));
    }
    let rested_six = [text("six", Category::Home)];
    assert_eq!(suggestion(&rested_six, &anybody(&about), &[seen("six", 6)], &slot(1)), None);
}

#[test]
fn what_did_not_reach_the_person_was_not_seen() {
    let texts = [text("a", Category::Home)];
    let about = About::default();
    for (state, again) in [
        (State::Shown, false),
        (State::Claimed, false),
        (State::Unknown, false),
        (State::Failed, true),
        (State::Missed, true),
    ] {
        let seen = [Record { state, ..seen("a", 0) }];
        let chosen = suggestion(&texts, &anybody(&about), &seen, &slot(1));
        assert_eq!(chosen.is_some(), again, "{state}");
    }
}

#[test]
fn the_same_place_and_history_choose_the_same_text() {
    let texts = every_kind_of_text();
    let about = About::default();
    let history = [seen("kind-plain", 3), seen("home-late", 2)];
    let mut different = BTreeSet::new();
    for window in 1..=50 {
        let choose = |history: &[Record]| {
            let slot = slot(window);
            suggestion(&texts, &anybody(&about), history, &slot).map(|text| text.id.clone())
        };
        let [a, b] = history.clone();
        assert_eq!(choose(&history), choose(&[b, a]), "the order of the records is no matter");
        different.insert(choose(&history));
    }
    assert!(different.len() > 10, "another window, another text");
    let at = |name, window| {
        let slot = Slot { name, ..slot(window) };
        suggestion(&texts, &anybody(&about), &[], &slot).map(|text| &text.id)
    };
    let differ = (1..=50).filter(|window| at("morning", *window) != at("evening", *window));
    assert!(differ.count() > 40, "another slot, another text");
}

#[test]
fn over_a_thousand_windows_every_text_that_may_be_said_is_said() {
    let texts = every_kind_of_text();
    let about = About::default();
    let fits = |text: &&Text| text.fits_day(19) && text.fits_time(TimeOfDay::Morning);
    assert_eq!(drawn(&texts, &anybody(&about), &[], &slot(1)), ids(texts.iter().filter(fits)));
}

/// How often each category comes, of a thousand draws.
fn shares(seen: &[Record], slot: &Slot) -> BTreeMap<Category, i32> {
    let (texts, about) = (one_of_each(), About::default());
    let mut shares = BTreeMap::new();
    for window in 1..=1000 {
        let slot = Slot { window, ..*slot };
        let text = suggestion(&texts, &anybody(&about), seen, &slot).unwrap();
        *shares.entry(text.category).or_default() += 1;
    }
    shares
}

#[test]
fn with_nothing_known_no_category_is_favoured() {
    let shares = shares(&[], &slot(1));
    assert!(shares.values().all(|share| (65..=140).contains(share)), "{shares:?}");
}

#[test]
fn after_a_low_mood_kindness_calm_and_people_come_more_often_and_plans_less() {
    use Category::{Ahead, Calm, Kind, People};
    let low = |mood| {
        shares(&[], &Slot { lately: Lately { mood: Some(mood), ..Lately::default() }, ..slot(1) })
    };
    for mood in [1, 2] {
        let low = low(mood);
        assert!([Kind, Calm, People].iter().all(|category| low[category] > 120), "{low:?}");
        assert!(low[&Ahead] < 60, "{low:?}");
    }
    assert_eq!(low(3), shares(&[], &slot(1)));
}

#[test]
fn what_was_done_comes_more_often_than_what_was_let_be() {
    // Five shown of each, long enough ago to be shown again; those of one category were done.
    let shown = |category: Category, done: bool| {
        (20..25).map(move |days| Record {
            answer: done.then(|| (Reply::Done, at(DATE))),
            ..seen(category.word(), days)
        })
    };
    let history: Vec<Record> = Category::SUGGESTIBLE
        .iter()
        .flat_map(|category| shown(*category, *category == Category::Play))
        .collect();
    // Kind and people are due anyhow where neither came lately.
    let lately = [seen("people", 15), seen("kind", 15)];
    let (texts, about) = (one_of_each(), About::default());
    let all = [&history[..], &lately[..]].concat();
    let weight = |category| {
        let history = History::new(&texts, &all, at(DATE).date_naive());
        history.weight(&text("x", category), &slot(1))
    };
    assert!((weight(Category::Play) - (0.5 + 6.0 / 7.0)).abs() < 1e-9);
    assert!((weight(Category::Home) - (0.5 + 1.0 / 7.0)).abs() < 1e-9);
    assert!(suggestion(&texts, &anybody(&about), &all, &slot(1)).is_some());
}

#[test]
fn the_category_of_today_or_of_the_last_suggestion_is_made_unlikely() {
    let texts = one_of_each();
    let weight = |seen: &[Record], category| {
        let history = History::new(&texts, seen, at(DATE).date_naive());
        history.weight(&text("x", category), &slot(1))
    };
    let shown_once = 0.5 + 1.0 / 3.0;
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let today = [seen("home", 0)];
    assert!(close(weight(&today, Category::Home), shown_once * 0.25 * 0.4));
    let before = [seen("home", 2), seen("play", 1)];
    assert!(close(weight(&before, Category::Play), shown_once * 0.4));
    assert!(close(weight(&before, Category::Home), shown_once));
    assert!(close(weight(&before, Category::Body), 1.0));
}

#[test]
fn after_a_slip_only_what_steadies_comes_and_something_else_only_where_there_is_none() {
    use Category::{Body, Calm, Kind};
    let (texts, about) = (every_kind_of_text(), About::default());
    let slip = Slot { lately: Lately { slip: true, ..Lately::default() }, ..slot(1) };
    let steadies = |text: &&Text| [Kind, Body, Calm].contains(&text.category);
    let fits = |text: &&Text| text.fits_day(19) && text.fits_time(TimeOfDay::Morning);
    let wanted = ids(texts.iter().filter(steadies).filter(fits));
    assert_eq!(drawn(&texts, &anybody(&about), &[], &slip), wanted);
    let hidden = ids(texts.iter().filter(steadies));
    let about = About { hidden, ..About::default() };
    assert!(suggestion(&texts, &anybody(&about), &[], &slip).is_some());
}

#[test]
fn people_and_kindness_come_at_least_every_third_day() {
    let texts = every_kind_of_text();
    let about = About::default();
    let categories = |seen: &[Record]| -> BTreeSet<Category> {
        let drawn = drawn(&texts, &anybody(&about), seen, &slot(1));
        texts.iter().filter(|text| drawn.contains(&text.id)).map(|text| text.category).collect()
    };
    let history = |people: u64, kind: u64| {
        let others = ["home-plain", "play-plain", "body-plain"].map(|id| seen(id, 4));
        [&others[..], &[seen("people-plain", people), seen("kind-plain", kind)]].concat()
    };
    assert_eq!(categories(&history(3, 1)), [Category::People].into());
    assert_eq!(categories(&history(2, 3)), [Category::Kind].into());
    assert_eq!(categories(&history(3, 3)), [Category::People].into(), "people first");
    assert!(categories(&history(2, 2)).len() > 2);
    let too_few = &history(3, 3)[1..];
    assert!(categories(too_few).len() > 2, "there is no history to go by yet");
}
