//! GNOME Shell, without a monitor. It shows one banner at a time, and buttons only there; what it
//! is quiet about is in the list under its clock. It is asked to press what the user sees, in the
//! language of its extensions: a button has to be in the banner to be pressed.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};
use std::{fs, iter};

use serde_json::{Value, json};

use super::{Button, Server};
use crate::desktop::bus::{Bus, Door};
use crate::desktop::part::{Part, user_directory};
use crate::desktop::{PATIENCE, Shown, start_bus};

const SHELL: Door<'static> =
    Door { owner: "org.gnome.Shell", path: "/org/gnome/Shell", interface: "org.gnome.Shell" };
const PICTURES: Door<'static> = Door {
    owner: "org.gnome.Shell.Screenshot",
    path: "/org/gnome/Shell/Screenshot",
    interface: "org.gnome.Shell.Screenshot",
};

pub(super) struct Gnome {
    // In the order in which they must go. The second has the name on the bus and passes on.
    _porter: Part,
    shell: Part,
    /// A bus of the system on which there is nothing: it does not start without one.
    _system: Part,
    home: PathBuf,
}

impl Gnome {
    pub(super) fn start(home: &Path, environment: &[(String, String)], bus: &Bus) -> Self {
        let address = format!("unix:path={}", home.join("system").display());
        let system = start_bus(home, "system", &address);
        let own = home.join("gnome");
        if !own.exists() {
            user_directory(home, "gnome");
        }
        let runtime = own.join("run");
        if !runtime.exists() {
            user_directory(&own, "run");
        }
        // Or it tells everybody that there is no screen lock.
        let told = own.join(".local/share/gnome-shell/lock-warning-shown");
        if !told.exists() {
            user_directory(&own, ".local");
            user_directory(&own.join(".local"), "share");
            user_directory(&own.join(".local/share"), "gnome-shell");
            fs::write(told, "").unwrap();
        }
        let mut environment = environment.to_vec();
        environment.extend(
            [
                ("HOME", own.to_str().unwrap()),
                ("XDG_RUNTIME_DIR", runtime.to_str().unwrap()),
                ("DBUS_SYSTEM_BUS_ADDRESS", address.as_str()),
                ("GSETTINGS_BACKEND", "memory"),
                ("LIBGL_ALWAYS_SOFTWARE", "1"),
                ("NO_AT_BRIDGE", "1"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        let arguments = "--headless --wayland --no-x11 --virtual-monitor 800x600 --unsafe-mode";
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let start = || {
            let mut shell = Part::start_as_user("gnome-shell", home, &arguments, &environment);
            idles(&mut shell, bus).then_some(shell)
        };
        // Now and then it hangs at its start, in the fork for an input method that is not there.
        let shell = iter::repeat_with(start).take(3).flatten().next();
        let shell = shell.expect("GNOME Shell did not come up");
        let arguments = ["/usr/share/gnome-shell/org.gnome.Shell.Notifications"];
        let porter = Part::start_as_user("gjs", home, &arguments, &environment);
        Self { _porter: porter, shell, _system: system, home: own }
    }
}

/// Repeats it until it says that it is done, and gives up if it says why it never will be.
fn until_done(bus: &Bus, script: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match run(bus, script) {
            Ok(Value::String(said)) if said == "done" => return,
            Ok(Value::String(said)) if said.starts_with("no") => panic!("GNOME shows {said}"),
            said => assert!(Instant::now() < deadline, "GNOME says {said:?}"),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until its animations are over, there is nothing that it says by itself, and it takes the
/// user for absent, so that no banner goes before somebody comes. False if it hangs.
fn idles(shell: &mut Part, bus: &Bus) -> bool {
    let script = "Main.overview.hide();
        Main.messageTray.getSources().forEach(source => source.destroy());
        !Main.layoutManager._startingUp && !Main.overview.visible && !Main.messageTray._banner
            && global.backend.get_core_idle_monitor().get_idletime() > 1000";
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        shell.assert_alive();
        let asked = Instant::now();
        let answer = bus.ask_within::<_, (bool, String)>(PATIENCE / 3, SHELL, "Eval", &script);
        if answer.is_none() && asked.elapsed() >= PATIENCE / 3 {
            return false;
        }
        if answer.is_some_and(|(_, said)| said == "true") {
            return true;
        }
        thread::sleep(Duration::from_millis(50));
    }
    false
}

/// What the script comes to, or what went wrong.
fn run(bus: &Bus, script: &str) -> Result<Value, String> {
    let answer = bus.try_ask::<_, (bool, String)>(SHELL, "Eval", &script);
    let (fine, said) = answer.ok_or("it does not answer")?;
    // Nothing is what it says for an answer that is no value.
    if fine { Ok(serde_json::from_str(&said).unwrap_or_default()) } else { Err(said) }
}

/// Finds what the user sees and can click on, once nothing moves: the banner, or what is in the list
/// if there is no banner and none is coming. The next banner comes when the pointer leaves the last.
const SEEN: &str = "
    const tray = Main.messageTray;
    const list = Main.panel.statusArea.dateMenu._messageList._notificationSection;
    if (tray._notificationState === 0)
        tray._updateState();
    const still = tray._notificationState === 2 || tray._notificationState === 0;
    const banner = tray._notificationState === 2 ? tray._banner : null;
    const quiet = tray._notificationState === 0 && tray._notificationQueue.length === 0;
    const seen = (banner ? [banner] : quiet ? list._messages : []).filter(one => one.notification);
    if (!still || seen.length === 0)
        return `wait ${tray._notificationState} ${tray._notificationQueue.length}`;";

impl Server for Gnome {
    fn process(&mut self) -> &mut Part {
        &mut self.shell
    }

    fn queues(&self) -> bool {
        true
    }

    fn press(&mut self, bus: &Bus, button: &Button) {
        let script = format!(
            "(() => {{ {SEEN}
            const message = seen.find(one => one.notification.title === {});
            if (!message)
                return 'wait';
            if (message !== banner)
                return 'no banner for it, and so no button';
            if (!banner.expanded)
                banner.expand(false);
            const buttons = banner._buttonBox ? banner._buttonBox.get_children() : [];
            const button = buttons.find(one => one.label === {});
            if (!button)
                return `no such button, only ${{buttons.map(one => one.label)}}`;
            button.emit('clicked', 1);
            return 'done'; }})()",
            json!(button.shown.summary),
            json!(button.label)
        );
        until_done(bus, &script);
    }

    fn press_default(&mut self, bus: &Bus, button: &Button) {
        let script = format!(
            "(() => {{ {SEEN}
            const message = seen.find(one => one.notification.title === {});
            if (!message)
                return 'wait';
            message.emit('clicked', 1);
            return 'done'; }})()",
            json!(button.shown.summary)
        );
        until_done(bus, &script);
    }

    /// With its cross.
    fn close_one(&mut self, bus: &Bus, _open: &[Shown]) -> bool {
        let script = format!(
            "(() => {{ {SEEN}
            seen[0]._closeButton.emit('clicked', 1);
            return 'done'; }})()"
        );
        run(bus, &script) == Ok(json!("done"))
    }

    fn displayed(&mut self, bus: &Bus) -> u32 {
        let script =
            "Main.messageTray._banner && Main.messageTray._notificationState === 2 ? 1 : 0";
        u32::from(run(bus, script) == Ok(json!(1)))
    }

    fn do_not_disturb(&mut self, bus: &Bus, on: bool) -> bool {
        let script = format!(
            "new imports.gi.Gio.Settings({{schema_id: 'org.gnome.desktop.notifications'}})
                .set_boolean('show-banners', {})",
            !on
        );
        run(bus, &script).expect("GNOME has this setting");
        true
    }

    fn picture(&self, bus: &Bus, file: &Path) {
        let own = self.home.join("picture.png");
        let own = own.to_str().unwrap();
        let (taken, _): (bool, String) = bus.ask(PICTURES, "Screenshot", &(false, false, own));
        assert!(taken, "GNOME takes no picture");
        fs::copy(own, file).unwrap();
    }
}
