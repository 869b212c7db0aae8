//! `about`: what the program should know about the person; every part can be left out or cleared.

use std::collections::BTreeSet;

use serde::Serialize;

use super::args::{AboutArgs, AboutWhat, PlanWhat};
use super::care::{self, Whose};
use super::input::Words;
use super::screen::visible;
use super::session::{Session, refused, usage};
use super::situation;
use crate::catalogue;
use crate::countdown::policy::Situation;
use crate::store::Change;

/// The most if-then plans: more are not remembered at two in the morning (E5).
const MOST_PLANS: usize = 3;

pub(super) fn run(args: &AboutArgs, session: &Session) -> anyhow::Result<()> {
    match &args.what {
        None => show(args.json, session),
        Some(AboutWhat::Plan { what: None | Some(PlanWhat::List) }) => plans(session),
        Some(AboutWhat::Plan { what: Some(PlanWhat::Add { words }) }) => add_plan(words, session),
        Some(AboutWhat::Plan { what: Some(PlanWhat::Remove { number }) }) => {
            remove_plan(*number, session)
        }
        Some(AboutWhat::Situation { words, remove: true, confirm }) => {
            situation::remove(words, confirm.as_deref(), session)
        }
        Some(AboutWhat::Situation { words, remove: false, confirm }) => {
            situation::tell(words, confirm.as_deref(), session)
        }
        Some(AboutWhat::Person { words }) => person(words, session),
        Some(AboutWhat::Country { code }) => country(code.as_deref(), session),
    }
}

#[derive(Serialize)]
struct Json<'a> {
    plans: Vec<JsonPlan<'a>>,
    situations: &'a BTreeSet<Situation>,
    leaving: BTreeSet<Situation>,
    leaving_at: Option<String>,
    person: Option<&'a str>,
    country: Option<&'a str>,
    hidden: &'a BTreeSet<String>,
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    number: u32,
    text: &'a str,
}

fn show(json: bool, session: &Session) -> anyhow::Result<()> {
    let about = session.journal()?.about;
    if json {
        let plans = about.plans.iter().map(|plan| JsonPlan { number: plan.id, text: &plan.text });
        return session.screen.say_json(&Json {
            plans: plans.collect(),
            situations: &about.situations,
            leaving: about.leaving.iter().flat_map(|it| it.situations.clone()).collect(),
            leaving_at: about.leaving.as_ref().map(|it| session.now.here(it.at).to_rfc3339()),
            person: about.person.as_deref(),
            country: about.country.as_deref(),
            hidden: &about.hidden,
        });
    }
    let told = |value: &Option<String>| value.as_deref().map_or("not told".to_owned(), visible);
    let mut rows: Vec<(String, String)> =
        about.plans.iter().map(|plan| (format!("Plan {}", plan.id), visible(&plan.text))).collect();
    if rows.is_empty() {
        rows.push(("Plans".to_owned(), "none yet: nocontact about plan add".to_owned()));
    }
    rows.push(("Situation".to_owned(), situation::in_words(&about, session)));
    rows.push(("Person".to_owned(), told(&about.person)));
    rows.push(("Country".to_owned(), told(&about.country)));
    session.screen.table(&rows)
}

fn plans(session: &Session) -> anyhow::Result<()> {
    let plans = session.journal()?.about.plans;
    if plans.is_empty() {
        return session.screen.tell("No plan yet: nocontact about plan add");
    }
    let rows: Vec<_> =
        plans.iter().map(|plan| (plan.id.to_string(), visible(&plan.text))).collect();
    session.screen.table(&rows)
}

/// Words from the argument, standard input, or a question.
fn words_of(words: &[String], question: &str, session: &Session) -> anyhow::Result<String> {
    let words = Words::from_words(words)?;
    Ok(words.required(session, question)?.text().trim().to_owned())
}

fn add_plan(words: &[String], session: &Session) -> anyhow::Result<()> {
    let words = words_of(words, "If … then I …:", session)?;
    let saved = session.write("about plan add", |reader| {
        let plans = reader.about()?.plans;
        if plans.len() >= MOST_PLANS {
            let why = format!(
                "there are {MOST_PLANS} plans already; nocontact about plan remove NUMBER makes room"
            );
            return Err(refused(why));
        }
        Ok((vec![Change::plan(reader.next_plan_id()?, Some(words.clone()))], ()))
    });
    let saved = saved.and_then(|()| {
        session.screen.tell("Saved. It is the first thing you'll see when an urge comes.")
    });
    care::after(saved, session, Whose::Own, [&Some(words)])
}

fn remove_plan(number: u32, session: &Session) -> anyhow::Result<()> {
    session.write("about plan remove", |reader| {
        if !reader.about()?.plans.iter().any(|plan| plan.id == number) {
            return Err(usage(format!("there is no plan {number}; nocontact about plan list")));
        }
        Ok((vec![Change::plan(number, None)], ()))
    })?;
    session.screen.tell("Removed. nocontact undo takes that back.")
}

fn person(words: &[String], session: &Session) -> anyhow::Result<()> {
    let words = words_of(words, "Someone you can call (a name, a number):", session)?;
    set("about person", Change::person((words != "none").then_some(words)), session)
}

fn country(code: Option<&str>, session: &Session) -> anyhow::Result<()> {
    let Some(code) = code else {
        let about = session.journal()?.about;
        let country = about.country.as_deref().map_or("not told".to_owned(), visible);
        return session.screen.tell(format!("Country: {country}"));
    };
    let two_letters = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !two_letters && code != "none" {
        return Err(usage("use two letters, such as GB, DE or US, or none"));
    }
    let code = two_letters.then(|| catalogue::country_code(code));
    set("about country", Change::country(code.clone()), session)?;
    let lines = catalogue::help_lines().unwrap_or_default();
    match code.filter(|code| catalogue::lines_of(&lines, code).is_empty()) {
        Some(code) => session.screen.tell(format!(
            "No help lines are known for {code} yet; nocontact sos shows where to look for some."
        )),
        None => Ok(()),
    }
}

fn set(command: &str, change: Change, session: &Session) -> anyhow::Result<()> {
    let cleared = matches!(change, Change::About { value: None, .. });
    session.write(command, |_| Ok((vec![change], ())))?;
    session.screen.say(if cleared { "Cleared." } else { "Saved." })
}
