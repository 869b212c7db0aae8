//! One notification server, and what of ours stands on its screen.
//!
//! Owns which notice a press or a closing is about, for the life of that server: ids are its own
//! and mean nothing to the next. It talks to nobody.

use std::collections::HashMap;

use zbus::message::Sequence;
use zbus::names::OwnedUniqueName;

use super::form::Abilities;
use super::{Press, Slot};
use crate::countdown::button::{Button, only};

/// One server, from its coming to its going: ids are its own and mean nothing to the next.
pub(super) struct Server {
    pub(super) owner: OwnedUniqueName,
    /// Not known until it was asked.
    pub(super) abilities: Option<Abilities>,
    pub(super) shown: HashMap<Slot, Shown>,
    /// What stood in a slot before, for a press that was under way when it was replaced.
    before: HashMap<Slot, Shown>,
}

/// What a notification asks.
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) buttons: Vec<Button>,
}

pub(super) struct Shown {
    pub(super) id: u32,
    pub(super) asked: Asked,
    /// Where among the messages of the bus it came to be.
    pub(super) since: Sequence,
}

impl Shown {
    /// Whether a signal about this id, at this place among the messages, is about this one.
    fn is(&self, id: u32, at: Sequence) -> bool {
        self.id == id && self.since < at
    }
}

impl Server {
    /// A server that has just come.
    pub(super) fn new(owner: OwnedUniqueName) -> Self {
        let (shown, before) = (HashMap::new(), HashMap::new());
        Self { owner, abilities: None, shown, before }
    }

    /// What a signal of this server says about a notification of ours.
    pub(super) fn hear(&mut self, message: &zbus::Message) -> Option<(u32, Press)> {
        let header = message.header();
        if header.sender().is_none_or(|name| name != self.owner.inner()) {
            return None;
        }
        let position = message.recv_position();
        match header.member()?.as_str() {
            "NotificationClosed" => {
                let (id, _reason): (u32, u32) = message.body().deserialize().ok()?;
                self.take(id, position);
                None
            }
            "ActionInvoked" => {
                let (id, action): (u32, String) = message.body().deserialize().ok()?;
                let asked = self.asked(id, position)?;
                let button = match action.as_str() {
                    "default" => only(&asked.buttons),
                    word => word.parse().ok().filter(|button| asked.buttons.contains(button)),
                };
                // A click that answers nothing leaves it as it is: a server that takes it away
                // says so.
                let button = button?;
                self.take(id, position).map(|asked| (id, Press { key: asked.key, button }))
            }
            _ => None,
        }
    }

    /// Whether something of ours stands under this id now.
    pub(super) fn shows(&self, id: u32) -> bool {
        self.shown.values().any(|shown| shown.id == id)
    }

    /// What the notification with this id asked when a signal about it was sent.
    fn asked(&self, id: u32, at: Sequence) -> Option<&Asked> {
        let places = self.shown.values().chain(self.before.values());
        places.into_iter().find(|shown| shown.is(id, at)).map(|shown| &shown.asked)
    }

    /// The same, and it is answered or gone: the same signal said twice finds nothing, nor what
    /// stood under this id before.
    fn take(&mut self, id: u32, at: Sequence) -> Option<Asked> {
        let slot_in = |shown: &HashMap<Slot, Shown>| {
            shown.iter().find(|(_, shown)| shown.is(id, at)).map(|(slot, _)| *slot)
        };
        let taken = match slot_in(&self.shown) {
            Some(slot) => {
                self.before.retain(|_, before| before.id != id);
                self.shown.remove(&slot)
            }
            None => slot_in(&self.before).and_then(|slot| self.before.remove(&slot)),
        };
        taken.map(|shown| shown.asked)
    }

    /// What stood in these slots is taken away; a press on it may be under way.
    pub(super) fn withdraw(&mut self, slots: &[Slot]) -> Vec<u32> {
        let mut ids = Vec::new();
        for slot in slots {
            if let Some(shown) = self.shown.remove(slot) {
                ids.push(shown.id);
                self.before.insert(*slot, shown);
            }
        }
        ids
    }

    /// Takes note of what stands in a slot now. An id is in one slot only: a server that hands it
    /// out again has closed what had it before.
    pub(super) fn put(&mut self, slot: Slot, shown: Shown) {
        self.shown.retain(|other, old| *other == slot || old.id != shown.id);
        match self.shown.insert(slot, shown) {
            Some(before) => self.before.insert(slot, before),
            None => self.before.remove(&slot),
        };
    }
}

#[cfg(test)]
mod tests;
