//! Free text from where the user chose to give it: an argument, standard input, a prompt, an editor.
//!
//! Owns the order "save first, ask afterwards". It keeps no text anywhere but in memory and, for
//! the editor, in a file of its own that is removed again.

use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;

use anyhow::Context as _;

use super::args::NoteText;
use super::screen::complain;
use super::session::{Session, usage};
use crate::paths::{Paths, editor};

/// What was given so far, and what is still to be asked.
pub(super) enum Words {
    /// Given, or none wanted.
    Known(Option<String>),
    /// To be asked for once everything else is saved.
    Ask,
    /// To be written in an editor once everything else is saved.
    Edit,
}

impl Words {
    /// What the options say. Standard input is read here: it is part of the command.
    pub(super) fn from_args(args: &NoteText) -> anyhow::Result<Self> {
        if args.edit {
            return Ok(Self::Edit);
        }
        Self::from_text(args.note.as_deref())
    }

    /// An argument: nothing, "-" for standard input, empty to be asked, or the words.
    pub(super) fn from_text(text: Option<&str>) -> anyhow::Result<Self> {
        match text {
            None => Ok(Self::Known(None)),
            Some("") => Ok(Self::Ask),
            Some("-") => Ok(Self::Known(stdin()?)),
            Some(words) => Ok(Self::Known(said(words))),
        }
    }

    /// The words of a command that is nothing without them.
    pub(super) fn required(&self, session: &Session, question: &str) -> anyhow::Result<String> {
        let words = match self {
            Self::Known(words) => words.clone(),
            Self::Ask if !session.screen.interactive => None,
            Self::Ask | Self::Edit => self.ask(session, question)?,
        };
        words.ok_or_else(|| {
            usage(match session.screen.interactive {
                true => "there were no words, so nothing was saved",
                false => "there were no words to save; - in their place reads standard input",
            })
        })
    }

    /// What is known already.
    pub(super) fn known(&self) -> Option<String> {
        match self {
            Self::Known(words) => words.clone(),
            Self::Ask | Self::Edit => None,
        }
    }

    /// Asks for what is still to be asked; `None` if nothing is, or nothing was said.
    pub(super) fn ask(&self, session: &Session, question: &str) -> anyhow::Result<Option<String>> {
        match self {
            Self::Known(_) => Ok(None),
            Self::Edit => edited(&session.paths),
            Self::Ask if session.screen.interactive => session.screen.ask(question),
            Self::Ask => {
                complain("nobody can be asked for a note here; --note - reads standard input");
                Ok(None)
            }
        }
    }
}

/// All of standard input, without the last line break; `None` if there is nothing.
fn stdin() -> anyhow::Result<Option<String>> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("could not read standard input")?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(said(text.strip_suffix('\n').unwrap_or(&text)))
}

/// The words, exactly as they are; `None` if there is nothing but blanks.
fn said(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Lets the user write in their editor. The file lies where only they can read it, in memory where
/// the system has such a place.
fn edited(paths: &Paths) -> anyhow::Result<Option<String>> {
    let Some(editor) = editor() else {
        complain("no editor is set; set EDITOR, or use --note");
        return Ok(None);
    };
    let place = paths.runtime.as_ref().filter(|runtime| runtime.is_dir()).unwrap_or(&paths.data);
    let file = place.join(format!("nocontact-note-{}", std::process::id()));
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&file)
        .context("could not make a file for your editor")?;
    let mut parts = editor.split_whitespace();
    let ran =
        std::process::Command::new(parts.next().unwrap_or("vi")).args(parts).arg(&file).status();
    let text = std::fs::read(&file);
    std::fs::remove_file(&file).context("could not remove the file that the editor wrote")?;
    if !ran.is_ok_and(|status| status.success()) {
        complain("the editor did not end well; nothing was added");
        return Ok(None);
    }
    Ok(said(String::from_utf8_lossy(&text?).trim_end()))
}
