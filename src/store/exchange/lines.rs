//! One row as one line of JSON, and back.
//!
//! Owns the names of the fields: those of the glossary. Every row has one spelling, so that a line
//! which says the same in another way is refused like one that says something else.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone as _, Timelike as _, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Answer, Command, Everything, Told};
use crate::countdown::entry::Entry;
use crate::countdown::notice::{NoticeKind, Record, Reply, State, Why};
use crate::countdown::text::escaped_json;
use crate::countdown::window::{Precision, Window};
use crate::countdown::zone::Moment;
use crate::store::revisions::Revision;
use crate::store::rows::Fields;

/// Any row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "table", rename_all = "lowercase")]
pub(super) enum Line {
    Commands {
        id: i64,
        at: Written,
        name: String,
        undone: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undone_at: Option<Written>,
    },
    Windows {
        #[serde(flatten)]
        place: Place,
        id: u32,
        since: Written,
        precision: Precision,
        length: Option<u32>,
        ends_at: Option<Instant>,
        zone: String,
        started_at: Written,
        closed_at: Option<Written>,
    },
    Entries {
        #[serde(flatten)]
        place: Place,
        id: String,
        kind: String,
        at: Written,
        logged_at: Written,
        #[serde(flatten)]
        fields: Fields,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    About {
        #[serde(flatten)]
        place: Place,
        id: String,
        value: Option<String>,
    },
    Ledger {
        key: String,
        window: u32,
        kind: NoticeKind,
        due: Written,
        state: State,
        at: Instant,
        attempts: u32,
        text: Option<String>,
        why: Option<Why>,
    },
    Answers {
        #[serde(flatten)]
        place: Place,
        id: String,
        reply: Reply,
        at: Written,
    },
}

/// The place of a row that is a revision.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Place {
    row: i64,
    revision: i64,
    command: i64,
    live: bool,
}

impl Place {
    fn of(revision: &Revision) -> Self {
        let Revision { row, number, command, live } = *revision;
        Self { row: row.unwrap_or_default(), revision: number, command, live }
    }

    fn back(self) -> Revision {
        Revision {
            row: Some(self.row),
            number: self.revision,
            command: self.command,
            live: self.live,
        }
    }
}

impl Line {
    fn of_command(row: &Command) -> Self {
        Self::Commands {
            id: row.id,
            at: Written(row.at),
            name: row.name.clone(),
            undone: row.undone,
            undone_at: row.undone_at.map(Written),
        }
    }

    fn of_window((revision, window): &(Revision, Window)) -> Self {
        Self::Windows {
            place: Place::of(revision),
            id: window.id,
            since: Written(window.since),
            precision: window.precision,
            length: window.length,
            ends_at: window.end.map(Instant),
            zone: window.zone.clone(),
            started_at: Written(window.started_at),
            closed_at: window.closed_at.map(Written),
        }
    }

    fn of_entry((revision, entry): &(Revision, Entry)) -> Self {
        Self::Entries {
            place: Place::of(revision),
            id: entry.id.clone(),
            kind: entry.what.word().to_owned(),
            at: Written(entry.at),
            logged_at: Written(entry.logged_at),
            fields: Fields::of(entry.what.clone()),
            note: entry.note.clone(),
        }
    }

    fn of_told((revision, told): &(Revision, Told)) -> Self {
        let Told { id, value } = told.clone();
        Self::About { place: Place::of(revision), id, value }
    }

    fn of_record(record: &Record) -> Self {
        Self::Ledger {
            key: record.key.clone(),
            window: record.window,
            kind: record.kind,
            due: Written(record.due),
            state: record.state,
            at: Instant(record.at),
            attempts: record.attempts,
            text: record.text.clone(),
            why: record.why,
        }
    }

    fn of_answer((revision, answer): &(Revision, Answer)) -> Self {
        let Answer { key, reply, at } = answer.clone();
        Self::Answers { place: Place::of(revision), id: key, reply, at: Written(at) }
    }

    /// Where its table stands among the others.
    pub(super) fn table(&self) -> u8 {
        match self {
            Self::Commands { .. } => 0,
            Self::Windows { .. } => 1,
            Self::Entries { .. } => 2,
            Self::About { .. } => 3,
            Self::Ledger { .. } => 4,
            Self::Answers { .. } => 5,
        }
    }

    /// Adds the row to the others; `None` if its values do not go together.
    pub(super) fn add_to(self, all: &mut Everything) -> Option<()> {
        match self {
            Self::Commands { id, at, name, undone, undone_at } => {
                let undone_at = undone_at.map(|at| at.0);
                all.commands.push(Command { id, at: at.0, name, undone, undone_at });
            }
            Self::Windows {
                place,
                id,
                since,
                precision,
                length,
                ends_at,
                zone,
                started_at,
                closed_at,
            } => {
                let (since, started_at) = (since.0, started_at.0);
                let (end, closed_at) = (ends_at.map(|at| at.0), closed_at.map(|at| at.0));
                let window =
                    Window { id, since, precision, length, end, zone, started_at, closed_at };
                all.windows.push((place.back(), window));
            }
            Self::Entries { place, id, kind, at, logged_at, fields, note } => {
                let what = fields.of_kind(&kind)?;
                let entry = Entry { id, at: at.0, logged_at: logged_at.0, what, note };
                all.entries.push((place.back(), entry));
            }
            Self::About { place, id, value } => all.about.push((place.back(), Told { id, value })),
            Self::Ledger { key, window, kind, due, state, at, attempts, text, why } => {
                let (due, at, answer) = (due.0, at.0, None);
                all.ledger.push(Record {
                    key,
                    window,
                    kind,
                    due,
                    state,
                    at,
                    attempts,
                    text,
                    why,
                    answer,
                });
            }
            Self::Answers { place, id, reply, at } => {
                all.answers.push((place.back(), Answer { key: id, reply, at: at.0 }));
            }
        }
        Some(())
    }

    /// The line, without its end.
    pub(super) fn text(&self) -> serde_json::Result<String> {
        Ok(escaped_json(&serde_json::to_string(self)?))
    }
}

impl Everything {
    /// Every row, in the order of the tables and within them.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line> {
        let commands = self.commands.iter().map(Line::of_command);
        let windows = self.windows.iter().map(Line::of_window);
        let entries = self.entries.iter().map(Line::of_entry);
        let about = self.about.iter().map(Line::of_told);
        let ledger = self.ledger.iter().map(Line::of_record);
        let answers = self.answers.iter().map(Line::of_answer);
        commands.chain(windows).chain(entries).chain(about).chain(ledger).chain(answers)
    }
}

/// A moment as it is written: RFC 3339 with its offset, which may have seconds in times long past.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written(pub(super) Moment);

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let form = match self.0.offset().local_minus_utc() % 60 {
            0 => "%Y-%m-%dT%H:%M:%S%:z",
            _ => "%Y-%m-%dT%H:%M:%S%::z",
        };
        to.collect_str(&self.0.format(form))
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        moment(&text).map(Self).ok_or_else(|| serde::de::Error::custom("no moment"))
    }
}

fn moment(text: &str) -> Option<Moment> {
    let (wall, offset) = text.split_at_checked(19)?;
    let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M:%S").ok()?;
    let (sign, digits) = offset.split_at_checked(1)?;
    let mut seconds = 0;
    let mut unit = 3600;
    for part in digits.split(':') {
        seconds += part.parse::<i32>().ok().filter(|part| (0..100).contains(part))? * unit;
        unit /= 60;
    }
    let offset = FixedOffset::east_opt(if sign == "-" { -seconds } else { seconds })?;
    offset.from_local_datetime(&wall).single().filter(|moment| moment.nanosecond() == 0)
}

/// An instant without a place: RFC 3339 in UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instant(DateTime<Utc>);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let wall = text.strip_suffix('Z').filter(|wall| wall.len() == 19);
        let at = wall.and_then(|wall| moment(&format!("{wall}+00:00")));
        at.map(|at| Self(at.to_utc())).ok_or_else(|| serde::de::Error::custom("no instant"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_comes_back_whatever_its_offset() {
        for offset in [0, 3600, -12_600, 3208, -2670, 50_400] {
            let offset = FixedOffset::east_opt(offset).unwrap();
            for seconds in [-2_000_000_000, 0, 1_795_292_040, 253_402_214_399] {
                let at = DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&offset);
                let text = serde_json::to_string(&Written(at)).unwrap();
                let back: Written = serde_json::from_str(&text).unwrap();
                assert_eq!((back.0, back.0.offset()), (at, at.offset()), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2026-11-03",
            "2026-11-03T14:05:00",
            "2026-11-03T14:05:00+99:00",
            "2026-13-03T14:05:00+01:00",
            "2026-11-03T14:05:60+01:00",
            "2026-11-03T14:05:0€+01:00",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
