//! Tests of `answering`, beside it. They own no rule.

use super::*;
use crate::countdown::journal::Journal;
use crate::countdown::notice::Reply;
use crate::countdown::policy::Situation;
use crate::countdown::samples::{at, entry, journal, now, outcome, record, urge, window};
use crate::countdown::text::Need;
use crate::countdown::window::Window;

fn with<T>(wall: &str, ask: impl FnOnce(&Answering) -> T) -> T {
    ask(&Answering {
        settings: &Settings::default(),
        catalogue: &Catalogue::default(),
        now: &now(wall),
    })
}

fn with_settings<T>(lines: &str, wall: &str, ask: impl FnOnce(&Answering) -> T) -> T {
    let (settings, problems) = Settings::parse(lines);
    assert_eq!(problems, []);
    ask(&Answering { settings: &settings, catalogue: &Catalogue::default(), now: &now(wall) })
}

/// The urge that an outcome was taken for.
fn taken(journal: &Journal, to: To, wall: &str) -> Result<String, NotTaken> {
    with(wall, |answering| {
        let (entry, urge_at) = answering.outcome(journal, to, Outcome::Same, Some(2))?;
        assert_eq!((entry.at, entry.logged_at), (at(wall), at(wall)));
        let What::Outcome { urge, outcome: Outcome::Same, strength: Some(2) } = entry.what else {
            panic!("{entry:?}");
        };
        let known = journal.entries.iter().find(|entry| entry.id == urge).unwrap();
        assert_eq!(known.at, urge_at);
        Ok(urge)
    })
}

const NOTHING: Result<String, NotTaken> = Err(NotTaken::NothingOpen);

#[test]
fn an_outcome_is_for_the_newest_urge_or_for_the_one_that_was_asked_about() {
    let journal = journal(vec![urge("a", "2026-11-05 18:00"), urge("b", "2026-11-05 20:00")]);
    for (to, urge) in [
        (To::Newest, Ok("b")),
        (To::Notice("follow-up/a"), Ok("a")),
        (To::Notice("follow-up/b"), Ok("b")),
        (To::Notice("follow-up/c"), Err(NotTaken::NothingOpen)),
        (To::Notice("1/evening/2026-11-05"), Err(NotTaken::NothingOpen)),
        (To::Notice(""), Err(NotTaken::NothingOpen)),
    ] {
        assert_eq!(taken(&journal, to, "2026-11-05 20:30"), urge.map(str::to_owned), "{to:?}");
    }
}

#[test]
fn the_same_answer_twice_is_refused_the_second_time() {
    let answered = journal(vec![
        urge("a", "2026-11-05 20:00"),
        outcome("a", Outcome::Easier, "2026-11-05 20:25"),
    ]);
    for to in [To::Newest, To::Notice("follow-up/a")] {
        assert_eq!(taken(&answered, to, "2026-11-05 20:26"), NOTHING, "{to:?}");
    }
}

#[test]
fn after_same_the_first_notice_takes_nothing_and_the_second_what_comes() {
    let entries =
        vec![urge("a", "2026-11-05 20:00"), outcome("a", Outcome::Same, "2026-11-05 20:25")];
    let second = To::Notice("follow-up/a:same:2026-11-05 20:25");
    let asked = journal(entries.clone());
    assert_eq!(taken(&asked, To::Notice("follow-up/a"), "2026-11-05 20:50"), NOTHING);
    assert_eq!(taken(&asked, second, "2026-11-05 20:50").as_deref(), Ok("a"));
    // Whoever knows it already need not wait until it is asked.
    for wall in ["2026-11-05 20:26", "2026-11-05 20:50"] {
        assert_eq!(taken(&asked, To::Newest, wall).as_deref(), Ok("a"), "{wall}");
    }
    let twice = [entries, vec![outcome("a", Outcome::Stronger, "2026-11-05 20:51")]].concat();
    for to in [second, To::Newest, To::Notice("follow-up/a")] {
        assert_eq!(taken(&journal(twice.clone()), to, "2026-11-05 20:52"), NOTHING, "{to:?}");
    }
}

#[test]
fn an_outcome_lapses_with_its_question() {
    let journal = journal(vec![urge("a", "2026-11-05 20:00")]);
    for to in [To::Newest, To::Notice("follow-up/a")] {
        assert_eq!(taken(&journal, to, "2026-11-06 19:59:59").as_deref(), Ok("a"), "{to:?}");
        assert_eq!(taken(&journal, to, "2026-11-06 20:00"), NOTHING, "{to:?}");
    }
}

#[test]
fn a_notice_that_stands_for_several_urges_takes_the_answer_to_the_newest() {
    let journal = journal(vec![urge("a", "2026-11-05 20:00"), urge("b", "2026-11-05 20:10")]);
    let to = To::Notice("follow-up/a");
    assert_eq!(taken(&journal, to, "2026-11-05 20:20").as_deref(), Ok("b"));
}

const EVENING: &str = "1/evening/2026-11-05";

/// A ledger with one evening at 19:30, answered so.
fn evening(answer: Option<Reply>) -> Journal {
    let shown = record(EVENING, NoticeKind::Evening, "2026-11-05 19:30", State::Shown);
    let answer = answer.map(|reply| (reply, at("2026-11-05 19:40")));
    Journal { ledger: vec![Record { answer, ..shown }], ..journal(Vec::new()) }
}

#[test]
fn a_mood_is_taken_once_and_for_the_notice_that_asked() {
    let told = Journal {
        entries: vec![entry("m", "2026-11-05 19:40", What::Mood { mood: 2 })],
        ..evening(None)
    };
    for (journal, to, wall, ok) in [
        (&evening(None), To::Newest, "2026-11-05 20:00", true),
        (&evening(None), To::Notice(EVENING), "2026-11-05 20:00", true),
        (&evening(None), To::Notice("1/evening/2026-11-04"), "2026-11-05 20:00", false),
        (&evening(Some(Reply::Done)), To::Notice(EVENING), "2026-11-05 20:00", true),
        (&told, To::Notice(EVENING), "2026-11-05 20:00", false),
        (&told, To::Newest, "2026-11-05 20:00", false),
        (&evening(None), To::Newest, "2026-11-06 19:30", false),
        (&journal(Vec::new()), To::Newest, "2026-11-05 20:00", false),
    ] {
        let taken = with(wall, |answering| answering.mood(journal, to, 4));
        let mood = taken.map(|entry| entry.what);
        let expected = if ok { Ok(What::Mood { mood: 4 }) } else { Err(NotTaken::NothingOpen) };
        assert_eq!(mood, expected, "{to:?} {wall}");
    }
}

#[test]
fn a_suggestion_is_taken_once_and_for_its_own_notice() {
    for (answer, to, ok) in [
        (None, To::Newest, true),
        (None, To::Notice(EVENING), true),
        (None, To::Notice("1/morning/2026-11-05"), false),
        (Some(Reply::Done), To::Newest, false),
        (Some(Reply::Done), To::Notice(EVENING), false),
    ] {
        let taken =
            with("2026-11-05 20:00", |answering| answering.suggestion(&evening(answer), to));
        let open = Open { key: EVENING.to_owned(), text: Some("text-1".to_owned()) };
        let expected = if ok { Ok(open) } else { Err(NotTaken::NothingOpen) };
        assert_eq!(taken, expected, "{answer:?} {to:?}");
    }
}

#[test]
fn later_says_when_or_why_not() {
    let open = || Some(window("2026-11-01 14:05", Some(30)));
    let paused = |wall: &str| Some(at(wall).to_utc());
    for (key, window, wall, until, expected) in [
        ("1/asked/x", open(), "2026-11-05 10:00", None, Ok("2026-11-05 11:00")),
        ("1/asked/x+1", open(), "2026-11-05 10:00", None, Ok("2026-11-05 11:00")),
        ("1/asked/x+2", open(), "2026-11-05 10:00", None, Err(NotTaken::Later(NotLater::Often))),
        ("1/asked/x", open(), "2026-11-05 21:00", None, Err(NotTaken::Later(NotLater::Quiet))),
        ("1/asked/x", open(), "2026-12-01 13:05", None, Err(NotTaken::Later(NotLater::Ended))),
        ("1/asked/x", None, "2026-11-05 10:00", None, Err(NotTaken::NoWindow)),
        (
            "1/asked/x",
            open(),
            "2026-11-05 10:00",
            paused("2026-11-05 11:00:01"),
            Err(NotTaken::Paused),
        ),
        (
            "1/asked/x",
            open(),
            "2026-11-05 10:00",
            paused("2026-11-05 11:00"),
            Ok("2026-11-05 11:00"),
        ),
    ] {
        let mut journal = Journal { window, ..journal(Vec::new()) };
        journal.about.paused_until = until;
        let due = with(wall, |answering| answering.later(&journal, key));
        assert_eq!(due, expected.map(at), "{key} {wall}");
    }
}

#[test]
fn a_reply_is_to_its_notice_and_of_now() {
    let change = with("2026-11-05 20:00", |answering| answering.reply("key", Reply::Done));
    let now = at("2026-11-05 20:00");
    assert_eq!(change, Change::Answer { key: "key".to_owned(), reply: Reply::Done, at: now });
}

#[test]
fn an_offer_is_the_same_for_whoever_computes_it_and_another_each_time() {
    let offer = |wall: &str, seen: &[Record]| {
        with(wall, |answering| answering.offer(&journal(Vec::new()), seen, None, true).unwrap())
    };
    let wall = "2026-11-05 18:00:07";
    let (first, again) = (offer(wall, &[]), offer(wall, &[]));
    assert_eq!(first.text, again.text);
    assert_eq!(first.record, again.record);
    // Three in the same second, too: each has its own key and its own text.
    let mut seen = vec![first.record];
    for _ in 0..2 {
        seen.push(offer(wall, &seen).record);
    }
    for (index, one) in seen.iter().enumerate() {
        assert_eq!(one.key, format!("1/asked/2026-11-05T180007-{index}"));
        assert!(seen[..index].iter().all(|other| other.text != one.text), "{seen:?}");
    }
}

#[test]
fn an_offer_leaves_the_record_that_it_was_shown_now() {
    let wall = "2026-11-05 18:00:07";
    let offer =
        with(wall, |answering| answering.offer(&journal(Vec::new()), &[], None, false).unwrap());
    let expected = Record {
        key: "1/asked/2026-11-05T180007-0".to_owned(),
        window: 1,
        kind: NoticeKind::Asked,
        due: at(wall),
        state: State::Shown,
        at: at(wall).to_utc(),
        attempts: 1,
        text: Some(offer.text.id.clone()),
        why: None,
        answer: None,
    };
    assert_eq!(offer.record, expected);
    let nowhere = Journal { window: None, ..journal(Vec::new()) };
    let outside = with(wall, |answering| answering.offer(&nowhere, &[], None, false).unwrap());
    assert_eq!(
        (outside.record.window, outside.record.key.as_str()),
        (0, "0/asked/2026-11-05T180007-0")
    );
}

#[test]
fn an_offer_keeps_to_what_onlooker_kind_settings_and_safety_allow() {
    let settings = "[suggestions]\nwithout = [\"outside\", \"friend\"]";
    let mut careful = journal(Vec::new());
    careful.about.situations = Situation::ALL.iter().copied().collect();
    let (mut seen, mut offered, mut kinds) = (Vec::new(), 0, 0);
    for minute in 0..50 {
        let wall = format!("2026-11-05 18:{minute:02}");
        let offer = with_settings(settings, &wall, |answering| {
            let kind = [None, Some(Category::Body)][usize::from(minute % 2 == 0)];
            let offer = answering.offer(&careful, &seen, kind, true);
            (kind, offer)
        });
        let (kind, Ok(Offer { text, record })) = offer else { continue };
        assert!(text.discreet && careful.about.policy().allows(&text.exclude), "{}", text.id);
        assert!(!text.needs.iter().any(|need| [Need::Outside, Need::Friend].contains(need)));
        assert!(kind.is_none_or(|kind| kind == text.category), "{}", text.id);
        kinds += u32::from(kind.is_some());
        offered += 1;
        seen.push(record);
    }
    assert!(offered > 20 && kinds > 3, "{offered} of them {kinds} of one kind");
}

#[test]
fn where_nothing_is_left_there_is_no_offer() {
    let mut journal = journal(Vec::new());
    journal.about.hidden =
        Catalogue::default().pool(Pool::Suggestion).into_iter().map(|text| text.id).collect();
    let offer = with("2026-11-05 18:00", |answering| answering.offer(&journal, &[], None, false));
    assert_eq!(offer.map(drop), Err(NotTaken::NothingLeft));
    journal.about.hidden.clear();
    let own = with("2026-11-05 18:00", |answering| {
        answering.offer(&journal, &[], Some(Category::OwnPart), false).map(drop)
    });
    assert_eq!(own, Err(NotTaken::NothingLeft), "none of that kind");
}

const END: &str = "1/end/2026-12-01";

fn ended(state: State, answer: Option<Reply>) -> Journal {
    let end = record(END, NoticeKind::End, "2026-12-01 14:05", state);
    let answer = answer.map(|reply| (reply, at("2026-12-01 15:00")));
    Journal { ledger: vec![Record { answer, ..end }], ..journal(Vec::new()) }
}

#[test]
fn a_review_is_noted_once_and_only_of_a_window_that_is_complete() {
    let (here, elsewhere) = (To::Notice(END), To::Notice("1/end/2026-11-20"));
    let longer = |journal: Journal| {
        let window = Some(window("2026-11-01 14:05", Some(37)));
        Journal { window, ..journal }
    };
    let next = |journal: Journal| {
        let window = journal.window.map(|window| Window { id: 2, ..window });
        Journal { window, ..journal }
    };
    let closed = |journal: Journal| Journal { window: None, ..journal };
    let noted = Ok(Some(Change::Answer {
        key: END.to_owned(),
        reply: Reply::Review,
        at: at("2026-12-02 10:00"),
    }));
    let (nothing_new, refused) = (Ok(None), Err(NotTaken::NothingOpen));
    let shown = || ended(State::Shown, None);
    let reviewed = || ended(State::Shown, Some(Reply::Review));
    for (case, journal, to, expected) in [
        ("shown", shown(), To::Newest, &noted),
        ("pressed", shown(), here, &noted),
        ("of another notice", shown(), elsewhere, &refused),
        ("nobody knows", ended(State::Unknown, None), To::Newest, &noted),
        ("not sent yet", ended(State::Failed, None), To::Newest, &nothing_new),
        ("not planned yet", journal(Vec::new()), To::Newest, &nothing_new),
        ("twice", reviewed(), To::Newest, &nothing_new),
        ("pressed twice", reviewed(), here, &nothing_new),
        ("extended", longer(shown()), To::Newest, &refused),
        ("extended, pressed", longer(shown()), here, &refused),
        ("closed", closed(shown()), To::Newest, &refused),
        ("closed, pressed", closed(shown()), here, &refused),
        ("restarted and complete", next(shown()), To::Newest, &nothing_new),
        ("restarted, pressed", next(shown()), here, &refused),
    ] {
        let review = with("2026-12-02 10:00", |answering| answering.review(&journal, to));
        assert_eq!(review, *expected, "{case}");
    }
    let early = with("2026-12-01 14:04", |answering| answering.review(&shown(), To::Newest));
    assert_eq!(early, refused);
}

#[test]
fn where_a_text_is_said_follows_from_the_journal_and_the_hour() {
    use crate::countdown::text::TimeOfDay;
    let place = |journal: &Journal, wall: &str| {
        let place = with(wall, |answering| answering.place(journal, 3));
        (place.window, place.day, place.time, place.turn)
    };
    let open = journal(Vec::new());
    assert_eq!(place(&open, "2026-11-05 02:00"), (1, 4, TimeOfDay::Night, 3));
    let nowhere = Journal { window: None, ..open };
    assert_eq!(place(&nowhere, "2026-11-05 12:00"), (0, 0, TimeOfDay::Midday, 3));
}

#[test]
fn what_was_shown_sixty_days_ago_is_still_remembered() {
    let now = now("2026-11-21 21:14");
    assert_eq!(now.utc() - remembered(&now), chrono::Duration::days(60));
}
