//! What is due now, and when to look again: `(journal, schedule, now) -> {due, missed, wake_at}`.
//!
//! Owns lateness, quiet hours, gap, ceiling, pause and catch-up (design §4). It shows nothing and
//! remembers nothing: suspend, clock changes, restart and crash are all the same case to it.

use std::collections::HashMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::journal::Journal;
use super::notice::{Notice, NoticeKind, Record, State, Why};
use super::plan::{Schedule, notices};
use super::zone::{Now, start_of_day};

/// A send that failed outright is tried again after this long, while it is in time.
const RETRY_AFTER: Duration = Duration::seconds(60);

/// The most days back that missed notices are recorded for.
const LOOK_BACK: Days = Days::new(31);

/// So far ahead something comes on most days, and farther than from one milestone to the next.
const NEAR: Days = Days::new(2);
const FAR: Days = Days::new(40);

/// What is to be done now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// The one notice to show now.
    pub due: Option<Notice>,
    /// Notices that were not shown and will not be.
    pub missed: Vec<(Notice, Why)>,
    /// When anything changes next if nothing happens; `None` if nothing is planned.
    pub wake_at: Option<DateTime<Utc>>,
}

/// What is to be said of one notice whose time has come.
enum Verdict {
    Show,
    Hold(DateTime<Utc>),
    Miss(Why),
}

/// Computes what is due at `now`. Of several due at once one is shown: end, follow-up, milestone,
/// then the suggestion; a milestone waits for its turn within its day, the end for ever, the
/// others are missed.
#[must_use]
pub fn step(journal: &Journal, schedule: &Schedule, now: &Now) -> Step {
    let from = look_back(journal, now);
    let look = |ahead| {
        let to = now.date() + ahead;
        (decide(journal, schedule, now, notices(journal, schedule, now, from, to)), to)
    };
    // The end, or that of a pause, is known from afar: what lies before it is not yet.
    match look(NEAR) {
        (step, to) if step.wake_at.is_some_and(|at| now.here(at).date_naive() <= to) => step,
        _ => look(FAR).0,
    }
}

fn decide(journal: &Journal, schedule: &Schedule, now: &Now, planned: Vec<Notice>) -> Step {
    let ledger: HashMap<&str, &Record> =
        journal.ledger.iter().map(|record| (record.key.as_str(), record)).collect();
    let mut step = Step::default();
    let mut showable = Vec::new();
    for notice in planned {
        if notice.due > now.at {
            step.wake(notice.due.to_utc());
            continue;
        }
        match verdict(journal, schedule, now, &notice, ledger.get(notice.key.as_str()).copied()) {
            None => {}
            Some(Verdict::Show) => showable.push(notice),
            Some(Verdict::Hold(until)) => step.wake(until),
            Some(Verdict::Miss(why)) => step.missed.push((notice, why)),
        }
    }
    if let Some(until) = pause(journal, now) {
        // Nothing changes before, however many slots go by.
        step.wake_at = step.wake_at.map(|_| until);
    }
    showable.sort_by_key(|notice| (priority(notice.kind), std::cmp::Reverse(notice.due)));
    let mut showable = showable.into_iter();
    step.due = showable.next();
    for notice in showable {
        if !matches!(notice.kind, NoticeKind::End | NoticeKind::Milestone) {
            step.missed.push((notice, Why::Another));
        }
    }
    step
}

impl Step {
    fn wake(&mut self, at: DateTime<Utc>) {
        self.wake_at = Some(self.wake_at.map_or(at, |earlier| earlier.min(at)));
    }
}

fn priority(kind: NoticeKind) -> u8 {
    match kind {
        NoticeKind::Welcome => 0,
        NoticeKind::End => 1,
        NoticeKind::FollowUp => 2,
        NoticeKind::Milestone => 3,
        _ => 4,
    }
}

/// From which date notices have to be looked at: what lies before the newest record is settled.
fn look_back(journal: &Journal, now: &Now) -> NaiveDate {
    let Some(window) = &journal.window else { return now.date() };
    let scheduled = journal.ledger.iter().filter(|record| record.kind.is_scheduled());
    let newest = scheduled.map(|record| record.due.date_naive()).max();
    let settled = newest.unwrap_or(window.first_date()).max(window.started_at.date_naive());
    let from = settled.max(now.date() - LOOK_BACK).min(now.date());
    from - Days::new(1)
}

/// What to do with a notice whose time has come; `None` if the ledger has settled it.
fn verdict(
    journal: &Journal,
    schedule: &Schedule,
    now: &Now,
    notice: &Notice,
    record: Option<&Record>,
) -> Option<Verdict> {
    if let Some(record) = record {
        if record.state != State::Failed {
            return None;
        }
        let again = record.at + RETRY_AFTER;
        if now.utc() < again && in_time(journal, schedule, now, notice) {
            return Some(Verdict::Hold(again));
        }
    }
    let waits = matches!(notice.kind, NoticeKind::End | NoticeKind::Milestone);
    // What fell into a pause is not made up for when it ends.
    let paused = journal.about.paused_until.filter(|until| notice.due < *until);
    if paused.is_some() && !waits {
        return Some(Verdict::Miss(Why::Paused));
    }
    if !in_time(journal, schedule, now, notice) {
        return Some(Verdict::Miss(if paused.is_some() { Why::Paused } else { Why::Late }));
    }
    if let Some(until) = pause(journal, now) {
        return Some(Verdict::Hold(until));
    }
    let holds = [
        quiet(schedule, now, notice),
        gap(journal, schedule, now, notice),
        ceiling(journal, schedule, now, notice),
        turn(journal, schedule, now, notice),
    ];
    Some(holds.into_iter().flatten().max().map_or(Verdict::Show, Verdict::Hold))
}

/// When the pause that holds `now` ends.
fn pause(journal: &Journal, now: &Now) -> Option<DateTime<Utc>> {
    journal.about.paused_until.filter(|until| now.utc() < *until)
}

/// Whether a notice that is due may still be shown at all.
fn in_time(journal: &Journal, schedule: &Schedule, now: &Now, notice: &Notice) -> bool {
    let on_time = now.at - notice.due <= schedule.late_limit;
    let complete = journal.window.as_ref().is_some_and(|window| window.is_complete(now));
    match notice.kind {
        NoticeKind::End => true,
        NoticeKind::Welcome | NoticeKind::FollowUp => on_time,
        NoticeKind::Milestone => {
            let tomorrow = start_of_day(now.zone, notice.due.date_naive() + Days::new(1));
            !complete && now.at < tomorrow
        }
        _ => !complete && on_time,
    }
}

/// Quiet hours hold what is scheduled and the end; who starts a window or logs an urge is awake.
fn quiet(schedule: &Schedule, now: &Now, notice: &Notice) -> Option<DateTime<Utc>> {
    let held = !matches!(notice.kind, NoticeKind::Welcome | NoticeKind::FollowUp);
    held.then(|| schedule.quiet_until(now)).flatten()
}

/// What was put off was asked for, and keeps no gap.
fn gap(
    journal: &Journal,
    schedule: &Schedule,
    now: &Now,
    notice: &Notice,
) -> Option<DateTime<Utc>> {
    if !notice.kind.is_scheduled() || notice.text.is_some() {
        return None;
    }
    let sent = journal.ledger.iter().filter(|record| record.was_sent());
    let latest = sent.filter(|record| record.kind.is_scheduled()).map(|record| record.at).max()?;
    let until = latest + schedule.min_gap;
    (latest <= now.utc() && now.utc() < until).then_some(until)
}

/// At most so many in 24 hours; follow-ups count towards no limit.
fn ceiling(
    journal: &Journal,
    schedule: &Schedule,
    now: &Now,
    notice: &Notice,
) -> Option<DateTime<Utc>> {
    if matches!(notice.kind, NoticeKind::FollowUp | NoticeKind::Welcome) {
        return None;
    }
    let day = Duration::hours(24);
    let counts = |record: &&Record| {
        record.was_sent() && !matches!(record.kind, NoticeKind::FollowUp | NoticeKind::Asked)
    };
    let mut sent: Vec<DateTime<Utc>> = journal
        .ledger
        .iter()
        .filter(counts)
        .map(|record| record.at)
        .filter(|at| *at <= now.utc() && *at + day > now.utc())
        .collect();
    sent.sort();
    let limit = usize::try_from(schedule.max_per_day).unwrap_or(usize::MAX);
    let frees = sent.len().checked_sub(limit)?;
    sent.get(frees).map(|at| *at + day).or(Some(now.utc() + day))
}

/// A milestone or an end that was already due when another notice was shown waits its turn, so
/// that one waking never brings two.
fn turn(
    journal: &Journal,
    schedule: &Schedule,
    now: &Now,
    notice: &Notice,
) -> Option<DateTime<Utc>> {
    if !matches!(notice.kind, NoticeKind::End | NoticeKind::Milestone) {
        return None;
    }
    let sent = journal.ledger.iter().filter(|record| record.was_sent());
    let shown = sent.filter(|record| !matches!(record.kind, NoticeKind::Asked));
    let latest = shown.map(|record| record.at).max()?;
    let until = latest + schedule.min_gap;
    (latest >= notice.due.to_utc() && latest <= now.utc() && now.utc() < until).then_some(until)
}

/// The notices to come, in order, each with the moment at which it will be shown if nothing else
/// happens: the same step, run ahead. `status` and `upcoming` speak from it, so they agree with
/// the daemon by construction.
pub struct Forecast<'a> {
    journal: Journal,
    schedule: &'a Schedule,
    now: Now<'a>,
}

impl<'a> Forecast<'a> {
    /// Looks ahead from `now`.
    #[must_use]
    pub fn new(journal: &Journal, schedule: &'a Schedule, now: Now<'a>) -> Self {
        Self { journal: journal.clone(), schedule, now }
    }

    fn settle(&mut self, notice: &Notice, state: State, why: Option<Why>) {
        self.journal.ledger.retain(|record| record.key != notice.key);
        self.journal.ledger.push(Record {
            key: notice.key.clone(),
            window: notice.window,
            kind: notice.kind,
            due: notice.due,
            state,
            at: self.now.utc(),
            attempts: 1,
            text: None,
            why,
            answer: None,
        });
    }
}

impl Iterator for Forecast<'_> {
    type Item = (Notice, super::zone::Moment);

    fn next(&mut self) -> Option<Self::Item> {
        // Each turn settles a notice or moves the time on; holds can follow one another only as
        // often as there are rules, so this bound is never met.
        for _ in 0..1000 {
            let step = step(&self.journal, self.schedule, &self.now);
            for (notice, why) in &step.missed {
                self.settle(notice, State::Missed, Some(*why));
            }
            if let Some(notice) = step.due {
                self.settle(&notice, State::Shown, None);
                return Some((notice, self.now.at));
            }
            let wake_at = step.wake_at?;
            self.now = Now::new(wake_at.max(self.now.utc() + Duration::seconds(1)), self.now.zone);
        }
        None
    }
}

#[cfg(test)]
mod tests;
