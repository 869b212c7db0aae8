//! One text of the catalogue: its fields and the words they may take (programme D.2).
//!
//! Owns the shape. Reading and checking files is the catalogue's, picking one is the chooser's.

use super::policy::Situation;
use super::words;

words! {
    /// What a text is for; one file of the catalogue each.
    pub enum Pool {
        /// Scheduled suggestions, and `suggest`.
        Suggestion = "suggestion",
        /// In place of the evening's suggestion now and then, late in the window.
        Reflection = "reflection",
        /// Help right after an urge, on the terminal.
        UrgeStep = "urge_step",
        /// What is said when an urge is answered, on the terminal.
        UrgeFollowup = "urge_followup",
        /// What is said after contact was made, on the terminal.
        Slip = "slip",
        /// What is said about a received message, on the terminal.
        Received = "received",
        /// Notices for the days worth marking.
        Milestone = "milestone",
        /// What is said when a window is reviewed or closed, on the terminal.
        AfterWindow = "after_window",
        /// What is said after a low mood, on the terminal.
        LowMood = "low_mood",
        /// The fixed notices: welcome, end, follow-up, the mood question, the hidden text.
        Notice = "notice",
    }
}

impl Pool {
    /// The pools out of which an open suggestion may come.
    pub const SUGGESTED: &'static [Self] = &[Self::Suggestion, Self::Reflection, Self::Notice];
}

words! {
    /// The kind of thing a text proposes.
    pub enum Category {
        /// Moving, breathing, stretching.
        Body = "body",
        /// Out of the door.
        Outside = "outside",
        /// Other people, never as messengers.
        People = "people",
        /// The home and small order.
        Home = "home",
        /// Hobbies, music, play.
        Play = "play",
        /// Coming to rest.
        Calm = "calm",
        /// The phone and its doors.
        Screen = "screen",
        /// Kindness to oneself.
        Kind = "kind",
        /// Sleeping, eating, drinking.
        SleepFood = "sleepfood",
        /// The days to come.
        Ahead = "ahead",
        /// One's own share.
        OwnPart = "ownpart",
        /// Making good.
        Apology = "apology",
        /// A message that came, or is thought about.
        Message = "message",
        /// A line that is not crossed.
        Boundary = "boundary",
    }
}

impl Category {
    /// The categories of suggestions; the others belong to texts that answer something.
    pub const SUGGESTIBLE: &'static [Self] = &[
        Self::Body,
        Self::Outside,
        Self::People,
        Self::Home,
        Self::Play,
        Self::Calm,
        Self::Screen,
        Self::Kind,
        Self::SleepFood,
        Self::Ahead,
    ];
}

words! {
    /// The part of the day a text fits.
    pub enum TimeOfDay {
        /// At any hour.
        Any = "any",
        /// Until 11:59.
        Morning = "morning",
        /// 12:00 to 16:59.
        Midday = "midday",
        /// 17:00 to 22:59.
        Evening = "evening",
        /// 23:00 to 05:59 (E29); only for urge help and low mood.
        Night = "night",
    }
}

words! {
    /// Something a text needs that not everybody has.
    pub enum Need {
        /// A place to go outside.
        Outside = "outside",
        /// Someone to talk to.
        Friend = "friend",
        /// Money to spend.
        Money = "money",
        /// A quiet room.
        Quiet = "quiet",
        /// Being able to walk or move freely.
        Mobility = "mobility",
    }
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Stable, kebab case, never used for another text.
    pub id: String,
    /// What it is for.
    pub pool: Pool,
    /// What it proposes.
    pub category: Category,
    /// Which case of its pool it answers (a received kind, an outcome, a notice); `None` for any.
    pub case: Option<String>,
    /// At most 40 characters.
    pub title: String,
    /// At most 140 characters.
    pub body: String,
    /// Inclusive ranges of day numbers; 30 holds for every later day too.
    pub days: Vec<(u32, u32)>,
    /// When in the day it fits.
    pub times: Vec<TimeOfDay>,
    /// About how long it takes, 1 to 60.
    pub minutes: u8,
    /// What it needs.
    pub needs: Vec<Need>,
    /// Whether it is harmless to an onlooker.
    pub discreet: bool,
    /// Situations in which it is never said.
    pub exclude: Vec<Situation>,
    /// Techniques it uses.
    pub tags: Vec<String>,
    /// Seed items and evidence rows it stands on; at least one.
    pub source: Vec<String>,
}

/// Whether a character hides text, turns its direction or is not seen at all.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character can act where it is shown: on a terminal, or on what stands beside it.
#[must_use]
pub fn acts(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// JSON in which what would act where it is shown is escaped: to a reader of JSON the same text.
#[must_use]
pub fn escaped_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if acts(c) {
            let units = &mut [0; 2];
            for unit in c.encode_utf16(units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}
