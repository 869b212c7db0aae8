//! Promise 2, no network, ever; and what a program that runs day and night may cost: one thread,
//! no wake-up while nothing happens, and nothing that grows with the notices it has shown.

use std::fs;
use std::thread;
use std::time::Duration;

use rustix::process::Pid;

use super::{Scene, daemon, wait_for};
use crate::desktop::Desktop;

pub(super) fn threads(pid: Pid) -> u64 {
    status(pid, "Threads")
}

/// What it holds for itself of memory, in KiB: neither files nor what is shared.
pub(super) fn private_memory(pid: Pid) -> u64 {
    status(pid, "RssAnon")
}

/// A number that the kernel tells of a process.
fn status(pid: Pid, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.unwrap().trim().trim_end_matches(" kB").parse().unwrap()
}

/// The descriptors of the daemon at rest, not those of a turn, in which it opens files; none where
/// only root may look at a process that hides itself.
pub(super) fn descriptors(pid: Pid) -> Option<Vec<String>> {
    let mut found = open_now(pid)?;
    let mut readings = 1;
    wait_for("the end of a turn", || {
        let now = open_now(pid).unwrap();
        let at_rest = now == found && now.iter().all(|name| !name.is_empty());
        readings = if at_rest { readings + 1 } else { 1 };
        found = now;
        readings == AT_REST
    });
    Some(found)
}

/// So many equal readings, each some milliseconds after the other, are no turn.
const AT_REST: u32 = 20;

fn open_now(pid: Pid) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero())).ok()? {
        // What it opened and closed meanwhile is no link any more.
        let target = fs::read_link(entry.ok()?.path()).unwrap_or_default();
        found.push(target.display().to_string().replace(|c: char| c.is_ascii_digit(), ""));
    }
    found.sort();
    Some(found)
}

#[test]
fn it_idles_in_one_thread_and_twenty_notices_leave_no_descriptor_open() {
    let mut scene = Scene::at("2026-11-21T15:00:00+01:00", Desktop::start());
    // Few more than it needs: one left open with each notice would be missed at once.
    scene.world.through(&["sh", "-c", "ulimit -n 40; exec \"$@\"", "sh"]);
    scene.start();
    let pid = daemon(&scene.world);
    // One of each kind, so that every place on the screen has its connection.
    scene.run("urge 3");
    let mut shown = 2;
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 15:21:00");
    scene.desktop.wait_for(shown);
    let day = |scene: &mut Scene, shown: &mut usize, date: u32| {
        for time in ["09:00:00", "19:30:00"] {
            *shown += 1;
            scene.jump_to(&format!("2026-11-{date} {time}"));
            scene.desktop.wait_for(*shown);
        }
    };
    (22..24).for_each(|date| day(&mut scene, &mut shown, date));
    scene.looked();
    assert_eq!(threads(pid), 1);
    let before = descriptors(pid);

    (24..31).for_each(|date| day(&mut scene, &mut shown, date));
    for hour in 9..15 {
        shown += 1;
        scene.jump_to(&format!("2026-12-01 {hour}:30:00"));
        scene.run("urge 4");
        scene.jump_to(&format!("2026-12-01 {hour}:55:00"));
        scene.desktop.wait_for(shown);
    }
    scene.looked();
    assert_eq!(threads(pid), 1);
    let after = descriptors(pid);
    assert_eq!(after, before);
    assert_eq!(daemon(&scene.world), pid);
    assert_eq!(scene.said(), "");
}

/// So long nothing may happen.
const IDLE: Duration = Duration::from_secs(30);

/// How often it was put on a processor and taken off again.
fn switches(pid: Pid) -> u64 {
    status(pid, "voluntary_ctxt_switches") + status(pid, "nonvoluntary_ctxt_switches")
}

#[test]
fn it_is_not_woken_for_thirty_seconds_in_which_nothing_happens() {
    let mut scene = Scene::on(Desktop::start());
    // One notice, so that it has met the bus and the server; then nothing is planned.
    scene.settings("[notifications]\nrhythm = \"none\"\nfollow_up_after = \"1s\"\n");
    scene.start();
    scene.run("urge 4");
    scene.desktop.wait_for(1);
    scene.wait_for_state("follow-up shown");
    let pid = daemon(&scene.world);
    // What the notice set in motion comes to rest first.
    let mut seen = 0;
    let at_rest = (0..20).any(|_| {
        let before = std::mem::replace(&mut seen, switches(pid));
        thread::sleep(Duration::from_secs(2));
        before == seen
    });
    assert!(at_rest, "it never rests");
    thread::sleep(IDLE);
    assert_eq!((switches(pid), threads(pid)), (seen, 1));
    // A wake-up would be seen.
    scene.run("mood 3");
    wait_for("a wake-up", || switches(pid) > seen);
}

#[test]
fn neither_the_daemon_nor_a_command_makes_a_socket_that_reaches_beyond_this_computer() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings("[notifications]\nfollow_up_after = \"1s\"\n");
    let trace = "exec strace -f -qq -o trace-$$ -e trace=network \"$@\"";
    scene.world.through(&["sh", "-c", trace, "sh"]);
    scene.run("start --no-daemon");
    let running = scene.world.spawn("daemon");
    scene.desktop.wait_for(1);
    for line in ["urge 4 --feeling lonely", "status", "sos", "upcoming", "suggest", "log"] {
        scene.run(line);
    }
    scene.desktop.wait_for(2);
    scene.wait_for_state("follow-up shown");
    scene.run("daemon --stop");
    running.finish();

    let mut sockets = Vec::new();
    for entry in fs::read_dir(scene.world.home()).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("trace-") {
            let trace = fs::read_to_string(path).unwrap();
            let calls = trace.lines().filter(|line| line.contains("socket"));
            sockets.extend(calls.map(str::to_owned));
        }
    }
    assert!(sockets.iter().filter(|call| call.contains("AF_UNIX")).count() >= 3, "{sockets:#?}");
    for call in &sockets {
        let local = call.contains("(AF_UNIX") || !call.contains("(AF_");
        assert!(local, "{call}");
    }
}
