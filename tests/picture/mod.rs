//! Every figure of `stats`, counted a second time from the file alone, in SQL that shares nothing
//! with the program and by a `SQLite` that is not its own.
//!
//! Guards promises 1 and 5 of design §1 over a whole history: what was kept is what is shown.

pub(crate) mod sets;
mod years;

use chrono::{DateTime, Duration, FixedOffset, NaiveTime, TimeZone as _};
use chrono_tz::Europe;
use serde_json::Value;

use crate::faults::data_file;
use crate::world::World;

const FIGURES: &str = include_str!("figures.sql");

type Moment = DateTime<FixedOffset>;

/// What a command prints, whose output is one line of JSON.
fn said(world: &World, line: &str) -> Value {
    let ran = world.run(line);
    assert_eq!(ran.exit, "exit 0", "{line}\n{ran}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What the shell of `SQLite` answers.
fn asked(world: &World, sql: &str) -> String {
    let file = data_file(world);
    let shell =
        ["sqlite3", "-readonly", "-bail", "-cmd", ".timeout 5000", file.to_str().unwrap(), sql];
    let answer = world.other(&shell).output().unwrap();
    let failed = String::from_utf8(answer.stderr).unwrap();
    assert!(answer.status.success() && failed.is_empty(), "{failed}");
    String::from_utf8(answer.stdout).unwrap()
}

/// The figures from one moment to another, counted by SQL.
fn counted(world: &World, [from, until, now]: [Moment; 3]) -> Value {
    let part = |at: Moment, name: &str| {
        let offset = at.offset().local_minus_utc();
        format!("{} AS {name}, {offset} AS {name}_off", at.timestamp())
    };
    let parts = [part(from, "f"), part(until, "u"), part(now, "n")].join(", ");
    let sql = format!("CREATE TEMP TABLE span AS SELECT {parts};\n{FIGURES}");
    serde_json::from_str(&asked(world, &sql)).unwrap()
}

/// A moment that SQL says in seconds UTC and their offset.
fn moment(world: &World, sql: &str) -> Moment {
    let said = asked(world, sql);
    let (at, offset) = said.trim().split_once('|').unwrap();
    let offset = FixedOffset::east_opt(offset.parse().unwrap()).unwrap();
    offset.timestamp_opt(at.parse().unwrap(), 0).unwrap()
}

/// Every figure of each span that can be asked for, `days` ago among them.
fn all_is_right(world: &World, days: i64) {
    let now = DateTime::parse_from_rfc3339(world.now()).unwrap();
    let latest = "FROM windows WHERE live = 1 ORDER BY id DESC LIMIT 1";
    let since = moment(world, &format!("SELECT since, since_offset {latest}"));
    let date = now.date_naive() - Duration::days(days);
    let before = Europe::Berlin.from_local_datetime(&date.and_time(NaiveTime::MIN)).unwrap();
    let first = "SELECT at, offset FROM (SELECT at, offset FROM entries WHERE live = 1
                 UNION SELECT since, since_offset FROM windows WHERE live = 1) ORDER BY at LIMIT 1";
    for (line, from) in [
        ("stats --json".to_owned(), since),
        (format!("stats --json --since '{days} days ago'"), before.fixed_offset()),
        ("stats --json --all".to_owned(), moment(world, first)),
    ] {
        is_right(world, &line, [from, now, now]);
    }
}

fn is_right(world: &World, line: &str, of: [Moment; 3]) {
    let (shown, counted) = (said(world, line), counted(world, of));
    let mut wrong = Vec::new();
    compare("", &shown, &counted, &mut wrong);
    assert!(wrong.is_empty(), "{line}: shown and counted are\n{}", wrong.join("\n"));
    assert_ne!(shown["urges"]["logged"], 0, "{line}");
}

/// The figures that are not the same, each by its place.
fn compare(place: &str, shown: &Value, counted: &Value, wrong: &mut Vec<String>) {
    match (shown, counted) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for (name, value) in one {
                compare(&format!("{place}/{name}"), value, &other[name], wrong);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (one, other)) in one.iter().zip(other).enumerate() {
                compare(&format!("{place}/{index}"), one, other, wrong);
            }
        }
        _ if shown == counted => {}
        _ => wrong.push(format!("{place}: {shown} {counted}")),
    }
}

#[test]
fn every_figure_of_a_quiet_month() {
    let mut world = World::new();
    sets::quiet(&mut world);
    all_is_right(&world, 14);
    agree(&world);
}

#[test]
fn every_figure_of_hard_months() {
    let mut world = World::new();
    sets::hard(&mut world);
    all_is_right(&world, 40);
    agree(&world);
}

#[test]
fn every_figure_of_ten_years() {
    let mut world = World::new();
    sets::ten_years(&mut world);
    all_is_right(&world, 1000);
    agree(&world);
}

/// What came after a window was closed is not in its figures, but for what became of its urges.
#[test]
fn every_figure_of_a_window_that_is_closed() {
    let mut world = World::new();
    sets::hard(&mut world);
    let closed = DateTime::parse_from_rfc3339(world.now()).unwrap();
    world.run("finish --close");
    for (minutes, line) in
        [(20, "answer easier 1"), (40, "urge 5"), (60, "contacted"), (80, "mood 2")]
    {
        world.at(&(closed + Duration::minutes(minutes)).to_rfc3339()).run(line);
    }
    let since = moment(&world, "SELECT since, since_offset FROM windows ORDER BY row DESC LIMIT 1");
    let now = closed + Duration::days(2);
    world.at(&now.to_rfc3339());
    is_right(&world, "stats --json", [since, closed, now]);
}

/// The figures that both commands have, of the window that is open, are the same.
fn agree(world: &World) {
    let (present, stats) = (said(world, "status --json"), said(world, "stats --json"));
    let window = &stats["windows"][0];
    for (name, figure) in [
        ("days_without_contact", &window["days_without_contact"]),
        ("longest_stretch", &window["longest_stretch"]),
        ("days_since_contact", &window["days_since_contact"]),
        ("day", &window["days_passed"]),
        ("length", &window["length"]),
        ("since", &stats["from"]),
    ] {
        assert_eq!(present[name], *figure, "{name}");
    }
    for name in ["logged", "let_pass"] {
        assert_eq!(present["urges"][name], stats["urges"][name], "{name}");
    }
}
