//! What a button does: what `answer` and `urge` do, and what is shown in return.
//!
//! Owns the order that loses no press: saved first, then help. Which question it answers and what
//! follows is `answering`'s; nothing here waits for anything but the notification server.

use super::turn::{deliver, voice};
use crate::answering::{Answering, NotTaken, To, remembered};
use crate::catalogue::Catalogue;
use crate::countdown::button::Button;
use crate::countdown::entry::{Entry, Outcome, What};
use crate::countdown::journal::Journal;
use crate::countdown::message::{Message, Privacy, Voice};
use crate::countdown::notice::{NoticeKind, Record, Reply, State};
use crate::countdown::zone::Now;
use crate::notify::{Notify, Press};
use crate::settings::Settings;
use crate::store::{Change, Store};

/// What follows from a press.
enum Follows {
    Nothing,
    /// A text in return, on the place of a notice of this kind.
    Shown(NoticeKind, Message),
    /// Help, on the place of the follow-up with this key, which takes it away again.
    Helped(String, Message),
    /// Another suggestion: a notice of its own, claimed already.
    Offered(Record, Message),
}

/// Does what a button stands for at `now`; an urge is logged under this `id`, so that one that is
/// tried again is no second one. A press on what was answered meanwhile, or a second time, does
/// nothing.
///
/// # Errors
/// If the data file cannot be read or written: the press can be tried again.
pub async fn press(
    store: &mut Store,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    press: &Press,
    id: &str,
    outlet: &mut impl Notify,
) -> anyhow::Result<()> {
    match save(store, settings, catalogue, now, press, id)? {
        Follows::Nothing => {}
        Follows::Shown(kind, message) => {
            let key = if message.buttons.is_empty() { "" } else { &press.key };
            outlet.show(key, kind, &message).await;
        }
        Follows::Helped(key, message) => {
            outlet.show(&key, NoticeKind::FollowUp, &message).await;
        }
        Follows::Offered(record, message) => {
            deliver(store, &record.key, record.kind, &message, now, outlet).await?;
        }
    }
    Ok(())
}

/// Saves what a press was for that help was shown for already; it does not come twice.
///
/// # Errors
/// As for [`press`].
pub(super) fn save_helped(
    store: &mut Store,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    press: &Press,
    id: &str,
) -> anyhow::Result<()> {
    save(store, settings, catalogue, now, press, id).map(drop)
}

fn save(
    store: &mut Store,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    press: &Press,
    id: &str,
) -> anyhow::Result<Follows> {
    // Who presses a button saw the notice, also where that could not be written down.
    store.arrived(&press.key, now.utc())?;
    let command = if press.button == Button::Urge { "urge" } else { "answer" };
    store.write(command, now.at, |reader| {
        let pressing = Pressing {
            answering: Answering { settings, catalogue, now },
            press,
            id,
            journal: reader.journal(now.utc())?,
            seen: reader.seen(remembered(now))?,
        };
        // What was answered meanwhile, or a second time, changes nothing.
        Ok(pressing.decide().unwrap_or_else(|_| (Vec::new(), Follows::Nothing)))
    })
}

/// Help for an urge where the press could not be saved yet.
pub(super) async fn help_unsaved(
    store: Option<&Store>,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    outlet: &mut impl Notify,
) {
    let journal = store.and_then(|store| store.read().journal(now.utc()).ok());
    let journal = journal.unwrap_or_else(Journal::unreadable);
    let line = "This could not be noted yet; it is tried again.";
    if let Some(message) = help(settings, catalogue, &journal, line, now) {
        outlet.show("", NoticeKind::FollowUp, &message).await;
    }
}

/// Help for the newest urge of the journal, another step each time, with a `line` below it.
fn help(
    settings: &Settings,
    catalogue: &Catalogue,
    journal: &Journal,
    line: &str,
    now: &Now,
) -> Option<Message> {
    let urges = journal.entries.iter().filter(|entry| is_loud(entry)).count();
    let schedule = settings.schedule();
    voice(&|pool| catalogue.pool(pool), settings, &schedule, &[]).help(
        journal,
        urges.saturating_sub(1),
        line,
        now,
    )
}

/// What help came for: the urges, and the answers that ask for more.
fn is_loud(entry: &Entry) -> bool {
    match entry.what {
        What::Urge { .. } => true,
        What::Outcome { outcome, .. } => matches!(outcome, Outcome::Same | Outcome::Stronger),
        _ => false,
    }
}

/// The key of the follow-up that asks about this urge, or once more after this outcome.
fn round_key(settings: &Settings, journal: &Journal, entry: &Entry) -> String {
    let rounds = journal.rounds(settings.schedule().question_delay());
    let asks = rounds.iter().rev().find(|round| {
        round.entry == entry.id || round.urge == entry.id || round.earlier.contains(&entry.id)
    });
    let asks = asks.map_or(&entry.id, |round| &round.entry);
    format!("{}/{asks}", NoticeKind::FollowUp)
}

/// When it is asked how it is; only of what was saved just now.
fn check_in(settings: &Settings, journal: &Journal, now: &Now) -> String {
    let after = settings.notifications.follow_up_after;
    let rounds = after.map(|after| journal.rounds(after)).unwrap_or_default();
    let paused = journal.about.paused_until.is_some_and(|until| until > now.utc());
    let next = rounds.iter().rev().find(|round| round.answered.is_none() && round.due > now.at);
    match next.filter(|_| !paused) {
        Some(round) => format!("Noted. Check-in at {}.", round.due.format("%H:%M")),
        None => "Noted.".to_owned(),
    }
}

/// A press, and what is known when it is dealt with.
struct Pressing<'a> {
    answering: Answering<'a>,
    press: &'a Press,
    id: &'a str,
    journal: Journal,
    seen: Vec<Record>,
}

type Decided = Result<(Vec<Change>, Follows), NotTaken>;

impl Pressing<'_> {
    /// What the button changes, and what follows.
    fn decide(&self) -> Decided {
        match self.press.button {
            Button::Done => Ok((vec![self.reply(Reply::Done)?], self.then_the_mood())),
            Button::Another => self.another(),
            Button::Later => self.later(),
            Button::Urge => {
                let what = What::Urge { strength: None, feeling: None, trigger: None };
                let entry = self.answering.entry(what);
                Ok(self.helps(Entry { id: self.id.to_owned(), ..entry }))
            }
            Button::Easier => {
                Ok((vec![Change::Entry(self.outcome(Outcome::Easier)?)], Follows::Nothing))
            }
            Button::Same => Ok(self.helps(self.outcome(Outcome::Same)?)),
            Button::Stronger => Ok(self.helps(self.outcome(Outcome::Stronger)?)),
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
            let pool = |pool| self.answering.catalogue.pool(pool);
            let voice = voice(&pool, self.answering.settings, &schedule, &self.seen);
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
            Ok(_) => Ok((vec![reply], self.then_the_mood())),
            Err(_) => {
                self.shows(|voice, record| voice.in_return(&self.journal, "not-later", record))
            }
        }
    }

    fn outcome(&self, outcome: Outcome) -> Result<Entry, NotTaken> {
        let (entry, _) = self.answering.outcome(&self.journal, self.to(), outcome, None)?;
        Ok(entry)
    }

    /// Saves what asks for help, and helps. All that is said is known before it is saved: nothing
    /// that could fail comes between the two.
    fn helps(&self, entry: Entry) -> (Vec<Change>, Follows) {
        let Answering { settings, catalogue, now } = self.answering;
        let journal = self.with(&entry);
        let help = help(settings, catalogue, &journal, &check_in(settings, &journal, now), now);
        let key = round_key(settings, &journal, &entry);
        let follows = help.map_or(Follows::Nothing, |message| Follows::Helped(key, message));
        (vec![Change::Entry(entry)], follows)
    }

    /// The mood told; the suggestion of the same evening can still be answered.
    fn mood(&self, mood: u8) -> Decided {
        let entry = self.answering.mood(&self.journal, self.to(), mood)?;
        let told = self.with(&entry);
        let (_, follows) = match self.answering.suggestion(&told, self.to()) {
            Ok(_) => self.shows(|voice, record| voice.again(&told, record, self.answering.now))?,
            Err(_) => (Vec::new(), Follows::Nothing),
        };
        Ok((vec![Change::Entry(entry)], follows))
    }

    /// The evening asks for the mood too: the first press takes that question off the screen.
    fn then_the_mood(&self) -> Follows {
        let asked = self.answering.asks_mood(&self.journal, self.to());
        let shown =
            asked.and_then(|()| self.shows(|voice, record| voice.mood(&self.journal, record)));
        shown.map_or(Follows::Nothing, |(_, follows)| follows)
    }

    /// What is known once this entry is saved.
    fn with(&self, entry: &Entry) -> Journal {
        let mut journal = self.journal.clone();
        journal.entries.retain(|known| known.id != entry.id);
        journal.entries.push(entry.clone());
        journal
    }

    /// Something to read in return, where the notice stood; it changes nothing.
    fn shows(&self, words: impl FnOnce(&Voice, &Record) -> Option<Message>) -> Decided {
        let mut ledger = self.journal.ledger.iter();
        let record =
            ledger.find(|record| record.key == self.press.key).ok_or(NotTaken::NothingOpen)?;
        let schedule = self.answering.settings.schedule();
        let pool = |pool| self.answering.catalogue.pool(pool);
        let message = words(&voice(&pool, self.answering.settings, &schedule, &self.seen), record);
        let follows = message.map(|message| Follows::Shown(record.kind, message));
        Ok((Vec::new(), follows.unwrap_or(Follows::Nothing)))
    }
}

#[cfg(test)]
mod tests;
