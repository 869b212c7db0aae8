//! The entries as a table for a spreadsheet (RFC 4180), one way.
//!
//! Owns one promise: nothing in a cell is taken for a formula or a command, whatever separator a
//! spreadsheet takes it to be cut by, and nothing in it acts on a terminal.

use crate::cli::screen::visible;
use crate::countdown::entry::{Entry, What};

/// The names of the columns: those of `log --json`.
const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "at",
    "logged_at",
    "strength",
    "feeling",
    "trigger",
    "urge",
    "outcome",
    "strength_after",
    "received_kind",
    "via",
    "necessary",
    "mood",
    "note",
];

/// What makes a spreadsheet look for more than a text, also in its full-width forms; `'` itself, so
/// that one that is there is not taken for one of ours.
const LIVELY: &[char] = &['=', '+', '-', '@', '|', '%', '\'', '＝', '＋', '－', '＠', '｜', '％'];

/// Where one that takes another separator than ours would begin a new cell.
const CUTS: &[char] = &['\n', ';', '|'];

pub(super) fn of(entries: &[Entry]) -> String {
    let head = row(COLUMNS.iter().map(ToString::to_string));
    entries
        .iter()
        .map(|entry| row(COLUMNS.iter().map(|column| cell(entry, column))))
        .fold(head, |sheet, row| sheet + &row)
}

/// Every cell is quoted, so that none can be cut by what is in it.
fn row(cells: impl IntoIterator<Item = String>) -> String {
    let quoted = |cell: String| format!("\"{}\"", cell.replace('"', "\"\""));
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    cells.join(",") + "\r\n"
}

fn cell(entry: &Entry, column: &str) -> String {
    let number = |number: Option<u8>| number.map(|it| it.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.as_deref().map(tame).unwrap_or_default();
    match (column, &entry.what) {
        ("id", _) => entry.id.clone(),
        ("kind", what) => what.word().to_owned(),
        ("at", _) => entry.at.to_rfc3339(),
        ("logged_at", _) => entry.logged_at.to_rfc3339(),
        ("strength", What::Urge { strength, .. })
        | ("strength_after", What::Outcome { strength, .. }) => number(*strength),
        ("feeling", What::Urge { feeling, .. }) => text(feeling),
        ("trigger", What::Urge { trigger, .. }) => text(trigger),
        ("urge", What::Outcome { urge, .. }) => urge.clone(),
        ("outcome", What::Outcome { outcome, .. }) => outcome.to_string(),
        ("received_kind", What::Received { kind: Some(kind), .. }) => kind.to_string(),
        ("via", What::Received { via, .. }) => text(via),
        ("necessary", What::Contacted { necessary }) => necessary.to_string(),
        ("mood", What::Mood { mood }) => mood.to_string(),
        ("note", _) => text(&entry.note),
        _ => String::new(),
    }
}

/// A text that is only a text: what would be more gets a `'` in front.
fn tame(text: &str) -> String {
    let seen: Vec<String> = text.split('\n').map(visible).collect();
    let seen = seen.join("\n");
    let parts = seen.split_inclusive(CUTS);
    parts.fold(String::with_capacity(seen.len()), |tame, part| {
        let is_lively = part.trim_start().starts_with(LIVELY);
        tame + if is_lively { "'" } else { "" } + part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_more_than_a_text_is_one() {
        for (text, tamed) in [
            ("it is late", "it is late"),
            ("3 - 2 = 1", "3 - 2 = 1"),
            ("=1+1", "'=1+1"),
            ("  =1+1", "'  =1+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("a;=1", "a;'=1"),
            ("a\n=1\n\n+2", "a\n'=1\n\n'+2"),
            ("a|-2", "a|'-2"),
            ("\t=1", "\u{2409}=1"),
            ("\u{feff}=1", "\u{fffd}=1"),
            ("a\r=1", "a\u{240d}=1"),
            ("\u{1b}[2J", "\u{241b}[2J"),
            ("|calc", "'|calc"),
            ("a|=calc", "a|'=calc"),
        ] {
            assert_eq!(tame(text), tamed, "{text:?}");
        }
    }

    #[test]
    fn no_cell_begins_lively_whatever_it_is_cut_by() {
        for lively in LIVELY {
            for before in ["", " ", "\n", ";", "a;", "a|", "\r\n", "\u{a0}", "\u{2003}"] {
                let text = format!("{before}{lively}x");
                let tamed = tame(&text);
                for cut in tamed.split(CUTS) {
                    assert!(!cut.trim_start().starts_with(['=', '+', '-', '@', '%']), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_quote_does_not_end_its_cell() {
        assert_eq!(row(["a\"b".to_owned(), "c,d".to_owned()]), "\"a\"\"b\",\"c,d\"\r\n");
    }
}
