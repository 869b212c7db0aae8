//! Tests of `press`, beside it, with a real data file and a screen that writes down. They own no
//! rule.

mod helped;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::*;
use crate::countdown::samples::{at, now, record, window};
use crate::countdown::window::Window;
use crate::notify::{Ready, Sent};

const MORNING: &str = "1/morning/2026-11-05";
const EVENING: &str = "1/evening/2026-11-05";
const END: &str = "1/end/2026-12-01";
const URGE: &str = "00000001-0000-4000-8000-000000000000";

/// Somebody before the screen: writes down what is shown, and what was on the disk by then.
struct Screen {
    dir: PathBuf,
    answer: Sent,
    /// The key, kind, title and buttons.
    shown: Vec<(String, NoticeKind, Message)>,
    saved: Vec<Vec<String>>,
}

impl Notify for Screen {
    async fn ready(&mut self, _kind: NoticeKind, _now: DateTime<Utc>) -> Ready {
        Ready::Now
    }

    async fn show(&mut self, key: &str, kind: NoticeKind, message: &Message) -> Sent {
        let store = Store::open_existing(&self.dir).unwrap().unwrap();
        self.saved.push(record_of(&store));
        self.shown.push((key.to_owned(), kind, message.clone()));
        self.answer
    }

    async fn withdraw(&mut self, _is_over: &dyn Fn(&str, &[Button]) -> bool) {}
}

/// All that the file says, in words: entries, then the ledger.
fn record_of(store: &Store) -> Vec<String> {
    let everything = store.read().entries(None, None).unwrap();
    let entries = everything.into_iter().map(|entry| match entry.what {
        What::Outcome { urge, outcome, .. } => format!("{outcome} of {urge}"),
        What::Mood { mood } => format!("mood {mood}"),
        what => format!("{} {}", what.word(), entry.id),
    });
    let seen = store.read().seen(at("2026-01-01 00:00").to_utc()).unwrap();
    let ledger = seen.into_iter().map(|record| {
        let answer = record.answer.map(|(reply, _)| format!(" {reply}")).unwrap_or_default();
        format!("{} {}{answer}", record.key, record.state)
    });
    entries.chain(ledger).collect()
}

struct Bench {
    _dir: TempDir,
    store: Store,
    settings: Settings,
    catalogue: Catalogue,
    screen: Screen,
}

impl Bench {
    /// Thirty days from 1 November in Berlin, with these entries and notices.
    fn new(entries: Vec<Entry>, ledger: Vec<Record>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open_at(dir.path()).unwrap();
        let changes = [Change::Window(window("2026-11-01 14:05", Some(30)))]
            .into_iter()
            .chain(entries.into_iter().map(Change::Entry))
            .chain(ledger.into_iter().map(Change::Record))
            .collect();
        store.write("before", at("2026-11-01 14:05"), |_| Ok((changes, ()))).unwrap();
        let screen = Screen {
            dir: dir.path().to_owned(),
            answer: Sent::Shown,
            shown: Vec::new(),
            saved: Vec::new(),
        };
        Self {
            _dir: dir,
            store,
            settings: Settings::default(),
            catalogue: Catalogue::default(),
            screen,
        }
    }

    fn set(mut self, lines: &str) -> Self {
        let (settings, problems) = Settings::parse(lines);
        assert_eq!(problems, []);
        self.settings = settings;
        self
    }

    fn change(&mut self, change: Change) {
        self.store.write("change", at("2026-11-05 08:00"), |_| Ok((vec![change], ()))).unwrap();
    }

    fn press(&mut self, key: &str, button: Button, wall: &str) {
        let now = now(wall);
        let pressed = Press { key: key.to_owned(), button };
        let pressing = press(
            &mut self.store,
            &self.settings,
            &self.catalogue,
            &now,
            &pressed,
            URGE,
            &mut self.screen,
        );
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(pressing).unwrap();
    }

    /// Whether a press left everything as it was.
    #[track_caller]
    fn is_refused(&mut self, key: &str, button: Button, wall: &str) {
        let before = (self.saved(), self.screen.shown.len(), self.commands());
        self.press(key, button, wall);
        let after = (self.saved(), self.screen.shown.len(), self.commands());
        assert_eq!(before, after, "{button} on {key}");
    }

    fn saved(&self) -> Vec<String> {
        record_of(&self.store)
    }

    /// Whether the last command can be taken back: what it was.
    fn commands(&mut self) -> Option<String> {
        let undone = self.store.undo(at("2026-11-05 23:00")).unwrap();
        self.store.redo().unwrap();
        undone.map(|undone| format!("{} {:?} {:?}", undone.name, undone.entries, undone.answers))
    }

    /// What was shown, as `key kind text: buttons`.
    fn shown(&self) -> Vec<String> {
        let line = |(key, kind, message): &(String, NoticeKind, Message)| {
            let buttons: Vec<&str> = message.buttons.iter().map(|button| button.word()).collect();
            format!("{key} {kind} {}: {}", message.text, buttons.join(" ")).trim_end().to_owned()
        };
        self.screen.shown.iter().map(line).collect()
    }

    fn body(&self) -> &str {
        &self.screen.shown.last().unwrap().2.body
    }
}

fn suggested(key: &str, kind: NoticeKind, wall: &str) -> Record {
    Record { text: Some("kind-001".to_owned()), ..record(key, kind, wall, State::Shown) }
}

fn morning() -> Bench {
    Bench::new(Vec::new(), vec![suggested(MORNING, NoticeKind::Morning, "2026-11-05 09:00")])
}

fn evening() -> Bench {
    Bench::new(Vec::new(), vec![suggested(EVENING, NoticeKind::Evening, "2026-11-05 19:30")])
}

fn ended() -> Bench {
    let end = record(END, NoticeKind::End, "2026-12-01 14:05", State::Shown);
    Bench::new(Vec::new(), vec![Record { text: Some("notice-end-001".to_owned()), ..end }])
}

#[test]
fn done_is_saved_and_says_nothing() {
    let mut bench = morning();
    bench.press(MORNING, Button::Done, "2026-11-05 09:05");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown done"]);
    assert_eq!(bench.shown(), Vec::<String>::new());
    bench.is_refused(MORNING, Button::Done, "2026-11-05 09:06");
    bench.is_refused(MORNING, Button::Later, "2026-11-05 09:06");
    bench.is_refused(MORNING, Button::Another, "2026-11-05 09:06");
}

#[test]
fn what_a_button_did_is_taken_back_as_what_was_typed() {
    let mut bench = morning();
    bench.press(MORNING, Button::Done, "2026-11-05 09:05");
    let undone = bench.store.undo(at("2026-11-05 09:06")).unwrap().unwrap();
    assert_eq!((undone.name.as_str(), undone.answers), ("answer", vec![MORNING.to_owned()]));
    assert_eq!(undone.at, at("2026-11-05 09:05"));
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown"]);
    bench.press(MORNING, Button::Later, "2026-11-05 09:07");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown later"]);
    bench.press(MORNING, Button::Urge, "2026-11-05 09:08");
    assert_eq!(bench.store.undo(at("2026-11-05 09:09")).unwrap().unwrap().name, "urge");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown later"]);
}

#[test]
fn another_is_claimed_before_it_is_sent_and_settled_after() {
    for (answer, state) in
        [(Sent::Shown, "shown"), (Sent::Refused, "failed"), (Sent::Unknown, "unknown")]
    {
        let mut bench = morning();
        bench.screen.answer = answer;
        bench.press(MORNING, Button::Another, "2026-11-05 09:05");
        let offered = "1/asked/2026-11-05T090500-0";
        let answered = "1/morning/2026-11-05 shown another";
        assert_eq!(bench.screen.saved, [[answered.to_owned(), format!("{offered} claimed")]]);
        assert_eq!(bench.saved(), [answered.to_owned(), format!("{offered} {state}")]);
        let (key, kind, message) = &bench.screen.shown[0];
        assert_eq!((key.as_str(), *kind), (offered, NoticeKind::Asked));
        assert_ne!(message.text, "kind-001");
        let buttons = [Button::Done, Button::Another, Button::Later, Button::Urge];
        assert_eq!(message.buttons, buttons);
        // What it carried is known, so that it is not said again.
        let seen = bench.store.read().seen(at("2026-11-05 09:05").to_utc()).unwrap();
        assert_eq!(seen[0].text.as_deref(), Some(message.text.as_str()));
        bench.is_refused(MORNING, Button::Done, "2026-11-05 09:06");
    }
}

#[test]
fn another_and_yet_another_are_different() {
    let mut bench = morning();
    bench.press(MORNING, Button::Another, "2026-11-05 09:05");
    bench.press("1/asked/2026-11-05T090500-0", Button::Another, "2026-11-05 09:05");
    bench.press("1/asked/2026-11-05T090500-1", Button::Done, "2026-11-05 09:06");
    assert_eq!(
        bench.saved(),
        [
            "1/morning/2026-11-05 shown another",
            "1/asked/2026-11-05T090500-0 shown another",
            "1/asked/2026-11-05T090500-1 shown done",
        ]
    );
    let texts: Vec<&str> =
        bench.screen.shown.iter().map(|(_, _, message)| message.text.as_str()).collect();
    assert_ne!(texts[0], texts[1]);
}

#[test]
fn where_no_other_is_left_the_one_that_stands_stays_open() {
    let mut bench = morning();
    for text in Catalogue::default().pool(crate::countdown::text::Pool::Suggestion) {
        bench.change(Change::hidden(&text.id, true));
    }
    bench.press(MORNING, Button::Another, "2026-11-05 09:05");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown"]);
    assert_eq!(bench.shown(), [" morning notice-no-more-001:"]);
    bench.press(MORNING, Button::Done, "2026-11-05 09:06");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown done"]);
}

#[test]
fn another_shows_an_onlooker_nothing_that_is_not_discreet() {
    let open = Catalogue::default().pool(crate::countdown::text::Pool::Suggestion);
    let open: Vec<_> = open.into_iter().filter(|text| !text.discreet).collect();
    for (privacy, any) in [("plain", true), ("discreet", false), ("hidden", false)] {
        let mut bench = morning().set(&format!("[notifications]\nprivacy = \"{privacy}\""));
        for text in Catalogue::default().pool(crate::countdown::text::Pool::Suggestion) {
            let is_open = open.iter().any(|open| open.id == text.id);
            bench.change(Change::hidden(&text.id, !is_open));
        }
        bench.press(MORNING, Button::Another, "2026-11-05 09:05");
        let offered = bench.screen.shown[0].1 == NoticeKind::Asked;
        assert_eq!(offered, any, "{privacy}");
    }
}

/// The choice is made among what may be shown: what may not is no reason to say that none is left.
#[test]
fn another_comes_as_long_as_one_is_left_that_an_onlooker_may_read() {
    let texts = Catalogue::default().pool(crate::countdown::text::Pool::Suggestion);
    let open = texts.iter().filter(|text| !text.discreet);
    let left = texts.iter().find(|text| text.discreet && text.id != "kind-001").unwrap();
    let keep: Vec<&str> = open.chain([left]).map(|text| text.id.as_str()).collect();
    let mut bench = morning();
    for text in texts.iter().filter(|text| !keep.contains(&text.id.as_str())) {
        bench.change(Change::hidden(&text.id, true));
    }
    bench.press(MORNING, Button::Another, "2026-11-05 09:05");
    assert_eq!(bench.screen.shown[0].2.text, left.id);
}

/// The disk may have been full when it was to be said that it was shown.
#[test]
fn what_is_pressed_was_shown_whatever_the_file_knows() {
    for state in [State::Claimed, State::Unknown] {
        let shown = suggested(MORNING, NoticeKind::Morning, "2026-11-05 09:00");
        let mut bench = Bench::new(Vec::new(), vec![Record { state, ..shown }]);
        bench.press(MORNING, Button::Done, "2026-11-05 09:05");
        assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown done"], "{state}");
    }
}

#[test]
fn later_is_saved_where_it_can_come_again() {
    let mut bench = morning();
    bench.press(MORNING, Button::Later, "2026-11-05 09:05");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown later"]);
    assert_eq!(bench.shown(), Vec::<String>::new());
}

#[test]
fn later_says_so_where_it_cannot_come_again_and_the_suggestion_stays_open() {
    let mut bench = evening();
    bench.press(EVENING, Button::Later, "2026-11-05 21:30");
    assert_eq!(bench.saved(), ["1/evening/2026-11-05 shown"]);
    assert_eq!(bench.shown(), [" evening notice-not-later-001:"]);
    let mut bench = morning();
    bench.change(Change::pause(Some(at("2026-11-05 12:00").to_utc())));
    bench.press(MORNING, Button::Later, "2026-11-05 09:05");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown"]);
    assert_eq!(bench.shown(), [" morning notice-not-later-001:"]);
}

#[test]
fn mood_asks_with_five_buttons_and_takes_one_answer() {
    let mut bench = evening();
    bench.press(EVENING, Button::Mood, "2026-11-05 19:35");
    assert_eq!(bench.saved(), ["1/evening/2026-11-05 shown"]);
    assert_eq!(bench.shown(), ["1/evening/2026-11-05 evening notice-mood-001: 1 2 3 4 5"]);
    for (button, mood) in Button::MOODS.into_iter().zip(1..) {
        let mut bench = evening();
        bench.press(EVENING, button, "2026-11-05 19:36");
        assert_eq!(bench.saved(), [&format!("mood {mood}"), "1/evening/2026-11-05 shown"]);
        // The suggestion of that evening can still be answered.
        let suggestion = "1/evening/2026-11-05 evening kind-001: done another later urge";
        assert_eq!(bench.shown(), [suggestion]);
        bench.is_refused(EVENING, button, "2026-11-05 19:37");
        bench.is_refused(EVENING, Button::Mood, "2026-11-05 19:37");
    }
}

#[test]
fn read_shows_what_was_hidden_and_saves_nothing() {
    let mut bench = evening().set("[notifications]\nprivacy = \"hidden\"");
    bench.press(EVENING, Button::Read, "2026-11-05 19:35");
    assert_eq!(bench.saved(), ["1/evening/2026-11-05 shown"]);
    let shown = "1/evening/2026-11-05 evening kind-001: done another later urge mood";
    assert_eq!(bench.shown(), [shown]);
    bench.press(EVENING, Button::Done, "2026-11-05 19:36");
    assert_eq!(bench.saved(), ["1/evening/2026-11-05 shown done"]);
}

#[test]
fn the_review_is_shown_and_noted_once() {
    let mut bench = ended();
    bench.press(END, Button::Review, "2026-12-01 15:00");
    assert_eq!(bench.saved(), ["1/end/2026-12-01 shown review"]);
    assert_eq!(bench.shown(), [" end notice-review-001:"]);
    assert_eq!(bench.screen.saved, [bench.saved()]);
    let before = bench.commands();
    bench.press(END, Button::Review, "2026-12-01 15:01");
    assert_eq!((bench.commands(), bench.screen.shown.len()), (before, 2));
}

#[test]
fn an_end_that_is_none_any_more_is_not_reviewed() {
    let thirty = || window("2026-11-01 14:05", Some(30));
    let closed = Window { closed_at: Some(at("2026-12-01 14:30")), ..thirty() };
    let next = Window { id: 2, ..window("2026-12-01 14:30", Some(30)) };
    for changes in
        [vec![window("2026-11-01 14:05", Some(37))], vec![closed.clone()], vec![closed, next]]
    {
        let mut bench = ended().set("[notifications]\nprivacy = \"plain\"");
        for window in changes {
            bench.change(Change::Window(window));
        }
        bench.is_refused(END, Button::Review, "2026-12-01 15:00");
    }
}

#[test]
fn a_press_on_what_nobody_knows_changes_nothing() {
    let mut bench = morning();
    for button in Button::ALL.iter().filter(|button| **button != Button::Urge) {
        bench.is_refused("1/evening/2026-10-01", *button, "2026-11-05 09:05");
        bench.is_refused("follow-up/z", *button, "2026-11-05 09:05");
        bench.is_refused("", *button, "2026-11-05 09:05");
    }
}

#[test]
fn a_press_on_a_suggestion_of_yesterday_changes_nothing() {
    let mut bench = morning();
    for button in [Button::Done, Button::Another, Button::Later] {
        bench.is_refused(MORNING, button, "2026-11-06 09:00");
    }
    bench.press(MORNING, Button::Done, "2026-11-06 08:59:59");
    assert_eq!(bench.saved(), ["1/morning/2026-11-05 shown done"]);
}
