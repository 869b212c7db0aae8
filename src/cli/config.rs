//! `config`: where the settings are, what they mean, and how they are changed.

mod change;
mod check;

use super::args::ConfigWhat;
use super::session::Session;
use crate::catalogue::EXAMPLE;

pub(super) fn run(what: &ConfigWhat, session: &Session) -> anyhow::Result<()> {
    match what {
        ConfigWhat::Path => session.screen.say(session.paths.settings().display()),
        ConfigWhat::Show => {
            session.warn_of_settings();
            session.screen.explain(session.settings.page().trim_end())
        }
        ConfigWhat::Set { key, value } => change::set(key, value, session),
        ConfigWhat::Edit => change::edit(session),
        ConfigWhat::Texts => session.screen.say(EXAMPLE.trim_end()),
        ConfigWhat::Check => check::run(session),
    }
}
