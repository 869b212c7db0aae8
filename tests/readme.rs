//! What the README shows is what the program says: its transcripts are run, in their order and in
//! one home, on the evening that they play on. Guards the first impression, and with it promise 1
//! of design §1: the count that people read there is a real one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::desktop::Desktop;
use crate::desktop::faketime::{self, FakeClock};
use crate::world::{NOW, World};

const README: &str = include_str!("../README.md");
const CHANGELOG: &str = include_str!("../CHANGELOG.md");
/// What opens a transcript, and a command within one.
const TRANSCRIPT: &str = "```console";
const PROMPT: &str = "$ ";

/// The README as it would be if it showed what the program says now.
fn shown(world: &World) -> String {
    let mut shown = String::new();
    let mut inside = false;
    for line in README.lines() {
        match line.strip_prefix(PROMPT) {
            Some(command) if inside => {
                let _ = write!(shown, "{line}\n{}", said(world, command));
            }
            _ if inside && line != "```" => {}
            _ => {
                if inside {
                    // One blank line between a command's words and the next command, none at the end.
                    shown.truncate(shown.trim_end().len());
                    shown.push('\n');
                }
                inside = line == TRANSCRIPT;
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    shown
}

/// What a command prints, with a blank line behind it.
fn said(world: &World, command: &str) -> String {
    let rest = command.strip_prefix("nocontact").expect("a transcript runs nocontact alone");
    let ran = world.run(rest);
    assert!(ran.exit == "exit 0" && ran.stderr.is_empty(), "{command}\n{ran}");
    format!("{}\n", ran.stdout)
}

/// The clock is faked rather than pinned: the daemon that `start` leaves behind goes by it too.
#[test]
fn every_transcript_is_what_the_program_says() {
    faketime::program();
    let clock = FakeClock::at(NOW);
    let desktop = Desktop::start();
    let mut world = World::new();
    world.by(&clock);
    world.on(&desktop);
    let shown = shown(&world);
    assert!(world.daemon_runs(), "the daemon of the first transcript does not run");
    if shown == README {
        return;
    }
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("README.md");
    fs::write(&new, &shown).unwrap();
    let differ = shown.lines().zip(README.lines()).find(|(new, old)| new != old);
    panic!(
        "README.md shows what the program does not say.\nFirst: {differ:#?}\n\n{}\n\nAll of it is \
         in {}: read it, and copy it over README.md if it is right.",
        transcripts(&shown),
        new.display()
    );
}

fn transcripts(readme: &str) -> String {
    let blocks = readme.split(TRANSCRIPT).skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.collect::<Vec<_>>().join("\n--------")
}

#[test]
fn the_readme_is_short_and_sets_up_with_two_commands() {
    assert!(README.lines().count() <= 300, "{} lines", README.lines().count());
    let first_screen: Vec<&str> = README.lines().take(30).collect();
    assert!(first_screen.contains(&TRANSCRIPT) && first_screen.contains(&"```"));
    let (_, set_up) = README.split_once("\n## Set up on a fresh machine\n").unwrap();
    let set_up = set_up.split("\n## ").next().unwrap();
    let commands: Vec<&str> = set_up
        .split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .flat_map(str::lines)
        .collect();
    assert_eq!(commands, ["cargo run --release -- start", "tests/run"]);
}

#[test]
fn every_command_that_the_readme_names_is_one() {
    let world = World::new();
    let spans = README.split('`').filter_map(|span| span.strip_prefix("nocontact "));
    let words = spans.filter_map(|span| span.split_whitespace().next());
    let commands: BTreeSet<&str> = words.filter(|word| !word.starts_with('-')).collect();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands {
        let ran = world.run(&format!("{command} --help"));
        assert_eq!(ran.exit, "exit 0", "nocontact {command}\n{ran}");
    }
}

/// Promise 2 is only worth what is said of its limits, and both places say the same.
#[test]
fn who_is_kept_out_is_said_here_and_by_the_program() {
    let lines = include_str!("../config/kept-out.txt");
    assert!(README.contains(lines));
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let help = flat(&World::new().run("data --help").stdout);
    assert!(help.contains(&flat(lines)), "{help}");
    assert!(lines.matches("- ").count() >= 7 && lines.matches("not kept out").count() >= 5);
}

#[test]
fn every_file_that_the_readme_links_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let links: Vec<&str> =
        README.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.contains(&"config/default.toml"));
    for link in links.iter().filter(|link| !link.starts_with("https://")) {
        assert!(root.join(link).exists(), "{link} is missing");
    }
}

#[test]
fn the_changelog_has_this_version() {
    let heading = format!("\n## [{}] - ", env!("CARGO_PKG_VERSION"));
    assert!(CHANGELOG.contains(&heading), "CHANGELOG.md says nothing of {heading}");
}
