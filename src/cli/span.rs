//! The stretch of the history that a command looks back over.
//!
//! Owns which one is meant where none is named, for `stats` and `report`. It reads no entry but the
//! times of the first.

use chrono::{Days, Duration};

use super::args::ReportArgs;
use super::session::{no_window, usage};
use crate::countdown::picture::Span;
use crate::countdown::when::parse;
use crate::countdown::zone::{Now, start_of_day};
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

/// What `report` is over: whole days here from one date to another, over all windows; what is left
/// out is that of the window.
pub(super) fn of_report(args: &ReportArgs, store: &Store, now: &Now) -> anyhow::Result<Span> {
    let date = |text: &String| match parse(text, now) {
        Ok(when) => Ok(when.at.date_naive()),
        Err(error) => Err(usage(error.to_string())),
    };
    let [from, to] = [args.from.as_ref().map(date), args.to.as_ref().map(date)];
    let [from, to] = [from.transpose()?, to.transpose()?];
    let of_window = || of_window(store, now);
    let from = match from {
        Some(date) => start_of_day(now.zone, date),
        None => of_window()?.from,
    };
    let until = match to {
        // Nothing is counted that lies ahead.
        Some(date) => {
            (start_of_day(now.zone, date + Days::new(1)) - Duration::seconds(1)).min(now.at)
        }
        // After a closed window, what was named is up to now.
        None if args.from.is_some() => now.at,
        None => of_window()?.until,
    };
    if from > until {
        return Err(usage("--from is later than --to; name the earlier day first"));
    }
    Ok(Span { from, until })
}
