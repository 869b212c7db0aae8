//! `stats`.

mod json;

use super::args::StatsArgs;
use super::session::Session;
use super::span;
use crate::countdown::picture::Picture;

pub(super) fn run(args: &StatsArgs, session: &Session) -> anyhow::Result<()> {
    let store = session.store()?;
    // While the clock is in doubt, by the time that `status` goes by.
    let (now, _) = session.counted();
    let span = span::of_stats(args, store.as_ref(), &now)?;
    let picture = match &store {
        Some(store) => store.read().picture(span, &now)?,
        None => Picture::empty(span, &now),
    };
    if args.json {
        return session.screen.say_json(&json::json(&picture));
    }
    session.screen.say(format!("{picture:#?} {args:?}"))
}
