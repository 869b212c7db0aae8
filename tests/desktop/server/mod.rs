//! The notification servers that people have, each started, answered and silenced as its users do.

mod dunst;
mod gnome;
mod gtk;
mod mako;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::bus::{Bus, NOTIFICATIONS, SERVER};
use super::part::Part;
use super::screen::Screen;
use super::{PATIENCE, Shown};

/// Which notification server a desktop has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Dunst,
    Mako,
    Xfce,
    NotificationDaemon,
    /// Large: only `tests/run --all-desktops` has it.
    Gnome,
}

impl Kind {
    /// Those that every run of the tests has.
    pub(crate) const ALL: [Self; 4] =
        [Self::Dunst, Self::Mako, Self::Xfce, Self::NotificationDaemon];

    /// What it is shown on, if the server is not that as well.
    pub(super) fn screen(self, home: &Path) -> Option<Screen> {
        match self {
            Self::Dunst | Self::Xfce | Self::NotificationDaemon => Some(Screen::x(home)),
            Self::Mako => Some(Screen::sway(home)),
            Self::Gnome => None,
        }
    }

    /// Starts it on this bus and screen; it may not be there yet.
    pub(super) fn start(
        self,
        home: &Path,
        environment: &[(String, String)],
        bus: &Bus,
    ) -> Box<dyn Server> {
        match self {
            Self::Gnome => Box::new(gnome::Gnome::start(home, environment, bus)),
            Self::Xfce => Box::new(gtk::Gtk::xfce(home, environment, bus)),
            Self::NotificationDaemon => Box::new(gtk::Gtk::notification_daemon(home, environment)),
            Self::Dunst => Box::new(dunst::Dunst::start(home, environment)),
            Self::Mako => Box::new(mako::Mako::start(home, environment)),
        }
    }
}

/// One that runs. What it is asked for here it tells on the bus when it has done it.
pub(super) trait Server {
    /// The process that has the name on the bus.
    fn process(&mut self) -> &mut Part;

    /// Whether it shows one at a time, the oldest first.
    fn queues(&self) -> bool {
        false
    }

    /// Presses one of the buttons on the screen.
    fn press(&mut self, bus: &Bus, button: &Button);

    /// Does what a click on the notification itself is for. `button` is its default action.
    fn press_default(&mut self, bus: &Bus, button: &Button) {
        self.press(bus, button);
    }

    /// Closes one notification as its user does, the one on top; false if none can be seen yet.
    fn close_one(&mut self, bus: &Bus, open: &[Shown]) -> bool;

    /// Closes all at once and comes back when they are; false if the user has no such way.
    fn close_all(&mut self, _bus: &Bus) -> bool {
        false
    }

    /// How many are on the screen.
    fn displayed(&mut self, bus: &Bus) -> u32;

    /// Its own way of not disturbing; false if it has none.
    fn do_not_disturb(&mut self, bus: &Bus, on: bool) -> bool;

    /// Everything on the screen, as a PNG, if the server is the screen as well.
    fn picture(&self, _bus: &Bus, _file: &Path) {
        panic!("it has no screen of its own");
    }

    /// Whether it is ready, once it has its name on the bus.
    fn is_up(&mut self) -> bool {
        true
    }

    fn wait_until_up(&mut self, bus: &Bus) {
        let deadline = Instant::now() + PATIENCE;
        let answers = || {
            bus.try_ask::<_, (String, String, String, String)>(
                NOTIFICATIONS,
                "GetServerInformation",
                &(),
            )
        };
        while !(bus.has_owner(SERVER) && answers().is_some() && self.is_up()) {
            self.process().assert_alive();
            assert!(Instant::now() < deadline, "the notification server did not come up");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A button as the user sees it: what it says, and on which notification it is.
pub(super) struct Button {
    pub(super) shown: Shown,
    pub(super) key: String,
    pub(super) label: String,
}
