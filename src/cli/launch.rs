//! Starting the daemon: through systemd where that starts it at each login, else in the background.
//!
//! Owns the hand-over: systemd, or the child in one word, says that the daemon holds the lock and
//! hears us, or why it does not, and only then do we go on. What the daemon does is the daemon's.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Command, Stdio};

use super::session::Session;
use crate::instance;
use crate::service::{self, Task};
use crate::store::Store;

/// The word by which a background daemon says that it runs; what is missing may follow.
pub(super) const READY: &str = "ready:";

/// A log longer than this, in bytes, is begun anew at the next start.
const LONGEST_LOG: u64 = 64 * 1024;

/// What became of starting it.
pub(super) enum Launched {
    /// It runs, since before.
    Runs,
    /// It runs since now; perhaps something is missing for notices to be shown.
    Started(Option<String>),
    /// It does not, and why.
    Failed(String),
}

impl Launched {
    /// That the daemon runs, as a sentence; or why it does not.
    pub(super) fn told(&self) -> Result<String, &str> {
        match self {
            Self::Started(Some(lacking)) => Ok(format!(
                "The daemon is running and counts, but notices cannot be shown yet: {lacking}."
            )),
            Self::Runs | Self::Started(None) => Ok("The daemon is running.".to_owned()),
            Self::Failed(why) => Err(why),
        }
    }
}

/// Starts the daemon unless one runs, and waits until it runs or has said why not.
pub(super) fn launch(session: &Session) -> Launched {
    if session.daemon_runs() {
        return Launched::Runs;
    }
    // What systemd cannot start, or starts for another data file, is started here.
    if service::is_enabled(&session.paths)
        && service::ask(Task::Start).is_ok()
        && session.daemon_runs()
    {
        return in_service(session);
    }
    in_background(session)
}

/// What became of it where systemd says that it is ready.
pub(super) fn in_service(session: &Session) -> Launched {
    let card = instance::card(&session.paths.lock());
    Launched::Started(card.and_then(|card| card.lacking))
}

/// Starts the daemon as a process that outlives us, and waits until it runs or has said why not.
pub(super) fn in_background(session: &Session) -> Launched {
    match spawn(session) {
        Ok(answer) if answer.starts_with(READY) => {
            let lacking = answer.trim_start_matches(READY).to_owned();
            Launched::Started(Some(lacking).filter(|lacking| !lacking.is_empty()))
        }
        // Another start was quicker.
        Ok(_) if session.daemon_runs() => Launched::Runs,
        Ok(answer) if answer.is_empty() => {
            Launched::Failed(format!("it ended at once; see {}", session.paths.log().display()))
        }
        Ok(answer) => Launched::Failed(answer),
        Err(error) => Launched::Failed(format!("{error:#}")),
    }
}

fn spawn(session: &Session) -> anyhow::Result<String> {
    // The log lies beside the data file, in a directory that the store makes.
    drop(Store::open_at(&session.paths.data)?);
    let log = OpenOptions::new().create(true).append(true).mode(0o600).open(session.paths.log())?;
    // Appended to, so that a start that comes second writes into no other's lines.
    if log.metadata()?.len() > LONGEST_LOG {
        log.set_len(0)?;
    }
    let mut child = Command::new(service::program()?)
        .args(["daemon", "--background"])
        .current_dir("/")
        // Where a service manager runs us, this is not the process that it waits for.
        .env_remove("NOTIFY_SOCKET")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    // The child closes its end as soon as it has spoken, or when it dies.
    let mut answer = String::new();
    if let Some(mut said) = child.stdout.take() {
        said.read_to_string(&mut answer)?;
    }
    Ok(answer.trim().to_owned())
}
