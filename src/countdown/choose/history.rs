//! What was shown before, and what it makes likelier now.
//!
//! Owns the weights of programme D.3 and what narrows the choice before them.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::super::lately::Lately;
use super::super::notice::{Record, Reply};
use super::super::text::{Category, Text};
use super::Slot;

/// A category that was answered *another* so often and never done is wanted less.
const TURNED_DOWN: u32 = 3;

/// How often a category was shown, done and turned down.
#[derive(Clone, Copy, Default)]
struct Tally {
    shown: u32,
    done: u32,
    turned_down: u32,
}

/// What the ledger says about categories and texts, seen from one date.
pub(super) struct History<'a> {
    last: HashMap<&'a str, NaiveDate>,
    recent: Vec<(Category, NaiveDate)>,
    tally: HashMap<Category, Tally>,
}

impl<'a> History<'a> {
    pub(super) fn new(texts: &[Text], seen: &'a [Record], today: NaiveDate) -> Self {
        let mut records: Vec<&Record> = seen
            .iter()
            .filter(|record| record.was_sent() && record.due.date_naive() <= today)
            .collect();
        records.sort_by_key(|record| record.due);
        let mut history = Self { last: HashMap::new(), recent: Vec::new(), tally: HashMap::new() };
        let categories: HashMap<&str, Category> =
            texts.iter().map(|text| (text.id.as_str(), text.category)).collect();
        for record in records {
            let Some(id) = record.text.as_deref() else { continue };
            let date = record.due.date_naive();
            history.last.insert(id, date);
            let Some(category) = categories.get(id).copied() else { continue };
            history.recent.push((category, date));
            let tally = history.tally.entry(category).or_default();
            tally.shown += 1;
            match record.answer {
                Some((Reply::Done, _)) => tally.done += 1,
                Some((Reply::Another, _)) => tally.turned_down += 1,
                _ => {}
            }
        }
        history
    }

    pub(super) fn last_shown(&self, id: &str) -> Option<NaiveDate> {
        self.last.get(id).copied()
    }

    /// When any of the texts was shown last.
    pub(super) fn latest(&self) -> Option<NaiveDate> {
        self.recent.last().map(|(_, date)| *date)
    }

    /// After a slip only what steadies (E13); otherwise people and kindness at least every third
    /// day, once there is a history to go by (E10, E39).
    pub(super) fn narrowed<'t>(&self, survivors: Vec<&'t Text>, slot: &Slot) -> Vec<&'t Text> {
        use Category::{Body, Calm, Kind, People};
        let only = |categories: &[Category]| -> Vec<&'t Text> {
            survivors.iter().copied().filter(|text| categories.contains(&text.category)).collect()
        };
        let absent = |category: Category| {
            let since = slot.date - Days::new(3);
            self.recent.len() >= 5
                && !self.recent.iter().any(|(seen, date)| *seen == category && *date > since)
        };
        let wanted = if slot.lately.slip {
            only(&[Kind, Body, Calm])
        } else if absent(People) {
            only(&[People])
        } else if absent(Kind) {
            only(&[Kind])
        } else {
            Vec::new()
        };
        if wanted.is_empty() { survivors } else { wanted }
    }

    /// The weights of programme D.3: what was done or turned down before, variety, and how the
    /// person has been.
    pub(super) fn weight(&self, text: &Text, slot: &Slot) -> f64 {
        let tally = self.tally.get(&text.category).copied().unwrap_or_default();
        let mut weight = 0.5 + f64::from(tally.done + 1) / f64::from(tally.shown + 2);
        if tally.turned_down >= TURNED_DOWN && tally.done == 0 {
            weight *= 0.3;
        }
        if self.recent.contains(&(text.category, slot.date)) {
            weight *= 0.25;
        }
        if self.recent.last().is_some_and(|(category, _)| *category == text.category) {
            weight *= 0.4;
        }
        weight * fitting(text.category, slot.lately)
    }
}

/// What suits somebody who has been like this.
fn fitting(category: Category, lately: Lately) -> f64 {
    use Category::{Ahead, Body, Calm, Home, Kind, Outside, People, Play};
    let mut weight = 1.0;
    if lately.is_low() {
        weight *= match category {
            Kind | Calm | People => 1.8,
            Ahead => 0.3,
            _ => 1.0,
        };
    }
    if lately.ruminates && matches!(category, Play | Outside | Home) {
        weight *= 1.5;
    }
    if lately.before_peak && matches!(category, People | Body | Outside | Play) {
        weight *= 1.8;
    }
    weight
}
