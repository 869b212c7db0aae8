//! Moods, days without contact, and what was received.
//!
//! Owns their words. Contact is said once, as what was logged.

use chrono::{Datelike as _, Weekday};

use super::lines::{bars, listed, times};
use super::urges::{fives, values};
use super::{DAYS, Part, View};
use crate::cli::render;
use crate::countdown::journal::Days;
use crate::countdown::picture::LEAST_CASES;
use crate::countdown::window::Window;

/// So many windows have a line each, the latest ones.
const WINDOWS: usize = 8;

/// How often each mood was logged, by week and in all.
pub(super) fn mood(view: &View) -> Option<Part> {
    let moods = view.picture.moods;
    if moods.iter().all(|count| *count == 0) {
        return None;
    }
    let mut weeks = Vec::new();
    if view.picture.days.len() <= DAYS {
        let days = &view.picture.days;
        for week in days.chunk_by(|_, next| next.date.weekday() != Weekday::Mon) {
            let mut counts = [0; 5];
            for (value, count) in (1..).zip(&mut counts) {
                let alike = week.iter().flat_map(|day| &day.moods).filter(|mood| **mood == value);
                *count = u32::try_from(alike.count()).unwrap_or(u32::MAX);
            }
            if let Some(first) = week.first().filter(|_| counts.iter().any(|count| *count > 0)) {
                weeks.push((first.date, counts));
            }
        }
    }
    let most = moods.iter().copied().max().unwrap_or(0);
    let in_weeks = weeks.iter().flat_map(|(_, counts)| counts.iter().copied()).max().unwrap_or(0);
    let mut rows: Vec<(String, [u32; 5], u32)> = weeks
        .iter()
        .map(|(first, counts)| (format!("from {}", first.format("%-d %b")), *counts, in_weeks))
        .collect();
    if rows.len() == 1 {
        rows.clear();
    }
    rows.push(("in all".to_owned(), moods, most));
    let cases = moods.iter().sum();
    let scale = "from 1 for low to 5 for good";
    let mut told = vec![format!("Moods, {scale}: {}.", values(&moods, "mood"))];
    if weeks.len() > 1 && cases >= LEAST_CASES {
        told.extend(weeks.iter().map(|(first, counts)| {
            let first = render::day_in_full(*first, &view.now);
            format!("Moods in the week from {first}: {}.", values(counts, "mood"))
        }));
    }
    let title = "Mood, from 1 (low) to 5 (good)".to_owned();
    Some(Part { title, drawing: fives(&rows), told, ..Part::default() }.about(cases))
}

/// How the days of each window went, and contact.
pub(super) fn days_without_contact(view: &View) -> Option<Part> {
    let windows: Vec<&(Window, Days)> =
        view.picture.windows.iter().filter(|(_, days)| days.passed > 0).collect();
    let mut said = Vec::new();
    let (before, latest) = windows.split_at(windows.len().saturating_sub(WINDOWS));
    if !before.is_empty() {
        let sum = |of: fn(&Days) -> u32| before.iter().map(|(_, days)| of(days)).sum();
        let longest = before.iter().map(|(_, days)| days.longest_stretch).max().unwrap_or(0);
        let (without, passed) = (sum(|days| days.without_contact), sum(|days| days.passed));
        let before = render::count(u32::try_from(before.len()).unwrap_or(u32::MAX), "window");
        said.push(format!("In {before} before these: {}", went(without, passed, longest)));
    }
    said.extend(latest.iter().map(|(window, days)| {
        let went = went(days.without_contact, days.passed, days.longest_stretch);
        if windows.len() == 1 && window.since == view.picture.span.from {
            went
        } else {
            format!("{}: {went}", dates(window, view))
        }
    }));
    let counts = [
        (view.picture.contacted, "Contact logged", "."),
        (view.picture.necessary, "Necessary contact logged", "; it changes no count."),
    ];
    said.extend(
        counts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, what, end)| format!("{what} {}{end}", times(count))),
    );
    let first = view.picture.days.iter().filter(|day| matches!(day.of, Some((_, 0))));
    match first.map(|day| day.contacted).sum() {
        0 => {}
        1 => said.push("One contact was on a day 0, from which the days count.".to_owned()),
        more => said.push(format!("{more} contacts were on a day 0, from which the days count.")),
    }
    Part::of(said)
}

fn went(without: u32, passed: u32, longest: u32) -> String {
    format!(
        "{without} of {} without contact, longest stretch {longest}.",
        render::count(passed, "day")
    )
}

/// "Tue 3 Nov to today".
fn dates(window: &Window, view: &View) -> String {
    let from = render::day(window.first_date(), &view.now);
    match window.closed_at {
        Some(closed) => format!("{from} to {}", render::day(closed.date_naive(), &view.now)),
        None => format!("{from} to today"),
    }
}

/// What was received, by kind.
pub(super) fn received(view: &View) -> Option<Part> {
    let rows: Vec<(String, u32)> = view
        .picture
        .received
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| (kind.map_or("no kind given", |kind| kind.word()).to_owned(), *count))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let told: Vec<String> = rows.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let part = Part {
        title: "Received, by kind".to_owned(),
        drawing: bars(&rows, view.width),
        told: vec![format!("Messages and calls received: {}.", listed(&told))],
        ..Part::default()
    };
    Some(part.about(rows.iter().map(|(_, count)| count).sum()))
}
