//! The status for bars and prompts: `--line`, `--format` and `--waybar`.
//!
//! Owns what an onlooker may read there: by the setting `privacy`, as in notices, and nothing that
//! the user typed. A format is the user's own choice of fields, none of which is words.

use chrono::Duration;
use serde::Serialize;

use super::View;
use crate::cli::args::{FIELDS, Field};
use crate::cli::render;
use crate::cli::screen::visible;
use crate::cli::session::{Session, usage};
use crate::countdown::message::Privacy;
use crate::countdown::zone::Moment;

/// What stands for a value that there is not.
const NONE: &str = "none";

/// The status in one line.
pub(super) fn line(view: &View) -> String {
    if view.privacy == Privacy::Hidden {
        return view.count();
    }
    let mut parts: Vec<String> = view.head().into_iter().take(2).collect();
    if view.privacy == Privacy::Plain {
        parts.extend(view.kept());
        let is_shorter = view.days.without_contact < view.days.passed;
        parts.extend(is_shorter.then(|| format!("longest stretch {}", view.days.longest_stretch)));
        parts.extend(view.let_pass());
    }
    parts.extend(view.open());
    parts.extend(view.next.map(|(at, _)| format!("next: {}", view.soon(at))));
    parts.join(" · ")
}

/// A line of the user's own making.
pub(super) struct Line(Vec<Piece>);

enum Piece {
    Text(String),
    Field(Field),
}

impl Line {
    /// Reads a format: `{day}` is a field, `{{` and `}}` are braces.
    ///
    /// # Errors
    /// A brace that stands alone, or a field that there is not.
    pub(super) fn parse(format: &str) -> anyhow::Result<Self> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = format;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, braces) = rest.split_at(at);
            text.push_str(before);
            if let Some(after) = braces.strip_prefix("{{").or_else(|| braces.strip_prefix("}}")) {
                text.extend(braces.chars().next());
                rest = after;
                continue;
            }
            let Some(field) = braces.strip_prefix('{') else {
                return Err(usage("a '}' in --format is not opened; }} stands for a brace"));
            };
            let Some((name, after)) = field.split_once('}') else {
                return Err(usage("a '{' in --format is not closed; {{ stands for a brace"));
            };
            pieces.push(Piece::Text(std::mem::take(&mut text)));
            let known = FIELDS.iter().find(|(word, ..)| *word == name);
            pieces.push(Piece::Field(known.ok_or_else(unknown_field)?.1));
            rest = after;
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text));
        Ok(Self(pieces))
    }

    /// The line as it is now. What would act on a terminal is shown instead.
    pub(super) fn filled(&self, view: &View) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => visible(text),
            Piece::Field(field) => view.value(*field),
        };
        self.0.iter().map(piece).collect()
    }
}

fn unknown_field() -> anyhow::Error {
    let known: Vec<String> = FIELDS.iter().map(|(word, ..)| format!("{{{word}}}")).collect();
    usage(format!("unknown field in --format; use {}", known.join(" ")))
}

impl View<'_> {
    fn value(&self, field: Field) -> String {
        let or_none = |number: Option<u32>| number.map_or(NONE.to_owned(), |it| it.to_string());
        match field {
            Field::Count => self.count(),
            Field::Day => self.standing.day.to_string(),
            Field::Length => or_none(self.window.length),
            Field::DaysLeft => or_none(self.standing.days_left),
            Field::Percent => or_none(self.percent()),
            Field::Until => self.until().unwrap_or_else(|| NONE.to_owned()),
            Field::Complete => if self.standing.complete { "yes" } else { "no" }.to_owned(),
            Field::Without => self.days.without_contact.to_string(),
            Field::Longest => self.days.longest_stretch.to_string(),
            Field::Urges => self.urges.logged.to_string(),
            Field::LetPass => self.urges.let_pass.to_string(),
            Field::Open => self.questions.len().to_string(),
            Field::Next => self.next_at(),
            Field::NextIn => self.next.map_or(NONE.to_owned(), |(at, _)| span(at - self.now.at)),
            Field::Daemon => self.daemon().to_owned(),
        }
    }

    /// "18/30", or "18" with no end date: a number that says nothing of what it counts.
    fn count(&self) -> String {
        match self.window.length {
            Some(length) => format!("{}/{length}", self.day_of(length)),
            None => self.standing.day.to_string(),
        }
    }

    /// How much of the length has passed, in days; `None` with no end date.
    fn percent(&self) -> Option<u32> {
        self.window.length.map(|length| self.day_of(length) * 100 / length)
    }

    fn open(&self) -> Option<String> {
        let open = u32::try_from(self.questions.len()).unwrap_or(u32::MAX);
        (open > 0).then(|| format!("{} open", render::count(open, "question")))
    }

    fn soon(&self, at: Moment) -> String {
        match at.date_naive() == self.now.date() {
            true => render::clock(at),
            false => render::moment(at, &self.now),
        }
    }

    fn tooltip(&self) -> Vec<String> {
        if self.privacy == Privacy::Hidden {
            return vec![self.label.to_owned()];
        }
        let figures = self.figures().filter(|_| self.privacy == Privacy::Plain);
        let next = format!("Next: {} · daemon {}", self.next_at(), self.daemon());
        let lines = [Some(self.head().join(" · ")), figures, self.open(), self.paused()];
        lines.into_iter().flatten().chain([next]).collect()
    }
}

/// "20m", "3h", "2d": the largest of them that is not 0, a begun minute counted as one.
fn span(ahead: Duration) -> String {
    let minutes = (ahead + Duration::seconds(59)).num_minutes().max(0);
    match (minutes / 60, minutes / (24 * 60)) {
        (0, _) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (_, days) => format!("{days}d"),
    }
}

/// What waybar takes from a custom module whose `return-type` is `json`.
#[derive(Serialize)]
pub(super) struct Waybar {
    text: String,
    /// The first of the classes, for `format-icons`.
    alt: &'static str,
    tooltip: String,
    class: Vec<&'static str>,
    /// Left out with no end date, which waybar takes for 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    percentage: Option<u32>,
}

impl Waybar {
    pub(super) fn of(view: &View) -> Self {
        let open = !view.questions.is_empty();
        let holds = [
            ("complete", view.standing.complete),
            ("open", open),
            ("calm", !view.standing.complete && !open),
            ("paused", view.paused_until.is_some()),
            ("daemon-down", !view.daemon),
        ];
        let class: Vec<&str> =
            holds.iter().filter(|(_, holds)| *holds).map(|(class, _)| *class).collect();
        Self {
            text: markup(&view.count()),
            alt: class.first().copied().unwrap_or_default(),
            tooltip: markup(&view.tooltip().join("\n")),
            class,
            percentage: view.percent(),
        }
    }

    /// With no text waybar hides the module, whatever else it is told.
    pub(super) fn of_none(session: &Session) -> Self {
        let notifications = &session.settings.notifications;
        let tooltip = match notifications.privacy {
            Privacy::Hidden => markup(&notifications.label),
            _ => "No window is open.".to_owned(),
        };
        let class = "no-window";
        Self { text: String::new(), alt: class, tooltip, class: vec![class], percentage: None }
    }
}

/// Waybar reads text and tooltip as Pango's markup.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_ahead_is_said_in_one_number() {
        for (seconds, said) in [
            (-5, "0m"),
            (0, "0m"),
            (1, "1m"),
            (20 * 60, "20m"),
            (59 * 60 + 1, "1h"),
            (11 * 3600 + 46 * 60, "11h"),
            (24 * 3600 - 1, "1d"),
            (49 * 3600, "2d"),
        ] {
            assert_eq!(span(Duration::seconds(seconds)), said, "{seconds}");
        }
    }
}
