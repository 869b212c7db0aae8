//! The fields of `status --format`: their words and what each means.
//!
//! Owns the list that help prints and the command fills in; neither can have one that the other
//! has not.

use Field::{
    Complete, Count, Daemon, Day, DaysLeft, Length, LetPass, Longest, Next, NextIn, Open, Percent,
    Until, Urges, Without,
};

/// A field of `status --format`.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) enum Field {
    Count,
    Day,
    Length,
    DaysLeft,
    Percent,
    Until,
    Complete,
    Without,
    Longest,
    Urges,
    LetPass,
    Open,
    Next,
    NextIn,
    Daemon,
}

/// Every field with its word, and what stands in its place.
pub(in crate::cli) const FIELDS: [(&str, Field, &str); 15] = [
    ("count", Count, "18/30, or 18 with no end date"),
    ("day", Day, "the day, 0 on the date of last contact"),
    ("length", Length, "days of the window, or none"),
    ("days_left", DaysLeft, "days left, or none"),
    ("percent", Percent, "how much of the length has passed, 0 to 100, or none"),
    ("until", Until, "the end, or none"),
    ("complete", Complete, "yes or no"),
    ("without", Without, "days without contact"),
    ("longest", Longest, "the longest stretch between contacts, in days"),
    ("urges", Urges, "urges logged"),
    ("let_pass", LetPass, "urges let pass"),
    ("open", Open, "how many questions are open"),
    ("next", Next, "when the next notice comes, or nothing planned"),
    ("next_in", NextIn, "in how long: 20m, 3h or 2d, or none"),
    ("daemon", Daemon, "running or not running"),
];

/// What stands below the options of `status`.
pub(super) fn status_foot() -> String {
    let line = |word: &str, meaning| format!("  {:<12} {meaning}", format!("{{{word}}}"));
    let fields: Vec<String> = FIELDS.iter().map(|(word, _, meaning)| line(word, meaning)).collect();
    let fields = fields.join("\n");
    format!(
        "Fields of --format ({{{{ and }}}} are braces):\n{fields}\n\n\
         With no window open --line and --format print nothing in a bar, with exit code 3; the text \
         of --waybar is empty, and waybar hides it. Its classes: calm, open (a question), complete, \
         paused, daemon-down, no-window.\n\n\
         Example: nocontact status --format \"day {{day}}\""
    )
}
