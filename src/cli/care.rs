//! What is shown after words that call for care, for every command that takes words (C.2, C.3).
//!
//! Owns the cards and their order: harm to oneself, to somebody else, pursuit. It comes after the
//! saving and whatever became of it, it keeps nothing and tells nobody, and a word list that cannot
//! be read is no reason to be silent.

use std::collections::BTreeSet;

use super::helping::{self, row};
use super::screen::visible;
use super::session::Session;
use crate::catalogue::{self, HelpKind, HelpLine};
use crate::countdown::care::Concern;
use crate::countdown::entry::What;
use crate::countdown::journal::Journal;
use crate::countdown::policy::Situation;

const SELF_HARM: &str = "This sounds very heavy. If you might hurt yourself, please talk to a person \
                         now:";
const BREATH: &str = "You can stay here for a minute too. One slow breath first, out for longer than \
                      in.";
const THREAT: &str = "Anger can be this big, and it can pass without anybody being harmed. Put distance \
                      between you first, then talk to a person:";
const PURSUIT: &str = "Wanting to is human. Turning up, keeping watch or writing through others \
                       frightens people, and it can be an offence.";
const STEPS: &str = "For the next ten minutes:";
const OWN_ACTS: &str = "Somebody to talk to about it:";
const THEIRS: &str = "These are heavy words, whoever they are about. If a life is in danger, the \
                      emergency number can send somebody; it need not be you who answers. If it is \
                      about you, please talk to a person now:";

/// Whose words they are, and what stands beside them already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The user's.
    Own,
    /// The user's, where the command gives two steps by itself.
    WithSteps,
    /// For the most part the other person's. What they threaten and plan is the guidance's, not
    /// the user's own behaviour; a life in danger is met all the same.
    Theirs,
}

impl Whose {
    /// Of the words of an entry.
    pub(super) fn of(what: &What) -> Self {
        match what {
            What::Urge { .. } => Self::WithSteps,
            What::Received { .. } => Self::Theirs,
            _ => Self::Own,
        }
    }
}

/// Shows what the words call for, also if they could not be saved: help does not wait. The error
/// comes after it.
pub(super) fn after<'t, T>(
    saved: anyhow::Result<T>,
    session: &Session,
    whose: Whose,
    words: impl IntoIterator<Item = &'t Option<String>>,
) -> anyhow::Result<T> {
    let shown = show(session, whose, words);
    let saved = saved?;
    shown.map(|_| saved)
}

/// Shows what the words call for, and tells it, for what the command itself says next.
pub(super) fn show<'t>(
    session: &Session,
    whose: Whose,
    words: impl IntoIterator<Item = &'t Option<String>>,
) -> anyhow::Result<BTreeSet<Concern>> {
    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
    if words.is_empty() {
        return Ok(BTreeSet::new());
    }
    let lists = catalogue::care::load_about(&session.paths.care_words(), &words);
    let mut concerns: BTreeSet<Concern> =
        words.iter().flat_map(|text| lists.concerns(text)).collect();
    if whose == Whose::Theirs {
        concerns.retain(|concern| *concern == Concern::SelfHarm);
    }
    if concerns.is_empty() {
        return Ok(concerns);
    }
    session.end_with_help();
    let journal = session.facts_for_help();
    let all = catalogue::help_lines().unwrap_or_default();
    let cards = Cards { session, journal: &journal, lines: known(&all, &journal) };
    let mut shown = Vec::new();
    for concern in &concerns {
        shown.extend(match concern {
            Concern::SelfHarm => cards.self_harm(whose)?,
            Concern::Threat => cards.threat()?,
            Concern::Pursuit => cards.pursuit(whose)?,
        });
    }
    if journal.about.country.is_none() {
        session.screen.tell(helping::OTHER_COUNTRY)?;
    }
    helping::say_unverified(session, &shown)?;
    Ok(concerns)
}

/// The lines of the user's country, then those for everywhere.
fn known<'l>(all: &'l [HelpLine], journal: &Journal) -> Vec<&'l HelpLine> {
    let country = journal.about.country.as_deref();
    let own = country.map_or(Vec::new(), |code| catalogue::lines_of(all, code));
    let anywhere = helping::anywhere(all, &own);
    own.into_iter().chain(anywhere).collect()
}

struct Cards<'a> {
    session: &'a Session,
    journal: &'a Journal,
    lines: Vec<&'a HelpLine>,
}

impl<'a> Cards<'a> {
    fn self_harm(&self, whose: Whose) -> anyhow::Result<Vec<&'a HelpLine>> {
        if whose == Whose::Theirs {
            self.session.screen.tell(THEIRS)?;
            return self.list(None, [HelpKind::Emergency, HelpKind::Crisis]);
        }
        self.session.screen.tell(SELF_HARM)?;
        let person = self.journal.about.person.as_deref();
        let shown = self.list(person, [HelpKind::Crisis, HelpKind::Emergency])?;
        self.session.screen.tell(BREATH)?;
        Ok(shown)
    }

    fn threat(&self) -> anyhow::Result<Vec<&'a HelpLine>> {
        self.session.screen.tell(THREAT)?;
        let policy = self.journal.about.policy();
        // An anger that somebody who was hurt may well have.
        let harmed = policy.has(Situation::AfraidOrHurt) || policy.has(Situation::OrderForMe);
        let abuse = harmed.then_some(HelpKind::Abuse).into_iter();
        self.list(None, abuse.chain([HelpKind::OwnBehaviour, HelpKind::Emergency]))
    }

    fn pursuit(&self, whose: Whose) -> anyhow::Result<Vec<&'a HelpLine>> {
        self.session.screen.tell(PURSUIT)?;
        if whose == Whose::Own {
            self.session.screen.say(STEPS)?;
            // Whoever thinks of going there is not sent out of the door.
            let urges = self.journal.entries.iter();
            let urges = urges.filter(|entry| matches!(entry.what, What::Urge { .. })).count();
            let steps = helping::steps_indoors(self.session, self.journal, urges);
            self.session.screen.table(&steps)?;
        }
        self.session.screen.say(OWN_ACTS)?;
        self.list(None, [HelpKind::OwnBehaviour])
    }

    /// Lists the user's person, if one is given, and the lines of these kinds in their order. Where
    /// there is no line about one's own behaviour there is somebody to talk to.
    fn list(
        &self,
        person: Option<&str>,
        kinds: impl IntoIterator<Item = HelpKind>,
    ) -> anyhow::Result<Vec<&'a HelpLine>> {
        let of = |kind: HelpKind| -> Vec<&'a HelpLine> {
            self.lines.iter().copied().filter(|line| line.kind == kind).collect()
        };
        let lines: Vec<&HelpLine> = kinds
            .into_iter()
            .flat_map(|kind| match (kind, of(kind)) {
                (HelpKind::OwnBehaviour, none) if none.is_empty() => of(HelpKind::Crisis),
                (_, lines) => lines,
            })
            .collect();
        let person = person.map(|person| ("Call".to_owned(), visible(person)));
        let rows = person.into_iter().chain(lines.iter().map(|line| row(line)));
        self.session.screen.table(&rows.collect::<Vec<_>>())?;
        Ok(lines)
    }
}
