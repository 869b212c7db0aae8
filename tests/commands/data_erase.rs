//! `data erase`: what is erased is gone, from every file; what is not, stays. Guards promise 2 of
//! design §1 from its other side: nothing is kept beyond what the person asked for.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;

use super::data_import::{everything, exported};
use super::{begun, id_of};
use crate::world::World;

/// Words that are nowhere but where they were typed.
const CANARY: &str = "Zitronenfalter";

/// Every file below a directory.
fn files(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}

/// The files below the home in which the bytes of the canary are, free pages too.
fn canaries(world: &World) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes())
    };
    files(world.home()).into_iter().filter(holds).collect()
}

/// Logged with the canary, edited, answered, and backed up in every state.
fn with_canary() -> World {
    let world = begun();
    world.run("mood 3 --note 'this stays'");
    world.run(&format!("urge 4 --feeling {CANARY} --note 'first {CANARY}'"));
    world.run("data backup");
    world.run(&format!("edit {} --note 'second {CANARY}'", id_of(&world, 1)));
    world.run("answer same");
    world.run("data backup");
    world
}

#[test]
fn an_entry_is_in_no_file_any_more() {
    let world = with_canary();
    assert_eq!(canaries(&world).len(), 3);
    let id = id_of(&world, 1);
    assert_snapshot!(world.run(&format!("data erase {}", &id[..8])), @"
    exit 2
    --- stdout
    This goes for good, here and from every backup:
      urge     today 21:14
      outcome  today 21:14
    --- stderr
    nocontact: nobody can be asked here; --confirm 'erase' erases it; nothing was erased
    ");
    assert_snapshot!(world.run(&format!("data erase {} --confirm everything", &id[..8])), @"
    exit 2
    --- stdout
    This goes for good, here and from every backup:
      urge     today 21:14
      outcome  today 21:14
    --- stderr
    nocontact: --confirm takes the words 'erase'; nothing was erased
    ");
    assert_eq!(canaries(&world).len(), 3);
    assert_snapshot!(world.run(&format!("data erase {} --confirm erase", &id[..8])), @"
    exit 0
    --- stdout
    This goes for good, here and from every backup:
      urge     today 21:14
      outcome  today 21:14
    Erased.
    Out of reach from here, where there is any:
      -  words typed in a command, in your shell's history (~/.bash_history and its like: the
         lines with nocontact)
      -  copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system
      -  what a disk keeps of files that are gone, which only encrypting it as a whole hides
      -  what is on screens: the terminal's scrollback, the desktop's list of notifications
    ");
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 3 · this stays
    ");
    assert_snapshot!(world.run(&format!("data erase {} --confirm erase", &id[..8])), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
    // What is left is whole: it can be taken back, exported and restored.
    assert_snapshot!(world.run("undo"), @"
    exit 0
    --- stdout
    Taken back: mood of today 21:14. nocontact undo --redo puts it back.
    ");
    exported(&world, "out.jsonl");
    let listed = world.run("data backup --list --json").stdout;
    assert_eq!(listed.lines().count(), 2, "{listed}");
    for backup in fs::read_dir(world.data().join("backups")).unwrap() {
        let name = backup.unwrap().file_name().into_string().unwrap();
        if !name.contains("restore") {
            let ran = world.run(&format!("data restore {name}"));
            assert_eq!(ran.exit, "exit 0", "{ran}");
            assert!(world.run("log --notes").stdout.contains("this stays"), "{name}");
        }
    }
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
}

#[test]
fn what_was_taken_back_can_be_erased_too() {
    let world = begun();
    world.run(&format!("note {CANARY}"));
    let id = id_of(&world, 0);
    world.run("undo");
    assert_eq!(canaries(&world).len(), 1);
    let ran = world.run(&format!("data erase {id} --confirm erase"));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
    assert_eq!(world.run("undo --redo").exit, "exit 1");
}

#[test]
fn on_a_terminal_the_words_are_typed() {
    let world = with_canary();
    let line = format!("data erase {}", id_of(&world, 1));
    let kept = world.run_in_terminal(&line, 80, &[("keep it:", "\n")]);
    assert_snapshot!(kept, @"
    exit 1
    --- terminal
    This goes for good, here and from every backup:
      urge     today 21:14
      outcome  today 21:14
    Type 'erase' to erase it, or Enter to keep it: 
    nocontact: those were not the words; nothing was erased
    ");
    let kept = world.run_in_terminal(&line, 80, &[("keep it:", "yes\n")]);
    assert_eq!(kept.exit, "exit 1", "{kept}");
    assert_eq!(canaries(&world).len(), 3);
    let gone = world.run_in_terminal(&line, 80, &[("keep it:", "erase\n")]);
    assert_eq!(gone.exit, "exit 0", "{gone}");
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
}

#[test]
fn nobody_erases_by_a_slip() {
    let world = with_canary();
    assert_snapshot!(world.run("data erase"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact data erase <ID | --window N | --everything [--settings]>; see --help
    ");
    assert_snapshot!(world.run("data erase abc --confirm erase"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
    assert_snapshot!(world.run("data erase ffffffff --confirm erase"), @"
    exit 1
    --- stderr
    nocontact: no entry has that id; nocontact log shows them
    ");
    assert_snapshot!(world.run("data erase --window 7 --confirm 'erase window 7'"), @"
    exit 1
    --- stderr
    nocontact: no window has that number; there are: 1, from Tue 3 Nov, 14:05
    ");
    assert_snapshot!(world.run("data erase --window 1 --confirm erase"), @"
    exit 2
    --- stdout
    This goes for good, here and from every backup:
      window   1, from Tue 3 Nov, 14:05, open
      urge     1
      outcome  1
      mood     1
    --- stderr
    nocontact: --confirm takes the words 'erase window 1'; nothing was erased
    ");
    assert_snapshot!(world.run("data erase --settings"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact data erase <ID | --window N | --everything [--settings]>; see --help
    ");
    assert_snapshot!(World::new().run("data erase abcd --confirm erase"), @"
    exit 1
    --- stderr
    nocontact: nothing is kept here
    ");
    assert_eq!(canaries(&world).len(), 3);
}

#[test]
fn a_window_goes_with_what_happened_in_it_and_no_more() {
    let mut world = World::new();
    world.at("2026-10-01T11:00:00+02:00").run("note 'before any window'");
    world.at("2026-10-01T12:00:00+02:00");
    world.run("start --no-daemon --since now");
    world.run(&format!("urge 3 --note {CANARY}"));
    world.run("suggest");
    world.at("2026-10-10T12:00:00+02:00").run(&format!("contacted --restart --note {CANARY}"));
    world.run("urge 2");
    world.run("data backup");
    assert_snapshot!(world.run("data erase --window 1 --confirm 'erase window 1'"), @"
    exit 0
    --- stdout
    This goes for good, here and from every backup:
      window   1, from Thu 1 Oct, 12:00, closed
      urge     1
      with it  the record of 1 notice
    Erased.
    Out of reach from here, where there is any:
      -  words typed in a command, in your shell's history (~/.bash_history and its like: the
         lines with nocontact)
      -  copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system
      -  what a disk keeps of files that are gone, which only encrypting it as a whole hides
      -  what is on screens: the terminal's scrollback, the desktop's list of notifications
    ");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  Thu 1 Oct, 11:00 · note · with words (--notes)
      [id2]  today 12:00 · contacted · with words (--notes)
      [id3]  today 12:00 · urge 2
    ");
    let status = world.run("status --json").stdout;
    assert!(status.contains("\"open\":true"), "{status}");
    // The contact belongs to the window that it opened.
    assert_eq!(canaries(&world).len(), 2);
    let ran = world.run("data erase --window 2 --confirm 'erase window 2'");
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    This goes for good, here and from every backup:
      window     2, from today 12:00, open
      urge       1
      contacted  1
    Erased. The window is gone, so no notices come until the next.
    Out of reach from here, where there is any:
      -  words typed in a command, in your shell's history (~/.bash_history and its like: the
         lines with nocontact)
      -  copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system
      -  what a disk keeps of files that are gone, which only encrypting it as a whole hides
      -  what is on screens: the terminal's scrollback, the desktop's list of notifications
    ");
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
    assert_eq!(world.run("status").exit, "exit 3");
    assert_snapshot!(world.run("log"), @"
    exit 0
    --- stdout
      [id1]  Thu 1 Oct, 11:00 · note · with words (--notes)
    ");
    exported(&world, "out.jsonl");
}

/// Nobody knows what is in them, so they are not removed with one entry; but they are named.
#[test]
fn words_that_an_editor_left_are_named() {
    let world = with_canary();
    let draft = world.home().join("run/nocontact-words-0a1b2c3d");
    fs::create_dir(&draft).unwrap();
    fs::write(draft.join("words"), CANARY).unwrap();
    let ran = world.run(&format!("data erase {} --confirm erase", id_of(&world, 1)));
    assert!(ran.stdout.contains("--edit: [home]/run/nocontact-words-"), "{ran}");
    assert_eq!(canaries(&world), [draft.join("words")]);
}

#[test]
fn a_backup_that_cannot_be_cleaned_is_named() {
    let world = with_canary();
    let id = id_of(&world, 1);
    fs::write(world.data().join("backups/mine.db"), "no database").unwrap();
    let ran = world.run(&format!("data erase {id} --confirm erase"));
    assert_snapshot!(ran, @"
    exit 1
    --- stdout
    This goes for good, here and from every backup:
      urge     today 21:14
      outcome  today 21:14
    --- stderr
    nocontact: it is erased, but may still be in a copy that could not be read or written; if you do not need that, remove it:
      [home]/.local/share/nocontact/backups/mine.db
    ");
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
}

#[test]
fn everything_is_gone_and_what_is_not_ours_stays() {
    let mut world = World::new();
    world.env_remove("NOCONTACT_NOW");
    let ran = world.run("start --since '3 days ago'");
    assert!(world.daemon_runs(), "{ran}");
    world.run(&format!("note {CANARY}"));
    world.run("data backup");
    for file in ["autostart/nocontact.desktop", "systemd/user/nocontact.service"] {
        let file = world.home().join(".config").join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "# Kept by nocontact.\n").unwrap();
    }
    super::settings(&world, "[window]\nlength = 45\n");
    super::texts(&world, "");
    fs::write(world.data().join("mine.txt"), "mine").unwrap();
    fs::write(world.data().join("nocontact.db.orig"), "mine").unwrap();
    let draft = world.home().join("run/nocontact-words-0a1b2c3d");
    fs::create_dir(&draft).unwrap();
    fs::write(draft.join("words"), CANARY).unwrap();
    fs::create_dir_all(world.home().join("run/nocontact")).unwrap();
    let share = world.home().join(".local/share");
    assert!(share.join("applications/nocontact.desktop").exists());
    fs::write(share.join("applications/other.desktop"), "other").unwrap();

    assert_snapshot!(world.run("data erase --everything"), @"
    exit 2
    --- stdout
    This goes for good:
      kept     1 window, 1 entry, what you told about yourself
      backups  2
      besides  the daemon, how it is started, its log, its desktop entry and icon
      stays    your settings, phrases and texts: --settings
    --- stderr
    nocontact: nobody can be asked here; --confirm 'erase everything' erases it; nothing was erased
    ");
    assert!(world.daemon_runs());
    assert_snapshot!(world.run("data erase --everything --confirm 'erase everything'"), @"
    exit 0
    --- stdout
    This goes for good:
      kept     1 window, 1 entry, what you told about yourself
      backups  2
      besides  the daemon, how it is started, its log, its desktop entry and icon
      stays    your settings, phrases and texts: --settings
    Everything is erased.
    Not ours, or still in use, and left where it is:
      [home]/.local/share/nocontact/mine.txt
      [home]/.local/share/nocontact/nocontact.db.orig
    Out of reach from here, where there is any:
      -  words typed in a command, in your shell's history (~/.bash_history and its like: the
         lines with nocontact)
      -  copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system
      -  what a disk keeps of files that are gone, which only encrypting it as a whole hides
      -  what is on screens: the terminal's scrollback, the desktop's list of notifications
      -  the program itself, and what your package manager wrote down of it
    ");
    assert!(!world.daemon_runs());
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
    let left = |world: &World| {
        let mut left: Vec<String> = files(world.home())
            .iter()
            .map(|path| path.strip_prefix(world.home()).unwrap().display().to_string())
            .collect();
        left.sort();
        left.join("\n")
    };
    assert_snapshot!(left(&world), @"
    .config/nocontact/config.toml
    .config/nocontact/texts.toml
    .local/share/applications/other.desktop
    .local/share/nocontact/mine.txt
    .local/share/nocontact/nocontact.db.orig
    ");
    assert_snapshot!(world.run("data erase --everything --settings --confirm 'erase everything'"), @"
    exit 0
    --- stdout
    This goes for good:
      kept      nothing
      backups   0
      besides   the daemon, how it is started, its log, its desktop entry and icon
      settings  your settings, phrases and texts too
    Everything is erased.
    Not ours, or still in use, and left where it is:
      [home]/.local/share/nocontact/mine.txt
      [home]/.local/share/nocontact/nocontact.db.orig
    Out of reach from here, where there is any:
      -  words typed in a command, in your shell's history (~/.bash_history and its like: the
         lines with nocontact)
      -  copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system
      -  what a disk keeps of files that are gone, which only encrypting it as a whole hides
      -  what is on screens: the terminal's scrollback, the desktop's list of notifications
      -  the program itself, and what your package manager wrote down of it
    ");
    assert_snapshot!(left(&world), @"
    .local/share/applications/other.desktop
    .local/share/nocontact/mine.txt
    .local/share/nocontact/nocontact.db.orig
    ");
    assert!(!world.settings().parent().unwrap().exists());
    fs::remove_file(world.data().join("mine.txt")).unwrap();
    fs::remove_file(world.data().join("nocontact.db.orig")).unwrap();
    assert_eq!(world.run("data erase --everything --confirm 'erase everything'").exit, "exit 0");
    assert!(!world.data().exists());
    assert_eq!(world.run("status").exit, "exit 3");
}

#[test]
fn a_file_that_can_be_read_no_more_can_be_erased() {
    let world = with_canary();
    super::damage(&world);
    assert_eq!(world.run("log").exit, "exit 5");
    assert_snapshot!(world.run("data erase --everything --confirm 'erase everything'"), @"
    exit 0
    --- stdout
    This goes for good:
      kept     what cannot be read any more
      backups  2
      besides  the daemon, how it is started, its log, its desktop entry and icon
      stays    your settings, phrases and texts: --settings
    Everything is erased.
    Out of reach from here, where there is any:
      -  words typed in a command, in your shell's history (~/.bash_history and its like: the
         lines with nocontact)
      -  copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system
      -  what a disk keeps of files that are gone, which only encrypting it as a whole hides
      -  what is on screens: the terminal's scrollback, the desktop's list of notifications
      -  the program itself, and what your package manager wrote down of it
    ");
    assert_eq!(canaries(&world), Vec::<PathBuf>::new());
    assert_eq!(world.run("log").exit, "exit 0");
}

/// Killed at any change to the disk, an erase can be run again, and then it is finished.
#[test]
fn cut_off_anywhere_it_is_finished_the_next_time() {
    let mut killed = 0;
    for (call, times) in [
        ("pwrite64", vec![1, 4, 9, 14, 20, 28, 36]),
        ("fsync", vec![1, 2, 3, 4, 6, 8, 10]),
        ("unlink", vec![1, 2, 3, 4, 5, 6]),
        ("rename", vec![1, 2]),
    ] {
        for when in times {
            let mut world = with_canary();
            let before = world.run("log").stdout;
            let line = format!("data erase {} --confirm erase", id_of(&world, 1));
            let (trace, inject) =
                (format!("trace={call}"), format!("inject={call}:signal=KILL:when={when}"));
            world.through(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
            let cut = world.run(&line).exit != "exit 0";
            killed += u32::from(cut);
            world.through(&[]);
            let ran = world.run(&line);
            // Nothing is left to erase where only the last words were cut off.
            assert!(ran.exit == "exit 0" || ran.stderr.contains("nothing like that"), "{ran}");
            assert_eq!(canaries(&world), Vec::<PathBuf>::new(), "{call} {when}");
            let after = world.run("log").stdout;
            assert!(before.contains("urge") && !after.contains("urge"), "{call} {when}: {after}");
            assert!(after.contains("mood"), "{call} {when}: {after}");
            everything(&world);
        }
    }
    assert!(killed > 12, "{killed}");
}

#[test]
fn everything_can_be_cut_off_too() {
    let mut killed = 0;
    for (call, when) in [
        ("unlink", 1),
        ("unlink", 2),
        ("unlink", 3),
        ("unlink", 4),
        ("fsync", 1),
        ("fsync", 3),
        ("rmdir", 1),
    ] {
        let mut world = with_canary();
        let (trace, inject) =
            (format!("trace={call}"), format!("inject={call}:signal=KILL:when={when}"));
        world.through(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
        let line = "data erase --everything --confirm 'erase everything'";
        killed += u32::from(world.run(line).exit != "exit 0");
        world.through(&[]);
        let ran = world.run(line);
        assert_eq!(ran.exit, "exit 0", "{call} {when}\n{ran}");
        assert_eq!(canaries(&world), Vec::<PathBuf>::new(), "{call} {when}");
        assert!(!world.data().exists(), "{call} {when}");
    }
    assert!(killed > 4, "{killed}");
}
