//! `data backup` and `data restore`: where a backup is and what it holds, and that what a restore
//! replaces comes back. Guards promise 2 of design §1: nothing typed is ever lost.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use insta::assert_snapshot;

use super::begun;
use crate::world::World;

const ASKED: &str = "nocontact-2026-11-21-2114-asked.db";

#[test]
fn a_backup_is_made_listed_and_put_back_and_the_restore_can_be_taken_back() {
    let world = begun();
    world.run("urge 4 --feeling lonely");
    assert_snapshot!(world.run("data backup"), @"
    exit 0
    --- stdout
    Backed up to [home]/.local/share/nocontact/backups/nocontact-2026-11-21-2114-asked.db
    It holds 1 window and 1 entry, 91 kB.
    ");
    world.run("mood 2");
    assert_snapshot!(world.run(&format!("data restore {ASKED}")), @"
    exit 0
    --- stdout
    Restored: 1 window and 1 entry, the last of today 21:14.
    What was there is kept, and comes back with:
      nocontact data restore nocontact-2026-11-21-2114-restore.db
    ");
    assert_eq!(world.run("log --json").stdout.lines().count(), 1);
    assert_snapshot!(world.run("data backup --list"), @"
    exit 0
    --- stdout
    nocontact-2026-11-21-2114-restore.db
      today 21:14 · restore · 91 kB · 1 window and 2 entries
    nocontact-2026-11-21-2114-asked.db
      today 21:14 · asked · 91 kB · 1 window and 1 entry
    ");
    assert_snapshot!(world.run("data backup --list --json"), @r#"
    exit 0
    --- stdout
    {"name":"nocontact-2026-11-21-2114-restore.db","at":"2026-11-21T21:14:00+01:00","occasion":"restore","bytes":90112,"good":true,"windows":1,"entries":2}
    {"name":"nocontact-2026-11-21-2114-asked.db","at":"2026-11-21T21:14:00+01:00","occasion":"asked","bytes":90112,"good":true,"windows":1,"entries":1}
    "#);
    world.run("data restore nocontact-2026-11-21-2114-restore.db");
    assert_eq!(world.run("log --json").stdout.lines().count(), 2);
}

#[test]
fn on_a_terminal_it_is_shown_and_asked_first() {
    let world = begun();
    world.run("data backup");
    world.run("urge 4");
    let line = format!("data restore {ASKED}");
    assert_snapshot!(world.run_in_terminal(&line, 80, &[("Enter for no:", "\n")]), @"
    exit 0
    --- terminal
    nocontact-2026-11-21-2114-asked.db holds 1 window and 0 entries.
    Now there is 1 window and 1 entry, the last of today 21:14; it is backed up
    first.
    Put the backup in its place? y, or Enter for no: 
    Nothing was changed.
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_eq!(world.run("log --json").stdout.lines().count(), 1);
    assert_snapshot!(world.run_in_terminal(&line, 80, &[("Enter for no:", "y\n")]), @"
    exit 0
    --- terminal
    nocontact-2026-11-21-2114-asked.db holds 1 window and 0 entries.
    Now there is 1 window and 1 entry, the last of today 21:14; it is backed up
    first.
    Put the backup in its place? y, or Enter for no: y
    Restored: 1 window and 0 entries.
    What was there is kept, and comes back with:
      nocontact data restore nocontact-2026-11-21-2114-restore.db
    The daemon does not run, so no notices come: nocontact start
    ");
    assert_eq!(world.run("log --json").stdout, "");
}

#[test]
fn where_there_is_nothing() {
    let world = World::new();
    assert_snapshot!(world.run("data backup"), @"
    exit 1
    --- stderr
    nocontact: nothing is kept yet, so there is nothing to back up
    ");
    assert_snapshot!(world.run("data backup --list"), @"
    exit 0
    --- stdout
    There are no backups yet; nocontact data backup makes one.
    ");
    assert_snapshot!(world.run("data backup --list --json"), @"exit 0");
}

#[test]
fn a_file_of_ones_own_is_private_and_replaces_nothing() {
    let world = begun();
    let [file, stick] = ["mine.db", "stick"].map(|name| world.home().join(name));
    fs::create_dir(&stick).unwrap();
    let ran = world.run_args(&["data", "backup", file.to_str().unwrap()]);
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    Backed up to [home]/mine.db
    It holds 1 window and 0 entries, 91 kB.
    ");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&file).unwrap();
    let again = world.run_args(&["data", "backup", file.to_str().unwrap()]);
    assert_snapshot!(again, @"
    exit 1
    --- stderr
    nocontact: could not make a backup in [home]/mine.db: something of that name is there already; choose another; nothing was changed
    ");
    assert_eq!(fs::read(&file).unwrap(), before);
    let into = world.run_args(&["data", "backup", stick.to_str().unwrap()]);
    assert_snapshot!(into, @"
    exit 0
    --- stdout
    Backed up to [home]/stick/nocontact-2026-11-21-2114-asked.db
    It holds 1 window and 0 entries, 91 kB.
    ");
    assert!(stick.join(ASKED).exists());
    assert_eq!(fs::read_dir(&stick).unwrap().count(), 1);

    let nowhere = world.home().join("no/where.db");
    assert_snapshot!(world.run_args(&["data", "backup", nowhere.to_str().unwrap()]), @"
    exit 1
    --- stderr
    nocontact: could not make a backup in [home]/no: No such file or directory (os error 2); nothing was changed
    ");
    assert_snapshot!(world.run("data backup -"), @"
    exit 2
    --- stderr
    nocontact: a backup is checked when it is whole, so it has to be a file: name one
    ");
    world.run("urge 4");
    assert_snapshot!(world.run_args(&["data", "restore", file.to_str().unwrap()]), @"
    exit 0
    --- stdout
    Restored: 1 window and 0 entries.
    What was there is kept, and comes back with:
      nocontact data restore nocontact-2026-11-21-2114-restore.db
    ");
    assert_eq!(world.run("log --json").stdout, "");
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let world = begun();
    world.run("urge 4");
    let data = fs::read(world.data().join("nocontact.db")).unwrap();
    let file = world.home().join("x.db");
    assert_snapshot!(world.run("data restore nocontact-2026-11-20-0900-daily.db"), @"
    exit 1
    --- stderr
    nocontact: there is no backup nocontact-2026-11-20-0900-daily.db; nocontact data backup --list names those there are
    ");
    fs::write(&file, "no database at all").unwrap();
    assert_snapshot!(world.run_args(&["data", "restore", file.to_str().unwrap()]), @"
    exit 1
    --- stderr
    nocontact: could not restore [home]/x.db: it is damaged, or no backup of nocontact; nothing was changed
    ");
    fs::write(&file, &data).unwrap();
    let newer = rusqlite::Connection::open(&file).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);
    assert_snapshot!(world.run_args(&["data", "restore", file.to_str().unwrap()]), @"
    exit 1
    --- stderr
    nocontact: could not restore [home]/x.db: it is in format 99, and this nocontact knows formats up to 1; run the newer nocontact; nothing was changed
    ");
    assert_eq!(fs::read(world.data().join("nocontact.db")).unwrap(), data);
}

#[test]
fn a_damaged_file_is_named_with_its_remedy_and_the_remedy_works() {
    let world = begun();
    world.run("urge 4");
    world.run("data backup");
    let file = world.data().join("nocontact.db");
    fs::write(&file, "damaged").unwrap();
    assert_snapshot!(world.run("status"), @"
    exit 5
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; the newest good backup comes back with nocontact data restore nocontact-2026-11-21-2114-asked.db, and what is there now is kept
    ");
    assert_eq!(world.run("sos").exit, "exit 0");
    assert_eq!(world.run("--help").exit, "exit 0");
    assert_snapshot!(world.run("urge 3"), @"
    exit 5
    --- stdout
      Now   Stand in the open air. Step out of the door for three minutes and find the furthest
            thing you can see. Stay with it for a while.
      Then  Five things you can see. Look round slowly and name five things in the room, then
            three you can hear. Take your time over each.
    People to talk to: nocontact sos
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; the newest good backup comes back with nocontact data restore nocontact-2026-11-21-2114-asked.db, and what is there now is kept
    ");
    assert_snapshot!(world.run(&format!("data restore {ASKED}")), @"
    exit 0
    --- stdout
    Restored: 1 window and 1 entry, the last of today 21:14.
    What was there could not be used, and is kept as it was:
      [home]/.local/share/nocontact/nocontact-unusable-2026-11-21-2114.db
    ");
    assert_eq!(world.run("log --json").stdout.lines().count(), 1);

    fs::remove_file(&file).unwrap();
    assert_snapshot!(world.run("status"), @"
    exit 5
    --- stderr
    nocontact: could not use [home]/.local/share/nocontact/nocontact.db: it is missing or empty; the newest good backup comes back with nocontact data restore nocontact-2026-11-21-2114-asked.db, and what is there now is kept
    ");
    assert_snapshot!(world.run("start --no-daemon"), @"
    exit 5
    --- stderr
    nocontact: could not use [home]/.local/share/nocontact/nocontact.db: it is missing or empty; the newest good backup comes back with nocontact data restore nocontact-2026-11-21-2114-asked.db, and what is there now is kept
    ");
    assert_snapshot!(world.run(&format!("data restore {ASKED}")), @"
    exit 0
    --- stdout
    Restored: 1 window and 1 entry, the last of today 21:14.
    ");
    // A backup that is damaged itself is not named, and not taken.
    fs::write(world.data().join("backups").join(ASKED), "damaged").unwrap();
    assert_snapshot!(world.run("data backup --list"), @"
    exit 0
    --- stdout
    nocontact-2026-11-21-2114-asked.db
      today 21:14 · asked · 1 kB · damaged: no good
    ");
    assert_snapshot!(world.run(&format!("data restore {ASKED}")), @"
    exit 1
    --- stderr
    nocontact: could not restore [home]/.local/share/nocontact/backups/nocontact-2026-11-21-2114-asked.db: it is damaged, or no backup of nocontact; nothing was changed
    ");
}

#[test]
fn the_status_says_so_once_the_last_is_older_than_three_days() {
    let mut world = begun();
    let line = |world: &World| {
        let status = world.run("status").stdout;
        status.lines().find(|line| line.contains("backup")).unwrap_or_default().to_owned()
    };
    assert_eq!(line(&world), "");
    world.at("2026-11-25T09:00:00+01:00");
    assert_eq!(line(&world), "There is no backup yet: nocontact data backup makes one.");
    world.run("data backup");
    assert_eq!(line(&world), "");
    world.run("mood 3");
    world.at("2026-11-28T08:59:00+01:00");
    assert_eq!(line(&world), "");
    // Nothing was said since it was made, to the minute: there is nothing to be lost.
    world.at("2026-11-29T09:00:00+01:00");
    assert_eq!(line(&world), "");
    world.run("mood 3");
    let old = "The last good backup is of Wed 25 Nov, 09:00: nocontact data backup makes one.";
    assert_eq!(line(&world), old);
    world.run("data backup");
    assert_eq!(line(&world), "");
}

/// Of a file with some hundred entries: cut at every 512 bytes, and without each of its pages.
fn damaged(whole: &[u8]) -> Vec<(String, Vec<u8>)> {
    let cuts = (0..whole.len()).step_by(512);
    let cuts = cuts.map(|length| (format!("cut at {length}"), whole[..length].to_vec()));
    let holes = (0..whole.len()).step_by(4096).flat_map(|page| {
        [0, 0xff].map(|byte| {
            let mut bytes = whole.to_vec();
            bytes[page..page + 4096].fill(byte);
            (format!("{byte:02x} at {page}"), bytes)
        })
    });
    cuts.chain(holes).collect()
}

/// Every one of them is refused with the backup named when it is looked at as a daemon does, and
/// never is one taken for new: no command shows a beginning where something was kept.
#[test]
fn hundreds_of_damaged_files_are_refused_with_the_backup_named() {
    let world = begun();
    for note in ["one", "two"] {
        world.run(&format!("note {}", note.repeat(900)));
    }
    world.run("data backup");
    let file = world.data().join("nocontact.db");
    let whole = fs::read(&file).unwrap();
    let variants = damaged(&whole);
    assert!(variants.len() > 200, "{}", variants.len());
    for (what, bytes) in &variants {
        fs::write(&file, bytes).unwrap();
        let status = world.run("status");
        match status.exit.as_str() {
            "exit 5" => assert!(
                status.stderr.contains(&format!("data restore {ASKED}")),
                "{what}: {status}"
            ),
            // What is broken is not what the status asks for.
            _ => assert!(
                status.exit == "exit 0" && status.stdout.starts_with("Day 18"),
                "{what}: {status}"
            ),
        }
        let checked = nocontact::store::Store::open_kept(&world.data())
            .and_then(|store| store.map(|store| store.check()).transpose());
        let error = checked.expect_err(what).to_string();
        assert!(error.contains(ASKED), "{what}: {error}");
    }
    fs::write(&file, &whole).unwrap();
    assert_eq!(world.run("status").exit, "exit 0");
}

fn root() -> bool {
    rustix::process::getuid().is_root()
}

/// A disk with room for little, in a mount of the test's own.
#[test]
fn a_full_disk_leaves_no_half_backup_and_loses_nothing() {
    if !root() {
        eprintln!("not tested: only root may mount a small disk");
        return;
    }
    let mut world = World::new();
    let share = world.data().parent().unwrap().to_owned();
    fs::set_permissions(&share, Permissions::from_mode(0o700)).unwrap();
    let script = |body: &str| {
        format!(
            "mount -t tmpfs -o size=320k,mode=700 tmpfs {0} || exit 77; n=$0; {body}",
            share.display()
        )
    };
    let body = r#"
        "$n" start --no-daemon >/dev/null || exit 1
        "$n" data backup >/dev/null || exit 2
        head -c 90000 /dev/zero > $XDG_DATA_HOME/filling
        "$n" mood 3 > /dev/null || echo "mood refused"
        "$n" data backup; echo "backup: $?"
        ls $XDG_DATA_HOME/nocontact/backups
        rm $XDG_DATA_HOME/filling
        "$n" urge 4 > /dev/null || exit 3
        "$n" data backup > /dev/null; echo "backup: $?"
        "$n" data backup --list
        "$n" log --json | wc -l
    "#;
    let script = script(body);
    world.through(&["unshare", "--mount", "sh", "-c", &script]);
    let ran = world.run("");
    world.through(&[]);
    if ran.exit == "exit 77" {
        eprintln!("not tested: this system allows no mounts of one's own");
        return;
    }
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    backup: 1
    nocontact-2026-11-21-2114-asked.db
    backup: 0
    nocontact-2026-11-21-2114-asked-2.db
      today 21:14 · asked · 91 kB · 1 window and 2 entries
    nocontact-2026-11-21-2114-asked.db
      today 21:14 · asked · 91 kB · 1 window and 0 entries
    2
    --- stderr
    nocontact: could not make a backup in [home]/.local/share/nocontact/backups: there is no room on the disk; nothing was changed
    ");
    assert!(!Path::new(&share).join("nocontact").exists());
}
