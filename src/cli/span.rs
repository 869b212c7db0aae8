//! The stretch of the history that a command looks back over.
//!
//! Owns which one is meant where none is named, for `stats` and `report`. It reads no entry but the
//! times of the first.

use super::session::no_window;
use crate::countdown::picture::Span;
use crate::countdown::zone::Now;
use crate::store::Store;

/// The window that is open, or the last one.
pub(super) fn of_window(store: &Store, now: &Now) -> anyhow::Result<Span> {
    let reader = store.read();
    let window = match reader.open_window()? {
        Some(open) => open,
        None => reader.latest_window()?.ok_or_else(no_window)?,
    };
    Ok(Span { from: window.since, until: window.closed_at.unwrap_or(now.at) })
}
