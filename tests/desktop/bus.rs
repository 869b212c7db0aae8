//! Speaks on a test bus: one connection that asks whoever is there, and gives up on who hangs.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use zbus::connection::Builder as Connecting;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::fdo::DBusProxy;
use zbus::message::Type as MessageType;
use zbus::names::{BusName, UniqueName};
use zbus::zvariant::{DynamicType, Type};
use zbus::{Connection, MatchRule, Message, MessageStream, OwnedVariant, Variant};

use super::PATIENCE;

pub(super) const SERVER: &str = "org.freedesktop.Notifications";

/// Something on a bus that can be asked: who has it, where it is there, and which of its faces.
#[derive(Clone, Copy)]
pub(super) struct Door<'a> {
    pub(super) owner: &'a str,
    pub(super) path: &'a str,
    pub(super) interface: &'a str,
}

pub(super) const THE_BUS: Door<'static> = Door {
    owner: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
};

/// What every notification server understands.
pub(super) const NOTIFICATIONS: Door<'static> =
    Door { owner: SERVER, path: "/org/freedesktop/Notifications", interface: SERVER };

pub(super) struct Bus {
    runtime: Runtime,
    connection: Connection,
}

impl Bus {
    pub(super) fn at(address: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection =
            runtime.block_on(async { Connecting::address(address).build().await.unwrap() });
        Self { runtime, connection }
    }

    pub(super) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// What this connection is called.
    pub(super) fn name(&self) -> &UniqueName<'static> {
        self.connection.unique_name().expect("the bus gave it a name")
    }

    pub(super) fn has_owner(&self, name: &'static str) -> bool {
        self.run(async {
            let bus = DBusProxy::new(&self.connection).await.unwrap();
            bus.name_has_owner(BusName::try_from(name).unwrap()).await.unwrap()
        })
    }

    /// Which connection has this name.
    pub(super) fn owner_of(&self, name: &str) -> String {
        self.ask(THE_BUS, "GetNameOwner", &name)
    }

    pub(super) fn property<T: TryFrom<OwnedVariant>>(&self, door: Door<'_>, name: &str) -> T {
        let value: OwnedVariant = self.ask(properties(door), "Get", &(door.interface, name));
        T::try_from(value).unwrap_or_else(|_| panic!("{name} is of another kind"))
    }

    pub(super) fn set_property(&self, door: Door<'_>, name: &str, value: Variant<'_>) {
        self.tell(properties(door), "Set", &(door.interface, name, value));
    }

    /// Does something, and waits until somebody has told all that it is done.
    pub(super) fn until_signal(&self, interface: &str, name: &str, act: impl FnOnce()) {
        let rule = MatchRule::builder().msg_type(MessageType::Signal).interface(interface);
        let rule = rule.member(name).build().unwrap();
        let signals = MessageStream::for_match_rule(rule, &self.connection, None);
        let mut signals = self.run(signals).unwrap();
        act();
        let signal = self.run(async { timeout(PATIENCE, signals.next()).await });
        assert!(matches!(signal, Ok(Some(Ok(_)))), "nobody told {name}");
    }

    /// Asks, and waits for the answer.
    pub(super) fn ask<B, T>(&self, door: Door<'_>, method: &str, body: &B) -> T
    where
        B: serde::Serialize + DynamicType,
        T: serde::de::DeserializeOwned + Type,
    {
        self.run(self.call(door, method, body)).body().deserialize().unwrap()
    }

    /// Asks for something to be done, and waits until it is.
    pub(super) fn tell<B>(&self, door: Door<'_>, method: &str, body: &B)
    where
        B: serde::Serialize + DynamicType,
    {
        self.run(self.call(door, method, body));
    }

    /// Asks somebody who may have gone, or may not know the answer.
    pub(super) fn try_ask<B, T>(&self, door: Door<'_>, method: &str, body: &B) -> Option<T>
    where
        B: serde::Serialize + DynamicType,
        T: serde::de::DeserializeOwned + Type,
    {
        self.run(self.try_call(door, method, body)).ok()?.body().deserialize().ok()
    }

    /// The same for somebody who may hang.
    pub(super) fn ask_within<B, T>(
        &self,
        patience: Duration,
        door: Door<'_>,
        method: &str,
        body: &B,
    ) -> Option<T>
    where
        B: serde::Serialize + DynamicType,
        T: serde::de::DeserializeOwned + Type,
    {
        let call = self.try_call(door, method, body);
        let answer = self.run(async { timeout(patience, call).await });
        answer.ok()?.ok()?.body().deserialize().ok()
    }

    pub(super) fn try_property<T: TryFrom<OwnedVariant>>(
        &self,
        door: Door<'_>,
        name: &str,
    ) -> Option<T> {
        let value =
            self.try_ask::<_, OwnedVariant>(properties(door), "Get", &(door.interface, name));
        T::try_from(value?).ok()
    }

    pub(super) async fn call<B>(&self, door: Door<'_>, method: &str, body: &B) -> Message
    where
        B: serde::Serialize + DynamicType,
    {
        let answer = self.try_call(door, method, body).await;
        answer.unwrap_or_else(|error| panic!("{} refused {method}: {error}", door.owner))
    }

    async fn try_call<B>(&self, door: Door<'_>, method: &str, body: &B) -> zbus::Result<Message>
    where
        B: serde::Serialize + DynamicType,
    {
        let Door { owner, path, interface } = door;
        let call = self.connection.call_method(Some(owner), path, Some(interface), method, body);
        timeout(PATIENCE, call).await.unwrap_or_else(|_| panic!("{owner} hangs in {method}"))
    }
}

fn properties(door: Door<'_>) -> Door<'_> {
    Door { interface: "org.freedesktop.DBus.Properties", ..door }
}
