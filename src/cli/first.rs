//! What the first `start` asks on a terminal: two questions, each skipped with Enter.
//!
//! Owns the questions. It asks nobody twice, and never when piped.

use std::collections::BTreeSet;

use super::care::{self, Whose};
use super::screen::visible;
use super::session::Session;
use crate::countdown::journal::About;
use crate::countdown::policy::Situation;
use crate::store::Change;

/// The situations as people say them, with the words that stand for them.
pub(super) const SITUATIONS: [(&str, Situation); 7] = [
    ("a court or police order restrains me", Situation::OrderOnMe),
    ("an order protects me", Situation::OrderForMe),
    ("they asked me for no contact, or blocked me", Situation::AskedNoContact),
    ("I was hurt, threatened or controlled, or I am afraid", Situation::AfraidOrHurt),
    ("we have children together", Situation::Children),
    ("we share a home", Situation::SharedHome),
    ("we work together", Situation::Work),
];

/// Asks, if nothing was ever told or started here and somebody sits at the terminal.
pub(super) fn ask(session: &Session) -> anyhow::Result<()> {
    if !session.screen.interactive || !is_first(session)? {
        return Ok(());
    }
    session.screen.tell(
        "Two questions, so that what you read fits you. Enter skips each; nocontact about changes \
         the answers. Everything stays on this computer; somebody who can use your account can \
         read it.",
    )?;
    let mut changes = Vec::new();
    session.screen.say("\nDoes one of these hold?")?;
    let numbered = SITUATIONS.iter().zip(1..);
    let rows: Vec<(String, String)> =
        numbered.map(|((words, _), number)| (number.to_string(), (*words).to_owned())).collect();
    session.screen.table(&rows)?;
    let told = numbers(session)?;
    if !told.is_empty() {
        changes.push(Change::situations(&told));
    }
    session.screen.tell(
        "\nA plan of your own helps most when it is late: \"If I want to write, then I put the \
         phone in the kitchen.\"",
    )?;
    let plan = session.screen.ask("If … then I …, or Enter:")?;
    changes.extend(plan.clone().map(|plan| Change::plan(1, Some(plan))));
    let saved = match changes.is_empty() {
        true => Ok(()),
        false => session.write("about", |_| Ok((changes, ()))),
    };
    care::after(saved, session, Whose::Own, [&plan])?;
    session.screen.say("")
}

/// Asks until every number is understood: what is said about safety is not passed over.
fn numbers(session: &Session) -> anyhow::Result<BTreeSet<Situation>> {
    let number = |word: &str| {
        let number: usize = word.parse().ok()?;
        SITUATIONS.get(number.checked_sub(1)?).map(|(_, situation)| *situation)
    };
    loop {
        let answer = session.screen.ask("Their numbers, or Enter:")?.unwrap_or_default();
        let words = || answer.split([' ', ',', ';', '.']).filter(|word| !word.is_empty());
        match words().find(|word| number(word).is_none()) {
            None => return Ok(words().filter_map(number).collect()),
            Some(word) => session
                .screen
                .tell(format!("'{}' is not one of the numbers. Such as: 1 4", visible(word)))?,
        }
    }
}

fn is_first(session: &Session) -> anyhow::Result<bool> {
    let Some(store) = session.store()? else { return Ok(true) };
    let reader = store.read();
    Ok(reader.latest_window()?.is_none() && reader.about()? == About::default())
}
