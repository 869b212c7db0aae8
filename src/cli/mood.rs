//! `mood`: one number, and after a low one something small.

use super::args::MoodArgs;
use super::care::{self, Whose};
use super::input::Words;
use super::low;
use super::session::Session;
use crate::countdown::entry::{Entry, What};
use crate::store::{Change, new_id};

pub(super) fn run(args: &MoodArgs, session: &Session) -> anyhow::Result<()> {
    let words = Words::from_args(&args.note)?;
    let entry = Entry {
        id: new_id(),
        at: session.now.at,
        logged_at: session.now.at,
        what: What::Mood { mood: args.mood },
        note: words.known(),
    };
    let saved = session.write("mood", |_| Ok((vec![Change::Entry(entry.clone())], ())));
    let saved = saved.and_then(|()| session.screen.say(format!("Saved: mood {}.", args.mood)));
    care::after(saved, session, Whose::Own, [&entry.note])?;
    let noted = words.add_to(&entry, session, "A note (Enter for none):");
    low::speak(session, args.mood)?;
    noted
}
