//! Somebody who sends notifications: the other side in the tests of the desktop itself.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use zbus::connection::Builder as Connecting;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::fdo::DBusProxy;
use zbus::message::Type;
use zbus::names::MemberName;
use zbus::{Connection, MatchRule, MessageStream, Variant};

use super::bus::{NOTIFICATIONS, SERVER};
use super::{Desktop, News, PATIENCE};

pub(super) struct Sender {
    runtime: Runtime,
    connection: Connection,
    signals: MessageStream,
}

impl Sender {
    pub(super) fn on(desktop: &Desktop) -> Self {
        Self::waiting(desktop, PATIENCE)
    }

    /// One who gives up after `patience` without an answer.
    pub(super) fn waiting(desktop: &Desktop, patience: Duration) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (_, address) = &desktop.env()[0];
        let (connection, signals) = runtime.block_on(async {
            let connecting = Connecting::address(address.as_str()).method_timeout(patience);
            let connection = connecting.build().await.unwrap();
            // Some servers tell the sender alone, some tell everybody who asked the bus for it. Who
            // does not say of whom hears GNOME twice: once from the one who passes it on.
            let signals = MessageStream::from(&connection);
            let rule = MatchRule::builder().msg_type(Type::Signal).interface(SERVER);
            let rule = rule.sender(SERVER).build().unwrap();
            let bus = DBusProxy::new(&connection).await.unwrap();
            bus.add_match_rule(rule).await.unwrap();
            (connection, signals)
        });
        Self { runtime, connection, signals }
    }

    /// With two buttons, quietly.
    pub(super) fn send(&self, summary: &str, replaces: u32) -> zbus::Result<u32> {
        self.send_with(summary, replaces, 0, &["done", "I did it", "later", "Later"])
    }

    /// With these keys and labels, this urgently.
    pub(super) fn send_with(
        &self,
        summary: &str,
        replaces: u32,
        urgency: u8,
        actions: &[&str],
    ) -> zbus::Result<u32> {
        let hints = BTreeMap::from([("urgency", Variant::from(urgency))]);
        let body = ("nocontact", replaces, "", summary, "And breathe.", actions, hints, -1_i32);
        self.runtime.block_on(async {
            let path = NOTIFICATIONS.path;
            let call =
                self.connection.call_method(Some(SERVER), path, Some(SERVER), "Notify", &body);
            call.await?.body().deserialize()
        })
    }

    pub(super) fn next_action(&mut self) -> (u32, String) {
        loop {
            if let (id, News::Pressed(key)) = self.next_news() {
                return (id, key);
            }
        }
    }

    pub(super) fn next_closed(&mut self) -> (u32, u32) {
        loop {
            if let (id, News::Closed(reason)) = self.next_news() {
                return (id, reason);
            }
        }
    }

    /// What the server tells next, to this sender or to all.
    fn next_news(&mut self) -> (u32, News) {
        let listening = async {
            while let Some(message) = self.signals.next().await {
                let message = message.unwrap();
                let header = message.header();
                match header.member().map(MemberName::as_str) {
                    Some("ActionInvoked") => {
                        let (id, key) = message.body().deserialize().unwrap();
                        return (id, News::Pressed(key));
                    }
                    Some("NotificationClosed") => {
                        let (id, reason) = message.body().deserialize().unwrap();
                        return (id, News::Closed(reason));
                    }
                    _ => {}
                }
            }
            panic!("the bus is gone");
        };
        let news = self.runtime.block_on(async { timeout(PATIENCE, listening).await });
        news.expect("the sender hears nothing")
    }
}
