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
    #[command(after_help = "Example: nocontact data export --format csv entries.csv")]
    Export {
        /// jsonl: everything, to import again; csv: the entries, for a spreadsheet
        #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
        format: ExportFormat,
        /// Where to; "-" or left out: standard output
        file: Option<PathBuf>,
    },
    /// Read an export back in: all of it or nothing; what is there already stays as it is
    #[command(after_help = "Example: nocontact data import nocontact.jsonl")]
    Import {
        /// The export; "-": standard input
        file: PathBuf,
    },
    /// Erase for good: an entry, a window with its entries, or everything
    #[command(after_help = "Example: nocontact data erase 3f2a91c0")]
    Erase {
        /// The entry, by the id that "nocontact log" shows
        #[arg(required_unless_present_any = ["window", "everything"], conflicts_with_all = ["window", "everything"])]
        id: Option<String>,
        /// A window and what lies in it, by its number
        #[arg(long, value_name = "N", conflicts_with = "everything")]
        window: Option<u32>,
        /// All that is kept, the backups too, and what was installed for this account
        #[arg(long)]
        everything: bool,
        /// With --everything: the settings and texts of your own as well
        #[arg(long, requires = "everything")]
        settings: bool,
        /// The words that erasing takes, where no terminal can ask for them
        #[arg(long, value_name = "WORDS")]
        confirm: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values
    Csv,
}
