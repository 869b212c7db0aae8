//! What the commands cost, in counts that are the same under any load: instructions, system calls,
//! syncs, threads. Guards promise 3 of design §1, two seconds at 2 a.m. Nothing here is timed. What
//! the daemon costs is in `daemon::frugal` and `daemon::many`.
//!
//! What is counted is the program as it is installed, in the life of somebody in their third week.
//! The ceilings are what was counted on 22 November 2026 (Debian 12, x86-64, Rust 1.95), and 15 % of
//! room: another compiler, another C library or another processor is not as much. Where one is met,
//! something is done at each start that was not done before: see where by `valgrind --tool=callgrind`
//! and `callgrind_annotate --inclusive=yes`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use chrono::{DateTime, Days, FixedOffset};
use nocontact::countdown::notice::{NoticeKind, Record, State};
use nocontact::store::{Change, Store};

use crate::world::{World, built};

/// The program that `cargo build --release` makes.
fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| built(&["--release"], None))
}

/// The third week of a window of thirty days: every second evening an urge, its answer and a mood,
/// and of each day the two notices that the daemon showed. The last of them is open.
fn third_week() -> World {
    let mut world = World::with_program(program());
    world.at("2026-11-03T14:05:00+01:00");
    done(&world, "start --no-daemon --days 30");
    for day in (4..=20).step_by(2) {
        for (time, line) in [
            ("20:00", "urge 3 --feeling lonely"),
            ("20:25", "answer easier 2"),
            ("21:00", "mood 3"),
        ] {
            world.at(&format!("2026-11-{day:02}T{time}:00+01:00"));
            done(&world, line);
        }
    }
    let shown = (0..18).flat_map(|days| {
        let notice = |kind, time| shown(kind, &format!("2026-11-04T{time}:00+01:00"), days);
        [notice(NoticeKind::Morning, "09:00"), notice(NoticeKind::Evening, "19:30")]
    });
    let mut store = Store::open_at(&world.data()).unwrap();
    let at: DateTime<FixedOffset> = "2026-11-21T19:30:00+01:00".parse().unwrap();
    store.write("suggest", at, |_| Ok((shown.collect(), ()))).unwrap();
    drop(store);
    world.at(crate::world::NOW);
    world
}

fn shown(kind: NoticeKind, first: &str, days: u64) -> Change {
    let due = first.parse::<DateTime<FixedOffset>>().unwrap() + Days::new(days);
    Change::Record(Record {
        key: format!("1/{kind}/{}", due.date_naive()),
        window: 1,
        kind,
        due,
        state: State::Shown,
        at: due.to_utc(),
        attempts: 1,
        text: Some("body-001".to_owned()),
        why: None,
        answer: None,
    })
}

#[track_caller]
fn done(world: &World, line: &str) {
    let ran = world.run(line);
    assert_eq!(ran.exit, "exit 0", "{line}: {ran}");
}

/// The system calls of one command, one a line, those of everything that it starts included.
#[track_caller]
fn calls(world: &mut World, line: &str) -> Vec<String> {
    let trace = world.home().join("trace");
    world.through(&["strace", "-f", "-qq", "-e", "signal=none", "-o", trace.to_str().unwrap()]);
    done(world, line);
    world.through(&[]);
    let trace = fs::read_to_string(trace).unwrap();
    // "4711  fsync(3) = 0"; that a process ended is no call.
    let calls = trace.lines().filter_map(|line| Some(line.split_once(' ')?.1.trim_start()));
    calls.filter(|call| !call.starts_with("+++")).map(str::to_owned).collect()
}

fn names<'c>(calls: &'c [String], wanted: &[&str]) -> Vec<&'c str> {
    let name = |call: &'c String| call.split('(').next().unwrap_or_default();
    calls.iter().map(name).filter(|name| wanted.contains(name)).collect()
}

/// Instructions of one command and all that it does, by valgrind. Its output is the program's own.
#[track_caller]
fn instructions(world: &mut World, line: &str) -> u64 {
    let [counts, log] = ["counts", "log"].map(|name| world.home().join(name));
    let counts = format!("--callgrind-out-file={}", counts.display());
    let to = format!("--log-file={}", log.display());
    world.through(&["valgrind", "--tool=callgrind", &counts, &to]);
    done(world, line);
    world.through(&[]);
    let log = fs::read_to_string(log).unwrap();
    let count = log.split_once("Collected : ").expect("valgrind counted").1.lines().next().unwrap();
    count.trim().parse().unwrap()
}

/// Counts each command, in this order, in one life. A ceiling far above what is needed guards
/// nothing, and has to be lowered.
#[track_caller]
fn at_most(ceilings: &[(&str, u64)], count: impl Fn(&mut World, &str) -> u64) {
    let mut world = third_week();
    let counted: Vec<_> = ceilings
        .iter()
        .map(|(line, ceiling)| (*line, *ceiling, count(&mut world, line)))
        .filter(|(_, ceiling, counted)| counted > ceiling || counted * 2 < *ceiling)
        .collect();
    assert!(counted.is_empty(), "command, ceiling, count: {counted:#?}");
}

#[test]
fn what_is_typed_every_day_takes_no_more_instructions_than_it_did() {
    let ceilings = [
        ("", 2_170_000),
        ("status", 2_390_000),
        ("urge 4", 2_970_000),
        ("urge 4 --feeling lonely", 3_970_000),
    ];
    at_most(&ceilings, instructions);
}

#[test]
fn what_is_typed_every_day_asks_the_system_no_more_often_than_it_did() {
    let count = |world: &mut World, line: &str| u64::try_from(calls(world, line).len()).unwrap();
    at_most(&[("status", 144), ("urge 4 --feeling lonely", 216)], count);
}

/// A second thread, and the runtime that the daemon has, cost more than all the rest of a command.
#[test]
fn a_command_is_one_thread_and_waits_for_no_events() {
    let mut world = third_week();
    let made = ["clone", "clone3", "fork", "vfork", "epoll_create", "epoll_create1", "eventfd2"];
    for line in [
        "status",
        "urge 4 --feeling lonely",
        "answer easier",
        "received --kind warm",
        "contacted --keep",
        "mood 3",
        "note words",
        "suggest",
        "sos",
        "log",
        "undo",
        "upcoming",
        "pause 1h",
    ] {
        let calls = calls(&mut world, line);
        assert_eq!(names(&calls, &made), [""; 0], "{line}");
        assert!(!names(&calls, &["execve"]).is_empty(), "{line}: nothing was seen");
    }
}

/// The syncs of the same write by `SQLite`'s own program, in the same mode: what an urge that is safe
/// from a power cut needs, and not one more.
#[test]
fn an_urge_is_synced_as_often_as_sqlite_needs_and_status_never() {
    let mut world = third_week();
    let synced = ["fsync", "fdatasync", "sync", "syncfs", "sync_file_range", "msync"];
    assert_eq!(names(&calls(&mut world, "status"), &synced), [""; 0]);
    let ours = calls(&mut world, "urge 4 --feeling lonely");
    let ours = names(&ours, &synced);

    let trace = world.home().join("trace");
    let file = world.data().join("nocontact.db");
    let sql = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON;
        BEGIN IMMEDIATE;
        INSERT INTO commands (at, offset, name) VALUES (1795292040, 3600, 'urge');
        INSERT INTO entries (id, revision, command, live, at, offset, logged_at, logged_offset,
                             kind, strength, feeling)
        VALUES ('00000000-1111-4000-8000-000000000000', 0, last_insert_rowid(), 1, 1795292040, 3600,
                1795292040, 3600, 'urge', 4, 'lonely');
        COMMIT;";
    let strace =
        ["-f", "-qq", "-e", "signal=none", "-o", trace.to_str().unwrap(), "sqlite3", "-bail"];
    let ran =
        Command::new("strace").args(strace).args([file.to_str().unwrap(), sql]).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let trace = fs::read_to_string(trace).unwrap();
    let theirs: Vec<String> = trace
        .lines()
        .filter_map(|line| Some(line.split_once(' ')?.1.trim_start().to_owned()))
        .collect();
    // Debian's takes fdatasync for fsync; how many is what costs.
    let theirs = names(&theirs, &synced);
    assert_eq!(ours.len(), theirs.len(), "{ours:?}, {theirs:?}");
    assert!(ours.len() > 2, "{ours:?}");
}

/// Its addresses are other ones each time, as they are in a program that is linked dynamically.
#[test]
fn it_is_static_and_its_addresses_are_random() {
    let said = Command::new("readelf").args(["-lhd"]).arg(program()).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("DYN (Position-Independent Executable file)"), "{said}");
    assert!(!said.contains("INTERP") && !said.contains("NEEDED"), "{said}");
}
