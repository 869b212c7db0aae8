//! The user's own texts: laid over the shipped ones, never weaker in safety than those, and read
//! entry by entry. Guards promises 2, 3 and 6 of design §1: a mistake costs the entry it is in and
//! nothing else, and no word of a text is in what is said about it.

use std::collections::BTreeSet;
use std::fs;

use nocontact::catalogue::{Catalogue, EXAMPLE, Own, load};
use nocontact::countdown::policy::Situation;
use nocontact::countdown::text::{Category, Pool, Text, TimeOfDay};

use super::written;

/// What stands in every text of these files and may stand in no message about them.
const PRIVATE: &str = "Zanzibar";

const FIRST: &str = r#"
[[entry]]
id = "my-first"
pool = "suggestion"
title = "Zanzibar in the morning"
body = "Think of Zanzibar, and of the tea there."
"#;

const LAST: &str = r#"
[[entry]]
id = "my-last"
pool = "low_mood"
title = "Zanzibar at night"
body = "Think of Zanzibar, and of the sea there."
times = ["night"]
"#;

/// Entry 'my-text', on lines 9 to 24 of a file between the two others.
const MIDDLE: &str = r#"
# Line 8.
[[entry]]
id = "my-text"
pool = "suggestion"
category = "calm"
title = "Zanzibar again"
body = "Listen to the song of Zanzibar."
days = [[1, 7], [14, 30]]
times = ["morning", "evening"]
minutes = 3
needs = ["quiet"]
discreet = true
exclude_situations = ["work"]
tags = ["song"]
source = ["me"]
enabled = true
"#;

fn own(file: impl AsRef<[u8]>) -> Own {
    Own::parse(file.as_ref())
}

fn said(own: &Own) -> Vec<String> {
    own.faults.iter().map(ToString::to_string).collect()
}

fn ids(own: &Own) -> Vec<&str> {
    own.texts.iter().map(|text| text.id.as_str()).collect()
}

/// The catalogue of somebody with this file.
fn catalogue(file: &str) -> Catalogue {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("texts.toml");
    fs::write(&path, file).unwrap();
    let catalogue = Catalogue::with(path);
    assert_eq!(said(catalogue.own()), [""; 0], "{file}");
    catalogue
}

fn find<'t>(texts: &'t [Text], id: &str) -> &'t Text {
    texts.iter().find(|text| text.id == id).unwrap_or_else(|| panic!("there is no {id}"))
}

#[test]
fn a_whole_entry_and_one_of_four_fields_are_read() {
    let own = own(format!("{FIRST}{MIDDLE}{LAST}"));
    assert_eq!((said(&own).len(), ids(&own)), (0, vec!["my-first", "my-text", "my-last"]));
    let short = &own.texts[0];
    assert_eq!((short.category, short.minutes, short.discreet), (Category::Kind, 5, false));
    assert_eq!((&short.days, &short.times), (&vec![(1, 30)], &vec![TimeOfDay::Any]));
    assert_eq!((short.exclude.len(), short.needs.len(), short.source.len()), (0, 0, 0));
    let whole = &own.texts[1];
    assert_eq!((whole.category, whole.minutes, whole.discreet), (Category::Calm, 3, true));
    assert_eq!(whole.days, [(1, 7), (14, 30)]);
    assert_eq!(whole.exclude, [Situation::Work]);
}

#[test]
fn every_shipped_file_would_be_taken_from_a_user_but_for_what_safety_demands() {
    for pool in Pool::ALL {
        let file = written(*pool).replace("\ncategory", &format!("\npool = \"{pool}\"\ncategory"));
        let own = own(&file);
        let strict = said(&own).into_iter().filter(|it| !it.contains("exclude_situations: "));
        assert_eq!(strict.collect::<Vec<_>>(), [""; 0], "{pool}");
        if *pool != Pool::AfterWindow {
            assert_eq!(own.texts, load(*pool).unwrap(), "{pool}");
        }
    }
}

#[test]
fn the_example_is_in_order() {
    let own = own(EXAMPLE);
    assert_eq!((said(&own), own.notes.len()), (Vec::new(), 0));
    assert_eq!(
        (ids(&own), own.off.clone()),
        (vec!["my-balcony", "sleepfood-001"], vec!["body-002".into()])
    );
}

#[test]
fn no_file_is_the_shipped_catalogue() {
    let nowhere = Catalogue::with("/nonexistent/texts.toml".into());
    for pool in Pool::ALL {
        assert_eq!(nowhere.pool(*pool), load(*pool).unwrap());
    }
    assert_eq!(nowhere.own(), &Own::default());
    assert_eq!(said(&own("")), said(&own("# nothing yet\n\n")));
}

#[test]
fn own_texts_add_replace_and_switch_off() {
    let replaced =
        FIRST.replace("my-first", "body-001").replace("[[entry]]", "  [[ entry ]] # mine");
    let off = "[[entry]]\nid = \"body-002\"\nenabled = false\n";
    let catalogue = catalogue(&format!("{replaced}{off}{MIDDLE}{LAST}"));
    let (before, now) = (load(Pool::Suggestion).unwrap(), catalogue.pool(Pool::Suggestion));
    assert_eq!(now.len(), before.len());
    assert_eq!(
        (now[0].id.as_str(), now[0].title.as_str()),
        ("body-001", "Zanzibar in the morning")
    );
    // Whole: nothing of the shipped one is left but where it is not said.
    assert_eq!((now[0].category, now[0].source.len()), (Category::Kind, 0));
    assert!(now.iter().all(|text| text.id != "body-002"));
    assert_eq!(now.last().unwrap().id, "my-text");
    assert_eq!(now[1..now.len() - 1], before[2..]);
    assert_eq!(catalogue.pool(Pool::LowMood).last().unwrap().id, "my-last");
    let listed = catalogue.listed(Pool::Suggestion);
    let marked = |own: bool, off: bool| -> Vec<&str> {
        let listed = listed.iter().filter(|it| it.is_own == own && it.is_off == off);
        listed.map(|it| it.text.id.as_str()).collect()
    };
    assert_eq!(marked(true, false), ["body-001", "my-text"]);
    assert_eq!(marked(false, true), ["body-002"]);
}

#[test]
fn one_in_the_place_of_a_shipped_text_is_said_to_nobody_to_whom_that_was_not_said() {
    for shipped in Pool::ALL.iter().flat_map(|pool| load(*pool).unwrap()) {
        let case =
            shipped.case.as_ref().map_or(String::new(), |case| format!("case = \"{case}\"\n"));
        let strict = "exclude_situations = [\"order_on_me\", \"order_for_me\", \"asked_no_contact\", \
                      \"afraid_or_hurt\"]\n";
        let strict = if shipped.pool == Pool::AfterWindow { strict } else { "" };
        let file = FIRST.replace("my-first", &shipped.id);
        let file = file.replace("\"suggestion\"", &format!("\"{}\"", shipped.pool));
        let texts = catalogue(&format!("{file}{case}{strict}")).pool(shipped.pool);
        let text = find(&texts, &shipped.id);
        assert!(text.title.contains(PRIVATE) && !text.discreet);
        for situation in &shipped.exclude {
            assert!(text.exclude.contains(situation), "{} {situation}", shipped.id);
        }
    }
}

/// A broken line of the entry in the middle, the line and the field that are named, and the rest.
#[test]
#[expect(clippy::too_many_lines, reason = "a table with a row for each fault")]
fn a_fault_names_line_entry_and_field_and_costs_that_entry_alone() {
    let long = |count: usize| format!("\"{}\"", "Z".repeat(count));
    let (title_41, body_141) = (format!("title = {}", long(41)), format!("body = {}", long(141)));
    let broken: &[(&str, &str, &str)] = &[
        ("id = \"my-text\"\n", "", "line 9: id: it is missing; use lower-case"),
        ("\"my-text\"", "\"Zanzibar 1\"", "line 10: id: use lower-case letters"),
        ("\"my-text\"", "\"\"", "line 10: id: use lower-case letters"),
        ("\"my-text\"", "7", "line 10: id: use lower-case letters"),
        (
            "\"my-text\"",
            "\"my-first\"",
            "line 10: entry 'my-first': id: it stands on line 3 already",
        ),
        ("\"suggestion\"", "\"Zanzibar\"", "line 11: entry 'my-text': pool: one of suggestion, "),
        (
            "pool = \"suggestion\"\n",
            "",
            "line 9: entry 'my-text': pool: it is missing; one of sugg",
        ),
        ("\"calm\"", "\"Zanzibar\"", "line 12: entry 'my-text': category: one of body, outside"),
        ("title = \"Zanzibar again\"\n", "", "line 9: entry 'my-text': title: it is missing; use"),
        ("\"Zanzibar again\"", "[\"Zanzibar\"]", "line 13: entry 'my-text': title: use words in"),
        ("\"Zanzibar again\"", "\"  \"", "line 13: entry 'my-text': title: it is empty"),
        (
            "title = \"Zanzibar again\"",
            &title_41,
            "line 13: entry 'my-text': title: it has 41 char",
        ),
        ("again\"", "\\u001b[2J\"", "title: character 10 is U+001B, which cannot be shown"),
        ("again\"", "\\u202egnirps\"", "title: character 10 is U+202E, which cannot be shown"),
        ("again\"", "& tea\"", "title: character 10 is one of < > &, which notifications read as"),
        (
            "body = \"Listen to the song of Zanzibar.\"",
            &body_141,
            "body: it has 141 characters, and 1",
        ),
        ("song of ", "song\\nof ", "line 14: entry 'my-text': body: character 19 is a new line"),
        ("[[1, 7], [14, 30]]", "[]", "line 15: entry 'my-text': days: days are ranges within 1"),
        ("[[1, 7], [14, 30]]", "[[1, 31]]", "line 15: entry 'my-text': days: days are ranges with"),
        ("[[1, 7], [14, 30]]", "\"Zanzibar\"", "line 15: entry 'my-text': days: use ranges within"),
        ("[\"morning\", \"evening\"]", "[]", "line 16: entry 'my-text': times: times may not be e"),
        (
            "[\"morning\", \"evening\"]",
            "[\"Zanzibar\"]",
            "line 16: entry 'my-text': times: use a l",
        ),
        (
            "[\"morning\", \"evening\"]",
            "[\"night\"]",
            "times: only urge help and low mood speak at",
        ),
        ("minutes = 3", "minutes = 300", "line 17: entry 'my-text': minutes: use a number from 1"),
        ("minutes = 3", "minutes = 0", "line 17: entry 'my-text': minutes: minutes are 1 to 60"),
        ("[\"quiet\"]", "\"quiet\"", "line 18: entry 'my-text': needs: use a list in brackets of"),
        (
            "discreet = true",
            "discreet = \"Zanzibar\"",
            "line 19: entry 'my-text': discreet: use tr",
        ),
        ("[\"work\"]", "[\"Zanzibar\"]", "line 20: entry 'my-text': exclude_situations: use a li"),
        ("[\"song\"]", "5", "line 21: entry 'my-text': tags: use a list in brackets, each in quot"),
        ("enabled = true", "enabled = 1", "line 23: entry 'my-text': enabled: use true or false"),
        ("enabled = true", "Zanzibar = 1", "line 23: entry 'my-text': there is no such field; the"),
        (
            "enabled = true",
            "case = \"Zanzibar\"",
            "line 23: entry 'my-text': case: texts of this p",
        ),
        (
            "\"suggestion\"",
            "\"received\"",
            "line 9: entry 'my-text': case: one of logistics, small",
        ),
        (
            "\"calm\"",
            "\"ownpart\"",
            "exclude_situations: a text of 'ownpart' has to name order_for_",
        ),
        (
            "\"calm\"",
            "\"apology\"",
            "a text of 'apology' has to name order_for_me, afraid_or_hurt to",
        ),
        (
            "\"my-text\"",
            "\"slip-001\"",
            "pool: the shipped text with this id is of the pool 'slip'",
        ),
        ("Zanzibar.\"", "Zanzibar.", "line 14: entry 'my-text': this is not TOML: "),
        (
            "minutes = 3",
            "minutes = 3\nminutes = 4",
            "line 18: entry 'my-text': this is not TOML: du",
        ),
        ("[[entry]]", "[[entry]", "line 9: entry 'my-text': this is not TOML: "),
        (
            "[[entry]]",
            "[[Zanzibar]]",
            "line 9: this is no entry: each begins with a line [[entry]]",
        ),
    ];
    for (line, instead, fault) in broken {
        assert!(MIDDLE.contains(line), "{line}");
        let own = own(format!("{FIRST}{}{LAST}", MIDDLE.replacen(line, instead, 1)));
        let said = said(&own);
        assert!(said.len() == 1 && said[0].contains(fault), "{line}: {instead}\n{said:#?}");
        assert!(said[0].starts_with("line ") && !said[0].contains(PRIVATE), "{said:#?}");
        assert_eq!(ids(&own), ["my-first", "my-last"], "{line}: {instead}");
    }
    let review = "pool = \"after_window\"\ncase = \"close\"";
    let own = own(MIDDLE.replace("pool = \"suggestion\"", review));
    assert_eq!(
        said(&own),
        ["line 15: entry 'my-text': exclude_situations: a text of 'after_window' has to name \
          order_on_me, order_for_me, asked_no_contact, afraid_or_hurt too"]
    );
}

#[test]
fn all_faults_of_a_file_are_named_in_their_order() {
    let middle = MIDDLE.replace("minutes = 3", "minutes = 300").replace("\"calm\"", "\"soul\"");
    let own = own(format!("titel = 1\n{FIRST}{middle}{middle}[[texts]]\n"));
    let lines: Vec<usize> = own.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [1, 13, 18, 30, 35, 42], "{:#?}", said(&own));
    assert_eq!(ids(&own), ["my-first"]);
}

#[test]
fn other_forms_of_a_file_are_read_too() {
    let inline = "entry = [{ id = \"a\", pool = \"slip\", title = \"A\", body = \"B.\" },\n 5]\n";
    assert_eq!((ids(&own(inline)), said(&own(inline)).len()), (vec!["a"], 1));
    assert_eq!(ids(&own(format!("\u{feff}{}", FIRST.replace('\n', "\r\n")))), ["my-first"]);
    let over_lines = MIDDLE.replace("[[1, 7], [14, 30]]", "[\n  [1, 7],\n  [[14, 30]],\n]");
    assert_eq!(
        said(&own(over_lines)),
        ["line 9: entry 'my-text': days: use ranges within 1 and 30, such as [[1, 7]]"]
    );
    let over_lines = MIDDLE.replace("[[1, 7], [14, 30]]", "\n[[1, 7],\n[14, 30]]");
    assert_eq!(said(&own(over_lines)).len(), 1);
    let over_lines = MIDDLE.replace("[[1, 7], [14, 30]]", "[\n[1, 7],\n[14, 30]]");
    assert_eq!(ids(&own(over_lines)), ["my-text"]);
}

#[test]
fn switching_off_what_there_is_not_does_nothing_and_is_noted() {
    let own = own(format!(
        "[[entry]]\nid = \"body-9\"\nenabled = false\n{}",
        MIDDLE.replace("= true", "= false")
    ));
    assert_eq!((said(&own).len(), own.off.len(), own.texts.len()), (0, 2, 0));
    let notes: Vec<String> = own.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        ["line 1: entry 'body-9': there is no shipped text with this id that it could switch off"]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_costs_nothing_shipped() {
    let directory = tempfile::tempdir().unwrap();
    let here = Catalogue::with(directory.path().to_owned());
    assert_eq!(here.pool(Pool::Slip), load(Pool::Slip).unwrap());
    assert_eq!(said(here.own()), ["line 1: could not read the file (is a directory)"]);
    let path = directory.path().join("texts.toml");
    fs::write(&path, "#".repeat((1 << 20) + 1)).unwrap();
    assert_eq!(said(Catalogue::with(path).own()), ["line 1: the file is larger than 1 MiB"]);
}

/// Every prefix of a good file, and the file with each of its bytes lost or turned into each of
/// some others.
#[test]
fn a_file_that_was_cut_off_or_corrupted_is_read_or_named_and_the_others_hold() {
    let file = format!("{FIRST}{MIDDLE}{LAST}");
    // Behind its opening line, without which it would be a part of the entry before it.
    let (start, end) = (FIRST.len() + MIDDLE.find("id").unwrap(), FIRST.len() + MIDDLE.len());
    let mut checked = BTreeSet::new();
    let mut check = |at: usize, bytes: &[u8]| {
        let own = own(bytes);
        let said = said(&own);
        for fault in &said {
            assert!(fault.starts_with("line ") && !fault.contains(PRIVATE), "at {at}: {fault}");
        }
        let kept = ids(&own);
        if bytes.len() + 1 >= file.len() && (start..end).contains(&at) {
            assert!(kept.contains(&"my-first"), "at {at}: {said:?}");
            assert!(kept.contains(&"my-last"), "at {at}: {said:?}");
            assert!(kept.len() == 3 || !said.is_empty() || own.off.len() == 1, "at {at}");
        }
        checked.insert((kept.len(), said.len()));
    };
    for at in 0..file.len() {
        check(at, &file.as_bytes()[..at]);
        let mut lost = file.as_bytes().to_vec();
        lost.remove(at);
        check(at, &lost);
        for byte in [b'\n', b'"', b'[', b'#', 0x1b, 0xff] {
            let mut bytes = file.as_bytes().to_vec();
            bytes[at] = byte;
            check(at, &bytes);
        }
    }
    assert!(checked.len() > 5, "{checked:?}");
}
