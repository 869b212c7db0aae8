//! What can be typed after `status`, and the fields of its `--format`: their words and what each
//! means.
//!
//! Owns the list that help prints and the command fills in; neither can have one that the other
//! has not.

use clap::Args;

use Field::{
    Complete, Count, Daemon, Day, DaysLeft, Length, LetPass, Longest, Next, NextIn, Open, Percent,
    Until, Urges, Without,
};

#[derive(Debug, Default, Args)]
#[command(after_help = status_foot())]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(in crate::cli) struct StatusArgs {
    /// Show how the count comes about
    #[arg(long, conflicts_with_all = ["line", "json", "format"])]
    pub(in crate::cli) explain: bool,
    /// One line, for a prompt or a bar; it says as much as the setting privacy lets others read
    #[arg(long, conflicts_with_all = ["json", "format"])]
    pub(in crate::cli) line: bool,
    // Not a doc comment, whose braces would be taken for links.
    #[arg(
        long,
        value_name = "FORMAT",
        conflicts_with = "json",
        help = "One line of your own, such as \"day {day}\"; the fields are below"
    )]
    pub(in crate::cli) format: Option<String>,
    /// For the bar waybar: JSON with text, tooltip, class and percentage
    #[arg(long, conflicts_with_all = ["explain", "line", "format", "json"])]
    pub(in crate::cli) waybar: bool,
    /// JSON, version 1
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

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
fn status_foot() -> String {
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
