//! Input of every shape for everything that reads what a person writes: words of the grammar in any
//! order, files that are nearly right, and what is no text at all. What has to hold is in
//! `properties`.

use std::cell::Cell;
use std::fs;
use std::panic;

use arbtest::arbitrary::{Result, Unstructured};
use chrono_tz::TZ_VARIANTS;
use nocontact::settings::DEFAULTS;

use super::commands::run;
use super::properties::{care_words, clock, import, settings, shipped, span, texts, when};
use super::{Dice, report, size};
use crate::world::World;

const TIMES: &[&str] = &[
    "now",
    "ago",
    "yesterday",
    "today",
    "nov",
    "february",
    "Feb",
    "29",
    "30",
    "31",
    "3",
    "0",
    "00",
    "2026",
    "1900",
    "9999",
    "10000",
    "26",
    "14:05",
    "24:00",
    "23:59:59",
    "7:5",
    "2026-11-03",
    "2026-02-30",
    "T",
    "t14:05",
    "2026-11-03T14:05",
    "m",
    "h",
    "20m",
    "1h30m",
    "3 days",
    "weeks",
    "s",
    "days",
    "d",
    "99999999999999999999",
    "-1",
    "+",
    ":",
    "-",
    "é",
    "\u{0}",
    "１４:０５",
    " ",
    "\u{a0}",
    "366 days",
    "53w",
];

const LINES: &[&str] = &[
    "[notifications]",
    "[window]",
    "[suggestions]",
    "[[entry]]",
    "[entry]",
    "[self_harm]",
    "[[",
    "]]",
    "phrases = [",
    "except = [\"kill him/her/them\"]",
    "\"end it all\",",
    "]",
    "length = 30",
    "length = \"none\"",
    "length = 366",
    "morning = \"9:00\"",
    "evening = \"off\"",
    "quiet_hours = \"22:00-08:00\"",
    "quiet_hours = \"-\"",
    "min_gap = \"0s\"",
    "max_per_day = 3",
    "label = \"x\"",
    "label = \"\u{202e}\"",
    "privacy = \"plain\"",
    "without = [\"money\"]",
    "id = \"a\"",
    "id = \"a-1\"",
    "pool = \"suggestion\"",
    "pool = \"urge_step\"",
    "title = \"T\"",
    "title = ''",
    "body = \"\"\"",
    "body = \"B\"",
    "\"\"\"",
    "enabled = false",
    "days = [[1, 30]]",
    "days = [[30, 1]]",
    "minutes = 61",
    "minutes = 5",
    "times = [\"night\"]",
    "case = \"warm\"",
    "source = [\"x\"]",
    "= ",
    "\"",
    "'",
    "\u{0}",
    "# é",
    "\u{feff}",
    "a.b.c = 1",
    "{",
    "}",
    "\\u12",
    "1e999",
    "0x",
    "2026-11-03",
    "inf",
    "nan",
    "-9223372036854775808",
];

const FEW: &str = "[notifications]\nmorning = \"7:15\"\nmax_per_day = 3\n[window]\nlength = 20\n";

/// Words of a list in any order, some of them letters of any kind.
fn soup(u: &mut Unstructured<'_>, words: &[&str], between: &[&str]) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=12)? {
        match u.ratio(1, 8)? {
            true => text.push_str(u.arbitrary()?),
            false => text.push_str(u.choose(words)?),
        }
        text.push_str(u.choose(between)?);
    }
    Ok(text)
}

/// A file that was right, with a few stretches taken out, doubled, or put in.
fn nearly(u: &mut Unstructured<'_>, right: &str) -> Result<Vec<u8>> {
    let mut bytes = right.as_bytes().to_vec();
    for _ in 0..u.int_in_range(0..=4)? {
        let start = u.choose_index(bytes.len().max(1))?.min(bytes.len());
        let end = (start + u.int_in_range(0..=40)?).min(bytes.len());
        let put = match u.int_in_range(0..=3)? {
            0 => Vec::new(),
            1 => bytes[start..end].repeat(2),
            2 => u.choose(LINES)?.as_bytes().to_vec(),
            _ => u.arbitrary()?,
        };
        bytes.splice(start..end, put);
    }
    Ok(bytes)
}

fn file(u: &mut Unstructured<'_>, right: &[&str]) -> Result<Vec<u8>> {
    match u.int_in_range(0..=3)? {
        0 => Ok(soup(u, LINES, &["\n", " ", ""])?.into_bytes()),
        1 => u.arbitrary(),
        _ => {
            let right = *u.choose(right)?;
            nearly(u, right)
        }
    }
}

/// Tries this with so many inputs, the same in each run; how many there were, and how many of them
/// were taken.
fn tried(property: impl Fn(&mut Unstructured<'_>) -> Result<bool>) -> (usize, usize) {
    let (all, taken) = (Cell::new(0), Cell::new(0));
    let mut dice = Dice::new(7);
    for _ in 0..size(500, 40_000) {
        // The lower half is how many bytes of chance the property has.
        let seed = (dice.roll(1 << 32) as u64) << 32 | (64 + dice.roll(4096) as u64);
        arbtest::arbtest(|u| {
            let is_taken = property(u)?;
            all.set(all.get() + 1);
            taken.set(taken.get() + usize::from(is_taken));
            Ok(())
        })
        .seed(seed)
        .run();
    }
    (all.get(), taken.get())
}

#[test]
fn every_parser_stands_what_anybody_may_write() {
    let right_texts = [
        include_str!("../../config/texts.toml"),
        include_str!("../../config/catalogue/urge_step.toml"),
    ];
    let right_care = [include_str!("../../config/care-words.toml")];
    let world = World::new();
    for line in ["start --no-daemon", "urge 4 --note words", "mood 2", "undo", "about person Sam"] {
        run(&world, line);
    }
    run(&world, "data export out.jsonl");
    let right_export = fs::read_to_string(world.home().join("out.jsonl")).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let moment = |u: &mut Unstructured<'_>| u.int_in_range(-2_300_000_000..=253_402_300_799_i64);
    let results = [
        (
            "times",
            tried(|u| {
                let zone = *u.choose(&TZ_VARIANTS)?;
                Ok(when(&soup(u, TIMES, &[" ", " ", "", "T"])?, moment(u)?, &zone))
            }),
        ),
        ("spans", tried(|u| Ok(span(&soup(u, TIMES, &["", " "])?)))),
        (
            "clock times",
            tried(|u| {
                let number = |u: &mut Unstructured<'_>| u.int_in_range(0..=70_u32);
                let (hour, minute) = (number(u)?, number(u)?);
                Ok(match u.ratio(1, 2)? {
                    true => clock(&format!("{hour}:{minute:02}")),
                    false => clock(&soup(u, TIMES, &["", ":"])?),
                })
            }),
        ),
        ("settings", tried(|u| Ok(settings(&text(file(u, &[DEFAULTS, FEW])?))))),
        ("own texts", tried(|u| Ok(texts(&file(u, &right_texts)?)))),
        ("catalogue", tried(|u| Ok(shipped(u.arbitrary()?, &text(file(u, &right_texts)?))))),
        ("exports", tried(|u| Ok(import(&nearly(u, &right_export)?)))),
        (
            "care words",
            tried(|u| {
                let file = text(file(u, &right_care)?);
                Ok(care_words(&file, u.arbitrary()?))
            }),
        ),
    ];
    for (what, (all, taken)) in &results {
        assert!(*taken > 0 && taken < all, "{what}: {taken} of {all}: the input is one-sided");
    }
    let control = panic::catch_unwind(|| {
        tried(|u| {
            assert!(!span(&soup(u, TIMES, &["", " "])?), "one was taken");
            Ok(false)
        })
    });
    assert!(control.is_err(), "the control is not noticed");
    let counts: Vec<String> = results
        .iter()
        .map(|(what, (all, taken))| format!("{what} {all} ({taken} taken)"))
        .collect();
    report(
        "7a parsers, by properties",
        &counts.join(", "),
        "0 panics, 0 out of range",
        "\"no length of time is ever taken\": refuted",
    );
}
