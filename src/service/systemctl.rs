//! The conversation with systemd, through its own command.
//!
//! Owns what is asked and how long for: nobody waits for ever for a systemd that hangs.

use std::collections::HashMap;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::getuid;

use super::{Manager, UNIT};
use crate::clock::wait_until;
use crate::paths::Paths;

/// How long an answer is waited for, in seconds.
const PATIENCE: u32 = 10;
/// The same until something is done: longer than the unit allows the daemon to end, or to be ready.
const TASK_PATIENCE: u32 = 30;
const START_PATIENCE: u32 = 90;

/// What of our unit is asked for.
const PROPERTIES: &str = "--property=UnitFileState,ActiveState,StatusText,MainPID,ExecMainStatus";

/// What systemd is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Read all units anew.
    Reload,
    /// Start ours at each login.
    Enable,
    /// No longer start it at each login.
    Disable,
    /// Start it now, and wait until it is ready.
    Start,
    /// End it if it runs, start it, and wait until it is ready.
    Restart,
    /// End it, and wait until it has ended.
    Stop,
    /// Forget that it failed.
    Forget,
}

impl Task {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Reload => &["daemon-reload"],
            Self::Enable => &["enable", UNIT],
            Self::Disable => &["disable", UNIT],
            Self::Start => &["start", UNIT],
            Self::Restart => &["restart", UNIT],
            Self::Stop => &["stop", UNIT],
            Self::Forget => &["reset-failed", UNIT],
        }
    }
}

/// Why there is no answer.
enum Unanswered {
    /// There is no such program.
    NoProgram,
    /// What it said, or that it said nothing.
    Why(String),
}

/// Has systemd do something.
///
/// # Errors
/// If it refuses, or does not answer: why, in lower case.
pub fn ask(task: Task) -> Result<(), String> {
    let starts = matches!(task, Task::Start | Task::Restart);
    if starts {
        // After too many failures it would refuse; that there were none is no trouble.
        let _ = systemctl(Task::Forget.words(), PATIENCE);
    }
    let patience = if starts { START_PATIENCE } else { TASK_PATIENCE };
    let why = match systemctl(task.words(), patience) {
        Ok(_) => return Ok(()),
        Err(Unanswered::NoProgram) => return Err("systemctl is not there".to_owned()),
        Err(Unanswered::Why(why)) => why,
    };
    let code = properties().ok().and_then(|mut found| found.remove("ExecMainStatus"));
    match code.filter(|code| starts && code != "0") {
        Some(code) => Err(format!(
            "the daemon ended with exit code {code}; journalctl --user -u nocontact tells why"
        )),
        None => Err(why),
    }
}

/// How systemd sees our unit, and which process it runs for it.
pub(super) fn manager(paths: &Paths) -> (Manager, Option<u32>) {
    if !sd_notify::booted().unwrap_or(false) {
        return (Manager::None, None);
    }
    let Some(runtime) = &paths.runtime else {
        return (Manager::Silent("XDG_RUNTIME_DIR is not set".to_owned()), None);
    };
    let mut found = match properties() {
        Ok(found) => found,
        Err(Unanswered::NoProgram) => return (Manager::None, None),
        Err(Unanswered::Why(_)) if !runtime.join("systemd/private").exists() => {
            return (Manager::Silent("it runs no services for you just now".to_owned()), None);
        }
        Err(Unanswered::Why(why)) => return (Manager::Silent(why), None),
    };
    let mut take = |name: &str| found.remove(name).unwrap_or_default();
    let main_pid = take("MainPID").parse().ok().filter(|pid| *pid != 0);
    let manager = Manager::Answers {
        enabled: take("UnitFileState").starts_with("enabled"),
        active: take("ActiveState"),
        status: take("StatusText"),
        lingering: lingering(),
    };
    (manager, main_pid)
}

/// Whether systemd looks for this user's units in that directory.
pub(super) fn looks_in(directory: &Path) -> bool {
    let found = systemctl(&["show", "--property=UnitPath", "--value"], PATIENCE);
    // Odd names are quoted, in one way or another.
    let bare = |list: &str| format!(" {} ", list.trim().replace(['"', '\\'], ""));
    let directory = bare(&directory.display().to_string());
    found.is_ok_and(|found| bare(&found).contains(&directory))
}

fn properties() -> Result<HashMap<String, String>, Unanswered> {
    let found = systemctl(&["show", UNIT, PROPERTIES], PATIENCE)?;
    let pairs = found.lines().filter_map(|line| line.split_once('='));
    Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

fn lingering() -> Option<bool> {
    let uid = getuid().as_raw().to_string();
    let found = run("loginctl", &["show-user", &uid, "--property=Linger"], PATIENCE).ok()?;
    match found.trim() {
        "Linger=yes" => Some(true),
        "Linger=no" => Some(false),
        _ => None,
    }
}

fn systemctl(words: &[&str], patience: u32) -> Result<String, Unanswered> {
    let arguments = [&["--user", "--no-ask-password"], words].concat();
    run("systemctl", &arguments, patience)
}

/// What a program printed, of which it is known that it prints little.
fn run(program: &str, arguments: &[&str], patience: u32) -> Result<String, Unanswered> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Unanswered::NoProgram,
        _ => Unanswered::Why(format!("{program}: {error}")),
    };
    let mut child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut status = None;
    let ended = wait_until(patience, || {
        status = child.try_wait()?;
        Ok(status.is_some())
    });
    let Some(status) = status.filter(|_| matches!(ended, Ok(true))) else {
        let _ = child.kill().and_then(|()| child.wait());
        return Err(Unanswered::Why(format!("{program} did not answer in {patience} seconds")));
    };
    let (mut said, mut complained) = (String::new(), String::new());
    let read = child.stdout.take().map(|mut pipe| pipe.read_to_string(&mut said));
    let _ = child.stderr.take().map(|mut pipe| pipe.read_to_string(&mut complained));
    match (read, status.success()) {
        (Some(Ok(_)), true) => Ok(said),
        _ => Err(Unanswered::Why(why(program, &complained))),
    }
}

/// The first line of a complaint, as part of a sentence.
fn why(program: &str, complaint: &str) -> String {
    let line = complaint.lines().next().unwrap_or_default().trim();
    let line = line.trim_start_matches("Failed to connect to bus: ").trim_end_matches('.');
    if line.is_empty() { format!("{program} failed") } else { format!("{program}: {line}") }
}
