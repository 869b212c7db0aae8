//! Whether the page after the window opens: thinking about one message (programme A.9, C.2).
//!
//! Owns what closes it. It holds no words, and it can open nothing that safety closed; what the
//! person answers at the gate is asked elsewhere and kept nowhere.

use chrono::{DateTime, Days, Timelike as _, Utc};

use super::choose::time_of_day;
use super::entry::{Entry, ReceivedKind, What};
use super::journal::About;
use super::policy::Situation;
use super::text::TimeOfDay;
use super::window::Window;
use super::zone::{Moment, Now};

/// What was said or sent so long before the window still holds: a window that was restarted after
/// contact is not to forget it. Judgement, not evidence.
const REMEMBER: Days = Days::new(365);

/// So many messages without an answer are an answer (programme C.2).
const ENOUGH: usize = 2;

/// Why the page stays closed; the strictest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// There is an order, on the user or for them.
    Order,
    /// There was violence, control, threats or stalking.
    Fear,
    /// The other person asked for no contact.
    Asked,
    /// They said that it is over, since.
    SaidNo,
    /// Two messages, and no answer.
    Twice,
    /// The window has no end, so there is no time after it.
    Endless,
    /// The window is not complete yet.
    Unfinished,
}

/// From when on the record has to be known to judge by.
#[must_use]
pub fn remembered(window: &Window) -> DateTime<Utc> {
    window.since.to_utc() - REMEMBER
}

/// Why the page is closed, if it is; `record` holds what was received and what contact was made
/// since `remembered`, by time. The hour is another matter: see `is_night`.
#[must_use]
pub fn closed(about: &About, window: &Window, record: &[Entry], now: &Now) -> Option<Closed> {
    use Situation::{AfraidOrHurt, AskedNoContact};
    let policy = about.policy();
    let reasons = [
        (policy.under_order(), Closed::Order),
        (policy.has(AfraidOrHurt), Closed::Fear),
        (policy.has(AskedNoContact) || !policy.may_think_of_a_message(), Closed::Asked),
        (record.iter().any(said_no), Closed::SaidNo),
        (unanswered(record).len() >= ENOUGH, Closed::Twice),
        (window.end.is_none(), Closed::Endless),
        (!window.is_complete(now), Closed::Unfinished),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, closed)| closed)
}

/// Whether it is too late in the day for this, or too early: tired, things look different (E29).
#[must_use]
pub fn is_night(now: &Now) -> bool {
    time_of_day(now.at.hour()) == TimeOfDay::Night
}

/// When contact was made that has had no answer since. What is practical is none, and neither is
/// hostility.
#[must_use]
pub fn unanswered(record: &[Entry]) -> Vec<Moment> {
    let mut waiting = Vec::new();
    for entry in record {
        match &entry.what {
            What::Received {
                kind: Some(ReceivedKind::Logistics | ReceivedKind::Hostile), ..
            } => {}
            What::Received { .. } => waiting.clear(),
            _ if entry.is_contact() => waiting.push(entry.at),
            _ => {}
        }
    }
    waiting
}

fn said_no(entry: &Entry) -> bool {
    let no = [ReceivedKind::Stop, ReceivedKind::Closed];
    matches!(entry.what, What::Received { kind: Some(kind), .. } if no.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{contact, entry, now, window};
    use super::*;

    fn received(kind: Option<ReceivedKind>, wall: &str) -> Entry {
        entry(wall, wall, What::Received { kind, via: None })
    }

    fn closed_by(situations: &[Situation], record: &[Entry], wall: &str) -> Option<Closed> {
        let situations = situations.iter().copied().collect();
        let about = About { situations, ..About::default() };
        closed(&about, &window("2026-11-01 14:05", Some(30)), record, &now(wall))
    }

    const AFTER: &str = "2026-12-05 10:00";

    #[test]
    fn it_opens_after_the_window_and_at_no_other_time() {
        assert_eq!(closed_by(&[], &[], "2026-12-01 14:04"), Some(Closed::Unfinished));
        assert_eq!(closed_by(&[], &[], "2026-12-01 14:05"), None);
        let endless = window("2026-11-01 14:05", None);
        let closed = closed(&About::default(), &endless, &[], &now(AFTER));
        assert_eq!(closed, Some(Closed::Endless));
    }

    #[test]
    fn safety_closes_it_whatever_else_holds() {
        use Situation::{
            AfraidOrHurt, AskedNoContact, Children, OrderForMe, OrderOnMe, SharedHome, Work,
        };
        for (situations, by) in [
            (&[OrderOnMe][..], Some(Closed::Order)),
            (&[OrderForMe], Some(Closed::Order)),
            (&[AfraidOrHurt], Some(Closed::Fear)),
            (&[AskedNoContact, Children], Some(Closed::Asked)),
            (&[AskedNoContact, AfraidOrHurt, OrderOnMe], Some(Closed::Order)),
            (&[Children, SharedHome, Work], None),
        ] {
            assert_eq!(closed_by(situations, &[], AFTER), by, "{situations:?}");
        }
        assert_eq!(closed_by(&[OrderOnMe], &[], "2026-11-05 10:00"), Some(Closed::Order));
    }

    #[test]
    fn a_no_closes_it_and_two_without_an_answer() {
        use ReceivedKind::{Closed as Final, Hostile, Logistics, Stop, Warm};
        let (one, two) = (contact("2026-11-05 10:00"), contact("2026-11-07 10:00"));
        let came = |kind| received(kind, "2026-11-06 10:00");
        let later = |kind| received(kind, "2026-11-08 10:00");
        for (record, by) in [
            (vec![one.clone()], None),
            (vec![one.clone(), two.clone()], Some(Closed::Twice)),
            (vec![one.clone(), came(Some(Warm)), two.clone()], None),
            (vec![one.clone(), came(None), two.clone()], None),
            (vec![one.clone(), came(Some(Logistics)), two.clone()], Some(Closed::Twice)),
            (vec![one.clone(), came(Some(Hostile)), two.clone()], Some(Closed::Twice)),
            (vec![one.clone(), two.clone(), later(Some(Warm))], None),
            (vec![one.clone(), came(Some(Final)), later(Some(Warm))], Some(Closed::SaidNo)),
            (vec![came(Some(Stop))], Some(Closed::SaidNo)),
        ] {
            assert_eq!(closed_by(&[], &record, AFTER), by, "{record:?}");
        }
        let needed = entry("n", "2026-11-06 10:00", What::Contacted { necessary: true });
        assert_eq!(closed_by(&[], &[one, needed], AFTER), None);
    }

    #[test]
    fn the_night_is_from_eleven_to_six() {
        for (wall, night) in [
            ("2026-12-05 22:59", false),
            ("2026-12-05 23:00", true),
            ("2026-12-06 00:00", true),
            ("2026-12-06 05:59", true),
            ("2026-12-06 06:00", false),
        ] {
            assert_eq!(is_night(&now(wall)), night, "{wall}");
        }
    }
}
