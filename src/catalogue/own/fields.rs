//! One entry of the user's file: its fields, read one by one, and the rules they keep to.
//!
//! Owns what an own text may be, and every sentence about one that may not.

use serde::de::DeserializeOwned;
use toml::de::DeTable;

use super::{Fault, Part, SWITCH, is_id};
use crate::catalogue::{BODY, Entry, TITLE, cases, fault, line_of, text_of};
use crate::countdown::policy::Situation;
use crate::countdown::text::{Category, Need, Pool, Text, TimeOfDay, is_invisible};

/// About how many minutes a text takes that does not say.
const MINUTES: u8 = 5;

/// The fields of an entry, as in the shipped files, with `pool` and `enabled`.
const FIELDS: &[&str] = &[
    "id",
    "pool",
    "category",
    "case",
    "title",
    "body",
    "days",
    "times",
    "minutes",
    "needs",
    "discreet",
    "exclude_situations",
    "tags",
    "source",
    "enabled",
];

/// The fields of one entry, and what is wrong with them.
pub(super) struct Fields<'a> {
    part: &'a Part<'a>,
    at: usize,
    places: &'a DeTable<'a>,
    values: &'a toml::Table,
    id: Option<String>,
    /// What was found wrong so far.
    pub(super) faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// The fields of the entry that stands at this place of a part.
    pub(super) fn new(
        part: &'a Part<'a>,
        at: usize,
        places: &'a DeTable<'a>,
        values: &'a toml::Table,
    ) -> Self {
        Self { part, at, places, values, id: None, faults: Vec::new() }
    }

    /// The line of a field, or of the entry where it is missing.
    pub(super) fn line(&self, field: &str) -> usize {
        let place = self.places.keys().find(|key| key.get_ref() == field);
        self.part.line(place.map_or(self.at, |key| key.span().start))
    }

    pub(super) fn refuse(&mut self, field: &'static str, what: impl Into<String>) {
        let (line, entry, what) = (self.line(field), self.id.clone(), what.into());
        self.faults.push(Fault { line, entry, field: Some(field), what });
    }

    /// The field, if it is there and right; `right` says what would be.
    pub(super) fn get<T: DeserializeOwned>(
        &mut self,
        field: &'static str,
        right: &str,
    ) -> Option<T> {
        let value = T::deserialize(self.values.get(field)?.clone());
        if value.is_err() {
            self.refuse(field, right);
        }
        value.ok()
    }

    /// The same of a field that has to be there.
    fn need<T: DeserializeOwned>(&mut self, field: &'static str, right: &str) -> Option<T> {
        if !self.values.contains_key(field) {
            self.refuse(field, format!("it is missing; {right}"));
        }
        self.get(field, right)
    }

    pub(super) fn id(&mut self) -> Option<String> {
        let right = "use lower-case letters, digits and hyphens, at most 60";
        let id: String = self.need("id", right)?;
        if !is_id(&id) {
            self.refuse("id", right);
            return None;
        }
        self.id = Some(id.clone());
        Some(id)
    }

    /// The text of this entry; `None` if anything is wrong, and then that is named.
    pub(super) fn text(&mut self, id: String) -> Option<Text> {
        let unknown = self.places.keys().filter(|key| !FIELDS.contains(&key.get_ref().as_ref()));
        for at in unknown.map(|key| key.span().start).collect::<Vec<_>>() {
            let what = format!("there is no such field; there are {}", FIELDS.join(", "));
            self.faults.push(self.part.fault(at, self.id.clone(), &what));
        }
        let pool = self.need::<Pool>("pool", &one_of(Pool::WORDS));
        let title = self.line_of_text("title", TITLE);
        let body = self.line_of_text("body", BODY);
        let any_of = |words: &[&str]| format!("use a list in brackets of {}", words.join(", "));
        let words = "use a list in brackets, each in quotation marks";
        let entry = Entry {
            id,
            category: self.get("category", &one_of(Category::WORDS)).unwrap_or(Category::Kind),
            case: self.get("case", "use a word in quotation marks"),
            title: title.unwrap_or_default(),
            body: body.unwrap_or_default(),
            days: self
                .get("days", "use ranges within 1 and 30, such as [[1, 7]]")
                .unwrap_or_else(|| vec![(1, 30)]),
            times: self
                .get("times", &any_of(TimeOfDay::WORDS))
                .unwrap_or_else(|| vec![TimeOfDay::Any]),
            minutes: self.get("minutes", "use a number from 1 to 60").unwrap_or(MINUTES),
            needs: self.get("needs", &any_of(Need::WORDS)).unwrap_or_default(),
            discreet: self.get("discreet", SWITCH).unwrap_or(false),
            exclude_situations: self
                .get("exclude_situations", &any_of(Situation::WORDS))
                .unwrap_or_default(),
            tags: self.get("tags", words).unwrap_or_default(),
            source: self.get("source", words).unwrap_or_default(),
        };
        let pool = pool.filter(|_| self.faults.is_empty())?;
        self.check(pool, &entry);
        self.faults.is_empty().then(|| text_of(pool, entry))
    }

    /// A title or a body: one line that fits and cannot act on a terminal or a server.
    fn line_of_text(&mut self, field: &'static str, most: usize) -> Option<String> {
        let text: String = self.need(field, "use words in quotation marks")?;
        let text = text.trim().to_owned();
        let count = text.chars().count();
        if count == 0 {
            self.refuse(field, "it is empty");
        }
        if count > most {
            self.refuse(field, format!("it has {count} characters, and {most} fit"));
        }
        let wrong =
            |c: &(usize, char)| c.1.is_control() || is_invisible(c.1) || MARKUP.contains(c.1);
        if let Some((at, c)) = text.chars().enumerate().find(wrong) {
            let what = match c {
                '\n' => "a new line: it has to be one line".to_owned(),
                c if MARKUP.contains(c) => {
                    "one of < > &, which notifications read as markup".to_owned()
                }
                c => format!("U+{:04X}, which cannot be shown", u32::from(c)),
            };
            self.refuse(field, format!("character {} is {what}", at + 1));
        }
        Some(text)
    }

    /// What is wrong beyond the form: the rules of the shipped texts, and those of safety.
    fn check(&mut self, pool: Pool, entry: &Entry) {
        let cases = cases(pool);
        if let Some((field, rule)) = fault(pool, entry) {
            match field {
                "case" if cases.is_empty() => self.refuse(field, "texts of this pool have none"),
                "case" => self.refuse(field, one_of(cases)),
                _ => self.refuse(field, rule),
            }
        }
        let missing: Vec<&str> = demanded(pool, entry.category)
            .iter()
            .filter(|situation| !entry.exclude_situations.contains(situation))
            .map(|situation| situation.word())
            .collect();
        if !missing.is_empty() {
            let of = if pool == Pool::AfterWindow { pool.word() } else { entry.category.word() };
            let what = format!("a text of '{of}' has to name {} too", missing.join(", "));
            self.refuse("exclude_situations", what);
        }
        if let Some(other) = pool_of(&entry.id).filter(|other| *other != pool) {
            self.refuse("pool", format!("the shipped text with this id is of the pool '{other}'"));
        }
    }

    /// A note if the entry switches off a text that there is not, and is none itself.
    pub(super) fn hides_nothing(&self, id: &str) -> Option<Fault> {
        let nothing = pool_of(id).is_none() && !self.values.contains_key("pool");
        let what = "there is no shipped text with this id that it could switch off";
        nothing.then(|| self.part.fault(self.at, self.id.clone(), what))
    }
}

/// The pool of the shipped text with this id, found without reading all of them.
fn pool_of(id: &str) -> Option<Pool> {
    Pool::ALL.iter().copied().find(|pool| line_of(*pool, id).is_some())
}

/// What would act on a notification server.
const MARKUP: &str = "<>&";

fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

/// The situations in which a text is never said, whoever wrote it (programme C.1, D.2): none of
/// one's own part where it would deepen self-blame, and nothing of writing where that is over.
fn demanded(pool: Pool, category: Category) -> &'static [Situation] {
    use Situation::{AfraidOrHurt, AskedNoContact, OrderForMe, OrderOnMe};
    match (pool, category) {
        (Pool::AfterWindow, _) => &[OrderOnMe, OrderForMe, AskedNoContact, AfraidOrHurt],
        (_, Category::OwnPart | Category::Apology) => &[OrderForMe, AfraidOrHurt],
        _ => &[],
    }
}
