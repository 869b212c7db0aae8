//! Being started at each login: a unit of systemd, and an autostart entry for desktops without it.
//!
//! Owns those files in the user's directories and the conversation with systemd. It leaves alone
//! what it did not write.

use crate::paths::Paths;

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
    /// The unit.
    pub unit: Presence,
    /// The autostart entry.
    pub autostart: Presence,
    /// systemd.
    pub manager: Manager,
}

/// Looks at what is installed; it changes nothing.
#[must_use]
pub fn look(_paths: &Paths) -> Installed {
    Installed { unit: Presence::Missing, autostart: Presence::Missing, manager: Manager::None }
}
