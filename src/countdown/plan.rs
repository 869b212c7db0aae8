//! Which notices there are, and when each is due (design §4).
//!
//! Owns the calendar of notices: slots, milestones, the end, follow-ups and what was put off. It
//! does not decide whether a notice may be shown now: that is the step's.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};

use super::journal::Journal;
use super::notice::{Notice, NoticeKind, Reply, first_of};
use super::questions::LAPSE;
use super::window::Window;
use super::words;
use super::zone::{Moment, Now, resolve};

words! {
    /// How much the program speaks on its own account; help on call works with each.
    pub enum Rhythm {
        /// Suggestions, milestones and the end.
        Daily = "daily",
        /// Milestones and the end.
        Milestones = "milestones",
        /// Nothing but the follow-ups of urges.
        None = "none",
    }
}

/// When notices may come, as the settings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// How much the program speaks.
    pub rhythm: Rhythm,
    /// Local time of the morning suggestion; `None` is off.
    pub morning: Option<NaiveTime>,
    /// Local time of the midday suggestion; `None` is off.
    pub midday: Option<NaiveTime>,
    /// Local time of the evening suggestion; `None` is off.
    pub evening: Option<NaiveTime>,
    /// From when until when nothing scheduled comes; may wrap midnight.
    pub quiet: Option<(NaiveTime, NaiveTime)>,
    /// The least time between two scheduled notices.
    pub min_gap: Duration,
    /// The most notices in any 24 hours, follow-ups not counted.
    pub max_per_day: u32,
    /// A suggestion later than this is missed.
    pub late_limit: Duration,
    /// How long after an urge it is asked about; `None` is off.
    pub follow_up_after: Option<Duration>,
}

/// The follow-up's delay where follow-ups are off: questions still open, nothing is sent.
pub const FOLLOW_UP_AFTER: Duration = Duration::minutes(20);

/// How long *later* puts a suggestion off.
pub const LATER: Duration = Duration::hours(1);

/// How often one suggestion can be put off.
pub const LATER_TIMES: u32 = 2;

/// The days worth marking: these, then every 30th, and the last (design §4).
pub const MILESTONES: [u32; 8] = [1, 3, 7, 10, 14, 21, 25, 30];

/// Milestones come with the morning suggestion, or at this hour where that is off.
const MILESTONE_HOUR: u32 = 9;

/// Whether `day` is worth marking in a window of `length` days.
#[must_use]
pub fn is_milestone(day: u32, length: Option<u32>) -> bool {
    MILESTONES.contains(&day) || (day > 30 && day.is_multiple_of(30)) || Some(day) == length
}

impl Schedule {
    /// The delay by which questions are grouped, also where no follow-up is sent.
    #[must_use]
    pub fn question_delay(&self) -> Duration {
        self.follow_up_after.unwrap_or(FOLLOW_UP_AFTER)
    }

    /// When the quiet hours that hold `now` end; `None` outside quiet hours.
    #[must_use]
    pub fn quiet_until(&self, now: &Now) -> Option<DateTime<Utc>> {
        let (from, to) = self.quiet?;
        let time = now.at.time();
        let wraps = from > to;
        let quiet = if wraps { time >= from || time < to } else { time >= from && time < to };
        if !quiet {
            return None;
        }
        let date = if wraps && time >= from { now.date() + Days::new(1) } else { now.date() };
        Some(resolve(now.zone, date.and_time(to)).to_utc())
    }

    /// The slots of a day in order, with their times.
    fn slots(&self) -> impl Iterator<Item = (NoticeKind, NaiveTime)> {
        [
            (NoticeKind::Morning, self.morning),
            (NoticeKind::Midday, self.midday),
            (NoticeKind::Evening, self.evening),
        ]
        .into_iter()
        .filter_map(|(kind, time)| Some((kind, time?)))
    }
}

/// Every notice with a place in the plan from `from` to `to` (dates included), whether or not it
/// was shown already: welcome, end and follow-ups whatever their date.
#[must_use]
pub fn notices(
    journal: &Journal,
    schedule: &Schedule,
    now: &Now,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Notice> {
    let mut planned = follow_ups(journal, schedule, now);
    if let Some(window) = &journal.window {
        if schedule.rhythm != Rhythm::None {
            planned.push(welcome(window));
            planned.extend(end(window, now));
        }
        for date in from.iter_days().take_while(|date| *date <= to) {
            scheduled(&mut planned, window, schedule, now, date);
        }
        planned.extend(put_off(journal, window, schedule, now));
    }
    planned
}

fn notice(window: &Window, kind: NoticeKind, date: NaiveDate, due: Moment) -> Notice {
    Notice {
        key: format!("{}/{kind}/{date}", window.id),
        window: window.id,
        kind,
        due,
        day: window.day_on(due.date_naive()),
        urge: None,
        text: None,
    }
}

fn welcome(window: &Window) -> Notice {
    notice(window, NoticeKind::Welcome, window.started_at.date_naive(), window.started_at)
}

/// The end's key holds the date it was planned for when the window was opened or extended, so that
/// travel does not make it another notice.
fn end(window: &Window, now: &Now) -> Option<Notice> {
    let last = window.first_date() + Days::new(u64::from(window.length?));
    Some(notice(window, NoticeKind::End, last, now.here(window.end?)))
}

fn scheduled(
    planned: &mut Vec<Notice>,
    window: &Window,
    schedule: &Schedule,
    now: &Now,
    date: NaiveDate,
) {
    let marked = is_milestone(window.day_on(date), window.length);
    let mut push = |kind: NoticeKind, time: NaiveTime| {
        let due = resolve(now.zone, date.and_time(time));
        let before_end = window.end.is_none_or(|end| due < end);
        if due > window.started_at && before_end {
            planned.push(notice(window, kind, date, due));
        }
    };
    if marked && schedule.rhythm != Rhythm::None {
        let time = schedule.morning.or(NaiveTime::from_hms_opt(MILESTONE_HOUR, 0, 0));
        push(NoticeKind::Milestone, time.unwrap_or_default());
    }
    if schedule.rhythm == Rhythm::Daily {
        for (kind, time) in schedule.slots() {
            if !(marked && kind == NoticeKind::Morning) {
                push(kind, time);
            }
        }
    }
}

/// One for each unanswered round of the last day: what is older is settled, and no longer loaded.
/// Its key names no window: the urge may come to lie in another one, or in none.
fn follow_ups(journal: &Journal, schedule: &Schedule, now: &Now) -> Vec<Notice> {
    let Some(after) = schedule.follow_up_after else { return Vec::new() };
    let since = journal.window.as_ref().map(|window| window.since);
    let rounds = journal.rounds(after);
    let unanswered = rounds.into_iter().filter(|round| round.answered.is_none());
    unanswered
        .filter(|round| !round.logged_late && round.due > now.at - LAPSE)
        .map(|round| {
            let inside = journal.window.as_ref().filter(|_| since <= Some(round.urge_at));
            Notice {
                key: format!("{}/{}", NoticeKind::FollowUp, round.entry),
                window: inside.map_or(0, |window| window.id),
                kind: NoticeKind::FollowUp,
                due: round.due,
                day: inside.map_or(0, |window| window.day_on(round.due.date_naive())),
                urge: Some(round.urge),
                text: None,
            }
        })
        .collect()
}

/// How often the suggestion with this key was put off already.
#[must_use]
pub fn times_put_off(key: &str) -> u32 {
    key.rsplit_once('+').and_then(|(_, times)| times.parse().ok()).unwrap_or(0)
}

/// The suggestions answered *later*, once more with the same text.
fn put_off(journal: &Journal, window: &Window, schedule: &Schedule, now: &Now) -> Vec<Notice> {
    let later = |record: &&super::notice::Record| {
        record.window == window.id && matches!(record.answer, Some((Reply::Later, _)))
    };
    let again = |record: &super::notice::Record| {
        let (_, answered) = record.answer?;
        let due = may_put_off(&record.key, answered, window, schedule, now).ok()?;
        Some(Notice {
            key: format!("{}+{}", first_of(&record.key), times_put_off(&record.key) + 1),
            window: window.id,
            kind: record.kind,
            due,
            day: window.day_on(due.date_naive()),
            urge: None,
            text: record.text.clone(),
        })
    };
    journal.ledger.iter().filter(later).filter_map(again).collect()
}

/// Why a suggestion cannot be put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLater {
    /// It was put off as often as may be.
    Often,
    /// The hour would end in quiet hours.
    Quiet,
    /// The window would be complete by then.
    Ended,
}

/// When a suggestion with this key, answered *later* at `at`, comes again.
pub fn may_put_off(
    key: &str,
    at: Moment,
    window: &Window,
    schedule: &Schedule,
    now: &Now,
) -> Result<Moment, NotLater> {
    let due = now.here(at.to_utc() + LATER);
    if times_put_off(key) >= LATER_TIMES {
        return Err(NotLater::Often);
    }
    if schedule.quiet_until(&Now { at: due, zone: now.zone }).is_some() {
        return Err(NotLater::Quiet);
    }
    if window.end.is_some_and(|end| due >= end) {
        return Err(NotLater::Ended);
    }
    Ok(due)
}

#[cfg(test)]
mod tests;
