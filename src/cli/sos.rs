//! `sos`: help right now. It needs no window, no daemon and no readable data file.
//!
//! Owns the order: the user's own plan, a first step, their person, help lines. It saves nothing.

use super::args::SosArgs;
use super::render;
use super::screen::visible;
use super::session::Session;
use crate::catalogue::{self, HelpKind, HelpLine};
use crate::countdown::choose::urge_steps;
use crate::countdown::policy::Situation;
use crate::countdown::text::Pool;

/// Where to look if no country is known (programme C.4).
const ANYWHERE: &str = "any";

pub(super) fn run(args: &SosArgs, session: &Session) -> anyhow::Result<()> {
    // Whatever is wrong with the data file: there is still help.
    let journal = session.facts_for_help();
    let mut rows = Vec::new();
    for plan in &journal.about.plans {
        rows.push(("Your plan".to_owned(), visible(&plan.text)));
    }
    let steps = session.catalogue.pool(Pool::UrgeStep);
    let step = urge_steps(&steps, &session.person(&journal), &session.place(&journal, 0));
    if let Some(step) = step.first() {
        rows.push(("Now".to_owned(), render::text(step)));
    }
    if let Some(person) = &journal.about.person {
        rows.push(("Call".to_owned(), visible(person)));
    }
    session.screen.table(&rows)?;
    let country = args.country.clone().or(journal.about.country.clone());
    let policy = journal.about.policy();
    let harmed = policy.has(Situation::AfraidOrHurt) || policy.has(Situation::OrderForMe);
    lines(session, country.as_deref(), harmed)
}

fn lines(session: &Session, country: Option<&str>, harmed: bool) -> anyhow::Result<()> {
    let all = catalogue::help_lines().unwrap_or_default();
    let wanted = country.map(catalogue::country_code);
    let mut own = wanted.as_deref().map_or(Vec::new(), |code| catalogue::lines_of(&all, code));
    own.sort_by_key(|line| (harmed && line.kind != HelpKind::Abuse, line.kind));
    session.screen.say("Somebody to talk to:")?;
    if let (Some(country), true) = (&wanted, own.is_empty()) {
        let country: String = country.chars().take(12).collect();
        let hint = if country.len() == 2 { "" } else { " (use two letters: GB, DE, US)" };
        session.screen.tell(format!(
            "No lines are known for {}{hint}; these are for everywhere.",
            visible(&country)
        ))?;
    }
    // Its own emergency number is enough.
    let known = |kind| own.iter().any(|line| line.kind == kind);
    let emergency = known(HelpKind::Emergency);
    let anywhere = all
        .iter()
        .filter(|line| line.country == ANYWHERE)
        .filter(|line| !(emergency && line.kind == HelpKind::Emergency));
    let shown: Vec<&HelpLine> = own.iter().copied().chain(anywhere).collect();
    session.screen.table(&shown.iter().map(|line| row(line)).collect::<Vec<_>>())?;
    if wanted.is_none() {
        session.screen.tell("For your country: nocontact sos --country GB (or DE, US, FR, …)")?;
    }
    let oldest = shown.iter().map(|line| line.checked_on.as_str()).min().unwrap_or_default();
    session.screen.tell(format!(
        "These numbers are as public pages showed them in {oldest}. Nobody has checked them with \
         the organisations themselves; findahelpline.com keeps a list. In danger, call your \
         emergency number."
    ))
}

fn row(line: &HelpLine) -> (String, String) {
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
