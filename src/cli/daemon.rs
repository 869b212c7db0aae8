//! `daemon`: the background service in the foreground, or its end.

use std::io::Write as _;

use super::args::DaemonArgs;
use super::launch::READY;
use super::session::{Refused, Session};
use crate::instance::{self, Lock};
use crate::store::Store;

pub(super) fn run(args: &DaemonArgs, session: &Session) -> anyhow::Result<()> {
    if args.stop {
        let stopped = instance::stop(&session.paths.lock())?;
        let text = if stopped { "The daemon has ended." } else { "No daemon runs." };
        return session.screen.say(text);
    }
    if !args.background {
        return foreground(session);
    }
    // A session of its own: it outlives the terminal that it was started from.
    rustix::process::setsid()?;
    let ended = prepare(session).and_then(|lock| serve(session, lock, false, ready));
    if let Err(error) = &ended {
        // Nobody hears it any more if it was ready before.
        hand_over(&format!("{error:#}"))?;
    }
    ended
}

fn foreground(session: &Session) -> anyhow::Result<()> {
    let lock = prepare(session)?;
    if session.screen.interactive {
        session.screen.say("The daemon runs here until Ctrl-C.")?;
    }
    serve(session, lock, true, |_| Ok(()))
}

/// Takes the lock, in a data directory that is ours alone, beside a file that can be used.
fn prepare(session: &Session) -> anyhow::Result<Lock> {
    drop(Store::open_at(&session.paths.data)?);
    Lock::take(&session.paths.lock())?.ok_or_else(|| {
        let why = "a daemon is running already; nocontact daemon --stop ends it".to_owned();
        Refused { code: 4, why }.into()
    })
}

fn serve(
    session: &Session,
    lock: Lock,
    foreground: bool,
    ready: impl FnOnce(Option<&str>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let ended = crate::daemon::run(&session.paths, &lock, foreground, ready);
    drop(lock);
    ended
}

/// Says that the daemon runs, and what is missing for notices to be shown.
fn ready(lacking: Option<&str>) -> anyhow::Result<()> {
    hand_over(&format!("{READY}{}", lacking.unwrap_or_default()))
}

/// Says one line to whoever started us, and lets go of their pipe.
fn hand_over(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    // Whoever started us may be gone already.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    let nowhere = std::fs::File::options().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdout(nowhere)?;
    Ok(())
}
