//! The end of single things: rows that go for good, here and in every copy that is kept beside.
//!
//! Owns what belongs to an entry and to a window, and the only deletes of the program. What is
//! erased is gone from the file, not only from its tables. A copy is replaced by one without what
//! was erased, so that whoever is cut off leaves the old one or the new one, and can begin again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::backup;
use super::error::StoreError;
use super::exchange::{Everything, WindowName};
use super::files;
use super::read::Reader;
use super::revisions::Revision;
use super::schema::{self, Format};
use super::temporary::{self, Temporary};
use super::write::Writing;
use super::{Store, connect_to};
use crate::countdown::entry::{Entry, What};
use crate::countdown::notice::Record;
use crate::countdown::window::Window;
use crate::countdown::zone::Moment;

/// What is to go, and what it takes with it.
#[derive(Debug, Clone, Default)]
pub struct Doomed {
    /// The window, as it is now.
    pub window: Option<Window>,
    /// The entries, each as it is now, by time: those of the window, or the one that was named, and
    /// what became of the urges among them.
    pub entries: Vec<Entry>,
    /// How many notices are about them.
    pub notices: usize,
    /// By what the window is known in other copies.
    name: Option<WindowName>,
    /// The entries that stay.
    others: BTreeSet<String>,
}

/// What the key of a follow-up begins with; the entry it asks about follows.
const FOLLOW_UP: &str = "follow-up/";
const OLDER: &str = "it is a backup in an older format; remove it, or restore it and erase again";

const DROP_ENTRY: &str = "DELETE FROM entries WHERE id = ?1";
const DROP_ANSWERS_TO: &str = "DELETE FROM answers WHERE id = ?1";
/// One question stands for every urge until it is due: asked once, it is not asked again for those
/// that stay.
const BEQUEATH: &str = "
UPDATE OR IGNORE ledger SET key = coalesce((
    SELECT 'follow-up/' || id FROM entries
    WHERE live = 1 AND kind = 'urge' AND at <= ledger.due AND logged_at >= ?2
    ORDER BY logged_at, row LIMIT 1), key)
WHERE key = ?1 AND state IN ('claimed', 'shown', 'unknown')";
const DROP_NOTICE: &str = "DELETE FROM ledger WHERE key = ?1";
const DROP_ANSWERS_IN: &str = "
DELETE FROM answers
WHERE id IN (SELECT key FROM ledger WHERE window = ?1 AND kind <> 'follow-up')";
const DROP_NOTICES_IN: &str = "DELETE FROM ledger WHERE window = ?1 AND kind <> 'follow-up'";
/// What is left asks about entries that stay.
const LEAVE_WINDOW: &str = "UPDATE ledger SET window = 0 WHERE window = ?1";
const DROP_WINDOW: &str = "DELETE FROM windows WHERE id = ?1";
const DROP_COMMANDS: &str = "
DELETE FROM commands WHERE id NOT IN (SELECT command FROM windows UNION SELECT command FROM entries
    UNION SELECT command FROM about UNION SELECT command FROM answers)";

impl Doomed {
    /// The same without what is still kept in a file that does not know the rest any more.
    #[must_use]
    pub fn sparing(mut self, kept: &Everything) -> Self {
        self.others = kept.newest_entries().map(|entry| entry.id.clone()).collect();
        self.entries.retain(|entry| !self.others.contains(&entry.id));
        self
    }
}

impl Everything {
    /// What is in a copy of the data file.
    pub fn of_backup(copy: &Path) -> Result<Self, StoreError> {
        let (conn, _) = backup::inspect(copy)?;
        Reader::new(&conn, copy).everything()
    }

    /// What goes with this entry; `None` if there is no such entry.
    #[must_use]
    pub fn doom_of_entry(&self, id: &str) -> Option<Doomed> {
        self.newest_entries().any(|entry| entry.id == id).then(|| self.doomed(None, &[id]))
    }

    /// What goes with the window of this number; `None` if there is none.
    #[must_use]
    pub fn doom_of_window(&self, number: u32) -> Option<Doomed> {
        let window = self.newest_windows().find(|window| window.id == number)?;
        let in_it: Vec<&str> = self.in_window(window).map(|entry| entry.id.as_str()).collect();
        Some(self.doomed(Some(window.clone()), &in_it))
    }

    /// The ids of the entries that begin so, taken back ones too.
    #[must_use]
    pub fn ids(&self, prefix: &str) -> Vec<String> {
        let ids = self.newest_entries().map(|entry| &entry.id);
        ids.filter(|id| id.starts_with(prefix)).cloned().collect()
    }

    /// Every window as it is now, or was when it was taken back.
    pub fn newest_windows(&self) -> impl Iterator<Item = &Window> {
        newest(&self.windows, |window| window.id)
    }

    fn newest_entries(&self) -> impl Iterator<Item = &Entry> {
        newest(&self.entries, |entry| entry.id.as_str())
    }

    /// What happened in a window, and not in one that began later.
    fn in_window<'a>(&'a self, window: &'a Window) -> impl Iterator<Item = &'a Entry> {
        let holds = |window: &Window, at: Moment| {
            at >= window.since && window.closed_at.is_none_or(|closed| at <= closed)
        };
        let live = self.windows.iter().filter(|(revision, _)| revision.live);
        let later: Vec<&Window> = live
            .map(|(_, other)| other)
            .filter(|other| (other.since, other.id) > (window.since, window.id))
            .collect();
        self.newest_entries().filter(move |entry| {
            holds(window, entry.at) && !later.iter().any(|other| holds(other, entry.at))
        })
    }

    fn doomed(&self, window: Option<Window>, named: &[&str]) -> Doomed {
        let goes = |entry: &&Entry| {
            let of = match &entry.what {
                What::Outcome { urge, .. } => urge.as_str(),
                _ => "",
            };
            named.contains(&entry.id.as_str()) || named.contains(&of)
        };
        let mut entries: Vec<Entry> = self.newest_entries().filter(goes).cloned().collect();
        entries.sort_by_key(|entry| entry.at);
        let gone: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        let others = self.newest_entries().map(|entry| entry.id.clone());
        let number = window.as_ref().map(|window| window.id);
        let about = |record: &&Record| match record.key.strip_prefix(FOLLOW_UP) {
            Some(entry) => gone.contains(entry),
            None => Some(record.window) == number,
        };
        Doomed {
            notices: self.ledger.iter().filter(about).count(),
            others: others.filter(|id| !gone.contains(id.as_str())).collect(),
            name: self.window_names().find(|(_, id)| Some(*id) == number).map(|(name, _)| name),
            window,
            entries,
        }
    }

    /// What of all this is in another copy of the file: the window may have another number there,
    /// and hold entries of which only that copy knows.
    fn same_here(&self, doomed: &Doomed) -> Doomed {
        let number = doomed.window.as_ref().map(|window| window.id);
        let same = self.window_names().filter(|(name, _)| Some(*name) == doomed.name);
        let here = same.map(|(_, id)| id).max_by_key(|id| Some(*id) == number);
        let window = self.newest_windows().find(|window| Some(window.id) == here);
        let mut named: Vec<&str> = doomed.entries.iter().map(|entry| entry.id.as_str()).collect();
        if let Some(window) = window {
            named.extend(self.in_window(window).map(|entry| entry.id.as_str()));
        }
        named.retain(|id| !doomed.others.contains(*id));
        self.doomed(window.cloned(), &named)
    }
}

/// Of each id the revision that is live, or else the last.
fn newest<'t, T, K: Ord>(
    rows: &'t [(Revision, T)],
    id: impl Fn(&'t T) -> K,
) -> impl Iterator<Item = &'t T> {
    let mut newest: BTreeMap<K, &'t (Revision, T)> = BTreeMap::new();
    for row in rows {
        let held = newest.entry(id(&row.1)).or_insert(row);
        if row.0.live || !held.0.live {
            *held = row;
        }
    }
    let mut newest: Vec<_> = newest.into_values().collect();
    newest.sort_by_key(|(revision, _)| revision.row);
    newest.into_iter().map(|(_, it)| it)
}

impl Store {
    /// Erases it for good, from the data file.
    pub fn erase(&mut self, doomed: &Doomed) -> Result<(), StoreError> {
        let writing = Writing::begin(self)?;
        writing.drop_all(doomed)?;
        writing.commit()?;
        // What was freed is zeroes already; where there is no room to make the file smaller, it
        // stays as large as it is.
        let _ = self.conn.execute_batch("VACUUM");
        Ok(())
    }
}

impl Writing<'_> {
    fn drop_all(&self, doomed: &Doomed) -> Result<(), StoreError> {
        for entry in &doomed.entries {
            self.run(DROP_ENTRY, [&entry.id])?;
        }
        for entry in &doomed.entries {
            let key = format!("{FOLLOW_UP}{}", entry.id);
            self.run(DROP_ANSWERS_TO, [&key])?;
            self.run(BEQUEATH, (&key, entry.logged_at.timestamp()))?;
            self.run(DROP_NOTICE, [&key])?;
        }
        if let Some(window) = &doomed.window {
            self.run(DROP_ANSWERS_IN, [window.id])?;
            self.run(DROP_NOTICES_IN, [window.id])?;
            self.run(LEAVE_WINDOW, [window.id])?;
            self.run(DROP_WINDOW, [window.id])?;
        }
        self.run(DROP_COMMANDS, []).map(drop)
    }
}

/// Erases it for good from every copy that is kept in `dir` and `dir/backups`, and says which of
/// them could not be cleaned. Copies that nobody finished are removed.
#[must_use]
pub fn erase_in_copies(dir: &Path, doomed: &Doomed) -> Vec<PathBuf> {
    // A copy that is being made now may hold it: without its file it comes to nothing.
    for path in temporary::unfinished(&files::backups_in(dir)) {
        // Whoever makes it may have been faster.
        let _ = std::fs::remove_file(path);
    }
    files::copies(dir).into_iter().filter(|path| clean(path, doomed).is_err()).collect()
}

/// Puts a copy without what is doomed in the place of this one.
fn clean(path: &Path, doomed: &Doomed) -> Result<(), StoreError> {
    files::refuse_unfinished(path)?;
    let (frozen, format) = backup::inspect(path)?;
    if format != Format::Current {
        return Err(StoreError::Refused { path: path.to_owned(), reason: OLDER });
    }
    let doomed = Reader::new(&frozen, path).everything()?.same_here(doomed);
    if doomed.entries.is_empty() && doomed.window.is_none() {
        return Ok(());
    }
    let dir = path.parent().unwrap_or(path);
    let new = Temporary::make(dir)?;
    let known = schema::MIGRATIONS.len();
    backup::fill(&frozen, path, new.path(), (Format::Current, known))?;
    let mut store = Store { conn: connect_to(new.path())?, file: new.path().to_owned() };
    store.erase(&doomed)?;
    drop(store);
    new.take_the_place_of(path)
}
