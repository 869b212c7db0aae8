//! Whether there is a bus, a server that shows notifications, and a person who can see them.

use super::{Check, Subject};
use crate::notify::inspect::{About, Found};

const BUS: Subject = ("bus", "Bus");
const SERVER: Subject = ("server", "Server");
const QUIET: Subject = ("quiet", "Do not disturb");
const SCREEN: Subject = ("screen", "Screen");

/// `elsewhere`: whether a daemon runs that has found bus and server.
pub(super) fn checks(found: &Found, locked: bool, elsewhere: bool) -> Vec<Check> {
    let mut checks = vec![bus(found, elsewhere)];
    checks.extend(server(found));
    checks.extend(quiet(found));
    checks.push(match locked {
        true => Check::note(SCREEN, "is locked: notices wait until you unlock it", ""),
        false => Check::fine(SCREEN, "not locked, as far as logind knows"),
    });
    checks
}

fn bus(found: &Found, elsewhere: bool) -> Check {
    match found {
        Found::NoBus if elsewhere => {
            Check::note(BUS, "this terminal has no session bus, but the daemon has one", "")
        }
        Found::NoBus => Check::todo(
            BUS,
            "no session bus answers",
            "type nocontact start in a terminal on your desktop; on a console and over ssh there is \
             often no bus",
        ),
        Found::SilentBus => Check::todo(
            BUS,
            "the session bus hangs: it was reached and does not answer",
            "log out and in again; every program on the desktop needs it",
        ),
        _ => Check::fine(BUS, "answers"),
    }
}

fn server(found: &Found) -> Option<Check> {
    Some(match found {
        Found::NoBus | Found::SilentBus => return None,
        Found::NoServer => Check::todo(
            SERVER,
            "no notification server runs",
            "install one and start it with your desktop; dunst and mako are small ones",
        ),
        Found::Asleep => Check::note(
            SERVER,
            "is installed, and starts with the first notice",
            "nocontact doctor --notify shows one now",
        ),
        Found::Silent(process) => {
            let it = process.map_or_else(
                || "restart the notification server".to_owned(),
                |pid| format!("kill -KILL {pid}, then start the notification server again"),
            );
            let found = "the notification server hangs: it is there and does not answer";
            Check::todo(SERVER, found, format!("{it}, or log out and in"))
        }
        Found::Server(about) => Check::fine(SERVER, in_words(about)),
    })
}

fn in_words(about: &About) -> String {
    let About { name, vendor, version, specification, buttons, .. } = about;
    let or_not = |what: &str, word: &str| match word {
        "" => String::new(),
        word => format!("{what}{word}"),
    };
    let name = if name.is_empty() { "one that does not say its name" } else { name };
    let with = if *buttons { "with buttons" } else { "no buttons: nocontact answer is for them" };
    let (version, vendor) = (or_not(" ", version), or_not(" by ", vendor));
    format!("{name}{version}{vendor}{}; {with}", or_not(", specification ", specification))
}

fn quiet(found: &Found) -> Option<Check> {
    let Found::Server(about) = found else { return None };
    Some(match about.quiet {
        None => Check::fine(QUIET, "the server does not tell"),
        Some(false) => Check::fine(QUIET, "off"),
        Some(true) => Check::note(QUIET, "is on: notices are kept from you", off(&about.name)),
    })
}

fn off(server: &str) -> &'static str {
    match server {
        "dunst" => "dunstctl set-paused false shows them again",
        "mako" => "makoctl mode -r do-not-disturb shows them again",
        _ => "switch it off in the settings of your desktop, if that is not meant",
    }
}
