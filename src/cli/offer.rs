//! A suggestion for the terminal, for the commands that give one.
//!
//! Owns the choice and its record in the ledger, so that it is not repeated and can be answered.

use chrono::Duration;

use super::session::{Refused, Session};
use crate::catalogue;
use crate::countdown::choose::{Place, Slot, suggestion as choose};
use crate::countdown::journal::Journal;
use crate::countdown::notice::{NoticeKind, Record, State};
use crate::countdown::text::{Category, Pool, Text};
use crate::countdown::zone::Now;

/// A text, and the record that it was shown.
pub(super) struct Offer {
    pub(super) text: Text,
    pub(super) record: Record,
}

/// Chooses a suggestion for now; `None` if nothing may be suggested.
pub(super) fn suggestion(
    session: &Session,
    journal: &Journal,
    category: Option<Category>,
) -> anyhow::Result<Option<Offer>> {
    let now = &session.now;
    // A data file that cannot be used must not keep anybody from a suggestion.
    let store = session.store().ok().flatten();
    let seen = store.and_then(|store| store.read().seen(now.utc() - Duration::days(60)).ok());
    let seen = seen.unwrap_or_default();
    let mut texts = catalogue::load(Pool::Suggestion)?;
    texts.retain(|text| category.is_none_or(|category| text.category == category));
    let asked = |record: &&Record| {
        record.kind == NoticeKind::Asked && record.due.date_naive() == now.date()
    };
    let turn = seen.iter().filter(asked).count();
    let place = session.place(journal, turn);
    let name = format!("{}-{turn}", NoticeKind::Asked);
    let slot = Slot {
        window: place.window,
        date: now.date(),
        name: &name,
        time: place.time,
        day: place.day,
        mood: now.date().pred_opt().and_then(|yesterday| journal.mood_on(yesterday)),
        slip: journal.recent_slip(now),
    };
    let chosen = choose(&texts, &session.person(journal), &seen, &slot).cloned();
    Ok(chosen.map(|text| Offer { record: shown(&text, &place, turn, now), text }))
}

/// That a text was shown now, because it was asked for.
fn shown(text: &Text, place: &Place, turn: usize, now: &Now) -> Record {
    let (kind, window) = (NoticeKind::Asked, place.window);
    let time = now.at.format("%H%M%S");
    Record {
        key: format!("{window}/{kind}/{}T{time}-{turn}", now.date()),
        window,
        kind,
        due: now.at,
        state: State::Shown,
        at: now.utc(),
        attempts: 1,
        text: Some(text.id.clone()),
        why: None,
        answer: None,
    }
}

/// There is nothing that may be suggested.
pub(super) fn nothing() -> anyhow::Error {
    let why = "nothing is left to suggest: your settings, your situation and what you hid leave \
               no text; nocontact suggest --list shows what there is";
    Refused { code: 1, why: why.to_owned() }.into()
}
