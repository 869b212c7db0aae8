//! Every message that can reach a desktop, over the whole catalogue: promises 2 and 4 of design §1.
//! What an onlooker may read never says what it is about, nor anything that the person typed.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Days, Duration};
use chrono_tz::Europe;
use nocontact::catalogue;
use nocontact::countdown::button::Button;
use nocontact::countdown::entry::{Entry, Outcome, ReceivedKind, What};
use nocontact::countdown::journal::{About, Journal, Plan};
use nocontact::countdown::message::{Message, Privacy, Voice};
use nocontact::countdown::notice::{Notice, NoticeKind, Record, State};
use nocontact::countdown::plan::{Schedule, is_milestone};
use nocontact::countdown::policy::Situation;
use nocontact::countdown::text::{Need, Pool, Text};
use nocontact::countdown::window::{Precision, Window, end_of};
use nocontact::countdown::zone::{Moment, Now, resolve};
use nocontact::settings::Settings;

/// Words that tell an onlooker what it is about, as whole words.
const TELLING: [&str; 16] = [
    "contact",
    "contacts",
    "contacted",
    "ex",
    "exes",
    "urge",
    "urges",
    "break",
    "breakup",
    "breaks",
    "nocontact",
    "relationship",
    "partner",
    "daemon",
    "crisis",
    "relapse",
];

/// What the person typed, here and there.
const TYPED: &str = "canary";

/// The longest line that can be read at a glance: a body, or a body and a line of ours.
const LINE: usize = 140;

const HOURS: [(NoticeKind, &str); 8] = [
    (NoticeKind::Welcome, "14:05"),
    (NoticeKind::Morning, "09:00"),
    (NoticeKind::Midday, "12:30"),
    (NoticeKind::Evening, "19:30"),
    (NoticeKind::Milestone, "09:00"),
    (NoticeKind::End, "14:05"),
    (NoticeKind::FollowUp, "23:40"),
    (NoticeKind::Asked, "18:00"),
];

/// No situation, each alone, and all of them.
fn situations() -> Vec<BTreeSet<Situation>> {
    let each = Situation::ALL.iter().map(|situation| BTreeSet::from([*situation]));
    let all = Situation::ALL.iter().copied().collect();
    [BTreeSet::new()].into_iter().chain(each).chain([all]).collect()
}

fn moment(day: u32, time: &str) -> Moment {
    let start = format!("2026-11-01T{time}:00").parse::<chrono::NaiveDateTime>().unwrap();
    resolve(&Europe::Berlin, start + Days::new(u64::from(day)))
}

/// A window of thirty days in which much was typed, everywhere where anything can be.
fn journal(situations: BTreeSet<Situation>) -> Journal {
    let since = moment(0, "14:05");
    let end = end_of(since, Precision::Minute, 30, &Europe::Berlin);
    let typed = || Some(format!("{TYPED} words"));
    let urge = What::Urge { strength: Some(4), feeling: typed(), trigger: typed() };
    let outcome = What::Outcome { urge: TYPED.to_owned(), outcome: Outcome::Same, strength: None };
    let received = What::Received { kind: Some(ReceivedKind::Warm), via: typed() };
    let entries = [urge, outcome, received, What::Mood { mood: 1 }, What::Note];
    let entries = (0..).zip(entries).map(|(minute, what)| {
        let at = moment(4, "20:00") + Duration::minutes(minute);
        Entry { id: TYPED.to_owned(), at, logged_at: at, what, note: typed() }
    });
    Journal {
        window: Some(Window {
            id: 1,
            since,
            precision: Precision::Minute,
            length: Some(30),
            end: Some(end.to_utc()),
            zone: TYPED.to_owned(),
            started_at: since,
            closed_at: None,
        }),
        entries: entries.collect(),
        about: About {
            plans: vec![Plan { id: 1, text: format!("if {TYPED}, then") }],
            situations,
            leaving: None,
            person: typed(),
            country: typed(),
            hidden: BTreeSet::new(),
            paused_until: None,
        },
        ledger: Vec::new(),
    }
}

fn record(kind: NoticeKind, due: Moment, text: Option<&str>) -> Record {
    let key = match kind {
        NoticeKind::FollowUp => format!("{kind}/{TYPED}"),
        _ => format!("1/{kind}/{}", due.date_naive()),
    };
    Record {
        key,
        window: 1,
        kind,
        due,
        state: State::Shown,
        at: due.to_utc(),
        attempts: 1,
        text: text.map(str::to_owned),
        why: None,
        answer: None,
    }
}

/// The catalogue, read once.
struct Texts(HashMap<Pool, Vec<Text>>);

impl Texts {
    fn read() -> Self {
        Self(Pool::ALL.iter().map(|pool| (*pool, catalogue::load(*pool).unwrap())).collect())
    }

    fn of(&self, pools: &[Pool]) -> impl Iterator<Item = &Text> {
        pools.iter().flat_map(|pool| &self.0[pool])
    }
}

/// What is said to this person at this privacy.
fn speak<T>(texts: &Texts, privacy: Privacy, seen: &[Record], say: impl FnOnce(&Voice) -> T) -> T {
    let schedule: Schedule = Settings::default().schedule();
    let pool = |pool: Pool| texts.0[&pool].clone();
    say(&Voice { pool: &pool, privacy, without: &[], schedule: &schedule, seen })
}

fn here(at: Moment) -> Now<'static> {
    Now { at, zone: &Europe::Berlin }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase)
}

/// All that is wrong with a message that an onlooker may read.
fn faults(message: &Message) -> Vec<String> {
    let buttons = message.buttons.iter().map(|button| button.label());
    let whole = [message.title.as_str(), message.body.as_str()].into_iter().chain(buttons);
    let whole = whole.collect::<Vec<_>>().join("\n");
    let mut faults: Vec<String> = words(&whole)
        .filter(|word| TELLING.contains(&word.as_str()))
        .map(|word| format!("says {word}"))
        .collect();
    if whole.to_lowercase().contains(TYPED) {
        faults.push("says what was typed".to_owned());
    }
    if message.command.is_some() {
        faults.push("names the program".to_owned());
    }
    let title = message.title.chars().count();
    if !(1..=40).contains(&title) || message.title.contains('\n') {
        faults.push(format!("a title of {title} characters"));
    }
    let lines: Vec<&str> = message.body.split('\n').collect();
    if lines.len() > 2 || lines.iter().any(|line| !(1..=LINE).contains(&line.chars().count())) {
        faults.push("a body that cannot be read at a glance".to_owned());
    }
    let odd = |c: char| (c.is_control() && c != '\n') || "<>&!".contains(c);
    faults.extend(whole.chars().filter(|c| odd(*c)).map(|c| format!("the sign {c:?}")));
    let different: HashSet<&Button> = message.buttons.iter().collect();
    if different.len() != message.buttons.len() || message.buttons.len() > 5 {
        faults.push("buttons that stand twice, or too many".to_owned());
    }
    faults
}

#[track_caller]
fn hold(message: &Message, case: impl FnOnce() -> String) {
    let faults = faults(message);
    assert!(faults.is_empty(), "{}: {faults:?}\n{message:#?}", case());
}

const ONLOOKER: [Privacy; 2] = [Privacy::Discreet, Privacy::Hidden];

/// Chosen as the daemon chooses, each day of two months, for everybody.
#[test]
fn no_notice_of_any_day_says_what_it_is_about() {
    let texts = Texts::read();
    let mut said = HashSet::new();
    for situations in situations() {
        let journal = journal(situations);
        let mut seen: Vec<Record> = Vec::new();
        for day in 0..=60 {
            for (kind, time) in HOURS {
                if kind == NoticeKind::Milestone && !is_milestone(day, Some(30)) {
                    continue;
                }
                let due = moment(day, time);
                let blank = record(kind, due, None);
                let notice = Notice::of(&blank, journal.window.as_ref());
                let recent: Vec<Record> = seen
                    .iter()
                    .filter(|seen| seen.due > due - Duration::days(60))
                    .cloned()
                    .collect();
                for privacy in ONLOOKER {
                    let message = speak(&texts, privacy, &recent, |voice| {
                        voice.message(&journal, &notice, &here(due))
                    });
                    let message =
                        message.unwrap_or_else(|| panic!("nothing to say: {}", notice.key));
                    hold(&message, || format!("{privacy} {}", notice.key));
                    if privacy == Privacy::Hidden {
                        let words = (message.title.as_str(), message.body.as_str());
                        let expected = ("A note for you", "Open it when you have a quiet minute.");
                        assert_eq!(words, expected, "{}", notice.key);
                        assert_eq!(message.buttons, [Button::Read], "{}", notice.key);
                    } else {
                        seen.push(record(kind, due, Some(&message.text)));
                        said.insert(message.text);
                    }
                }
            }
        }
    }
    assert!(said.len() > 100, "only {} different texts were met", said.len());
}

/// Not what was chosen only: all that can ever be read, under every kind that could carry it.
#[test]
fn nothing_that_can_be_read_again_says_what_it_is_about() {
    let texts = Texts::read();
    for situations in situations() {
        let journal = journal(situations);
        let mut read = 0;
        for (kind, time) in HOURS {
            let due = moment(7, time);
            for text in
                texts.of(&[Pool::Suggestion, Pool::Reflection, Pool::Milestone, Pool::Notice])
            {
                for privacy in ONLOOKER {
                    let record = record(kind, due, Some(&text.id));
                    let again = speak(&texts, privacy, &[], |voice| {
                        voice.again(&journal, &record, &here(due))
                    });
                    let may = text.discreet && journal.about.policy().allows(&text.exclude);
                    assert_eq!(again.is_some(), may, "{privacy} {kind} {}", text.id);
                    let Some(message) = again else { continue };
                    hold(&message, || format!("{privacy} {kind} {}", text.id));
                    read += 1;
                }
            }
        }
        assert!(read > 1000, "only {read} were read");
    }
}

#[test]
fn nothing_that_comes_in_return_says_what_it_is_about() {
    let texts = Texts::read();
    for situations in situations() {
        let journal = journal(situations);
        for (kind, time) in HOURS {
            for day in [0, 1, 29, 30, 31, 60] {
                let due = moment(day, time);
                let (record, now) = (record(kind, due, None), here(due));
                for privacy in ONLOOKER {
                    let messages = speak(&texts, privacy, &[], |voice| {
                        [
                            voice.mood(&journal, &record),
                            voice.review(&journal, &record, &now),
                            voice.in_return(&journal, "not-later", &record),
                            voice.in_return(&journal, "no-more", &record),
                        ]
                    });
                    for message in messages {
                        let message = message.expect("there are words for everybody");
                        hold(&message, || format!("{privacy} {kind} day {day}"));
                        assert!(
                            !message.body.contains(|c: char| c.is_ascii_digit())
                                || message.buttons == Button::MOODS,
                            "figures: {}",
                            message.body
                        );
                    }
                }
            }
        }
    }
}

/// Promise 3: at any hour there is something to do, for whoever cannot do much.
#[test]
fn there_is_help_for_everybody_at_any_hour_and_it_does_not_say_for_what() {
    let texts = Texts::read();
    let schedule = Settings::default().schedule();
    let pool = |pool: Pool| texts.0[&pool].clone();
    let lines = ["Noted. Check-in at 09:25.", "Noted."];
    for situations in situations() {
        let journal = journal(situations);
        for without in [&[][..], Need::ALL] {
            for hour in 0..24 {
                for turn in 0..8 {
                    for (privacy, line) in ONLOOKER.into_iter().zip(lines) {
                        let voice =
                            Voice { pool: &pool, privacy, without, schedule: &schedule, seen: &[] };
                        let now = here(moment(4, &format!("{hour:02}:10")));
                        let help = voice.help(&journal, turn, line, &now);
                        let help = help.expect("there is help for everybody");
                        hold(&help, || format!("{privacy} {hour} {turn}"));
                        assert_eq!(help.body.lines().last(), Some(line));
                        assert_eq!(help.buttons, []);
                        let step = texts.of(&[Pool::UrgeStep]).find(|step| step.id == help.text);
                        let step = step.expect("it is a step");
                        assert!(step.discreet && journal.about.policy().allows(&step.exclude));
                    }
                }
            }
        }
    }
}

/// Every step, not only those that were met above.
#[test]
fn no_step_that_an_onlooker_may_read_says_what_it_is_about() {
    let texts = Texts::read();
    for step in texts.of(&[Pool::UrgeStep]).filter(|step| step.discreet) {
        let Text { id, title, body, .. } = step.clone();
        let message = Message { text: id, title, body, buttons: Vec::new(), command: None };
        hold(&message, || step.id.clone());
    }
}

/// Who cannot be told of the choice that is not theirs is not told of four.
#[test]
fn nobody_is_promised_a_choice_that_is_not_there() {
    let texts = Texts::read();
    for situations in situations() {
        let journal = journal(situations);
        if journal.about.policy().may_think_of_a_message() {
            continue;
        }
        for text in texts.of(&[Pool::Notice]) {
            let record = record(NoticeKind::End, moment(30, "14:05"), Some(&text.id));
            let now = here(moment(30, "14:05"));
            let said = speak(&texts, Privacy::Plain, &[], |voice| {
                [voice.again(&journal, &record, &now), voice.review(&journal, &record, &now)]
            });
            for message in said.into_iter().flatten() {
                let words: Vec<String> = words(&message.body).collect();
                assert!(!words.contains(&"four".to_owned()), "{}", message.body);
            }
        }
    }
}

#[test]
fn a_message_that_tells_is_noticed() {
    let good = Message {
        text: "x".to_owned(),
        title: "A note".to_owned(),
        body: "One line.\nAnother, with no contest in it.".to_owned(),
        buttons: vec![Button::Done],
        command: None,
    };
    assert_eq!(faults(&good), Vec::<String>::new());
    let long = "a".repeat(LINE + 1);
    for body in [
        "Your ex.",
        "The URGE passes.",
        "No-contact.",
        "nocontact finish",
        "A canary.",
        "",
        "a\n\nb",
        "a\nb\nc",
        "a\tb",
        "Well done!",
        &long,
    ] {
        assert_ne!(faults(&Message { body: body.to_owned(), ..good.clone() }), [""; 0], "{body}");
    }
    let twice = vec![Button::Done, Button::Done];
    assert_ne!(faults(&Message { buttons: twice, ..good.clone() }), [""; 0]);
    assert_ne!(faults(&Message { command: Some("x"), ..good.clone() }), [""; 0]);
    assert_ne!(faults(&Message { title: "t".repeat(41), ..good }), [""; 0]);
}

/// Where an onlooker may read anything, the command names what the buttons do.
#[test]
fn plain_tells_what_to_type_and_every_word_of_it_is_taken() {
    let texts = Texts::read();
    let journal = journal(BTreeSet::new());
    for (kind, time) in HOURS {
        let due = moment(7, time);
        let notice = Notice::of(&record(kind, due, None), journal.window.as_ref());
        let message = speak(&texts, Privacy::Plain, &[], |voice| {
            voice.message(&journal, &notice, &here(due))
        });
        let message = message.unwrap();
        let Some(command) = message.command else {
            assert_eq!(message.buttons, [], "{kind}");
            continue;
        };
        let Some(list) = command.strip_prefix("nocontact answer ") else {
            assert_eq!(command, "nocontact finish");
            continue;
        };
        for word in list.split('|') {
            let button: Button = word.parse().expect("a button does it too");
            let asks = message.buttons.contains(&button)
                || (Button::MOODS.contains(&button) && message.buttons.contains(&Button::Mood));
            assert!(asks, "{kind} {word}");
        }
    }
}
