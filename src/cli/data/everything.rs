//! `data erase --everything`: all that is kept, and what was installed for this account.
//!
//! Owns the list of what is ours in the user's directories, and the order in which it goes: first
//! whatever could write anew, then the files, the daemon's lock last. Nothing else is touched; what
//! others put there is named. Cut off anywhere, it can be run again and finishes.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::erase::{confirmed, not_told, tell_out_of_reach};
use crate::appearance;
use crate::cli::editor;
use crate::cli::render::count;
use crate::cli::screen::visible;
use crate::cli::session::{Refused, Session, refused};
use crate::instance::{self, Lock};
use crate::service::{self, Manager, Task};
use crate::store::{Store, all_files, backups_in};

/// What it takes.
const WORDS: &str = "erase everything";

/// Of these there may be traces that no program can take away.
const PROGRAM: &str = "the program itself, and what your package manager wrote down of it";

pub(super) fn erase(
    with_settings: bool,
    confirm: Option<&str>,
    session: &Session,
) -> anyhow::Result<()> {
    tell(with_settings, session).map_err(|_| not_told())?;
    confirmed(WORDS, confirm, session)?;
    let mut trouble = Trouble::default();
    // First what would start it again.
    end_service(session, &mut trouble);
    instance::stop(&session.paths.lock())?;
    let lock = hold(session)?;
    let icons = appearance::remove(&session.paths.share);
    trouble.note("the desktop entry and icon", icons.map_err(Into::into));
    for path in ours(with_settings, session) {
        trouble.note(&shown(&path), remove(&path).map_err(Into::into));
    }
    drop(lock);
    trouble.note("the daemon's lock", gone(fs::remove_file(session.paths.lock())));
    let places = [backups_in(&session.paths.data), session.paths.data.clone()];
    let places = places.into_iter().chain([session.paths.config.clone()]);
    let left: Vec<PathBuf> = places.flat_map(|dir| remove_if_empty(&dir)).collect();
    trouble.refuse()?;
    session.screen.say("Everything is erased.")?;
    tell_left(&left, with_settings, session)?;
    tell_out_of_reach(&[PROGRAM.to_owned()], session)
}

/// Ends what starts the daemon at login, and takes it away.
fn end_service(session: &Session, trouble: &mut Trouble) {
    let seen = service::look(&session.paths);
    let answers = matches!(seen.manager, Manager::Answers { .. });
    let ask = |task| service::ask(task).map_err(anyhow::Error::msg);
    if answers && seen.has_unit() {
        trouble.note("the service", ask(Task::Disable));
        trouble.note("the service", ask(Task::Stop));
    }
    let unit = service::remove_unit(&session.paths);
    let reload = answers && matches!(unit, Ok(Some(_)));
    trouble.note("the service", unit.map(drop));
    if reload {
        trouble.note("the service", ask(Task::Reload));
    }
    trouble.note("the autostart entry", service::remove_autostart(&session.paths).map(drop));
}

/// Sees to it that no daemon starts meanwhile.
fn hold(session: &Session) -> anyhow::Result<Option<Lock>> {
    if !session.paths.data.is_dir() {
        return Ok(None);
    }
    let held = Lock::take(&session.paths.lock())?;
    let why = "a daemon was started meanwhile, so nothing was erased; say it again";
    held.map(Some).ok_or_else(|| Refused { code: 4, why: why.to_owned() }.into())
}

/// What there is, and what of it stays.
fn tell(with_settings: bool, session: &Session) -> anyhow::Result<()> {
    let row = |word: &str, text: String| (word.to_owned(), text);
    let content = Store::open_existing(&session.paths.data)
        .and_then(|store| store.map(|store| store.read().extent()).transpose());
    let kept = match content {
        Ok(None) => "nothing".to_owned(),
        Ok(Some(content)) => {
            let (windows, entries) =
                (count(content.windows, "window"), count(content.entries, "entry"));
            format!("{windows}, {entries}, what you told about yourself")
        }
        Err(_) => "what cannot be read any more".to_owned(),
    };
    let backups = fs::read_dir(backups_in(&session.paths.data)).map_or(0, Iterator::count);
    session.screen.tell("This goes for good:")?;
    let mut rows = vec![
        row("kept", kept),
        row("backups", backups.to_string()),
        row(
            "besides",
            "the daemon, how it is started, its log, its desktop entry and icon".to_owned(),
        ),
    ];
    rows.push(match with_settings {
        true => row("settings", "your settings, phrases and texts too".to_owned()),
        false => row("stays", "your settings, phrases and texts: --settings".to_owned()),
    });
    session.screen.table(&rows)
}

/// Every file and draft of ours that is there.
fn ours(with_settings: bool, session: &Session) -> Vec<PathBuf> {
    let paths = &session.paths;
    let mut all = editor::drafts(paths);
    all.retain(|draft| !editor::is_in_use(draft));
    all.extend(paths.nudge_sockets());
    let clock = paths.clock();
    // The first is what a crash left of it.
    all.extend([clock.with_extension("new"), clock, paths.log(), paths.settings_in_use()]);
    all.extend(all_files(&paths.data));
    if with_settings {
        all.extend([paths.settings(), paths.care_words(), paths.texts()]);
    }
    all
}

/// Overwrites what a file holds, and removes it; a directory with all that is in it. What is not
/// there is gone.
fn remove(path: &Path) -> io::Result<()> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if found.is_dir() {
        for entry in fs::read_dir(path)? {
            remove(&entry?.path())?;
        }
        return fs::remove_dir(path);
    }
    if found.is_file() {
        // Where that is not allowed or there is no room for it, it is removed as it is.
        let _ = overwrite(path, found.len());
    }
    fs::remove_file(path)
}

fn overwrite(path: &Path, length: u64) -> io::Result<()> {
    let no_link = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
    let mut file = File::options().write(true).custom_flags(no_link).open(path)?;
    io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
    file.flush()?;
    file.sync_all()
}

fn gone(removed: io::Result<()>) -> anyhow::Result<()> {
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Removes a directory in which nothing is left, or says what is.
fn remove_if_empty(dir: &Path) -> Vec<PathBuf> {
    let left = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut left: Vec<PathBuf> = left.map(|entry| entry.path()).collect();
    left.sort();
    if left.is_empty() {
        // One that stays for another reason is an empty directory.
        let _ = fs::remove_dir(dir);
    }
    left
}

fn tell_left(left: &[PathBuf], with_settings: bool, session: &Session) -> anyhow::Result<()> {
    let paths = &session.paths;
    let settings = [paths.settings(), paths.care_words(), paths.texts()];
    let backups = backups_in(&paths.data);
    let is_named =
        |path: &&PathBuf| (with_settings || !settings.contains(path)) && **path != backups;
    let others: Vec<&PathBuf> = left.iter().filter(is_named).collect();
    if !others.is_empty() {
        session.screen.tell("Not ours, or still in use, and left where it is:")?;
    }
    others.into_iter().try_for_each(|path| session.screen.say(format!("  {}", shown(path))))
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

/// What could not be taken away, and why.
#[derive(Default)]
struct Trouble(Vec<String>);

impl Trouble {
    fn note(&mut self, what: &str, done: anyhow::Result<()>) {
        self.0.extend(done.err().map(|error| format!("{what}: {error:#}")));
    }

    fn refuse(self) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let why = format!(
            "this could not be erased; see to it, then say it again:\n{}",
            self.0.join("\n")
        );
        Err(refused(why))
    }
}
