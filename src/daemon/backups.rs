//! The backup of each day.
//!
//! Owns when it is looked for: on a turn, never on a wake-up of its own, and not while a notice is
//! near or was just shown. What a backup is and which ones stay is the store's.

use std::path::Path;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::countdown::zone::Now;
use crate::store::Store;

/// Copying may take a moment, so nothing may be due for so long.
const ROOM: Duration = Duration::seconds(30);

/// After one that failed, try again so much later.
const TRY_AGAIN: Duration = Duration::hours(1);

/// What was found of the backup of this day.
#[derive(Default)]
pub(super) struct Backups {
    settled: Option<NaiveDate>,
    /// Something was shown on the turn before: whoever presses it must be heard at once.
    was_near: bool,
    failed: Option<(DateTime<Utc>, String)>,
}

impl Backups {
    /// Makes the backup of this day if it is time; `wake_at` is when something is due next. Why
    /// there is none, if the last attempt failed.
    pub(super) fn look(
        &mut self,
        data: &Path,
        now: &Now<'_>,
        wake_at: Option<DateTime<Utc>>,
    ) -> Option<String> {
        let is_early = |at: DateTime<Utc>| (now.utc() - at).abs() < TRY_AGAIN;
        let is_near = wake_at.is_some_and(|at| at < now.utc() + ROOM);
        let was_near = std::mem::replace(&mut self.was_near, is_near);
        let waits =
            self.failed.as_ref().is_some_and(|(at, _)| is_early(*at)) || is_near || was_near;
        // What is wrong with the data file itself, the turn has said.
        if !waits
            && self.settled != Some(now.date())
            && let Ok(Some(store)) = Store::open_kept(data)
        {
            let made = store.back_up_daily(now.at);
            // Where nothing was said yet today, something may be.
            self.settled = matches!(made, Ok(Some(_))).then_some(now.date());
            let why = |error| format!("no backup of today: {error}; it is tried again later");
            self.failed = made.err().map(|error| (now.utc(), why(error)));
        }
        self.failed.as_ref().map(|(_, why)| why.clone())
    }
}
