//! The days of a stretch as a calendar: weeks as rows, what was logged in letters and figures.
//!
//! Owns the grid, its legend, and the same in sentences. A day on which nothing was logged is a
//! date like any other.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::lines::{listed, packed, received, times, wrapped};
use super::{Part, View};
use crate::cli::render;
use crate::countdown::picture::Day;

/// The columns for the name of the month.
const MONTH: usize = 4;
/// The most columns that a day needs.
const WIDEST: usize = 11;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn part(view: &View) -> Part {
    let days = &view.picture.days;
    let today = view.now.date();
    let cell = ((view.width.saturating_sub(MONTH)) / WEEKDAYS.len()).clamp(1, WIDEST);
    let mut drawing = vec![row("", &WEEKDAYS.map(str::to_owned), cell)];
    let mut month = None;
    let rows = days.chunk_by(|day, next| {
        next.date.weekday() != Weekday::Mon && day.date.month() == next.date.month()
    });
    for week in rows {
        let name = week.first().map(|day| day.date.format("%b").to_string()).unwrap_or_default();
        let label = if month.as_ref() == Some(&name) { "" } else { name.as_str() };
        drawing.extend(week_rows(label, week, today, cell));
        month = Some(name);
    }
    drawing.extend(packed(&legend(days, today), view.width));
    Part { drawing, told: sentences(view), ..Part::default() }
}

/// The dates of a week, and below each what was logged on it, on as many lines as that takes.
fn week_rows(label: &str, week: &[Day], today: NaiveDate, cell: usize) -> Vec<String> {
    let mut columns: [Vec<String>; 7] = Default::default();
    for day in week {
        let place = usize::try_from(day.date.weekday().num_days_from_monday()).ok();
        if let Some(column) = place.and_then(|place| columns.get_mut(place)) {
            let date = day.date.day();
            column.push(if day.date == today { format!("[{date}]") } else { date.to_string() });
            let marks: Vec<String> = marks(day).into_iter().map(|mark| mark.text).collect();
            column.extend(
                wrapped(&marks.join(" "), cell - 1).into_iter().filter(|line| !line.is_empty()),
            );
        }
    }
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let line = |line: usize| {
        let cells = columns.each_ref().map(|column| column.get(line).cloned().unwrap_or_default());
        row(if line == 0 { label } else { "" }, &cells, cell)
    };
    (0..height).map(line).collect()
}

fn row(label: &str, cells: &[String; 7], cell: usize) -> String {
    let mut row = format!("{label:MONTH$}");
    for text in cells {
        row.push_str(&format!("{text:cell$}"));
    }
    row.trim_end().to_owned()
}

/// One thing that is to be seen of a day.
struct Mark {
    /// By which the legend tells it from others.
    kind: char,
    /// At most four characters.
    text: String,
    meaning: String,
}

impl Mark {
    /// The kinds, in the order of the legend; `0` is the day of last contact.
    const KINDS: [char; 7] = ['u', 'c', 'n', 'r', 'm', '0', 'd'];

    /// A letter and a number of at most three digits.
    fn numbered(kind: char, number: u32, meaning: String) -> Self {
        let text = if number < 1000 { format!("{kind}{number}") } else { format!("{kind}>99") };
        Self { kind, text, meaning }
    }

    fn happened(kind: char, number: u32, what: &str) -> Self {
        match number {
            1 => Self { kind, text: kind.to_string(), meaning: what.to_owned() },
            number => Self::numbered(kind, number, format!("{what} {}", times(number))),
        }
    }
}

/// What is to be seen of a day.
fn marks(day: &Day) -> Vec<Mark> {
    let mut marks = Vec::new();
    if day.urges > 0 {
        marks.push(Mark::numbered('u', day.urges, render::count(day.urges, "urge")));
    }
    if day.contacted > 0 {
        marks.push(Mark::happened('c', day.contacted, "contact"));
    }
    if day.necessary > 0 {
        marks.push(Mark::happened('n', day.necessary, "necessary contact"));
    }
    if day.received > 0 {
        marks.push(Mark::happened('r', day.received, "received"));
    }
    if let (Some(low), Some(high)) = (day.moods.iter().min(), day.moods.iter().max()) {
        let (text, meaning) = if low == high {
            (format!("m{low}"), format!("mood {low}"))
        } else {
            (format!("m{low}-{high}"), format!("moods {low} to {high}"))
        };
        let meaning = format!("{meaning}, from 1 (low) to 5 (good)");
        marks.push(Mark { kind: 'm', text, meaning });
    }
    match day.of {
        Some((_, 0)) => {
            let meaning = "day 0, the day of last contact".to_owned();
            marks.push(Mark { kind: '0', text: "d0".to_owned(), meaning });
        }
        Some((_, number)) if day.milestone => {
            marks.push(Mark::numbered('d', number, format!("day {number}, a milestone")));
        }
        _ => {}
    }
    marks
}

/// What the marks mean: of each kind the first that is there.
fn legend(days: &[Day], today: NaiveDate) -> Vec<String> {
    let first = |kind| days.iter().flat_map(marks).find(|mark| mark.kind == kind);
    let firsts = Mark::KINDS.into_iter().filter_map(first);
    let mut legend: Vec<String> =
        firsts.map(|mark| format!("{}: {}", mark.text, mark.meaning)).collect();
    if days.iter().any(|day| day.date == today) {
        legend.push(format!("[{}]: today", today.day()));
    }
    legend
}

/// A sentence for each day on which something was logged, or that is worth marking.
fn sentences(view: &View) -> Vec<String> {
    let days = &view.picture.days;
    let is_told = |day: &&Day| !day.is_empty() || day.milestone;
    let (with, without): (Vec<&Day>, Vec<&Day>) = days.iter().partition(is_told);
    let mut told: Vec<String> = with.iter().map(|day| sentence(day, view)).collect();
    let others = u32::try_from(without.len()).unwrap_or(u32::MAX);
    if others > 0 && !with.is_empty() {
        told.push(format!("On the other {} nothing of this was logged.", other_days(others)));
    }
    told
}

fn other_days(number: u32) -> String {
    if number == 1 { "day".to_owned() } else { render::count(number, "day") }
}

fn sentence(day: &Day, view: &View) -> String {
    let mut what = Vec::new();
    if day.urges > 0 {
        let urges = render::count(day.urges, "urge");
        what.push(match (day.strongest, day.urges) {
            (Some(strength), 1) => format!("{urges} of strength {strength}"),
            (Some(strength), _) => format!("{urges} of strength {strength} at most"),
            (None, _) => urges,
        });
    }
    let contact = marks(day).into_iter().filter(|mark| matches!(mark.kind, 'c' | 'n'));
    what.extend(contact.map(|mark| mark.meaning));
    if day.received > 0 {
        what.push(received(day.received));
    }
    let moods: Vec<String> = day.moods.iter().map(ToString::to_string).collect();
    match moods.len() {
        0 => {}
        1 => what.push(format!("mood {}", listed(&moods))),
        _ => what.push(format!("moods {}", listed(&moods))),
    }
    let date = render::day_in_full(day.date, &view.now);
    let number = day.of.map(|(_, number)| format!(", day {number}")).unwrap_or_default();
    let number = if day.milestone { format!("{number}, a milestone") } else { number };
    let what = if what.is_empty() { "nothing logged".to_owned() } else { listed(&what) };
    format!("{date}{number}: {what}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_no_wider_than_a_day_in_forty_columns() {
        for number in [1, 2, 99, 999, 1000, u32::MAX] {
            let urges = Mark::numbered('u', number, String::new());
            let contact = Mark::happened('c', number, "contact");
            assert!(urges.text.len() <= 4 && contact.text.len() <= 4, "{number}");
        }
    }
}
