//! A look at the session bus and its notification server, and one notice on request.
//!
//! Owns what doctor knows of the desktop. Nothing is started by looking, and nothing is waited for
//! longer than a notice would be; what is shown goes in the form of every other notice, and stays as
//! long as the [`Probe`] lives: some servers take down what a sender leaves behind.

use std::process::{Command, Stdio};

use tokio::runtime::{Builder, Runtime};
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use zbus::fdo::DBusProxy;
use zbus::names::{OwnedUniqueName, WellKnownName};
use zbus::{Connection, DynamicType, Message as Answered, OwnedVariant, Proxy};

use super::Sent;
use super::bus;
use super::call::{
    ANSWER, Information, PATH, SERVER, ask_capabilities, failed, has_sleeper, information, name,
    proxy, send,
};
use super::form::{Abilities, Screen, notification};
use super::lock::Lock;
use crate::countdown::message::Message;

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// What stands where notices are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No session bus can be reached.
    NoBus,
    /// There is a bus, and it does not answer.
    SilentBus,
    /// Nobody shows notifications.
    NoServer,
    /// A server is installed, and starts with the first notice.
    Asleep,
    /// A server has its place on the bus, and does not answer; its process, if the bus knows it.
    Silent(Option<u32>),
    /// A server that answers.
    Server(About),
}

/// A notification server, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it calls itself; empty if it does not say.
    pub name: String,
    /// Who makes it.
    pub vendor: String,
    /// Its version.
    pub version: String,
    /// The version of the specification that it follows.
    pub specification: String,
    /// Whether notices have buttons there.
    pub buttons: bool,
    /// Whether it keeps notifications from being seen; `None` if it does not tell.
    pub quiet: Option<bool>,
}

/// What became of the notice that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The server took it, under this number.
    Under(u32),
    /// It was not taken; the name of the error.
    Refused(String),
    /// The server took it or refused it in a way that nobody understands; the name of the error.
    Unclear(String),
    /// No answer came.
    Silence,
}

/// A connection to the session bus, held as long as this value lives.
pub struct Probe {
    /// What was found.
    pub found: Found,
    /// Whether the screen is locked, as far as logind knows.
    pub locked: bool,
    can: Abilities,
    bus: Option<Connection>,
    runtime: Option<Runtime>,
}

impl Probe {
    /// Looks.
    ///
    /// # Errors
    /// If the system refuses what waiting with a limit needs.
    pub fn look() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
        let (found, can, bus, locked) = runtime.block_on(async {
            let locked = Lock::default().is_locked().await;
            match timeout(ANSWER, bus::session()).await {
                Err(_) => (Found::SilentBus, Abilities::default(), None, locked),
                Ok(Err(_)) => (Found::NoBus, Abilities::default(), None, locked),
                Ok(Ok(bus)) => {
                    let (found, can) = look_on(&bus).await;
                    (found, can, Some(bus), locked)
                }
            }
        });
        Ok(Self { found, locked, can, bus, runtime: Some(runtime) })
    }

    /// Shows a notice, and starts a server that sleeps.
    #[must_use]
    pub fn show(&self, label: &str, icon: &str, message: &Message) -> Taken {
        let (Some(runtime), Some(bus)) = (&self.runtime, &self.bus) else { return Taken::Silence };
        let sending = async {
            let server = proxy(bus).await?;
            let can = match self.found {
                Found::Asleep => asked(&server).await.map(|(_, can)| can).unwrap_or_default(),
                _ => self.can,
            };
            let notification = notification(label, icon, message, can);
            send(server, notification, 0).await?.body().deserialize::<u32>()
        };
        match runtime.block_on(async { timeout(ANSWER, sending).await }) {
            Ok(Ok(id)) => Taken::Under(id),
            Ok(Err(error)) => {
                let what = name(&error);
                if failed(error) == Sent::Refused {
                    Taken::Refused(what)
                } else {
                    Taken::Unclear(what)
                }
            }
            Err(_) => Taken::Silence,
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.bus = None;
        // What hangs must not keep us from ending.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn look_on(bus: &Connection) -> (Found, Abilities) {
    let nothing = |found| (found, Abilities::default());
    let asking = async {
        let dbus = DBusProxy::new(bus).await?;
        let server = WellKnownName::from_static_str(SERVER)?;
        match dbus.get_name_owner(server.into()).await {
            Ok(owner) => Ok(Ok(owner)),
            Err(zbus::fdo::Error::NameHasNoOwner(_)) => Ok(Err(has_sleeper(&dbus).await)),
            Err(error) => Err(zbus::Error::from(error)),
        }
    };
    let owner = match timeout(ANSWER, asking).await {
        Ok(Ok(Ok(owner))) => owner,
        Ok(Ok(Err(true))) => return nothing(Found::Asleep),
        Ok(Ok(Err(false))) => return nothing(Found::NoServer),
        Ok(Err(_)) => return nothing(Found::NoBus),
        Err(_) => return nothing(Found::SilentBus),
    };
    let Ok(server) = proxy(bus).await else { return nothing(Found::NoBus) };
    let Ok((told, can)) = asked(&server).await else {
        return nothing(Found::Silent(process_of(bus, &owner).await));
    };
    let Information { name, vendor, version, specification } = told;
    let quiet = timeout(ANSWER, quiet(bus, owner.as_str(), &name)).await.ok().flatten();
    let about = About { name, vendor, version, specification, buttons: can.actions, quiet };
    (Found::Server(about), can)
}

/// What a server says of itself and can do; one that sleeps is started by it.
async fn asked(server: &Proxy<'static>) -> Result<(Information, Abilities), Elapsed> {
    let told = information(server).await?.unwrap_or_default();
    let listed = timeout(ANSWER, ask_capabilities(server)).await?;
    let listed: Vec<String> =
        listed.ok().and_then(|it| it.body().deserialize().ok()).unwrap_or_default();
    let can = Abilities::of(&listed, Screen::of(&told.name));
    Ok((told, can))
}

async fn process_of(bus: &Connection, owner: &OwnedUniqueName) -> Option<u32> {
    let dbus = DBusProxy::new(bus).await.ok()?;
    let asking = dbus.get_connection_unix_process_id(owner.as_ref().into());
    timeout(ANSWER, asking).await.ok()?.ok()
}

/// Whether this server keeps notifications from being seen, where there is a way to ask.
async fn quiet(bus: &Connection, owner: &str, name: &str) -> Option<bool> {
    match name {
        "dunst" => property(bus, owner, "org.dunstproject.cmd0", "paused").await,
        "mako" => {
            let mako = ("/fr/emersion/Mako", "fr.emersion.Mako");
            let modes: Vec<String> =
                call(bus, owner, mako, "ListModes", &()).await.ok()?.body().deserialize().ok()?;
            Some(modes.iter().any(|mode| mode == "do-not-disturb"))
        }
        "Xfce Notify Daemon" => of_xfce(bus).await,
        "gnome-shell" => of_gnome().await,
        _ => property(bus, owner, SERVER, "Inhibited").await,
    }
}

async fn property(bus: &Connection, owner: &str, interface: &str, name: &str) -> Option<bool> {
    let answer = call(bus, owner, (PATH, PROPERTIES), "Get", &(interface, name)).await.ok()?;
    answer.body().deserialize::<OwnedVariant>().ok()?.try_into().ok()
}

/// The setting is kept elsewhere; what was never set is off.
async fn of_xfce(bus: &Connection) -> Option<bool> {
    const SETTINGS: &str = "org.xfce.Xfconf";
    let dbus = DBusProxy::new(bus).await.ok()?;
    let owner = dbus.get_name_owner(WellKnownName::from_static_str(SETTINGS).ok()?.into());
    let owner = owner.await.ok()?;
    let asked = ("xfce4-notifyd", "/do-not-disturb");
    match call(bus, owner.as_str(), ("/org/xfce/Xfconf", SETTINGS), "GetProperty", &asked).await {
        Ok(answer) => answer.body().deserialize::<OwnedVariant>().ok()?.try_into().ok(),
        Err(error) => name(&error).ends_with(".PropertyNotFound").then_some(false),
    }
}

/// GNOME keeps it where only its own program reads it.
async fn of_gnome() -> Option<bool> {
    let asking = tokio::task::spawn_blocking(|| {
        let mut settings = Command::new("gsettings");
        settings.args(["get", "org.gnome.desktop.notifications", "show-banners"]);
        settings.stdin(Stdio::null()).stderr(Stdio::null()).output()
    });
    let answer = asking.await.ok()?.ok()?.stdout;
    match answer.trim_ascii() {
        b"true" => Some(false),
        b"false" => Some(true),
        _ => None,
    }
}

/// Asks whoever has this place on the bus now: nothing is started by it.
async fn call<B: serde::Serialize + DynamicType>(
    bus: &Connection,
    owner: &str,
    (path, interface): (&str, &str),
    method: &str,
    body: &B,
) -> zbus::Result<Answered> {
    bus.call_method(Some(owner), path, Some(interface), method, body).await
}
