//! What is drawn with: tables, bars and fields of a fixed width, and lists in words.
//!
//! Owns the drawing. A shade or a bar always has its count beside it, and no line is wider than it
//! may be.

use std::borrow::Cow;

use textwrap::core::display_width;

use crate::cli::render;
use crate::cli::screen::visible;

/// From few to many.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];
/// From few to many, within one line.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// What is drawn at full size is as many at least.
const FEW: u32 = 4;
/// None.
const NONE: &str = "·";

/// The columns of the longest bar.
pub(super) const BAR: usize = 20;
/// Words of the user's own that are named, the most frequent first.
const NAMED: usize = 8;
/// The columns that one of them may take.
const WORD: usize = 24;

/// Rows below a head: the first column on its left edge, the others on their right ones.
pub(super) fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| display_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::from(" ");
        for (place, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width - display_width(cell));
            let (before, after) =
                if place == 0 { ("", pad) } else { (pad.as_str(), String::new()) };
            line.push_str(&format!(" {before}{cell}{after}"));
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// The same rows with all columns but the first as wide as the widest of them, as in a map.
pub(super) fn evened(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let cells = rows.iter().flat_map(|row| row.iter().skip(1));
    let width = cells.map(|cell| display_width(cell)).max().unwrap_or(0);
    for cell in rows.iter_mut().flat_map(|row| row.iter_mut().skip(1)) {
        *cell = format!("{}{cell}", " ".repeat(width - display_width(cell)));
    }
    rows
}

/// The columns that the widest of these lines takes.
pub(super) fn widest(lines: &[String]) -> usize {
    lines.iter().map(|line| display_width(line)).max().unwrap_or(0)
}

/// A count with a shade in front of it, darker where there are more; a few are never dark.
pub(super) fn field(count: u32, most: u32) -> String {
    match step(count, most.max(FEW), SHADES.len()).and_then(|step| SHADES.get(step)) {
        Some(shade) => format!("{shade}{count}"),
        None => NONE.to_owned(),
    }
}

/// A count as the height of one character; where it stands, the count is told elsewhere.
pub(super) fn height(count: u32, most: u32) -> String {
    let height = step(count, most.max(FEW), HEIGHTS.len()).and_then(|step| HEIGHTS.get(step));
    height.map_or(NONE.to_owned(), ToString::to_string)
}

/// Which of `steps` a count reaches, if it is more than none; the most reaches the last.
fn step(count: u32, most: u32, steps: usize) -> Option<usize> {
    let steps = u64::try_from(steps).ok()?;
    let of = (u64::from(count) * steps).div_ceil(u64::from(most.max(count).max(1)));
    usize::try_from(of.checked_sub(1)?).ok()
}

/// A bar: at least one field for what is more than none.
pub(super) fn bar(count: u32, most: u32) -> String {
    "█".repeat(step(count, most.max(FEW), BAR).map_or(0, |step| step + 1))
}

/// A line each: how many, of what, and a bar where there is room. The count comes first, so that
/// words which run from right to left leave it where it is.
pub(super) fn bars(rows: &[(String, u32)], width: usize) -> Vec<String> {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let counts = rows.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    let words = rows.iter().map(|(word, _)| display_width(word)).max().unwrap_or(0);
    let room = width.saturating_sub(counts + words + 6);
    rows.iter()
        .map(|(word, count)| {
            let pad = " ".repeat(words - display_width(word));
            let bar: String = bar(*count, most).chars().take(room).collect();
            format!("  {count:>counts$}  {word}{pad}  {bar}").trim_end().to_owned()
        })
        .collect()
}

/// The user's own words, the first of them, cut so that they fit beside a bar; and how many are
/// left out.
pub(super) fn own_words(words: &[(String, u32)]) -> (Vec<(String, u32)>, usize) {
    let named = words.iter().take(NAMED).map(|(word, count)| (fitted(word), *count)).collect();
    (named, words.len().saturating_sub(NAMED))
}

/// A word of the user's own that can do nothing, cut where it is long.
fn fitted(word: &str) -> String {
    let word = visible(word);
    if display_width(&word) <= WORD {
        return word;
    }
    let mut cut = String::new();
    for c in word.chars() {
        if display_width(&cut) + display_width(c.encode_utf8(&mut [0; 4])) >= WORD {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

/// As many of these beside one another as a line takes.
pub(super) fn packed(items: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if display_width(line) + 3 + display_width(item) <= width => {
                line.push_str(" · ");
                line.push_str(item);
            }
            _ => lines.push(item.clone()),
        }
    }
    lines
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "once", "twice", "3 times".
pub(super) fn times(number: u32) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => render::count(number, "time"),
    }
}

/// "a message or call received", "3 messages or calls received".
pub(super) fn received(number: u32) -> String {
    match number {
        1 => "a message or call received".to_owned(),
        number => format!("{number} messages or calls received"),
    }
}

/// A sentence among lines that stay as they are.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    textwrap::wrap(text, width).into_iter().map(Cow::into_owned).collect()
}

/// A number of tenths: "2.3".
pub(super) fn tenths(number: u32) -> String {
    format!("{}.{}", number / 10, number % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_than_none_is_seen_and_the_most_is_full() {
        for most in [FEW, 7, 1_000_000] {
            assert_eq!(field(0, most), "·");
            assert_eq!(height(0, most), "·");
            assert_eq!(bar(0, most), "");
            assert_eq!(field(most, most), format!("█{most}"));
            assert_eq!(height(most, most), "█");
            assert_eq!(bar(most, most).chars().count(), 20);
        }
        assert_eq!(
            (field(1, 1000), height(1, 1000), bar(1, 1000)),
            ("░1".into(), "▁".into(), "█".into())
        );
    }

    #[test]
    fn a_long_word_is_cut_by_the_columns_that_it_takes() {
        assert_eq!(fitted("lonely"), "lonely");
        let long = "a".repeat(25);
        assert_eq!(display_width(&fitted(&long)), WORD);
        let wide = "寂".repeat(13);
        assert!(display_width(&fitted(&wide)) <= WORD && fitted(&wide).ends_with('…'));
        assert_eq!(fitted("a\u{1b}[2J\u{202e}"), "a\u{241b}[2J\u{fffd}");
    }

    #[test]
    fn bars_are_no_wider_than_the_line() {
        let rows = [("a".repeat(24), 1_000_000), ("寂".repeat(12), 1)];
        for width in [40, 60, 80, 92] {
            assert!(widest(&bars(&rows, width)) <= width);
        }
    }
}
