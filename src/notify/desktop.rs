//! The conversation with the notification server of the desktop.
//!
//! Owns one bus connection for the daemon's life. Servers tie a notification to the connection that
//! sent it: answers come back to that one alone, and only it may replace. So everything is sent and
//! heard here, and it is heard from before the first send: no press falls between the two. What a
//! press means is not decided here.

use std::num::NonZeroUsize;
use std::time::Duration;

use chrono::{DateTime, Utc};
use zbus::export::ordered_stream::OrderedStreamExt as _;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};
use zbus::message::Type;
use zbus::names::{OwnedUniqueName, WellKnownName};
use zbus::proxy::MethodFlags;
use zbus::{MatchRule, MessageStream, Proxy};

use super::bus;
use super::call::{
    ANSWER, Answer, PATH, SERVER, Waiting, ask_capabilities, failed, has_sleeper, information,
    name, proxy, send,
};
use super::form::{Abilities, Screen, notification};
use super::server::{Asked, Server, Shown};
use super::{Heard, Missing, Press, Sent, Slot, log};
use crate::countdown::button::Button;
use crate::countdown::message::Message;

/// What needs no answer is given up after this long.
const FAREWELL: Duration = Duration::from_millis(200);

/// How long a server is waited for at login before it is started by asking for it.
const LOGIN_SECONDS: i64 = 60;

/// Presses and closings that wait to be heard; a stream that is full would stall the connection.
const HELD: NonZeroUsize = NonZeroUsize::new(1024).unwrap();

/// A desktop's notification server, there or not.
#[derive(Default)]
pub(super) struct Desktop {
    /// The name under which notices appear.
    pub(super) label: String,
    /// The icon that they carry.
    pub(super) icon: String,
    bus: Option<Bus>,
    late: Option<Late>,
    /// A press that is not handed on yet, and the id of what it was made on.
    pressed: Option<(u32, Press)>,
}

/// A call that the server did not answer in time. Until it does, or goes away, it is asked nothing
/// more: nothing piles up before a server that hangs.
struct Late {
    answer: Waiting,
    asks: Option<(Slot, Asked)>,
}

struct Bus {
    dbus: DBusProxy<'static>,
    notifications: Proxy<'static>,
    owners: NameOwnerChangedStream,
    signals: MessageStream,
    server: Option<Server>,
    since: DateTime<Utc>,
}

impl Bus {
    async fn connect(now: DateTime<Utc>) -> zbus::Result<Self> {
        let connection = bus::session().await?;
        let dbus = DBusProxy::new(&connection).await?;
        let owners = dbus.receive_name_owner_changed_with_args(&[(0, SERVER)]).await?;
        let rule =
            MatchRule::builder().msg_type(Type::Signal).path(PATH).interface(SERVER).build()?;
        let signals = MessageStream::for_match_rule(rule, &connection, Some(HELD)).await?;
        let notifications = proxy(&connection).await?;
        let mut bus = Self { dbus, notifications, owners, signals, server: None, since: now };
        bus.look().await?;
        Ok(bus)
    }

    /// Asks whether a server is there now: what we heard of it last may be out of date.
    async fn look(&mut self) -> zbus::Result<()> {
        let name = WellKnownName::from_static_str(SERVER)?;
        match self.dbus.get_name_owner(name.into()).await {
            Ok(owner) => self.meet(Some(owner)),
            Err(zbus::fdo::Error::NameHasNoOwner(_)) => self.meet(None),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Takes note of the server that is there; one that was there before stays as it is.
    fn meet(&mut self, owner: Option<OwnedUniqueName>) {
        if self.server.as_ref().map(|server| &server.owner) == owner.as_ref() {
            return;
        }
        self.server = owner.map(Server::new);
    }

    fn is_from_server(&self, answer: &zbus::Message) -> bool {
        let header = answer.header();
        let owner = self.server.as_ref().map(|server| server.owner.as_str());
        owner.is_some() && header.sender().map(zbus::names::UniqueName::as_str) == owner
    }

    /// Says what needs no answer; a server that cannot hear it shows nothing any more.
    async fn close(&self, id: u32) {
        let flags = MethodFlags::NO_REPLY_EXPECTED | MethodFlags::NO_AUTO_START;
        let closing =
            self.notifications.call_with_flags::<_, _, ()>("CloseNotification", flags, &id);
        let _ = tokio::time::timeout(FAREWELL, closing).await;
    }
}

impl Desktop {
    /// What is missing for a notice to be shown, having looked for it; `at_once` starts a server
    /// that sleeps, which else gets its time at login to start by itself.
    pub(super) async fn missing(&mut self, at_once: bool, now: DateTime<Utc>) -> Option<Missing> {
        if self.late.is_some() {
            return Some(Missing::Answer);
        }
        let reached = tokio::time::timeout(ANSWER, self.reach(now)).await;
        let reached = reached.is_ok_and(|reached| reached.is_ok());
        let Some(bus) = self.bus.as_ref().filter(|_| reached) else { return Some(Missing::Bus) };
        if bus.server.is_none() {
            if !has_sleeper(&bus.dbus).await {
                return Some(Missing::Server);
            }
            if !at_once && (now - bus.since).num_seconds() < LOGIN_SECONDS {
                return Some(Missing::Asleep);
            }
        }
        self.ask_abilities().await
    }

    /// Who is silent, where the first look was given up: a bus that we reached is not.
    pub(super) fn silent(&self) -> Missing {
        if self.bus.is_some() { Missing::Answer } else { Missing::Bus }
    }

    /// Talks to the bus: over the connection that there is, or over a new one.
    async fn reach(&mut self, now: DateTime<Utc>) -> zbus::Result<()> {
        if let Some(bus) = &mut self.bus {
            if bus.look().await.is_ok() {
                return Ok(());
            }
            self.lose_bus();
        }
        self.bus = Some(Bus::connect(now).await?);
        Ok(())
    }

    fn lose_bus(&mut self) -> Heard {
        self.bus = None;
        self.late = None;
        Heard::Change
    }

    /// Asks the server what it can do. A server that hangs is noticed here, before anything is
    /// claimed for it.
    async fn ask_abilities(&mut self) -> Option<Missing> {
        let bus = self.bus.as_mut()?;
        let mut asking = ask_capabilities(&bus.notifications);
        let Ok(answer) = tokio::time::timeout(ANSWER, &mut asking).await else {
            self.late = Some(Late { answer: asking, asks: None });
            return Some(Missing::Answer);
        };
        let can: Vec<String> = match answer.map_err(zbus::fdo::Error::from) {
            Ok(answer) => answer.body().deserialize().unwrap_or_default(),
            Err(zbus::fdo::Error::UnknownMethod(_)) => Vec::new(),
            Err(_) => return Some(Missing::Server),
        };
        if bus.server.is_none() && bus.look().await.is_err() {
            return Some(Missing::Bus);
        }
        let Some(server) = &mut bus.server else { return Some(Missing::Server) };
        let screen = if let Some(known) = server.abilities {
            known.screen
        } else {
            let told = information(&bus.notifications).await.ok().flatten();
            Screen::of(&told.map(|told| told.name).unwrap_or_default())
        };
        server.abilities = Some(Abilities::of(&can, screen));
        None
    }

    /// Waits until something comes from the desktop.
    pub(super) async fn heard(&mut self) -> Heard {
        loop {
            self.close_pressed().await;
            if let Some((_, press)) = self.pressed.take() {
                return Heard::Pressed(press);
            }
            let Some(bus) = &mut self.bus else { return std::future::pending().await };
            tokio::select! {
                biased;
                answer = late(&mut self.late) => return self.answered_late(answer),
                signal = bus.signals.next() => {
                    let Some(Ok(signal)) = signal else { return self.lose_bus() };
                    let heard = bus.server.as_mut().and_then(|server| server.hear(&signal));
                    self.pressed = heard;
                }
                change = bus.owners.next() => {
                    let Some(change) = change else { return self.lose_bus() };
                    if let Ok(change) = change.args() {
                        bus.meet(change.new_owner().as_ref().map(|name| name.to_owned().into()));
                        // Whoever did not answer is not the server any more.
                        self.late = None;
                    }
                    return Heard::Change;
                }
            }
        }
    }

    /// Some servers leave a notification standing whose button was pressed.
    async fn close_pressed(&mut self) {
        let (Some((id, _)), Some(bus)) = (&self.pressed, &self.bus) else { return };
        // What took its place under the same id meanwhile stays.
        if !bus.server.as_ref().is_some_and(|server| server.shows(*id)) {
            bus.close(*id).await;
        }
    }

    /// A notice that the server took after all can be answered like any other.
    fn answered_late(&mut self, answer: Answer) -> Heard {
        let asks = self.late.take().and_then(|late| late.asks);
        let (Some((slot, asked)), Ok(answer)) = (asks, answer) else { return Heard::Change };
        let key = asked.key.clone();
        match self.shown(slot, asked, &answer) {
            Sent::Shown => Heard::Arrived(key),
            _ => Heard::Change,
        }
    }

    /// Shows one notice, in the place of what stands in its slot.
    pub(super) async fn show(&mut self, slot: Slot, key: &str, message: &Message) -> Sent {
        if self.late.is_some() {
            return Sent::Refused;
        }
        let Some(bus) = &self.bus else { return Sent::Refused };
        let Some(server) = &bus.server else { return Sent::Refused };
        let can = server.abilities.unwrap_or_default();
        if !can.suits(message) {
            return Sent::Refused;
        }
        let mut replaces = server.shown.get(&slot).map_or(0, |shown| shown.id);
        if replaces != 0 && !can.screen.replaces {
            bus.close(replaces).await;
            replaces = 0;
        }
        let notification = notification(&self.label, &self.icon, message, can);
        let mut sending = send(bus.notifications.clone(), notification, replaces);
        let asked = Asked { key: key.to_owned(), buttons: message.buttons.clone() };
        match tokio::time::timeout(ANSWER, &mut sending).await {
            Ok(Ok(answer)) => {
                self.meet_sender(&answer).await;
                self.shown(slot, asked, &answer)
            }
            Ok(Err(error)) => {
                log(&format!("the notification server could not show a notice ({})", name(&error)));
                failed(error)
            }
            Err(_) => {
                log("the notification server did not answer within 5 seconds");
                self.late = Some(Late { answer: sending, asks: Some((slot, asked)) });
                Sent::Unknown
            }
        }
    }

    /// Whoever took a notification may have come after we looked, started by it.
    async fn meet_sender(&mut self, answer: &zbus::Message) {
        if let Some(bus) = self.bus.as_mut().filter(|bus| !bus.is_from_server(answer)) {
            let _ = tokio::time::timeout(ANSWER, bus.look()).await;
        }
    }

    /// Takes note of a notification that the server took.
    fn shown(&mut self, slot: Slot, asked: Asked, answer: &zbus::Message) -> Sent {
        let Ok(id) = answer.body().deserialize() else { return Sent::Unknown };
        // What a server showed that is gone by now went with it.
        let bus = self.bus.as_mut().filter(|bus| bus.is_from_server(answer));
        if let Some(server) = bus.and_then(|bus| bus.server.as_mut()) {
            server.put(slot, Shown { id, asked, since: answer.recv_position() });
        }
        Sent::Shown
    }

    /// Takes away what is over, by its key and buttons; what has no key stays.
    pub(super) async fn withdraw(&mut self, is_over: &dyn Fn(&str, &[Button]) -> bool) {
        self.take_away(|asked| !asked.key.is_empty() && is_over(&asked.key, &asked.buttons)).await;
    }

    async fn take_away(&mut self, over: impl Fn(&Asked) -> bool) {
        let Some(bus) = &mut self.bus else { return };
        let Some(server) = &mut bus.server else { return };
        let standing = server.shown.iter().filter(|(_, shown)| over(&shown.asked));
        let slots: Vec<Slot> = standing.map(|(slot, _)| *slot).collect();
        for id in server.withdraw(&slots) {
            bus.close(id).await;
        }
    }

    /// Takes everything away: after the daemon's end no button does anything.
    pub(super) async fn leave(&mut self) {
        self.take_away(|_| true).await;
    }

    /// What was said on the bus by now and not heard yet.
    pub(super) async fn heard_so_far(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        if let Some(bus) = &mut self.bus {
            // Before the bus's answer comes all that it passed on before.
            let _ = tokio::time::timeout(FAREWELL, bus.look()).await;
        }
        while let Ok(next) = tokio::time::timeout(Duration::ZERO, self.heard()).await {
            heard.push(next);
        }
        heard
    }
}

/// The answer to a call that is late; never, if there is none.
async fn late(late: &mut Option<Late>) -> Answer {
    match late {
        Some(late) => late.answer.as_mut().await,
        None => std::future::pending().await,
    }
}
