//! The stretch of the history that a command looks back over.
//!
//! Owns which one is meant, for `stats` and `report`: the window where none is named. It reads no
//! entry but the time of the first.

use chrono::{Days, Duration};

use super::args::{ReportArgs, StatsArgs};
use super::session::{Refused, usage};
use crate::countdown::picture::Span;
use crate::countdown::when::parse;
use crate::countdown::zone::{Moment, Now, start_of_day};
use crate::store::Store;

/// The window that is open, or the last one; where there never was one, `other` shows what was
/// logged without.
fn of_window(store: Option<&Store>, now: &Now, other: &str) -> anyhow::Result<Span> {
    let reader = store.map(Store::read);
    let window = match &reader {
        Some(reader) => {
            reader.open_window()?.map_or_else(|| reader.latest_window(), |it| Ok(Some(it)))?
        }
        None => None,
    };
    let Some(window) = window else {
        let why = format!(
            "there is no window to look back over; nocontact start opens one, and {other} shows \
             what was logged without one"
        );
        return Err(Refused { code: 3, why }.into());
    };
    // The clock can stand before a window that was opened while it was ahead.
    let until = window.closed_at.unwrap_or(now.at).max(window.since);
    Ok(Span { from: window.since, until })
}

/// What `stats` is over: from the beginning of a day here, for half a day would look like a whole
/// one, or from the first thing that was kept, until now over all windows; or [`of_window`]. Without a file there is nothing to look back over but an empty span.
pub(super) fn of_stats(args: &StatsArgs, store: Option<&Store>, now: &Now) -> anyhow::Result<Span> {
    let until = now.at;
    if let Some(text) = &args.since {
        return Ok(Span { from: day(text, now)?, until });
    }
    if args.all {
        let first = store.map(|store| store.read().first()).transpose()?.flatten();
        return Ok(Span { from: first.map_or(until, |first| first.min(until)), until });
    }
    of_window(store, now, "nocontact stats --all")
}

/// What `report` is over: whole days here from one date to another over all windows, the last being
/// today where none is named; or [`of_window`]. What lies ahead has no part in it.
pub(super) fn of_report(
    args: &ReportArgs,
    store: Option<&Store>,
    now: &Now,
) -> anyhow::Result<Span> {
    let from = if let Some(text) = &args.from {
        day(text, now)?
    } else {
        let window = of_window(store, now, "nocontact report --from")?;
        let Some(_) = args.to else { return Ok(window) };
        window.from
    };
    let until = match &args.to {
        Some(text) => {
            let next = moment(text, now)?.date_naive() + Days::new(1);
            (start_of_day(now.zone, next) - Duration::seconds(1)).min(now.at)
        }
        None => now.at,
    };
    match (from <= until, &args.from) {
        (true, _) => Ok(Span { from, until }),
        (false, Some(_)) => Err(usage("--from is later than --to")),
        (false, None) => Err(usage("--to is before the window; name --from as well")),
    }
}

/// The first instant of the day of a moment.
fn day(text: &str, now: &Now) -> anyhow::Result<Moment> {
    Ok(start_of_day(now.zone, moment(text, now)?.date_naive()))
}

fn moment(text: &str, now: &Now) -> anyhow::Result<Moment> {
    Ok(parse(text, now).map_err(|error| usage(error.to_string()))?.at)
}
