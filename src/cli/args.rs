//! The whole grammar and every sentence of help.
//!
//! Owns what can be typed. It has no behaviour: each command's is in the file of its name.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::countdown::entry::{Outcome, ReceivedKind, What};
use crate::countdown::policy::Situation;
use crate::countdown::text::Category;

/// The line at the foot of every help page.
const FOOT: &str = "If it is too much right now: nocontact sos";

/// On the pages of the commands that take words: what some of them call for, and the limit of it
/// (programme C.3).
const WORDS: &str = "Some phrases bring help up below your words once they are saved. What is said \
                     indirectly is missed, so nocontact sos works any time.";

/// Those commands; `add` is `about plan add`.
const TAKE_WORDS: [&str; 7] = ["urge", "received", "contacted", "mood", "note", "edit", "add"];

/// The fields of `status --format`; not a doc comment, whose markup would stand in the help.
const FIELDS: &str = "One line of your own: {day} {length} {days_left} {until} {complete} {without} \
                      {longest} {urges} {let_pass} {next} {daemon}";

/// The groups of the first help page, in order.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Every day", &["status", "urge", "answer", "received", "contacted", "mood", "note"]),
    ("Help", &["suggest", "sos", "about"]),
    ("Look back", &["log", "undo", "edit"]),
    ("The window", &["start", "upcoming", "pause", "finish"]),
    ("The system", &["daemon", "config"]),
];

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
    #[command(after_help = "Example: nocontact status --explain")]
    Status(StatusArgs),
    /// Log the urge to reach out, and get help for right now
    #[command(after_help = "Example: nocontact urge 4 --feeling lonely")]
    Urge(UrgeArgs),
    /// Answer what is open: how the urge is now, or what became of a suggestion
    #[command(after_help = "Example: nocontact answer easier 2")]
    Answer(AnswerArgs),
    /// Log a message or call from the other person; it never changes the count
    #[command(after_help = "Example: nocontact received --kind warm --via phone")]
    Received(ReceivedArgs),
    /// Log that you made contact; nothing is lost by it
    #[command(after_help = "Example: nocontact contacted --at \"yesterday 22:00\" --keep")]
    Contacted(ContactedArgs),
    /// Log how you feel, from 1 (low) to 5 (good)
    #[command(after_help = "Example: nocontact mood 3")]
    Mood(MoodArgs),
    /// Write something down
    #[command(after_help = "Example: nocontact note        (asks for the words, so that they \
                            stay out of your shell's history)")]
    Note(NoteArgs),
    /// Suggest one small thing to do
    #[command(after_help = "Example: nocontact suggest --category outside")]
    Suggest(SuggestArgs),
    /// Help right now: your plan, a first step, your person, help lines
    #[command(after_help = "Example: nocontact sos --country GB")]
    Sos(SosArgs),
    /// What the program should know about you: plans, safety, a person, your country
    #[command(after_help = "Example: nocontact about plan add")]
    About(AboutArgs),
    /// List what was logged
    #[command(after_help = "Example: nocontact log --kind urge --since \"7 days ago\"")]
    Log(LogArgs),
    /// Take back the last command that logged or changed something
    #[command(after_help = "Example: nocontact undo --redo")]
    Undo(UndoArgs),
    /// Correct an entry; the original stays for the record
    #[command(after_help = "Example: nocontact edit 3f2a91c0 --at 21:50 --strength 3")]
    Edit(EditArgs),
    /// Open a window, and start the daemon in the background
    #[command(after_help = "Example: nocontact start --since \"3 nov 14:05\"")]
    Start(StartArgs),
    /// Show which notices come next, and the words of the first
    #[command(after_help = "Example: nocontact upcoming --days 7")]
    Upcoming(UpcomingArgs),
    /// Stop all notices for a while; the days go on counting
    #[command(after_help = "Example: nocontact pause 3d")]
    Pause(PauseArgs),
    /// Look back at the window; extend it, or close it
    #[command(after_help = "Example: nocontact finish --extend 14")]
    Finish(FinishArgs),
    /// Run the background service in the foreground, or end it
    #[command(after_help = "Example: nocontact daemon --stop")]
    Daemon(DaemonArgs),
    /// Look at the settings
    #[command(after_help = "Example: nocontact config check")]
    Config(ConfigArgs),
    /// Print completions for a shell
    #[command(hide = true, after_help = "Example: nocontact completions bash")]
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
    /// Print a manual page
    #[command(hide = true, after_help = "Example: nocontact man urge")]
    Man {
        /// The command; without it, the page of nocontact itself
        command: Option<String>,
    },
}

#[derive(Debug, Default, Args)]
pub(super) struct StatusArgs {
    /// Show how the count comes about
    #[arg(long, conflicts_with_all = ["line", "json", "format"])]
    pub(super) explain: bool,
    /// One line, for a prompt or a bar
    #[arg(long, conflicts_with_all = ["json", "format"])]
    pub(super) line: bool,
    #[arg(long, value_name = "FORMAT", conflicts_with = "json", help = FIELDS)]
    pub(super) format: Option<String>,
    /// JSON, version 1
    #[arg(long)]
    pub(super) json: bool,
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
    #[arg(value_parser = strength())]
    pub(super) strength: Option<u8>,
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
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct AboutArgs {
    #[command(subcommand)]
    pub(super) what: Option<AboutWhat>,
    /// JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum AboutWhat {
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
pub(super) enum PlanWhat {
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

#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// Of one kind
    #[arg(long, value_parser = PossibleValuesParser::new(What::WORDS))]
    pub(super) kind: Option<String>,
    /// From when on: "yesterday", "7 days ago", "3 nov"
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// Show your words too
    #[arg(long)]
    pub(super) notes: bool,
    /// JSON, one object a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct UndoArgs {
    /// Put back what the last undo took
    #[arg(long)]
    pub(super) redo: bool,
}

#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// The entry, by the id that "nocontact log" shows
    pub(super) id: String,
    /// When it was
    #[arg(long, value_name = "WHEN")]
    pub(super) at: Option<String>,
    /// An urge's strength, or the strength afterwards of an outcome
    #[arg(long, value_parser = strength())]
    pub(super) strength: Option<u8>,
    /// An urge's feeling
    #[arg(long, value_name = "WORD")]
    pub(super) feeling: Option<String>,
    /// What set an urge off
    #[arg(long, value_name = "WORD")]
    pub(super) trigger: Option<String>,
    /// What became of an urge
    #[arg(long, value_parser = words::<Outcome>(Outcome::WORDS))]
    pub(super) outcome: Option<Outcome>,
    /// What a received message was like
    #[arg(long, value_parser = words::<ReceivedKind>(ReceivedKind::WORDS))]
    pub(super) kind: Option<ReceivedKind>,
    /// How a message came
    #[arg(long, value_name = "CHANNEL")]
    pub(super) via: Option<String>,
    /// Whether contact was necessary
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no())]
    pub(super) necessary: Option<bool>,
    /// A mood
    #[arg(long, value_parser = strength())]
    pub(super) mood: Option<u8>,
    #[command(flatten)]
    pub(super) note: NoteText,
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

#[derive(Debug, Args)]
pub(super) struct DaemonArgs {
    /// End the running daemon
    #[arg(long)]
    pub(super) stop: bool,
    /// What `start` uses: a session of its own, and one word on standard output when it runs
    #[arg(long, hide = true, conflicts_with = "stop")]
    pub(super) background: bool,
}

#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    pub(super) what: ConfigWhat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub(super) enum ConfigWhat {
    /// Print where the settings are
    #[command(after_help = "Example: nocontact config path")]
    Path,
    /// Print every setting with its meaning and default
    #[command(after_help = "Example: nocontact config show")]
    Show,
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

/// A length as typed: `None` inside is no end date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WantedLength(pub(super) Option<u32>);

fn strength() -> impl TypedValueParser<Value = u8> {
    within(1, 5).map(|strength| u8::try_from(strength).unwrap_or_default())
}

fn days() -> impl TypedValueParser<Value = u32> {
    within(1, 365)
}

/// A whole number; what is none, or too large or small, is told what to type.
fn within(least: u32, most: u32) -> impl TypedValueParser<Value = u32> {
    clap::builder::NonEmptyStringValueParser::new().try_map(move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| format!("use a number from {least} to {most}"))
    })
}

fn length() -> impl TypedValueParser<Value = WantedLength> {
    clap::builder::NonEmptyStringValueParser::new().try_map(|text| {
        if text == "none" {
            return Ok(WantedLength(None));
        }
        let days =
            text.parse().ok().filter(|days| crate::countdown::window::LENGTHS.contains(days));
        days.map(|days| WantedLength(Some(days))).ok_or("use 1 to 365, or none")
    })
}

fn words<T>(all: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err = String> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(all).try_map(|word| word.parse::<T>())
}

fn suggestible() -> impl TypedValueParser<Value = Category> {
    let words = Category::SUGGESTIBLE.iter().map(|category| category.word());
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Category>())
}

fn situation_word() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(Situation::WORDS.iter().copied().chain(["none"]))
}

fn answer_word() -> impl TypedValueParser<Value = String> {
    let words = Outcome::WORDS.iter().chain(crate::countdown::notice::Reply::WORDS).copied();
    PossibleValuesParser::new(words.chain(["1", "2", "3", "4", "5"]))
}

fn yes_or_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|word| word == "yes")
}

/// The grammar with its commands in groups on the first page, and the foot on every page.
#[must_use]
pub(super) fn command() -> clap::Command {
    let command = footed(Cli::command());
    let mut groups = String::new();
    for (title, names) in GROUPS {
        groups.push_str(title);
        groups.push('\n');
        for name in names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            groups.push_str(&format!("  {name:<10} {about}\n"));
        }
        groups.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}Options\n{{options}}{{after-help}}"
    );
    command.help_template(template)
}

fn footed(command: clap::Command) -> clap::Command {
    let example = command.get_after_help().map(ToString::to_string);
    let words = TAKE_WORDS.contains(&command.get_name()).then(|| WORDS.to_owned());
    let foot: Vec<String> = example.into_iter().chain(words).chain([FOOT.to_owned()]).collect();
    let foot = foot.join("\n\n");
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names
        .into_iter()
        .fold(command.after_help(foot), |command, name| command.mut_subcommand(name, footed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_holds_together() {
        command().debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group_of_the_first_page() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let command = command();
        let mut all: Vec<&str> = command
            .get_subcommands()
            .filter(|sub| !sub.is_hide_set())
            .map(clap::Command::get_name)
            .collect();
        grouped.sort_unstable();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }
}
