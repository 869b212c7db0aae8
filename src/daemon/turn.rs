//! One turn of the daemon: read the facts, see what is due, show it, record it.
//!
//! Owns the order that keeps a notice at most once: claim in the data file, then send, then say
//! what became of it. It waits for nothing but the notification server.

use chrono::{DateTime, Duration, Utc};

use crate::answering::remembered;
use crate::catalogue::Catalogue;
use crate::countdown::button::Button;
use crate::countdown::journal::Journal;
use crate::countdown::message::{Message, Voice};
use crate::countdown::notice::{Notice, NoticeKind, Record, State, Why};
use crate::countdown::plan::Schedule;
use crate::countdown::step::step;
use crate::countdown::text::{Pool, Text};
use crate::countdown::zone::Now;
use crate::notify::{Notify, Ready, Sent};
use crate::settings::Settings;
use crate::store::{Store, StoreError};

/// How long to wait before looking again for somewhere to show what is due.
const LOOK_AGAIN: Duration = Duration::seconds(60);

/// Does what is due at `now`, at most one notice; returns when to take the next turn, `None` if
/// nothing is planned.
///
/// # Errors
/// If the data file cannot be read or written; then nothing was shown that is not claimed.
pub async fn turn(
    store: &mut Store,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    outlet: &mut impl Notify,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let journal = store.read().journal(now.utc())?;
    let schedule = settings.schedule();
    let delay = schedule.question_delay();
    let is_over = |key: &str, buttons: &[Button]| match buttons == Button::MOODS {
        true => journal.is_mood_over(key, delay, now),
        false => journal.is_over(key, delay, now),
    };
    outlet.withdraw(&is_over).await;
    perform(store, settings, catalogue, (&journal, &schedule, now), outlet).await
}

/// Like [`turn`] while the clock is in doubt: of which day it is, nothing can be said, so only what
/// was asked for comes. What the window has planned stays as it is.
pub(super) async fn turn_in_doubt(
    store: &mut Store,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    outlet: &mut impl Notify,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let journal = Journal { window: None, ..store.read().journal(now.utc())? };
    let schedule = settings.schedule();
    perform(store, settings, catalogue, (&journal, &schedule, now), outlet).await
}

async fn perform(
    store: &mut Store,
    settings: &Settings,
    catalogue: &Catalogue,
    (journal, schedule, now): (&Journal, &Schedule, &Now<'_>),
    outlet: &mut impl Notify,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let step = step(journal, schedule, now);
    if !step.missed.is_empty() {
        store.miss(&step.missed, now.utc())?;
    }
    let Some(notice) = step.due else { return Ok(step.wake_at) };
    match outlet.ready(notice.kind, now.utc()).await {
        Ready::Now => {}
        Ready::Locked => return Ok(step.wake_at),
        Ready::Nowhere => {
            let again = now.utc() + LOOK_AGAIN;
            return Ok(Some(step.wake_at.map_or(again, |at| at.min(again))));
        }
    }
    let Some(message) = compose(store, settings, catalogue, journal, &notice, now)? else {
        store.miss(&[(notice, Why::NoText)], now.utc())?;
        return Ok(Some(now.utc()));
    };
    if !store.claim(&notice, Some(&message.text), now.utc())? {
        return Ok(Some(now.utc() + LOOK_AGAIN));
    }
    deliver(store, &notice.key, notice.kind, &message, now, outlet).await?;
    Ok(Some(now.utc()))
}

/// Sends a notice that is claimed, and says in the data file what became of it.
pub(super) async fn deliver(
    store: &mut Store,
    key: &str,
    kind: NoticeKind,
    message: &Message,
    now: &Now<'_>,
    outlet: &mut impl Notify,
) -> Result<(), StoreError> {
    let state = match outlet.show(key, kind, message).await {
        Sent::Shown => State::Shown,
        Sent::Refused => State::Failed,
        Sent::Unknown => State::Unknown,
    };
    store.settle(key, state, now.utc())
}

/// The words of a notice at `now`: `upcoming` asks here as well, so that it says the same.
///
/// # Errors
/// If the data file cannot be read.
pub fn compose(
    store: &Store,
    settings: &Settings,
    catalogue: &Catalogue,
    journal: &Journal,
    notice: &Notice,
    now: &Now,
) -> Result<Option<Message>, StoreError> {
    let seen = store.read().seen(remembered(now))?;
    Ok(voice(&|pool| catalogue.pool(pool), settings, &settings.schedule(), &seen)
        .message(journal, notice, now))
}

/// Who speaks by these settings, and has said what is in `seen`.
pub(super) fn voice<'a>(
    pool: &'a dyn Fn(Pool) -> Vec<Text>,
    settings: &'a Settings,
    schedule: &'a Schedule,
    seen: &'a [Record],
) -> Voice<'a> {
    Voice {
        pool,
        privacy: settings.notifications.privacy,
        without: &settings.suggestions.without,
        schedule,
        seen,
    }
}
