//! The span along time: the grid of its days or months, its urges, its moods.
//!
//! Owns these drawings and the table of all its days, months or years.

use chrono::{Datelike as _, NaiveDate, Weekday};
use maud::{Markup, Render as _, html};

use super::WEEKDAYS;
use super::chart::{self, Chart, GROUND, LEFT, WIDTH, columns, details, level, part};
use super::tenths;
use crate::countdown::picture::{Day, Period, Picture, Step};

/// The most days that are shown one by one: a quarter.
const ROOM: usize = 93;
/// A square of the grid of days, and the line of weekdays above.
const CELL: [u32; 2] = [102, 110];
const HEAD: u32 = 34;
/// A square of the grid of months, and the most years that it has room for.
const MONTH: [u32; 2] = [54, 40];
const JANUARY: u32 = 70;
const MOST_YEARS: usize = 24;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) fn section(picture: &Picture, today: NaiveDate) -> Markup {
    let step = Step::for_days(&picture.days, ROOM);
    let periods = step.periods(&picture.days);
    let title = match step {
        Step::Day => "Day by day",
        Step::Month => "Month by month",
        Step::Year => "Year by year",
    };
    html! {
        section aria-labelledby="time" {
            h2 id="time" { (title) }
            div.charts {
                @match step {
                    Step::Day => (calendar(&picture.days, today)),
                    Step::Month | Step::Year => (months(&picture.days)),
                }
                (urges(&periods, step))
                @if picture.moods.iter().any(|number| *number > 0) { (moods(&periods, step)) }
            }
            (details(title, &table(&periods, step)))
        }
    }
}

/// Weeks below each other, Monday first.
fn calendar(days: &[Day], today: NaiveDate) -> Markup {
    let most = days.iter().map(|day| day.urges).max().unwrap_or(0).max(1);
    let Some(monday) = days.first().map(|day| day.date.week(Weekday::Mon).first_day()) else {
        return html! {};
    };
    let week = |day: &Day| u32::try_from((day.date - monday).num_days() / 7).unwrap_or(0);
    let weeks = days.last().map_or(0, |day| week(day) + 1);
    let drawing = html! {
        @for (name, column) in WEEKDAYS.iter().zip(0_u32..) {
            text.middle x=(column * CELL[0] + 51) y="24" { (name) }
        }
        @for day in days {
            @let x = day.date.weekday().num_days_from_monday() * CELL[0];
            (cell(day, most, today, [x, HEAD + week(day) * CELL[1]]))
        }
    };
    Chart {
        id: "grid",
        title: "The days",
        says: "A calendar with the weeks below each other. Each day has its number of urges, and \
               marks for contact, for messages and for the mood."
            .to_owned(),
        height: HEAD + weeks * CELL[1],
        drawing,
        legend: Some(html! {
            "Large: how many urges. " b { "C" } " contact, " b { "N" } " necessary contact, " b { "R" }
            " received, " b { "m" } " mood from lowest to highest. A thick edge is a day \
             that notices mark (1, 3, 7, 10, 14, 21, 25, 30 and so on), a dashed one a day of no \
             window; today is underlined."
        }),
        table: None,
    }
    .render()
}

fn cell(day: &Day, most: u32, today: NaiveDate, [x, y]: [u32; 2]) -> Markup {
    let edge = match (day.of, day.milestone) {
        (None, _) => "edge outside",
        (Some(_), true) => "edge milestone",
        (Some(_), false) => "edge",
    };
    let number = if day.date.day() == 1 { "%-d %b" } else { "%-d" };
    let marks = [(day.contacted, "C"), (day.necessary, "N"), (day.received, "R")];
    let marks: Vec<&str> = marks.iter().filter(|(some, _)| *some > 0).map(|it| it.1).collect();
    html! {
        rect class=(level(day.urges, most)) x=(x + 2) y=(y + 2) width="98" height="106" rx="8" {}
        rect class=(edge) x=(x + 4) y=(y + 4) width="94" height="102" rx="6" {}
        text.small.now[day.date == today] x=(x + 12) y=(y + 28) { (day.date.format(number)) }
        text.small.strong.end x=(x + 92) y=(y + 28) { (marks.join("")) }
        @if day.urges > 0 { text.large x=(x + 12) y=(y + 66) { (day.urges) } }
        @if let Some(mood) = range(&day.moods) { text.small.end x=(x + 92) y=(y + 96) { "m " (mood) } }
    }
}

/// "3", "2–4".
fn range(moods: &[u8]) -> Option<String> {
    let (lowest, highest) = (moods.iter().min()?, moods.iter().max()?);
    let same = lowest == highest;
    Some(if same { lowest.to_string() } else { format!("{lowest}–{highest}") })
}

/// Years below each other, the urges of each month in a square.
fn months(days: &[Day]) -> Markup {
    let periods = Step::Month.periods(days);
    let most = periods.iter().map(|month| month.urges).max().unwrap_or(0);
    let years: Vec<&[Period]> = periods.chunk_by(|a, b| a.first.year() == b.first.year()).collect();
    let drawn = years.get(years.len().saturating_sub(MOST_YEARS)..).unwrap_or_default();
    let drawing = html! {
        @for (name, column) in MONTHS.iter().zip(0_u32..) {
            text.middle x=(place(column) + 27) y="24" { (name) }
        }
        @for (year, y) in drawn.iter().zip((0_u32..).map(|row| HEAD + row * MONTH[1])) {
            @if let Some(first) = year.first() {
                text.end x=(JANUARY - 10) y=(y + 28) { (first.first.year()) }
            }
            @for month in *year {
                @let x = place(month.first.month0());
                rect class=(level(month.urges, most)) x=(x + 1) y=(y + 1) width="52" height="38" rx="5" {}
                text.small.middle x=(x + 27) y=(y + 28) { (month.urges) }
            }
        }
    };
    let rows = u32::try_from(drawn.len()).unwrap_or(0);
    Chart {
        id: "grid",
        title: "Urges by year and month",
        says: "A grid with a line for each year and a square for each month, with its number of \
               urges: the more, the stronger its colour."
            .to_owned(),
        height: HEAD + rows * MONTH[1],
        drawing,
        legend: (years.len() > drawn.len())
            .then(|| html! { "The table has the earlier years too." }),
        table: Some(table_of_months(&years)),
    }
    .render()
}

fn place(column: u32) -> u32 {
    JANUARY + column * MONTH[0]
}

fn table_of_months(years: &[&[Period]]) -> Markup {
    html! {
        div.wide role="region" aria-label="Urges by year and month" tabindex="0" {
            table #grid-table {
                caption { "Urges by year and month" }
                thead { tr { th scope="col" { "Year" } @for name in MONTHS { th scope="col" { (name) } } } }
                tbody {
                    @for year in years { @if let Some(first) = year.first() {
                        tr {
                            th scope="row" { (first.first.year()) }
                            @for month in 0..12 {
                                td {
                                    @match year.iter().find(|it| it.first.month0() == month) {
                                        Some(it) => (it.urges),
                                        None => "–",
                                    }
                                }
                            }
                        }
                    } }
                }
            }
        }
    }
}

fn urges(periods: &[Period], step: Step) -> Markup {
    let named: Vec<(String, u32)> = periods.iter().map(|it| (it.short(), it.urges)).collect();
    let most = periods.iter().max_by_key(|it| it.urges).filter(|it| it.urges > 0);
    let says = match most {
        Some(most) => format!("The most were {} ({}).", most.urges, most.name()),
        None => "There were none.".to_owned(),
    };
    let (height, drawing) = columns(&named);
    let title = format!("Urges a {}", step.word());
    Chart { id: "urges", title: &title, says, height, drawing, legend: None, table: None }.render()
}

/// Each mood as a dot, or the mean of a month or a year.
fn moods(periods: &[Period], step: Step) -> Markup {
    let dots = |period: &Period| -> Vec<u32> {
        match step {
            Step::Day => period.moods.iter().map(|mood| u32::from(*mood) * 10).collect(),
            Step::Month | Step::Year => period.mean_mood().into_iter().collect(),
        }
    };
    let height = |tenths: u32| GROUND - chart::scaled(tenths.saturating_sub(10), 40, 200);
    let drawing = html! {
        @for mood in 1..=5 {
            line.rule x1=(LEFT) x2=(WIDTH) y1=(height(mood * 10)) y2=(height(mood * 10)) {}
            text.end x=(LEFT - 10) y=(height(mood * 10) + 8) { (mood) }
        }
        @for (index, period) in periods.iter().enumerate() {
            @for mood in dots(period) {
                @let x = u32::midpoint(part(index, periods.len()), part(index + 1, periods.len()));
                circle.dot cx=(x) cy=(height(mood)) r="7" {}
            }
        }
        (chart::names(periods.iter().map(Period::short).collect::<Vec<_>>().iter().map(String::as_str)))
    };
    let (title, legend) = match step {
        Step::Day => ("Moods", html! { "From 1, low, to 5, good: each as it was logged." }),
        _ => (
            "Moods on average",
            html! {
                "From 1, low, to 5, good. A " (step.word()) " with fewer than five has no dot."
            },
        ),
    };
    let says =
        format!("Along time, on a scale from 1, low, to 5, good, {title} of each {}.", step.word());
    let height = GROUND + 40;
    Chart { id: "moods", title, says, height, drawing, legend: Some(legend), table: None }.render()
}

/// Everything that was logged, step by step.
fn table(periods: &[Period], step: Step) -> Markup {
    let by_day = step == Step::Day;
    html! {
        div.wide role="region" aria-label="All figures along time" tabindex="0" {
            table #time-table {
                caption { "What was logged each " (step.word()) }
                thead { tr {
                    th scope="col" { @match step { Step::Day => "Day", Step::Month => "Month", Step::Year => "Year" } }
                    @if by_day { th scope="col" { "Day of its window" } }
                    @for head in ["Urges", "Strongest", "Contact", "Necessary", "Received", "Moods"] {
                        th scope="col" { (head) }
                    }
                    @if !by_day { th scope="col" { "Mean mood" } }
                } }
                tbody { @for period in periods { (row(period, by_day)) } }
            }
        }
    }
}

fn row(period: &Period, by_day: bool) -> Markup {
    let moods: Vec<String> = period.moods.iter().map(ToString::to_string).collect();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    html! {
        tr {
            th scope="row" { (period.name()) }
            @if by_day { td { (or_none(period.of.map(|(_, day)| day.to_string()))) } }
            td { (period.urges) }
            td { (or_none(period.strongest.map(|strength| strength.to_string()))) }
            td { (period.contacted) }
            td { (period.necessary) }
            td { (period.received) }
            @if by_day {
                td { (or_none((!moods.is_empty()).then(|| moods.join(", ")))) }
            } @else {
                td { (moods.len()) }
                td { (or_none(period.mean_mood().map(tenths))) }
            }
        }
    }
}
