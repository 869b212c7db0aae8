//! Whether there is enough to say: for thirty days, and in each hour of each of them, to somebody
//! of whom the most is asked – every situation at once, every need switched off.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{DateTime, Days, FixedOffset};
use nocontact::catalogue::{cases, load};
use nocontact::countdown::choose::{Place, Reader, Slot, one, suggestion, urge_steps};
use nocontact::countdown::entry::{Outcome, ReceivedKind};
use nocontact::countdown::journal::About;
use nocontact::countdown::lately::Lately;
use nocontact::countdown::notice::{NoticeKind, Record, State};
use nocontact::countdown::plan::MILESTONES;
use nocontact::countdown::policy::Situation;
use nocontact::countdown::text::{Need, Pool, Text, TimeOfDay};

/// The days of a window, and the two suggestions of each.
const DAYS: u32 = 30;
const SLOTS: [(NoticeKind, TimeOfDay); 2] =
    [(NoticeKind::Morning, TimeOfDay::Morning), (NoticeKind::Evening, TimeOfDay::Evening)];
const TIMES: [TimeOfDay; 4] =
    [TimeOfDay::Morning, TimeOfDay::Midday, TimeOfDay::Evening, TimeOfDay::Night];

/// Thirty days of suggestions, as far as they went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month {
    texts: usize,
    repeats: usize,
    empty: usize,
}

/// Lives through a window with the chooser itself, milestones not taking any slot.
fn month(texts: &[Text], reader: &Reader, window: u32) -> Month {
    let first: DateTime<FixedOffset> = "2026-11-01T09:00:00+01:00".parse().unwrap();
    let (mut seen, mut known) = (Vec::<Record>::new(), BTreeSet::new());
    let mut month = Month { texts: 0, repeats: 0, empty: 0 };
    month.texts = texts.iter().filter(|text| reader.may_read(text)).count();
    for day in 1..=DAYS {
        for (kind, time) in SLOTS {
            let due = first + Days::new(day.into());
            let date = due.date_naive();
            let (lately, name) = (Lately::default(), kind.word());
            let slot = Slot { window, date, name, time, day, lately };
            let Some(chosen) = suggestion(texts, reader, &seen, &slot) else {
                month.empty += 1;
                continue;
            };
            assert!(reader.may_read(chosen));
            month.repeats += usize::from(!known.insert(chosen.id.clone()));
            seen.push(Record {
                key: format!("{window}/{kind}/{date}"),
                window,
                kind,
                due,
                state: State::Shown,
                at: due.to_utc(),
                attempts: 1,
                text: Some(chosen.id.clone()),
                why: None,
                answer: None,
            });
        }
    }
    month
}

fn about(situations: &[Situation]) -> About {
    About { situations: situations.iter().copied().collect(), ..About::default() }
}

/// Every set of situations, the empty one first and the whole one last.
fn all_situations() -> impl Iterator<Item = Vec<Situation>> {
    (0_u32..1 << Situation::ALL.len()).map(|bits| {
        let chosen = Situation::ALL.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        chosen.map(|(_, situation)| *situation).collect()
    })
}

/// Who can be told least. Each filter takes texts away and none brings one back, so what this
/// person may read everybody may.
fn strictest(discreet: bool, check: impl FnOnce(&Reader)) {
    let about = about(Situation::ALL);
    check(&Reader { about: &about, without: Need::ALL, discreet });
}

#[test]
fn the_default_month_has_a_new_suggestion_in_each_of_its_sixty_slots() {
    let texts = load(Pool::Suggestion).unwrap();
    let about = about(&[]);
    for window in 1..=20 {
        let month = month(&texts, &Reader { about: &about, without: &[], discreet: true }, window);
        assert_eq!((month.repeats, month.empty), (0, 0), "window {window}");
        assert!(month.texts >= 64, "{} suggestions", month.texts);
    }
}

/// For each need switched off, over all 128 sets of situations: the fewest and the most texts that
/// may be read, and of 60 slots the most that repeat a text, and the most that stay empty.
#[test]
fn every_month_has_enough_suggestions() {
    let texts = load(Pool::Suggestion).unwrap();
    let mut lived: BTreeMap<Vec<&str>, Month> = BTreeMap::new();
    let mut report = String::from("without     privacy     texts  repeats  empty\n");
    for without in std::iter::once(None).chain(Need::ALL.iter().copied().map(Some)) {
        for discreet in [true, false] {
            let mut months = BTreeSet::new();
            for situations in all_situations() {
                let about = about(&situations);
                let without: &[Need] = without.as_slice();
                let reader = Reader { about: &about, without, discreet };
                let readable = texts.iter().filter(|text| reader.may_read(text));
                let readable: Vec<&str> = readable.map(|text| text.id.as_str()).collect();
                months.insert(*lived.entry(readable).or_insert_with(|| month(&texts, &reader, 1)));
            }
            let most = |what: fn(&Month) -> usize| months.iter().map(what).max().unwrap();
            let fewest = months.iter().map(|month| month.texts).min().unwrap();
            let _ = writeln!(
                report,
                "{:<10}  {:<8}  {fewest:>3}-{:<3}  {:>7}  {:>5}",
                without.map_or("-", Need::word),
                if discreet { "discreet" } else { "plain" },
                most(|month| month.texts),
                most(|month| month.repeats),
                most(|month| month.empty),
            );
        }
    }
    insta::assert_snapshot!(report, @r"
    without     privacy     texts  repeats  empty
    -           discreet  108-116        0      0
    -           plain     110-120        0      0
    outside     discreet   93-99         0      0
    outside     plain      95-103        0      0
    friend      discreet   96-102        0      0
    friend      plain      98-106        0      0
    money       discreet  107-115        0      0
    money       plain     109-119        0      0
    quiet       discreet  104-112        0      0
    quiet       plain     106-116        0      0
    mobility    discreet   92-99         0      0
    mobility    plain      94-103        0      0
    ");
}

#[test]
fn with_every_need_off_in_every_situation_a_month_still_has_no_empty_slot() {
    strictest(true, |reader| {
        let month = month(&load(Pool::Suggestion).unwrap(), reader, 1);
        let Month { texts, repeats, empty } = month;
        let told = format!("{texts} texts, {repeats} repeats, {empty} empty");
        insta::assert_snapshot!(told, @"73 texts, 5 repeats, 0 empty");
    });
}

/// The pools that commands print from, on a terminal, at any hour.
const PRINTED: &[Pool] =
    &[Pool::UrgeFollowup, Pool::Slip, Pool::Received, Pool::AfterWindow, Pool::LowMood];

#[test]
fn every_command_has_something_to_say_to_everybody_at_any_hour() {
    for pool in PRINTED {
        let texts = load(*pool).unwrap();
        let plain = matches!(pool, Pool::Slip | Pool::LowMood).then_some(None);
        for case in cases(*pool).iter().copied().map(Some).chain(plain) {
            strictest(false, |reader| {
                for (day, time) in (1..=DAYS).flat_map(|day| TIMES.map(|time| (day, time))) {
                    let place = Place { window: 1, day, time, turn: 0 };
                    let said = one(&texts, reader, case, &place);
                    assert!(said.is_some(), "{pool}: nothing for {case:?} on day {day}, {time}");
                }
            });
        }
    }
}

#[test]
fn an_urge_has_two_steps_of_two_kinds_for_everybody_at_any_hour() {
    let texts = load(Pool::UrgeStep).unwrap();
    strictest(false, |reader| {
        for (day, time) in (1..=DAYS).flat_map(|day| TIMES.map(|time| (day, time))) {
            for turn in 0..texts.len() {
                let place = Place { window: 1, day, time, turn };
                let steps = urge_steps(&texts, reader, &place);
                assert!(
                    matches!(steps[..], [now, then] if now.category != then.category),
                    "day {day}, {time}, turn {turn}: {steps:?}"
                );
            }
        }
    });
}

#[test]
fn every_notice_has_a_text_for_everybody() {
    let some = |pool: Pool, case: &str, days: &[u32]| {
        let texts = load(pool).unwrap();
        strictest(true, |reader| {
            for (day, time) in days.iter().flat_map(|day| TIMES.map(|time| (*day, time))) {
                let place = Place { window: 1, day, time, turn: 0 };
                let said = one(&texts, reader, Some(case), &place);
                assert!(said.is_some(), "{pool}: nothing for {case} on day {day}, {time}");
            }
        });
    };
    let days: Vec<u32> = (1..=DAYS).collect();
    // One's own figures take the place of a suggestion where they may stand.
    for case in cases(Pool::Notice).iter().filter(|case| **case != "own-data") {
        some(Pool::Notice, case, &days);
    }
    some(Pool::Milestone, "day", &MILESTONES);
    some(Pool::Milestone, "last", &days);
    some(Pool::Milestone, "further", &[60, 90, 360]);
}

#[test]
fn the_cases_of_the_catalogue_are_the_words_of_the_commands() {
    for kind in ReceivedKind::WORDS {
        assert!(cases(Pool::Received).contains(kind), "nothing for a message of kind {kind}");
    }
    // After contact the texts of `slip` are said.
    for outcome in Outcome::WORDS.iter().filter(|word| **word != Outcome::Contacted.word()) {
        assert!(cases(Pool::UrgeFollowup).contains(outcome), "nothing for the answer {outcome}");
    }
}
