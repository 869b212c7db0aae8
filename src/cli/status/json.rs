//! `status --json`: version 1 of a form for scripts, to which later versions only add.
//!
//! Owns the names of its fields. What they hold is the view's.

use serde::Serialize;

use super::View;
use crate::cli::render;

impl View<'_> {
    /// Everything that the status says, for scripts.
    pub(super) fn json(&self) -> Json<'_> {
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

/// Version 1 of the JSON form: later versions only add fields.
#[derive(Serialize)]
pub(super) struct Json<'a> {
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
