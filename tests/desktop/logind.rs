//! A system bus of its own for one test, and on it somebody who answers as systemd-logind does what
//! is asked about the lock of a screen. Checked against the real one of systemd 252: the same
//! answers, errors and signals for one user with one session.
//!
//! It answers in a thread of its own, so that it can hang, and go, while a test looks on.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use zbus::connection::Builder as Connecting;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::message::Type;
use zbus::{Connection, Message, MessageStream, ObjectPath, Variant};

use super::part::Part;
use super::{address, start_bus};

const NAME: &str = "org.freedesktop.login1";
const ROOT: &str = "/org/freedesktop/login1";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const SESSION: &str = "/org/freedesktop/login1/session/c1";
const OF_SESSION: &str = "org.freedesktop.login1.Session";

pub(crate) struct Logind {
    // In the order in which they must go.
    answering: Option<Answering>,
    bus: Option<Part>,
    runtime: Runtime,
    state: Arc<State>,
    home: TempDir,
}

#[derive(Default)]
struct State {
    locked: AtomicBool,
    frozen: AtomicBool,
}

/// Whoever owns logind's name.
struct Answering {
    connection: Connection,
    thread: JoinHandle<()>,
}

impl Logind {
    /// A system bus, and logind on it: the user who runs the tests has one session, not locked.
    pub(crate) fn start() -> Self {
        let mut logind = Self::asleep();
        logind.answering =
            Some(answer(&address(logind.home.path(), "bus"), Arc::clone(&logind.state)));
        logind
    }

    /// A system bus without logind; a call to its name would start it, and `was_started` tell so.
    pub(crate) fn asleep() -> Self {
        let home = tempfile::Builder::new().prefix("nocontact-system-").tempdir().unwrap();
        let services = home.path().join("services");
        fs::create_dir(&services).unwrap();
        let started = home.path().join("started");
        let service =
            format!("[D-BUS Service]\nName={NAME}\nExec=/bin/touch {}\n", started.display());
        fs::write(services.join("logind.service"), service).unwrap();
        let bus = start_bus(
            home.path(),
            "bus",
            &format!("<servicedir>{}</servicedir>", services.display()),
        );
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        Self { answering: None, bus: Some(bus), runtime, state: Arc::default(), home }
    }

    /// What a program needs to know to find this bus.
    pub(crate) fn env(&self) -> [(String, String); 1] {
        [("DBUS_SYSTEM_BUS_ADDRESS".to_owned(), address(self.home.path(), "bus"))]
    }

    pub(crate) fn was_started(&self) -> bool {
        self.home.path().join("started").exists()
    }

    /// The desktop says that it has locked the screen.
    pub(crate) fn lock(&self) {
        self.set_locked_hint(true);
    }

    pub(crate) fn unlock(&self) {
        self.set_locked_hint(false);
    }

    /// From now on it owns its name and answers nothing.
    pub(crate) fn freeze(&self) {
        self.state.frozen.store(true, Ordering::SeqCst);
    }

    /// Answers again, also what was asked meanwhile.
    pub(crate) fn thaw(&self) {
        self.state.frozen.store(false, Ordering::SeqCst);
    }

    /// It goes, and says nothing; the bus stays.
    pub(crate) fn stop(&mut self) {
        let Answering { connection, thread } = self.answering.take().expect("logind is running");
        self.runtime.block_on(connection.close()).unwrap();
        thread.join().unwrap();
    }

    /// Kills the bus.
    pub(crate) fn stop_bus(&mut self) {
        self.bus = None;
    }

    fn set_locked_hint(&self, locked: bool) {
        if self.state.locked.swap(locked, Ordering::SeqCst) == locked {
            return;
        }
        let new = HashMap::from([("LockedHint", Variant::from(locked))]);
        let body = (OF_SESSION, new, Vec::<&str>::new());
        let connection = &self.answering.as_ref().expect("logind is running").connection;
        let to_all = None::<&str>;
        let said = connection.emit_signal(to_all, SESSION, PROPERTIES, "PropertiesChanged", &body);
        self.runtime.block_on(said).unwrap();
    }
}

fn answer(address: &str, state: Arc<State>) -> Answering {
    let address = address.to_owned();
    let (tell, told) = mpsc::channel();
    let thread = thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let connection = Connecting::address(address.as_str()).build().await.unwrap();
            let mut messages = MessageStream::from(&connection);
            connection.request_name(NAME).await.unwrap();
            tell.send(connection.clone()).unwrap();
            while let Some(Ok(message)) = messages.next().await {
                while state.frozen.load(Ordering::SeqCst) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                if message.message_type() == Type::MethodCall {
                    // Whoever asked may be gone, and so may we.
                    let _ = reply(&connection, &message, &state).await;
                }
            }
        });
    });
    Answering { connection: told.recv().expect("logind came up"), thread }
}

async fn reply(connection: &Connection, call: &Message, state: &State) -> zbus::Result<()> {
    let uid = rustix::process::getuid().as_raw();
    let user = format!("{ROOT}/user/_{uid}");
    let header = call.header();
    let path = header.path().map_or("", |path| path.as_str());
    let member = header.member().map_or("", |member| member.as_str());
    let body = call.body();
    if (path, member) == (ROOT, "GetUser") {
        let asked: u32 = body.deserialize()?;
        if asked != uid {
            let text = format!("User ID {asked} is not logged in or lingering");
            return connection.reply_error(&header, format!("{NAME}.NoSuchUser"), &text).await;
        }
        return connection.reply(&header, &ObjectPath::try_from(user)?).await;
    }
    let property = if member == "Get" { body.deserialize()? } else { ("", "") };
    let value = match (path, property) {
        (path, ("org.freedesktop.login1.User", "Display")) if path == user => {
            Variant::from(("c1", ObjectPath::try_from(SESSION)?))
        }
        (SESSION, (OF_SESSION, "LockedHint")) => Variant::from(state.locked.load(Ordering::SeqCst)),
        _ => {
            let text = format!("Unknown object '{path}'.");
            let name = "org.freedesktop.DBus.Error.UnknownObject";
            return connection.reply_error(&header, name, &text).await;
        }
    };
    connection.reply(&header, &value).await
}
