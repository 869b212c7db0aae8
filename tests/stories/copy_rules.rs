//! The copy rules of programme D.6, over whatever the program said.

use nocontact::catalogue;
use nocontact::countdown::text::Pool;

/// Phrases that are said to nobody.
const BANNED: [&str; 23] = [
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

/// Words for a person or a gender: the program knows neither.
const PERSONS: [&str; 14] = [
    "he",
    "she",
    "him",
    "her",
    "his",
    "hers",
    "boyfriend",
    "girlfriend",
    "husband",
    "wife",
    "ex",
    "guy",
    "girl",
    "lover",
];

/// Words that command.
const ORDERS: [&str; 4] = ["should", "must", "never", "always"];

/// What would say how the other person feels or what they will do.
const PREDICTIONS: [&str; 20] = [
    "they will",
    "they'll",
    "they miss",
    "they feel",
    "they want",
    "they love",
    "they still",
    "they think",
    "they regret",
    "they may",
    "they might",
    "they care",
    "they hope",
    "misses you",
    "loves you",
    "thinks of you",
    "thinking of you",
    "come back to you",
    "back together",
    "a sign",
];

#[track_caller]
pub(super) fn hold(said: &str) {
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for phrase in BANNED.iter().chain(&PREDICTIONS) {
        assert!(!has(&flat, phrase), "\"{phrase}\" was said: {}", around(&flat, phrase));
    }
    for word in PERSONS.iter().chain(&ORDERS) {
        assert!(!has_word(&flat, word), "\"{word}\" was said: {}", around(&flat, word));
    }
    assert!(!said.contains('!'), "somebody was shouted at: {}", around(&flat, "!"));
    assert!(!said.contains(|c: char| ('\u{1f000}'..).contains(&c)), "an emoji was said");
}

/// A phrase at the beginning of a word: "weak" is not in "tweak", "crave" is in "craves".
fn has(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|other| other == word)
}

fn around(text: &str, phrase: &str) -> String {
    let at = text.find(phrase).unwrap_or(0);
    text.chars().skip(text[..at].chars().count().saturating_sub(60)).take(140).collect()
}

#[test]
fn the_rules_notice() {
    assert!(has("i crave it", "crave") && has("craves", "crave") && !has("tweak", "weak"));
    assert!(has_word("ask her.", "her") && !has_word("there, then", "he"));
    for said in ["Stay\nstrong.", "Ask her.", "Well done!", "You should rest.", "They miss it."] {
        assert!(std::panic::catch_unwind(|| hold(said)).is_err(), "{said}");
    }
}

/// Not what was met in seven months only: all that can ever be said.
#[test]
fn the_whole_catalogue_keeps_them() {
    for pool in Pool::ALL {
        for text in catalogue::load(*pool).unwrap() {
            hold(&format!("{}. {}", text.title, text.body));
        }
    }
}
