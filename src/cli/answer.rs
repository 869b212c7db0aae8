//! `answer`: everything that a notification's button does, from the terminal.

use super::aftermath::{self, Choice};
use super::args::AnswerArgs;
use super::low;
use super::render;
use super::review;
use super::screen::visible;
use super::session::{NO_DAEMON, Session, not_taken, refused, usage};
use crate::answering::{Open, To, remembered};
use crate::catalogue::Catalogue;
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::journal::Journal;
use crate::countdown::notice::Reply;
use crate::countdown::text::Pool;
use crate::countdown::when::When;
use crate::countdown::window::Precision;
use crate::countdown::zone::Moment;
use crate::store::{Change, Reader};

pub(super) fn run(args: &AnswerArgs, session: &Session) -> anyhow::Result<()> {
    let Some(word) = args.word.as_deref() else { return show(args.json, session) };
    let (outcome, after) = (word.parse::<Outcome>().ok(), &args.after);
    if args.strength.is_some() && outcome.is_none() {
        return Err(usage(format!("'{word}' takes no number after it")));
    }
    let chosen = after.keep || after.restart || after.extend.is_some();
    if chosen && outcome != Some(Outcome::Contacted) {
        return Err(usage("--keep, --extend and --restart go with 'contacted'"));
    }
    // Where nothing was ever kept nothing is open, and a refusal begins nothing on the disk.
    if session.store()?.is_none() {
        return Err(nothing_open(word));
    }
    if let Some(outcome) = outcome {
        return answer_urge(args, session, outcome);
    }
    if let Ok(mood) = word.parse::<u8>() {
        return answer_mood(session, mood);
    }
    match word.parse::<Reply>().map_err(usage)? {
        Reply::Done => done(session),
        Reply::Later => later(session),
        Reply::Another => another(session),
        Reply::Review => look_back(session),
    }
}

/// No open question takes this word, and what to type instead.
fn nothing_open(word: &str) -> anyhow::Error {
    let instead = match word {
        "contacted" => "nocontact contacted logs contact",
        "peeked" => "nocontact urge --peeked logs a look",
        "review" => "nocontact finish looks back any time",
        "done" | "another" | "later" => "nocontact suggest gives a suggestion",
        "easier" | "same" | "stronger" => "nocontact urge logs one",
        mood => &format!("nocontact mood {mood} logs a mood"),
    };
    let why = format!("no open question takes '{word}'; {instead}");
    refused(why)
}

/// What is open, and how to answer it.
fn show(json: bool, session: &Session) -> anyhow::Result<()> {
    let open = session.answering().questions(&session.journal()?);
    if json {
        for question in &open {
            session.screen.say_json(&render::question_json(question))?;
        }
        return Ok(());
    }
    if open.is_empty() {
        return session.screen.say("Nothing is open.");
    }
    for question in &open {
        session.screen.tell(render::question(question, &session.now, &session.catalogue))?;
    }
    Ok(())
}

fn answer_urge(args: &AnswerArgs, session: &Session, outcome: Outcome) -> anyhow::Result<()> {
    let when = When { at: session.now.at, precision: Precision::Minute };
    let choice = aftermath::known(&args.after, session);
    // Asked inside the write: somebody may answer from elsewhere at the same moment.
    let (before, entry, at) = session.write("answer", |reader| {
        let before = reader.journal(session.now.utc())?;
        let answering = session.answering();
        let (entry, at) = answering
            .outcome(&before, To::Newest, outcome, args.strength)
            .map_err(|_| nothing_open(outcome.word()))?;
        let mut changes = vec![Change::Entry(entry.clone())];
        if outcome == Outcome::Contacted {
            let contacted = answering.entry(What::Contacted { necessary: false });
            changes.push(Change::Entry(contacted));
            let choice = choice.unwrap_or(Choice::Keep);
            changes.extend(aftermath::changes(choice, &when, session, reader)?);
        }
        Ok((changes, (before, entry, at)))
    })?;
    let before = &before;
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

/// What is said to an answer, another text each time, and whether it is asked once more.
fn help(session: &Session, entry: &Entry, outcome: Outcome) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let same =
        |entry: &&Entry| matches!(&entry.what, What::Outcome { outcome: of, .. } if *of == outcome);
    let turn = journal.entries.iter().filter(same).count().saturating_sub(1);
    if let Some(text) = session.text(&journal, Pool::UrgeFollowup, Some(outcome.word()), turn) {
        session.screen.tell(render::text(&text))?;
    }
    let rated = matches!(entry.what, What::Outcome { strength: Some(_), .. });
    if let Some(figures) = journal.figures().filter(|_| rated) {
        session.screen.tell(figures.to_string())?;
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
    session.write("answer", |reader| {
        let journal = reader.journal(session.now.utc())?;
        let entry = session
            .answering()
            .mood(&journal, To::Newest, mood)
            .map_err(|_| nothing_open(&mood.to_string()))?;
        Ok((vec![Change::Entry(entry)], ()))
    })?;
    session.screen.say(format!("Saved: mood {mood}."))?;
    low::speak(session, mood)
}

/// Saves an answer to the open suggestion, with what `decide` makes of it.
fn answer_suggestion<T>(
    session: &Session,
    reply: Reply,
    decide: impl FnOnce(&Reader, &Journal, &Open) -> anyhow::Result<(Vec<Change>, T)>,
) -> anyhow::Result<(String, T)> {
    session.write("answer", |reader| {
        let journal = reader.journal(session.now.utc())?;
        let answering = session.answering();
        let open =
            answering.suggestion(&journal, To::Newest).map_err(|_| nothing_open(reply.word()))?;
        let (mut changes, made) = decide(reader, &journal, &open)?;
        changes.insert(0, answering.reply(&open.key, reply));
        let title = title(open.text.as_deref(), &session.catalogue);
        Ok((changes, (title, made)))
    })
}

fn title(text: Option<&str>, catalogue: &Catalogue) -> String {
    let title = text.and_then(|id| render::title(id, catalogue));
    title.map_or("the suggestion".to_owned(), |title| format!("\"{}\"", visible(&title)))
}

fn done(session: &Session) -> anyhow::Result<()> {
    let (title, ()) = answer_suggestion(session, Reply::Done, |_, _, _| Ok((Vec::new(), ())))?;
    session.screen.tell(format!("Done: {title}."))
}

fn later(session: &Session) -> anyhow::Result<()> {
    let (title, due) = answer_suggestion(session, Reply::Later, |_, journal, open| {
        let due = session.answering().later(journal, &open.key).map_err(not_taken)?;
        Ok((Vec::new(), due))
    })?;
    session.screen.tell(format!("Later: {title}, at {}.", render::clock(due)))?;
    match session.screen.interactive || session.daemon_runs() {
        true => Ok(()),
        false => session.screen.tell(NO_DAEMON),
    }
}

fn another(session: &Session) -> anyhow::Result<()> {
    let (_, text) = answer_suggestion(session, Reply::Another, |reader, journal, _| {
        let seen = reader.seen(remembered(&session.now))?;
        let offer = session.answering().offer(journal, &seen, None, false).map_err(not_taken)?;
        Ok((vec![Change::Record(offer.record)], offer.text))
    })?;
    session.screen.tell(render::text(&text))
}

/// What the button of the end's notice does.
fn look_back(session: &Session) -> anyhow::Result<()> {
    session.write("answer", |reader| {
        let journal = reader.journal(session.now.utc())?;
        let answered = session.answering().review(&journal, To::Newest);
        let answered = answered.map_err(|_| nothing_open(Reply::Review.word()))?;
        Ok((answered.into_iter().collect(), ()))
    })?;
    review::tell(session)
}
