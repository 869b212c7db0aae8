//! `status`: where the person is, at a glance, in words, for a bar, or JSON.
//!
//! Owns the one view that all its forms are printed from; those for other programs are in `bar` and
//! `json`.

mod bar;
mod json;

use std::fmt;

use chrono::Duration;

use super::args::StatusArgs;
use super::doubt;
use super::explain;
use super::render;
use super::session::{Refused, Session};
use crate::catalogue::Catalogue;
use crate::clock::look::Doubt;
use crate::countdown::journal::{Days, Journal, Urges};
use crate::countdown::message::Privacy;
use crate::countdown::notice::{Notice, NoticeKind};
use crate::countdown::questions::Question;
use crate::countdown::step::Forecast;
use crate::countdown::window::{Standing, Window};
use crate::countdown::zone::{Moment, Now, resolve};
use crate::store::backup::{Overdue, overdue};
use bar::{Line, Waybar};

/// A clock that shows so much less than what was logged was set back.
const SET_BACK: Duration = Duration::hours(1);

/// Cells of the bar.
const BAR: u32 = 30;

pub(super) fn run(args: &StatusArgs, session: &Session) -> anyhow::Result<()> {
    let format = args.format.as_deref().map(Line::parse).transpose()?;
    if args.waybar || args.line || format.is_some() {
        // A bar runs it every few seconds and keeps what it complains of in a log.
        session.hold_warnings();
    }
    session.warn_of_settings();
    let store = session.store()?;
    let (now, doubt) = session.counted();
    let journal = store.as_ref().map(|store| store.read().journal(now.utc())).transpose()?;
    let journal = journal.unwrap_or_default();
    let Some(view) = View::of(&journal, session, now) else { return without_window(args, session) };
    if args.explain {
        return explain::tell(&journal, view.window, session);
    }
    if args.json {
        return session.screen.say_json(&view.json());
    }
    if args.waybar {
        return session.screen.say_json(&Waybar::of(&view));
    }
    if args.line {
        return session.screen.say(bar::line(&view));
    }
    if let Some(format) = format {
        return session.screen.say(format.filled(&view));
    }
    let backups = store.map(|store| overdue(&session.paths.data, &store.read(), &now));
    let backups = backups.transpose()?.flatten();
    session.screen.say(View { backups, doubt, ..view })
}

/// A bar shows nothing then: waybar hides what has no text, the others show an empty line.
fn without_window(args: &StatusArgs, session: &Session) -> anyhow::Result<()> {
    if args.waybar {
        return session.screen.say_json(&Waybar::of_none(session));
    }
    let in_a_bar = (args.line || args.format.is_some()) && !session.screen.interactive;
    if args.json {
        session.screen.say(r#"{"version":1,"open":false}"#)?;
    } else if !in_a_bar {
        session.screen.tell(NONE_OPEN)?;
    }
    Err(Refused { code: 3, why: String::new() }.into())
}

const NONE_OPEN: &str = "No window is open. nocontact start opens one.";

/// Everything that the status says.
struct View<'a> {
    now: Now<'static>,
    catalogue: &'a Catalogue,
    width: usize,
    privacy: Privacy,
    label: &'a str,
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
    doubt: Option<Doubt>,
    /// The newest of what was logged and shown, if the clock has not reached it.
    ahead: Option<Moment>,
}

impl<'a> View<'a> {
    fn of(journal: &'a Journal, session: &'a Session, now: Now<'static>) -> Option<Self> {
        let window = journal.window.as_ref()?;
        let schedule = session.settings.schedule();
        let next = Forecast::new(journal, &schedule, now).find(worth_telling);
        let paused = journal.about.paused_until.filter(|until| *until > now.utc());
        Some(Self {
            catalogue: &session.catalogue,
            now,
            width: session.screen.width,
            privacy: session.settings.notifications.privacy,
            label: &session.settings.notifications.label,
            window,
            standing: window.standing(&now),
            days: journal.days(&now)?,
            urges: journal.urges(&now),
            questions: journal.questions(schedule.question_delay(), &now),
            next: next.map(|(notice, at)| (at, notice.kind)),
            daemon: session.daemon_runs(),
            paused_until: paused.map(|until| now.here(until)),
            backups: None,
            doubt: None,
            ahead: journal.newest().filter(|at| *at > now.utc() + SET_BACK).map(|at| now.here(at)),
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

    /// "17 of 18 days without contact · longest stretch 9 · 2 urges let pass".
    fn figures(&self) -> Option<String> {
        let longest = format!("longest stretch {}", self.days.longest_stretch);
        let kept = self.kept().map(|kept| format!("{kept} · {longest}"));
        let figures: Vec<String> = [kept, self.let_pass()].into_iter().flatten().collect();
        (!figures.is_empty()).then(|| figures.join(" · "))
    }

    fn head(&self) -> Vec<String> {
        render::standing(self.window, &self.standing, &self.now)
    }

    fn paused(&self) -> Option<String> {
        let until = self.paused_until?;
        Some(format!("Notices are paused until {}.", render::moment(until, &self.now)))
    }

    /// Whether the daemon runs, in words.
    fn daemon(&self) -> &'static str {
        if self.daemon { "running" } else { "not running" }
    }

    fn next_at(&self) -> String {
        self.next.map_or("nothing planned".to_owned(), |(at, _)| render::moment(at, &self.now))
    }

    /// The day among those of the length: it goes no further than they do.
    fn day_of(&self, length: u32) -> u32 {
        self.standing.day.min(length)
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
        let full = usize::try_from(self.day_of(length) * BAR / length).unwrap_or(0);
        let rest = usize::try_from(BAR).unwrap_or(0) - full;
        Some(format!("{}{}", "━".repeat(full), "─".repeat(rest)))
    }
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fill = |text: &str| textwrap::fill(text, self.width);
        write!(f, "{}", fill(&self.head().join(" · ")))?;
        if let Some(bar) = self.bar() {
            write!(f, "\n{bar}")?;
        }
        if let Some(figures) = self.figures() {
            write!(f, "\n{}", fill(&figures))?;
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
        if let Some(paused) = self.paused() {
            write!(f, "\n{}", fill(&paused))?;
        }
        if let Some(doubt) = &self.doubt {
            write!(f, "\n{}", fill(&doubt::in_status(doubt)))?;
        } else if let Some(ahead) = self.ahead {
            let of = render::moment(ahead, &self.now);
            let told = format!(
                "Something was logged or shown {of}, later than the clock shows now: see that the clock is right."
            );
            write!(f, "\n{}", fill(&told))?;
        }
        if let Some(backup) = self.last_backup() {
            write!(f, "\n{}", fill(&backup))?;
        }
        let how = if self.daemon { "" } else { " (nocontact start)" };
        let next = format!("Next: {} · daemon {}{how}", self.next_at(), self.daemon());
        write!(f, "\n{}", fill(&next))
    }
}

/// A welcome is there within seconds, or nobody is there to send it.
fn worth_telling((notice, _): &(Notice, Moment)) -> bool {
    notice.kind != NoticeKind::Welcome
}
