//! Something small after a low mood, for the commands that log one.
//!
//! Owns what counts as low. It logs nothing.

use super::render;
use super::session::Session;
use crate::countdown::entry::What;
use crate::countdown::text::Pool;

/// From this mood down there is something small to read.
const LOW: u8 = 2;

/// Speaks after a mood that was just saved; after one that is not low there is nothing to say.
pub(super) fn speak(session: &Session, mood: u8) -> anyhow::Result<()> {
    if mood > LOW {
        return Ok(());
    }
    let journal = session.facts_for_help();
    let low = journal
        .entries
        .iter()
        .filter(|entry| matches!(entry.what, What::Mood { mood } if mood <= LOW));
    let turn = low.count().saturating_sub(1);
    if let Some(text) = session.text(&journal, Pool::LowMood, None, turn) {
        session.screen.tell(render::text(&text))?;
    }
    match mood {
        1 => session.screen.tell("Someone to talk to, any time: nocontact sos"),
        _ => Ok(()),
    }
}
