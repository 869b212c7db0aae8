//! One thing that happened: what can be logged, in the words of the glossary (design §2).
//!
//! Owns the shape of an entry. What entries add up to is the journal's; where they are kept is the
//! store's.

use super::words;
use super::zone::Moment;

/// The name of an entry: a UUID in text form, made by the command that logs it.
pub type EntryId = String;

words! {
    /// What became of an urge.
    pub enum Outcome {
        /// It eased.
        Easier = "easier",
        /// It is as it was.
        Same = "same",
        /// It grew.
        Stronger = "stronger",
        /// The user looked at a profile or at old messages.
        Peeked = "peeked",
        /// The user made contact.
        Contacted = "contacted",
    }
}

words! {
    /// What a received message was like (programme A.8).
    pub enum ReceivedKind {
        /// Children, home, money, work, pets.
        Logistics = "logistics",
        /// It asks nothing.
        Smalltalk = "smalltalk",
        /// Misses you, is sorry.
        Warm = "warm",
        /// Wants to talk or meet.
        Meet = "meet",
        /// Insults or threats.
        Hostile = "hostile",
        /// Asks for no contact, or has someone new.
        Stop = "stop",
        /// Kind but final.
        Closed = "closed",
    }
}

/// What happened, with the fields of its kind. Strengths and moods are 1 to 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A wish to reach out.
    Urge { strength: Option<u8>, feeling: Option<String>, trigger: Option<String> },
    /// What became of the urge named; `strength` is the strength afterwards.
    Outcome { urge: EntryId, outcome: Outcome, strength: Option<u8> },
    /// A message or call from the other person. It never changes the count.
    Received { kind: Option<ReceivedKind>, via: Option<String> },
    /// The user made contact; `necessary` contact never changes the count (S0-1, E18).
    Contacted { necessary: bool },
    /// How the user feels, 1 to 5.
    Mood { mood: u8 },
    /// Words alone.
    Note,
}

impl What {
    /// The word for the kind of this entry, the same in CLI, database and JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Urge { .. } => "urge",
            Self::Outcome { .. } => "outcome",
            Self::Received { .. } => "received",
            Self::Contacted { .. } => "contacted",
            Self::Mood { .. } => "mood",
            Self::Note => "note",
        }
    }

    /// Every kind's word, in the order of the glossary.
    pub const WORDS: &'static [&'static str] =
        &["urge", "outcome", "received", "contacted", "mood", "note"];
}

/// One thing that happened, with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// When it happened, to the second.
    pub at: Moment,
    /// When it was logged: later than `at` for something that happened earlier.
    pub logged_at: Moment,
    /// What happened.
    pub what: What,
    /// The user's own words, exactly as typed.
    pub note: Option<String>,
}

impl Entry {
    /// Whether this is contact that counts: made by the user and not necessary.
    #[must_use]
    pub fn is_contact(&self) -> bool {
        matches!(self.what, What::Contacted { necessary: false })
    }
}
