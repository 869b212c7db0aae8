//! Which text: filters first, then a weighted draw that is the same for everybody who computes it
//! (programme D.3, design §4).
//!
//! Owns the choice. It never relaxes what safety, needs and discretion forbid, and it would rather
//! say nothing than say that.

use chrono::{Days, NaiveDate};

use history::History;

use super::journal::About;
use super::lately::Lately;
use super::notice::Record;
use super::text::{Category, Need, Text, TimeOfDay};

mod history;

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
    /// How the person has been.
    pub lately: Lately,
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
    let in_time = |text: &Text| text.fits_time(slot.time);
    let tiers: [Tier; 5] = [
        &|text, last| in_time(text) && last.is_none(),
        &|text, last| in_time(text) && has_rested(last, REST[0], slot),
        &|_, last| last.is_none(),
        &|_, last| has_rested(last, REST[0], slot),
        &|_, last| has_rested(last, REST[1], slot),
    ];
    let survivors = survivors(texts, reader, &history, slot, &tiers)?;
    drawn(&history.narrowed(survivors, slot), &history, slot)
}

/// A reflection in place of the evening's suggestion, where it is time for one: from day 15 at most
/// every second evening, from day 8 every fourth; not within 24 h of contact, not within 48 h of a
/// sign of rumination, and not after a day that felt low (E9; programme D.3 makes it unlikely then,
/// here it is left out). `None` means a suggestion.
#[must_use]
pub fn reflection<'t>(
    texts: &'t [Text],
    reader: &Reader,
    seen: &[Record],
    slot: &Slot,
) -> Option<&'t Text> {
    let apart = match slot.day {
        0..8 => return None,
        8..15 => Days::new(4),
        _ => Days::new(2),
    };
    let history = History::new(texts, seen, slot.date);
    let too_soon = history.latest().is_some_and(|last| last + apart > slot.date);
    let Lately { slip, ruminates, .. } = slot.lately;
    if too_soon || slip || ruminates || slot.lately.is_low() {
        return None;
    }
    let in_time = |text: &Text| text.fits_time(slot.time);
    let tiers: [Tier; 2] = [&|text, last| in_time(text) && last.is_none(), &|text, last| {
        in_time(text) && has_rested(last, REST[0], slot)
    }];
    drawn(&survivors(texts, reader, &history, slot, &tiers)?, &history, slot)
}

/// Which texts are good enough, by when each was shown last; the next tier asks for less.
type Tier<'a> = &'a dyn Fn(&Text, Option<NaiveDate>) -> bool;

fn has_rested(last: Option<NaiveDate>, rest: Days, slot: &Slot) -> bool {
    last.is_none_or(|last| last + rest <= slot.date)
}

/// The first tier that holds any of the texts that may be said at all and were not said today.
fn survivors<'t>(
    texts: &'t [Text],
    reader: &Reader,
    history: &History,
    slot: &Slot,
    tiers: &[Tier],
) -> Option<Vec<&'t Text>> {
    let allowed: Vec<(&Text, Option<NaiveDate>)> = texts
        .iter()
        .filter(|text| text.fits_day(slot.day) && reader.may_read(text))
        .map(|text| (text, history.last_shown(&text.id)))
        .filter(|(_, last)| *last != Some(slot.date))
        .collect();
    let keep = |tier: &Tier| -> Vec<&'t Text> {
        let fitting = allowed.iter().filter(|(text, last)| tier(text, *last));
        fitting.map(|(text, _)| *text).collect()
    };
    tiers.iter().map(keep).find(|kept| !kept.is_empty())
}

/// One of them, by their weights.
fn drawn<'t>(survivors: &[&'t Text], history: &History, slot: &Slot) -> Option<&'t Text> {
    let weights: Vec<f64> = survivors.iter().map(|text| history.weight(text, slot)).collect();
    let mut draw = fraction(slot) * weights.iter().sum::<f64>();
    for (text, weight) in survivors.iter().copied().zip(&weights) {
        draw -= weight;
        if draw < 0.0 {
            return Some(text);
        }
    }
    survivors.last().copied()
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
    fitting.sort_by_cached_key(|text| hash(&format!("{seed}/{}", text.id)));
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
