//! What holds of every parser of something that a person writes, whatever it is: it comes to an end,
//! panics on nothing, gives only what it may give, and says what is wrong without acting on a
//! terminal. Used by the suite on input of its own making, and by `tests/fuzz` on that of a fuzzer.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, Duration, TimeZone};
use nocontact::catalogue::{self, Own, care};
use nocontact::countdown::care::Lists;
use nocontact::countdown::text::Pool;
use nocontact::countdown::when::{parse, parse_clock, parse_span};
use nocontact::countdown::zone::Now;
use nocontact::settings::Settings;
use nocontact::store::{Everything, Head};
use sha2::{Digest as _, Sha256};

/// A word that says what is wrong: not longer than can be read.
const LONGEST: usize = 1000;

fn readable(text: &str) {
    assert!(!text.is_empty() && text.chars().count() < LONGEST, "{text:?}");
}

/// A time: it has been, in years that can be counted. A refusal repeats no control character.
pub(crate) fn when<T: TimeZone>(text: &str, at: i64, zone: &T) -> bool {
    let Some(at) = DateTime::from_timestamp(at, 0) else { return false };
    let now = Now::new(at, zone);
    match parse(text, &now) {
        Ok(when) => {
            assert!(when.at <= now.at, "{text:?} is {} at {}", when.at, now.at);
            assert!((1900..=9999).contains(&when.at.year()), "{text:?} is {}", when.at);
            assert_eq!(when.at.timestamp_subsec_nanos(), 0);
            true
        }
        Err(error) => {
            let said = error.to_string();
            readable(&said);
            assert!(!said.contains(char::is_control), "{said:?}");
            false
        }
    }
}

/// A length of time, from a second to 366 days.
pub(crate) fn span(text: &str) -> bool {
    match parse_span(text) {
        Ok(span) => {
            assert!(span >= Duration::seconds(1) && span <= Duration::days(366), "{text:?} {span}");
            true
        }
        Err(error) => {
            let said = error.to_string();
            readable(&said);
            assert!(!said.contains(char::is_control), "{said:?}");
            false
        }
    }
}

/// A clock time is what it is written as.
pub(crate) fn clock(text: &str) -> bool {
    let Some(time) = parse_clock(text) else { return false };
    assert_eq!(parse_clock(&time.format("%H:%M").to_string()), Some(time));
    assert_eq!(
        text.trim().trim_start_matches('0'),
        time.format("%H:%M").to_string().trim_start_matches('0')
    );
    true
}

/// Settings: every value in its range, whatever stands there; each mistake on a line of the file.
pub(crate) fn settings(text: &str) -> bool {
    let (settings, problems) = Settings::parse(text);
    let notifications = &settings.notifications;
    assert!((1..=10).contains(&notifications.max_per_day));
    assert!((Duration::zero()..=Duration::hours(12)).contains(&notifications.min_gap));
    assert!((Duration::minutes(1)..=Duration::hours(12)).contains(&notifications.late_limit));
    let follow_up = Duration::seconds(1)..=Duration::hours(2);
    assert!(notifications.follow_up_after.is_none_or(|after| follow_up.contains(&after)));
    assert!(!notifications.label.contains(char::is_control));
    assert!((1..=40).contains(&notifications.label.chars().count()));
    assert!(settings.window.length.is_none_or(|days| (1..=365).contains(&days)));
    let lines = text.split('\n').count();
    for problem in &problems {
        assert!((1..=lines).contains(&problem.line), "{problem:?} of {lines} lines");
        assert!(!problem.what.is_empty());
    }
    let _ = (settings.schedule(), settings.never_shown());
    problems.is_empty() && settings != Settings::default()
}

/// Texts of the user's own: each fits on a screen, no id twice, no fault tells a word.
pub(crate) fn texts(bytes: &[u8]) -> bool {
    let own = Own::parse(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').count();
    let mut ids = BTreeSet::new();
    for text in &own.texts {
        assert!(ids.insert(&text.id), "{} stands twice", text.id);
        assert!((1..=40).contains(&text.title.chars().count()), "{text:?}");
        assert!((1..=140).contains(&text.body.chars().count()), "{text:?}");
        assert!(!text.title.contains(char::is_control) && !text.body.contains(char::is_control));
        assert!(text.days.iter().all(|(from, to)| 1 <= *from && from <= to && *to <= 30));
        assert!((1..=60).contains(&text.minutes));
    }
    for fault in own.faults.iter().chain(&own.notes) {
        assert!((1..=lines).contains(&fault.line), "{fault:?} of {lines} lines");
        readable(&fault.to_string());
        let id = fault.entry.as_deref().unwrap_or_default();
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    }
    !own.texts.is_empty()
}

/// A file of the catalogue, of the so many-th pool: read whole, or refused with a reason.
pub(crate) fn shipped(pool: usize, text: &str) -> bool {
    match catalogue::parse(Pool::ALL[pool % Pool::ALL.len()], text) {
        Ok(texts) => !texts.is_empty(),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

/// Phrases that call for care, and a text that is looked through for them.
pub(crate) fn care_words(file: &str, text: &str) -> bool {
    let mut lists = Lists::default();
    let lines = file.split('\n').count();
    for fault in care::add(&mut lists, file, None) {
        assert!((1..=lines).contains(&fault.line), "{fault:?} of {lines} lines");
    }
    let _ = lists.concerns(text);
    lists.count() > 0
}

/// An export: as it is, and with the end that these rows would have. What is taken is written and
/// read again as the same.
pub(crate) fn import(bytes: &[u8]) -> bool {
    exchanged(bytes);
    let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let is_end = |line: &&[u8]| line.starts_with(br#"{"table":"end""#);
    let lines: Vec<&[u8]> =
        whole.split(|byte| *byte == b'\n').take_while(|line| !is_end(line)).collect();
    let rows = [lines.join(&b'\n'), b"\n".to_vec()].concat();
    let hash =
        Sha256::digest(&rows).iter().fold(String::new(), |hex, it| hex + &format!("{it:02x}"));
    let count = lines.len().saturating_sub(1);
    let end = format!("{{\"table\":\"end\",\"rows\":{count},\"sha256\":\"{hash}\"}}\n");
    exchanged(&[rows, end.into_bytes()].concat())
}

fn exchanged(mut bytes: &[u8]) -> bool {
    match Everything::read_from(&mut bytes) {
        Ok(all) => {
            let at = DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default();
            let head = Head { at: at.fixed_offset(), zone: "UTC".to_owned() };
            let mut written = Vec::new();
            assert!(all.write_to(&head, &mut written).is_ok());
            let again = Everything::read_from(&mut written.as_slice());
            assert!(again.is_ok_and(|again| again == all), "it comes back as another");
            true
        }
        Err(error) => {
            let said = error.to_string();
            readable(&said);
            assert!(!said.contains(char::is_control), "{said:?}");
            false
        }
    }
}
