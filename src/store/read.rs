//! What the file says, as values of the domain.
//!
//! Owns the questions. Every answer is read whole before it is handed out, because an open SELECT
//! would block the writers; and what is asked on every `status` costs the same however much lies
//! in closed windows. It writes nothing.

use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use rusqlite::{Connection, Params, Row, Transaction, TransactionBehavior};

use super::about::{PLAN, learn};
use super::error::{Doing, StoreError, failed};
use super::rows::{self, Columns, entry_columns, record_columns, window_columns};
use super::schema;
use crate::countdown::entry::{Entry, What};
use crate::countdown::journal::{About, Journal};
use crate::countdown::notice::Record;
use crate::countdown::window::Window;
use crate::countdown::zone::Moment;

/// Entries of the last two days belong to the present even where no window holds them.
const ALWAYS: Duration = Duration::hours(48);
/// So far back the ledger belongs to the present …
pub(super) const LEDGER: Duration = Duration::hours(72);
/// … or so far before its newest notice.
const LEDGER_BEFORE_NEWEST: Duration = Duration::hours(24);

pub(super) const LATEST_WINDOW: &str = concat!(
    "SELECT ",
    window_columns!(),
    " FROM windows WHERE live = 1 AND id > 0 ORDER BY id DESC LIMIT 1"
);
/// Asked only where the newest is closed: an import can bring newer ones than the one that is open.
const OPEN_WINDOWS: &str = concat!(
    "SELECT ",
    window_columns!(),
    " FROM windows WHERE live = 1 AND closed_at IS NULL ORDER BY id"
);
pub(super) const WINDOWS: &str =
    concat!("SELECT ", window_columns!(), " FROM windows WHERE live = 1 ORDER BY id");
/// The ledger remembers windows that a restored backup knows nothing of.
pub(super) const NEXT_WINDOW: &str = "
SELECT max(coalesce((SELECT max(id) FROM windows), 0),
           coalesce((SELECT max(window) FROM ledger), 0)) + 1";
const CONTENT: &str = "
SELECT (SELECT count(*) FROM windows WHERE live = 1), (SELECT count(*) FROM entries WHERE live = 1)";
pub(super) const FIRST_OF_KIND: &str = "SELECT at, offset FROM entries INDEXED BY entries_kind_at
     WHERE live = 1 AND kind = ?1 ORDER BY at LIMIT 1";
const LAST_ENTRY: &str = "SELECT at, offset FROM entries WHERE live = 1 ORDER BY at DESC LIMIT 1";
const FIRST_SAID: &str = "SELECT at FROM commands ORDER BY id LIMIT 1";
const LAST_SAID: &str = "
SELECT max(at, coalesce(undone_at, at)) FROM commands ORDER BY id DESC LIMIT 1";
pub(super) const ABOUT: &str =
    "SELECT id, value FROM about WHERE live = 1 AND value IS NOT NULL ORDER BY id";
pub(super) const NEXT_PLAN: &str =
    "SELECT coalesce(max(CAST(substr(id, length(?1) + 1) AS INTEGER)), 0) + 1 FROM about
     WHERE id >= ?1 AND id < ?1 || ':'";

/// One search in `(kind, at)` for each kind: with the list left out it would be one scan.
pub(super) const ENTRIES_SINCE: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ", row FROM entries INDEXED BY entries_kind_at WHERE live = 1 AND at >= ?1 AND kind IN
     ('urge', 'outcome', 'received', 'contacted', 'mood', 'note')"
);
pub(super) const ENTRIES_OF_KIND: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ", row FROM entries INDEXED BY entries_kind_at WHERE live = 1 AND at >= ?1 AND kind = ?2"
);
pub(super) const NEWEST_OF_KIND: &str =
    "SELECT id, at, offset, row FROM entries INDEXED BY entries_kind_at
     WHERE live = 1 AND kind = ?1 ORDER BY at DESC, row DESC LIMIT ?2";
pub(super) const ENTRIES_BY_PREFIX: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries WHERE id >= ?1 AND id < ?1 || 'g' AND live = 1 ORDER BY id LIMIT 2"
);
pub(super) const REVISIONS: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ", (SELECT by.at FROM commands by WHERE by.id = command),
     (SELECT by.offset FROM commands by WHERE by.id = command), live
     FROM entries WHERE id = ?1 ORDER BY revision"
);

macro_rules! ledger {
    ($rest:literal) => {
        concat!("SELECT ", record_columns!(), " FROM ledger ", $rest)
    };
}
pub(super) const LEDGER_SINCE: &str =
    ledger!("WHERE due >= min(?1, coalesce((SELECT max(due) FROM ledger) - ?2, ?1)) ORDER BY due");
pub(super) const LEDGER_ONCE: &str =
    ledger!("WHERE window = ?1 AND kind IN ('welcome', 'end') AND due < ?2 ORDER BY due");
const NOT_SHOWN: &str =
    ledger!("WHERE due >= ?1 AND state IN ('failed', 'unknown', 'missed') ORDER BY due");
const LAST_WRITTEN: &str =
    "SELECT max(at) FROM (SELECT at FROM commands UNION ALL SELECT at FROM ledger)";
pub(super) const SEEN: &str = ledger!("WHERE due >= ?1 AND text IS NOT NULL ORDER BY due");
/// Asked for each record: a join would cost more to plan than to ask.
pub(super) const ANSWER: &str = "SELECT reply, at, offset FROM answers WHERE id = ?1 AND live = 1";

/// How much is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many windows, open and closed.
    pub windows: u32,
    /// How many entries.
    pub entries: u32,
    /// When the last of them happened.
    pub last: Option<Moment>,
}

/// Asks the file. What is read through one reader inside a write is all of one moment.
pub struct Reader<'s> {
    pub(super) conn: &'s Connection,
    pub(super) file: &'s Path,
}

impl<'s> Reader<'s> {
    pub(super) fn new(conn: &'s Connection, file: &'s Path) -> Self {
        Self { conn, file }
    }

    /// The open window.
    pub fn open_window(&self) -> Result<Option<Window>, StoreError> {
        match self.latest_window()? {
            Some(closed) if closed.closed_at.is_some() => Ok(self.open_windows()?.pop()),
            latest => Ok(latest),
        }
    }

    /// All that are open: one, or none.
    pub(super) fn open_windows(&self) -> Result<Vec<Window>, StoreError> {
        self.all(OPEN_WINDOWS, [], window)
    }

    /// The window with the highest number, open or closed.
    pub fn latest_window(&self) -> Result<Option<Window>, StoreError> {
        Ok(self.all(LATEST_WINDOW, [], window)?.pop())
    }

    /// How much is in it.
    pub fn extent(&self) -> Result<Extent, StoreError> {
        let _moment = self.moment()?;
        let counts = self.all(CONTENT, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (windows, entries) = counts.into_iter().next().unwrap_or_default();
        let last = self.all(LAST_ENTRY, [], |row| Columns::of(row).moment())?.pop();
        Ok(Extent { windows, entries, last })
    }

    /// The first moment that anything kept is of: an entry, or the last contact of a window; `None`
    /// if there is neither.
    pub fn first(&self) -> Result<Option<Moment>, StoreError> {
        let _moment = self.moment()?;
        let mut firsts: Vec<Moment> = self.windows()?.iter().map(|window| window.since).collect();
        for kind in What::WORDS {
            firsts.extend(self.all(FIRST_OF_KIND, [kind], |row| Columns::of(row).moment())?);
        }
        Ok(firsts.into_iter().min())
    }

    /// When the first command left something; `None` if none ever did.
    pub fn first_said(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.all(FIRST_SAID, [], instant)?.pop())
    }

    /// When the last command left something, or was taken back; `None` if none ever did.
    pub fn last_said(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.all(LAST_SAID, [], instant)?.pop())
    }

    /// A number that no window ever had, not even one that was taken back.
    pub fn next_window_id(&self) -> Result<u32, StoreError> {
        self.one(NEXT_WINDOW, [])
    }

    /// Every window, oldest first.
    pub fn windows(&self) -> Result<Vec<Window>, StoreError> {
        self.all(WINDOWS, [], window)
    }

    /// What the user told, whatever of it was left: see [`About::as_of`].
    pub fn about(&self) -> Result<About, StoreError> {
        let told = self.all(ABOUT, [], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        let mut about = About::default();
        for (id, value) in told {
            learn(&mut about, &id, value).ok_or_else(|| StoreError::damaged(self.file))?;
        }
        about.plans.sort_by_key(|plan| plan.id);
        Ok(about)
    }

    /// A number that no if-then plan ever had.
    pub fn next_plan_id(&self) -> Result<u32, StoreError> {
        self.one(NEXT_PLAN, [PLAN])
    }

    /// The facts that the present follows from, all of one moment: the open window; the entries
    /// since its start, and of the last two days in any case; what the user told; of the ledger
    /// the last days, and the welcome and the end of the open window however long ago they were.
    pub fn journal(&self, now: DateTime<Utc>) -> Result<Journal, StoreError> {
        let _moment = self.moment()?;
        schema::still_current(self.conn, self.file)?;
        let window = self.open_window()?;
        let recently = now - ALWAYS;
        let since = window.as_ref().map_or(recently, |window| recently.min(window.since.to_utc()));
        Ok(Journal {
            entries: self.entries(Some(since), None)?,
            about: self.about()?.as_of(now),
            ledger: self.ledger(now, window.as_ref())?,
            window,
        })
    }

    fn ledger(&self, now: DateTime<Utc>, open: Option<&Window>) -> Result<Vec<Record>, StoreError> {
        let since = (now - LEDGER).timestamp();
        let mut lately = self.records(LEDGER_SINCE, (since, LEDGER_BEFORE_NEWEST.num_seconds()))?;
        let Some(open) = open else { return Ok(lately) };
        let first = lately.first().map_or(since, |first| first.due.timestamp());
        let mut ledger = self.records(LEDGER_ONCE, (open.id, first))?;
        ledger.append(&mut lately);
        Ok(ledger)
    }

    /// Live entries from `since` on, of one kind or of all, by time.
    pub fn entries(
        &self,
        since: Option<DateTime<Utc>>,
        kind: Option<&str>,
    ) -> Result<Vec<Entry>, StoreError> {
        let since = since.map_or(i64::MIN, |since| since.timestamp());
        let with_place = |row: &Row<'_>| {
            let mut columns = Columns::of(row);
            Ok((rows::entry(&mut columns)?, columns.take::<i64>()?))
        };
        let mut found = match kind {
            None => self.all(ENTRIES_SINCE, [since], with_place)?,
            Some(kind) => self.all(ENTRIES_OF_KIND, (since, kind), with_place)?,
        };
        found.sort_by_key(|(entry, place)| (entry.at, *place));
        Ok(found.into_iter().map(|(entry, _)| entry).collect())
    }

    /// The newest live entries by id, kind and time, newest first, at most `most`. Nothing else of
    /// them is read.
    pub fn newest(&self, most: u32) -> Result<Vec<(String, &'static str, Moment)>, StoreError> {
        let mut found = Vec::new();
        for kind in What::WORDS {
            found.extend(self.all(NEWEST_OF_KIND, (kind, most), |row| {
                let mut columns = Columns::of(row);
                let (id, at) = (columns.take::<String>()?, columns.moment()?);
                Ok((at, columns.take::<i64>()?, id, *kind))
            })?);
        }
        found.sort_by_key(|(at, place, ..)| std::cmp::Reverse((*at, *place)));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(found.into_iter().map(|(at, _, id, kind)| (id, kind, at)).collect())
    }

    /// Live entries whose id begins so, at most two: enough to see that a prefix is not unique.
    pub fn find(&self, prefix: &str) -> Result<Vec<Entry>, StoreError> {
        let prefix = prefix.to_ascii_lowercase();
        let is_id = |byte: u8| byte == b'-' || byte.is_ascii_hexdigit();
        if prefix.is_empty() || !prefix.bytes().all(is_id) {
            return Ok(Vec::new());
        }
        self.all(ENTRIES_BY_PREFIX, [prefix], entry)
    }

    /// Every revision of an entry, oldest first, with the moment it was written and whether it is
    /// the live one.
    pub fn revisions(&self, id: &str) -> Result<Vec<(Entry, Moment, bool)>, StoreError> {
        self.all(REVISIONS, [id], |row| {
            let mut columns = Columns::of(row);
            Ok((rows::entry(&mut columns)?, columns.moment()?, columns.take()?))
        })
    }

    /// What the ledger knows of notices that had a text and were due from `since` on, by time.
    /// Some of them never reached the person: see [`Record::was_sent`].
    pub fn seen(&self, since: DateTime<Utc>) -> Result<Vec<Record>, StoreError> {
        self.records(SEEN, [since.timestamp()])
    }

    /// The notices due from `since` on that did not reach the person, as far as anybody knows.
    pub fn not_shown(&self, since: DateTime<Utc>) -> Result<Vec<Record>, StoreError> {
        self.records(NOT_SHOWN, [since.timestamp()])
    }

    /// When anything was written last, by the clock of that time; `None` if nothing ever was.
    pub fn last_written(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: Option<i64> = self.one(LAST_WRITTEN, [])?;
        Ok(at.and_then(|at| DateTime::from_timestamp(at, 0)))
    }

    /// Rows of the ledger, with what was answered.
    fn records(&self, sql: &str, params: impl Params) -> Result<Vec<Record>, StoreError> {
        let _moment = self.moment()?;
        let mut records = self.all(sql, params, |row| rows::record(&mut Columns::of(row)))?;
        for record in &mut records {
            let answer = |row: &Row<'_>| rows::answer(&mut Columns::of(row));
            record.answer = self.all(ANSWER, [&record.key], answer)?.pop();
        }
        Ok(records)
    }

    /// The answers to all that `ask` asks, of one moment: no write comes between them.
    ///
    /// # Errors
    /// Those of `ask`, or if the file cannot be read.
    pub fn at_once<T, E: From<StoreError>>(
        &self,
        ask: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let _moment = self.moment()?;
        ask(self)
    }

    /// Holds the file still for several questions; nothing to do where a write does already.
    pub(super) fn moment(&self) -> Result<Option<Transaction<'s>>, StoreError> {
        let begin = || Transaction::new_unchecked(self.conn, TransactionBehavior::Deferred);
        self.conn.is_autocommit().then(begin).transpose().map_err(failed(Doing::Read, self.file))
    }

    /// Every row of the answer.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        make: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params, make)?.collect())
            .map_err(failed(Doing::Read, self.file))
    }

    /// The one number that is the answer.
    pub(super) fn one<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<T, StoreError> {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(params, |row| row.get(0)))
            .map_err(failed(Doing::Read, self.file))
    }
}

pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    rows::entry(&mut Columns::of(row))
}

pub(super) fn window(row: &Row<'_>) -> rusqlite::Result<Window> {
    rows::window(&mut Columns::of(row))
}

fn instant(row: &Row<'_>) -> rusqlite::Result<DateTime<Utc>> {
    Columns::of(row).instant()
}
