//! A disk that is full, and one that may only be read. What cannot be saved is refused and said so,
//! what was saved can be read, and with room again it goes on. It takes root, for a small file
//! system of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::commands::run;
use super::power::ok;
use super::{data_file, database, integrity, is_full, report, size};
use crate::world::World;

/// A file system in memory, where a world keeps its data; gone with the value.
struct Small(PathBuf);

impl Small {
    fn at(world: &World) -> Option<Self> {
        let at = world.home().join(".local/share");
        let is_there = ok("mount", &["-t", "tmpfs", "-o", "size=400k", "tmpfs", at.to_str()?]);
        is_there.then_some(Self(at))
    }

    fn remount(&self, how: &str) {
        let how = format!("remount,{how}");
        assert!(ok("mount", &["-o", &how, self.0.to_str().unwrap()]));
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        ok("umount", &["-l", self.0.to_str().unwrap()]);
    }
}

fn small(world: &World) -> Option<Small> {
    let small = Small::at(world);
    if small.is_none() {
        assert!(!is_full(), "it takes root to mount a file system");
        eprintln!("passed over: it takes root to mount a file system");
    }
    small
}

#[test]
fn a_full_disk_refuses_what_it_has_no_room_for_and_loses_nothing() {
    let mut world = World::new();
    let Some(disk) = small(&world) else { return };
    run(&world, "start --no-daemon --since '3 nov 14:05'");
    let filler = disk.0.join("filler");
    fs::write(&filler, vec![0; 128 << 10]).unwrap();
    let words = "what was on my mind, ".repeat(200);
    let (mut saved, mut refused) = (BTreeSet::new(), 0);
    for number in 0..size(60, 1000) {
        let note = format!("{number} {words}");
        world.stdin(&note);
        let ran = world.run("note -");
        if ran.exit == "exit 0" {
            saved.insert(note);
        } else {
            refused += 1;
            assert_eq!((ran.exit.as_str(), ran.stdout.as_str()), ("exit 1", ""), "{ran}");
            assert!(ran.stderr.contains("there is no room on the disk"), "{ran}");
        }
    }
    assert!(refused > 0 && !saved.is_empty());
    assert_eq!(run(&world, "log").lines().count(), saved.len());
    run(&world, "status");
    run(&world, "sos");
    fs::remove_file(filler).unwrap();
    world.stdin("and then there was room");
    run(&world, "note -");
    saved.insert("and then there was room".to_owned());
    assert_eq!(notes(&world), saved);

    let careless = "import sys
file = sys.argv[1]
open(file, 'w').write('x' * 1000)
try:
    open(file, 'w').write('x' * (1 << 20))
except OSError:
    pass";
    let file = disk.0.join("careless");
    Command::new("python3").args(["-c", careless]).arg(&file).status().unwrap();
    let left = fs::read(&file).unwrap_or_default();
    assert_ne!(left.len(), 1000, "the control is not noticed");
    report(
        "3e a full disk",
        &format!("{} notes saved, {refused} refused", saved.len()),
        "0 lost, all refusals say so, reads go on, writes go on with room",
        "a file that is written over: its 1000 bytes are gone, caught",
    );
}

fn notes(world: &World) -> BTreeSet<String> {
    let database = database(&data_file(world));
    assert_eq!(integrity(&database), "ok");
    let mut notes = database.prepare("SELECT note FROM entries WHERE live = 1").unwrap();
    notes.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_disk_that_may_only_be_read_is_read() {
    let world = World::new();
    let Some(disk) = small(&world) else { return };
    run(&world, "start --no-daemon --since '3 nov 14:05'");
    run(&world, "urge 3 --note words");
    let reads = [
        "status",
        "status --json",
        "log --notes",
        "log --json",
        "stats",
        "report --html -",
        "upcoming",
        "about",
    ];
    let before = reads.map(|line| run(&world, line));
    disk.remount("ro");
    assert_eq!(reads.map(|line| run(&world, line)), before);
    run(&world, "sos");
    for line in ["mood 3", "note words", "undo", "finish --close"] {
        let ran = world.run(line);
        assert!(["exit 1", "exit 5"].contains(&ran.exit.as_str()), "{line}: {ran}");
        assert!(!ran.stdout.contains("Saved") && !ran.stderr.is_empty(), "{line}: {ran}");
    }
    disk.remount("rw");
    assert_eq!(reads.map(|line| run(&world, line)), before);
    run(&world, "mood 3");
}
