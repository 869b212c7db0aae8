//! What `install` puts in place and leaves alone, and that `uninstall` takes all of it away again.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use insta::assert_snapshot;

use super::{AUTOSTART, Account, UNIT, assert_unit_is_valid, give, listing, wait_for};

impl Account {
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.home(path)).unwrap_or_default()
    }

    /// As the person would write it.
    fn write(&self, path: &str, text: &str) {
        let mut made = self.world.home().to_owned();
        for part in path.split('/') {
            made.push(part);
            if made == self.home(path) {
                fs::write(&made, text).unwrap();
            } else if !made.exists() {
                fs::create_dir(&made).unwrap();
            }
            give(&made);
        }
    }
}

#[test]
fn installed_it_runs_says_what_comes_and_is_taken_away_whole() {
    let mut account = Account::new();
    account.run("start");
    account.desktop.wait_for(1);
    account.run("daemon --stop");
    let before = listing(account.world.home());

    assert_snapshot!(account.run("service install"), @"
    Written: [home]/.config/systemd/user/nocontact.service
    The daemon is running.
    systemd starts it at each login, and again after a crash.
    ");
    assert_eq!(account.state(), "enabled active");
    wait_for("what comes next", || account.property("StatusText").starts_with("next "));
    assert_unit_is_valid(&account);
    assert_snapshot!(account.run("service install"), @"
    All is as it should be.
    The daemon is running.
    systemd starts it at each login, and again after a crash.
    ");
    let status = account.run("service status").replace(&account.property("StatusText"), "[status]");
    assert_snapshot!(status, @"
    unit       [home]/.config/systemd/user/nocontact.service
    autostart  not needed beside the unit
    systemd    starts it at each login; active now ([status])
    lingering  not known
    daemon     runs, started by systemd
    ");
    let json = account.run("service status --json");
    assert_snapshot!(json.replace(&account.property("StatusText"), "[status]"), @r#"{"version":1,"unit":"current","unit_path":"[home]/.config/systemd/user/nocontact.service","packaged":false,"autostart":"missing","autostart_path":"[home]/.config/autostart/nocontact.desktop","systemd":"answers","enabled":true,"active":"active","status":"[status]","lingering":null,"daemon":{"running":true,"by":"systemd"}}"#);

    assert_snapshot!(account.run("service uninstall"), @"
    Removed: [home]/.config/systemd/user/nocontact.service
    The daemon has ended. Nothing starts it at login any more. Your data and settings are as
    they were.
    ");
    assert_eq!(listing(account.world.home()), before);
    assert_eq!(account.property("LoadState"), "not-found");
    assert_snapshot!(account.run("service uninstall"), @"Nothing is installed.");
    assert_snapshot!(account.run("service status"), @"
    unit       none
    autostart  none
    systemd    does not start it at login; inactive now
    lingering  not known
    daemon     does not run: nocontact service start
    ");
}

#[test]
fn a_daemon_in_the_background_hands_over_and_an_older_file_of_ours_is_rewritten() {
    let account = Account::new();
    account.run("start");
    account.write(AUTOSTART, "[Desktop Entry]\n# Kept by nocontact.\n");
    account.write(UNIT, "# Kept by nocontact.\n[Service]\nExecStart=/bin/false\n");
    assert!(account.run("service status").contains("outdated (nocontact service install)"));
    assert_snapshot!(account.run("service install"), @"
    Written: [home]/.config/systemd/user/nocontact.service
    Removed: [home]/.config/autostart/nocontact.desktop
    The daemon in the background has ended.
    The daemon is running.
    systemd starts it at each login, and again after a crash.
    ");
    assert_eq!(account.state(), "enabled active");
    assert_unit_is_valid(&account);
    assert!(!account.home(AUTOSTART).exists());
    assert!(account.run("service status").contains("runs, started by systemd"));
}

#[test]
fn what_the_daemon_keeps_on_the_disk_it_keeps_as_a_service_too() {
    let account = Account::new();
    account.write(".config/nocontact/config.toml", "[notifications]\nprivacy = \"hidden\"\n");
    account.run("service install");
    for kept in ["nocontact/settings-in-use.toml", "applications/nocontact.desktop"] {
        let kept = format!(".local/share/{kept}");
        wait_for(&kept, || account.home(&kept).exists());
    }
    assert!(account.read(".local/share/nocontact/settings-in-use.toml").contains("hidden"));
}

#[test]
fn installs_at_the_same_time_are_as_one() {
    let account = Account::new();
    let world = &account.world;
    for _ in 0..3 {
        account.run("start");
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| assert_eq!(world.run("service install").exit, "exit 0"));
            }
        });
        assert_eq!(account.state(), "enabled active");
        assert!(account.run("service status").contains("runs, started by systemd"));
        account.run("service uninstall");
    }
}

#[test]
fn what_is_not_ours_is_left_and_named() {
    let account = Account::new();
    let own = "[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=default.target\n";
    account.write(UNIT, own);
    account.shell("systemctl --user daemon-reload; systemctl --user enable --now nocontact");
    assert_snapshot!(account.world.run("service install"), @"
    exit 1
    --- stderr
    nocontact: [home]/.config/systemd/user/nocontact.service is not ours, and was left as it is; move it away first
    ");
    assert_snapshot!(account.run("service uninstall"), @"
    Not ours, and left: [home]/.config/systemd/user/nocontact.service
    Nothing is installed.
    ");
    assert_eq!(account.read(UNIT), own);
    assert_eq!(account.state(), "enabled active");

    // A link is not ours either, whatever it leads to.
    fs::remove_file(account.home(UNIT)).unwrap();
    account.write("elsewhere", "# Kept by nocontact.\n");
    symlink(account.home("elsewhere"), account.home(UNIT)).unwrap();
    assert_eq!(account.world.run("service install").exit, "exit 1");
    assert_eq!(account.read("elsewhere"), "# Kept by nocontact.\n");

    // Nor is a place behind one.
    fs::remove_dir_all(account.home(".config/systemd")).unwrap();
    account.write("published/user/x", "");
    symlink(account.home("published"), account.home(".config/systemd")).unwrap();
    assert_snapshot!(account.world.run("service install"), @"
    exit 1
    --- stderr
    nocontact: could not write [home]/.config/systemd/user/nocontact.service (no link on the way there is followed): Not a directory (os error 20)
    ");
    assert!(!account.home("published/user/nocontact.service").exists());
}

#[test]
fn an_odd_path_and_moved_directories_are_the_services_too() {
    let name = "50% of $HOME; é/no contact";
    let account = Account::with_program(name, |account| {
        for (variable, place) in
            [("XDG_DATA_HOME", "my data/50%"), ("XDG_CONFIG_HOME", "my \"settings\"")]
        {
            account.write(&format!("{place}/x"), "");
            let place = account.home(place);
            account.world.env(variable, place.to_str().unwrap());
        }
    });
    // systemd was started without knowing of them: what it is asked for is in the unit alone.
    let ran = account.shell("systemctl --user unset-environment XDG_DATA_HOME XDG_CONFIG_HOME");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    account.run("service install");
    assert_eq!(account.state(), "enabled active");
    assert!(account.world.daemon_runs(), "with the data of this person");
    let unit = account.home("my \"settings\"/systemd/user/nocontact.service");
    let text = fs::read_to_string(&unit).unwrap();
    assert!(text.contains("50%% of $HOME; é/no contact\" daemon\n"), "{text}");
    assert!(
        text.contains("/my data/50%%\"\n") && text.contains("my \\\"settings\\\"\"\n"),
        "{text}"
    );
    let starts = account.property("ExecStart");
    assert!(starts.contains(account.program.to_str().unwrap()), "{starts}");
    account.run("service stop");
    account.run("start");
    assert_eq!(account.state(), "enabled active");
    account.run("service uninstall");
    assert!(!unit.exists());
}

#[test]
fn a_unit_that_came_with_the_program_is_only_enabled() {
    let mut account = Account::without_systemd("nocontact");
    let template = include_str!("../../config/nocontact.service");
    let packaged = template.replace("/usr/bin/nocontact", account.program.to_str().unwrap());
    assert_ne!(packaged, template);
    account.write("packaged", &packaged);
    account.start_systemd(Some(&account.home("packaged")));
    account.run("start");
    assert_eq!(account.state(), "disabled inactive");
    account.run("service stop");
    let before = listing(account.world.home());
    assert_snapshot!(account.run("service install"), @"
    The daemon is running.
    systemd starts it at each login, and again after a crash.
    ");
    assert_eq!(account.state(), "enabled active");
    assert!(!account.home(UNIT).exists());
    assert_snapshot!(account.run("service install"), @"
    All is as it should be.
    The daemon is running.
    systemd starts it at each login, and again after a crash.
    ");
    account.run("daemon --stop");
    account.run("start");
    assert_eq!(account.state(), "enabled active");
    assert_snapshot!(account.run("service uninstall"), @"
    The daemon has ended. Nothing starts it at login any more. Your data and settings are as
    they were.
    ");
    assert_eq!(account.state(), "disabled inactive");
    assert_eq!(listing(account.world.home()), before);

    // With its data elsewhere the person needs a unit of their own.
    account.write("data/x", "");
    let data = account.home("data");
    account.world.env("XDG_DATA_HOME", data.to_str().unwrap());
    // This systemd does not look there for its units.
    account.world.env("XDG_CONFIG_HOME", data.to_str().unwrap());
    account.run("service install");
    assert!(account.read(UNIT).contains("Environment=XDG_DATA_HOME="));
    assert!(account.world.daemon_runs());
}

#[test]
fn who_is_not_at_home_there_is_told() {
    let mut account = Account::new();
    let run = account.home("run");
    account.world.env_remove("XDG_RUNTIME_DIR");
    assert_snapshot!(account.world.run("service install"), @"
    exit 1
    --- stderr
    nocontact: systemd runs here, but does not answer for your account (XDG_RUNTIME_DIR is not set); log in as yourself, and run this again there
    ");
    assert!(!account.home(".config/systemd").exists());
    let nowhere = account.home("nowhere");
    fs::create_dir(&nowhere).unwrap();
    give(&nowhere);
    account.world.env("XDG_RUNTIME_DIR", nowhere.to_str().unwrap());
    assert_snapshot!(account.world.run("service install"), @"
    exit 1
    --- stderr
    nocontact: systemd runs here, but does not answer for your account (it runs no services for you just now); log in as yourself, and run this again there
    ");
    assert_snapshot!(account.run("service status"), @"
    unit       none
    autostart  none
    systemd    does not answer: it runs no services for you just now
    daemon     does not run: nocontact service start
    ");
    // A daemon is started all the same.
    assert!(account.run("start").contains("The daemon is running."));
    account.run("service stop");
    account.world.env("XDG_RUNTIME_DIR", run.to_str().unwrap());
    account.run("service install");
    assert_eq!(account.state(), "enabled active");
    // What was installed goes with its link also where systemd cannot be asked.
    account.world.env("XDG_RUNTIME_DIR", nowhere.to_str().unwrap());
    account.run("service uninstall");
    assert!(!account.world.daemon_runs() && !account.home(".config/systemd").exists());
}

#[test]
fn where_systemd_cannot_run_it_the_background_has_it_as_before() {
    let account = Account::new();
    account.run("start");
    account.write(&format!("{UNIT}.d/own.conf"), "[Service]\nExecStartPre=/bin/false\n");
    assert_snapshot!(account.world.run("service install"), @"
    exit 1
    --- stdout
    Written: [home]/.config/systemd/user/nocontact.service
    The daemon in the background has ended.
    --- stderr
    nocontact: it is installed, but could not be started: systemctl: Job for nocontact.service failed because the control process exited with error code; it runs in the background instead
    ");
    assert!(account.run("service status").contains("runs in the background"));
    account.run("service stop");
    assert_eq!(account.run("service start"), "The daemon is running.\n");
}

#[test]
fn a_systemd_that_hangs_is_not_waited_for_for_ever() {
    let account = Account::new();
    account.run("service install");
    account.run("service stop");
    let programs = account.home("programs");
    account.write("programs/systemctl", "#!/bin/sh\nexec sleep 1000\n");
    fs::set_permissions(programs.join("systemctl"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = |command: &str| {
        let program = account.program.display();
        account.shell(&format!("PATH=$HOME/programs:$PATH exec {program} {command}"))
    };
    let ran = run("start");
    assert!(ran.stdout.contains("The daemon is running."), "{ran}");
    assert_snapshot!(run("service status").stdout, @"
    unit       [home]/.config/systemd/user/nocontact.service
    autostart  not needed beside the unit
    systemd    does not answer: systemctl did not answer in 10 seconds
    daemon     runs in the background
    ");
}
