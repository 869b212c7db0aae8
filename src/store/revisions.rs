//! What the four tables of the user's own words have in common: rows are revisions of an id, each
//! made by a command, and at most one revision of an id is live.
//!
//! Owns the rule: live is the newest revision whose command was not taken back. It deletes nothing.

/// Where a row stands: which revision of its id it is, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Revision {
    /// Its place in the table; `None` for a new row, which comes last.
    pub(super) row: Option<i64>,
    /// Its number among the revisions of its id, from 0.
    pub(super) number: i64,
    /// The command that made it.
    pub(super) command: i64,
    /// Whether it is the one that holds.
    pub(super) live: bool,
}

impl Revision {
    /// The newest revision of an id, which holds from now on.
    pub(super) fn newest(number: i64, command: i64) -> Self {
        Self { row: None, number, command, live: true }
    }
}

/// The statements that keep the rule for one table.
pub(super) struct Table {
    /// The number of the next revision of an id.
    pub(super) next: &'static str,
    /// Makes room for a new live revision of an id.
    pub(super) retire: &'static str,
    /// Takes `live` from every id that a command touched.
    pub(super) clear: &'static str,
    /// Gives `live` to the newest standing revision of every id that a command touched.
    pub(super) raise: &'static str,
}

macro_rules! table {
    ($name:literal) => {
        Table {
            next: concat!("SELECT coalesce(max(revision) + 1, 0) FROM ", $name, " WHERE id = ?1"),
            retire: concat!("UPDATE ", $name, " SET live = 0 WHERE id = ?1 AND live = 1"),
            clear: concat!(
                "UPDATE ",
                $name,
                " SET live = 0 WHERE live = 1 AND id IN (SELECT id FROM ",
                $name,
                " WHERE command = ?1)"
            ),
            raise: concat!(
                "UPDATE ",
                $name,
                " SET live = 1 WHERE row IN (SELECT max(revision.row) FROM ",
                $name,
                " revision JOIN commands ON commands.id = revision.command AND commands.undone = 0",
                " WHERE revision.id IN (SELECT id FROM ",
                $name,
                " WHERE command = ?1) GROUP BY revision.id)"
            ),
        }
    };
}

pub(super) const WINDOWS: Table = table!("windows");
pub(super) const ENTRIES: Table = table!("entries");
pub(super) const ABOUT: Table = table!("about");
pub(super) const ANSWERS: Table = table!("answers");
pub(super) const ALL: [&Table; 4] = [&WINDOWS, &ENTRIES, &ABOUT, &ANSWERS];
