//! `finish`: a look back, and four equal choices. Nothing is decided unless the user says so.

use super::args::FinishArgs;
use super::doubt;
use super::gate;
use super::opening::longer;
use super::render;
use super::review;
use super::session::{Session, no_window, refused};
use crate::countdown::window::Window;
use crate::store::Change;

pub(super) fn run(args: &FinishArgs, session: &Session) -> anyhow::Result<()> {
    match args.extend {
        Some(days) => extend(days, session),
        None if args.close => close(session),
        None => {
            doubt::settle(session)?;
            if args.message { gate::run(session) } else { review::tell(session) }
        }
    }
}

fn extend(days: u32, session: &Session) -> anyhow::Result<()> {
    let window = session.write("finish --extend", |reader| {
        let window = reader.open_window()?.ok_or_else(no_window)?;
        if window.end.is_none() {
            let why = "this window has no end date, so there is nothing to extend";
            return Err(refused(why));
        }
        let longer = longer(&window, days, &session.now);
        Ok((vec![Change::Window(longer.clone())], longer))
    })?;
    review::say_standing(session, &window)?;
    let journal = session.journal()?;
    review::say(session, &journal, "extend")
}

fn close(session: &Session) -> anyhow::Result<()> {
    let before = session.journal()?;
    let window = session.write("finish --close", |reader| {
        let window = reader.open_window()?.ok_or_else(no_window)?;
        let closed = Window { closed_at: Some(session.now.at), ..window.clone() };
        Ok((vec![Change::Window(closed)], window))
    })?;
    session.screen.tell(&match before.days(&session.now).map_or(0, |days| days.passed) {
        0 => "Closed. nocontact undo opens it again.".to_owned(),
        days => format!("Closed. {}; nocontact undo opens it again.", render::kept(days, "")),
    })?;
    let case =
        if window.is_complete(&session.now) || window.end.is_none() { "close" } else { "early" };
    review::say(session, &before, case)
}
