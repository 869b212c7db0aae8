//! What is written to the terminal, and asked there.
//!
//! Owns every byte on standard output and standard error of a command. Text from the user or from
//! the data file passes through `visible` first, so that it cannot act on a terminal.

use std::fmt::Display;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::os::fd::AsFd;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use super::progress::silenced;
use crate::countdown::text::{escaped_json, is_invisible};

/// The widest a line is made, also on a wide terminal or in a pipe.
const WIDEST: usize = 92;

/// The narrowest that lines are wrapped for.
const NARROWEST: usize = 20;

/// The least room for a text beside its word.
const LEAST: usize = 16;

/// Where a command speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    /// Columns to wrap at.
    pub(super) width: usize,
    /// Whether somebody sits there who can be asked.
    pub(super) interactive: bool,
    /// Whether what is printed is read on a screen, rather than by a program or into a file.
    pub(super) seen: bool,
}

impl Screen {
    pub(super) fn from_env() -> Self {
        let columns = columns(io::stdout());
        Self {
            width: columns.unwrap_or(WIDEST).clamp(NARROWEST, WIDEST),
            interactive: io::stdin().is_terminal() && io::stdout().is_terminal(),
            seen: io::stdout().is_terminal(),
        }
    }

    /// Prints a line, or several.
    pub(super) fn say(self, text: impl Display) -> anyhow::Result<()> {
        // Whole, or standard output would be written line by line.
        self.pour(format!("{text}\n").as_bytes())
    }

    /// Prints what is made as it stands: whoever makes it sees to it that it cannot act.
    #[expect(clippy::unused_self, reason = "whoever prints has a screen, wide or narrow")]
    pub(super) fn pour(self, text: &[u8]) -> anyhow::Result<()> {
        let _alone = silenced();
        let mut out = io::stdout().lock();
        out.write_all(text).and_then(|()| out.flush()).context("could not print")
    }

    /// Prints one value as one line of JSON. What would act on a terminal is escaped in it, which
    /// to a reader of JSON is the same text.
    pub(super) fn say_json(self, value: &impl Serialize) -> anyhow::Result<()> {
        self.say(escaped_json(&serde_json::to_string(value)?))
    }

    /// Prints what is to be said of a file: on one line for a program, and below its name where a
    /// terminal has no room for both.
    pub(super) fn point(self, file: &Path, what: impl Display) -> anyhow::Result<()> {
        let what = visible(&what.to_string());
        let line = format!("{}, {what}", visible(&file.display().to_string()));
        let columns = columns(io::stdout()).unwrap_or(usize::MAX);
        if textwrap::core::display_width(&line) <= columns {
            return self.say(line);
        }
        self.say(visible(&format!("{}:", file.display())))?;
        let indented = options(self.width).initial_indent("  ").subsequent_indent("  ");
        self.say(textwrap::fill(&what, indented))
    }

    /// Prints a paragraph, wrapped.
    pub(super) fn tell(self, text: impl AsRef<str>) -> anyhow::Result<()> {
        self.say(textwrap::fill(text.as_ref(), options(self.width)))
    }

    /// Prints a file of settings. Its comments are wrapped, as comments, where a terminal is
    /// narrower than they are.
    pub(super) fn explain(self, file: &str) -> anyhow::Result<()> {
        let Some(columns) = columns(io::stdout()) else { return self.say(file) };
        let fits = |line: &&str| textwrap::core::display_width(line) <= columns;
        if file.lines().all(|line| fits(&line)) {
            return self.say(file);
        }
        let mut lines = file.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(comment) = line.strip_prefix("# ") else {
                self.say(line)?;
                continue;
            };
            let mut comment = comment.to_owned();
            while let Some(more) = lines.peek().and_then(|next| next.strip_prefix("# ")) {
                comment.push(' ');
                comment.push_str(more);
                lines.next();
            }
            let options = options(columns.clamp(NARROWEST, WIDEST)).break_words(false);
            let options = options.initial_indent("# ").subsequent_indent("# ");
            self.say(textwrap::fill(&comment, options))?;
        }
        Ok(())
    }

    /// Prints lines of two columns: a short word and a text that is wrapped beside it, or below it
    /// where the lines are too short for both.
    pub(super) fn table(self, rows: &[(String, String)]) -> anyhow::Result<()> {
        let widest = rows.iter().map(|(word, _)| textwrap::core::display_width(word)).max();
        let column = widest.unwrap_or(0) + 4;
        if column + LEAST > self.width {
            for (word, text) in rows {
                let indented = |indent, text| {
                    let options = options(self.width);
                    textwrap::fill(text, options.initial_indent(indent).subsequent_indent(indent))
                };
                if !word.trim().is_empty() {
                    self.say(indented("  ", word))?;
                }
                self.say(indented("    ", text))?;
            }
            return Ok(());
        }
        for (word, text) in rows {
            let pad = " ".repeat(column - 2 - textwrap::core::display_width(word));
            let first = format!("  {word}{pad}");
            let rest = " ".repeat(column);
            let options = options(self.width).initial_indent(&first).subsequent_indent(&rest);
            self.say(textwrap::fill(text, options))?;
        }
        Ok(())
    }

    /// Asks a question and returns what was typed, trimmed; `None` for nothing or where nobody can
    /// be asked.
    pub(super) fn ask(self, question: &str) -> anyhow::Result<Option<String>> {
        Ok(self.prompt(question)?.filter(|line| !line.is_empty()))
    }

    /// The same, but `None` only at the end of input, or where nobody can be asked.
    pub(super) fn prompt(self, question: &str) -> anyhow::Result<Option<String>> {
        if !self.interactive {
            return Ok(None);
        }
        let _alone = silenced();
        let mut out = io::stdout().lock();
        write!(out, "{} ", textwrap::fill(question, options(self.width.saturating_sub(1))))?;
        out.flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        if !line.ends_with('\n') {
            // The cursor still stands behind the question.
            writeln!(out)?;
        }
        Ok((!line.is_empty()).then(|| line.trim().to_owned()))
    }
}

/// Prints a text made elsewhere, such as a script, byte for byte.
pub(super) fn print(text: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).context("could not print")
}

/// Prints a line on standard error, or several.
pub(super) fn complain(what: &str) {
    let lines: Vec<String> = what.lines().map(visible).collect();
    let text = format!("nocontact: {}", lines.join("\n"));
    let text = on_terminal(&text, columns(io::stderr()));
    let _alone = silenced();
    // There is nowhere left to say that this could not be said.
    let _ = writeln!(io::stderr(), "{text}");
}

/// What a program reads stays on its line; what a person reads is wrapped, and the name of a file
/// stays whole to be copied.
fn on_terminal(text: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns else { return text.to_owned() };
    textwrap::fill(text, options(columns.clamp(NARROWEST, WIDEST)).break_words(false))
}

/// Lines are broken at blanks alone: a date, hours, an option or the name of a file has hyphens.
fn options<'o>(width: usize) -> textwrap::Options<'o> {
    textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// How wide a terminal is; `None` for anything else.
pub(super) fn columns(out: impl AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(out).ok();
    size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// Whether an error is only that the reader of our output went away.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
}

/// Text that cannot act on a terminal: control characters become their pictures, characters that
/// turn or hide text become U+FFFD. The record keeps what was typed.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(shown).collect()
}

fn shown(c: char) -> char {
    match c {
        '\n' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        c if is_invisible(c) => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_can_act_on_a_terminal() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            for shown in visible(&c.to_string()).chars() {
                assert!(!shown.is_control(), "{c:?}");
            }
        }
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}c\nd"), "a\u{241b}[2Jb\u{fffd}c d");
        assert_eq!(visible("käse 🧀"), "käse 🧀");
    }
}
