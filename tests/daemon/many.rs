//! Promises 2 and 4 in the long run: whatever is pressed, closed or left alone on hundreds of
//! notices, the record is what was pressed, and the daemon is as small as at the beginning.

use std::collections::BTreeSet;

use serde_json::Value;

use super::frugal::{descriptors, private_memory, threads};
use super::pressed::labels;
use super::puppet::Eavesdropper;
use super::{Scene, daemon, database};
use crate::desktop::{Desktop, Shown};

const NOTICES: usize = 300;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// What a person did, and what has to be in the record for it.
struct Person {
    scene: Scene,
    dice: Dice,
    /// Everything that the server took, help and questions in return included.
    shown: usize,
    /// Kind and answer of each notice that was shown.
    notices: Vec<(String, String)>,
    entries: Vec<String>,
    closed: usize,
    ignored: usize,
}

impl Person {
    /// Waits for the next thing on the screen.
    #[track_caller]
    fn sees(&mut self) -> Shown {
        self.shown += 1;
        let mut shown = self.scene.desktop.wait_for(self.shown);
        assert_eq!(shown.len(), self.shown);
        shown.pop().unwrap()
    }

    /// Goes on to the next notice, whatever it is, and does something with it.
    fn goes_on(&mut self) {
        let next = self.scene.upcoming().remove(0);
        self.scene.jump_to(&next.at.with_timezone(&self.scene.zone()).format("%F %T").to_string());
        let shown = self.sees();
        self.notices.push((next.kind, String::new()));
        self.acts(&shown);
    }

    fn acts(&mut self, shown: &Shown) {
        let count = self.notices.len();
        super::wait_for("the ledger", || self.answers().len() == count);
        let buttons = &labels(shown)[1..];
        // Some are closed, some are left alone, the others answered; and now and then there is an
        // urge on the terminal.
        let choice = self.dice.below(buttons.len() + 3);
        match buttons.get(choice) {
            Some(button) => self.presses(button, shown),
            None if choice == buttons.len() => {
                self.scene.desktop.close_all();
                self.closed += 1;
            }
            None if choice == buttons.len() + 1 => {
                self.scene.run("urge 3");
                self.entries.push("urge".to_owned());
            }
            None => self.ignored += 1,
        }
    }

    fn presses(&mut self, button: &str, on: &Shown) {
        self.scene.desktop.press(button);
        let word = button.to_lowercase();
        match button {
            "Done" | "Later" => {
                self.notices.last_mut().unwrap().1 = word;
                if labels(on).contains(&"Mood") {
                    self.tells_the_mood();
                }
            }
            "Another" => {
                self.notices.last_mut().unwrap().1 = word;
                let another = self.sees();
                self.notices.push(("asked".to_owned(), String::new()));
                self.acts(&another);
            }
            "Hard moment" => {
                self.entries.push("urge".to_owned());
                self.sees();
            }
            "Easier" => self.entries.push("outcome easier".to_owned()),
            "Same" | "Stronger" => {
                self.entries.push(format!("outcome {word}"));
                self.sees();
            }
            "Mood" => {
                if self.tells_the_mood() {
                    // The suggestion once more, which is left alone.
                    self.sees();
                }
            }
            other => panic!("no such button: {other}"),
        }
        let (entries, answers) = (self.entries.len(), self.given());
        super::wait_for("the press to be saved", || {
            self.logged().len() == entries && self.given_in_record() == answers
        });
    }

    /// Or leaves the question alone.
    fn tells_the_mood(&mut self) -> bool {
        let question = self.sees();
        let mood = self.dice.below(6);
        let told = labels(&question)[1..].get(mood).copied();
        if let Some(mood) = told {
            self.scene.desktop.press(mood);
            self.entries.push(format!("mood {mood}"));
        }
        told.is_some()
    }

    fn given(&self) -> usize {
        self.notices.iter().filter(|(_, answer)| !answer.is_empty()).count()
    }

    fn given_in_record(&self) -> usize {
        self.answers().iter().filter(|(_, answer)| !answer.is_empty()).count()
    }

    /// Kind and answer of each notice that the ledger calls shown.
    fn answers(&self) -> Vec<(String, String)> {
        let database = database(&self.scene.world);
        let sql = "SELECT kind, coalesce(reply, '') FROM ledger
                   LEFT JOIN answers ON id = key AND live = 1
                   WHERE state = 'shown' ORDER BY ledger.at, kind = 'asked', key";
        let mut rows = database.prepare(sql).unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    fn logged(&self) -> Vec<String> {
        let entry = |line: &str| {
            let entry: Value = serde_json::from_str(line).unwrap();
            let kind = entry["kind"].as_str().unwrap();
            match kind {
                "outcome" => format!("outcome {}", entry["outcome"].as_str().unwrap()),
                "mood" => format!("mood {}", entry["mood"]),
                _ => kind.to_owned(),
            }
        };
        self.scene.run("log --json").lines().map(entry).collect()
    }
}

#[test]
fn hundreds_of_notices_and_answers_leave_the_record_right_and_the_daemon_small() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.settings("[notifications]\nmidday = \"12:30\"\nmin_gap = \"0s\"\nmax_per_day = 10\n");
    scene.world.through(&["sh", "-c", "ulimit -n 40; exec \"$@\"", "sh"]);
    scene.run("start --days none");
    scene.world.through(&[]);
    let pid = daemon(&scene.world);
    let (notices, entries) = (vec![("welcome".to_owned(), String::new())], Vec::new());
    let mut person =
        Person { scene, dice: Dice(2026), shown: 0, notices, entries, closed: 0, ignored: 0 };
    person.sees();
    while person.notices.len() < 20 {
        person.goes_on();
    }
    person.scene.looked();
    let before = (threads(pid), descriptors(pid));
    assert_eq!(before.0, 1);
    let mut ear = Eavesdropper::on(&person.scene.desktop);
    let mut heard = Vec::new();

    let mut restarts = 0;
    while person.notices.len() < NOTICES {
        if person.notices.len() > (restarts + 1) * NOTICES / 4 {
            person.scene.desktop.stop_server();
            person.scene.desktop.start_server();
            restarts += 1;
        }
        person.goes_on();
        heard.extend(ear.heard());
    }
    person.scene.looked();
    heard.extend(ear.heard());
    assert_eq!(restarts, 3);
    assert_eq!(person.answers(), person.notices);
    assert_eq!(person.logged(), person.entries);
    assert!(person.given() > 50 && person.entries.len() > 50 && person.closed > 20);
    assert_eq!(person.scene.desktop.calls(), person.shown);

    assert_eq!((threads(pid), descriptors(pid)), before);
    assert_eq!(daemon(&person.scene.world), pid);
    let memory = private_memory(pid);
    // One connection, which listens for nothing that it did not listen for before.
    let asks = |word: &str| -> Vec<&String> {
        heard.iter().filter(|message| message.ends_with(word)).collect()
    };
    let senders: BTreeSet<&str> =
        asks(" Notify").iter().map(|message| message.split(' ').next().unwrap()).collect();
    assert_eq!(senders.len(), 1, "{senders:?}");
    let rules: Vec<&String> = asks("Match")
        .into_iter()
        .filter(|message| senders.iter().any(|sender| message.starts_with(sender)))
        .collect();
    assert_eq!(rules, [""; 0]);
    assert_eq!(person.scene.said(), "");

    // What a month of life in the data file takes is no growth: a daemon that has just begun on it
    // takes as much.
    person.scene.run("daemon --stop");
    person.scene.start();
    (0..20).for_each(|_| person.goes_on());
    person.scene.looked();
    let fresh = private_memory(daemon(&person.scene.world));
    let (least, most) = (fresh.saturating_sub(64), fresh + 64);
    assert!((least..=most).contains(&memory), "{memory} KiB, and {fresh} of one that is new");
}
