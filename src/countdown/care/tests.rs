//! Sentences that call for care, and sentences that do not, by the shipped lists.

use super::Concern::{Pursuit, SelfHarm, Threat};
use super::*;

fn shipped() -> Lists {
    shipped_where(|_| true)
}

fn shipped_where(is_wanted: impl Fn(&str) -> bool) -> Lists {
    let mut lists = Lists::default();
    for (concern, phrases, exceptions) in read(include_str!("../../../config/care-words.toml")) {
        for (phrases, is_exception) in [(phrases, false), (exceptions, true)] {
            for phrase in phrases.into_iter().filter(|phrase| is_wanted(phrase)) {
                lists.add(concern, Phrase::parse(&phrase).unwrap(), is_exception).unwrap();
            }
        }
    }
    lists
}

/// The file by its lines, for this module knows no TOML: a section, a field, one phrase a line.
fn read(file: &str) -> Vec<(Concern, Vec<String>, Vec<String>)> {
    let mut sections: Vec<(Concern, Vec<String>, Vec<String>)> = Vec::new();
    let mut in_exceptions = false;
    for line in file.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            sections.push((name.parse().unwrap(), Vec::new(), Vec::new()));
        } else if let Some(phrase) = line.strip_prefix('"') {
            let (_, phrases, exceptions) = sections.last_mut().unwrap();
            let list = if in_exceptions { exceptions } else { phrases };
            list.push(phrase.trim_end_matches("\",").to_owned());
        } else if line.ends_with('[') {
            in_exceptions = line.starts_with("except");
        }
    }
    sections
}

/// Each with all that it calls for.
const MATCH: &[(&str, &[Concern])] = &[
    ("I want to kill myself", &[SelfHarm]),
    ("i dont want to live", &[SelfHarm]),
    ("I don\u{2019}t want to be here any more.", &[SelfHarm]),
    ("I DON'T WANT TO LIVE LIKE THIS... no wait, I don't want to live", &[SelfHarm]),
    ("sometimes I think of suicide", &[SelfHarm]),
    ("Suicidal again tonight", &[SelfHarm]),
    ("I just want to end it all.", &[SelfHarm]),
    ("they'd be better off without me", &[SelfHarm]),
    ("I wish I was dead", &[SelfHarm]),
    ("wish I were dead, honestly", &[SelfHarm]),
    ("I'd rather be dead", &[SelfHarm]),
    ("I don't see the point of living", &[SelfHarm]),
    ("what is the point in being alive", &[SelfHarm]),
    ("I took all the pills", &[SelfHarm]),
    ("I could hang myself", &[SelfHarm]),
    ("no reason to live", &[SelfHarm]),
    ("There's no point in living", &[SelfHarm]),
    ("I hurt myself again", &[SelfHarm]),
    ("thinking about hurting myself", &[SelfHarm]),
    ("I've been self-harming", &[SelfHarm]),
    ("I cut myself. Not shaving.", &[SelfHarm]),
    ("an overdose would be easy", &[SelfHarm]),
    ("I can`t go on", &[SelfHarm]),
    ("I cannot go on like this", &[SelfHarm]),
    ("i want\nto   die", &[SelfHarm]),
    ("I want -- to -- die", &[SelfHarm]),
    ("w\u{ad}ant to d\u{200b}ie", &[SelfHarm]),
    ("\"end my life\"", &[SelfHarm]),
    ("killing myself laughing, no: killing myself", &[SelfHarm]),
    ("cut myself some slack, they say. I want to die.", &[SelfHarm]),
    ("I could kill him", &[Threat]),
    ("I'll make them pay for this", &[Threat]),
    ("I am going to hurt her", &[Threat]),
    ("I will get my revenge", &[Threat]),
    ("I want them dead", &[Threat]),
    ("somebody ought to teach him a lesson", &[Threat]),
    ("I'm going to ruin her life", &[Threat]),
    ("I could leak her photos", &[Threat]),
    ("I'll wait for her outside work", &[Pursuit]),
    ("I drove past his house again", &[Pursuit]),
    ("thinking of turning up at their office", &[Pursuit]),
    ("I could show up unannounced", &[Pursuit]),
    ("I'm parked outside her flat", &[Pursuit]),
    ("I need to find out who she's seeing", &[Pursuit]),
    ("find out who they are with", &[Pursuit]),
    ("I'll text from a new number", &[Pursuit]),
    ("maybe a fake account", &[Pursuit]),
    ("I asked her sister to tell her I'm sorry", &[Pursuit]),
    ("a word through their friend", &[Pursuit]),
    ("I could track his phone", &[Pursuit]),
    ("left a note on his car", &[Pursuit]),
    ("I followed him home", &[Pursuit]),
    ("I keep stalking her instagram", &[Pursuit]),
    ("I'll go to their house tonight", &[Pursuit]),
    ("I went to her work again today", &[Pursuit]),
    ("last night I drove to their place", &[Pursuit]),
    ("I sat in my car near her house", &[Pursuit]),
    ("wish I could fall asleep and never wake up", &[SelfHarm]),
    ("I want to die, and I want to hurt him", &[SelfHarm, Threat]),
    ("I'll follow her, kill her, and kill myself", &[SelfHarm, Threat, Pursuit]),
];

const NO_MATCH: &[&str] = &[
    "",
    "   \n",
    "killing time until the bus comes",
    "dead tired after the shift",
    "dying to know how the film ends",
    "I'd rather be dead than seen in that hat",
    "I'm hanging myself a hammock on the balcony",
    "what is the point of living abroad and never going out?",
    "the chemist had all the pills I need",
    "we went to her place every Sunday",
    "I drove to their house to drop the children off",
    "I went to their flat with the kids",
    "I am dying to see the sea",
    "the battery is dead",
    "cut myself some slack today",
    "I cut myself shaving",
    "I cut myself off from the group chat",
    "cutting myself a slice of cake",
    "we were killing ourselves laughing; I was killing myself laughing",
    "I want to die laughing when the dog does that",
    "taking my life back, one walk at a time",
    "watched Suicide Squad with Ben",
    "I can't go on holiday with this head",
    "I can't go on her profile any more, I blocked the page",
    "I don't want to live in this town",
    "I don't want to live with my parents for ever",
    "an overdose of chocolate",
    "I want to diet",
    "I want to. Dinner is at eight.",
    "skill myself up with a course",
    "I hurt her, and I'm sorry",
    "I never meant to hurt them",
    "I didn't want to hurt him",
    "I have hurt them, I see that now",
    "it hurt them",
    "sorry for hurting her",
    "I hurt her feelings",
    "would it kill him to write",
    "a call wouldn't kill them",
    "make them pay rent like everybody else",
    "I don't want revenge",
    "turn up the music and dance",
    "nobody turned up to training",
    "kept track of my sleep",
    "a track on the new record",
    "we walked the coast track",
    "I'll follow the recipe",
    "I follow her advice and go to bed",
    "I stopped following them",
    "I don't follow him any more",
    "I am waiting for them to write, and I know it",
    "I waited for the bus outside work",
    "I got a new number so that it's quiet",
    "he texted me from a new number",
    "she made a fake account to look at mine",
    "he followed me home",
    "he keeps turning up at my house",
    "I have to go to their house to pick up the kids",
    "the children go to his house on Friday",
    "driving to her house with the kids",
    "I didn't follow him",
    "it would hurt them if I wrote",
    "find out who I am without this",
    "I miss their home cooking",
    "my new number is on the fridge",
    "I sold the car",
    "parked the car and cried",
    "a friend through and through",
    "Ich will nicht mehr daran denken",
];

#[test]
fn what_calls_for_care_is_found() {
    let lists = shipped();
    assert!(MATCH.len() >= 40);
    let found = MATCH.iter().map(|(text, _)| (*text, lists.concerns(text)));
    let expected = MATCH.iter().map(|(_, concerns)| concerns.iter().copied().collect());
    let wrong: Vec<_> = found.zip(expected).filter(|((_, found), it)| found != it).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_sounds_alike_is_left_alone() {
    let lists = shipped();
    assert!(NO_MATCH.len() >= 40);
    let found = NO_MATCH.iter().map(|text| (*text, lists.concerns(text)));
    let wrong: Vec<_> = found.filter(|(_, found)| !found.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A phrase that is left unread because of how it begins stands in none of the texts.
#[test]
fn what_is_read_for_a_text_finds_in_it_what_all_phrases_find() {
    let all = shipped();
    let matches = MATCH.iter().map(|(text, _)| *text);
    let own = ["3 stabs", "'tis -- the end", "it\u{301}'s", "", "-", "lonely"];
    for text in matches.chain(NO_MATCH.iter().copied()).chain(own) {
        let beginnings = Beginnings::of([text]);
        let few = shipped_where(|phrase| beginnings.may_hold(phrase));
        assert_eq!(few.concerns(text), all.concerns(text), "{text}");
        assert!(few.count() < all.count(), "{text}");
    }
    assert_eq!(shipped_where(|phrase| Beginnings::of(["lonely"]).may_hold(phrase)).count(), 0);
    for odd in ["- dash", "'/' word", "Kill/'end it"] {
        assert!(Beginnings::of(["END", "word", "dash"]).may_hold(odd), "{odd}");
    }
}

/// C.3's starter lists, word for word.
#[test]
fn every_phrase_of_the_programme_is_there() {
    let lists = shipped();
    let own = "kill myself · end my life · end it all · want to die · wish i was dead · don't want \
               to be here · don't want to live · no reason to live · better off without me · hurt \
               myself · harm myself · cut myself · suicide · suicidal · overdose · can't go on";
    let others =
        "kill him · kill her · kill them · make them pay · hurt him · hurt her · hurt them";
    for (phrases, concern) in [(own, SelfHarm), (others, Threat)] {
        for phrase in phrases.split(" · ") {
            assert_eq!(lists.concerns(phrase), BTreeSet::from([concern]), "{phrase}");
        }
    }
}

#[test]
fn no_way_of_writing_makes_a_difference() {
    let lists = shipped();
    for apostrophe in ["'", "\u{2019}", "\u{2018}", "\u{2bc}", "`", "\u{b4}", "\u{2032}", ""] {
        let text = format!("I DON{apostrophe}T want; to\u{a0}live");
        assert_eq!(lists.concerns(&text), BTreeSet::from([SelfHarm]), "{text}");
    }
    for between in [" ", "  ", "\n", "\r\n", "\t", "-", "_", "...", ", ", "\u{2028}", " \u{1f622} "]
    {
        let text = format!("kill{between}myself");
        assert_eq!(lists.concerns(&text), BTreeSet::from([SelfHarm]), "{text:?}");
    }
    for within in ["", "kill", "myself", "skill myself", "kill myselfie", "kill our myself"] {
        assert_eq!(lists.concerns(within), BTreeSet::new(), "{within}");
    }
}

#[test]
fn an_exception_takes_back_what_stands_within_it_and_no_more() {
    let mut lists = Lists::default();
    let phrase = |text: &str| Phrase::parse(text).unwrap();
    lists.add(Threat, phrase("red/blue door"), false).unwrap();
    lists.add(Threat, phrase("the red door bell"), true).unwrap();
    lists.add(Pursuit, phrase("blue door"), true).unwrap();
    let found = |text: &str| !lists.concerns(text).is_empty();
    assert!(found("a red door") && found("the blue door bell") && found("The red door? Bella."));
    assert!(!found("the red door bell") && !found("blue"));
    assert!(found("the red door bell, and a red door"));
    lists.add(Threat, phrase("red door"), true).unwrap();
    assert!(lists.concerns("red door").is_empty());
}

#[test]
fn a_phrase_that_is_none_is_refused() {
    for text in ["", "  ", "?!", "''", "a/", "/", "a//b", "his/her-own door", &"a ".repeat(17)] {
        assert!(Phrase::parse(text).is_err(), "{text}");
    }
    assert_eq!(Phrase::parse("Don't self-harm"), Phrase::parse("DONT SELF HARM"));
    let mut lists = Lists::default();
    let phrase = Phrase::parse("a/b").unwrap();
    assert_eq!(
        (0..3_000).filter(|_| lists.add(Threat, phrase.clone(), false).is_ok()).count(),
        2_000
    );
}

/// A megabyte of beginnings of phrases; were the effort to grow with the square, this would not end.
#[test]
fn a_megabyte_is_read_at_once() {
    let lists = shipped();
    for text in ["I don't want to ", "kill ", "\u{1f622}'"] {
        let long = text.repeat(1_000_000 / text.len());
        assert_eq!(lists.concerns(&long), BTreeSet::new(), "{text}");
        let at_its_end = format!("{long} ... I can't go on");
        assert_eq!(lists.concerns(&at_its_end), BTreeSet::from([SelfHarm]), "{text}");
    }
}

/// Any text at all: half of it characters from anywhere, half of it parts of phrases.
#[test]
fn no_text_is_too_strange() {
    let lists = shipped();
    let parts = ["kill", "myself", "don", "'", "\u{2019}", "t", " want to ", "die", "\u{300}", "/"];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..next() % 60 {
            let random = next();
            match random % 2 {
                0 => {
                    let code = u32::try_from(random >> 32).unwrap() % 0x0011_0000;
                    text.extend(char::from_u32(code));
                }
                _ => text.push_str(parts[usize::try_from(random >> 32).unwrap() % parts.len()]),
            }
        }
        let found = lists.concerns(&text);
        let _ = Phrase::parse(&text).map(|phrase| Lists::default().add(Threat, phrase, false));
        // Whatever stands before and behind, separated: the phrase is still there.
        let around = format!("{text}\n. kill myself .\n{text}");
        assert!(lists.concerns(&around).contains(&SelfHarm), "{text:?}");
        assert!(lists.concerns(&around).is_superset(&found), "{text:?}");
    }
}
