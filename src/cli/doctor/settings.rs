//! Whether the settings, the user's own texts and phrases can be used. Where they cannot, the lines
//! are named and nothing that stands there: `config check` says the rest.

use std::io::ErrorKind;
use std::path::Path;

use super::super::session::Session;
use super::{Check, Subject};
use crate::catalogue::care;
use crate::settings::in_their_place;

const SETTINGS: Subject = ("settings", "Settings");
const TEXTS: Subject = ("texts", "Own texts");
const PHRASES: Subject = ("phrases", "Own phrases");

const NAMES_THEM: &str = "nocontact config check says what is wrong with each";

pub(super) fn checks(session: &Session) -> Vec<Check> {
    let lines = session.problems.iter().map(|problem| problem.line).collect();
    let mut settings = file(SETTINGS, &session.paths.settings(), lines);
    if let Some(stands) = in_their_place(&session.problems) {
        settings.found = format!("{}; {stands}", settings.found);
    }
    let never = session.settings.never_shown().len();
    let settings = match never {
        0 => settings,
        _ if session.problems.is_empty() => {
            let of_it = if never == 1 { "notice never comes" } else { "notices never come" };
            let found = format!("can be used, but with them {never} {of_it}");
            Check::todo(SETTINGS, found, "nocontact config check says which, and why")
        }
        _ => settings,
    };
    let own = session.catalogue.own().faults.iter().map(|fault| fault.line).collect();
    let texts = file(TEXTS, &session.paths.texts(), own);
    let phrases = session.paths.care_words();
    let (_, faults) = care::load(&phrases);
    let faults = faults.iter().map(|fault| fault.line).collect();
    vec![settings, texts, file(PHRASES, &phrases, faults)]
}

fn file(subject: Subject, path: &Path, faults: Vec<usize>) -> Check {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Check::fine(subject, "no file of yours")
        }
        Err(error) => {
            let found = format!("cannot be read ({})", error.kind());
            Check::todo(
                subject,
                found,
                format!("make {} a text file that you may read", path.display()),
            )
        }
        Ok(_) if faults.is_empty() => Check::fine(subject, "in order"),
        Ok(_) => Check::todo(subject, format!("{} cannot be used", lines(faults)), NAMES_THEM),
    }
}

fn lines(mut numbers: Vec<usize>) -> String {
    numbers.sort_unstable();
    numbers.dedup();
    let many = if numbers.len() == 1 { "" } else { "s" };
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("line{many} {}", numbers.join(", "))
}
