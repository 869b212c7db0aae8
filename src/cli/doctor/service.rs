//! Whether the daemon is started at each login.

use super::{Check, Subject};
use crate::service::{Installed, Manager, Presence};

const SERVICE: Subject = ("service", "Service");

const INSTALL: &str = "nocontact service install";

pub(super) fn check(installed: &Installed, is_root: bool) -> Check {
    if is_root {
        return Check::note(SERVICE, "this is root; a service is for a person's own account", "");
    }
    let Installed { unit, autostart, manager } = installed;
    let both = [*unit, *autostart];
    if both.contains(&Presence::Foreign) {
        let todo = format!("see nocontact service status, move that file away, then {INSTALL}");
        return Check::todo(SERVICE, "a file that is not ours stands in its place", todo);
    }
    if both == [Presence::Missing; 2] {
        let found = "not installed: after each login, nocontact start starts the daemon";
        return Check::note(SERVICE, found, &format!("{INSTALL} has it started for you"));
    }
    if both.contains(&Presence::Outdated) {
        return Check::todo(SERVICE, "starts another program or is of another version", INSTALL);
    }
    match manager {
        Manager::None if *autostart == Presence::Current => {
            Check::fine(SERVICE, "the desktop starts the daemon at login; there is no systemd")
        }
        Manager::None => Check::todo(SERVICE, "is for systemd, and there is none here", INSTALL),
        Manager::Silent(why) => Check::note(SERVICE, format!("systemd does not answer: {why}"), ""),
        Manager::Answers { .. } if *unit == Presence::Missing => {
            Check::todo(SERVICE, "is not known to systemd", INSTALL)
        }
        Manager::Answers { enabled, active, lingering, .. } => {
            of_systemd(*enabled, active, *lingering)
        }
    }
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
    use super::*;

    fn told(unit: Presence, autostart: Presence, manager: Manager) -> String {
        let check = check(&Installed { unit, autostart, manager }, false);
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
        ];
        insta::assert_snapshot!(all.join("\n"), @"
        note: not installed: after each login, nocontact start starts the daemon | nocontact service install has it started for you
        to do: a file that is not ours stands in its place | see nocontact service status, move that file away, then nocontact service install
        to do: a file that is not ours stands in its place | see nocontact service status, move that file away, then nocontact service install
        to do: starts another program or is of another version | nocontact service install
        fine: installed and enabled, now active; it runs also while you are not logged in
        fine: installed and enabled, now inactive; it runs while you are logged in
        to do: is installed, and not started at login | nocontact service install
        to do: is installed and enabled, and failed | nocontact service start; journalctl --user -u nocontact says why it ended
        to do: is not known to systemd | nocontact service install
        fine: the desktop starts the daemon at login; there is no systemd
        to do: is for systemd, and there is none here | nocontact service install
        note: systemd does not answer: it took too long
        ");
        let none = Installed { unit: Foreign, autostart: Missing, manager: Manager::None };
        assert_eq!(check(&none, true).state, super::super::State::Note);
    }
}
