//! `service`: the daemon at each login.
//!
//! Owns the order of installing and taking away, and what is said of it. The files and systemd are
//! the service module's.

use std::path::PathBuf;

use serde::Serialize;

use super::args::ServiceWhat;
use super::launch::{Launched, in_background, in_service, launch};
use super::screen::visible;
use super::session::{Session, refused};
use crate::instance;
use crate::kept::alone;
use crate::service::{self, Installed, Manager, Presence, Task};

pub(super) fn run(what: &ServiceWhat, session: &Session) -> anyhow::Result<()> {
    match what {
        ServiceWhat::Install => install(session),
        ServiceWhat::Uninstall => uninstall(session),
        ServiceWhat::Start => start(session),
        ServiceWhat::Stop => stop(session),
        ServiceWhat::Status { json } => status(*json, session),
    }
}

/// Who starts the daemon at login, and what that means.
const BY_SYSTEMD: &str = "systemd starts it at each login, and again after a crash.";
const BY_DESKTOP: &str = "The desktop starts it at each login.";

fn install(session: &Session) -> anyhow::Result<()> {
    if rustix::process::getuid().is_root() {
        return refuse(
            "the daemon belongs to one person; run this as the person it is for, not as root",
        );
    }
    let _others = alone(&session.paths.home);
    let seen = service::look(&session.paths);
    match &seen.manager {
        Manager::None => install_entry(&seen, session),
        Manager::Silent(why) => refuse(format!(
            "systemd runs here, but does not answer for your account ({why}); log in as yourself, \
             and run this again there"
        )),
        Manager::Answers { .. } => install_unit(&seen, session),
    }
}

/// For a desktop without systemd.
fn install_entry(seen: &Installed, session: &Session) -> anyhow::Result<()> {
    refuse_foreign(seen.autostart, &seen.autostart_path)?;
    let label = &session.settings.notifications.label;
    let written = service::put_autostart(&session.paths, label)?;
    say_file(session, "Written", written.as_ref())?;
    let launched = match session.daemon_runs() {
        true => Launched::Runs,
        false => in_background(session),
    };
    let is_new = written.is_some() || !matches!(launched, Launched::Runs);
    conclude(session, &launched, is_new, BY_DESKTOP)
}

fn install_unit(seen: &Installed, session: &Session) -> anyhow::Result<()> {
    refuse_foreign(seen.unit, &seen.unit_path)?;
    let written = if seen.packaged { None } else { service::put_unit(&session.paths)? };
    say_file(session, "Written", written.as_ref())?;
    let mut removed = vec![service::remove_autostart(&session.paths)?];
    if seen.packaged {
        removed.push(service::remove_unit(&session.paths)?);
    }
    for path in removed.iter().flatten() {
        say_file(session, "Removed", Some(path))?;
    }
    let is_enabled = matches!(seen.manager, Manager::Answers { enabled: true, .. });
    let is_new = written.is_some() || removed.iter().any(Option::is_some);
    if is_new {
        ask(Task::Reload, "could not have systemd read its units anew")?;
    }
    // A link to a unit that was removed or moved is made anew.
    if is_new || !is_enabled {
        ask(Task::Enable, "could not have systemd start the daemon at login")?;
    }
    let running = instance::card(&session.paths.lock()).map(|card| card.pid);
    let is_ours = session.daemon_runs() && running.is_some() && running == seen.main_pid;
    if is_ours && !is_new {
        return conclude(session, &Launched::Runs, !is_enabled, BY_SYSTEMD);
    }
    if !is_ours && instance::stop(&session.paths.lock())? {
        session.screen.say("The daemon in the background has ended.")?;
    }
    let why = match service::ask(Task::Restart) {
        Ok(()) if session.daemon_runs() => {
            return conclude(session, &in_service(session), true, BY_SYSTEMD);
        }
        Ok(()) => "systemd runs it with the data of another place".to_owned(),
        Err(why) => why,
    };
    // Whoever had a daemon before has one after.
    let instead = match in_background(session) {
        Launched::Failed(_) => "",
        _ => "; it runs in the background instead",
    };
    refuse(format!("it is installed, but could not be started: {why}{instead}"))
}

fn conclude(session: &Session, launched: &Launched, is_new: bool, by: &str) -> anyhow::Result<()> {
    match launched.told() {
        Ok(state) => {
            if !is_new {
                session.screen.say("All is as it should be.")?;
            }
            session.screen.tell(state)?;
            session.screen.tell(by)
        }
        Err(why) => refuse(format!("it is installed, but could not be started: {why}")),
    }
}

fn uninstall(session: &Session) -> anyhow::Result<()> {
    let _others = alone(&session.paths.home);
    let seen = service::look(&session.paths);
    let answers = matches!(seen.manager, Manager::Answers { .. });
    let was_enabled =
        seen.has_unit() && matches!(seen.manager, Manager::Answers { enabled: true, .. });
    if was_enabled {
        ask(Task::Disable, "could not have systemd leave the daemon alone at login")?;
    }
    let runs_there = seen.has_unit() && seen.main_pid.is_some();
    if runs_there {
        ask(Task::Stop, "could not have systemd end the daemon")?;
    }
    let unit = service::remove_unit(&session.paths)?;
    let entry = service::remove_autostart(&session.paths)?;
    say_file(session, "Removed", unit.as_ref())?;
    say_file(session, "Removed", entry.as_ref())?;
    if answers && unit.is_some() {
        ask(Task::Reload, "could not have systemd read its units anew")?;
        // It may know nothing of it any more.
        let _ = service::ask(Task::Forget);
    }
    for (presence, path) in [(seen.unit, &seen.unit_path), (seen.autostart, &seen.autostart_path)] {
        if presence == Presence::Foreign {
            session.screen.tell(visible(&format!("Not ours, and left: {}", path.display())))?;
        }
    }
    if !was_enabled && !runs_there && unit.is_none() && entry.is_none() {
        return session.screen.tell("Nothing is installed.");
    }
    let ended = instance::stop(&session.paths.lock())? || runs_there;
    let ended = if ended { "The daemon has ended. " } else { "" };
    session.screen.tell(format!(
        "{ended}Nothing starts it at login any more. Your data and settings are as they were."
    ))
}

fn start(session: &Session) -> anyhow::Result<()> {
    let launched = launch(session);
    match (&launched, launched.told()) {
        (Launched::Runs, _) => session.screen.tell("The daemon is running already."),
        (_, Ok(state)) => session.screen.tell(state),
        (_, Err(why)) => refuse(format!("the daemon could not be started: {why}")),
    }
}

fn stop(session: &Session) -> anyhow::Result<()> {
    let seen = service::look(&session.paths);
    // One that is about to be started again has no process, and is not at rest.
    let is_at_rest = match &seen.manager {
        Manager::Answers { active, .. } => matches!(active.as_str(), "inactive" | "failed"),
        _ => true,
    };
    let had = seen.has_unit() && !is_at_rest;
    if had {
        ask(Task::Stop, "could not have systemd end the daemon")?;
    }
    if !instance::stop(&session.paths.lock())? && !had {
        return session.screen.say("No daemon runs.");
    }
    let again = if seen.is_started_at_login() { " It starts again at the next login." } else { "" };
    session.screen.say(format!("The daemon has ended.{again}"))
}

/// What `status` prints as JSON: version 1; later versions only add fields.
#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    unit: &'static str,
    unit_path: String,
    packaged: bool,
    autostart: &'static str,
    autostart_path: String,
    systemd: &'static str,
    enabled: Option<bool>,
    active: Option<&'a str>,
    status: Option<&'a str>,
    lingering: Option<bool>,
    daemon: Daemon,
}

#[derive(Serialize)]
struct Daemon {
    running: bool,
    by: Option<&'static str>,
}

fn status(json: bool, session: &Session) -> anyhow::Result<()> {
    let seen = service::look(&session.paths);
    let running = session.daemon_runs();
    let pid = instance::card(&session.paths.lock()).map(|card| card.pid);
    let by_systemd = pid.is_some() && pid == seen.main_pid;
    if json {
        let by = running.then_some(if by_systemd { "systemd" } else { "background" });
        return session.screen.say_json(&as_json(&seen, Daemon { running, by }));
    }
    let daemon = match (running, by_systemd) {
        (false, _) => "does not run: nocontact service start",
        (true, true) => "runs, started by systemd",
        (true, false) => "runs in the background",
    };
    let mut rows = vec![row("unit", unit_words(&seen)), row("autostart", entry_words(&seen))];
    rows.extend(systemd_rows(&seen.manager));
    rows.push(row("daemon", daemon));
    session.screen.table(&rows)
}

fn as_json(seen: &Installed, daemon: Daemon) -> Json<'_> {
    let (systemd, answer) = match &seen.manager {
        Manager::None => ("none", None),
        Manager::Silent(_) => ("silent", None),
        Manager::Answers { enabled, active, status, lingering } => {
            ("answers", Some((*enabled, active.as_str(), status.as_str(), *lingering)))
        }
    };
    Json {
        version: 1,
        unit: word(seen.unit),
        unit_path: seen.unit_path.display().to_string(),
        packaged: seen.packaged,
        autostart: word(seen.autostart),
        autostart_path: seen.autostart_path.display().to_string(),
        systemd,
        enabled: answer.map(|answer| answer.0),
        active: answer.map(|answer| answer.1),
        status: answer.map(|answer| answer.2),
        lingering: answer.and_then(|answer| answer.3),
        daemon,
    }
}

fn word(presence: Presence) -> &'static str {
    match presence {
        Presence::Missing => "missing",
        Presence::Current => "current",
        Presence::Outdated => "outdated",
        Presence::Foreign => "foreign",
    }
}

fn row(word: &str, text: impl AsRef<str>) -> (String, String) {
    (word.to_owned(), visible(text.as_ref()))
}

fn unit_words(seen: &Installed) -> String {
    match seen.unit {
        Presence::Missing if seen.packaged => "installed with the program".to_owned(),
        presence => file_words(presence, &seen.unit_path),
    }
}

fn entry_words(seen: &Installed) -> String {
    match seen.autostart {
        Presence::Missing if seen.has_unit() => "not needed beside the unit".to_owned(),
        presence => file_words(presence, &seen.autostart_path),
    }
}

fn file_words(presence: Presence, path: &std::path::Path) -> String {
    let path = path.display();
    match presence {
        Presence::Missing => "none".to_owned(),
        Presence::Current => path.to_string(),
        Presence::Outdated => format!("outdated (nocontact service install): {path}"),
        Presence::Foreign => format!("not ours, and left alone: {path}"),
    }
}

fn systemd_rows(manager: &Manager) -> Vec<(String, String)> {
    let Manager::Answers { enabled, active, status, lingering } = manager else {
        let why = match manager {
            Manager::Silent(why) => format!("does not answer: {why}"),
            _ => "not there for your account".to_owned(),
        };
        return vec![row("systemd", why)];
    };
    let enabled = if *enabled { "starts it at each login" } else { "does not start it at login" };
    let status = if status.is_empty() { String::new() } else { format!(" ({status})") };
    let lingering = match lingering {
        Some(true) => "on: it runs also while you are not logged in",
        Some(false) => "off: it runs while you are logged in",
        None => "not known",
    };
    vec![row("systemd", format!("{enabled}; {active} now{status}")), row("lingering", lingering)]
}

fn say_file(session: &Session, what: &str, path: Option<&PathBuf>) -> anyhow::Result<()> {
    match path {
        Some(path) => session.screen.say(visible(&format!("{what}: {}", path.display()))),
        None => Ok(()),
    }
}

fn refuse_foreign(presence: Presence, path: &std::path::Path) -> anyhow::Result<()> {
    if presence != Presence::Foreign {
        return Ok(());
    }
    refuse(format!("{} is not ours, and was left as it is; move it away first", path.display()))
}

fn ask(task: Task, what: &str) -> anyhow::Result<()> {
    service::ask(task).map_err(|why| anyhow::anyhow!("{what}: {why}"))
}

fn refuse(why: impl Into<String>) -> anyhow::Result<()> {
    Err(refused(why))
}
