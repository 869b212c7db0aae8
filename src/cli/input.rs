//! Free text from where the user chose to give it: an argument, standard input, a prompt, an editor.
//!
//! Owns the order "save first, ask afterwards". It keeps no text anywhere but in memory; the place
//! that an editor writes in is `editor`'s, and outlives the words only where they are not saved.

use std::io::Read as _;

use anyhow::Context as _;

use super::args::NoteText;
use super::care::{self, Whose};
use super::editor::{self, Draft};
use super::screen::complain;
use super::session::{Session, usage};
use crate::countdown::entry::Entry;
use crate::store::Change;

/// What was said, and the draft that it was written in, if it was.
pub(super) struct Said {
    text: String,
    draft: Option<Draft>,
}

impl Said {
    /// The words as they are.
    pub(super) fn words(&self) -> &str {
        &self.text
    }

    /// The words where no editor was offered.
    pub(super) fn text(self) -> String {
        self.text
    }

    /// Saves the words; only then is the editor's draft let go.
    pub(super) fn save(
        self,
        save: impl FnOnce(String) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        match (save(self.text), self.draft) {
            (Ok(()), Some(draft)) => draft.remove(),
            (Err(error), Some(draft)) => Err(error.context(draft.kept())),
            (saved, None) => saved,
        }
    }
}

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

    /// These words and what came before them without an option, which needs no asking any more.
    pub(super) fn after(self, loose: &str) -> anyhow::Result<Self> {
        if loose.is_empty() {
            return Ok(self);
        }
        Ok(match self {
            Self::Known(Some(words)) => Self::Known(Some(format!("{loose}\n{words}"))),
            Self::Known(None) => Self::from_text(Some(loose))?,
            Self::Ask | Self::Edit => Self::Known(Some(loose.to_owned())),
        })
    }

    /// Several arguments are one text, as they would be within quotes.
    pub(super) fn from_words(words: &[String]) -> anyhow::Result<Self> {
        Self::from_text(Some(&words.join(" ")))
    }

    /// The words of a command that is nothing without them.
    pub(super) fn required(&self, session: &Session, question: &str) -> anyhow::Result<Said> {
        let words = match self {
            Self::Known(words) => words.clone().map(|text| Said { text, draft: None }),
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
    pub(super) fn ask(&self, session: &Session, question: &str) -> anyhow::Result<Option<Said>> {
        match self {
            Self::Known(_) => Ok(None),
            Self::Edit => Ok(editor::write(&session.paths)?
                .map(|(text, draft)| Said { text, draft: Some(draft) })),
            Self::Ask if session.screen.interactive => {
                Ok(session.screen.ask(question)?.map(|text| Said { text, draft: None }))
            }
            Self::Ask => {
                complain("nobody can be asked for a note here; --note - reads standard input");
                Ok(None)
            }
        }
    }

    /// Asks for what is still to be asked, adds it to the command that logged this entry, and then
    /// shows what such words call for.
    pub(super) fn add_to(
        &self,
        entry: &Entry,
        session: &Session,
        question: &str,
    ) -> anyhow::Result<()> {
        let Some(said) = self.ask(session, question)? else { return Ok(()) };
        let text = said.words().to_owned();
        let saved = said.save(|note| {
            let with_note = Entry { note: Some(note), ..entry.clone() };
            session.amend(entry, &[Change::Revise(with_note)])
        });
        care::after(saved, session, Whose::of(&entry.what), [&Some(text)])
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
