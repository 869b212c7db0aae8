//! When notices may come as the settings stand, and which suggestions can never come.
//!
//! The latter is for `config check` alone; the daemon holds and misses by the step's rules.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::{Notifications, Settings};
use crate::countdown::plan::{Rhythm, Schedule};

impl Settings {
    /// When notices may come.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        let notifications = &self.notifications;
        Schedule {
            rhythm: notifications.rhythm,
            morning: notifications.morning,
            midday: notifications.midday,
            evening: notifications.evening,
            quiet: notifications.quiet_hours,
            min_gap: notifications.min_gap,
            max_per_day: notifications.max_per_day,
            late_limit: notifications.late_limit,
            follow_up_after: notifications.follow_up_after,
        }
    }

    /// The suggestions that never come, each with the reason and what to do: quiet hours, or the
    /// gap after the one before, hold it for longer than `late_limit`.
    #[must_use]
    pub fn never_shown(&self) -> Vec<String> {
        let set = &self.notifications;
        if set.rhythm != Rhythm::Daily {
            return Vec::new();
        }
        let slots = [("morning", set.morning), ("midday", set.midday), ("evening", set.evening)];
        let mut slots: Vec<(&str, NaiveTime)> =
            slots.into_iter().filter_map(|(name, time)| Some((name, time?))).collect();
        slots.sort_by_key(|(_, time)| *time);
        let mut before = None;
        // The first day only settles what the second one follows on.
        let mut never = BTreeMap::new();
        for day in 0..=1 {
            for (name, time) in &slots {
                let due = NaiveDate::default().and_time(*time) + Duration::days(day);
                let (shown, why) = set.held(due, before);
                if shown - due <= set.late_limit {
                    before = Some(shown);
                    never.remove(name);
                } else {
                    never.insert(
                        *name,
                        format!("{name} = \"{}\" never comes: {why}", due.format("%H:%M")),
                    );
                }
            }
        }
        slots.iter().filter_map(|(name, _)| never.remove(name)).collect()
    }
}

impl Notifications {
    /// When a suggestion that is due can come, and what holds it until then.
    fn held(&self, due: NaiveDateTime, before: Option<NaiveDateTime>) -> (NaiveDateTime, &str) {
        let gap = before.map_or(due, |before| due.max(before + self.min_gap));
        match self.quiet_end(gap) {
            Some(end) => (
                end,
                "quiet_hours hold it for longer than late_limit; choose a time outside them, or \
                 other quiet_hours",
            ),
            None => (
                gap,
                "min_gap after the one before holds it for longer than late_limit; choose a later \
                 time, or a smaller min_gap",
            ),
        }
    }

    fn quiet_end(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let (from, to) = self.quiet_hours?;
        let time = at.time();
        let is_quiet = match from < to {
            true => from <= time && time < to,
            false => from <= time || time < to,
        };
        let wait = to.signed_duration_since(time);
        let wait = if wait > Duration::zero() { wait } else { wait + Duration::days(1) };
        is_quiet.then_some(at + wait)
    }
}
