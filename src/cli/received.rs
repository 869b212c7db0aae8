//! `received`: a message came. It is saved, it changes no count, and nothing has to be answered now.

use super::args::ReceivedArgs;
use super::care::{self, Whose};
use super::input::Words;
use super::render;
use super::session::Session;
use super::situation;
use crate::countdown::entry::{Entry, ReceivedKind, What};
use crate::countdown::journal::Journal;
use crate::countdown::policy::{Policy, Situation};
use crate::countdown::text::Pool;
use crate::store::{Change, new_id};

/// What is said first, whatever the message was (programme A.8).
const FIRST: &str = "You don't have to answer now. Put the device down, and decide tomorrow, in \
                     daylight.";

/// What is said first where something has to be settled: it has time, too.
const FIRST_OF_PRACTICAL: &str =
    "You don't have to answer at once. Put the device down for a while first.";

/// What is said first where no answer is to be thought of: there is nothing to decide.
const FIRST_UNANSWERED: &str = "Put the device down; nothing has to be answered.";

pub(super) fn run(args: &ReceivedArgs, session: &Session) -> anyhow::Result<()> {
    let at = session.at(args.at.as_deref())?;
    let words = Words::from_args(&args.note)?;
    let entry = Entry {
        id: new_id(),
        at,
        logged_at: session.now.at,
        what: What::Received { kind: args.kind, via: args.via.clone() },
        note: words.known(),
    };
    let saved = session.write("received", |_| Ok((vec![Change::Entry(entry.clone())], ())));
    let saved = saved.and_then(|()| {
        session.screen.tell(format!("Saved, {}.", render::moment_short(at, &session.now)))
    });
    care::after(saved, session, Whose::Theirs, [&entry.note])?;
    let noted = words.add_to(&entry, session, "What it said (Enter for nothing):");
    guide(args.kind, session)?;
    noted
}

/// What helps with such a message, whatever becomes of its words.
fn guide(kind: Option<ReceivedKind>, session: &Session) -> anyhow::Result<()> {
    let journal = session.facts_for_help();
    let policy = journal.about.policy();
    let case = guidance(kind, &policy);
    let theirs = matches!(kind, Some(ReceivedKind::Hostile | ReceivedKind::Stop));
    let first = if case == ReceivedKind::Logistics.word() {
        FIRST_OF_PRACTICAL
    } else if theirs || !policy.may_think_of_a_message() {
        FIRST_UNANSWERED
    } else {
        FIRST
    };
    session.screen.tell(first)?;
    let alike = journal.entries.iter().filter(
        |entry| matches!(entry.what, What::Received { kind, .. } if guidance(kind, &policy) == case),
    );
    let turn = alike.count().saturating_sub(1);
    let text = session.text(&journal, Pool::Received, Some(case), turn);
    let text = text.map(|text| render::text(&text)).unwrap_or_default();
    session.screen.tell(&text)?;
    if kind == Some(ReceivedKind::Stop) {
        offer_to_keep_to_it(session, &journal)?;
    }
    if policy.has(Situation::OrderForMe) {
        return session.screen.tell(
            "The police, or an adviser, can be told that it came. People to talk to: nocontact sos",
        );
    }
    if kind == Some(ReceivedKind::Hostile) && !text.contains("nocontact sos") {
        session.screen.tell("People to talk to: nocontact sos")?;
    }
    Ok(())
}

/// They asked for no contact: the program can keep to that too, at once (programme C.2).
fn offer_to_keep_to_it(session: &Session, journal: &Journal) -> anyhow::Result<()> {
    let strictest = [Situation::OrderOnMe, Situation::AskedNoContact].into();
    if !journal.about.left_slowly(&strictest).is_empty() {
        return Ok(());
    }
    if session.screen.interactive {
        let question = "Did they ask for no contact? y: the program keeps to it too. Enter: no.";
        let answer = session.screen.ask(question)?.unwrap_or_default();
        if answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes") {
            situation::enter(Situation::AskedNoContact, session)?;
            session.screen.say("Saved.")?;
        }
        return Ok(());
    }
    session.screen.tell(
        "If they asked for no contact, this makes the program keep to it too: nocontact about \
         situation asked_no_contact",
    )
}

/// Whether it is about what has to be settled: children, a home or work together.
fn is_practical(kind: Option<ReceivedKind>, policy: &Policy) -> bool {
    let ties = [Situation::Children, Situation::SharedHome, Situation::Work];
    kind == Some(ReceivedKind::Logistics)
        && !policy.under_order()
        && ties.into_iter().any(|tie| policy.has(tie))
}

/// The strictest situation decides which guidance fits (programme C.1).
fn guidance(kind: Option<ReceivedKind>, policy: &Policy) -> &'static str {
    let practical = is_practical(kind, policy);
    if policy.under_order() {
        "order"
    } else if policy.has(Situation::AfraidOrHurt) && !practical {
        ReceivedKind::Hostile.word()
    } else if policy.has(Situation::AskedNoContact) && !practical {
        // What was said then holds, whatever is written now.
        let plain = [ReceivedKind::Stop, ReceivedKind::Closed, ReceivedKind::Hostile];
        kind.filter(|kind| plain.contains(kind)).map_or("asked", ReceivedKind::word)
    } else {
        kind.map_or("unknown", ReceivedKind::word)
    }
}
