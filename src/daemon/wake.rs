//! The wall-clock timer: it fires at an instant of the clock on the wall, whatever suspend or a
//! changed clock does in between.
//!
//! Owns one timerfd. It keeps no list: there is at most one instant to wait for.

use std::io;
use std::os::fd::OwnedFd;

use chrono::{DateTime, Utc};
use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use tokio::net::unix::pipe::Receiver;

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// The instant came.
    Due,
    /// The clock was set, or the computer woke from sleep.
    ClockChanged,
}

/// The timer.
pub(super) struct Wake {
    fd: Receiver,
}

impl Wake {
    /// A timer that is not set.
    pub(super) fn new() -> io::Result<Self> {
        let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
        let fd: OwnedFd = timerfd_create(TimerfdClockId::Realtime, flags)?;
        Ok(Self { fd: Receiver::from_owned_fd_unchecked(fd)? })
    }

    /// Sets the instant; whatever was set before no longer counts.
    pub(super) fn set(&self, at: DateTime<Utc>) -> io::Result<()> {
        let timer = Itimerspec {
            it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
            // Zero would switch the timer off.
            it_value: Timespec { tv_sec: at.timestamp().max(1), tv_nsec: 0 },
        };
        let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
        loop {
            match timerfd_settime(&self.fd, flags, &timer) {
                Ok(_) => return Ok(()),
                // The clock was set since the last wait: the timer is armed only by the next call.
                Err(Errno::CANCELED) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Waits for the instant, or for the clock to be changed.
    pub(super) async fn woken(&self) -> io::Result<Woken> {
        let mut count = [0; 8];
        loop {
            self.fd.readable().await?;
            match self.fd.try_read(&mut count) {
                Ok(_) => return Ok(Woken::Due),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.raw_os_error() == Some(Errno::CANCELED.raw_os_error()) => {
                    return Ok(Woken::ClockChanged);
                }
                Err(error) => return Err(error),
            }
        }
    }
}
