//! The stretch of the history that a command looks back over.
//!
//! Owns which one is meant, for `stats` and `report`: the window where none is named. It reads no
//! entry but the time of the first.

use super::args::StatsArgs;
use super::session::{Refused, usage};
use crate::countdown::picture::Span;
use crate::countdown::when::parse;
use crate::countdown::zone::Now;
use crate::store::Store;

/// The window that is open, or the last one.
pub(super) fn of_window(store: &Store, now: &Now) -> anyhow::Result<Span> {
    let reader = store.read();
    let window = match reader.open_window()? {
        Some(open) => open,
        None => reader.latest_window()?.ok_or_else(no_window_yet)?,
    };
    // The clock can stand before a window that was opened while it was ahead.
    let until = window.closed_at.unwrap_or(now.at).max(window.since);
    Ok(Span { from: window.since, until })
}

/// What `stats` is over: from a moment, or from the first thing that was kept, until now over all
/// windows; or [`of_window`]. Without a file there is nothing to look back over but an empty span.
pub(super) fn of_stats(args: &StatsArgs, store: Option<&Store>, now: &Now) -> anyhow::Result<Span> {
    let until = now.at;
    if let Some(text) = &args.since {
        let since = parse(text, now).map_err(|error| usage(error.to_string()))?;
        return Ok(Span { from: since.at, until });
    }
    if args.all {
        let first = store.map(|store| store.read().first()).transpose()?.flatten();
        return Ok(Span { from: first.map_or(until, |first| first.min(until)), until });
    }
    of_window(store.ok_or_else(no_window_yet)?, now)
}

/// No window was ever opened.
fn no_window_yet() -> anyhow::Error {
    let why = "there is no window to look back over; nocontact start opens one, and nocontact stats \
               --all shows what was logged without one";
    Refused { code: 3, why: why.to_owned() }.into()
}
