//! What every command has at hand: the time, the places, the settings, the data file.
//!
//! Owns the order of a writing command: save, tell the daemon, and only then speak. It prints
//! nothing but warnings.

use std::cell::{Cell, OnceCell};
use std::fmt;

use super::screen::{Screen, complain};
use crate::answering::{Answering, NotTaken};
use crate::catalogue::Catalogue;
use crate::clock::look::{Doubt, doubt};
use crate::clock::{Clock, HERE};
use crate::countdown::choose::{Place, Reader as Person, one};
use crate::countdown::entry::Entry;
use crate::countdown::journal::Journal;
use crate::countdown::text::{Pool, Text};
use crate::countdown::when::{When, parse};
use crate::countdown::zone::{Moment, Now};
use crate::daemon::nudge;
use crate::instance;
use crate::paths::Paths;
use crate::settings::Settings;
use crate::store::{Change, Reader, Store, StoreError};

/// A way out with its own exit code (design §5). An empty reason has been said already.
#[derive(Debug)]
pub(super) struct Refused {
    /// 1 could not, 2 usage, 3 no window open, 4 a daemon runs already.
    pub(super) code: u8,
    /// What could not be done and what to do now.
    pub(super) why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Refused {}

/// What was asked could not be done (exit code 1); an empty reason has been said already.
pub(super) fn refused(why: impl Into<String>) -> anyhow::Error {
    Refused { code: 1, why: why.into() }.into()
}

/// No entry has the id that was typed.
pub(super) fn no_entry() -> anyhow::Error {
    refused("no entry has that id; nocontact log shows them")
}

/// The command was not understood.
pub(super) fn usage(why: impl Into<String>) -> anyhow::Error {
    Refused { code: 2, why: why.into() }.into()
}

/// No window is open.
pub(super) fn no_window() -> anyhow::Error {
    let why = "no window is open; nocontact start opens one".to_owned();
    Refused { code: 3, why }.into()
}

/// An answer that cannot be taken, and what to do instead.
pub(super) fn not_taken(why: NotTaken) -> anyhow::Error {
    let instead = match why {
        NotTaken::NothingOpen => "nocontact answer shows what is open",
        NotTaken::NothingLeft => "nocontact suggest --list shows what there is",
        _ => "nocontact suggest gives one any time",
    };
    refused(format!("{why}; {instead}"))
}

/// Why nothing will come by itself, and what to do about it.
pub(super) const NO_DAEMON: &str = "The daemon does not run, so no notices come: nocontact start";

/// One run of one command.
pub(super) struct Session {
    /// The present, read once.
    pub(super) now: Now<'static>,
    /// Where things are.
    pub(super) paths: Paths,
    /// The settings that hold.
    pub(super) settings: Settings,
    /// What in the settings cannot be used.
    pub(super) problems: Vec<crate::settings::Problem>,
    /// All that can be said.
    pub(super) catalogue: Catalogue,
    /// Where to speak.
    pub(super) screen: Screen,
    /// Whether even the places are unknown.
    pub(super) is_bare: bool,
    /// The data file, from the first time that it was needed.
    store: OnceCell<Store>,
    /// Whether the settings were complained about.
    warned: Cell<bool>,
    /// Whether the present is one that somebody chose.
    is_pinned: bool,
    /// Whether people to talk to were shown, who are to have the last word.
    helped: Cell<bool>,
}

impl Session {
    pub(super) fn from_env() -> anyhow::Result<Self> {
        let clock = Clock::from_env().map_err(|error| usage(error.to_string()))?;
        let now = Now::new(clock.now(), &HERE);
        let paths = Paths::from_env()?;
        let (settings, problems) = Settings::load(&paths.settings(), &paths.settings_in_use());
        let catalogue = Catalogue::with(paths.texts());
        Ok(Self {
            now,
            paths,
            settings,
            problems,
            catalogue,
            screen: Screen::from_env(),
            is_bare: false,
            store: OnceCell::new(),
            warned: Cell::new(false),
            is_pinned: clock != Clock::Real,
            helped: Cell::new(false),
        })
    }

    /// A session with no places and no settings of the user's: enough for help.
    pub(super) fn bare() -> Self {
        let nowhere = std::path::PathBuf::from("/nonexistent");
        let [home, data, config, share] = [(); 4].map(|()| nowhere.clone());
        let paths = Paths { home, data, config, share, runtime: None };
        let (settings, problems) = (Settings::default(), Vec::new());
        Self {
            now: Now::new(Clock::Real.now(), &HERE),
            paths,
            settings,
            problems,
            catalogue: Catalogue::default(),
            screen: Screen::from_env(),
            is_bare: true,
            store: OnceCell::new(),
            warned: Cell::new(false),
            is_pinned: false,
            helped: Cell::new(false),
        }
    }

    /// The settings as they are on the disk now, and what in them cannot be used.
    pub(super) fn read_settings(&self) -> (Settings, Vec<crate::settings::Problem>) {
        Settings::load(&self.paths.settings(), &self.paths.settings_in_use())
    }

    /// Keeps what holds for the time when the file cannot be used.
    pub(super) fn keep(&self, settings: &Settings) {
        if let Err(error) = settings.keep(&self.paths.settings_in_use()) {
            complain(&format!("could not keep a copy of what holds: {error}"));
        }
    }

    /// Says once that settings could not be used; the command goes on with what stands instead.
    pub(super) fn warn_of_settings(&self) {
        if let Some(problem) = self.problems.first()
            && !self.warned.replace(true)
        {
            complain(&problem.told());
        }
    }

    /// From here on nothing is said about settings that could not be used.
    pub(super) fn hold_warnings(&self) {
        self.warned.set(true);
    }

    /// Says once, when the command has spoken, that some of the user's texts could not be used. A
    /// command that needed none has not read them.
    pub(super) fn warn_of_texts(&self) {
        if let Some(fault) = self.catalogue.met_fault() {
            complain(&fault.told());
        }
    }

    /// Whether the clock went ahead by itself since the daemon last looked.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        if self.is_pinned { None } else { doubt(&self.paths.clock(), self.now.utc()) }
    }

    /// The time that the count goes by: while the clock is in doubt, that before.
    pub(super) fn counted(&self) -> (Now<'static>, Option<Doubt>) {
        let doubt = self.doubt();
        (doubt.map_or(self.now, |doubt| Now::new(doubt.before, self.now.zone)), doubt)
    }

    /// The data file for reading; `None` if there is none yet.
    pub(super) fn store(&self) -> Result<Option<&Store>, StoreError> {
        if let Some(store) = self.store.get() {
            return Ok(Some(store));
        }
        let opened = Store::open_existing(&self.paths.data)?;
        Ok(opened.map(|store| self.store.get_or_init(|| store)))
    }

    /// The facts; empty ones if there is no data file yet.
    pub(super) fn journal(&self) -> anyhow::Result<Journal> {
        self.warn_of_settings();
        Ok(match self.store()? {
            Some(store) => store.read().journal(self.now.utc())?,
            None => Journal::default(),
        })
    }

    /// The facts for help that has to come whatever is wrong with the data file.
    pub(super) fn facts_for_help(&self) -> Journal {
        match self.journal() {
            Ok(journal) if !self.is_bare => journal,
            _ => Journal::unreadable(),
        }
    }

    /// Saves what `decide` makes of the facts, as one command that can be taken back whole, and
    /// tells the daemon.
    pub(super) fn write<T>(
        &self,
        command: &str,
        decide: impl FnOnce(&Reader) -> anyhow::Result<(Vec<Change>, T)>,
    ) -> anyhow::Result<T> {
        self.warn_of_settings();
        let mut store = Store::open_at(&self.paths.data)?;
        let decided = store.write(command, self.now.at, decide)?;
        nudge(&self.paths.nudge_sockets());
        // What is asked from here on need not open it again.
        let _ = self.store.set(store);
        Ok(decided)
    }

    /// Adds to the command that logged this entry, so that undo takes back both.
    pub(super) fn amend(&self, entry: &Entry, changes: &[Change]) -> anyhow::Result<()> {
        let mut store = Store::open_at(&self.paths.data)?;
        store.amend(&entry.id, entry.what.word(), self.now.at, changes)?;
        nudge(&self.paths.nudge_sockets());
        Ok(())
    }

    /// A time as typed; now if nothing was.
    pub(super) fn when(&self, text: Option<&str>) -> anyhow::Result<When> {
        parse(text.unwrap_or("now"), &self.now).map_err(|error| usage(error.to_string()))
    }

    /// Like `when`, for an entry: one that happened now happened at this second.
    pub(super) fn at(&self, text: Option<&str>) -> anyhow::Result<Moment> {
        match text {
            None => Ok(self.now.at),
            Some(_) => Ok(self.when(text)?.at),
        }
    }

    /// Whether a daemon runs.
    pub(super) fn daemon_runs(&self) -> bool {
        instance::is_running(&self.paths.lock())
    }

    /// From here on the daemon is not mentioned: people to talk to were shown.
    pub(super) fn end_with_help(&self) {
        self.helped.set(true);
    }

    /// Says in one line, to somebody on a terminal, that no notices will come.
    pub(super) fn mention_daemon(&self) -> anyhow::Result<()> {
        if self.helped.get() || !self.screen.interactive || self.daemon_runs() {
            return Ok(());
        }
        // The command itself went well: what cannot be read now is no failure of it.
        let store = self.store().ok().flatten();
        let open = store.and_then(|store| store.read().open_window().ok()?);
        if open.is_some() { self.screen.tell(NO_DAEMON) } else { Ok(()) }
    }

    /// Who reads on this terminal: everything but what safety, needs and the person forbid.
    pub(super) fn person<'a>(&'a self, journal: &'a Journal) -> Person<'a> {
        Person {
            about: &journal.about,
            without: &self.settings.suggestions.without,
            discreet: false,
        }
    }

    /// What answers do, now and by these settings.
    pub(super) fn answering(&self) -> Answering<'_> {
        Answering { settings: &self.settings, catalogue: &self.catalogue, now: &self.now }
    }

    /// Where in the window a text is said now, after `turn` others.
    pub(super) fn place(&self, journal: &Journal, turn: usize) -> Place {
        self.answering().place(journal, turn)
    }

    /// One text of a pool, another with each turn.
    pub(super) fn text(
        &self,
        journal: &Journal,
        pool: Pool,
        case: Option<&str>,
        turn: usize,
    ) -> Option<Text> {
        let texts = self.catalogue.pool(pool);
        one(&texts, &self.person(journal), case, &self.place(journal, turn)).cloned()
    }
}
