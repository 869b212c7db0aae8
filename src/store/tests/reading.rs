//! What was written comes back as it was.

use chrono::Duration;

use super::{World, at, closed, entry, every_kind, id, notice, urge, utc, window};
use crate::countdown::entry::{Entry, What};
use crate::countdown::journal::About;
use crate::countdown::notice::{NoticeKind, Record, Reply, State};
use crate::countdown::policy::Situation;
use crate::countdown::window::{Precision, Window};
use crate::store::Change;

fn record(key: &str, minutes: i64, kind: NoticeKind) -> Record {
    Record {
        key: key.to_owned(),
        window: 1,
        kind,
        due: at(minutes),
        state: State::Shown,
        at: utc(minutes),
        attempts: 1,
        text: Some("body-001".to_owned()),
        why: None,
        answer: None,
    }
}

#[test]
fn every_entry_comes_back_exactly_as_it_was_written() {
    let mut world = World::new();
    let entries = every_kind();
    world.command("import", entries.iter().cloned().map(Change::Entry).collect());
    assert_eq!(world.store.read().entries(None, None).unwrap(), entries);
}

#[test]
fn every_kind_of_entry_is_found_among_all_kinds_and_by_its_own_word() {
    let mut world = World::new();
    world.command("import", every_kind().into_iter().map(Change::Entry).collect());
    let reader = world.store.read();
    let mut found = 0;
    for word in What::WORDS {
        let of_kind = reader.entries(None, Some(word)).unwrap();
        assert!(!of_kind.is_empty(), "{word}");
        assert!(of_kind.iter().all(|entry| entry.what.word() == *word));
        found += of_kind.len();
    }
    assert_eq!(reader.entries(None, None).unwrap().len(), found);
}

#[test]
fn entries_come_by_time_and_at_one_time_in_the_order_of_writing() {
    let mut world = World::new();
    for (number, minutes) in [(3, 20), (1, 10), (2, 10), (4, 0)] {
        let note = Entry { note: Some("x".into()), ..entry(number, minutes, What::Note) };
        let logged = if number == 2 { urge(2, minutes) } else { note };
        world.command("note", vec![Change::Entry(logged)]);
    }
    let ids = |since| -> Vec<String> {
        let entries = world.store.read().entries(since, None).unwrap();
        entries.into_iter().map(|entry| entry.id).collect()
    };
    assert_eq!(ids(None), [id(4), id(1), id(2), id(3)]);
    assert_eq!(ids(Some(utc(10))), [id(1), id(2), id(3)]);
}

#[test]
fn a_retry_of_an_entry_is_one_entry_and_leaves_nothing_to_take_back() {
    let mut world = World::new();
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    world.command("urge", vec![Change::Entry(urge(1, 5))]);
    assert_eq!(world.store.read().entries(None, None).unwrap(), [urge(1, 0)]);
    assert_eq!(world.number("SELECT count(*) FROM commands"), 1);
}

#[test]
fn an_edit_is_a_further_revision_and_the_original_stays() {
    let mut world = World::new();
    let edited = Entry { note: Some("more".into()), ..urge(1, 30) };
    world.command("urge", vec![Change::Entry(urge(1, 0))]);
    let change = vec![Change::Revise(edited.clone())];
    world.store.write("edit", at(40), |_| Ok((change, ()))).unwrap();
    let reader = world.store.read();
    assert_eq!(reader.entries(None, None).unwrap(), std::slice::from_ref(&edited));
    let expected = [(urge(1, 0), at(0), false), (edited, at(40), true)];
    assert_eq!(reader.revisions(&id(1)).unwrap(), expected);
    assert!(reader.revisions(&id(2)).unwrap().is_empty());
}

#[test]
fn an_entry_is_found_by_the_beginning_of_its_id() {
    let mut world = World::new();
    let changes = [0x12, 0x13, 0x14].map(|number| Change::Entry(urge(number, 0)));
    world.command("import", changes.to_vec());
    let count = |prefix: &str| world.store.read().find(prefix).unwrap().len();
    assert_eq!(world.store.read().find("00000012-").unwrap(), [urge(0x12, 0)]);
    assert_eq!(world.store.read().find(&id(0x13)).unwrap(), [urge(0x13, 0)]);
    assert_eq!(count("0000001"), 2);
    for nothing in ["", "0000002", "%", "00000012_", "g", "'", "ü"] {
        assert_eq!(count(nothing), 0, "{nothing}");
    }
}

#[test]
fn windows_come_back_and_only_the_newest_can_be_open() {
    let mut world = World::new();
    let endless = Window { precision: Precision::Day, length: None, end: None, ..window(2, 100) };
    assert_eq!(world.store.read().latest_window().unwrap(), None);
    assert_eq!(world.store.read().next_window_id().unwrap(), 1);
    world.command("start", vec![Change::Window(window(1, 0))]);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(1, 0)));
    world.command("finish", vec![Change::Window(closed(window(1, 0), 90))]);
    assert_eq!(world.store.read().open_window().unwrap(), None);
    assert_eq!(world.store.read().latest_window().unwrap(), Some(closed(window(1, 0), 90)));
    world.command("start", vec![Change::Window(endless.clone())]);
    assert_eq!(world.store.read().open_window().unwrap(), Some(endless.clone()));
    assert_eq!(world.store.read().windows().unwrap(), [closed(window(1, 0), 90), endless]);
    assert_eq!(world.store.read().next_window_id().unwrap(), 3);
}

#[test]
fn what_the_user_told_comes_back_and_what_was_taken_away_does_not() {
    let mut world = World::new();
    let situations = [Situation::Children, Situation::OrderForMe].into();
    let mut told: Vec<Change> =
        (1..=11).map(|number| Change::plan(number, Some(format!("plan {number}")))).collect();
    told.push(Change::situations(&situations));
    told.push(Change::person(Some("Sam".into())));
    told.push(Change::country(Some("DE".into())));
    told.push(Change::hidden("body-001", true));
    told.push(Change::hidden("body-002", true));
    told.push(Change::pause(Some(utc(90))));
    world.command("about", told);
    let about = world.store.read().about().unwrap();
    let numbers: Vec<u32> = about.plans.iter().map(|plan| plan.id).collect();
    assert_eq!(numbers, (1..=11).collect::<Vec<_>>());
    assert_eq!(about.situations, situations);
    assert_eq!((about.person.as_deref(), about.country.as_deref()), (Some("Sam"), Some("DE")));
    assert_eq!(about.hidden, ["body-001".to_owned(), "body-002".to_owned()].into());
    assert_eq!(about.paused_until, Some(utc(90)));

    let mut taken: Vec<Change> = (1..=11).map(|number| Change::plan(number, None)).collect();
    taken.push(Change::situations(&[].into()));
    taken.push(Change::person(None));
    taken.push(Change::country(None));
    taken.push(Change::hidden("body-001", false));
    taken.push(Change::hidden("body-002", false));
    taken.push(Change::pause(None));
    world.command("about", taken);
    assert_eq!(world.store.read().about().unwrap(), About::default());
    assert_eq!(world.store.read().next_plan_id().unwrap(), 12);
}

/// A reader that does not know the second row sees the first: the situation holds.
#[test]
fn what_is_being_left_stands_in_a_row_of_its_own() {
    let mut world = World::new();
    let told = [Situation::OrderOnMe, Situation::Work].into();
    let about = About::default().entering(&told).left(&[Situation::OrderOnMe].into(), utc(90));
    world.command("about situation", Change::told(&about));
    assert_eq!(world.store.read().about().unwrap(), about);
    assert_eq!(about.situations, told);
    assert_eq!(world.store.read().journal(utc(89)).unwrap().about, about);
    let after = world.store.read().journal(utc(90)).unwrap().about;
    assert_eq!((after.situations, after.leaving), ([Situation::Work].into(), None));
}

#[test]
fn the_journal_holds_the_open_window_and_in_any_case_two_days() {
    let mut world = World::new();
    let day = 24 * 60;
    world.command("start", vec![Change::Window(window(1, -5 * day))]);
    for (number, minutes) in [(1, -6 * day), (2, -5 * day), (3, -3 * day), (4, -day)] {
        world.command("urge", vec![Change::Entry(urge(number, minutes))]);
    }
    let ids = |world: &World| -> Vec<String> {
        let journal = world.store.read().journal(utc(0)).unwrap();
        journal.entries.into_iter().map(|entry| entry.id).collect()
    };
    assert_eq!(ids(&world), [id(2), id(3), id(4)]);
    world.command("correct", vec![Change::Window(window(1, -60))]);
    assert_eq!(ids(&world), [id(4)]);
    world.command("finish", vec![Change::Window(closed(window(1, -60), 0))]);
    assert_eq!(ids(&world), [id(4)]);
    assert_eq!(world.store.read().journal(utc(0)).unwrap().window, None);
}

#[test]
fn the_journal_holds_three_days_of_the_ledger_or_the_day_before_its_newest() {
    let mut world = World::new();
    let hour = 60;
    world.command("start", vec![Change::Window(window(1, -500 * hour))]);
    for hours in [-100, -73, -72, -25, -1] {
        let row = record(&format!("1/evening/{hours}"), hours * hour, NoticeKind::Evening);
        world.command("suggest", vec![Change::Record(row)]);
    }
    let due = |world: &World, now| -> Vec<i64> {
        let ledger = world.store.read().journal(now).unwrap().ledger;
        ledger.iter().map(|row| (row.due - at(0)).num_hours()).collect()
    };
    assert_eq!(due(&world, utc(0)), [-72, -25, -1]);
    assert_eq!(due(&world, utc(0) + Duration::days(100)), [-25, -1]);
}

#[test]
fn the_journal_knows_that_the_welcome_and_the_end_were_shown_however_long_ago() {
    let mut world = World::new();
    let day = 24 * 60;
    world.command("start", vec![Change::Window(window(1, -50 * day))]);
    let rows = [
        record("1/welcome", -50 * day, NoticeKind::Welcome),
        record("1/morning/x", -40 * day, NoticeKind::Morning),
        record("1/end/y", -20 * day, NoticeKind::End),
        record("1/asked/z", -10, NoticeKind::Asked),
    ];
    world.command("suggest", rows.iter().cloned().map(Change::Record).collect());
    let ledger = world.store.read().journal(utc(0)).unwrap().ledger;
    assert_eq!(ledger, [rows[0].clone(), rows[2].clone(), rows[3].clone()]);
}

#[test]
fn an_answer_belongs_to_its_notice_and_the_last_one_counts() {
    let mut world = World::new();
    world.store.claim(&notice("1/evening", 0), Some("body-001"), utc(0)).unwrap();
    for (reply, minutes) in [(Reply::Later, 1), (Reply::Done, 2)] {
        let change = Change::Answer { key: "1/evening".into(), reply, at: at(minutes) };
        world.command("answer", vec![change]);
    }
    let journal = world.store.read().journal(utc(3)).unwrap();
    assert_eq!(journal.ledger.len(), 1);
    assert_eq!(journal.ledger[0].answer, Some((Reply::Done, at(2))));
    assert_eq!(world.store.read().seen(utc(-1)).unwrap(), journal.ledger);
}

#[test]
fn seen_are_the_notices_with_a_text_since_then() {
    let mut world = World::new();
    world.store.claim(&notice("old", -90), Some("body-001"), utc(-90)).unwrap();
    world.store.claim(&notice("new", -10), Some("body-002"), utc(-10)).unwrap();
    world.store.claim(&notice("without", -5), None, utc(-5)).unwrap();
    let seen = world.store.read().seen(utc(-60)).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].key.as_str(), seen[0].text.as_deref()), ("new", Some("body-002")));
}

#[test]
fn a_command_that_fails_or_changes_nothing_leaves_nothing() {
    let mut world = World::new();
    let failed = world
        .store
        .write("urge", at(0), |_| -> anyhow::Result<(_, ())> { anyhow::bail!("not today") });
    assert_eq!(failed.unwrap_err().to_string(), "not today");
    world.command("status", Vec::new());
    let torn = vec![
        Change::Entry(urge(1, 0)),
        Change::Answer { key: "none".into(), reply: Reply::Done, at: at(0) },
    ];
    world.store.write("answer", at(0), |_| Ok((torn, ()))).unwrap_err();
    assert_eq!(world.number("SELECT count(*) FROM commands"), 0);
    assert_eq!(world.store.read().entries(None, None).unwrap(), []);
}

#[test]
fn a_command_sees_what_it_decides_on_and_hands_its_answer_out() {
    let mut world = World::new();
    let number = world.store.write("start", at(0), |reader| {
        let number = reader.next_window_id()?;
        Ok((vec![Change::Window(window(number, 0))], number))
    });
    assert_eq!(number.unwrap(), 1);
    assert_eq!(world.store.read().open_window().unwrap(), Some(window(1, 0)));
}
