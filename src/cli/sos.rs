//! `sos`: help right now. It needs no window, no daemon and no readable data file.
//!
//! Owns the order: the user's own plan, a first step, their person, help lines. It saves nothing.

use super::args::SosArgs;
use super::helping;
use super::screen::visible;
use super::session::Session;
use crate::catalogue::{self, HelpKind, HelpLine};
use crate::countdown::policy::Situation;

pub(super) fn run(args: &SosArgs, session: &Session) -> anyhow::Result<()> {
    // Whatever is wrong with the data file: there is still help.
    let journal = session.facts_for_help();
    let mut rows = Vec::new();
    for plan in &journal.about.plans {
        rows.push(("Your plan".to_owned(), visible(&plan.text)));
    }
    rows.extend(helping::steps(session, &journal, 0).into_iter().take(1));
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
            "No lines for {}{hint} are in here yet; these lead to some.",
            visible(&country)
        ))?;
    }
    let anywhere = helping::anywhere(&all, &own);
    let shown: Vec<&HelpLine> = own.into_iter().chain(anywhere).collect();
    session.screen.table(&shown.iter().map(|line| helping::row(line)).collect::<Vec<_>>())?;
    if wanted.is_none() {
        session.screen.tell(helping::OTHER_COUNTRY)?;
    }
    helping::say_unverified(session, &shown)
}
