//! The history as one page of HTML that stands alone: nothing in it runs, and it asks for nothing
//! from anywhere.
//!
//! Owns the form of the page and its words. It is pure: a picture and texts go in, one string comes
//! out; it reads no clock and no file. It shows what was counted and says nothing of what will be.

mod chart;
mod days;
mod said;
mod short;
mod urges;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::countdown::entry::Entry;
use crate::countdown::picture::Picture;
use crate::countdown::text::is_invisible;
use crate::countdown::zone::Moment;

/// How the page looks. The policy names it by its checksum: nothing else may say how the page looks.
const STYLE: &str = include_str!("../config/page.css");
const POLICY: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    include_str!("../config/page.css.sha256"),
    "'; img-src 'none'; base-uri 'none'; form-action 'none'"
);

/// As the weekdays of a picture are in order.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Every revision of an entry that was not taken back, oldest first, each with the moment at which
/// it was written.
pub type Revisions = Vec<(Entry, Moment)>;

/// What the page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Page<'p> {
    /// What a window or a tab is called that shows it.
    pub title: &'p str,
    /// When it is made.
    pub made: Moment,
    /// The figures.
    pub picture: &'p Picture,
    /// How often each kind of suggestion was answered *done* between an urge and its easing.
    pub done: &'p [(&'p str, u32)],
    /// The entries of the span that have words, by time; `None` where nobody asked for words.
    pub notes: Option<&'p [Entry]>,
    /// What was received in the span, by time; `None` where nobody asked for the record.
    pub record: Option<&'p [Revisions]>,
}

impl Page<'_> {
    /// The whole page. Nothing in it acts on a terminal either.
    #[must_use]
    pub fn html(&self) -> String {
        tame(&self.document().into_string()) + "\n"
    }

    fn document(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="referrer" content="no-referrer";
                    meta name="robots" content="noindex, nofollow";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) ", " (self.dates()) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header { (self.head()) }
                    main {
                        (short::section(self.picture))
                        (days::section(self.picture, self.made.date_naive()))
                        (urges::section(self.picture, self.done))
                        @if let Some(notes) = self.notes { (said::notes(notes)) }
                        @if let Some(record) = self.record { (said::record(record)) }
                    }
                    footer {
                        p { "Made by nocontact " (env!("CARGO_PKG_VERSION")) " on this computer. \
                             Whoever has this file can read all that is in it." }
                    }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let span = self.picture.span;
        let words = match (self.notes.is_some(), self.record.is_some()) {
            (false, false) => {
                "The words of notes and of messages are not in it; feelings and triggers are."
            }
            (true, _) => {
                "The words of notes and of messages are in it, and so are feelings and triggers."
            }
            (false, true) => {
                "The words of messages are in it, and so are feelings and triggers; those of other notes are not."
            }
        };
        html! {
            h1 { (self.dates()) }
            p {
                "From " (minute(span.from)) " to " (minute(span.until)) ", made on "
                (minute(self.made)) ". " (words)
            }
            p {
                "These are counts of what was logged. What was not logged is not in them, and they \
                 say nothing of what will be."
            }
        }
    }

    /// "3 Nov to 21 Nov 2026".
    fn dates(&self) -> String {
        let [from, until] = [self.picture.span.from, self.picture.span.until];
        let until = until.format("%-d %b %Y").to_string();
        match from.format("%-d %b %Y").to_string() {
            from if from == until => until,
            from => format!("{from} to {until}"),
        }
    }
}

/// "Tue 3 Nov 2026, 14:05".
fn minute(at: Moment) -> String {
    at.format("%a %-d %b %Y, %H:%M").to_string()
}

/// "3.4" of 34.
fn tenths(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// "1 day", "12 days".
fn count(number: u32, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// What was typed stays what it was to a reader, and cannot act where the page itself is printed: a
/// character that is not seen becomes a reference, which a browser shows as it is; a control
/// character, which no page can hold, becomes its picture.
fn tame(page: &str) -> String {
    let mut tamed = String::with_capacity(page.len());
    for c in page.chars() {
        match c {
            '\n' => tamed.push(c),
            '\t' => tamed.push_str("&#9;"),
            '\u{0}'..='\u{1f}' => {
                tamed.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'));
            }
            '\u{7f}' => tamed.push('\u{2421}'),
            '\u{80}'..='\u{9f}' => tamed.push('\u{fffd}'),
            c if is_invisible(c) => tamed.push_str(&format!("&#x{:x};", u32::from(c))),
            c => tamed.push(c),
        }
    }
    tamed
}

#[cfg(test)]
mod tests {
    use crate::countdown::text::acts;

    use super::*;

    #[test]
    fn no_character_of_the_page_acts_where_it_is_printed() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let tamed = tame(&c.to_string());
            assert!(tamed == "\n" || !tamed.contains(acts), "{c:?}");
            assert!(!acts(c) || c == '\n' || tamed != c.to_string(), "{c:?}");
        }
        assert_eq!(tame("a\u{202e}b\u{0}\tkäse 🧀"), "a&#x202e;b\u{2400}&#9;käse 🧀");
    }
}
