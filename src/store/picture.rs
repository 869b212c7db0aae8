//! The figures of a span, read entry by entry.
//!
//! Owns which columns they need of which entries. A row is looked at and let go: no word of the
//! user's is copied out of it but one that was not met before, and what was written is not read.

use rusqlite::{Params, Row};

use super::error::{Doing, StoreError, failed};
use super::read::{LEDGER, Reader};
use super::rows::Columns;
use crate::countdown::fates::Fate;
use crate::countdown::picture::{Gathering, Known, Picture, Span};
use crate::countdown::zone::Now;

/// A question about the live entries of one kind, by the index and in its order.
macro_rules! of_kind {
    ($kind:literal, $columns:literal, $until:literal) => {
        concat!(
            "SELECT at, offset, ",
            $columns,
            " FROM entries INDEXED BY entries_kind_at WHERE live = 1 AND kind = '",
            $kind,
            "' AND at >= ?1",
            $until,
            " ORDER BY at, row"
        )
    };
}

// What others are judged by: also what came after the span.
const ANSWERS: &str = of_kind!("outcome", "outcome, strength, urge", "");
const CONTACTS: &str = of_kind!("contacted", "necessary", "");
const WORDS: &str = of_kind!("note", "NULL", "");

const URGES: &str = of_kind!("urge", "strength, id, feeling, trigger", " AND at <= ?2");
const RECEIVED: &str = of_kind!("received", "received_kind", " AND at <= ?2");
const CONTACTED: &str = of_kind!("contacted", "necessary", " AND at <= ?2");
const MOODS: &str = of_kind!("mood", "mood", " AND at <= ?2");
const NOTES: &str = of_kind!("note", "NULL", " AND at <= ?2");

/// Nothing that was due so long before is still answered.
const DONE: &str = "
SELECT answers.at, answers.offset, text FROM ledger INDEXED BY ledger_due
CROSS JOIN answers INDEXED BY answers_live ON answers.id = key AND answers.live = 1
WHERE due >= ?1 AND text IS NOT NULL AND reply = 'done'";

#[cfg(test)]
pub(super) const QUESTIONS: &[&str] =
    &[ANSWERS, CONTACTS, WORDS, URGES, RECEIVED, CONTACTED, MOODS, NOTES, DONE];

impl Reader<'_> {
    /// The picture of a span.
    pub fn picture(&self, span: Span, now: &Now) -> Result<Picture, StoreError> {
        let _moment = self.moment()?;
        let known = self.known(&span)?;
        let mut gathering = Gathering::new(span, &known, *now);
        let times = (span.from.timestamp(), span.until.timestamp());
        self.each(URGES, times, |row| {
            let mut columns = Columns::of(row);
            let (at, strength) = (columns.moment()?, columns.take()?);
            let id = columns.text()?.unwrap_or_default();
            gathering.urge(id, at, strength, (columns.text()?, columns.text()?));
            Ok(())
        })?;
        self.each(RECEIVED, times, |row| {
            let mut columns = Columns::of(row);
            gathering.received(columns.moment()?, columns.optional_word()?);
            Ok(())
        })?;
        self.each(CONTACTED, times, |row| {
            let mut columns = Columns::of(row);
            gathering.contacted(columns.moment()?, columns.take()?);
            Ok(())
        })?;
        self.each(MOODS, times, |row| {
            let mut columns = Columns::of(row);
            gathering.mood(columns.moment()?, columns.take()?);
            Ok(())
        })?;
        self.each(NOTES, times, |row| {
            gathering.note(Columns::of(row).moment()?);
            Ok(())
        })?;
        Ok(gathering.picture())
    }

    /// What has to be known before.
    fn known(&self, span: &Span) -> Result<Known, StoreError> {
        let mut known = Known::new(self.windows()?);
        let since = (known.since(span).timestamp(),);
        self.each(ANSWERS, since, |row| {
            let mut columns = Columns::of(row);
            let (at, outcome, strength) = (columns.moment()?, columns.word()?, columns.take()?);
            let urge = columns.text()?.unwrap_or_default();
            known.answered(urge, Fate { outcome, strength, at });
            Ok(())
        })?;
        self.each(CONTACTS, since, |row| {
            let mut columns = Columns::of(row);
            let (at, necessary) = (columns.moment()?, columns.take::<bool>()?);
            if !necessary {
                known.contacted(at);
            }
            Ok(())
        })?;
        let from = (span.from.timestamp(),);
        self.each(WORDS, from, |row| {
            known.wrote(Columns::of(row).moment()?);
            Ok(())
        })?;
        self.each(DONE, ((span.from - LEDGER).timestamp(),), |row| {
            let mut columns = Columns::of(row);
            known.did(columns.moment()?, columns.take()?);
            Ok(())
        })?;
        Ok(known)
    }

    /// Hands out each row of the answer and keeps none.
    fn each(
        &self,
        sql: &str,
        params: impl Params,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let each = || {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
            Ok(())
        };
        each().map_err(failed(Doing::Read, self.file))
    }
}
