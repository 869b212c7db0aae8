//! `suggest`: one small thing to do, now.

use serde::Serialize;

use super::args::SuggestArgs;
use super::render;
use super::session::{Session, not_taken, usage};
use crate::answering::{Offer, remembered};
use crate::catalogue;
use crate::countdown::text::{Category, Pool, Text};
use crate::store::Change;

pub(super) fn run(args: &SuggestArgs, session: &Session) -> anyhow::Result<()> {
    if let Some(id) = &args.hide {
        return hide(id, session);
    }
    if args.list {
        return list(args, session);
    }
    // A data file that cannot be used must not keep anybody from a suggestion.
    let journal = session.facts_for_help();
    let store = session.store().ok().flatten();
    let seen = store.and_then(|store| store.read().seen(remembered(&session.now)).ok());
    let Offer { text, record } = session
        .answering()
        .offer(&journal, &seen.unwrap_or_default(), args.category, false)
        .map_err(not_taken)?;
    session.screen.tell(render::text(&text))?;
    // Remembered so that it is not repeated; but nothing is begun on the disk for it. That the data
    // file cannot be used is said once the suggestion is there.
    if session.store()?.is_some() {
        session.write("suggest", |_| Ok((vec![Change::Record(record)], ())))?;
    }
    Ok(())
}

fn hide(id: &str, session: &Session) -> anyhow::Result<()> {
    let texts = all()?;
    let Some(text) = texts.iter().find(|text| text.id == id) else {
        return Err(usage("there is no suggestion with that id; nocontact suggest --list"));
    };
    let change = Change::hidden(id, true);
    session.write("suggest --hide", |_| Ok((vec![change], ())))?;
    session
        .screen
        .tell(format!("\"{}\" will not come again. nocontact undo takes that back.", text.title))
}

/// All that comes as a suggestion: those of the day, and the reflections of the evening.
fn all() -> anyhow::Result<Vec<Text>> {
    let mut texts = catalogue::load(Pool::Suggestion)?;
    texts.extend(catalogue::load(Pool::Reflection)?);
    Ok(texts)
}

#[derive(Serialize)]
struct Json<'a> {
    id: &'a str,
    category: Category,
    title: &'a str,
    body: &'a str,
    minutes: u8,
    source: &'a [String],
}

fn list(args: &SuggestArgs, session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let texts = all()?;
    let person = session.person(&journal);
    let of_kind = |text: &&Text| args.category.is_none_or(|category| text.category == category);
    for text in texts.iter().filter(of_kind).filter(|text| person.may_read(text)) {
        if args.json {
            session.screen.say_json(&Json {
                id: &text.id,
                category: text.category,
                title: &text.title,
                body: &text.body,
                minutes: text.minutes,
                source: &text.source,
            })?;
            continue;
        }
        session.screen.table(&[(
            format!("{:<13}", text.id),
            format!("{} ({} min)", render::text(text), text.minutes),
        )])?;
    }
    Ok(())
}
