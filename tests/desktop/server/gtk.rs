//! The servers that show each notification in a window of GTK: xfce4-notifyd, and the
//! notification-daemon of GNOME Flashback and other small desktops. Their buttons are pressed with
//! the pointer, where the label is.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};
use std::{fs, iter};

use zbus::Variant;

use super::{Button, Server};
use crate::desktop::bus::{Bus, Door, NOTIFICATIONS};
use crate::desktop::part::Part;
use crate::desktop::windows::{Window, Windows};
use crate::desktop::{PATIENCE, Shown, faketime};

const SETTINGS: &str = "org.xfce.Xfconf";
const SETTINGS_DOOR: Door<'static> =
    Door { owner: SETTINGS, path: "/org/xfce/Xfconf", interface: SETTINGS };

/// One of the two.
pub(super) struct Gtk {
    process: Part,
    windows: Windows,
    /// xfconfd, which keeps the settings of xfce4-notifyd.
    settings: Option<Part>,
}

impl Gtk {
    /// Everything at once on the screen, until somebody closes it.
    pub(super) fn xfce(home: &Path, environment: &[(String, String)], bus: &Bus) -> Self {
        let windows = Windows::start(home, environment);
        let environment = with(environment, &windows);
        let mut settings =
            Part::start::<&str>(&library("xfce4/xfconf/xfconfd"), home, &[], &environment);
        let deadline = Instant::now() + PATIENCE;
        while !bus.has_owner(SETTINGS) {
            settings.assert_alive();
            assert!(Instant::now() < deadline, "xfconfd did not come up");
            thread::sleep(Duration::from_millis(5));
        }
        // 0 is for ever; and nothing that moves or shines through.
        set(bus, "/expire-timeout", 0_i32.into());
        set(bus, "/do-fadeout", false.into());
        set(bus, "/do-slideout", false.into());
        let process =
            Part::start::<&str>(&library("xfce4/notifyd/xfce4-notifyd"), home, &[], &environment);
        Self { process, windows, settings: Some(settings) }
    }

    /// One at a time on the screen, the oldest first: the others would wait in a tray. It takes
    /// each down after five seconds, which a test cannot promise to keep; so its clock is slow.
    pub(super) fn notification_daemon(home: &Path, environment: &[(String, String)]) -> Self {
        let windows = Windows::start(home, environment);
        let mut environment = with(environment, &windows);
        environment.extend(faketime::slow());
        let program = "/usr/lib/notification-daemon/notification-daemon";
        let process = Part::start::<&str>(program, home, &[], &environment);
        Self { process, windows, settings: None }
    }

    /// Does it to the newest window that says one of these things; false if there is none now.
    fn to_window(&self, saying: &[&str], act: impl Fn(&Window) -> bool) -> bool {
        let all = self.windows.all();
        let says = |window: &&Window| window.texts.iter().any(|text| saying.contains(&&**text));
        all.iter().rev().find(says).is_some_and(act)
    }

    /// Does it as soon as there is one.
    fn once_shown(&self, saying: &str, act: impl Fn(&Window) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !self.to_window(&[saying], &act) {
            let all = self.windows.all();
            assert!(Instant::now() < deadline, "nothing to press on {saying:?} among {all:#?}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Server for Gtk {
    fn process(&mut self) -> &mut Part {
        &mut self.process
    }

    fn queues(&self) -> bool {
        self.settings.is_none()
    }

    fn press(&mut self, _bus: &Bus, button: &Button) {
        let Button { shown, label, .. } = button;
        self.once_shown(&shown.summary, |window| self.windows.click_button(window, label));
    }

    /// xfce4-notifyd has a button for it, and closes on a click beside its buttons.
    fn press_default(&mut self, bus: &Bus, button: &Button) {
        if self.settings.is_some() {
            return self.press(bus, button);
        }
        self.once_shown(&button.shown.summary, |window| self.windows.click_beside(window));
    }

    fn close_one(&mut self, _bus: &Bus, open: &[Shown]) -> bool {
        let saying: Vec<&str> = open.iter().map(|shown| shown.summary.as_str()).collect();
        self.to_window(&saying, |window| match self.settings {
            Some(_) => self.windows.click_beside(window),
            None => self.windows.click_button(window, ""),
        })
    }

    fn displayed(&mut self, _bus: &Bus) -> u32 {
        u32::try_from(self.windows.all().len()).unwrap()
    }

    fn do_not_disturb(&mut self, bus: &Bus, on: bool) -> bool {
        let known = self.settings.is_some();
        if known {
            // xfconfd tells it only after it has answered us; then it hears that before this call.
            bus.until_signal(SETTINGS, "PropertyChanged", || {
                set(bus, "/do-not-disturb", on.into());
            });
            bus.tell(NOTIFICATIONS, "GetServerInformation", &());
        }
        known
    }

    fn is_up(&mut self) -> bool {
        self.windows.sees_a_program()
    }
}

fn set(bus: &Bus, name: &str, value: Variant<'_>) {
    bus.tell(SETTINGS_DOOR, "SetProperty", &("xfce4-notifyd", name, value));
}

fn with(environment: &[(String, String)], windows: &Windows) -> Vec<(String, String)> {
    environment.iter().cloned().chain(iter::once(windows.env())).collect()
}

/// A program that Debian keeps in the directory of its architecture.
fn library(path: &str) -> String {
    let directories = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let candidates = directories.map(|entry| entry.path()).chain([PathBuf::from("/usr/lib64")]);
    let mut found = candidates.map(|directory| directory.join(path)).filter(|file| file.exists());
    let found = found.next();
    found.map_or_else(|| path.to_owned(), |file| file.to_str().unwrap().to_owned())
}
