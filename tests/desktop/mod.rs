//! A desktop of its own for one test: a session bus that starts nothing by itself, a display that
//! nobody sees, and dunst. All of it is in a temporary directory, on a socket and a display number
//! that no other test has, and gone when the value is dropped.
//!
//! What was shown is taken from the bus (see `ear`), so that a test can say "once" and mean it.

mod ear;
pub(crate) mod faketime;
pub(crate) mod logind;
mod part;
mod self_test;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use ear::{Ear, Heard};
use part::Part;

/// How long something may take to arrive before it counts as not coming. Not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(30);

/// One notification that the server took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) id: u32,
    /// The id that the sender asked to replace; 0 for none.
    pub(crate) replaces: u32,
    pub(crate) app_name: String,
    pub(crate) icon: String,
    pub(crate) summary: String,
    pub(crate) body: String,
    pub(crate) urgency: Urgency,
    /// Key and label of each button, in order.
    pub(crate) actions: Vec<(String, String)>,
    /// As `GVariant` text: `desktop-entry` → `"nocontact"`.
    pub(crate) hints: BTreeMap<String, String>,
    /// Milliseconds; −1 leaves it to the server.
    pub(crate) expires: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    Low,
    Normal,
    Critical,
}

pub(crate) struct Desktop {
    // In the order in which they must go.
    server: Option<Part>,
    ear: Option<Ear>,
    display: Option<Display>,
    bus: Option<Part>,
    heard: Heard,
    home: TempDir,
}

struct Display {
    xvfb: Part,
    name: String,
}

impl Drop for Display {
    fn drop(&mut self) {
        self.xvfb.ask_to_end();
    }
}

impl Desktop {
    /// A bus, a display, and dunst ready to show notifications.
    pub(crate) fn start() -> Self {
        let mut desktop = Self::bus_only();
        desktop.start_server();
        desktop
    }

    /// A bus and no notification server on it; `start_server` may follow, as after a login.
    pub(crate) fn bus_only() -> Self {
        let home = tempfile::Builder::new().prefix("nocontact-desktop-").tempdir().unwrap();
        let (server, ear, display, bus) = (None, None, None, None);
        let mut desktop = Self { server, ear, display, bus, heard: Heard::default(), home };
        desktop.start_bus();
        desktop
    }

    /// What a program needs to know to find this desktop.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let mut env = vec![("DBUS_SESSION_BUS_ADDRESS".to_owned(), self.address())];
        if let Some(display) = &self.display {
            env.push(("DISPLAY".to_owned(), display.name.clone()));
        }
        env
    }

    /// Every notification that the server ever took, in order, duplicates included. Complete up to
    /// this moment: what a client has an answer for is in it.
    pub(crate) fn shown(&mut self) -> Vec<Shown> {
        self.catch_up();
        self.heard.shown()
    }

    /// How many notifications were asked for, taken or not: also those sent to a server that hangs,
    /// or to none.
    pub(crate) fn calls(&mut self) -> usize {
        self.catch_up();
        self.heard.calls()
    }

    /// Every notification that was asked for, taken or not, in order: those taken have an id.
    pub(crate) fn asked(&mut self) -> Vec<Shown> {
        self.catch_up();
        self.heard.all()
    }

    /// How many are on the screen now, by dunst's own count.
    pub(crate) fn displayed(&mut self) -> u32 {
        self.ear().dunst_counts("displayedLength")
    }

    /// Waits until `count` notifications have been shown, and returns all that were.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, count: usize) -> Vec<Shown> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let shown = self.shown();
            if shown.len() >= count {
                return shown;
            }
            let calls = self.heard.calls();
            assert!(
                Instant::now() < deadline,
                "waited for {count} notifications; asked for: {calls}, shown: {shown:#?}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Presses the button with this label, on the newest notification that has one, through dunst's
    /// menu of actions. Back when the server has told the sender.
    #[track_caller]
    pub(crate) fn press(&mut self, label: &str) {
        self.catch_up();
        let open = self.heard.open();
        let button = open.iter().find_map(|shown| {
            let (key, _) = shown.actions.iter().find(|(_, text)| text == label)?;
            Some(format!("#{label} ({}) [{},{key}]\n", shown.summary, shown.id))
        });
        let Some(button) = button else {
            let labels: Vec<_> =
                open.iter().flat_map(|shown| &shown.actions).map(|(_, label)| label).collect();
            panic!("no button {label:?} on the screen, only {labels:?}");
        };
        fs::write(self.home.path().join("choice"), button).unwrap();
        let ear = self.ear.as_mut().expect("the bus is running");
        assert!(ear.wait_for_press(&mut self.heard), "dunst did not take the press on {label:?}");
    }

    /// The user closes everything on the screen.
    pub(crate) fn close_all(&mut self) {
        self.ear().ask_dunst("NotificationCloseAll");
    }

    /// Starts the notification server, and the display for it if there is none yet. Back when it
    /// can be sent to.
    pub(crate) fn start_server(&mut self) {
        assert!(self.server.is_none(), "the server is running already");
        if self.display.is_none() {
            self.start_display();
        }
        let settings = self.dunst_settings();
        let arguments = [Path::new("-conf"), &settings];
        let mut dunst = Part::start("dunst", self.home.path(), &arguments, &self.env());
        let deadline = Instant::now() + PATIENCE;
        while !self.ear().has_owner(ear::SERVER) {
            dunst.assert_alive();
            assert!(Instant::now() < deadline, "dunst did not come up");
            thread::sleep(Duration::from_millis(5));
        }
        self.server = Some(dunst);
    }

    /// Kills the server where it stands; its notifications go with it.
    pub(crate) fn stop_server(&mut self) {
        self.server = None;
        while self.ear().has_owner(ear::SERVER) {
            thread::sleep(Duration::from_millis(1));
        }
        self.catch_up();
        self.heard.clear_screen();
    }

    /// From now on the server owns its name and answers nothing.
    pub(crate) fn freeze_server(&self) {
        self.server.as_ref().expect("the server is running").freeze();
    }

    pub(crate) fn thaw_server(&self) {
        self.server.as_ref().expect("the server is running").thaw();
    }

    /// Kills the bus; the server, having lost it, goes as well. What was shown is remembered.
    pub(crate) fn stop_bus(&mut self) {
        self.catch_up();
        self.heard.clear_screen();
        self.server = None;
        self.ear = None;
        self.bus = None;
    }

    /// Starts the bus again where it was, without a server.
    pub(crate) fn start_bus(&mut self) {
        assert!(self.bus.is_none(), "the bus is running already");
        self.bus = Some(start_bus(self.home.path(), ""));
        self.ear = Some(Ear::at(&self.address()));
    }

    /// A bus that takes messages and passes none on.
    pub(crate) fn freeze_bus(&mut self) {
        self.catch_up();
        self.bus.as_ref().expect("the bus is running").freeze();
    }

    pub(crate) fn thaw_bus(&self) {
        self.bus.as_ref().expect("the bus is running").thaw();
    }

    fn start_display(&mut self) {
        let arguments = "-displayfd 1 -screen 0 800x600x24 -nolisten tcp -noreset";
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let mut xvfb = Part::start("Xvfb", self.home.path(), &arguments, &[]);
        let name = format!(":{}", xvfb.first_line());
        self.display = Some(Display { xvfb, name });
    }

    /// Everything at once on the screen, until somebody closes it. dunst offers the buttons to the
    /// program named under `dmenu`, which answers what `press` has written down.
    fn dunst_settings(&self) -> PathBuf {
        let choice = self.home.path().join("choice");
        let menu = self.home.path().join("menu");
        let chooser = format!("cat > {}\ncat {}\n", menu.display(), choice.display());
        let chooser = self.write("chooser", &chooser);
        let settings = format!(
            "[global]\n\
             monitor = 0\nfollow = none\nwidth = 300\norigin = top-right\noffset = 0x0\n\
             notification_limit = 0\nstack_duplicates = false\nidle_threshold = 0\n\
             show_age_threshold = -1\nicon_position = off\nmarkup = full\n\
             dmenu = /bin/sh {}\nbrowser = /bin/false\n\
             [urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n\
             [urgency_critical]\ntimeout = 0\n",
            chooser.display()
        );
        self.write("dunstrc", &settings)
    }

    fn address(&self) -> String {
        address(self.home.path())
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn ear(&mut self) -> &mut Ear {
        self.ear.as_mut().expect("the bus is running")
    }

    fn catch_up(&mut self) {
        if let Some(ear) = &mut self.ear {
            ear.catch_up(&mut self.heard);
        }
    }
}

/// The plain path: what a bus prints of itself ends in an id that changes with every start.
fn address(home: &Path) -> String {
    format!("unix:path={}", home.join("bus").display())
}

/// A bus at home in `home`. Nothing is ever started because somebody sent it a message, unless
/// `more` of its settings says so.
fn start_bus(home: &Path, more: &str) -> Part {
    let settings = home.join("bus.conf");
    fs::write(&settings, bus_settings(&address(home), more)).unwrap();
    let arguments = [
        format!("--config-file={}", settings.display()),
        "--nofork".to_owned(),
        "--print-address=1".to_owned(),
    ];
    let mut bus = Part::start("dbus-daemon", home, &arguments, &[]);
    bus.first_line();
    bus
}

fn bus_settings(address: &str, more: &str) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  {more}
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#
    )
}
