//! `undo` and `undo --redo`: the last whole command, taken back or put back.

use super::args::UndoArgs;
use super::render;
use super::session::{Refused, Session};
use crate::daemon::nudge;
use crate::store::Store;

pub(super) fn run(args: &UndoArgs, session: &Session) -> anyhow::Result<()> {
    let Some(existing) = session.store()? else { return Err(nothing(args.redo)) };
    drop(existing);
    let mut store = Store::open_at(&session.paths.data)?;
    let undone = if args.redo { store.redo()? } else { store.undo(session.now.at)? };
    let undone = undone.ok_or_else(|| nothing(args.redo))?;
    nudge(&session.paths.nudge_sockets());
    let when = render::moment(session.now.here(undone.at.to_utc()), &session.now);
    let (did, back) = match args.redo {
        true => ("Put back", "nocontact undo takes it back again."),
        false => ("Taken back", "nocontact undo --redo puts it back."),
    };
    session.screen.tell(format!("{did}: {} of {when}. {back}", undone.name))
}

fn nothing(redo: bool) -> anyhow::Error {
    let why = if redo { "there is nothing to put back" } else { "there is nothing to take back" };
    Refused { code: 1, why: why.to_owned() }.into()
}
