//! The commands: from what was typed to what is printed.
//!
//! Owns dispatch, the session that a command runs in, and the way out. What a command does is in
//! the file of its name; no command calls another.

mod about;
mod aftermath;
mod answer;
mod args;
mod care;
mod complete;
mod config;
mod contacted;
mod daemon;
mod data;
mod doctor;
mod doubt;
mod edit;
mod editor;
mod explain;
mod finish;
mod first;
mod gate;
mod helping;
mod input;
mod launch;
mod log;
mod low;
mod man;
mod mood;
mod note;
mod opening;
mod outgoing;
mod pause;
mod progress;
mod received;
mod refusal;
mod render;
mod report;
mod review;
mod screen;
mod service;
mod session;
mod situation;
mod sos;
mod span;
mod start;
mod stats;
mod status;
mod suggest;
mod undo;
mod upcoming;
mod urge;

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

use args::{Cli, Command, Later};
use clap::FromArgMatches as _;
use progress::Waiting;
use screen::complain;
use session::{Refused, Session};

use crate::paths::Paths;

/// Runs the program: parses, runs one command, prints an error once, picks the exit code.
#[must_use]
pub fn main() -> ExitCode {
    crate::harden::harden();
    let typed: Vec<OsString> = std::env::args_os().collect();
    if complete::is_asked(&typed) && complete::answer(&typed) {
        return ExitCode::SUCCESS;
    }
    let command = match parsed(typed) {
        Ok(command) => command,
        Err(error) => return ExitCode::from(unparsed(&error)),
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(ending(&error)),
    }
}

/// What was typed, as a command. The grammar is made as far as it is needed for that.
fn parsed(typed: Vec<OsString>) -> clap::error::Result<Command> {
    if typed.len() < 2 {
        return Ok(Command::Status(Later::default()));
    }
    let typed = help_as_an_option(typed);
    let mut grammar = args::grammar();
    let is_command = |word: &str| grammar.find_subcommand(word).is_some();
    if !typed.get(1).and_then(|word| word.to_str()).is_some_and(is_command) {
        grammar = args::with_first_page(grammar, screen::Screen::from_env().width);
    }
    let mut matches = grammar.try_get_matches_from(typed)?;
    let cli = Cli::from_arg_matches_mut(&mut matches)?;
    Ok(cli.command.unwrap_or_else(|| Command::Status(Later::default())))
}

/// `nocontact help urge` is what many type; it is `nocontact urge --help`.
fn help_as_an_option(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|word| word == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// Prints what the grammar has to say: a page of help, or what was not understood, in the form of
/// every other error.
fn unparsed(error: &clap::Error) -> u8 {
    if let Some(what) = refusal::reason(error) {
        complain(&what);
        return 2;
    }
    match error.print() {
        Ok(()) => u8::try_from(error.exit_code()).unwrap_or(2),
        Err(error) => ending(&anyhow::Error::new(error).context("could not print")),
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match &command {
        Command::Completions(args) => return complete::script(args),
        Command::Man(args) => return man::run(args),
        _ => {}
    }
    // What it holds goes with the process, which ends here, faster than piece by piece.
    let session = ManuallyDrop::new(match (Session::from_env(), &command) {
        // Help must not depend on anything being in order.
        (Err(_), Command::Sos(_)) => Session::bare(),
        (Err(_), Command::Doctor(_)) if Paths::from_env().is_err() => Session::bare(),
        (session, _) => session?,
    });
    let speaks_of_it = speaks_of_the_daemon(&command);
    // `config check` and `doctor` name them all.
    let names_faults = matches!(&command, Command::Config(_) | Command::Doctor(_));
    let waiting = can_take_long(&command).then(Waiting::begin);
    let ran = run_in(command, &session);
    drop(waiting);
    if !names_faults {
        session.warn_of_texts();
    }
    ran?;
    if speaks_of_it { Ok(()) } else { session.mention_daemon() }
}

/// Whether a command says itself whether notices come, or has nothing to do with them.
fn speaks_of_the_daemon(command: &Command) -> bool {
    use Command::{Config, Daemon, Doctor, Service, Sos, Start, Status, Upcoming};
    matches!(
        command,
        Start(_)
            | Daemon(_)
            | Service(_)
            | Doctor(_)
            | Sos(_)
            | Config(_)
            | Status(_)
            | Upcoming(_)
    )
}

/// Whether a command goes through all that is kept, of which there may be much.
fn can_take_long(command: &Command) -> bool {
    use Command::{Data, Doctor, Log, Report, Stats};
    matches!(command, Stats(_) | Report(_) | Log(_) | Data(_) | Doctor(_))
}

fn run_in(command: Command, session: &Session) -> anyhow::Result<()> {
    match command {
        Command::Status(args) => status::run(&args, session),
        Command::Urge(args) => urge::run(&args, session),
        Command::Answer(args) => answer::run(&args, session),
        Command::Received(args) => received::run(&args, session),
        Command::Contacted(args) => contacted::run(&args, session),
        Command::Mood(args) => mood::run(&args, session),
        Command::Note(args) => note::run(&args, session),
        Command::Suggest(args) => suggest::run(&args, session),
        Command::Sos(args) => sos::run(&args, session),
        Command::About(args) => about::run(&args, session),
        Command::Log(args) => log::run(&args, session),
        Command::Undo(args) => undo::run(&args, session),
        Command::Edit(args) => edit::run(&args, session),
        Command::Stats(args) => stats::run(&args, session),
        Command::Report(args) => report::run(&args, session),
        Command::Start(args) => start::run(&args, session),
        Command::Upcoming(args) => upcoming::run(&args, session),
        Command::Pause(args) => pause::run(&args, session),
        Command::Finish(args) => finish::run(&args, session),
        Command::Daemon(args) => daemon::run(&args, session),
        Command::Service(args) => service::run(&args.what, session),
        Command::Config(args) => config::run(&args.what, session),
        Command::Data(args) => data::run(&args.what, session),
        Command::Doctor(args) => doctor::run(&args, session),
        Command::Completions(_) | Command::Man(_) => Ok(()),
    }
}

/// Prints an error once and gives the exit code of design §5. A reader that closed its end early
/// has what it wanted.
fn ending(error: &anyhow::Error) -> u8 {
    if screen::is_broken_pipe(error) {
        return 0;
    }
    let refused = error.downcast_ref::<Refused>();
    if refused.is_none_or(|refused| !refused.why.is_empty()) {
        complain(&format!("{error:#}"));
    }
    match (refused, error.downcast_ref::<crate::store::StoreError>()) {
        (Some(refused), _) => refused.code,
        (None, Some(store)) if store.is_unusable() => 5,
        _ => 1,
    }
}
