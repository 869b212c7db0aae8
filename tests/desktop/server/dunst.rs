//! dunst, the usual one of tiling window managers on X. Its buttons are in a menu.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Button, Server};
use crate::desktop::Shown;
use crate::desktop::bus::{Bus, Door, NOTIFICATIONS};
use crate::desktop::part::Part;

const CONTROL: Door<'static> = Door { interface: "org.dunstproject.cmd0", ..NOTIFICATIONS };

pub(super) struct Dunst {
    process: Part,
    /// What the user will choose from the menu.
    choice: PathBuf,
}

impl Dunst {
    /// Everything at once on the screen, until somebody closes it. dunst offers the buttons to the
    /// program named under `dmenu`, which answers what `press` has written down.
    pub(super) fn start(home: &Path, environment: &[(String, String)]) -> Self {
        let choice = home.join("choice");
        let chooser = home.join("chooser");
        let menu = home.join("menu");
        fs::write(&chooser, format!("cat > {}\ncat {}\n", menu.display(), choice.display()))
            .unwrap();
        let settings = home.join("dunstrc");
        let text = format!(
            "[global]\n\
             monitor = 0\nfollow = none\nwidth = 300\norigin = top-right\noffset = 0x0\n\
             notification_limit = 0\nstack_duplicates = false\nidle_threshold = 0\n\
             show_age_threshold = -1\nicon_position = off\nmarkup = full\n\
             dmenu = /bin/sh {}\nbrowser = /bin/false\n\
             [urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n\
             [urgency_critical]\ntimeout = 0\n",
            chooser.display()
        );
        fs::write(&settings, text).unwrap();
        let arguments = [Path::new("-conf"), &settings];
        Self { process: Part::start("dunst", home, &arguments, environment), choice }
    }
}

impl Server for Dunst {
    fn process(&mut self) -> &mut Part {
        &mut self.process
    }

    fn press(&mut self, bus: &Bus, button: &Button) {
        let Button { shown, key, label } = button;
        let line = format!("#{label} ({}) [{},{key}]\n", shown.summary, shown.id);
        fs::write(&self.choice, line).unwrap();
        bus.tell(CONTROL, "ContextMenuCall", &());
    }

    fn close_one(&mut self, bus: &Bus, _open: &[Shown]) -> bool {
        bus.tell(CONTROL, "NotificationCloseLast", &());
        true
    }

    fn close_all(&mut self, bus: &Bus) -> bool {
        bus.tell(CONTROL, "NotificationCloseAll", &());
        true
    }

    fn displayed(&mut self, bus: &Bus) -> u32 {
        bus.property(CONTROL, "displayedLength")
    }

    fn do_not_disturb(&mut self, bus: &Bus, on: bool) -> bool {
        bus.set_property(CONTROL, "paused", on.into());
        true
    }
}
