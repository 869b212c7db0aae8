//! A new window, for the commands that open one.

use crate::clock::zone_name;
use crate::countdown::when::When;
use crate::countdown::window::{Window, end_of};
use crate::countdown::zone::Now;
use crate::store::Reader;

/// The length a window may have: under an order on the user it has no end date (programme C.1).
pub(super) fn allowed(length: Option<u32>, reader: &Reader, now: &Now) -> Option<u32> {
    let about = reader.about();
    let may_end = about.map_or(true, |about| about.as_of(now.utc()).policy().may_end());
    length.filter(|_| may_end)
}

/// The window with `days` more, its end resolved where the person is now.
pub(super) fn longer(window: &Window, days: u32, now: &Now) -> Window {
    Window { zone: zone_name(), ..window.extended(days, now) }
}

/// A new window from the contact at `when`.
pub(super) fn opened(id: u32, when: &When, length: Option<u32>, now: &Now) -> Window {
    let end = length.map(|length| end_of(when.at, when.precision, length, now.zone));
    Window {
        id,
        since: when.at,
        precision: when.precision,
        length,
        end: end.map(|end| end.to_utc()),
        zone: zone_name(),
        started_at: now.at,
        closed_at: None,
    }
}
