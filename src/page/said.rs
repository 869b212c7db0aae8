//! Words: the notes, and the record of what was received.
//!
//! Owns how they are shown: as text, with the time they belong to, and never without having been
//! asked for. The record says what it is and what it is not; neither gives advice.

use maud::{Markup, html};

use super::{Revisions, minute};
use crate::countdown::entry::{Entry, What};
use crate::countdown::zone::Moment;

pub(super) fn notes(entries: &[Entry]) -> Markup {
    html! {
        section aria-labelledby="notes" {
            h2 id="notes" { "Notes and words" }
            @if entries.is_empty() { p { "There are none in these days." } }
            @for entry in entries {
                article.said {
                    h3 { (minute(entry.at)) ": " (what(&entry.what)) }
                    @if let Some(words) = &entry.note { (typed(words)) }
                }
            }
        }
    }
}

/// A text as it was typed, in its own direction.
fn typed(words: &str) -> Markup {
    html! { div.words dir="auto" { (words) } }
}

fn what(what: &What) -> Markup {
    let strength = |strength: Option<u8>| strength.map(|it| format!(" {it}")).unwrap_or_default();
    html! {
        @match what {
            What::Urge { strength: strong, feeling, trigger } => {
                "urge" (strength(*strong))
                @for word in feeling.iter().chain(trigger) { ", " bdi { (word) } }
            }
            What::Outcome { outcome, strength: strong, .. } => {
                "how an urge went: " (outcome) (strength(*strong))
            }
            What::Received { kind, via } => {
                "received"
                @if let Some(kind) = kind { ", " (kind) }
                @if let Some(via) = via { ", via " bdi { (via) } }
            }
            What::Contacted { necessary: true } => "necessary contact",
            What::Contacted { necessary: false } => "contact",
            What::Mood { mood } => { "mood " (mood) }
            What::Note => "note",
        }
    }
}

pub(super) fn record(record: &[Revisions]) -> Markup {
    let changed = record.iter().filter(|revisions| revisions.len() > 1).count();
    html! {
        section aria-labelledby="record" {
            h2 id="record" { "Record of what was received" }
            p {
                "Every message and call that was logged as received in these days, in order of time, \
                 with the words as they were typed. Logged: " (record.len()) ". Changed afterwards: "
                (changed) "; of these every version is here, the first one first. What was taken \
                 back or erased is not. Where only a day was given, the time is 00:00:00."
            }
            p {
                "It is what one person wrote down on one computer. It does not show what was sent or \
                 by whom, and nothing is claimed for it in law. Who needs a record for a court or \
                 the police can ask a lawyer or a support organisation what is needed."
            }
            @for revisions in record { (recorded(revisions)) }
        }
    }
}

/// One message, as it was logged first and as it was changed.
fn recorded(revisions: &[(Entry, Moment)]) -> Markup {
    html! {
        @if let Some((holds, _)) = revisions.last() {
            article.said {
                h3 { (exact(holds.at)) }
                @for (index, (entry, written)) in revisions.iter().enumerate() {
                    @if revisions.len() > 1 {
                        h4 {
                            @if index == 0 { "As it was logged" }
                            @else { "Changed " (exact(*written)) }
                        }
                    }
                    (version(entry))
                }
            }
        }
    }
}

fn version(entry: &Entry) -> Markup {
    let (kind, via) = match &entry.what {
        What::Received { kind, via } => (*kind, via.as_deref()),
        _ => (None, None),
    };
    html! {
        dl {
            dt { "Received" } dd { (exact(entry.at)) }
            dt { "Logged" } dd { (exact(entry.logged_at)) }
            dt { "Kind" } dd { @match kind { Some(kind) => (kind), None => "none given" } }
            dt { "Channel" } dd { @match via { Some(via) => bdi { (via) }, None => "none given" } }
            dt { "Words" }
            dd { @match &entry.note { Some(words) => (typed(words)), None => "none" } }
        }
    }
}

/// "2026-11-03 14:05:00 +01:00".
fn exact(at: Moment) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}
