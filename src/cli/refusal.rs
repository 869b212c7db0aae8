//! What the grammar did not understand, in our own words.
//!
//! Owns one promise: nothing that was typed comes back. It may be private words that only lacked
//! their quotes, and it may hold bytes that act on a terminal.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What was not understood, and what would be; `None` if the grammar has a page to show instead.
pub(super) fn reason(error: &clap::Error) -> Option<String> {
    let why = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::InvalidValue => value(error),
        ErrorKind::ValueValidation => {
            let reason =
                error.source().map_or("this value does not fit".to_owned(), ToString::to_string);
            format!("{}: {reason}", argument(error))
        }
        ErrorKind::UnknownArgument => {
            let near = suggested(error, ContextKind::SuggestedArg);
            format!("there is a word too many, or an option that this command does not have{near}")
        }
        ErrorKind::InvalidSubcommand => {
            let near = suggested(error, ContextKind::SuggestedSubcommand);
            format!("there is no such command{near}")
        }
        ErrorKind::ArgumentConflict => match names(error, ContextKind::PriorArg).as_slice() {
            [] => format!("{} does not go with the others", argument(error)),
            [prior] if *prior == argument(error) => format!("{prior} is there twice"),
            prior => format!("{} does not go with {}", argument(error), prior.join(", ")),
        },
        ErrorKind::MissingRequiredArgument => format!("something is missing: {}", usage(error)),
        ErrorKind::InvalidUtf8 => "there is something in it that is not text (UTF-8)".to_owned(),
        _ => format!("{} does not fit", argument(error)),
    };
    Some(format!("{why}; see --help"))
}

/// One of a few words was wanted.
fn value(error: &clap::Error) -> String {
    let wanted = names(error, ContextKind::ValidValue).join(", ");
    let given = names(error, ContextKind::InvalidValue).concat();
    let argument = argument(error);
    match (given.is_empty(), wanted.is_empty()) {
        (true, true) => format!("{argument} needs a value"),
        (false, true) => format!("{argument} does not take this value"),
        (_, false) if argument.starts_with('-') => format!("{argument} takes one of: {wanted}"),
        (_, false) => format!("use one of: {wanted}"),
    }
}

/// The argument by its name in the grammar: `--days <DAYS>`, `strength`.
fn argument(error: &clap::Error) -> String {
    let names = names(error, ContextKind::InvalidArg);
    let bare = |name: &String| match name.starts_with('-') {
        true => name.clone(),
        false => name.trim_matches(['[', ']', '<', '>', '.']).to_lowercase(),
    };
    match names.is_empty() {
        true => "an argument".to_owned(),
        false => names.iter().map(bare).collect::<Vec<_>>().join(", "),
    }
}

/// How the command is used, by the names in the grammar: `nocontact config set <KEY> <VALUE>`.
fn usage(error: &clap::Error) -> String {
    match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => {
            let usage = usage.to_string();
            usage.trim_start_matches("Usage:").trim().to_owned()
        }
        _ => argument(error),
    }
}

fn suggested(error: &clap::Error, kind: ContextKind) -> String {
    // The nearest comes last.
    match names(error, kind).last() {
        Some(near) => format!("; the nearest is {near}"),
        None => String::new(),
    }
}

fn names(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(name)) => vec![name.clone()],
        Some(ContextValue::Strings(names)) => names.clone(),
        _ => Vec::new(),
    }
}
