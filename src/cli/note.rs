//! `note`: words alone.

use super::args::NoteArgs;
use super::care::{self, Whose};
use super::input::Words;
use super::render;
use super::session::Session;
use crate::countdown::entry::{Entry, What};
use crate::store::{Change, new_id};

pub(super) fn run(args: &NoteArgs, session: &Session) -> anyhow::Result<()> {
    let at = session.at(args.at.as_deref())?;
    let words = match args.edit {
        true => Words::Edit,
        false => Words::from_words(&args.words)?,
    };
    // There is nothing to save before the words are known.
    let said = words.required(session, "Note:")?;
    let text = said.words().to_owned();
    let saved = said.save(|text| {
        let (what, note) = (What::Note, Some(text));
        let entry = Entry { id: new_id(), at, logged_at: session.now.at, what, note };
        session.write("note", |_| Ok((vec![Change::Entry(entry)], ())))
    });
    let saved = saved.and_then(|()| {
        session.screen.tell(format!("Saved, {}.", render::moment_short(at, &session.now)))
    });
    care::after(saved, session, Whose::Own, [&Some(text)])
}
