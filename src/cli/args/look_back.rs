//! The grammar of looking back: `log`, `undo`, `edit`, `stats`, `report`.
//!
//! Owns what can be typed there and its help. It has no behaviour.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::NoteText;
use super::values::{strength, words, yes_or_no};
use crate::countdown::entry::{Outcome, ReceivedKind, What};

#[derive(Debug, Args)]
pub(in crate::cli) struct LogArgs {
    /// Of one kind
    #[arg(long, value_parser = PossibleValuesParser::new(What::WORDS))]
    pub(in crate::cli) kind: Option<String>,
    /// From when on: "yesterday", "7 days ago", "3 nov"
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) since: Option<String>,
    /// Show your words too
    #[arg(long)]
    pub(in crate::cli) notes: bool,
    /// JSON, one object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct UndoArgs {
    /// Put back what the last undo took
    #[arg(long)]
    pub(in crate::cli) redo: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EditArgs {
    /// The entry, by the id that "nocontact log" shows
    pub(in crate::cli) id: String,
    /// When it was
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) at: Option<String>,
    /// An urge's strength, or the strength afterwards of an outcome
    #[arg(long, value_parser = strength())]
    pub(in crate::cli) strength: Option<u8>,
    /// An urge's feeling
    #[arg(long, value_name = "WORD")]
    pub(in crate::cli) feeling: Option<String>,
    /// What set an urge off
    #[arg(long, value_name = "WORD")]
    pub(in crate::cli) trigger: Option<String>,
    /// What became of an urge
    #[arg(long, value_parser = words::<Outcome>(Outcome::WORDS))]
    pub(in crate::cli) outcome: Option<Outcome>,
    /// What a received message was like
    #[arg(long, value_parser = words::<ReceivedKind>(ReceivedKind::WORDS))]
    pub(in crate::cli) kind: Option<ReceivedKind>,
    /// How a message came
    #[arg(long, value_name = "CHANNEL")]
    pub(in crate::cli) via: Option<String>,
    /// Whether contact was necessary
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no())]
    pub(in crate::cli) necessary: Option<bool>,
    /// A mood
    #[arg(long, value_parser = strength())]
    pub(in crate::cli) mood: Option<u8>,
    #[command(flatten)]
    pub(in crate::cli) note: NoteText,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct StatsArgs {
    /// From when on, over all windows: "14 days ago", "3 nov". Left out: the window that is open, or
    /// the last one
    #[arg(long, value_name = "WHEN", conflicts_with = "all")]
    pub(in crate::cli) since: Option<String>,
    /// Everything that was ever logged
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Sentences in place of grids and bars, as a screen reader reads them best
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) plain: bool,
    /// JSON, version 1
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// Write the page to this file; "-" writes to standard output. Left out: page-DATE.html here
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) html: Option<PathBuf>,
    /// The first day, over all windows: "3 nov", "30 days ago"; that of the window if left out
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) from: Option<String>,
    /// The last day; today, or that on which the window was closed, if left out
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) to: Option<String>,
    /// With your notes, and the words of messages received
    #[arg(long)]
    pub(in crate::cli) include_notes: bool,
    /// With a record of the messages received, in order of time: their words, exact times, and
    /// every change made later
    #[arg(long)]
    pub(in crate::cli) record: bool,
}
