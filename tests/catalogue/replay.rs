//! Six hundred months for each setting of the programme's table (D.1), with the shipped texts and
//! the real choice: how often a text comes twice, and how soon. Guards promise 4 of design §1: what
//! comes twice a day for a month stays worth reading.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::thread;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use nocontact::catalogue::load;
use nocontact::countdown::choose::{Reader, Slot, reflection, suggestion};
use nocontact::countdown::journal::About;
use nocontact::countdown::lately::Lately;
use nocontact::countdown::notice::{NoticeKind, Record, State};
use nocontact::countdown::text::{Pool, Text, TimeOfDay};

const MONTHS: u32 = 600;
const DAYS: u32 = 30;
const TWO: &[NoticeKind] = &[NoticeKind::Morning, NoticeKind::Evening];
const THREE: &[NoticeKind] = &[NoticeKind::Morning, NoticeKind::Midday, NoticeKind::Evening];

/// A row of the table: what is chosen a day, whether a quarter of the texts is switched off, and
/// whether reflections stand in the evening's place as they do in a real month.
struct Setting {
    name: &'static str,
    slots: &'static [NoticeKind],
    quarter_off: bool,
    reflections: bool,
}

impl Setting {
    /// The rows of the table are lived six hundred times, what it says below it a sixth of that:
    /// this takes its time.
    fn months(&self) -> u32 {
        if self.reflections { MONTHS / 6 } else { MONTHS }
    }
}

const SETTINGS: [Setting; 6] = [
    Setting { name: "2 a day", slots: TWO, quarter_off: false, reflections: false },
    Setting { name: "2 a day, a quarter off", slots: TWO, quarter_off: true, reflections: false },
    Setting { name: "3 a day", slots: THREE, quarter_off: false, reflections: false },
    Setting { name: "3 a day, a quarter off", slots: THREE, quarter_off: true, reflections: false },
    Setting { name: "3 a day, reflections", slots: THREE, quarter_off: false, reflections: true },
    Setting { name: "3, quarter off, refl.", slots: THREE, quarter_off: true, reflections: true },
];

/// What came of all months of a setting.
#[derive(Default)]
struct Outcome {
    repeats: u32,
    months_with_repeats: u32,
    empty: u32,
    reflections: u32,
    /// The fewest days between a text and itself.
    nearest: Option<i64>,
}

struct Texts {
    suggestions: Vec<Text>,
    reflections: Vec<Text>,
}

/// Small, and the same on every machine.
struct Lots(u64);

impl Lots {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// A quarter of the texts, another for each month.
fn switched_off(texts: &[Text], month: u32) -> BTreeSet<String> {
    let mut lots = Lots(u64::from(month));
    let mut ids: Vec<&str> = texts.iter().map(|text| text.id.as_str()).collect();
    (0..texts.len() / 4).map(|_| ids.swap_remove(lots.below(ids.len())).to_owned()).collect()
}

fn record(kind: NoticeKind, due: DateTime<FixedOffset>, text: &Text) -> Record {
    Record {
        key: String::new(),
        window: 1,
        kind,
        due,
        state: State::Shown,
        at: due.to_utc(),
        attempts: 1,
        text: Some(text.id.clone()),
        why: None,
        answer: None,
    }
}

/// Lives through one month, milestones not taking any slot.
fn month(texts: &Texts, setting: &Setting, window: u32, outcome: &mut Outcome) {
    let first: DateTime<FixedOffset> = "2026-11-01T09:00:00+01:00".parse().unwrap();
    let hidden = match setting.quarter_off {
        true => switched_off(&texts.suggestions, window),
        false => BTreeSet::new(),
    };
    let about = About { hidden, ..About::default() };
    let reader = Reader { about: &about, without: &[], discreet: false };
    let (mut seen, mut said) = (Vec::<Record>::new(), HashMap::<&str, NaiveDate>::new());
    let before = outcome.repeats;
    for (day, kind) in (1..=DAYS).flat_map(|day| setting.slots.iter().map(move |kind| (day, *kind)))
    {
        let due = first + Days::new(day.into());
        let (date, name, lately) = (due.date_naive(), kind.word(), Lately::default());
        let time = match kind {
            NoticeKind::Morning => TimeOfDay::Morning,
            NoticeKind::Midday => TimeOfDay::Midday,
            _ => TimeOfDay::Evening,
        };
        let slot = Slot { window, date, name, time, day, lately };
        if setting.reflections
            && kind == NoticeKind::Evening
            && let Some(text) = reflection(&texts.reflections, &reader, &seen, &slot)
        {
            outcome.reflections += 1;
            seen.push(record(kind, due, text));
            continue;
        }
        let Some(text) = suggestion(&texts.suggestions, &reader, &seen, &slot) else {
            outcome.empty += 1;
            continue;
        };
        if let Some(before) = said.insert(&text.id, date) {
            let apart = (date - before).num_days();
            outcome.repeats += 1;
            outcome.nearest = Some(outcome.nearest.map_or(apart, |nearest| nearest.min(apart)));
        }
        seen.push(record(kind, due, text));
    }
    outcome.months_with_repeats += u32::from(outcome.repeats > before);
}

/// Every fourth month of a setting, from `first` on: there are as many threads.
fn lived(texts: &Texts, setting: &Setting, first: u32) -> Outcome {
    let mut outcome = Outcome::default();
    for window in (first..=setting.months()).step_by(4) {
        month(texts, setting, window, &mut outcome);
    }
    outcome
}

/// All months of all settings.
fn live(texts: &Texts) -> Vec<Outcome> {
    let quarter = |first| SETTINGS.iter().map(|one| lived(texts, one, first)).collect::<Vec<_>>();
    let quarters: Vec<Vec<Outcome>> = thread::scope(|scope| {
        let threads = [1, 2, 3, 4].map(|first| scope.spawn(move || quarter(first)));
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let all = |at: usize| quarters.iter().map(move |quarter| &quarter[at]);
    (0..SETTINGS.len())
        .map(|at| Outcome {
            repeats: all(at).map(|one| one.repeats).sum(),
            months_with_repeats: all(at).map(|one| one.months_with_repeats).sum(),
            empty: all(at).map(|one| one.empty).sum(),
            reflections: all(at).map(|one| one.reflections).sum(),
            nearest: all(at).filter_map(|one| one.nearest).min(),
        })
        .collect()
}

fn per_month(count: u32, setting: &Setting) -> f64 {
    f64::from(count) / f64::from(setting.months())
}

#[test]
fn six_hundred_months_repeat_no_more_than_the_programme_counted() {
    let texts = Texts {
        suggestions: load(Pool::Suggestion).unwrap(),
        reflections: load(Pool::Reflection).unwrap(),
    };
    let outcomes = live(&texts);
    let mut report =
        String::from("setting                  repeats  months  days apart  empty  refl.\n");
    for (setting, outcome) in SETTINGS.iter().zip(&outcomes) {
        let _ = writeln!(
            report,
            "{:<23}  {:>7.2}  {:>5.1}%  {:>10}  {:>5}  {:>5.1}",
            setting.name,
            per_month(outcome.repeats, setting),
            100.0 * per_month(outcome.months_with_repeats, setting),
            outcome.nearest.map_or("-".to_owned(), |days| days.to_string()),
            outcome.empty,
            per_month(outcome.reflections, setting),
        );
    }
    insta::assert_snapshot!(report, @"
    setting                  repeats  months  days apart  empty  refl.
    2 a day                     0.00    0.0%           -      0    0.0
    2 a day, a quarter off      0.03    2.5%          14      0    0.0
    3 a day                     0.06    5.7%          14      0    0.0
    3 a day, a quarter off      9.87  100.0%          14      0    0.0
    3 a day, reflections        0.00    0.0%           -      0   10.0
    3, quarter off, refl.       5.72  100.0%          14      0   10.0
    ");
    // The programme's figures for 120 texts: 0.0, 0.5, 0.5, 11.9; 0.05 and 5.9 with reflections.
    let most = [0.0, 0.5, 0.5, 11.9, 0.05, 5.9];
    for ((setting, outcome), most) in SETTINGS.iter().zip(&outcomes).zip(most) {
        assert_eq!(outcome.empty, 0, "{}: a slot stayed empty", setting.name);
        assert!(outcome.nearest.is_none_or(|days| days >= 14), "{}: too soon", setting.name);
        assert!(
            per_month(outcome.repeats, setting) <= most + 0.1,
            "{}: more than {most}",
            setting.name
        );
    }
}
