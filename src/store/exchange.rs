//! All that is kept, row by row: for an export, and for what is read back in.
//!
//! Owns which rows and columns an export has: all of them, so that an import into an empty file
//! makes the same tables again. How they are written down is `lines`', what they have to add up to
//! is `check`'s, what is new of them here is `merge`'s.

mod check;
mod file;
mod lines;
mod merge;

pub use file::{Head, NotImported};
pub use merge::{Counts, Merged};

use super::error::StoreError;
use super::read::Reader;
use super::revisions::Revision;
use super::rows::window_columns;
use super::rows::{self, Columns, entry_columns, record_columns, split, split_optional};
use super::write::Writing;
use super::{Store, schema};
use crate::countdown::entry::Entry;
use crate::countdown::notice::{Record, Reply};
use crate::countdown::window::Window;
use crate::countdown::zone::Moment;

/// One command that wrote something.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Command {
    id: i64,
    at: Moment,
    name: String,
    /// 0 stands; 1 taken back; 2 taken back for good.
    undone: u8,
    undone_at: Option<Moment>,
}

/// One thing that the user told, or took away.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    id: String,
    value: Option<String>,
}

/// One answer to a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    key: String,
    reply: Reply,
    at: Moment,
}

/// Every row of every table, each table in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Everything {
    commands: Vec<Command>,
    pub(super) windows: Vec<(Revision, Window)>,
    pub(super) entries: Vec<(Revision, Entry)>,
    about: Vec<(Revision, Told)>,
    pub(super) ledger: Vec<Record>,
    answers: Vec<(Revision, Answer)>,
}

/// By what a window is known on every computer: when it was opened, and since when it counted then.
/// Its number is its own only in one file.
pub(super) type WindowName = (Moment, Moment);

impl Everything {
    /// Every window's name, with its number.
    pub(super) fn window_names(&self) -> impl Iterator<Item = (WindowName, u32)> {
        let firsts = self.windows.iter().filter(|(revision, _)| revision.number == 0);
        firsts.map(|(_, window)| ((window.started_at, window.since), window.id))
    }

    /// How many rows there are.
    fn len(&self) -> usize {
        self.commands.len()
            + self.windows.len()
            + self.entries.len()
            + self.about.len()
            + self.ledger.len()
            + self.answers.len()
    }
}

const COMMANDS: &str = "
SELECT id, at, offset, name, undone, undone_at, undone_offset FROM commands ORDER BY id";
const WINDOWS: &str = concat!(
    "SELECT row, revision, command, live, ",
    window_columns!(),
    " FROM windows ORDER BY row"
);
const ENTRIES: &str = concat!(
    "SELECT row, revision, command, live, ",
    entry_columns!(),
    " FROM entries ORDER BY row"
);
const ABOUT: &str = "SELECT row, revision, command, live, id, value FROM about ORDER BY row";
const LEDGER: &str = concat!("SELECT ", record_columns!(), " FROM ledger ORDER BY key");
const ANSWERS: &str =
    "SELECT row, revision, command, live, id, reply, at, offset FROM answers ORDER BY row";

const INSERT_COMMAND: &str = "
INSERT INTO commands (id, at, offset, name, undone, undone_at, undone_offset)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

impl Reader<'_> {
    /// Every row of every table, all of one moment.
    pub fn everything(&self) -> Result<Everything, StoreError> {
        let _moment = self.moment()?;
        schema::still_current(self.conn, self.file)?;
        Ok(Everything {
            commands: self.all(COMMANDS, [], |row| command(&mut Columns::of(row)))?,
            windows: self.all(WINDOWS, [], |row| with_place(row, rows::window))?,
            entries: self.all(ENTRIES, [], |row| with_place(row, rows::entry))?,
            about: self.all(ABOUT, [], |row| with_place(row, told))?,
            ledger: self.all(LEDGER, [], |row| rows::record(&mut Columns::of(row)))?,
            answers: self.all(ANSWERS, [], |row| with_place(row, answer))?,
        })
    }
}

fn with_place<T>(
    row: &rusqlite::Row<'_>,
    make: impl FnOnce(&mut Columns<'_, '_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<(Revision, T)> {
    let mut columns = Columns::of(row);
    let revision = Revision {
        row: columns.take()?,
        number: columns.take()?,
        command: columns.take()?,
        live: columns.take()?,
    };
    Ok((revision, make(&mut columns)?))
}

fn command(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Command> {
    Ok(Command {
        id: columns.take()?,
        at: columns.moment()?,
        name: columns.take()?,
        undone: columns.take()?,
        undone_at: columns.optional_moment()?,
    })
}

fn told(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Told> {
    Ok(Told { id: columns.take()?, value: columns.take()? })
}

fn answer(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Answer> {
    Ok(Answer { key: columns.take()?, reply: columns.word()?, at: columns.moment()? })
}

impl Store {
    /// What reading `export` in would add here, and what of it is here already. It changes nothing.
    ///
    /// # Errors
    /// Also if two windows would be open.
    pub fn would_add(&self, export: &Everything) -> anyhow::Result<Merged> {
        merge::merge(&self.read().everything()?, export).map(|(_, merged)| merged)
    }

    /// Adds what of `export` is not here yet; all of it or nothing. What is here stays as it is.
    ///
    /// # Errors
    /// Also if two windows would be open.
    pub fn import(&mut self, export: &Everything) -> anyhow::Result<Merged> {
        let writing = Writing::begin(self)?;
        let (new, merged) = merge::merge(&writing.reader().everything()?, export)?;
        writing.everything(&new)?;
        writing.commit()?;
        Ok(merged)
    }
}

impl Writing<'_> {
    /// Puts every row in, in an order in which each finds what it names.
    fn everything(&self, all: &Everything) -> Result<(), StoreError> {
        for command in &all.commands {
            let (at, offset) = split(command.at);
            let (undone_at, undone_offset) = split_optional(command.undone_at);
            let Command { id, name, undone, .. } = command;
            self.run(INSERT_COMMAND, (id, at, offset, name, undone, undone_at, undone_offset))?;
        }
        for (revision, window) in &all.windows {
            self.window(window, *revision)?;
        }
        for (revision, entry) in &all.entries {
            self.entry(entry, *revision)?;
        }
        for (revision, told) in &all.about {
            self.about(&told.id, told.value.as_deref(), *revision)?;
        }
        for record in &all.ledger {
            self.record(record)?;
        }
        for (revision, answer) in &all.answers {
            self.answer(&answer.key, (answer.reply, answer.at), *revision)?;
        }
        Ok(())
    }
}
