//! Tests of `server`, beside it. They own no rule.
//!
//! Signals are built as a server sends them and read back as the bus delivers them, so that each
//! has its place among the messages.

use std::io;
use std::os::fd::OwnedFd;

use zbus::Message;
use zbus::connection::socket::ReadHalf;
use zbus::export::async_trait::async_trait;

use super::*;

const OURS: &str = ":1.7";
const THEIRS: &str = ":1.8";

/// The bytes of one message.
#[derive(Debug)]
struct Wire(Vec<u8>);

#[async_trait]
impl ReadHalf for Wire {
    async fn recvmsg(&mut self, buffer: &mut [u8]) -> io::Result<(usize, Vec<OwnedFd>)> {
        let read = buffer.len().min(self.0.len());
        let rest = self.0.split_off(read);
        buffer[..read].copy_from_slice(&self.0);
        self.0 = rest;
        Ok((read, Vec::new()))
    }
}

/// A message as it arrives, the `place`th.
fn arrived(message: &Message, place: u64) -> Message {
    let mut wire = Wire(message.data().bytes().to_vec());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (mut bytes, mut files) = (Vec::new(), Vec::new());
    runtime.block_on(wire.receive_message(place, &mut bytes, &mut files)).unwrap()
}

fn signal<B>(from: Option<&str>, member: &str, body: &B, place: u64) -> Message
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    let name = "org.freedesktop.Notifications";
    let mut signal = Message::signal("/org/freedesktop/Notifications", name, member);
    if let Some(from) = from {
        signal = signal.sender(from);
    }
    arrived(&signal.build(body).unwrap(), place)
}

fn pressed(id: u32, action: &str, place: u64) -> Message {
    signal(Some(OURS), "ActionInvoked", &(id, action), place)
}

fn closed(id: u32, place: u64) -> Message {
    signal(Some(OURS), "NotificationClosed", &(id, 2_u32), place)
}

fn server() -> Server {
    Server::new(zbus::names::UniqueName::try_from(OURS).unwrap().into())
}

/// What stands since the answer that came `place`th.
fn shown(id: u32, key: &str, buttons: &[Button], place: u64) -> Shown {
    let asked = Asked { key: key.to_owned(), buttons: buttons.to_vec() };
    Shown { id, asked, since: pressed(0, "", place).recv_position() }
}

const SUGGESTION: [Button; 3] = [Button::Done, Button::Later, Button::Urge];

/// A press in one line.
fn heard(server: &mut Server, message: &Message) -> Option<String> {
    server.hear(message).map(|(id, press)| format!("{id} {} {}", press.key, press.button))
}

#[test]
fn a_press_is_about_the_notice_that_stands_under_its_id() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::FollowUp, shown(5, "follow-up", &[Button::Easier, Button::Same], 11));
    assert_eq!(heard(&mut server, &pressed(9, "done", 12)), None);
    assert_eq!(heard(&mut server, &pressed(5, "same", 13)).as_deref(), Some("5 follow-up same"));
    assert_eq!(heard(&mut server, &pressed(4, "done", 14)).as_deref(), Some("4 morning done"));
    assert!(!server.shows(4) && !server.shows(5));
}

#[test]
fn a_press_said_twice_is_one() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    assert!(heard(&mut server, &pressed(4, "urge", 11)).is_some());
    assert_eq!(heard(&mut server, &pressed(4, "urge", 12)), None);
    assert_eq!(heard(&mut server, &pressed(4, "done", 13)), None);
}

#[test]
fn a_press_said_twice_is_one_also_where_something_stood_under_the_id_before() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::Suggestion, shown(4, "evening", &SUGGESTION, 20));
    assert_eq!(heard(&mut server, &pressed(4, "urge", 21)).as_deref(), Some("4 evening urge"));
    assert_eq!(heard(&mut server, &pressed(4, "urge", 22)), None);
}

#[test]
fn what_was_closed_answers_nothing() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    assert_eq!(heard(&mut server, &closed(4, 11)), None);
    assert!(!server.shows(4));
    assert_eq!(heard(&mut server, &pressed(4, "done", 12)), None);
}

#[test]
fn a_closing_of_something_else_changes_nothing() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    heard(&mut server, &closed(3, 11));
    assert!(server.shows(4));
    assert!(heard(&mut server, &pressed(4, "done", 12)).is_some());
}

#[test]
fn a_press_that_was_under_way_when_the_notice_was_replaced_answers_what_was_seen() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::Suggestion, shown(4, "evening", &SUGGESTION, 20));
    // It came before the answer to the sending of the second.
    assert_eq!(heard(&mut server, &pressed(4, "done", 19)).as_deref(), Some("4 morning done"));
    assert!(server.shows(4), "what stands there now stays");
    assert_eq!(heard(&mut server, &pressed(4, "done", 19)), None, "once");
    assert_eq!(heard(&mut server, &pressed(4, "later", 21)).as_deref(), Some("4 evening later"));
}

#[test]
fn a_closing_that_was_under_way_closes_what_was_replaced() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::Suggestion, shown(4, "evening", &SUGGESTION, 20));
    heard(&mut server, &closed(4, 19));
    assert!(server.shows(4));
    assert_eq!(heard(&mut server, &pressed(4, "done", 21)).as_deref(), Some("4 evening done"));
}

#[test]
fn a_signal_before_anything_stood_there_is_about_nothing_of_ours() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    assert_eq!(heard(&mut server, &pressed(4, "done", 9)), None);
    assert_eq!(heard(&mut server, &pressed(4, "done", 10)), None);
    heard(&mut server, &closed(4, 9));
    assert!(server.shows(4));
}

/// A server that does not replace leaves the first one on the screen.
#[test]
fn what_got_another_id_when_it_was_replaced_can_still_be_pressed() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::Suggestion, shown(5, "evening", &SUGGESTION, 20));
    assert!(server.shows(5) && !server.shows(4));
    assert_eq!(heard(&mut server, &pressed(4, "done", 30)).as_deref(), Some("4 morning done"));
    assert_eq!(heard(&mut server, &pressed(5, "done", 31)).as_deref(), Some("5 evening done"));
}

#[test]
fn an_id_that_is_handed_out_again_is_about_the_newer_notice() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::FollowUp, shown(4, "follow-up", &[Button::Easier, Button::Same], 20));
    assert_eq!(server.shown.len(), 1);
    assert_eq!(heard(&mut server, &pressed(4, "done", 21)), None, "not one of its buttons");
    assert_eq!(
        heard(&mut server, &pressed(4, "easier", 22)).as_deref(),
        Some("4 follow-up easier")
    );
}

#[test]
fn once_a_slot_was_empty_nothing_lies_under_what_comes_next() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    server.put(Slot::Suggestion, shown(5, "midday", &SUGGESTION, 20));
    heard(&mut server, &closed(5, 21));
    server.put(Slot::Suggestion, shown(6, "evening", &SUGGESTION, 30));
    assert_eq!(heard(&mut server, &pressed(4, "done", 31)), None);
    assert!(heard(&mut server, &pressed(6, "done", 32)).is_some());
}

#[test]
fn nobody_but_the_server_presses() {
    for from in [Some(THEIRS), None] {
        let mut server = server();
        server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
        let press = signal(from, "ActionInvoked", &(4_u32, "done"), 11);
        assert_eq!(heard(&mut server, &press), None, "{from:?}");
        heard(&mut server, &signal(from, "NotificationClosed", &(4_u32, 2_u32), 12));
        assert!(server.shows(4), "{from:?}");
    }
}

#[test]
fn a_click_presses_the_only_button() {
    let mut server = server();
    server.put(Slot::Day, shown(4, "end", &[Button::Review], 10));
    assert_eq!(heard(&mut server, &pressed(4, "default", 11)).as_deref(), Some("4 end review"));
}

#[test]
fn a_click_or_a_word_that_answers_nothing_leaves_the_buttons_alive() {
    let nothings = ["default", "easier", "2", "read", "Done", "", "no such word"];
    for nothing in nothings {
        let mut server = server();
        server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
        assert_eq!(heard(&mut server, &pressed(4, nothing, 11)), None, "{nothing}");
        let done = heard(&mut server, &pressed(4, "done", 12));
        assert_eq!(done.as_deref(), Some("4 morning done"), "{nothing}");
    }
    let mut server = server();
    server.put(Slot::Day, shown(4, "milestone", &[], 10));
    assert_eq!(heard(&mut server, &pressed(4, "default", 11)), None, "there is no button at all");
}

#[test]
fn what_is_no_such_signal_is_passed_over() {
    let mut server = server();
    server.put(Slot::Suggestion, shown(4, "morning", &SUGGESTION, 10));
    for message in [
        signal(Some(OURS), "ActivationToken", &(4_u32, "token"), 11),
        signal(Some(OURS), "ActionInvoked", &"done", 12),
        signal(Some(OURS), "ActionInvoked", &("4", "done"), 13),
        signal(Some(OURS), "NotificationClosed", &4_u32, 14),
        signal(Some(OURS), "NotificationClosed", &("4", "2"), 15),
    ] {
        assert_eq!(heard(&mut server, &message), None, "{message:?}");
        assert!(server.shows(4), "{message:?}");
    }
}
