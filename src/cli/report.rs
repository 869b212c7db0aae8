//! `report`.

use super::args::ReportArgs;
use super::session::Session;
use super::span;

pub(super) fn run(args: &ReportArgs, session: &Session) -> anyhow::Result<()> {
    let Some(store) = session.store()? else { return Err(super::session::no_window()) };
    let span = span::of_window(&store, &session.now)?;
    let picture = store.read().picture(span, &session.now)?;
    session.screen.say(format!("{picture:#?} {args:?}"))
}
