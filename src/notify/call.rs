//! What can be asked of a notification server, in the form in which it goes over the bus.
//!
//! Owns the name, the limit of patience and the methods. Whom to ask and what an answer means for a
//! notice is decided elsewhere.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use notify_rust::Notification;
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use zbus::fdo::DBusProxy;
use zbus::{Connection, Proxy};

use super::Sent;

/// The name that a notification server owns on the session bus, and its interface.
pub(super) const SERVER: &str = "org.freedesktop.Notifications";
pub(super) const PATH: &str = "/org/freedesktop/Notifications";

/// A server that has not answered by then may or may not have shown the notice (design §4).
pub(super) const ANSWER: Duration = Duration::from_secs(5);

pub(super) type Answer = zbus::Result<zbus::Message>;
pub(super) type Waiting = Pin<Box<dyn Future<Output = Answer>>>;

/// What a server says of itself.
#[derive(Default)]
pub(super) struct Information {
    pub(super) name: String,
    pub(super) vendor: String,
    pub(super) version: String,
    pub(super) specification: String,
}

/// Whoever is the server at the time of a call, or is started by it.
pub(super) async fn proxy(connection: &Connection) -> zbus::Result<Proxy<'static>> {
    zbus::proxy::Builder::new(connection)
        .destination(SERVER)
        .path(PATH)
        .interface(SERVER)
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await
}

/// Whether a server is installed that starts when it is asked for.
pub(super) async fn has_sleeper(bus: &DBusProxy<'_>) -> bool {
    let names = bus.list_activatable_names().await;
    names.is_ok_and(|names| names.iter().any(|name| name.as_str() == SERVER))
}

pub(super) fn ask_capabilities(server: &Proxy<'static>) -> Waiting {
    let server = server.clone();
    Box::pin(async move { server.call_method("GetCapabilities", &()).await })
}

/// `None` from one that says nothing of itself, an error from one that does not answer in time.
pub(super) async fn information(server: &Proxy<'static>) -> Result<Option<Information>, Elapsed> {
    let answer = timeout(ANSWER, server.call_method("GetServerInformation", &())).await?;
    let told = answer.ok().and_then(|answer| answer.body().deserialize().ok());
    Ok(told.map(|(name, vendor, version, specification)| Information {
        name,
        vendor,
        version,
        specification,
    }))
}

pub(super) fn send(server: Proxy<'static>, notification: Notification, replaces: u32) -> Waiting {
    Box::pin(async move {
        let hints: HashMap<&str, zbus::Variant<'_>> =
            notification.hints.iter().map(Into::into).collect();
        let body = (
            &notification.appname,
            replaces,
            &notification.icon,
            &notification.summary,
            &notification.body,
            &notification.actions,
            hints,
            i32::from(notification.timeout),
        );
        server.call_method("Notify", &body).await
    })
}

/// The name of an error alone: what a server says about a notice might repeat it.
pub(super) fn name(error: &zbus::Error) -> String {
    match error {
        zbus::Error::MethodError(name, ..) => name.as_str().to_owned(),
        other => other.to_string(),
    }
}

/// Only the bus's own word that nobody took the message makes it sure that nothing was shown.
pub(super) fn failed(error: zbus::Error) -> Sent {
    use zbus::fdo::Error;
    match Error::from(error) {
        Error::ServiceUnknown(_)
        | Error::NameHasNoOwner(_)
        | Error::LimitsExceeded(_)
        | Error::AccessDenied(_) => Sent::Refused,
        _ => Sent::Unknown,
    }
}
