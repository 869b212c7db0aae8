//! `urge`: saved before anything else, then two small things to do right now.

use std::collections::BTreeSet;

use chrono::{Duration, Timelike as _};

use super::args::{FirstWord, UrgeArgs};
use super::care::{self, Whose};
use super::helping::{steps, steps_indoors};
use super::input::Words;
use super::render;
use super::screen::visible;
use super::session::Session;
use crate::countdown::care::Concern;
use crate::countdown::choose::time_of_day;
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::journal::Journal;
use crate::countdown::text::{Pool, TimeOfDay};
use crate::store::{Change, new_id};

pub(super) fn run(args: &UrgeArgs, session: &Session) -> anyhow::Result<()> {
    let at = session.at(args.at.as_deref())?;
    let (strength, loose) = said(args);
    let words = Words::from_args(&args.note)?.after(&loose)?;
    let known = words.known();
    let told = [&args.feeling, &args.trigger, &known];
    let urge = Entry {
        id: new_id(),
        at,
        logged_at: session.now.at,
        what: What::Urge { strength, feeling: args.feeling.clone(), trigger: args.trigger.clone() },
        note: known.clone(),
    };
    let mut changes = vec![Change::Entry(urge.clone())];
    if args.peeked {
        changes.push(Change::Entry(peeked(&urge)));
    }
    if let Err(error) = session.write("urge", |_| Ok((changes, ()))) {
        // It could not be saved, and that is said; but whoever typed this needs the help now.
        let concerns = care::show(session, Whose::WithSteps, told)?;
        let journal = session.facts_for_help();
        session.screen.table(&steps_for(&concerns, session, &journal, 0))?;
        session.screen.tell("People to talk to: nocontact sos")?;
        return Err(error);
    }
    session.screen.tell(format!("Saved, {}.", render::moment_short(at, &session.now)))?;
    let concerns = care::show(session, Whose::WithSteps, told)?;
    // The help comes first, whatever becomes of the note.
    let helped = help(session, &urge, args.peeked, &concerns);
    words.add_to(&urge, session, "A note (Enter for none):")?;
    helped
}

/// The strength, and the words that no option was given for.
fn said(args: &UrgeArgs) -> (Option<u8>, String) {
    let (strength, first) = match &args.strength {
        None => (None, None),
        Some(FirstWord::Strength(strength)) => (Some(*strength), None),
        Some(FirstWord::Word(word)) => (None, Some(word.as_str())),
    };
    let words = first.into_iter().chain(args.words.iter().map(String::as_str));
    (strength, words.collect::<Vec<_>>().join(" "))
}

fn peeked(urge: &Entry) -> Entry {
    let what = What::Outcome { urge: urge.id.clone(), outcome: Outcome::Peeked, strength: None };
    Entry { id: new_id(), what, note: None, ..urge.clone() }
}

/// The user's own plan first (E5), then two steps of different kinds, then what comes next.
fn help(
    session: &Session,
    urge: &Entry,
    peeked: bool,
    concerns: &BTreeSet<Concern>,
) -> anyhow::Result<()> {
    // It is saved: if the facts cannot be read now, there is still help.
    let journal = session.facts_for_help();
    let urges = journal.entries.iter().filter(|entry| matches!(entry.what, What::Urge { .. }));
    let turn = urges.count().saturating_sub(1);
    let mut rows = Vec::new();
    if peeked {
        let text = session.text(&journal, Pool::UrgeFollowup, Some("peeked"), turn);
        rows.extend(text.map(|text| ("Peeked".to_owned(), render::text(&text))));
    }
    if let Some(plan) = journal.about.plans.get(turn % journal.about.plans.len().max(1)) {
        rows.push(("Your plan".to_owned(), visible(&plan.text)));
    }
    rows.extend(steps_for(concerns, session, &journal, turn));
    if loud_twice(&journal, urge) {
        rows.push(("Or call".to_owned(), somebody(&journal)));
    }
    if time_of_day(session.now.at.hour()) == TimeOfDay::Night {
        rows.push(("Tonight".to_owned(), "Nothing has to be decided before daylight.".to_owned()));
    }
    session.screen.table(&rows)?;
    session.screen.tell(what_next(session, &journal, urge))
}

/// Two steps; whoever thinks of going there is not sent out of the door.
fn steps_for(
    concerns: &BTreeSet<Concern>,
    session: &Session,
    journal: &Journal,
    turn: usize,
) -> Vec<(String, String)> {
    match concerns.contains(&Concern::Pursuit) {
        true => steps_indoors(session, journal, turn),
        false => steps(session, journal, turn),
    }
}

/// Strength 5 twice within an hour: time for a person (programme D.9).
fn loud_twice(journal: &Journal, urge: &Entry) -> bool {
    let loud = |entry: &&Entry| {
        matches!(entry.what, What::Urge { strength: Some(5), .. })
            && (urge.at - entry.at).abs() <= Duration::hours(1)
    };
    journal.entries.iter().filter(loud).count() >= 2
}

fn somebody(journal: &Journal) -> String {
    match &journal.about.person {
        Some(person) => format!("{}. Or: nocontact sos", visible(person)),
        None => "Someone you trust, or a help line: nocontact sos".to_owned(),
    }
}

/// When the follow-up comes, or how to answer without one.
fn what_next(session: &Session, journal: &Journal, urge: &Entry) -> String {
    if journal.outcome_of(&urge.id).is_some() {
        return "It is noted, and it changes no count.".to_owned();
    }
    let by_hand = "When it has moved: nocontact answer easier|same|stronger";
    let Some(after) = session.settings.notifications.follow_up_after else {
        return by_hand.to_owned();
    };
    let paused = journal.about.paused_until.is_some_and(|until| until > session.now.utc());
    let round = journal.rounds(after).into_iter().rev().find(|round| round.urge == urge.id);
    match round {
        Some(round) if !round.logged_late && !paused && session.daemon_runs() => {
            format!("I'll ask how it is at {}.", render::clock(round.due))
        }
        _ => by_hand.to_owned(),
    }
}
