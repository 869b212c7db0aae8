//! `note`: words alone.

use super::args::NoteArgs;
use super::input::Words;
use super::render;
use super::session::{Session, new_id};
use crate::countdown::entry::{Entry, What};
use crate::store::Change;

pub(super) fn run(args: &NoteArgs, session: &Session) -> anyhow::Result<()> {
    let at = session.at(args.at.as_deref())?;
    let words = match args.edit {
        true => Words::Edit,
        false => Words::from_text(Some(args.text.as_deref().unwrap_or_default()))?,
    };
    // There is nothing to save before the words are known.
    let text = words.required(session, "Note:")?;
    let entry =
        Entry { id: new_id(), at, logged_at: session.now.at, what: What::Note, note: Some(text) };
    session.write("note", |_| Ok((vec![Change::Entry(entry)], ())))?;
    session.screen.tell(format!("Saved, {}.", render::moment_short(at, &session.now)))
}
