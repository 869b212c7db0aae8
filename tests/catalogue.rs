//! Every text that the program can say: kind, short, harmless on a screen, and there is one for
//! everybody at any hour. Guards promises 3, 4 and 6 of design §1: help at two in the morning
//! whatever was told about safety, notices that shame and name nobody, and no word that helps to
//! pursue anyone.

mod files;
mod help_lines;
mod own;
mod replay;
mod seeds;
mod supply;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use nocontact::catalogue::{BODY, TITLE, load};
use nocontact::countdown::policy::Situation;
use nocontact::countdown::text::{Category, Need, Pool, Text, TimeOfDay};

/// Phrases of the articles and of shame that no text may hold (programme D.6).
const BANNED: &[&str] = &[
    "win them back",
    "get them back",
    "get your ex",
    "make them",
    "miss you",
    "crave",
    "obsess",
    "attract",
    "desirable",
    "prove to them",
    "show them what",
    "second chance",
    "your worth to",
    "high value",
    "low value",
    "weak",
    "pathetic",
    "failed",
    "failure",
    "relapse",
    "streak broken",
    "back to zero",
    "stay strong",
];

/// Words that say who the other person is.
const GENDERED: &[&str] =
    &["he", "she", "him", "her", "his", "hers", "boyfriend", "girlfriend", "husband", "wife"];
/// Words that make little of what is hard.
const BELITTLING: &[&str] = &["only", "just"];
/// Words that order people about.
const PRESSING: &[&str] = &["should", "must", "never", "always"];
/// The pools that reach the desktop.
const SENT: &[Pool] = &[Pool::Suggestion, Pool::Reflection, Pool::Milestone, Pool::Notice];

/// Seed articles and evidence rows, each with its last number (programme A, B).
const SOURCES: &[(&str, u32, u32)] =
    &[("S0-", 1, 25), ("S1-", 1, 23), ("S2-", 1, 17), ("S3-", 1, 19), ("S4-", 1, 17), ("E", 1, 39)];

/// The file of a pool as people write it.
fn written(pool: Pool) -> String {
    fs::read_to_string(format!("{}/config/catalogue/{pool}.toml", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
}

/// What is said without meaning: left out where two texts are compared.
const STOP_WORDS: &str = "a an and are as at be been but by can did do does for from had has have \
    how if in into is it its it's no nor not of off on one or out so than that the then there this \
    to up was what when where which who with would you your";

/// From here on two texts of a pool say the same.
const TWINS: f64 = 0.4;

/// All texts, pool by pool.
fn texts() -> Vec<Text> {
    Pool::ALL.iter().flat_map(|pool| load(*pool).unwrap()).collect()
}

fn whole(text: &Text) -> String {
    format!("{} {}", text.title, text.body)
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.map(|word| word.trim_matches('\'').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// What is wrong with the words of a text, if anything.
fn copy_faults(text: &Text) -> Vec<String> {
    // The places of the person's own figures, as the program fills them.
    let filled = ["{count}", "{before}", "{after}"]
        .iter()
        .filter(|_| text.case.as_deref() == Some("own-data"))
        .fold(text.clone(), |text, place| Text { body: text.body.replace(place, "seven"), ..text });
    let text = &filled;
    let (whole, words) = (whole(text), words(&whole(text)));
    let mut faults = Vec::new();
    let lower = whole.to_lowercase();
    faults.extend(BANNED.iter().filter(|phrase| lower.contains(**phrase)).copied());
    let pressing = if SENT.contains(&text.pool) { PRESSING } else { &[] };
    let refused = [GENDERED, BELITTLING, pressing].concat();
    // "she's" and "he'd" as well.
    let stem = |word: &str| word.split('\'').next().unwrap_or_default().to_owned();
    faults.extend(refused.into_iter().filter(|word| words.iter().any(|w| stem(w) == *word)));
    let mut faults: Vec<String> = faults.into_iter().map(str::to_owned).collect();
    let letters: Vec<char> = format!(" {whole} ").chars().collect();
    for around in letters.windows(3) {
        let [before, letter, after] = *around else { unreachable!() };
        // An apostrophe stands within or behind a word; a quotation mark opens one.
        let apostrophe = letter == '\'' && before.is_alphabetic() && after.is_alphabetic();
        let plain = letter.is_alphanumeric() || " .,:;?-–—()/%…".contains(letter);
        if !(plain || apostrophe) {
            faults.push(format!("the sign {letter:?}"));
        }
    }
    let counts = [(&text.title, TITLE), (&text.body, BODY)];
    faults.extend(
        counts
            .iter()
            .filter(|(line, most)| line.chars().count() > *most)
            .map(|(line, most)| format!("{} characters, {most} at most", line.chars().count())),
    );
    if !text.title.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
        faults.push("a title in lower case".to_owned());
    }
    if text.body.matches('?').count() > 1 {
        faults.push("more than one question".to_owned());
    }
    faults
}

#[test]
fn every_pool_is_there_and_no_id_stands_twice() {
    let mut count = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for text in texts() {
        *count.entry(text.pool.word()).or_insert(0) += 1;
        assert!(ids.insert(text.id.clone()), "the id {} stands twice", text.id);
    }
    insta::assert_snapshot!(format!("{count:#?}"), @r#"
    {
        "after_window": 17,
        "low_mood": 13,
        "milestone": 22,
        "notice": 16,
        "received": 30,
        "reflection": 30,
        "slip": 15,
        "suggestion": 120,
        "urge_followup": 15,
        "urge_step": 31,
    }
    "#);
    assert!(count["suggestion"] >= 64);
}

#[test]
fn every_text_keeps_the_rules_of_copy() {
    let faults: Vec<String> = texts()
        .iter()
        .flat_map(|text| copy_faults(text).into_iter().map(|fault| format!("{}: {fault}", text.id)))
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_text_that_breaks_a_rule_of_copy_is_found() {
    let good = load(Pool::Suggestion).unwrap().remove(0);
    assert!(copy_faults(&good).is_empty());
    for (body, fault) in [
        ("Show them what you are made of.", "show them what"),
        ("STAY STRONG.", "stay strong"),
        ("Write down what she said.", "she"),
        ("Think of what she's said.", "she"),
        ("It is only a day.", "only"),
        ("You must rest.", "must"),
        ("Rest now!", "'!'"),
        ("Say \"no\" today.", "'\"'"),
        ("Say 'no' today.", "'\\''"),
        ("Say ‘no’ today.", "'‘'"),
        ("Rest 🙂 now.", "'🙂'"),
        ("Tea & toast.", "'&'"),
        ("Rest? Or walk?", "more than one question"),
        (&"a".repeat(141), "141 characters"),
    ] {
        let faults = copy_faults(&Text { body: body.to_owned(), ..good.clone() });
        assert!(faults.iter().any(|found| found.contains(fault)), "{body}: {faults:?}");
    }
    let pushed = Text { title: "you should rest".to_owned(), ..good };
    assert_eq!(copy_faults(&pushed), ["should", "a title in lower case"]);
    let asked = Text { title: "You should rest".to_owned(), pool: Pool::LowMood, ..pushed };
    assert!(copy_faults(&asked).is_empty());
}

#[test]
fn every_text_stands_on_a_source_that_there_is() {
    let known: BTreeSet<String> = SOURCES
        .iter()
        .flat_map(|(name, from, to)| (*from..=*to).map(move |number| format!("{name}{number}")))
        .collect();
    for text in texts() {
        for source in &text.source {
            assert!(known.contains(source), "{}: there is no source {source}", text.id);
        }
    }
}

#[test]
fn what_comes_by_itself_is_harmless_to_an_onlooker() {
    for text in [Pool::Milestone, Pool::Notice].iter().flat_map(|pool| load(*pool).unwrap()) {
        // One's own figures come where the person said that anything may be read.
        let own = text.case.as_deref() == Some("own-data");
        assert!(text.discreet != own, "{} is discreet, or is not", text.id);
    }
}

#[test]
fn nobody_is_sent_out_of_the_door_at_night() {
    for text in texts().iter().filter(|text| text.fits_time(TimeOfDay::Night)) {
        assert!(!text.needs.contains(&Need::Outside), "{} needs outside at night", text.id);
    }
}

#[test]
fn no_two_texts_of_a_pool_say_the_same() {
    let stop: BTreeSet<&str> = STOP_WORDS.split(' ').collect();
    let said = |text: &Text| -> BTreeSet<String> {
        words(&whole(text)).into_iter().filter(|word| !stop.contains(word.as_str())).collect()
    };
    let texts: Vec<_> = texts().into_iter().map(|text| (said(&text), text)).collect();
    let mut twins = Vec::new();
    for (index, (words, text)) in texts.iter().enumerate() {
        for (others, other) in texts[index + 1..].iter().filter(|(_, by)| by.pool == text.pool) {
            let both = words.intersection(others).count();
            let either = words.union(others).count();
            let likeness =
                f64::from(u32::try_from(both).unwrap()) / f64::from(u32::try_from(either).unwrap());
            if likeness >= TWINS {
                twins.push(format!("{} and {}: {likeness:.2}", text.id, other.id));
            }
        }
    }
    assert!(twins.is_empty(), "\n{}\n", twins.join("\n"));
}

/// Programme C.1: what asks for one's own share is not for people who were hurt, and what speaks of
/// making good not for those to whom somebody said no either.
#[test]
fn nobody_is_asked_for_a_share_or_a_sorry_that_is_not_theirs_to_give() {
    use Situation::{AfraidOrHurt, AskedNoContact, OrderForMe, OrderOnMe};
    for text in texts() {
        let excluded: &[Situation] = match text.category {
            Category::OwnPart => &[AfraidOrHurt, OrderForMe],
            Category::Apology => &[AfraidOrHurt, OrderForMe, OrderOnMe, AskedNoContact],
            _ => &[],
        };
        for situation in excluded {
            assert!(text.exclude.contains(situation), "{}: not for {situation}", text.id);
        }
    }
}

/// Reflections are short, late and of the evening (E9), and at least half may stand on a screen.
#[test]
fn reflections_are_short_late_and_mostly_discreet() {
    let texts = load(Pool::Reflection).unwrap();
    for text in &texts {
        assert!(text.minutes <= 10, "{} takes {} minutes", text.id, text.minutes);
        assert_eq!(text.times, [TimeOfDay::Evening], "{}", text.id);
        assert!(!text.fits_day(7), "{} comes in the first week", text.id);
    }
    let late = texts.iter().filter(|text| !text.fits_day(14)).count();
    let discreet = texts.iter().filter(|text| text.discreet).count();
    assert!(late * 4 >= texts.len() * 3 && discreet * 2 >= texts.len(), "{late}, {discreet}");
}
