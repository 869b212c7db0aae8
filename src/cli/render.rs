//! Dates, texts and counts as people read them: functions that return strings.
//!
//! Owns the wording of times and numbers that several commands share. It prints nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, Duration, NaiveDate, Utc};

use super::screen::visible;
use crate::catalogue::{Catalogue, Listed};
use crate::countdown::notice::NoticeKind;
use crate::countdown::picture::Eased;
use crate::countdown::questions::Question;
use crate::countdown::text::{Category, Pool, Text};
use crate::countdown::window::{Precision, Standing, Window};
use crate::countdown::zone::{Moment, Now};

/// "14:05".
pub(super) fn clock(at: Moment) -> String {
    at.format("%H:%M").to_string()
}

/// "Thu 3 Dec", with the year where it is another.
pub(super) fn date(at: Moment, now: &Now) -> String {
    day(at.date_naive(), now)
}

/// The same of a date.
pub(super) fn day(date: NaiveDate, now: &Now) -> String {
    let form = if date.year() == now.date().year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    date.format(form).to_string()
}

/// "Thursday 3 December", with the year where it is another.
pub(super) fn day_in_full(date: NaiveDate, now: &Now) -> String {
    let form = if date.year() == now.date().year() { "%A %-d %B" } else { "%A %-d %B %Y" };
    date.format(form).to_string()
}

/// "today 19:30", "tomorrow 09:00", "Thu 3 Dec, 14:05".
pub(super) fn moment(at: Moment, now: &Now) -> String {
    match near(at, now) {
        Some(day) => format!("{day} {}", clock(at)),
        None => format!("{}, {}", date(at, now), clock(at)),
    }
}

/// When an entry was: the day alone where its time was given by the day.
pub(super) fn happened(at: Moment, now: &Now) -> String {
    if at.time() != chrono::NaiveTime::MIN {
        return moment(at, now);
    }
    near(at, now).map_or_else(|| date(at, now), str::to_owned)
}

/// "today at 19:30", "tomorrow at 09:00", "on Thu 3 Dec at 14:05".
pub(super) fn moment_in_words(at: Moment, now: &Now) -> String {
    match near(at, now) {
        Some(day) => format!("{day} at {}", clock(at)),
        None => format!("on {} at {}", date(at, now), clock(at)),
    }
}

fn near(at: Moment, now: &Now) -> Option<&'static str> {
    let date = at.date_naive();
    if date == now.date() {
        Some("today")
    } else if date == now.date() + Days::new(1) {
        Some("tomorrow")
    } else if date + Days::new(1) == now.date() {
        Some("yesterday")
    } else {
        None
    }
}

/// The end of a window: "Thu 3 Dec, 14:05", or "the end of Tue 1 Dec" where a whole day closes it.
pub(super) fn end(window: &Window, end: DateTime<Utc>, now: &Now) -> String {
    let here = now.here(end);
    if window.precision == Precision::Day && here.time() == chrono::NaiveTime::MIN {
        return format!("the end of {}", date(now.here(end - Duration::seconds(1)), now));
    }
    format!("{}, {}", date(here, now), clock(here))
}

/// "ends today at 14:05", "ends tonight at midnight".
fn ends_soon(window: &Window, end_at: Moment, now: &Now) -> String {
    let midnight = end_at.time() == chrono::NaiveTime::MIN;
    let last = (end_at - Duration::seconds(1)).date_naive();
    if midnight && last == now.date() {
        return "ends tonight at midnight".to_owned();
    }
    match near(end_at, now) {
        Some(day) => format!("ends {day} at {}", clock(end_at)),
        None => format!("ends {}", end(window, end_at.to_utc(), now)),
    }
}

/// The parts of the first line of the status: "day 18 of 30", "12 days left", "until …".
pub(super) fn standing(window: &Window, standing: &Standing, now: &Now) -> Vec<String> {
    let Standing { day, days_left, complete, end: end_at } = *standing;
    let (Some(length), Some(days_left), Some(end_at)) = (window.length, days_left, end_at) else {
        return vec![format!("Day {day}"), "no end date".to_owned()];
    };
    if complete {
        let mut parts = vec![format!("Complete: {length} of {}", count(length, "day"))];
        if day > length {
            parts.push(format!("day {day} since the start"));
        }
        return parts;
    }
    let head = format!("Day {day} of {length}");
    if days_left == 0 {
        return vec![head, ends_soon(window, end_at, now)];
    }
    let until = format!("until {}", end(window, end_at.to_utc(), now));
    vec![head, format!("{} left", count(days_left, "day")), until]
}

/// The same words as the beginning of a sentence.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "1 day is kept", "12 days are kept".
pub(super) fn kept(days: u32, before: &str) -> String {
    let are = if days == 1 { "is" } else { "are" };
    format!("{}{before} {are} kept", count(days, "day"))
}

/// "1 day", "12 days", "2 entries".
pub(super) fn count(number: u32, thing: &str) -> String {
    match (number, thing) {
        (1, thing) => format!("1 {thing}"),
        (number, "entry") => format!("{number} entries"),
        (number, thing) => format!("{number} {thing}s"),
    }
}

/// A title and its body as one sentence after another.
pub(super) fn text(text: &Text) -> String {
    let stop = if text.title.ends_with(['?', '.', ':']) { "" } else { "." };
    format!("{}{stop} {}", text.title, text.body)
}

/// The title of what was suggested under this id.
pub(super) fn title(id: &str, catalogue: &Catalogue) -> Option<String> {
    let mut found = Pool::SUGGESTED.iter().filter_map(|pool| catalogue.text(*pool, id));
    found.next().map(|text| text.title)
}

/// What kind of thing a text proposes, where its own word says little.
pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::People => "other people",
        Category::Screen => "the phone",
        Category::Kind => "kindness to yourself",
        Category::SleepFood => "sleep and food",
        Category::Ahead => "the days to come",
        category => category.word(),
    }
}

/// How often each kind of suggestion was done before an urge had eased, most first.
pub(super) fn done(eased: &Eased, catalogue: &Catalogue) -> Vec<(&'static str, u32)> {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    if !eased.done.is_empty() {
        let texts: Vec<Listed> =
            Pool::SUGGESTED.iter().flat_map(|pool| catalogue.listed(*pool)).collect();
        for (id, count) in &eased.done {
            let known = texts.iter().find(|listed| listed.text.id == *id);
            let kind = known.map_or("another", |listed| category(listed.text.category));
            *kinds.entry(kind).or_default() += count;
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| Reverse(*count));
    kinds
}

/// What kind of notice comes, with its article.
pub(super) fn notice(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Welcome => "a welcome",
        NoticeKind::Milestone => "a milestone",
        NoticeKind::End => "the end of the window",
        NoticeKind::FollowUp => "a follow-up",
        _ => "a suggestion",
    }
}

/// The first eight characters of an entry's name: enough to tell it from the others.
pub(super) fn short(id: &str) -> String {
    visible(&id.chars().take(8).collect::<String>())
}

/// An open question and the command that answers it.
pub(super) fn question(question: &Question, now: &Now, catalogue: &Catalogue) -> String {
    match question {
        Question::Urge { at, .. } => format!(
            "Open: how is the urge of {}?   nocontact answer easier|same|stronger",
            moment_short(*at, now)
        ),
        Question::Suggestion { text, .. } => {
            let title = text.as_deref().and_then(|id| title(id, catalogue));
            let title =
                title.map_or("the last suggestion".to_owned(), |title| format!("\"{title}\""));
            format!("Open: {title}   nocontact answer done|another|later")
        }
        Question::Mood { .. } => {
            "Open: how was the day, from 1 to 5?   nocontact answer 1|2|3|4|5".to_owned()
        }
    }
}

/// "21:14" today, "yesterday 21:14" and so on else.
pub(super) fn moment_short(at: Moment, now: &Now) -> String {
    let is_timed = at.time() != chrono::NaiveTime::MIN;
    if is_timed && at.date_naive() == now.date() { clock(at) } else { happened(at, now) }
}

/// An open question for JSON.
#[derive(Debug, serde::Serialize)]
pub(super) struct QuestionJson<'a> {
    kind: &'static str,
    id: &'a str,
    at: String,
}

/// An open question for JSON: `id` is the urge's, or the key of the notice that asked.
pub(super) fn question_json(question: &Question) -> QuestionJson<'_> {
    let id = match question {
        Question::Urge { id, .. } => id,
        Question::Suggestion { key, .. } | Question::Mood { key, .. } => key,
    };
    QuestionJson { kind: question.word(), id, at: question.at().to_rfc3339() }
}
