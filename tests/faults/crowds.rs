//! Everybody at once: eight programs that write, fifty daemons that start, sixteen first commands in
//! a home where nothing is yet. Nobody is refused, nothing is lost, one daemon wins.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use super::{data_file, database, integrity, report, size};
use crate::world::World;

/// Of so many programs that write so many notes each, how many notes were refused. All at once.
fn write_at_once(world: &World, programs: usize, notes: usize) -> usize {
    let start = Barrier::new(programs);
    let write = |program: usize| {
        start.wait();
        let refused = |note: &usize| world.run(&format!("note p{program}n{note}")).exit != "exit 0";
        (0..notes).filter(refused).count()
    };
    thread::scope(|scope| {
        let write = &write;
        let programs: Vec<_> =
            (0..programs).map(|program| scope.spawn(move || write(program))).collect();
        programs.into_iter().map(|program| program.join().unwrap()).sum()
    })
}

fn notes_in(world: &World) -> usize {
    let database = database(&data_file(world));
    assert_eq!(integrity(&database), "ok");
    let count = "SELECT count(DISTINCT note) FROM entries WHERE live = 1";
    let count: i64 = database.query_row(count, [], |row| row.get(0)).unwrap();
    usize::try_from(count).unwrap()
}

/// Another program that has the file to itself, until it is killed.
fn hold(world: &World) -> Child {
    let script = "import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('BEGIN IMMEDIATE')
print('held', flush=True)
time.sleep(600)";
    let mut python = Command::new("python3");
    python.args(["-c", script]).arg(data_file(world)).stdout(Stdio::piped());
    let mut holder = python.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "held\n");
    holder
}

#[test]
fn eight_programs_write_at_once_and_nobody_is_refused() {
    let (programs, each) = (8, size(25, 300));
    let world = World::new();
    let refused = write_at_once(&world, programs, each);
    assert_eq!(refused, 0);
    assert_eq!(notes_in(&world), programs * each);

    // Somebody who keeps the file for longer than anybody waits.
    let mut holder = hold(&world);
    let refused = write_at_once(&world, 2, 1);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(refused, 2, "the control is not noticed");
    report(
        "3b writers at once",
        &format!("{} writes by {programs} processes", programs * each),
        "0 refused, 0 lost",
        "the file held for longer than 5 s: 2 of 2 refused, caught",
    );
}

#[test]
fn sixteen_first_commands_at_once_all_find_their_place() {
    let (rounds, programs) = (size(4, 100), 16);
    for _ in 0..rounds {
        let world = World::new();
        assert_eq!(write_at_once(&world, programs, 1), 0);
        assert_eq!(notes_in(&world), programs);
    }
    // A place where nothing can be made.
    let world = World::new();
    fs::write(world.data(), "in the way").unwrap();
    assert_eq!(write_at_once(&world, 2, 1), 2, "the control is not noticed");
    report(
        "3d first runs at once",
        &format!("{rounds} rounds of {programs} processes in an empty home"),
        "0 refused, 0 lost",
        "a file in the place of the directory: 2 of 2 refused, caught",
    );
}

/// Starts so many daemons at once; how many are still there when all others have said that they
/// are not needed. `lock` is done to the lock's file again and again meanwhile.
fn winners(world: &World, daemons: usize, at_lock: impl Fn()) -> usize {
    let mut all: Vec<Child> = (0..daemons).map(|_| start(world)).collect();
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut losers = 0;
    let mut quiet = Instant::now();
    // A second winner would be among those that do not end: there is time for each to give up.
    while !(all.len() == 1 || quiet.elapsed() > Duration::from_secs(5)) {
        at_lock();
        assert!(Instant::now() < deadline, "the daemons come to no end");
        all.retain_mut(|daemon| match daemon.try_wait().unwrap() {
            Some(status) => {
                assert_eq!(status.code(), Some(4), "a daemon too many says so");
                losers += 1;
                quiet = Instant::now();
                false
            }
            None => true,
        });
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(losers + all.len(), daemons);
    let count = all.len();
    for mut daemon in all {
        daemon.kill().unwrap();
        daemon.wait().unwrap();
    }
    count
}

fn start(world: &World) -> Child {
    let mut command: Command = world.command(&["daemon"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn of_fifty_daemons_one_wins() {
    let (rounds, daemons) = (size(1, 40), size(20, 50));
    let mut world = World::new();
    world.env_remove("NOCONTACT_NOW");
    let ran = world.run("start --no-daemon");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    for round in 0..rounds {
        assert_eq!(winners(&world, daemons, || {}), 1, "round {round}");
    }
    // The lock is taken out of the directory again and again; all may have opened it before that.
    let lock = world.lock();
    let mut tries = (0..20).map(|_| winners(&world, 12, || drop(fs::remove_file(&lock))));
    let several = tries.find(|winners| *winners > 1).expect("the control is not noticed");
    report(
        "3c daemons at once",
        &format!("{rounds} rounds of {daemons} daemons"),
        "1 winner each",
        &format!("the lock's file taken away: {several} winners, caught"),
    );
}
