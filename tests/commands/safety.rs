//! What programme C.1 forbids in each situation, said here once more and independently of the
//! program: every situation, every pair and all together, over every command, every pool and what
//! reaches a desktop. Guards promise 6: no word that helps to pursue a person who wants distance.

use std::collections::{BTreeSet, HashMap};
use std::thread;

use chrono::DateTime;
use nocontact::catalogue;
use nocontact::countdown::choose::Reader;
use nocontact::countdown::journal::{About, Journal};
use nocontact::countdown::message::{Privacy, Voice};
use nocontact::countdown::notice::{NoticeKind, Record, State};
use nocontact::countdown::policy::Situation;
use nocontact::countdown::text::{Category, Pool, Text};
use nocontact::countdown::zone::Now;
use nocontact::settings::Settings;

use super::begun;
use crate::world::World;
use Situation::{AfraidOrHurt, AskedNoContact, Children, OrderForMe, OrderOnMe, SharedHome, Work};

type Told = BTreeSet<Situation>;

/// Where no contact guidance exists at all.
const NO_CONTACT: [Situation; 4] = [OrderOnMe, OrderForMe, AskedNoContact, AfraidOrHurt];

/// What would speak of writing to them, afterwards or at all.
const OF_A_MESSAGE: [&str; 16] = [
    "about one message",
    "finish --message",
    "four equal",
    "four choices",
    "five rules",
    "enter for no",
    "decide tomorrow",
    "you may say",
    "you can say",
    "taking some time",
    "not yet, or no",
    "warm words can wait",
    "before your window ends",
    "thought about",
    "a quick reply",
    "write to them",
];

/// What would speak of one's own share, to somebody who was hurt.
const OF_THE_OWN_PART: [&str; 8] = [
    "own part",
    "your part",
    "your share",
    "own share",
    "your fault",
    "say sorry",
    "apologise",
    "make good",
];

/// What would speak of an answer, to somebody who is not to give any.
const OF_AN_ANSWER: [&str; 3] =
    ["two to four plain sentences", "settle practical things", "logged as necessary"];

/// What would speak of a day on which it ends.
const OF_AN_END: [&str; 6] = [
    "days left",
    "window is complete",
    "count is complete",
    "end of the window",
    "end of the count",
    "finish --extend",
];

/// None, each, every pair, and all.
fn sets() -> Vec<Told> {
    let all = Situation::ALL;
    let mut sets: Vec<Told> = vec![Told::new(), all.iter().copied().collect()];
    for (index, one) in all.iter().enumerate() {
        sets.push([*one].into());
        sets.extend(all[index + 1..].iter().map(|other| Told::from([*one, *other])));
    }
    assert_eq!(sets.len(), 1 + 7 + 21 + 1);
    sets
}

fn any(told: &Told, of: &[Situation]) -> bool {
    of.iter().any(|situation| told.contains(situation))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The phrases that nobody in these situations is to read.
fn phrases(told: &Told) -> Vec<&'static str> {
    let mut phrases = Vec::new();
    if any(told, &NO_CONTACT) {
        phrases.extend(OF_A_MESSAGE);
    }
    if any(told, &[OrderForMe, AfraidOrHurt]) {
        phrases.extend(OF_THE_OWN_PART);
    }
    if any(told, &[OrderForMe, OrderOnMe]) {
        phrases.extend(OF_AN_ANSWER);
    }
    if told.contains(&OrderOnMe) {
        phrases.extend(OF_AN_END);
    }
    phrases
}

/// Whether a text is of a kind that is off for them.
fn is_off(text: &Text, told: &Told) -> bool {
    let own = matches!(text.category, Category::OwnPart | Category::Apology);
    own && any(told, &[OrderForMe, AfraidOrHurt])
}

/// What guidance on a message there may be: by how the ids of its texts begin.
fn guidance(told: &Told) -> Option<Vec<&'static str>> {
    let tied = any(told, &[Children, SharedHome, Work]);
    let mut may = if any(told, &[OrderOnMe, OrderForMe]) {
        return Some(vec!["received-order-"]);
    } else if told.contains(&AfraidOrHurt) {
        vec!["received-hostile-"]
    } else if told.contains(&AskedNoContact) {
        vec!["received-asked-", "received-stop-", "received-closed-", "received-hostile-"]
    } else {
        return None;
    };
    may.extend(tied.then_some("received-logistics-"));
    Some(may)
}

/// All that is wrong with what was said to them.
fn faults(said: &str, told: &Told, texts: &[Text]) -> Vec<String> {
    let said = flat(said);
    let mut faults: Vec<String> = phrases(told)
        .into_iter()
        .filter(|phrase| said.contains(phrase))
        .map(|phrase| format!("says \"{phrase}\""))
        .collect();
    for text in texts.iter().filter(|text| said.contains(&flat(&text.body))) {
        let guided = guidance(told).is_some_and(|may| {
            text.pool == Pool::Received && !may.iter().any(|id| text.id.starts_with(id))
        });
        if guided || is_off(text, told) {
            faults.push(format!("says {}", text.id));
        }
    }
    faults
}

fn texts() -> Vec<Text> {
    Pool::ALL.iter().flat_map(|pool| catalogue::load(*pool).unwrap()).collect()
}

/// What is typed on an evening in the middle of the window.
fn lines() -> Vec<String> {
    let mut lines: Vec<String> = ["", "status --explain", "sos", "upcoming --days 60"]
        .into_iter()
        .chain(["suggest --list", "start", "start --correct --days 30", "finish", "about"])
        .chain(["finish --message", "note 'it rained'", "contacted --necessary"])
        .map(str::to_owned)
        .collect();
    for outcome in ["easier", "same", "stronger", "peeked", "contacted --keep"] {
        lines.extend(["urge 4".to_owned(), format!("answer {outcome}")]);
    }
    for kind in ["logistics", "smalltalk", "warm", "meet", "hostile", "stop", "closed"] {
        lines.extend((0..3).map(|_| format!("received --kind {kind}")));
    }
    lines.push("received".to_owned());
    lines.extend((0..3).map(|_| "contacted --keep".to_owned()));
    lines.extend([1, 1, 2, 2, 3, 4, 5].map(|mood| format!("mood {mood}")));
    lines.extend(Category::SUGGESTIBLE.iter().map(|it| format!("suggest --category {it}")));
    lines.extend(["suggest", "answer done", "suggest", "answer another"].map(str::to_owned));
    lines
}

/// What is typed when thirty days have passed.
const AFTER: [&str; 8] = [
    "",
    "finish",
    "finish --message",
    "upcoming --days 60",
    "start",
    "status --explain",
    "contacted --necessary",
    "finish --close",
];

fn walk(told: &Told, texts: &[Text]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut world = begun();
    let words: Vec<&str> = told.iter().map(|situation| situation.word()).collect();
    if !words.is_empty() {
        world.run(&format!("about situation {}", words.join(" ")));
    }
    let mut try_all = |world: &World, lines: &[String]| {
        for line in lines {
            let said = world.run(line).to_string();
            let found = super::safety::faults(&said, told, texts);
            faults.extend(found.into_iter().map(|fault| format!("{words:?} {line}: {fault}")));
        }
    };
    world.at("2026-12-04T10:00:00+01:00");
    let offers = world.run("finish").stdout.contains("finish --message");
    world.at(crate::world::NOW);
    try_all(&world, &lines());
    world.at("2026-12-04T10:00:00+01:00");
    try_all(&world, &AFTER.map(str::to_owned));
    if offers == any(told, &NO_CONTACT) {
        faults.push(format!("{words:?}: the page is offered: {offers}"));
    }
    faults
}

#[test]
fn no_command_says_what_a_situation_forbids() {
    let texts = texts();
    let sets = sets();
    let faults: Vec<String> = thread::scope(|scope| {
        let parts: Vec<_> = (0..4)
            .map(|part| {
                let mine = sets.iter().skip(part).step_by(4);
                scope.spawn(|| mine.flat_map(|told| walk(told, &texts)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The gate on a terminal: closed at once, without a single question.
#[test]
fn no_terminal_is_asked_what_a_situation_forbids() {
    let texts = texts();
    for situation in Situation::ALL {
        let mut world = begun();
        world.run(&format!("about situation {situation}"));
        world.at("2026-12-04T10:00:00+01:00");
        if NO_CONTACT.contains(situation) {
            let ran = world.run_in_terminal("finish --message", 80, &[]);
            assert_eq!(ran.exit, "exit 1");
            let faults = faults(&ran.terminal, &[*situation].into(), &texts);
            assert!(faults.is_empty(), "{situation}: {faults:?}\n{ran}");
        } else {
            let yes = [("Enter for no:", "y\n"); 10];
            let ran = world.run_in_terminal("finish --message", 80, &yes);
            assert!(ran.terminal.contains("Five rules"), "{situation}: {ran}");
        }
    }
}

/// Not what was met by walking only: all that may be read, pool by pool. Which case is answered is
/// the commands' matter; what is off is off in all of them.
#[test]
fn no_pool_holds_what_a_situation_forbids() {
    for told in sets() {
        let about = About { situations: told.clone(), ..About::default() };
        let reader = Reader { about: &about, without: &[], discreet: false };
        let mut phrases = phrases(&told);
        // A text may be of the end, where there is one.
        phrases.retain(|phrase| !OF_AN_END.contains(phrase));
        for text in texts().iter().filter(|text| reader.may_read(text)) {
            let whole = flat(&format!("{} {}", text.title, text.body));
            let said: Vec<_> = phrases.iter().filter(|phrase| whole.contains(**phrase)).collect();
            assert!(said.is_empty() && !is_off(text, &told), "{told:?} {}: {said:?}", text.id);
        }
    }
}

fn record(kind: NoticeKind, text: &str) -> Record {
    let due = DateTime::parse_from_rfc3339("2026-11-28T19:30:00+01:00").unwrap();
    Record {
        key: format!("1/{kind}/2026-11-28"),
        window: 1,
        kind,
        due,
        state: State::Shown,
        at: due.to_utc(),
        attempts: 1,
        text: Some(text.to_owned()),
        why: None,
        answer: None,
    }
}

/// Every text under every kind of notice, at every privacy, with all that comes in return.
#[test]
fn no_desktop_shows_what_a_situation_forbids() {
    let texts = texts();
    let pools: HashMap<Pool, Vec<Text>> =
        Pool::ALL.iter().map(|pool| (*pool, catalogue::load(*pool).unwrap())).collect();
    let pool = |pool: Pool| pools[&pool].clone();
    let schedule = Settings::default().schedule();
    let world = begun();
    let store = nocontact::store::Store::open_existing(&world.data()).unwrap().unwrap();
    let at = record(NoticeKind::Evening, "").due;
    let now = Now { at, zone: &chrono_tz::Europe::Berlin };
    let facts = store.read().journal(now.utc()).unwrap();
    let sent = [Pool::Suggestion, Pool::Notice, Pool::Milestone];
    let sent: Vec<&Text> = texts.iter().filter(|text| sent.contains(&text.pool)).collect();
    for told in sets() {
        let about = About { situations: told.clone(), ..About::default() };
        let journal = Journal { about, ..facts.clone() };
        let mut phrases = phrases(&told);
        phrases.retain(|phrase| !OF_AN_END.contains(phrase));
        for privacy in Privacy::ALL {
            let (privacy, schedule, seen) = (*privacy, &schedule, &[]);
            let voice = Voice { pool: &pool, privacy, without: &[], schedule, seen };
            let mut messages = Vec::new();
            for text in &sent {
                for kind in [NoticeKind::Evening, NoticeKind::End] {
                    messages.extend(voice.again(&journal, &record(kind, &text.id), &now));
                }
            }
            let end = record(NoticeKind::End, "");
            messages.extend(voice.mood(&journal, &end));
            messages.extend(voice.review(&journal, &end, &now));
            messages.extend(voice.in_return(&journal, "no-more", &end));
            messages.extend((0..28).filter_map(|turn| voice.help(&journal, turn, "Noted.", &now)));
            assert!(messages.len() > 30);
            for message in messages {
                let whole = flat(&format!("{} {}", message.title, message.body));
                let said = phrases.iter().find(|phrase| whole.contains(**phrase));
                let text = texts.iter().find(|text| text.id == message.text).unwrap();
                assert!(said.is_none() && !is_off(text, &told), "{told:?}: {said:?} {message:?}");
            }
        }
    }
}

#[test]
fn the_rules_notice() {
    let texts = texts();
    let warm = texts.iter().find(|text| text.id == "received-warm-001").unwrap();
    let own = texts.iter().find(|text| text.category == Category::OwnPart).unwrap();
    for (said, told) in [
        (warm.body.as_str(), OrderOnMe),
        (warm.body.as_str(), AskedNoContact),
        (own.body.as_str(), AfraidOrHurt),
        ("Think about\none message", OrderForMe),
        ("12 days left", OrderOnMe),
    ] {
        assert!(!faults(said, &[told].into(), &texts).is_empty(), "{told}: {said}");
        assert!(faults(said, &[Children].into(), &texts).is_empty(), "{said}");
    }
}
