//! What a notice says, word for word, at the privacy the person chose (programme C.5).
//!
//! Owns the words that reach a desktop. Nothing that the user typed is ever among them.

use super::choose::{Place, Reader, Slot, one, suggestion, time_of_day};
use super::journal::Journal;
use super::notice::{Notice, NoticeKind, Record};
use super::text::{Need, Pool, Text, TimeOfDay};
use super::words;
use super::zone::Now;

words! {
    /// How much an onlooker may read.
    pub enum Privacy {
        /// Texts that are harmless to an onlooker.
        Discreet = "discreet",
        /// Any text.
        Plain = "plain",
        /// The same few words each time.
        Hidden = "hidden",
    }
}

/// The words of one notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The id of the catalogue text it stands on, for the ledger.
    pub text: String,
    /// The summary line.
    pub title: String,
    /// The body, one or two lines.
    pub body: String,
}

/// All that the choice of words depends on, beside the journal.
pub struct Voice<'a> {
    /// Gives the texts of a pool.
    pub pool: &'a dyn Fn(Pool) -> Vec<Text>,
    /// How much an onlooker may read.
    pub privacy: Privacy,
    /// What the person cannot or will not use.
    pub without: &'a [Need],
    /// The ledger's records of the texts shown lately.
    pub seen: &'a [Record],
}

impl Voice<'_> {
    /// What `notice` says when shown at `now`; `None` if there is nothing that may be said.
    #[must_use]
    pub fn message(&self, journal: &Journal, notice: &Notice, now: &Now) -> Option<Message> {
        let reader = Reader {
            about: &journal.about,
            without: self.without,
            discreet: self.privacy != Privacy::Plain,
        };
        let text = self.text(journal, notice, now, &reader)?;
        if self.privacy == Privacy::Hidden {
            let fixed = (self.pool)(Pool::Notice);
            let hidden = one(&fixed, &reader, Some("hidden"), &place(notice, 0))?;
            return Some(Message {
                text: text.id,
                title: hidden.title.clone(),
                body: hidden.body.clone(),
            });
        }
        let body = match notice.kind {
            NoticeKind::Evening => self.with_mood_question(text.body, notice, &reader),
            _ => text.body,
        };
        Some(Message { text: text.id, title: text.title, body })
    }

    fn text(&self, journal: &Journal, notice: &Notice, now: &Now, reader: &Reader) -> Option<Text> {
        let fixed = |case: &str| {
            one(&(self.pool)(Pool::Notice), reader, Some(case), &place(notice, self.turn(notice)))
                .cloned()
        };
        match notice.kind {
            NoticeKind::Welcome => fixed("welcome"),
            NoticeKind::End => fixed("end"),
            NoticeKind::FollowUp => fixed("follow-up"),
            NoticeKind::Milestone => {
                let length = journal.window.as_ref().and_then(|window| window.length);
                let case = milestone_case(notice.day, length);
                let turn = self.turn(notice);
                one(&(self.pool)(Pool::Milestone), reader, Some(case), &place(notice, turn))
                    .cloned()
            }
            _ => self.suggested(journal, notice, now, reader),
        }
    }

    fn suggested(
        &self,
        journal: &Journal,
        notice: &Notice,
        now: &Now,
        reader: &Reader,
    ) -> Option<Text> {
        let texts = (self.pool)(Pool::Suggestion);
        if let Some(again) = &notice.text {
            return texts.into_iter().find(|text| text.id == *again && reader.may_read(text));
        }
        let date = notice.due.date_naive();
        let slot = Slot {
            window: notice.window,
            date,
            name: notice.kind.word(),
            time: time_of_notice(notice),
            day: notice.day,
            mood: date.pred_opt().and_then(|yesterday| journal.mood_on(yesterday)),
            slip: journal.recent_slip(now),
        };
        suggestion(&texts, reader, self.seen, &slot).cloned()
    }

    fn with_mood_question(&self, body: String, notice: &Notice, reader: &Reader) -> String {
        let fixed = (self.pool)(Pool::Notice);
        match one(&fixed, reader, Some("mood"), &place(notice, 0)) {
            Some(question) => format!("{body}\n{}", question.body),
            None => body,
        }
    }

    /// Another wording each time: how many notices of this kind came before. An attempt that failed
    /// did not come, and is made again in the same words.
    fn turn(&self, notice: &Notice) -> usize {
        self.seen.iter().filter(|record| record.kind == notice.kind && record.was_sent()).count()
    }
}

fn place(notice: &Notice, turn: usize) -> Place {
    let time = time_of_notice(notice);
    Place { window: notice.window, day: notice.day, time, turn }
}

fn time_of_notice(notice: &Notice) -> TimeOfDay {
    use chrono::Timelike as _;
    match notice.kind {
        NoticeKind::Morning => TimeOfDay::Morning,
        NoticeKind::Midday => TimeOfDay::Midday,
        NoticeKind::Evening => TimeOfDay::Evening,
        _ => time_of_day(notice.due.hour()),
    }
}

/// Which milestone texts fit a day: those of the last day, of the day itself, or of any 30th day.
fn milestone_case(day: u32, length: Option<u32>) -> &'static str {
    match day {
        day if Some(day) == length => "last",
        31.. => "further",
        _ => "day",
    }
}
