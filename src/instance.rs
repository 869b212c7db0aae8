//! One daemon at a time: a lock that the kernel gives back, whatever happens to its holder.
//!
//! Owns the lock file and the pid in it. It starts nothing; ending a daemon is a signal to its pid.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::Context as _;
use rustix::process::{Pid, Signal, kill_process};

use crate::clock::wait_until;

/// A probe holds the lock for an instant: a starting daemon tries this long before it gives up.
const PATIENCE_SECONDS: u32 = 2;

/// What a running daemon says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its process.
    pub pid: u32,
    /// The version of its program.
    pub version: String,
    /// When it started, in seconds UTC.
    pub since: i64,
    /// When it last looked for what is due, in seconds UTC.
    pub looked: i64,
    /// What is missing for notices to be shown, in lower case.
    pub lacking: Option<String>,
}

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

    /// Writes what the daemon says of itself beside its pid, for whoever asks with [`card`].
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn note(&self, card: &Card) -> std::io::Result<()> {
        let Card { pid, version, since, looked, lacking } = card;
        let lacking = lacking.as_deref().unwrap_or_default();
        let text = format!(
            "{pid}\nversion {version}\nsince {since}\nlooked {looked}\nlacking {lacking}\n"
        );
        self.file.write_all_at(text.as_bytes(), 0)?;
        self.file.set_len(u64::try_from(text.len()).unwrap_or(0))
    }
}

fn open(path: &Path, create: bool) -> std::io::Result<File> {
    OpenOptions::new()
        .read(true)
        // A disk that became read-only must not hide who runs.
        .write(create)
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

/// What the running daemon says of itself; `None` if none runs, or it has said nothing yet.
#[must_use]
pub fn card(path: &Path) -> Option<Card> {
    if !is_running(path) {
        return None;
    }
    let mut text = String::new();
    open(path, false).ok()?.read_to_string(&mut text).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let mut said = |word: &str| Some(lines.next()?.strip_prefix(word)?.trim().to_owned());
    Some(Card {
        pid,
        version: said("version ")?,
        since: said("since ")?.parse().ok()?,
        looked: said("looked ")?.parse().ok()?,
        lacking: said("lacking ").filter(|lacking| !lacking.is_empty()),
    })
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
    let pid = text.lines().next().and_then(|pid| pid.trim().parse().ok()).and_then(Pid::from_raw);
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
        assert_eq!(card(&path), None);
        for lacking in [Some("no session bus answers".to_owned()), None] {
            let pid = std::process::id();
            let version = "0.1.0".to_owned();
            let said = Card { pid, version, since: 1_763_780_000, looked: 1_763_780_900, lacking };
            lock.note(&said).unwrap();
            assert_eq!(card(&path), Some(said));
        }
        drop(lock);
        assert!(!is_running(&path));
        assert_eq!(card(&path), None);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
    }
}
