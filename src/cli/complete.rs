//! Completions: the script for a shell, and the answers to it as somebody types.
//!
//! Owns which arguments have live values and what is said of each. It reads in passing, with
//! nothing written and nobody waited for, and says nothing of what cannot be read: a shell that is
//! being typed in is no place for it. No word of the user's is an answer.

use std::ffi::{OsStr, OsString};

use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, CompleteEnv, EnvCompleter, Fish, Shells, Zsh};

use super::args::{self, CompletionsArgs};
use super::{render, screen};
use crate::catalogue::{Catalogue, help_lines};
use crate::clock::{Clock, HERE};
use crate::countdown::choose::Reader as Person;
use crate::countdown::journal::{About, Journal};
use crate::countdown::text::Pool;
use crate::countdown::zone::Now;
use crate::paths::Paths;
use crate::settings::{Settings, words};
use crate::store::Store;
use crate::store::backup::backups;

/// The program, as it is typed and as scripts call it back.
const NAME: &str = "nocontact";
/// Says to a call from a script for which shell it is.
const VARIABLE: &str = "NOCONTACT_COMPLETE";
const SHELLS: Shells<'static> = Shells(&[&Bash, &Zsh, &Fish]);

/// So many entries are offered; an older one is completed once its id has been begun.
const ENTRIES: u32 = 50;

/// zsh takes the script from a directory as a function and calls it for the first completion, which
/// would otherwise only define what answers.
const ZSH_FIRST: &str = "\
[[ $funcstack[1] == _nocontact ]] && _clap_dynamic_completer_nocontact \"$@\"\n";

/// Prints the script that a shell needs.
pub(super) fn script(args: &CompletionsArgs) -> anyhow::Result<()> {
    let mut script = Vec::new();
    let shell = SHELLS.completer(&args.shell).unwrap_or(&Bash);
    shell.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?;
    if args.shell == Zsh.name() {
        script.extend_from_slice(ZSH_FIRST.as_bytes());
    }
    screen::print(&script)
}

/// Whether this call can be one from a script. No command begins so, and only then is the
/// environment asked.
pub(super) fn is_asked(typed: &[OsString]) -> bool {
    typed.get(1).is_some_and(|word| word == "--")
}

/// Answers a script; whether it was one. What fails is answered with nothing.
pub(super) fn answer(typed: &[OsString]) -> bool {
    let here = std::env::current_dir().ok();
    let key = setting(typed);
    CompleteEnv::with_factory(|| command(key))
        .var(VARIABLE)
        .shells(SHELLS)
        .try_complete(typed, here.as_deref())
        .unwrap_or(true)
}

/// The grammar, with what answers where values are live.
fn command(key: Option<&str>) -> clap::Command {
    let key = key.map(ToOwned::to_owned);
    let values = move || key.as_deref().map(values).unwrap_or_default();
    let candidates =
        |command: clap::Command, name, candidates: fn() -> Vec<CompletionCandidate>| {
            command.mut_arg(name, |arg| arg.add(ArgValueCandidates::new(candidates)))
        };
    let mut command = args::command(usize::MAX);
    // Only then does each command have its --help.
    command.build();
    values_first(command)
        .mut_subcommand("edit", |it| {
            it.mut_arg("id", |arg| arg.add(ArgValueCompleter::new(entries)))
        })
        .mut_subcommand("suggest", |it| candidates(candidates(it, "hide", shown), "unhide", hidden))
        .mut_subcommand("sos", |it| candidates(it, "country", countries))
        .mut_subcommand("about", |it| {
            it.mut_subcommand("country", |it| candidates(it, "code", countries))
                .mut_subcommand("plan", |it| {
                    it.mut_subcommand("remove", |it| candidates(it, "number", plans))
                })
        })
        .mut_subcommand("data", |it| {
            it.mut_subcommand("restore", |it| candidates(it, "file", copies))
                .mut_subcommand("erase", |it| {
                    it.mut_arg("id", |arg| arg.add(ArgValueCompleter::new(entries)))
                })
        })
        .mut_subcommand("config", |it| {
            it.mut_subcommand("set", |it| {
                candidates(it, "key", settings)
                    .mut_arg("value", |arg| arg.add(ArgValueCandidates::new(values)))
            })
        })
        .mut_subcommand("man", |it| candidates(it, "command", pages))
}

/// Where a value or a command can stand, options are offered once a hyphen was typed: the library
/// offers what is hidden where there is nothing else.
fn values_first(command: clap::Command) -> clap::Command {
    let is_first = command.has_subcommands() || command.get_positionals().next().is_some();
    let command = command.mut_subcommands(values_first);
    command.mut_args(|arg| match is_first && !arg.is_positional() {
        true => arg.hide(true),
        false => arg,
    })
}

fn candidate(value: impl Into<OsString>, help: impl Into<String>) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.into().into()))
}

/// The present, as completions need it: for the words beside an entry, and for what still holds.
fn now() -> Now<'static> {
    Now::new(Clock::from_env().unwrap_or(Clock::Real).now(), &HERE)
}

fn store() -> Option<Store> {
    Store::glimpse(&Paths::from_env().ok()?.data).ok()?
}

/// What the user told; the strictest there is where that cannot be read.
fn about(paths: &Paths) -> About {
    let told = Store::glimpse(&paths.data)
        .and_then(|store| store.map_or(Ok(About::default()), |store| store.read().about()));
    told.map_or_else(|_| Journal::unreadable().about, |about| about.as_of(now().utc()))
}

/// The backups by name, newest first.
fn copies() -> Vec<CompletionCandidate> {
    let Ok(paths) = Paths::from_env() else { return Vec::new() };
    let all = backups(&paths.data, Some(now().at.naive_local())).into_iter();
    all.map(|backup| candidate(backup.name(), backup.occasion.word())).collect()
}

/// Entries, newest first, by kind and time.
fn entries(begun: &OsStr) -> Vec<CompletionCandidate> {
    let (Some(store), Some(begun)) = (store(), begun.to_str()) else { return Vec::new() };
    let (now, reader) = (now(), store.read());
    let newest = reader.newest(ENTRIES).unwrap_or_default();
    let mut fitting: Vec<_> = newest.into_iter().filter(|(id, ..)| id.starts_with(begun)).collect();
    if fitting.is_empty() {
        let older = reader.find(begun).unwrap_or_default().into_iter();
        fitting.extend(older.map(|entry| (entry.id, entry.what.word(), entry.at)));
    }
    let offered = fitting.into_iter().map(|(id, kind, at)| {
        let id = if begun.len() > 8 { id } else { render::short(&id) };
        candidate(id, format!("{kind}, {}", render::happened(at, &now)))
    });
    offered.collect()
}

/// What may be suggested and is not hidden yet. Of a text of the user's own only the id is said.
fn shown() -> Vec<CompletionCandidate> {
    let Ok(paths) = Paths::from_env() else { return Vec::new() };
    let (settings, _) = Settings::load(&paths.settings(), &paths.settings_in_use());
    let (about, catalogue) = (about(&paths), Catalogue::with(paths.texts()));
    let without = &settings.suggestions.without;
    let person = Person { about: &about, without, discreet: false };
    let pools = [Pool::Suggestion, Pool::Reflection].into_iter();
    let listed = pools.flat_map(|pool| catalogue.listed(pool));
    let offered = listed.filter(|it| !it.is_off && person.may_read(&it.text)).map(|it| {
        let help = if it.is_own { "your own" } else { it.text.title.as_str() };
        candidate(&it.text.id, help)
    });
    offered.collect()
}

fn hidden() -> Vec<CompletionCandidate> {
    let Ok(paths) = Paths::from_env() else { return Vec::new() };
    about(&paths).hidden.into_iter().map(CompletionCandidate::new).collect()
}

/// The numbers of the plans; their words are for nobody who looks on.
fn plans() -> Vec<CompletionCandidate> {
    let Ok(paths) = Paths::from_env() else { return Vec::new() };
    about(&paths).plans.iter().map(|plan| plan.id.to_string().into()).collect()
}

/// The countries that have help lines of their own.
fn countries() -> Vec<CompletionCandidate> {
    let lines = help_lines().unwrap_or_default();
    let mut codes: Vec<String> = lines.into_iter().map(|line| line.country).collect();
    codes.retain(|code| code.len() == 2 && code != "EU");
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().map(CompletionCandidate::new).collect()
}

fn settings() -> Vec<CompletionCandidate> {
    let all = Settings::default().typed().into_iter();
    all.map(|(key, default)| candidate(key, format!("by default {default}"))).collect()
}

/// The setting that is being changed.
fn setting(typed: &[OsString]) -> Option<&str> {
    typed.windows(3).find_map(|three| match three {
        [config, set, key] if config == "config" && set == "set" => key.to_str(),
        _ => None,
    })
}

/// The words that a setting can be.
fn values(key: &str) -> Vec<CompletionCandidate> {
    words(key).into_iter().map(CompletionCandidate::new).collect()
}

/// The pages of the manual.
fn pages() -> Vec<CompletionCandidate> {
    let offered = args::pages().into_iter().filter(|(name, _)| !name.is_empty());
    let about = |command: &clap::Command| command.get_about().map(ToString::to_string);
    offered.map(|(name, it)| candidate(name, about(&it).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_live_value_has_its_argument() {
        super::command(None).debug_assert();
    }
}
