//! What a service manager is told of the daemon that it runs.
//!
//! Owns those words: ready, alive, what comes next, ending. They hold no more of what the person
//! does than a time, and nothing is looked up for them where no service manager asks.

use chrono::{Days, Duration};
use sd_notify::NotifyState;

use crate::countdown::notice::NoticeKind;
use crate::countdown::step::Forecast;
use crate::countdown::zone::{Moment, Now};
use crate::paths;
use crate::settings::Settings;
use crate::store::{Store, StoreError};

/// The timer counts whole seconds.
const SHORTEST: Duration = Duration::seconds(1);

/// The service manager, if one started us.
pub(super) struct Manager {
    is_there: bool,
    watchdog: Option<Duration>,
    next: Option<String>,
}

impl Manager {
    pub(super) fn from_env() -> Self {
        let watchdog = sd_notify::watchdog_enabled();
        Self {
            is_there: paths::is_service(),
            watchdog: watchdog.and_then(|time| Duration::from_std(time).ok()),
            next: None,
        }
    }

    /// How long the loop may wait, if not longer than `longest`: it has to be heard of twice in the
    /// time after which the watchdog takes it for dead.
    pub(super) fn longest_wait(&self, longest: Duration) -> Duration {
        self.watchdog.map_or(longest, |time| (time / 2).max(SHORTEST).min(longest))
    }

    /// The daemon hears signals and nudges.
    pub(super) fn ready(&self) {
        self.tell(&[NotifyState::Ready]);
    }

    /// A turn is over, so the loop is alive; `lacking` is what keeps notices from being shown, and
    /// `trouble` whether the data file could not be used.
    pub(super) fn alive(&self, lacking: Option<&str>, trouble: bool) {
        if self.is_there {
            let next = match &self.next {
                _ if trouble => "the data file cannot be used just now".to_owned(),
                None => "nothing planned".to_owned(),
                Some(next) => format!("next {next}"),
            };
            let lacking =
                lacking.map(|lacking| format!("notices cannot be shown yet: {lacking}; "));
            let status = format!("{}{next}", lacking.unwrap_or_default());
            self.tell(&[NotifyState::Watchdog, NotifyState::Status(&status)]);
        }
    }

    /// The daemon ends.
    pub(super) fn ending(&self) {
        self.tell(&[NotifyState::Stopping]);
    }

    /// Looks up when the next notice comes, for the next word to the service manager.
    pub(super) fn look_ahead(
        &mut self,
        store: &Store,
        settings: &Settings,
        now: &Now,
    ) -> Result<(), StoreError> {
        if self.is_there {
            let journal = store.read().journal(now.utc())?;
            let schedule = settings.schedule();
            let mut coming = Forecast::new(&journal, &schedule, *now);
            let next = coming.find(|(notice, _)| notice.kind != NoticeKind::Welcome);
            self.next = next.map(|(_, at)| when(at, now));
        }
        Ok(())
    }

    /// Nothing is planned where there is no data.
    pub(super) fn see_nothing(&mut self) {
        self.next = None;
    }

    fn tell(&self, states: &[NotifyState]) {
        if self.is_there {
            // A service manager that does not listen is no reason to show no notices.
            let _ = sd_notify::notify(states);
        }
    }
}

/// "19:30", "tomorrow 09:00", "Thu 3 Dec, 14:05".
fn when(at: Moment, now: &Now) -> String {
    let form = match at.date_naive() {
        date if date == now.date() => "%H:%M",
        date if date == now.date() + Days::new(1) => "tomorrow %H:%M",
        _ => "%a %-d %b, %H:%M",
    };
    at.format(form).to_string()
}
