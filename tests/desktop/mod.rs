//! A desktop of its own for one test: a session bus that starts nothing by itself, a screen that
//! nobody sees, and one of the notification servers that people have. All of it is in a temporary directory, on a socket and a display number
//! that no other test has, and gone when the value is dropped.
//!
//! What was shown is taken from the bus (see `ear`), so that a test can say "once" and mean it.

mod bus;
mod ear;
pub(crate) mod faketime;
pub(crate) mod logind;
mod part;
mod picture;
mod screen;
mod self_test;
mod sender;
mod server;
mod servers_test;
mod windows;

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use bus::{NOTIFICATIONS, SERVER};
use ear::{Ear, Heard};
pub(crate) use part::NOBODY;
use part::Part;
use screen::Screen;
pub(crate) use server::Kind;
use server::{Button, Server};

/// How long something may take to arrive before it counts as not coming. Not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The key of the action that belongs to no button, but to the notification itself.
const DEFAULT: &str = "default";

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

/// How often a button is clicked before it counts as dead.
const CLICKS: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    Low,
    Normal,
    Critical,
}

/// Something that the server told about a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) id: u32,
    pub(crate) news: News,
    /// To everybody on the bus, not only to the sender.
    pub(crate) to_all: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// By its key.
    Pressed(String),
    /// For this reason: 1 expired, 2 closed by the user, 3 closed on request.
    Closed(u32),
}

pub(crate) struct Desktop {
    kind: Kind,
    // In the order in which they must go.
    server: Option<Box<dyn Server>>,
    ear: Option<Ear>,
    screen: Option<Screen>,
    bus: Option<Part>,
    heard: Heard,
    home: TempDir,
}

impl Desktop {
    /// A bus, a display, and dunst ready to show notifications.
    pub(crate) fn start() -> Self {
        Self::with(Kind::Dunst)
    }

    /// A bus, a screen, and this server ready to show notifications.
    pub(crate) fn with(kind: Kind) -> Self {
        let mut desktop = Self::bus_for(kind);
        desktop.start_server();
        desktop
    }

    /// A bus and no notification server on it; `start_server` may follow, as after a login.
    pub(crate) fn bus_only() -> Self {
        Self::bus_for(Kind::Dunst)
    }

    /// The same for another server than dunst.
    pub(crate) fn bus_for(kind: Kind) -> Self {
        let home = tempfile::Builder::new().prefix("nocontact-desktop-").tempdir().unwrap();
        let (server, ear, screen, bus) = (None, None, None, None);
        let mut desktop = Self { kind, server, ear, screen, bus, heard: Heard::default(), home };
        desktop.start_bus();
        desktop
    }

    /// A bus on which a server is installed that starts when it is asked for; `was_started` tells
    /// whether it was.
    pub(crate) fn with_sleeper() -> Self {
        let mut desktop = Self::bus_only();
        let services = desktop.home.path().join("services");
        fs::create_dir(&services).unwrap();
        let started = desktop.home.path().join("started");
        let service =
            format!("[D-BUS Service]\nName={SERVER}\nExec=/bin/touch {}\n", started.display());
        fs::write(services.join("server.service"), service).unwrap();
        desktop.stop_bus();
        let more = format!("<servicedir>{}</servicedir>", services.display());
        desktop.bus = Some(start_bus(desktop.home.path(), "bus", &more));
        desktop.ear = Some(Ear::at(&desktop.address()));
        desktop
    }

    pub(crate) fn was_started(&self) -> bool {
        self.home.path().join("started").exists()
    }

    /// Lets whoever plays the user find their way to the bus; what is in the directory beside it
    /// stays out of their reach.
    pub(crate) fn let_nobody_in(&self) {
        fs::set_permissions(self.home.path(), Permissions::from_mode(0o711)).unwrap();
    }

    /// What a program needs to know to find this desktop.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let mut env = vec![("DBUS_SESSION_BUS_ADDRESS".to_owned(), self.address())];
        env.extend(self.screen.as_ref().map(Screen::env));
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

    /// Everything that the server told about its notifications, to whomever, in order.
    pub(crate) fn told(&mut self) -> Vec<Told> {
        self.catch_up();
        self.heard.told().to_vec()
    }

    /// How many are on the screen now, by the server's own count.
    pub(crate) fn displayed(&mut self) -> u32 {
        let (server, ear) = self.both();
        server.displayed(&ear.bus)
    }

    /// Name, vendor, version and the version of the specification that it follows; then what it
    /// says that it can do.
    pub(crate) fn server_version(&mut self) -> ([String; 4], Vec<String>) {
        let (_, ear) = self.both();
        let (name, vendor, version, specification): (String, String, String, String) =
            ear.bus.ask(NOTIFICATIONS, "GetServerInformation", &());
        let capabilities = ear.bus.ask(NOTIFICATIONS, "GetCapabilities", &());
        ([name, vendor, version, specification], capabilities)
    }

    /// What the user sees now, as a PNG.
    pub(crate) fn screenshot(&mut self, file: &Path) {
        if let Some(screen) = &self.screen {
            return screen.picture(file);
        }
        let (server, ear) = self.both();
        server.picture(&ear.bus, file);
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

    /// Presses the button with this label, on the newest notification that has one and can be seen.
    /// Back when the server has told the sender.
    #[track_caller]
    pub(crate) fn press(&mut self, label: &str) {
        let button = self.button(|(_, text)| text == label);
        let button = button.unwrap_or_else(|labels| {
            panic!("no button {label:?} on the screen, only {labels:?}");
        });
        self.answer(&button, |server, bus| server.press(bus, &button));
    }

    /// Does what a click on the newest notification itself is for. Back when the server has told
    /// the sender.
    #[track_caller]
    pub(crate) fn press_default(&mut self) {
        let button = self.button(|(key, _)| key == DEFAULT);
        let button = button.unwrap_or_else(|labels| {
            panic!("nothing on the screen has a default action, only {labels:?}");
        });
        self.answer(&button, |server, bus| server.press_default(bus, &button));
    }

    /// The newest button on the screen like this, or the labels of all there are.
    fn button(&mut self, like: impl Fn(&&(String, String)) -> bool) -> Result<Button, Vec<String>> {
        self.catch_up();
        let mut open = self.heard.open();
        if self.server.as_ref().is_some_and(|server| server.queues()) {
            open = open.into_iter().min_by_key(|shown| shown.id).into_iter().collect();
        }
        let found = open.iter().find_map(|&shown| {
            let (key, label) = shown.actions.iter().find(&like)?;
            Some(Button { shown: shown.clone(), key: key.clone(), label: label.clone() })
        });
        found.ok_or_else(|| {
            let all = open.iter().flat_map(|shown| &shown.actions);
            all.map(|(_, label)| label.clone()).collect()
        })
    }

    #[track_caller]
    fn answer(&mut self, button: &Button, act: impl Fn(&mut dyn Server, &bus::Bus)) {
        let before = self.heard.told().len();
        let (server, ear) = (self.server.as_mut(), self.ear.as_mut());
        let (server, ear) = (server.expect("the server is running"), ear.unwrap());
        let is_press = |told: &&Told| matches!(told.news, News::Pressed(_));
        let pressed = |heard: &Heard| heard.told()[before..].iter().find(is_press).cloned();
        // A window that is not drawn yet swallows a click: a person would click again.
        let told = (0..CLICKS).any(|_| {
            act(&mut **server, &ear.bus);
            ear.wait_until(&mut self.heard, PATIENCE / CLICKS, |heard| pressed(heard).is_some())
        });
        assert!(told, "{:?} did not take the press on {:?}", self.kind, button.label);
        let told = pressed(&self.heard).expect("just heard");
        let wanted = (button.shown.id, News::Pressed(button.key.clone()));
        assert_eq!((told.id, told.news), wanted, "another button was pressed");
    }

    /// The user closes one notification, the one on top. Back with its id when the server has told
    /// that it is closed.
    #[track_caller]
    pub(crate) fn close_one(&mut self) -> u32 {
        self.close_any().expect("there is nothing on the screen to close")
    }

    /// The user closes everything on the screen.
    #[track_caller]
    pub(crate) fn close_all(&mut self) {
        let (server, ear) = self.both();
        if !server.close_all(&ear.bus) {
            while self.close_any().is_some() {}
        }
    }

    /// What is closed next, or nothing if all is closed already.
    #[track_caller]
    fn close_any(&mut self) -> Option<u32> {
        self.catch_up();
        let before = self.heard.told().len();
        let closed = |heard: &Heard| {
            let is_closed = |told: &&Told| matches!(told.news, News::Closed(_));
            heard.told()[before..].iter().find(is_closed).map(|told| told.id)
        };
        let deadline = Instant::now() + PATIENCE;
        while !self.heard.open().is_empty() {
            let open: Vec<Shown> = self.heard.open().into_iter().cloned().collect();
            let (server, ear) = (self.server.as_mut(), self.ear.as_mut());
            let (server, ear) = (server.expect("the server is running"), ear.unwrap());
            if server.close_one(&ear.bus, &open) {
                ear.wait_until(&mut self.heard, PATIENCE, |heard| closed(heard).is_some());
                assert!(closed(&self.heard).is_some(), "{:?} closed nothing", self.kind);
            }
            if let Some(id) = closed(&self.heard) {
                return Some(id);
            }
            assert!(Instant::now() < deadline, "there is no way to close any of {open:#?}");
            thread::sleep(Duration::from_millis(5));
            self.catch_up();
        }
        closed(&self.heard)
    }

    /// The user asks the server not to disturb, in its own way; false if it has none.
    pub(crate) fn set_do_not_disturb(&mut self, on: bool) -> bool {
        let (server, ear) = self.both();
        server.do_not_disturb(&ear.bus, on)
    }

    /// Starts the notification server, and the screen for it if there is none yet. Back when it
    /// can be sent to.
    pub(crate) fn start_server(&mut self) {
        assert!(self.server.is_none(), "the server is running already");
        let home = self.home.path();
        if self.screen.is_none() {
            self.screen = self.kind.screen(home);
        }
        let bus = &self.ear.as_ref().expect("the bus is running").bus;
        let mut server = self.kind.start(home, &self.env(), bus);
        server.wait_until_up(bus);
        self.heard.listen_to(bus.owner_of(SERVER));
        self.server = Some(server);
    }

    /// Kills the server where it stands; its notifications go with it.
    pub(crate) fn stop_server(&mut self) {
        self.server = None;
        let ear = self.ear.as_ref().expect("the bus is running");
        while ear.bus.has_owner(SERVER) {
            thread::sleep(Duration::from_millis(1));
        }
        self.catch_up();
        self.heard.clear_screen();
    }

    /// From now on the server owns its name and answers nothing.
    pub(crate) fn freeze_server(&mut self) {
        self.server.as_mut().expect("the server is running").process().freeze();
    }

    pub(crate) fn thaw_server(&mut self) {
        self.server.as_mut().expect("the server is running").process().thaw();
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
        self.bus = Some(start_bus(self.home.path(), "bus", ""));
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

    fn address(&self) -> String {
        address(self.home.path(), "bus")
    }

    fn both(&mut self) -> (&mut dyn Server, &mut Ear) {
        let server = self.server.as_mut().expect("the server is running");
        (&mut **server, self.ear.as_mut().expect("the bus is running"))
    }

    fn catch_up(&mut self) {
        if let Some(ear) = &mut self.ear {
            ear.catch_up(&mut self.heard);
        }
    }
}

/// Where the bus with this name is: the plain path, for what a bus prints of itself ends in an id
/// that changes with every start.
fn address(home: &Path, name: &str) -> String {
    format!("unix:path={}", home.join(name).display())
}

/// A bus with this name at home in `home`. Nothing is ever started because somebody sent it a
/// message, unless `more` of its settings says so.
fn start_bus(home: &Path, name: &str, more: &str) -> Part {
    let settings = home.join(format!("{name}.conf"));
    fs::write(&settings, bus_settings(&address(home, name), more)).unwrap();
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
    <allow user="{NOBODY}"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#
    )
}
