//! What the urges were like, and what became of them.
//!
//! Owns the words for feelings and triggers, strengths, answers, and what was done before an urge
//! had eased. None of it says what caused what.

use super::lines::{bars, evened, field, listed, own_words, table, tenths, times};
use super::{Part, View};
use crate::cli::render;
use crate::cli::screen::visible;

/// By feeling, or by trigger.
pub(super) fn words(view: &View, what: &str, words: &[(String, u32)]) -> Option<Part> {
    if words.is_empty() {
        return None;
    }
    let (named, more) = own_words(words);
    let whole = words.iter().take(named.len());
    let mut told: Vec<String> =
        whole.map(|(word, count)| format!("{} {count}", visible(word))).collect();
    let mut drawing = bars(&named, view.width);
    if more > 0 {
        let more = format!("{more} more");
        drawing.push(format!("  and {more}"));
        told.push(more);
    }
    let title = format!("Urges by {what}");
    let told = vec![format!("{title}: {}.", listed(&told))];
    let cases = words.iter().map(|(_, count)| count).sum();
    Some(Part { title, drawing, told, ..Part::default() }.about(cases))
}

/// Strengths when they came and when they were answered.
pub(super) fn strength(view: &View) -> Option<Part> {
    let urges = &view.picture.urges;
    let most = urges.before.iter().chain(&urges.after).copied().max().unwrap_or(0);
    let mut rows = vec![
        ("when they came".to_owned(), urges.before, most),
        ("when answered".to_owned(), urges.after, most),
    ];
    rows.retain(|(_, counts, _)| counts.iter().any(|count| *count > 0));
    let told = rows.iter().map(|(when, counts, _)| {
        let values = values(counts, "strength");
        format!("Urges {when}: {values}.")
    });
    let part = Part {
        title: "Strength of the urges, from 1 to 5".to_owned(),
        drawing: fives(&rows),
        told: told.collect(),
        said: rated_twice(view).into_iter().collect(),
    };
    (most > 0).then(|| part.about(urges.before.iter().sum()))
}

/// Rows of five fields, each below its value.
pub(super) fn fives(rows: &[(String, [u32; 5], u32)]) -> Vec<String> {
    let mut all = vec![
        std::iter::once(String::new()).chain((1..=5).map(|value| value.to_string())).collect(),
    ];
    all.extend(rows.iter().map(|(label, counts, most)| {
        let fields = counts.iter().map(|count| format!(" {}", field(*count, *most)));
        std::iter::once(label.clone()).chain(fields).collect()
    }));
    table(&evened(all))
}

/// "once mood 2 and 3 times mood 4": the values from 1 to 5 that occur.
pub(super) fn values(counts: &[u32; 5], what: &str) -> String {
    let with = (1..=5).zip(counts).filter(|(_, count)| **count > 0);
    let with = with.map(|(value, count): (u32, _)| format!("{} {what} {value}", times(*count)));
    listed(&with.collect::<Vec<_>>())
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
        let judged = urges.logged.saturating_sub(urges.not_judged);
        said.push(format!("{} of {} let pass.", urges.let_pass, render::count(judged, "urge")));
    }
    if urges.not_judged > 0 {
        let why = match urges.not_judged {
            1 => "it is less than a day old, and has no answer",
            _ => "they are less than a day old, and have no answer",
        };
        let young = render::count(urges.not_judged, "urge");
        let more = if urges.let_pass > 0 { " more" } else { "" };
        said.push(format!("For {young}{more} it is too early to say: {why}."));
    }
    if urges.outcomes.keys().any(Option::is_some) {
        let answers = urges
            .outcomes
            .iter()
            .filter_map(|(outcome, count)| outcome.map(|outcome| format!("{outcome} {count}")));
        let none = urges.outcomes.get(&None).map(|count| format!("no answer {count}"));
        said.push(format!(
            "Answers to urges: {}.",
            listed(&answers.chain(none).collect::<Vec<_>>())
        ));
    }
    Part::of(said)
}

/// What had been done by the time an urge had eased.
pub(super) fn eased(view: &View) -> Option<Part> {
    let eased = &view.picture.urges.eased;
    if eased.urges == 0 {
        return None;
    }
    let kinds = render::done(eased, view.catalogue).into_iter();
    let mut rows: Vec<(String, u32)> =
        kinds.map(|(kind, count)| (format!("done ({kind})"), count)).collect();
    rows.push(("words written down".to_owned(), eased.wrote));
    rows.push(("nothing logged".to_owned(), eased.nothing));
    rows.retain(|(_, count)| *count > 0);
    let title =
        format!("What you had done by the time {} had eased", render::count(eased.urges, "urge"));
    let told: Vec<String> = rows.iter().map(|(what, count)| format!("{what} {count}")).collect();
    let part = Part {
        told: vec![format!("{title}: {}.", listed(&told))],
        title,
        drawing: bars(&rows, view.width),
        said: vec!["What came before need not be what helped.".to_owned()],
    };
    Some(part.about(eased.urges))
}
