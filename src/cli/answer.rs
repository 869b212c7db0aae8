//! `answer`: everything that a notification's button does, from the terminal.

use super::aftermath::{self, Choice};
use super::args::AnswerArgs;
use super::low;
use super::offer::{self, Offer};
use super::render;
use super::screen::visible;
use super::session::{NO_DAEMON, Refused, Session, new_id, usage};
use crate::catalogue;
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::journal::Journal;
use crate::countdown::notice::Reply;
use crate::countdown::plan::{LATER_TIMES, may_put_off, times_put_off};
use crate::countdown::questions::Question;
use crate::countdown::text::Pool;
use crate::countdown::when::When;
use crate::countdown::window::Precision;
use crate::countdown::zone::Moment;
use crate::store::Change;

pub(super) fn run(args: &AnswerArgs, session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let open = journal.questions(session.settings.schedule().question_delay(), &session.now);
    let Some(word) = args.word.as_deref() else { return show(args.json, session, &open) };
    if let Ok(outcome) = word.parse::<Outcome>() {
        let urge = open.iter().find_map(|question| match question {
            Question::Urge { id, at } => Some((id.clone(), *at)),
            _ => None,
        });
        let urge = urge.or_else(|| asked_soon(&journal, session));
        let (urge, at) = urge.ok_or_else(|| {
            nothing_open(
                word,
                match outcome {
                    Outcome::Contacted => "nocontact contacted logs contact",
                    Outcome::Peeked => "nocontact urge --peeked logs a look",
                    _ => "nocontact urge logs one",
                },
            )
        })?;
        return answer_urge(args, session, &journal, (&urge, at), outcome);
    }
    if args.strength.is_some() {
        return Err(usage(format!("'{word}' takes no number after it")));
    }
    if let Ok(mood) = word.parse::<u8>() {
        let asked = open.iter().any(|question| matches!(question, Question::Mood { .. }));
        if !asked {
            return Err(nothing_open(word, &format!("nocontact mood {mood} logs a mood")));
        }
        return answer_mood(session, mood);
    }
    let suggestion = open.into_iter().find_map(|question| match question {
        Question::Suggestion { key, text, .. } => Some((key, text)),
        _ => None,
    });
    let (key, text) =
        suggestion.ok_or_else(|| nothing_open(word, "nocontact suggest gives a suggestion"))?;
    let reply = word.parse::<Reply>().map_err(usage)?;
    answer_suggestion(session, &journal, &key, text.as_deref(), reply)
}

/// The urge that will be asked about once more: whoever knows the answer now need not wait.
fn asked_soon(journal: &Journal, session: &Session) -> Option<(String, Moment)> {
    let rounds = journal.rounds(session.settings.schedule().question_delay());
    let newest = rounds.into_iter().next_back()?;
    let waits = newest.second && newest.answered.is_none() && newest.due > session.now.at;
    waits.then_some((newest.urge, newest.urge_at))
}

fn nothing_open(word: &str, instead: &str) -> anyhow::Error {
    let why = format!("no open question takes '{word}'; {instead}");
    Refused { code: 1, why }.into()
}

/// What is open, and how to answer it.
fn show(json: bool, session: &Session, open: &[Question]) -> anyhow::Result<()> {
    if json {
        for question in open {
            session.screen.say_json(&render::question_json(question))?;
        }
        return Ok(());
    }
    if open.is_empty() {
        return session.screen.say("Nothing is open.");
    }
    for question in open {
        session.screen.tell(render::question(question, &session.now))?;
    }
    Ok(())
}

fn answer_urge(
    args: &AnswerArgs,
    session: &Session,
    before: &Journal,
    (urge, at): (&str, Moment),
    outcome: Outcome,
) -> anyhow::Result<()> {
    let after = &args.after;
    let chosen = after.keep || after.restart || after.extend.is_some();
    if chosen && outcome != Outcome::Contacted {
        return Err(usage("--keep, --extend and --restart go with 'contacted'"));
    }
    let what = What::Outcome { urge: urge.to_owned(), outcome, strength: args.strength };
    let entry =
        Entry { id: new_id(), at: session.now.at, logged_at: session.now.at, what, note: None };
    let when = When { at: session.now.at, precision: Precision::Minute };
    let choice = aftermath::known(after, session);
    session.write("answer", |reader| {
        let mut changes = vec![Change::Entry(entry.clone())];
        if outcome == Outcome::Contacted {
            let what = What::Contacted { necessary: false };
            changes.push(Change::Entry(Entry { id: new_id(), what, ..entry.clone() }));
            let choice = choice.unwrap_or(Choice::Keep);
            changes.extend(aftermath::changes(choice, &when, session, reader)?);
        }
        Ok((changes, ()))
    })?;
    session.screen.tell(noted(session, before, (urge, at), outcome, args.strength))?;
    if outcome == Outcome::Contacted {
        let choice = match choice {
            Some(choice) => choice,
            None => aftermath::ask_and_amend(session, before, &entry, &when)?,
        };
        return aftermath::speak(session, before, choice, &when);
    }
    let journal = session.journal()?;
    let turn = journal
        .entries
        .iter()
        .filter(|entry| matches!(&entry.what, What::Outcome { outcome: of, .. } if *of == outcome))
        .count()
        .saturating_sub(1);
    if let Some(text) = session.text(&journal, Pool::UrgeFollowup, Some(outcome.word()), turn) {
        session.screen.tell(render::text(&text))?;
    }
    once_more(session, &journal, &entry.id)
}

/// "Noted for the urge of 21:14: easier, 4 before and 2 now."
fn noted(
    session: &Session,
    journal: &Journal,
    (urge, at): (&str, Moment),
    outcome: Outcome,
    now: Option<u8>,
) -> String {
    let before =
        journal.entries.iter().find(|entry| entry.id == urge).and_then(|entry| match entry.what {
            What::Urge { strength, .. } => strength,
            _ => None,
        });
    let numbers = match (before, now) {
        (Some(before), Some(now)) => format!(", {before} before and {now} now"),
        (None, Some(now)) => format!(", {now} now"),
        _ => String::new(),
    };
    let at = render::moment_short(at, &session.now);
    format!("Noted for the urge of {at}: {outcome}{numbers}.")
}

/// After *same* and *stronger* it is asked once more.
fn once_more(session: &Session, journal: &Journal, outcome: &str) -> anyhow::Result<()> {
    let Some(after) = session.settings.notifications.follow_up_after else { return Ok(()) };
    let round = journal.rounds(after).into_iter().find(|round| round.entry == outcome);
    match round {
        Some(round) if session.daemon_runs() => {
            session.screen.tell(format!("I'll ask once more at {}.", render::clock(round.due)))
        }
        _ => Ok(()),
    }
}

fn answer_mood(session: &Session, mood: u8) -> anyhow::Result<()> {
    let entry = Entry {
        id: new_id(),
        at: session.now.at,
        logged_at: session.now.at,
        what: What::Mood { mood },
        note: None,
    };
    session.write("answer", |_| Ok((vec![Change::Entry(entry)], ())))?;
    session.screen.say(format!("Saved: mood {mood}."))?;
    low::speak(session, mood)
}

fn answer_suggestion(
    session: &Session,
    journal: &Journal,
    key: &str,
    text: Option<&str>,
    reply: Reply,
) -> anyhow::Result<()> {
    let answer = Change::Answer { key: key.to_owned(), reply, at: session.now.at };
    let texts = catalogue::pool(Pool::Suggestion);
    let title = texts.iter().find(|known| Some(known.id.as_str()) == text);
    let title =
        title.map_or("the suggestion".to_owned(), |text| format!("\"{}\"", visible(&text.title)));
    match reply {
        Reply::Done => {
            session.write("answer", |_| Ok((vec![answer], ())))?;
            session.screen.tell(format!("Done: {title}."))
        }
        Reply::Later => {
            if journal.window.is_none() {
                let why = "with no window open nothing comes by itself; nocontact suggest gives \
                           one any time";
                return Err(Refused { code: 1, why: why.to_owned() }.into());
            }
            let schedule = session.settings.schedule();
            let Some(due) = may_put_off(key, session.now.at, &schedule, &session.now) else {
                return Err(Refused { code: 1, why: not_later(key) }.into());
            };
            session.write("answer", |_| Ok((vec![answer], ())))?;
            session.screen.tell(format!("Later: {title}, at {}.", render::clock(due)))?;
            match session.screen.interactive || session.daemon_runs() {
                true => Ok(()),
                false => session.screen.tell(NO_DAEMON),
            }
        }
        Reply::Another => {
            let Some(Offer { text, record }) = offer::suggestion(session, journal, None)? else {
                return Err(offer::nothing());
            };
            session.write("answer", |_| Ok((vec![answer, Change::Record(record)], ())))?;
            session.screen.tell(render::text(&text))
        }
    }
}

fn not_later(key: &str) -> String {
    if times_put_off(key) >= LATER_TIMES {
        "this one was put off twice already; nocontact answer done, or let it be".to_owned()
    } else {
        "an hour from now is in your quiet hours; nocontact suggest gives one any time".to_owned()
    }
}
