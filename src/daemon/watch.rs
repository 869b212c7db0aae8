//! What tells the daemon to look again: a nudge from a command, or a changed settings file.
//!
//! Owns the nudge socket and the watch on the settings' directory. A nudge carries no data: the
//! truth is in the data file.

use std::io;
use std::os::unix::net::UnixDatagram as StdDatagram;
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use tokio::net::UnixDatagram;
use tokio::net::unix::pipe::Receiver;

/// The daemon's end of the nudge socket; the file goes with it.
pub(super) struct Nudges {
    socket: UnixDatagram,
    path: PathBuf,
}

impl Nudges {
    /// Listens at the first of `places` that allows it. Whoever calls this holds the daemon's
    /// lock, so a socket that is there already is nobody's.
    pub(super) fn listen(places: &[PathBuf]) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for path in places {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    last = error;
                    continue;
                }
                _ => {}
            }
            match UnixDatagram::bind(path) {
                Ok(socket) => return Ok(Self { socket, path: path.clone() }),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Waits for a nudge, and takes all that have come.
    pub(super) async fn next(&self) -> io::Result<()> {
        let mut nothing = [0; 1];
        self.socket.recv(&mut nothing).await?;
        while self.socket.try_recv(&mut nothing).is_ok() {}
        Ok(())
    }
}

impl Drop for Nudges {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Tells a running daemon to look again. If none hears it, it looks by itself within 15 minutes.
pub fn nudge(places: &[PathBuf]) {
    let Ok(socket) = StdDatagram::unbound() else { return };
    for path in places {
        if socket.send_to(&[], path).is_ok() {
            return;
        }
    }
}

/// An editor that replaces a file takes it away for an instant: what is there then is not meant.
const SETTLE: std::time::Duration = std::time::Duration::from_millis(200);

/// A watch on the directory of the settings: editors replace files instead of writing them.
pub(super) struct SettingsWatch {
    fd: Receiver,
    file: PathBuf,
}

impl SettingsWatch {
    /// Watches `dir`, which must exist, with the settings `file` in it.
    pub(super) fn new(dir: &Path, file: PathBuf) -> io::Result<Self> {
        let fd = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        let changes = WatchFlags::CLOSE_WRITE
            | WatchFlags::MOVED_TO
            | WatchFlags::MOVED_FROM
            | WatchFlags::DELETE;
        inotify::add_watch(&fd, dir, changes)?;
        Ok(Self { fd: Receiver::from_owned_fd_unchecked(fd)?, file })
    }

    /// Waits until something in the directory was changed. Where the settings are gone, whoever took
    /// them away has time to put others in their place.
    pub(super) async fn changed(&self) -> io::Result<()> {
        while !self.take()? {
            self.fd.readable().await?;
        }
        if !self.file.exists() {
            tokio::time::sleep(SETTLE).await;
            self.take()?;
        }
        Ok(())
    }

    /// Whether anything has happened; all of it is taken.
    fn take(&self) -> io::Result<bool> {
        let mut events = [0; 4096];
        let mut any = false;
        loop {
            match self.fd.try_read(&mut events) {
                Ok(_) => any = true,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(any),
                Err(error) => return Err(error),
            }
        }
    }
}
