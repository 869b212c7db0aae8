//! What a command changes, all of it or nothing.
//!
//! Owns the transaction of a command and the rows that it leaves. It overwrites and deletes none of
//! the user's words: a change is a further revision.

use std::path::Path;

use rusqlite::{Params, Transaction, TransactionBehavior, params};

use super::error::{Doing, StoreError, failed};
use super::read::Reader;
use super::revisions::{self, Revision, Table};
use super::rows::{Fields, entry_columns, record_columns, split, split_optional, window_columns};
use super::{Store, schema};
use crate::countdown::entry::{Entry, Outcome, ReceivedKind};
use crate::countdown::notice::{Record, Reply, Why};
use crate::countdown::window::Window;
use crate::countdown::zone::Moment;

/// One thing that a command leaves in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new entry. One whose id is there already is the same entry, said again: nothing to do.
    Entry(Entry),
    /// A further revision of the entry with this id.
    Revise(Entry),
    /// A new window, or a further revision of the window with this id.
    Window(Window),
    /// A thing that the user told, or took away; see [`Change::plan`] and its like for the ids.
    About {
        /// What it is.
        id: String,
        /// What was said of it.
        value: Option<String>,
    },
    /// An answer to the notice with this key, which has to be in the ledger.
    Answer {
        /// The key of the notice.
        key: String,
        /// The answer.
        reply: Reply,
        /// When it was given.
        at: Moment,
    },
    /// A ledger row, for a text that was asked for on the terminal or with a button. Its answer is
    /// left out, and taking the command back leaves it: the text was seen.
    Record(Record),
}

impl Store {
    /// Runs a whole command: asks `decide` what to change, and changes it. Nobody else writes
    /// between the two. If `decide` fails, nothing is changed.
    ///
    /// What it leaves can be taken back as one, under `name`. An answer with no changes, or with
    /// none that is new, leaves nothing to take back.
    pub fn write<T>(
        &mut self,
        name: &str,
        at: Moment,
        decide: impl FnOnce(&Reader<'_>) -> anyhow::Result<(Vec<Change>, T)>,
    ) -> anyhow::Result<T> {
        let writing = Writing::begin(self)?;
        let (changes, answer) = decide(&writing.reader())?;
        writing.command(name, at, &changes)?;
        writing.commit()?;
        Ok(answer)
    }
}

impl Store {
    /// Adds to the command that logged the entry with this id, so that both are taken back as one.
    /// If that command was taken back meanwhile, what is added stands as a command of its own under
    /// `name`: nothing that was typed is thrown away.
    pub fn amend(
        &mut self,
        entry: &str,
        name: &str,
        at: Moment,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        let writing = Writing::begin(self)?;
        match writing.reader().all(COMMAND_OF, [entry], |row| row.get(0))?.pop() {
            Some(command) => {
                for change in changes {
                    writing.change(command, change)?;
                }
            }
            None => writing.command(name, at, changes)?,
        }
        writing.commit()
    }
}

pub(super) const COMMAND_OF: &str = "
SELECT command FROM entries JOIN commands ON commands.id = command AND undone = 0
WHERE entries.id = ?1 AND revision = 0";
pub(super) const INSERT_COMMAND: &str =
    "INSERT INTO commands (at, offset, name) VALUES (?1, ?2, ?3)";
/// A command that follows one that was taken back closes the way to redo it.
pub(super) const END_REDO: &str = "UPDATE commands SET undone = 2 WHERE undone = 1";
pub(super) const IS_KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM entries WHERE id = ?1)";
pub(super) const INSERT_ENTRY: &str = concat!(
    "INSERT INTO entries (",
    entry_columns!(),
    ", row, revision, command, live) VALUES
     (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)"
);
const INSERT_WINDOW: &str = concat!(
    "INSERT INTO windows (",
    window_columns!(),
    ", row, revision, command, live) VALUES
     (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
);
const INSERT_ABOUT: &str =
    "INSERT INTO about (id, value, row, revision, command, live) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const INSERT_ANSWER: &str = "
INSERT INTO answers (id, reply, at, offset, row, revision, command, live)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const INSERT_RECORD: &str = concat!(
    "INSERT INTO ledger (",
    record_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (key) DO NOTHING"
);

/// A write that is under way: nobody else writes until it is committed or dropped, and dropped it
/// never was.
pub(super) struct Writing<'s> {
    tx: Transaction<'s>,
    file: &'s Path,
}

impl<'s> Writing<'s> {
    pub(super) fn begin(store: &'s mut Store) -> Result<Self, StoreError> {
        let file = store.file.as_path();
        let tx = Transaction::new(&mut store.conn, TransactionBehavior::Immediate)
            .map_err(failed(Doing::Save, file))?;
        schema::still_current(&tx, file)?;
        Ok(Self { tx, file })
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader::new(&self.tx, self.file)
    }

    pub(super) fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().map_err(failed(Doing::Save, self.file))
    }

    /// Runs one statement and says how many rows it changed.
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.tx
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(failed(Doing::Save, self.file))
    }

    /// Leaves the changes, under a row for the command if any of them can be taken back.
    fn command(&self, name: &str, at: Moment, changes: &[Change]) -> Result<(), StoreError> {
        let mut command = None;
        for change in changes {
            match change {
                Change::Record(record) => self.record(record)?,
                Change::Entry(entry) if self.is_known(entry)? => {}
                _ => {
                    let command = match command {
                        Some(command) => command,
                        None => *command.insert(self.new_command(name, at)?),
                    };
                    self.change(command, change)?;
                }
            }
        }
        Ok(())
    }

    fn new_command(&self, name: &str, at: Moment) -> Result<i64, StoreError> {
        self.run(END_REDO, [])?;
        let (at, offset) = split(at);
        self.run(INSERT_COMMAND, (at, offset, name))?;
        Ok(self.tx.last_insert_rowid())
    }

    fn change(&self, command: i64, change: &Change) -> Result<(), StoreError> {
        match change {
            Change::Entry(entry) => self.entry(entry, Revision::newest(0, command)),
            Change::Revise(entry) => {
                let revision = self.next_revision(&revisions::ENTRIES, &entry.id, command)?;
                self.entry(entry, revision)
            }
            Change::Window(window) => {
                let revision = self.next_revision(&revisions::WINDOWS, &window.id, command)?;
                self.window(window, revision)
            }
            Change::About { id, value } => {
                let revision = self.next_revision(&revisions::ABOUT, id, command)?;
                self.about(id, value.as_deref(), revision)
            }
            Change::Answer { key, reply, at } => {
                let revision = self.next_revision(&revisions::ANSWERS, key, command)?;
                self.answer(key, (*reply, *at), revision)
            }
            Change::Record(record) => self.record(record),
        }
    }

    fn is_known(&self, entry: &Entry) -> Result<bool, StoreError> {
        self.reader().one(IS_KNOWN, [&entry.id])
    }

    /// The revision that comes next for an id; the one that was live is so no longer.
    fn next_revision(
        &self,
        table: &Table,
        id: &dyn rusqlite::ToSql,
        command: i64,
    ) -> Result<Revision, StoreError> {
        let number = self.reader().one(table.next, [id])?;
        self.run(table.retire, [id])?;
        Ok(Revision::newest(number, command))
    }

    pub(super) fn entry(&self, entry: &Entry, revision: Revision) -> Result<(), StoreError> {
        let (at, offset) = split(entry.at);
        let (logged_at, logged_offset) = split(entry.logged_at);
        let fields = Fields::of(entry.what.clone());
        let row = params![
            entry.id,
            at,
            offset,
            logged_at,
            logged_offset,
            entry.what.word(),
            fields.strength,
            fields.feeling,
            fields.trigger,
            fields.outcome.map(Outcome::word),
            fields.urge,
            fields.received_kind.map(ReceivedKind::word),
            fields.via,
            fields.necessary,
            fields.mood,
            entry.note,
            revision.row,
            revision.number,
            revision.command,
            revision.live,
        ];
        self.run(INSERT_ENTRY, row).map(drop)
    }

    pub(super) fn window(&self, window: &Window, revision: Revision) -> Result<(), StoreError> {
        let (since, since_offset) = split(window.since);
        let (started_at, started_offset) = split(window.started_at);
        let (closed_at, closed_offset) = split_optional(window.closed_at);
        let row = params![
            window.id,
            since,
            since_offset,
            window.precision.word(),
            window.length,
            window.end.map(|end| end.timestamp()),
            window.zone,
            started_at,
            started_offset,
            closed_at,
            closed_offset,
            revision.row,
            revision.number,
            revision.command,
            revision.live,
        ];
        self.run(INSERT_WINDOW, row).map(drop)
    }

    pub(super) fn about(
        &self,
        id: &str,
        value: Option<&str>,
        revision: Revision,
    ) -> Result<(), StoreError> {
        let Revision { row, number, command, live } = revision;
        self.run(INSERT_ABOUT, (id, value, row, number, command, live)).map(drop)
    }

    pub(super) fn answer(
        &self,
        key: &str,
        (reply, at): (Reply, Moment),
        revision: Revision,
    ) -> Result<(), StoreError> {
        let (at, offset) = split(at);
        let Revision { row, number, command, live } = revision;
        let values = (key, reply.word(), at, offset, row, number, command, live);
        self.run(INSERT_ANSWER, values).map(drop)
    }

    pub(super) fn record(&self, record: &Record) -> Result<(), StoreError> {
        let (due, due_offset) = split(record.due);
        let row = params![
            record.key,
            record.window,
            record.kind.word(),
            due,
            due_offset,
            record.state.word(),
            record.at.timestamp(),
            record.attempts,
            record.text,
            record.why.map(Why::word),
        ];
        self.run(INSERT_RECORD, row).map(drop)
    }
}
