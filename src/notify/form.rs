//! The form in which a message reaches a notification server.
//!
//! Owns what depends on the server: buttons, markup, the command in their place. No character that
//! acts on whoever shows it gets through. It sends nothing.

use notify_rust::{Hint, Notification, Urgency};

use crate::appearance;
use crate::countdown::button::fitting;
use crate::countdown::message::Message;
use crate::countdown::text::is_invisible;

/// What a server can do; nothing, until it says so.
#[derive(Clone, Copy, Default)]
pub(super) struct Abilities {
    pub(super) actions: bool,
    pub(super) markup: bool,
    /// How many buttons it shows.
    pub(super) room: usize,
}

/// A message under the name `label`, as this server can show it.
pub(super) fn notification(label: &str, message: &Message, can: Abilities) -> Notification {
    let mut notification = Notification::new();
    let mut body = message.body.clone();
    if let Some(command) = message.command.filter(|_| !can.actions) {
        body = format!("{body}\n{command}");
    }
    notification
        .appname(&plain(label))
        .summary(&plain(&message.title))
        .body(&if can.markup { escaped(&lines(&body)) } else { lines(&body) })
        .hint(Hint::DesktopEntry(appearance::ID.to_owned()))
        .hint(Hint::SuppressSound(true))
        .hint(Hint::Transient(true))
        .hint(Hint::Urgency(Urgency::Normal));
    if can.actions {
        // Without it some servers start the program of the desktop entry at a click.
        notification
            .action("default", if message.only_button().is_some() { "Open" } else { "Close" });
        for button in fitting(&message.buttons, can.room) {
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
    use super::{escaped, lines, plain};

    #[test]
    fn no_character_that_acts_reaches_a_server() {
        let typed = "a\0b\u{1b}[2J\u{202e}c\u{200b}\r\nd\te";
        assert_eq!(plain(typed), "ab[2Jcde");
        assert_eq!(lines(typed), "ab[2Jc\nde");
        assert_eq!(lines("käse 🧀 – ja"), "käse 🧀 – ja");
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert!(plain(&c.to_string()).chars().all(|c| !c.is_control()), "{c:?}");
        }
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escaped("<b>a & b</b> &amp;"), "&lt;b&gt;a &amp; b&lt;/b&gt; &amp;amp;");
    }
}
