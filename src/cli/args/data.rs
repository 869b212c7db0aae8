//! What can be typed after `data`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct DataArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: DataWhat,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DataWhat {
    /// Copy everything that is kept into one file
    #[command(after_help = "Example: nocontact data backup")]
    Backup {
        /// Where to; left out: into the directory of the daily backups
        file: Option<PathBuf>,
        /// List the backups there are instead
        #[arg(long, conflicts_with = "file")]
        list: bool,
        /// With --list: JSON, one object a line
        #[arg(long, requires = "list")]
        json: bool,
    },
    /// Put a backup in the place of what is kept now, which is backed up first
    #[command(after_help = "Example: nocontact data restore nocontact-2026-11-20-0900-daily.db")]
    Restore {
        /// The backup: a file, or its name in the list of nocontact data backup --list
        file: PathBuf,
    },
    /// Write everything out, to read elsewhere or to import again
    ///
    /// An export holds all your words, notes too, and is not encrypted. JSON Lines has every row,
    /// with a count and a checksum, and comes back with import. CSV has the entries as they are
    /// now, one a row, and does not come back: what a spreadsheet would take for a formula gets
    /// a ' in front. A file that is there already is never overwritten.
    #[command(after_help = "Example: nocontact data export --format csv entries.csv")]
    Export {
        /// jsonl: everything, to import again; csv: the entries, for a spreadsheet
        #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
        format: ExportFormat,
        /// Where to. "-": standard output, as when it is left out and that is no screen
        file: Option<PathBuf>,
    },
    /// Read an export back in: all of it or nothing; what is there already stays as it is
    ///
    /// Entries are known by their id, windows by when they were opened, so a second import changes
    /// nothing. Two windows cannot be open: close one of them first. What is there is backed up
    /// before; undo does not take an import back, that backup does.
    #[command(after_help = "Example: nocontact data import nocontact.jsonl")]
    Import {
        /// The export; "-": standard input
        file: PathBuf,
    },
    /// Erase for good: an entry, a window with its entries, or everything
    ///
    /// It goes from the backups too, which undo and restore cannot bring back. An entry goes with
    /// its earlier versions, an urge with what became of it, a window with all that happened in it.
    /// Words are asked for first; at the end it says what no program can reach.
    #[command(
        after_help = "Example: nocontact data erase 3f2a91c0",
        override_usage = "nocontact data erase <ID | --window N | --everything [--settings]>"
    )]
    Erase(EraseArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EraseArgs {
    /// The entry, by the id that "nocontact log" shows
    #[arg(required_unless_present_any = ["window", "everything"], conflicts_with_all = ["window", "everything"])]
    pub(in crate::cli) id: Option<String>,
    /// A window and what lies in it, by its number
    #[arg(long, value_name = "N", conflicts_with = "everything")]
    pub(in crate::cli) window: Option<u32>,
    /// All that is kept, the backups too, and what was installed for this account
    #[arg(long)]
    pub(in crate::cli) everything: bool,
    /// With --everything: the settings and texts of your own as well
    #[arg(long, requires = "everything")]
    pub(in crate::cli) settings: bool,
    /// The words that erasing takes, where no terminal can ask for them
    #[arg(long, value_name = "WORDS")]
    pub(in crate::cli) confirm: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values
    Csv,
}
