//! Rows into values of the domain and back.
//!
//! Owns which column holds what. It decides nothing: a row that cannot be understood is an error,
//! never a guess.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Utc};
use rusqlite::types::{FromSql, Type};
use rusqlite::{Error, Result, Row};
use serde::{Deserialize, Serialize};

use crate::countdown::entry::{Entry, Outcome, ReceivedKind, What};
use crate::countdown::notice::{Record, Reply};
use crate::countdown::window::Window;
use crate::countdown::zone::Moment;

/// The columns of an entry, as [`entry`] takes them.
macro_rules! entry_columns {
    () => {
        "id, at, offset, logged_at, logged_offset, kind, strength, feeling, trigger, outcome, \
         urge, received_kind, via, necessary, mood, note"
    };
}

/// The columns of a window, as [`window`] takes them.
macro_rules! window_columns {
    () => {
        "id, since, since_offset, precision, length, ends_at, zone, started_at, started_offset, \
         closed_at, closed_offset"
    };
}

/// The columns of a ledger row, as [`record`] takes them.
macro_rules! record_columns {
    () => {
        "key, window, kind, due, due_offset, state, at, attempts, text, why"
    };
}

pub(super) use {entry_columns, record_columns, window_columns};

/// The columns of one row, taken one after another in the order of the SELECT.
pub(super) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Columns<'r, 's> {
    pub(super) fn of(row: &'r Row<'s>) -> Self {
        Self { row, next: 0 }
    }

    pub(super) fn take<T: FromSql>(&mut self) -> Result<T> {
        let value = self.row.get(self.next);
        self.next += 1;
        value
    }

    /// A value that this kind of row cannot be without.
    fn must<T>(&self, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| self.unreadable())
    }

    pub(super) fn word<T: FromStr>(&mut self) -> Result<T> {
        let word = self.optional_word()?;
        self.must(word)
    }

    pub(super) fn optional_word<T: FromStr>(&mut self) -> Result<Option<T>> {
        let word = self.text()?.map(str::parse);
        word.transpose().map_err(|_| self.unreadable())
    }

    /// A text as it lies in the row.
    pub(super) fn text(&mut self) -> Result<Option<&'r str>> {
        let text = self.row.get_ref(self.next)?.as_str_or_null()?;
        self.next += 1;
        Ok(text)
    }

    pub(super) fn instant(&mut self) -> Result<DateTime<Utc>> {
        let instant = self.optional_instant()?;
        self.must(instant)
    }

    fn optional_instant(&mut self) -> Result<Option<DateTime<Utc>>> {
        let Some(seconds) = self.take()? else { return Ok(None) };
        let instant = DateTime::from_timestamp(seconds, 0);
        self.must(instant).map(Some)
    }

    pub(super) fn moment(&mut self) -> Result<Moment> {
        let moment = self.optional_moment()?;
        self.must(moment)
    }

    pub(super) fn optional_moment(&mut self) -> Result<Option<Moment>> {
        let instant = self.optional_instant()?;
        let Some(seconds) = self.take()? else { return Ok(None) };
        let Some(instant) = instant else { return Ok(None) };
        let offset = self.must(FixedOffset::east_opt(seconds))?;
        Ok(Some(instant.with_timezone(&offset)))
    }

    fn unreadable(&self) -> Error {
        Error::FromSqlConversionFailure(self.next, Type::Null, "no such value".into())
    }
}

pub(super) fn entry(columns: &mut Columns<'_, '_>) -> Result<Entry> {
    Ok(Entry {
        id: columns.take()?,
        at: columns.moment()?,
        logged_at: columns.moment()?,
        what: what(columns)?,
        note: columns.take()?,
    })
}

fn what(columns: &mut Columns<'_, '_>) -> Result<What> {
    let kind: String = columns.take()?;
    let fields = Fields {
        strength: columns.take()?,
        feeling: columns.take()?,
        trigger: columns.take()?,
        outcome: columns.optional_word()?,
        urge: columns.take()?,
        received_kind: columns.optional_word()?,
        via: columns.take()?,
        necessary: columns.take()?,
        mood: columns.take()?,
    };
    let what = fields.of_kind(&kind);
    columns.must(what)
}

/// The values that only some kinds of entry have.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) strength: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) feeling: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trigger: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) urge: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) received_kind: Option<ReceivedKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) via: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) necessary: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mood: Option<u8>,
}

impl Fields {
    pub(super) fn of(what: What) -> Self {
        let none = Self::default();
        match what {
            What::Urge { strength, feeling, trigger } => {
                Self { strength, feeling, trigger, ..none }
            }
            What::Outcome { urge, outcome, strength } => {
                Self { urge: Some(urge), outcome: Some(outcome), strength, ..none }
            }
            What::Received { kind, via } => Self { received_kind: kind, via, ..none },
            What::Contacted { necessary } => Self { necessary: Some(necessary), ..none },
            What::Mood { mood } => Self { mood: Some(mood), ..none },
            What::Note => none,
        }
    }

    /// What happened; `None` if there is no such kind, or it cannot be without a value that is
    /// missing. Values of other kinds are left out.
    pub(super) fn of_kind(self, kind: &str) -> Option<What> {
        let Self { strength, feeling, trigger, outcome, urge, received_kind, via, .. } = self;
        Some(match kind {
            "urge" => What::Urge { strength, feeling, trigger },
            "outcome" => What::Outcome { urge: urge?, outcome: outcome?, strength },
            "received" => What::Received { kind: received_kind, via },
            "contacted" => What::Contacted { necessary: self.necessary? },
            "mood" => What::Mood { mood: self.mood? },
            "note" => What::Note,
            _ => return None,
        })
    }
}

pub(super) fn window(columns: &mut Columns<'_, '_>) -> Result<Window> {
    Ok(Window {
        id: columns.take()?,
        since: columns.moment()?,
        precision: columns.word()?,
        length: columns.take()?,
        end: columns.optional_instant()?,
        zone: columns.take()?,
        started_at: columns.moment()?,
        closed_at: columns.optional_moment()?,
    })
}

/// A ledger row; what was answered is in another table.
pub(super) fn record(columns: &mut Columns<'_, '_>) -> Result<Record> {
    Ok(Record {
        key: columns.take()?,
        window: columns.take()?,
        kind: columns.word()?,
        due: columns.moment()?,
        state: columns.word()?,
        at: columns.instant()?,
        attempts: columns.take()?,
        text: columns.take()?,
        why: columns.optional_word()?,
        answer: None,
    })
}

/// An answer to a notice: the reply and its moment.
pub(super) fn answer(columns: &mut Columns<'_, '_>) -> Result<(Reply, Moment)> {
    Ok((columns.word()?, columns.moment()?))
}

/// A moment as it is kept: seconds UTC, and the offset in seconds.
pub(super) fn split(moment: Moment) -> (i64, i32) {
    (moment.timestamp(), moment.offset().local_minus_utc())
}

/// A moment that may be missing, as it is kept.
pub(super) fn split_optional(moment: Option<Moment>) -> (Option<i64>, Option<i32>) {
    moment.map(split).unzip()
}
