//! The snippets of the README for bars and prompts, each taken from there and given to the program
//! that it is for: what the page promises is what appears. starship is in no Debian package; its
//! command is run as it runs one. Guards promise 4 of design §1 where a screen is on all day.

use std::fs;

use crate::desktop::{Desktop, Kind};
use crate::world::{Ran, World};

const README: &str = include_str!("../README.md");

/// The snippet of the section in this language.
fn snippet(language: &str) -> String {
    let (_, section) = README.split_once("\n## In a bar or a prompt\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let opening = format!("```{language}\n");
    let mut found = section.split(&opening).skip(1);
    let body = found.next().unwrap_or_else(|| panic!("no snippet of {language}"));
    assert!(found.next().is_none(), "two snippets of {language}");
    body.split("```").next().unwrap().to_owned()
}

/// A world with the snippet in a file, on the evening of day 18.
fn with_snippet(language: &str, file: &str) -> World {
    let world = World::new();
    world.run("start --since '3 nov 14:05' --no-daemon");
    fs::write(world.home().join(file), snippet(language)).unwrap();
    world
}

fn assert_ended_well(ran: &Ran) {
    assert_eq!(ran.exit, "exit 0", "{ran}");
}

/// A bar with nothing on it is one pixel high. waybar logs how high it became, and what it cannot
/// read.
#[test]
fn waybar_shows_the_count() {
    let desktop = Desktop::with(Kind::Mako);
    let mut world = with_snippet("jsonc", "waybar.json");
    world.on(&desktop);
    let ran = world.run_in_shell(
        "waybar -c waybar.json >log 2>&1 & bar=$!
         higher='Bar configured .*height: ([2-9]|[1-9][0-9]+)\\)'
         for try in {1..600}; do grep -Eq \"$higher\" log && break; sleep 0.05; done
         kill $bar; wait $bar
         grep -Eo 'height: [0-9]+' log | tail -1 | grep -vx 'height: 1' || cat log >&2
         ! grep -Ei 'markup|parse' log",
    );
    assert_ended_well(&ran);
    assert!(ran.stdout.starts_with("height: "), "{ran}");
}

#[test]
fn the_snippet_for_waybar_is_whole_and_its_command_gives_what_waybar_reads() {
    let snippet: serde_json::Value = serde_json::from_str(&snippet("jsonc")).unwrap();
    let module = &snippet["custom/nocontact"];
    assert_eq!(snippet["modules-right"][0], "custom/nocontact");
    assert_eq!(module["return-type"], "json");
    let world = World::new();
    world.run("start --since '3 nov 14:05' --no-daemon");
    let ran = world.run_in_shell(module["exec"].as_str().unwrap());
    assert_ended_well(&ran);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&said["text"], &said["percentage"]), (&"18/30".into(), &60.into()), "{ran}");
}

/// With `-s` polybar prints what it would draw.
#[test]
fn polybar_shows_the_count() {
    let desktop = Desktop::start();
    let mut world = with_snippet("ini", "polybar.ini");
    world.on(&desktop);
    let ran = world.run_in_shell(
        "mkfifo shown; polybar -c polybar.ini -s main >shown 2>log & bar=$!
         timeout 60 grep -m1 -F 18/30 <shown || cat log >&2
         kill $bar; wait $bar; true",
    );
    assert_ended_well(&ran);
    assert_eq!(ran.stdout, "%{r}18/30%{PR}\n", "{ran}");
}

/// One tmux looks at another, which has no other terminal here.
#[test]
fn tmux_shows_the_day_and_the_next_notice() {
    let world = with_snippet("tmux", "tmux.conf");
    let ran = world.run_in_shell(
        "export TMUX_TMPDIR=$HOME SHELL=/bin/sh
         tmux -L outer -f /dev/null new-session -d -x 80 -y 6 \\
             'TMUX= tmux -L inner -f tmux.conf new-session cat'
         for try in {1..600}; do
             line=$(tmux -L outer capture-pane -p | grep -Eo 'day [0-9]+, next [0-9]+[mhd]') && break
             sleep 0.05
         done
         echo \"$line\"
         tmux -L inner kill-server; tmux -L outer kill-server; true",
    );
    assert_ended_well(&ran);
    assert_eq!(ran.stdout, "day 18, next 11h\n", "{ran}");
}

#[test]
fn the_snippet_for_starship_is_whole_and_its_command_gives_the_count() {
    let snippet: toml::Table = snippet("toml").parse().unwrap();
    let module = &snippet["custom"]["nocontact"];
    assert_eq!(snippet["format"].as_str(), Some("${custom.nocontact}$all"));
    assert_eq!(module["when"].as_bool(), Some(true));
    let world = World::new();
    let command = format!("sh -c \"{}\"", module["command"].as_str().unwrap());
    assert_eq!(world.run_in_shell(&command).stdout, "", "with no window there is nothing to show");
    world.run("start --since '3 nov 14:05' --no-daemon");
    let ran = world.run_in_shell(&command);
    assert_ended_well(&ran);
    assert_eq!(ran.stdout, "18/30\n");
}
