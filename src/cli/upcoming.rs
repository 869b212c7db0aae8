//! `upcoming`: the notices to come, and the exact words of the next one.

use chrono::Days;
use serde::Serialize;

use super::args::UpcomingArgs;
use super::session::{NO_DAEMON, Session, no_window};
use super::{doubt, render};
use crate::countdown::journal::Journal;
use crate::countdown::message::Message;
use crate::countdown::notice::Notice;
use crate::countdown::step::Forecast;
use crate::countdown::zone::{Moment, Now};
use crate::daemon::compose;

#[derive(Serialize)]
struct Json<'a> {
    at: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

pub(super) fn run(args: &UpcomingArgs, session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    if journal.window.is_none() {
        return Err(no_window());
    }
    let (now, doubt) = session.counted();
    if let (Some(doubt), false) = (doubt, args.json) {
        session.screen.tell(doubt::in_status(&doubt))?;
    }
    let until = now.date() + Days::new(u64::from(args.days));
    let schedule = session.settings.schedule();
    let paused = journal.about.paused_until.filter(|until| *until > now.utc());
    if let (Some(until), false) = (paused, args.json) {
        let until = render::moment(now.here(until), &now);
        session.screen.tell(format!("Notices are paused until {until}."))?;
    }
    let coming: Vec<(Notice, Moment)> = Forecast::new(&journal, &schedule, now)
        .take_while(|(_, at)| at.date_naive() <= until)
        .collect();
    let mut next = words_of_the_first(&coming, &journal, session)?;
    let mut rows = Vec::new();
    for (notice, at) in &coming {
        let message = next.take();
        if args.json {
            print_json(session, notice, *at, message.as_ref())?;
        } else {
            rows.extend(in_rows(session, notice, *at, message.as_ref()));
        }
    }
    session.screen.table(&rows)?;
    if coming.is_empty() && !args.json {
        let days = render::count(args.days, "day");
        session.screen.tell(format!("Nothing comes in the next {days}."))?;
    }
    if !args.json && !session.daemon_runs() {
        session.screen.tell(NO_DAEMON)?;
    }
    Ok(())
}

/// The words of the next notice; those of later ones depend on what happens until then.
fn words_of_the_first(
    coming: &[(Notice, Moment)],
    journal: &Journal,
    session: &Session,
) -> anyhow::Result<Option<Message>> {
    let (Some((notice, at)), Some(store)) = (coming.first(), session.store()?) else {
        return Ok(None);
    };
    let then = Now { at: *at, zone: session.now.zone };
    Ok(compose(store, &session.settings, &session.catalogue, journal, notice, &then)?)
}

fn print_json(
    session: &Session,
    notice: &Notice,
    at: Moment,
    message: Option<&Message>,
) -> anyhow::Result<()> {
    session.screen.say_json(&Json {
        at: at.to_rfc3339(),
        kind: notice.kind.word(),
        title: message.map(|message| message.title.as_str()),
        body: message.map(|message| message.body.as_str()),
    })
}

/// When and what, and below it the words, as far as they are to be told.
fn in_rows(
    session: &Session,
    notice: &Notice,
    at: Moment,
    message: Option<&Message>,
) -> Vec<(String, String)> {
    let when = render::moment(at, &session.now);
    let mut rows = vec![(when, render::notice(notice.kind).to_owned())];
    if let Some(message) = message {
        let lines = std::iter::once(message.title.as_str()).chain(message.body.lines());
        rows.extend(lines.map(|line| (String::new(), line.to_owned())));
    }
    rows
}
