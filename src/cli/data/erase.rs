//! `data erase`: an entry, or a window with what lies in it, for good.
//!
//! Owns the words: what is about to go, by kind and time and never by what was written, the words
//! that it takes, and what no program can reach. A copy is made first and goes again at the end, so
//! that whatever happens between leaves either all or nothing.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::everything;
use crate::cli::args::EraseArgs;
use crate::cli::editor;
use crate::cli::render::{self, count};
use crate::cli::screen::visible;
use crate::cli::session::{Session, no_entry, refused, usage};
use crate::countdown::entry::{Entry, What};
use crate::countdown::window::Window;
use crate::daemon::nudge;
use crate::store::backup::backups;
use crate::store::{Doomed, Everything, Occasion, Store, erase_in_copies};

/// The shortest beginning of an id that names an entry.
const SHORTEST: usize = 4;

pub(super) fn run(args: &EraseArgs, session: &Session) -> anyhow::Result<()> {
    let EraseArgs { id, window, everything, settings, confirm } = args;
    let confirm = confirm.as_deref();
    match (id, window) {
        _ if *everything => everything::erase(*settings, confirm, session),
        (Some(id), _) => one("erase", confirm, session, |all| doom_of(id, all), |_| no_entry()),
        (None, Some(number)) => {
            let words = format!("erase window {number}");
            let find = |all: &Everything| Ok(all.doom_of_window(*number));
            one(&words, confirm, session, find, |here| no_window(here, session))
        }
        (None, None) => Err(usage("what is to be erased was not named; see --help")),
    }
}

fn doom_of(prefix: &str, all: &Everything) -> anyhow::Result<Option<Doomed>> {
    let prefix = prefix.to_ascii_lowercase();
    let ids = if prefix.len() < SHORTEST { Vec::new() } else { all.ids(&prefix) };
    match ids.as_slice() {
        [id] => Ok(all.doom_of_entry(id)),
        [] => Ok(None),
        _ => Err(usage("that id fits several entries; give more of it")),
    }
}

fn one(
    words: &str,
    confirm: Option<&str>,
    session: &Session,
    find: impl Fn(&Everything) -> anyhow::Result<Option<Doomed>>,
    unknown: impl Fn(&Everything) -> anyhow::Error,
) -> anyhow::Result<()> {
    let dir = &session.paths.data;
    let mut store = Store::open_kept(dir)?.ok_or_else(|| refused("nothing is kept here"))?;
    let here = store.read().everything()?;
    let (doomed, is_here) = match find(&here)? {
        Some(doomed) => (doomed, true),
        // Who was cut off has only the backups left to clean.
        None => (find_in_backups(dir, &here, &find)?.ok_or_else(|| unknown(&here))?, false),
    };
    tell(&doomed, is_here, session).map_err(|_| not_told())?;
    confirmed(words, confirm, session)?;
    if is_here {
        let copy = store.back_up(Occasion::Erase, session.now.at)?;
        store.erase(&doomed)?;
        nudge(&session.paths.nudge_sockets());
        std::fs::remove_file(&copy).with_context(|| {
            format!("it is erased, but could not be removed from {}", copy.display())
        })?;
    }
    tell_outcome(&doomed, &erase_in_copies(dir, &doomed), session)?;
    let drafts = editor::drafts(&session.paths).into_iter();
    let drafts: Vec<String> = drafts
        .map(|draft| format!("words of an earlier --edit: {}", draft.to_string_lossy()))
        .map(|draft| visible(&draft))
        .collect();
    tell_out_of_reach(&drafts, session)
}

fn find_in_backups(
    dir: &Path,
    here: &Everything,
    find: &impl Fn(&Everything) -> anyhow::Result<Option<Doomed>>,
) -> anyhow::Result<Option<Doomed>> {
    for backup in backups(dir, None) {
        // One that cannot be read is named at the end.
        let Ok(all) = Everything::of_backup(&backup.path) else { continue };
        if let Some(doomed) = find(&all)? {
            return Ok(Some(doomed.sparing(here)));
        }
    }
    Ok(None)
}

/// A reader that went away has not read what goes: that is not done in silence.
pub(super) fn not_told() -> anyhow::Error {
    refused("could not print what would go; nothing was erased")
}

fn no_window(all: &Everything, session: &Session) -> anyhow::Error {
    let windows: Vec<String> =
        all.newest_windows().map(|window| in_words(window, session)).collect();
    refused(&match windows.is_empty() {
        true => "no window has that number; there is none".to_owned(),
        false => format!("no window has that number; there are: {}", windows.join("; ")),
    })
}

/// "2, from Tue 3 Nov, 14:05".
fn in_words(window: &Window, session: &Session) -> String {
    format!("{}, from {}", window.id, render::happened(window.since, &session.now))
}

/// What goes, by kind and time.
fn tell(doomed: &Doomed, is_here: bool, session: &Session) -> anyhow::Result<()> {
    let from = if is_here { "here and from every backup" } else { "from the backups alone" };
    session.screen.tell(format!("This goes for good, {from}:"))?;
    let row = |word: &str, text: String| (word.to_owned(), text);
    let mut rows = Vec::new();
    if let Some(window) = &doomed.window {
        let state = if window.closed_at.is_some() { "closed" } else { "open" };
        rows.push(row("window", format!("{}, {state}", in_words(window, session))));
        let kinds = What::WORDS.iter().filter_map(|kind| {
            let of_kind = doomed.entries.iter().filter(|entry| entry.what.word() == *kind);
            let number = of_kind.count();
            (number > 0).then(|| row(kind, number.to_string()))
        });
        rows.extend(kinds);
    } else {
        let when = |entry: &Entry| render::happened(entry.at, &session.now);
        rows.extend(doomed.entries.iter().map(|entry| row(entry.what.word(), when(entry))));
    }
    if doomed.notices > 0 {
        let number = u32::try_from(doomed.notices).unwrap_or(u32::MAX);
        rows.push(row("with it", format!("the record of {}", count(number, "notice"))));
    }
    session.screen.table(&rows)
}

/// Goes on if the words are typed, now or with the command.
pub(super) fn confirmed(
    words: &str,
    confirm: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    let is_right = |given: &str| given.trim().eq_ignore_ascii_case(words);
    match confirm {
        Some(given) if is_right(given) => Ok(()),
        Some(_) => Err(usage(format!("--confirm takes the words '{words}'; nothing was erased"))),
        None if session.screen.interactive => {
            let question = format!("Type '{words}' to erase it, or Enter to keep it:");
            match session.screen.ask(&question)? {
                Some(given) if is_right(&given) => Ok(()),
                _ => Err(refused("those were not the words; nothing was erased")),
            }
        }
        None => Err(usage(format!(
            "nobody can be asked here; --confirm '{words}' erases it; nothing was erased"
        ))),
    }
}

fn tell_outcome(doomed: &Doomed, left: &[PathBuf], session: &Session) -> anyhow::Result<()> {
    if left.is_empty() {
        let was_open = doomed.window.as_ref().is_some_and(|window| window.closed_at.is_none());
        return session.screen.say(match was_open {
            true => "Erased. The window is gone, so no notices come until the next.",
            false => "Erased.",
        });
    }
    let all: Vec<String> = left.iter().map(|path| format!("  {}", path.display())).collect();
    let why = format!(
        "it is erased, but may still be in a copy that could not be read or written; if you do not \
         need that, remove it:\n{}",
        all.join("\n")
    );
    Err(refused(&why))
}

/// What nothing here can erase.
pub(super) fn tell_out_of_reach(more: &[String], session: &Session) -> anyhow::Result<()> {
    session.screen.tell("Out of reach from here, where there is any:")?;
    let rest = [
        "words typed in a command, in your shell's history (~/.bash_history and its like: the \
         lines with nocontact)",
        "copies of your own: exports, backups elsewhere, a cloud, snapshots of the file system",
        "what a disk keeps of files that are gone, which only encrypting it as a whole hides",
        "what is on screens: the terminal's scrollback, the desktop's list of notifications",
    ];
    let rest = rest.map(ToOwned::to_owned);
    let rows: Vec<(String, String)> =
        rest.into_iter().chain(more.iter().cloned()).map(|it| ("-".to_owned(), it)).collect();
    session.screen.table(&rows)
}
