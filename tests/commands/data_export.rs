//! `data export`: everything as text, which leaves in no way but the one that was named.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use super::begun;
use super::data_import::{exported, lived};
use crate::world::World;

#[test]
fn with_nothing_kept() {
    let world = World::new();
    assert_snapshot!(world.run("data export"), @r#"
    exit 0
    --- stdout
    {"nocontact":"export","version":1,"program":"0.1.0","schema":1,"at":"2026-11-21T21:14:00+01:00","zone":"Europe/Berlin"}
    {"table":"end","rows":0,"sha256":"e6b4500d6b5bda52c3812fe2440174ba440ea893fb7fa5807ba023786a8ca734"}
    "#);
    assert_snapshot!(world.run("data export --format csv"), @r#"
    exit 0
    --- stdout
    "id","kind","at","logged_at","strength","feeling","trigger","urge","outcome","strength_after","received_kind","via","necessary","mood","note"
    "#);
    assert!(!world.data().exists(), "nothing is made where there was nothing");
}

#[test]
fn every_row_is_a_line() {
    let world = begun();
    world.run("urge 4 --feeling lonely --note 'it is late'");
    world.run("answer same");
    world.run("answer easier 2");
    world.run("undo");
    world.run("about person Sam");
    world.run("suggest");
    world.run("answer done");
    let ran = world.run("data export");
    let rows: Vec<&str> = ran.stdout.lines().collect();
    let (last, rows) = rows.split_last().unwrap();
    assert_snapshot!(rows.join("\n"), @r#"
    {"nocontact":"export","version":1,"program":"0.1.0","schema":1,"at":"2026-11-21T21:14:00+01:00","zone":"Europe/Berlin"}
    {"table":"commands","id":1,"at":"2026-11-21T21:14:00+01:00","name":"start","undone":0}
    {"table":"commands","id":2,"at":"2026-11-21T21:14:00+01:00","name":"urge","undone":0}
    {"table":"commands","id":3,"at":"2026-11-21T21:14:00+01:00","name":"answer","undone":0}
    {"table":"commands","id":4,"at":"2026-11-21T21:14:00+01:00","name":"answer","undone":2,"undone_at":"2026-11-21T21:14:00+01:00"}
    {"table":"commands","id":5,"at":"2026-11-21T21:14:00+01:00","name":"about person","undone":0}
    {"table":"commands","id":6,"at":"2026-11-21T21:14:00+01:00","name":"answer","undone":0}
    {"table":"windows","row":1,"revision":0,"command":1,"live":true,"id":1,"since":"2026-11-03T14:05:00+01:00","precision":"minute","length":30,"ends_at":"2026-12-03T13:05:00Z","zone":"Europe/Berlin","started_at":"2026-11-21T21:14:00+01:00","closed_at":null}
    {"table":"entries","row":1,"revision":0,"command":2,"live":true,"id":"[id1]","kind":"urge","at":"2026-11-21T21:14:00+01:00","logged_at":"2026-11-21T21:14:00+01:00","strength":4,"feeling":"lonely","note":"it is late"}
    {"table":"entries","row":2,"revision":0,"command":3,"live":true,"id":"[id2]","kind":"outcome","at":"2026-11-21T21:14:00+01:00","logged_at":"2026-11-21T21:14:00+01:00","outcome":"same","urge":"[id1]"}
    {"table":"entries","row":3,"revision":0,"command":4,"live":false,"id":"[id3]","kind":"outcome","at":"2026-11-21T21:14:00+01:00","logged_at":"2026-11-21T21:14:00+01:00","strength":2,"outcome":"easier","urge":"[id1]"}
    {"table":"about","row":1,"revision":0,"command":5,"live":true,"id":"person","value":"Sam"}
    {"table":"ledger","key":"1/asked/2026-11-21T211400-0","window":1,"kind":"asked","due":"2026-11-21T21:14:00+01:00","state":"shown","at":"2026-11-21T20:14:00Z","attempts":1,"text":"screen-005","why":null}
    {"table":"answers","row":1,"revision":0,"command":6,"live":true,"id":"1/asked/2026-11-21T211400-0","reply":"done","at":"2026-11-21T21:14:00+01:00"}
    "#);
    assert!(
        last.starts_with(&format!("{{\"table\":\"end\",\"rows\":{}", rows.len() - 1)),
        "{last}"
    );
}

/// Anybody can check an export without the program.
#[test]
fn the_checksum_is_that_of_all_lines_before_it() {
    let world = lived();
    let export = exported(&world, "out.jsonl");
    let ran = world.run_in_shell("head -n -1 out.jsonl | sha256sum | cut -d' ' -f1");
    assert!(export.lines().last().unwrap().contains(ran.stdout.trim()), "{ran}");
}

#[test]
fn into_a_file_that_is_private_new_and_whole() {
    let world = begun();
    world.run("note words");
    let ran = world.run_in_shell("umask 0; nocontact data export out.jsonl");
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    Exported to out.jsonl
    Whoever has this file has your words.
    ");
    let file = world.home().join("out.jsonl");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&file).unwrap();
    assert_snapshot!(world.run("data export --format csv out.jsonl"), @"
    exit 1
    --- stderr
    nocontact: out.jsonl is there already and was left as it is; name another file
    ");
    assert_eq!(fs::read(&file).unwrap(), before);
    fs::create_dir(world.home().join("dir")).unwrap();
    assert_snapshot!(world.run("data export dir"), @"
    exit 1
    --- stderr
    nocontact: dir is there already and was left as it is; name another file
    ");
    assert_snapshot!(world.run("data export nowhere/out.jsonl"), @"
    exit 1
    --- stderr
    nocontact: could not write nowhere/out.jsonl: No such file or directory (os error 2); nothing is left of it
    ");
    let left = world.run_in_shell("ls -A . dir");
    assert!(!left.stdout.contains("tmp"), "{left}");
}

#[test]
fn all_the_words_appear_on_a_screen_only_when_that_is_asked_for() {
    let world = begun();
    world.run("note words");
    let ran = world.run_in_terminal("data export", 80, &[]);
    assert_snapshot!(ran, @"
    exit 2
    --- terminal
    nocontact: all your words would appear on this screen; name a file, or - if that
    is what you want
    ");
    let ran = world.run_in_terminal("data export --format csv -", 400, &[]);
    assert!(ran.terminal.contains("words"), "{ran}");
}

#[test]
fn a_reader_that_goes_and_a_disk_that_is_full() {
    let world = lived();
    assert_eq!(
        world.run_in_shell("set -o pipefail; nocontact data export | head -c 9").exit,
        "exit 0"
    );
    assert_snapshot!(world.run_in_shell("nocontact data export > /dev/full"), @"
    exit 1
    --- stderr
    nocontact: could not print: No space left on device (os error 28)
    ");
}

#[test]
fn a_table_for_a_spreadsheet() {
    let world = begun();
    for words in ["=1+1", "a;=2\n+3", "-4", "say \"no\", twice", "@x|y", "'quoted", "plain - text"]
    {
        world.run_args(&["note", "--", words]);
    }
    world.run("urge 4 --feeling '=HYPERLINK(1)' --trigger \u{feff}=x");
    world.run("answer same 3");
    world.run("received --kind warm --via +49");
    world.run("contacted --keep");
    world.run("mood 2");
    world.run("mood 3");
    world.run("undo");
    let ran = world.run("data export --format csv");
    assert!(ran.stdout.matches("\r\n").count() == 13, "{ran}");
    assert_snapshot!(ran.stdout.replace("\r\n", "<\n"), @r#"
    "id","kind","at","logged_at","strength","feeling","trigger","urge","outcome","strength_after","received_kind","via","necessary","mood","note"<
    "[id1]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","'=1+1"<
    "[id2]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","a;'=2
    '+3"<
    "[id3]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","'-4"<
    "[id4]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","say ""no"", twice"<
    "[id5]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","'@x|y"<
    "[id6]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","''quoted"<
    "[id7]","note","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","","plain - text"<
    "[id8]","urge","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","4","'=HYPERLINK(1)","�=x","","","","","","","",""<
    "[id9]","outcome","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","[id8]","same","3","","","","",""<
    "[id10]","received","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","warm","'+49","","",""<
    "[id11]","contacted","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","false","",""<
    "[id12]","mood","2026-11-21T21:14:00+01:00","2026-11-21T21:14:00+01:00","","","","","","","","","","2",""<
    "#);
}

/// What is escaped is the same text to a reader, and acts on no terminal.
#[test]
fn no_byte_of_it_acts_on_a_terminal() {
    let world = begun();
    world.run_args(&["note", "--", "a\u{1b}[2J\u{202e}b\u{9b}c\u{7f}\u{feff}d\u{e0041}"]);
    for format in ["jsonl", "csv"] {
        let ran = world.run(&format!("data export --format {format}"));
        let acts = |c: char| {
            (c.is_control() && !"\r\n".contains(c)) || "\u{202e}\u{feff}\u{e0041}".contains(c)
        };
        assert!(!ran.stdout.contains(acts), "{ran}");
    }
    let ran = world.run("data export");
    assert!(ran.stdout.contains(r"a\u001b[2J\u202eb\u009bc\u007f\ufeffd\udb40\udc41"), "{ran}");
}
