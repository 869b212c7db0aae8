//! Hears everything on a test bus: which notifications a client asked for, which of them the
//! server took (it answered with an id), which were closed or answered.
//!
//! A monitor connection receives every message in the order in which the bus passed it on, so
//! nothing is lost, merged or reordered, and a duplicate is two. Nothing runs in the background:
//! before it tells what it heard, it sends a message of its own and listens until that comes by.
//! So whatever happened before the question is in the answer.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::timeout;
use zbus::connection::Builder as Connecting;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::fdo::MonitoringProxy;
use zbus::message::{Header, Type};
use zbus::names::{BusName, UniqueName};
use zbus::{Message, MessageStream, OwnedVariant};

use super::bus::{Bus, SERVER, THE_BUS};
use super::{News, PATIENCE, Shown, Told, Urgency};

/// What was heard on the bus so far.
#[derive(Default)]
pub(super) struct Heard {
    calls: Vec<Call>,
    /// Which call each notification on the screen comes from, by id.
    open: BTreeMap<u32, usize>,
    told: Vec<Told>,
    /// Who answers for the server: on GNOME somebody who passes on, and hears, the same again.
    server: Option<String>,
}

struct Call {
    sender: String,
    serial: u32,
    answered: bool,
    shown: Shown,
}

type NotifyBody =
    (String, u32, String, String, String, Vec<String>, BTreeMap<String, OwnedVariant>, i32);

impl Heard {
    pub(super) fn calls(&self) -> usize {
        self.calls.len()
    }

    pub(super) fn all(&self) -> Vec<Shown> {
        self.calls.iter().map(|call| call.shown.clone()).collect()
    }

    pub(super) fn shown(&self) -> Vec<Shown> {
        self.calls.iter().filter(|call| call.answered).map(|call| call.shown.clone()).collect()
    }

    /// Those on the screen, the newest first.
    pub(super) fn open(&self) -> Vec<&Shown> {
        let mut indexes: Vec<usize> = self.open.values().copied().collect();
        indexes.sort_unstable();
        indexes.iter().rev().map(|&index| &self.calls[index].shown).collect()
    }

    /// Everything that the server told about its notifications, in order.
    pub(super) fn told(&self) -> &[Told] {
        &self.told
    }

    /// From now on this connection is the server.
    pub(super) fn listen_to(&mut self, server: String) {
        self.server = Some(server);
    }

    /// A server that is gone shows nothing any more.
    pub(super) fn clear_screen(&mut self) {
        self.open.clear();
    }

    fn take(&mut self, message: &Message) {
        let header = message.header();
        let member = header.member().map_or("", |member| member.as_str());
        let of_servers = header.interface().is_some_and(|name| name.as_str() == SERVER);
        let sender = header.sender().map(UniqueName::as_str);
        let by_server = self.server.is_some() && sender == self.server.as_deref();
        match header.message_type() {
            Type::MethodCall if of_servers && !by_server && member == "Notify" => {
                self.asked(&header, message);
            }
            Type::MethodReturn => self.answered(&header, message),
            Type::Signal if of_servers && by_server && member == "ActionInvoked" => {
                if let Ok((id, key)) = message.body().deserialize::<(u32, String)>() {
                    self.tell(&header, id, News::Pressed(key));
                }
            }
            Type::Signal if of_servers && by_server && member == "NotificationClosed" => {
                if let Ok((id, reason)) = message.body().deserialize::<(u32, u32)>() {
                    self.open.remove(&id);
                    self.tell(&header, id, News::Closed(reason));
                }
            }
            _ => {}
        }
    }

    fn tell(&mut self, header: &Header<'_>, id: u32, news: News) {
        self.told.push(Told { id, news, to_all: header.destination().is_none() });
    }

    fn asked(&mut self, header: &Header<'_>, message: &Message) {
        let body = message.body();
        let Ok((app_name, replaces, icon, summary, body, actions, hints, expires)) =
            body.deserialize::<NotifyBody>()
        else {
            return;
        };
        let urgency = match hints.get("urgency").and_then(|value| u8::try_from(value).ok()) {
            Some(0) => Urgency::Low,
            Some(2) => Urgency::Critical,
            _ => Urgency::Normal,
        };
        let hints = hints.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
        let actions =
            actions.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        let shown = Shown {
            id: 0,
            replaces,
            app_name,
            icon,
            summary,
            body,
            urgency,
            actions,
            hints,
            expires,
        };
        self.calls.push(Call {
            sender: header.sender().map(ToString::to_string).unwrap_or_default(),
            serial: header.primary().serial_num().get(),
            answered: false,
            shown,
        });
    }

    fn answered(&mut self, header: &Header<'_>, message: &Message) {
        let (Some(serial), Some(caller)) = (header.reply_serial(), header.destination()) else {
            return;
        };
        let answers = |call: &Call| {
            !call.answered && call.serial == serial.get() && call.sender == caller.as_str()
        };
        let Some(index) = self.calls.iter().position(answers) else {
            return;
        };
        // An id of 0 is how dunst says that there was nothing to show.
        if let Ok(id @ 1..) = message.body().deserialize::<u32>() {
            self.calls[index].answered = true;
            self.calls[index].shown.id = id;
            self.open.insert(id, index);
        }
    }
}

/// Two connections to one bus: one that listens, one that speaks.
pub(super) struct Ear {
    pub(super) bus: Bus,
    monitor: MessageStream,
}

impl Ear {
    pub(super) fn at(address: &str) -> Self {
        let bus = Bus::at(address);
        let monitor = bus.run(async {
            let monitor = Connecting::address(address).build().await.unwrap();
            // Listening starts before the bus is asked for everything, so nothing is missed.
            let stream = MessageStream::from(&monitor);
            let proxy = MonitoringProxy::new(&monitor).await.unwrap();
            proxy.become_monitor(&[], 0).await.unwrap();
            stream
        });
        Self { bus, monitor }
    }

    /// Listens until everything that is on its way now has been heard.
    pub(super) fn catch_up(&mut self, heard: &mut Heard) {
        let Self { bus, monitor } = self;
        let catching_up = async {
            let answer = bus.call(THE_BUS, "GetId", &()).await;
            let (mine, me) = (answer.header().reply_serial(), bus.name());
            while let Some(message) = monitor.next().await {
                let message = message.expect("the test bus broke off");
                heard.take(&message);
                let header = message.header();
                let to_me =
                    matches!(header.destination(), Some(BusName::Unique(name)) if name == me);
                if to_me && header.reply_serial() == mine {
                    return;
                }
            }
            panic!("the test bus is gone");
        };
        let outcome = bus.run(async { timeout(PATIENCE, catching_up).await });
        outcome.expect("the test bus hangs");
    }

    /// Listens until what was heard is enough, or nothing more is worth waiting for.
    pub(super) fn wait_until(
        &mut self,
        heard: &mut Heard,
        patience: Duration,
        enough: impl Fn(&Heard) -> bool,
    ) -> bool {
        let Self { bus, monitor } = self;
        let listening = async {
            while !enough(heard) {
                let Some(message) = monitor.next().await else {
                    return;
                };
                heard.take(&message.expect("the test bus broke off"));
            }
        };
        let _ = bus.run(async { timeout(patience, listening).await });
        enough(heard)
    }
}
