//! `received`: a message came. It is saved, it changes no count, and nothing has to be answered now.

use super::args::ReceivedArgs;
use super::input::Words;
use super::render;
use super::session::{Session, new_id};
use crate::countdown::entry::{Entry, ReceivedKind, What};
use crate::countdown::policy::Situation;
use crate::countdown::text::Pool;
use crate::store::Change;

/// What is said first, whatever the message was (programme A.8).
const FIRST: &str = "You don't have to answer now. It is logged; put the device down, and decide \
                     in daylight.";

/// What is said first where an order holds: nothing there is to be decided about an answer.
const FIRST_UNDER_ORDER: &str = "It is logged. Put the device down; nothing has to be answered.";

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
    session.write("received", |_| Ok((vec![Change::Entry(entry.clone())], ())))?;
    session.screen.say(format!("Saved, {}.", render::moment_short(at, &session.now)))?;
    session.add_note(&entry, words.ask(session, "What it said (Enter for nothing):")?)?;
    let journal = session.journal().unwrap_or_default();
    let policy = journal.about.policy();
    let first = if policy.under_order() { FIRST_UNDER_ORDER } else { FIRST };
    session.screen.tell(first)?;
    let case = case(args.kind, &journal);
    let before = journal
        .entries
        .iter()
        .filter(|entry| matches!(entry.what, What::Received { kind, .. } if kind == args.kind));
    let turn = before.count().saturating_sub(1);
    if let Some(text) = session.text(&journal, Pool::Received, Some(case), turn) {
        session.screen.tell(&render::text(&text))?;
    }
    if args.kind == Some(ReceivedKind::Stop) && !policy.has(Situation::AskedNoContact) {
        session.screen.tell(
            "If they asked for no contact, nocontact about situation asked_no_contact (with any \
             others that hold) makes the program keep to it too.",
        )?;
    }
    if args.kind == Some(ReceivedKind::Hostile) {
        session.screen.tell("People to talk to: nocontact sos")?;
    }
    session.mention_daemon(&journal)
}

/// The strictest situation decides which guidance fits (programme C.1).
fn case(kind: Option<ReceivedKind>, journal: &crate::countdown::journal::Journal) -> &'static str {
    let policy = journal.about.policy();
    if policy.under_order() {
        return "order";
    }
    if policy.has(Situation::AfraidOrHurt) && kind != Some(ReceivedKind::Logistics) {
        return ReceivedKind::Hostile.word();
    }
    if policy.has(Situation::AskedNoContact) && kind != Some(ReceivedKind::Logistics) {
        return ReceivedKind::Stop.word();
    }
    kind.map_or("unknown", ReceivedKind::word)
}
