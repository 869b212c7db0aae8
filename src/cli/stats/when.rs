//! When the urges came: a day, and by weekday and hour.
//!
//! Owns both pictures. With few urges there is nothing to see in them: then it is told.

use chrono::{Datelike as _, Weekday};

use super::lines::{evened, field, height, listed, table, times, widest, wrapped};
use super::{DAYS, Part, View};
use crate::cli::render;
use crate::countdown::picture::{Day, LEAST_CASES};

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// So many hours in one column, by what there is room for.
const FOLDS: [usize; 4] = [1, 3, 4, 6];

/// So many fields are read out one by one.
const READ_OUT: usize = 24;

/// So many fields are named in words.
const NAMED: usize = 3;

/// How many urges came a day; a long stretch is shown by months already.
pub(super) fn a_day(view: &View) -> Option<Part> {
    let days = &view.picture.days;
    let with: Vec<&Day> = days.iter().filter(|day| day.urges > 0).collect();
    let most = with.iter().map(|day| day.urges).max().filter(|_| with.len() > 1)?;
    let fullest: Vec<&&Day> = with.iter().filter(|day| day.urges == most).collect();
    let on = match fullest.as_slice() {
        [day] => format!(", on {}", render::day_in_full(day.date, &view.now)),
        _ => String::new(),
    };
    let said = format!(
        "{} on {} of {} days; at most {most} on one day{on}.",
        render::count(view.picture.urges.logged, "urge"),
        with.len(),
        days.len()
    );
    let drawing = if days.len() > DAYS { Vec::new() } else { by_week(view, most) };
    let part = Part { title: "Urges a day".to_owned(), drawing, ..Part::default() };
    Some(Part { said: vec![said], ..part }.about(view.picture.urges.logged))
}

/// A line each week, and on it a bar for each of its days.
fn by_week(view: &View, most: u32) -> Vec<String> {
    let weeks = view.picture.days.chunk_by(|_, next| next.date.weekday() != Weekday::Mon);
    let mut rows = vec![vec![String::new(), "Mon–Sun".to_owned(), "in all".to_owned()]];
    rows.extend(weeks.filter_map(|week| {
        let first = week.first()?;
        let before = usize::try_from(first.date.weekday().num_days_from_monday()).unwrap_or(0);
        let bars: String = week.iter().map(|day| height(day.urges, most)).collect();
        let after = " ".repeat(WEEKDAYS.len().saturating_sub(before + week.len()));
        let sum: u32 = week.iter().map(|day| day.urges).sum();
        let from = format!("from {}", first.date.format("%-d %b"));
        Some(vec![from, format!("{}{bars}{after}", " ".repeat(before)), sum.to_string()])
    }));
    table(&rows)
}

/// By weekday and hour.
pub(super) fn by_hour(view: &View) -> Option<Part> {
    let hours = &view.picture.urges.hours;
    let untimed = view.picture.urges.of_no_hour();
    let timed = view.picture.urges.logged.saturating_sub(untimed);
    let untimed = (untimed > 0)
        .then(|| format!("Known to the day alone: {}.", render::count(untimed, "urge")));
    let mut fields: Vec<(u32, String)> = Vec::new();
    for (weekday, hours) in WEEKDAYS.iter().zip(hours) {
        let with = hours.iter().zip(0..24_usize).filter(|(count, _)| **count > 0);
        fields.extend(with.map(|(count, hour)| (*count, format!("{weekday} {}", span(hour, 1)))));
    }
    fields.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    if timed < LEAST_CASES {
        let urge = if timed == 1 { "The urge" } else { "Urges" };
        let came = (timed > 0).then(|| format!("{urge} came on {}.", every(&fields)));
        return Part::of(came.into_iter().chain(untimed).collect());
    }
    Some(Part {
        title: "Urges by weekday and hour".to_owned(),
        drawing: map(hours, view.width),
        told: match fields.len() {
            0..=READ_OUT => vec![format!("Urges by weekday and hour: {}.", every(&fields))],
            _ => vec![by_weekday(hours), by_part(hours)],
        },
        said: fullest(&fields).into_iter().chain(untimed).collect(),
    })
}

/// Each field with its count.
fn every(fields: &[(u32, String)]) -> String {
    listed(&fields.iter().map(with_count).collect::<Vec<_>>())
}

fn with_count((count, field): &(u32, String)) -> String {
    match count {
        1 => field.clone(),
        count => format!("{field} ({})", times(*count)),
    }
}

/// "21:00 to 21:59".
fn span(from: usize, hours: usize) -> String {
    format!("{from:02}:00 to {:02}:59", from + hours - 1)
}

/// The fields with the most urges, where they stand out; none where more have as many.
fn fullest(fields: &[(u32, String)]) -> Option<String> {
    let next = fields.get(NAMED).map_or(1, |(count, _)| *count);
    let named: Vec<String> =
        fields.iter().take(NAMED).filter(|(count, _)| *count > next).map(with_count).collect();
    (!named.is_empty()).then(|| format!("Most often: {}.", listed(&named)))
}

/// Weekdays as rows, hours as columns, in as fine a grain as there is room for.
fn map(hours: &[[u32; 24]; 7], width: usize) -> Vec<String> {
    let mut drawing = Vec::new();
    for fold in FOLDS {
        drawing = folded(hours, fold);
        if widest(&drawing) <= width {
            let legend = match fold {
                1 => "A column is an hour: 09 is 09:00 to 09:59.".to_owned(),
                fold => format!("A column is {fold} hours: 12 is {}.", span(12, fold)),
            };
            drawing.extend(wrapped(&format!("{legend} The darker, the more urges."), width));
            break;
        }
    }
    drawing
}

fn folded(hours: &[[u32; 24]; 7], fold: usize) -> Vec<String> {
    let sums = hours.map(|hours| hours.chunks(fold).map(|hours| hours.iter().sum()).collect());
    let most = sums.iter().flat_map(|sums: &Vec<u32>| sums.iter().copied()).max().unwrap_or(0);
    let mut head = vec![String::new()];
    head.extend((0..24).step_by(fold).map(|hour| format!("{hour:02}")));
    let mut rows = vec![head];
    rows.extend(WEEKDAYS.iter().zip(&sums).map(|(weekday, sums)| {
        let name = weekday.chars().take(3).collect();
        std::iter::once(name).chain(sums.iter().map(|count| field(*count, most))).collect()
    }));
    table(&evened(rows))
}

fn by_weekday(hours: &[[u32; 24]; 7]) -> String {
    let days = WEEKDAYS.iter().zip(hours).map(|(weekday, hours)| {
        let count: u32 = hours.iter().sum();
        (count > 0).then(|| format!("{count} on {weekday}s"))
    });
    format!("Urges by weekday: {}.", listed(&days.flatten().collect::<Vec<_>>()))
}

/// Four parts of the day.
fn by_part(hours: &[[u32; 24]; 7]) -> String {
    let parts = (0..24).step_by(6).map(|from| {
        let of = |hours: &[u32; 24]| hours.iter().skip(from).take(6).sum::<u32>();
        let count: u32 = hours.iter().map(of).sum();
        (count > 0).then(|| format!("{count} from {}", span(from, 6)))
    });
    format!("Urges by hour: {}.", listed(&parts.flatten().collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_fits_whatever_the_counts_are() {
        for count in [0, 1, 9, 10, 99, 100, 999, 9_999, 99_999] {
            for width in [40, 60, 80, 92] {
                let drawing = map(&[[count; 24]; 7], width);
                assert!(widest(&drawing) <= width, "{count} in {width}: {drawing:#?}");
                assert!(drawing.len() > 8, "the map has its legend: {drawing:#?}");
            }
        }
    }
}
