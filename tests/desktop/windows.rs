//! Sees the windows of GTK programs as somebody who cannot see does, by what they say, and clicks
//! into them with a real pointer. Both go through the bus of the accessibility tools (AT-SPI),
//! which is private to one server here.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use zbus::OwnedObjectPath;

use super::PATIENCE;
use super::bus::{Bus, Door};
use super::part::Part;

const REGISTRY: &str = "org.a11y.atspi.Registry";
const PERSON: &str = "org.a11y.atspi.Accessible";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
const POINTER: Door<'static> = Door {
    owner: REGISTRY,
    path: "/org/a11y/atspi/registry/deviceeventcontroller",
    interface: "org.a11y.atspi.DeviceEventController",
};

/// The bus, the registry of the programs on it, and us as one who asks.
pub(super) struct Windows {
    // In the order in which they must go.
    bus: Bus,
    _registry: Part,
    _carrier: Part,
    address: String,
}

/// Something in a window: who has it and where.
type Node = (String, OwnedObjectPath);

/// A window and what it says: each button and text with its place.
#[derive(Debug)]
pub(super) struct Window {
    node: Node,
    pub(super) texts: Vec<String>,
    buttons: Vec<(String, Node)>,
}

const PUSH_BUTTON: u32 = 43;

impl Windows {
    pub(super) fn start(home: &Path, environment: &[(String, String)]) -> Self {
        let address = super::address(home, "windows");
        let carrier = super::start_bus(home, "windows", "");
        let mut environment = environment.to_vec();
        environment.push(("AT_SPI_BUS_ADDRESS".to_owned(), address.clone()));
        let program = "/usr/libexec/at-spi2-registryd";
        let mut registry = Part::start::<&str>(program, home, &[], &environment);
        let bus = Bus::at(&address);
        let deadline = Instant::now() + PATIENCE;
        while !bus.has_owner(REGISTRY) {
            registry.assert_alive();
            assert!(Instant::now() < deadline, "nobody keeps the list of windows");
            thread::sleep(Duration::from_millis(5));
        }
        Self { bus, _registry: registry, _carrier: carrier, address }
    }

    /// What a program needs to know to be seen.
    pub(super) fn env(&self) -> (String, String) {
        ("AT_SPI_BUS_ADDRESS".to_owned(), self.address.clone())
    }

    /// Whether a program has told that it has windows, or may have.
    pub(super) fn sees_a_program(&self) -> bool {
        !self.children(&root()).is_empty()
    }

    /// All windows that are shown, in the order in which they came.
    pub(super) fn all(&self) -> Vec<Window> {
        let programs = self.children(&root());
        let nodes = programs.iter().flat_map(|program| self.children(program));
        nodes.filter(|node| self.is_shown(node)).map(|node| self.read(node)).collect()
    }

    /// Clicks on the button of this window with this label; false if there is none now.
    pub(super) fn click_button(&self, window: &Window, label: &str) -> bool {
        let button = window.buttons.iter().find(|(name, _)| name == label);
        button.is_some_and(|(_, node)| self.click(node, |width, height| (width / 2, height / 2)))
    }

    /// Clicks into this window, at its left edge, where there is nothing else.
    pub(super) fn click_beside(&self, window: &Window) -> bool {
        self.click(&window.node, |_, height| (8, height / 2))
    }

    fn click(&self, node: &Node, at: impl Fn(i32, i32) -> (i32, i32)) -> bool {
        let place = || -> Option<(i32, i32, i32, i32)> {
            let door = Door { interface: "org.a11y.atspi.Component", ..door(node) };
            self.bus.try_ask(door, "GetExtents", &0_u32)
        };
        // A window may be on its way to its place.
        let deadline = Instant::now() + PATIENCE;
        let mut last = place();
        let (left, top, width, height) = loop {
            thread::sleep(Duration::from_millis(20));
            let now = place();
            match now {
                None => return false,
                Some(place) if now == last && place.2 > 1 => break place,
                _ => last = now,
            }
            assert!(Instant::now() < deadline, "a window never comes to rest");
        };
        let (right, down) = at(width, height);
        self.bus.tell(POINTER, "GenerateMouseEvent", &(left + right, top + down, "b1c"));
        true
    }

    fn read(&self, node: Node) -> Window {
        let mut window = Window { node: node.clone(), texts: Vec::new(), buttons: Vec::new() };
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let name = self.bus.try_property::<String>(door(&node), "Name").unwrap_or_default();
            let role = self.bus.try_ask::<_, u32>(door(&node), "GetRole", &());
            open.extend(self.children(&node));
            if role == Some(PUSH_BUTTON) {
                window.buttons.push((name, node));
            } else if !name.is_empty() {
                window.texts.push(name);
            }
        }
        window
    }

    /// Whether it can be seen: bit 25 of its states.
    fn is_shown(&self, node: &Node) -> bool {
        let states: Option<Vec<u32>> = self.bus.try_ask(door(node), "GetState", &());
        states.is_some_and(|states| states.first().is_some_and(|first| first >> 25 & 1 == 1))
    }

    fn children(&self, node: &Node) -> Vec<Node> {
        self.bus.try_ask(door(node), "GetChildren", &()).unwrap_or_default()
    }
}

fn root() -> Node {
    (REGISTRY.to_owned(), ROOT.try_into().unwrap())
}

fn door(node: &Node) -> Door<'_> {
    Door { owner: &node.0, path: node.1.as_str(), interface: PERSON }
}
