//! `log`: what was logged, in order.

use serde::Serialize;

use super::args::LogArgs;
use super::render;
use super::screen::visible;
use super::session::Session;
use crate::countdown::entry::{Entry, Outcome, ReceivedKind, What};
use crate::countdown::fates::Fates;
use crate::countdown::zone::Now;

pub(super) fn run(args: &LogArgs, session: &Session) -> anyhow::Result<()> {
    let since = args.since.as_deref().map(|text| session.when(Some(text))).transpose()?;
    let since = since.map(|when| when.at.to_utc());
    let entries = match session.store()? {
        Some(store) => store.read().entries(since, None)?,
        None => Vec::new(),
    };
    let mut fates = Fates::<&str>::default();
    for entry in &entries {
        fates.add(entry);
    }
    let of_kind = |entry: &&Entry| args.kind.as_ref().is_none_or(|kind| entry.what.word() == kind);
    let mut any = false;
    for entry in entries.iter().filter(of_kind) {
        any = true;
        if args.json {
            session.screen.say_json(&json(entry, &fates, args.notes))?;
        } else {
            session
                .screen
                .table(&[(render::short(&entry.id), line(entry, args.notes, &session.now))])?;
        }
    }
    if !any && !args.json {
        let all = args.kind.is_none() && since.is_none();
        let text = if all { "Nothing is logged yet." } else { "Nothing like that is logged." };
        session.screen.say(text)?;
    }
    Ok(())
}

fn line(entry: &Entry, notes: bool, now: &Now) -> String {
    let mut parts = vec![render::happened(entry.at, now), what(&entry.what)];
    if let Some(note) = &entry.note {
        parts.push(if notes { visible(note) } else { "with words (--notes)".to_owned() });
    }
    parts.join(" · ")
}

/// What happened, in a few words.
fn what(what: &What) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut push = |part: Option<String>| parts.extend(part);
    match what {
        What::Urge { strength, feeling, trigger } => {
            push(strength.map(|strength| strength.to_string()));
            push(feeling.as_deref().map(visible));
            push(trigger.as_deref().map(|trigger| format!("set off by {}", visible(trigger))));
        }
        What::Outcome { urge, outcome, strength } => {
            push(Some(format!("of {}: {outcome}", render::short(urge))));
            push(strength.map(|strength| format!("{strength} afterwards")));
        }
        What::Received { kind, via } => {
            push(kind.map(|kind| kind.to_string()));
            push(via.as_deref().map(|via| format!("via {}", visible(via))));
        }
        What::Contacted { necessary } => push(necessary.then(|| "necessary".to_owned())),
        What::Mood { mood } => push(Some(mood.to_string())),
        What::Note => {}
    }
    match parts.is_empty() {
        true => what.word().to_owned(),
        false => format!("{} {}", what.word(), parts.join(", ")),
    }
}

/// One entry by the glossary's names.
#[derive(Serialize)]
struct Json<'a> {
    id: &'a str,
    kind: &'static str,
    at: String,
    #[serde(flatten)]
    fields: Fields<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// The fields of its kind; an urge comes with what became of it.
#[derive(Serialize)]
#[serde(untagged)]
enum Fields<'a> {
    Urge {
        strength: Option<u8>,
        feeling: Option<&'a str>,
        trigger: Option<&'a str>,
        outcome: Option<Outcome>,
        strength_after: Option<u8>,
    },
    Outcome {
        urge: &'a str,
        outcome: Outcome,
        strength_after: Option<u8>,
    },
    Received {
        received_kind: Option<ReceivedKind>,
        via: Option<&'a str>,
    },
    Contacted {
        necessary: bool,
    },
    Mood {
        mood: u8,
    },
    Note {},
}

fn json<'a>(entry: &'a Entry, fates: &Fates<&str>, notes: bool) -> Json<'a> {
    Json {
        id: &entry.id,
        kind: entry.what.word(),
        at: entry.at.to_rfc3339(),
        fields: fields(entry, fates),
        note: entry.note.as_deref().filter(|_| notes),
    }
}

fn fields<'a>(entry: &'a Entry, fates: &Fates<&str>) -> Fields<'a> {
    match &entry.what {
        What::Urge { strength, feeling, trigger } => {
            let fate = fates.of(&entry.id);
            Fields::Urge {
                strength: *strength,
                feeling: feeling.as_deref(),
                trigger: trigger.as_deref(),
                outcome: fate.map(|fate| fate.outcome),
                strength_after: fate.and_then(|fate| fate.strength),
            }
        }
        What::Outcome { urge, outcome, strength } => {
            Fields::Outcome { urge, outcome: *outcome, strength_after: *strength }
        }
        What::Received { kind, via } => {
            Fields::Received { received_kind: *kind, via: via.as_deref() }
        }
        What::Contacted { necessary } => Fields::Contacted { necessary: *necessary },
        What::Mood { mood } => Fields::Mood { mood: *mood },
        What::Note => Fields::Note {},
    }
}
