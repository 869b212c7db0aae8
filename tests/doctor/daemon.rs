//! The daemon: gone, hanging, of another version, without a word, or elsewhere.

use insta::assert_snapshot;
use nocontact::instance::Card;

use super::{Home, card};
use crate::desktop::Desktop;
use crate::world::World;

#[test]
fn one_that_does_not_run() {
    let mut home = Home::new();
    home.no_daemon();
    assert_snapshot!(home.says(), @"
    exit 1
    to do  daemon: does not run, so no notices come
           Do: nocontact start (and nocontact service install, to have it started at each login)
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn one_that_left_its_socket_behind() {
    let mut home = Home::new();
    home.no_daemon();
    let socket = home.world.home().join("run/nocontact.sock");
    drop(std::os::unix::net::UnixDatagram::bind(&socket).unwrap());
    assert_snapshot!(home.says(), @"
    exit 1
    to do  daemon: does not run, so no notices come; the socket that one left behind is harmless
           Do: nocontact start (and nocontact service install, to have it started at each login)
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn one_that_hangs() {
    let mut home = Home::new();
    home.daemon(&Card { looked: 978_307_200, ..card() });
    assert_snapshot!(home.says(), @"
    exit 1
    to do  daemon: hangs: it last looked Mon 1 Jan 2001, 01:00
           Do: if the computer woke just now, ask again in a minute; else kill -KILL 999999999, then nocontact start
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn one_of_another_version() {
    let mut home = Home::new();
    home.daemon(&Card { version: "0.0.9".to_owned(), ..card() });
    assert_snapshot!(home.says(), @"
    exit 1
    to do  daemon: runs in version 0.0.9, and this program is 0.1.0
           Do: nocontact daemon --stop, then nocontact start
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn a_lock_of_which_nobody_says_anything() {
    let mut home = Home::new();
    home.no_daemon();
    let _lock = home.world.pretend_daemon();
    assert_snapshot!(home.says(), @"
    exit 1
    to do  daemon: its lock is held, but who holds it says nothing of itself
           Do: nocontact daemon --stop, then nocontact start; if that does not help, log out and in again
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn one_that_sees_another_desktop() {
    let mut home = Home::new();
    home.daemon(&Card { lacking: Some("no session bus answers".to_owned()), ..card() });
    assert_snapshot!(home.says(), @"
    exit 1
    to do  daemon: it finds that no session bus answers, but from here there is one
           Do: nocontact daemon --stop, then nocontact start, both in this terminal
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn one_that_has_a_bus_where_this_terminal_has_none() {
    let mut home = Home::new();
    home.world.env_remove("DBUS_SESSION_BUS_ADDRESS");
    assert_snapshot!(home.says(), @"
    exit 0
    note  bus: this terminal has no session bus, but the daemon has one
    ");
}

/// It had nothing to show since, and has not looked again by itself.
#[test]
fn a_server_that_came_after_the_daemon_is_no_fault() {
    let mut world = World::new();
    let mut desktop = Desktop::bus_only();
    world.on(&desktop).env_remove("NOCONTACT_NOW");
    crate::doctor::write(&world.settings(), "[notifications]\nrhythm = \"none\"\n");
    let ran = world.run("start");
    assert!(ran.stdout.replace('\n', " ").contains("no notification server runs"), "{ran}");
    desktop.start_server();
    let page = world.run("doctor");
    assert!(page.stdout.ends_with("Nothing needs doing.\n"), "{page}");
    assert!(!page.stdout.contains("it finds that"), "{page}");
}
