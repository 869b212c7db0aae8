//! What a notice says, word for word, at the privacy the person chose (programme C.5).
//!
//! Owns the words that reach a desktop. Nothing that the user typed is ever among them but the texts
//! that they wrote to be shown.

use super::button::Button;
use super::choose::{Place, Reader, Slot, one, reflection, suggestion, time_of_day, urge_steps};
use super::journal::Journal;
use super::notice::{Notice, NoticeKind, Record};
use super::plan::{Schedule, may_put_off};
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

/// One notification: its words, and what it can be answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The id of the catalogue text it stands on, for the ledger.
    pub text: String,
    /// The summary line.
    pub title: String,
    /// The body, one or two lines; with a *Mood* button its question is the last.
    pub body: String,
    /// Its buttons, in order.
    pub buttons: Vec<Button>,
    /// What to type where there are no buttons. It names the program, so only an onlooker who may
    /// read anything is shown it.
    pub command: Option<&'static str>,
}

impl Message {
    /// The body for where the mood cannot be told: a question that nothing takes is not asked.
    #[must_use]
    pub fn body_without_mood(&self) -> &str {
        let asked = self.buttons.contains(&Button::Mood);
        self.body.rsplit_once('\n').filter(|_| asked).map_or(&self.body, |(body, _)| body)
    }

    /// Whether it is nothing without all of its buttons: the mood asked by itself.
    #[must_use]
    pub fn needs_its_buttons(&self) -> bool {
        self.command.is_none() && self.buttons == Button::MOODS
    }
}

/// All that the choice of words depends on, beside the journal.
pub struct Voice<'a> {
    /// Gives the texts of a pool.
    pub pool: &'a dyn Fn(Pool) -> Vec<Text>,
    /// How much an onlooker may read.
    pub privacy: Privacy,
    /// What the person cannot or will not use.
    pub without: &'a [Need],
    /// When notices may come.
    pub schedule: &'a Schedule,
    /// The ledger's records of the texts shown lately.
    pub seen: &'a [Record],
}

impl Voice<'_> {
    /// What `notice` says when shown at `now`; `None` if there is nothing that may be said.
    #[must_use]
    pub fn message(&self, journal: &Journal, notice: &Notice, now: &Now) -> Option<Message> {
        let text = self.text(journal, notice, now, &self.reader(journal))?;
        if self.privacy != Privacy::Hidden {
            return Some(self.worded(text, journal, notice, now));
        }
        let hidden = self.fixed(journal, "hidden", notice)?;
        let buttons = vec![Button::Read];
        Some(Message {
            text: text.id,
            title: hidden.title,
            body: hidden.body,
            buttons,
            command: None,
        })
    }

    /// What a notice says that was shown with this text already: to who asked to read it, whatever
    /// the privacy hid.
    #[must_use]
    pub fn again(&self, journal: &Journal, record: &Record, now: &Now) -> Option<Message> {
        let id = record.text.as_deref()?;
        let pools = Pool::SUGGESTED.iter().copied().chain([Pool::Milestone]);
        let text = pools.flat_map(self.pool).find(|text| text.id == id)?;
        if !self.reader(journal).may_read(&text) {
            return None;
        }
        let notice = Notice::of(record, journal.window.as_ref());
        with_figures(text, journal).map(|text| self.worded(text, journal, &notice, now))
    }

    /// How was the day? Asked because the person pressed for it.
    #[must_use]
    pub fn mood(&self, journal: &Journal, record: &Record) -> Option<Message> {
        let notice = Notice::of(record, journal.window.as_ref());
        let text = self.fixed(journal, "mood", &notice)?;
        Some(self.dressed(text, Button::MOODS.to_vec(), "nocontact answer 1|2|3|4|5"))
    }

    /// A fixed text with nothing to answer, in return for a press on the notice of `record`.
    #[must_use]
    pub fn in_return(&self, journal: &Journal, case: &str, record: &Record) -> Option<Message> {
        let notice = Notice::of(record, journal.window.as_ref());
        let text = self.fixed(journal, case, &notice)?;
        Some(Message {
            text: text.id,
            title: text.title,
            body: text.body,
            buttons: Vec::new(),
            command: None,
        })
    }

    /// What the window held, asked for by a press on its end; in numbers only where an onlooker may
    /// read anything.
    #[must_use]
    pub fn review(&self, journal: &Journal, record: &Record, now: &Now) -> Option<Message> {
        let mut message = self.in_return(journal, "review", record)?;
        if self.privacy == Privacy::Plain {
            let (days, urges) = (journal.days(now)?, journal.urges(now));
            let longest = days.longest_stretch;
            message.body = format!(
                "{} of {} days without contact, longest stretch {longest}. Urges: {} logged, {} \
                 let pass.\nnocontact finish",
                days.without_contact, days.passed, urges.logged, urges.let_pass
            );
        }
        Some(message)
    }

    /// One small thing to do right now, for an urge or one that did not ease; `turn` is how many
    /// came before, `line` what else there is to say.
    #[must_use]
    pub fn help(&self, journal: &Journal, turn: usize, line: &str, now: &Now) -> Option<Message> {
        use chrono::Timelike as _;
        let steps = (self.pool)(Pool::UrgeStep);
        let place = Place {
            window: journal.window.as_ref().map_or(0, |window| window.id),
            day: journal.standing(now).map_or(0, |standing| standing.day),
            time: time_of_day(now.at.hour()),
            turn,
        };
        let step = urge_steps(&steps, &self.reader(journal), &place).into_iter().next()?.clone();
        let body = format!("{}\n{line}", step.body);
        Some(Message { text: step.id, title: step.title, body, buttons: Vec::new(), command: None })
    }

    fn reader<'a>(&'a self, journal: &'a Journal) -> Reader<'a> {
        Reader {
            about: &journal.about,
            without: self.without,
            discreet: self.privacy != Privacy::Plain,
        }
    }

    fn fixed(&self, journal: &Journal, case: &str, notice: &Notice) -> Option<Text> {
        let texts = (self.pool)(Pool::Notice);
        one(&texts, &self.reader(journal), Some(case), &place(notice, 0)).cloned()
    }

    /// The words of a text, and the buttons that go with its kind of notice.
    fn worded(&self, text: Text, journal: &Journal, notice: &Notice, now: &Now) -> Message {
        match notice.kind {
            NoticeKind::Welcome | NoticeKind::Milestone => self.dressed(text, Vec::new(), ""),
            NoticeKind::End => self.dressed(text, vec![Button::Review], "nocontact finish"),
            NoticeKind::FollowUp => {
                let buttons = vec![Button::Easier, Button::Same, Button::Stronger];
                self.dressed(text, buttons, "nocontact answer easier|same|stronger")
            }
            NoticeKind::Evening if !journal.mood_told(&notice.key) => {
                let mut buttons = self.suggestion_buttons(journal, notice, now);
                buttons.push(Button::Mood);
                let command = "nocontact answer done|another|later|1|2|3|4|5";
                let mut message = self.dressed(text, buttons, command);
                if let Some(question) = self.fixed(journal, "mood", notice) {
                    message.body = format!("{}\n{}", message.body, question.body);
                }
                message
            }
            NoticeKind::Morning | NoticeKind::Midday | NoticeKind::Evening | NoticeKind::Asked => {
                let buttons = self.suggestion_buttons(journal, notice, now);
                self.dressed(text, buttons, "nocontact answer done|another|later")
            }
        }
    }

    /// *Later* only where it could come again.
    fn suggestion_buttons(&self, journal: &Journal, notice: &Notice, now: &Now) -> Vec<Button> {
        let later = journal.window.as_ref().is_some_and(|window| {
            may_put_off(&notice.key, now.at, window, self.schedule, now).is_ok()
        });
        let all = [Button::Done, Button::Another, Button::Later, Button::Urge];
        all.into_iter().filter(|button| *button != Button::Later || later).collect()
    }

    fn dressed(&self, text: Text, buttons: Vec<Button>, command: &'static str) -> Message {
        let told = self.privacy == Privacy::Plain && !command.is_empty();
        let Text { id, title, body, .. } = text;
        Message { text: id, title, body, buttons, command: told.then_some(command) }
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
        if let Some(again) = &notice.text {
            let mut texts = Pool::SUGGESTED.iter().flat_map(|pool| (self.pool)(*pool));
            let text = texts.find(|text| text.id == *again && reader.may_read(text))?;
            return with_figures(text, journal);
        }
        if notice.kind == NoticeKind::Evening
            && let Some(text) = self.own_data(journal, notice, now, reader)
        {
            return Some(text);
        }
        let date = notice.due.date_naive();
        let slot = Slot {
            window: notice.window,
            date,
            name: notice.kind.word(),
            time: time_of_notice(notice),
            day: notice.day,
            lately: journal.lately(notice.due, now),
        };
        if notice.kind == NoticeKind::Evening
            && let Some(text) = reflection(&(self.pool)(Pool::Reflection), reader, self.seen, &slot)
        {
            return Some(text.clone());
        }
        suggestion(&(self.pool)(Pool::Suggestion), reader, self.seen, &slot).cloned()
    }

    /// The person's own figures, in place of the evening's suggestion about once a week (E33); they
    /// are for nobody else's eyes.
    fn own_data(
        &self,
        journal: &Journal,
        notice: &Notice,
        now: &Now,
        reader: &Reader,
    ) -> Option<Text> {
        if self.privacy != Privacy::Plain {
            return None;
        }
        let mut texts = (self.pool)(Pool::Notice);
        texts.retain(|text| text.case.as_deref() == Some(OWN_DATA));
        let told = |text: &Text| self.seen.iter().any(|it| it.text.as_ref() == Some(&text.id));
        let turn = texts.iter().filter(|text| told(text)).count();
        let figures = journal.figures_due(&texts, self.seen, notice.due, now)?;
        let text = one(&texts, reader, Some(OWN_DATA), &place(notice, turn))?.clone();
        Some(figures.told(text))
    }

    /// Another wording each time: how many notices of this kind came before. An attempt that failed
    /// did not come, and is made again in the same words.
    fn turn(&self, notice: &Notice) -> usize {
        self.seen.iter().filter(|record| record.kind == notice.kind && record.was_sent()).count()
    }
}

/// The case of the notices that carry the person's own figures.
const OWN_DATA: &str = "own-data";

/// A text with the figures of now, where it has places for them.
fn with_figures(text: Text, journal: &Journal) -> Option<Text> {
    match text.case.as_deref() {
        Some(OWN_DATA) => journal.figures().map(|figures| figures.told(text)),
        _ => Some(text),
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

#[cfg(test)]
mod tests;
