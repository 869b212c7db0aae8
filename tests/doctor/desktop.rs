//! The desktop: no bus, no server, one that hangs, sleeps or keeps quiet; a locked screen.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use super::Home;
use crate::desktop::logind::Logind;
use crate::desktop::{Desktop, Kind};

/// As the program says it, but for the version and the process of a server.
fn says(home: &Home) -> String {
    let said = home.says();
    let Some((before, after)) = said.split_once("-KILL ") else { return said };
    let (_, after) = after.split_once(',').unwrap();
    format!("{before}-KILL [pid],{after}")
}

#[test]
fn no_bus() {
    let mut home = Home::on(Desktop::bus_only());
    home.desktop.stop_bus();
    home.no_daemon();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  daemon: does not run, so no notices come
           Do: nocontact start (and nocontact service install, to have it started at each login)
    to do  bus: no session bus answers
           Do: type nocontact start in a terminal on your desktop; on a console and over ssh there is often no bus
    ");
}

#[test]
fn a_bus_that_hangs() {
    let mut home = Home::new();
    home.desktop.freeze_bus();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  bus: the session bus hangs: it was reached and does not answer
           Do: log out and in again; every program on the desktop needs it
    ");
    home.desktop.thaw_bus();
}

#[test]
fn no_server() {
    assert_snapshot!(says(&Home::on(Desktop::bus_only())), @"
    exit 1
    to do  server: no notification server runs
           Do: install one and start it with your desktop; dunst and mako are small ones
    ");
}

#[test]
fn a_server_that_hangs() {
    let mut home = Home::on(Desktop::start());
    home.desktop.freeze_server();
    assert_snapshot!(says(&home), @"
    exit 1
    to do  server: the notification server hangs: it is there and does not answer
           Do: kill -KILL [pid], then start the notification server again, or log out and in
    ");
    assert_eq!(home.desktop.calls(), 0);
    home.desktop.thaw_server();
}

#[test]
fn a_server_that_sleeps_is_not_woken() {
    let home = Home::new();
    assert_snapshot!(says(&home), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
    assert!(!home.desktop.was_started());
}

#[test]
fn servers_that_keep_quiet() {
    let mut all = String::new();
    for kind in Kind::ALL {
        let mut home = Home::on(Desktop::with(kind));
        let ([name, ..], _) = home.desktop.server_version();
        let server = home.world.run("doctor").stdout;
        let told = server.lines().find(|line| line.contains("Do not disturb")).unwrap().to_owned();
        assert_eq!(home.says(), "exit 0", "{name}");
        let has_one = home.desktop.set_do_not_disturb(true);
        all.push_str(&format!(
            "{name}\n{told}\n{}\n\n",
            if has_one { says(&home) } else { String::new() }
        ));
    }
    assert_snapshot!(all, @"
    dunst
      fine   Do not disturb  off
    exit 0
    note  quiet: is on: notices are kept from you
           Do: dunstctl set-paused false shows them again

    mako
      fine   Do not disturb  off
    exit 0
    note  quiet: is on: notices are kept from you
           Do: makoctl mode -r do-not-disturb shows them again

    Xfce Notify Daemon
      fine   Do not disturb  off
    exit 0
    note  quiet: is on: notices are kept from you
           Do: switch it off in the settings of your desktop, if that is not meant

    Notification Daemon
      fine   Do not disturb  the server does not tell
    ");
}

#[test]
fn a_screen_that_is_locked() {
    let logind = Logind::start();
    let mut home = Home::new();
    for (name, value) in logind.env() {
        home.world.env(&name, &value);
    }
    logind.lock();
    let page = home.world.run("doctor").stdout;
    let line = page.lines().find(|line| line.contains("  Screen ")).unwrap();
    assert_snapshot!(line, @"  note   Screen       is locked: notices wait until you unlock it");
}

/// GNOME keeps it among its settings: here they are a script, for nobody changes ours.
#[test]
#[ignore = "tests/run --all-desktops runs it"]
fn gnome_is_asked_for_its_settings() {
    let mut home = Home::on(Desktop::with(Kind::Gnome));
    let bin = home.world.home().join("bin");
    fs::create_dir(&bin).unwrap();
    let script = bin.join("gsettings");
    let path = format!("{}:/usr/bin:/bin", bin.display());
    home.world.env("PATH", &path);
    for answer in ["echo false", "echo true", "exit 1"] {
        let asked = "test \"$*\" = 'get org.gnome.desktop.notifications show-banners' || exit 2";
        fs::write(&script, format!("#!/bin/sh\n{asked}\n{answer}\n")).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        let page = home.world.run("doctor").stdout;
        let line = page.lines().find(|line| line.contains("Do not disturb")).unwrap();
        let wanted = match answer {
            "echo false" => "is on: notices are kept from you",
            "echo true" => "off",
            _ => "the server does not tell",
        };
        assert!(line.ends_with(wanted), "{answer}: {page}");
    }
}
