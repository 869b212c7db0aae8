//! Manual pages, made from the grammar so that they cannot drift from it.
//!
//! Owns their form: which sections there are, and what of the help goes into which.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use clap::builder::PossibleValue;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{self, DATE, ENVIRONMENT, EXITS, FILES, ManArgs};
use super::screen;
use super::session::usage;

/// All pages are in this section of the manual.
const SECTION: &str = "1";
const MANUAL: &str = "User Commands";
/// What opens the paragraph of help that shows the command in use.
const EXAMPLE: &str = "Example: ";

/// Prints one page, or writes them all.
pub(super) fn run(args: &ManArgs) -> anyhow::Result<()> {
    let mut pages = args::pages().into_iter();
    if let Some(directory) = &args.all {
        return pages.try_for_each(|(name, command)| write(directory, &name, command));
    }
    let wanted = args.command.join("-");
    let found = pages.find(|(name, _)| *name == wanted);
    let (name, command) =
        found.ok_or_else(|| usage("there is no such command; nocontact --help"))?;
    screen::print(&page(&name, command)?)
}

fn write(directory: &Path, name: &str, command: clap::Command) -> anyhow::Result<()> {
    let file = directory.join(format!("{}.{SECTION}", title(name)));
    std::fs::write(&file, page(name, command)?)
        .with_context(|| format!("could not write the page {}", file.display()))
}

fn title(name: &str) -> String {
    match name {
        "" => "nocontact".to_owned(),
        name => format!("nocontact-{name}"),
    }
}

/// One page. The library's own order has no place for what only the whole program has, calls
/// examples "extra", and leaves the values of options out of the synopsis.
fn page(name: &str, mut command: clap::Command) -> anyhow::Result<Vec<u8>> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let usage = command.render_usage().to_string();
    let has_commands = command.has_subcommands();
    let source = concat!("nocontact ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(readable(command).display_name(title(name)));
    let man = man.title(title(name).to_uppercase()).date(DATE).source(source).manual(MANUAL);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    page.write_all(synopsis(&usage).to_roff().as_bytes())?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    page.write_all(rest(name, &help).to_roff().as_bytes())?;
    Ok(page)
}

/// What the help says in lists and headlines, in sentences.
fn readable(command: clap::Command) -> clap::Command {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    let about = about.unwrap_or_default();
    let stop = if about.ends_with('.') { "" } else { "." };
    let command = command.subcommand_help_heading("COMMANDS").long_about(format!("{about}{stop}"));
    command.mut_args(|arg| {
        let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string);
        let (help, values) = (help.unwrap_or_default(), arg.get_possible_values());
        let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        if !arg.get_action().takes_values() || values.iter().all(|value| help.contains(value)) {
            return arg.hide_possible_values(true);
        }
        let help = format!("{help}. One of: {}", values.join(", "));
        arg.long_help(help).hide_possible_values(true)
    })
}

/// How the command is called, as its help has it.
fn synopsis(usage: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    let forms = usage.lines().map(|line| line.trim_start_matches("Usage:").trim());
    for (index, form) in forms.filter(|form| !form.is_empty()).enumerate() {
        if index > 0 {
            roff.control("br", []);
        }
        let words = form.find(['[', '<']).unwrap_or(form.len());
        let (words, values) = form.split_at_checked(words).unwrap_or((form, ""));
        roff.text([bold(words.trim_end()), roman(format!(" {values}").trim_end())]);
    }
    roff
}

/// What stands below the options.
fn rest(name: &str, help: &str) -> Roff {
    let mut roff = Roff::new();
    let is_example = |part: &&str| part.starts_with(EXAMPLE);
    let paragraphs = || help.split("\n\n").filter(|part| !part.is_empty());
    for example in paragraphs().filter(is_example) {
        roff.control("SH", ["EXAMPLES"]);
        roff.text([roman(example.trim_start_matches(EXAMPLE))]);
    }
    if name.is_empty() {
        let tables = [("EXIT STATUS", EXITS), ("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT)];
        for (heading, rows) in tables {
            roff.control("SH", [heading]);
            for (word, text) in rows {
                roff.control("TP", []);
                roff.text([bold(*word)]);
                roff.text([roman(*text)]);
            }
        }
    }
    roff.control("SH", ["NOTES"]);
    for (index, note) in paragraphs().filter(|part| !is_example(part)).enumerate() {
        if index > 0 {
            roff.control("PP", []);
        }
        roff.text([roman(note)]);
    }
    if let Some((above, _)) = name.rsplit_once('-').or((!name.is_empty()).then_some(("", name))) {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([bold(title(above)), roman(format!("({SECTION})"))]);
    }
    roff
}
