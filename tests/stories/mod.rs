//! A month, command by command: of the seven readers who wrote below the articles that the
//! programme comes from (programme A.3), and of one person in each situation and in none (C.1). What
//! they typed and all that they were told is one text, to be read by somebody who imagines being
//! them.
//!
//! Guards promises 5 and 6 of design §1 – a slip is an entry, and nobody is helped to pursue a
//! person who wants distance – and the copy rules of programme D.6 over everything that was said.

mod copy_rules;
mod people;
mod situations;

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;

use chrono::{DateTime, NaiveDateTime};
use insta::Settings;
use nocontact::store::Store;

use crate::world::World;

/// One person's month as it is told: what was typed, and what the program said.
struct Story {
    world: World,
    /// They have a desktop, and a daemon runs on it; what it shows is the daemon's story.
    _daemon: File,
    text: String,
    said: String,
}

impl Story {
    /// A person, and what must hold.
    fn of(person: &str) -> Self {
        let world = World::new();
        DirBuilder::new().mode(0o700).recursive(true).create(world.data()).unwrap();
        let daemon = world.pretend_daemon();
        Self { world, _daemon: daemon, text: format!("{person}\n"), said: String::new() }
    }

    /// From here on it is this moment of that autumn, `2026-11-01 21:10`.
    fn at(&mut self, moment: &str) -> &mut Self {
        let local = NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M").unwrap();
        let rfc3339 = format!("{}+01:00", local.format("%Y-%m-%dT%H:%M:%S"));
        let moment = DateTime::parse_from_rfc3339(&rfc3339).unwrap();
        self.world.at(&rfc3339);
        // What their daemon did by then.
        if let Some(store) = Store::open_kept(&self.world.data()).unwrap() {
            store.back_up_daily(moment).unwrap();
        }
        self.text.push_str(&local.format("\n== %A %-d %B %Y, %H:%M\n").to_string());
        self
    }

    /// What happens to them, for whoever reads this.
    fn happens(&mut self, what: &str) -> &mut Self {
        self.text.push_str(&format!("# {what}\n"));
        self
    }

    /// They type this; returns what they read.
    fn types(&mut self, line: &str) -> String {
        let ran = self.world.run(line);
        let command = if line.is_empty() { "nocontact" } else { "nocontact " };
        self.text.push_str(&format!("$ {command}{line}\n{}{}", ran.stdout, ran.stderr));
        if ran.exit != "exit 0" {
            self.text.push_str(&format!("[{}]\n", ran.exit));
        }
        self.said.push_str(&ran.stdout);
        ran.stdout
    }

    /// They type this, and these words at its prompt.
    fn writes(&mut self, line: &str, words: &str) -> String {
        self.world.stdin(words);
        self.text.push_str(&format!("# writes: {words}\n"));
        self.types(line)
    }

    /// They type this on a terminal, and answer what it asks.
    fn talks(&mut self, line: &str, answers: &[(&str, &str)]) -> String {
        let ran = self.world.run_in_terminal(line, 80, answers);
        self.text.push_str(&format!("$ nocontact {line}\n{}", ran.terminal));
        if ran.exit != "exit 0" {
            self.text.push_str(&format!("[{}]\n", ran.exit));
        }
        self.said.push_str(&ran.terminal);
        ran.terminal
    }

    /// None of this was said.
    #[track_caller]
    fn holds_none_of(&self, phrases: &[&str]) {
        let said = self.said.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        for phrase in phrases {
            assert!(!said.contains(phrase), "\"{phrase}\" was said");
        }
    }

    /// Some time passes in which an urge is answered.
    fn later(&mut self, moment: &str, answer: &str) -> String {
        self.at(moment);
        self.types(answer)
    }

    /// The whole story is the same as the one that was read; and nothing in it breaks a copy rule.
    #[track_caller]
    fn ends(self, name: &str) {
        copy_rules::hold(&self.said);
        let mut settings = Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, self.text));
    }
}

/// What comes up after words that call for care is said to people as well.
#[test]
fn the_cards_keep_the_copy_rules() {
    let world = World::new();
    for country in ["none", "GB", "DE", "US"] {
        world.run(&format!("about country {country}"));
        let words = "'I want to die, I want to hurt them, I was outside their flat'";
        for command in ["note", "urge 5 --note", "received --note"] {
            let said = world.run(&format!("{command} {words}")).stdout;
            assert!(said.contains("In danger"), "{said}");
            copy_rules::hold(&said);
        }
    }
}

/// No story is left behind by a renamed one.
#[test]
fn every_story_that_is_kept_is_told() {
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/snapshots");
    let mut kept: Vec<_> = fs::read_dir(kept)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "snap"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    kept.sort();
    assert_eq!(kept, [&people::NAMES[..], &situations::NAMES[..]].concat());
}
