//! What the first `start` asks on a terminal: at most four questions. Enter skips one, the end of
//! input (Ctrl-D) all that are left.
//!
//! Owns the questions. It asks nobody twice, never when piped, and nothing that the command says
//! already. It saves nothing: what was told belongs to `start`, is saved with the window, and is
//! taken back with it.

use std::collections::BTreeSet;

use super::args::{StartArgs, WantedLength, wanted_length};
use super::render;
use super::screen::visible;
use super::session::Session;
use crate::countdown::journal::About;
use crate::countdown::policy::{Policy, Situation};
use crate::countdown::when::When;

/// The situations as people say them, with the words that stand for them.
pub(super) const SITUATIONS: [(&str, Situation); 7] = [
    ("a court or police order restrains me", Situation::OrderOnMe),
    ("an order protects me", Situation::OrderForMe),
    ("they asked me for no contact, or blocked me", Situation::AskedNoContact),
    ("I was hurt, threatened or controlled, or I am afraid", Situation::AfraidOrHurt),
    ("we have children together", Situation::Children),
    ("we share a home", Situation::SharedHome),
    ("we work together", Situation::Work),
];

/// What was told, by options or by answers.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The last contact.
    pub(super) since: Option<When>,
    /// The length.
    pub(super) days: Option<WantedLength>,
    /// The situations that hold.
    pub(super) situations: BTreeSet<Situation>,
    /// An if-then plan.
    pub(super) plan: Option<String>,
}

/// What became of one question.
enum Answer<T> {
    Told(T),
    Skipped,
    /// No more is answered.
    Left,
}

/// What the options say, and what is answered if nothing was ever told or started here and somebody
/// sits at the terminal.
///
/// # Errors
/// A time that cannot be read in the options; a terminal or a data file that cannot.
pub(super) fn told(args: &StartArgs, session: &Session) -> anyhow::Result<Told> {
    let since = args.since.as_deref().map(|text| session.when(Some(text))).transpose()?;
    let mut told = Told { since, days: args.days, ..Told::default() };
    if session.screen.interactive && !args.correct && is_first(session)? {
        ask_all(&mut told, session)?;
        session.screen.say("")?;
    }
    Ok(told)
}

fn ask_all(told: &mut Told, session: &Session) -> anyhow::Result<()> {
    session.screen.tell(
        "A few questions, so that the count is right and what you read fits you. Enter skips one, \
         Ctrl-D the rest; all of it can be changed later. Everything stays on this computer; \
         somebody who can use your account can read it.",
    )?;
    if told.since.is_none() {
        match last_contact(session)? {
            Answer::Told(since) => told.since = Some(since),
            Answer::Skipped => {}
            Answer::Left => return Ok(()),
        }
    }
    match situations(session)? {
        Answer::Told(situations) => told.situations = situations,
        Answer::Skipped => {}
        Answer::Left => return Ok(()),
    }
    // Under an order a window has no end date, so there is no length to ask for.
    if told.days.is_none() && Policy::new(told.situations.iter().copied()).may_end() {
        match length(session)? {
            Answer::Told(days) => told.days = Some(days),
            Answer::Skipped => {}
            Answer::Left => return Ok(()),
        }
    }
    session.screen.tell(
        "\nA plan of your own helps most when it is late: \"If I want to write, then I put the \
         phone in the kitchen.\"",
    )?;
    if let Answer::Told(plan) =
        understood("If … then I …, or Enter:", session, |text| Ok(text.to_owned()))?
    {
        told.plan = Some(plan);
    }
    Ok(())
}

fn last_contact(session: &Session) -> anyhow::Result<Answer<When>> {
    session.screen.tell(
        "\nThe days count from your last contact. Such as: 20m ago, yesterday 22:00, 3 nov.",
    )?;
    understood("When was it? Enter for now:", session, |text| {
        session.when(Some(text)).map_err(|error| error.to_string())
    })
}

fn situations(session: &Session) -> anyhow::Result<Answer<BTreeSet<Situation>>> {
    session
        .screen
        .tell("\nDoes one of these hold? The program keeps to it in all that it says.")?;
    let numbered = SITUATIONS.iter().zip(1..);
    let rows: Vec<(String, String)> =
        numbered.map(|((words, _), number)| (number.to_string(), (*words).to_owned())).collect();
    session.screen.table(&rows)?;
    understood("Their numbers, or Enter:", session, numbers)
}

/// Every number is understood or none is: what is said about safety is not passed over.
fn numbers(text: &str) -> Result<BTreeSet<Situation>, String> {
    let number = |word: &str| {
        let number: usize = word.parse().ok()?;
        SITUATIONS.get(number.checked_sub(1)?).map(|(_, situation)| *situation)
    };
    let words = text.split([' ', ',', ';', '.']).filter(|word| !word.is_empty());
    words
        .map(|word| {
            number(word).ok_or_else(|| format!("'{word}' is not one of the numbers. Such as: 1 4"))
        })
        .collect()
}

fn length(session: &Session) -> anyhow::Result<Answer<WantedLength>> {
    let usual = session.settings.window.length;
    let usual = usual.map_or("none".to_owned(), |days| days.to_string());
    session.screen.tell(
        "\nThe length is yours to choose, and no number is proven. \"none\" counts with no end \
         date.",
    )?;
    understood(&format!("How many days, 1 to 365? Enter for {usual}:"), session, |text| {
        wanted_length(text).map_err(str::to_owned)
    })
}

/// Asks until the answer is understood, with the reason where it was not.
fn understood<T>(
    question: &str,
    session: &Session,
    read: impl Fn(&str) -> Result<T, String>,
) -> anyhow::Result<Answer<T>> {
    let mut refused = false;
    loop {
        let answer = match session.screen.prompt(question)? {
            Some(text) if text.is_empty() => Answer::Skipped,
            Some(text) => match read(&text) {
                Ok(value) => return Ok(Answer::Told(value)),
                Err(why) => {
                    session.screen.tell(visible(&format!("{}.", render::sentence(&why))))?;
                    refused = true;
                    continue;
                }
            },
            None => Answer::Left,
        };
        if refused {
            session.screen.tell(
                "It is left out then; nocontact about or nocontact start --correct takes it later.",
            )?;
        }
        return Ok(answer);
    }
}

fn is_first(session: &Session) -> anyhow::Result<bool> {
    let Some(store) = session.store()? else { return Ok(true) };
    let reader = store.read();
    Ok(reader.latest_window()?.is_none() && reader.about()? == About::default())
}
