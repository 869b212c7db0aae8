//! The desktop itself: what it records, and how its server can be stopped, frozen and answered.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::faketime::FakeClock;
use super::sender::Sender;
use super::{Desktop, Urgency};

#[test]
fn a_notification_is_recorded_once_with_all_that_it_says() {
    let mut desktop = Desktop::start();
    let id = Sender::on(&desktop).send("Not now is enough", 0).unwrap();

    let [shown] = &desktop.shown()[..] else { panic!("one, not {:?}", desktop.shown()) };
    assert_eq!((shown.id, shown.replaces), (id, 0));
    assert_eq!(shown.app_name, "nocontact");
    assert_eq!(shown.summary, "Not now is enough");
    assert_eq!(shown.body, "And breathe.");
    assert_eq!(shown.urgency, Urgency::Low);
    let label = |index: usize| shown.actions[index].1.as_str();
    assert_eq!((label(0), label(1)), ("I did it", "Later"));
    assert_eq!(shown.hints["urgency"], "byte 0x00");
    assert_eq!(shown.expires, -1);
    assert_eq!(desktop.displayed(), 1);
}

#[test]
fn two_equal_notifications_are_two() {
    let mut desktop = Desktop::start();
    let sender = Sender::on(&desktop);
    sender.send("Drink some water", 0).unwrap();
    sender.send("Drink some water", 0).unwrap();
    assert_eq!(desktop.wait_for(2).len(), 2);
    assert_eq!((desktop.calls(), desktop.displayed()), (2, 2));
}

#[test]
fn a_replaced_notification_is_recorded_again_and_displayed_once() {
    let mut desktop = Desktop::start();
    let sender = Sender::on(&desktop);
    let id = sender.send("How is it now?", 0).unwrap();
    assert_eq!(sender.send("How is it since?", id).unwrap(), id);
    assert_eq!(desktop.shown().len(), 2);
    assert_eq!(desktop.displayed(), 1);
}

#[test]
fn many_notifications_at_once_are_all_recorded_in_order() {
    let mut desktop = Desktop::start();
    let sender = Sender::on(&desktop);
    let wanted: Vec<String> = (0..20).map(|number| format!("Note {number}")).collect();
    for summary in &wanted {
        sender.send(summary, 0).unwrap();
    }
    let shown: Vec<String> = desktop.shown().into_iter().map(|shown| shown.summary).collect();
    assert_eq!(shown, wanted);
    assert_eq!(desktop.displayed(), 20);
    desktop.close_all();
    assert_eq!(desktop.displayed(), 0);
}

#[test]
fn a_killed_server_shows_nothing_and_a_restarted_one_does() {
    let mut desktop = Desktop::start();
    let sender = Sender::on(&desktop);
    desktop.stop_server();
    sender.send("To nobody", 0).unwrap_err();
    assert_eq!((desktop.calls(), desktop.shown().len()), (1, 0));
    desktop.start_server();
    sender.send("To somebody", 0).unwrap();
    assert_eq!(desktop.wait_for(1)[0].summary, "To somebody");
}

#[test]
fn a_frozen_server_is_asked_but_takes_nothing_until_it_thaws() {
    let mut desktop = Desktop::start();
    let sender = Sender::waiting(&desktop, Duration::from_secs(1));
    desktop.freeze_server();
    sender.send("Hello?", 0).unwrap_err();
    assert_eq!((desktop.calls(), desktop.shown().len()), (1, 0));
    desktop.thaw_server();
    assert_eq!(desktop.wait_for(1).len(), 1);
}

#[test]
fn a_bus_has_no_server_until_one_is_started() {
    let mut desktop = Desktop::bus_only();
    let sender = Sender::on(&desktop);
    sender.send("Too early", 0).unwrap_err();
    desktop.start_server();
    sender.send("In time", 0).unwrap();
    assert_eq!(desktop.wait_for(1)[0].summary, "In time");
}

#[test]
fn what_was_shown_is_remembered_over_a_restart_of_the_bus() {
    let mut desktop = Desktop::start();
    Sender::on(&desktop).send("Before", 0).unwrap();
    desktop.stop_bus();
    assert_eq!(desktop.shown().len(), 1);
    desktop.start_bus();
    desktop.start_server();
    Sender::on(&desktop).send("After", 0).unwrap();
    assert_eq!(desktop.wait_for(2)[1].summary, "After");
}

#[test]
fn a_frozen_bus_passes_nothing_on_until_it_thaws() {
    let mut desktop = Desktop::start();
    let sender = Sender::waiting(&desktop, Duration::from_secs(1));
    desktop.freeze_bus();
    sender.send("Hello?", 0).unwrap_err();
    desktop.thaw_bus();
    assert_eq!(desktop.wait_for(1).len(), 1);
}

#[test]
fn a_press_tells_the_sender_which_button_it_was() {
    let mut desktop = Desktop::start();
    let mut sender = Sender::on(&desktop);
    sender.send("How is it?", 0).unwrap();
    let newest = sender.send("How is it (now) [really]?", 0).unwrap();
    desktop.press("Later");
    assert_eq!(sender.next_action(), (newest, "later".to_owned()));
    desktop.press("I did it");
    assert_eq!(sender.next_action(), (newest, "done".to_owned()));
}

#[test]
#[should_panic(expected = r#"no button "Restart" on the screen, only ["I did it", "Later"]"#)]
fn a_button_that_is_not_there_cannot_be_pressed() {
    let mut desktop = Desktop::start();
    Sender::on(&desktop).send("How is it?", 0).unwrap();
    desktop.press("Restart");
}

#[test]
fn a_faked_clock_shows_its_moment_to_every_process_and_jumps_for_all() {
    let mut clock = FakeClock::at("2026-11-21T08:58:00+01:00");
    let date = |clock: &FakeClock| {
        let mut date = Command::new("date");
        date.arg("+%F %H:%M").env("TZ", "Europe/Berlin").envs(clock.env());
        let output = date.output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(date(&clock), "2026-11-21 08:58");
    clock.jump(10 * 60 * 60);
    assert_eq!(date(&clock), "2026-11-21 18:58");
    clock.jump(-2 * 60 * 60);
    assert_eq!(date(&clock), "2026-11-21 16:58");
    assert_eq!(clock.now().format("%F %H:%M %:z").to_string(), "2026-11-21 16:58 +01:00");
}

#[test]
fn a_process_that_runs_sees_the_jump_and_leaves_nothing_in_shared_memory() {
    let mut clock = FakeClock::at("2026-11-21T08:58:00+01:00");
    let script = "date +%H; read line; date +%H";
    let mut shell = Command::new("bash")
        .args(["-c", script])
        .env("TZ", "Europe/Berlin")
        .envs(clock.env())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(50));
    clock.jump(3600);
    drop(shell.stdin.take());
    let pid = shell.id();
    let output = shell.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("09\n"));
    assert!(!Path::new(&format!("/dev/shm/faketime_shm_{pid}")).exists());
}
