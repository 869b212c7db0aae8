//! What the five articles of the programme gave: each item of theirs that can be used is the source
//! of some text, and nothing of what they advise against a person is in any (programme A).

use std::collections::BTreeSet;

use super::{SOURCES, texts, whole};

/// The advice that is not used (A.6), each idea by the words that would carry it.
const REFUSED: &[(&str, &[&str])] = &[
    ("absence as a lever", &["absence", "uncertain", "make them wonder", "hard to get"]),
    ("missing as an aim", &["miss you", "misses you", "missing you", "i miss"]),
    ("a trick on the mind", &["rewire", "obsess", "crave", "love spell", "secret trick"]),
    ("being sold something", &["coach", "guarantee", "proven", "method"]),
    ("worth as a price", &["high value", "low value", "grovel", "worthless", "deserve"]),
    ("a word before the silence", &["one last message", "one last word", "before going silent"]),
    ("speaking for both", &["better together", "our feelings", "work things out", "meant to be"]),
    ("persuading", &["convince", "persuade", "woo ", "win back", "winning", "game plan"]),
    (
        "gifts and visits",
        &["send flowers", "surprise them", "gift for them", "drop by", "turn up at"],
    ),
    ("handing over one's life", &["password", "open book", "check in with them"]),
    ("promising too much", &["never happen again", "reassure", "i promise"]),
    ("reading signs", &["a sign", "signals", "between the lines", "body language", "secretly"]),
    ("pressing after a no", &["seduc", "charm", "joyful"]),
    ("providence", &["god", "pray", "for a reason", "destin", "the universe", "fate"]),
    ("urgency", &["golden", "perfect time", "too late", "running out", "last chance"]),
    (
        "a performance",
        &["let them notice", "let them see", "fell for you", "remind them", "jealous"],
    ),
    ("fighting on", &["fighting for", "fight for", "hopeless", "don't give up on"]),
    ("harshness", &["brutal", "ruthless", "no excuses for you"]),
    ("all the blame", &["your fault", "all my fault", "their fault"]),
    (
        "campaigning",
        &["appreciate you", "gesture", "without asking", "love bomb", "through a mutual"],
    ),
    ("going back", &["back together", "reunite", "reconcil", "get them", "take you back"]),
    ("somebody else instead", &["find someone", "dating", "rebound", "glow-up"]),
];

/// The articles, without the evidence.
fn items() -> impl Iterator<Item = String> {
    let articles = SOURCES.iter().filter(|(name, ..)| *name != "E");
    articles.flat_map(|(name, from, to)| (*from..=*to).map(move |number| format!("{name}{number}")))
}

#[test]
fn every_item_of_the_articles_is_the_source_of_a_text() {
    let used: BTreeSet<String> = texts().into_iter().flat_map(|text| text.source).collect();
    let unused: Vec<String> = items().filter(|item| !used.contains(item)).collect();
    assert!(unused.is_empty(), "no text stands on {}", unused.join(", "));
    assert_eq!(items().count(), 25 + 23 + 17 + 19 + 17);
}

/// Words that begin like one of the phrases: "woo " does not find "wood", "god" finds "gods".
fn refused(said: &str) -> Vec<&'static str> {
    let said = format!("{} ", said.to_lowercase());
    let begins = |phrase: &str| {
        said.match_indices(phrase).any(|(at, _)| !said[..at].ends_with(char::is_alphanumeric))
    };
    let found = REFUSED.iter().filter(|(_, phrases)| phrases.iter().any(|phrase| begins(phrase)));
    found.map(|(idea, _)| *idea).collect()
}

#[test]
fn nothing_that_the_articles_advise_against_a_person_is_in_any_text() {
    let found: Vec<String> = texts()
        .iter()
        .filter_map(|text| match refused(&whole(text)).as_slice() {
            [] => None,
            ideas => Some(format!("{}: {}\n    {}", text.id, ideas.join(", "), whole(text))),
        })
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn such_advice_is_noticed() {
    for (said, idea) in [
        ("The gift of your absence.", "absence as a lever"),
        ("CONVINCE somebody.", "persuading"),
        ("Read between the lines.", "reading signs"),
        ("This is your golden window.", "urgency"),
        ("Everything happens for a reason.", "providence"),
        ("Love is worth fighting for.", "fighting on"),
        ("Be honest, brutally so.", "harshness"),
        ("Let them see how you've changed.", "a performance"),
    ] {
        assert!(refused(said).contains(&idea), "{said}: {:?}", refused(said));
    }
    for said in ["Oil the wood.", "A walk to the goat shed.", "Once more, with a difference."] {
        assert_eq!(refused(said), [""; 0], "{said}");
    }
}
