//! One daemon at a time: a lock that the kernel gives back, whatever happens to its holder.
//!
//! Owns the lock file and the pid in it. It starts nothing; ending a daemon is a signal to its pid.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};

use crate::clock::wait_until;

/// A probe holds the lock for an instant: a starting daemon tries this long before it gives up.
const PATIENCE_SECONDS: u32 = 2;

/// The lock, held as long as this value lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock and writes our pid into it; `None` if another daemon holds it.
    ///
    /// # Errors
    /// If the file cannot be opened or written.
    pub fn take(path: &Path) -> anyhow::Result<Option<Self>> {
        let mut file = open(path, true).context("could not open the daemon's lock file")?;
        let held = wait_until(PATIENCE_SECONDS, || Ok(try_lock(&file)?))?;
        if !held {
            return Ok(None);
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Some(Self { file }))
    }
}

fn open(path: &Path, create: bool) -> std::io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(create)
        .mode(0o600)
        .custom_flags(i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0))
        .open(path)
}

fn try_lock(file: &File) -> std::io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

impl Drop for Lock {
    /// A pid that stays behind could be somebody else's one day.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

/// Whether a daemon runs: whether its lock is held. The question shares the lock with others who
/// ask, so that they do not take one another for a daemon. Anything that keeps us from asking
/// counts as no.
#[must_use]
pub fn is_running(path: &Path) -> bool {
    let held = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    open(path, false).is_ok_and(held)
}

/// Ends the running daemon and waits until it is gone; false if none runs.
///
/// # Errors
/// If its pid cannot be read, it cannot be signalled, or it is still there after five seconds.
pub fn stop(path: &Path) -> anyhow::Result<bool> {
    if !is_running(path) {
        return Ok(false);
    }
    let mut text = String::new();
    open(path, false)?.read_to_string(&mut text)?;
    let pid = text.trim().parse().ok().and_then(Pid::from_raw);
    let pid = pid.context("could not read the daemon's pid from its lock file")?;
    kill_process(pid, Signal::TERM).context("could not signal the daemon")?;
    let gone = wait_until(5, || Ok(!is_running(path)))?;
    anyhow::ensure!(gone, "the daemon (pid {}) did not end within 5 seconds", pid.as_raw_nonzero());
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_is_never_taken_for_a_daemon() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("daemon.lock");
        drop(Lock::take(&path).unwrap().unwrap());
        let ask = || (0..2000).filter(|_| is_running(&path)).count();
        let seen = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            asking.into_iter().map(|asked| asked.join().unwrap()).sum::<usize>()
        });
        assert_eq!(seen, 0);
    }

    #[test]
    fn the_lock_is_one_daemons_and_no_pid_outlives_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("daemon.lock");
        let lock = Lock::take(&path).unwrap().unwrap();
        assert!(is_running(&path));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{}\n", std::process::id()));
        drop(lock);
        assert!(!is_running(&path));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
    }
}
