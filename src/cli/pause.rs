//! `pause`: no notices for a while. The days go on counting, and help on call works.

use super::args::PauseArgs;
use super::render;
use super::session::{NO_DAEMON, Session, usage};
use crate::countdown::when::parse_span;
use crate::store::Change;

pub(super) fn run(args: &PauseArgs, session: &Session) -> anyhow::Result<()> {
    if args.span == "off" {
        session.write("pause off", |_| Ok((vec![Change::pause(None)], ())))?;
        return match (session.daemon_runs(), session.screen.interactive) {
            (true, _) => session.screen.say("Notices come again."),
            // On a terminal it is said of every command.
            (false, true) => session.screen.say("The pause is over."),
            (false, false) => session.screen.tell(format!("The pause is over. {NO_DAEMON}")),
        };
    }
    let span = parse_span(&args.span).map_err(|error| usage(error.to_string()))?;
    let until = session.now.utc() + span;
    session.write("pause", |_| Ok((vec![Change::pause(Some(until))], ())))?;
    let until = render::moment(session.now.here(until), &session.now);
    session.screen.tell(format!(
        "No notices until {until}. The days go on counting. nocontact pause off ends it sooner."
    ))
}
