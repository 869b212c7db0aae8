//! A wall clock that a test sets and moves while the program runs: a night of suspend in no time.
//!
//! It is libfaketime, preloaded. What was found with 0.9.10 (Debian 12):
//! - The program must be dynamically linked, which it is not by default, and rustix must call libc
//!   (`--cfg rustix_use_libc`), or the clock is faked and the timer is not: [`program`] builds such
//!   a one.
//! - A timer on the wall clock is translated to the real clock when it is set. It fires at the
//!   right time while the clock runs on, but a **jump neither fires it nor cancels it**: the
//!   kernel's clock did not move. What really wakes a daemon on resume (ECANCELED) cannot be faked,
//!   so a test nudges the daemon after each jump; it must then look at the clock and set its timer
//!   anew, as it does on ECANCELED.
//! - The file holds an offset from the real clock, not `@2026-11-21 08:58:00`: that would start
//!   anew in each process, and at the first look at a changed file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use tempfile::TempDir;

use crate::world::built;

pub(crate) struct FakeClock {
    home: TempDir,
    zone: FixedOffset,
    ahead: TimeDelta,
    shared: Shared,
}

impl FakeClock {
    /// A clock that shows this moment (RFC 3339) now, and runs on from there.
    pub(crate) fn at(moment: &str) -> Self {
        // It must not run on while the program is built.
        program();
        let moment = DateTime::parse_from_rfc3339(moment).unwrap();
        let home = tempfile::Builder::new().prefix("nocontact-clock-").tempdir().unwrap();
        let ahead = moment.to_utc() - real();
        let clock = Self { home, zone: *moment.offset(), ahead, shared: Shared::new() };
        clock.write();
        clock
    }

    /// Sets the clock forward, or back if negative. Every process sees it when it next looks at the
    /// clock; none is woken by it.
    pub(crate) fn jump(&mut self, seconds: i64) {
        self.ahead += TimeDelta::seconds(seconds);
        self.write();
    }

    pub(crate) fn now(&self) -> DateTime<FixedOffset> {
        (real() + self.ahead).with_timezone(&self.zone)
    }

    /// What makes a program live by this clock.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let file = self.file();
        [
            ("LD_PRELOAD", library().to_str().unwrap()),
            ("FAKETIME_TIMESTAMP_FILE", file.to_str().unwrap()),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("NO_FAKE_STAT", "1"),
            ("FAKETIME_SHARED", &self.shared.names()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// By way of a rename: a half-written file would be taken for no offset at all.
    fn write(&self) {
        let new = self.home.path().join("new");
        let seconds = self.ahead.as_seconds_f64();
        fs::write(&new, format!("{seconds:+.6}\n")).unwrap();
        fs::rename(new, self.file()).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.home.path().join("offset")
    }
}

/// The semaphore and the page of memory by which libfaketime's processes share what we do not use.
///
/// Made here, because otherwise the first process makes them and removes them when it ends, while
/// a daemon that it started may be about to open them; and a killed one leaves them for ever.
struct Shared(String);

impl Shared {
    const DIRECTORY: &str = "/dev/shm";

    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let shared = Self(format!("nocontact_{}_{count}", process::id()));
        // glibc's semaphore with the value 1, and a page of zeros. Should another libc want other
        // bytes, libfaketime makes its own.
        let mut semaphore = [0; 32];
        semaphore[..4].copy_from_slice(&1_u32.to_ne_bytes());
        let [semaphore_file, memory_file] = shared.files();
        let _ = fs::write(semaphore_file, semaphore);
        let _ = fs::write(memory_file, [0; 4096]);
        shared
    }

    fn names(&self) -> String {
        format!("/{0} /{0}_memory", self.0)
    }

    fn files(&self) -> [PathBuf; 2] {
        let directory = Path::new(Self::DIRECTORY);
        [directory.join(format!("sem.{}", self.0)), directory.join(format!("{}_memory", self.0))]
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        for file in self.files() {
            let _ = fs::remove_file(file);
        }
    }
}

/// The program in the one build that can be faked.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let flags = "--cfg rustix_use_libc";
    PROGRAM.get_or_init(|| built(&["--target-dir", "target/libc"], Some(flags)))
}

/// What makes a program wait ten times as long as it thinks.
pub(super) fn slow() -> [(String, String); 2] {
    let library = library().to_str().unwrap().to_owned();
    [("LD_PRELOAD".to_owned(), library), ("FAKETIME".to_owned(), "+0 x0.1".to_owned())]
}

fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut directories = vec![PathBuf::from("/usr/lib64"), PathBuf::from("/usr/local/lib")];
        if let Ok(entries) = fs::read_dir("/usr/lib") {
            directories.extend(entries.flatten().map(|entry| entry.path()));
        }
        directories
            .iter()
            .map(|directory| directory.join("faketime/libfaketimeMT.so.1"))
            .find(|library| library.exists())
            .expect("libfaketime is not installed; tests/run installs what the tests need")
    })
}

fn real() -> DateTime<Utc> {
    SystemTime::now().into()
}
