//! The data file: not there, not ours, not whole, not of this format. Doctor changes none of it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};

use insta::assert_snapshot;

use super::{Home, not_fine};
use crate::world::World;

/// Says it, and has left every byte as it was.
#[track_caller]
fn says(home: &Home) -> String {
    let before = fs::read(home.file()).unwrap();
    let said = home.says();
    assert_eq!(fs::read(home.file()).unwrap(), before);
    said
}

#[test]
fn all_in_order() {
    assert_snapshot!(says(&Home::new()), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn nothing_was_ever_kept() {
    let world = World::new();
    assert_snapshot!(not_fine(&world.run("doctor --json")), @"
    exit 1
    note  data: nothing has been kept yet
           Do: nocontact start opens a window
    note  daemon: does not run, and no window is open
    to do  bus: no session bus answers
           Do: type nocontact start in a terminal on your desktop; on a console and over ssh there is often no bus
    note  next: none: no window is open
           Do: nocontact start opens one
    ");
    assert!(!world.data().exists(), "looking leaves nothing behind");
}

#[test]
fn a_file_that_is_gone() {
    let home = Home::new();
    fs::remove_file(home.file()).unwrap();
    assert_snapshot!(home.says(), @"
    exit 1
    to do  data: is not there, although the daemon runs: it was moved or deleted
           Do: put it, or a copy of yours, in its place again, as [home]/.local/share/nocontact/nocontact.db; if it is to be gone: nocontact daemon --stop
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: none: no window is open
           Do: nocontact start opens one
    ");
    assert!(!home.file().exists());
}

#[test]
fn a_file_of_no_bytes() {
    let home = Home::new();
    fs::write(home.file(), "").unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: is there and empty (0 bytes)
           Do: if something was kept in it, put a copy of yours in its place, as [home]/.local/share/nocontact/nocontact.db; if nothing was: nocontact start
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn a_file_of_no_bytes_beside_a_copy() {
    let home = Home::new();
    let backups = home.world.data().join("backups");
    fs::create_dir(&backups).unwrap();
    fs::copy(home.file(), backups.join("nocontact-2026-11-20-2114-daily.db")).unwrap();
    fs::write(home.file(), "").unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not use it: it is missing or empty
           Do: the newest good backup comes back with nocontact data restore nocontact-2026-11-20-2114-daily.db, and what is there now is kept
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn a_file_that_lost_its_end() {
    let home = Home::new();
    let whole = fs::read(home.file()).unwrap();
    fs::write(home.file(), &whole[..whole.len() / 2]).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not read it: it is damaged or not ours
           Do: move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn a_file_whose_beginning_was_written_over() {
    let home = Home::new();
    let mut bytes = fs::read(home.file()).unwrap();
    bytes[..64].fill(0xaa);
    fs::write(home.file(), bytes).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not read it: it is damaged or not ours
           Do: move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

/// Every row can still be read.
#[test]
fn a_file_whose_index_does_not_match() {
    let home = Home::new();
    home.world.run("mood 3");
    let database = home.database();
    database.execute_batch("PRAGMA writable_schema = ON").unwrap();
    let mixed_up = "UPDATE sqlite_schema SET rootpage =
                    (SELECT rootpage FROM sqlite_schema WHERE name = 'answers_command')
                    WHERE name = 'entries_command'";
    database.execute(mixed_up, []).unwrap();
    drop(database);
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not read it: it is damaged or not ours
           Do: move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn a_row_that_makes_no_sense_says_nothing_of_itself() {
    let home = Home::new();
    home.world.run("note 'my secret'");
    home.database()
        .execute("UPDATE entries SET kind = 'outcome', outcome = 'my secret'", [])
        .unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not read it: it is damaged or not ours
           Do: move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn another_programs_file() {
    let home = Home::new();
    fs::remove_file(home.file()).unwrap();
    home.database().execute_batch("CREATE TABLE theirs (x)").unwrap();
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not use it: it belongs to another program
           Do: move it elsewhere, it was left as it is
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn a_newer_programs_file() {
    let home = Home::new();
    home.database().pragma_update(None, "user_version", 99).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not use it: it is in format 99, and this nocontact knows formats up to 1
           Do: run the newer nocontact, the file was left as it is
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn an_older_programs_file() {
    let home = Home::new();
    home.database().pragma_update(None, "user_version", 0).unwrap();
    assert_snapshot!(says(&home), @"
    exit 0
    note  data: is of an older nocontact, format 0 of 1; the next command copies it and brings it up to date
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
    assert!(!home.world.data().join("backups").exists());
}

#[test]
fn a_write_that_was_cut_off() {
    let home = Home::new();
    home.world.run("note words");
    let database = home.database();
    database
        .execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE;")
        .unwrap();
    let fill = "INSERT INTO about (id, revision, command, live, value)
                VALUES ('x' || ?1, 1, 1, 0, zeroblob(3000) || 'x')";
    for number in 0..200 {
        database.execute(fill, [number]).unwrap();
    }
    let names = ["nocontact.db", "nocontact.db-journal"];
    let torn = names.map(|name| fs::read(home.world.data().join(name)).unwrap());
    database.execute_batch("ROLLBACK").unwrap();
    drop(database);
    for (name, bytes) in names.iter().zip(&torn) {
        fs::write(home.world.data().join(name), bytes).unwrap();
    }
    assert_snapshot!(says(&home), @"
    exit 0
    note  data: a write was cut off; the next command takes it back, and what was saved before stays
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
    assert_eq!(home.world.run("log --notes").exit, "exit 0");
    assert_snapshot!(says(&home), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn rights_that_let_others_in() {
    let home = Home::new();
    let (file, dir) = (home.file(), home.world.data());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  rights: the directory has mode 755: others may look in; the file has mode 644: others may look in
           Do: chmod 700 [home]/.local/share/nocontact; chmod 600 [home]/.local/share/nocontact/nocontact.db
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  rights: the file has mode 400: you may not do everything with it
           Do: chmod 600 [home]/.local/share/nocontact/nocontact.db
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn somebody_elses_file() {
    if !rustix::process::getuid().is_root() {
        eprintln!("not tested: only root can give a file away");
        return;
    }
    let home = Home::new();
    chown(home.file(), Some(65534), Some(65534)).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not use it: it belongs to another user
           Do: make it yours or choose another place
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
    chown(home.file(), Some(0), Some(0)).unwrap();
    chown(home.world.data(), Some(65534), Some(65534)).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not use its directory: it belongs to another user
           Do: make it yours or choose another place
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn a_link_in_its_place() {
    let home = Home::new();
    fs::rename(home.file(), home.world.home().join("elsewhere.db")).unwrap();
    symlink(home.world.home().join("elsewhere.db"), home.file()).unwrap();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  data: could not use it: it is a link or no regular file
           Do: put the data file itself in its place
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: not known while the data file is not read
    ");
}

#[test]
fn words_that_are_in_one_place_only() {
    let mut home = Home::new();
    home.world.at("2026-11-26T12:00:00+01:00");
    assert_snapshot!(says(&home), @"
    exit 1
    to do  backup: there is none yet
           Do: nocontact data backup makes one; the daemon makes one a day
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
    assert!(home.world.run("data backup").exit == "exit 0");
    assert!(!says(&home).contains("backup:"));
    home.world.at("2026-11-27T12:00:00+01:00").run("mood 3");
    home.world.at("2026-12-02T12:00:00+01:00");
    assert!(
        says(&home).contains("backup: the last good one is of Thu 26 Nov, 12:00"),
        "{}",
        says(&home)
    );
}
