//! `start`: opens the window, starts the daemon, says what happens next.

use super::args::StartArgs;
use super::care::{self, Whose};
use super::doubt;
use super::first::{self, Told};
use super::launch::{Launched, launch};
use super::opening::{allowed, opened};
use super::render;
use super::session::{Session, no_window, refused};
use super::situation;
use crate::countdown::journal::Journal;
use crate::countdown::notice::NoticeKind;
use crate::countdown::policy::Policy;
use crate::countdown::step::Forecast;
use crate::countdown::when::When;
use crate::countdown::window::{Precision, Standing, Window, end_of};
use crate::store::{Change, Reader};

/// A last contact more days ago is named, in case another year was meant.
const FAR_BACK: u32 = 60;

/// What became of the window.
enum Became {
    Opened,
    Corrected,
    WasOpen,
}

pub(super) fn run(args: &StartArgs, session: &Session) -> anyhow::Result<()> {
    doubt::settle(session)?;
    let told = first::told(args, session)?;
    let saved = session.write("start", |reader| {
        let mut changes = answers(&told, reader, session)?;
        let became = match reader.open_window()? {
            Some(window) if args.correct => {
                changes.push(Change::Window(corrected(&window, &told, session, reader)));
                Became::Corrected
            }
            Some(_) => Became::WasOpen,
            None if args.correct => return Err(no_window()),
            None => {
                changes.push(Change::Window(new_window(&told, session, reader)?));
                Became::Opened
            }
        };
        Ok((changes, became))
    });
    let became = care::after(saved, session, Whose::Own, [&told.plan])?;
    situation::warn_of_onlookers(&told.situations, session)?;
    let launched = if args.no_daemon { None } else { Some(launch(session)) };
    let journal = session.journal()?;
    speak(session, &journal, &became, &told)?;
    say_daemon(session, &journal, launched.as_ref())
}

/// What the answers to the first questions change, beside the window.
fn answers(told: &Told, reader: &Reader, session: &Session) -> anyhow::Result<Vec<Change>> {
    let mut changes = match told.situations.is_empty() {
        true => Vec::new(),
        false => situation::telling(&told.situations, reader, session)?.0,
    };
    if told.plan.is_some() {
        changes.push(Change::plan(reader.next_plan_id()?, told.plan.clone()));
    }
    Ok(changes)
}

fn new_window(told: &Told, session: &Session, reader: &Reader) -> anyhow::Result<Window> {
    let now = When { at: session.now.at, precision: Precision::Minute };
    let wanted = told.days.map_or(session.settings.window.length, |days| days.0);
    let may_end = Policy::new(told.situations.iter().copied()).may_end();
    let length = allowed(wanted, reader, &session.now).filter(|_| may_end);
    let when = told.since.as_ref().unwrap_or(&now);
    Ok(opened(reader.next_window_id()?, when, length, &session.now))
}

fn corrected(window: &Window, told: &Told, session: &Session, reader: &Reader) -> Window {
    let since = told.since.as_ref();
    let (since, precision) =
        since.map_or((window.since, window.precision), |when| (when.at, when.precision));
    let length = allowed(told.days.map_or(window.length, |days| days.0), reader, &session.now);
    let end = length.map(|length| end_of(since, precision, length, session.now.zone).to_utc());
    let zone = crate::clock::zone_name();
    Window { since, precision, length, end, zone, ..window.clone() }
}

fn speak(session: &Session, journal: &Journal, became: &Became, told: &Told) -> anyhow::Result<()> {
    let (Some(window), Some(standing)) = (&journal.window, journal.standing(&session.now)) else {
        return Ok(());
    };
    match became {
        Became::WasOpen => session.screen.say("A window is open, and goes on.")?,
        Became::Corrected => session.screen.say("Corrected.")?,
        Became::Opened => {}
    }
    let mut parts = render::standing(window, &standing, &session.now);
    let first = parts.remove(0);
    let rest = parts.join(", ");
    let rest = render::sentence(&rest);
    let head = if rest.is_empty() { format!("{first}.") } else { format!("{first}. {rest}.") };
    session.screen.tell(&head)?;
    match became {
        Became::WasOpen => how_to_change(session, &standing, told),
        Became::Opened | Became::Corrected => what_it_counts(session, journal, became, told),
    }
}

/// What the person may not expect of the window that was opened or corrected.
fn what_it_counts(
    session: &Session,
    journal: &Journal,
    became: &Became,
    told: &Told,
) -> anyhow::Result<()> {
    let (Some(window), Some(standing)) = (&journal.window, journal.standing(&session.now)) else {
        return Ok(());
    };
    let wanted = told.days.map_or(session.settings.window.length, |days| days.0);
    if window.length.is_none() && wanted.is_some() && !journal.about.policy().may_end() {
        session.screen.tell("Under an order a window has no end date; the days are counted.")?;
    }
    if matches!(became, Became::Opened) && told.since.is_none() {
        session.screen.tell(
            "It counts from now. If the last contact was earlier: nocontact start --correct \
             --since yesterday",
        )?;
    } else if standing.day > FAR_BACK {
        let counted = render::date(window.since, &session.now);
        session.screen.tell(format!("It counts from {counted}."))?;
    }
    if standing.complete {
        session.screen.tell(
            "The window is complete already. A longer one: nocontact start --correct --days N, or \
             nocontact finish --extend N",
        )?;
    }
    Ok(())
}

/// How to change the window that was open already.
fn how_to_change(session: &Session, standing: &Standing, told: &Told) -> anyhow::Result<()> {
    if told.since.is_some() || told.days.is_some() {
        session.screen.say("Nothing was changed.")?;
    }
    let row = |word: &str, command: &str| (word.to_owned(), command.to_owned());
    let mut rows = vec![row("Correct it", "nocontact start --correct --since WHEN --days N")];
    if standing.end.is_some() {
        rows.push(row("Add days", "nocontact finish --extend N"));
    }
    rows.push(row("Close it", "nocontact finish --close; then nocontact start opens another"));
    session.screen.table(&rows)
}

fn say_daemon(
    session: &Session,
    journal: &Journal,
    launched: Option<&Launched>,
) -> anyhow::Result<()> {
    let state = match launched.unwrap_or(&Launched::Runs).told() {
        _ if launched.is_none() && !session.daemon_runs() => {
            "The daemon was not started, so no notices come.".to_owned()
        }
        Ok(state) => state,
        Err(why) => {
            let why = format!("the window is open, but the daemon could not be started: {why}");
            return Err(refused(why));
        }
    };
    let schedule = session.settings.schedule();
    let mut coming = Forecast::new(journal, &schedule, session.now);
    let next = coming.find(|(notice, _)| notice.kind != NoticeKind::Welcome);
    let next = next.filter(|_| session.daemon_runs()).map(|(notice, at)| {
        let when = render::moment_in_words(at, &session.now);
        format!(" Next: {} {when}.", render::notice(notice.kind))
    });
    session.screen.tell(format!("{state}{}", next.unwrap_or_default()))
}
