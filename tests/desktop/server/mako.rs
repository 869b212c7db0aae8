//! mako, the usual one of sway and its like. Its buttons are in a menu that `makoctl` fills; what
//! `makoctl` (a script that needs systemd's busctl and jq) asks for is asked for here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use zbus::OwnedVariant;

use super::{Button, Server};
use crate::desktop::Shown;
use crate::desktop::bus::{Bus, Door, SERVER};
use crate::desktop::part::Part;

const CONTROL: Door<'static> =
    Door { owner: SERVER, path: "/fr/emersion/Mako", interface: "fr.emersion.Mako" };
const SILENT: &str = "do-not-disturb";

pub(super) struct Mako {
    process: Part,
}

impl Mako {
    /// Everything at once on the screen, until somebody closes it.
    pub(super) fn start(home: &Path, environment: &[(String, String)]) -> Self {
        let settings = home.join("mako");
        let text = format!("max-visible=-1\ndefault-timeout=0\n[mode={SILENT}]\ninvisible=1\n");
        fs::write(&settings, text).unwrap();
        let arguments = [Path::new("-c"), &settings];
        Self { process: Part::start("mako", home, &arguments, environment) }
    }
}

impl Server for Mako {
    fn process(&mut self) -> &mut Part {
        &mut self.process
    }

    /// Chooses from the menu that mako has for this notification.
    fn press(&mut self, bus: &Bus, button: &Button) {
        let id = button.shown.id;
        let listed: Vec<BTreeMap<String, OwnedVariant>> =
            bus.ask(CONTROL, "ListNotifications", &());
        let of_it = |listed: &&BTreeMap<String, OwnedVariant>| {
            listed.get("id").is_some_and(|value| u32::try_from(value) == Ok(id))
        };
        let listed = listed.iter().find(of_it).expect("mako has what it took");
        let menu = BTreeMap::<String, String>::try_from(listed["actions"].clone()).unwrap();
        let chosen = menu.iter().find(|(_, label)| **label == button.label);
        let Some((key, _)) = chosen else {
            panic!("mako offers {menu:?}, and not {:?}", button.label);
        };
        bus.tell(CONTROL, "InvokeAction", &(id, key));
    }

    fn close_one(&mut self, bus: &Bus, _open: &[Shown]) -> bool {
        bus.tell(CONTROL, "DismissLastNotification", &());
        true
    }

    fn close_all(&mut self, bus: &Bus) -> bool {
        bus.tell(CONTROL, "DismissAllNotifications", &());
        true
    }

    /// It lists also those that it has and does not show.
    fn displayed(&mut self, bus: &Bus) -> u32 {
        let modes: Vec<String> = bus.ask(CONTROL, "ListModes", &());
        if modes.iter().any(|mode| mode == SILENT) {
            return 0;
        }
        let listed: Vec<BTreeMap<String, OwnedVariant>> =
            bus.ask(CONTROL, "ListNotifications", &());
        u32::try_from(listed.len()).unwrap()
    }

    fn do_not_disturb(&mut self, bus: &Bus, on: bool) -> bool {
        let modes: &[&str] = if on { &["default", SILENT] } else { &["default"] };
        bus.tell(CONTROL, "SetModes", &modes);
        true
    }
}
