//! A long stretch by months, and a very long one by years.
//!
//! Owns the table and the same in sentences. A month or year in which nothing was logged has no
//! line: they are counted below.

use super::lines::{BAR, bar, listed, received, table, tenths, times, widest, wrapped};
use super::{Part, View};
use crate::cli::render;
use crate::countdown::picture::{Period, Step};

/// What is said below.
const MEAN: &str = "Mood: the mean, from 1 (low) to 5 (good), where there are five at least.";
const NECESSARY: &str = "Contact: n is necessary contact, which changes no count.";

pub(super) fn part(view: &View, step: Step) -> Part {
    let (long, thing) = if step == Step::Year { ("%Y", "year") } else { ("%B %Y", "month") };
    let mut periods = step.periods(&view.picture.days);
    let all = periods.len();
    periods.retain(|period| !period.is_empty());
    let empty = all - periods.len();
    let mut said = Vec::new();
    if empty > 0 {
        let others = render::count(u32::try_from(empty).unwrap_or(u32::MAX), thing);
        said.push(format!("Nothing was logged in {others} of this time."));
    }
    Part {
        drawing: drawing(&periods, thing, view.width),
        told: periods.iter().map(|period| sentence(period, long)).collect(),
        said,
        ..Part::default()
    }
}

/// As many columns as there is room for: the bars go first, then the days.
fn drawing(periods: &[Period], thing: &str, width: usize) -> Vec<String> {
    let most = periods.iter().map(|period| period.urges).max().unwrap_or(0);
    let rows = |with_days: bool| {
        let mut head = vec![render::sentence(thing)];
        head.extend(with_days.then(|| "days".to_owned()));
        head.extend(["urges", "contact", "mood", "received"].map(str::to_owned));
        let mut rows = vec![head];
        rows.extend(periods.iter().map(|period| {
            let mut row = vec![period.name()];
            row.extend(with_days.then(|| period.days.to_string()));
            row.push(period.urges.to_string());
            row.push(match (period.contacted, period.necessary) {
                (contacted, 0) => contacted.to_string(),
                (0, necessary) => format!("{necessary}n"),
                (contacted, necessary) => format!("{contacted}+{necessary}n"),
            });
            row.push(period.mean_mood().map_or("–".to_owned(), tenths));
            row.push(period.received.to_string());
            row
        }));
        table(&rows)
    };
    let mut drawing = rows(true);
    if widest(&drawing) > width {
        drawing = rows(false);
    }
    let bars = widest(&drawing) + 2;
    if bars + BAR <= width {
        let counts = std::iter::once(0).chain(periods.iter().map(|period| period.urges));
        let line = |(line, urges)| format!("{line:bars$}{}", bar(urges, most));
        drawing = drawing.iter().zip(counts).map(line).map(|it| it.trim_end().to_owned()).collect();
    }
    let legend = [
        (periods.iter().any(|period| period.mean_mood().is_some()), MEAN),
        (periods.iter().any(|period| period.necessary > 0), NECESSARY),
    ];
    for (_, line) in legend.into_iter().filter(|(is_needed, _)| *is_needed) {
        drawing.extend(wrapped(line, width));
    }
    drawing
}

fn sentence(period: &Period, form: &str) -> String {
    let mut what = Vec::new();
    if period.urges > 0 {
        what.push(render::count(period.urges, "urge"));
    }
    if period.contacted > 0 {
        what.push(format!("contact {}", times(period.contacted)));
    }
    if period.necessary > 0 {
        what.push(format!("necessary contact {}", times(period.necessary)));
    }
    if period.received > 0 {
        what.push(received(period.received));
    }
    let moods = u32::try_from(period.moods.len()).unwrap_or(u32::MAX);
    if moods > 0 {
        let mean = period.mean_mood().map(|mean| format!(", {} on average", tenths(mean)));
        what.push(format!("a mood {}{}", times(moods), mean.unwrap_or_default()));
    }
    format!("{}: {}.", period.first.format(form), listed(&what))
}
