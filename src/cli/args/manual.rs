//! What the manual says of the program beyond its help.
//!
//! Owns the tables of exit codes, files and environment. A sentence stands here once; the form of
//! the page is in `man.rs`.

/// When the words of the manual were last looked over, as a page has to say.
pub(in crate::cli) const DATE: &str = "2026-11-22";

/// Every command that is in the help, by its words with hyphens between ("about-plan"); the program
/// itself by none.
pub(in crate::cli) fn pages() -> Vec<(String, clap::Command)> {
    let mut whole = super::command(usize::MAX);
    whole.build();
    let mut pages = vec![(String::new(), whole)];
    let mut next = 0;
    while let Some((name, command)) = pages.get(next) {
        let of_it = command.get_subcommands().filter(|sub| !sub.is_hide_set());
        let dash = if name.is_empty() { "" } else { "-" };
        let of_it: Vec<_> =
            of_it.map(|sub| (format!("{name}{dash}{}", sub.get_name()), sub.clone())).collect();
        pages.extend(of_it);
        next += 1;
    }
    pages
}

/// A word, and what it stands for.
type Row = (&'static str, &'static str);

/// How a command can end (design §5).
pub(in crate::cli) const EXITS: &[Row] = &[
    ("0", "Done."),
    ("1", "It could not be done."),
    ("2", "The command was not understood."),
    ("3", "No window is open."),
    ("4", "A daemon is already running."),
    ("5", "The data file cannot be used."),
];

/// What is kept, and where.
pub(in crate::cli) const FILES: &[Row] = &[
    ("~/.local/share/nocontact/nocontact.db", "All that is kept, readable to you alone."),
    ("~/.local/share/nocontact/daemon.log", "What a daemon in the background had to say."),
    ("~/.local/share/nocontact/backups/", "Copies of it."),
    (
        "~/.local/share/nocontact/settings-in-use.toml",
        "Those of your settings that hold, for when the file cannot be used.",
    ),
    ("~/.config/nocontact/config.toml", "Your settings; nocontact config show explains each."),
    ("~/.config/nocontact/texts.toml", "Texts of your own; nocontact config texts is an example."),
    ("~/.config/nocontact/care-words.toml", "Phrases of your own that bring help up."),
    ("$XDG_RUNTIME_DIR/nocontact.sock", "Where the daemon hears that something was logged."),
    (
        "~/.local/share/applications/nocontact.desktop",
        "The name of notices on your desktop; no menu lists it.",
    ),
    ("~/.local/share/icons/hicolor/scalable/apps/nocontact.svg", "Their icon."),
    (
        "~/.config/systemd/user/nocontact.service",
        "What nocontact service install has systemd start.",
    ),
    ("~/.config/autostart/nocontact.desktop", "The same for a desktop without systemd."),
];

/// What is read from the environment.
pub(in crate::cli) const ENVIRONMENT: &[Row] = &[
    (
        "NOCONTACT_NOW",
        "The time that one command goes by, for tests and for what it would say then, as in \
         2026-12-01T12:00:00+01:00. The daemon ignores it.",
    ),
    ("TZ", "The time zone, if not that of the computer."),
    ("XDG_DATA_HOME", "In place of ~/.local/share."),
    ("XDG_CONFIG_HOME", "In place of ~/.config."),
    ("XDG_RUNTIME_DIR", "A directory that lives as long as the login, for the socket."),
    ("VISUAL, EDITOR", "The editor for --edit and nocontact config edit."),
    ("NO_COLOR", "If it holds anything, help is printed without colours."),
];
