//! The same scenes on every notification server: what is sent to it arrives, and what its user does
//! is heard by the sender. What differs between them is written down here as well.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use super::sender::Sender;
use super::{Desktop, Kind, News, PATIENCE};

const NORMAL: u8 = 1;

/// What a question of the program looks like: four buttons, and something for a click beside them.
const ACTIONS: [&str; 10] = [
    "default",
    "Open",
    "done",
    "Done",
    "another",
    "Another",
    "later",
    "Later",
    "hard",
    "Hard moment",
];

macro_rules! on_every_server {
    ($($(#[$when:meta])* $server:ident: $kind:expr,)*) => {
        $(mod $server {
            use super::super::Kind;

            const KIND: Kind = $kind;

            #[test]
            $(#[$when])*
            fn every_button_tells_the_sender_its_key() {
                super::every_button_tells_the_sender_its_key(KIND);
            }

            #[test]
            $(#[$when])*
            fn a_click_on_the_notification_itself_is_its_default_action() {
                super::a_click_on_the_notification_itself_is_its_default_action(KIND);
            }

            #[test]
            $(#[$when])*
            fn a_replaced_notification_keeps_its_id_and_its_place() {
                super::a_replaced_notification_keeps_its_id_and_its_place(KIND);
            }

            #[test]
            $(#[$when])*
            fn what_the_user_closes_the_sender_hears_closed() {
                super::what_the_user_closes_the_sender_hears_closed(KIND);
            }

            #[test]
            $(#[$when])*
            fn of_two_the_user_answers_the_one_on_top() {
                super::of_two_the_user_answers_the_one_on_top(KIND);
            }

            #[test]
            $(#[$when])*
            fn a_restarted_server_shows_what_comes_then() {
                super::a_restarted_server_shows_what_comes_then(KIND);
            }

            #[test]
            $(#[$when])*
            fn a_frozen_server_takes_it_when_it_thaws() {
                super::a_frozen_server_takes_it_when_it_thaws(KIND);
            }

            #[test]
            $(#[$when])*
            fn undisturbed_the_user_sees_nothing() {
                super::undisturbed_the_user_sees_nothing(KIND);
            }
        })*
    };
}

on_every_server! {
    dunst: Kind::Dunst,
    mako: Kind::Mako,
    xfce: Kind::Xfce,
    notification_daemon: Kind::NotificationDaemon,
    #[ignore = "tests/run --all-desktops runs it"]
    gnome: Kind::Gnome,
}

#[test]
fn servers_on_desktops_of_their_own_do_not_meet() {
    let mut desktops: Vec<Desktop> = Kind::ALL.into_iter().map(Desktop::with).collect();
    for desktop in &mut desktops {
        let ([name, ..], capabilities) = desktop.server_version();
        assert_eq!(name, name_of(desktop.kind));
        assert!(capabilities.iter().any(|capability| capability == "actions"), "{capabilities:?}");
        Sender::on(desktop).send(&name, 0).unwrap();
    }
    for desktop in &mut desktops {
        assert_eq!(desktop.shown().len(), 1);
    }
}

fn every_button_tells_the_sender_its_key(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let mut sender = Sender::on(&desktop);
    for button in ACTIONS.chunks(2).skip(1).take(buttons_seen(kind)) {
        let id = sender.send_with("How is it (now) [really]?", 0, NORMAL, &ACTIONS).unwrap();
        desktop.press(button[1]);
        assert_eq!(sender.next_action(), (id, button[0].to_owned()));
        desktop.close_all();
    }
    let told = desktop.told();
    assert_eq!(told.len(), 2 * buttons_seen(kind));
    for pair in told.chunks(2) {
        let [pressed, closed] = pair else { unreachable!("chunks of two") };
        assert!(matches!(pressed.news, News::Pressed(_)), "{told:?}");
        assert_eq!((closed.id, &closed.news), (pressed.id, &News::Closed(2)));
        assert_eq!((pressed.to_all, closed.to_all), (tells_all(kind), tells_all(kind)));
    }
}

fn a_click_on_the_notification_itself_is_its_default_action(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let mut sender = Sender::on(&desktop);
    let id = sender.send_with("How is it?", 0, NORMAL, &ACTIONS).unwrap();
    desktop.press_default();
    assert_eq!(sender.next_action(), (id, "default".to_owned()));
}

fn a_replaced_notification_keeps_its_id_and_its_place(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let mut sender = Sender::on(&desktop);
    let id = sender.send_with("How is it now?", 0, NORMAL, &ACTIONS).unwrap();
    wait_for_displayed(&mut desktop, 1);
    let replaced = ["default", "Open", "better", "Better", "same", "Same"];
    assert_eq!(sender.send_with("How is it since?", id, NORMAL, &replaced).unwrap(), id);
    if kind == Kind::Gnome {
        // It takes the buttons away, and then tells a click on the notification twice.
        desktop.press_default();
        for _ in 0..2 {
            assert_eq!(sender.next_action(), (id, "default".to_owned()));
        }
    } else {
        desktop.press("Same");
        assert_eq!(sender.next_action(), (id, "same".to_owned()));
    }
    desktop.close_all();
    wait_for_displayed(&mut desktop, 0);
}

fn what_the_user_closes_the_sender_hears_closed(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let mut sender = Sender::on(&desktop);
    let id = sender.send_with("How is it?", 0, NORMAL, &ACTIONS).unwrap();
    assert_eq!(desktop.close_one(), id);
    assert_eq!(sender.next_closed(), (id, 2));
    assert_eq!(desktop.displayed(), 0);
}

fn of_two_the_user_answers_the_one_on_top(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let mut sender = Sender::on(&desktop);
    let older = sender.send_with("How is it?", 0, NORMAL, &ACTIONS).unwrap();
    let newer = sender.send_with("How is it now?", 0, NORMAL, &ACTIONS).unwrap();
    desktop.press("Later");
    let first = if queues(kind) { older } else { newer };
    assert_eq!(sender.next_action(), (first, "later".to_owned()));
    // Then it is the other's turn, if the first has gone.
    let second = match closes_after_a_press(kind) {
        true if first == newer => older,
        true => newer,
        false => first,
    };
    if first != second {
        assert_eq!(sender.next_closed(), (first, 2));
    }
    desktop.press("Done");
    assert_eq!(sender.next_action(), (second, "done".to_owned()));
}

fn a_restarted_server_shows_what_comes_then(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let mut sender = Sender::on(&desktop);
    sender.send_with("Before", 0, NORMAL, &ACTIONS).unwrap();
    desktop.stop_server();
    sender.send("To nobody", 0).unwrap_err();
    desktop.start_server();
    let id = sender.send_with("After", 0, NORMAL, &ACTIONS).unwrap();
    desktop.press("Later");
    assert_eq!(sender.next_action(), (id, "later".to_owned()));
}

fn a_frozen_server_takes_it_when_it_thaws(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let sender = Sender::waiting(&desktop, Duration::from_secs(1));
    desktop.freeze_server();
    sender.send_with("Hello?", 0, NORMAL, &ACTIONS).unwrap_err();
    assert_eq!((desktop.calls(), desktop.shown().len()), (1, 0));
    desktop.thaw_server();
    assert_eq!(desktop.wait_for(1)[0].summary, "Hello?");
    wait_for_displayed(&mut desktop, 1);
}

fn undisturbed_the_user_sees_nothing(kind: Kind) {
    let mut desktop = Desktop::with(kind);
    let sender = Sender::on(&desktop);
    let send = || sender.send_with("How is it?", 0, NORMAL, &ACTIONS).unwrap();
    let empty = picture(&mut desktop);
    // GNOME has a clock on the screen, which goes on.
    let shows_it = |desktop: &mut Desktop| match kind {
        Kind::Gnome => desktop.displayed() > 0,
        _ => picture(desktop) != empty,
    };
    send();
    wait_until("it can be seen", || shows_it(&mut desktop));
    desktop.close_all();
    wait_until("it is gone", || !shows_it(&mut desktop));
    if desktop.set_do_not_disturb(true) {
        send();
        assert_eq!((desktop.shown().len(), desktop.displayed()), (2, 0));
        assert!(!shows_it(&mut desktop), "something was shown");
        assert!(desktop.set_do_not_disturb(false));
    }
    send();
    wait_until("it can be seen again", || shows_it(&mut desktop));
}

/// What it calls itself.
fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Dunst => "dunst",
        Kind::Mako => "mako",
        Kind::Xfce => "Xfce Notify Daemon",
        Kind::NotificationDaemon => "Notification Daemon",
        Kind::Gnome => "gnome-shell",
    }
}

/// Whether it tells everybody on the bus, where others tell the sender alone.
fn tells_all(kind: Kind) -> bool {
    match kind {
        Kind::Dunst | Kind::Gnome => false,
        Kind::Mako | Kind::Xfce | Kind::NotificationDaemon => true,
    }
}

/// How many of four buttons can be pressed.
fn buttons_seen(kind: Kind) -> usize {
    if kind == Kind::Gnome { 3 } else { 4 }
}

/// Whether it shows one at a time, the oldest first.
fn queues(kind: Kind) -> bool {
    matches!(kind, Kind::NotificationDaemon | Kind::Gnome)
}

/// Whether a notification is gone once one of its buttons was pressed.
fn closes_after_a_press(kind: Kind) -> bool {
    match kind {
        Kind::Dunst | Kind::Mako => false,
        Kind::Xfce | Kind::NotificationDaemon | Kind::Gnome => true,
    }
}

/// A PNG of the screen.
fn picture(desktop: &mut Desktop) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    desktop.screenshot(file.path());
    fs::read(file.path()).unwrap()
}

#[track_caller]
fn wait_for_displayed(desktop: &mut Desktop, count: u32) {
    wait_until("the right number is displayed", || desktop.displayed() == count);
}

#[track_caller]
fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
