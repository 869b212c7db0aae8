//! Completions and manual pages, made from the grammar so that they cannot drift from it.

use std::io::Write as _;

use anyhow::Context as _;

use super::args;
use super::session::usage;

/// Prints a completion script.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "nocontact", &mut script);
    print(&script)
}

/// Prints a manual page.
pub(super) fn page(name: Option<&str>) -> anyhow::Result<()> {
    let mut whole = args::command();
    whole.build();
    let command = match name {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            let found = found.ok_or_else(|| usage("there is no such command; nocontact --help"))?;
            found.display_name(format!("nocontact-{name}"))
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    print(&page)
}

fn print(text: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    out.write_all(text).and_then(|()| out.flush()).context("could not print")
}
