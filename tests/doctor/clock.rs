//! A clock or a zone that cannot be right.

use std::fs;
use std::os::unix::fs::symlink;

use insta::assert_snapshot;

use super::{Home, can_mount, mounted};
use crate::desktop::faketime::FakeClock;

/// The line of the clock, and what belongs to it.
fn clock(home: &Home) -> String {
    let page = home.world.run("doctor").stdout;
    let from = page.lines().skip_while(|line| !line.contains("  Clock "));
    let first = from.clone().take(1);
    let rest = from.skip(1).take_while(|line| line.starts_with("     "));
    first.chain(rest).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_zone_that_nobody_knows() {
    let mut home = Home::new();
    home.world.env("TZ", "Mars/Secret");
    let said = home.says();
    let offset = said.find("UTC").unwrap();
    let end = said[offset..].find(" is").unwrap();
    let said = said.replace(&said[offset..offset + end], "[here]");
    assert_snapshot!(said, @"
    exit 1
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    to do  zone: TZ names none that this system knows; [here] is taken
           Do: unset TZ, or set it to a name such as Europe/Berlin
    ");
    for known in ["UTC", ":Asia/Tokyo", "CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3", ""] {
        home.world.env("TZ", known);
        assert!(home.says().starts_with("exit 0"), "{known}");
    }
}

#[test]
fn a_zone_of_the_computer_that_cannot_be_read_or_is_not_set() {
    if !can_mount() {
        return;
    }
    let mut home = Home::new();
    let etc = home.world.home().join("etc");
    fs::create_dir(&etc).unwrap();
    mounted(&mut home.world, "mount --bind \"$0\" /etc", &etc);
    home.world.env_remove("TZ");
    assert_snapshot!(home.says(), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  zone: this system has none set; UTC is taken
           Do: set it, as in: timedatectl set-timezone Europe/Berlin
    ");
    symlink("/usr/share/zoneinfo/Mars/Secret", etc.join("localtime")).unwrap();
    assert_snapshot!(home.says(), @"
    exit 1
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    to do  zone: /etc/localtime is no zone that can be read; UTC is taken
           Do: set it, as in: timedatectl set-timezone Europe/Berlin
    ");
    fs::remove_file(etc.join("localtime")).unwrap();
    fs::write(etc.join("localtime"), "Europe/Berlin").unwrap();
    assert_snapshot!(home.says(), @"
    exit 1
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    to do  zone: /etc/localtime is no zone that can be read; UTC is taken
           Do: set it, as in: timedatectl set-timezone Europe/Berlin
    ");
}

#[test]
fn a_clock_that_was_set_back() {
    let mut home = Home::new();
    home.world.at("2399-12-31T21:14:00+01:00");
    home.world.run("mood 3");
    let clock_now = FakeClock::at("2026-11-21T21:14:00+01:00");
    home.world.by(&clock_now);
    assert_snapshot!(clock(&home), @"
    to do  Clock        Sat 21 Nov 2026, 21:14, but something was kept Fri 31 Dec 2399, 21:14:
                        it went back since
                        Do: set the clock: timedatectl set-ntp true; entries of a wrong time:
                        nocontact edit --help
    ");
}

#[test]
fn a_clock_that_was_never_set() {
    let mut home = Home::new();
    let unset = FakeClock::at("2001-01-01T00:10:00+01:00");
    home.world.by(&unset);
    assert_snapshot!(clock(&home), @"
    to do  Clock        Mon 1 Jan 2001, 00:10: this program is newer than that
                        Do: set the clock: timedatectl set-ntp true
    ");
}

#[test]
fn a_clock_that_is_pinned() {
    let home = Home::new();
    assert_snapshot!(clock(&home), @"
    note   Clock        commands take it to be Sat 21 Nov 2026, 21:14; the daemon goes by the
                        computer's
                        Do: unset NOCONTACT_NOW, if that is not meant
    ");
}
