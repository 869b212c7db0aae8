//! The power goes: everything that was not yet on the disk is gone. A small ext4 file system in a
//! file is shut down without writing its log (`EXT4_IOC_SHUTDOWN`), while writers stand still; what
//! the program had said is saved is there when it is mounted again.
//!
//! It takes root, a loop device and ext4; where one is missing the short test passes over it and
//! says so, and the full one fails. What it cannot show is a disk that lies, or that reorders.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::{Dice, data_file, database, integrity, is_full, report, size};
use crate::world::World;

/// `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`: safe Rust has no such call.
const CUT: &str = "import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";

/// A writer that does not wait for the disk, and says that it has.
const CARELESS: &str = "import sqlite3, sys
db = sqlite3.connect(sys.argv[1] + '/careless.db', isolation_level=None)
db.executescript('PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS notes (note TEXT)')
for n in range(10**6):
    db.execute('INSERT INTO notes VALUES (?)', (sys.argv[2] + str(n),))
    print('Saved', flush=True)";

/// How many files it is spread over: a file has many first writes, and many later ones.
const CUTS_OF_A_FILE: usize = 20;

/// A file system of its own, mounted where a world keeps its data.
struct Disk {
    home: TempDir,
    at: PathBuf,
    mounted: bool,
}

impl Disk {
    /// `None` where there can be none.
    fn at(at: &Path) -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        let image = home.path().join("image");
        let has_ext4 = ok("truncate", &["-s", "24M", image.to_str()?])
            && ok("mkfs.ext4", &["-q", "-F", image.to_str()?]);
        let mut disk = Self { home, at: at.to_owned(), mounted: false };
        (has_ext4 && disk.mount()).then_some(disk)
    }

    fn mount(&mut self) -> bool {
        let image = self.home.path().join("image");
        let places = [image.to_str().unwrap(), self.at.to_str().unwrap()];
        self.mounted = ok("mount", &["-o", "loop", places[0], places[1]]);
        self.mounted
    }

    /// Whoever still looks into it is waited for.
    fn unmount(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.mounted && !ok("umount", &[self.at.to_str().unwrap()]) {
            assert!(Instant::now() < deadline, "{} cannot be unmounted", self.at.display());
            thread::sleep(Duration::from_millis(20));
        }
        self.mounted = false;
    }

    /// The power goes, and comes back. These writers stand still before it goes: a call that is on
    /// its way at that moment could be answered as if it had arrived.
    fn lose_power(&mut self, writers: Vec<Child>) -> Vec<Child> {
        for writer in &writers {
            let pid = Pid::from_child(writer);
            let _ = kill_process(pid, Signal::STOP);
            let deadline = Instant::now() + Duration::from_secs(20);
            while !stands_still(pid) {
                assert!(Instant::now() < deadline, "a writer does not stand still");
                thread::sleep(Duration::from_micros(200));
            }
        }
        assert!(ok("python3", &["-c", CUT, self.at.to_str().unwrap()]), "the power does not go");
        writers
    }

    fn regain_power(&mut self) {
        self.unmount();
        assert!(self.mount(), "it cannot be mounted again");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted && !ok("umount", &[self.at.to_str().unwrap()]) {
            ok("umount", &["-l", self.at.to_str().unwrap()]);
        }
    }
}

pub(super) fn ok(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Stopped, or gone.
fn stands_still(pid: Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| rest.chars().next());
    matches!(state, None | Some(Some('T' | 't' | 'Z' | 'X')))
}

/// What is written now, and what was said of it: text → acknowledged.
#[derive(Default)]
struct Writers {
    said: BTreeMap<String, bool>,
    running: Vec<(String, Child)>,
    over: bool,
}

/// Writes notes, one process each, by so many hands, until the power goes.
fn write_until_cut(world: &World, disk: &mut Disk, cut: usize) -> BTreeMap<String, bool> {
    let writers = Mutex::new(Writers::default());
    let mut dice = Dice::new(cut);
    thread::scope(|scope| {
        for hand in 0..2 {
            let writers = &writers;
            scope.spawn(move || write(world, writers, &format!("c{cut}h{hand}n")));
        }
        // Not before somebody has been told something.
        let deadline = Instant::now() + Duration::from_secs(20);
        while !writers.lock().unwrap().said.values().any(|said| *said) {
            assert!(Instant::now() < deadline, "nothing is acknowledged");
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(dice.roll(150_000) as u64));
        let mut now = writers.lock().unwrap();
        now.over = true;
        let (texts, children): (Vec<String>, Vec<Child>) = now.running.drain(..).unzip();
        for (text, mut child) in texts.into_iter().zip(disk.lose_power(children)) {
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            now.said.insert(text, output.stdout.starts_with(b"Saved"));
        }
    });
    writers.into_inner().unwrap().said
}

fn write(world: &World, writers: &Mutex<Writers>, prefix: &str) {
    for number in 0.. {
        let text = format!("{prefix}{number}");
        {
            let mut writers = writers.lock().unwrap();
            if writers.over {
                return;
            }
            let mut command = world.command(&["note", &text]);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
            writers.running.push((text.clone(), command.spawn().unwrap()));
        }
        loop {
            let mut writers = writers.lock().unwrap();
            let Some(at) = writers.running.iter().position(|(running, _)| *running == text) else {
                return;
            };
            if writers.running[at].1.try_wait().unwrap().is_some() {
                let (_, child) = writers.running.remove(at);
                let output = child.wait_with_output().unwrap();
                writers.said.insert(text, output.stdout.starts_with(b"Saved"));
                break;
            }
            drop(writers);
            thread::sleep(Duration::from_micros(300));
        }
    }
}

/// How many acknowledged notes are not there once.
fn lost(world: &World, said: &BTreeMap<String, bool>) -> usize {
    let ran = world.run("log --json --notes");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert_eq!(integrity(&database(&data_file(world))), "ok");
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for line in ran.stdout.lines() {
        let note = line.rsplit_once("\"note\":\"").unwrap().1.trim_end_matches("\"}");
        *found.entry(note).or_default() += 1;
    }
    assert!(found.values().all(|times| *times == 1), "some are there twice: {found:?}");
    said.iter().filter(|(text, said)| **said && !found.contains_key(text.as_str())).count()
}

/// The same for the writer that does not wait: how many of those that it said are gone.
fn careless_loss(cut: usize) -> Option<usize> {
    let world = World::new();
    let share = world.home().join(".local/share");
    let mut disk = Disk::at(&share)?;
    let mut command = Command::new("python3");
    command.args(["-c", CARELESS, share.to_str()?, &format!("c{cut}n")]);
    let mut writer = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(writer.stdout.take().unwrap()).lines();
    for _ in 0..50 {
        said.next().unwrap().unwrap();
    }
    let mut writer = disk.lose_power(vec![writer]).remove(0);
    writer.kill().unwrap();
    writer.wait().unwrap();
    let said = 50 + said.count();
    disk.regain_power();
    let file = share.join("careless.db");
    let count = |file: &Path| -> Option<i64> {
        let database = file.exists().then(|| database(file))?;
        database.query_row("SELECT count(*) FROM notes", [], |row| row.get(0)).ok()
    };
    let kept = usize::try_from(count(&file).unwrap_or(0)).unwrap();
    Some(said.saturating_sub(kept))
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let cuts = size(6, 200);
    let Some(control) = careless_loss(0) else {
        assert!(!is_full(), "it takes root, a loop device, mkfs.ext4 and python3");
        eprintln!("passed over: it takes root, a loop device, mkfs.ext4 and python3");
        return;
    };
    assert!(control > 0, "the control is not noticed");
    let (mut acknowledged, mut done) = (0, 0);
    while done < cuts {
        let world = World::new();
        let mut disk = Disk::at(&world.home().join(".local/share")).unwrap();
        let mut said = BTreeMap::new();
        for _ in 0..CUTS_OF_A_FILE.min(cuts - done) {
            said.extend(write_until_cut(&world, &mut disk, done));
            disk.regain_power();
            assert_eq!(lost(&world, &said), 0, "after cut {done}");
            done += 1;
        }
        acknowledged += said.values().filter(|said| **said).count();
        disk.unmount();
    }
    report(
        "2 power cuts on ext4",
        &format!("{cuts} cuts, {acknowledged} acknowledged entries"),
        "0 lost, 0 corrupt, 0 twice",
        &format!("synchronous=OFF in the same place: {control} lost, caught"),
    );
}
