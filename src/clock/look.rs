//! Whether the clock of this computer went ahead by itself.
//!
//! Owns one small file beside the data: what the clock showed when the daemon last looked, and how
//! long the computer had been on then, sleep included. It decides nothing and sets no clock. After
//! a restart of the computer nobody can tell absence from a clock that was set, and nothing is said.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use rustix::time::{ClockId, clock_gettime};

/// A clock that went ahead by more than this is asked about.
const A_DAY: Duration = Duration::days(1);

/// The clock went ahead while the computer did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// By how much.
    pub ahead: Duration,
    /// What it would show if it had not.
    pub before: DateTime<Utc>,
}

/// One look at the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    /// What it showed, in seconds UTC.
    at: i64,
    /// How long the computer had been on, in seconds, sleep included.
    awake: i64,
    /// Since which start of the computer.
    boot: String,
    /// How much it had gone ahead by itself since then, in seconds; below zero: behind.
    ahead: i64,
}

impl Look {
    /// The present look, after the one in the file.
    fn now(file: &Path, now: DateTime<Utc>) -> Option<Self> {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().to_owned();
        let look = Self {
            at: now.timestamp(),
            awake: clock_gettime(ClockId::Boottime).tv_sec,
            boot,
            ahead: 0,
        };
        Some(look.after(Self::read(file)))
    }

    fn after(self, earlier: Option<Self>) -> Self {
        let Some(earlier) = earlier.filter(|earlier| earlier.boot == self.boot) else {
            return self;
        };
        let by_itself = (self.at - earlier.at) - (self.awake - earlier.awake);
        Self { ahead: earlier.ahead + by_itself, ..self }
    }

    fn doubt(&self) -> Option<Doubt> {
        let ahead = Duration::try_seconds(self.ahead).filter(|ahead| *ahead > A_DAY)?;
        let before = DateTime::from_timestamp(self.at - self.ahead, 0)?;
        Some(Doubt { ahead, before })
    }

    /// What cannot be read says nothing.
    fn read(file: &Path) -> Option<Self> {
        let text = fs::read_to_string(file).ok()?;
        let mut words = text.split_whitespace();
        let mut number = || words.next()?.parse().ok();
        let (at, awake, ahead) = (number()?, number()?, number()?);
        Some(Self { at, awake, ahead, boot: words.next()?.to_owned() })
    }

    fn write(&self, file: &Path) -> io::Result<()> {
        let Self { at, awake, ahead, boot } = self;
        let new = file.with_extension("new");
        let open =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new);
        open?.write_all(format!("{at} {awake} {ahead} {boot}\n").as_bytes())?;
        fs::rename(new, file)
    }
}

/// Whether the clock, which shows `now`, is in doubt.
#[must_use]
pub fn doubt(file: &Path, now: DateTime<Utc>) -> Option<Doubt> {
    Look::now(file, now)?.doubt()
}

/// The same, and remembers this look for the next. Where nothing can be remembered, nothing is in
/// doubt.
#[must_use]
pub fn look(file: &Path, now: DateTime<Utc>) -> Option<Doubt> {
    let look = Look::now(file, now)?;
    look.write(file).ok()?;
    look.doubt()
}

/// Somebody said that the clock, which shows `now`, is right.
///
/// # Errors
/// If that cannot be remembered.
pub fn trust(file: &Path, now: DateTime<Utc>) -> io::Result<()> {
    match Look::now(file, now) {
        Some(look) => Look { ahead: 0, ..look }.write(file),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn look(at: i64, awake: i64, boot: &str) -> Look {
        Look { at, awake, boot: boot.to_owned(), ahead: 0 }
    }

    /// By how many days a clock is in doubt that showed these, each after so many days awake.
    fn days_ahead(looks: &[(i64, i64)]) -> Option<i64> {
        let looks = looks.iter().map(|(at, awake)| look(at * DAY, awake * DAY, "boot"));
        let last = looks.fold(None, |before, now| Some(now.after(before)));
        last.and_then(|last| last.doubt()).map(|doubt| doubt.ahead.num_days())
    }

    #[test]
    fn only_what_the_clock_did_by_itself_is_in_doubt() {
        assert_eq!(days_ahead(&[(100, 0)]), None);
        assert_eq!(days_ahead(&[(100, 0), (130, 30)]), None, "asleep for a month");
        assert_eq!(days_ahead(&[(100, 0), (101, 0)]), None, "a day is not asked about");
        assert_eq!(days_ahead(&[(100, 0), (130, 0)]), Some(30));
        assert_eq!(days_ahead(&[(100, 0), (130, 0), (131, 1)]), Some(30), "it stays in doubt");
        assert_eq!(days_ahead(&[(100, 0), (130, 0), (101, 1)]), None, "set right again");
        assert_eq!(days_ahead(&[(100, 0), (90, 0), (101, 1)]), None, "back, and right again");
    }

    #[test]
    fn before_is_what_the_clock_would_show() {
        let doubt = look(130 * DAY, 2 * DAY, "a").after(Some(look(100 * DAY, DAY, "a"))).doubt();
        assert_eq!(doubt.unwrap().before.timestamp(), 101 * DAY);
        assert_eq!(look(130 * DAY, 2 * DAY, "b").after(Some(look(0, 0, "a"))).doubt(), None);
    }

    #[test]
    fn a_look_is_remembered_until_somebody_says_that_the_clock_is_right() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clock");
        let at = |days: i64| DateTime::from_timestamp(days * DAY, 0).unwrap();
        assert_eq!(super::look(&file, at(100)), None);
        assert_eq!(super::look(&file, at(130)).unwrap().ahead.num_days(), 30);
        assert_eq!(doubt(&file, at(130)).unwrap().before, at(100));
        assert_eq!(super::look(&file, at(130)).unwrap().ahead.num_days(), 30);
        trust(&file, at(130)).unwrap();
        assert_eq!(super::look(&file, at(130)), None);
        fs::write(&file, "no look").unwrap();
        assert_eq!(doubt(&file, at(500)), None);
    }
}
