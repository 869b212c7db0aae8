//! What the tests of the pure heart, and of what answers do, share: a window in Berlin, and facts in a few words.

use chrono::{Duration, NaiveDateTime, NaiveTime};
use chrono_tz::Europe;

use super::entry::{Entry, Outcome, What};
use super::journal::Journal;
use super::notice::{NoticeKind, Record, State};
use super::plan::{Rhythm, Schedule};
use super::window::{Precision, Window, end_of};
use super::zone::{Moment, Now, resolve};

/// `2026-11-01 14:05` or with seconds, on the wall in Berlin.
pub(crate) fn at(wall: &str) -> Moment {
    let parse = |form| NaiveDateTime::parse_from_str(wall, form);
    let wall = parse("%Y-%m-%d %H:%M").or_else(|_| parse("%Y-%m-%d %H:%M:%S")).unwrap();
    resolve(&Europe::Berlin, wall)
}

pub(crate) fn now(wall: &str) -> Now<'static> {
    then(at(wall))
}

pub(crate) fn then(at: Moment) -> Now<'static> {
    Now::new(at.to_utc(), &Europe::Berlin)
}

pub(crate) fn clock(time: &str) -> NaiveTime {
    NaiveTime::parse_from_str(time, "%H:%M").unwrap()
}

/// The defaults of the settings.
pub(crate) fn schedule() -> Schedule {
    Schedule {
        rhythm: Rhythm::Daily,
        morning: Some(clock("09:00")),
        midday: None,
        evening: Some(clock("19:30")),
        quiet: Some((clock("22:00"), clock("08:00"))),
        min_gap: Duration::hours(3),
        max_per_day: 5,
        late_limit: Duration::minutes(60),
        follow_up_after: Some(Duration::minutes(20)),
    }
}

/// A window from a moment on, in Berlin.
pub(crate) fn window(since: &str, length: Option<u32>) -> Window {
    let since = at(since);
    let end = length.map(|days| end_of(since, Precision::Minute, days, &Europe::Berlin).to_utc());
    Window {
        id: 1,
        since,
        precision: Precision::Minute,
        length,
        end,
        zone: "Europe/Berlin".to_owned(),
        started_at: since,
        closed_at: None,
    }
}

/// Thirty days from 1 November 2026, 14:05, and these entries.
pub(crate) fn journal(mut entries: Vec<Entry>) -> Journal {
    entries.sort_by_key(|entry| entry.at);
    let window = Some(window("2026-11-01 14:05", Some(30)));
    Journal { window, entries, ..Journal::default() }
}

pub(crate) fn entry(id: &str, wall: &str, what: What) -> Entry {
    Entry { id: id.to_owned(), at: at(wall), logged_at: at(wall), what, note: None }
}

pub(crate) fn urge(id: &str, wall: &str) -> Entry {
    entry(id, wall, What::Urge { strength: None, feeling: None, trigger: None })
}

pub(crate) fn outcome(of: &str, outcome: Outcome, wall: &str) -> Entry {
    let what = What::Outcome { urge: of.to_owned(), outcome, strength: None };
    entry(&format!("{of}:{outcome}:{wall}"), wall, what)
}

pub(crate) fn contact(wall: &str) -> Entry {
    entry(&format!("contact {wall}"), wall, What::Contacted { necessary: false })
}

/// The ledger's record of a notice that was due at `wall` and dealt with at once.
pub(crate) fn record(key: &str, kind: NoticeKind, wall: &str, state: State) -> Record {
    Record {
        key: key.to_owned(),
        window: 1,
        kind,
        due: at(wall),
        state,
        at: at(wall).to_utc(),
        attempts: 1,
        text: Some("text-1".to_owned()),
        why: None,
        answer: None,
    }
}
