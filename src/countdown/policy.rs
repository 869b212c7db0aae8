//! What the user said about safety, and what it permits (programme C.1).
//!
//! Owns the situations and the strictest-rule-wins policy. It holds no text.

use std::collections::BTreeSet;

use super::words;

words! {
    /// One thing the user said about safety; several may hold at once.
    pub enum Situation {
        /// A court or police order restrains the user.
        OrderOnMe = "order_on_me",
        /// An order protects the user.
        OrderForMe = "order_for_me",
        /// The other person asked for no contact, or blocked the user.
        AskedNoContact = "asked_no_contact",
        /// Violence, control, threats or stalking.
        AfraidOrHurt = "afraid_or_hurt",
        /// Children together: some contact is necessary.
        Children = "children",
        /// A home together: some contact is necessary.
        SharedHome = "shared_home",
        /// Work together: some contact is necessary.
        Work = "work",
    }
}

impl Situation {
    /// Whether leaving it takes typed words and the next day: it is about what somebody else asked
    /// for or a court decided (programme C.1; judgement, not evidence).
    #[must_use]
    pub const fn is_left_slowly(self) -> bool {
        matches!(self, Self::OrderOnMe | Self::AskedNoContact)
    }
}

/// What may be said and offered: derived from all situations, the strictest rule wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    situations: BTreeSet<Situation>,
}

impl Policy {
    /// The policy for a set of situations.
    pub fn new(situations: impl IntoIterator<Item = Situation>) -> Self {
        Self { situations: situations.into_iter().collect() }
    }

    /// Whether the user said so.
    #[must_use]
    pub fn has(&self, situation: Situation) -> bool {
        self.situations.contains(&situation)
    }

    /// All that the user said.
    pub fn situations(&self) -> impl Iterator<Item = Situation> {
        self.situations.iter().copied()
    }

    /// Whether a text that excludes `excluded` may be said.
    #[must_use]
    pub fn allows(&self, excluded: &[Situation]) -> bool {
        !excluded.iter().any(|situation| self.has(*situation))
    }

    /// Whether thinking about a message after the window may be spoken of at all.
    #[must_use]
    pub fn may_think_of_a_message(&self) -> bool {
        use Situation::{AfraidOrHurt, AskedNoContact, OrderForMe, OrderOnMe};
        self.allows(&[OrderOnMe, OrderForMe, AskedNoContact, AfraidOrHurt])
    }

    /// Whether an order forbids any answer, even to a message that was received.
    #[must_use]
    pub fn under_order(&self) -> bool {
        self.has(Situation::OrderOnMe) || self.has(Situation::OrderForMe)
    }

    /// Whether a window may have an end date: under an order on the user it has none.
    #[must_use]
    pub fn may_end(&self) -> bool {
        !self.has(Situation::OrderOnMe)
    }
}
