//! What came from the desktop, until it is in the data file.
//!
//! Owns the promise that no press is lost to a disk that is full or a file that is busy: it waits
//! here and is tried again, oldest first. Help does not wait with it, and comes once.

use std::collections::VecDeque;

use super::press::{help_unsaved, press, save_helped};
use crate::catalogue::Catalogue;
use crate::clock::{Clock, HERE};
use crate::countdown::button::Button;
use crate::countdown::zone::{Moment, Now};
use crate::notify::{Heard, Notify, Press, log};
use crate::settings::Settings;
use crate::store::{Store, new_id};

/// What waits, oldest first.
#[derive(Default)]
pub(super) struct Pending(VecDeque<Waiting>);

/// Something that came from the desktop, and when.
struct Waiting {
    heard: Heard,
    at: Moment,
    /// The name of the entry that it may become, the same however often it is tried.
    id: String,
    helped: bool,
}

impl Waiting {
    fn now(&self) -> Now<'static> {
        Now { at: self.at, zone: &HERE }
    }

    fn press(&self) -> Option<&Press> {
        match &self.heard {
            Heard::Pressed(press) => Some(press),
            Heard::Arrived(_) | Heard::Change => None,
        }
    }

    async fn save(
        &self,
        store: &mut Store,
        settings: &Settings,
        catalogue: &Catalogue,
        outlet: &mut impl Notify,
    ) -> anyhow::Result<()> {
        match &self.heard {
            Heard::Change => Ok(()),
            Heard::Arrived(key) => Ok(store.arrived(key, self.at.to_utc())?),
            Heard::Pressed(press) if self.helped => {
                save_helped(store, settings, catalogue, &self.now(), press, &self.id)
            }
            Heard::Pressed(pressed) => {
                press(store, settings, catalogue, &self.now(), pressed, &self.id, outlet).await
            }
        }
    }
}

impl Pending {
    /// Takes note of something that came just now.
    pub(super) fn note(&mut self, heard: Heard) {
        if heard == Heard::Change {
            return;
        }
        let at = Now::new(Clock::Real.now(), &HERE).at;
        self.0.push_back(Waiting { heard, at, id: new_id(), helped: false });
    }

    /// Forgets everything: there is no data file that it could be about.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Saves what waits.
    ///
    /// # Errors
    /// If something could not be saved: it goes on waiting, and all that came after it.
    pub(super) async fn save(
        &mut self,
        store: &mut Store,
        settings: &Settings,
        catalogue: &Catalogue,
        outlet: &mut impl Notify,
    ) -> anyhow::Result<()> {
        while let Some(first) = self.0.front() {
            if let Err(error) = first.save(store, settings, catalogue, outlet).await {
                self.help(Some(store), settings, catalogue, outlet).await;
                return Err(error);
            }
            self.0.pop_front();
        }
        Ok(())
    }

    /// Helps whoever asked for it and waits for the data file.
    pub(super) async fn help(
        &mut self,
        store: Option<&Store>,
        settings: &Settings,
        catalogue: &Catalogue,
        outlet: &mut impl Notify,
    ) {
        for waiting in self.0.iter_mut().filter(|waiting| !waiting.helped) {
            let asks = waiting.press().filter(|press| press.button.asks_for_help());
            if asks.is_some() {
                help_unsaved(store, settings, catalogue, &waiting.now(), outlet).await;
                waiting.helped = true;
            }
        }
    }

    /// Saves what waits now or never, as the daemon ends. Nobody can be shown another suggestion
    /// any more: that question stays open.
    pub(super) fn save_at_end(
        &mut self,
        store: Option<Store>,
        settings: &Settings,
        catalogue: &Catalogue,
    ) {
        let Some(mut store) = store else { return };
        for waiting in self.0.drain(..) {
            let Some(press) = waiting.press() else { continue };
            if press.button == Button::Another {
                continue;
            }
            let saved =
                save_helped(&mut store, settings, catalogue, &waiting.now(), press, &waiting.id);
            if let Err(error) = saved {
                log(&format!("{error}; what was pressed is lost"));
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
