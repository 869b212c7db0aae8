//! What the user says about safety: it holds at once when it is told, and the two strictest are
//! left with typed words and from the next day on (programme C.1).
//!
//! Owns telling and leaving. What a situation permits is the policy's.

use std::collections::BTreeSet;

use chrono::Days;

use super::first::SITUATIONS;
use super::render;
use super::session::{Session, refused, usage};
use crate::countdown::journal::About;
use crate::countdown::policy::Situation;
use crate::countdown::window::Window;
use crate::countdown::zone::start_of_day;
use crate::store::{Change, Reader};

/// What has to be typed to leave one of the strictest.
const PHRASE: &str = "this no longer holds";

/// `about situation WORD…`, or all that is told and what there is.
pub(super) fn tell(
    words: &[String],
    confirm: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    if words.is_empty() {
        return show(session);
    }
    let none = words.iter().any(|word| word == "none");
    if none && words.len() > 1 {
        return Err(usage("'none' stands alone"));
    }
    if none {
        return leave(&Situation::ALL.iter().copied().collect(), confirm, session);
    }
    let new: BTreeSet<Situation> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let (told, ended) =
        session.write("about situation", |reader| telling(&new, reader, session))?;
    say_told(&told, session)?;
    if ended {
        session.screen.tell(
            "Under an order a window has no end date: yours has none any more, and the days go on \
             counting. nocontact undo takes both back.",
        )?;
    }
    warn_of_onlookers(&new, session)
}

/// What telling these changes; what is told then, and whether the open window lost its end by it.
pub(super) fn telling(
    new: &BTreeSet<Situation>,
    reader: &Reader,
    session: &Session,
) -> anyhow::Result<(Vec<Change>, (About, bool))> {
    let told = held(reader, session)?.entering(new);
    let mut changes = Change::told(&told);
    // No date is to look like the day on which contact is allowed (programme C.1).
    let open = reader.open_window()?.filter(|window| window.end.is_some());
    let ended = open.filter(|_| told.situations.contains(&Situation::OrderOnMe));
    let withheld = ended.clone().map(|window| Window { length: None, end: None, ..window });
    changes.extend(withheld.map(Change::Window));
    Ok((changes, (told, ended.is_some())))
}

/// What whoever may be watched has to know at once.
pub(super) fn warn_of_onlookers(
    new: &BTreeSet<Situation>,
    session: &Session,
) -> anyhow::Result<()> {
    if new.contains(&Situation::AfraidOrHurt) || new.contains(&Situation::OrderForMe) {
        session.screen.tell(
            "If somebody may look at this computer, a device that only you use is safer. People to \
             talk to: nocontact sos",
        )?;
    }
    Ok(())
}

/// `about situation WORD… --remove`.
pub(super) fn remove(
    words: &[String],
    confirm: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    let gone: BTreeSet<Situation> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if gone.len() < words.iter().collect::<BTreeSet<_>>().len() {
        return Err(usage("'none' clears all; it does not go with --remove"));
    }
    leave(&gone, confirm, session)
}

/// Tells one more, at once: for a command that was answered so.
pub(super) fn enter(situation: Situation, session: &Session) -> anyhow::Result<()> {
    let new = [situation].into();
    session.write("about situation", |reader| telling(&new, reader, session)).map(drop)
}

/// What holds, in words, with what is being left.
pub(super) fn in_words(told: &About, session: &Session) -> String {
    if told.situations.is_empty() {
        return "not told".to_owned();
    }
    let word = |situation: &Situation| match &told.leaving {
        Some(leaving) if leaving.situations.contains(situation) => {
            let until = render::moment(session.now.here(leaving.at), &session.now);
            format!("{situation} (until {until})")
        }
        _ => situation.to_string(),
    };
    told.situations.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn show(session: &Session) -> anyhow::Result<()> {
    let told = session.journal()?.about;
    session.screen.tell(format!("Situation: {}", in_words(&told, session)))?;
    let row =
        |(words, situation): &(&str, Situation)| (situation.word().to_owned(), (*words).to_owned());
    session.screen.table(&SITUATIONS.iter().map(row).collect::<Vec<_>>())?;
    session.screen.tell("nocontact about situation WORD adds one, with --remove it takes one away.")
}

fn leave(
    gone: &BTreeSet<Situation>,
    confirm: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    let asked = session.journal()?.about.left_slowly(gone);
    if !asked.is_empty() {
        confirmed(&asked, confirm, session)?;
    }
    let tomorrow = session.now.date() + Days::new(1);
    let midnight = start_of_day(session.now.zone, tomorrow).to_utc();
    let told = session.write("about situation", |reader| {
        let told = held(reader, session)?;
        if !told.left_slowly(gone).is_subset(&asked) {
            return Err(refused("somebody told more just now; nothing was changed".to_owned()));
        }
        let told = told.left(gone, midnight);
        Ok((Change::told(&told), told))
    })?;
    if told.leaving.is_none() {
        return say_told(&told, session);
    }
    session.screen.tell(format!(
        "Saved: {}. Until then everything keeps to it; nocontact undo, or telling it again, takes \
         the leaving back.",
        in_words(&told, session)
    ))?;
    let open = session.journal()?.window;
    let endless = open.is_some_and(|window| window.end.is_none());
    if asked.contains(&Situation::OrderOnMe) && endless {
        session.screen.tell(
            "Your window has no end date; from tomorrow on nocontact start --correct --days 30 \
             gives it one.",
        )?;
    }
    Ok(())
}

/// Refuses, unless the words were typed: here, or as an option in a script.
fn confirmed(
    asked: &BTreeSet<Situation>,
    confirm: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    let names: Vec<&str> = asked.iter().map(|situation| situation.word()).collect();
    let names = names.join(" and ");
    let is_phrase = |typed: &str| {
        let words: Vec<&str> = typed.trim_end_matches('.').split_whitespace().collect();
        words.join(" ").eq_ignore_ascii_case(PHRASE)
    };
    match confirm {
        Some(typed) if is_phrase(typed) => return Ok(()),
        Some(_) => return Err(usage(format!("--confirm takes these words: \"{PHRASE}\""))),
        None if !session.screen.interactive => {
            return Err(refused(format!(
                "leaving {names} takes typed words: a terminal asks for them, and in a script it \
                 is --confirm \"{PHRASE}\"; nothing was changed"
            )));
        }
        None => {}
    }
    if asked.contains(&Situation::OrderOnMe) {
        session.screen.tell("An order holds until a court or its own date ends it.")?;
    }
    if asked.contains(&Situation::AskedNoContact) {
        session.screen.tell(
            "What was asked of you holds until it is taken back in plain words by whoever asked.",
        )?;
    }
    session.screen.tell(format!(
        "Leaving {names} takes these words, and what was told holds until midnight all the same: \
         {PHRASE}"
    ))?;
    match session.screen.ask("Type them; Enter changes nothing:")? {
        Some(typed) if is_phrase(&typed) => Ok(()),
        _ => Err(refused("nothing was changed".to_owned())),
    }
}

/// What holds now, by what the file says.
fn held(reader: &Reader, session: &Session) -> anyhow::Result<About> {
    Ok(reader.about()?.as_of(session.now.utc()))
}

/// What is told now, after it changed.
fn say_told(told: &About, session: &Session) -> anyhow::Result<()> {
    if told.situations.is_empty() {
        return session.screen.tell("Cleared. No situation is told now.");
    }
    session.screen.tell(format!(
        "Saved: {}. What the program says and offers keeps to it from now on.",
        in_words(told, session)
    ))
}
