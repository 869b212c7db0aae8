//! The entries as a table for a spreadsheet (RFC 4180), one way.
//!
//! Owns one promise: nothing in a cell is taken for a formula or a command, whatever separator a
//! spreadsheet takes it to be cut by, and nothing in it acts on a terminal.

use crate::cli::screen::visible;
use crate::countdown::entry::{Entry, What};
use crate::countdown::zone::Moment;

/// The names of the columns: those of `log --json`.
const COLUMNS: &[&str] = &[
    "id", "kind", "at", "logged_at", "strength", "feeling", "trigger", "urge", "outcome",
    "strength_after", "received_kind", "via", "necessary", "mood", "note",
];

/// What makes a spreadsheet look for more than a text, also in its full-width forms; `'` itself, so
/// that one that is there is not taken for one of ours.
const LIVELY: &[char] = &['=', '+', '-', '@', '|', '%', '\'', '＝', '＋', '－', '＠', '｜', '％'];

/// Where one that takes another separator than ours would begin a new cell.
const CUTS: &[char] = &['\n', ';', '|'];

pub(super) fn of(entries: &[Entry]) -> String {
    let head = row(COLUMNS.iter().map(ToString::to_string));
    entries.iter().map(|entry| row(cells(entry))).fold(head, |sheet, row| sheet + &row)
}

/// Every cell is quoted, so that none can be cut by what is in it.
fn row(cells: impl IntoIterator<Item = String>) -> String {
    let quoted = |cell: String| format!("\"{}\"", cell.replace('"', "\"\""));
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    cells.join(",") + "\r\n"
}

fn cells(entry: &Entry) -> [String; 15] {
    let number = |number: &Option<u8>| number.map(|it| it.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.as_deref().map(tame).unwrap_or_default();
    let time = |at: Moment| at.to_rfc3339();
    let mut cells: [String; 15] = std::array::from_fn(|_| String::new());
    let [id, kind, at, logged_at, strength, feeling, trigger, urge, outcome, after, like, via, needed, mood, note] =
        &mut cells;
    *id = entry.id.clone();
    *kind = entry.what.word().to_owned();
    (*at, *logged_at) = (time(entry.at), time(entry.logged_at));
    match &entry.what {
        What::Urge { strength: how, feeling: felt, trigger: by } => {
            (*strength, *feeling, *trigger) = (number(how), text(felt), text(by));
        }
        What::Outcome { urge: of, outcome: became, strength: how } => {
            (*urge, *outcome, *after) = (of.clone(), became.to_string(), number(how));
        }
        What::Received { kind, via: by } => {
            *like = kind.map(|kind| kind.to_string()).unwrap_or_default();
            *via = text(by);
        }
        What::Contacted { necessary } => {
            *needed = if *necessary { "yes" } else { "no" }.to_owned();
        }
        What::Mood { mood: felt } => *mood = felt.to_string(),
        What::Note => {}
    }
    *note = text(&entry.note);
    cells
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
            ("|calc", "'|'calc"),
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
