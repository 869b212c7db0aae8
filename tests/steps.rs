//! What lies behind costs nothing: `status` and `urge` are as quick after ten years of windows as
//! on the first day. Guards promise 3 of design §1. Counted, never timed: the steps of `SQLite`'s
//! virtual machine for the very calls that the commands make, and what the program itself reads of
//! its file.

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use chrono::{DateTime, Duration, FixedOffset};
use nocontact::countdown::entry::{Entry, What};
use nocontact::countdown::notice::{NoticeKind, Record, State};
use nocontact::countdown::window::{Precision, Window};
use nocontact::store::{Change, Store};

use crate::world::World;

/// Entries in a closed window; each has a day for itself.
const PER_WINDOW: u32 = 100;

fn moment(text: &str) -> DateTime<FixedOffset> {
    text.parse().unwrap()
}

fn now() -> DateTime<FixedOffset> {
    moment(crate::world::NOW)
}

fn urge(id: String, at: DateTime<FixedOffset>) -> Entry {
    let what = What::Urge { strength: Some(4), feeling: None, trigger: None };
    Entry { id, at, logged_at: at, what, note: None }
}

/// So many entries of all kinds in closed windows, each also with a text that was asked for: all of
/// it saved by the store, as one command.
fn past(entries: u32) -> Vec<Change> {
    let start = moment("2016-01-01T08:00:00+01:00");
    let mut changes = Vec::new();
    for number in 0..entries {
        let window = number / PER_WINDOW + 1;
        let since = start + Duration::days(window.into());
        let at = since + Duration::minutes(i64::from(number % PER_WINDOW) + 1);
        if number % PER_WINDOW == 0 {
            let end = since + Duration::days(1);
            changes.push(Change::Window(Window {
                id: window,
                since,
                precision: Precision::Minute,
                length: Some(1),
                end: Some(end.to_utc()),
                zone: "Europe/Berlin".to_owned(),
                started_at: since,
                closed_at: Some(end),
            }));
        }
        let id = format!("{number:08x}-1111-4000-8000-000000000000");
        let what = match number % 5 {
            0 => urge(String::new(), at).what,
            1 => What::Received { kind: None, via: None },
            2 => What::Contacted { necessary: false },
            3 => What::Mood { mood: 3 },
            _ => What::Note,
        };
        changes.push(Change::Entry(Entry { id, at, logged_at: at, what, note: None }));
        changes.push(Change::Record(Record {
            key: format!("{window}/asked/{number}"),
            window,
            kind: NoticeKind::Asked,
            due: at,
            state: State::Shown,
            at: at.to_utc(),
            attempts: 1,
            text: Some("body-001".to_owned()),
            why: None,
            answer: None,
        }));
    }
    changes
}

/// A home with that past, and an open window with five urges and a suggestion that the program
/// itself has saved.
fn home(entries: u32) -> World {
    let world = World::new();
    let mut store = Store::open_at(&world.data()).unwrap();
    let long_ago = moment("2016-01-01T08:00:00+01:00");
    store.write("import", long_ago, |_| Ok((past(entries), ()))).unwrap();
    drop(store);
    let mut commands = vec!["start --no-daemon --since '3 nov 14:05'".to_owned()];
    commands.extend((10..15).map(|hour| format!("urge 3 --at '2026-11-20T{hour}:00'")));
    commands.push("suggest".to_owned());
    for command in commands {
        let ran = world.run(&command);
        assert_eq!(ran.exit, "exit 0", "{command}\n{ran}");
    }
    world
}

/// The steps of a reading command's facts, and of `urge`: its write and the facts it then needs.
/// The new entry has the last id in either past: a search that ends at the end of an index is a
/// step shorter.
fn steps(world: &World) -> [u64; 3] {
    let facts = |at: DateTime<FixedOffset>| {
        let mut store = Store::open_existing(&world.data()).unwrap().unwrap();
        let counter = store.count_steps().unwrap();
        let journal = store.read().journal(at.to_utc()).unwrap();
        (counter.take(), journal)
    };
    let (status, journal) = facts(now());
    assert_eq!(journal.entries.len(), 5, "only what lies in the open window is read");
    assert_eq!(journal.ledger.len(), 1);

    let mut store = Store::open_at(&world.data()).unwrap();
    let counter = store.count_steps().unwrap();
    let urge = urge("ffffffff-1111-4000-8000-000000000000".to_owned(), now());
    store.write("urge", now(), |_| Ok((vec![Change::Entry(urge)], ()))).unwrap();
    let save = counter.take();
    drop(store);

    let (help, journal) = facts(now());
    assert_eq!(journal.entries.len(), 6);
    [status, save, help]
}

/// How often the program reads a page of its file in one command, and how often it writes one.
fn pages(world: &World, command: &str) -> [usize; 2] {
    let log = world.home().join("strace");
    let data = world.data();
    let ran = Command::new("strace")
        .args(["-f", "-e", "trace=pread64,pwrite64", "-o"])
        .args([log.as_os_str(), OsStr::new(env!("CARGO_BIN_EXE_nocontact"))])
        .args(command.split(' '))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", world.home())
        .env("XDG_DATA_HOME", data.parent().unwrap())
        .env("TZ", "Europe/Berlin")
        .env("NOCONTACT_NOW", crate::world::NOW)
        .output()
        .expect("strace is not installed; tests/run installs what the tests need");
    assert!(ran.status.success(), "{command}: {ran:?}");
    let calls = fs::read_to_string(&log).unwrap();
    ["pread64(", "pwrite64("].map(|call| calls.lines().filter(|line| line.contains(call)).count())
}

/// The calls as the library makes them first, then the commands as people run them. A larger file
/// has deeper trees, and a new id may split a leaf: a few pages more, where a scan would read
/// thousands.
#[test]
fn a_hundred_thousand_entries_in_closed_windows_cost_not_one_step_more_than_ten() {
    let (few, many) = (home(10), home(100_000));
    let counted = steps(&few);
    assert_eq!(counted, steps(&many));
    assert!(counted.iter().all(|steps| (10..2000).contains(steps)), "{counted:?}");
    for command in ["status", "urge 4", "status --json"] {
        let ([reads, writes], [more_reads, more_writes]) =
            (pages(&few, command), pages(&many, command));
        assert!((5..100).contains(&reads), "{command}: {reads} reads");
        assert!(more_reads <= reads + 40, "{command}: {reads} reads become {more_reads}");
        assert!(more_writes <= writes + 20, "{command}: {writes} writes become {more_writes}");
    }
}
