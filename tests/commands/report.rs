//! `report`: one page in a file, with no words that nobody asked for.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use super::{begun, tonight};
use crate::doctor::can_mount;
use crate::world::World;

/// A month with something of everything, and words that are looked for.
fn lived() -> World {
    let mut world = begun();
    world.at("2026-11-10T08:00:00+01:00");
    world.run("received --kind hostile --via mail --note 'their words'");
    world.at(&tonight("18:00"));
    world.run("urge 4 --feeling lonely --note 'my words'");
    world.run("answer easier 2");
    world.at(&tonight("21:14"));
    world
}

/// The page as it goes to standard output.
fn page(world: &World, options: &str) -> String {
    let ran = world.run(&format!("report --html - {options}"));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert_eq!(ran.stderr, "");
    ran.stdout
}

#[test]
fn with_nothing_kept() {
    let world = World::new();
    assert_snapshot!(world.run("report"), @"
    exit 3
    --- stderr
    nocontact: there is no window to look back over; nocontact start opens one, and nocontact report --from shows what was logged without one
    ");
    let ran = world.run("report --from yesterday --html page.html");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    assert!(!world.data().exists(), "nothing is made where there was nothing");
}

#[test]
fn into_a_file_that_is_private_new_and_whole() {
    let world = lived();
    let ran = world.run_in_shell("umask 0; nocontact report");
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    Written to page-2026-11-21.html
    From Tue 3 Nov to Sat 21 Nov. The words of notes and of messages are not in it; feelings and
    triggers are. Whoever has this file can read it.
    ");
    let file = world.home().join("page-2026-11-21.html");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read_to_string(&file).unwrap();
    assert!(before.starts_with("<!DOCTYPE html>") && before.ends_with("</html>\n"), "{before}");
    assert_snapshot!(world.run("report"), @"
    exit 1
    --- stderr
    nocontact: page-2026-11-21.html is there already and was left as it is; name another file
    ");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    assert_snapshot!(world.run("report --html nowhere/page.html"), @"
    exit 1
    --- stderr
    nocontact: could not write nowhere/page.html: No such file or directory (os error 2); nothing is left of it
    ");
    assert_snapshot!(world.run("report --html ."), @"
    exit 1
    --- stderr
    nocontact: . is there already and was left as it is; name another file
    ");
    assert_eq!(page(&world, ""), before);
}

#[test]
fn a_directory_that_is_not_written_to_and_a_disk_that_is_full() {
    let world = lived();
    assert_snapshot!(world.run_in_shell("nocontact report --html - > /dev/full"), @"
    exit 1
    --- stderr
    nocontact: could not print: No space left on device (os error 28)
    ");
    let disks: &[_] = if can_mount() { &[("size=8k", "full"), ("ro", "read-only")] } else { &[] };
    for (options, snapshot) in disks {
        let script = format!(
            "mkdir {snapshot} && mount -t tmpfs -o {options} tmpfs {snapshot} && \
             nocontact report --html {snapshot}/page.html; code=$?; ls -A {snapshot}; exit $code"
        );
        let ran = world.run_in_shell(&format!("unshare -rm bash -c '{script}'"));
        let said = match *snapshot {
            "full" => "full/page.html: there is no room on the disk; nothing is left of it",
            _ => "read-only/page.html: Read-only file system (os error 30); nothing is left of it",
        };
        assert_eq!(
            ran.to_string(),
            format!("exit 1\n--- stderr\nnocontact: could not write {said}\n")
        );
    }
    let ran = world.run_in_shell("set -o pipefail; nocontact report --html - | head -c 9");
    assert_eq!(ran.exit, "exit 0", "{ran}");
}

/// Each word of the user's is in it only when it was asked for, and the command says so.
#[test]
fn words_are_in_it_when_they_were_asked_for() {
    let world = lived();
    let has = |options: &str| {
        let page = page(&world, options);
        ["my words", "their words", "via", "lonely"].map(|words| page.contains(words))
    };
    assert_eq!(has(""), [false, false, false, true]);
    assert_eq!(has("--include-notes"), [true, true, true, true]);
    assert_eq!(has("--record"), [false, true, false, true]);
    assert_snapshot!(world.run("report --html a.html --include-notes"), @"
    exit 0
    --- stdout
    Written to a.html
    From Tue 3 Nov to Sat 21 Nov. Your notes and the words of messages are in it. Whoever has
    this file can read them.
    ");
    assert_snapshot!(world.run("report --html b.html --record"), @"
    exit 0
    --- stdout
    Written to b.html
    From Tue 3 Nov to Sat 21 Nov. The words of messages are in it, your notes are not. Whoever
    has this file can read them.
    ");
    assert_snapshot!(world.run("report --html c.html --record --include-notes"), @"
    exit 0
    --- stdout
    Written to c.html
    From Tue 3 Nov to Sat 21 Nov. Your notes, the words of messages and the record of them are
    in it. Whoever has this file can read them.
    ");
}

#[test]
fn whole_days_from_one_to_another() {
    let world = lived();
    let heading = |options: &str| {
        let page = page(&world, options);
        let (_, rest) = page.split_once("<h1>").unwrap();
        let (head, rest) = rest.split_once("</h1><p>").unwrap();
        let (span, _) = rest.split_once(", made").unwrap();
        format!("{head}: {span}")
    };
    assert_snapshot!(heading(""), @"3 Nov 2026 to 21 Nov 2026: From Tue 3 Nov 2026, 14:05 to Sat 21 Nov 2026, 21:14");
    assert_snapshot!(heading("--from '10 nov' --to '10 nov'"), @"10 Nov 2026: From Tue 10 Nov 2026, 00:00 to Tue 10 Nov 2026, 23:59");
    assert_snapshot!(heading("--from '10 nov 09:00' --to yesterday"), @"10 Nov 2026 to 20 Nov 2026: From Tue 10 Nov 2026, 00:00 to Fri 20 Nov 2026, 23:59");
    assert_snapshot!(heading("--from '1 oct' --to '26 oct'"), @"1 Oct 2026 to 26 Oct 2026: From Thu 1 Oct 2026, 00:00 to Mon 26 Oct 2026, 23:59");
    assert_snapshot!(heading("--to yesterday"), @"3 Nov 2026 to 20 Nov 2026: From Tue 3 Nov 2026, 14:05 to Fri 20 Nov 2026, 23:59");
    assert_snapshot!(heading("--from yesterday"), @"20 Nov 2026 to 21 Nov 2026: From Fri 20 Nov 2026, 00:00 to Sat 21 Nov 2026, 21:14");
    assert_snapshot!(heading("--from '25 oct' --to '25 oct'"), @"25 Oct 2026: From Sun 25 Oct 2026, 00:00 to Sun 25 Oct 2026, 23:59");
    let counts = |options: &str| page(&world, options).contains("Urges logged</th><td>1</td>");
    assert!(counts("") && !counts("--to yesterday"));
    assert_snapshot!(world.run("report --from yesterday --to '3 days ago'"), @"
    exit 2
    --- stderr
    nocontact: --from is later than --to
    ");
    assert_snapshot!(world.run("report --to '1 nov'"), @"
    exit 2
    --- stderr
    nocontact: --to is before the window; name --from as well
    ");
    assert_snapshot!(world.run("report --from tomorrow"), @"
    exit 2
    --- stderr
    nocontact: cannot read 'tomorrow' as a time: try 'yesterday 22:00' or '3 nov 14:05'
    ");
    assert_snapshot!(world.run("report --to 2026-12-01"), @"
    exit 2
    --- stderr
    nocontact: 1 dec 2026 lies ahead
    ");
}

/// What is of no hour is missing among the hours, and is told beside them.
#[test]
fn urges_that_are_known_to_the_day_alone() {
    let world = lived();
    let told = "Known to the day alone: 1.";
    assert!(!page(&world, "").contains(told));
    world.run("urge 3 --at '5 nov'");
    let page = page(&world, "");
    assert!(page.contains(told), "{page}");
}

/// After the window was closed, it goes to its closing; without another being named.
#[test]
fn a_window_that_is_closed() {
    let mut world = lived();
    world.run("finish --close");
    world.at("2027-02-01T12:00:00+01:00");
    let page = page(&world, "");
    assert!(page.contains("<h1>3 Nov 2026 to 21 Nov 2026</h1>"), "{page}");
    assert!(page.contains("Urges logged</th><td>1</td>"));
}

/// An edit is a revision and the original stays; what was taken back was never there.
#[test]
fn a_record_has_every_version_and_nothing_that_was_taken_back() {
    let mut world = begun();
    world.at("2026-11-10T08:00:00+01:00");
    world.run("received --kind warm --via mail --note first");
    world.run("received --kind meet --note 'taken back'");
    world.run("undo");
    let id = super::id_of(&world, 0);
    world.at("2026-11-11T08:00:00+01:00");
    world.run(&format!("edit {id} --note 'never this'"));
    world.run("undo");
    world.run(&format!("edit {id} --note second --at '10 nov 07:55'"));
    world.at("2026-11-12T09:00:00+09:00").env("TZ", "Asia/Tokyo");
    world.run("received --note abroad");
    world.run("received --at yesterday --kind stop");
    let page = page(&world, "--record");
    let (_, record) = page.split_once("<h2 id=\"record\">").unwrap();
    let (record, _) = record.split_once("</section>").unwrap();
    let lines = record.replace("<h3>", "\n# ").replace("<h4>", "\n## ").replace("<dt>", "\n");
    let lines = lines.replace("<p>", "\n").replace("</dt>", ": ");
    let text: String =
        lines.split('<').map(|part| part.split_once('>').map_or(part, |it| it.1)).collect();
    assert_snapshot!(text, @"
    Record of what was received
    Every message and call that was logged as received in these days, in order of time, with the words as they were typed. Logged: 3. Changed afterwards: 1; of these every version is here, the first one first. What was taken back or erased is not. Where only a day was given, the time is 00:00:00.
    It is what one person wrote down on one computer. It does not show what was sent or by whom, and nothing is claimed for it in law. Who needs a record for a court or the police can ask a lawyer or a support organisation what is needed.
    # 2026-11-10 07:55:00 +01:00
    ## As it was logged
    Received: 2026-11-10 08:00:00 +01:00
    Logged: 2026-11-10 08:00:00 +01:00
    Kind: warm
    Channel: mail
    Words: first
    ## Changed 2026-11-11 08:00:00 +01:00
    Received: 2026-11-10 07:55:00 +01:00
    Logged: 2026-11-10 08:00:00 +01:00
    Kind: warm
    Channel: mail
    Words: second
    # 2026-11-11 00:00:00 +09:00
    Received: 2026-11-11 00:00:00 +09:00
    Logged: 2026-11-12 09:00:00 +09:00
    Kind: stop
    Channel: none given
    Words: none
    # 2026-11-12 09:00:00 +09:00
    Received: 2026-11-12 09:00:00 +09:00
    Logged: 2026-11-12 09:00:00 +09:00
    Kind: none given
    Channel: none given
    Words: abroad
    ");
}

/// It gives no advice in any situation, and none to make contact in particular.
#[test]
fn it_says_the_same_in_every_situation() {
    let world = World::new();
    // Under an order a window has no end date, and the page would say so.
    world.run("start --since '3 nov 14:05' --days none --no-daemon");
    world.run("received --kind hostile --note 'their words'");
    let before = page(&world, "--include-notes --record");
    for situation in ["order_for_me", "order_on_me", "afraid_or_hurt", "asked_no_contact"] {
        let ran = world.run(&format!("about situation {situation}"));
        assert_eq!(ran.exit, "exit 0", "{ran}");
        assert!(page(&world, "--include-notes --record") == before, "{situation}");
    }
}

/// The name of a file is the user's own and may say anything; control characters in it do not act.
#[test]
fn the_name_of_the_file_cannot_act() {
    let world = lived();
    let ran = world.run_args(&["report", "--html", "a\u{1b}[2J.html"]);
    assert!(ran.stdout.starts_with("Written to a␛[2J.html\n"), "{ran}");
}

#[test]
fn no_byte_of_it_acts_on_a_terminal() {
    let world = begun();
    let odd = "a\u{1b}[2J\u{202e}b\u{9b}c\u{7f}\u{feff}d\u{e0041}\te";
    world.run_args(&["note", "--", odd]);
    world.run_args(&["urge", "3", "--feeling", odd]);
    world.run_args(&["received", "--via", odd, "--note", odd]);
    let page = page(&world, "--include-notes --record");
    let acts = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{feff}\u{e0041}".contains(c);
    assert!(!page.contains(acts), "{page}");
    assert!(page.contains("a␛[2J&#x202e;b\u{fffd}c␡&#xfeff;d&#xe0041;&#9;e"), "{page}");
}
