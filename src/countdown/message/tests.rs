//! Tests of `message`, beside it. They own no rule.

use super::super::button::only;
use super::super::entry::{Entry, Outcome, What};
use super::super::notice::State;
use super::super::policy::Situation;
use super::super::samples::{at, contact, journal, now, outcome, record, schedule, urge, window};
use super::super::text::Category;
use super::*;

fn text(pool: Pool, id: &str, case: Option<&str>) -> Text {
    Text {
        id: id.to_owned(),
        pool,
        category: Category::Calm,
        case: case.map(str::to_owned),
        title: format!("Title {id}"),
        body: format!("Body {id}."),
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

/// A suggestion and a step for everybody, and one of each for no onlooker; one text for each case.
fn pool(pool: Pool) -> Vec<Text> {
    let cases = |words: &[&str]| {
        words.iter().map(|case| text(pool, &format!("{pool}-{case}"), Some(case))).collect()
    };
    match pool {
        Pool::Suggestion | Pool::UrgeStep => vec![
            text(pool, &format!("{pool}-quiet"), None),
            Text { discreet: false, ..text(pool, &format!("{pool}-open"), None) },
        ],
        Pool::Milestone => cases(&["day", "last", "further"]),
        Pool::Notice => cases(&[
            "welcome",
            "end",
            "follow-up",
            "mood",
            "hidden",
            "review",
            "not-later",
            "no-more",
        ]),
        _ => Vec::new(),
    }
}

fn voice(privacy: Privacy, schedule: &Schedule) -> Voice<'_> {
    Voice { pool: &pool, privacy, without: &[], schedule, seen: &[] }
}

/// Each kind at its hour on an ordinary day.
const HOURS: [(NoticeKind, &str); 8] = [
    (NoticeKind::Welcome, "2026-11-01 14:05"),
    (NoticeKind::Morning, "2026-11-05 09:00"),
    (NoticeKind::Midday, "2026-11-05 12:30"),
    (NoticeKind::Evening, "2026-11-05 19:30"),
    (NoticeKind::Milestone, "2026-11-08 09:00"),
    (NoticeKind::End, "2026-12-01 14:05"),
    (NoticeKind::FollowUp, "2026-11-05 20:20"),
    (NoticeKind::Asked, "2026-11-05 18:00"),
];

fn notice(kind: NoticeKind, wall: &str) -> Notice {
    Notice::of(&shown(kind, wall, None), journal(Vec::new()).window.as_ref())
}

fn shown(kind: NoticeKind, wall: &str, text: Option<&str>) -> Record {
    let key = format!("1/{kind}/{}", at(wall).date_naive());
    Record { text: text.map(str::to_owned), ..record(&key, kind, wall, State::Shown) }
}

fn words(buttons: &[Button]) -> String {
    buttons.iter().map(|button| button.word()).collect::<Vec<_>>().join(" ")
}

/// The buttons and the command of a message.
fn asks(message: &Message) -> (String, Option<&'static str>) {
    (words(&message.buttons), message.command)
}

#[test]
fn each_kind_of_notice_has_its_own_buttons_and_the_command_that_does_the_same() {
    let suggestion = ("done another later urge", Some("nocontact answer done|another|later"));
    let (nothing, schedule) = (("", None), schedule());
    for (kind, wall) in HOURS {
        let (buttons, command) = match kind {
            NoticeKind::Welcome | NoticeKind::Milestone => nothing,
            NoticeKind::Morning | NoticeKind::Midday | NoticeKind::Asked => suggestion,
            NoticeKind::Evening => (
                "done another later urge mood",
                Some("nocontact answer done|another|later|1|2|3|4|5"),
            ),
            NoticeKind::End => ("review", Some("nocontact finish")),
            NoticeKind::FollowUp => {
                ("easier same stronger", Some("nocontact answer easier|same|stronger"))
            }
        };
        for (privacy, told) in [
            (Privacy::Plain, (buttons, command)),
            (Privacy::Discreet, (buttons, None)),
            (Privacy::Hidden, ("read", None)),
        ] {
            let message = voice(privacy, &schedule)
                .message(&journal(Vec::new()), &notice(kind, wall), &now(wall))
                .unwrap();
            assert_eq!(asks(&message), (told.0.to_owned(), told.1), "{kind} {privacy}");
        }
    }
}

#[test]
fn hidden_says_the_same_words_each_time_and_remembers_what_lies_behind_them() {
    let schedule = schedule();
    for (kind, wall) in HOURS {
        let said = |privacy| {
            let voice = voice(privacy, &schedule);
            voice.message(&journal(Vec::new()), &notice(kind, wall), &now(wall)).unwrap()
        };
        let (hidden, discreet) = (said(Privacy::Hidden), said(Privacy::Discreet));
        assert_eq!((hidden.title.as_str(), hidden.body.as_str()), HIDDEN, "{kind}");
        assert_eq!(hidden.text, discreet.text, "{kind}");
        assert_eq!(only(&hidden.buttons), Some(Button::Read), "{kind}");
    }
}

const HIDDEN: (&str, &str) = ("Title notice-hidden", "Body notice-hidden.");

#[test]
fn where_no_text_may_be_said_nothing_is_shown_not_even_hidden() {
    let (schedule, wall) = (schedule(), "2026-11-05 09:00");
    let mut journal = journal(Vec::new());
    journal.about.hidden.insert("suggestion-quiet".to_owned());
    for (privacy, speaks) in
        [(Privacy::Hidden, false), (Privacy::Discreet, false), (Privacy::Plain, true)]
    {
        let notice = notice(NoticeKind::Morning, wall);
        let said = voice(privacy, &schedule).message(&journal, &notice, &now(wall));
        assert_eq!(said.is_some(), speaks, "{privacy}");
    }
}

#[test]
fn later_stands_only_where_it_could_come_again() {
    let ends = Some(window("2026-11-01 14:05", Some(30)));
    let endless = Some(window("2026-11-01 14:05", None));
    for (key, wall, window, stands) in [
        ("1/morning/2026-11-05", "2026-11-05 09:00", &ends, true),
        ("1/morning/2026-11-05+1", "2026-11-05 10:00", &ends, true),
        ("1/morning/2026-11-05+2", "2026-11-05 11:00", &ends, false),
        ("1/evening/2026-11-05", "2026-11-05 20:59:59", &ends, true),
        ("1/evening/2026-11-05", "2026-11-05 21:00", &ends, false),
        ("1/morning/2026-12-01", "2026-12-01 13:04", &ends, true),
        ("1/morning/2026-12-01", "2026-12-01 13:05", &ends, false),
        ("1/morning/2026-12-01", "2026-12-01 13:05", &endless, true),
        ("0/asked/2026-11-05", "2026-11-05 10:00", &None, false),
    ] {
        let journal = Journal { window: window.clone(), ..Journal::default() };
        let kind = key.split(['/', '+']).nth(1).unwrap().parse().unwrap();
        let notice = Notice { key: key.to_owned(), ..notice(kind, wall) };
        let schedule = schedule();
        let message = voice(Privacy::Discreet, &schedule).message(&journal, &notice, &now(wall));
        let buttons = message.unwrap().buttons;
        assert_eq!(buttons.contains(&Button::Later), stands, "{key} {wall}");
        let all = [Button::Done, Button::Another, Button::Urge];
        assert!(all.iter().all(|button| buttons.contains(button)), "{key} {wall}");
    }
}

#[test]
fn the_evening_asks_for_the_mood_below_the_suggestion() {
    let (schedule, wall) = (schedule(), "2026-11-05 19:30");
    let said = |privacy, kind| {
        let voice = voice(privacy, &schedule);
        voice.message(&journal(Vec::new()), &notice(kind, wall), &now(wall)).unwrap()
    };
    let evening = said(Privacy::Discreet, NoticeKind::Evening);
    assert_eq!(evening.body, "Body suggestion-quiet.\nBody notice-mood.");
    assert_eq!(said(Privacy::Discreet, NoticeKind::Morning).body, "Body suggestion-quiet.");
    assert_eq!(said(Privacy::Hidden, NoticeKind::Evening).body, HIDDEN.1);
}

#[test]
fn an_evening_that_was_put_off_asks_for_no_second_mood() {
    let (schedule, wall, key) = (schedule(), "2026-11-05 20:40", "1/evening/2026-11-05");
    let ledger = vec![record(key, NoticeKind::Evening, "2026-11-05 19:30", State::Shown)];
    let mood = Entry { what: What::Mood { mood: 3 }, ..urge("m", "2026-11-05 19:35") };
    for (told, asks) in [(Vec::new(), true), (vec![mood], false)] {
        let journal = Journal { ledger: ledger.clone(), ..journal(told) };
        let again = Notice { key: format!("{key}+1"), ..notice(NoticeKind::Evening, wall) };
        let said = voice(Privacy::Plain, &schedule).message(&journal, &again, &now(wall)).unwrap();
        assert_eq!(said.body.contains("mood"), asks);
        assert_eq!(said.buttons.contains(&Button::Mood), asks);
        assert_eq!(said.command.unwrap().contains("1|2"), asks);
    }
}

#[test]
fn read_shows_what_was_hidden_with_its_buttons() {
    let schedule = schedule();
    for (kind, wall) in HOURS {
        let said = |privacy| {
            let voice = voice(privacy, &schedule);
            voice.message(&journal(Vec::new()), &notice(kind, wall), &now(wall)).unwrap()
        };
        let hidden = said(Privacy::Hidden);
        let record = shown(kind, wall, Some(&hidden.text));
        let read =
            voice(Privacy::Hidden, &schedule).again(&journal(Vec::new()), &record, &now(wall));
        assert_eq!(read.as_ref(), Some(&said(Privacy::Discreet)), "{kind}");
    }
}

#[test]
fn what_was_shown_can_be_read_again_as_long_as_it_may_be_read_at_all() {
    let (schedule, wall) = (schedule(), "2026-11-05 09:00");
    let again = |privacy, journal: &Journal, text: Option<&str>| {
        let record = shown(NoticeKind::Morning, wall, text);
        let said = voice(privacy, &schedule).again(journal, &record, &now(wall));
        said.map(|message| message.text)
    };
    let anybody = journal(Vec::new());
    let mut picky = anybody.clone();
    picky.about.hidden.insert("suggestion-quiet".to_owned());
    for (privacy, journal, text, may) in [
        (Privacy::Hidden, &anybody, Some("suggestion-quiet"), true),
        (Privacy::Hidden, &anybody, Some("suggestion-open"), false),
        (Privacy::Discreet, &anybody, Some("suggestion-open"), false),
        (Privacy::Plain, &anybody, Some("suggestion-open"), true),
        (Privacy::Plain, &picky, Some("suggestion-quiet"), false),
        (Privacy::Plain, &picky, Some("suggestion-open"), true),
        (Privacy::Plain, &anybody, Some("milestone-day"), true),
        (Privacy::Plain, &anybody, Some("notice-end"), true),
        (Privacy::Plain, &anybody, Some("urge_step-quiet"), false),
        (Privacy::Plain, &anybody, Some("gone since"), false),
        (Privacy::Plain, &anybody, None, false),
    ] {
        let expected = text.filter(|_| may).map(str::to_owned);
        assert_eq!(again(privacy, journal, text), expected, "{privacy} {text:?}");
    }
}

#[test]
fn what_a_situation_forbids_is_not_read_again() {
    let (schedule, wall) = (schedule(), "2026-11-05 09:00");
    let strict = |pool_of: Pool| {
        let exclude = vec![Situation::AfraidOrHurt];
        pool(pool_of).into_iter().map(|text| Text { exclude: exclude.clone(), ..text }).collect()
    };
    let voice = Voice { pool: &strict, ..voice(Privacy::Discreet, &schedule) };
    let record = shown(NoticeKind::Morning, wall, Some("suggestion-quiet"));
    let mut journal = journal(Vec::new());
    assert!(voice.again(&journal, &record, &now(wall)).is_some());
    journal.about.situations.insert(Situation::AfraidOrHurt);
    assert!(voice.again(&journal, &record, &now(wall)).is_none());
    assert!(voice.mood(&journal, &record).is_none());
    assert!(voice.review(&journal, &record, &now(wall)).is_none());
    assert!(voice.help(&journal, 0, "", &now(wall)).is_none());
}

#[test]
fn the_mood_is_asked_with_five_buttons_from_low_to_good() {
    let (schedule, wall) = (schedule(), "2026-11-05 19:30");
    let record = shown(NoticeKind::Evening, wall, Some("suggestion-quiet"));
    for (privacy, command) in [
        (Privacy::Plain, Some("nocontact answer 1|2|3|4|5")),
        (Privacy::Discreet, None),
        (Privacy::Hidden, None),
    ] {
        let asked = voice(privacy, &schedule).mood(&journal(Vec::new()), &record).unwrap();
        assert_eq!(asks(&asked), ("1 2 3 4 5".to_owned(), command), "{privacy}");
        assert_eq!(asked.body, "Body notice-mood.");
    }
}

/// A window that is over, with two urges let pass and a contact on day 9.
fn lived() -> Journal {
    journal(vec![
        urge("a", "2026-11-05 20:00"),
        outcome("a", Outcome::Easier, "2026-11-05 20:25"),
        contact("2026-11-10 21:00"),
        urge("b", "2026-11-20 20:00"),
    ])
}

#[test]
fn the_review_has_figures_only_where_an_onlooker_may_read_anything() {
    let (schedule, wall) = (schedule(), "2026-12-01 14:05");
    let record = shown(NoticeKind::End, wall, Some("notice-end"));
    let said = |privacy| voice(privacy, &schedule).review(&lived(), &record, &now(wall)).unwrap();
    assert_eq!(
        said(Privacy::Plain).body,
        "29 of 30 days without contact, longest stretch 21. Urges: 2 logged, 2 let pass.\n\
         nocontact finish"
    );
    for privacy in [Privacy::Discreet, Privacy::Hidden] {
        assert_eq!(said(privacy).body, "Body notice-review.", "{privacy}");
    }
    for privacy in Privacy::ALL {
        let said = said(*privacy);
        assert_eq!(asks(&said), (String::new(), None), "{privacy}");
        assert_eq!(said.title, "Title notice-review", "{privacy}");
    }
}

#[test]
fn a_text_in_return_has_nothing_to_answer() {
    let (schedule, wall) = (schedule(), "2026-11-05 09:00");
    let record = shown(NoticeKind::Morning, wall, None);
    for case in ["not-later", "no-more", "review"] {
        let said = voice(Privacy::Plain, &schedule).in_return(&lived(), case, &record).unwrap();
        assert_eq!(said.text, format!("notice-{case}"));
        assert_eq!(asks(&said), (String::new(), None), "{case}");
    }
    let unknown = voice(Privacy::Plain, &schedule).in_return(&lived(), "no such", &record);
    assert!(unknown.is_none());
}

#[test]
fn help_takes_turns_among_the_steps_that_an_onlooker_may_read() {
    let (schedule, wall) = (schedule(), "2026-11-05 02:00");
    let helped = |privacy, turn| {
        let voice = voice(privacy, &schedule);
        voice.help(&lived(), turn, "Noted.", &now(wall)).unwrap()
    };
    for turn in 0..4 {
        let help = helped(Privacy::Discreet, turn);
        assert_eq!(help.title, "Title urge_step-quiet");
        assert_eq!(help.body, "Body urge_step-quiet.\nNoted.");
        assert_eq!(asks(&help), (String::new(), None));
        assert_eq!(helped(Privacy::Hidden, turn), help);
    }
    let plain: Vec<String> = (0..4).map(|turn| helped(Privacy::Plain, turn).text).collect();
    assert!(plain.contains(&"urge_step-open".to_owned()), "{plain:?}");
    assert!(plain.windows(2).all(|pair| pair[0] != pair[1]), "{plain:?}");
}

#[test]
fn the_words_of_a_kind_change_with_each_that_came_before() {
    let wordings = |of: Pool| match of {
        Pool::Notice => ["x", "y", "z"].map(|id| text(of, id, Some("follow-up"))).to_vec(),
        _ => Vec::new(),
    };
    let (schedule, wall) = (schedule(), "2026-11-05 20:20");
    let said = |seen: &[Record]| {
        let voice = Voice { pool: &wordings, seen, ..voice(Privacy::Discreet, &schedule) };
        let notice = notice(NoticeKind::FollowUp, wall);
        voice.message(&journal(Vec::new()), &notice, &now(wall)).unwrap().text
    };
    let sent = |state| record("follow-up/a", NoticeKind::FollowUp, wall, state);
    let first = said(&[]);
    for state in [State::Claimed, State::Shown, State::Unknown] {
        assert_ne!(said(&[sent(state)]), first, "{state}");
    }
    for state in [State::Failed, State::Missed] {
        assert_eq!(said(&[sent(state)]), first, "{state}: it did not come");
    }
    let other = record("1/end/2026-12-01", NoticeKind::End, wall, State::Shown);
    assert_eq!(said(&[other]), first, "another kind");
}

#[test]
fn a_milestone_speaks_of_its_day() {
    let schedule = schedule();
    for (length, wall, text) in [
        (Some(30), "2026-11-08 09:00", "milestone-day"),
        (Some(7), "2026-11-08 09:00", "milestone-last"),
        (Some(30), "2026-12-01 09:00", "milestone-last"),
        (Some(60), "2026-12-01 09:00", "milestone-day"),
        (Some(90), "2026-12-31 09:00", "milestone-further"),
        (Some(60), "2026-12-31 09:00", "milestone-last"),
        (None, "2026-12-31 09:00", "milestone-further"),
    ] {
        let journal =
            Journal { window: Some(window("2026-11-01 14:05", length)), ..Journal::default() };
        let record = shown(NoticeKind::Milestone, wall, None);
        let notice = Notice::of(&record, journal.window.as_ref());
        let said = voice(Privacy::Discreet, &schedule).message(&journal, &notice, &now(wall));
        assert_eq!(said.unwrap().text, text, "{length:?} {wall}");
    }
}
