//! What a button does: what `answer` and `urge` do, and what is shown in return.
//!
//! Owns the order that loses no press: saved first, then help. Which question it answers and what
//! follows is `answering`'s; nothing here waits for anything but the notification server.

use super::turn::{deliver, voice};
use crate::answering::{Answering, NotTaken, To, remembered};
use crate::countdown::button::Button;
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::journal::Journal;
use crate::countdown::message::{Message, Privacy, Voice};
use crate::countdown::notice::{NoticeKind, Record, Reply, State};
use crate::countdown::zone::Now;
use crate::notify::{Notify, Press};
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError};

/// What follows from a press.
enum Follows {
    Nothing,
    /// A text in return, on the place of a notice of this kind.
    Shown(NoticeKind, Message),
    /// Another suggestion: a notice of its own, claimed already.
    Offered(Record, Message),
    /// Help for an urge that was just saved, or did not ease.
    Help,
}

/// Does what a button stands for at `now`. A press on what was answered meanwhile, or a second time,
/// does nothing.
///
/// # Errors
/// If the data file cannot be read or written: nothing was saved, and the press can be tried again.
pub async fn press(
    store: &mut Store,
    settings: &Settings,
    now: &Now<'_>,
    press: &Press,
    outlet: &mut impl Notify,
) -> anyhow::Result<()> {
    let command = if press.button == Button::Urge { "urge" } else { "answer" };
    let saved = store.write(command, now.at, |reader| {
        let pressing = Pressing {
            answering: Answering { settings, now },
            press,
            journal: reader.journal(now.utc())?,
            seen: reader.seen(remembered(now))?,
        };
        // What was answered meanwhile, or a second time, changes nothing.
        Ok(pressing.decide().unwrap_or_else(|_| (Vec::new(), Follows::Nothing)))
    });
    match saved? {
        Follows::Nothing => {}
        Follows::Shown(kind, message) => {
            outlet.show(&press.key, kind, &message).await;
        }
        Follows::Offered(record, message) => {
            deliver(store, &record.key, record.kind, &message, now, outlet).await?;
        }
        Follows::Help => {
            let journal = store.read().journal(now.utc())?;
            help(store, settings, now, press, outlet, &check_in(settings, &journal, now)).await?;
        }
    }
    Ok(())
}

/// What help says where the press could not be saved yet.
pub(super) const UNSAVED: &str = "This could not be noted yet; it is tried again.";

/// Help for an urge, with a `line` below it.
///
/// # Errors
/// If the data file cannot be read.
pub(super) async fn help(
    store: &Store,
    settings: &Settings,
    now: &Now<'_>,
    press: &Press,
    outlet: &mut impl Notify,
    line: &str,
) -> Result<(), StoreError> {
    let journal = store.read().journal(now.utc())?;
    let urges = journal.entries.iter().filter(|entry| is_loud(entry)).count();
    let schedule = settings.schedule();
    let voice = voice(settings, &schedule, &[]);
    if let Some(message) = voice.help(&journal, urges.saturating_sub(1), line, now) {
        outlet.show(&press.key, NoticeKind::FollowUp, &message).await;
    }
    Ok(())
}

/// What help came for: the urges, and the answers that ask for more.
fn is_loud(entry: &Entry) -> bool {
    match entry.what {
        What::Urge { .. } => true,
        What::Outcome { outcome, .. } => matches!(outcome, Outcome::Same | Outcome::Stronger),
        _ => false,
    }
}

/// When it is asked how it is; only of what was saved just now.
fn check_in(settings: &Settings, journal: &Journal, now: &Now) -> String {
    let after = settings.notifications.follow_up_after;
    let rounds = after.map(|after| journal.rounds(after)).unwrap_or_default();
    let paused = journal.about.paused_until.is_some_and(|until| until > now.utc());
    let next = rounds.iter().rev().find(|round| round.answered.is_none() && round.due > now.at);
    match next.filter(|_| !paused) {
        Some(round) => format!("Noted. A short check-in follows at {}.", round.due.format("%H:%M")),
        None => "Noted.".to_owned(),
    }
}

/// A press, and what is known when it is dealt with.
struct Pressing<'a> {
    answering: Answering<'a>,
    press: &'a Press,
    journal: Journal,
    seen: Vec<Record>,
}

type Decided = Result<(Vec<Change>, Follows), NotTaken>;

impl Pressing<'_> {
    /// What the button changes, and what follows.
    fn decide(&self) -> Decided {
        match self.press.button {
            Button::Done => Ok((vec![self.reply(Reply::Done)?], Follows::Nothing)),
            Button::Another => self.another(),
            Button::Later => self.later(),
            Button::Urge => {
                let what = What::Urge { strength: None, feeling: None, trigger: None };
                Ok((vec![Change::Entry(self.answering.entry(what))], Follows::Help))
            }
            Button::Easier => self.outcome(Outcome::Easier, Follows::Nothing),
            Button::Same => self.outcome(Outcome::Same, Follows::Help),
            Button::Stronger => self.outcome(Outcome::Stronger, Follows::Help),
            Button::Mood => {
                self.answering.asks_mood(&self.journal, self.to())?;
                self.shows(|voice, record| voice.mood(&self.journal, record))
            }
            Button::Mood1 => self.mood(1),
            Button::Mood2 => self.mood(2),
            Button::Mood3 => self.mood(3),
            Button::Mood4 => self.mood(4),
            Button::Mood5 => self.mood(5),
            Button::Read => {
                self.shows(|voice, record| voice.again(&self.journal, record, self.answering.now))
            }
            Button::Review => {
                let now = self.answering.now;
                let answered = self.answering.review(&self.journal, self.to())?;
                let (_, follows) =
                    self.shows(|voice, record| voice.review(&self.journal, record, now))?;
                Ok((answered.into_iter().collect(), follows))
            }
        }
    }

    fn to(&self) -> To<'_> {
        To::Notice(&self.press.key)
    }

    /// The answer to the suggestion, if that is open still.
    fn reply(&self, reply: Reply) -> Result<Change, NotTaken> {
        let open = self.answering.suggestion(&self.journal, self.to())?;
        Ok(self.answering.reply(&open.key, reply))
    }

    fn another(&self) -> Decided {
        let reply = self.reply(Reply::Another)?;
        let privacy = self.answering.settings.notifications.privacy;
        let offer =
            self.answering.offer(&self.journal, &self.seen, None, privacy != Privacy::Plain);
        let record = offer.map(|offer| Record { state: State::Claimed, ..offer.record });
        let message = record.as_ref().ok().and_then(|record| {
            let schedule = self.answering.settings.schedule();
            let voice = voice(self.answering.settings, &schedule, &self.seen);
            voice.again(&self.journal, record, self.answering.now)
        });
        match (record, message) {
            (Ok(record), Some(message)) => {
                let changes = vec![reply, Change::Record(record.clone())];
                Ok((changes, Follows::Offered(record, message)))
            }
            _ => self.shows(|voice, record| voice.in_return(&self.journal, "no-more", record)),
        }
    }

    fn later(&self) -> Decided {
        let reply = self.reply(Reply::Later)?;
        match self.answering.later(&self.journal, &self.press.key) {
            Ok(_) => Ok((vec![reply], Follows::Nothing)),
            Err(_) => {
                self.shows(|voice, record| voice.in_return(&self.journal, "not-later", record))
            }
        }
    }

    fn outcome(&self, outcome: Outcome, follows: Follows) -> Decided {
        let (entry, _) = self.answering.outcome(&self.journal, self.to(), outcome, None)?;
        Ok((vec![Change::Entry(entry)], follows))
    }

    fn mood(&self, mood: u8) -> Decided {
        let entry = self.answering.mood(&self.journal, self.to(), mood)?;
        Ok((vec![Change::Entry(entry)], Follows::Nothing))
    }

    /// Something to read in return, where the notice stood; it changes nothing.
    fn shows(&self, words: impl FnOnce(&Voice, &Record) -> Option<Message>) -> Decided {
        let mut ledger = self.journal.ledger.iter();
        let record =
            ledger.find(|record| record.key == self.press.key).ok_or(NotTaken::NothingOpen)?;
        let schedule = self.answering.settings.schedule();
        let message = words(&voice(self.answering.settings, &schedule, &self.seen), record);
        let follows = message.map(|message| Follows::Shown(record.kind, message));
        Ok((Vec::new(), follows.unwrap_or(Follows::Nothing)))
    }
}
