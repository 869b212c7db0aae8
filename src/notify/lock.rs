//! Whether the person's screen is locked, as logind tells it.
//!
//! Owns the conversation with logind on the system bus, and promises that it never holds anything
//! up: nothing is started by it, no answer is waited for longer than a second, and where there is
//! none the screen counts as unlocked. A connection is kept only from a *locked* to the next change
//! or question, so an unlocked screen costs neither a descriptor nor a wake-up. What waits while
//! the screen is locked is not decided here.

use std::collections::HashMap;
use std::future::pending;
use std::time::Duration;

use zbus::export::ordered_stream::OrderedStreamExt as _;
use zbus::message::Type;
use zbus::names::OwnedUniqueName;
use zbus::{
    Connection, DynamicType, Message, MessageStream, OwnedObjectPath, OwnedVariant, Structure,
    Variant,
};

/// The name that logind, or whoever stands in for it, owns on the system bus.
const LOGIND: &str = "org.freedesktop.login1";
const ROOT: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const USER: &str = "org.freedesktop.login1.User";
const SESSION: &str = "org.freedesktop.login1.Session";

/// The session of whoever asks: for a user whom logind knows without a display.
const OWN_SESSION: &str = "/org/freedesktop/login1/session/auto";

/// The bus itself; its interface has the same name.
const BUS: &str = "org.freedesktop.DBus";
const BUS_PATH: &str = "/org/freedesktop/DBus";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// A lock that is not heard of by then is none.
const ANSWER: Duration = Duration::from_secs(1);

/// Whether the person's screen is locked, as logind tells it.
#[derive(Default)]
pub(super) struct Lock {
    /// There from an answer of *locked* until something happens to it.
    watch: Option<Watch>,
}

impl Lock {
    /// Asks logind; false where there is none, where it does not answer within a second, or where
    /// it knows no session.
    pub(super) async fn is_locked(&mut self) -> bool {
        // Asked anew over a new connection each time: nothing that we knew can be out of date.
        self.watch = None;
        let watch = tokio::time::timeout(ANSWER, Watch::if_locked()).await;
        self.watch = watch.ok().and_then(Result::ok).flatten();
        self.watch.is_some()
    }

    /// Waits until what was locked may not be locked any more; for ever where the last answer was
    /// *not locked*. It may be dropped and called again at any time without missing anything.
    pub(super) async fn changed(&mut self) {
        let Some(watch) = &mut self.watch else { return pending().await };
        watch.news().await;
        // Once is enough, also where the bus is gone and would say so for ever.
        self.watch = None;
    }
}

/// A locked screen, and an ear for what becomes of it.
struct Watch {
    logind: OwnedUniqueName,
    messages: MessageStream,
}

impl Watch {
    async fn if_locked() -> zbus::Result<Option<Self>> {
        let logind = Logind::reach().await?;
        let session = logind.session().await;
        if !logind.says_locked(&session).await? {
            return Ok(None);
        }
        let watch = logind.listen().await?;
        // It may have been unlocked before we listened.
        Ok(logind.says_locked(&session).await?.then_some(watch))
    }

    /// Waits for a message that matters, or for the end of the connection.
    async fn news(&mut self) {
        while let Some(Ok(message)) = self.messages.next().await {
            if self.matters(&message) {
                return;
            }
        }
    }

    /// Logind's word on a lock or on the user's session, or the bus's that logind came or went.
    /// Anybody may send us a signal: only theirs count.
    fn matters(&self, message: &Message) -> bool {
        let header = message.header();
        let is = |name: &str| header.member().is_some_and(|member| member.as_str() == name);
        let from = |name: &str| header.sender().is_some_and(|sender| sender.as_str() == name);
        if message.message_type() != Type::Signal {
            return false;
        }
        if from(BUS) {
            return is("NameOwnerChanged");
        }
        if !from(self.logind.as_str()) || !is("PropertiesChanged") {
            return false;
        }
        let body = message.body();
        let changed = body.deserialize::<(&str, HashMap<&str, Variant<'_>>, Vec<&str>)>();
        let of_interest = |name: &str| matches!(name, "LockedHint" | "Display");
        changed.is_ok_and(|(_, new, unknown)| new.into_keys().chain(unknown).any(of_interest))
    }
}

/// Logind, on a connection of its own.
struct Logind {
    bus: Connection,
    /// Calls to this name reach the process that owned logind's when we asked, or nobody: they
    /// start nothing.
    name: OwnedUniqueName,
}

impl Logind {
    async fn reach() -> zbus::Result<Self> {
        let bus = super::bus::system().await?;
        let owner =
            bus.call_method(Some(BUS), BUS_PATH, Some(BUS), "GetNameOwner", &(LOGIND,)).await?;
        let name = owner.body().deserialize()?;
        Ok(Self { bus, name })
    }

    /// The session in which the person sees the desktop. A daemon that systemd started for them is
    /// in no session, so it is not its own that is asked for.
    async fn session(&self) -> String {
        let display = self.display().await;
        display.ok().filter(|path| path != "/").unwrap_or_else(|| OWN_SESSION.to_owned())
    }

    async fn display(&self) -> zbus::Result<String> {
        let uid = rustix::process::getuid().as_raw();
        let user = self.call(ROOT, MANAGER, "GetUser", &(uid,)).await?;
        let user: OwnedObjectPath = user.body().deserialize()?;
        let display = Structure::try_from(self.property(user.as_str(), USER, "Display").await?)?;
        let (_id, path): (String, OwnedObjectPath) = display.try_into()?;
        Ok(path.as_str().to_owned())
    }

    async fn says_locked(&self, session: &str) -> zbus::Result<bool> {
        self.property(session, SESSION, "LockedHint").await?.try_into()
    }

    /// From now on hears what may change the answer. Nobody else uses this connection, so a queue
    /// that nobody reads for a while keeps nobody waiting.
    async fn listen(&self) -> zbus::Result<Watch> {
        let messages = MessageStream::from(&self.bus);
        let changed = format!(
            "type='signal',sender='{}',interface='{PROPERTIES}',member='PropertiesChanged',\
             path_namespace='{ROOT}'",
            self.name
        );
        let gone = format!(
            "type='signal',sender='{BUS}',interface='{BUS}',member='NameOwnerChanged',\
             arg0='{LOGIND}'"
        );
        for rule in [changed, gone] {
            self.bus.call_method(Some(BUS), BUS_PATH, Some(BUS), "AddMatch", &(rule,)).await?;
        }
        Ok(Watch { logind: self.name.clone(), messages })
    }

    async fn property(&self, path: &str, of: &str, name: &str) -> zbus::Result<OwnedVariant> {
        let answer = self.call(path, PROPERTIES, "Get", &(of, name)).await?;
        answer.body().deserialize()
    }

    async fn call<B: serde::Serialize + DynamicType>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> zbus::Result<Message> {
        self.bus.call_method(Some(&*self.name), path, Some(interface), method, body).await
    }
}
