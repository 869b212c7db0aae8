//! The real daemon on a real bus with a real notification server: what it shows, and when, through
//! jumps of the clock, kills, hung servers and everything else that happens to a background program.
//!
//! Here is what all of these tests stand on: one person's world on one desktop, with or without a
//! clock that can be moved. Nothing here measures speed; whatever waits does so for an event.

mod alone;
mod announced;
mod appearance;
mod backups;
mod changed;
mod doubted;
mod everywhere;
mod followed;
mod frugal;
mod hung;
mod jumped;
mod killed;
mod locked;
mod many;
mod own;
mod pressed;
mod puppet;
mod unreachable;

use std::fmt::Write as _;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use rusqlite::{Connection, OpenFlags};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::desktop::Desktop;
use crate::desktop::faketime::{self, FakeClock};
use crate::world::World;

/// How long an event may be waited for, the next full minute included. Not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(100);

/// One person with a desktop, and a clock of their own if the test moves it.
struct Scene {
    world: World,
    desktop: Desktop,
    clock: Option<FakeClock>,
    settings: String,
    looks: u32,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    kind: String,
    /// The date in its key.
    name: String,
    due: i64,
    state: String,
    at: i64,
    why: Option<String>,
}

/// A line of `upcoming --json`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Coming {
    at: DateTime<FixedOffset>,
    kind: String,
    title: Option<String>,
    body: Option<String>,
}

impl Scene {
    /// By the real clock.
    fn on(desktop: Desktop) -> Self {
        let mut world = World::new();
        world.on(&desktop).env_remove("NOCONTACT_NOW");
        Self { world, desktop, clock: None, settings: String::new(), looks: 0 }
    }

    /// By a clock that shows this moment of Berlin (RFC 3339), and can be moved: as it moves while
    /// the computer sleeps, or is off.
    fn at(moment: &str, desktop: Desktop) -> Self {
        let scene = Self::by_hand(moment, desktop);
        // libfaketime leaves the clock that tells a sleep from a clock that was set as it is: so
        // the daemon must not remember what it showed before. A directory in the file's place.
        fs::create_dir_all(scene.world.data().join("clock")).unwrap();
        scene
    }

    /// The same, but moved by somebody's hand while the computer is on.
    fn by_hand(moment: &str, desktop: Desktop) -> Self {
        let mut scene = Self::on(desktop);
        // Where it has to be built first, the clock does not run on meanwhile.
        faketime::program();
        let clock = FakeClock::at(moment);
        scene.world.by(&clock);
        scene.clock = Some(clock);
        scene
    }

    fn settings(&mut self, text: &str) -> &mut Self {
        text.clone_into(&mut self.settings);
        settings(&self.world, text);
        self
    }

    /// Opens a window, or finds it open, and has the daemon running in the background.
    #[track_caller]
    fn start(&self) {
        let ran = self.world.run("start");
        assert!(ran.exit == "exit 0" && ran.stdout.contains("The daemon is running"), "{ran}");
    }

    /// Runs a command that has to work, and returns what it printed.
    #[track_caller]
    fn run(&self, line: &str) -> String {
        let ran = self.world.run(line);
        assert_eq!(ran.exit, "exit 0", "{line}: {ran}");
        ran.stdout
    }

    fn signal(&self, signal: Signal) {
        kill_process(daemon(&self.world), signal).unwrap();
    }

    /// Kills the daemon and waits until it is gone.
    fn kill(&self) {
        self.signal(Signal::KILL);
        wait_for("the daemon to be gone", || !self.world.daemon_runs());
    }

    /// Has the daemon running in the background, which stops as it stands when it has claimed or
    /// settled a notice for the `commit`-th time: in the file, but everybody else still waits for
    /// the lock. SIGCONT sends it on.
    fn start_and_stop_at(&mut self, commit: usize) {
        self.run("start --no-daemon");
        let data = self.world.data().canonicalize().unwrap();
        let data = data.display();
        // Not by `start`, which would wait for the lock.
        let script = format!(
            "strace -f -qq -o trace -P {data}/nocontact.db-journal -e trace=/unlink \
             -e inject=/unlink:signal=STOP:when={commit} \"$@\" >out 2>>{data}/daemon.log &"
        );
        self.world.through(&["sh", "-c", &script, "sh"]);
        self.run("daemon");
        self.world.through(&[]);
        wait_for("the daemon to run", || self.world.daemon_runs());
    }

    #[track_caller]
    fn wait_for_stop(&self) {
        let trace = self.world.home().join("trace");
        wait_for("the daemon to stop", || {
            fs::read_to_string(&trace).unwrap_or_default().contains("stopped by SIGSTOP")
        });
    }

    /// Sets the clock to a moment of the zone in which it was made, just past it, and makes the
    /// daemon look: no jump wakes it by itself (see `desktop::faketime`).
    fn jump_to(&mut self, moment: &str) {
        let clock = self.clock.as_mut().expect("this scene has a clock to move");
        let moment = NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M:%S").unwrap();
        let away = (moment - clock.now().naive_local()).as_seconds_f64().ceil();
        #[expect(clippy::cast_possible_truncation, reason = "a few days of seconds")]
        clock.jump(away as i64);
        if self.world.daemon_runs() {
            self.signal(Signal::HUP);
        }
    }

    /// The zone in which the clock was made.
    fn zone(&self) -> FixedOffset {
        *self.clock.as_ref().expect("this scene has a clock").now().offset()
    }

    /// Waits until a background daemon has looked at everything anew, from the beginning of a turn
    /// to its end: what it has not shown now it has decided not to show. It notices a line in the
    /// settings that it does not know, says so in its log, and only then takes its turn.
    #[track_caller]
    fn looked(&mut self) {
        let settings = self.settings.clone();
        for _ in 0..2 {
            self.looks += 1;
            let mark = format!("there is no section 'look{}'", self.looks);
            self.settings(&format!("{settings}\n[look{}]\n", self.looks));
            wait_for(&format!("the daemon to say: {mark}"), || self.log().contains(&mark));
        }
        self.settings(&settings);
    }

    /// What the daemon in the background said so far.
    fn log(&self) -> String {
        fs::read_to_string(self.world.data().join("daemon.log")).unwrap_or_default()
    }

    /// The same without what only `looked` made it say.
    fn said(&self) -> String {
        self.log().lines().filter(|line| !line.contains("'look")).fold(
            String::new(),
            |mut said, line| {
                writeln!(said, "{line}").unwrap();
                said
            },
        )
    }

    fn ledger(&self) -> Vec<Row> {
        ledger(&self.world)
    }

    /// `kind state` of every notice so far.
    fn states(&self) -> Vec<String> {
        self.ledger().iter().map(|row| format!("{} {}", row.kind, row.state)).collect()
    }

    #[track_caller]
    fn wait_for_state(&self, wanted: &str) {
        wait_for(wanted, || self.states().iter().any(|state| state == wanted));
    }

    /// The notices to come, as `upcoming` tells them.
    #[track_caller]
    fn upcoming(&self) -> Vec<Coming> {
        let lines = self.run("upcoming --json");
        lines.lines().map(Coming::from_line).collect()
    }

    /// The same where something has to be said about the settings.
    #[track_caller]
    fn upcoming_in_spite_of(&self, what: &str) -> Vec<Coming> {
        let ran = self.world.run("upcoming --json");
        assert!(ran.stderr.contains(what), "{ran}");
        ran.stdout.lines().map(Coming::from_line).collect()
    }

    /// The newest notice says word for word what was announced.
    #[track_caller]
    fn assert_says(&mut self, announced: &Coming) {
        let shown = self.desktop.shown().pop().expect("something was shown");
        assert_eq!(Some(&shown.summary), announced.title.as_ref());
        assert_eq!(Some(&shown.body), announced.body.as_ref());
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the daemon said:\n{}", self.said());
        }
    }
}

impl Coming {
    fn from_line(line: &str) -> Self {
        let fields: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| fields[name].as_str().map(str::to_owned);
        Self {
            at: DateTime::parse_from_rfc3339(&text("at").unwrap()).unwrap(),
            kind: text("kind").unwrap(),
            title: text("title"),
            body: text("body"),
        }
    }
}

#[track_caller]
fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// The daemon that holds the lock.
fn daemon(world: &World) -> Pid {
    let text = fs::read_to_string(world.lock()).unwrap();
    Pid::from_raw(text.lines().next().unwrap().trim().parse().unwrap()).unwrap()
}

/// Replaces the settings as an editor does: another file, then a rename.
fn settings(world: &World, text: &str) {
    let path = world.settings();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let new = path.with_extension("new");
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
}

fn database(world: &World) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = world.data().join("nocontact.db");
    let database = Connection::open_with_flags(file, flags).unwrap();
    database.busy_timeout(PATIENCE).unwrap();
    database
}

/// What became of every notice so far, in the order in which they were due.
fn ledger(world: &World) -> Vec<Row> {
    let database = database(world);
    database.pragma_update(None, "query_only", true).unwrap();
    let mut rows = database
        .prepare("SELECT kind, key, due, state, at, why FROM ledger ORDER BY due, key")
        .unwrap();
    rows.query_map([], |row| {
        let key: String = row.get(1)?;
        let name = key.rsplit('/').next().unwrap_or_default().to_owned();
        let (kind, due, state) = (row.get(0)?, row.get(2)?, row.get(3)?);
        Ok(Row { kind, name, due, state, at: row.get(4)?, why: row.get(5)? })
    })
    .unwrap()
    .map(Result::unwrap)
    .collect()
}
