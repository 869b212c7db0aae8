//! A month as it is told: who starts when, what happens in it, and what was written down.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use nocontact::countdown::button::Button;
use nocontact::countdown::entry::Outcome;
use nocontact::countdown::notice::{NoticeKind, Reply, Why};
use nocontact::countdown::policy::{Policy, Situation};
use nocontact::countdown::window::Window;
use nocontact::countdown::zone::Moment;
use nocontact::settings::Settings;

use super::simulation::Simulation;

/// What a person, or the world around the daemon, does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Urge,
    /// An urge of this strength, or an answer with one.
    Felt(u8),
    Eased(u8),
    Answer(Outcome),
    Reply(Reply),
    Mood(u8),
    Contacted,
    Pause(Duration),
    DaemonOff,
    DaemonOn,
    Server(Server),
    Fly(Tz),
}

/// How the notification server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Server {
    Takes,
    Refuses,
    Gone,
}

/// What must make no difference to a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// As the daemon does: the file is opened anew at each turn.
    OpensEachTurn,
    KeepsTheFileOpen,
    RestartsEachTurn,
    /// It also looks when nothing is due, as after the longest wait.
    LooksEveryQuarter,
}

/// The plan of one simulated month, in Berlin until somebody flies.
#[derive(Debug, Clone)]
pub(super) struct Month {
    pub(super) start: NaiveDateTime,
    pub(super) to_the_day: bool,
    pub(super) length: Option<u32>,
    pub(super) days: u32,
    pub(super) settings: String,
    pub(super) situations: BTreeSet<Situation>,
    pub(super) acts: Vec<(NaiveDateTime, Act)>,
    pub(super) habit: Habit,
}

impl Month {
    /// A window of thirty days from this local time, `2026-11-01T14:05`, told to the minute.
    pub(super) fn starting(start: &str) -> Self {
        Self {
            start: start.parse().or_else(|_| format!("{start}:00").parse()).expect("a time"),
            to_the_day: false,
            length: Some(30),
            days: 32,
            settings: String::new(),
            situations: BTreeSet::new(),
            acts: Vec::new(),
            habit: Habit::OpensEachTurn,
        }
    }

    pub(super) fn known_to_the_day(self) -> Self {
        Self { to_the_day: true, ..self }
    }

    /// Another length, watched for two days more than it has.
    pub(super) fn lasting(self, days: u32) -> Self {
        Self { length: Some(days), days: days + 2, ..self }
    }

    pub(super) fn with_no_end(self, watched: u32) -> Self {
        Self { length: None, days: watched, ..self }
    }

    /// Lines of the settings' `[notifications]`.
    pub(super) fn settings(self, lines: &str) -> Self {
        Self { settings: format!("{}{lines}\n", self.settings), ..self }
    }

    /// Under an order on the user there is no end date, as `start` has it.
    pub(super) fn situation(mut self, situation: Situation) -> Self {
        self.situations.insert(situation);
        let may_end = Policy::new(self.situations.iter().copied()).may_end();
        Self { length: self.length.filter(|_| may_end), ..self }
    }

    pub(super) fn habit(self, habit: Habit) -> Self {
        Self { habit, ..self }
    }

    /// `act` on a day of the window, at a time of the clock on the wall.
    pub(super) fn on(mut self, day: u32, time: &str, act: Act) -> Self {
        let time = NaiveTime::parse_from_str(time, "%H:%M").expect("a clock time");
        let date = self.start.date() + Days::new(u64::from(day));
        self.acts.push((date.and_time(time), act));
        self.acts.sort_by_key(|(at, _)| *at);
        self
    }

    pub(super) fn contacted_on(self, day: u32) -> Self {
        self.on(day, "21:00", Act::Contacted)
    }

    pub(super) fn paused(self, day: u32, time: &str, span: Duration) -> Self {
        self.on(day, time, Act::Pause(span))
    }

    /// The computer is off from noon of one day to noon of another.
    pub(super) fn away(self, from: u32, to: u32) -> Self {
        self.on(from, "12:00", Act::DaemonOff).on(to, "12:00", Act::DaemonOn)
    }

    pub(super) fn every_day(self, time: &str, act: Act) -> Self {
        (1..self.days).fold(self, |month, day| month.on(day, time, act))
    }

    pub(super) fn run(self) -> Diary {
        Simulation::of(self)
    }
}

/// One notice as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) at: Moment,
    pub(super) due: Moment,
    pub(super) day: u32,
    pub(super) kind: NoticeKind,
    pub(super) key: String,
    pub(super) text: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) buttons: Vec<Button>,
    pub(super) command: Option<&'static str>,
}

/// What came of a month.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Diary {
    pub(super) window: Window,
    pub(super) settings: Settings,
    pub(super) situations: BTreeSet<Situation>,
    pub(super) shown: Vec<Shown>,
    pub(super) missed: BTreeMap<String, (NoticeKind, Why)>,
    pub(super) lines: Vec<String>,
    /// When nothing could be shown: the daemon off, a pause, a server that refuses.
    pub(super) silences: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// Where the person was, and from when on.
    pub(super) places: Vec<(DateTime<Utc>, Tz)>,
    pub(super) until: DateTime<Utc>,
    /// How often the daemon woke.
    pub(super) wakings: u32,
}

impl Diary {
    /// One line a notice, and between them what happened.
    pub(super) fn text(&self) -> String {
        self.lines.join("\n")
    }

    pub(super) fn count(&self, kind: NoticeKind) -> usize {
        self.of(kind).count()
    }

    pub(super) fn of(&self, kind: NoticeKind) -> impl Iterator<Item = &Shown> {
        self.shown.iter().filter(move |shown| shown.kind == kind)
    }

    /// The local dates on which a kind of notice was shown.
    pub(super) fn dates(&self, kind: NoticeKind) -> Vec<NaiveDate> {
        self.of(kind).map(|shown| shown.at.date_naive()).collect()
    }

    /// How many of which kind, shown and missed.
    pub(super) fn summary(&self) -> String {
        let mut said = format!("{} shown:", self.shown.len());
        for kind in NoticeKind::ALL {
            match self.count(*kind) {
                0 => {}
                count => said += &format!(" {kind} {count}"),
            }
        }
        for why in Why::ALL {
            match self.missed.values().filter(|(_, because)| because == why).count() {
                0 => {}
                count => said += &format!(", missed ({why}) {count}"),
            }
        }
        said
    }

    pub(super) fn zone_at(&self, at: DateTime<Utc>) -> Tz {
        let later = self.places.iter().rev().find(|(from, _)| *from <= at);
        later.or(self.places.first()).expect("it starts somewhere").1
    }
}
