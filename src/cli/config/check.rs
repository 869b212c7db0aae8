//! `config check`: what in the settings, in the user's own texts and in their phrases cannot be used.

use crate::catalogue;
use crate::cli::session::{Session, refused};
use crate::countdown::message::Privacy;
use crate::countdown::text::{Pool, Text};
use crate::settings::{Problem, Settings, in_their_place};

/// The pools that reach the desktop.
const SENT: [Pool; 4] = [Pool::Suggestion, Pool::Reflection, Pool::Milestone, Pool::Notice];

/// Names what in the settings cannot be used, or brings it about that something never comes; says
/// in the end what holds in its place. `None` if there is nothing to say.
pub(super) fn name_problems(
    session: &Session,
    settings: &Settings,
    problems: &[Problem],
) -> anyhow::Result<Option<String>> {
    let file = session.paths.settings();
    for problem in problems {
        session.screen.point(&file, problem)?;
    }
    let never = settings.never_shown();
    for slot in &never {
        session.screen.point(&file, slot)?;
    }
    Ok(match (problems, in_their_place(problems)) {
        ([], _) if never.is_empty() => None,
        ([], _) => Some("the settings above stand, but with them something never comes".to_owned()),
        (_, Some(stands)) => Some(format!("the settings above cannot be used; {stands}")),
        (_, None) => Some("the lines above name no setting, and change nothing".to_owned()),
    })
}

pub(super) fn run(session: &Session) -> anyhow::Result<()> {
    let file = session.paths.settings();
    let settings = name_problems(session, &session.settings, &session.problems)?;
    session.keep(&session.settings);
    let own = session.catalogue.own();
    for fault in own.faults.iter().chain(&own.notes) {
        session.screen.point(&session.paths.texts(), fault)?;
    }
    let texts = texts(session)?;
    catalogue::help_lines()?;
    let own_phrases = session.paths.care_words();
    let (_, phrases) = catalogue::care::load(&own_phrases);
    for fault in &phrases {
        session.screen.point(&own_phrases, fault)?;
    }
    let faulty = [!session.problems.is_empty(), !own.faults.is_empty(), !phrases.is_empty()];
    let why = match (settings, faulty) {
        (Some(why), [_, false, false]) => why,
        (_, [false, true, false]) => "the texts above cannot be used; all others stand".to_owned(),
        (_, [false, false, true]) => {
            "the phrases above cannot be used; all the others can".to_owned()
        }
        (None, [_, false, false]) => {
            let used = if file.exists() {
                "Your settings are in order."
            } else {
                "You have no settings of your own."
            };
            return session.screen.tell(format!("{used} {texts}"));
        }
        _ => "the above cannot be used; all the others stand".to_owned(),
    };
    if !own.faults.is_empty() {
        session.screen.tell(texts)?;
    }
    Err(refused(why))
}

/// The notices that the user's own texts leave without a word: each of theirs is switched off, or
/// not for onlookers.
fn silent(session: &Session, onlookers: bool) -> Vec<&'static str> {
    let texts = session.catalogue.pool(Pool::Notice);
    let is_hidden = session.settings.notifications.privacy == Privacy::Hidden;
    let comes = |case: &str| {
        texts.iter().any(|it| it.case.as_deref() == Some(case) && (it.discreet || !onlookers))
    };
    // Where all is hidden, nothing comes without the words that hide it.
    let hidden = is_hidden.then_some("hidden").into_iter();
    hidden.chain(["welcome", "follow-up", "end"]).filter(|case| !comes(case)).collect()
}

/// How many texts are in order, shipped and own.
fn texts(session: &Session) -> anyhow::Result<String> {
    let own = session.catalogue.own();
    let (mut shipped, mut replaced, mut off) = (0, 0, 0);
    for pool in Pool::ALL {
        let ids: Vec<String> = catalogue::load(*pool)?.into_iter().map(|text| text.id).collect();
        shipped += ids.len();
        replaced += own.texts.iter().filter(|text| ids.contains(&text.id)).count();
        off += own.off.iter().filter(|off| ids.contains(off)).count();
    }
    let onlookers = session.settings.notifications.privacy != Privacy::Plain;
    let untold = |text: &&Text| onlookers && SENT.contains(&text.pool) && !text.discreet;
    let untold = own.texts.iter().filter(untold).count();
    let mut said = match own.texts.len() {
        0 => format!("{shipped} texts are in order."),
        yours => format!("{shipped} shipped texts and {yours} of your own are in order."),
    };
    for (count, what) in [
        (replaced, "of yours in place of a shipped one"),
        (off, "of the shipped switched off"),
        (untold, "of yours in no notification, for not being discreet"),
    ] {
        if count > 0 {
            said.push_str(&format!("\n  {count} {what}"));
        }
    }
    for case in silent(session, onlookers) {
        said.push_str(&format!("\n  no text is left for '{case}'; what needs one never comes"));
    }
    Ok(said)
}
