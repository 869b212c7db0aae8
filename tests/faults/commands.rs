//! The commands that write, and the worlds in which they do: one list for whoever does something to
//! all of them. A new command that writes has one more line here.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rusqlite::Connection;

use super::{data_file, database};
use crate::world::World;

/// What there is before the command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Before {
    /// Nothing was ever kept.
    Nothing,
    /// A window, entries, and two questions that are open.
    Life,
    /// The same, and the last command was taken back.
    TakenBack,
    /// A file that an older program left: to be copied away and brought up to date first.
    Older,
}

/// By what a command says that it is saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Says {
    /// By the first line that it prints.
    AtOnce,
    /// By ending well: what it prints before tells what is about to happen.
    InTheEnd,
    /// Not at all. Help comes first, and that it was given is noted if it can be.
    Never,
}

/// A command that writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    pub(super) before: Before,
    /// As in a shell; `{urge}` is the id of the first entry.
    pub(super) line: &'static str,
    pub(super) stdin: Option<&'static str>,
    /// By what it says that it is saved.
    pub(super) says: Says,
}

const fn data(before: Before, line: &'static str) -> Writing {
    Writing { before, says: Says::InTheEnd, ..life(line) }
}

const fn nothing(line: &'static str) -> Writing {
    Writing { before: Before::Nothing, line, stdin: None, says: Says::AtOnce }
}

const fn life(line: &'static str) -> Writing {
    Writing { before: Before::Life, line, stdin: None, says: Says::AtOnce }
}

/// Every command that writes, in every way in which it does.
pub(super) const WRITING: &[Writing] = &[
    life("urge 4 --feeling lonely --trigger song --note words"),
    Writing { stdin: Some("words from a pipe\n"), ..life("note -") },
    life("urge 3 --peeked"),
    life("answer easier 2"),
    life("answer contacted --keep"),
    life("answer done"),
    life("answer another"),
    life("answer later"),
    life("received --kind warm --via phone --note words"),
    life("contacted --note words --keep"),
    life("contacted --extend 7"),
    life("contacted --restart"),
    life("contacted --necessary"),
    life("mood 1 --note words"),
    Writing { says: Says::Never, ..life("suggest") },
    life("suggest --hide calm-001"),
    life("about plan add 'If it is late, I go to bed.'"),
    life("about plan remove 1"),
    life("about person 'Sam, 0123 456'"),
    life("about country GB"),
    life("about situation work"),
    life("start --no-daemon --correct --since '2 nov 12:00' --days 40"),
    life("pause 3d"),
    life("finish --extend 7"),
    life("finish --close"),
    life("edit {urge} --strength 2 --note other"),
    life("undo"),
    Writing { before: Before::TakenBack, ..life("undo --redo") },
    data(Before::Life, "data import other.jsonl"),
    data(Before::Nothing, "data import other.jsonl"),
    data(Before::Life, "data restore other.db"),
    data(Before::Life, "data erase {urge} --confirm erase"),
    data(Before::Life, "data erase --window 1 --confirm 'erase window 1'"),
    nothing("note first"),
    nothing("start --no-daemon --since '3 nov 14:05'"),
    Writing { before: Before::Older, ..life("note words") },
];

/// What is in the file before any of them, made once and then copied.
pub(super) struct Templates {
    lived: World,
    taken_back: World,
    older: World,
    /// Where an export and a backup of another life lie.
    other: World,
    urge: String,
}

impl Templates {
    pub(super) fn new() -> Self {
        let lived = afternoon();
        live(&lived);
        let taken_back = afternoon();
        live(&taken_back);
        run(&taken_back, "undo");
        let older = afternoon();
        fs::create_dir_all(older.data()).unwrap();
        fs::set_permissions(older.data(), fs::Permissions::from_mode(0o700)).unwrap();
        let file = data_file(&older);
        // The format before the first that was released: ours by its number, and nothing in it.
        let made = Connection::open(&file).unwrap();
        made.execute_batch("PRAGMA application_id = 0x6e6f636f; VACUUM;").unwrap();
        drop(made);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let urge = database(&data_file(&lived))
            .query_row("SELECT id FROM entries WHERE kind = 'urge' LIMIT 1", [], |row| row.get(0))
            .unwrap();
        let other = afternoon();
        for line in
            ["note 'another life'", "mood 4", "data export other.jsonl", "data backup other.db"]
        {
            run(&other, line);
        }
        Self { lived, taken_back, older, other, urge }
    }

    /// A world of its own for this command, and the command.
    pub(super) fn world(&self, writing: &Writing) -> (World, String) {
        let mut world = afternoon();
        let template = match writing.before {
            Before::Nothing => None,
            Before::Life => Some(&self.lived),
            Before::TakenBack => Some(&self.taken_back),
            Before::Older => Some(&self.older),
        };
        if let Some(template) = template {
            copy_data(&template.data(), &world.data());
        }
        for name in ["other.jsonl", "other.db"] {
            fs::copy(self.other.home().join(name), world.home().join(name)).unwrap();
        }
        if let Some(text) = writing.stdin {
            world.stdin(text);
        }
        (world, writing.line.replace("{urge}", &self.urge))
    }
}

/// A world in which every answer can be given: no quiet hour is near.
fn afternoon() -> World {
    let mut world = World::new();
    world.at("2026-11-21T15:00:00+01:00");
    world
}

/// The data file of one world, in another.
pub(super) fn copy_data(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    fs::copy(from.join("nocontact.db"), to.join("nocontact.db")).unwrap();
}

fn live(world: &World) {
    for line in [
        "start --no-daemon --since '3 nov 14:05'",
        "about plan add 'If it is late and I want to write, I put the phone in the kitchen.'",
        "urge 3 --feeling sad --note before",
        "suggest",
        "mood 2",
    ] {
        run(world, line);
    }
}

#[track_caller]
pub(super) fn run(world: &World, line: &str) -> String {
    let ran = world.run(line);
    assert_eq!(ran.exit, "exit 0", "{line}: {ran}");
    ran.stdout
}
