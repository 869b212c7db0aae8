//! An export as a file: a line that says what it is, a line for each row, a line that says that it
//! is whole.
//!
//! Owns what makes a file an export that can be trusted to be what was written: its version, its
//! count and its checksum, over every byte before the last line. It refuses everything else by the
//! number of the line, and never says what is in it.

use std::fmt;
use std::io::{self, BufRead, Read as _, Write};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Everything;
use super::check::check;
use super::lines::{Line, Written};
use crate::countdown::text::escaped_json;
use crate::countdown::zone::Moment;
use crate::store::schema;

/// The version of this form.
const VERSION: u32 = 1;
/// What the first line says that it begins.
const KIND: &str = "export";
/// The most bytes of a line: far more than anybody types.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Of where and when an export speaks.
#[derive(Debug, Clone)]
pub struct Head {
    /// When it was made.
    pub at: Moment,
    /// The name of the zone it was made in.
    pub zone: String,
}

/// The first line. What a newer program adds to it is passed over, its version is not.
#[derive(Serialize, Deserialize)]
struct First {
    nocontact: String,
    version: u32,
    program: String,
    schema: usize,
    at: Written,
    zone: String,
}

/// The last line.
#[derive(Serialize)]
struct Last {
    table: &'static str,
    rows: usize,
    sha256: String,
}

/// Why a file was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotImported {
    /// The line that it was seen at, from 1.
    pub line: usize,
    /// What is wrong there; it holds nothing out of the file.
    pub why: &'static str,
}

impl fmt::Display for NotImported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for NotImported {}

const NO_EXPORT: &str = "this is no export of nocontact (nocontact data export makes one)";
const NEWER: &str = "a newer nocontact wrote it; import it with that one";
const TOO_LONG: &str = "the line is longer than 64 MiB";
const CUT_OFF: &str = "the file ends here, before its last line: the end of it is missing";
const NO_UTF8: &str = "it is not text (UTF-8)";
const NO_JSON: &str = "it is no JSON";
const NO_ROW: &str = "it is no row as nocontact writes them";
const ORDER: &str = "it is not where its table stands";
const COUNT: &str = "the count of rows does not fit: lines are missing, or too many";
const CHECKSUM: &str = "the checksum does not fit: the file was changed or damaged on its way";
const NO_END: &str = "the last line is not as nocontact writes it";
const TOO_MANY: &str = "there is something after the end";

impl Everything {
    /// Writes the export.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn write_to(&self, head: &Head, out: &mut impl Write) -> io::Result<()> {
        let first = First {
            nocontact: KIND.to_owned(),
            version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema::MIGRATIONS.len(),
            at: Written(head.at),
            zone: head.zone.clone(),
        };
        let mut hash = Sha256::new();
        let mut put = |text: &str| {
            hash.update(text);
            hash.update("\n");
            writeln!(out, "{text}")
        };
        put(&escaped_json(&serde_json::to_string(&first)?))?;
        for line in self.lines() {
            put(&line.text()?)?;
        }
        writeln!(out, "{}", last(self.len(), hash)?)?;
        out.flush()
    }

    /// Reads an export and checks it from its first byte to its last.
    ///
    /// # Errors
    /// A [`NotImported`] if it is not one that nocontact wrote; else those of `from`.
    pub fn read_from(from: &mut impl BufRead) -> anyhow::Result<Self> {
        let mut source = Source { from, line: 0, hash: Sha256::new() };
        let mut text = source.next()?.ok_or_else(|| source.refused(NO_EXPORT))?;
        check_first(&text).map_err(|why| source.refused(why))?;
        let (mut all, mut table) = (Self::default(), 0);
        loop {
            source.hash.update(&text);
            source.hash.update("\n");
            text = source.next()?.ok_or_else(|| source.refused(CUT_OFF))?;
            if text.starts_with(r#"{"table":"end""#) {
                break;
            }
            let line = row(&text).map_err(|why| source.refused(why))?;
            if line.table() < table {
                return Err(source.refused(ORDER));
            }
            table = line.table();
            line.add_to(&mut all).ok_or_else(|| source.refused(NO_ROW))?;
        }
        check_last(&text, all.len(), source.hash.clone()).map_err(|why| source.refused(why))?;
        if source.next()?.is_some() {
            return Err(source.refused(TOO_MANY));
        }
        // The first row is on the second line.
        check(&all).map_err(|(row, why)| NotImported { line: row + 2, why })?;
        Ok(all)
    }
}

fn last(rows: usize, hash: Sha256) -> serde_json::Result<String> {
    let digest = hash.finalize();
    let sha256 = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    serde_json::to_string(&Last { table: "end", rows, sha256 })
}

/// What is read, line by line.
struct Source<'s, R> {
    from: &'s mut R,
    /// The number of the line that was read last.
    line: usize,
    /// Of all lines but the last.
    hash: Sha256,
}

impl<R: BufRead> Source<'_, R> {
    /// The next line without its end; `None` after the last.
    fn next(&mut self) -> anyhow::Result<Option<String>> {
        self.line += 1;
        let mut bytes = Vec::new();
        let mut limited = self.from.take(LONGEST);
        limited.read_until(b'\n', &mut bytes).context("could not read it")?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.pop() != Some(b'\n') {
            let full = u64::try_from(bytes.len()).is_ok_and(|length| length + 1 >= LONGEST);
            return Err(self.refused(if full { TOO_LONG } else { CUT_OFF }));
        }
        String::from_utf8(bytes).map(Some).map_err(|_| self.refused(NO_UTF8))
    }

    fn refused(&self, why: &'static str) -> anyhow::Error {
        NotImported { line: self.line, why }.into()
    }
}

fn check_first(text: &str) -> Result<(), &'static str> {
    let said: serde_json::Value = serde_json::from_str(text).map_err(|_| NO_EXPORT)?;
    if said.get("nocontact").and_then(serde_json::Value::as_str) != Some(KIND) {
        return Err(NO_EXPORT);
    }
    let number = |name: &str| said.get(name).and_then(serde_json::Value::as_u64);
    let newest = [("version", u64::from(VERSION)), ("schema", schema::MIGRATIONS.len() as u64)];
    for (name, newest) in newest {
        match number(name) {
            Some(found) if found > newest => return Err(NEWER),
            Some(found) if found == newest => {}
            _ => return Err(NO_EXPORT),
        }
    }
    match serde_json::from_value::<First>(said) {
        Ok(_) => Ok(()),
        Err(_) => Err(NO_EXPORT),
    }
}

fn row(text: &str) -> Result<Line, &'static str> {
    let line: Line = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => NO_ROW,
        _ => NO_JSON,
    })?;
    match line.text() {
        Ok(spelled) if spelled == text => Ok(line),
        _ => Err(NO_ROW),
    }
}

fn check_last(text: &str, rows: usize, hash: Sha256) -> Result<(), &'static str> {
    let expected = last(rows, hash).map_err(|_| NO_END)?;
    if expected == text {
        return Ok(());
    }
    let said: serde_json::Value = serde_json::from_str(text).map_err(|_| NO_END)?;
    let counted = said.get("rows").and_then(serde_json::Value::as_u64);
    if counted.is_some() && counted != u64::try_from(rows).ok() {
        return Err(COUNT);
    }
    let sum = |text: &str| text.split(r#""sha256":""#).nth(1).map(ToOwned::to_owned);
    Err(if sum(text) == sum(&expected) { NO_END } else { CHECKSUM })
}
