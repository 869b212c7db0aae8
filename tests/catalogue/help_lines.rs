//! The help lines: one to talk to and one for danger in every country, none that claims more than
//! is known (programme C.4).

use std::collections::{BTreeMap, BTreeSet};

use nocontact::catalogue::{HelpKind, HelpLine, help_lines};
use serde::Deserialize;

#[test]
fn every_country_has_somebody_to_talk_to_and_somebody_for_danger() {
    let mut kinds: BTreeMap<String, BTreeSet<HelpKind>> = BTreeMap::new();
    for line in help_lines().unwrap() {
        kinds.entry(line.country).or_default().insert(line.kind);
    }
    for (country, kinds) in &kinds {
        for kind in [HelpKind::Crisis, HelpKind::Emergency] {
            assert!(kinds.contains(&kind), "{country} has no line for {kind}");
        }
    }
    let countries: Vec<&str> = kinds.keys().map(String::as_str).collect();
    insta::assert_snapshot!(countries.join(" "), @"AT AU BR CA CH DE ES EU FR GB IE IN IT NL NZ US ZA any");
}

#[test]
fn every_line_says_where_it_comes_from_and_since_when_and_claims_no_check() {
    for line in help_lines().unwrap() {
        let name = format!("{} {} {}", line.country, line.kind, line.label);
        let two_letters =
            line.country.len() == 2 && line.country.bytes().all(|byte| byte.is_ascii_uppercase());
        assert!(two_letters || line.country == "any", "{name}: the country");
        assert!(!line.label.is_empty() && !line.source.is_empty(), "{name}: label and source");
        let ways = [&line.phone, &line.sms, &line.web];
        assert!(ways.iter().any(|way| way.is_some()), "{name}: no way to reach it");
        assert!(ways.iter().all(|way| way.as_deref() != Some("")), "{name}: an empty way");
        let month = line.checked_on.split_once('-').and_then(|(year, month)| {
            Some((year.parse::<u32>().ok()?, month.parse::<u32>().ok()?))
        });
        assert!(
            month.is_some_and(|(year, month)| year >= 2026 && (1..=12).contains(&month)),
            "{name}: checked on {}",
            line.checked_on
        );
        // Until somebody has asked the organisation, with a name and a date for it.
        assert!(!line.verified, "{name}: nobody has verified it");
    }
}

#[derive(Deserialize)]
struct File {
    line: Vec<HelpLine>,
}

#[test]
fn what_is_shipped_is_what_the_file_says() {
    let file: File = toml::from_str(include_str!("../../config/help-lines.toml")).unwrap();
    assert_eq!(help_lines().unwrap(), file.line);
}

#[test]
fn no_line_stands_twice() {
    let mut seen = BTreeSet::new();
    for line in help_lines().unwrap() {
        let way = (line.phone.clone(), line.sms.clone(), line.web.clone());
        assert!(seen.insert((line.country.clone(), line.kind, way)), "{line:?}");
    }
}
