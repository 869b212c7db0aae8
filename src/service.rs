//! Being started at each login: a unit of systemd, and an autostart entry for desktops without it.
//!
//! Owns those files in the user's directories and the conversation with systemd. It leaves alone
//! what it did not write.

mod files;
mod systemctl;

use std::path::PathBuf;

use anyhow::Context as _;

use crate::kept::{self, Found};
use crate::paths::Paths;
pub use systemctl::{Task, ask};

/// The name of the unit, in systemd's words.
pub const UNIT: &str = "nocontact.service";

/// Where a package puts its unit for all users.
const PACKAGED: &str = "/usr/lib/systemd/user/nocontact.service";

/// Where the units of one user are, below their configuration.
const UNITS: &str = "systemd/user";
/// Where a link says that one of them is started at login.
const WANTED: &str = "systemd/user/default.target.wants";
/// Where desktops look for what they start at login.
const AUTOSTART: &str = "autostart";
const ENTRY: &str = "nocontact.desktop";

/// What of ours is at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing.
    Missing,
    /// What we would write now.
    Current,
    /// Ours, but it starts another program or is of another version.
    Outdated,
    /// A file that is not ours.
    Foreign,
}

/// Whether systemd runs the services of this user, and how it sees ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manager {
    /// There is no systemd for this user's services.
    None,
    /// It is there and does not answer us; why, in lower case.
    Silent(String),
    /// It answers.
    Answers {
        /// Whether our unit is started at login.
        enabled: bool,
        /// systemd's word for the state: active, inactive, failed, activating, …
        active: String,
        /// What the daemon last said of itself there.
        status: String,
        /// Whether it runs without a login; `None` if that could not be asked.
        lingering: Option<bool>,
    },
}

/// What is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The unit among the user's own.
    pub unit: Presence,
    /// Where it is, or would be.
    pub unit_path: PathBuf,
    /// Whether a unit that came with a package starts our program with our directories.
    pub packaged: bool,
    /// The autostart entry.
    pub autostart: Presence,
    /// Where it is, or would be.
    pub autostart_path: PathBuf,
    /// systemd.
    pub manager: Manager,
    /// The process that systemd runs as our service; `None` if it runs none.
    pub main_pid: Option<u32>,
}

impl Installed {
    /// Whether the daemon is started at login, by systemd or by the desktop.
    #[must_use]
    pub fn is_started_at_login(&self) -> bool {
        let ours = |presence| matches!(presence, Presence::Current | Presence::Outdated);
        let enabled = matches!(self.manager, Manager::Answers { enabled: true, .. });
        enabled && (ours(self.unit) || self.packaged) || ours(self.autostart)
    }

    /// Whether systemd has our unit: among the user's, or from a package and no other in its place.
    #[must_use]
    pub fn has_unit(&self) -> bool {
        match self.unit {
            Presence::Current | Presence::Outdated => true,
            Presence::Missing => self.packaged,
            Presence::Foreign => false,
        }
    }
}

/// One file of ours: its place, and what belongs there for this program and these directories.
struct File {
    root: PathBuf,
    below: &'static str,
    name: &'static str,
    /// The text, or why there can be none.
    text: Result<String, String>,
    /// Whether a file of ours with the first text needs no rewriting to the second.
    will_do: fn(&str, &str) -> bool,
}

impl File {
    fn path(&self) -> PathBuf {
        self.root.join(self.below).join(self.name)
    }

    /// A place that cannot be looked at counts as empty: whoever writes there is told why not.
    fn presence(&self) -> Presence {
        match kept::find(&self.root, self.below, self.name) {
            Ok(Found::Nothing) | Err(_) => Presence::Missing,
            Ok(Found::Ours(found)) => match &self.text {
                Ok(wanted) if (self.will_do)(&found, wanted) => Presence::Current,
                _ => Presence::Outdated,
            },
            Ok(Found::Foreign) => Presence::Foreign,
        }
    }

    fn put(&self) -> anyhow::Result<Option<PathBuf>> {
        let path = self.path();
        let text = self.text.as_ref().map_err(|why| anyhow::anyhow!("{why}"))?;
        let written = kept::put(&self.root, self.below, self.name, text).with_context(|| {
            let path = path.display();
            format!("could not write {path} (no link on the way there is followed)")
        })?;
        Ok(written.then_some(path))
    }

    fn remove(&self) -> anyhow::Result<Option<PathBuf>> {
        let removed = kept::remove(&self.root, self.below, self.name);
        let path = self.path();
        let removed = removed.with_context(|| format!("could not remove {}", path.display()))?;
        Ok(removed.then_some(path))
    }
}

/// The program's own file, to start the daemon with.
///
/// # Errors
/// If it cannot be found.
pub fn program() -> anyhow::Result<PathBuf> {
    std::env::current_exe().context("could not find the program's own file")
}

fn unit(paths: &Paths) -> File {
    let text = program().map_err(|error| error.to_string());
    let text = text.and_then(|program| files::unit(&program, &paths.moved()));
    // systemd was started before the user's shell, and may know nothing of a moved directory.
    let usual = paths.home.join(".config");
    let root = match paths.config_home() {
        moved if moved != usual && systemctl::looks_in(&moved.join(UNITS)) => moved,
        _ => usual,
    };
    File { root, below: UNITS, name: UNIT, text, will_do: |found, wanted| found == wanted }
}

fn autostart(paths: &Paths, label: &str) -> File {
    let text = program().map_err(|error| error.to_string());
    let text = text.and_then(|program| files::autostart(&program, &paths.moved(), label));
    let root = paths.config_home();
    File { root, below: AUTOSTART, name: ENTRY, text, will_do: files::start_alike }
}

/// Whether the packaged unit starts this program as our own would.
fn is_packaged(unit: &File) -> bool {
    let wanted = unit.text.as_deref().unwrap_or_default();
    std::fs::read_to_string(PACKAGED).is_ok_and(|found| files::start_alike(&found, wanted))
}

/// Looks at what is installed; it changes nothing.
#[must_use]
pub fn look(paths: &Paths) -> Installed {
    let (manager, main_pid) = systemctl::manager(paths);
    let (unit, autostart) = (unit(paths), autostart(paths, ""));
    Installed {
        unit: unit.presence(),
        unit_path: unit.path(),
        packaged: is_packaged(&unit),
        autostart: autostart.presence(),
        autostart_path: autostart.path(),
        manager,
        main_pid,
    }
}

/// Whether systemd starts this program, with these directories, at each login: then the daemon is
/// started through it. Asks systemd only where a unit of ours is, or its place is in doubt because
/// the user's configuration was moved.
#[must_use]
pub fn is_enabled(paths: &Paths) -> bool {
    let unit = unit(paths);
    let wanted = unit.text.as_deref().unwrap_or_default();
    let has_unit = match kept::find(&unit.root, unit.below, unit.name) {
        Ok(Found::Ours(found)) => files::start_alike(&found, wanted),
        Ok(Found::Nothing) => is_packaged(&unit),
        _ => false,
    };
    let enabled = |manager| matches!(manager, Manager::Answers { enabled: true, .. });
    has_unit && enabled(systemctl::manager(paths).0)
}

/// Puts the unit in place where it is not there as it should be; its path if it was written.
///
/// # Errors
/// If it cannot be written, or systemd could not start a program with such a path.
pub fn put_unit(paths: &Paths) -> anyhow::Result<Option<PathBuf>> {
    unit(paths).put()
}

/// Takes the unit away if it is ours, with the link that has it started and the directories that
/// are empty then; its path if it was there.
///
/// # Errors
/// If it cannot be removed.
pub fn remove_unit(paths: &Paths) -> anyhow::Result<Option<PathBuf>> {
    let unit = unit(paths);
    let removed = unit.remove()?;
    let link = unit.root.join(WANTED).join(UNIT);
    // systemd has removed it, unless it does not answer.
    if removed.is_some() && link.is_symlink() {
        std::fs::remove_file(link).context("could not remove the link to the unit")?;
    }
    for left in [WANTED, UNITS] {
        let _ = kept::drop_empty(&unit.root, left);
    }
    Ok(removed)
}

/// Puts the autostart entry in place, with the name `label`; its path if it was written.
///
/// # Errors
/// If it cannot be written.
pub fn put_autostart(paths: &Paths, label: &str) -> anyhow::Result<Option<PathBuf>> {
    autostart(paths, label).put()
}

/// Takes the autostart entry away if it is ours; its path if it was there.
///
/// # Errors
/// If it cannot be removed.
pub fn remove_autostart(paths: &Paths) -> anyhow::Result<Option<PathBuf>> {
    autostart(paths, "").remove()
}
