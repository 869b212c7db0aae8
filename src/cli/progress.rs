//! The line that somebody sees who waits for more than a second.
//!
//! Owns that one line on standard error: that it moves while a command works and says nothing, and
//! that it is gone before anything else appears. It does not know how much there is to do, and does
//! not guess. There is none where standard error is no terminal, or one that cannot go back in a
//! line.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::screen::columns;
use crate::paths;

/// How often the line is drawn, and how often that is in a second.
const TICK: Duration = Duration::from_millis(250);
const TICKS: usize = 4;

/// Cells of the bar, and of what goes to and fro in it.
const CELLS: usize = 16;
const MOVING: usize = 3;
/// Columns of what stands beside the bar, for as long as anybody waits.
const BESIDE: usize = 16;

static LINE: Mutex<Line> = Mutex::new(Line { silent: 0, is_drawn: false });

/// What stands on standard error.
struct Line {
    /// Ticks since anything was said.
    silent: usize,
    is_drawn: bool,
}

impl Line {
    fn tick(&mut self) {
        self.silent += 1;
        if self.silent > TICKS {
            self.is_drawn = true;
            put(&format!("\r{}\x1b[K", drawn(self.silent, columns(io::stderr()).unwrap_or(0))));
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.is_drawn) {
            put("\r\x1b[K");
        }
    }
}

/// The line after so many ticks, on a terminal of so many columns: "Working ────━━━─── 3 s".
fn drawn(ticks: usize, columns: usize) -> String {
    let mut line = "Working ".to_owned();
    if let Some(cells) = columns.checked_sub(BESIDE).filter(|cells| *cells > MOVING) {
        let cells = cells.min(CELLS);
        let way = cells - MOVING;
        let at = ticks % (2 * way);
        let at = at.min(2 * way - at);
        line += &"─".repeat(at);
        line += &"━".repeat(MOVING);
        line += &"─".repeat(way - at);
        line.push(' ');
    }
    // Writing to a String cannot fail.
    let _ = write!(line, "{} s", ticks / TICKS);
    line
}

/// There is nowhere to say that this could not be said.
fn put(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Somebody waits, for as long as it lives.
pub(super) struct Waiting(Option<(Sender<()>, JoinHandle<()>)>);

impl Waiting {
    /// Begins to wait, where there is somebody to show it to.
    pub(super) fn begin() -> Self {
        // A pager on the same terminal would have the line in its picture.
        let is_watched = io::stderr().is_terminal() && io::stdout().is_terminal();
        if !is_watched || !paths::terminal_goes_back() {
            return Self(None);
        }
        let (end, ended) = channel();
        let draw = move || {
            while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                line().tick();
            }
            line().clear();
        };
        // A command that can only do its work, and not show it, does its work.
        let drawing = thread::Builder::new().spawn(draw).ok();
        Self(drawing.map(|drawing| (end, drawing)))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some((end, drawing)) = self.0.take() {
            drop(end);
            // Whatever ended it, it draws no more.
            let _ = drawing.join();
        }
    }
}

/// Takes the line away and keeps it away for as long as the value lives, and for a second more: for
/// whoever prints or asks.
pub(super) fn silenced() -> Silenced {
    let mut line = line();
    line.clear();
    Silenced(line)
}

/// See [`silenced`].
pub(super) struct Silenced(MutexGuard<'static, Line>);

impl Drop for Silenced {
    fn drop(&mut self) {
        self.0.silent = 0;
    }
}

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_to_and_fro_and_says_how_long() {
        let ticks = [4, 5, 13, 25, 26, 40];
        let lines = ticks.map(|ticks| drawn(ticks, 80));
        assert_eq!(
            lines,
            [
                "Working ────━━━───────── 1 s",
                "Working ─────━━━──────── 1 s",
                "Working ─────────────━━━ 3 s",
                "Working ─━━━──────────── 6 s",
                "Working ━━━───────────── 6 s",
                "Working ────────────━━━─ 10 s",
            ]
        );
    }

    #[test]
    fn it_fits_on_every_terminal() {
        for columns in 0..120 {
            let day = 24 * 3600 * TICKS;
            let widest = (0..100).chain([day]).map(|ticks| drawn(ticks, columns).chars().count());
            assert!(widest.max().unwrap() <= columns.clamp(15, 40), "{columns}");
        }
    }
}
