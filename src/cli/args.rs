//! The whole grammar and every sentence of help.
//!
//! Owns what can be typed. It has no behaviour: each command's is in the file of its name.

mod about;
mod data;
mod later;
mod look_back;
mod manual;
mod page;
mod status;
mod system;
mod values;

use clap::{Args, Parser, Subcommand};

pub(super) use about::{AboutArgs, AboutWhat, PlanWhat};
pub(super) use data::{DataArgs, DataWhat, EraseArgs, ExportFormat};
pub(super) use later::Later;
pub(super) use look_back::{EditArgs, LogArgs, ReportArgs, StatsArgs, UndoArgs};
pub(super) use manual::{DATE, ENVIRONMENT, EXITS, FILES, pages};
pub(super) use page::{command, grammar, with_first_page};
pub(super) use status::{FIELDS, Field, StatusArgs};
pub(super) use system::{
    CompletionsArgs, ConfigArgs, ConfigWhat, DaemonArgs, DoctorArgs, ManArgs, ServiceArgs,
    ServiceWhat,
};
pub(super) use values::{FirstWord, WantedLength, wanted_length};
use values::{answer_word, days, first_word, length, strength, suggestible, within, words};

use crate::countdown::entry::ReceivedKind;
use crate::countdown::text::Category;

/// Who can read what is kept, whatever a program promises; the README has the same lines.
const KEPT_OUT: &str = concat!(
    "Backups, exports, and erasing for good\n\n",
    "What is kept is not encrypted. Who is kept out of it:\n",
    include_str!("../../config/kept-out.txt")
);

/// What the words of `stats` mean.
const STATS_FOOT: &str = "Example: nocontact stats --since \"14 days ago\"\n\n\
    An urge was let pass if it was answered easier, same or stronger, or not at all, and no contact \
    came within 24 hours; necessary contact aside. What was done by the time an urge had eased is \
    what was logged between it and its answer. Your notes are not shown.";

/// Counts the days of a no-contact period, reminds kindly, and helps when the urge to reach out
/// comes.
///
/// Everything stays on this computer. Without a command it shows the status.
#[derive(Debug, Parser)]
#[command(name = "nocontact", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show where you are: the day, what is open, what comes next
    Status(Later<StatusArgs>),
    /// Log the urge to reach out, and get help for right now
    #[command(after_help = "Example: nocontact urge 4 --feeling lonely")]
    Urge(Later<UrgeArgs>),
    /// Answer what is open: how the urge is now, how a suggestion went
    #[command(after_help = "Example: nocontact answer easier 2")]
    Answer(Later<AnswerArgs>),
    /// Log a message or call from the other person; it changes no count
    #[command(after_help = "Example: nocontact received --kind warm --via phone")]
    Received(Later<ReceivedArgs>),
    /// Log that you made contact; nothing is lost by it
    #[command(after_help = "Example: nocontact contacted --at \"yesterday 22:00\" --keep")]
    Contacted(Later<ContactedArgs>),
    /// Log how you feel, from 1 (low) to 5 (good)
    #[command(after_help = "Example: nocontact mood 3")]
    Mood(Later<MoodArgs>),
    /// Write something down
    #[command(after_help = "Example: nocontact note        (asks for the words, so that they \
                            stay out of your shell's history)")]
    Note(Later<NoteArgs>),
    /// Suggest one small thing to do
    #[command(after_help = "Example: nocontact suggest --category outside")]
    Suggest(Later<SuggestArgs>),
    /// Help right now: your plan, a first step, your person, help lines
    #[command(after_help = "Example: nocontact sos --country GB")]
    Sos(Later<SosArgs>),
    /// Tell the program about you: plans, safety, a person, a country
    #[command(after_help = "Example: nocontact about plan add")]
    About(Later<AboutArgs>),
    /// List what was logged
    #[command(after_help = "Example: nocontact log --kind urge --since \"7 days ago\"")]
    Log(Later<LogArgs>),
    /// Take back the last command that logged or changed something
    #[command(after_help = "Example: nocontact undo --redo")]
    Undo(Later<UndoArgs>),
    /// Correct an entry; the original stays for the record
    #[command(after_help = "Example: nocontact edit 3f2a91c0 --at 21:50 --strength 3")]
    Edit(Later<EditArgs>),
    /// See the month: the days, the urges, when they came and how they went
    #[command(after_help = STATS_FOOT)]
    Stats(Later<StatsArgs>),
    /// Make one page of it, to keep or to show to somebody you trust
    #[command(
        after_help = "Feelings and triggers are always on the page.\n\nExample: nocontact report --html month.html"
    )]
    Report(Later<ReportArgs>),
    /// Open a window, and start the daemon in the background
    #[command(after_help = "Example: nocontact start --since \"3 nov 14:05\"")]
    Start(Later<StartArgs>),
    /// Show which notices come next, and the words of the first
    #[command(after_help = "Example: nocontact upcoming --days 7")]
    Upcoming(Later<UpcomingArgs>),
    /// Stop all notices for a while; the days go on counting
    #[command(after_help = "Example: nocontact pause 3d")]
    Pause(Later<PauseArgs>),
    /// Look back at the window; extend it, or close it
    #[command(after_help = "Example: nocontact finish --extend 14")]
    Finish(Later<FinishArgs>),
    /// Run the background service in the foreground, or end it
    #[command(after_help = "Example: nocontact daemon --stop")]
    Daemon(Later<DaemonArgs>),
    /// Start the daemon at every login, and have it watched over
    #[command(after_help = "Example: nocontact service install")]
    Service(Later<ServiceArgs>),
    /// Look at the settings, or change one
    #[command(after_help = "Example: nocontact config set evening 20:00")]
    Config(Later<ConfigArgs>),
    /// Backups, exports, and erasing for good
    #[command(long_about = KEPT_OUT, after_help = "Example: nocontact data backup")]
    Data(Later<DataArgs>),
    /// Check everything that notices need, and say what to do
    #[command(after_help = "Example: nocontact doctor --notify")]
    Doctor(Later<DoctorArgs>),
    /// Print completions for a shell
    #[command(hide = true, after_help = "Example: nocontact completions bash")]
    Completions(Later<CompletionsArgs>),
    /// Print a manual page, or write them all into a directory
    #[command(hide = true, after_help = "Example: nocontact man about plan")]
    Man(Later<ManArgs>),
}

/// Free text that never has to be an argument: arguments land in shell history.
#[derive(Debug, Default, Args)]
pub(super) struct NoteText {
    /// Words to keep with it. Bare: asks for them. "-": reads standard input. Words given here are
    /// kept in your shell's history
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    pub(super) note: Option<String>,
    /// Write the words in your editor ($EDITOR)
    #[arg(long, conflicts_with = "note")]
    pub(super) edit: bool,
}

#[derive(Debug, Args)]
pub(super) struct UrgeArgs {
    /// How strong it is, from 1 to 5
    #[arg(value_parser = first_word())]
    pub(super) strength: Option<FirstWord>,
    /// Words to keep with it, as with --note
    pub(super) words: Vec<String>,
    /// One word for the feeling: lonely, sad, angry, anxious, guilty, bored, tired, hopeful, …
    #[arg(long, value_name = "WORD")]
    pub(super) feeling: Option<String>,
    /// What set it off: a song, a place, a photo, a hard day, …
    #[arg(long, value_name = "WORD")]
    pub(super) trigger: Option<String>,
    #[command(flatten)]
    pub(super) note: NoteText,
    /// When it was, if not now: "21:50", "yesterday 22:00", "20m ago"
    #[arg(long, value_name = "WHEN")]
    pub(super) at: Option<String>,
    /// You looked at a profile or at old messages; it changes no count
    #[arg(long)]
    pub(super) peeked: bool,
}

#[derive(Debug, Args)]
pub(super) struct AnswerArgs {
    /// easier, same, stronger, peeked, contacted (an urge); done, another, later (a suggestion);
    /// a number from 1 to 5 (the mood); review (the end). Bare: shows what is open
    #[arg(value_parser = answer_word())]
    pub(super) word: Option<String>,
    /// How strong the urge is now, from 1 to 5
    #[arg(value_parser = strength())]
    pub(super) strength: Option<u8>,
    #[command(flatten)]
    pub(super) after: AfterContact,
    /// With no word: the open questions as JSON
    #[arg(long, conflicts_with = "word")]
    pub(super) json: bool,
}

/// What happens to the count after contact.
#[derive(Debug, Default, Args)]
pub(super) struct AfterContact {
    /// Keep counting: the end stays where it is
    #[arg(long, conflicts_with_all = ["extend", "restart"])]
    pub(super) keep: bool,
    /// Add so many days to the window
    #[arg(long, value_name = "DAYS", conflicts_with = "restart", value_parser = days())]
    pub(super) extend: Option<u32>,
    /// Close this window, keep it, and open a new one from the contact
    #[arg(long)]
    pub(super) restart: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReceivedArgs {
    /// What it was like
    #[arg(long, value_parser = words::<ReceivedKind>(ReceivedKind::WORDS))]
    pub(super) kind: Option<ReceivedKind>,
    /// How it came: phone, mail, a card, …
    #[arg(long, value_name = "CHANNEL")]
    pub(super) via: Option<String>,
    #[command(flatten)]
    pub(super) note: NoteText,
    /// When it came, if not now
    #[arg(long, value_name = "WHEN")]
    pub(super) at: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ContactedArgs {
    /// It was necessary (children, home, work, money, a court): it changes no count
    #[arg(long, conflicts_with_all = ["keep", "extend", "restart"])]
    pub(super) necessary: bool,
    #[command(flatten)]
    pub(super) note: NoteText,
    /// When it was, if not now
    #[arg(long, value_name = "WHEN")]
    pub(super) at: Option<String>,
    #[command(flatten)]
    pub(super) after: AfterContact,
}

#[derive(Debug, Args)]
pub(super) struct MoodArgs {
    /// From 1 (low) to 5 (good)
    #[arg(value_parser = strength())]
    pub(super) mood: u8,
    #[command(flatten)]
    pub(super) note: NoteText,
}

#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// The words. Left out: asks for them. "-": reads standard input. Words given here are kept
    /// in your shell's history
    pub(super) words: Vec<String>,
    /// Write the words in your editor ($EDITOR)
    #[arg(long, conflicts_with = "words")]
    pub(super) edit: bool,
    /// When it was, if not now
    #[arg(long, value_name = "WHEN")]
    pub(super) at: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct SuggestArgs {
    /// Of one kind
    #[arg(long, value_parser = suggestible())]
    pub(super) category: Option<Category>,
    /// List all that may be suggested to you, and mark what is yours and what you hid
    #[arg(long)]
    pub(super) list: bool,
    /// Never show this one again
    #[arg(long, value_name = "ID", conflicts_with_all = ["category", "list"])]
    pub(super) hide: Option<String>,
    /// Take a --hide back
    #[arg(long, value_name = "ID", conflicts_with_all = ["category", "list", "hide"])]
    pub(super) unhide: Option<String>,
    /// With --list: JSON, one object a line
    #[arg(long, requires = "list")]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct SosArgs {
    /// The country whose help lines to show, two letters: GB, DE, US, …
    #[arg(long, value_name = "CC")]
    pub(super) country: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct StartArgs {
    /// The last contact: "3 nov 14:05", "yesterday", "20m ago"; now if left out
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// How many days, 1 to 365, or none for no end date
    #[arg(long, value_name = "DAYS|none", value_parser = length())]
    pub(super) days: Option<WantedLength>,
    /// Correct the last contact or the length of the open window
    #[arg(long)]
    pub(super) correct: bool,
    /// Do not start the daemon
    #[arg(long)]
    pub(super) no_daemon: bool,
}

#[derive(Debug, Args)]
pub(super) struct UpcomingArgs {
    /// How many days to look ahead, 1 to 60
    #[arg(long, default_value_t = 3, value_parser = within(1, 60))]
    pub(super) days: u32,
    /// JSON, one object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PauseArgs {
    /// For how long: 3h, 3d, 2w; or off
    #[arg(value_name = "FOR|off")]
    pub(super) span: String,
}

#[derive(Debug, Args)]
pub(super) struct FinishArgs {
    /// Add so many days
    #[arg(long, value_name = "DAYS", conflicts_with_all = ["close", "message"], value_parser = days())]
    pub(super) extend: Option<u32>,
    /// Close the window; it is kept
    #[arg(long, conflicts_with = "message")]
    pub(super) close: bool,
    /// Once the window is complete: think about one message, by questions, in daylight. It writes
    /// and sends nothing, and keeps none of your answers
    #[arg(long)]
    pub(super) message: bool,
}
