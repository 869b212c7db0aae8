//! Every command as a person meets it: whole output – exit code, stdout and stderr – at one pinned
//! moment. One file a command, as in src/cli; `output` holds what is true of all of them.
//!
//! Guards promise 3 of design §1 (one short command helps at once), promise 5 (a slip is an entry)
//! and the exit codes of §5. The words are part of the promise: a changed word is a changed
//! snapshot, and somebody reads it.

#![allow(clippy::too_many_lines, reason = "a test is as long as what was said in it")]

mod about;
mod answer;
mod asked;
mod bars;
mod care;
mod complete;
mod config;
mod contacted;
mod daemon;
mod data_backup;
mod data_erase;
mod data_export;
mod data_import;
mod edit;
mod editor;
mod finish;
mod first;
mod gate;
mod help;
mod leaving;
mod log;
mod man;
mod mood;
mod note;
mod output;
mod pause;
mod received;
mod refusal;
mod report;
mod safety;
mod sos;
mod start;
mod stats;
mod stats_span;
mod status;
mod suggest;
mod texts;
mod undo;
mod upcoming;
mod urge;
mod waiting;

use std::fs;

use chrono::DateTime;
use nocontact::countdown::notice::{NoticeKind, Record, State};
use nocontact::store::{Change, Store};

use crate::world::{NOW, World};

/// A world whose window counts from 3 November, 14:05: on the evening of `NOW` it is day 18.
fn begun() -> World {
    let world = World::new();
    let ran = world.run("start --since '3 nov 14:05' --no-daemon");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    world
}

/// The whole name of the entry that is `index`th by time; what the program prints is masked.
fn id_of(world: &World, index: usize) -> String {
    let store = Store::open_existing(&world.data()).unwrap().unwrap();
    store.read().entries(None, None).unwrap().swap_remove(index).id
}

/// Leaves in the ledger that a notice was shown at this moment, as the daemon does.
fn was_shown(world: &World, kind: NoticeKind, at: &str, text: &str) {
    let due = DateTime::parse_from_rfc3339(at).unwrap();
    let record = Record {
        key: format!("1/{kind}/{}", due.date_naive()),
        window: 1,
        kind,
        due,
        state: State::Shown,
        at: due.to_utc(),
        attempts: 1,
        text: Some(text.to_owned()),
        why: None,
        answer: None,
    };
    let mut store = Store::open_at(&world.data()).unwrap();
    store.write("daemon", due, |_| Ok((vec![Change::Record(record)], ()))).unwrap();
}

/// Puts these in the place of the user's own texts.
fn texts(world: &World, text: &str) {
    let directory = world.home().join(".config/nocontact");
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("texts.toml"), text).unwrap();
}

/// Puts these settings in the place of the user's.
fn settings(world: &World, text: &str) {
    let directory = world.home().join(".config/nocontact");
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("config.toml"), text).unwrap();
}

/// Writes over the middle of the data file, as a failing disk does.
fn damage(world: &World) {
    let file = world.data().join("nocontact.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..64].fill(0xaa);
    fs::write(&file, bytes).unwrap();
}

/// The evening of `NOW`, said by the clock alone.
fn tonight(clock: &str) -> String {
    NOW.replace("21:14", clock)
}
