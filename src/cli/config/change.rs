//! `config set` and `config edit`: the user's settings changed, and what came of it.
//!
//! Owns what is said after a change, the same however it was made. The file is written by `settings`,
//! or by the user's editor.

use std::path::Path;

use super::check::name_problems;
use crate::cli::editor::open;
use crate::cli::screen::{complain, visible};
use crate::cli::session::{Session, refused, usage};
use crate::daemon::nudge;
use crate::paths::editor;
use crate::settings::{self, Problem, Refusal, Settings};

pub(super) fn set(key: &str, value: &str, session: &Session) -> anyhow::Result<()> {
    let file = session.paths.settings();
    let key = settings::set(&file, key, value).map_err(|refusal| match refusal {
        Refusal::Typed(why) => usage(why),
        Refusal::File(why) => refused(format!("{}, {why}", file.display())),
        Refusal::Disk(error) => refused(format!("could not change {}: {error}", file.display())),
    })?;
    let (settings, problems) = take_up(session);
    if !tell_changes(session, &session.settings, &settings)? {
        for (key, value) in settings.typed().iter().filter(|(known, _)| *known == key) {
            session.screen.tell(visible(&format!("{key} is {value}, as before.")))?;
        }
    }
    let before = session.settings.never_shown();
    for never in settings.never_shown().iter().filter(|never| !before.contains(never)) {
        session.screen.tell(visible(&format!("But {never}.")))?;
    }
    if let Some(problem) = problems.first() {
        complain(&problem.told());
    }
    Ok(())
}

pub(super) fn edit(session: &Session) -> anyhow::Result<()> {
    let file = session.paths.settings();
    let Some(editor) = editor() else {
        let instead = "set EDITOR, change one setting with nocontact config set, or open the file";
        return Err(refused(format!("no editor is set; {instead}: {}", file.display())));
    };
    let template = settings::template();
    let is_new = settings::create(&file, &template)
        .map_err(|error| refused(format!("could not make {}: {error}", file.display())))?;
    // What holds now is what held before, whatever is written next.
    session.keep(&session.settings);
    let edited = edit_until_right(session, &editor, &file);
    if is_new && std::fs::read(&file).is_ok_and(|text| text == template.as_bytes()) {
        // Nothing was written: it is as if it had never been opened.
        let _ = std::fs::remove_file(&file);
    }
    edited
}

fn edit_until_right(session: &Session, editor: &str, file: &Path) -> anyhow::Result<()> {
    let mut before = session.settings.clone();
    loop {
        let ended_well = open(editor, file);
        let (settings, problems) = take_up(session);
        let is_changed = tell_changes(session, &before, &settings)?;
        let why = name_problems(session, &settings, &problems)?;
        match (ended_well, is_changed) {
            (true, false) if why.is_none() => session.screen.say("Nothing has changed.")?,
            (true, _) => {}
            (false, true) => {
                let why = format!("the editor did not end well; look at {}", file.display());
                return Err(refused(why));
            }
            (false, false) => {
                return Err(refused("the editor did not end well; nothing has changed"));
            }
        }
        let Some(why) = why else { return Ok(()) };
        match session.screen.ask("Edit again? [y/N]")?.as_deref() {
            Some("y" | "Y" | "yes") => before = settings,
            _ => return Err(refused(why)),
        }
    }
}

/// Reads the changed file, keeps what holds, and tells the daemon.
fn take_up(session: &Session) -> (Settings, Vec<Problem>) {
    let (settings, problems) = session.read_settings();
    session.keep(&settings);
    nudge(&session.paths.nudge_sockets());
    (settings, problems)
}

/// Says what is not as it was before; whether anything is.
fn tell_changes(session: &Session, before: &Settings, now: &Settings) -> anyhow::Result<bool> {
    let changes = now.changed_from(before);
    for change in &changes {
        let text = format!("{} is {} now; it was {}.", change.key, change.now, change.before);
        session.screen.tell(visible(&text))?;
    }
    if changes.iter().any(|change| change.key == "length") {
        let text = "The length holds from the next window on; nocontact start --correct changes one \
                    that is open.";
        session.screen.tell(text)?;
    }
    Ok(!changes.is_empty())
}
