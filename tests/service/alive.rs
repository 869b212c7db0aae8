//! A daemon that systemd watches over: started again after a crash and a hang, and left alone when
//! it ended on purpose.

use std::fs;

use super::{Account, wait_for};

impl Account {
    fn install(&self) {
        self.run("service install");
        // A person waits five seconds, a test does not.
        self.drop_in("[Service]\nRestartSec=50ms\n");
    }

    /// Ends the daemon as a crash does, and waits until systemd has started another.
    fn crash(&self) {
        let before = self.property("MainPID");
        let ran = self.shell("systemctl --user kill --signal=KILL nocontact");
        assert_eq!(ran.exit, "exit 0", "{ran}");
        self.wait_for_another(&before);
    }

    fn wait_for_another(&self, before: &str) {
        wait_for("another daemon", || {
            let pid = self.property("MainPID");
            pid != "0" && pid != before && self.property("ActiveState") == "active"
        });
    }
}

#[test]
fn start_uses_the_service_and_after_a_crash_the_next_notice_comes() {
    let mut account = Account::new();
    let settings = account.home(".config/nocontact");
    fs::create_dir_all(&settings).unwrap();
    super::give(&settings);
    fs::write(settings.join("config.toml"), "[notifications]\nfollow_up_after = \"2s\"\n").unwrap();
    account.install();
    account.wait_until("StatusText", "nothing planned");
    account.run("service stop");
    assert_eq!(account.state(), "enabled inactive");

    let said = account.run("start");
    assert!(said.contains("The daemon is running. Next: "), "{said}");
    assert_eq!(account.state(), "enabled active");
    account.desktop.wait_for(1);
    account.crash();
    assert_eq!(account.property("NRestarts"), "1");
    account.run("urge 3");
    account.desktop.wait_for(2);
    // By its own word, only when: nothing of an urge.
    wait_for("what comes next", || {
        let status = account.property("StatusText");
        status.starts_with("next ") && !status.contains("urge")
    });
}

#[test]
fn a_daemon_that_hangs_is_started_again_and_one_that_waits_is_not() {
    let account = Account::new();
    account.install();
    account.run("start");
    account.drop_in("[Service]\nWatchdogSec=2s\n");
    let ran = account.shell("systemctl --user restart nocontact");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    let pid = account.property("MainPID");
    // Twice the time in which it would be taken for dead, by systemd's own count.
    let began = account.property("WatchdogTimestampMonotonic").parse::<u64>().unwrap();
    wait_for("it to have been alive for a while", || {
        let now = account.property("WatchdogTimestampMonotonic").parse::<u64>().unwrap();
        now > began + 4_000_000
    });
    assert_eq!(account.property("MainPID"), pid);
    account.shell("systemctl --user kill --signal=STOP nocontact");
    account.wait_for_another(&pid);
    assert_eq!(account.property("NRestarts"), "1", "{}", account.log());
}

#[test]
fn one_that_was_ended_stays_ended_and_what_no_try_makes_better_is_not_tried_again() {
    let account = Account::new();
    account.install();
    account.run("start");
    assert_eq!(account.run("daemon --stop"), "The daemon has ended.\n");
    account.wait_until("ActiveState", "inactive");
    assert_eq!(
        (account.property("Result"), account.property("NRestarts")),
        ("success".into(), "0".into())
    );
    assert_eq!(account.run("service stop"), "No daemon runs.\n");

    // Another daemon holds the lock: exit code 4.
    let other = account.world.spawn("daemon");
    wait_for("the other daemon", || account.world.daemon_runs());
    account.shell("systemctl --user start nocontact");
    account.wait_until("ActiveState", "failed");
    let ended =
        |account: &Account| (account.property("ExecMainStatus"), account.property("NRestarts"));
    assert_eq!(ended(&account), ("4".into(), "0".into()));
    assert_eq!(account.run("service start"), "The daemon is running already.\n");
    assert_eq!(account.run("daemon --stop"), "The daemon has ended.\n");
    other.finish();

    // A data file that is none: exit code 5.
    fs::write(account.world.data().join("nocontact.db"), "no database, and long enough for one")
        .unwrap();
    account.shell("systemctl --user start nocontact");
    account.wait_until("ActiveState", "failed");
    assert_eq!(ended(&account), ("5".into(), "0".into()));
    let ran = account.world.run("service start");
    assert!(
        ran.exit == "exit 1" && ran.stderr.contains("the daemon could not be started"),
        "{ran}"
    );
}
