//! The pages of help: commands in their groups, the foot on every page.
//!
//! Owns the form of help; what each command says of itself stands beside it in `args`.

use clap::CommandFactory as _;

use super::Cli;

/// The line at the foot of every help page.
const FOOT: &str = "If it is too much right now: nocontact sos";

/// On the pages of the commands that take words: what some of them call for, and the limit of it
/// (programme C.3).
const WORDS: &str = "Some phrases bring help up below your words once they are saved. What is said \
                     indirectly is missed, so nocontact sos works any time.";

/// Those commands; `add` is `about plan add`.
const TAKE_WORDS: [&str; 7] = ["urge", "received", "contacted", "mood", "note", "edit", "add"];

/// The groups of the first help page, in order.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Every day", &["status", "urge", "answer", "received", "contacted", "mood", "note"]),
    ("Help", &["suggest", "sos", "about"]),
    ("Look back", &["log", "undo", "edit", "stats", "report"]),
    ("The window", &["start", "upcoming", "pause", "finish"]),
    ("The system", &["daemon", "service", "config", "data", "doctor"]),
];

/// The grammar. Of the commands only the names and what they do are there yet, and no page lists
/// them.
#[must_use]
pub(in crate::cli) fn grammar() -> clap::Command {
    with_foot(Cli::command())
}

/// The grammar with all its pages, wrapped for so many columns.
#[must_use]
pub(in crate::cli) fn command(columns: usize) -> clap::Command {
    with_first_page(grammar(), columns)
}

/// The grammar with its commands in groups on the first page, wrapped for so many columns.
#[must_use]
pub(in crate::cli) fn with_first_page(command: clap::Command, columns: usize) -> clap::Command {
    let mut groups = String::new();
    for (title, names) in GROUPS {
        groups.push_str(title);
        groups.push('\n');
        for name in names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            groups.push_str(&row(name, &about, columns));
            groups.push('\n');
        }
        groups.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}Options\n{{options}}{{after-help}}"
    );
    command.help_template(template)
}

/// One command and what it does, which is continued below itself.
fn row(name: &str, about: &str, columns: usize) -> String {
    let line = format!("  {name:<10} {about}");
    let options = textwrap::Options::new(columns).subsequent_indent("             ");
    textwrap::fill(&line, options)
}

/// A command with the foot on its page, and on those of its own commands.
pub(super) fn footed(command: clap::Command) -> clap::Command {
    with_foot(command).mut_subcommands(footed)
}

fn with_foot(command: clap::Command) -> clap::Command {
    let example = command.get_after_help().map(ToString::to_string);
    let words = TAKE_WORDS.contains(&command.get_name()).then(|| WORDS.to_owned());
    let foot: Vec<String> = example.into_iter().chain(words).chain([FOOT.to_owned()]).collect();
    command.after_help(foot.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_holds_together() {
        command(80).debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group_of_the_first_page() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let command = command(80);
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
