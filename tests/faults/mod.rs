//! The worst that can be done to the program: it is killed at any moment, every call to the system
//! fails, the power goes, the file is damaged, everybody writes at once; and what was typed is
//! looked for wherever it must not be. Guards promise 2: nothing typed is ever lost, and nothing
//! leaves the file.
//!
//! Each test runs at a short size within the suite, and at its full one under `tests/faults/run`,
//! which prints what each saw as a line of a table. Each does the same to something that is broken
//! on purpose, its control: a test that does not notice that notices nothing.

mod canary;
mod commands;
mod crowds;
mod damaged;
mod killed;
mod output;
mod parsers;
mod power;
mod properties;
mod room;
mod sockets;
mod syscalls;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::world::{Ran, World};

/// The sizes at which a test runs: within the suite, and under `tests/faults/run`.
fn size(short: usize, full: usize) -> usize {
    if is_full() { full } else { short }
}

fn is_full() -> bool {
    std::env::var_os("NOCONTACT_FAULTS").is_some_and(|size| size == "full")
}

/// Adds a line to the table, where one is wanted.
fn report(goal: &str, size: &str, result: &str, control: &str) {
    let Some(table) = std::env::var_os("NOCONTACT_FAULTS_TABLE") else { return };
    let mut table = OpenOptions::new().create(true).append(true).open(table).unwrap();
    writeln!(table, "{goal} | {size} | {result} | {control}").unwrap();
}

/// Does this for each number below `count`, several at a time; what they found, in any order.
fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let take = || {
        let mut found = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return found;
            }
            found.push(work(number));
        }
    };
    thread::scope(|scope| {
        let working: Vec<_> = (0..workers.min(count)).map(|_| scope.spawn(take)).collect();
        working.into_iter().flat_map(|work| work.join().unwrap()).collect()
    })
}

/// Numbers that look random and are the same in each run (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: usize) -> Self {
        Self((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below `sides`.
    #[expect(clippy::cast_possible_truncation, reason = "the remainder fits in what it divides by")]
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// A way out that is documented, and no panic.
fn ended_well(ran: &Ran) -> Result<(), String> {
    let documented = ["exit 0", "exit 1", "exit 3", "exit 5"].contains(&ran.exit.as_str());
    let panicked = ["this should not have happened", "panicked"];
    let panicked = panicked.iter().any(|word| ran.stderr.contains(word));
    if documented && !panicked { Ok(()) } else { Err(format!("it ended badly: {ran}")) }
}

/// The data file, as somebody else than the program sees it.
pub(crate) fn database(file: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file, flags).unwrap();
    database.busy_timeout(std::time::Duration::from_secs(30)).unwrap();
    database
}

pub(crate) fn data_file(world: &World) -> std::path::PathBuf {
    world.data().join("nocontact.db")
}

/// What `SQLite` itself says of the file: "ok" if it is whole.
fn integrity(database: &Connection) -> String {
    database
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .unwrap_or_else(|error| error.to_string())
}

/// One table: its name, and its rows as text, with random ids made equal in all runs.
type Table = (String, Vec<String>);

/// Every row of every table.
fn content(database: &Connection) -> Vec<Table> {
    let list = "SELECT name, sql LIKE '%WITHOUT ROWID' FROM sqlite_schema WHERE type = 'table'
                AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let mut list = database.prepare(list).unwrap();
    let tables = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let tables: Vec<(String, bool)> = tables.map(Result::unwrap).collect();
    let mut ids = Vec::new();
    let rows_of = |(name, by_key): (String, bool)| {
        // A key can hold a random id.
        let order = if by_key { "due, kind, text" } else { "rowid" };
        let sql = format!("SELECT * FROM {name} ORDER BY {order}");
        let mut select = database.prepare(&sql).unwrap();
        let columns = select.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let cells: Vec<String> =
                (0..columns).map(|at| cell(row.get_ref_unwrap(at), &mut ids)).collect();
            Ok(cells.join("|"))
        };
        let rows = select.query_map([], row).unwrap().map(Result::unwrap).collect();
        (name, rows)
    };
    tables.into_iter().map(rows_of).collect()
}

fn cell(value: ValueRef<'_>, ids: &mut Vec<String>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Blob(bytes) => format!("{bytes:?}"),
        ValueRef::Text(bytes) => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            text.split('/').map(|part| masked(part, ids)).collect::<Vec<_>>().join("/")
        }
    }
}

fn masked(part: &str, ids: &mut Vec<String>) -> String {
    let is_id = part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
    if !is_id {
        return part.to_owned();
    }
    let number = ids.iter().position(|id| id == part).unwrap_or_else(|| {
        ids.push(part.to_owned());
        ids.len() - 1
    });
    format!("[id{number}]")
}
