//! Every character that there is goes in as the user's own words, and comes out through the parser of
//! a terminal: nothing happens there but letters. The same for strings that are made to act, in
//! every place that shows the user's words, errors included; and JSON gives back what was typed.
//! What stands in `status --format` is no such text: whoever writes a format may colour it.

use serde_json::Value;
use vte::{Params, Parser, Perform};

use super::commands::run;
use super::{Dice, is_full, report};
use crate::world::{Ran, World};

/// What a terminal was made to do.
#[derive(Default)]
struct Terminal {
    letters: usize,
    acts: Vec<String>,
}

impl Perform for Terminal {
    fn print(&mut self, letter: char) {
        self.letters += 1;
        if nocontact::countdown::text::is_invisible(letter) || letter.is_control() {
            self.acts.push(format!("print {letter:?}"));
        }
    }

    fn execute(&mut self, byte: u8) {
        if byte != b'\n' {
            self.acts.push(format!("execute {byte:#x}"));
        }
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.acts.push(format!("hook {action}"));
    }

    fn put(&mut self, byte: u8) {
        self.acts.push(format!("put {byte:#x}"));
    }

    fn unhook(&mut self) {
        self.acts.push("unhook".to_owned());
    }

    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.acts.push("osc".to_owned());
    }

    fn csi_dispatch(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.acts.push(format!("csi {action}"));
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        self.acts.push(format!("esc {byte:#x}"));
    }
}

fn shown(text: &str) -> Terminal {
    let mut terminal = Terminal::default();
    Parser::new().advance(&mut terminal, text.as_bytes());
    terminal
}

/// The mask of a world makes escapes readable: here they have to be what they were.
fn said(ran: &Ran) -> String {
    [&ran.stdout, &ran.stderr].map(|said| said.replace("\\e", "\u{1b}")).concat()
}

#[track_caller]
fn assert_only_letters(ran: &Ran, what: &str) -> usize {
    let terminal = shown(&said(ran));
    assert!(terminal.acts.is_empty(), "{what}: {:?}", &terminal.acts[..terminal.acts.len().min(9)]);
    terminal.letters
}

/// Alone, within a word, and after what begins a sequence.
const CONTEXTS: [(&str, &str); 3] = [("", " "), ("a", "b "), ("\u{1b}[", " ")];

/// Every character, in notes of so many.
fn notes(step: u32) -> impl Iterator<Item = String> {
    let all: Vec<char> = (0..=0x0010_ffff).filter_map(char::from_u32).collect();
    // What is not a letter is always among them.
    let few = move |c: &char| u32::from(*c) < 0x3000 || u32::from(*c) % step == 0;
    let chosen: Vec<char> = all.into_iter().filter(few).collect();
    CONTEXTS.into_iter().flat_map(move |(before, after)| {
        let note = |part: &[char]| {
            let pieces = part.iter().flat_map(|c| [before.to_owned(), c.to_string(), after.into()]);
            pieces.collect::<String>()
        };
        chosen.chunks(30_000).map(note).collect::<Vec<String>>()
    })
}

#[test]
fn no_character_that_there_is_acts_on_a_terminal() {
    let mut world = World::new();
    run(&world, "start --no-daemon --since '3 nov 14:05'");
    let mut raw = 0;
    let (mut typed, mut scalars) = (Vec::new(), 0);
    for note in notes(if is_full() { 1 } else { 61 }) {
        raw += shown(&note).acts.len();
        world.stdin(&note);
        run(&world, "note -");
        scalars += note.split(' ').count() / CONTEXTS.len();
        typed.push(note);
    }
    let letters = assert_only_letters(&world.run("log --notes"), "log --notes");
    assert!(letters > typed.iter().map(|note| note.chars().count()).sum::<usize>() / 2);
    let json = world.run("log --json --notes");
    assert_only_letters(&json, "log --json --notes");
    let kept: Vec<String> = json
        .stdout
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["note"].as_str().unwrap().to_owned()
        })
        .collect();
    let as_typed = |note: &String| note.strip_suffix('\n').unwrap_or(note).to_owned();
    assert!(kept == typed.iter().map(as_typed).collect::<Vec<_>>(), "JSON gives back another text");

    let places = dangerous_strings_act_nowhere();
    assert!(raw > 0, "the control is not noticed");
    report(
        "5 terminal output",
        &format!("{scalars} scalars in 3 contexts; {places} outputs of attacks"),
        "0 actions; JSON gives back what was typed",
        &format!("the same text raw: {raw} actions, caught"),
    );
}

/// Strings that are made to act, by what introduces them and what ends them.
fn attacks() -> Vec<String> {
    let mut all = Vec::new();
    for last in 0x20..0x7f_u8 {
        let last = char::from(last);
        for parameters in ["", "2", "?1049", "31;1", ">0", "99999999999"] {
            all.push(format!("\u{1b}[{parameters}{last}"));
            all.push(format!("\u{9b}{parameters}{last}"));
        }
        all.push(format!("\u{1b}{last}"));
        all.push(format!("\u{1b}({last}"));
        all.push(format!("\u{1b}#{last}"));
    }
    for end in ["\u{7}", "\u{1b}\\", "\u{9c}", ""] {
        for text in ["0;title", "8;;file:///etc/passwd", "52;c;cm0gLXJm", "4;1;rgb:00/00/00"] {
            for start in ["\u{1b}]", "\u{9d}", "\u{1b}P", "\u{90}", "\u{1b}_", "\u{1b}^", "\u{1b}X"]
            {
                all.push(format!("{start}{text}{end}"));
            }
        }
    }
    let controls = (1..0xa0_u32).filter_map(char::from_u32).filter(|c| c.is_control());
    all.extend(controls.map(|c| format!("a{c}b")));
    all.extend(
        ["\u{202e}txt.exe", "\u{2066}a\u{2069}", "\u{feff}", "a\u{200b}b"].map(str::to_owned),
    );
    all
}

/// In every place that shows the user's words; how many outputs that were.
fn dangerous_strings_act_nowhere() -> usize {
    let all = attacks();
    let mut outputs = 0;
    for chunk in all.chunks(400) {
        let joined = chunk.join(" ");
        let world = World::new();
        run(&world, "start --no-daemon --since '3 nov 14:05'");
        let typed: [&[&str]; 7] = [
            &["about", "plan", "add", &joined],
            &["about", "person", &joined],
            &["urge", "3", "--feeling", &joined, "--trigger", &joined, "--note", &joined],
            &["received", "--kind", "warm", "--via", &joined, "--note", &joined],
            &["contacted", "--keep", "--note", &joined],
            &["mood", "1", "--note", &joined],
            &["note", &joined],
        ];
        let shows = [
            "",
            "status --line",
            "status --waybar",
            "status --json",
            "status --explain",
            "about",
            "about --json",
            "about plan",
            "sos",
            "urge 5",
            "log",
            "log --notes",
            "log --json --notes",
            "stats",
            "stats --plain",
            "stats --json",
            "report --html - --include-notes --record",
            "answer",
            "answer --json",
            "undo",
            "undo --redo",
            "upcoming",
            "finish",
            "suggest --list",
        ];
        let typed = typed.into_iter().map(|line| (world.run_args(line), line.join(" ")));
        let shows = shows.into_iter().map(|line| (world.run(line), line.to_owned()));
        for (ran, line) in typed.chain(shows) {
            assert_only_letters(&ran, &line);
            outputs += 1;
        }
    }
    let world = World::new();
    let mut dice = Dice::new(5);
    for attack in &all {
        let refused: [&[&str]; 11] = [
            &[attack],
            &["mood", attack],
            &["log", "--since", attack],
            &["stats", "--since", attack],
            &["report", "--from", attack],
            &["urge", "--at", attack],
            &["pause", attack],
            &["suggest", "--hide", attack],
            &["about", "country", attack],
            &["man", attack],
            &["edit", attack],
        ];
        let ran = world.run_args(refused[dice.roll(refused.len())]);
        assert_only_letters(&ran, attack);
        outputs += 1;
        if !is_full() && outputs > 300 {
            break;
        }
    }
    outputs
}
