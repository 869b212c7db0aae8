//! The places where a notice can be shown: the desktop, or the terminal the daemon runs in.
//!
//! Owns the conversation with a notification server. A notice that cannot be shown is reported to
//! the caller and logged; it never fails what caused it. Nothing here decides what is said or when.

mod bus;
mod call;
mod desktop;
mod form;
pub mod inspect;
mod lock;
mod server;

use std::future::Future;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::countdown::button::Button;
use crate::countdown::message::Message;
use crate::countdown::notice::NoticeKind;
use desktop::Desktop;
use lock::Lock;

/// Whoever starts the daemon waits no longer than this to hear what is missing.
const FIRST_LOOK: Duration = Duration::from_secs(1);

/// Whether a notice can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// It can.
    Now,
    /// There is nothing to show it on; look again in a while.
    Nowhere,
    /// Nobody is there to read it: the screen is locked. It is heard when that changes.
    Locked,
}

/// What became of one attempt to show a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It was taken.
    Shown,
    /// It surely was not: it may be tried again.
    Refused,
    /// Nobody knows: it must not be tried again.
    Unknown,
}

/// A button that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The key of the notice that it stood on.
    pub key: String,
    /// Which one.
    pub button: Button,
}

/// What came from the place where notices are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A button was pressed.
    Pressed(Press),
    /// The notice with this key was shown after all, although nobody could say so at the time.
    Arrived(String),
    /// A server or the bus came or went, or the screen was unlocked: what is due can be looked at.
    Change,
}

/// Somewhere to show a notice.
pub trait Notify {
    /// Whether there is somewhere to show a notice of this kind now.
    fn ready(&mut self, kind: NoticeKind, now: DateTime<Utc>) -> impl Future<Output = Ready>;

    /// Shows one, or what is said in return for a press: `key` names the notice that its buttons
    /// answer, and by which it is taken away; it is empty for what asks nothing.
    fn show(
        &mut self,
        key: &str,
        kind: NoticeKind,
        message: &Message,
    ) -> impl Future<Output = Sent>;

    /// Takes away what is shown of notices that are over, by their key and buttons.
    fn withdraw(&mut self, is_over: &dyn Fn(&str, &[Button]) -> bool) -> impl Future<Output = ()>;
}

/// Writes one line to the log, which is standard error. Nothing the user typed may be in it.
pub fn log(line: &str) {
    // A log that cannot be written must not end the daemon.
    let _ = writeln!(std::io::stderr(), "nocontact: {line}");
}

/// The desktop where there is one; else the terminal, if somebody sits before it.
pub struct Outlet {
    desktop: Desktop,
    lock: Lock,
    terminal: bool,
    said: Option<Missing>,
    found: Option<Missing>,
}

/// What stands between us and the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Bus,
    Server,
    /// A server is installed and would start when it is asked for: it gets time to start by itself.
    Asleep,
    /// It is there and does not answer.
    Answer,
}

impl Missing {
    fn words(self) -> &'static str {
        match self {
            Self::Bus => "no session bus answers",
            Self::Server => "no notification server runs (dunst and mako are small ones)",
            Self::Asleep => "the notification server has not started yet",
            Self::Answer => "the notification server does not answer",
        }
    }
}

impl Outlet {
    /// In the foreground on a terminal notices are shown there while there is no desktop.
    #[must_use]
    pub fn new(foreground: bool) -> Self {
        let terminal = foreground && std::io::stdout().is_terminal();
        Self {
            desktop: Desktop::default(),
            lock: Lock::default(),
            terminal,
            said: None,
            found: None,
        }
    }

    /// The name and the icon with which notices appear from now on.
    pub fn appear(&mut self, label: &str, icon: String) {
        label.clone_into(&mut self.desktop.label);
        self.desktop.icon = icon;
    }

    /// Reaches for the bus before anything is due, so that a server's coming is noticed; says what
    /// is missing for a notice to be shown.
    pub async fn reach(&mut self, now: DateTime<Utc>) -> Option<&'static str> {
        let looked = tokio::time::timeout(FIRST_LOOK, self.desktop.missing(false, now)).await;
        let missing = looked.unwrap_or_else(|_| Some(self.desktop.silent()));
        // Who sleeps is there when it is asked for; at login another may come first.
        self.found = missing.filter(|missing| *missing != Missing::Asleep);
        self.lacking()
    }

    /// Looks again for a bus or a server that was missing: it may have come since.
    pub async fn reach_again(&mut self, now: DateTime<Utc>) {
        if matches!(self.found, Some(Missing::Bus | Missing::Server)) {
            self.reach(now).await;
        }
    }

    /// What was missing for a notice to be shown when that was last looked for.
    #[must_use]
    pub fn lacking(&self) -> Option<&'static str> {
        self.found.map(Missing::words)
    }

    /// Waits until something comes from the desktop.
    pub async fn heard(&mut self) -> Heard {
        let heard = tokio::select! {
            heard = self.desktop.heard() => heard,
            () = self.lock.changed() => Heard::Change,
        };
        if matches!(heard, Heard::Pressed(_)) {
            // Whoever pressed sits before the desktop: what is said in return belongs there.
            self.tell(None);
        }
        heard
    }

    /// Takes away what is on the screen: nobody listens to its buttons any more.
    pub async fn leave(&mut self) {
        self.desktop.leave().await;
    }

    /// What came from the desktop by now and was not heard yet.
    pub async fn heard_so_far(&mut self) -> Vec<Heard> {
        self.desktop.heard_so_far().await
    }

    /// Says once what is missing, and once that it is there again.
    fn tell(&mut self, missing: Option<Missing>) {
        if self.said == missing {
            return;
        }
        self.said = missing;
        let instead = if self.terminal {
            "notices are shown here instead"
        } else {
            "the days are counted all the same, and what is still in time is shown later"
        };
        match missing {
            Some(missing) => log(&format!("{}; {instead}", missing.words())),
            None => log("notices can be shown on the desktop now"),
        }
    }
}

impl Notify for Outlet {
    async fn ready(&mut self, kind: NoticeKind, now: DateTime<Utc>) -> Ready {
        // Who just started a window sits before the screen.
        if kind != NoticeKind::Welcome && self.lock.is_locked().await {
            return Ready::Locked;
        }
        // Who started a window or logged an urge sits before a desktop that is up.
        let at_once = matches!(kind, NoticeKind::Welcome | NoticeKind::FollowUp);
        let missing = self.desktop.missing(at_once, now).await;
        if missing == Some(Missing::Asleep) {
            return Ready::Nowhere;
        }
        self.found = missing;
        if missing.is_some() || self.said.is_some() {
            self.tell(missing);
        }
        if missing.is_none() || self.terminal { Ready::Now } else { Ready::Nowhere }
    }

    async fn show(&mut self, key: &str, kind: NoticeKind, message: &Message) -> Sent {
        if self.said.is_none() || !self.terminal {
            return self.desktop.show(Slot::of(kind), key, message).await;
        }
        let body = [message.body.as_str()].into_iter().chain(message.command);
        let body = body.collect::<Vec<_>>().join("\n").replace('\n', "\n  ");
        let text = format!("{}\n  {body}\n", message.title);
        match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => Sent::Shown,
            Err(_) => Sent::Refused,
        }
    }

    async fn withdraw(&mut self, is_over: &dyn Fn(&str, &[Button]) -> bool) {
        self.desktop.withdraw(is_over).await;
    }
}

/// Notices that take one another's place on the screen share a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Suggestion,
    FollowUp,
    Day,
}

impl Slot {
    fn of(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::FollowUp => Self::FollowUp,
            NoticeKind::Welcome | NoticeKind::Milestone | NoticeKind::End => Self::Day,
            _ => Self::Suggestion,
        }
    }
}
