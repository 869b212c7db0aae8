//! Thinking about one message after the window: the gate, line by line, and what lies behind it
//! (programme A.9).
//!
//! Owns the lines of the gate and the rules. It writes no message, knows no address, and keeps none
//! of the answers.

use super::render;
use super::review;
use super::session::{Session, no_window, refused};
use crate::countdown::entry::Entry;
use crate::countdown::gate::{Closed, closed, is_night, unanswered};

/// What has to be so, and why the space is better where it is not.
const LINES: [(&str, &str); 10] = [
    (
        "No court or police order stands between us.",
        "an order decides this, and a lawyer or the court can say what it allows",
    ),
    (
        "They have not asked for space, and have not said no.",
        "what was said is the answer, and it was theirs to give",
    ),
    (
        "As far as I know there is nobody new, and no upheaval in their life.",
        "there is a lot in their life now, and leaving it in peace is kind to both of you",
    ),
    (
        "There was no fear and no violence between us.",
        "where there was fear, distance keeps people safe; nocontact sos has somebody to talk to",
    ),
    (
        "Nobody is being pressed by a date: not them, and not me.",
        "under the pressure of a date it is better left until there is none",
    ),
    (
        "I would be all right if no answer ever came.",
        "while silence would be too much to bear, space is the kinder place for you",
    ),
    (
        "I can say my part in two sentences, with no \"but\" in them.",
        "words that still need a \"but\" need more time, and nothing runs out",
    ),
    (
        "One change is real already: done, not promised.",
        "a promise can become something real first, and that is good for you in any case",
    ),
    ("It is day, and I have slept.", "this can wait for a day on which you are rested"),
    (
        "No message of mine is waiting for an answer.",
        "one is out there already, and a second would press",
    ),
];

/// What holds for the one message, if there is to be one.
const RULES: [&str; 5] = [
    "One message, and no second one.",
    "Short: a few sentences.",
    "Your own part in it, no more and no less.",
    "Nothing in it asks for a quick reply, and it says that no answer is fine.",
    "No gifts, no visits, nobody in between, no new accounts.",
];

/// Opens the page, if it may be opened, and asks.
pub(super) fn run(session: &Session) -> anyhow::Result<()> {
    let journal = session.journal()?;
    let Some(window) = &journal.window else { return Err(no_window()) };
    let record = review::record(session, window)?;
    if let Some(closed) = closed(&journal.about, window, &record, &session.now) {
        return Err(refused(in_words(closed)));
    }
    if is_night(&session.now) {
        return Err(refused("it is night; this page opens in daylight, after some sleep"));
    }
    if !session.screen.interactive {
        return Err(refused(
            "this is a page of questions, and nobody can be asked here; it opens on a terminal",
        ));
    }
    match first_no(session, &record)? {
        Some(reason) => {
            session.screen.tell(format!("\nThen keep the space: {reason}."))?;
            review::say(session, &journal, "space")
        }
        None => rules(session),
    }
}

fn in_words(closed: Closed) -> &'static str {
    match closed {
        Closed::Order => {
            "with an order in place this page stays closed, on every day; a lawyer or the court can \
             say more"
        }
        Closed::Fear => {
            "where there was fear or violence this page stays closed, on every day; nocontact sos \
             has somebody to talk to"
        }
        Closed::Asked => {
            "you were asked for no contact, and that holds on every day; this page stays closed"
        }
        Closed::SaidNo => {
            "they said where they stand, and it was theirs to say; this page stays closed, and the \
             space is yours"
        }
        Closed::Twice => "two with no answer is an answer; this page stays closed",
        Closed::Endless => {
            "this window has no end, so there is no page for after it; keeping the space needs none"
        }
        Closed::Unfinished => "this page is for after the window; for today, not now is enough",
    }
}

/// Asks line by line; the first no ends it with its reason.
fn first_no(session: &Session, record: &[Entry]) -> anyhow::Result<Option<&'static str>> {
    let count = LINES.len();
    session.screen.tell(format!(
        "{count} lines, one at a time. y: it is so. Enter: no. The first no ends this, and none of \
         your answers is kept.\n"
    ))?;
    let sent = unanswered(record).pop();
    for (number, (line, reason)) in (1..).zip(LINES) {
        let logged = sent.filter(|_| number == count).map_or(String::new(), |at| {
            format!(" (Contact was logged for {}.)", render::date(at, &session.now))
        });
        session.screen.tell(format!("{number} of {count}: {line}{logged}"))?;
        let answer = session.screen.ask("y, or Enter for no:")?.unwrap_or_default().to_lowercase();
        if answer != "y" && answer != "yes" {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

fn rules(session: &Session) -> anyhow::Result<()> {
    session.screen.tell(
        "\nThen one message may be thought about. It is no task, and tomorrow is as good a day. \
         Five rules:",
    )?;
    let numbered = (1_u8..).zip(RULES);
    let rows: Vec<_> =
        numbered.map(|(number, rule)| (number.to_string(), rule.to_owned())).collect();
    session.screen.table(&rows)?;
    session.screen.tell(
        "From research: parting and coming together again, over and over, goes with more distress.",
    )?;
    session.screen.tell(
        "Silence for good is an answer, and keeping the space is as good a choice as it was before. \
         The words are yours: nothing is written or sent for you. If there is a message one day, \
         nocontact contacted logs it.",
    )
}
