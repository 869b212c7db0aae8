//! A look back at the open window: what it held, and four equal choices.
//!
//! Owns the review, for the commands that give one. It decides nothing and saves nothing.

use super::render;
use super::session::{Session, no_window};
use crate::countdown::entry::{Entry, What};
use crate::countdown::gate::{Closed, closed, remembered};
use crate::countdown::journal::Journal;
use crate::countdown::text::Pool;
use crate::countdown::window::{Standing, Window};

/// The figures, a text, and the choices.
pub(super) fn tell(session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let (Some(window), Some(standing)) = (&journal.window, journal.standing(&session.now)) else {
        return Err(no_window());
    };
    say_standing(session, window)?;
    figures(session, &journal)?;
    if standing.complete {
        say(session, &journal, "review")?;
    } else if standing.end.is_none() {
        say(session, &journal, "space")?;
    }
    choices(session, &journal, &standing)
}

/// What the window held, in numbers; no score.
fn figures(session: &Session, journal: &Journal) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    if let Some(days) = journal.days(&session.now).filter(|days| days.passed > 0) {
        rows.push((
            "Days".to_owned(),
            format!(
                "{} of {} without contact, longest stretch {}",
                days.without_contact, days.passed, days.longest_stretch
            ),
        ));
    }
    let urges = journal.urges(&session.now);
    if urges.logged > 0 {
        rows.push((
            "Urges".to_owned(),
            format!("{} logged, {} let pass", urges.logged, urges.let_pass),
        ));
    }
    let received =
        journal.in_window().filter(|entry| matches!(entry.what, What::Received { .. })).count();
    if received > 0 {
        let received = u32::try_from(received).unwrap_or(u32::MAX);
        rows.push(("Received".to_owned(), render::count(received, "time")));
    }
    session.screen.table(&rows)
}

/// Four choices of equal weight; the last one only where nothing speaks against it.
fn choices(session: &Session, journal: &Journal, standing: &Standing) -> anyhow::Result<()> {
    let Some(window) = &journal.window else { return Ok(()) };
    let go_on =
        if standing.complete { "nothing to do: the days go on counting" } else { "nothing to do" };
    let mut rows = vec![("Keep the space".to_owned(), go_on.to_owned())];
    if standing.end.is_some() {
        rows.push(("Add days".to_owned(), "nocontact finish --extend 7 (or 14, 30, …)".to_owned()));
    }
    rows.push(("Close the count".to_owned(), "nocontact finish --close".to_owned()));
    let closed = closed(&journal.about, window, &record(session, window)?, &session.now);
    if closed.is_none() {
        rows.push((
            "Think about one message".to_owned(),
            "nocontact finish --message (questions first, in daylight); no is a whole answer, and \
             so is silence"
                .to_owned(),
        ));
    }
    session.screen.table(&rows)?;
    match closed {
        Some(Closed::Twice) if standing.complete => {
            session.screen.tell("Two with no answer is an answer.")
        }
        _ => Ok(()),
    }
}

/// What was received and what contact was made, as far back as it counts for a message.
pub(super) fn record(session: &Session, window: &Window) -> anyhow::Result<Vec<Entry>> {
    let Some(store) = session.store()? else { return Ok(Vec::new()) };
    let mut record = store.read().entries(Some(remembered(window)), None)?;
    record.retain(|entry| entry.at <= session.now.at);
    Ok(record)
}

/// Where the window stands.
pub(super) fn say_standing(session: &Session, window: &Window) -> anyhow::Result<()> {
    let standing = window.standing(&session.now);
    session
        .screen
        .tell(format!("{}.", render::standing(window, &standing, &session.now).join(" · ")))
}

/// One text of a case, another for each window.
pub(super) fn say(session: &Session, journal: &Journal, case: &str) -> anyhow::Result<()> {
    let turn = journal.window.as_ref().map_or(0, |window| window.id);
    let turn = usize::try_from(turn).unwrap_or(0);
    match session.text(journal, Pool::AfterWindow, Some(case), turn) {
        Some(text) => session.screen.tell(render::text(&text)),
        None => Ok(()),
    }
}
