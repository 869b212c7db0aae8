//! `report`: the history as one page in a file.
//!
//! Owns which days and which words go into it, where it is written, and what is said of that. How
//! the page looks is the page's.

use std::path::PathBuf;

use super::args::ReportArgs;
use super::outgoing;
use super::render;
use super::session::Session;
use super::span;
use crate::countdown::entry::Entry;
use crate::countdown::picture::{Picture, Span};
use crate::countdown::zone::Now;
use crate::page::Page;
use crate::store::{Reader, Store};

pub(super) fn run(args: &ReportArgs, session: &Session) -> anyhow::Result<()> {
    let store = session.store()?;
    // While the clock is in doubt, by the time that `status` goes by.
    let (now, _) = session.counted();
    let span = span::of_report(args, store, &now)?;
    let html = page(args, session, store, span, &now)?;
    let file = args.html.clone().unwrap_or_else(|| {
        // The name says nothing to whoever sees it in a list of files.
        PathBuf::from(now.date().format("page-%Y-%m-%d.html").to_string())
    });
    if file.as_os_str() == "-" {
        return session.screen.pour(html.as_bytes());
    }
    let shown = outgoing::write(&file, html.as_bytes())?;
    session.screen.say(format!("Written to {shown}"))?;
    let [from, until] = [span.from, span.until].map(|at| render::day(at.date_naive(), &now));
    session.screen.tell(format!("From {from} to {until}. {}", holds(args)))
}

fn page(
    args: &ReportArgs,
    session: &Session,
    store: Option<&Store>,
    span: Span,
    now: &Now,
) -> anyhow::Result<String> {
    let (picture, notes, record) = match store {
        None => (Picture::empty(span, now), Vec::new(), Vec::new()),
        // All of one moment, or counts and words might disagree.
        Some(store) => store.read().at_once(|reader| {
            let notes = args.include_notes.then(|| with_words(reader, &span));
            let record = args.record.then(|| reader.received(&span));
            let words = (notes.transpose()?, record.transpose()?);
            let picture = reader.picture(span, now)?;
            anyhow::Ok((picture, words.0.unwrap_or_default(), words.1.unwrap_or_default()))
        })?,
    };
    let page = Page {
        title: &session.settings.notifications.label,
        made: now.at,
        picture: &picture,
        done: &render::done(&picture.urges.eased, &session.catalogue),
        notes: args.include_notes.then_some(&notes),
        record: args.record.then_some(&record),
    };
    Ok(page.html())
}

/// Which words are in it, and who can read them.
fn holds(args: &ReportArgs) -> &'static str {
    match (args.include_notes, args.record) {
        (false, false) => {
            "The words of notes and of messages are not in it; feelings and triggers are. Whoever has \
             this file can read it."
        }
        (true, false) => {
            "Your notes and the words of messages are in it. Whoever has this file can read them."
        }
        (false, true) => {
            "The words of messages are in it, your notes are not. Whoever has this file can read \
             them."
        }
        (true, true) => {
            "Your notes, the words of messages and the record of them are in it. Whoever has this \
             file can read them."
        }
    }
}

fn with_words(reader: &Reader, span: &Span) -> anyhow::Result<Vec<Entry>> {
    let entries = reader.entries(Some(span.from.to_utc()), None)?;
    let spoken = |entry: &Entry| span.holds(entry.at) && entry.note.is_some();
    Ok(entries.into_iter().filter(spoken).collect())
}
