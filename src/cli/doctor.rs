//! `doctor`: everything that notices need, one line a check, each with what to do.
//!
//! Owns the page and its exit code. It changes nothing, starts nothing unless a notice is asked for,
//! and never fails because something is broken: what is broken is a line. Nothing that the user
//! typed is on it.

mod clock;
mod daemon;
mod data;
mod desktop;
mod notices;
mod service;
mod settings;
mod shown;

use serde::Serialize;

use super::args::DoctorArgs;
use super::screen::visible;
use super::session::{Session, refused};
use crate::countdown::journal::Journal;
use crate::notify::inspect::{Found, Probe};
use crate::store::{Content, Inspection, inspect};

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    /// As it should be.
    #[serde(rename = "fine")]
    Fine,
    /// No fault, but a reason why nothing may come.
    #[serde(rename = "note")]
    Note,
    /// Something needs doing.
    #[serde(rename = "to do")]
    ToDo,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Note => "note",
            Self::ToDo => "to do",
        }
    }
}

/// What is looked at: a word for programs, which stays, and one for people.
type Subject = (&'static str, &'static str);

/// What was found, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Check {
    subject: Subject,
    state: State,
    found: String,
    todo: Option<String>,
}

impl Check {
    fn fine(subject: Subject, found: impl Into<String>) -> Self {
        Self { subject, state: State::Fine, found: found.into(), todo: None }
    }

    fn note(subject: Subject, found: impl Into<String>, todo: &str) -> Self {
        let todo = Some(todo.to_owned()).filter(|todo| !todo.is_empty());
        Self { subject, state: State::Note, found: found.into(), todo }
    }

    fn todo(subject: Subject, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { subject, state: State::ToDo, found: found.into(), todo: Some(todo.into()) }
    }

    fn rows(&self) -> impl Iterator<Item = (String, String)> {
        let word = format!("{:<5}  {}", self.state.word(), self.subject.1);
        let todo =
            self.todo.as_deref().map(|todo| (String::new(), visible(&format!("Do: {todo}"))));
        std::iter::once((word, visible(&self.found))).chain(todo)
    }

    fn json(&self) -> Json<'_> {
        let Self { subject: (check, _), state, found, todo } = self;
        let ok = *state != State::ToDo;
        Json { check, ok, state: *state, found, todo: todo.as_deref() }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    check: &'a str,
    ok: bool,
    state: State,
    found: &'a str,
    todo: Option<&'a str>,
}

/// Version 1 of the JSON form: later versions only add fields and checks.
#[derive(Serialize)]
struct Page<'a> {
    version: u32,
    ok: bool,
    checks: Vec<Json<'a>>,
}

pub(super) fn run(args: &DoctorArgs, session: &Session) -> anyhow::Result<()> {
    let probe = Probe::look().ok();
    let checks = checks(args, session, probe.as_ref())?;
    let doing = checks.iter().filter(|check| check.state == State::ToDo).count();
    if args.json {
        let checks = checks.iter().map(Check::json).collect();
        session.screen.say_json(&Page { version: 1, ok: doing == 0, checks })?;
    } else {
        let rows: Vec<_> = checks.iter().flat_map(Check::rows).collect();
        session.screen.table(&rows)?;
        session.screen.tell(match doing {
            0 => "Nothing needs doing.".to_owned(),
            1 => "1 thing needs doing.".to_owned(),
            doing => format!("{doing} things need doing."),
        })?;
    }
    if doing == 0 { Ok(()) } else { Err(refused("")) }
}

fn checks(
    args: &DoctorArgs,
    session: &Session,
    probe: Option<&Probe>,
) -> anyhow::Result<Vec<Check>> {
    let found = probe.map_or(&Found::NoBus, |probe| &probe.found);
    let locked = probe.is_some_and(|probe| probe.locked);
    if session.is_bare {
        let home = ("home", "Home");
        let mut checks = vec![Check::todo(home, "no home directory is known", "set HOME")];
        checks.extend(desktop::checks(found, locked, false));
        checks.extend(clock::checks(&session.now, None, None));
        return Ok(checks);
    }
    let facts = Facts::of(session);
    // Whoever is asked whether they see it answers before they read on.
    let shown = match args.notify {
        true => Some(shown::check(session, &facts, probe, !args.json)?),
        false => None,
    };
    let installed = crate::service::look(&session.paths);
    let mut checks = data::checks(&facts.inspection, facts.journal.as_ref(), session.daemon_runs());
    checks.extend(data::backup(session, facts.store()));
    checks.extend(settings::checks(session));
    let (daemon, it_has_a_bus) = daemon::check(session, facts.journal(), found);
    checks.push(daemon);
    checks.extend(desktop::checks(found, locked, it_has_a_bus));
    checks.push(service::check(&installed, rustix::process::geteuid().is_root()));
    checks.extend(clock::checks(&session.now, facts.newest(), session.doubt().as_ref()));
    checks.push(notices::next(session, facts.journal()));
    checks.extend(notices::last_days(session, facts.store(), &installed));
    checks.extend(shown);
    Ok(checks)
}

/// What the data file says, as far as it can be read.
struct Facts {
    inspection: Inspection,
    /// What it holds, or why that cannot be understood; `None` where there is nothing to read.
    journal: Option<Result<Journal, crate::store::StoreError>>,
}

impl Facts {
    fn of(session: &Session) -> Self {
        let inspection = inspect(&session.paths.data);
        let journal = match &inspection.content {
            Content::Whole { store, .. } => Some(store.read().journal(session.now.utc())),
            Content::Nothing => Some(Ok(Journal::default())),
            _ => None,
        };
        Self { inspection, journal }
    }

    fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref().and_then(|journal| journal.as_ref().ok())
    }

    fn store(&self) -> Option<&crate::store::Store> {
        match &self.inspection.content {
            Content::Whole { store, .. } => Some(store),
            _ => None,
        }
    }

    fn newest(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.store()?.read().last_written().ok().flatten()
    }
}
