//! Several people's hands at once, each killed at any moment with `kill -9`: what the program said is
//! saved is there, once.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use super::{Dice, data_file, database, integrity, report, size};
use crate::world::World;

/// The line by which a note is acknowledged begins so.
const SAVED: &str = "Saved";

/// What one run of the writers came to.
#[derive(Default, Debug)]
struct Seen {
    killed: usize,
    acknowledged: usize,
    lost: usize,
    twice: usize,
    /// Neither acknowledged nor lost: there all the same.
    unsaid: usize,
}

/// So many writers write until so many entries were acknowledged, and are killed as they do. With
/// `early`, a shell says that it is saved, and then has it saved.
fn write(world: &World, writers: usize, wanted: usize, early: bool) -> Seen {
    let said: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());
    let killed = Mutex::new(0);
    let enough = || said.lock().unwrap().values().filter(|said| **said).count() >= wanted;
    thread::scope(|scope| {
        for writer in 0..writers {
            let (said, killed, enough) = (&said, &killed, &enough);
            scope.spawn(move || {
                let mut dice = Dice::new(writer);
                for number in 0.. {
                    if number % 16 == 0 && enough() {
                        return;
                    }
                    let text = format!("w{writer}n{number}");
                    let kill = dice.roll(3) == 0;
                    let after = Duration::from_micros(dice.roll(15_000) as u64);
                    let (is_said, is_killed) =
                        write_one(world, &text, early, kill.then_some(after));
                    said.lock().unwrap().insert(text, is_said);
                    *killed.lock().unwrap() += usize::from(is_killed);
                }
            });
        }
    });
    let killed = *killed.lock().unwrap();
    count(world, &said.into_inner().unwrap(), killed)
}

/// Whether it was acknowledged, and whether it was killed.
fn write_one(world: &World, text: &str, early: bool, kill: Option<Duration>) -> (bool, bool) {
    let mut command = world.command(&["note", text]);
    if early {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo Saved; exec \"$@\" >/dev/null", "sh"]);
        shell.arg(command.get_program()).args(command.get_args());
        shell.env_clear().envs(command.get_envs().filter_map(|(name, to)| Some((name, to?))));
        command = shell;
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    if let Some(after) = kill {
        thread::sleep(after);
        let _ = child.kill();
    }
    let output = child.wait_with_output().unwrap();
    let is_said = String::from_utf8_lossy(&output.stdout).starts_with(SAVED);
    (is_said, output.status.code().is_none())
}

fn count(world: &World, said: &BTreeMap<String, bool>, killed: usize) -> Seen {
    // The program itself finishes what was cut off.
    let ran = world.run("log --json --notes");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    let database = database(&data_file(world));
    assert_eq!(integrity(&database), "ok");
    // And as another build of `SQLite` sees it.
    let check = "import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchall())";
    let mut python = Command::new("python3");
    let checked = python.args(["-c", check]).arg(data_file(world)).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&checked.stdout), "[('ok',)]\n");
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut notes = database.prepare("SELECT note FROM entries").unwrap();
    for note in notes.query_map([], |row| row.get(0)).unwrap() {
        *found.entry(note.unwrap()).or_default() += 1;
    }
    assert_eq!(ran.stdout.lines().count(), found.values().sum::<usize>(), "log shows others");
    let mut seen = Seen { killed, ..Seen::default() };
    for (text, said) in said {
        let times = found.remove(text).unwrap_or(0);
        seen.acknowledged += usize::from(*said);
        seen.lost += usize::from(*said && times == 0);
        seen.unsaid += usize::from(!*said && times == 1);
        seen.twice += usize::from(times > 1);
    }
    assert!(found.is_empty(), "nobody wrote {found:?}");
    seen
}

#[test]
fn kill_9_loses_no_entry_that_was_acknowledged() {
    let wanted = size(400, 10_000);
    let mut all = Seen::default();
    let counts = [2, 3, 4, 5, 6];
    let mut checks = 0;
    // A file of its own for each few hundred, so that there are many first and many last writes.
    for round in 0.. {
        if all.acknowledged >= wanted {
            break;
        }
        let world = World::new();
        let seen = write(&world, counts[round % counts.len()], size(80, 250), false);
        assert_eq!((seen.lost, seen.twice), (0, 0), "{seen:?}");
        all.killed += seen.killed;
        all.acknowledged += seen.acknowledged;
        all.unsaid += seen.unsaid;
        checks += 1;
    }
    assert!(all.killed > wanted / 10, "hardly any was killed: {all:?}");
    let control = write(&World::new(), 4, 80, true);
    assert!(control.lost > 0, "the control is not noticed: {control:?}");
    report(
        "1a kill -9",
        &format!(
            "{} acknowledged entries by 2-6 writers in {checks} files, {} killed",
            all.acknowledged, all.killed
        ),
        &format!("0 lost, 0 corrupt, 0 twice ({} saved and not yet said)", all.unsaid),
        &format!("acknowledged before it is saved: {} lost, caught", control.lost),
    );
}
