//! What was received, with all that was ever changed of it.
//!
//! Owns the question behind the record of `report`. It writes nothing.

use super::Reader;
use super::error::StoreError;
use super::rows::{self, Columns, entry_columns};
use crate::countdown::entry::Entry;
use crate::countdown::picture::Span;
use crate::countdown::zone::Moment;

/// An entry that is live, and each of its revisions that stands: a command that was taken back made
/// none.
pub(super) const RECEIVED: &str = concat!(
    "SELECT ",
    entry_columns!(),
    ", (SELECT by.at FROM commands by WHERE by.id = command),
     (SELECT by.offset FROM commands by WHERE by.id = command), row
     FROM entries WHERE id IN (SELECT id FROM entries INDEXED BY entries_kind_at
       WHERE live = 1 AND kind = 'received' AND at BETWEEN ?1 AND ?2)
     AND (SELECT by.undone FROM commands by WHERE by.id = command) = 0 ORDER BY id, revision"
);

impl Reader<'_> {
    /// What was received in a span, by time: every revision of each that was not taken back, oldest
    /// first, with the moment at which it was written. The last is the one that holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn received(&self, span: &Span) -> Result<Vec<Vec<(Entry, Moment)>>, StoreError> {
        let within = [span.from, span.until].map(|at| at.timestamp());
        let rows = self.all(RECEIVED, within, |row| {
            let mut columns = Columns::of(row);
            let revision = (rows::entry(&mut columns)?, columns.moment()?);
            Ok((revision, columns.take::<i64>()?))
        })?;
        let mut received: Vec<&[((Entry, Moment), i64)]> =
            rows.chunk_by(|((a, _), _), ((b, _), _)| a.id == b.id).collect();
        // As [`Reader::entries`]: of two at one moment, the one that was written first.
        received.sort_by_key(|it| it.last().map(|((entry, _), place)| (entry.at, *place)));
        let revisions = |of: &[((Entry, Moment), i64)]| of.iter().map(|it| it.0.clone()).collect();
        Ok(received.into_iter().map(revisions).collect())
    }
}
