//! Adds up a picture from entries that come one by one, in whatever order.
//!
//! Owns the adding up. It keeps no urge and no received message, so that a long history costs no
//! more memory than a short one with the same days; what is needed of other entries to judge one is
//! learnt beforehand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};

use super::{Day, Picture, Span, Urges};
use crate::countdown::entry::{Entry, Outcome, ReceivedKind, What};
use crate::countdown::fates::{Fate, Fates};
use crate::countdown::journal::Days;
use crate::countdown::plan::is_milestone;
use crate::countdown::window::Window;
use crate::countdown::zone::{Moment, Now};

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
    /// The kinds of entry that [`Known::learn`] takes something from.
    pub const KINDS: &'static [&'static str] = &["outcome", "contacted", "note"];

    /// Nothing of the entries yet: all windows, and the suggestions that were answered *done* by
    /// the ids of their texts.
    #[must_use]
    pub fn new(windows: Vec<Window>, done: impl IntoIterator<Item = (Moment, String)>) -> Self {
        let done = done.into_iter().map(|(at, text)| (at.to_utc(), text)).collect();
        Self { windows, done, ..Self::default() }
    }

    /// Since when the entries have to be learnt for a picture of this span: a window that has a
    /// part in it is told as a whole.
    #[must_use]
    pub fn since(&self, span: &Span) -> Moment {
        let starts = self.windows.iter().filter(|window| meets(window, span)).map(|it| it.since);
        starts.chain([span.from]).min().unwrap_or(span.from)
    }

    /// Takes from an entry what others are judged by; of two answers to one urge the later call
    /// holds.
    pub fn learn(&mut self, entry: &Entry) {
        self.fates.add(entry);
        if entry.is_contact() {
            self.contacts.push(entry.at);
        }
        if entry.what == What::Note {
            self.wrote.insert(entry.at.to_utc());
        }
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
        let until = window.closed_at.unwrap_or(now.at);
        let inside = |at: &&Moment| window.since <= **at && **at <= until;
        let contacts: Vec<Moment> = self.contacts.iter().filter(inside).copied().collect();
        let then = Now { at: until, zone: until.offset() };
        Days::of(window, &contacts, if window.closed_at.is_some() { &then } else { now })
    }
}

/// Whether a window has a part in a span.
fn meets(window: &Window, span: &Span) -> bool {
    window.since <= span.until && window.closed_at.is_none_or(|closed| span.from <= closed)
}

/// A picture in the making.
pub struct Gathering<'k> {
    known: &'k Known,
    now: Now<'k>,
    days: BTreeMap<NaiveDate, Day>,
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
        Self {
            known,
            now,
            days: BTreeMap::new(),
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

    /// Adds an entry; one that lies outside the span changes nothing.
    pub fn add(&mut self, entry: &Entry) {
        if !self.picture.span.holds(entry.at) {
            return;
        }
        let date = entry.at.date_naive();
        let day = self.days.entry(date).or_insert_with(|| Day::on(date));
        match &entry.what {
            What::Urge { strength, feeling, trigger } => {
                day.urges += 1;
                day.strongest = day.strongest.max(*strength);
                count(&mut self.feelings, feeling.as_deref());
                count(&mut self.triggers, trigger.as_deref());
                self.add_urge(entry, *strength);
            }
            What::Received { kind, .. } => {
                day.received += 1;
                *self.received.entry(*kind).or_default() += 1;
            }
            What::Contacted { necessary: true } => {
                day.necessary += 1;
                self.picture.necessary += 1;
            }
            What::Contacted { necessary: false } => {
                day.contacted += 1;
                self.picture.contacted += 1;
            }
            What::Mood { mood } => {
                day.moods.push(*mood);
                tally(&mut self.picture.moods, *mood);
            }
            What::Note => self.picture.notes += 1,
            What::Outcome { .. } => {}
        }
    }

    fn add_urge(&mut self, urge: &Entry, strength: Option<u8>) {
        let urges = &mut self.picture.urges;
        urges.logged += 1;
        let hours = usize::try_from(urge.at.weekday().num_days_from_monday()).ok();
        let hours = hours.and_then(|weekday| urges.hours.get_mut(weekday));
        let hour = usize::try_from(urge.at.hour()).ok();
        let is_timed = urge.at.time() != NaiveTime::MIN;
        if let Some(hour) =
            hours.zip(hour).filter(|_| is_timed).and_then(|(hours, hour)| hours.get_mut(hour))
        {
            *hour += 1;
        }
        match self.known.fates.let_pass(&urge.id, urge.at, self.now.at) {
            Some(passed) => urges.let_pass += u32::from(passed),
            None => urges.not_judged += 1,
        }
        if let Some(strength) = strength {
            tally(&mut urges.before, strength);
        }
        let fate = self.known.fates.of(&urge.id);
        *urges.outcomes.entry(fate.map(|fate| fate.outcome)).or_default() += 1;
        let Some(fate) = fate else { return };
        if let Some(after) = fate.strength {
            tally(&mut urges.after, after);
            if let Some(before) = strength {
                urges.rated_twice.add(before, after);
            }
        }
        if fate.outcome == Outcome::Easier {
            self.add_eased(urge.at, fate);
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
        let Self { known, mut days, mut picture, received, .. } = self;
        let dates = [picture.span.from, picture.span.until].map(|at| at.date_naive());
        let first = days.keys().copied().chain(dates).min().unwrap_or(dates[0]);
        let last = days.keys().copied().chain(dates).max().unwrap_or(dates[1]);
        for date in first.iter_days().take_while(|date| *date <= last) {
            let mut day = days.remove(&date).unwrap_or_else(|| Day::on(date));
            if let Some((window, number)) = known.day_of(date) {
                day.of = Some((window.id, number));
                day.milestone = is_milestone(number, window.length);
            }
            picture.days.push(day);
        }
        let kinds = ReceivedKind::ALL.iter().copied().map(Some).chain([None]);
        picture.received =
            kinds.map(|kind| (kind, received.get(&kind).copied().unwrap_or(0))).collect();
        picture.urges.feelings = most_first(self.feelings);
        picture.urges.triggers = most_first(self.triggers);
        picture
    }
}

fn count(words: &mut BTreeMap<String, u32>, word: Option<&str>) {
    let Some(word) = word.map(str::trim).filter(|word| !word.is_empty()) else { return };
    *words.entry(word.to_lowercase()).or_default() += 1;
}

fn most_first(words: BTreeMap<String, u32>) -> Vec<(String, u32)> {
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
