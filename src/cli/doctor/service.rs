//! Whether the daemon is started at each login.

use std::path::Path;

use super::{Check, Subject};
use crate::service::{Installed, Manager, Presence};

const SERVICE: Subject = ("service", "Service");

const INSTALL: &str = "nocontact service install";

pub(super) fn check(installed: &Installed, is_root: bool) -> Check {
    if is_root {
        return Check::note(SERVICE, "this is root; a service is for a person's own account", "");
    }
    if let Some(place) = foreign(installed) {
        let found = format!("a file that is not ours stands in its place: {}", place.display());
        return Check::todo(SERVICE, found, format!("move it away, then {INSTALL}"));
    }
    let autostart = installed.autostart;
    if !installed.has_unit() && autostart == Presence::Missing {
        let found = "not installed: after each login, nocontact start starts the daemon";
        return Check::note(SERVICE, found, &format!("{INSTALL} has it started for you"));
    }
    if [installed.unit, autostart].contains(&Presence::Outdated) {
        return Check::todo(SERVICE, "starts another program or is of another version", INSTALL);
    }
    match &installed.manager {
        Manager::None if autostart == Presence::Current => {
            Check::fine(SERVICE, "the desktop starts the daemon at login; there is no systemd")
        }
        Manager::None => Check::todo(SERVICE, "is for systemd, and there is none here", INSTALL),
        Manager::Silent(why) => Check::note(SERVICE, format!("systemd does not answer: {why}"), ""),
        Manager::Answers { .. } if !installed.has_unit() => {
            Check::todo(SERVICE, "is not known to systemd", INSTALL)
        }
        Manager::Answers { enabled: false, .. } if autostart == Presence::Missing => {
            let found = "not installed: its package is there, and nothing starts it at login";
            Check::note(SERVICE, found, &format!("{INSTALL} has it started for you"))
        }
        Manager::Answers { enabled, active, lingering, .. } => {
            of_systemd(*enabled, active, *lingering)
        }
    }
}

fn foreign(installed: &Installed) -> Option<&Path> {
    let places =
        [(installed.unit, &installed.unit_path), (installed.autostart, &installed.autostart_path)];
    places
        .into_iter()
        .find(|(found, _)| *found == Presence::Foreign)
        .map(|(_, path)| path.as_path())
}

fn of_systemd(enabled: bool, active: &str, lingering: Option<bool>) -> Check {
    if !enabled {
        return Check::todo(SERVICE, "is installed, and not started at login", INSTALL);
    }
    if active == "failed" {
        let todo = "nocontact service start; journalctl --user -u nocontact says why it ended";
        return Check::todo(SERVICE, "is installed and enabled, and failed", todo);
    }
    let lingering = match lingering {
        Some(true) => "; it runs also while you are not logged in",
        Some(false) => "; it runs while you are logged in",
        None => "",
    };
    Check::fine(SERVICE, format!("installed and enabled, now {active}{lingering}"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn installed(unit: Presence, autostart: Presence, manager: Manager) -> Installed {
        let [unit_path, autostart_path] = ["unit", "entry"].map(PathBuf::from);
        let (packaged, main_pid) = (false, None);
        Installed { unit, unit_path, packaged, autostart, autostart_path, manager, main_pid }
    }

    fn told(unit: Presence, autostart: Presence, manager: Manager) -> String {
        said(&installed(unit, autostart, manager))
    }

    fn said(installed: &Installed) -> String {
        let check = check(installed, false);
        let todo = check.todo.map(|todo| format!(" | {todo}")).unwrap_or_default();
        format!("{}: {}{todo}", check.state.word(), check.found)
    }

    fn systemd(enabled: bool, active: &str, lingering: Option<bool>) -> Manager {
        let (active, status) = (active.to_owned(), String::new());
        Manager::Answers { enabled, active, status, lingering }
    }

    #[test]
    fn what_is_not_installed_is_no_fault_and_what_is_not_ours_is_one() {
        use Presence::{Current, Foreign, Missing, Outdated};
        let all = [
            told(Missing, Missing, Manager::None),
            told(Foreign, Missing, Manager::None),
            told(Current, Foreign, systemd(true, "active", None)),
            told(Outdated, Current, systemd(true, "active", None)),
            told(Current, Current, systemd(true, "active", Some(true))),
            told(Current, Current, systemd(true, "inactive", Some(false))),
            told(Current, Current, systemd(false, "inactive", None)),
            told(Current, Current, systemd(true, "failed", None)),
            told(Missing, Current, systemd(false, "inactive", None)),
            told(Current, Current, Manager::None),
            told(Current, Missing, Manager::None),
            told(Current, Current, Manager::Silent("it took too long".to_owned())),
            said(&Installed {
                packaged: true,
                ..installed(Missing, Missing, systemd(false, "inactive", None))
            }),
            said(&Installed {
                packaged: true,
                ..installed(Missing, Missing, systemd(true, "active", None))
            }),
        ];
        insta::assert_snapshot!(all.join("\n"), @"
        note: not installed: after each login, nocontact start starts the daemon | nocontact service install has it started for you
        to do: a file that is not ours stands in its place: unit | move it away, then nocontact service install
        to do: a file that is not ours stands in its place: entry | move it away, then nocontact service install
        to do: starts another program or is of another version | nocontact service install
        fine: installed and enabled, now active; it runs also while you are not logged in
        fine: installed and enabled, now inactive; it runs while you are logged in
        to do: is installed, and not started at login | nocontact service install
        to do: is installed and enabled, and failed | nocontact service start; journalctl --user -u nocontact says why it ended
        to do: is not known to systemd | nocontact service install
        fine: the desktop starts the daemon at login; there is no systemd
        to do: is for systemd, and there is none here | nocontact service install
        note: systemd does not answer: it took too long
        note: not installed: its package is there, and nothing starts it at login | nocontact service install has it started for you
        fine: installed and enabled, now active
        ");
        let none = installed(Foreign, Missing, Manager::None);
        assert_eq!(check(&none, true).state, super::super::State::Note);
    }
}
