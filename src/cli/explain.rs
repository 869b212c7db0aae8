//! How the count comes about, for `status --explain`: start, zone, rule, what mattered, arithmetic.

use std::collections::BTreeSet;

use super::render;
use super::screen::visible;
use super::session::Session;
use crate::countdown::journal::Journal;
use crate::countdown::window::{Precision, Window, end_of};
use crate::countdown::zone::Moment;

/// A word and what it stands for.
type Row = (String, String);

fn row(word: &str, text: impl Into<String>) -> Row {
    (word.to_owned(), text.into())
}

pub(super) fn tell(journal: &Journal, window: &Window, session: &Session) -> anyhow::Result<()> {
    let mut rows = beginning(window, session);
    rows.extend(today(window, session));
    rows.extend(what_mattered(journal, window, session));
    session.screen.table(&rows)
}

/// From when the window counts, where, and by which rule.
fn beginning(window: &Window, session: &Session) -> Vec<Row> {
    let exactness = match window.precision {
        Precision::Minute => "to the minute",
        Precision::Day => "to the day",
    };
    let here = visible(&crate::clock::zone_name());
    vec![
        row("Last contact", format!("{}, {exactness}", since(window))),
        row("Zone then", visible(&window.zone)),
        row("Zone now", format!("{here} (UTC{})", session.now.at.offset())),
        row("Rule", rule(window, session)),
    ]
}

/// The day and what is left, with their sums.
fn today(window: &Window, session: &Session) -> Vec<Row> {
    let standing = window.standing(&session.now);
    let today = session.now.date();
    let days = render::count(window.day_on(today), "calendar day");
    let day = format!("from {} to {today} are {days}", window.first_date());
    let mut rows = vec![row("Day", day)];
    if let (Some(length), Some(end), Some(left)) = (window.length, standing.end, standing.days_left)
    {
        rows.push(row("End", format!("{} (UTC{})", full(end), end.offset())));
        let sum = match standing.complete {
            true => "the end has come: none are left".to_owned(),
            false => format!("{length} - {} = {left}", standing.day),
        };
        rows.push(row("Days left", sum));
    }
    rows
}

/// The contacts, and what they and the urges come to.
fn what_mattered(journal: &Journal, window: &Window, session: &Session) -> Vec<Row> {
    let contacts = contacts(journal, window);
    let mut rows = vec![row("Contact", if contacts.is_empty() { "none" } else { &contacts })];
    if let Some(days) = journal.days(&session.now) {
        let without = format!(
            "{} - {} = {} days without contact; the longest stretch between contacts is {}",
            days.passed,
            days.passed - days.without_contact,
            days.without_contact,
            days.longest_stretch
        );
        rows.push(row("Without", without));
    }
    let urges = journal.urges(&session.now);
    let let_pass = format!(
        "{} logged, {} let pass: answered easier, same or stronger, or not answered, and no \
         contact in the 24 h after",
        urges.logged, urges.let_pass
    );
    rows.push(row("Urges", let_pass));
    rows
}

/// Every contact that counts, and what it does: several on one day are one day less.
fn contacts(journal: &Journal, window: &Window) -> String {
    let mut days = BTreeSet::from([0]);
    let told = journal.in_window().filter(|entry| entry.is_contact()).map(|entry| {
        let day = window.day_on(entry.at.date_naive());
        let counts = match (day, days.insert(day)) {
            (0, _) => "does not subtract",
            (_, true) => "one day less",
            (_, false) => "the same day",
        };
        format!("{} (day {day}, {counts})", happened(entry.at))
    });
    told.collect::<Vec<_>>().join("; ")
}

fn since(window: &Window) -> String {
    match window.precision {
        Precision::Minute => format!("{} (UTC{})", full(window.since), window.since.offset()),
        Precision::Day => window.first_date().format("%a %-d %b %Y").to_string(),
    }
}

fn rule(window: &Window, session: &Session) -> String {
    let plain = |length| end_of(window.since, window.precision, length, session.now.zone).to_utc();
    if window.length.map(plain) != window.end {
        return "extended, or resolved in another zone: complete at the end below".to_owned();
    }
    match (window.length, window.precision) {
        (None, _) => "no end date: the days are counted, calendar day by calendar day".to_owned(),
        (Some(length), Precision::Minute) => {
            format!("complete {length} calendar days later, at the same time on the clock")
        }
        (Some(length), Precision::Day) => {
            format!("complete at the midnight that closes day {length}")
        }
    }
}

fn full(at: Moment) -> String {
    at.format("%a %-d %b %Y, %H:%M").to_string()
}

/// An entry's time; the day alone where it was given by the day.
fn happened(at: Moment) -> String {
    match at.time() == chrono::NaiveTime::MIN {
        true => at.format("%a %-d %b %Y").to_string(),
        false => full(at),
    }
}
