//! `mood`: one number, and after a low one something small.

use super::args::MoodArgs;
use super::input::Words;
use super::render;
use super::session::{Session, new_id};
use crate::countdown::entry::{Entry, What};
use crate::countdown::text::Pool;
use crate::store::Change;

/// From this mood down there is something small to read.
const LOW: u8 = 2;

pub(super) fn run(args: &MoodArgs, session: &Session) -> anyhow::Result<()> {
    let words = Words::from_args(&args.note)?;
    let entry = Entry {
        id: new_id(),
        at: session.now.at,
        logged_at: session.now.at,
        what: What::Mood { mood: args.mood },
        note: words.known(),
    };
    session.write("mood", |_| Ok((vec![Change::Entry(entry.clone())], ())))?;
    session.screen.say(format!("Saved: mood {}.", args.mood))?;
    session.add_note(&entry, words.ask(session, "A note (Enter for none):")?)?;
    let journal = session.journal().unwrap_or_default();
    if args.mood > LOW {
        return session.mention_daemon(&journal);
    }
    let low = |entry: &&Entry| matches!(entry.what, What::Mood { mood } if mood <= LOW);
    let turn = journal.entries.iter().filter(low).count().saturating_sub(1);
    if let Some(text) = session.text(&journal, Pool::LowMood, None, turn) {
        session.screen.tell(&render::text(&text))?;
    }
    if args.mood == 1 {
        session.screen.tell("Someone to talk to, any time: nocontact sos")?;
    }
    session.mention_daemon(&journal)
}
