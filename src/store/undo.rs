//! Taking back the last whole command, and bringing it back.
//!
//! Owns the order in which commands are taken back. It deletes nothing: a command is marked, and
//! the revisions that were live before it are live again.

use rusqlite::Row;

use super::Store;
use super::error::StoreError;
use super::read;
use super::revisions;
use super::rows::{self, Columns, entry_columns, split, window_columns};
use super::write::Writing;
use crate::countdown::entry::Entry;
use crate::countdown::journal::About;
use crate::countdown::zone::Moment;

/// What a command did to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowChange {
    /// It opened it.
    Opened,
    /// It corrected or extended it.
    Changed,
    /// It closed it.
    Closed,
}

/// What was taken back, or brought back: enough to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The name of the command.
    pub name: String,
    /// When it ran.
    pub at: Moment,
    /// The entries it logged or changed, as it wrote them.
    pub entries: Vec<Entry>,
    /// The windows it opened, changed or closed, by id.
    pub windows: Vec<(u32, WindowChange)>,
    /// The ids of what the user told in it.
    pub about: Vec<String>,
    /// The keys of the notices that it answered.
    pub answers: Vec<String>,
}

pub(super) const LAST: &str = "
SELECT id, at, offset, name FROM commands
WHERE id = (SELECT max(id) FROM commands WHERE undone = 0)";
/// Those that can be brought back all follow the last one that stands.
pub(super) const FIRST_UNDONE: &str = "
SELECT id, at, offset, name FROM commands
WHERE id = (SELECT min(id) FROM commands WHERE undone = 1)";
pub(super) const MARK: &str = "
UPDATE commands SET undone = 1, undone_at = ?2, undone_offset = ?3 WHERE id = ?1";
const UNMARK: &str = "
UPDATE commands SET undone = 0, undone_at = NULL, undone_offset = NULL WHERE id = ?1";

pub(super) const ENTRIES_OF: &str =
    concat!("SELECT ", entry_columns!(), " FROM entries WHERE command = ?1 ORDER BY row");
const WINDOWS_OF: &str = concat!(
    "SELECT ",
    window_columns!(),
    ", revision FROM windows WHERE command = ?1 ORDER BY row"
);
const ABOUT_OF: &str = "SELECT id FROM about WHERE command = ?1 ORDER BY row";
const ANSWERS_OF: &str = "SELECT id FROM answers WHERE command = ?1 ORDER BY row";

impl Store {
    /// Takes back the last command that stands; `None` if there is none. A command that closed a
    /// window is not taken back while another is open.
    pub fn undo(&mut self, now: Moment) -> Result<Option<Undone>, StoreError> {
        self.undo_if(now, |_, _, _| Ok(()))
    }

    /// Like [`Store::undo`], unless `may` refuses, given the command and what the user has told
    /// before and after it is taken back: then nothing is changed.
    pub fn undo_if<E: From<StoreError>>(
        &mut self,
        now: Moment,
        may: impl FnOnce(&Undone, About, About) -> Result<(), E>,
    ) -> Result<Option<Undone>, E> {
        let (at, offset) = split(now);
        self.turn(LAST, |writing, command| writing.run(MARK, (command, at, offset)), may)
    }

    /// Brings back the command that was taken back last; `None` if there is none, or another
    /// command followed.
    pub fn redo(&mut self) -> Result<Option<Undone>, StoreError> {
        self.redo_if(|_, _, _| Ok(()))
    }

    /// Like [`Store::redo`], unless `may` refuses.
    pub fn redo_if<E: From<StoreError>>(
        &mut self,
        may: impl FnOnce(&Undone, About, About) -> Result<(), E>,
    ) -> Result<Option<Undone>, E> {
        self.turn(FIRST_UNDONE, |writing, command| writing.run(UNMARK, [command]), may)
    }

    /// Finds a command, marks it, and makes live what is live by the marks.
    fn turn<E: From<StoreError>>(
        &mut self,
        which: &str,
        mark: impl FnOnce(&Writing<'_>, i64) -> Result<usize, StoreError>,
        may: impl FnOnce(&Undone, About, About) -> Result<(), E>,
    ) -> Result<Option<Undone>, E> {
        let writing = Writing::begin(self)?;
        let Some((command, at, name)) = writing.reader().all(which, [], command)?.pop() else {
            return Ok(None);
        };
        let undone = writing.what_it_did(command, at, name)?;
        let before = writing.reader().about()?;
        mark(&writing, command)?;
        for table in revisions::ALL {
            writing.run(table.clear, [command])?;
            writing.run(table.raise, [command])?;
        }
        if !undone.windows.is_empty() && writing.reader().open_windows()?.len() > 1 {
            return Err(StoreError::TwoOpen.into());
        }
        may(&undone, before, writing.reader().about()?)?;
        writing.commit()?;
        Ok(Some(undone))
    }
}

impl Writing<'_> {
    fn what_it_did(&self, command: i64, at: Moment, name: String) -> Result<Undone, StoreError> {
        let reader = self.reader();
        let id = |row: &Row<'_>| row.get(0);
        Ok(Undone {
            name,
            at,
            entries: reader.all(ENTRIES_OF, [command], read::entry)?,
            windows: reader.all(WINDOWS_OF, [command], window_change)?,
            about: reader.all(ABOUT_OF, [command], id)?,
            answers: reader.all(ANSWERS_OF, [command], id)?,
        })
    }
}

fn command(row: &Row<'_>) -> rusqlite::Result<(i64, Moment, String)> {
    let mut columns = Columns::of(row);
    Ok((columns.take()?, columns.moment()?, columns.take()?))
}

fn window_change(row: &Row<'_>) -> rusqlite::Result<(u32, WindowChange)> {
    let mut columns = Columns::of(row);
    let window = rows::window(&mut columns)?;
    let revision: i64 = columns.take()?;
    let change = match (window.closed_at, revision) {
        (Some(_), _) => WindowChange::Closed,
        (None, 0) => WindowChange::Opened,
        (None, _) => WindowChange::Changed,
    };
    Ok((window.id, change))
}
