//! What comes next, and what did not come in the last days, with the reasons.

use chrono::Duration;

use super::super::render;
use super::super::session::Session;
use super::{Check, Subject};
use crate::countdown::journal::Journal;
use crate::countdown::notice::{NoticeKind, Record, State, Why};
use crate::countdown::plan::Rhythm;
use crate::countdown::step::Forecast;
use crate::service::Installed;
use crate::store::Store;

const NEXT: Subject = ("next", "Next notice");
const LAST: Subject = ("missed", "Last 7 days");

/// So far back it is told what did not come.
const BACK: Duration = Duration::days(7);

pub(super) fn next(session: &Session, journal: Option<&Journal>) -> Check {
    let now = session.now;
    let Some(journal) = journal else {
        return Check::note(NEXT, "not known while the data file is not read", "");
    };
    if journal.window.is_none() {
        return Check::note(NEXT, "none: no window is open", "nocontact start opens one");
    }
    if session.doubt().is_some() {
        return Check::note(NEXT, "those of the window wait: the clock is in doubt", "");
    }
    if let Some(until) = journal.about.paused_until.filter(|until| *until > now.utc()) {
        let until = render::moment(now.here(until), &now);
        let found = format!("none before {until}: notices are paused");
        return Check::note(NEXT, found, "nocontact pause off brings them back now");
    }
    let schedule = session.settings.schedule();
    let coming = Forecast::new(journal, &schedule, now)
        .find(|(notice, _)| notice.kind != NoticeKind::Welcome)
        .map(|(notice, at)| {
            format!("{} {}", render::notice(notice.kind), render::moment_in_words(at, &now))
        });
    if schedule.rhythm == Rhythm::None {
        let coming = coming.as_deref().unwrap_or("none, but for the follow-up of an urge");
        let todo = "nocontact config set rhythm daily, if you want more";
        return Check::note(NEXT, format!("{coming}; the rhythm in your settings is none"), todo);
    }
    match coming {
        Some(coming) => Check::fine(NEXT, coming),
        None => Check::note(NEXT, "nothing is planned by your settings", ""),
    }
}

/// Nothing where that is not known: why is said of the data file.
pub(super) fn last_days(
    session: &Session,
    store: Option<&Store>,
    installed: &Installed,
) -> Option<Check> {
    let records = store?.read().not_shown(session.now.utc() - BACK).ok()?;
    let reasons: Vec<(Reason, usize)> = Reason::ALL
        .iter()
        .map(|reason| (*reason, records.iter().filter(|it| Reason::of(it) == *reason).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    if reasons.is_empty() {
        return Some(Check::fine(LAST, "no notice was missed"));
    }
    let found: Vec<String> = reasons.iter().map(|(reason, count)| reason.told(*count)).collect();
    let todo = reasons.iter().filter_map(|(reason, _)| reason.remedy(installed));
    let mut todo: Vec<&str> = todo.collect();
    todo.dedup();
    Some(Check::note(LAST, found.join("; "), &todo.join("; ")))
}

/// Why a notice did not reach the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Late,
    Another,
    Paused,
    NoText,
    Refused,
    Unknown,
}

impl Reason {
    const ALL: [Self; 6] =
        [Self::Late, Self::Another, Self::Paused, Self::NoText, Self::Refused, Self::Unknown];

    fn of(record: &Record) -> Self {
        match (record.state, record.why) {
            (State::Failed, _) => Self::Refused,
            (State::Missed, Some(Why::Late)) => Self::Late,
            (State::Missed, Some(Why::Another)) => Self::Another,
            (State::Missed, Some(Why::Paused)) => Self::Paused,
            (State::Missed, Some(Why::NoText)) => Self::NoText,
            _ => Self::Unknown,
        }
    }

    fn told(self, count: usize) -> String {
        let many = u32::try_from(count).unwrap_or(u32::MAX);
        let notices = render::count(many, "notice");
        let one = count == 1;
        match self {
            Self::Late => format!(
                "{notices} came too late: the computer slept or was off, or there was nowhere to \
                 show {}",
                if one { "it" } else { "them" }
            ),
            Self::Another => format!("{notices} gave way to another that was due at once"),
            Self::Paused => format!("{notices} fell into a pause"),
            Self::NoText => format!("{notices} had no text that may be shown"),
            Self::Refused => {
                format!("{notices} {} refused by the server", if one { "was" } else { "were" })
            }
            Self::Unknown => format!("{notices} may have been seen or not: no answer came"),
        }
    }

    fn remedy(self, installed: &Installed) -> Option<&'static str> {
        match self {
            Self::Late if !installed.is_started_at_login() => {
                Some("nocontact service install starts the daemon at each login")
            }
            Self::NoText => Some("nocontact config check names what your own texts leave silent"),
            Self::Refused | Self::Unknown => Some("nocontact doctor --notify tries it now"),
            _ => None,
        }
    }
}
