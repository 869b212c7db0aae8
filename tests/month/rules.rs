//! The rules of design §4, held against a diary. Each is worked out from the words of the design,
//! not from the code that it is there to check.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use nocontact::catalogue;
use nocontact::countdown::message::Privacy;
use nocontact::countdown::notice::{NoticeKind, Why};
use nocontact::countdown::plan::Rhythm;
use nocontact::countdown::policy::Policy;
use nocontact::countdown::text::{Pool, Text};

use super::diary::{Diary, Shown};

const SLOTS: [NoticeKind; 3] = [NoticeKind::Morning, NoticeKind::Midday, NoticeKind::Evening];

impl Shown {
    fn is_suggestion(&self) -> bool {
        SLOTS.contains(&self.kind)
    }

    fn is_scheduled(&self) -> bool {
        self.is_suggestion() || self.kind == NoticeKind::Milestone
    }

    /// Answered *later*: it was asked for.
    fn was_put_off(&self) -> bool {
        self.key.contains('+')
    }
}

impl Diary {
    /// Every rule of design §4.
    pub(super) fn keeps_the_rules(&self) {
        self.nothing_comes_twice();
        self.there_is_room_between();
        self.nothing_comes_in_quiet_hours();
        self.everything_is_on_time();
        self.milestones_mark_their_days();
        self.no_slot_is_forgotten();
        self.the_end_comes_once_and_last();
        self.words_are_fit_and_fresh();
        self.reflections_are_late_and_rare();
        self.each_can_be_answered_where_it_stands();
    }

    fn nothing_comes_twice(&self) {
        let keys: HashSet<&str> = self.shown.iter().map(|shown| shown.key.as_str()).collect();
        assert_eq!(keys.len(), self.shown.len(), "a key was used twice");
        for key in self.missed.keys() {
            assert!(!keys.contains(key.as_str()), "{key} was shown and missed");
        }
    }

    fn there_is_room_between(&self) {
        let limits = &self.settings.notifications;
        let scheduled: Vec<&Shown> = self.shown.iter().filter(|s| s.is_scheduled()).collect();
        for pair in scheduled.windows(2) {
            let apart = pair[1].at - pair[0].at;
            let enough = apart >= limits.min_gap || pair[1].was_put_off();
            assert!(enough, "{} and {} are {apart} apart", pair[0].key, pair[1].key);
        }
        let counted: Vec<&Shown> =
            self.shown.iter().filter(|shown| shown.kind != NoticeKind::FollowUp).collect();
        let most = usize::try_from(limits.max_per_day).unwrap();
        for many in counted.windows(most + 1) {
            let apart = many[most].at - many[0].at;
            assert!(apart >= Duration::hours(24), "too many within a day to {}", many[most].at);
        }
    }

    fn nothing_comes_in_quiet_hours(&self) {
        let held = |shown: &&Shown| shown.is_scheduled() || shown.kind == NoticeKind::End;
        for shown in self.shown.iter().filter(held) {
            assert!(!self.is_quiet(shown.at.time()), "{} came at {}", shown.key, shown.at);
        }
    }

    fn is_quiet(&self, time: NaiveTime) -> bool {
        match self.settings.notifications.quiet_hours {
            None => false,
            Some((from, to)) if from < to => from <= time && time < to,
            Some((from, to)) => time >= from || time < to,
        }
    }

    fn everything_is_on_time(&self) {
        for shown in &self.shown {
            let late = shown.at - shown.due;
            assert!(late >= Duration::zero(), "{} came early", shown.key);
            match shown.kind {
                NoticeKind::Milestone => {
                    assert_eq!(shown.at.date_naive(), shown.due.date_naive(), "{}", shown.key);
                }
                NoticeKind::End => {}
                _ => assert!(late <= Duration::minutes(60), "{} came {late} late", shown.key),
            }
        }
    }

    /// Days 1 3 7 10 14 21 25 30, every 30th after them, and the last, unless its hour comes after
    /// the end or nothing could be shown from that hour to the evening.
    fn milestones_mark_their_days(&self) {
        let first = self.window.since.date_naive();
        let wanted = self.settings.notifications.rhythm != Rhythm::None;
        let days: Vec<u32> = (1..=62)
            .filter(|day| {
                let every_30th = *day > 30 && day % 30 == 0;
                let marked = [1, 3, 7, 10, 14, 21, 25, 30].contains(day) || every_30th;
                wanted && (marked || self.window.length == Some(*day))
            })
            .filter(|day| self.may_come(first + Days::new(u64::from(*day)), NoticeKind::Milestone))
            .collect();
        let shown: Vec<u32> = self.of(NoticeKind::Milestone).map(|shown| shown.day).collect();
        assert_eq!(shown, days, "the days that were marked");
        let marked: BTreeSet<NaiveDate> = self.dates(NoticeKind::Milestone).into_iter().collect();
        for date in self.dates(NoticeKind::Morning) {
            assert!(!marked.contains(&date), "a morning suggestion beside the milestone of {date}");
        }
    }

    /// Whether the slot of a kind on a date lies in the window and in the time that was watched,
    /// and something could be shown between it and the night.
    fn may_come(&self, date: NaiveDate, kind: NoticeKind) -> bool {
        let Some(time) = self.slot(kind) else { return false };
        let at = |time: NaiveTime| {
            // No scenario has a slot in the hour of a clock change, nor arrives on a milestone.
            let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc();
            let zone = self.zone_at(noon);
            zone.from_local_datetime(&date.and_time(time)).single().unwrap().with_timezone(&Utc)
        };
        let (due, night) = (at(time), at(NaiveTime::from_hms_opt(21, 59, 0).unwrap()));
        let inside = due > self.window.started_at
            && self.window.end.is_none_or(|end| due < end)
            && due <= self.until;
        let silent = |(from, to): &(_, _)| *from <= due && *to > night.min(self.until);
        inside && !self.silences.iter().any(silent)
    }

    /// The hour of a kind; milestones come with the morning, or at nine.
    fn slot(&self, kind: NoticeKind) -> Option<NaiveTime> {
        let set = &self.settings.notifications;
        match kind {
            NoticeKind::Morning => set.morning,
            NoticeKind::Midday => set.midday,
            NoticeKind::Evening => set.evening,
            _ => set.morning.or(NaiveTime::from_hms_opt(9, 0, 0)),
        }
    }

    /// Each slot of each day came, or stands in the ledger as missed, for a reason.
    fn no_slot_is_forgotten(&self) {
        if self.settings.notifications.rhythm != Rhythm::Daily {
            assert!(!self.shown.iter().any(Shown::is_suggestion), "an unwanted suggestion");
            return;
        }
        let known: HashSet<&str> = self
            .shown
            .iter()
            .map(|shown| shown.key.as_str())
            .chain(self.missed.keys().map(String::as_str))
            .collect();
        let marked: HashSet<NaiveDate> =
            self.of(NoticeKind::Milestone).map(|shown| shown.due.date_naive()).collect();
        let began = self.window.started_at.date_naive();
        let last = (self.until - Duration::days(1)).date_naive();
        for date in began.iter_days().take_while(|date| *date <= last) {
            for kind in SLOTS.into_iter().filter(|kind| self.may_come(date, *kind)) {
                let key = format!("1/{kind}/{date}");
                let instead = kind == NoticeKind::Morning
                    && (marked.contains(&date)
                        || self.missed.contains_key(&format!("1/milestone/{date}")));
                assert!(known.contains(key.as_str()) != instead, "{key}");
            }
        }
        let unasked = |why: &Why| matches!(why, Why::NoText);
        let wordless = self.missed.values().filter(|(_, why)| unasked(why)).count();
        assert_eq!(wordless, 0, "the catalogue has words for every slot");
    }

    fn the_end_comes_once_and_last(&self) {
        let wanted = self.settings.notifications.rhythm != Rhythm::None;
        let ends: Vec<&Shown> = self.of(NoticeKind::End).collect();
        let Some(end) = self.window.end.filter(|end| wanted && *end <= self.until) else {
            assert_eq!(ends.len(), 0, "an end that there is not");
            return;
        };
        assert_eq!(ends.len(), 1, "the end comes once");
        assert!(ends[0].at.to_utc() >= end);
        let after = |shown: &&Shown| shown.at >= end && shown.is_scheduled();
        assert_eq!(self.shown.iter().find(after), None, "nothing is planned after the end");
    }

    /// Nothing that this person may not be told, and no suggestion again before its time.
    fn words_are_fit_and_fresh(&self) {
        let texts: HashMap<String, Text> =
            [Pool::Suggestion, Pool::Reflection, Pool::Milestone, Pool::Notice]
                .into_iter()
                .flat_map(|pool| catalogue::load(pool).unwrap())
                .map(|text| (text.id.clone(), text))
                .collect();
        let policy = Policy::new(self.situations.iter().copied());
        let set = &self.settings.notifications;
        let slots = [set.morning, set.midday, set.evening].into_iter().flatten().count();
        let mut said: HashMap<&str, NaiveDate> = HashMap::new();
        for shown in &self.shown {
            let text = &texts[&shown.text];
            assert!(policy.allows(&text.exclude), "{} is never said to this person", text.id);
            assert!(text.discreet || set.privacy == Privacy::Plain, "{} is not discreet", text.id);
            if set.privacy == Privacy::Hidden {
                let words = (shown.title.as_str(), shown.body.as_str());
                assert_eq!(words, ("A note for you", "Open it when you have a quiet minute."));
            } else {
                // One's own figures stand in places of the text.
                let fixed = text.body.split('{').next().unwrap_or_default();
                assert_eq!((&shown.title, true), (&text.title, shown.body.starts_with(fixed)));
                assert!(!shown.body.contains('{'), "{}", shown.body);
            }
            if shown.is_suggestion() && !shown.was_put_off() {
                let date = shown.at.date_naive();
                // Enough for thirty days at two a day; after that, and at three, two weeks' rest.
                let is_figures = text.case.is_some();
                let rest = Days::new(if is_figures {
                    7
                } else if slots <= 2 && shown.day <= 30 {
                    30
                } else {
                    14
                });
                let again = said.insert(&text.id, date);
                assert!(again.is_none_or(|before| before + rest <= date), "{} again", text.id);
            }
        }
    }

    /// Of the evening, not in the first week, at most every second evening (programme D.1).
    fn reflections_are_late_and_rare(&self) {
        let reflections = catalogue::load(Pool::Reflection).unwrap();
        let fresh = self.shown.iter().filter(|shown| !shown.was_put_off());
        let those = fresh.filter(|shown| reflections.iter().any(|text| text.id == shown.text));
        let mut before: Option<&Shown> = None;
        for shown in those {
            assert!(shown.kind == NoticeKind::Evening && shown.day >= 8, "{}", shown.key);
            let apart = if shown.day < 15 { 4 } else { 2 };
            let soon = before.is_some_and(|before| before.day + apart > shown.day);
            assert!(!soon, "{} so soon after another", shown.key);
            before = Some(shown);
        }
    }

    /// The buttons of everything that was shown: those of its kind, *later* only where the same
    /// could come once more, behind *read* where it is hidden.
    fn each_can_be_answered_where_it_stands(&self) {
        for shown in &self.shown {
            let later = if self.can_come_later(shown) { "later " } else { "" };
            let words = match shown.kind {
                NoticeKind::Welcome | NoticeKind::Milestone => String::new(),
                NoticeKind::End => "review".to_owned(),
                NoticeKind::FollowUp => "easier same stronger".to_owned(),
                NoticeKind::Evening => format!("done another {later}urge mood"),
                _ => format!("done another {later}urge"),
            };
            let privacy = self.settings.notifications.privacy;
            let expected = if privacy == Privacy::Hidden { "read" } else { words.as_str() };
            let buttons: Vec<&str> = shown.buttons.iter().map(|button| button.word()).collect();
            assert_eq!(buttons.join(" "), expected, "{} at {}", shown.key, shown.at);
            let told = privacy == Privacy::Plain && !buttons.is_empty();
            assert_eq!(shown.command.is_some(), told, "{}", shown.key);
        }
    }

    /// Put off at most twice, not into the night, and not over the end.
    fn can_come_later(&self, shown: &Shown) -> bool {
        let hour = shown.at.to_utc() + Duration::hours(1);
        let there = hour.with_timezone(&self.zone_at(hour));
        let often = shown.key.ends_with("+2");
        !often && !self.is_quiet(there.time()) && self.window.end.is_none_or(|end| hour < end)
    }
}
