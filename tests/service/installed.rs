//! What `install` puts in place, and that `uninstall` takes all of it away again.

use std::fs;

use super::{AUTOSTART, Account, UNIT, assert_unit_is_valid, give, listing, wait_for};

#[test]
fn installed_it_runs_says_what_comes_and_is_taken_away_whole() {
    let mut account = Account::new();
    account.run("start");
    account.desktop.wait_for(1);
    account.run("daemon --stop");
    let before = listing(account.world.home());

    let said = account.run("service install");
    assert_eq!(
        said,
        "Written: [home]/.config/systemd/user/nocontact.service\n\
         The daemon is running. systemd starts it at each login, and again after a crash.\n"
    );
    assert_eq!(account.state(), "enabled active");
    wait_for("what comes next", || account.property("StatusText").starts_with("next "));
    assert_unit_is_valid(&account);
    let again = account.run("service install");
    assert_eq!(
        again,
        "All is as it should be. The daemon is running. systemd starts it at each login, and \
         again after a\ncrash.\n"
    );
    println!("{}", account.run("service status"));
    println!("{}", account.run("service status --json"));

    assert_eq!(
        account.run("service uninstall"),
        "Removed: [home]/.config/systemd/user/nocontact.service\n\
         The daemon has ended. Nothing starts it at login any more. Your data and settings are as \
         they were.\n"
    );
    assert_eq!(listing(account.world.home()), before);
    assert_eq!(account.property("LoadState"), "not-found");
    assert_eq!(account.run("service uninstall"), "Nothing is installed.\n");
    let _ = (AUTOSTART, UNIT, fs::exists("/"), give);
}
