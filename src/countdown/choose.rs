//! Which text: filters first, then a weighted draw that is the same for everybody who computes it
//! (programme D.3, design §4).
//!
//! Owns the choice. It never relaxes what safety, needs and discretion forbid, and it would rather
//! say nothing than say that.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::journal::About;
use super::notice::{Record, Reply};
use super::text::{Category, Need, Text, TimeOfDay};

/// Who it is for: what the person said about themselves, and what an onlooker may read.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// What the person told.
    pub about: &'a About,
    /// What the person cannot or will not use.
    pub without: &'a [Need],
    /// Whether only texts that are harmless to an onlooker may be taken.
    pub discreet: bool,
}

impl Reader<'_> {
    /// Whether this text may be said to this person at all.
    #[must_use]
    pub fn may_read(&self, text: &Text) -> bool {
        !self.about.hidden.contains(&text.id)
            && self.about.policy().allows(&text.exclude)
            && !text.needs.iter().any(|need| self.without.contains(need))
            && (text.discreet || !self.discreet)
    }
}

/// The place that a suggestion is chosen for.
#[derive(Debug, Clone, Copy)]
pub struct Slot<'a> {
    /// The window, or 0.
    pub window: u32,
    /// The local date.
    pub date: NaiveDate,
    /// What tells two choices of one date apart: the kind of notice, or a count.
    pub name: &'a str,
    /// The part of the day.
    pub time: TimeOfDay,
    /// The day number.
    pub day: u32,
    /// Yesterday's mood, 1 to 5.
    pub mood: Option<u8>,
    /// Whether contact that counts was made in the last 24 h.
    pub slip: bool,
}

/// The part of the day that an hour belongs to; night is 23:00 to 05:59 (E29).
#[must_use]
pub fn time_of_day(hour: u32) -> TimeOfDay {
    match hour {
        6..12 => TimeOfDay::Morning,
        12..17 => TimeOfDay::Midday,
        17..23 => TimeOfDay::Evening,
        _ => TimeOfDay::Night,
    }
}

impl Text {
    /// Whether it fits a day number: days past 30 count as 30, the last phase.
    #[must_use]
    pub fn fits_day(&self, day: u32) -> bool {
        let day = day.clamp(1, 30);
        self.days.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// Whether it fits a part of the day.
    #[must_use]
    pub fn fits_time(&self, time: TimeOfDay) -> bool {
        self.times.iter().any(|fit| *fit == TimeOfDay::Any || *fit == time)
    }
}

/// How long a suggestion rests before it may come again; half of it if there is nothing else.
const REST: [Days; 2] = [Days::new(14), Days::new(7)];

/// Chooses a suggestion, given the ledger's records of all that was shown lately; `None` if there
/// is nothing that may be said.
#[must_use]
pub fn suggestion<'t>(
    texts: &'t [Text],
    reader: &Reader,
    seen: &[Record],
    slot: &Slot,
) -> Option<&'t Text> {
    let history = History::new(texts, seen, slot.date);
    let allowed: Vec<&Text> = texts
        .iter()
        .filter(|text| reader.may_read(text) && text.fits_day(slot.day))
        .filter(|text| history.last_shown(&text.id) != Some(slot.date))
        .collect();
    let in_time = |text: &&Text| text.fits_time(slot.time);
    let unseen = |text: &&Text| history.last_shown(&text.id).is_none();
    let rested = |days: Days| {
        let history = &history;
        move |text: &&Text| history.last_shown(&text.id).is_none_or(|last| last + days <= slot.date)
    };
    let keep = |fits: &dyn Fn(&&Text) -> bool| -> Vec<&'t Text> {
        allowed.iter().copied().filter(|text| fits(text)).collect()
    };
    let tiers: [&dyn Fn(&&Text) -> bool; 5] = [
        &|text| in_time(text) && unseen(text),
        &|text| in_time(text) && rested(REST[0])(text),
        &unseen,
        &rested(REST[0]),
        &rested(REST[1]),
    ];
    let survivors = tiers.iter().map(|tier| keep(tier)).find(|kept| !kept.is_empty())?;
    let survivors = history.narrowed(survivors, slot);
    let weights: Vec<f64> = survivors.iter().map(|text| history.weight(text, slot)).collect();
    let mut draw = fraction(slot) * weights.iter().sum::<f64>();
    for (text, weight) in survivors.iter().zip(&weights) {
        draw -= weight;
        if draw < 0.0 {
            return Some(text);
        }
    }
    survivors.last().copied()
}

/// What the ledger says about categories and texts, seen from one date.
struct History<'a> {
    last: HashMap<&'a str, NaiveDate>,
    recent: Vec<(Category, NaiveDate)>,
    tally: HashMap<Category, (f64, f64)>,
}

impl<'a> History<'a> {
    fn new(texts: &[Text], seen: &'a [Record], today: NaiveDate) -> Self {
        let categories: HashMap<&str, Category> =
            texts.iter().map(|text| (text.id.as_str(), text.category)).collect();
        let mut records: Vec<&Record> = seen
            .iter()
            .filter(|record| record.was_sent() && record.due.date_naive() <= today)
            .collect();
        records.sort_by_key(|record| record.due);
        let mut history = Self { last: HashMap::new(), recent: Vec::new(), tally: HashMap::new() };
        for record in records {
            let Some(id) = record.text.as_deref() else { continue };
            let date = record.due.date_naive();
            history.last.insert(id, date);
            let Some(category) = categories.get(id).copied() else { continue };
            history.recent.push((category, date));
            let (done, shown) = history.tally.entry(category).or_default();
            *shown += 1.0;
            if matches!(record.answer, Some((Reply::Done, _))) {
                *done += 1.0;
            }
        }
        history
    }

    fn last_shown(&self, id: &str) -> Option<NaiveDate> {
        self.last.get(id).copied()
    }

    /// After a slip only what steadies (E13); otherwise people and kindness at least every third
    /// day, once there is a history to go by (E10, E39).
    fn narrowed<'t>(&self, survivors: Vec<&'t Text>, slot: &Slot) -> Vec<&'t Text> {
        use Category::{Body, Calm, Kind, People};
        let only = |categories: &[Category]| -> Vec<&'t Text> {
            survivors.iter().copied().filter(|text| categories.contains(&text.category)).collect()
        };
        let absent = |category: Category| {
            let since = slot.date - Days::new(3);
            self.recent.len() >= 5
                && !self.recent.iter().any(|(seen, date)| *seen == category && *date > since)
        };
        let wanted = if slot.slip {
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

    /// The weights of programme D.3: what was done before, variety, and yesterday's mood.
    fn weight(&self, text: &Text, slot: &Slot) -> f64 {
        use Category::{Ahead, Calm, Kind, People};
        let (done, shown) = self.tally.get(&text.category).copied().unwrap_or_default();
        let mut weight = 0.5 + (done + 1.0) / (shown + 2.0);
        if self.recent.contains(&(text.category, slot.date)) {
            weight *= 0.25;
        }
        if self.recent.last().is_some_and(|(category, _)| *category == text.category) {
            weight *= 0.4;
        }
        if slot.mood.is_some_and(|mood| mood <= 2) {
            weight *= match text.category {
                Kind | Calm | People => 1.8,
                Ahead => 0.3,
                _ => 1.0,
            };
        }
        weight
    }
}

/// A number in 0..1 that window, date and slot decide alone.
fn fraction(slot: &Slot) -> f64 {
    let seed = format!("{}/{}/{}", slot.window, slot.date, slot.name);
    // 53 bits are what an f64 holds exactly.
    let bits = u32::try_from(hash(&seed) >> 32).unwrap_or(0);
    f64::from(bits) / f64::from(u32::MAX).next_up()
}

/// FNV-1a with a final mix: small, stable over versions and machines, which std's hasher is not.
fn hash(text: &str) -> u64 {
    let mut state = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    state = (state ^ (state >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    state = (state ^ (state >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    state ^ (state >> 33)
}

/// The texts of a pool for one case, in an order that `seed` decides alone.
fn shuffled<'t>(
    texts: &'t [Text],
    reader: &Reader,
    case: Option<&str>,
    seed: &str,
) -> Vec<&'t Text> {
    let mut fitting: Vec<&Text> =
        texts.iter().filter(|text| text.case.as_deref() == case && reader.may_read(text)).collect();
    fitting.sort_by_key(|text| hash(&format!("{seed}/{}", text.id)));
    fitting
}

/// One text of a pool for one case: each turn another, until all were said.
#[must_use]
pub fn one<'t>(
    texts: &'t [Text],
    reader: &Reader,
    case: Option<&str>,
    place: &Place,
) -> Option<&'t Text> {
    let mut fitting = shuffled(texts, reader, case, &place.window.to_string());
    fitting.retain(|text| text.fits_day(place.day) && text.fits_time(place.time));
    let turn = place.turn.checked_rem(fitting.len())?;
    fitting.get(turn).copied()
}

/// Where and when a text outside the schedule is said.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The window, or 0.
    pub window: u32,
    /// The day number.
    pub day: u32,
    /// The part of the day.
    pub time: TimeOfDay,
    /// How often a text of this kind was said before.
    pub turn: usize,
}

/// Two steps of different categories for an urge, at least one of them of the body or the hands
/// where such a one is allowed (programme D.9); fewer only where fewer are. Each turn takes what
/// the turns before it took least, so that nothing is said twice in a row while there is anything
/// else.
#[must_use]
pub fn urge_steps<'t>(texts: &'t [Text], reader: &Reader, place: &Place) -> Vec<&'t Text> {
    let mut steps = shuffled(texts, reader, None, &place.window.to_string());
    steps.retain(|text| text.fits_day(place.day) && text.fits_time(place.time));
    let mut said = vec![0_usize; steps.len()];
    let mut taken = Vec::new();
    for _ in 0..=place.turn % TURNS {
        let first = take_least_said(&steps, &mut said, |_| true);
        let other = |step: &Text| first.is_none_or(|first| step.category != first.category);
        let moves = |step: &Text| first.is_some_and(is_physical) || is_physical(step);
        let second = take_least_said(&steps, &mut said, |step| other(step) && moves(step))
            .or_else(|| take_least_said(&steps, &mut said, other));
        taken = first.into_iter().chain(second).collect();
    }
    taken
}

/// Of the steps that fit, the one said least, which counts as said.
fn take_least_said<'t>(
    steps: &[&'t Text],
    said: &mut [usize],
    fits: impl Fn(&Text) -> bool,
) -> Option<&'t Text> {
    let fitting = steps.iter().copied().zip(said.iter_mut()).filter(|(step, _)| fits(step));
    let (step, times) = fitting.min_by_key(|(_, times)| **times)?;
    *times += 1;
    Some(step)
}

/// After so many turns the order begins anew: long enough that nobody remembers.
const TURNS: usize = 500;

fn is_physical(text: &Text) -> bool {
    matches!(text.category, Category::Body | Category::Outside | Category::Home)
}

#[cfg(test)]
mod tests;
