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
use crate::countdown::plan::{NotLater, may_put_off};
use crate::countdown::questions::Question;
use crate::countdown::text::Pool;
use crate::countdown::when::When;
use crate::countdown::window::Precision;
use crate::countdown::zone::Moment;
use crate::store::Change;

pub(super) fn run(args: &AnswerArgs, session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let open = open_questions(&journal, session);
    let Some(word) = args.word.as_deref() else { return show(args.json, session, &open) };
    if let Ok(outcome) = word.parse::<Outcome>() {
        return answer_urge(args, session, &journal, outcome);
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
    let (key, text) = open_suggestion(&journal, session)
        .ok_or_else(|| nothing_open(word, "nocontact suggest gives a suggestion"))?;
    let reply = word.parse::<Reply>().map_err(usage)?;
    answer_suggestion(session, &journal, &key, text.as_deref(), reply)
}

fn open_questions(journal: &Journal, session: &Session) -> Vec<Question> {
    journal.questions(session.settings.schedule().question_delay(), &session.now)
}

/// The newest urge that is open, or will be asked about once more: whoever knows the answer now
/// need not wait.
fn open_urge(journal: &Journal, session: &Session) -> Option<(String, Moment)> {
    let asked = |question| match question {
        Question::Urge { id, at } => Some((id, at)),
        _ => None,
    };
    let open = open_questions(journal, session).into_iter().find_map(asked);
    open.or_else(|| {
        let rounds = journal.rounds(session.settings.schedule().question_delay());
        let newest = rounds.into_iter().next_back()?;
        let waits = newest.second && newest.answered.is_none() && newest.due > session.now.at;
        waits.then_some((newest.urge, newest.urge_at))
    })
}

/// The ledger key and the text of the suggestion that is open.
fn open_suggestion(journal: &Journal, session: &Session) -> Option<(String, Option<String>)> {
    open_questions(journal, session).into_iter().find_map(|question| match question {
        Question::Suggestion { key, text, .. } => Some((key, text)),
        _ => None,
    })
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
    outcome: Outcome,
) -> anyhow::Result<()> {
    let after = &args.after;
    let chosen = after.keep || after.restart || after.extend.is_some();
    if chosen && outcome != Outcome::Contacted {
        return Err(usage("--keep, --extend and --restart go with 'contacted'"));
    }
    let when = When { at: session.now.at, precision: Precision::Minute };
    let choice = aftermath::known(after, session);
    // Asked again inside the write: somebody may answer from elsewhere at the same moment.
    let (entry, at) = session.write("answer", |reader| {
        let (urge, at) = open_urge(&reader.journal(session.now.utc())?, session)
            .ok_or_else(|| nothing_open(outcome.word(), instead(outcome)))?;
        let what = What::Outcome { urge, outcome, strength: args.strength };
        let entry =
            Entry { id: new_id(), at: session.now.at, logged_at: session.now.at, what, note: None };
        let mut changes = vec![Change::Entry(entry.clone())];
        if outcome == Outcome::Contacted {
            let what = What::Contacted { necessary: false };
            changes.push(Change::Entry(Entry { id: new_id(), what, ..entry.clone() }));
            let choice = choice.unwrap_or(Choice::Keep);
            changes.extend(aftermath::changes(choice, &when, session, reader)?);
        }
        Ok((changes, (entry, at)))
    })?;
    session.screen.tell(noted(session, before, &entry, at))?;
    if outcome == Outcome::Contacted {
        let choice = match choice {
            Some(choice) => choice,
            None => aftermath::ask_and_amend(session, before, &entry, &when)?,
        };
        return aftermath::speak(session, before, choice, &when);
    }
    help(session, &entry, outcome)
}

/// What to type where no urge is open.
fn instead(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Contacted => "nocontact contacted logs contact",
        Outcome::Peeked => "nocontact urge --peeked logs a look",
        _ => "nocontact urge logs one",
    }
}

/// What is said to an answer, another text each time, and whether it is asked once more.
fn help(session: &Session, entry: &Entry, outcome: Outcome) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let same =
        |entry: &&Entry| matches!(&entry.what, What::Outcome { outcome: of, .. } if *of == outcome);
    let turn = journal.entries.iter().filter(same).count().saturating_sub(1);
    if let Some(text) = session.text(&journal, Pool::UrgeFollowup, Some(outcome.word()), turn) {
        session.screen.tell(render::text(&text))?;
    }
    once_more(session, &journal, &entry.id)
}

/// "Noted for the urge of 21:14: easier, 4 before and 2 now."
fn noted(session: &Session, journal: &Journal, entry: &Entry, at: Moment) -> String {
    let What::Outcome { urge, outcome, strength: now } = &entry.what else {
        return String::new();
    };
    let before = journal.entries.iter().find(|known| known.id == *urge);
    let before = before.and_then(|known| match known.what {
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
        Some(round) if session.daemon_runs() && !paused(session, journal) => {
            session.screen.tell(format!("I'll ask once more at {}.", render::clock(round.due)))
        }
        _ => Ok(()),
    }
}

fn paused(session: &Session, journal: &Journal) -> bool {
    journal.about.paused_until.is_some_and(|until| until > session.now.utc())
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
            save_answer(session, key, vec![answer])?;
            session.screen.tell(format!("Done: {title}."))
        }
        Reply::Later => {
            let due = later(session, journal, key)?;
            save_answer(session, key, vec![answer])?;
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
            save_answer(session, key, vec![answer, Change::Record(record)])?;
            session.screen.tell(render::text(&text))
        }
    }
}

/// Saves an answer to a suggestion, unless it was answered from elsewhere meanwhile.
fn save_answer(session: &Session, key: &str, changes: Vec<Change>) -> anyhow::Result<()> {
    session.write("answer", |reader| {
        match open_suggestion(&reader.journal(session.now.utc())?, session) {
            Some((open, _)) if open == key => Ok((changes, ())),
            _ => Err(answered_meanwhile()),
        }
    })
}

fn answered_meanwhile() -> anyhow::Error {
    let why = "this was answered meanwhile; nocontact answer shows what is open".to_owned();
    Refused { code: 1, why }.into()
}

/// When a suggestion put off now comes again, or why it does not.
fn later(session: &Session, journal: &Journal, key: &str) -> anyhow::Result<Moment> {
    let refuse = |why: &str| {
        let why = format!("{why}; nocontact suggest gives one any time");
        Err(Refused { code: 1, why }.into())
    };
    let Some(window) = &journal.window else {
        return refuse("with no window open nothing comes by itself");
    };
    let now = &session.now;
    let due = match may_put_off(key, now.at, window, &session.settings.schedule(), now) {
        Ok(due) => due,
        Err(NotLater::Often) => return refuse("this one was put off twice already"),
        Err(NotLater::Quiet) => return refuse("an hour from now is in your quiet hours"),
        Err(NotLater::Ended) => return refuse("an hour from now the window is complete"),
    };
    if journal.about.paused_until.is_some_and(|until| due < until) {
        return refuse("notices are paused");
    }
    Ok(due)
}
