//! What the urges were like, and what became of them.
//!
//! Owns the words for feelings and triggers, strengths, answers, and what was done before an urge
//! had eased. None of it says what caused what.

use std::collections::BTreeMap;

use super::lines::{bars, field, listed, own_words, table, tenths};
use super::{Part, View};
use crate::cli::render;
use crate::countdown::entry::Outcome;
use crate::countdown::text::Pool;

/// By feeling, or by trigger.
pub(super) fn words(view: &View, what: &str, words: &[(String, u32)]) -> Option<Part> {
    if words.is_empty() {
        return None;
    }
    let (named, more) = own_words(words);
    let mut told: Vec<String> =
        named.iter().map(|(word, count)| format!("{word} {count}")).collect();
    let mut drawing = bars(&named, view.width);
    if more > 0 {
        let more = format!("{more} more");
        drawing.push(format!("  and {more}: nocontact stats --json"));
        told.push(more);
    }
    let title = format!("Urges by {what}");
    Some(Part {
        told: vec![format!("{title}: {}.", listed(&told))],
        title,
        drawing,
        ..Part::default()
    })
}

/// Strengths when they came and when they were answered.
pub(super) fn strength(view: &View) -> Option<Part> {
    let urges = &view.picture.urges;
    let rows = [("when they came", &urges.before), ("when answered", &urges.after)];
    let rows: Vec<_> =
        rows.into_iter().filter(|(_, counts)| counts.iter().any(|it| *it > 0)).collect();
    if rows.is_empty() {
        return None;
    }
    let most = rows.iter().flat_map(|(_, counts)| counts.iter().copied()).max().unwrap_or(0);
    Some(Part {
        title: "Strength of the urges, from 1 to 5".to_owned(),
        drawing: fives(
            &rows.iter().map(|(label, counts)| (*label, **counts, most)).collect::<Vec<_>>(),
        ),
        told: rows
            .iter()
            .map(|(label, counts)| format!("Strength {label}: {}.", values(counts)))
            .collect(),
        said: rated_twice(view).into_iter().collect(),
    })
}

/// Rows of five fields, each below its value.
pub(super) fn fives<L: AsRef<str>>(rows: &[(L, [u32; 5], u32)]) -> Vec<String> {
    let mut all = vec![
        std::iter::once(String::new()).chain((1..=5).map(|value| value.to_string())).collect(),
    ];
    all.extend(rows.iter().map(|(label, counts, most)| {
        let fields = counts.iter().map(|count| format!(" {}", field(*count, *most)));
        std::iter::once(label.as_ref().to_owned()).chain(fields).collect()
    }));
    table(&all)
}

/// "2 twice, 4 three times": the values from 1 to 5 that occur.
pub(super) fn values(counts: &[u32; 5]) -> String {
    let with = (1..=5).zip(counts).filter(|(_, count)| **count > 0);
    let with: Vec<String> = with
        .map(|(value, count): (u32, _)| format!("{value} {}", super::lines::times(*count)))
        .collect();
    listed(&with)
}

/// What became of the strength of those that have both.
fn rated_twice(view: &View) -> Option<String> {
    let rated = &view.picture.urges.rated_twice;
    if rated.urges == 0 {
        return None;
    }
    let means = rated.means().map(|(before, after)| {
        format!(
            ", on average {} when they came and {} when answered",
            tenths(before),
            tenths(after)
        )
    });
    let went = [(rated.lower, "lower"), (rated.same, "the same"), (rated.higher, "higher")];
    let went: Vec<String> = went
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, how)| format!("{count} {how}"))
        .collect();
    let urges = render::count(rated.urges, "urge");
    Some(format!("{urges} rated twice{}: {} afterwards.", means.unwrap_or_default(), listed(&went)))
}

/// How many were let pass, and what was answered.
pub(super) fn passed(view: &View) -> Option<Part> {
    let urges = &view.picture.urges;
    if urges.logged == 0 {
        return None;
    }
    let mut said = Vec::new();
    if urges.let_pass > 0 {
        said.push(format!(
            "{} of {} let pass.",
            urges.let_pass,
            render::count(urges.logged, "urge")
        ));
    }
    if urges.not_judged > 0 {
        let are = if urges.not_judged == 1 { "urge is" } else { "urges are" };
        said.push(format!("{} {are} less than a day old: that is not said yet.", urges.not_judged));
    }
    if urges.outcomes.keys().any(Option::is_some) {
        let answers = urges.outcomes.iter().filter_map(|(outcome, count)| {
            outcome.map(|outcome| format!("{} {count}", answer(outcome)))
        });
        let none = urges.outcomes.get(&None).map(|count| format!("no answer {count}"));
        said.push(format!("Answers: {}.", listed(&answers.chain(none).collect::<Vec<_>>())));
    }
    (!said.is_empty()).then(|| Part {
        title: "What became of them".to_owned(),
        said,
        ..Part::default()
    })
}

fn answer(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Peeked => "looked",
        Outcome::Contacted => "contact",
        outcome => outcome.word(),
    }
}

/// What had been done by the time an urge had eased.
pub(super) fn eased(view: &View) -> Option<Part> {
    let eased = &view.picture.urges.eased;
    if eased.urges == 0 {
        return None;
    }
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    if !eased.done.is_empty() {
        let texts: Vec<_> =
            Pool::SUGGESTED.iter().flat_map(|pool| view.catalogue.listed(*pool)).collect();
        for (id, count) in &eased.done {
            let known = texts.iter().find(|listed| listed.text.id == *id);
            let kind = known.map_or("another", |listed| render::category(listed.text.category));
            *kinds.entry(kind).or_default() += count;
        }
    }
    let mut rows: Vec<(String, u32)> =
        kinds.into_iter().map(|(kind, count)| (format!("done: {kind}"), count)).collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rows.push(("words written down".to_owned(), eased.wrote));
    rows.push(("nothing logged in between".to_owned(), eased.nothing));
    rows.retain(|(_, count)| *count > 0);
    let title = format!("Before {} had eased", render::count(eased.urges, "urge"));
    let told: Vec<String> = rows.iter().map(|(what, count)| format!("{what} {count}")).collect();
    Some(Part {
        told: vec![format!("{title}: {}.", listed(&told))],
        title,
        drawing: bars(&rows, view.width),
        said: vec!["What came before need not be what helped.".to_owned()],
    })
}
