//! The places where a notice can be shown: the desktop, or the terminal the daemon runs in.
//!
//! Owns the conversation with a notification server. A notice that cannot be shown is reported to
//! the caller and logged; it never fails what caused it. Nothing here decides what is said or when.

use std::collections::HashMap;
use std::future::Future;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use chrono::{DateTime, Utc};
use notify_rust::{Hint, Notification, NotificationHandle, Urgency};
use zbus::export::ordered_stream::OrderedStreamExt as _;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};
use zbus::names::WellKnownName;

use crate::countdown::message::Message;
use crate::countdown::notice::NoticeKind;

/// The name that a notification server owns on the session bus.
const SERVER: &str = "org.freedesktop.Notifications";

/// A server that has not answered by then may or may not have shown the notice (design §4).
const ANSWER: Duration = Duration::from_secs(5);

/// Whoever starts the daemon waits no longer than this to hear what is missing.
const FIRST_LOOK: Duration = Duration::from_secs(1);

/// How long a server is waited for at login before it is started by asking for it.
const LOGIN_SECONDS: i64 = 60;

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

/// Somewhere to show a notice.
pub trait Notify {
    /// Whether there is somewhere to show a notice of this kind now.
    fn ready(&mut self, kind: NoticeKind, now: DateTime<Utc>) -> impl Future<Output = bool>;

    /// Shows one.
    fn show(&mut self, kind: NoticeKind, message: &Message) -> impl Future<Output = Sent>;
}

/// Writes one line to the log, which is standard error. Nothing the user typed may be in it.
pub fn log(line: &str) {
    // A log that cannot be written must not end the daemon.
    let _ = writeln!(std::io::stderr(), "nocontact: {line}");
}

/// The desktop where there is one; else the terminal, if somebody sits before it.
pub struct Outlet {
    desktop: Desktop,
    terminal: bool,
    said: Option<Missing>,
}

/// What stands between us and the desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Bus,
    Server,
    /// A server is installed and would start when it is asked for: it gets time to start by itself.
    Asleep,
}

impl Missing {
    fn words(self) -> &'static str {
        match self {
            Self::Bus => "no session bus answers",
            Self::Server => "no notification server runs (dunst and mako are small ones)",
            Self::Asleep => "the notification server has not started yet",
        }
    }
}

impl Outlet {
    /// Notices under the name `label`; in the foreground on a terminal they are shown there while
    /// there is no desktop.
    #[must_use]
    pub fn new(foreground: bool) -> Self {
        let terminal = foreground && std::io::stdout().is_terminal();
        Self { desktop: Desktop::default(), terminal, said: None }
    }

    /// The name under which notices appear from now on.
    pub fn set_label(&mut self, label: &str) {
        label.clone_into(&mut self.desktop.label);
    }

    /// Reaches for the bus before anything is due, so that a server's coming is noticed; says what
    /// is missing for a notice to be shown.
    pub async fn reach(&mut self, now: DateTime<Utc>) -> Option<&'static str> {
        let looked = tokio::time::timeout(FIRST_LOOK, self.desktop.missing(true, now)).await;
        looked.unwrap_or(Some(Missing::Bus)).map(Missing::words)
    }

    /// Waits until a server, or the bus itself, comes or goes.
    pub async fn changed(&mut self) {
        self.desktop.changed().await;
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
    async fn ready(&mut self, kind: NoticeKind, now: DateTime<Utc>) -> bool {
        // Who just started a window or logged an urge sits before a desktop that is up.
        let at_once = matches!(kind, NoticeKind::Welcome | NoticeKind::FollowUp);
        let missing = self.desktop.missing(at_once, now).await;
        if missing == Some(Missing::Asleep) {
            return false;
        }
        if missing.is_some() || self.said.is_some() {
            self.tell(missing);
        }
        missing.is_none() || self.terminal
    }

    async fn show(&mut self, kind: NoticeKind, message: &Message) -> Sent {
        if self.said.is_none() {
            return self.desktop.show(kind, message).await;
        }
        let text = format!("{}\n  {}\n", message.title, message.body.replace('\n', "\n  "));
        match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => Sent::Shown,
            Err(_) => Sent::Refused,
        }
    }
}

/// Notices that take one another's place on the screen share a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Suggestion,
    FollowUp,
    Day,
}

fn slot(kind: NoticeKind) -> Slot {
    match kind {
        NoticeKind::FollowUp => Slot::FollowUp,
        NoticeKind::Welcome | NoticeKind::Milestone | NoticeKind::End => Slot::Day,
        _ => Slot::Suggestion,
    }
}

/// A desktop's notification server. Each slot keeps one handle, and with it one bus connection,
/// for the server's life: servers tie a notification to the connection that sent it.
#[derive(Default)]
struct Desktop {
    label: String,
    bus: Option<Bus>,
    slots: HashMap<Slot, NotificationHandle>,
}

/// Our own connection: it only watches the server come and go.
struct Bus {
    proxy: DBusProxy<'static>,
    owners: NameOwnerChangedStream,
    present: bool,
    since: DateTime<Utc>,
}

impl Bus {
    async fn connect(now: DateTime<Utc>) -> zbus::Result<Self> {
        let connection = zbus::Connection::session().await?;
        let proxy = DBusProxy::new(&connection).await?;
        let owners = proxy.receive_name_owner_changed_with_args(&[(0, SERVER)]).await?;
        let mut bus = Self { proxy, owners, present: false, since: now };
        bus.look().await?;
        Ok(bus)
    }

    /// Asks whether a server is there now: what we heard of it last may be out of date.
    async fn look(&mut self) -> zbus::Result<()> {
        let name = WellKnownName::from_static_str(SERVER)?;
        self.present = self.proxy.name_has_owner(name.into()).await?;
        Ok(())
    }

    /// Whether a server is installed that starts when it is asked for.
    async fn has_sleeper(&self) -> bool {
        let names = self.proxy.list_activatable_names().await;
        names.is_ok_and(|names| names.iter().any(|name| name.as_str() == SERVER))
    }
}

impl Desktop {
    /// What is missing for a notice to be shown, having looked for it; `at_once` starts a server
    /// that sleeps, which else gets its time at login to start by itself.
    async fn missing(&mut self, at_once: bool, now: DateTime<Utc>) -> Option<Missing> {
        let reached = tokio::time::timeout(ANSWER, self.reach(now)).await;
        let reached = reached.is_ok_and(|reached| reached.is_ok());
        let Some(bus) = self.bus.as_ref().filter(|_| reached) else { return Some(Missing::Bus) };
        if bus.present {
            return None;
        }
        if !bus.has_sleeper().await {
            return Some(Missing::Server);
        }
        let waited = (now - bus.since).num_seconds() >= LOGIN_SECONDS;
        (!at_once && !waited).then_some(Missing::Asleep)
    }

    /// Talks to the bus: over the connection that there is, or over a new one.
    async fn reach(&mut self, now: DateTime<Utc>) -> zbus::Result<()> {
        if let Some(bus) = &mut self.bus {
            if bus.look().await.is_ok() {
                return Ok(());
            }
            self.slots.clear();
            self.bus = None;
        }
        self.bus = Some(Bus::connect(now).await?);
        Ok(())
    }

    async fn changed(&mut self) {
        let Some(bus) = &mut self.bus else { return std::future::pending().await };
        let change = bus.owners.next().await;
        // Ids and handles belong to the server that gave them.
        self.slots.clear();
        match change.as_ref().and_then(|signal| signal.args().ok()) {
            Some(change) => bus.present = change.new_owner().is_some(),
            None => self.bus = None,
        }
    }

    async fn show(&mut self, kind: NoticeKind, message: &Message) -> Sent {
        let slot = slot(kind);
        let notification = self.notification(message);
        let sending = send(self.slots.remove(&slot), notification);
        match tokio::time::timeout(ANSWER, sending).await {
            Ok(Ok(handle)) => {
                self.slots.insert(slot, handle);
                Sent::Shown
            }
            Ok(Err(sent)) => sent,
            Err(_) => {
                log("the notification server did not answer within 5 seconds");
                Sent::Unknown
            }
        }
    }

    fn notification(&self, message: &Message) -> Notification {
        let mut notification = Notification::new();
        notification
            .appname(&self.label)
            .summary(&message.title)
            .body(&message.body)
            .hint(Hint::SuppressSound(true))
            .hint(Hint::Transient(true))
            .hint(Hint::Urgency(Urgency::Normal));
        notification
    }
}

/// Sends a first notification of a slot, or puts it in the place of the last one.
async fn send(
    slot: Option<NotificationHandle>,
    notification: Notification,
) -> Result<NotificationHandle, Sent> {
    let Some(mut handle) = slot else {
        return notification.show_async().await.map_err(|error| failed(&error));
    };
    // notify-rust has no asynchronous update, and its blocking one panics inside a task.
    let updated = tokio::task::spawn_blocking(move || {
        *handle = notification;
        handle.update().map(|()| handle)
    });
    match updated.await {
        Ok(Ok(handle)) => Ok(handle),
        Ok(Err(error)) => Err(failed(&error)),
        Err(_) => Err(Sent::Unknown),
    }
}

/// Only the bus's own word that nobody took the message makes it sure that nothing was shown. The
/// library hides the error's kind, so its name is read from the text.
fn failed(error: &notify_rust::error::Error) -> Sent {
    let name = error.to_string();
    log(&format!("the notification server could not show a notice ({name})"));
    let surely_not = ["ServiceUnknown", "NameHasNoOwner", "LimitsExceeded", "AccessDenied"];
    let prefix = "org.freedesktop.DBus.Error.";
    if surely_not.iter().any(|kind| name.starts_with(&format!("{prefix}{kind}"))) {
        Sent::Refused
    } else {
        Sent::Unknown
    }
}
