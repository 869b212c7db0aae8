//! `config`: where the settings are, what they mean, and what in them cannot be used.

use super::args::ConfigWhat;
use super::screen::visible;
use super::session::{Refused, Session};
use crate::catalogue;
use crate::countdown::text::Pool;
use crate::settings::DEFAULTS;

pub(super) fn run(what: ConfigWhat, session: &Session) -> anyhow::Result<()> {
    match what {
        ConfigWhat::Path => session.screen.say(session.paths.settings().display()),
        ConfigWhat::Show => session.screen.say(DEFAULTS.trim_end()),
        ConfigWhat::Check => check(session),
    }
}

fn check(session: &Session) -> anyhow::Result<()> {
    let file = session.paths.settings();
    for problem in &session.problems {
        session.screen.say(visible(&format!("{}, {problem}", file.display())))?;
    }
    let never = session.settings.never_shown();
    for slot in &never {
        session.screen.say(visible(&format!("{}: {slot}", file.display())))?;
    }
    let mut texts = 0;
    for pool in Pool::ALL {
        texts += catalogue::load(*pool)?.len();
    }
    catalogue::help_lines()?;
    let own_phrases = session.paths.care_words();
    let (_, faults) = catalogue::care::load(&own_phrases);
    for fault in &faults {
        session.screen.say(visible(&format!("{}, {fault}", own_phrases.display())))?;
    }
    if !session.problems.is_empty() {
        let why = "the settings above cannot be used; their defaults stand".to_owned();
        return Err(Refused { code: 1, why }.into());
    }
    if !never.is_empty() {
        let why = "the settings above stand, but with them something never comes".to_owned();
        return Err(Refused { code: 1, why }.into());
    }
    if !faults.is_empty() {
        let why = "the phrases above cannot be used; all the others are".to_owned();
        return Err(Refused { code: 1, why }.into());
    }
    let used = if file.exists() {
        "Your settings are in order."
    } else {
        "You have no settings of your own."
    };
    session.screen.tell(format!("{used} {texts} texts are in order."))
}
