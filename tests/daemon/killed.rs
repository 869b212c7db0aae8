//! Promise 4, at most once: a daemon that is killed right before, while and right after it sends
//! leaves nothing that is sent again, and nothing that keeps the next notice away.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, kill_process};

use super::hung::HANGS;
use super::{Row, Scene, daemon, ledger, settings, wait_for};
use crate::desktop::{Desktop, Shown};
use crate::world::World;

/// The calls, as strace names them, at which it is killed, and how often each happens until the
/// welcome is settled: what is written and made durable, what is said to the bus and heard from it,
/// and each wait. One more than happens is a kill of the idle daemon.
const CALLS: [(&str, usize, usize); 6] = [
    ("fsync", 13, 1),
    ("/unlink", 6, 1),
    ("sendmsg", 11, 1),
    ("recvmsg", 20, 1),
    ("/epoll_p?wait", 26, 2),
    ("pwrite64", 29, 3),
];

const FOLLOW_UP: &str = "follow-up";

/// One life that ends at one point.
struct Life {
    world: World,
    label: String,
    call: &'static str,
    number: usize,
    killed_by_call: bool,
    ledger: Vec<Row>,
}

impl Life {
    fn new(desktop: &Desktop, call: &'static str, number: usize) -> Self {
        let mut world = World::new();
        world.on(desktop).env_remove("NOCONTACT_NOW");
        let label = format!("{call} {number}");
        Self { world, label, call, number, killed_by_call: false, ledger: Vec::new() }
    }

    /// Until the kill, then again, with one more notice.
    fn live(&mut self) {
        let trace = self.world.home().join("trace");
        settings(
            &self.world,
            &format!("[notifications]\nlabel = \"{}\"\nfollow_up_after = \"1s\"\n", self.label),
        );
        self.run("start --no-daemon");
        self.be_killed(&trace);
        wait_for("the lock to be free", || !self.world.daemon_runs());
        self.run("start");
        self.run("urge 4");
        wait_for("the next notice", || {
            ledger(&self.world).iter().any(|row| row.kind == FOLLOW_UP && row.state == "shown")
        });
        self.ledger = ledger(&self.world);
        self.run("daemon --stop");
    }

    fn be_killed(&mut self, trace: &Path) {
        let watched = format!("trace=/unlink,{}", self.call);
        let kill = format!("inject={}:signal=KILL:when={}", self.call, self.number);
        let output = trace.to_str().unwrap();
        let strace = ["strace", "-f", "-qq", "-o", output, "-e", &watched, "-e", &kill];
        self.world.through(&strace);
        let mut running = self.world.spawn("daemon");
        self.world.through(&[]);
        // Its journal goes twice: with the claim, and with what became of it. Which file it is, only
        // root may see: the daemon hides its memory.
        let settled = || {
            let trace = fs::read_to_string(trace).unwrap_or_default();
            let gone = |line: &&str| line.contains("unlink") && line.ends_with(" = 0");
            trace.lines().filter(gone).count() >= 2
        };
        wait_for("the daemon to be killed or idle", || running.ended() || settled());
        // What follows the last journal can be a kill point as well.
        for _ in 0..20 {
            if running.ended() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        self.killed_by_call = running.ended();
        if !self.killed_by_call {
            kill_process(daemon(&self.world), Signal::KILL).unwrap();
        }
        running.finish();
    }

    fn run(&self, line: &str) {
        let ran = self.world.run(line);
        assert_eq!(ran.exit, "exit 0", "{}: {ran}", self.label);
    }

    /// The welcome was asked for so many times; the follow-up once.
    fn welcomes(&self, asked: &[Shown]) -> usize {
        let state = |kind: &str| {
            let mut rows = self.ledger.iter().filter(|row| row.kind == kind);
            let row = rows.next().unwrap_or_else(|| panic!("{}: no {kind}", self.label));
            assert_eq!(rows.next(), None, "{}", self.label);
            row.state.as_str()
        };
        let mine: Vec<&Shown> = asked.iter().filter(|one| one.app_name == self.label).collect();
        assert_eq!(state(FOLLOW_UP), "shown");
        let last = mine.last().expect("the follow-up was asked for");
        let follow_ups = mine.iter().filter(|one| one.summary == last.summary).count();
        let welcomes = mine.len() - follow_ups;
        assert_eq!(follow_ups, 1, "{}: {mine:#?}", self.label);
        let right = match state("welcome") {
            "shown" => welcomes == 1,
            "unknown" => welcomes <= 1,
            _ => false,
        };
        assert!(right, "{}: {:?}, asked for: {mine:#?}", self.label, self.ledger);
        welcomes
    }
}

#[test]
fn killed_at_any_point_of_a_sending_it_sends_nothing_twice_and_goes_on() {
    let mut desktop = Desktop::start();
    let mut lives: Vec<Life> = CALLS
        .into_iter()
        .flat_map(|(call, last, step)| (1..=last).step_by(step).map(move |number| (call, number)))
        .map(|(call, number)| Life::new(&desktop, call, number))
        .collect();
    let waiting = Mutex::new(lives.iter_mut());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some(life) = next else { return };
                    life.live();
                }
            });
        }
    });

    let asked = desktop.asked();
    let killed = lives.iter().filter(|life| life.killed_by_call).count();
    assert!(killed >= 30, "only {killed} of {} were killed by their call", lives.len());
    let mut unknown = [0; 2];
    for life in &lives {
        let welcomes = life.welcomes(&asked);
        if life.ledger.iter().any(|row| row.state == "unknown") {
            unknown[welcomes] += 1;
        }
    }
    // Both sides of the sending were met: claimed and not sent, sent and not settled.
    assert!(unknown[0] > 0 && unknown[1] > 0, "{unknown:?}");
}

/// A second of a follow-up is a second of the real clock: these tests need no other.
const SOON: &str = "[notifications]\nfollow_up_after = \"1s\"\n";

#[test]
fn killed_while_the_server_hangs_it_sends_once_when_the_server_is_back() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings(SOON);
    scene.desktop.freeze_server();
    scene.start();
    wait_for("the daemon to say so", || scene.said() == HANGS);
    scene.kill();
    // It claims nothing for a server that does not answer.
    assert_eq!((scene.desktop.calls(), scene.states()), (0, vec![]));

    scene.start();
    scene.desktop.thaw_server();
    scene.wait_for_state("welcome shown");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
}

#[test]
fn killed_while_what_it_sent_hangs_it_does_not_send_again_when_the_server_is_back() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings(SOON);
    scene.start_and_stop_at(1);
    scene.wait_for_stop();
    scene.desktop.freeze_server();
    scene.signal(Signal::CONT);
    wait_for("the welcome to be sent", || scene.desktop.calls() == 1);
    scene.kill();
    assert_eq!(scene.states(), ["welcome claimed"]);

    scene.start();
    scene.wait_for_state("welcome unknown");
    scene.desktop.thaw_server();
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
    scene.run("urge 4");
    scene.wait_for_state("follow-up shown");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
}

#[test]
fn killed_while_the_bus_hangs_it_sends_once_when_the_bus_is_back() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings(SOON);
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    scene.desktop.freeze_bus();
    scene.run("urge 4");
    wait_for("the daemon to say so", || scene.said().contains("no session bus answers"));
    scene.kill();
    // It claims nothing that it cannot send.
    assert_eq!(scene.states(), ["welcome shown"]);
    scene.desktop.thaw_bus();
    scene.start();
    scene.wait_for_state("follow-up shown");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
}

#[test]
fn killed_while_it_replaces_a_notice_it_does_not_send_again() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings(SOON);
    // The welcome and the first follow-up are claimed and settled; then the second is claimed.
    scene.start_and_stop_at(5);
    scene.wait_for_state("welcome shown");
    scene.run("urge 4");
    scene.wait_for_state("follow-up shown");
    scene.run("answer stronger");
    scene.wait_for_stop();
    scene.desktop.freeze_server();
    scene.signal(Signal::CONT);
    wait_for("the second to be sent", || scene.desktop.calls() == 3);
    scene.kill();
    scene.desktop.thaw_server();
    scene.start();
    scene.looked();
    assert_eq!(scene.desktop.calls(), 3);
    assert_eq!(scene.states(), ["welcome shown", "follow-up shown", "follow-up unknown"]);
    scene.run("urge 2");
    wait_for("the next one", || scene.desktop.shown().len() == 4);
}
