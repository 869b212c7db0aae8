//! `contacted`: the user made contact. Saved first; nothing is lost by it.

use super::aftermath::{self, Choice};
use super::args::ContactedArgs;
use super::care::{self, Whose};
use super::input::Words;
use super::render;
use super::session::{Session, no_window};
use crate::countdown::entry::{Entry, What};
use crate::countdown::journal::Journal;
use crate::countdown::policy::Situation;
use crate::countdown::when::When;
use crate::countdown::window::Precision;
use crate::store::{Change, new_id};

pub(super) fn run(args: &ContactedArgs, session: &Session) -> anyhow::Result<()> {
    let when = match args.at.as_deref() {
        None => When { at: session.now.at, precision: Precision::Minute },
        text => session.when(text)?,
    };
    let words = Words::from_args(&args.note)?;
    let entry = Entry {
        id: new_id(),
        at: when.at,
        logged_at: session.now.at,
        what: What::Contacted { necessary: args.necessary },
        note: words.known(),
    };
    let choice =
        if args.necessary { Some(Choice::Keep) } else { aftermath::known(&args.after, session) };
    let saved = save(&entry, choice.unwrap_or(Choice::Keep), &when, session);
    let before = care::after(saved, session, Whose::Own, [&entry.note])?;
    let noted = words.add_to(&entry, session, "A note (Enter for none):");
    if args.necessary {
        say_necessary(session, &before)?;
        return noted;
    }
    let choice = match choice {
        Some(choice) => choice,
        None => aftermath::ask_and_amend(session, &before, &entry, &when)?,
    };
    aftermath::speak(session, &before, choice, &when)?;
    noted?;
    if before.window.is_none() && (args.after.restart || args.after.extend.is_some()) {
        return Err(no_window());
    }
    Ok(())
}

/// Saves the contact with what it does to the count, and gives the facts before it.
fn save(entry: &Entry, choice: Choice, when: &When, session: &Session) -> anyhow::Result<Journal> {
    let before = session.journal()?;
    session.write("contacted", |reader| {
        let mut changes = vec![Change::Entry(entry.clone())];
        changes.extend(aftermath::changes(choice, when, session, reader)?);
        Ok((changes, ()))
    })?;
    session.screen.tell(format!("Saved, {}.", render::moment_short(when.at, &session.now)))?;
    Ok(before)
}

/// It changes no count; but not everywhere is all of it allowed, or safe (programme C.1).
fn say_necessary(session: &Session, journal: &Journal) -> anyhow::Result<()> {
    session.screen.tell("Necessary contact changes no count.")?;
    let policy = journal.about.policy();
    if policy.under_order() {
        return session.screen.tell(
            "Under an order it is allowed only as the order's text says; if you are unsure, a \
             lawyer or the court can say.",
        );
    }
    if policy.has(Situation::AfraidOrHurt) {
        session.screen.tell(
            "A channel that is safe for you comes first; nocontact sos has people who can help to \
             find one.",
        )?;
    }
    if policy.has(Situation::AskedNoContact) {
        session.screen.tell(
            "After a request for no contact it covers duties that others depend on, and nothing \
             else.",
        )?;
    }
    Ok(())
}
