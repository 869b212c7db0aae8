//! Histories that are the same in each run: a quiet month and a hard one, lived with the real
//! program, command by command, and ten years that it read in. Nothing in them depends on the
//! present.
//!
//! Each leaves its world at the moment at which the history is looked back on, in Berlin.

use chrono::{DateTime, Duration, NaiveTime, TimeZone as _, Timelike as _};
use chrono_tz::Tz;

use crate::faults::Dice;
use crate::world::{Ran, World};

pub(crate) use super::years::ten_years;

pub(super) const FEELINGS: [&str; 7] =
    ["lonely", "Lonely", "bored", "angry", "müde", "sad", "'left out'"];
pub(super) const TRIGGERS: [&str; 5] = ["'a song'", "photos", "'Old photos'", "evening", "alcohol"];
pub(super) const RECEIVED: [&str; 7] =
    ["logistics", "smalltalk", "warm", "meet", "hostile", "stop", "closed"];

/// One who lives through a month in a world, with a clock of their own.
struct Person<'w> {
    world: &'w mut World,
    dice: Dice,
    zone: Tz,
    at: DateTime<Tz>,
}

impl<'w> Person<'w> {
    fn new(world: &'w mut World, seed: usize, at: &str) -> Self {
        let zone = Tz::Europe__Berlin;
        let at = DateTime::parse_from_rfc3339(at).unwrap().with_timezone(&zone);
        Self { world, dice: Dice::new(seed), zone, at }
    }

    /// From here on they are there.
    fn travels(&mut self, zone: Tz) {
        self.zone = zone;
        self.at = self.at.with_timezone(&zone);
        self.world.env("TZ", zone.name());
    }

    /// What they do, so many minutes later.
    fn does(&mut self, minutes: i64, line: &str) -> Ran {
        self.at += Duration::minutes(minutes);
        self.world.at(&self.at.to_rfc3339());
        let ran = self.world.run(line);
        assert_eq!(ran.exit, "exit 0", "{} {line}\n{ran}", self.at);
        ran
    }

    /// The next day, at this hour by the clock where they are.
    fn sleeps_until(&mut self, hour: u32) {
        let wall = self.at.date_naive().succ_opt().unwrap().and_time(NaiveTime::MIN);
        let wall = wall.with_hour(hour).unwrap();
        let late = Duration::minutes(self.upto(50));
        self.at = self.zone.from_local_datetime(&wall).latest().unwrap() + late;
    }

    fn upto(&mut self, most: usize) -> i64 {
        i64::try_from(self.dice.roll(most)).unwrap()
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.dice.roll(sides) == 0
    }

    fn strength(&mut self) -> i64 {
        1 + self.upto(5)
    }

    /// An urge, with or without its fields, and what may be done and said before it is answered.
    fn has_an_urge(&mut self) {
        let mut line = "urge".to_owned();
        if !self.one_in(5) {
            line += &format!(" {}", self.strength());
        }
        if !self.one_in(3) {
            line += &format!(" --feeling {}", FEELINGS[self.dice.roll(FEELINGS.len())]);
        }
        if self.one_in(2) {
            line += &format!(" --trigger {}", TRIGGERS[self.dice.roll(TRIGGERS.len())]);
        }
        let later = self.upto(90);
        self.does(later, &line);
        if self.one_in(3) {
            self.does(3, "suggest");
            self.does(4, "answer done");
        }
        if self.one_in(4) {
            self.does(2, "note 'it is hard'");
        }
    }

    /// What became of it; now and then nothing is said.
    fn answers(&mut self, words: &[&str]) {
        if self.one_in(6) {
            return;
        }
        let word = words[self.dice.roll(words.len())];
        let mut line = format!("answer {word}");
        if !self.one_in(3) {
            line += &format!(" {}", self.strength());
        }
        let later = 20 + self.upto(40);
        self.does(later, &line);
        if matches!(word, "same" | "stronger") && self.one_in(2) {
            self.does(21, "answer easier 1");
        }
    }
}

/// Thirty days with few urges and no contact, looked back on while the window is open.
pub(crate) fn quiet(world: &mut World) {
    let mut person = Person::new(world, 1, "2026-10-20T18:40:00+02:00");
    person.does(0, "start --since 14:05 --no-daemon");
    for day in 0..30 {
        person.sleeps_until(8);
        if person.one_in(2) {
            person.has_an_urge();
            person.answers(&["easier", "easier", "same"]);
        }
        if day % 11 == 5 {
            person.does(60, "received --kind logistics --via phone");
        }
        if !person.one_in(4) {
            let mood = 2 + person.upto(4);
            person.does(240, &format!("mood {mood}"));
        }
    }
    person.does(30, "urge 2 --feeling bored");
    person.does(25, "status");
}

/// Ten weeks with slips: four windows, the clock set back, two flights, contact on several days, one
/// of them necessary, everything that can be received, and much that was corrected or taken back.
pub(crate) fn hard(world: &mut World) {
    let mut person = Person::new(world, 2, "2026-09-28T21:10:00+02:00");
    // Before any window.
    person.does(0, "urge 5 --feeling lonely");
    person.does(30, "note 'tomorrow I begin'");
    person.sleeps_until(9);
    person.does(0, "start --since 'yesterday 23:50' --days 30 --no-daemon");
    for day in 1..=66 {
        person.sleeps_until(7);
        for _ in 0..person.upto(4) {
            person.has_an_urge();
            person.answers(&["easier", "same", "stronger", "peeked"]);
        }
        happens(&mut person, day);
        if person.one_in(2) {
            let mood = person.strength();
            person.does(15, &format!("mood {mood}"));
        }
        if person.one_in(9) {
            person.does(1, "undo");
        }
        if person.one_in(7) {
            let kind = RECEIVED[person.dice.roll(RECEIVED.len())];
            person.does(5, &format!("received --kind {kind}"));
        }
    }
    person.sleeps_until(20);
    // Of these three nothing more is known when somebody looks.
    person.does(0, "urge 3 --feeling angry");
    person.does(2, "urge");
    person.does(3, "urge 4 --peeked");
    person.does(11, "status");
}

/// What happens on certain days of the hard months alone.
fn happens(person: &mut Person<'_>, day: usize) {
    match day {
        3 => drop(person.does(0, "received --note 'where are you'")),
        5 => drop(person.does(0, "contacted --necessary --note 'the keys'")),
        8 => {
            person.does(0, "urge 5 --trigger evening");
            person.does(45, "contacted --keep");
            person.does(200, "contacted --at '1h ago' --keep");
        }
        // Two windows begin on one date.
        13 => {
            person.does(0, "contacted --restart");
            person.does(90, "urge 5 --feeling sad");
            person.does(30, "contacted --restart");
        }
        20 => drop(person.does(0, "contacted --extend 7")),
        21 => drop(person.does(0, "contacted --at 'yesterday 12:10' --keep")),
        27 => {
            // 25 October is over by now; the hour that came twice was in its night.
            person.does(0, "urge 4 --at '2026-10-25 02:30' --feeling bored");
            person.does(1, "received --kind warm --at '2026-10-25 01:59'");
        }
        30 => person.travels(Tz::Asia__Tokyo),
        34 => person.travels(Tz::America__Los_Angeles),
        36 | 60 => drop(person.does(0, "contacted --keep")),
        40 => person.travels(Tz::Europe__Berlin),
        44 => {
            person.does(0, "urge 4");
            person.does(90, "answer contacted --keep");
        }
        47 => corrects(person),
        50 => drop(person.does(0, "finish --close")),
        // Nothing is counted for four days; an urge is saved all the same.
        52 => person.has_an_urge(),
        54 => drop(person.does(0, "start --since '2 days ago' --days none --no-daemon")),
        _ => {}
    }
}

/// Entries that are not as they were typed first.
fn corrects(person: &mut Person<'_>) {
    let store = nocontact::store::Store::open_existing(&person.world.data()).unwrap().unwrap();
    let entries = store.read().entries(None, None).unwrap();
    drop(store);
    let of_kind = |kind: &str| {
        let found: Vec<&str> =
            entries.iter().filter(|it| it.what.word() == kind).map(|it| it.id.as_str()).collect();
        found[found.len() / 2].to_owned()
    };
    person.does(1, &format!("edit {} --strength 1 --feeling calm", of_kind("urge")));
    person.does(1, &format!("edit {} --mood 5 --at 'yesterday 21:00'", of_kind("mood")));
    person.does(1, &format!("edit {} --kind closed", of_kind("received")));
    person.does(1, &format!("edit {} --strength 2", of_kind("outcome")));
    person.does(1, "contacted --keep");
    person.does(1, "undo");
    person.does(1, "undo --redo");
    person.does(1, "undo");
}
