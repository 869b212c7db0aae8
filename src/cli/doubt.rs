//! A clock that went ahead by itself: what is said of it, and the question whether it is right.
//!
//! Owns the words. Until somebody says that it is right, no window is called complete.

use anyhow::Context as _;
use chrono::Duration;

use super::render;
use super::session::{Session, refused};
use crate::clock::look::{Doubt, trust};
use crate::daemon::nudge;

/// "The clock of this computer went 12 days ahead at once".
pub(super) fn said(doubt: &Doubt) -> String {
    let days = u32::try_from((doubt.ahead + Duration::hours(12)).num_days()).unwrap_or(u32::MAX);
    format!("the clock of this computer went {} ahead at once", render::count(days, "day"))
}

/// What the status says of it.
pub(super) fn in_status(doubt: &Doubt) -> String {
    let said = render::sentence(&said(doubt));
    format!("{said}, so this goes by the time before: nocontact start asks whether it is right.")
}

/// Goes on if the clock is not in doubt, or somebody says that it is right.
pub(super) fn settle(session: &Session) -> anyhow::Result<()> {
    let Some(doubt) = session.doubt() else { return Ok(()) };
    let said = said(&doubt);
    if session.screen.interactive {
        session.screen.tell(format!("{}.", render::sentence(&said)))?;
        let now = session.now.at.format("%a %-d %b %Y, %H:%M");
        let answer = session.screen.ask(&format!("Is it really {now}? y, or Enter for no:"))?;
        if answer.is_some_and(|answer| answer.to_lowercase().starts_with('y')) {
            trust(&session.paths.clock(), session.now.utc())
                .context("could not remember that the clock is right")?;
            nudge(&session.paths.nudge_sockets());
            return Ok(());
        }
    }
    let why = format!(
        "{said}; set it right, or, if it is right, say so to nocontact start on a terminal; until \
         then no window is called complete"
    );
    Err(refused(why))
}
