//! Adds up a picture from entries that come one by one, each kind in order of time.
//!
//! Owns the adding up. It keeps no urge and no received message, so that a long history costs no
//! more memory than a short one with the same days; what is needed of other entries to judge one is
//! learnt beforehand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};

use super::{Day, Picture, Span, Urges};
use crate::countdown::entry::{Outcome, ReceivedKind};
use crate::countdown::fates::{Fate, Fates};
use crate::countdown::journal::Days;
use crate::countdown::plan::is_milestone;
use crate::countdown::window::Window;
use crate::countdown::zone::{Moment, Now};

/// The dates of a span are no more than so many days off where it was logged in another zone.
const ELSEWHERE: chrono::Days = chrono::Days::new(2);

/// What has to be known of the history before its entries are added up.
#[derive(Debug, Default)]
pub struct Known {
    /// The windows.
    windows: Vec<Window>,
    fates: Fates<String>,
    contacts: Vec<Moment>,
    /// When suggestions were answered *done*, and the id of each text.
    done: BTreeSet<(DateTime<Utc>, String)>,
    wrote: BTreeSet<DateTime<Utc>>,
}

impl Known {
    /// Nothing of the entries yet, but all windows.
    #[must_use]
    pub fn new(windows: Vec<Window>) -> Self {
        Self { windows, ..Self::default() }
    }

    /// Since when the entries have to be learnt for a picture of this span: a window that has a
    /// part in it is told as a whole.
    #[must_use]
    pub fn since(&self, span: &Span) -> Moment {
        let starts = self.windows.iter().filter(|window| meets(window, span)).map(|it| it.since);
        starts.chain([span.from]).min().unwrap_or(span.from)
    }

    /// An urge was answered; of two answers to one the later call holds.
    pub fn answered(&mut self, urge: &str, fate: Fate) {
        self.fates.answered(urge.to_owned(), fate);
    }

    /// There was contact that counts.
    pub fn contacted(&mut self, at: Moment) {
        self.fates.contacted(at);
        self.contacts.push(at);
    }

    /// Words were written down.
    pub fn wrote(&mut self, at: Moment) {
        self.wrote.insert(at.to_utc());
    }

    /// A suggestion was answered *done*, by the id of its text.
    pub fn did(&mut self, at: Moment, text: String) {
        self.done.insert((at.to_utc(), text));
    }

    /// The window that this date belongs to, the later of two, and its day in it.
    fn day_of(&self, date: NaiveDate) -> Option<(&Window, u32)> {
        let holds = |window: &&Window| {
            let closed = window.closed_at.map(|at| at.date_naive());
            window.first_date() <= date && closed.is_none_or(|closed| date <= closed)
        };
        let window = self.windows.iter().rev().find(holds)?;
        Some((window, window.day_on(date)))
    }

    /// How the days of a window went, up to now or to its closing.
    fn days(&self, window: &Window, now: &Now) -> Days {
        let inside = |at: &&Moment| {
            window.since <= **at && window.closed_at.is_none_or(|closed| **at <= closed)
        };
        let contacts: Vec<Moment> = self.contacts.iter().filter(inside).copied().collect();
        match window.closed_at {
            None => Days::of(window, &contacts, now),
            Some(at) => Days::of(window, &contacts, &Now { at, zone: at.offset() }),
        }
    }
}

/// Whether a window has a part in a span: more than its closing, which is the moment at which the
/// next one was opened where somebody began again.
fn meets(window: &Window, span: &Span) -> bool {
    let goes_on = |closed| span.from < closed || span.from <= window.since;
    window.since <= span.until && window.closed_at.is_none_or(goes_on)
}

/// A picture in the making.
pub struct Gathering<'k> {
    known: &'k Known,
    now: Now<'k>,
    /// Every date that an entry of the span can have.
    days: Vec<Day>,
    /// By word as it was typed.
    feelings: BTreeMap<String, u32>,
    triggers: BTreeMap<String, u32>,
    received: BTreeMap<Option<ReceivedKind>, u32>,
    picture: Picture,
}

impl<'k> Gathering<'k> {
    /// An empty picture of a span.
    #[must_use]
    pub fn new(span: Span, known: &'k Known, now: Now<'k>) -> Self {
        let windows = known.windows.iter().filter(|window| meets(window, &span));
        let windows = windows.map(|window| (window.clone(), known.days(window, &now))).collect();
        let [first, last] = [span.from, span.until].map(|at| at.date_naive());
        let first = first.checked_sub_days(ELSEWHERE).unwrap_or(first);
        let last = last.checked_add_days(ELSEWHERE).unwrap_or(last);
        Self {
            known,
            now,
            days: first.iter_days().take_while(|date| *date <= last).map(Day::on).collect(),
            feelings: BTreeMap::new(),
            triggers: BTreeMap::new(),
            received: BTreeMap::new(),
            picture: Picture {
                span,
                windows,
                days: Vec::new(),
                urges: Urges::default(),
                moods: [0; 5],
                received: Vec::new(),
                contacted: 0,
                necessary: 0,
                notes: 0,
            },
        }
    }

    /// The date of an entry of this moment; `None` for one that lies outside the span.
    fn day(&mut self, at: Moment) -> Option<&mut Day> {
        if !self.picture.span.holds(at) {
            return None;
        }
        let first = self.days.first()?.date;
        let index = usize::try_from((at.date_naive() - first).num_days()).ok()?;
        self.days.get_mut(index)
    }

    /// Adds an urge; like all that is added, it changes nothing if it lies outside the span.
    pub fn urge(
        &mut self,
        id: &str,
        at: Moment,
        strength: Option<u8>,
        (feeling, trigger): (Option<&str>, Option<&str>),
    ) {
        let Some(day) = self.day(at) else { return };
        day.urges += 1;
        day.strongest = day.strongest.max(strength);
        count(&mut self.feelings, feeling);
        count(&mut self.triggers, trigger);
        let urges = &mut self.picture.urges;
        urges.logged += 1;
        let hours = usize::try_from(at.weekday().num_days_from_monday()).ok();
        let hours = hours.and_then(|weekday| urges.hours.get_mut(weekday));
        let hour = usize::try_from(at.hour()).ok().filter(|_| at.time() != NaiveTime::MIN);
        if let Some(hour) = hours.zip(hour).and_then(|(hours, hour)| hours.get_mut(hour)) {
            *hour += 1;
        }
        if let Some(strength) = strength {
            tally(&mut urges.before, strength);
        }
        let fate = self.known.fates.of(id);
        match self.known.fates.passed(fate, at, self.now.at) {
            Some(passed) => urges.let_pass += u32::from(passed),
            None => urges.not_judged += 1,
        }
        *urges.outcomes.entry(fate.map(|fate| fate.outcome)).or_default() += 1;
        if let Some(fate) = fate {
            self.add_fate(at, strength, fate);
        }
    }

    /// Adds what was received, of a kind or of none.
    pub fn received(&mut self, at: Moment, kind: Option<ReceivedKind>) {
        let Some(day) = self.day(at) else { return };
        day.received += 1;
        *self.received.entry(kind).or_default() += 1;
    }

    /// Adds contact.
    pub fn contacted(&mut self, at: Moment, necessary: bool) {
        let Some(day) = self.day(at) else { return };
        if necessary {
            day.necessary += 1;
            self.picture.necessary += 1;
        } else {
            day.contacted += 1;
            self.picture.contacted += 1;
        }
    }

    /// Adds a mood, 1 to 5.
    pub fn mood(&mut self, at: Moment, mood: u8) {
        let Some(day) = self.day(at) else { return };
        day.moods.push(mood);
        tally(&mut self.picture.moods, mood);
    }

    /// Adds words.
    pub fn note(&mut self, at: Moment) {
        self.picture.notes += u32::from(self.day(at).is_some());
    }

    fn add_fate(&mut self, urge: Moment, before: Option<u8>, fate: Fate) {
        let urges = &mut self.picture.urges;
        if let Some(after) = fate.strength {
            tally(&mut urges.after, after);
            if let Some(before) = before {
                urges.rated_twice.add(before, after);
            }
        }
        if fate.outcome == Outcome::Easier {
            self.add_eased(urge, fate);
        }
    }

    /// What was done from an urge to the answer that it had eased.
    fn add_eased(&mut self, urge: Moment, fate: Fate) {
        let (from, until) = (urge.to_utc(), fate.at.to_utc());
        let eased = &mut self.picture.urges.eased;
        eased.urges += 1;
        if until < from {
            eased.nothing += 1;
            return;
        }
        let later = self.known.done.range((from, String::new())..);
        let texts: BTreeSet<&String> =
            later.take_while(|(at, _)| *at <= until).map(|(_, text)| text).collect();
        let wrote = self.known.wrote.range(from..=until).next().is_some();
        eased.wrote += u32::from(wrote);
        eased.nothing += u32::from(!wrote && texts.is_empty());
        for text in texts {
            *eased.done.entry(text.clone()).or_default() += 1;
        }
    }

    /// The picture of all that was added.
    #[must_use]
    pub fn picture(self) -> Picture {
        let Self { known, days, mut picture, received, .. } = self;
        let dates = [picture.span.from, picture.span.until].map(|at| at.date_naive());
        let is_seen = |day: &&Day| !day.is_empty() || dates.contains(&day.date);
        let first = days.iter().find(is_seen).map_or(dates[0], |day| day.date);
        let last = days.iter().rfind(is_seen).map_or(dates[1], |day| day.date);
        for mut day in days.into_iter().filter(|day| first <= day.date && day.date <= last) {
            if let Some((window, number)) = known.day_of(day.date) {
                day.of = Some((window.id, number));
                day.milestone = is_milestone(number, window.length);
            }
            picture.days.push(day);
        }
        let kinds = ReceivedKind::ALL.iter().copied().map(Some).chain([None]);
        picture.received =
            kinds.map(|kind| (kind, received.get(&kind).copied().unwrap_or(0))).collect();
        picture.urges.feelings = most_first(&self.feelings);
        picture.urges.triggers = most_first(&self.triggers);
        picture
    }
}

/// Counts a word as it was typed: a copy is made of a new one alone.
fn count(words: &mut BTreeMap<String, u32>, word: Option<&str>) {
    let Some(word) = word else { return };
    match words.get_mut(word) {
        Some(count) => *count += 1,
        None => drop(words.insert(word.to_owned(), 1)),
    }
}

/// The words that are one whatever their case, most first.
fn most_first(typed: &BTreeMap<String, u32>) -> Vec<(String, u32)> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for (word, count) in typed.iter().filter(|(word, _)| !word.trim().is_empty()) {
        *words.entry(word.trim().to_lowercase()).or_default() += count;
    }
    let mut words: Vec<(String, u32)> = words.into_iter().collect();
    words.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    words
}

/// Counts a strength or a mood, 1 to 5.
fn tally(counts: &mut [u32; 5], value: u8) {
    if let Some(count) = counts.get_mut(usize::from(value).wrapping_sub(1)) {
        *count += 1;
    }
}

#[cfg(test)]
mod tests;
