//! The edge where the time and the place are read, once a command or once a turn of the daemon.
//!
//! Owns `NOCONTACT_NOW` and the name of the zone. Nothing else in the program may ask what time it
//! is: it gets `now` handed to it.

pub mod look;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Datelike as _, Local, Timelike as _, Utc};

/// The zone of this computer or of `TZ`.
pub const HERE: Local = Local;

/// Where `now` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The computer's clock.
    Real,
    /// One instant that stands still: for tests, and for "what would it say then".
    Pinned(DateTime<Utc>),
}

impl Clock {
    /// The computer's clock, or the instant of `NOCONTACT_NOW`.
    ///
    /// # Errors
    /// If `NOCONTACT_NOW` is not a time in RFC 3339: a wrong time would be a wrong count.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads it")]
    pub fn from_env() -> anyhow::Result<Self> {
        let Some(text) = std::env::var_os("NOCONTACT_NOW") else { return Ok(Self::Real) };
        let pinned = text.to_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        // Beyond these years calendar arithmetic has no answer.
        let pinned = pinned.filter(|pinned| (1900..=9999).contains(&pinned.year()));
        let Some(pinned) = pinned else {
            bail!("NOCONTACT_NOW is not a time such as 2026-11-21T21:14:00+01:00");
        };
        Ok(Self::Pinned(pinned.to_utc()))
    }

    /// The present, to the second.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads it")]
    pub fn now(self) -> DateTime<Utc> {
        let at = match self {
            Self::Real => Utc::now(),
            Self::Pinned(at) => at,
        };
        at.with_nanosecond(0).unwrap_or(at)
    }
}

/// The name of the zone, as far as the system tells it: `TZ`, else what /etc/localtime points to.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads it")]
pub fn zone_name() -> String {
    let from_env = std::env::var("TZ").ok().filter(|name| !name.is_empty());
    let named = from_env.map(|name| name.trim_start_matches(':').to_owned()).or_else(|| {
        let target = std::fs::read_link("/etc/localtime").ok()?;
        let (_, name) = target.to_str()?.split_once("zoneinfo/")?;
        Some(name.to_owned())
    });
    named.unwrap_or_else(|| "local time".to_owned())
}

/// Why the zone may be another than the person means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneFault {
    /// `TZ` names none that this system knows.
    Unknown,
    /// There is no /etc/localtime: the system has no zone, and UTC holds.
    Unset,
    /// /etc/localtime cannot be read, or is no zone.
    Broken,
}

/// Where zones are looked for by name.
const ZONES: [&str; 4] =
    ["/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];
const LOCAL_ZONE: &str = "/etc/localtime";

/// What is wrong with the zone of `TZ`, or of this computer where that is not set.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads it")]
pub fn zone_fault() -> Option<ZoneFault> {
    let Some(typed) = std::env::var_os("TZ").filter(|typed| typed != "localtime") else {
        return match std::fs::read(LOCAL_ZONE) {
            Ok(zone) if zone.starts_with(b"TZif") => None,
            Err(_) if std::fs::symlink_metadata(LOCAL_ZONE).is_err() => Some(ZoneFault::Unset),
            _ => Some(ZoneFault::Broken),
        };
    };
    let known = typed.to_str().is_some_and(|name| name.is_empty() || is_zone(name));
    (!known).then_some(ZoneFault::Unknown)
}

/// Whether a file has this name among the zones, or it spells its rule out: `CET-1CEST,M3.5.0,…`.
fn is_zone(name: &str) -> bool {
    let file = name.strip_prefix(':').unwrap_or(name);
    // An absolute name stands for itself.
    let files = ZONES.iter().map(|directory| std::path::Path::new(directory).join(file));
    if files.filter_map(|file| std::fs::read(file).ok()).any(|zone| zone.starts_with(b"TZif")) {
        return true;
    }
    let Some(offset) = name.find(|c: char| c.is_ascii_digit()) else { return false };
    let (short, _) = name.split_at(offset);
    let letters = short.trim_end_matches(['+', '-']);
    short.starts_with('<') || letters.len() >= 3 && letters.chars().all(|c| c.is_ascii_alphabetic())
}

/// How often something that another process does is looked at.
const LOOKS_A_SECOND: u32 = 50;
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(20);

/// Tries `done` again and again until it holds or about `seconds` have passed.
///
/// # Errors
/// Whatever `done` fails with.
pub fn wait_until(
    seconds: u32,
    mut done: impl FnMut() -> anyhow::Result<bool>,
) -> anyhow::Result<bool> {
    for _ in 0..=seconds * LOOKS_A_SECOND {
        if done().context("could not look again")? {
            return Ok(true);
        }
        std::thread::sleep(BETWEEN_LOOKS);
    }
    Ok(false)
}
