//! The user's own texts: one file in the form of the shipped ones, read entry by entry.
//!
//! Owns what such a file may hold and how its faults are named. One fault costs one entry; a fault
//! tells the line, the id and the field, and never the words, which are private. It writes nothing:
//! the file is the user's.

mod fields;

use std::fmt;
use std::io::Read as _;
use std::path::Path;

use serde::Serialize;
use toml::de::DeTable;

use crate::countdown::text::Text;
use fields::Fields;

/// A larger file holds no texts that somebody wrote by hand.
const MOST: u64 = 1 << 20;
/// The most characters of an id.
const ID: usize = 60;

/// One thing in the file that cannot be used. The entry it stands in is left out, and no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Line in the user's file, from 1.
    pub line: usize,
    /// The id of the entry, where it has one that can be read.
    pub entry: Option<String>,
    /// The field, where it is about one.
    pub field: Option<&'static str>,
    /// What is wrong and what would be right, in lower case, without a word of the text.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if let Some(entry) = &self.entry {
            write!(f, "entry '{entry}': ")?;
        }
        if let Some(field) = self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl Fault {
    /// How a command or the daemon tells it, once.
    #[must_use]
    pub fn told(&self) -> String {
        format!("texts, {self}; the other texts stand (nocontact config check)")
    }
}

/// What the user wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// The texts that can be used.
    pub texts: Vec<Text>,
    /// The ids that are switched off.
    pub off: Vec<String>,
    /// What cannot be used.
    pub faults: Vec<Fault>,
    /// What can be used and does nothing.
    pub notes: Vec<Fault>,
    /// The ids that were taken, and the lines of their entries.
    taken: Vec<(String, usize)>,
}

impl Own {
    /// The texts of a file; none where there is no file.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let mut bytes = Vec::new();
        let read =
            std::fs::File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes));
        let what = match read {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => format!("could not read the file ({})", error.kind()),
            Ok(_) if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST) => {
                "the file is larger than 1 MiB".to_owned()
            }
            Ok(_) => return Self::parse(&bytes),
        };
        let fault = Fault { line: 1, entry: None, field: None, what };
        Self { faults: vec![fault], ..Self::default() }
    }

    /// The texts in `bytes`. Each part that a `[[…]]` opens is read by itself, so that not even a
    /// missing quotation mark costs more than the entry it is missing in.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut own = Self::default();
        for part in parts(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            if let Err(fault) = own.read(&part) {
                own.faults.push(fault);
            }
        }
        own.faults.sort_by_key(|fault| fault.line);
        own
    }

    fn read(&mut self, part: &Part) -> Result<(), Fault> {
        let text = std::str::from_utf8(part.bytes).map_err(|error| {
            let id = id_in(&String::from_utf8_lossy(part.bytes));
            part.fault(error.valid_up_to(), id, "this is not UTF-8, in which texts are saved")
        })?;
        let syntax = |error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            part.fault(at, id_in(text), &format!("this is not TOML: {}", error.message()))
        };
        // Both: the one knows where things are, the other is easily taken apart.
        let places = DeTable::parse(text).map_err(syntax)?;
        let values: toml::Table = text.parse().map_err(syntax)?;
        for (name, place) in places.get_ref() {
            let at = name.span().start;
            let values = values.get(name.get_ref().as_ref()).and_then(toml::Value::as_array);
            let (Some(places), Some(values), "entry") =
                (place.get_ref().as_array(), values, name.get_ref().as_ref())
            else {
                self.faults.push(part.fault(at, None, NO_ENTRY));
                continue;
            };
            for (place, value) in places.iter().zip(values) {
                let at = place.span().start;
                let tables = place.get_ref().as_table().zip(value.as_table());
                if let Some((places, values)) = tables {
                    self.take(Fields::new(part, at, places, values));
                } else {
                    self.faults.push(part.fault(at, None, NO_ENTRY));
                }
            }
        }
        Ok(())
    }

    /// Takes an entry, or names all that is wrong with it.
    fn take(&mut self, mut fields: Fields) {
        let line = fields.line("id");
        let id = fields.id();
        let is_off = fields.get("enabled", SWITCH) == Some(false);
        let read = if is_off { None } else { fields.text(id.clone().unwrap_or_default()) };
        let first = self.taken.iter().find(|(taken, _)| Some(taken) == id.as_ref());
        if let Some((_, first)) = first {
            fields.refuse("id", format!("it stands on line {first} already"));
        }
        if !fields.faults.is_empty() {
            return self.faults.append(&mut fields.faults);
        }
        let Some(id) = id else { return };
        self.taken.push((id.clone(), line));
        if let Some(text) = read {
            self.texts.push(text);
        } else {
            self.notes.extend(fields.hides_nothing(&id));
            self.off.push(id);
        }
    }
}

const NO_ENTRY: &str = "this is no entry: each begins with a line [[entry]]";
const SWITCH: &str = "use true or false";

/// A part of the file, and the line it begins on.
struct Part<'a> {
    line: usize,
    bytes: &'a [u8],
}

impl Part<'_> {
    fn line(&self, at: usize) -> usize {
        self.line + self.bytes.iter().take(at).filter(|byte| **byte == b'\n').count()
    }

    fn fault(&self, at: usize, entry: Option<String>, what: &str) -> Fault {
        Fault { line: self.line(at), entry, field: None, what: what.to_owned() }
    }
}

/// The file in parts, each beginning with a `[[…]]` on a line of its own but for the first.
fn parts(bytes: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut end, mut line) = (0, 0, 1);
    for (index, text) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if opens(text) {
            parts.push(Part { line, bytes: bytes.get(start..end).unwrap_or_default() });
            (start, line) = (end, index + 1);
        }
        end += text.len();
    }
    parts.push(Part { line, bytes: bytes.get(start..).unwrap_or_default() });
    parts
}

/// Whether a line opens a table of an array, or was meant to open an entry, and is no row of
/// numbers.
fn opens(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let name = line.trim().strip_prefix("[[").map(str::trim_start);
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "[]".contains(c));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        || (bare == "entry" && line.contains(['[', ']']))
}

/// The id that a part which cannot be read seems to have.
fn id_in(part: &str) -> Option<String> {
    let lines = part.lines().filter_map(|line| line.trim().strip_prefix("id"));
    let mut values = lines.filter_map(|rest| rest.trim_start().strip_prefix('='));
    let id = values.next()?.split(['"', '\'']).nth(1)?;
    is_id(id).then(|| id.to_owned())
}

fn is_id(id: &str) -> bool {
    let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=ID).contains(&id.len()) && id.bytes().all(kebab)
}
