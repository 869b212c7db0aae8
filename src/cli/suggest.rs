//! `suggest`: one small thing to do, now.

use std::collections::BTreeSet;

use serde::Serialize;

use super::args::SuggestArgs;
use super::render;
use super::session::{Session, not_taken, refused, usage};
use crate::answering::{Offer, remembered};
use crate::catalogue::Listed;
use crate::countdown::choose::Reader as Person;
use crate::countdown::journal::About;
use crate::countdown::text::{Category, Pool};
use crate::store::Change;

pub(super) fn run(args: &SuggestArgs, session: &Session) -> anyhow::Result<()> {
    if let Some(id) = &args.hide {
        return hide(id, session);
    }
    if let Some(id) = &args.unhide {
        return unhide(id, session);
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

fn no_such() -> anyhow::Error {
    usage("there is no suggestion with that id; nocontact suggest --list")
}

fn hide(id: &str, session: &Session) -> anyhow::Result<()> {
    let texts = listed(session);
    let text = &texts.iter().find(|known| known.text.id == id).ok_or_else(no_such)?.text;
    let change = Change::hidden(id, true);
    session.write("suggest --hide", |_| Ok((vec![change], ())))?;
    session
        .screen
        .tell(format!("\"{}\" will not come again. nocontact undo takes that back.", text.title))
}

/// All that comes as a suggestion: those of the day, and the reflections of the evening.
fn listed(session: &Session) -> Vec<Listed> {
    let pools = [Pool::Suggestion, Pool::Reflection].into_iter();
    pools.flat_map(|pool| session.catalogue.listed(pool)).collect()
}

/// Takes a hiding back, of a text that is no longer there as well.
fn unhide(id: &str, session: &Session) -> anyhow::Result<()> {
    let texts = listed(session);
    let known = texts.iter().find(|known| known.text.id == id);
    let is_hidden = session.journal()?.about.hidden.contains(id);
    if known.is_none() && !is_hidden {
        return Err(no_such());
    }
    let title = known.map_or("It".to_owned(), |known| format!("\"{}\"", known.text.title));
    if is_hidden {
        let change = Change::hidden(id, false);
        session.write("suggest --unhide", |_| Ok((vec![change], ())))?;
    }
    if known.is_some_and(|known| known.is_off) {
        let file = session.paths.texts();
        let why = format!("{title} is switched off in {}; take it out there", file.display());
        return Err(refused(why));
    }
    let now = if is_hidden { "may come again" } else { "is not hidden" };
    session.screen.tell(format!("{title} {now}."))
}

#[derive(Serialize)]
struct Json<'a> {
    id: &'a str,
    category: Category,
    title: &'a str,
    body: &'a str,
    minutes: u8,
    source: &'a [String],
    own: bool,
    hidden: bool,
}

fn list(args: &SuggestArgs, session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    // What was hidden is listed as well, so that it can be found again.
    let about = About { hidden: BTreeSet::new(), ..journal.about.clone() };
    let person = Person { about: &about, ..session.person(&journal) };
    for listed in listed(session) {
        let Listed { text, is_own, is_off } = &listed;
        if args.category.is_some_and(|category| text.category != category) || !person.may_read(text)
        {
            continue;
        }
        let is_hidden = *is_off || journal.about.hidden.contains(&text.id);
        if args.json {
            session.screen.say_json(&Json {
                id: &text.id,
                category: text.category,
                title: &text.title,
                body: &text.body,
                minutes: text.minutes,
                source: &text.source,
                own: *is_own,
                hidden: is_hidden,
            })?;
            continue;
        }
        let yours = if *is_own { ", yours" } else { "" };
        let hidden = if is_hidden { ", hidden" } else { "" };
        let words = format!("{} ({} min{yours}{hidden})", render::text(text), text.minutes);
        session.screen.table(&[(format!("{:<13}", text.id), words)])?;
    }
    Ok(())
}
