//! The disk below the data: read-only, or full; and no home at all.

use insta::assert_snapshot;

use super::{Home, can_mount, mounted, not_fine, write};
use crate::world::World;

#[test]
fn a_disk_that_is_read_only() {
    if !can_mount() {
        return;
    }
    let mut home = Home::new();
    let data = home.world.data();
    mounted(
        &mut home.world,
        "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"",
        &data,
    );
    assert_snapshot!(home.says(), @"
    exit 1
    to do  disk: is read-only: nothing can be saved
           Do: make the disk writable; a system that met errors on it makes it read-only, and dmesg tells of them
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn a_disk_that_is_full() {
    if !can_mount() {
        return;
    }
    let mut home = Home::new();
    let data = home.world.data();
    // The daemon's lock is on the disk below.
    home.no_daemon();
    let script = "cp -a \"$0\" \"$0.kept\" && \
                  mount -t tmpfs -o size=1m,mode=700 none \"$0\" && cp -a \"$0.kept/.\" \"$0\" && \
                  { head -c 2m /dev/zero > \"$0/fill\" 2>/dev/null || true; }";
    mounted(&mut home.world, script, &data);
    assert_snapshot!(home.says(), @"
    exit 1
    to do  disk: 0 MB free
           Do: make room: 20 MB at the least
    to do  daemon: does not run, so no notices come
           Do: nocontact start (and nocontact service install, to have it started at each login)
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

/// The daemon would look for it somewhere else.
#[test]
fn a_home_that_depends_on_where_one_is() {
    let mut world = World::new();
    world.env("HOME", "rel");
    assert_snapshot!(world.run("config path"), @"
    exit 1
    --- stderr
    nocontact: could not find your home directory; please set HOME
    ");
    assert!(not_fine(&world.run("doctor --json")).contains("Do: set HOME"));
}

#[test]
fn no_home() {
    let mut world = World::new();
    world.env_remove("HOME");
    let tried =
        std::process::Command::new("unshare").args(["--user", "--map-user=54321", "true"]).output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        eprintln!("not tested: this system lets nobody be somebody else");
        return;
    }
    // Somebody whom no list of users knows.
    world.through(&["unshare", "--user", "--map-user=54321"]);
    assert_snapshot!(not_fine(&world.run("doctor --json")), @"
    exit 1
    to do  home: no home directory is known
           Do: set HOME
    to do  bus: no session bus answers
           Do: type nocontact start in a terminal on your desktop; on a console and over ssh there is often no bus
    ");
}

/// The program is linked statically: it reads the list of users itself, and no module that another
/// list would need.
#[test]
fn with_no_home_in_the_environment_it_is_the_one_in_the_list_of_users() {
    if !can_mount() {
        return;
    }
    let mut world = World::new();
    let etc = tempfile::tempdir().unwrap();
    write(&etc.path().join("nsswitch.conf"), "passwd: nobody_has_this files\n");
    let home = world.home().to_str().unwrap().to_owned();
    let users = format!("other:x:7:7::/nonexistent:/bin/sh\nme:x:0:0:Me,,,:{home}:/bin/sh\n");
    write(&etc.path().join("passwd"), &users);
    let unset = "unset HOME XDG_DATA_HOME XDG_CONFIG_HOME && mount --bind \"$0\" /etc";
    mounted(&mut world, unset, etc.path());
    assert_eq!(world.run("start --no-daemon").exit, "exit 0");
    let kept = world.home().join(".local/share/nocontact/nocontact.db");
    assert!(kept.exists());
    assert_eq!(world.run("config path").stdout, "[home]/.config/nocontact/config.toml\n");

    for users in ["other:x:7:7::/nonexistent:/bin/sh\n", "me:x:0\n", "me:x:0:0::rel:/bin/sh", ""] {
        write(&etc.path().join("passwd"), users);
        let said = world.run("status").stderr;
        let wanted = "nocontact: could not find your home directory; please set HOME\n";
        assert_eq!(said, wanted, "{users:?}");
    }
}
