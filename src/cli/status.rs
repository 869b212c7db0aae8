//! `status`: where the person is, at a glance, in words, one line, or JSON.
//!
//! Owns the one view that all its forms are printed from.

use std::fmt;

use serde::Serialize;

use super::args::StatusArgs;
use super::explain;
use super::render;
use super::session::{Refused, Session, usage};
use crate::catalogue::Catalogue;
use crate::countdown::journal::{Days, Journal, Urges};
use crate::countdown::notice::{Notice, NoticeKind};
use crate::countdown::questions::Question;
use crate::countdown::step::Forecast;
use crate::countdown::window::{Standing, Window};
use crate::countdown::zone::{Moment, Now, resolve};
use crate::store::backup::{Overdue, overdue};

/// Cells of the bar.
const BAR: u32 = 30;

pub(super) fn run(args: &StatusArgs, session: &Session) -> anyhow::Result<()> {
    session.warn_of_settings();
    let store = session.store()?;
    let journal =
        store.as_ref().map(|store| store.read().journal(session.now.utc())).transpose()?;
    let journal = journal.unwrap_or_default();
    let Some(view) = View::of(&journal, session) else {
        match args.json {
            true => session.screen.say(r#"{"version":1,"open":false}"#)?,
            false => session.screen.tell(NONE_OPEN)?,
        }
        return Err(Refused { code: 3, why: String::new() }.into());
    };
    if args.explain {
        return explain::tell(&journal, view.window, session);
    }
    if args.json {
        return session.screen.say_json(&view.json());
    }
    if args.line {
        return session.screen.say(view.line());
    }
    if let Some(format) = &args.format {
        return session.screen.say(view.formatted(format)?);
    }
    let backups = store.map(|store| overdue(&session.paths.data, &store.read(), &session.now));
    let backups = backups.transpose()?.flatten();
    session.screen.say(View { backups, ..view })
}

const NONE_OPEN: &str = "No window is open. nocontact start opens one.";

/// Everything that the status says.
struct View<'a> {
    now: Now<'static>,
    catalogue: &'a Catalogue,
    width: usize,
    window: &'a Window,
    standing: Standing,
    days: Days,
    urges: Urges,
    questions: Vec<Question>,
    next: Option<(Moment, NoticeKind)>,
    daemon: bool,
    paused_until: Option<Moment>,
    /// Asked for where there is room to say so.
    backups: Option<Overdue>,
}

impl<'a> View<'a> {
    fn of(journal: &'a Journal, session: &'a Session) -> Option<Self> {
        let now = session.now;
        let window = journal.window.as_ref()?;
        let schedule = session.settings.schedule();
        let next = Forecast::new(journal, &schedule, now).find(worth_telling);
        let paused = journal.about.paused_until.filter(|until| *until > now.utc());
        Some(Self {
            catalogue: &session.catalogue,
            now,
            width: session.screen.width,
            window,
            standing: window.standing(&now),
            days: journal.days(&now)?,
            urges: journal.urges(&session.now),
            questions: journal.questions(schedule.question_delay(), &now),
            next: next.map(|(notice, at)| (at, notice.kind)),
            daemon: session.daemon_runs(),
            paused_until: paused.map(|until| now.here(until)),
            backups: None,
        })
    }

    /// "18 of 18 days without contact", left out while there is no day to speak of.
    fn kept(&self) -> Option<String> {
        let Days { passed, without_contact, .. } = self.days;
        (passed > 0).then(|| format!("{without_contact} of {passed} days without contact"))
    }

    fn let_pass(&self) -> Option<String> {
        let Urges { logged, let_pass } = self.urges;
        (logged > 0 && let_pass > 0)
            .then(|| format!("{} let pass", render::count(let_pass, "urge")))
    }

    fn next_at(&self) -> String {
        self.next.map_or("nothing planned".to_owned(), |(at, _)| render::moment(at, &self.now))
    }

    /// The short form for a prompt or a bar.
    fn line(&self) -> String {
        let head = render::standing(self.window, &self.standing, &self.now);
        let next = self.next.map(|(at, _)| match at.date_naive() == self.now.date() {
            true => format!("next: {}", render::clock(at)),
            false => format!("next: {}", render::moment(at, &self.now)),
        });
        let longest = (self.days.without_contact < self.days.passed)
            .then(|| format!("longest stretch {}", self.days.longest_stretch));
        let parts = [head.into_iter().next(), self.kept(), longest, self.let_pass(), next];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A line of the user's own making.
    fn formatted(&self, format: &str) -> anyhow::Result<String> {
        let length = self.window.length.map_or("none".to_owned(), |days| days.to_string());
        let left = self.standing.days_left.map_or("none".to_owned(), |days| days.to_string());
        let fields = [
            ("day", self.standing.day.to_string()),
            ("length", length),
            ("days_left", left),
            ("until", self.until().unwrap_or_else(|| "none".to_owned())),
            ("complete", if self.standing.complete { "yes" } else { "no" }.to_owned()),
            ("without", self.days.without_contact.to_string()),
            ("longest", self.days.longest_stretch.to_string()),
            ("urges", self.urges.logged.to_string()),
            ("let_pass", self.urges.let_pass.to_string()),
            ("next", self.next_at()),
            ("daemon", if self.daemon { "running" } else { "not running" }.to_owned()),
        ];
        let mut out = String::new();
        let mut rest = format;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                return Err(usage("a '{' in --format is not closed"));
            };
            let Some((_, value)) = fields.iter().find(|(field, _)| *field == name) else {
                let known: Vec<String> =
                    fields.iter().map(|(field, _)| format!("{{{field}}}")).collect();
                return Err(usage(format!("unknown field in --format; use {}", known.join(" "))));
            };
            out.push_str(value);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn until(&self) -> Option<String> {
        self.window.end.map(|end| render::end(self.window, end, &self.now))
    }

    /// What was said last should be in a second place soon.
    fn last_backup(&self) -> Option<String> {
        Some(match self.backups? {
            Overdue::Never => "There is no backup yet: nocontact data backup makes one.".to_owned(),
            Overdue::Since(made) => format!(
                "The last good backup is of {}: nocontact data backup makes one.",
                render::moment(resolve(self.now.zone, made), &self.now)
            ),
        })
    }

    fn bar(&self) -> Option<String> {
        let length = self.window.length?;
        let day = self.standing.day.min(length);
        let full = usize::try_from(day * BAR / length).unwrap_or(0);
        let rest = usize::try_from(BAR).unwrap_or(0) - full;
        Some(format!("{}{}", "━".repeat(full), "─".repeat(rest)))
    }

    fn json(&self) -> Json<'_> {
        Json {
            version: 1,
            open: true,
            day: self.standing.day,
            length: self.window.length,
            days_left: self.standing.days_left,
            since: self.window.since.to_rfc3339(),
            since_precision: self.window.precision.word(),
            ends_at: self.standing.end.map(|end| end.to_rfc3339()),
            complete: self.standing.complete,
            days_since_contact: self.days.since_contact,
            days_without_contact: self.days.without_contact,
            longest_stretch: self.days.longest_stretch,
            urges: JsonUrges { logged: self.urges.logged, let_pass: self.urges.let_pass },
            open_questions: self.questions.iter().map(render::question_json).collect(),
            next: self.next.map(|(at, kind)| JsonNext { at: at.to_rfc3339(), kind: kind.word() }),
            daemon: JsonDaemon { running: self.daemon },
            paused_until: self.paused_until.map(|until| until.to_rfc3339()),
        }
    }
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fill = |text: &str| textwrap::fill(text, self.width);
        let head = render::standing(self.window, &self.standing, &self.now).join(" · ");
        write!(f, "{}", fill(&head))?;
        if let Some(bar) = self.bar() {
            write!(f, "\n{bar}")?;
        }
        let longest = format!("longest stretch {}", self.days.longest_stretch);
        let kept = self.kept().map(|kept| format!("{kept} · {longest}"));
        let figures: Vec<String> = [kept, self.let_pass()].into_iter().flatten().collect();
        if !figures.is_empty() {
            write!(f, "\n{}", fill(&figures.join(" · ")))?;
        }
        if self.standing.complete {
            write!(f, "\n{}", fill("The window is complete: nocontact finish looks back at it."))?;
        }
        if let Some(newest) = self.questions.first() {
            write!(f, "\n{}", fill(&render::question(newest, &self.now, self.catalogue)))?;
        }
        if self.questions.len() > 1 {
            let more = self.questions.len() - 1;
            write!(f, "\n{}", fill(&format!("{more} more open: nocontact answer")))?;
        }
        if let Some(until) = self.paused_until {
            let paused = format!("Notices are paused until {}.", render::moment(until, &self.now));
            write!(f, "\n{}", fill(&paused))?;
        }
        if let Some(backup) = self.last_backup() {
            write!(f, "\n{}", fill(&backup))?;
        }
        let daemon =
            if self.daemon { "daemon running" } else { "daemon not running (nocontact start)" };
        write!(f, "\n{}", fill(&format!("Next: {} · {daemon}", self.next_at())))
    }
}

/// A welcome is there within seconds, or nobody is there to send it.
fn worth_telling((notice, _): &(Notice, Moment)) -> bool {
    notice.kind != NoticeKind::Welcome
}

/// Version 1 of the JSON form: later versions only add fields.
#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    open: bool,
    day: u32,
    length: Option<u32>,
    days_left: Option<u32>,
    since: String,
    since_precision: &'static str,
    ends_at: Option<String>,
    complete: bool,
    days_since_contact: u32,
    days_without_contact: u32,
    longest_stretch: u32,
    urges: JsonUrges,
    open_questions: Vec<render::QuestionJson<'a>>,
    next: Option<JsonNext>,
    daemon: JsonDaemon,
    paused_until: Option<String>,
}

#[derive(Serialize)]
struct JsonUrges {
    logged: u32,
    let_pass: u32,
}

#[derive(Serialize)]
struct JsonNext {
    at: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct JsonDaemon {
    running: bool,
}
