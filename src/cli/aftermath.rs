//! What contact does to the count: nothing is lost, and the user chooses (design §3).
//!
//! Owns the choice between keeping on, extending and restarting, for the commands that log
//! contact. It logs nothing itself.

use super::args::AfterContact;
use super::opening::{allowed, longer, opened};
use super::render;
use super::screen::visible;
use super::session::Session;
use crate::countdown::entry::{Entry, What};
use crate::countdown::journal::Journal;
use crate::countdown::policy::Situation;
use crate::countdown::text::Pool;
use crate::countdown::when::When;
use crate::countdown::window::{LENGTHS, Window};
use crate::countdown::zone::Now;
use crate::settings::OnContact;
use crate::store::{Change, Reader};

/// What the user chose, or the settings for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// The end stays.
    Keep,
    /// So many days more.
    Extend(u32),
    /// A new window from the contact.
    Restart,
}

/// What the options or the settings say; `None` if somebody is there to be asked.
pub(super) fn known(args: &AfterContact, session: &Session) -> Option<Choice> {
    match (args.keep, args.extend, args.restart) {
        (true, _, _) => Some(Choice::Keep),
        (_, Some(days), _) => Some(Choice::Extend(days)),
        (_, _, true) => Some(Choice::Restart),
        _ => match session.settings.window.on_contact {
            OnContact::Restart => Some(Choice::Restart),
            OnContact::Ask if session.screen.interactive => None,
            OnContact::Ask | OnContact::Keep => Some(Choice::Keep),
        },
    }
}

/// How often it is asked where the answer is not understood.
const TIMES_ASKED: u32 = 3;

/// Asks. Enter alone, or nobody there any more, keeps counting; what is not understood is asked
/// again.
fn ask(session: &Session, window: &Window) -> anyhow::Result<Choice> {
    let (question, may_be) = match window.end {
        Some(_) => (
            "Keep counting (Enter), add days (a number), or start a new window (r)?",
            "Enter, a number of days from 1 to 365, or r",
        ),
        None => ("Keep counting (Enter), or start a new window (r)?", "Enter or r"),
    };
    for _ in 0..TIMES_ASKED {
        let Some(answer) = session.screen.ask(question)? else { return Ok(Choice::Keep) };
        if let Some(choice) = understood(&answer, window) {
            return Ok(choice);
        }
        let answer = visible(&answer);
        session.screen.tell(format!("\"{answer}\" is none of these: {may_be}."))?;
    }
    session.screen.tell("So the count goes on as it was.")?;
    Ok(Choice::Keep)
}

fn understood(answer: &str, window: &Window) -> Option<Choice> {
    match answer.to_lowercase().as_str() {
        "r" | "restart" => Some(Choice::Restart),
        "k" | "keep" => Some(Choice::Keep),
        days => {
            let days = days.parse().ok().filter(|days| LENGTHS.contains(days));
            days.filter(|_| window.end.is_some()).map(Choice::Extend)
        }
    }
}

/// Asks, if there is a window to choose for, and adds the choice to the command just saved.
pub(super) fn ask_and_amend(
    session: &Session,
    before: &Journal,
    entry: &Entry,
    when: &When,
) -> anyhow::Result<Choice> {
    let Some(window) = &before.window else { return Ok(Choice::Keep) };
    let choice = ask(session, window)?;
    if choice != Choice::Keep
        && let Some(store) = session.store()?
    {
        let changes = changes(choice, when, session, &store.read())?;
        session.amend(entry, &changes)?;
    }
    Ok(choice)
}

/// The window's changes that a choice leads to, after contact at `when`.
pub(super) fn changes(
    choice: Choice,
    when: &When,
    session: &Session,
    reader: &Reader,
) -> anyhow::Result<Vec<Change>> {
    let Some(window) = reader.open_window()? else { return Ok(Vec::new()) };
    let now = &session.now;
    Ok(match choice {
        Choice::Keep => Vec::new(),
        Choice::Extend(_) if window.end.is_none() => Vec::new(),
        Choice::Extend(days) => vec![Change::Window(longer(&window, days, now))],
        Choice::Restart if when.at < window.since => Vec::new(),
        Choice::Restart => {
            let length = allowed(session.settings.window.length, reader, now);
            let next = reader.next_window_id()?;
            vec![
                Change::Window(Window { closed_at: Some(now.at), ..window }),
                Change::Window(opened(next, when, length, now)),
            ]
        }
    })
}

/// Speaks after contact: kindly, then what is kept, then what the choice did.
pub(super) fn speak(
    session: &Session,
    before: &Journal,
    choice: Choice,
    when: &When,
) -> anyhow::Result<()> {
    let journal = session.journal()?;
    kindly(session, before, &journal)?;
    let Some(window) = &before.window else { return Ok(()) };
    if when.at < window.since {
        session.screen.tell(
            "That was before this window's last contact, so no day is taken off. To count from \
             another day: nocontact start --correct --since WHEN",
        )?;
        return match choice {
            Choice::Keep => Ok(()),
            Choice::Restart => session.screen.tell("No new window was opened."),
            Choice::Extend(_) => say_standing(session, &journal, choice),
        };
    }
    match choice {
        Choice::Restart => {
            let then = Now { at: when.at, zone: session.now.zone };
            let kept = match before.days(&then).map_or(0, |days| days.passed) {
                0 => String::new(),
                days => format!(" {}.", render::kept(days, " before this")),
            };
            session.screen.tell(format!("A new window is open.{kept}"))?;
        }
        Choice::Keep | Choice::Extend(_) => say_days(session, &journal)?,
    }
    say_standing(session, &journal, choice)
}

/// One text, another each time.
fn kindly(session: &Session, before: &Journal, journal: &Journal) -> anyhow::Result<()> {
    let contact = |entry: &&Entry| matches!(entry.what, What::Contacted { necessary: false });
    let turn = before.entries.iter().filter(contact).count();
    let order = journal.about.policy().has(Situation::OrderOnMe);
    match session.text(journal, Pool::Slip, order.then_some("order"), turn) {
        Some(text) => session.screen.tell(render::text(&text)),
        None => Ok(()),
    }
}

/// How the days of the window went, while there is one to speak of.
fn say_days(session: &Session, journal: &Journal) -> anyhow::Result<()> {
    let Some(days) = journal.days(&session.now).filter(|days| days.passed > 0) else {
        return Ok(());
    };
    session.screen.tell(format!(
        "{} of {} days without contact · longest stretch {}",
        days.without_contact, days.passed, days.longest_stretch
    ))
}

/// Where the window stands after the choice.
fn say_standing(session: &Session, journal: &Journal, choice: Choice) -> anyhow::Result<()> {
    let (Some(window), Some(standing)) = (&journal.window, journal.standing(&session.now)) else {
        return Ok(());
    };
    if matches!(choice, Choice::Extend(_)) && window.end.is_none() {
        session.screen.tell("This window has no end date, so there is nothing to extend.")?;
    }
    let parts = render::standing(window, &standing, &session.now);
    session.screen.tell(format!("{}.", parts.join(" · ")))
}
