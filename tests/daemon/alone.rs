//! Promises 1 and 2: there is one daemon and one window whoever starts it how often, it can be
//! ended and comes back to where it was, and nobody else can read what it keeps.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use insta::assert_snapshot;
use rustix::process::{Signal, kill_process};

use super::backups::{backups, wait_for_backups};
use super::{Scene, database, wait_for};
use crate::desktop::Desktop;

#[test]
fn a_second_daemon_is_refused_and_a_second_start_says_that_it_runs() {
    let mut scene = Scene::on(Desktop::start());
    scene.start();
    let first = super::daemon(&scene.world);
    assert_snapshot!(scene.world.run("daemon"), @r"
    exit 4
    --- stderr
    nocontact: a daemon is running already; nocontact daemon --stop ends it
    ");
    let again = scene.run("start");
    assert!(again.contains("A window is open, and goes on."), "{again}");
    assert!(again.contains("The daemon is running."), "{again}");
    assert_eq!(super::daemon(&scene.world), first);
    scene.desktop.wait_for(1);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 1);
    assert_eq!(scene.said(), "");
}

#[test]
fn twenty_starts_at_once_are_one_window_one_daemon_and_one_welcome() {
    let mut scene = Scene::on(Desktop::start());
    let starts: Vec<_> = (0..20).map(|_| scene.world.spawn("start")).collect();
    for start in starts {
        let (status, stdout, stderr) = start.finish();
        assert_eq!(status.code(), Some(0), "{stdout}{stderr}");
        assert!(stdout.contains("The daemon is running."), "{stdout}{stderr}");
        assert_eq!(stderr, "");
    }
    let windows: u32 = database(&scene.world)
        .query_row("SELECT count(*) FROM windows", [], |row| row.get(0))
        .unwrap();
    assert_eq!(windows, 1);
    scene.desktop.wait_for(1);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome shown".to_owned()]));
    // A second daemon, if there were one, would go on when the first has ended.
    scene.run("daemon --stop");
    assert!(!scene.world.daemon_runs());
}

#[test]
fn each_way_to_end_it_frees_the_lock_and_removes_the_socket() {
    let scene = Scene::on(Desktop::start());
    let socket = scene.world.home().join("run/nocontact.sock");
    scene.start();
    scene.wait_for_state("welcome shown");
    assert!(socket.exists());
    assert_eq!(scene.run("daemon --stop"), "The daemon has ended.\n");
    assert!(!socket.exists() && !scene.world.daemon_runs());
    assert_eq!(scene.run("daemon --stop"), "No daemon runs.\n");

    for signal in [Signal::INT, Signal::TERM] {
        let running = scene.world.spawn("daemon");
        wait_for("the socket", || socket.exists());
        kill_process(running.pid(), signal).unwrap();
        let (status, stdout, stderr) = running.finish();
        assert_eq!((status.code(), stdout, stderr), (Some(0), String::new(), String::new()));
        assert!(!socket.exists() && !scene.world.daemon_runs());
    }
    assert_eq!(scene.states(), ["welcome shown"]);
}

#[test]
fn killed_it_is_back_with_the_next_start_where_it_was() {
    let mut scene = Scene::on(Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    for _ in 0..3 {
        scene.kill();
        let socket = scene.world.home().join("run/nocontact.sock");
        assert!(socket.exists(), "it was killed and could not tidy up");
        let again = scene.run("start");
        assert!(again.contains("A window is open, and goes on."), "{again}");
        scene.looked();
    }
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome shown".to_owned()]));
    // The socket that was left behind is its own again.
    scene.settings("[notifications]\nfollow_up_after = \"1s\"\n");
    scene.run("urge 3");
    scene.desktop.wait_for(2);
}

#[test]
fn whoever_started_it_can_signal_it_at_once() {
    let mut scene = Scene::on(Desktop::start());
    // A computer so slow that whatever the daemon leaves for later can be met undone.
    let slow = "exec strace -DDD -f -qq -o trace -e trace=epoll_create1 \
                -e inject=epoll_create1:delay_enter=500000 \"$@\" >out 2>&1";
    scene.world.through(&["sh", "-c", slow, "sh"]);
    scene.run("start");
    scene.world.through(&[]);
    scene.signal(Signal::HUP);
    scene.desktop.wait_for(1);
    scene.looked();
    scene.run("daemon --stop");
    assert_eq!(scene.desktop.calls(), 1);
}

/// Everything under a directory: its name from there, and its mode.
fn modes(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(path) = waiting.pop() {
        let metadata = fs::symlink_metadata(&path).unwrap();
        let name = path.strip_prefix(directory.parent().unwrap()).unwrap().display().to_string();
        found.push(format!("{:o} {name}", metadata.permissions().mode() & 0o777));
        if metadata.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    found.sort();
    found
}

#[test]
fn nobody_else_can_read_what_it_keeps_whatever_the_umask() {
    let mut scene = Scene::on(Desktop::start());
    scene.world.through(&["sh", "-c", "umask 000; exec \"$@\"", "sh"]);
    // The socket is beside the rest, where there is no directory for it.
    scene.world.env_remove("XDG_RUNTIME_DIR");
    scene.start();
    scene.desktop.wait_for(1);
    scene.run("urge 4");
    scene.wait_for_state("welcome shown");
    wait_for_backups(&scene.world, 1);
    let backups = backups(&scene.world);
    let kept = modes(&scene.world.data());
    assert_eq!(
        kept,
        [
            &format!("600 nocontact/backups/{}", backups[0]),
            "600 nocontact/clock",
            "600 nocontact/daemon.lock",
            "600 nocontact/daemon.log",
            "600 nocontact/nocontact.db",
            "700 nocontact",
            "700 nocontact/backups",
            "700 nocontact/nocontact.sock",
        ]
    );
    scene.run("daemon --stop");
    assert!(!scene.world.data().join("nocontact.sock").exists());
}
