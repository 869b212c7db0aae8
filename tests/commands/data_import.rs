//! `data import`: all or nothing, and what is here stays as it is.

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;
use nocontact::store::{Everything, Store};

use super::begun;
use crate::world::World;

/// What somebody does in a month, every command that writes among it.
pub(super) fn lived() -> World {
    let mut world = begun();
    for line in [
        "about plan add 'If it is late, I sleep.'",
        "about plan add 'If I wake, I read.'",
        "about plan remove 1",
        "about situation children",
        "about situation none --confirm 'this no longer holds'",
        "about person 'Sam \u{202e}maS'",
        "about country GB",
        "urge 4 --feeling lonely --trigger '=a song' --note 'käse; \"quoted\" \u{1f9c0}'",
        "answer same 3",
        "urge 5 --peeked",
        "received --kind warm --via phone --note 'a\tb'",
        "contacted --extend 7",
        "mood 2 --note 'low'",
        "suggest",
        "answer done",
        "undo",
        "suggest --hide sleepfood-001",
        "note words",
        "undo",
        "pause 3d",
    ] {
        let ran = world.run(line);
        assert_eq!(ran.exit, "exit 0", "{line}\n{ran}");
    }
    world.run(&format!("edit {} --strength 2", super::id_of(&world, 0)));
    world.at("2026-11-22T10:00:00+01:00");
    world.run("contacted --restart");
    world.run("urge 3");
    world.at(crate::world::NOW);
    world
}

pub(super) fn everything(world: &World) -> Everything {
    Store::open_existing(&world.data()).unwrap().unwrap().read().everything().unwrap()
}

/// The whole export as it is, with nothing masked.
pub(super) fn exported(world: &World, name: &str) -> String {
    let file = world.home().join(name);
    let ran = world.run(&format!("data export {}", file.display()));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    fs::read_to_string(file).unwrap()
}

fn backups(world: &World) -> usize {
    fs::read_dir(world.data().join("backups")).map_or(0, Iterator::count)
}

/// A file with this in it, in the world's home.
fn file(world: &World, text: impl AsRef<[u8]>) -> PathBuf {
    let file = world.home().join("in.jsonl");
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn every_table_comes_back_as_it_was_and_a_second_time_changes_nothing() {
    let (there, here) = (lived(), World::new());
    let export = exported(&there, "out.jsonl");
    let file = file(&here, &export);
    let line = format!("data import {}", file.display());
    assert_snapshot!(here.run(&line), @"
    exit 0
    --- stdout
    Imported: 10 entries, 2 windows, 8 things you told, 1 notice.
    ");
    assert_eq!(everything(&here), everything(&there));
    assert_eq!(exported(&here, "back.jsonl"), export);
    assert_snapshot!(here.run(&line), @"
    exit 0
    --- stdout
    Everything in it was here already.
    ");
    assert_eq!(exported(&here, "again.jsonl"), export);
    assert_eq!(backups(&here), 0, "there was nothing to back up");
    for shown in ["", "log --notes", "about", "answer", "status --json"] {
        assert_eq!(here.run(shown), there.run(shown), "{shown}");
    }
    assert_snapshot!(here.run("undo"), @"
    exit 0
    --- stdout
    Taken back: urge of tomorrow 10:00. nocontact undo --redo puts it back.
    ");
}

#[test]
fn what_is_here_stays_and_what_is_new_is_added() {
    let there = lived();
    let export = exported(&there, "out.jsonl");
    let mut here = World::new();
    here.at("2026-11-25T12:00:00+01:00");
    here.run("start --no-daemon --days 45");
    here.run("about plan add 'If I am sad, I walk.'");
    here.run("about person Kim");
    here.run("mood 5");
    let line = format!("data import {}", file(&here, &export).display());
    let before = everything(&here);
    assert_snapshot!(here.run(&line), @"
    exit 1
    --- stderr
    nocontact: could not import [home]/in.jsonl: a window is open here, and another in the export: close one of them first, with nocontact finish --close here, or there and then export again; nothing was changed
    ");
    assert_eq!(everything(&here), before);
    assert_eq!(backups(&here), 0);
    here.run("finish --close");
    assert_snapshot!(here.run(&line), @"
    exit 0
    --- stdout
    Imported: 10 entries, 2 windows, 7 things you told, 1 notice.
    Here already, and left as it is: 1 thing you told.
    nocontact undo does not take an import back; its backup does:
      nocontact data restore nocontact-2026-11-25-1200-import.db
    ");
    assert_eq!(backups(&here), 1);
    let after = exported(&here, "after.jsonl");
    assert_snapshot!(here.run(&line), @"
    exit 0
    --- stdout
    Everything in it was here already.
    ");
    assert_eq!(exported(&here, "again.jsonl"), after);
    assert_snapshot!(here.run("about"), @"
    exit 0
    --- stdout
      Plan 1     If I am sad, I walk.
      Plan 3     If I wake, I read.
      Situation  not told
      Person     Kim
      Country    GB
    ");
    assert_snapshot!(here.run(""), @"
    exit 0
    --- stdout
    Day 3 of 30 · 27 days left · until Tue 22 Dec, 10:00
    ━━━───────────────────────────
    3 of 3 days without contact · longest stretch 3
    Next: today 12:00 · daemon not running (nocontact start)
    ");
    assert_snapshot!(here.run("log --since 2026-11-22"), @"
    exit 0
    --- stdout
      [id1]  Sun 22 Nov, 10:00 · contacted
      [id2]  Sun 22 Nov, 10:00 · urge 3
      [id3]  today 12:00 · mood 5
    ");
    // The last command is still the one of here; and it would open a second window.
    assert_snapshot!(here.run("undo"), @"
    exit 1
    --- stderr
    nocontact: that would open a window beside the one that is open: nothing was changed; nocontact finish --close closes the one that is open
    ");
    here.run("finish --close");
    here.run("undo");
    let ids: Vec<u32> = everything(&here).newest_windows().map(|window| window.id).collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn an_open_window_here_stays_open_where_the_others_are_closed() {
    let there = lived();
    there.run("finish --close");
    let export = exported(&there, "out.jsonl");
    let mut here = World::new();
    here.at("2026-11-25T12:00:00+01:00");
    here.run("start --no-daemon --days 45");
    let before = here.run("status --json").stdout;
    let ran = here.run(&format!("data import {}", file(&here, export).display()));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert_eq!(here.run("status --json").stdout, before);
    assert_snapshot!(here.run("finish --close"), @"
    exit 0
    --- stdout
    Closed. nocontact undo opens it again.
    Before the end, and all right. Plans change, and so do people. If you like, note one line
    for yourself on why today.
    ");
    assert_eq!(here.run("status").exit, "exit 3");
}

/// What was told here about safety is not taken away by what was left elsewhere.
#[test]
fn leaving_a_situation_elsewhere_leaves_it_nowhere_else() {
    let mut there = World::new();
    there.at("2026-10-01T12:00:00+02:00");
    there.run("about situation order_on_me");
    there.run("about situation order_on_me --remove --confirm 'this no longer holds'");
    let export = exported(&there, "out.jsonl");
    let here = World::new();
    here.run("about situation order_on_me");
    here.run("mood 3");
    let before = here.run("about").stdout;
    let ran = here.run(&format!("data import {}", file(&here, export).display()));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert_eq!(here.run("about").stdout, before);
    assert!(before.contains("order"), "{before}");
}

#[test]
fn what_is_no_whole_export_is_refused_by_its_line() {
    let there = lived();
    let export = exported(&there, "out.jsonl");
    let lines: Vec<&str> = export.lines().collect();
    let without = |line: usize| {
        let mut lines = lines.clone();
        lines.remove(line);
        lines.join("\n") + "\n"
    };
    let swapped = |one: usize, other: usize| {
        let mut lines = lines.clone();
        lines.swap(one, other);
        lines.join("\n") + "\n"
    };
    let deep = format!("{}\n{}{}\n", lines[0], "[".repeat(100_000), "]".repeat(100_000));
    let first = |from: &str, to: &str| export.replacen(from, to, 1);
    let mut no_text = export.clone().into_bytes();
    no_text[lines[0].len() + 20] = 0xff;
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("another file", b"id,kind\n1,urge\n".to_vec()),
        ("another JSON", b"{\"nocontact\":\"backup\"}\n".to_vec()),
        ("newer form", first("\"version\":1", "\"version\":2").into()),
        ("newer tables", first("\"schema\":1", "\"schema\":9").into()),
        ("no version", first("\"version\":1,", "").into()),
        ("no last line", without(lines.len() - 1).into()),
        ("cut within a line", export.as_bytes()[..export.len() - 200].to_vec()),
        ("last line cut", export.as_bytes()[..export.len() - 1].to_vec()),
        ("a line too few", without(3).into()),
        ("another order", swapped(2, 3).into()),
        ("a line too many", format!("{export}{}\n", lines[2]).into()),
        ("more after it", format!("{export}\n").into()),
        ("a changed word", first("lonely", "lonelx").into()),
        ("a number out of range", first("\"strength\":4", "\"strength\":400").into()),
        ("an unknown kind", first("\"kind\":\"urge\"", "\"kind\":\"rage\"").into()),
        ("an unknown field", first("\"strength\":4", "\"force\":4").into()),
        ("an unknown table", first("{\"table\":\"windows\"", "{\"table\":\"doors\"").into()),
        ("blanks", first("\"table\":\"windows\",", "\"table\": \"windows\",").into()),
        ("other line ends", export.replace('\n', "\r\n").into()),
        ("deep", deep.into()),
        ("no text", no_text),
        ("zeroes", vec![0; 4096]),
    ];
    let here = begun();
    let before = everything(&here);
    let mut all = String::new();
    for (name, text) in cases {
        let ran = here.run(&format!("data import {}", file(&here, text).display()));
        assert_eq!((ran.exit.as_str(), ran.stdout.as_str()), ("exit 1", ""), "{name}\n{ran}");
        let why = ran.stderr.split("in.jsonl: ").nth(1).unwrap_or(&ran.stderr);
        all.push_str(&format!("{name}: {why}"));
    }
    assert_snapshot!(all, @"
    empty: line 1: this is no export of nocontact (nocontact data export makes one); nothing was changed
    another file: line 1: this is no export of nocontact (nocontact data export makes one); nothing was changed
    another JSON: line 1: this is no export of nocontact (nocontact data export makes one); nothing was changed
    newer form: line 1: a newer nocontact wrote it; import it with that one; nothing was changed
    newer tables: line 1: a newer nocontact wrote it; import it with that one; nothing was changed
    no version: line 1: this is no export of nocontact (nocontact data export makes one); nothing was changed
    no last line: line 51: the file ends here, before its last line: the end of it is missing; nothing was changed
    cut within a line: line 50: the file ends here, before its last line: the end of it is missing; nothing was changed
    last line cut: line 51: the file ends here, before its last line: the end of it is missing; nothing was changed
    a line too few: line 50: the count of rows does not fit: lines are missing, or too many; nothing was changed
    another order: line 51: the checksum does not fit: the file was changed or damaged on its way; nothing was changed
    a line too many: line 52: there is something after the end; nothing was changed
    more after it: line 52: there is something after the end; nothing was changed
    a changed word: line 51: the checksum does not fit: the file was changed or damaged on its way; nothing was changed
    a number out of range: line 27: it is no row as nocontact writes them; nothing was changed
    an unknown kind: line 27: it is no row as nocontact writes them; nothing was changed
    an unknown field: line 27: it is no row as nocontact writes them; nothing was changed
    an unknown table: line 23: it is no row as nocontact writes them; nothing was changed
    blanks: line 23: it is no row as nocontact writes them; nothing was changed
    other line ends: line 2: it is no row as nocontact writes them; nothing was changed
    deep: line 2: it is no row as nocontact writes them; nothing was changed
    no text: line 2: it is not text (UTF-8); nothing was changed
    zeroes: line 1: the file ends here, before its last line: the end of it is missing; nothing was changed
    ");
    assert_eq!(everything(&here), before);
    assert_eq!(backups(&here), 0);
}

#[test]
fn a_line_without_end_is_refused_and_not_read_on() {
    let here = World::new();
    let ran = here.run_in_shell("head -c 100M /dev/zero | tr '\\0' a | nocontact data import -");
    assert_snapshot!(ran, @"
    exit 1
    --- stderr
    nocontact: could not import standard input: line 1: the line is longer than 64 MiB; nothing was changed
    ");
    assert!(!here.data().exists());
}

#[test]
fn a_file_that_cannot_be_read() {
    let here = World::new();
    assert_snapshot!(here.run("data import missing.jsonl"), @"
    exit 1
    --- stderr
    nocontact: could not import missing.jsonl: No such file or directory (os error 2); nothing was changed
    ");
    assert_snapshot!(here.run("data import run"), @"
    exit 1
    --- stderr
    nocontact: could not import run: it is a directory; nothing was changed
    ");
    assert!(!here.data().exists());
}

#[test]
fn through_a_pipe() {
    let there = lived();
    let ran = there.run_in_shell(
        "nocontact data export | XDG_DATA_HOME=$PWD/other nocontact data import - &&
         XDG_DATA_HOME=$PWD/other nocontact data export | cmp - <(nocontact data export)",
    );
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    Imported: 10 entries, 2 windows, 8 things you told, 1 notice.
    ");
}

/// Killed at any write to the disk: all of it is here or nothing, and a second time finishes.
#[test]
fn cut_off_anywhere_it_is_all_or_nothing() {
    let there = lived();
    let export = exported(&there, "out.jsonl");
    let mut killed = 0;
    for (call, times) in
        [("pwrite64", [1, 3, 6, 10]), ("fsync", [1, 2, 3, 4]), ("unlink", [1, 2, 3, 4])]
    {
        for when in times {
            let mut here = World::new();
            here.run("mood 5");
            let before = everything(&here);
            let line = format!("data import {}", file(&here, &export).display());
            let trace = format!("trace={call}");
            let inject = format!("inject={call}:signal=KILL:when={when}");
            here.through(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
            killed += u32::from(here.run(&line).exit != "exit 0");
            here.through(&[]);
            let now = everything(&here);
            let after = here.run(&line);
            assert_eq!(after.exit, "exit 0", "{call} {when}\n{after}");
            assert!(now == before || now == everything(&here), "{call} {when}");
            assert_eq!(
                here.run("data import in.jsonl").stdout,
                "Everything in it was here already.\n"
            );
        }
    }
    assert!(killed > 5, "{killed}");
}
