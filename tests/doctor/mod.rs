//! `doctor` before one broken thing after another: each is named, with what to do, and nothing else
//! is blamed. What it finds in order is left out of the snapshots here, as are the lines that depend
//! on whose computer this is.
//!
//! Guards promise 4 of design §1: notices that come, or somebody who says why not.

mod clock;
mod daemon;
mod data;
mod desktop;
mod notices;
mod page;
mod places;
mod settings;
mod shown;

use std::fs;
use std::path::Path;

use chrono::Utc;
use nocontact::instance::{Card, Lock};
use rusqlite::Connection;
use serde_json::Value;

use crate::desktop::Desktop;
use crate::world::{Ran, World};

/// Not a process: no system has so many.
const NOBODY: u32 = 999_999_999;

/// Two subjects are other ones on other computers, and have tests of their own; the third is pinned.
const ELSEWHERE: [&str; 3] = ["service", "screen", "clock"];

/// Somebody whose window is open, whose daemon looked just now, and whose server starts when it is
/// needed: nothing needs doing.
struct Home {
    // The lock goes first: the world ends whoever holds it.
    lock: Option<Lock>,
    world: World,
    desktop: Desktop,
}

impl Home {
    fn new() -> Self {
        Self::on(Desktop::with_sleeper())
    }

    fn on(desktop: Desktop) -> Self {
        let mut world = World::new();
        world.on(&desktop);
        let ran = world.run("start --since '3 nov 14:05' --no-daemon");
        assert_eq!(ran.exit, "exit 0", "{ran}");
        let mut home = Self { lock: None, world, desktop };
        home.daemon(&card());
        home
    }

    /// From here on this daemon runs.
    fn daemon(&mut self, card: &Card) {
        self.no_daemon();
        let lock = Lock::take(&self.world.lock()).unwrap().unwrap();
        lock.note(card).unwrap();
        self.lock = Some(lock);
    }

    fn no_daemon(&mut self) {
        self.lock = None;
    }

    fn file(&self) -> std::path::PathBuf {
        self.world.data().join("nocontact.db")
    }

    fn database(&self) -> Connection {
        Connection::open(self.file()).unwrap()
    }

    /// What doctor says that is not in order.
    #[track_caller]
    fn says(&self) -> String {
        not_fine(&self.world.run("doctor --json"))
    }
}

/// That of a daemon in order.
fn card() -> Card {
    let now = Utc::now().timestamp();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Card { pid: NOBODY, version, since: now, looked: now, lacking: None }
}

/// What a run of `doctor --json` found not to be in order, without `ELSEWHERE`: from the form for
/// programs, which no width breaks.
#[track_caller]
fn not_fine(ran: &Ran) -> String {
    assert_eq!(ran.stderr, "", "{ran}");
    let page: Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut said = ran.exit.clone();
    for check in page["checks"].as_array().unwrap() {
        let text = |name: &str| check[name].as_str().unwrap();
        if text("state") == "fine" || ELSEWHERE.contains(&text("check")) {
            continue;
        }
        said.push_str(&format!("\n{}  {}: {}", text("state"), text("check"), text("found")));
        if let Some(todo) = check["todo"].as_str() {
            said.push_str(&format!("\n       Do: {todo}"));
        }
    }
    said
}

/// Puts this text in the place of a file, with the directories above it.
fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Whether this system lets us mount something of our own; a container may not.
pub(crate) fn can_mount() -> bool {
    let tried =
        std::process::Command::new("unshare").args(["--mount", "--map-root-user", "true"]).output();
    let can = tried.is_ok_and(|tried| tried.status.success());
    if !can {
        eprintln!("not tested: this system allows no mounts of one's own");
    }
    can
}

/// From here on every command sees what this script mounts; `$0` is the argument.
fn mounted(world: &mut World, script: &str, argument: &Path) {
    let root = rustix::process::getuid().is_root();
    let unshare = if root { "--mount" } else { "--map-root-user" };
    let script = format!("{script} && exec \"$@\"");
    let argument = argument.to_str().unwrap();
    world.through(&["unshare", "--mount", unshare, "sh", "-c", &script, argument]);
}
