//! `undo` and `undo --redo`: the last whole command, taken back or put back. It is no way round
//! what leaving a situation takes.

use super::args::UndoArgs;
use super::render;
use super::session::{Session, refused};
use crate::countdown::journal::About;
use crate::daemon::nudge;
use crate::store::Store;

pub(super) fn run(args: &UndoArgs, session: &Session) -> anyhow::Result<()> {
    if session.store()?.is_none() {
        return Err(nothing(args.redo));
    }
    let mut store = Store::open_at(&session.paths.data)?;
    let undone = match args.redo {
        true => store.redo_if(|_, before, after| keeps(before, after, session)),
        // What was told today can be a slip of the fingers.
        false => store.undo_if(session.now.at, |undone, before, after| {
            let told = session.now.here(undone.at.to_utc()).date_naive();
            if told == session.now.date() { Ok(()) } else { keeps(before, after, session) }
        }),
    }?;
    let undone = undone.ok_or_else(|| nothing(args.redo))?;
    nudge(&session.paths.nudge_sockets());
    let when = render::moment(session.now.here(undone.at.to_utc()), &session.now);
    let (did, back) = match args.redo {
        true => ("Put back", "nocontact undo takes it back again."),
        false => ("Taken back", "nocontact undo --redo puts it back."),
    };
    session.screen.tell(format!("{did}: {} of {when}. {back}", undone.name))
}

/// What is slow to leave is not left by way of `undo`.
fn keeps(before: About, after: About, session: &Session) -> anyhow::Result<()> {
    let now = session.now.utc();
    let gone = &before.as_of(now).situations - &after.as_of(now).situations;
    let Some(slow) = gone.into_iter().find(|situation| situation.is_left_slowly()) else {
        return Ok(());
    };
    let why = format!(
        "that would leave {slow}, which takes typed words: nocontact about situation {slow} \
         --remove; nothing was changed"
    );
    Err(refused(why))
}

fn nothing(redo: bool) -> anyhow::Error {
    let why = if redo { "there is nothing to put back" } else { "there is nothing to take back" };
    refused(why)
}
