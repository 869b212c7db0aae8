//! Ten years of somebody's history, as an export: some thirty thousand entries in a hundred windows.
//!
//! Each row is written as the program spells it, which the program checks when it reads it in.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::sync::OnceLock;

use chrono::{DateTime, Days, Duration, FixedOffset, NaiveDate, TimeZone as _};
use chrono_tz::Tz;
use sha2::{Digest as _, Sha256};

use super::sets::{FEELINGS, RECEIVED, TRIGGERS};
use crate::faults::{Dice, data_file};
use crate::world::{NOW, World};

const DAYS: u64 = 3652;
const ABROAD: [Tz; 4] =
    [Tz::Asia__Tokyo, Tz::America__Los_Angeles, Tz::Asia__Kathmandu, Tz::Pacific__Kiritimati];

type Moment = DateTime<FixedOffset>;

/// Ten years up to the evening of [`NOW`], the last window of them open.
pub(crate) fn ten_years(world: &mut World) {
    world.at(NOW);
    fs::create_dir_all(world.data()).unwrap();
    fs::set_permissions(world.data(), Permissions::from_mode(0o700)).unwrap();
    let file = data_file(world);
    fs::write(&file, imported()).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
}

/// The data file that the program made of the export, once for all tests.
fn imported() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let world = World::new();
        let export = world.home().join("years.jsonl");
        fs::write(&export, Years::lived().export()).unwrap();
        let ran = world.run(&format!("data import {}", export.display()));
        assert_eq!(ran.exit, "exit 0", "{ran}");
        fs::read(data_file(&world)).unwrap()
    })
}

/// The rows of each table, without those columns that are known when all are there.
struct Years {
    dice: Dice,
    commands: Vec<String>,
    windows: Vec<String>,
    /// Command, id, revision, and the rest of the row.
    entries: Vec<(usize, String, usize, String)>,
    /// Commands that were taken back.
    undone: Vec<usize>,
    ledger: BTreeMap<String, String>,
    answers: Vec<String>,
    /// The window that is open, since when, and what its row says of it.
    open: Option<(usize, NaiveDate, String)>,
}

fn written(at: Moment) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

impl Years {
    fn lived() -> Self {
        let mut years = Self {
            dice: Dice::new(10),
            commands: Vec::new(),
            windows: Vec::new(),
            entries: Vec::new(),
            undone: Vec::new(),
            ledger: BTreeMap::new(),
            answers: Vec::new(),
            open: None,
        };
        let first = NaiveDate::from_ymd_opt(2016, 11, 21).unwrap();
        for day in 0..DAYS {
            let zone = if day % 180 < 12 {
                ABROAD[usize::try_from(day / 180).unwrap() % ABROAD.len()]
            } else {
                Tz::Europe__Berlin
            };
            years.day(first + Days::new(day), zone, DAYS - day);
        }
        years
    }

    fn upto(&mut self, most: usize) -> i64 {
        i64::try_from(self.dice.roll(most)).unwrap()
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.dice.roll(sides) == 0
    }

    /// One date from its start to its end; `left` such days are left, this one included.
    fn day(&mut self, date: NaiveDate, zone: Tz, left: u64) {
        let from = zone.from_local_datetime(&date.and_hms_opt(4, 0, 0).unwrap()).latest().unwrap();
        let from = from.fixed_offset();
        let is_over =
            self.open.as_ref().is_some_and(|(_, since, _)| (date - *since).num_days() > 6);
        if left > 10 && is_over && self.one_in(30) {
            self.close(from);
            if self.one_in(2) {
                self.start(from);
            }
        } else if self.open.is_none() && (left <= 10 || self.one_in(8)) {
            self.start(from);
        }
        let mut at = from;
        let quiet = self.one_in(5);
        while !quiet && at < from + Duration::hours(16) {
            at += Duration::seconds(60 + self.upto(4 * 3600));
            // It may be said in the zone that somebody has just left.
            let said =
                if self.one_in(400) { at.with_timezone(&Tz::UTC).fixed_offset() } else { at };
            self.happens(said);
        }
    }

    fn start(&mut self, at: Moment) {
        let id = self.windows.len() / 2 + 1;
        let command = self.command(at, "start");
        let (length, end) = match self.dice.roll(60) {
            0..10 => ("null".to_owned(), "null".to_owned()),
            days => {
                let end = at.to_utc() + Days::new(u64::try_from(days).unwrap());
                (days.to_string(), format!("\"{}\"", end.format("%Y-%m-%dT%H:%M:%SZ")))
            }
        };
        let since = written(at);
        let rest = format!(
            r#""id":{id},"since":"{since}","precision":"minute","length":{length},"ends_at":{end},"zone":"Europe/Berlin","started_at":"{since}","#
        );
        self.window(0, command, &rest, "null");
        self.open = Some((id, at.date_naive(), rest));
    }

    fn close(&mut self, at: Moment) {
        let (.., rest) = self.open.take().unwrap();
        let command = self.command(at, "finish --close");
        let before = self.windows.last_mut().unwrap();
        *before = before.replace(r#""live":true"#, r#""live":false"#);
        self.window(1, command, &rest, &format!("\"{}\"", written(at)));
    }

    fn window(&mut self, revision: usize, command: usize, rest: &str, closed: &str) {
        let row = self.windows.len() + 1;
        self.windows.push(format!(
            r#"{{"table":"windows","row":{row},"revision":{revision},"command":{command},"live":true,{rest}"closed_at":{closed}}}"#
        ));
    }

    /// The number of a command that stands, or of one that was taken back for good.
    fn command(&mut self, at: Moment, name: &str) -> usize {
        let id = self.commands.len() + 1;
        let at = written(at);
        let undone = match self.undone.last() == Some(&id) {
            true => format!(r#""undone":2,"undone_at":"{at}""#),
            false => r#""undone":0"#.to_owned(),
        };
        self.commands.push(format!(
            r#"{{"table":"commands","id":{id},"at":"{at}","name":"{name}",{undone}}}"#
        ));
        id
    }

    /// A revision of an entry, by a command of its own; its id.
    fn entry(
        &mut self,
        at: Moment,
        id: Option<(String, usize)>,
        kind: &str,
        fields: &str,
    ) -> String {
        let next = self.entries.len() + 1;
        let new = || format!("{next:08x}-7000-4000-8000-000000000000");
        let (id, revision) = id.unwrap_or_else(|| (new(), 0));
        let command = self.command(at, if revision > 0 { "edit" } else { kind });
        let (at, comma) = (written(at), if fields.is_empty() { "" } else { "," });
        let rest = format!(
            r#""id":"{id}","kind":"{kind}","at":"{at}","logged_at":"{at}"{comma}{fields}}}"#
        );
        self.entries.push((command, id.clone(), revision, rest));
        id
    }

    fn happens(&mut self, at: Moment) {
        match self.dice.roll(1000) {
            0..400 => self.urge(at),
            400..650 => {
                let mood = 1 + self.upto(5);
                drop(self.entry(at, None, "mood", &format!(r#""mood":{mood}"#)));
            }
            650..850 => self.received(at),
            850..970 => drop(self.entry(at, None, "note", r#""note":"words""#)),
            970..990 => drop(self.entry(at, None, "contacted", r#""necessary":true"#)),
            _ => drop(self.entry(at, None, "contacted", r#""necessary":false"#)),
        }
    }

    fn received(&mut self, at: Moment) {
        let kind = RECEIVED.get(self.dice.roll(9));
        let fields = kind.map_or(String::new(), |kind| format!(r#""received_kind":"{kind}""#));
        self.entry(at, None, "received", &fields);
    }

    fn urge_fields(&mut self) -> String {
        let mut fields = Vec::new();
        if !self.one_in(6) {
            fields.push(format!(r#""strength":{}"#, 1 + self.upto(5)));
        }
        if self.one_in(2) {
            let word = FEELINGS[self.dice.roll(FEELINGS.len())].trim_matches('\'');
            fields.push(format!(r#""feeling":"{word}""#));
        }
        if self.one_in(3) {
            let word = TRIGGERS[self.dice.roll(TRIGGERS.len())].trim_matches('\'');
            fields.push(format!(r#""trigger":"{word}""#));
        }
        fields.join(",")
    }

    fn urge(&mut self, at: Moment) {
        let fields = self.urge_fields();
        if self.one_in(40) {
            self.undone.push(self.commands.len() + 1);
            self.entry(at, None, "urge", &fields);
            return;
        }
        let urge = self.entry(at, None, "urge", &fields);
        if self.one_in(30) {
            let fields = self.urge_fields();
            let earlier = at - Duration::seconds(self.upto(50));
            self.entry(earlier, Some((urge.clone(), 1)), "urge", &fields);
        }
        let mut answers = [1, 1, 1, 2, 0][self.dice.roll(5)];
        let mut then = at;
        while answers > 0 {
            answers -= 1;
            then += Duration::minutes(2 + self.upto(50));
            if self.one_in(3) {
                self.done(then - Duration::minutes(1));
            }
            if self.one_in(5) {
                self.entry(then - Duration::minutes(1), None, "note", r#""note":"words""#);
            }
            let word =
                ["easier", "easier", "same", "stronger", "peeked", "contacted"][self.dice.roll(6)];
            let strength = if self.one_in(3) {
                String::new()
            } else {
                format!(r#""strength":{},"#, 1 + self.upto(5))
            };
            let fields = format!(r#"{strength}"outcome":"{word}","urge":"{urge}""#);
            self.entry(then, None, "outcome", &fields);
        }
    }

    /// A suggestion that was asked for, and answered *done*, or something else.
    fn done(&mut self, at: Moment) {
        let window = self.open.as_ref().map_or(0, |(id, ..)| *id);
        let number = self.ledger.len();
        let key = format!("{window}/asked/{}-{number}", at.format("%Y-%m-%dT%H%M%S"));
        let (due, utc) = (written(at), at.to_utc().format("%Y-%m-%dT%H:%M:%SZ"));
        let text = format!("outside-{:03}", 1 + self.upto(6));
        let row = format!(
            r#"{{"table":"ledger","key":"{key}","window":{window},"kind":"asked","due":"{due}","state":"shown","at":"{utc}","attempts":1,"text":"{text}","why":null}}"#
        );
        self.ledger.insert(key.clone(), row);
        let reply = ["done", "done", "another"][self.dice.roll(3)];
        let command = self.command(at, "answer");
        let row = self.answers.len() + 1;
        self.answers.push(format!(
            r#"{{"table":"answers","row":{row},"revision":0,"command":{command},"live":true,"id":"{key}","reply":"{reply}","at":"{due}"}}"#
        ));
    }

    /// The whole file.
    fn export(&self) -> String {
        let mut newest: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, id, revision, _) in &self.entries {
            newest.insert(id, *revision);
        }
        let entries = self.entries.iter().enumerate().map(|(index, (command, id, revision, rest))| {
            let live = newest[id.as_str()] == *revision && self.undone.binary_search(command).is_err();
            let row = index + 1;
            format!(
                r#"{{"table":"entries","row":{row},"revision":{revision},"command":{command},"live":{live},{rest}"#
            )
        });
        let head = r#"{"nocontact":"export","version":1,"program":"0.1.0","schema":1,"at":"2026-11-21T21:14:00+01:00","zone":"Europe/Berlin"}"#;
        let rows = self.commands.iter().chain(&self.windows).cloned().chain(entries);
        let rows: Vec<String> =
            rows.chain(self.ledger.values().chain(&self.answers).cloned()).collect();
        let count = rows.len();
        let text = format!("{head}\n{}\n", rows.join("\n"));
        let digest = Sha256::digest(&text);
        let sha256 = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        format!("{text}{{\"table\":\"end\",\"rows\":{count},\"sha256\":\"{sha256}\"}}\n")
    }
}
