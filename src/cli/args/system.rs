//! What can be typed after the commands of the system.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueHint};

#[derive(Debug, Args)]
pub(in crate::cli) struct DaemonArgs {
    /// End the running daemon
    #[arg(long)]
    pub(in crate::cli) stop: bool,
    /// What `start` uses: a session of its own, and one word on standard output when it runs
    #[arg(long, hide = true, conflicts_with = "stop")]
    pub(in crate::cli) background: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: ConfigWhat,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigWhat {
    /// Print where the settings are
    #[command(after_help = "Example: nocontact config path")]
    Path,
    /// Print every setting with its meaning, its range and what it is now
    #[command(after_help = "Example: nocontact config show")]
    Show,
    /// Change one setting; the rest of your file, comments too, stays as it is
    ///
    /// A change holds at once, and a running daemon takes it up. A length is for the next window.
    #[command(after_help = "Example: nocontact config set evening 20:00")]
    Set {
        /// The setting, as in config show: evening, window.length, …
        key: String,
        /// Its new value, with quotes or without: 20:00, off, 45, outside,money; none for an empty
        /// list, default for the default
        value: String,
    },
    /// Write the settings in your editor ($EDITOR); what cannot be used is named afterwards
    #[command(after_help = "Example: nocontact config edit")]
    Edit,
    /// Print an example of a file with texts of your own
    ///
    /// They go into texts.toml beside your settings, add to the shipped texts or stand in their
    /// place, and are never overwritten. What you write as a suggestion, reflection, milestone or notice
    /// may be shown in a notification, in your words; no log has them.
    #[command(after_help = "Example: nocontact config texts")]
    Texts,
    /// Look over your settings, your phrases and all texts, and name what cannot be used
    #[command(after_help = "Example: nocontact config check")]
    Check,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServiceArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: ServiceWhat,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ServiceWhat {
    /// Have the daemon start at each login, and start it now
    #[command(after_help = "Example: nocontact service install")]
    Install,
    /// Take away what install wrote, and end the daemon
    #[command(after_help = "Example: nocontact service uninstall")]
    Uninstall,
    /// Start the daemon, through systemd where it is installed there
    #[command(after_help = "Example: nocontact service start")]
    Start,
    /// End the daemon until the next login
    #[command(after_help = "Example: nocontact service stop")]
    Stop,
    /// Show what is installed and whether the daemon runs
    #[command(after_help = "Example: nocontact service status")]
    Status {
        /// JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DoctorArgs {
    /// Show one notice on the desktop now
    #[arg(long)]
    pub(in crate::cli) notify: bool,
    /// JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// Your shell; the script is for its start-up file, and asks the program as you type
    #[arg(value_parser = PossibleValuesParser::new(["bash", "zsh", "fish"]))]
    pub(in crate::cli) shell: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// The command, as in "about plan"; left out: nocontact itself
    pub(in crate::cli) command: Vec<String>,
    /// Write every page into this directory, for a package
    #[arg(long, value_name = "DIR", conflicts_with = "command", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) all: Option<PathBuf>,
}
