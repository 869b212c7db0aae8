//! Catalogue files that are broken: each is refused with the name of the entry or the line, so that
//! whoever writes texts finds the mistake; none is taken, and none ends the program.

use std::path::PathBuf;

use nocontact::catalogue::{Catalogue, load, parse};
use nocontact::countdown::text::Pool;

use super::written;

const GOOD: &str = r#"
[[entry]]
id = "body-900"
category = "body"
title = "Both feet down"
body = "Feel the floor under both feet for as long as one slow breath."
days = [[1, 30]]
times = ["any"]
minutes = 1
needs = ["quiet"]
discreet = true
exclude_situations = ["work"]
tags = ["calm"]
source = ["E1"]
"#;

/// The good entry with one line written otherwise.
fn with(line: &str, instead: &str) -> String {
    assert!(GOOD.contains(line), "{line}");
    GOOD.replace(line, instead)
}

#[test]
fn a_whole_file_is_read() {
    let texts = parse(Pool::Suggestion, GOOD).unwrap();
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].id, "body-900");
}

/// What the program is built with is what people wrote, all together and each by its id.
#[test]
fn what_is_shipped_is_what_the_files_say() {
    let catalogue = Catalogue::with(PathBuf::from("/nonexistent/texts.toml"));
    for pool in Pool::ALL {
        let texts = parse(*pool, &written(*pool)).unwrap();
        assert_eq!(texts, load(*pool).unwrap());
        for text in texts {
            assert_eq!(catalogue.text(*pool, &text.id), Some(text));
        }
        for id in ["", "body", "body-001\",\"minutes\":1", "none-001"] {
            assert_eq!(catalogue.text(*pool, id), None, "{id}");
        }
    }
}

/// One text is read out of the file without the others.
#[test]
fn each_shipped_text_is_found_by_its_id() {
    let catalogue = Catalogue::default();
    for pool in Pool::ALL {
        for text in load(*pool).unwrap() {
            assert_eq!(catalogue.text(*pool, &text.id), Some(text));
        }
        for none in ["", "body-000"] {
            assert_eq!(catalogue.text(*pool, none), None);
        }
    }
}

#[test]
fn a_broken_file_is_refused_with_the_entry_or_the_line() {
    use Pool::{Received, Suggestion, UrgeStep};
    let title = r#"title = "Both feet down""#;
    let body = r#"body = "Feel the floor under both feet for as long as one slow breath.""#;
    let long = |count: usize| "a".repeat(count);
    let broken = [
        (Suggestion, String::new(), "missing field `entry`"),
        (Suggestion, "[[entry".to_owned(), "line 1"),
        (Suggestion, "entry = 5".to_owned(), "line 1"),
        (Suggestion, GOOD.replace("[[entry]]", "[[entries]]"), "line 2"),
        (Suggestion, with("id = \"body-900\"\n", ""), "missing field `id`"),
        (Suggestion, with("\"body-900\"", "\"Body_900\""), "entry 'Body_900': the id"),
        (Suggestion, with("\"body-900\"", "\"körper-1\""), "entry 'körper-1': the id"),
        (Suggestion, GOOD.repeat(2), "the id 'body-900' stands twice"),
        (Suggestion, with("category = \"body\"", "category = \"soul\""), "line 4"),
        (Suggestion, with(title, "title = \"\""), "entry 'body-900': the title"),
        (
            Suggestion,
            with(title, &format!("title = \"{}\"", long(41))),
            "entry 'body-900': the title",
        ),
        (Suggestion, with(title, "title = \"Both\\u001b[2J feet\""), "entry 'body-900': the title"),
        (Suggestion, with(title, ""), "missing field `title`"),
        (
            Suggestion,
            with(body, &format!("body = \"{}\"", long(141))),
            "entry 'body-900': the body",
        ),
        (Suggestion, with(body, "body = \"One.\\nTwo.\""), "entry 'body-900': the body"),
        (Suggestion, with(body, "body = \"<b>Now</b>.\""), "entry 'body-900': the body"),
        (Suggestion, with("[[1, 30]]", "[]"), "entry 'body-900': days"),
        (Suggestion, with("[[1, 30]]", "[[0, 3]]"), "entry 'body-900': days"),
        (Suggestion, with("[[1, 30]]", "[[1, 31]]"), "entry 'body-900': days"),
        (Suggestion, with("[[1, 30]]", "[[1, 7], [14, 8]]"), "entry 'body-900': days"),
        (Suggestion, with("[[1, 30]]", "[[1]]"), "line 7"),
        (Suggestion, with("[[1, 30]]", "[[-1, 30]]"), "line 7"),
        (Suggestion, with("[\"any\"]", "[]"), "entry 'body-900': times"),
        (Suggestion, with("[\"any\"]", "[\"noon\"]"), "line 8"),
        (Suggestion, with("[\"any\"]", "[\"night\"]"), "entry 'body-900': only urge help"),
        (Suggestion, with("minutes = 1", "minutes = 0"), "entry 'body-900': minutes"),
        (Suggestion, with("minutes = 1", "minutes = 61"), "entry 'body-900': minutes"),
        (Suggestion, with("minutes = 1", "minutes = 300"), "line 9"),
        (Suggestion, with("[\"quiet\"]", "[\"car\"]"), "line 10"),
        (Suggestion, with("discreet = true", "discreet = \"yes\""), "line 11"),
        (Suggestion, with("discreet = true\n", ""), "missing field `discreet`"),
        (Suggestion, with("[\"work\"]", "[\"abroad\"]"), "line 12"),
        (Suggestion, with("[\"E1\"]", "[]"), "entry 'body-900': a source"),
        (Suggestion, with("[\"E1\"]", "[\"E1\"]\nweekend = true"), "line 15"),
        (
            Suggestion,
            with("tags", "case = \"day\"\ntags"),
            "entry 'body-900': the pool has no such",
        ),
        (
            Received,
            with("tags", "case = \"sunny\"\ntags"),
            "entry 'body-900': the pool has no such",
        ),
        (Received, GOOD.to_owned(), "entry 'body-900': the pool needs a case"),
        (UrgeStep, with("minutes = 1", "minutes = 1\nminutes = 2"), "line 10"),
    ];
    for (pool, file, fault) in broken {
        let error = parse(pool, &file).expect_err(&file).to_string();
        assert!(error.contains(fault), "{file}\n{error}");
        let names = error.contains("'body-900'") || error.contains("entry '");
        assert!(names || error.contains("line "), "{file}\n{error}");
    }
}

#[test]
fn a_file_that_was_cut_off_or_lost_a_letter_is_read_or_refused() {
    for (at, letter) in GOOD.char_indices() {
        let after = at + letter.len_utf8();
        for file in [GOOD[..at].to_owned(), format!("{}{}", &GOOD[..at], &GOOD[after..])] {
            // Some of these are whole files; all that matters is that there is an answer.
            let _ = parse(Pool::Suggestion, &file);
        }
    }
}
