//! The daemon's life in small: from one wake-up to the next, over many schedules and histories.

use chrono::NaiveDateTime;

use super::super::super::entry::{Entry, Outcome};
use super::super::super::plan::Rhythm;
use super::super::super::samples::{
    at, clock, journal, now, outcome, record, schedule, then, urge, window,
};
use super::super::super::zone::Moment;
use super::*;

/// Lives from `from` to `to`, five minutes at a time, or jumping from one wake-up to the next.
fn live(
    journal: &mut Journal,
    schedule: &Schedule,
    (from, to): (Moment, Moment),
    by_the_clock: bool,
) -> Vec<String> {
    let mut came = Vec::new();
    let mut now = then(from);
    while now.at <= to {
        let step = step(journal, schedule, &now);
        let shown = step.due.iter().map(|notice| (notice, State::Shown));
        for (notice, state) in
            step.missed.iter().map(|(notice, _)| (notice, State::Missed)).chain(shown)
        {
            journal.ledger.push(Record {
                due: notice.due,
                at: now.utc(),
                ..record(&notice.key, notice.kind, "2026-11-01 00:00", state)
            });
        }
        if let Some(notice) = step.due {
            came.push(format!("{} {}", notice.key, now.at.format("%-d %b %H:%M")));
            continue;
        }
        let next = match (by_the_clock, step.wake_at) {
            (true, _) => now.at + Duration::minutes(5),
            (false, Some(at)) => now.here(at),
            (false, None) => break,
        };
        now = then(next);
    }
    came
}

#[test]
fn a_clock_set_back_two_hours_sends_nothing_twice() {
    let schedule = Schedule { midday: Some(clock("12:30")), ..schedule() };
    for from in ["2026-11-03 08:30", "2026-11-03 12:00", "2026-11-04 08:50", "2026-12-01 13:50"] {
        let mut journal = settled(journal(Vec::new()), &schedule, from, &[]);
        let hour = Duration::hours(1);
        let (from, to) = (at(from), at(from) + hour);
        let first = live(&mut journal, &schedule, (from, to), true);
        let back = to - hour * 2;
        let second = live(&mut journal, &schedule, (back, to), true);
        assert_eq!((first.len(), second), (1, Vec::new()), "{from}");
    }
}

#[test]
fn the_wake_up_is_never_too_late_for_a_notice() {
    for (length, rhythm) in [
        (Some(30), Rhythm::Milestones),
        (Some(30), Rhythm::Daily),
        (Some(365), Rhythm::Milestones),
        (None, Rhythm::Milestones),
        (Some(9), Rhythm::None),
    ] {
        let schedule = Schedule { rhythm, ..schedule() };
        let window = Some(window("2026-11-01 14:05", length));
        let entries = vec![urge("a", "2026-11-20 20:00")];
        let month = |by_the_clock| {
            let window = window.clone();
            let mut journal = Journal { window, entries: entries.clone(), ..Journal::default() };
            let span = (at("2026-11-01 14:05"), at("2026-12-04 00:00"));
            live(&mut journal, &schedule, span, by_the_clock)
        };
        assert_eq!(month(false), month(true), "{length:?} {rhythm}");
    }
}

#[test]
fn a_far_end_hides_no_milestone_from_the_wake_up_and_the_forecast() {
    let schedule = Schedule { rhythm: Rhythm::Milestones, ..schedule() };
    let journal = settled(journal(Vec::new()), &schedule, "2026-11-16 12:00", &[]);
    let now = now("2026-11-16 12:00");
    assert_eq!(said(&journal, &schedule, now), "wake 22 Nov 09:00:00");
    let coming: Vec<String> = Forecast::new(&journal, &schedule, now)
        .map(|(notice, at)| format!("{} {}", notice.kind, at.format("%-d %b %H:%M")))
        .collect();
    let wanted = [
        "milestone 22 Nov 09:00",
        "milestone 26 Nov 09:00",
        "milestone 1 Dec 09:00",
        "end 1 Dec 14:05",
    ];
    assert_eq!(coming, wanted);
}

/// A small generator of its own: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % sides
    }

    fn schedule(&mut self) -> Schedule {
        let mut slot = |hour: u64| {
            let hour = u32::try_from(hour + self.roll(5)).unwrap();
            let minute = u32::try_from(self.roll(60)).unwrap();
            chrono::NaiveTime::from_hms_opt(hour, minute, 0).filter(|_| self.roll(4) > 0)
        };
        let (morning, midday, evening) = (slot(6), slot(11), slot(18));
        Schedule {
            rhythm: [Rhythm::Daily, Rhythm::Daily, Rhythm::Milestones, Rhythm::None]
                [usize::try_from(self.roll(4)).unwrap()],
            morning,
            midday,
            evening,
            quiet: [schedule().quiet, None, Some((clock("12:00"), clock("13:30")))]
                [usize::try_from(self.roll(3)).unwrap()],
            max_per_day: u32::try_from(1 + self.roll(5)).unwrap(),
            ..schedule()
        }
    }

    /// A moment in the 35 days from the start.
    fn moment(&mut self) -> Moment {
        let minutes = i64::try_from(self.roll(35 * 24 * 60)).unwrap();
        at("2026-11-01 14:05") + Duration::minutes(minutes)
    }

    fn journal(&mut self, schedule: &Schedule) -> Journal {
        let entries: Vec<Entry> = (0..self.roll(4))
            .flat_map(|number| {
                let id = format!("u{number}");
                let wall = self.moment().naive_local();
                let text = |wall: NaiveDateTime| wall.format("%Y-%m-%d %H:%M").to_string();
                let urge = urge(&id, &text(wall));
                let same = outcome(&id, Outcome::Same, &text(wall + Duration::minutes(25)));
                [urge, same].into_iter().take(usize::try_from(1 + self.roll(2)).unwrap())
            })
            .collect();
        let length = [Some(30), Some(7), None][usize::try_from(self.roll(3)).unwrap()];
        let mut journal =
            Journal { window: Some(window("2026-11-01 14:05", length)), ..journal(entries) };
        if self.roll(4) == 0 {
            journal.about.paused_until = Some(self.moment().to_utc());
        }
        let (from, to) = (at("2026-11-01 14:05").date_naive(), at("2026-12-06 00:00").date_naive());
        for notice in notices(&journal, schedule, &now("2026-11-20 12:00"), from, to) {
            let state = match self.roll(6) {
                0 => State::Failed,
                1 => State::Missed,
                2 => State::Unknown,
                3 => State::Shown,
                _ => continue,
            };
            let due = notice.due;
            let known = record(&notice.key, notice.kind, "2026-11-01 00:00", state);
            journal.ledger.push(Record { due, at: due.to_utc(), ..known });
        }
        journal
    }
}

#[test]
fn it_wakes_in_the_future_and_sleeps_for_ever_only_if_nothing_is_planned() {
    let mut dice = Dice(7);
    for _ in 0..3000 {
        let schedule = dice.schedule();
        let journal = dice.journal(&schedule);
        let now = then(dice.moment());
        let step = step(&journal, &schedule, &now);
        assert!(step.wake_at.is_none_or(|at| at > now.utc()), "{:?} at {}", step.wake_at, now.at);
        if step.wake_at.is_none() {
            let year = now.date() + Days::new(366);
            let planned = notices(&journal, &schedule, &now, now.date(), year);
            assert!(planned.iter().all(|notice| notice.due <= now.at), "at {}", now.at);
            let gone = step.due.iter().chain(step.missed.iter().map(|(notice, _)| notice));
            let settled = gone.map(|notice| notice.key.clone()).collect::<Vec<_>>();
            let open = |notice: &&Notice| {
                let record = journal.ledger.iter().find(|record| record.key == notice.key);
                !settled.contains(&notice.key)
                    && record.is_none_or(|record| record.state == State::Failed)
            };
            let left: Vec<&Notice> = planned.iter().filter(open).collect();
            // Only what gave way to what is shown now: the next turn sees to it.
            let waits =
                |notice: &&Notice| matches!(notice.kind, NoticeKind::End | NoticeKind::Milestone);
            assert!(left.iter().all(waits) && (left.is_empty() || step.due.is_some()));
        }
    }
}

#[test]
fn whenever_it_wakes_at_most_one_notice_comes_at_once() {
    let mut dice = Dice(11);
    for _ in 0..300 {
        let schedule = dice.schedule();
        let mut journal = dice.journal(&schedule);
        let wakes = dice.moment();
        let came = live(&mut journal, &schedule, (wakes, wakes + Duration::minutes(1)), false);
        // Another may fall due in the very minute, by plan.
        let late: Vec<&String> = came
            .iter()
            .filter(|line| {
                let key = line.split(' ').next();
                let record = journal.ledger.iter().find(|record| Some(record.key.as_str()) == key);
                record.is_some_and(|record| record.due < wakes)
            })
            .collect();
        assert!(late.len() <= 1, "{late:?}");
    }
}
