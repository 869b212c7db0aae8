//! A computer without systemd: the desktop starts the daemon at login, and only that.

use std::fs;
use std::os::unix::fs::symlink;

use insta::assert_snapshot;

use super::{AUTOSTART, Account, assert_entry_is_valid, listing, user};

/// Starts what is to be started at login, as a desktop does; what the computer's other users get too
/// is left out.
const DEX: &str = "XDG_CONFIG_DIRS=/nonexistent exec dex --autostart --environment i3";

impl Account {
    /// Without systemd, and as somebody who is not root.
    fn on_a_plain_desktop(name: &str) -> Self {
        let mut account = Self::without_systemd(name);
        // All that is there but systemctl, for a computer may have it.
        let programs = account.home("programs");
        fs::create_dir(&programs).unwrap();
        for name in ["env", "python3", "dex", "gio"] {
            let found = ["/usr/bin", "/bin"].map(|place| std::path::Path::new(place).join(name));
            if let Some(found) = found.into_iter().find(|found| found.exists()) {
                symlink(found, programs.join(name)).unwrap();
            }
        }
        account.world.env("PATH", programs.to_str().unwrap());
        if rustix::process::geteuid().is_root() {
            let user = user().to_string();
            let (uid, gid) = (format!("--reuid={user}"), format!("--regid={user}"));
            account.world.through(&["/usr/bin/setpriv", &uid, &gid, "--clear-groups"]);
        }
        account
    }
}

#[test]
fn the_desktop_starts_it_at_login_and_a_notice_comes() {
    insta::allow_duplicates! {
        install_log_in_and_uninstall("no contact", DEX);
        // What dex, unlike the desktops, cannot read.
        let launch = "exec gio launch .config/autostart/nocontact.desktop";
        install_log_in_and_uninstall("50% of $HOME; `é` \"/no\\contact", launch);
    }
}

fn install_log_in_and_uninstall(name: &str, log_in: &str) {
    let mut account = Account::on_a_plain_desktop(name);
    account.run("start --no-daemon");
    let before = listing(account.world.home());
    assert_snapshot!(account.run("service install"), @"
    Written: [home]/.config/autostart/nocontact.desktop
    The daemon is running.
    The desktop starts it at each login.
    ");
    account.desktop.wait_for(1);
    let entry = account.home(AUTOSTART);
    assert_entry_is_valid(&entry);
    assert!(fs::read_to_string(&entry).unwrap().contains("\nX-systemd-skip=true\n"));
    assert_snapshot!(account.run("service install"), @"
    All is as it should be.
    The daemon is running.
    The desktop starts it at each login.
    ");

    account.run("service stop");
    account.run("finish --close");
    account.run("start --no-daemon");
    // The next login.
    let ran = account.world.run_in_shell(log_in);
    assert_eq!(ran.exit, "exit 0", "{ran}");
    account.desktop.wait_for(2);
    assert!(account.world.daemon_runs());
    assert_snapshot!(account.run("service status"), @"
    unit       none
    autostart  [home]/.config/autostart/nocontact.desktop
    systemd    not there for your account
    daemon     runs in the background
    ");

    assert_snapshot!(account.run("service uninstall"), @"
    Removed: [home]/.config/autostart/nocontact.desktop
    The daemon has ended. Nothing starts it at login any more. Your data and settings are as
    they were.
    ");
    assert!(!account.world.daemon_runs());
    let mut after = listing(account.world.home());
    let mut before = before;
    for left in [&mut before, &mut after] {
        // The daemon's own, there since it ran.
        left.retain(|name, _| !name.starts_with(".local/share") && name != ".config/nocontact");
    }
    assert_eq!(after, before);
}

/// Many read of it before anything was ever kept; some press Enter twice.
#[test]
fn the_first_command_of_all_can_be_install_and_two_are_one() {
    let account = Account::on_a_plain_desktop("nocontact");
    let world = &account.world;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(world.run("service install").exit, "exit 0"));
        }
    });
    assert!(account.world.daemon_runs());
    assert_entry_is_valid(&account.home(AUTOSTART));
    account.run("service uninstall");
    assert!(!account.home(".config/autostart").exists());
    account.run("service start");
    assert!(account.world.daemon_runs());
}

/// A terminal or a desktop can be a service, whose manager is not ours.
#[test]
fn a_daemon_in_the_background_says_nothing_to_whoever_manages_its_parent() {
    let mut world = crate::world::World::new();
    let path = world.home().join("run/manager");
    let manager = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
    manager.set_nonblocking(true).unwrap();
    world.env("NOTIFY_SOCKET", path.to_str().unwrap());
    assert_eq!(world.run("service start").exit, "exit 0");
    assert!(world.daemon_runs());
    let heard = manager.recv(&mut [0; 256]).map_err(|error| error.kind());
    assert_eq!(heard, Err(std::io::ErrorKind::WouldBlock));
}

#[test]
fn with_moved_directories_the_daemon_of_the_next_login_finds_the_same_file() {
    let mut account = Account::on_a_plain_desktop("nocontact");
    let data = account.home("my data");
    fs::create_dir(&data).unwrap();
    super::give(&data);
    account.world.env("XDG_DATA_HOME", data.to_str().unwrap());
    account.run("start --no-daemon");
    account.run("service install");
    assert_entry_is_valid(&account.home(AUTOSTART));
    account.run("service stop");
    // The session does not know of it.
    let log_in = format!("export XDG_DATA_HOME=$HOME/.local/share; {DEX}");
    let ran = account.world.run_in_shell(&log_in);
    assert_eq!(ran.exit, "exit 0", "{ran}");
    super::wait_for("the daemon", || account.world.daemon_runs());
}

/// Whoever has the package may install the service before they start anything.
#[test]
fn it_is_installed_before_anything_was_kept() {
    let account = Account::on_a_plain_desktop("nocontact");
    assert_snapshot!(account.run("service install"), @"
    Written: [home]/.config/autostart/nocontact.desktop
    The daemon is running.
    The desktop starts it at each login.
    ");
    assert!(account.world.daemon_runs());
}

#[test]
fn what_is_not_ours_and_who_is_not_meant() {
    let account = Account::on_a_plain_desktop("nocontact");
    fs::create_dir(account.home(".config/autostart")).unwrap();
    fs::write(account.home(AUTOSTART), "[Desktop Entry]\nType=Application\n").unwrap();
    assert_snapshot!(account.world.run("service install"), @"
    exit 1
    --- stderr
    nocontact: [home]/.config/autostart/nocontact.desktop is not ours, and was left as it is; move it away first
    ");
    assert_snapshot!(account.run("service uninstall"), @"
    Not ours, and left: [home]/.config/autostart/nocontact.desktop
    Nothing is installed.
    ");
    assert!(account.home(AUTOSTART).exists());

    if rustix::process::geteuid().is_root() {
        let world = crate::world::World::new();
        assert_snapshot!(world.run("service install"), @"
        exit 1
        --- stderr
        nocontact: the daemon belongs to one person; run this as the person it is for, not as root
        ");
        assert_eq!(world.run("service status").exit, "exit 0");
    }
}
