//! `stats`: a stretch of the history, to look at or to be read out.
//!
//! Owns the order of its parts and how they are printed. What each part says is in a file of its
//! own; what is counted is the picture's.

mod grid;
mod json;
mod lines;
mod periods;
mod rest;
mod urges;
mod when;

use super::args::StatsArgs;
use super::render;
use super::screen::Screen;
use super::session::Session;
use super::span;
use crate::catalogue::Catalogue;
use crate::countdown::picture::{Day, LEAST_CASES, Picture, Step};
use crate::countdown::zone::Now;
use lines::{widest, wrapped};

/// Below so many columns nothing is drawn: the same is said in sentences.
const ROOM: usize = 40;

/// A longer stretch is shown by months in place of days.
const DAYS: usize = 62;

pub(super) fn run(args: &StatsArgs, session: &Session) -> anyhow::Result<()> {
    let store = session.store()?;
    // While the clock is in doubt, by the time that `status` goes by.
    let (now, _) = session.counted();
    let span = span::of_stats(args, store, &now)?;
    let picture = match &store {
        Some(store) => store.read().picture(span, &now)?,
        None => Picture::empty(span, &now),
    };
    if args.json {
        return session.screen.say_json(&json::json(&picture));
    }
    let view =
        View { picture: &picture, now, width: session.screen.width, catalogue: &session.catalogue };
    let is_drawn = !args.plain && view.width >= ROOM;
    let mut parts = vec![head(args, &view)];
    if view.is_empty() {
        parts.extend(rest::days_without_contact(&view));
        parts.push(nothing(args, &view));
    } else {
        parts.extend(view.parts());
    }
    let mut last = None;
    for part in &parts {
        let is_drawn = is_drawn && part.can_be_drawn(view.width);
        // Sentences follow one another; what is drawn stands by itself, and so do parts read out.
        if last.is_some_and(|last| args.plain || last || is_drawn) {
            session.screen.say("")?;
        }
        part.print(session.screen, is_drawn)?;
        last = Some(is_drawn);
    }
    Ok(())
}

/// What the parts are made from.
struct View<'a> {
    picture: &'a Picture,
    now: Now<'a>,
    width: usize,
    catalogue: &'a Catalogue,
}

impl View<'_> {
    /// Whether nothing was logged in it that is shown.
    fn is_empty(&self) -> bool {
        let Picture { days, notes, .. } = self.picture;
        *notes == 0 && days.iter().all(Day::is_empty)
    }

    fn parts(&self) -> Vec<Part> {
        let days = match Step::for_days(&self.picture.days, DAYS) {
            Step::Day => grid::part(self),
            step => periods::part(self, step),
        };
        let parts = [
            Some(days),
            when::a_day(self),
            when::by_hour(self),
            urges::words(self, "feeling", &self.picture.urges.feelings),
            urges::words(self, "trigger", &self.picture.urges.triggers),
            urges::strength(self),
            urges::passed(self),
            urges::eased(self),
            rest::mood(self),
            rest::days_without_contact(self),
            rest::received(self),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// One thing that the figures say: drawn, or in sentences.
#[derive(Default)]
struct Part {
    /// What is drawn.
    title: String,
    /// Lines that stay as they are; none where there is too little to see.
    drawing: Vec<String>,
    /// Sentences in place of the title and the drawing.
    told: Vec<String>,
    /// Sentences that are said in any case.
    said: Vec<String>,
}

impl Part {
    /// A part of sentences alone.
    fn of(said: Vec<String>) -> Option<Self> {
        (!said.is_empty()).then(|| Self { said, ..Self::default() })
    }

    /// The same, told where it is about fewer cases than a picture needs.
    fn about(self, cases: u32) -> Self {
        if cases < LEAST_CASES { Self { drawing: Vec::new(), ..self } } else { self }
    }

    fn can_be_drawn(&self, width: usize) -> bool {
        !self.drawing.is_empty() && widest(&self.drawing) <= width
    }

    fn print(&self, screen: Screen, is_drawn: bool) -> anyhow::Result<()> {
        if is_drawn {
            if !self.title.is_empty() {
                screen.tell(&self.title)?;
            }
            self.drawing.iter().try_for_each(|line| screen.say(line))?;
        } else {
            self.told.iter().try_for_each(|sentence| screen.tell(sentence))?;
        }
        self.said.iter().try_for_each(|sentence| screen.tell(sentence))
    }
}

/// What it is all over.
fn head(args: &StatsArgs, view: &View) -> Part {
    let (Some(first), Some(last)) = (view.picture.days.first(), view.picture.days.last()) else {
        return Part::default();
    };
    let is_today = last.date == view.now.date();
    let what = if args.all {
        "Everything that was logged".to_owned()
    } else if args.since.is_some() {
        "All that was logged in these days".to_owned()
    } else {
        match view.picture.windows.last() {
            Some((window, _)) if window.closed_at.is_none() => {
                let standing = window.standing(&view.now);
                render::standing(window, &standing, &view.now).swap_remove(0)
            }
            _ => "The last window, now closed".to_owned(),
        }
    };
    let until = if is_today { "today".to_owned() } else { render::day(last.date, &view.now) };
    let drawing = if first.date == last.date {
        format!("{what} · {until}")
    } else {
        format!("{what} · {} to {until}", render::day(first.date, &view.now))
    };
    let [from, to] = [first, last].map(|day| render::day_in_full(day.date, &view.now));
    let days = render::count(u32::try_from(view.picture.days.len()).unwrap_or(u32::MAX), "day");
    let today = if is_today { "today, " } else { "" };
    let over = if first.date == last.date {
        format!("This is one day, {today}{to}.")
    } else {
        format!("These are {days}, from {from} to {today}{to}.")
    };
    let told = vec![format!("{what}."), over];
    Part { drawing: wrapped(&drawing, view.width), told, ..Part::default() }
}

/// One line where there is nothing to show.
fn nothing(args: &StatsArgs, view: &View) -> Part {
    let said = if args.all && view.picture.windows.is_empty() {
        "Nothing is logged yet."
    } else if view.picture.span.until < view.now.at {
        "Nothing was logged in these days."
    } else {
        "Nothing is logged in these days. What you log later is shown here: nocontact urge, \
         nocontact mood."
    };
    Part { said: vec![said.to_owned()], ..Part::default() }
}
