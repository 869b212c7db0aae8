//! The store from outside its tables: what a command sees, against real files.
//!
//! Here is only what the tests share; each file beside guards one promise of the store.

mod backups;
mod cost;
mod damage;
mod erasing;
mod exchanging;
mod formats;
mod ledger;
mod places;
mod reading;
mod restoring;
mod together;
mod undoing;

use chrono::{DateTime, Duration, FixedOffset, Utc};
use tempfile::TempDir;

use super::{Change, Store};
use crate::countdown::entry::{Entry, Outcome, ReceivedKind, What};
use crate::countdown::notice::{Notice, NoticeKind};
use crate::countdown::window::{Precision, Window};
use crate::countdown::zone::Moment;

/// A store in a directory of its own, which goes when it goes.
struct World {
    dir: TempDir,
    store: Store,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open_at(dir.path()).unwrap();
        Self { dir, store }
    }

    /// Runs a command that leaves these changes.
    fn command(&mut self, name: &str, changes: Vec<Change>) {
        self.store.write(name, at(0), |_| Ok((changes, ()))).unwrap();
    }

    /// What the raw SQL says.
    fn number(&self, sql: &str) -> i64 {
        self.store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// Noon of 1 November 2026 in Berlin, and so many minutes.
fn at(minutes: i64) -> Moment {
    let noon: DateTime<FixedOffset> = "2026-11-01T12:00:00+01:00".parse().unwrap();
    noon + Duration::minutes(minutes)
}

/// The instant of [`at`].
fn utc(minutes: i64) -> DateTime<Utc> {
    at(minutes).to_utc()
}

fn id(number: u32) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

fn entry(number: u32, minutes: i64, what: What) -> Entry {
    Entry { id: id(number), at: at(minutes), logged_at: at(minutes + 1), what, note: None }
}

fn urge(number: u32, minutes: i64) -> Entry {
    entry(number, minutes, What::Urge { strength: Some(4), feeling: None, trigger: None })
}

/// One entry of every kind, every field filled, and one of each with none.
fn every_kind() -> Vec<Entry> {
    let word = |word: &str| Some(word.to_owned());
    let kinds = [
        What::Urge { strength: Some(5), feeling: word("lonely"), trigger: word("a song") },
        What::Urge { strength: None, feeling: None, trigger: None },
        What::Outcome { urge: id(0), outcome: Outcome::Peeked, strength: Some(1) },
        What::Outcome { urge: id(0), outcome: Outcome::Same, strength: None },
        What::Received { kind: Some(ReceivedKind::Warm), via: word("letter") },
        What::Received { kind: None, via: None },
        What::Contacted { necessary: true },
        What::Contacted { necessary: false },
        What::Mood { mood: 3 },
        What::Note,
    ];
    let mut entries: Vec<Entry> =
        (0..).zip(kinds).map(|(number, what)| entry(number, i64::from(number), what)).collect();
    entries[0].note = word("it's late; ünd\0 'so' \u{202e} on\n");
    entries
}

/// A window to the minute, with an end.
fn window(number: u32, minutes: i64) -> Window {
    Window {
        id: number,
        since: at(minutes),
        precision: Precision::Minute,
        length: Some(30),
        end: Some(utc(minutes) + Duration::days(30)),
        zone: "Europe/Berlin".to_owned(),
        started_at: at(minutes + 5),
        closed_at: None,
    }
}

fn closed(window: Window, minutes: i64) -> Window {
    Window { closed_at: Some(at(minutes)), ..window }
}

fn notice(key: &str, minutes: i64) -> Notice {
    Notice {
        key: key.to_owned(),
        window: 1,
        kind: NoticeKind::Evening,
        due: at(minutes),
        day: 0,
        urge: None,
        text: None,
    }
}
