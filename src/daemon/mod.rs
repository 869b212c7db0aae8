//! The background service: the loop around one turn.
//!
//! Owns what wakes the daemon and what ends it. It remembers nothing from one turn to the next but
//! its connections and the presses that could not be saved yet: after suspend, a changed clock, a
//! restart or a crash it starts again from the data file and the clock.

mod backups;
mod manager;
mod pending;
mod press;
mod turn;
mod wake;
mod watch;

pub use press::press;
pub use turn::{compose, turn};
pub use watch::nudge;

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::appearance;
use crate::catalogue::{Catalogue, Fault};
use crate::clock::look::look;
use crate::clock::{Clock, HERE};
use crate::countdown::zone::Now;
use crate::instance::{Card, Lock};
use crate::notify::{Outlet, log};
use crate::paths::Paths;
use crate::settings::{Problem, Settings};
use crate::store::{Store, StoreError};
use backups::Backups;
use manager::Manager;
use pending::Pending;
use turn::turn_in_doubt;
use wake::{Wake, Woken};
use watch::{Nudges, SettingsWatch};

/// One wait is at most this long: a changed time zone raises no event.
const LONGEST_WAIT: Duration = Duration::minutes(15);

/// After a data file that cannot be used just now, look again so soon.
const TRY_AGAIN: Duration = Duration::seconds(60);

/// After waking from sleep or a changed clock, what is due is shown so much later: the person is
/// just sitting down.
const SETTLE: Duration = Duration::seconds(10);

/// Runs until SIGTERM or SIGINT, under the daemon's lock. Whoever calls this is told by `ready`
/// when it hears signals and nudges, and what is missing for notices to be shown.
///
/// # Errors
/// If the data file can no longer be used by this program, or the system refuses a timer.
pub fn run(
    paths: &Paths,
    lock: &Lock,
    foreground: bool,
    ready: impl FnOnce(Option<&str>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .thread_keep_alive(std::time::Duration::from_secs(1))
        .build()
        .context("could not start the daemon's event loop")?;
    let ended = runtime.block_on(async {
        let mut daemon = Daemon::new(paths, lock, foreground)?;
        begin(paths)?;
        let lacking = tokio::select! {
            biased;
            () = ended(&mut daemon.terminate, &mut daemon.interrupt) => {
                // Who was never ready has failed, to systemd, and would be started again.
                daemon.manager.ready();
                return Ok(());
            }
            lacking = daemon.outlet.reach(Clock::Real.now()) => lacking,
        };
        daemon.tell_of_itself();
        daemon.manager.ready();
        ready(lacking)?;
        let ended = daemon.run().await;
        daemon.manager.ending();
        daemon.outlet.leave().await;
        daemon.save_at_end().await;
        ended
    });
    // A server that hangs must not keep us from ending.
    runtime.shutdown_background();
    ended
}

/// The whole file is looked at before anything is said from it; and nobody knows any more what
/// became of what an earlier daemon was sending.
fn begin(paths: &Paths) -> Result<(), StoreError> {
    let Some(mut store) = Store::open_kept(&paths.data)? else { return Ok(()) };
    store.check()?;
    store.abandon_claims(Clock::Real.now())
}

struct Daemon<'a> {
    paths: &'a Paths,
    lock: &'a Lock,
    since: DateTime<Utc>,
    outlet: Outlet,
    manager: Manager,
    wake: Wake,
    nudges: Option<Nudges>,
    watch: Option<SettingsWatch>,
    hangup: Signal,
    terminate: Signal,
    interrupt: Signal,
    about_settings: Complaint,
    about_texts: Complaint,
    about_appearance: Complaint,
    about_data: Complaint,
    about_backups: Complaint,
    backups: Backups,
    pending: Pending,
}

/// What was said last about one thing, so that it is said once, however often it is met.
#[derive(Default)]
struct Complaint(Option<String>);

impl Complaint {
    fn say(&mut self, complaint: Option<String>) {
        if let Some(line) = complaint.as_deref().filter(|_| self.0 != complaint) {
            log(line);
        }
        self.0 = complaint;
    }
}

/// What a turn or a wait led to.
#[derive(PartialEq, Eq)]
enum Next {
    Look,
    Settle,
    End,
}

impl<'a> Daemon<'a> {
    fn new(paths: &'a Paths, lock: &'a Lock, foreground: bool) -> anyhow::Result<Self> {
        // Before anybody can find the socket: who is found may be asked to end.
        let [hangup, terminate, interrupt] =
            [SignalKind::hangup(), SignalKind::terminate(), SignalKind::interrupt()].map(signal);
        let nudges = Nudges::listen(&paths.nudge_sockets())
            .inspect_err(|error| {
                log(&format!("could not listen for nudges ({error}); looking every 15 minutes"));
            })
            .ok();
        Ok(Self {
            paths,
            lock,
            since: Clock::Real.now(),
            outlet: Outlet::new(foreground),
            manager: Manager::from_env(),
            wake: Wake::new().context("could not make a wall-clock timer")?,
            nudges,
            watch: watch_settings(paths),
            hangup: hangup?,
            terminate: terminate?,
            interrupt: interrupt?,
            about_settings: Complaint::default(),
            about_texts: Complaint::default(),
            about_appearance: Complaint::default(),
            about_data: Complaint::default(),
            about_backups: Complaint::default(),
            backups: Backups::default(),
            pending: Pending::default(),
        })
    }

    async fn run(&mut self) -> anyhow::Result<()> {
        loop {
            let now = Now::new(Clock::Real.now(), &HERE);
            let (settings, problems) = self.settings();
            // Where all was erased meanwhile, nothing is left anew.
            let kept = match self.paths.data.is_dir() {
                true => settings.keep(&self.paths.settings_in_use()),
                false => Ok(()),
            };
            let unkept = || Some(format!("could not keep the settings: {}", kept.err()?));
            self.about_settings.say(problems.first().map(Problem::told).or_else(unkept));
            let catalogue = Catalogue::with(self.paths.texts());
            self.about_texts.say(catalogue.own().faults.first().map(Fault::told));
            let (label, share) = (&settings.notifications.label, &self.paths.share);
            let kept = appearance::keep(share, label);
            self.about_appearance.say(kept.err().map(|error| error.to_string()));
            self.outlet.appear(label, appearance::icon(share));
            let mut hands = Hands {
                outlet: &mut self.outlet,
                pending: &mut self.pending,
                manager: &mut self.manager,
            };
            let wake_at = tokio::select! {
                biased;
                () = ended(&mut self.terminate, &mut self.interrupt) => return Ok(()),
                taken = take_turn(self.paths, &settings, &catalogue, &now, &mut hands) => taken,
            };
            let wake_at = self.or_later(wake_at, now.utc())?;
            self.outlet.reach_again(Clock::Real.now()).await;
            self.tell_of_itself();
            self.about_backups.say(self.backups.look(&self.paths.data, &now, wake_at));
            self.manager.alive(self.outlet.lacking(), self.about_data.0.is_some());
            match self.wait(wake_at, now.utc()).await? {
                Next::Look => {}
                Next::End => return Ok(()),
                Next::Settle => {
                    let settled = self.manager.longest_wait(SETTLE).to_std().unwrap_or_default();
                    let settled = tokio::time::sleep(settled);
                    tokio::select! {
                        biased;
                        () = ended(&mut self.terminate, &mut self.interrupt) => return Ok(()),
                        () = settled => {}
                        // Who presses a button has sat down.
                        heard = self.outlet.heard() => self.pending.note(heard),
                    }
                }
            }
        }
    }

    fn settings(&self) -> (Settings, Vec<Problem>) {
        Settings::load(&self.paths.settings(), &self.paths.settings_in_use())
    }

    /// Nobody depends on it: who asks and finds nothing says so.
    fn tell_of_itself(&self) {
        let _ = self.lock.note(&Card {
            pid: std::process::id(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            since: self.since.timestamp(),
            looked: Clock::Real.now().timestamp(),
            lacking: self.outlet.lacking().map(ToOwned::to_owned),
        });
    }

    /// What was pressed and is not in the data file yet is saved now or never.
    async fn save_at_end(&mut self) {
        for heard in self.outlet.heard_so_far().await {
            self.pending.note(heard);
        }
        if !self.pending.is_empty() {
            let (settings, _) = self.settings();
            let store = Store::open_kept(&self.paths.data).ok().flatten();
            let catalogue = Catalogue::with(self.paths.texts());
            self.pending.save_at_end(store, &settings, &catalogue);
        }
    }

    /// A file that another program's version made ends us; any other trouble may pass.
    fn or_later(
        &mut self,
        taken: anyhow::Result<Option<DateTime<Utc>>>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<DateTime<Utc>>> {
        match taken {
            Ok(wake_at) => {
                self.about_data.say(None);
                Ok(wake_at)
            }
            Err(error) if !error.downcast_ref().is_none_or(StoreError::may_pass) => Err(error),
            Err(error) => {
                self.about_data.say(Some(format!("{error}; trying again in a minute")));
                Ok(Some(now + TRY_AGAIN))
            }
        }
    }

    async fn wait(
        &mut self,
        wake_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Next> {
        let latest = now + self.manager.longest_wait(LONGEST_WAIT);
        let wake_at = wake_at.map_or(latest, |at| at.min(latest));
        if wake_at <= now {
            return Ok(Next::Look);
        }
        self.wake.set(wake_at).context("could not set the wall-clock timer")?;
        let next = tokio::select! {
            biased;
            () = ended(&mut self.terminate, &mut self.interrupt) => Next::End,
            woken = self.wake.woken() => match woken.context("could not wait for the clock")? {
                Woken::Due => Next::Look,
                Woken::ClockChanged => Next::Settle,
            },
            _ = self.hangup.recv() => Next::Look,
            () = nudged(self.nudges.as_ref()) => Next::Look,
            () = settings_changed(self.watch.as_ref()) => Next::Look,
            heard = self.outlet.heard() => {
                self.pending.note(heard);
                Next::Look
            }
        };
        Ok(next)
    }
}

/// What a turn works with beside the data file.
struct Hands<'a> {
    outlet: &'a mut Outlet,
    pending: &'a mut Pending,
    manager: &'a mut Manager,
}

async fn take_turn(
    paths: &Paths,
    settings: &Settings,
    catalogue: &Catalogue,
    now: &Now<'_>,
    hands: &mut Hands<'_>,
) -> anyhow::Result<Option<DateTime<Utc>>> {
    let Hands { outlet, pending, manager } = hands;
    // Opened anew each turn: a file that was restored or erased meanwhile is the truth.
    let opened = Store::open_kept(&paths.data);
    let mut store = match opened {
        Ok(Some(store)) => store,
        Ok(None) => {
            pending.clear();
            outlet.leave().await;
            manager.see_nothing();
            return Ok(None);
        }
        Err(error) => {
            pending.help(None, settings, catalogue, *outlet).await;
            return Err(error.into());
        }
    };
    pending.save(&mut store, settings, catalogue, *outlet).await?;
    let wake_at = match look(&paths.clock(), now.utc()) {
        None => turn(&mut store, settings, catalogue, now, *outlet).await?,
        Some(_) => turn_in_doubt(&mut store, settings, catalogue, now, *outlet).await?,
    };
    manager.look_ahead(&store, settings, now)?;
    Ok(wake_at)
}

async fn ended(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

async fn nudged(nudges: Option<&Nudges>) {
    match nudges {
        Some(nudges) if nudges.next().await.is_ok() => {}
        _ => std::future::pending().await,
    }
}

async fn settings_changed(watch: Option<&SettingsWatch>) {
    match watch {
        Some(watch) if watch.changed().await.is_ok() => {}
        _ => std::future::pending().await,
    }
}

/// The directory is made if it is missing, so that a first settings file is noticed too.
fn watch_settings(paths: &Paths) -> Option<SettingsWatch> {
    std::fs::create_dir_all(&paths.config).ok()?;
    SettingsWatch::new(&paths.config, paths.settings())
        .inspect_err(|error| {
            log(&format!("could not watch the settings ({error}); send SIGHUP after a change"));
        })
        .ok()
}
