//! How the count comes about, for `status --explain`: start, zone, rule, what mattered, arithmetic.

use super::render;
use super::screen::visible;
use super::session::Session;
use crate::countdown::journal::Journal;
use crate::countdown::window::{Precision, Window, end_of};
use crate::countdown::zone::Moment;

pub(super) fn tell(journal: &Journal, window: &Window, session: &Session) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    let mut row = |word: &str, text: String| rows.push((word.to_owned(), text));
    let exactness = match window.precision {
        Precision::Minute => "to the minute",
        Precision::Day => "to the day",
    };
    row("Last contact", format!("{}, {exactness}", since(window)));
    row("Zone then", visible(&window.zone));
    row("Zone now", format!("{} (UTC{})", crate::clock::zone_name(), session.now.at.offset()));
    row("Rule", rule(window, session));
    let standing = window.standing(&session.now);
    row(
        "Day",
        format!(
            "from {} to {} are {}",
            window.first_date(),
            session.now.date(),
            render::count(window.day_on(session.now.date()), "calendar day")
        ),
    );
    if let (Some(length), Some(end), Some(left)) = (window.length, standing.end, standing.days_left)
    {
        row("End", format!("{} (UTC{})", full(end), end.offset()));
        let sum = if standing.complete {
            "the end has come: none are left".to_owned()
        } else {
            format!("{length} - {} = {left}", standing.day)
        };
        row("Days left", sum);
    }
    let contacts: Vec<String> = journal
        .in_window()
        .filter(|entry| entry.is_contact())
        .map(|entry| {
            let day = window.day_on(entry.at.date_naive());
            let counts = if day == 0 { "does not subtract" } else { "one day less" };
            format!("{} (day {day}, {counts})", full(entry.at))
        })
        .collect();
    let none = || "none".to_owned();
    row("Contact", if contacts.is_empty() { none() } else { contacts.join("; ") });
    if let Some(days) = journal.days(&session.now) {
        row(
            "Without",
            format!(
                "{} - {} = {} days without contact; the longest stretch between contacts is {}",
                days.passed,
                days.passed - days.without_contact,
                days.without_contact,
                days.longest_stretch
            ),
        );
    }
    let urges = session.urges(journal);
    row(
        "Urges",
        format!(
            "{} logged, {} let pass: answered easier, same or stronger, or not answered, and no \
             contact in the 24 h after",
            urges.logged, urges.let_pass
        ),
    );
    session.screen.table(&rows)
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
