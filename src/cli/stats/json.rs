//! `stats --json`: version 1 of a form for scripts, to which later versions only add.
//!
//! Owns the names of its fields. What they hold is the picture's.

use std::fmt::Display;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::countdown::entry::{Outcome, ReceivedKind};
use crate::countdown::journal::Days;
use crate::countdown::picture::{Day, Eased, Picture, Urges};
use crate::countdown::window::Window;

/// Everything that a picture says, for scripts.
pub(super) fn json(picture: &Picture) -> Json<'_> {
    Json {
        version: 1,
        from: picture.span.from.to_rfc3339(),
        until: picture.span.until.to_rfc3339(),
        windows: picture.windows.iter().map(|(window, days)| json_window(window, days)).collect(),
        days: picture.days.iter().map(json_day).collect(),
        urges: json_urges(&picture.urges),
        moods: picture.moods,
        received: ByWord(picture.received.clone()),
        contacted: picture.contacted,
        necessary: picture.necessary,
        notes: picture.notes,
    }
}

fn json_window(window: &Window, days: &Days) -> JsonWindow {
    JsonWindow {
        id: window.id,
        since: window.since.to_rfc3339(),
        length: window.length,
        closed_at: window.closed_at.map(|at| at.to_rfc3339()),
        days_passed: days.passed,
        days_without_contact: days.without_contact,
        longest_stretch: days.longest_stretch,
        days_since_contact: days.since_contact,
    }
}

fn json_day(day: &Day) -> JsonDay<'_> {
    let (window, number) = day.of.unzip();
    JsonDay {
        date: day.date,
        window,
        day: number,
        milestone: day.milestone,
        urges: day.urges,
        strongest: day.strongest,
        contacted: day.contacted,
        necessary: day.necessary,
        received: day.received,
        moods: &day.moods,
    }
}

fn json_urges(urges: &Urges) -> JsonUrges<'_> {
    let answers = Outcome::ALL.iter().copied().map(Some).chain([None]);
    let count = |answer| (answer, urges.outcomes.get(&answer).copied().unwrap_or(0));
    JsonUrges {
        logged: urges.logged,
        let_pass: urges.let_pass,
        not_judged: urges.not_judged,
        outcomes: ByWord(answers.map(count).collect()),
        hours: &urges.hours,
        feelings: words(&urges.feelings),
        triggers: words(&urges.triggers),
        strength_before: urges.before,
        strength_after: urges.after,
        rated_twice: JsonRatedTwice {
            urges: urges.rated_twice.urges,
            sum_before: urges.rated_twice.before,
            sum_after: urges.rated_twice.after,
            lower: urges.rated_twice.lower,
            same: urges.rated_twice.same,
            higher: urges.rated_twice.higher,
        },
        eased: json_eased(&urges.eased),
    }
}

fn json_eased(eased: &Eased) -> JsonEased<'_> {
    JsonEased {
        urges: eased.urges,
        done: eased.done.iter().map(|(text, urges)| JsonText { text, urges: *urges }).collect(),
        wrote: eased.wrote,
        nothing: eased.nothing,
    }
}

fn words(counted: &[(String, u32)]) -> Vec<JsonWord<'_>> {
    counted.iter().map(|(word, urges)| JsonWord { word, urges: *urges }).collect()
}

/// A field for each word of a set, in its order, and `none` for what has no word.
struct ByWord<T>(Vec<(Option<T>, u32)>);

impl<T: Display> Serialize for ByWord<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let name = |word: &Option<T>| word.as_ref().map_or("none".to_owned(), T::to_string);
        to.collect_map(self.0.iter().map(|(word, count)| (name(word), count)))
    }
}

/// Version 1 of the JSON form: later versions only add fields.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    version: u32,
    from: String,
    until: String,
    windows: Vec<JsonWindow>,
    days: Vec<JsonDay<'a>>,
    urges: JsonUrges<'a>,
    moods: [u32; 5],
    received: ByWord<ReceivedKind>,
    contacted: u32,
    necessary: u32,
    notes: u32,
}

#[derive(Serialize)]
struct JsonWindow {
    id: u32,
    since: String,
    length: Option<u32>,
    closed_at: Option<String>,
    days_passed: u32,
    days_without_contact: u32,
    longest_stretch: u32,
    days_since_contact: u32,
}

#[derive(Serialize)]
struct JsonDay<'a> {
    #[serde(serialize_with = "as_text")]
    date: NaiveDate,
    window: Option<u32>,
    day: Option<u32>,
    milestone: bool,
    urges: u32,
    strongest: Option<u8>,
    contacted: u32,
    necessary: u32,
    received: u32,
    moods: &'a [u8],
}

#[derive(Serialize)]
struct JsonUrges<'a> {
    logged: u32,
    let_pass: u32,
    not_judged: u32,
    outcomes: ByWord<Outcome>,
    hours: &'a [[u32; 24]; 7],
    feelings: Vec<JsonWord<'a>>,
    triggers: Vec<JsonWord<'a>>,
    strength_before: [u32; 5],
    strength_after: [u32; 5],
    rated_twice: JsonRatedTwice,
    eased: JsonEased<'a>,
}

#[derive(Serialize)]
struct JsonWord<'a> {
    word: &'a str,
    urges: u32,
}

#[derive(Serialize)]
struct JsonRatedTwice {
    urges: u32,
    sum_before: u32,
    sum_after: u32,
    lower: u32,
    same: u32,
    higher: u32,
}

#[derive(Serialize)]
struct JsonEased<'a> {
    urges: u32,
    done: Vec<JsonText<'a>>,
    wrote: u32,
    nothing: u32,
}

#[derive(Serialize)]
struct JsonText<'a> {
    text: &'a str,
    urges: u32,
}

fn as_text<S: Serializer>(value: &impl Display, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}
