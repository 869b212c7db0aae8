//! The user's words in their editor, and the private place in which they are written.
//!
//! Owns that place: a directory of its own (0700) in memory where the system has such a place. It
//! is removed whole, with whatever the editor left beside its file, once the words are saved; until
//! then, and whenever something fails, it stays and is named.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::screen::complain;
use super::session::refused;
use crate::paths::{Paths, editor};
use crate::store::new_id;

/// What the name of every such directory begins with.
const NAME: &str = "nocontact-words-";

/// The file within.
const FILE: &str = "words";

/// One place to write in. Another command knows by its lock that it is still in use.
pub(super) struct Draft {
    dir: PathBuf,
    /// Whether it is gone with the login.
    in_memory: bool,
    _lock: File,
}

impl Draft {
    fn make(paths: &Paths) -> io::Result<Self> {
        let (place, in_memory) = place(paths);
        if !in_memory {
            DirBuilder::new().recursive(true).mode(0o700).create(place)?;
        }
        let name: String = new_id().chars().take(8).collect();
        let dir = place.join(format!("{NAME}{name}"));
        DirBuilder::new().mode(0o700).create(&dir)?;
        let lock = File::open(&dir)?;
        lock.lock()?;
        let draft = Self { dir, in_memory, _lock: lock };
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft.file())?;
        Ok(draft)
    }

    fn file(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    /// Where the words are, for a sentence that ends with it.
    pub(super) fn kept(&self) -> String {
        let until = if self.in_memory { " (until you log out)" } else { "" };
        format!("your words are kept in {}{until}", self.file().display())
    }

    /// The words are safe elsewhere, or there are none.
    pub(super) fn remove(self) -> anyhow::Result<()> {
        fs::remove_dir_all(&self.dir)
            .with_context(|| format!("could not remove {}", self.dir.display()))
    }
}

/// Where drafts lie, and whether that is in memory.
fn place(paths: &Paths) -> (&Path, bool) {
    match paths.runtime.as_deref().filter(|runtime| runtime.is_dir()) {
        Some(runtime) => (runtime, true),
        None => (&paths.data, false),
    }
}

/// Lets the user write; `None` if there is no editor, or nothing was written.
pub(super) fn write(paths: &Paths) -> anyhow::Result<Option<(String, Draft)>> {
    let Some(editor) = editor() else {
        complain("no editor is set; set EDITOR, or use --note");
        return Ok(None);
    };
    name_earlier(paths);
    let draft = Draft::make(paths).context("could not make a file for your editor")?;
    let ended_well = open(&editor, &draft.file());
    let Ok(bytes) = fs::read(draft.file()) else {
        let why = format!("could not read what your editor wrote; {}", draft.kept());
        return Err(refused(why));
    };
    let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
    match (ended_well, text.is_empty()) {
        (true, false) => Ok(Some((text, draft))),
        (true, true) => draft.remove().map(|()| None),
        (false, true) => {
            complain("the editor did not end well; nothing was added");
            draft.remove().map(|()| None)
        }
        (false, false) => {
            let why = format!("the editor did not end well; nothing was added, {}", draft.kept());
            Err(refused(why))
        }
    }
}

/// Opens a file in the editor and waits for its end; whether it ended well.
pub(super) fn open(editor: &str, file: &Path) -> bool {
    let mut parts = editor.split_whitespace();
    let ran =
        std::process::Command::new(parts.next().unwrap_or("vi")).args(parts).arg(file).status();
    ran.is_ok_and(|status| status.success())
}

/// Names what an earlier command had to leave behind; what holds no words is removed.
fn name_earlier(paths: &Paths) {
    for dir in drafts(paths).into_iter().filter(|dir| !is_in_use(dir)) {
        // Only an empty file, or none: no editor ever wrote there.
        let has_words = fs::read_dir(&dir).is_ok_and(|files| {
            files.flatten().any(|file| file.metadata().is_ok_and(|meta| meta.len() > 0))
        });
        if has_words {
            complain(&format!(
                "words of an earlier --edit are still in {}; take them out, then remove it",
                dir.display()
            ));
        } else {
            // It can be tried again the next time.
            let _ = fs::remove_dir_all(&dir);
        }
    }
}

/// Every such place that there is, wherever it could be.
pub(super) fn drafts(paths: &Paths) -> Vec<PathBuf> {
    let places = paths.runtime.as_deref().into_iter().chain([paths.data.as_path()]);
    let found = places.flat_map(|place| fs::read_dir(place).into_iter().flatten().flatten());
    let is_one = |entry: &fs::DirEntry| {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_dir && entry.file_name().to_string_lossy().starts_with(NAME)
    };
    found.filter(is_one).map(|entry| entry.path()).collect()
}

/// Whether an editor is still open on it.
pub(super) fn is_in_use(draft: &Path) -> bool {
    File::open(draft).is_ok_and(|lock| lock.try_lock().is_err())
}
