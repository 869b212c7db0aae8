//! A notification server that does what a test tells it, when it tells it: signals said twice, with
//! keys that no button has, or before the answer that they belong to; and somebody else on the bus,
//! who says what only a server may say.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use tokio::runtime::{Builder, Runtime};
use zbus::connection::Builder as Connecting;
use zbus::export::ordered_stream::OrderedStreamExt as _;
use zbus::fdo::MonitoringProxy;
use zbus::message::Type;
use zbus::{Connection, Message, MessageStream, OwnedVariant, Variant};

use super::wait_for;
use crate::desktop::Desktop;

const SERVER: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const DUNST: &str = "org.dunstproject.cmd0";

/// Somebody on the bus who is not the server, and may ask dunst what only its own commands ask.
pub(super) struct Stranger {
    runtime: Runtime,
    connection: Connection,
}

impl Stranger {
    pub(super) fn on(desktop: &Desktop) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(connect(desktop));
        Self { runtime, connection }
    }

    /// Says that a button was pressed, to everybody or to one.
    pub(super) fn claims_press(&self, to: Option<&str>, id: u32, key: &str) {
        self.runtime.block_on(signal(&self.connection, to, "ActionInvoked", &(id, key)));
    }

    /// Do not disturb, or do so again.
    pub(super) fn set_paused(&self, paused: bool) {
        let body = (DUNST, "paused", Variant::from(paused));
        self.ask("org.freedesktop.DBus.Properties", "Set", &body);
    }

    /// How many notifications wait until they may disturb.
    pub(super) fn waiting(&self) -> u32 {
        let body = (DUNST, "waitingLength");
        let answer = self.ask("org.freedesktop.DBus.Properties", "Get", &body);
        u32::try_from(answer.body().deserialize::<OwnedVariant>().unwrap()).unwrap()
    }

    fn ask<B: serde::Serialize + zbus::DynamicType>(
        &self,
        interface: &str,
        method: &str,
        body: &B,
    ) -> Message {
        let call = self.connection.call_method(Some(SERVER), PATH, Some(interface), method, body);
        self.runtime.block_on(call).unwrap()
    }
}

/// Hears every message on the bus but its own, from its beginning on.
pub(super) struct Eavesdropper {
    stranger: Stranger,
    messages: MessageStream,
}

impl Eavesdropper {
    pub(super) fn on(desktop: &Desktop) -> Self {
        let stranger = Stranger::on(desktop);
        let messages = stranger.runtime.block_on(async {
            let monitor = connect(desktop).await;
            let messages = MessageStream::from(&monitor);
            MonitoringProxy::new(&monitor).await.unwrap().become_monitor(&[], 0).await.unwrap();
            messages
        });
        let mut ear = Self { stranger, messages };
        ear.heard();
        ear
    }

    /// `sender member first-string` of every message since it was last asked.
    pub(super) fn heard(&mut self) -> Vec<String> {
        let Self { stranger, messages } = self;
        let me = stranger.connection.unique_name().unwrap().to_string();
        stranger.runtime.block_on(async {
            let bus = "org.freedesktop.DBus";
            let call = stranger.connection.call_method(
                Some(bus),
                "/org/freedesktop/DBus",
                Some(bus),
                "GetId",
                &(),
            );
            let mark = call.await.unwrap().header().reply_serial();
            let mut heard = Vec::new();
            loop {
                let message = messages.next().await.unwrap().unwrap();
                let header = message.header();
                let to_me = header.destination().is_some_and(|name| name.as_str() == me);
                if to_me && header.reply_serial() == mark {
                    return heard;
                }
                let sender = header.sender().map_or("", |name| name.as_str()).to_owned();
                if sender != me && !to_me {
                    let member = header.member().map_or("", |name| name.as_str());
                    heard.push(format!("{sender} {member}").trim_end().to_owned());
                }
            }
        })
    }
}

/// What was asked of a puppet.
#[derive(Default)]
struct Asked {
    /// Id, summary and the keys of the buttons of each notification, in order.
    notified: Vec<(u32, String, Vec<String>)>,
    closed: Vec<u32>,
    /// What is said in one breath with the next answer, before it and after it.
    with_next: [Vec<(u32, String)>; 2],
}

/// A server of the test's own; it shows nothing, and closes nothing by itself.
pub(super) struct Puppet {
    runtime: Runtime,
    connection: Connection,
    asked: Arc<Mutex<Asked>>,
    served: Option<JoinHandle<()>>,
}

impl Puppet {
    /// Takes the name that a notification server has. The first id that it gives is 1.
    pub(super) fn on(desktop: &Desktop) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let asked = Arc::new(Mutex::new(Asked::default()));
        let (tell, told) = channel();
        let address = desktop.env()[0].1.clone();
        let served = {
            let asked = Arc::clone(&asked);
            thread::spawn(move || {
                let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let bus = Connecting::address(address.as_str()).build().await.unwrap();
                    let mut calls = MessageStream::from(&bus);
                    bus.request_name(SERVER).await.unwrap();
                    tell.send(bus.clone()).unwrap();
                    while let Some(Ok(call)) = calls.next().await {
                        if is(&call, Type::Signal, "Leave") {
                            break;
                        }
                        serve(&bus, &asked, &call).await;
                    }
                    let _ = bus.release_name(SERVER).await;
                });
            })
        };
        let connection = told.recv().unwrap();
        Self { runtime, connection, asked, served: Some(served) }
    }

    /// Goes, and with it all that it showed.
    pub(super) fn leave(mut self) {
        let me = self.connection.unique_name().unwrap().to_string();
        self.runtime.block_on(signal(&self.connection, Some(&me), "Leave", &()));
        self.served.take().unwrap().join().unwrap();
    }

    /// Waits until so many notifications were asked for, and gives id, summary and keys of the last.
    #[track_caller]
    pub(super) fn wait_for(&self, count: usize) -> (u32, String, Vec<String>) {
        wait_for(&format!("{count} notifications"), || self.notified() >= count);
        self.asked.lock().unwrap().notified[count - 1].clone()
    }

    pub(super) fn notified(&self) -> usize {
        self.asked.lock().unwrap().notified.len()
    }

    /// The ids that it was told to close.
    pub(super) fn closed(&self) -> Vec<u32> {
        self.asked.lock().unwrap().closed.clone()
    }

    pub(super) fn press(&self, id: u32, key: &str) {
        self.runtime.block_on(signal(&self.connection, None, "ActionInvoked", &(id, key)));
    }

    pub(super) fn say_closed(&self, id: u32) {
        self.runtime.block_on(signal(&self.connection, None, "NotificationClosed", &(id, 2_u32)));
    }

    /// A press that is said right before the next notification is answered with its id.
    pub(super) fn press_before_next(&self, id: u32, key: &str) {
        self.asked.lock().unwrap().with_next[0].push((id, key.to_owned()));
    }

    /// A press that is said right after the next notification is answered with its id.
    pub(super) fn press_after_next(&self, id: u32, key: &str) {
        self.asked.lock().unwrap().with_next[1].push((id, key.to_owned()));
    }
}

async fn serve(bus: &Connection, asked: &Mutex<Asked>, call: &Message) {
    let header = call.header();
    if is(call, Type::MethodCall, "GetCapabilities") {
        bus.reply(&header, &vec!["actions", "body"]).await.unwrap();
    } else if is(call, Type::MethodCall, "GetServerInformation") {
        bus.reply(&header, &("puppet", "nocontact", "1", "1.2")).await.unwrap();
    } else if is(call, Type::MethodCall, "CloseNotification") {
        asked.lock().unwrap().closed.push(call.body().deserialize().unwrap());
    } else if is(call, Type::MethodCall, "Notify") {
        let (id, [before, after]) = asked.lock().unwrap().take(call);
        for (id, key) in before {
            signal(bus, None, "ActionInvoked", &(id, key)).await;
        }
        bus.reply(&header, &id).await.unwrap();
        for (id, key) in after {
            signal(bus, None, "ActionInvoked", &(id, key)).await;
        }
    }
}

type NotifyBody = (
    String,
    u32,
    String,
    String,
    String,
    Vec<String>,
    std::collections::BTreeMap<String, OwnedVariant>,
    i32,
);

impl Asked {
    fn take(&mut self, call: &Message) -> (u32, [Vec<(u32, String)>; 2]) {
        let body = call.body();
        let (_, replaces, _, summary, _, actions, ..): NotifyBody = body.deserialize().unwrap();
        let highest = self.notified.iter().map(|(id, ..)| *id).max().unwrap_or_default();
        let id = if replaces == 0 { highest + 1 } else { replaces };
        let keys = actions.chunks_exact(2).map(|pair| pair[0].clone()).collect();
        self.notified.push((id, summary, keys));
        (id, std::mem::take(&mut self.with_next))
    }
}

async fn connect(desktop: &Desktop) -> Connection {
    let (_, address) = &desktop.env()[0];
    Connecting::address(address.as_str()).build().await.unwrap()
}

async fn signal<B: serde::Serialize + zbus::DynamicType>(
    from: &Connection,
    to: Option<&str>,
    member: &str,
    body: &B,
) {
    from.emit_signal(to, PATH, SERVER, member, body).await.unwrap();
}

fn is(message: &Message, kind: Type, member: &str) -> bool {
    let header = message.header();
    header.message_type() == kind && header.member().is_some_and(|name| name.as_str() == member)
}
