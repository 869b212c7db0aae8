//! What can be typed after `about`.

use clap::{Args, Subcommand};

use super::values::situation_word;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct AboutArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: Option<AboutWhat>,
    /// JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AboutWhat {
    /// Your own if-then plans, shown first when an urge comes
    #[command(after_help = "Example: nocontact about plan add")]
    Plan {
        #[command(subcommand)]
        what: Option<PlanWhat>,
    },
    /// What the program should know to be safe for you; each adds to what was told
    #[command(after_help = "Example: nocontact about situation children work")]
    Situation {
        /// Any of these that hold; "none" clears all; left out: shows what was told
        #[arg(value_parser = situation_word())]
        words: Vec<String>,
        /// Take these away instead. An order on you and a request for no contact take typed words,
        /// and hold until midnight all the same (judgement, not evidence)
        #[arg(long, requires = "words")]
        remove: bool,
        /// The words that leaving one of these two takes, where no terminal can ask for them
        #[arg(long, value_name = "WORDS", requires = "words")]
        confirm: Option<String>,
    },
    /// Someone you can call, in your words; "none" clears it
    #[command(after_help = "Example: nocontact about person \"Sam, 0123 456\"")]
    Person {
        /// Left out: asks. "-": reads standard input
        words: Vec<String>,
    },
    /// The country whose help lines come first; "none" clears it
    #[command(after_help = "Example: nocontact about country GB")]
    Country {
        /// Two letters: GB, DE, US, …; left out: shows it
        code: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PlanWhat {
    /// Add one: "If it is late and I want to write, I put the phone in the kitchen."
    #[command(after_help = "Example: nocontact about plan add")]
    Add {
        /// Left out: asks. "-": reads standard input
        words: Vec<String>,
    },
    /// Remove one
    #[command(after_help = "Example: nocontact about plan remove 2")]
    Remove {
        /// Its number in the list
        number: u32,
    },
    /// List them
    #[command(after_help = "Example: nocontact about plan list")]
    List,
}
