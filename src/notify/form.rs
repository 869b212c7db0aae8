//! The form in which a message reaches a notification server.
//!
//! Owns what depends on the server: buttons, markup, the command in their place. No character that
//! acts on whoever shows it gets through. It sends nothing.

use notify_rust::{Hint, Notification, Urgency};

use crate::appearance;
use crate::countdown::button::{Button, fitting, only};
use crate::countdown::message::Message;
use crate::countdown::text::is_invisible;

/// What a server says that it can do; nothing, until it says so.
#[derive(Clone, Copy, Default)]
pub(super) struct Abilities {
    pub(super) actions: bool,
    pub(super) markup: bool,
    pub(super) screen: Screen,
}

impl Abilities {
    /// Those that a server lists, with what it is known for.
    pub(super) fn of(listed: &[String], screen: Screen) -> Self {
        let can = |what: &str| listed.iter().any(|ability| ability == what);
        Self { actions: can("actions"), markup: can("body-markup"), screen }
    }

    /// The buttons of a message that are shown.
    fn buttons(self, message: &Message) -> Vec<Button> {
        fitting(&message.buttons, if self.actions { self.screen.room } else { 0 })
    }

    /// Whether a message makes sense on this server.
    pub(super) fn suits(self, message: &Message) -> bool {
        !message.needs_its_buttons() || self.buttons(message).len() == message.buttons.len()
    }
}

/// What a server does not say of itself, but is known for.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// How many buttons it shows; what does not fit it leaves out, or cuts off.
    room: usize,
    /// Whether an icon leaves enough room for the words.
    icon: bool,
    /// Whether it lists the default action among the buttons: then an only button is enough once.
    lists_default: bool,
    /// Whether one that takes the place of another keeps its buttons.
    pub(super) replaces: bool,
}

impl Default for Screen {
    fn default() -> Self {
        Self { room: usize::MAX, icon: true, lists_default: false, replaces: true }
    }
}

impl Screen {
    /// That of the server with this name: seen on GNOME Shell 43, notification-daemon 3.20, dunst
    /// 1.9, xfce4-notifyd 0.7 and mako 1.7, whose notifications are five lines high.
    pub(super) fn of(server: &str) -> Self {
        let any = Self::default();
        match server {
            "gnome-shell" => Self { room: 3, replaces: false, ..any },
            "Notification Daemon" => Self { room: 4, ..any },
            "mako" => Self { icon: false, lists_default: true, ..any },
            "dunst" | "Xfce Notify Daemon" => Self { lists_default: true, ..any },
            _ => any,
        }
    }
}

/// A message under a name and an icon, as this server can show it.
pub(super) fn notification(
    label: &str,
    icon: &str,
    message: &Message,
    can: Abilities,
) -> Notification {
    let mut notification = Notification::new();
    let buttons = can.buttons(message);
    let body = match message.command.filter(|_| !can.actions) {
        Some(command) => format!("{}\n{command}", message.body),
        None if buttons.contains(&Button::Mood) => message.body.clone(),
        None => message.body_without_mood().to_owned(),
    };
    notification
        .appname(&plain(label))
        .summary(&plain(&message.title))
        .body(&if can.markup { escaped(&lines(&body)) } else { lines(&body) })
        .hint(Hint::DesktopEntry(appearance::ID.to_owned()))
        .hint(Hint::SuppressSound(true))
        .hint(Hint::Transient(true))
        .hint(Hint::Urgency(Urgency::Normal));
    if can.screen.icon {
        notification.icon(icon);
    }
    if can.actions {
        // Without it some servers start the program of the desktop entry at a click.
        let only = only(&message.buttons);
        let listed = only.filter(|_| can.screen.lists_default);
        let unlisted = if only.is_some() { "Open" } else { "Close" };
        notification.action("default", listed.map_or(unlisted, Button::label));
        for button in buttons.into_iter().filter(|_| listed.is_none()) {
            notification.action(button.word(), button.label());
        }
    }
    notification
}

/// One line without anything that acts on whoever shows it.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect()
}

/// The same for several lines.
fn lines(text: &str) -> String {
    text.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}

/// For a server that reads markup in bodies.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{escaped, is_invisible, lines, plain};

    #[test]
    fn no_character_that_acts_reaches_a_server() {
        let typed = "a\0b\u{1b}[2J\u{202e}c\u{200b}\r\nd\te";
        assert_eq!(plain(typed), "ab[2Jcde");
        assert_eq!(lines(typed), "ab[2Jc\nde");
        assert_eq!(lines("käse 🧀 – ja"), "käse 🧀 – ja");
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let acts = |c: char| c.is_control() || is_invisible(c);
            assert!(!lines(&c.to_string()).contains(|it| acts(it) && it != '\n'), "{c:?}");
            assert!(!plain(&c.to_string()).contains(acts), "{c:?}");
        }
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escaped("<b>a & b</b> &amp;"), "&lt;b&gt;a &amp; b&lt;/b&gt; &amp;amp;");
    }
}
