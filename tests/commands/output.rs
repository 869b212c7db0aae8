//! What is true of every command's output: it fits, it acts on no terminal, it is said once, and
//! whatever cannot be printed or asked loses nothing.

use insta::assert_snapshot;
use textwrap::core::display_width;

use super::{begun, id_of};
use crate::world::World;

/// A world in which something of everything happened.
fn lived() -> World {
    let mut world = begun();
    world
        .run("about plan add 'If it is late and I want to write, I put the phone in the kitchen.'");
    world.run("about person 'Sam, 0123 456'");
    world.run("about country GB");
    world.at("2026-11-12T23:40:00+01:00").run("contacted --note 'two lines, to the old number'");
    world.at("2026-11-14T20:00:00+01:00").run("received --kind warm --via card");
    world.at("2026-11-20T22:40:00+01:00").run("urge 5 --feeling lonely --trigger 'a song'");
    world.run("answer easier 2");
    world.at("2026-11-21T21:00:00+01:00").run("suggest");
    world.run("urge 5");
    world.at(crate::world::NOW);
    world
}

#[test]
fn forty_columns_are_enough() {
    let world = lived();
    let id = id_of(&world, 0);
    let edit = format!("edit {id} --necessary no");
    for command in [
        "",
        "status --explain",
        "urge 5 --feeling lonely",
        "answer",
        "answer same 4",
        "urge 3 --peeked",
        "received --kind warm",
        "received --kind hostile",
        "contacted --keep",
        "contacted --at '1 nov' --keep",
        "mood 1",
        "note words",
        "suggest",
        "suggest --list --category sleepfood",
        "suggest --hide sleepfood-001",
        "sos",
        "sos --country XX",
        "about",
        "about plan",
        "about plan add 'If I am alone on a Sunday, I go to the pool at ten.'",
        "about situation order_on_me",
        "log",
        "log --notes",
        "stats",
        "stats --all",
        "stats --plain",
        "report --html page.html",
        "undo",
        &edit,
        "start --no-daemon",
        "start --correct --since '2 nov' --no-daemon",
        "upcoming",
        "upcoming --days 40",
        "pause 3d",
        "upcoming",
        "finish",
        "finish --extend 30",
        "finish --close",
        "start --since 2020-01-01 --no-daemon",
        "finish",
        "status",
    ] {
        let ran = world.run_in_terminal(command, 40, &[]);
        assert_eq!(ran.exit, "exit 0", "{command}: {ran}");
        for line in ran.terminal.lines() {
            assert!(display_width(line) <= 40, "{command}: '{line}' is too long in {ran}");
        }
        assert!(!ran.terminal.contains("\\e"), "{command} colours: {ran}");
    }
}

/// Where no usage of clap's stands, which it does not wrap.
#[test]
fn the_first_page_of_help_and_the_settings_fit_a_terminal() {
    let mut world = lived();
    world.env("NO_COLOR", "1");
    for columns in [40, 80, 120] {
        for command in ["--help", "config show", "config set evenign 20:00"] {
            let ran = world.run_in_terminal(command, columns, &[]);
            for line in ran.terminal.lines() {
                assert!(display_width(line) <= usize::from(columns), "'{line}' is too long: {ran}");
            }
        }
    }
    let narrow = world.run_in_terminal("--help", 40, &[]).terminal;
    assert!(narrow.contains("  urge       Log the urge to reach out,\n             and get help"));
    let settings = world.run_in_terminal("config show", 40, &[]).terminal;
    let is_kept =
        |line: &str| line.is_empty() || line.starts_with(['#', '[']) || line.contains(" = ");
    assert!(settings.lines().all(is_kept), "no comment became a setting: {settings}");
}

#[test]
fn what_forty_columns_look_like() {
    let world = lived();
    assert_snapshot!(world.run_in_terminal("status", 40, &[]), @"
    exit 0
    --- terminal
    Day 18 of 30 · 12 days left · until Thu
    3 Dec, 14:05
    ━━━━━━━━━━━━━━━━━━────────────
    17 of 18 days without contact · longest
    stretch 9 · 1 urge let pass
    Open: how is the urge of 21:00?
    nocontact answer easier|same|stronger
    1 more open: nocontact answer
    Next: today 21:20 · daemon not running
    (nocontact start)
    ");
    assert_snapshot!(world.run_in_terminal("urge 5", 40, &[]), @"
    exit 0
    --- terminal
    Saved, 21:14.
      Your plan  If it is late and I want to
                 write, I put the phone in
                 the kitchen.
      Now        Write to somebody else.
                 Tell a friend you're in a
                 rough minute and would like
                 some company. It needn't be
                 clever, or long.
      Then       Wash up slowly. Let the
                 thought be there and move
                 your hands: warm water, one
                 plate at a time, the phone
                 dry and elsewhere.
      Or call    Sam, 0123 456. Or:
                 nocontact sos
    When it has moved: nocontact answer
    easier|same|stronger
    The daemon does not run, so no notices
    come: nocontact start
    ");
    assert_snapshot!(world.run_in_terminal("sos", 40, &[]), @"
    exit 0
    --- terminal
      Your plan  If it is late and I want to
                 write, I put the phone in
                 the kitchen.
      Now        Close the chat and its
                 tabs. Close every page and
                 app where you could reach
                 them. Nothing is deleted;
                 it's simply not in front of
                 you.
      Call       Sam, 0123 456
    Somebody to talk to:
      To talk      Samaritans: 116 123
      Abuse        Domestic abuse helpline:
                   0808 2000 247 (24 h)
      Abuse        Domestic abuse helpline
                   for men: 0808 801 0327
                   (men)
      Abuse        Galop: 0800 999 5428
                   (LGBT+)
      Stalking     Stalking helpline: 0808
                   802 0300
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
      To talk      Directory of help lines:
                   findahelpline.com
      To talk      Directory of emotional
                   support: befrienders.org
    These numbers are as public pages showed
    them in 2026-10. Nobody has checked them
    with the organisations themselves;
    findahelpline.com keeps a list. In
    danger, call your emergency number.
    ");
    assert_snapshot!(world.run_in_terminal("upcoming --days 2", 40, &[]), @"
    exit 0
    --- terminal
      today 21:14        a welcome
                         A first note, to
                         see that it works
                         If you can read
                         this, the next ones
                         can reach you too.
                         Nothing else is
                         needed for now.
      today 21:20        a follow-up
      tomorrow 09:00     a suggestion
      tomorrow 19:30     a suggestion
      Mon 23 Nov, 09:00  a suggestion
      Mon 23 Nov, 19:30  a suggestion
    The daemon does not run, so no notices
    come: nocontact start
    ");
}

#[test]
fn a_wide_terminal_is_not_filled() {
    let world = lived();
    let ran = world.run_in_terminal("sos", 300, &[]);
    assert!(ran.terminal.lines().all(|line| display_width(line) <= 92), "{ran}");
}

#[test]
fn a_pipe_gets_no_escape_and_no_question() {
    let world = lived();
    for command in [
        "",
        "urge 5",
        "answer",
        "answer contacted",
        "received --kind stop",
        "contacted",
        "mood 1",
        "suggest",
        "sos",
        "about",
        "log --notes",
        "stats",
        "report",
        "undo",
        "upcoming",
        "finish",
        "start --no-daemon",
        "--help",
        "urge --help",
        "config show",
        "man",
        "completions bash",
    ] {
        let ran = world.run(command);
        assert!(!ran.stdout.contains("\\e") && !ran.stderr.contains("\\e"), "{command}: {ran}");
        assert!(!ran.stdout.contains("Enter"), "{command} asks: {ran}");
    }
}

#[test]
fn no_color_is_heeded() {
    let mut world = World::new();
    assert!(world.run_in_terminal("--help", 80, &[]).terminal.contains("\\e"));
    world.env("NO_COLOR", "1");
    for command in ["--help", "urge --help", "status --help"] {
        let ran = world.run_in_terminal(command, 80, &[]);
        assert!(!ran.terminal.contains("\\e"), "{command}: {ran}");
    }
}

#[test]
fn a_reader_that_went_away_has_what_it_wanted() {
    let world = lived();
    for command in [
        "log",
        "stats",
        "report --html -",
        "status",
        "suggest --list",
        "sos",
        "--help",
        "-V",
        "man",
        "completions zsh",
    ] {
        let script = format!("(sleep 0.1; nocontact {command}; echo $? >&2) | true");
        let ran = world.run_in_shell(&script);
        assert_eq!(ran.stderr, "0\n", "{command}: {ran}");
    }
    assert_snapshot!(world.run_in_shell("set -o pipefail; nocontact log | head -1"), @"
    exit 0
    --- stdout
      [id1]  Thu 12 Nov, 23:40 · contacted · with words (--notes)
    ");
}

#[test]
fn what_cannot_be_printed_is_said_once_and_loses_nothing() {
    let world = lived();
    for command in ["status", "stats", "sos", "--help", "man urge", "log --json"] {
        let ran = world.run_in_shell(&format!("nocontact {command} > /dev/full"));
        assert_eq!(ran.exit, "exit 1", "{command}: {ran}");
        assert_eq!(
            ran.stderr,
            "nocontact: could not print: No space left on device (os error 28)\n"
        );
    }
    let ran = world.run_in_shell("nocontact mood 4 > /dev/full");
    assert_eq!(ran.exit, "exit 1");
    assert_snapshot!(world.run("log --kind mood"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · mood 4
    ");
    let ran = world.run_in_shell("nocontact frob 2> /dev/full");
    assert_eq!(ran.exit, "exit 2");
}

/// Clears the screen, rings, goes back, turns text round, hides it, begins a new line.
const EVIL: &str = "a\u{1b}[2J\u{7}\r\u{9b}31m\u{202e}b\u{200b}\u{7f}\nc";

#[test]
fn nothing_that_was_typed_acts_on_the_terminal() {
    let world = begun();
    let typed = [
        vec!["about", "plan", "add", EVIL],
        vec!["about", "person", EVIL],
        vec!["urge", "5", "--feeling", EVIL, "--trigger", EVIL, "--note", EVIL],
        vec!["urge", "5", "--feeling", EVIL],
        vec!["received", "--via", EVIL, "--note", EVIL],
        vec!["contacted", "--note", EVIL],
        vec!["note", EVIL],
        vec!["mood", "2", "--note", EVIL],
        vec!["sos", "--country", EVIL],
        vec!["log", "--since", EVIL],
        vec!["stats", "--since", EVIL],
        vec!["report", "--from", EVIL],
        vec!["report", "--html", EVIL],
        vec!["pause", EVIL],
        vec!["edit", EVIL, "--mood", "3"],
        vec!["suggest", "--hide", EVIL],
        vec![EVIL],
        vec!["mood", EVIL],
        vec!["answer", EVIL],
        vec!["man", EVIL],
    ];
    let shown = "about|about --json|sos|urge 5|log|log --notes|log --json --notes|answer|\
                 stats|stats --plain|stats --json|report --html - --include-notes --record";
    let shown = shown.split('|').map(|line| line.split(' ').collect());
    for arguments in typed.into_iter().chain(shown) {
        let ran = world.run_args(&arguments);
        for text in [&ran.stdout, &ran.stderr] {
            assert!(!text.contains("\\e"), "{arguments:?}: {ran}");
            for c in text.chars().filter(|c| *c != '\n') {
                let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
                assert!(!c.is_control() && !hidden, "{arguments:?} prints {c:?}: {ran}");
            }
        }
    }
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plan 1     a␛[2J␇␍�31m�b�␡ c
      Situation  not told
      Person     a␛[2J␇␍�31m�b�␡ c
      Country    not told
    ");
    assert_snapshot!(world.run("log --kind received --notes"), @"
    exit 0
    --- stdout
      [id3]  today 21:14 · received via a␛[2J␇␍�31m�b�␡ c · a␛[2J␇␍�31m�b�␡ c
    ");
    assert_snapshot!(world.run("log --kind note --json --notes"), @r#"
    exit 0
    --- stdout
    {"id":"[id5]","kind":"note","at":"2026-11-21T21:14:00+01:00","note":"a\u001b[2J\u0007\r\u009b31m\u202eb\u200b\u007f\nc"}
    "#);
}

#[test]
fn a_moment_that_is_none_is_refused_and_changes_nothing() {
    let mut world = lived();
    let before = world.run("log --json --notes").stdout;
    for moment in ["", "yesterday", "2026-11-21", "2026-11-21T21:14:00", "1795292040"] {
        world.at(moment);
        for command in ["", "urge 4", "contacted", "undo", "start --no-daemon", "mood 3"] {
            let ran = world.run(command);
            assert_eq!(ran.exit, "exit 2", "{moment} {command}: {ran}");
            assert_eq!(ran.stdout, "");
            assert_eq!(
                ran.stderr,
                "nocontact: NOCONTACT_NOW is not a time such as 2026-11-21T21:14:00+01:00\n"
            );
        }
    }
    world.at(crate::world::NOW);
    assert_eq!(world.run("log --json --notes").stdout, before);
}

#[test]
fn what_is_not_understood_is_refused_once_in_lower_case_and_changes_nothing() {
    let world = lived();
    let before = world.run("log --json --notes").stdout;
    for command in [
        "frob",
        "--frob",
        "status --frob",
        "status --line --json",
        "status --format '{frob}'",
        "urge 6",
        "urge --at frob",
        "urge --at '25 dec 2027'",
        "urge --feeling",
        "answer frob",
        "answer easier 9",
        "answer easier --restart",
        "answer done 3",
        "received --kind frob",
        "received --at ''",
        "contacted --extend 0",
        "contacted --extend 7 --restart",
        "contacted --necessary --keep",
        "contacted --at '30 feb'",
        "mood",
        "mood 0",
        "note",
        "suggest --category frob",
        "suggest --hide frob",
        "suggest --json",
        "about frob",
        "about situation frob",
        "about situation none work",
        "about country Germany",
        "about plan remove 99",
        "about plan remove x",
        "about plan add ''",
        "log --kind frob",
        "log --since frob",
        "undo frob",
        "edit",
        "edit 12345678",
        "start --days 0",
        "start --days frob",
        "start --since frob",
        "upcoming --days 0",
        "pause",
        "pause frob",
        "finish --extend 0",
        "finish --extend 7 --close",
        "daemon --frob",
        "config frob",
        "completions frob",
        "man frob",
    ] {
        let ran = world.run(command);
        assert_eq!(ran.exit, "exit 2", "{command}: {ran}");
        assert_eq!(ran.stdout, "", "{command}: {ran}");
        assert_eq!(ran.stderr.matches("nocontact: ").count(), 1, "{command}: {ran}");
        let what = ran.stderr.strip_prefix("nocontact: ").unwrap_or_else(|| panic!("{ran}"));
        assert!(!what.starts_with(char::is_uppercase), "{command}: {ran}");
    }
    assert_eq!(world.run("log --json --notes").stdout, before);
}
