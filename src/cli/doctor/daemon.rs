//! Whether the daemon runs, is alive, and is of this program.

use super::super::render;
use super::super::session::Session;
use super::{Check, Subject};
use crate::clock::{Clock, HERE, wait_until};
use crate::countdown::journal::Journal;
use crate::countdown::zone::{Moment, Now};
use crate::daemon::nudge;
use crate::instance::{Card, card};
use crate::notify::inspect::Found;

const DAEMON: Subject = ("daemon", "Daemon");

/// It looks every 15 minutes, whatever happens.
const LONGEST_SILENCE: i64 = 20 * 60;

/// How long one that starts or was just woken is waited for, in seconds.
const PATIENCE: u32 = 3;

const AGAIN: &str = "nocontact daemon --stop, then nocontact start";

/// Also says whether a daemon runs that lacks nothing.
pub(super) fn check(session: &Session, journal: Option<&Journal>, found: &Found) -> (Check, bool) {
    if !session.daemon_runs() {
        return (none(session, journal), false);
    }
    let Some(mut card) = said(session, |_| true) else {
        let found = "its lock is held, but who holds it says nothing of itself";
        let todo = format!("{AGAIN}; if that does not help, log out and in again");
        return (Check::todo(DAEMON, found, todo), false);
    };
    let is_found = matches!(found, Found::Server(_) | Found::Asleep);
    if is_found && card.lacking.is_some() {
        // It may not have looked since the server came.
        nudge(&session.paths.nudge_sockets());
        card = said(session, |card| card.lacking.is_none()).unwrap_or(card);
    }
    // The daemon goes by the computer's clock, whatever a command is told.
    let now = Now::new(Clock::Real.now(), &HERE);
    let lacks_nothing = card.lacking.is_none();
    (of(&card, is_found, &now), lacks_nothing)
}

/// What it says of itself, as soon as that is so.
fn said(session: &Session, is_so: impl Fn(&Card) -> bool) -> Option<Card> {
    let lock = session.paths.lock();
    let mut found = None;
    let _ = wait_until(PATIENCE, || {
        found = card(&lock).filter(|card| is_so(card));
        Ok(found.is_some())
    });
    found
}

fn none(session: &Session, journal: Option<&Journal>) -> Check {
    let left = session.paths.nudge_sockets().iter().any(|socket| socket.exists());
    let left = if left { "; the socket that one left behind is harmless" } else { "" };
    match journal {
        Some(journal) if journal.window.is_none() => {
            Check::note(DAEMON, format!("does not run, and no window is open{left}"), "")
        }
        _ => Check::todo(
            DAEMON,
            format!("does not run, so no notices come{left}"),
            "nocontact start (and nocontact service install, to have it started at each login)",
        ),
    }
}

fn of(card: &Card, is_found: bool, now: &Now) -> Check {
    let Card { pid, version, since, looked, lacking } = card;
    let own = env!("CARGO_PKG_VERSION");
    let seen = when(*looked, now);
    if (now.utc().timestamp() - looked).abs() > LONGEST_SILENCE {
        let todo = format!(
            "if the computer woke just now, ask again in a minute; else kill -KILL {pid}, then \
             nocontact start"
        );
        return Check::todo(DAEMON, format!("hangs: it last looked {seen}"), todo);
    }
    if version != own {
        let found = format!("runs in version {version}, and this program is {own}");
        return Check::todo(DAEMON, found, AGAIN);
    }
    if let Some(lacking) = lacking.as_deref().filter(|_| is_found) {
        let found = format!("it finds that {lacking}, but from here there is one");
        return Check::todo(DAEMON, found, format!("{AGAIN}, both in this terminal"));
    }
    let since = when(*since, now);
    let found = format!("runs since {since}, pid {pid}, version {version}; last look {seen}");
    Check::fine(DAEMON, found)
}

fn when(seconds: i64, now: &Now) -> String {
    let at = chrono::DateTime::from_timestamp(seconds, 0);
    at.map_or_else(|| "never".to_owned(), |at| render::moment(Moment::from(now.here(at)), now))
}
