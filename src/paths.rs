//! Where things are: data, settings, and the places where daemon and commands meet.
//!
//! Owns the names of files. It creates nothing.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// The places of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The home directory.
    pub home: PathBuf,
    /// The directory of the data file, the daemon's lock and its log.
    pub data: PathBuf,
    /// The directory of the settings.
    pub config: PathBuf,
    /// The directory where desktops look for the entries and icons of this user's programs.
    pub share: PathBuf,
    /// A directory that lives as long as the login, where there is one.
    pub runtime: Option<PathBuf>,
}

impl Paths {
    /// The places that this system's conventions give.
    ///
    /// # Errors
    /// If there is no home directory.
    pub fn from_env() -> anyhow::Result<Self> {
        // Without HOME the library would ask the C library, which loads code for it; a program that
        // is linked statically may meet code of another version.
        let found = if set("HOME").is_some() { Self::usual() } else { Self::listed() };
        // A place that depends on where a command is typed is not one that the daemon finds.
        let found = found.filter(|found| found.home.is_absolute());
        found.context("could not find your home directory; please set HOME")
    }

    fn usual() -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", NAME)?;
        let base = directories::BaseDirs::new()?;
        Some(Self {
            home: base.home_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            config: dirs.config_dir().to_owned(),
            share: base.data_dir().to_owned(),
            runtime: base.runtime_dir().map(Path::to_owned),
        })
    }

    /// The same for somebody without `HOME` who is in the system's own list of users.
    fn listed() -> Option<Self> {
        let home = home_in(&std::fs::read(PASSWD).ok()?)?;
        let place = |name| set(name).filter(|place| place.is_absolute());
        let share = place("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share"));
        let config = place("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
        let (data, config) = (share.join(NAME), config.join(NAME));
        Some(Self { home, data, config, share, runtime: place("XDG_RUNTIME_DIR") })
    }

    /// The directory where programs look for what this user configured.
    #[must_use]
    pub fn config_home(&self) -> PathBuf {
        self.config.parent().map(Path::to_owned).unwrap_or_default()
    }

    /// The variables that give these places to another process, where they are not the usual ones
    /// below the home directory.
    #[must_use]
    pub fn moved(&self) -> Vec<(&'static str, PathBuf)> {
        let places = [
            ("XDG_DATA_HOME", self.share.clone(), ".local/share"),
            ("XDG_CONFIG_HOME", self.config_home(), ".config"),
        ];
        let moved = places.into_iter().filter(|(_, place, usual)| *place != self.home.join(usual));
        moved.map(|(name, place, _)| (name, place)).collect()
    }

    /// The user's settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// What of the user's settings held when they could last be used.
    #[must_use]
    pub fn settings_in_use(&self) -> PathBuf {
        self.data.join("settings-in-use.toml")
    }

    /// The user's own phrases beside `config/care-words.toml`.
    #[must_use]
    pub fn care_words(&self) -> PathBuf {
        self.config.join("care-words.toml")
    }

    /// The user's own texts.
    #[must_use]
    pub fn texts(&self) -> PathBuf {
        self.config.join("texts.toml")
    }

    /// The file that a running daemon holds locked; its pid is inside.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.data.join("daemon.lock")
    }

    /// What the clock showed when the daemon last looked.
    #[must_use]
    pub fn clock(&self) -> PathBuf {
        self.data.join("clock")
    }

    /// Where a daemon in the background writes what it has to say.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.data.join("daemon.log")
    }

    /// Where the daemon's nudge socket may be, best first. Never in /tmp.
    #[must_use]
    pub fn nudge_sockets(&self) -> Vec<PathBuf> {
        let runtime = self.runtime.as_ref().filter(|runtime| runtime.is_dir());
        let runtime = runtime.map(|runtime| runtime.join("nocontact.sock"));
        runtime.into_iter().chain([self.data.join("nocontact.sock")]).collect()
    }
}

/// What our directories are called.
const NAME: &str = "nocontact";
/// Where the system's users are listed.
const PASSWD: &str = "/etc/passwd";

/// What a variable holds, if that is anything.
#[expect(clippy::disallowed_methods, reason = "this is one of the two places that read it")]
fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The home of this user in the list of users. Who is in another list has `HOME`.
fn home_in(passwd: &[u8]) -> Option<PathBuf> {
    let uid = rustix::process::getuid().as_raw().to_string();
    let mut users =
        passwd.split(|byte| *byte == b'\n').map(|user| user.split(|byte| *byte == b':'));
    let mut ours = users.find(|user| user.clone().nth(2) == Some(uid.as_bytes()))?;
    ours.nth(5).map(|home| PathBuf::from(OsStr::from_bytes(home)))
}

/// Whether a service manager started this process and wants to hear of it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is one of the two places that read it")]
pub fn is_service() -> bool {
    std::env::var_os("NOTIFY_SOCKET").is_some()
}

/// The user's editor, from `VISUAL` or `EDITOR`.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is one of the two places that read it")]
pub fn editor() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|editor| !editor.trim().is_empty())
}

/// Whether a terminal can go back in a line and write over it, from `TERM`.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is one of the two places that read it")]
pub fn terminal_goes_back() -> bool {
    std::env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb")
}
