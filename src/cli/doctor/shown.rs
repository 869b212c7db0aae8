//! One notice on the desktop, now: what the server says to it, and what the person does.

use super::super::session::Session;
use super::{Check, Facts, Subject};
use crate::appearance;
use crate::countdown::journal::Journal;
use crate::countdown::message::{Message, Voice};
use crate::countdown::notice::{Notice, NoticeKind};
use crate::notify::inspect::{About, Found, Probe, Taken};

const SHOWN: Subject = ("notify", "Test notice");

const RESTART: &str = "restart the notification server, or log out and in";

pub(super) fn check(
    session: &Session,
    facts: &Facts,
    probe: Option<&Probe>,
    may_ask: bool,
) -> anyhow::Result<Check> {
    let reachable = |probe: &&Probe| matches!(probe.found, Found::Server(_) | Found::Asleep);
    let Some(probe) = probe.filter(reachable) else {
        let todo = "first what is said of the bus and the server";
        return Ok(Check::todo(SHOWN, "not sent: there is nobody to take it", todo));
    };
    let unknown = Journal::unreadable();
    let Some(message) = words(session, facts.journal().unwrap_or(&unknown)) else {
        let todo = "nocontact config check names what your own texts leave silent";
        return Ok(Check::todo(SHOWN, "not sent: no text is left that may be shown", todo));
    };
    let label = &session.settings.notifications.label;
    let icon = appearance::icon(&session.paths.share);
    Ok(match probe.show(label, &icon, &message) {
        Taken::Under(id) => {
            let answer = match may_ask {
                true => session.screen.ask("A notice was sent. Do you see it? (yes or no)")?,
                false => None,
            };
            seen(session, probe, id, answer.as_deref())
        }
        Taken::Refused(error) => Check::todo(SHOWN, format!("was not taken ({error})"), RESTART),
        Taken::Unclear(error) => Check::todo(SHOWN, format!("met an error ({error})"), RESTART),
        Taken::Silence => {
            Check::todo(SHOWN, "was sent, and no answer came within 5 seconds", RESTART)
        }
    })
}

/// Those with which every window begins, and no button: nobody would hear it.
fn words(session: &Session, journal: &Journal) -> Option<Message> {
    let notice = Notice {
        key: String::new(),
        window: 0,
        kind: NoticeKind::Welcome,
        due: session.now.at,
        day: 0,
        urge: None,
        text: None,
    };
    let voice = Voice {
        pool: &|pool| session.catalogue.pool(pool),
        privacy: session.settings.notifications.privacy,
        without: &session.settings.suggestions.without,
        schedule: &session.settings.schedule(),
        seen: &[],
    };
    let message = voice.message(journal, &notice, &session.now)?;
    Some(Message { buttons: Vec::new(), command: None, ..message })
}

fn seen(session: &Session, probe: &Probe, id: u32, answer: Option<&str>) -> Check {
    let is = |word: char| answer.is_some_and(|answer| answer.to_lowercase().starts_with(word));
    if is('y') {
        return Check::fine(SHOWN, "the server took it, and you see it");
    }
    if !is('n') {
        return Check::fine(SHOWN, format!("the server took it, as its number {id}"));
    }
    let is_quiet = matches!(probe.found, Found::Server(About { quiet: Some(true), .. }));
    let first =
        if is_quiet { "switch do-not-disturb off" } else { "see that do-not-disturb is off" };
    let todo = format!(
        "{first}; look for the name that notices have (label in your settings) in the settings of \
         the notification server, and in its list of what was shown; what the daemon met is in {}",
        session.paths.log().display()
    );
    Check::todo(SHOWN, "the server took it, and you do not see it", todo)
}
