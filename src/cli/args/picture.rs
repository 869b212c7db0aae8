//! The grammar of what looks back in figures: `stats` and `report`.
//!
//! Owns what can be typed there and its help. It has no behaviour.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct StatsArgs {
    /// From when on, over all windows: "14 days ago", "3 nov"; the window that is open, or the last
    /// one, if left out
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
    /// Write the page to this file; "-" writes to standard output. Left out: a file of today's date
    /// here
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) html: Option<PathBuf>,
    /// The first day: "3 nov", "30 days ago"; that of the window if left out
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) from: Option<String>,
    /// The last day; today, or the day on which the window was closed, if left out
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) to: Option<String>,
    /// With your notes, and the words of messages received
    #[arg(long)]
    pub(in crate::cli) include_notes: bool,
    /// A record of the messages received in order of time, unaltered, with exact times
    #[arg(long)]
    pub(in crate::cli) record: bool,
}
