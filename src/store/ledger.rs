//! What became of each notice: the daemon's side of the file.
//!
//! Owns the promise of at most once: a notice is claimed on the disk before it is sent, and only
//! one that surely failed may be claimed again. These rows are no commands and cannot be taken back.

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::Store;
use super::error::StoreError;
use super::rows::split;
use super::write::Writing;
use crate::countdown::notice::{Notice, State, Why};

pub(super) const CLAIM: &str = "
INSERT INTO ledger (key, window, kind, due, due_offset, state, at, attempts, text)
VALUES (?1, ?2, ?3, ?4, ?5, 'claimed', ?6, 1, ?7)
ON CONFLICT (key) DO UPDATE
SET state = 'claimed', at = excluded.at, attempts = attempts + 1, text = excluded.text, why = NULL
WHERE state = 'failed'";

pub(super) const SETTLE: &str = "
UPDATE ledger SET state = ?2, at = ?3 WHERE key = ?1 AND state = 'claimed'";

const ARRIVED: &str = "
UPDATE ledger SET state = 'shown', at = ?2 WHERE key = ?1 AND state IN ('claimed', 'unknown')";

pub(super) const MISS: &str = "
INSERT INTO ledger (key, window, kind, due, due_offset, state, at, attempts, why)
VALUES (?1, ?2, ?3, ?4, ?5, 'missed', ?6, 0, ?7)
ON CONFLICT (key) DO UPDATE
SET state = 'missed', at = excluded.at, text = NULL, why = excluded.why
WHERE state = 'failed'";

const ABANDON: &str = "UPDATE ledger SET state = 'unknown', at = ?1 WHERE state = 'claimed'";

impl Store {
    /// Says that a notice is about to be sent, with this text. True if it may be: nobody claimed it
    /// yet, or every attempt surely failed. The claim is on the disk when this returns.
    pub fn claim(
        &mut self,
        notice: &Notice,
        text: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let writing = Writing::begin(self)?;
        let (due, offset) = split(notice.due);
        let row = params![
            notice.key,
            notice.window,
            notice.kind.word(),
            due,
            offset,
            now.timestamp(),
            text
        ];
        let claimed = writing.run(CLAIM, row)?;
        writing.commit()?;
        Ok(claimed == 1)
    }

    /// Says what became of a claimed notice. A notice that is not claimed stays as it is: what is
    /// unknown once may never be sent again.
    pub fn settle(
        &mut self,
        key: &str,
        state: State,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let writing = Writing::begin(self)?;
        writing.run(SETTLE, (key, state.word(), now.timestamp()))?;
        writing.commit()
    }

    /// Says that a notice of which nobody knew was shown after all: its server took it late, or it
    /// was pressed.
    pub fn arrived(&mut self, key: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let writing = Writing::begin(self)?;
        writing.run(ARRIVED, (key, now.timestamp()))?;
        writing.commit()
    }

    /// Says that notices were not sent and will not be. One that was sent, or may have been, stays
    /// as it is.
    pub fn miss(&mut self, missed: &[(Notice, Why)], now: DateTime<Utc>) -> Result<(), StoreError> {
        if missed.is_empty() {
            return Ok(());
        }
        let writing = Writing::begin(self)?;
        for (notice, why) in missed {
            let (due, offset) = split(notice.due);
            let row = params![
                notice.key,
                notice.window,
                notice.kind.word(),
                due,
                offset,
                now.timestamp(),
                why.word()
            ];
            writing.run(MISS, row)?;
        }
        writing.commit()
    }

    /// Gives up every claim that a daemon left behind: nobody knows whether it was shown. Only for a
    /// daemon that starts and holds its lock.
    pub fn abandon_claims(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let writing = Writing::begin(self)?;
        writing.run(ABANDON, [now.timestamp()])?;
        writing.commit()
    }
}
