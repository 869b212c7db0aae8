//! `edit`: a further revision of an entry; the original stays for the record.

use super::args::EditArgs;
use super::care::{self, Whose};
use super::input::Words;
use super::render;
use super::session::{Session, no_entry, usage};
use crate::countdown::entry::{Entry, What};
use crate::countdown::zone::Moment;
use crate::store::{Change, Reader};

pub(super) fn run(args: &EditArgs, session: &Session) -> anyhow::Result<()> {
    let at = args.at.as_deref().map(|text| session.at(Some(text))).transpose()?;
    let words = Words::from_args(&args.note)?;
    let wanted = !matches!(words, Words::Known(None));
    if at.is_none() && !wanted && !names_a_field(args) {
        return Err(usage("nothing to change was named; nocontact edit --help"));
    }
    // Nobody is asked for words that could not be kept.
    let checked = check(args, session);
    // Nothing here gives steps by itself.
    let whose = match checked.as_ref().map(Whose::of) {
        Ok(Whose::Theirs) => Whose::Theirs,
        _ => Whose::Own,
    };
    let asked = checked.and_then(|_| words.ask(session, "The new note (Enter keeps the old):"));
    let note = match &asked {
        Ok(Some(said)) => Some(said.words().to_owned()),
        _ => words.known(),
    };
    let saved = asked.and_then(|asked| match asked {
        Some(said) => said.save(|note| save(args, at, Some(note), session)),
        None if note.is_none() && at.is_none() && !names_a_field(args) => {
            session.screen.tell("Nothing was changed.")
        }
        None => save(args, at, words.known(), session),
    });
    care::after(saved, session, whose, [&args.feeling, &args.trigger, &note])
}

fn save(
    args: &EditArgs,
    at: Option<Moment>,
    note: Option<String>,
    session: &Session,
) -> anyhow::Result<()> {
    let entry = session.write("edit", |reader| {
        let mut entry = find(&args.id, reader)?;
        entry.at = at.unwrap_or(entry.at);
        entry.note = note.or(entry.note);
        entry.what = changed(entry.what, args)?;
        Ok((vec![Change::Revise(entry.clone())], entry))
    })?;
    session.screen.tell(format!(
        "Changed: {} of {}.",
        entry.what.word(),
        render::happened(entry.at, &session.now)
    ))?;
    session.screen.tell("The original stays for the record; nocontact undo brings it back.")
}

/// Whether there is such an entry, and the fields go with it.
fn check(args: &EditArgs, session: &Session) -> anyhow::Result<What> {
    let entry = match session.store()? {
        Some(store) => find(&args.id, &store.read())?,
        None => return Err(no_entry()),
    };
    changed(entry.what, args)
}

fn names_a_field(args: &EditArgs) -> bool {
    args.strength.is_some()
        || args.feeling.is_some()
        || args.trigger.is_some()
        || args.outcome.is_some()
        || args.kind.is_some()
        || args.via.is_some()
        || args.necessary.is_some()
        || args.mood.is_some()
}

fn find(prefix: &str, reader: &Reader) -> anyhow::Result<Entry> {
    let hex = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    let mut found = match prefix.len() >= 4 && prefix.bytes().all(hex) {
        true => reader.find(&prefix.to_lowercase())?,
        false => Vec::new(),
    };
    match (found.pop(), found.is_empty()) {
        (Some(entry), true) => Ok(entry),
        (Some(_), false) => Err(usage("that id fits several entries; give more of it")),
        (None, _) => Err(no_entry()),
    }
}

/// The fields that were given, laid over those of the entry; a field of another kind is refused.
fn changed(what: What, args: &EditArgs) -> anyhow::Result<What> {
    let word = what.word();
    let given = [
        ("--strength", args.strength.is_some(), ["urge", "outcome"].as_slice()),
        ("--feeling", args.feeling.is_some(), &["urge"]),
        ("--trigger", args.trigger.is_some(), &["urge"]),
        ("--outcome", args.outcome.is_some(), &["outcome"]),
        ("--kind", args.kind.is_some(), &["received"]),
        ("--via", args.via.is_some(), &["received"]),
        ("--necessary", args.necessary.is_some(), &["contacted"]),
        ("--mood", args.mood.is_some(), &["mood"]),
    ];
    let stranger = given.iter().find(|(_, given, kinds)| *given && !kinds.contains(&word));
    if let Some((option, ..)) = stranger {
        let hint = match (*option, word) {
            ("--outcome", "urge") => "; what became of it is an entry of its own in nocontact log",
            _ => "",
        };
        return Err(usage(format!("{option} does not go with an entry of kind '{word}'{hint}")));
    }
    Ok(match what {
        What::Urge { strength, feeling, trigger } => What::Urge {
            strength: args.strength.or(strength),
            feeling: args.feeling.clone().or(feeling),
            trigger: args.trigger.clone().or(trigger),
        },
        What::Outcome { urge, outcome, strength } => What::Outcome {
            urge,
            outcome: args.outcome.unwrap_or(outcome),
            strength: args.strength.or(strength),
        },
        What::Received { kind, via } => {
            What::Received { kind: args.kind.or(kind), via: args.via.clone().or(via) }
        }
        What::Contacted { necessary } => {
            What::Contacted { necessary: args.necessary.unwrap_or(necessary) }
        }
        What::Mood { mood } => What::Mood { mood: args.mood.unwrap_or(mood) },
        What::Note => What::Note,
    })
}
