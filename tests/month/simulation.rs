//! The clock that jumps, and the daemon under it.
//!
//! Everything but the clock and the screen is real. At each notice it also asks what the forecast
//! had said, made right after the notice or the act before: `upcoming` and the daemon must agree.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::{Europe, Tz};
use nocontact::catalogue::Catalogue;
use nocontact::countdown::button::Button;
use nocontact::countdown::entry::{Entry, Outcome, What};
use nocontact::countdown::journal::Journal;
use nocontact::countdown::message::Message;
use nocontact::countdown::notice::{NoticeKind, State, Why};
use nocontact::countdown::plan::Schedule;
use nocontact::countdown::questions::Question;
use nocontact::countdown::step::{Forecast, step};
use nocontact::countdown::window::{Precision, Window, end_of};
use nocontact::countdown::zone::{Now, resolve, start_of_day};
use nocontact::daemon::{compose, turn};
use nocontact::notify::{Notify, Ready, Sent};
use nocontact::settings::Settings;
use nocontact::store::{Change, Store};
use tempfile::TempDir;

use super::diary::{Act, Diary, Habit, Month, Server, Shown};

/// Far more than a daemon that sleeps between notices needs in two months.
const MOST_WAKINGS: u32 = 12_000;

/// Somebody before the screen: writes down what is shown, or cannot.
struct Recorder {
    shown: Option<(NoticeKind, Message)>,
    server: Server,
}

impl Notify for Recorder {
    async fn ready(&mut self, _kind: NoticeKind, _now: DateTime<Utc>) -> Ready {
        match self.server {
            Server::Gone => Ready::Nowhere,
            _ => Ready::Now,
        }
    }

    async fn show(&mut self, _key: &str, kind: NoticeKind, message: &Message) -> Sent {
        if self.server == Server::Refuses {
            return Sent::Refused;
        }
        let before = self.shown.replace((kind, message.clone()));
        assert!(before.is_none(), "two notices in one turn");
        Sent::Shown
    }

    async fn withdraw(&mut self, _is_over: &dyn Fn(&str, &[Button]) -> bool) {}
}

/// What the forecast said would come next.
type Expected = Option<(NoticeKind, DateTime<Utc>, Option<Message>)>;

pub(super) struct Simulation {
    month: Month,
    dir: TempDir,
    open: Option<Store>,
    schedule: Schedule,
    zone: Tz,
    now: DateTime<Utc>,
    wake_at: Option<DateTime<Utc>>,
    runs: bool,
    silent_since: Option<DateTime<Utc>>,
    recorder: Recorder,
    expected: Option<Expected>,
    entries: u32,
    sent: BTreeSet<String>,
    diary: Diary,
}

impl Simulation {
    /// Lives through a month.
    pub(super) fn of(month: Month) -> Diary {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(Self::new(month).run())
    }

    fn new(month: Month) -> Self {
        let (settings, problems) = Settings::parse(&format!("[notifications]\n{}", month.settings));
        assert_eq!(problems, [], "the scenario's own settings");
        let zone = Europe::Berlin;
        let started_at = resolve(&zone, month.start);
        let (since, precision) = match month.to_the_day {
            false => (started_at, Precision::Minute),
            true => (start_of_day(&zone, month.start.date()), Precision::Day),
        };
        let end = month.length.map(|length| end_of(since, precision, length, &zone).to_utc());
        let window = Window {
            id: 1,
            since,
            precision,
            length: month.length,
            end,
            zone: zone.name().to_owned(),
            started_at,
            closed_at: None,
        };
        let dir = tempfile::tempdir().unwrap();
        let changes = vec![Change::situations(&month.situations), Change::Window(window.clone())];
        Store::open_at(dir.path())
            .unwrap()
            .write("start", started_at, |_| Ok((changes, ())))
            .unwrap();
        let now = started_at.to_utc();
        Self {
            dir,
            open: None,
            schedule: settings.schedule(),
            zone,
            now,
            wake_at: Some(now),
            runs: true,
            silent_since: None,
            recorder: Recorder { shown: None, server: Server::Takes },
            expected: None,
            entries: 0,
            sent: BTreeSet::new(),
            diary: Diary {
                window,
                settings,
                situations: month.situations.clone(),
                shown: Vec::new(),
                missed: BTreeMap::new(),
                lines: Vec::new(),
                silences: Vec::new(),
                places: vec![(now, zone)],
                until: now + Duration::days(i64::from(month.days)),
                wakings: 0,
            },
            month,
        }
    }

    async fn run(mut self) -> Diary {
        let mut acts = std::mem::take(&mut self.month.acts).into_iter().peekable();
        loop {
            let act_at = acts.peek().map(|(wall, _)| resolve(&self.zone, *wall).to_utc());
            let wake_at = self.wake_at.filter(|_| self.runs);
            let Some(next) = act_at.into_iter().chain(wake_at).min() else { break };
            if next > self.diary.until {
                break;
            }
            self.now = self.now.max(next);
            if act_at == Some(next)
                && let Some((_, act)) = acts.next()
            {
                self.act(act);
                self.expected = None;
            }
            if self.runs {
                self.turn().await;
            }
        }
        self.diary
    }

    fn here(&self) -> Now<'static> {
        // A `Tz` is a small number: a constant of the same value lives for ever.
        let zone = chrono_tz::TZ_VARIANTS.iter().find(|zone| **zone == self.zone);
        Now::new(self.now, zone.expect("every zone is among them"))
    }

    fn store(&mut self) -> Store {
        let opened = |dir: &TempDir| {
            Store::open_existing(dir.path()).unwrap().expect("the window was saved");
            Store::open_at(dir.path()).unwrap()
        };
        let mut store = self.open.take().unwrap_or_else(|| opened(&self.dir));
        if self.month.habit == Habit::RestartsEachTurn {
            store.abandon_claims(self.now).unwrap();
        }
        store
    }

    /// One turn of the daemon, and what it led to.
    async fn turn(&mut self) {
        self.diary.wakings += 1;
        assert!(self.diary.wakings < MOST_WAKINGS, "it wakes again and again at {}", self.now);
        let mut store = self.store();
        let now = self.here();
        let journal = store.read().journal(self.now).unwrap();
        if self.expected.is_none() {
            self.expected = Some(self.forecast(&store, &journal));
        }
        for (notice, why) in step(&journal, &self.schedule, &now).missed {
            self.miss(notice.key, notice.kind, why);
        }
        let wake_at =
            turn(&mut store, &self.diary.settings, &Catalogue::default(), &now, &mut self.recorder)
                .await
                .unwrap();
        assert!(wake_at.is_none_or(|at| at >= self.now), "it would wake in the past");
        let journal = store.read().journal(self.now).unwrap();
        for record in journal.ledger.iter().filter(|record| record.state == State::Missed) {
            let why = record.why.expect("what was missed was so for a reason");
            self.miss(record.key.clone(), record.kind, why);
        }
        if let Some((kind, message)) = self.recorder.shown.take() {
            self.write_down(&journal, kind, message);
        }
        if journal.ledger.iter().any(|record| record.state == State::Failed) {
            self.expected = None;
        }
        self.wake_at = match self.month.habit {
            Habit::LooksEveryQuarter => {
                let latest = self.now + Duration::minutes(15);
                Some(wake_at.map_or(latest, |at| at.min(latest)))
            }
            _ => wake_at,
        };
        self.open = Some(store).filter(|_| self.month.habit == Habit::KeepsTheFileOpen);
    }

    /// What `upcoming` would say now.
    fn forecast(&self, store: &Store, journal: &Journal) -> Expected {
        let now = self.here();
        let (notice, at) = Forecast::new(journal, &self.schedule, now).next()?;
        let then = Now { at, zone: now.zone };
        let words =
            compose(store, &self.diary.settings, &Catalogue::default(), journal, &notice, &then)
                .unwrap();
        Some((notice.kind, at.to_utc(), words))
    }

    fn miss(&mut self, key: String, kind: NoticeKind, why: Why) {
        if !self.sent.contains(&key) {
            self.diary.missed.entry(key).or_insert((kind, why));
        }
    }

    fn write_down(&mut self, journal: &Journal, kind: NoticeKind, message: Message) {
        let now = self.here();
        let expected = self.expected.take().expect("made before each turn");
        let happened = Some((kind, self.now, Some(message.clone())));
        assert_eq!(expected, happened, "the forecast, and what the daemon showed");
        let fresh = |key: &String| !self.sent.contains(key);
        let record = journal
            .ledger
            .iter()
            .find(|record| {
                record.state == State::Shown && record.at == self.now && fresh(&record.key)
            })
            .expect("what is shown stands in the ledger, under a key that was not used before");
        self.sent.insert(record.key.clone());
        let day = self.diary.window.standing(&now).day;
        let body = message.body.replace('\n', " / ");
        self.line(&format!("{:<9}  {} | {body}", kind.word(), message.title));
        self.diary.shown.push(Shown {
            at: now.at,
            due: record.due,
            day,
            kind,
            key: record.key.clone(),
            text: record.text.clone().expect("the ledger knows what was said"),
            title: message.title,
            body: message.body,
            buttons: message.buttons,
            command: message.command,
        });
    }

    fn line(&mut self, what: &str) {
        let now = self.here();
        let day = self.diary.window.standing(&now).day;
        let at = now.at.format("%a %e %b %H:%M");
        self.diary.lines.push(format!("day {day:<2}  {at}  {what}"));
    }

    fn act(&mut self, act: Act) {
        let was_silent = self.silent_since.is_some();
        let said = match act {
            Act::Urge => self.entry(What::Urge { strength: None, feeling: None, trigger: None }),
            Act::Felt(strength) => {
                let strength = Some(strength);
                self.entry(What::Urge { strength, feeling: None, trigger: None })
            }
            Act::Eased(strength) => {
                let (urge, outcome) = (self.open_urge(), Outcome::Easier);
                self.entry(What::Outcome { urge, outcome, strength: Some(strength) })
            }
            Act::Mood(mood) => self.entry(What::Mood { mood }),
            Act::Contacted => self.entry(What::Contacted { necessary: false }),
            Act::Answer(outcome) => {
                let urge = self.open_urge();
                self.entry(What::Outcome { urge, outcome, strength: None });
                format!("answers {outcome}")
            }
            Act::Reply(reply) => {
                let key = self.open_question(|question| match question {
                    Question::Suggestion { key, .. } => Some(key),
                    _ => None,
                });
                let at = self.here().at;
                self.write(Change::Answer { key, reply, at });
                format!("answers {reply}")
            }
            Act::Pause(span) => {
                let until = self.now + span;
                self.write(Change::pause(Some(until)));
                self.diary.silences.push((self.now, until));
                format!("pauses until {}", self.here().here(until).format("%e %b %H:%M"))
            }
            Act::DaemonOff | Act::DaemonOn => {
                self.runs = matches!(act, Act::DaemonOn);
                self.wake_at = Some(self.now);
                let word = if self.runs { "on" } else { "off" };
                format!("the computer is {word}")
            }
            Act::Server(server) => {
                self.recorder.server = server;
                let word = match server {
                    Server::Takes => "takes notices",
                    Server::Refuses => "refuses notices",
                    Server::Gone => "is gone",
                };
                format!("the server {word}")
            }
            Act::Fly(zone) => {
                self.zone = zone;
                self.diary.places.push((self.now, zone));
                format!("arrives in {}", zone.name())
            }
        };
        self.wake_at = Some(self.now);
        match (was_silent, !self.runs || self.recorder.server != Server::Takes) {
            (false, true) => self.silent_since = Some(self.now),
            (true, false) => {
                let since = self.silent_since.take().expect("it was silent");
                self.diary.silences.push((since, self.now));
            }
            _ => {}
        }
        self.line(&format!("           ({said})"));
    }

    fn entry(&mut self, what: What) -> String {
        let said = what.word().to_owned();
        self.entries += 1;
        let id = format!("{:08x}-0000-4000-8000-000000000000", self.entries);
        let at = self.here().at;
        self.write(Change::Entry(Entry { id, at, logged_at: at, what, note: None }));
        said
    }

    fn write(&mut self, change: Change) {
        let at = self.here().at;
        self.store().write("test", at, |_| Ok((vec![change], ()))).unwrap();
    }

    fn open_urge(&mut self) -> String {
        self.open_question(|question| match question {
            Question::Urge { id, .. } => Some(id),
            _ => None,
        })
    }

    /// The newest open question of a kind, as `answer` would take it.
    fn open_question<T>(&mut self, pick: impl Fn(Question) -> Option<T>) -> T {
        let now = self.here();
        let journal = self.store().read().journal(self.now).unwrap();
        let open = journal.questions(self.schedule.question_delay(), &now);
        open.into_iter().find_map(pick).expect("a question is open")
    }
}
