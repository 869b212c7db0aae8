//! What helps right now, for every command that gives it: two first steps, and lines to call.
//!
//! Owns how a help line looks and what is said of numbers that nobody checked, or that are old.
//! Which lines are shown is each command's.

use chrono::{Days, NaiveDate};

use super::render;
use super::session::Session;
use crate::catalogue::{HelpKind, HelpLine};
use crate::countdown::choose::{Reader as Person, urge_steps};
use crate::countdown::journal::Journal;
use crate::countdown::text::{Need, Pool};

/// Where to look if no country is known (programme C.4).
const ANYWHERE: &str = "any";

/// After so many days a number may well have changed (programme C.4).
const YEAR: u64 = 365;

/// How to see the lines of a country that was not told.
pub(super) const OTHER_COUNTRY: &str =
    "For your country: nocontact sos --country GB (or DE, US, FR, …)";

/// Two steps of different kinds, others with each turn.
pub(super) fn steps(session: &Session, journal: &Journal, turn: usize) -> Vec<(String, String)> {
    steps_for(&session.person(journal), session, journal, turn)
}

/// Two steps that keep the person indoors.
pub(super) fn steps_indoors(
    session: &Session,
    journal: &Journal,
    turn: usize,
) -> Vec<(String, String)> {
    let without: Vec<Need> =
        session.settings.suggestions.without.iter().copied().chain([Need::Outside]).collect();
    let person = Person { without: &without, ..session.person(journal) };
    steps_for(&person, session, journal, turn)
}

fn steps_for(
    person: &Person,
    session: &Session,
    journal: &Journal,
    turn: usize,
) -> Vec<(String, String)> {
    let texts = session.catalogue.pool(Pool::UrgeStep);
    let steps = urge_steps(&texts, person, &session.place(journal, turn));
    let words = ["Now", "Then"].map(str::to_owned);
    words.into_iter().zip(steps.into_iter().map(render::text)).collect()
}

/// The lines for everywhere beside those of a country, whose own emergency number is enough.
pub(super) fn anywhere<'l>(all: &'l [HelpLine], own: &[&HelpLine]) -> Vec<&'l HelpLine> {
    let emergency = own.iter().any(|line| line.kind == HelpKind::Emergency);
    all.iter()
        .filter(|line| line.country == ANYWHERE)
        .filter(|line| !(emergency && line.kind == HelpKind::Emergency))
        .collect()
}

/// What a line is for, and how to reach it.
pub(super) fn row(line: &HelpLine) -> (String, String) {
    let what = match line.kind {
        HelpKind::Crisis => "To talk",
        HelpKind::Abuse => "Abuse",
        HelpKind::Stalking => "Stalking",
        HelpKind::OwnBehaviour => "My own acts",
        HelpKind::Emergency => "In danger",
    };
    let sms = line.sms.as_ref().map(|sms| format!("text {sms}"));
    let ways: Vec<&str> = [line.phone.as_deref(), sms.as_deref(), line.web.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let mut text = format!("{}: {}", line.label, ways.join(", "));
    for more in [&line.hours, &line.audience].into_iter().filter(|more| !more.is_empty()) {
        text.push_str(&format!(" ({more})"));
    }
    (what.to_owned(), text)
}

/// Where the numbers come from, below every list of them.
pub(super) fn say_unverified(session: &Session, shown: &[&HelpLine]) -> anyhow::Result<()> {
    let oldest = shown.iter().map(|line| line.checked_on.as_str()).min().unwrap_or_default();
    session.screen.tell(format!(
        "These numbers are as public pages showed them in {oldest}. Nobody has checked them with \
         the organisations themselves; findahelpline.com keeps a list. In danger, call your \
         emergency number."
    ))?;
    if is_old(oldest, session.now.date()) {
        return session.screen.tell(
            "That is more than a year ago, and some may have changed. If one does not answer, try \
             another, or look at findahelpline.com.",
        );
    }
    Ok(())
}

/// Whether a month such as 2026-10 began more than a year before this date.
fn is_old(month: &str, today: NaiveDate) -> bool {
    let began = format!("{month}-01").parse::<NaiveDate>().ok();
    began.is_some_and(|began| began + Days::new(YEAR) < today)
}
