//! `start`: opens the window, starts the daemon, says what happens next.

use super::args::{StartArgs, WantedLength};
use super::first;
use super::launch::{Launched, launch};
use super::opening::{allowed, opened};
use super::render;
use super::session::{Refused, Session, no_window};
use crate::countdown::journal::Journal;
use crate::countdown::notice::NoticeKind;
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
    let since = args.since.as_deref().map(|text| session.when(Some(text))).transpose()?;
    first::ask(session)?;
    let became = session.write("start", |reader| match reader.open_window()? {
        Some(window) if args.correct => {
            let corrected = corrected(&window, since.as_ref(), args.days, session, reader);
            Ok((vec![Change::Window(corrected)], Became::Corrected))
        }
        Some(_) => Ok((Vec::new(), Became::WasOpen)),
        None if args.correct => Err(no_window()),
        None => {
            let now = When { at: session.now.at, precision: Precision::Minute };
            let when = since.as_ref().unwrap_or(&now);
            let wanted = args.days.map_or(session.settings.window.length, |days| days.0);
            let length = allowed(wanted, reader, &session.now);
            let id = reader.next_window_id()?;
            Ok((vec![Change::Window(opened(id, when, length, &session.now))], Became::Opened))
        }
    })?;
    let launched = if args.no_daemon { None } else { Some(launch(session)) };
    let journal = session.journal()?;
    speak(session, &journal, &became, args)?;
    say_daemon(session, &journal, launched.as_ref())
}

fn corrected(
    window: &Window,
    since: Option<&When>,
    days: Option<WantedLength>,
    session: &Session,
    reader: &Reader,
) -> Window {
    let (since, precision) =
        since.map_or((window.since, window.precision), |when| (when.at, when.precision));
    let length = allowed(days.map_or(window.length, |days| days.0), reader, &session.now);
    let end = length.map(|length| end_of(since, precision, length, session.now.zone).to_utc());
    let zone = crate::clock::zone_name();
    Window { since, precision, length, end, zone, ..window.clone() }
}

fn speak(
    session: &Session,
    journal: &Journal,
    became: &Became,
    args: &StartArgs,
) -> anyhow::Result<()> {
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
        Became::WasOpen => how_to_change(session, &standing, args),
        Became::Opened | Became::Corrected => what_it_counts(session, journal, became, args),
    }
}

/// What the person may not expect of the window that was opened or corrected.
fn what_it_counts(
    session: &Session,
    journal: &Journal,
    became: &Became,
    args: &StartArgs,
) -> anyhow::Result<()> {
    let (Some(window), Some(standing)) = (&journal.window, journal.standing(&session.now)) else {
        return Ok(());
    };
    let wanted = args.days.map_or(session.settings.window.length, |days| days.0);
    if window.length.is_none() && wanted.is_some() && !journal.about.policy().may_end() {
        session.screen.tell("Under an order a window has no end date; the days are counted.")?;
    }
    if matches!(became, Became::Opened) && args.since.is_none() {
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
fn how_to_change(session: &Session, standing: &Standing, args: &StartArgs) -> anyhow::Result<()> {
    if args.since.is_some() || args.days.is_some() {
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
            return Err(Refused { code: 1, why }.into());
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
