//! The house rules, read from the source itself: who may import whom, where each foreign crate
//! lives, and what a file looks like. They guard what the promises of design §1 rest on: counting
//! and planning that nothing from outside can reach, one place for the file, the clock and the
//! desktop, and no network.

mod code;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use code::{Named, Token, paths, tokens};

/// Modules at the edge, which know of each other alone.
const EDGES: &[&str] = &["clock", "paths", "instance", "kept", "harden"];

/// Each module of the library, and what it may import of ours (design §7); `cli` may import all.
const LAYERS: &[(&str, &[&str])] = &[
    ("countdown", &[]),
    ("clock", EDGES),
    ("paths", EDGES),
    ("instance", EDGES),
    ("kept", EDGES),
    ("harden", EDGES),
    ("appearance", &["kept"]),
    ("settings", &["countdown", "kept"]),
    ("catalogue", &["countdown"]),
    ("store", &["countdown"]),
    ("page", &["countdown"]),
    ("service", &["paths", "clock", "kept", "appearance"]),
    ("notify", &["countdown", "appearance"]),
    ("answering", &["countdown", "settings", "catalogue", "store"]),
    ("daemon", DAEMON),
    ("cli", &[]),
];

const DAEMON: &[&str] = &[
    "countdown",
    "clock",
    "paths",
    "instance",
    "harden",
    "appearance",
    "settings",
    "catalogue",
    "store",
    "notify",
    "answering",
];

/// What counting and planning may use: values, no door to the world. chrono-tz is for its tests.
const PURE: &[&str] = &["chrono", "chrono_tz", "serde", "std"];
const PURE_STD: &[&str] =
    &["borrow", "cmp", "collections", "error", "fmt", "hash", "iter", "mem", "ops", "slice", "str"];
/// What asks the computer for the time or the zone.
const CLOCKS: &[&str] = &["Local", "SystemTime", "Instant"];

/// Where each foreign crate lives: files, or modules with all below them.
const HOMES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("sha2", &["store"]),
    (
        "clap",
        &[
            "cli/args.rs",
            "cli/args",
            "cli/mod.rs",
            "cli/man.rs",
            "cli/complete.rs",
            "cli/refusal.rs",
        ],
    ),
    ("clap_complete", &["cli/complete.rs"]),
    ("clap_mangen", &["cli/man.rs"]),
    ("maud", &["page"]),
    ("notify_rust", &["notify"]),
    ("zbus", &["notify"]),
    ("directories", &["paths"]),
    ("sd_notify", &["daemon", "service"]),
    ("toml", &["settings", "catalogue"]),
    ("toml_edit", &["settings"]),
    ("tokio", &["daemon", "notify"]),
];

/// What several commands share. Every other file in `cli` is a command, and those know nothing of
/// each other.
const SHARED: &[&str] = &[
    "args",
    "session",
    "screen",
    "render",
    "input",
    "editor",
    "refusal",
    "opening",
    "aftermath",
    "review",
    "gate",
    "situation",
    "launch",
    "doubt",
    "first",
    "explain",
    "span",
    "progress",
    "low",
    "care",
    "helping",
    "outgoing",
];

/// The most lines of a file in `src`, of one in `tests` (what a command prints is shown there in
/// whole), and of `main.rs`.
const LINES: [usize; 3] = [400, 700, 25];
/// The one way in which a test may wait for being asked for: what it needs is large.
const RUN_BY_FLAG: &str = r#"#[ignore = "tests/run --all-desktops runs it"]"#;

const TOP: &[&str] = &[
    "Cargo.toml",
    "build.rs",
    "src",
    "config",
    "tests",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    ".ci/run",
    "tests/run",
    "packaging/deb",
];

/// The Rust files of the project by their path from its root.
type Tree = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn tree() -> Tree {
    let mut tree = Tree::new();
    let mut open = ["build.rs", "src", "tests"].map(|top| root().join(top)).to_vec();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            tree.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    tree
}

/// Every breach of a rule, each with its file and line.
fn faults(tree: &Tree) -> Vec<String> {
    tree.iter().flat_map(|(file, text)| file_faults(file, text)).collect()
}

fn file_faults(file: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut faults = form(file, text);
    let runs = |line: usize| text.lines().nth(line - 1).is_some_and(|it| it.trim() == RUN_BY_FLAG);
    let unfinished = unfinished(&tokens).filter(|(line, _)| !runs(*line));
    faults.extend(unfinished.map(|(line, what)| format!("{file}:{line}: {what}")));
    let Some(inside) = file.strip_prefix("src/") else { return faults };
    let module = module_of(inside);
    for named in paths(&tokens, &module) {
        let fault = if file == "src/main.rs" {
            main_fault(&named)
        } else if named.ours {
            layer_fault(&module, &named.path)
        } else {
            foreign_fault(inside, &module, &named.path)
        };
        let path = named.path.join("::");
        faults.extend(fault.map(|fault| format!("{file}:{}: {path}: {fault}", named.line)));
    }
    if module.first() == Some(&"countdown") {
        let clocks = tokens.iter().filter(|token| CLOCKS.contains(&token.text.as_str()));
        faults.extend(clocks.map(|token| {
            format!("{file}:{}: {}: countdown reads no clock", token.line, token.text)
        }));
    }
    faults
}

/// `store/read.rs` is the module `store::read`.
fn module_of(inside: &str) -> Vec<&str> {
    let mut module: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
    if matches!(module.last(), Some(&"mod" | &"lib" | &"main")) {
        module.pop();
    }
    module
}

fn main_fault(named: &Named) -> Option<String> {
    let [first, rest @ ..] = named.path.as_slice() else { return None };
    let ok = first == "std" || (first == "nocontact" && rest.first().is_some_and(|at| at == "cli"));
    (named.ours || !ok).then(|| "main knows only cli".to_owned())
}

fn layer_fault(module: &[&str], path: &[String]) -> Option<String> {
    let top = path.first()?.as_str();
    let Some(own) = module.first() else {
        return Some("lib.rs is a map and imports nothing".to_owned());
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| name == own) else {
        return Some(format!("the module {own} has no place in the map"));
    };
    let in_grammar = module.starts_with(&["cli", "args"]);
    if in_grammar && top != "countdown" && path.get(1).is_some_and(|part| part != "args") {
        return Some("the grammar knows the words of countdown and no more".to_owned());
    }
    if top != *own {
        // Only modules are judged; a macro at the root would have to be in the map as well.
        return (*own != "cli" && !allowed.contains(&top))
            .then(|| format!("{own} may not import {top}"));
    }
    let (Some(from), Some(to)) = (module.get(1), path.get(1)) else { return None };
    let is_file = to.starts_with(char::is_lowercase);
    let between = *own == "cli" && is_file && from != to && !SHARED.contains(&to.as_str());
    between.then(|| "no command imports another, and no part a command".to_owned())
}

fn foreign_fault(inside: &str, module: &[&str], path: &[String]) -> Option<String> {
    let name = path.first()?.as_str();
    if let Some((_, homes)) = HOMES.iter().find(|(known, _)| *known == name) {
        let at_home = homes.iter().any(|home| {
            *home == inside || inside.starts_with(&format!("{home}/")) || module == [*home]
        });
        return (!at_home).then(|| format!("{name} lives in {}", homes.join(", ")));
    }
    let is_crate = name == "std" || name == "core" || dependencies().contains(name);
    if module.first() != Some(&"countdown") || !is_crate {
        return None;
    }
    let std_ok = name != "std" || path.get(1).is_some_and(|part| PURE_STD.contains(&part.as_str()));
    let reads = path.last().is_some_and(|last| last == "now");
    (!PURE.contains(&name) || !std_ok || reads)
        .then(|| "countdown is pure: no file, no clock, no environment, no I/O".to_owned())
}

/// All crates that `Cargo.toml` names, as they are written in code.
fn dependencies() -> BTreeSet<String> {
    let cargo: toml::Table = include_str!("../Cargo.toml").parse().unwrap();
    let tables = ["dependencies", "build-dependencies", "dev-dependencies"]
        .map(|name| cargo[name].as_table().unwrap());
    tables.into_iter().flat_map(toml::Table::keys).map(|name| name.replace('-', "_")).collect()
}

fn form(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//! ") {
        faults.push(format!("{file}:1: it does not open with what it owns (//!)"));
    }
    let [src, tests, main] = LINES;
    let most = match file {
        "src/main.rs" => main,
        _ if file.starts_with("src/") => src,
        _ => tests,
    };
    let lines = text.lines().count();
    if lines > most {
        faults.push(format!("{file}:{lines}: longer than {most} lines"));
    }
    faults
}

/// What was left for later, and exceptions that say no reason.
fn unfinished(tokens: &[Token]) -> impl Iterator<Item = (usize, String)> {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    (0..tokens.len()).filter_map(move |index| {
        let line = tokens[index].line;
        if matches!(text(index), "todo" | "unimplemented" | "dbg") && text(index + 1) == "!" {
            return Some((line, format!("{}! is for unfinished code", text(index))));
        }
        let attribute = text(index) == "[" && (index > 0) && matches!(text(index - 1), "#" | "!");
        match text(index + 1) {
            "ignore" if attribute => Some((line, "a test that is not run is none".to_owned())),
            "allow" | "expect" if attribute => {
                let end = (index..tokens.len()).find(|at| text(*at) == "]")?;
                let has_reason = (index..end).any(|at| text(at) == "reason");
                (!has_reason).then(|| (line, "an exception has to say its reason".to_owned()))
            }
            _ => None,
        }
    })
}

#[test]
fn the_source_keeps_the_house_rules() {
    let tree = tree();
    assert!(tree.len() > 50, "the source was not found");
    let faults = faults(&tree);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_map_and_every_rule_something_to_rule() {
    let tree = tree();
    let tops: BTreeSet<&str> = tree
        .keys()
        .filter_map(|file| module_of(file.strip_prefix("src/")?).first().copied())
        .collect();
    assert_eq!(tops, LAYERS.iter().map(|(name, _)| *name).collect());
    let map = tree["src/lib.rs"].split("\npub mod").next().unwrap();
    for top in tops {
        assert!(map.contains(&format!("`{top}`")), "{top} is not on the map in lib.rs");
    }
    for part in SHARED {
        assert!(tree.contains_key(&format!("src/cli/{part}.rs")), "{part} is no part of cli");
    }
    for (name, homes) in HOMES {
        assert!(dependencies().contains(*name), "{name} is no dependency");
        let used = tree.iter().any(|(file, text)| {
            homes.iter().any(|home| file.starts_with(&format!("src/{home}")))
                && paths(&tokens(text), &[])
                    .iter()
                    .any(|named| named.path.first().is_some_and(|first| first == name))
        });
        assert!(used, "{name} is not used where it lives");
    }
}

#[test]
fn the_top_of_the_project_is_what_people_look_for() {
    for name in TOP {
        assert!(root().join(name).exists(), "{name} is missing");
    }
}

/// A rule that cannot be broken is none: each of these files breaks one.
#[test]
fn each_rule_refuses_a_breach() {
    let breaches: &[(&str, &str, &str)] = &[
        ("src/countdown/new.rs", "use crate::store::Store;", "countdown may not import store"),
        ("src/countdown/new.rs", "fn f() { super::super::clock::now() }", "may not import clock"),
        ("src/countdown.rs", "use super::{paths::Paths};", "countdown may not import paths"),
        ("src/countdown/new.rs", "use std::{fmt, fs};", "std::fs: countdown is pure"),
        ("src/countdown/new.rs", "fn f() { std::net::lookup() }", "std::net::lookup: countdown"),
        ("src/countdown/new.rs", "use std::process::Command;", "countdown is pure"),
        ("src/countdown/new.rs", "use std::env::var;", "countdown is pure"),
        ("src/countdown/new.rs", "use std::time::Duration as D;", "countdown is pure"),
        ("src/countdown/new.rs", "use std::io::Write as _;", "countdown is pure"),
        ("src/countdown/new.rs", "use rustix::fs::open;", "countdown is pure"),
        ("src/countdown/new.rs", "use chrono::{Days, Local};", "countdown reads no clock"),
        ("src/countdown/new.rs", "fn f() { chrono::Utc::now(); }", "countdown is pure"),
        ("src/countdown/new.rs", "fn f() -> Instant { g() }", "countdown reads no clock"),
        ("src/clock.rs", "use crate::countdown::zone::Now;", "clock may not import countdown"),
        ("src/paths.rs", "use crate::settings::Settings;", "paths may not import settings"),
        ("src/instance.rs", "use crate::store::Store;", "instance may not import store"),
        ("src/harden.rs", "fn f() { crate::notify::log(1) }", "harden may not import notify"),
        ("src/appearance.rs", "use crate::paths::Paths;", "appearance may not import paths"),
        ("src/settings.rs", "use crate::paths::Paths;", "settings may not import paths"),
        ("src/catalogue.rs", "use crate::settings::Settings;", "catalogue may not import settings"),
        ("src/store/new.rs", "use crate::catalogue;", "store may not import catalogue"),
        ("src/store/new.rs", "mod a { use super::super::super::cli; }", "store may not import cli"),
        ("src/notify.rs", "use crate::store::Store;", "notify may not import store"),
        ("src/daemon/new.rs", "use crate::cli::main;", "daemon may not import cli"),
        ("src/new.rs", "use crate::store::Store;", "the module new has no place in the map"),
        ("src/lib.rs", "use self::store::Store;", "lib.rs is a map"),
        ("src/main.rs", "use nocontact::store::Store;", "main knows only cli"),
        ("src/main.rs", "fn main() { nocontact::daemon::run(); }", "main knows only cli"),
        ("src/cli/new.rs", "use super::urge;", "no command imports another"),
        ("src/cli/new.rs", "fn f() { crate::cli::log::run(); }", "no command imports another"),
        ("src/cli/render.rs", "use super::{screen::Screen, status::run};", "no part a command"),
        (
            "src/cli/args.rs",
            "use super::screen::Screen;",
            "the grammar knows the words of countdown",
        ),
        ("src/cli/args.rs", "use crate::store::Store;", "the grammar knows the words of countdown"),
        (
            "src/cli/args/new.rs",
            "use crate::cli::urge;",
            "the grammar knows the words of countdown",
        ),
        ("src/cli/new.rs", "use rusqlite::Connection;", "rusqlite lives in store"),
        ("src/cli/new.rs", "use clap::Parser;", "clap lives in cli/args.rs"),
        ("src/cli/new.rs", "use clap;", "clap lives in cli/args.rs"),
        ("src/cli/new.rs", "fn f(s: clap_complete::Shell) {}", "clap_complete lives in"),
        ("src/cli/new.rs", "use clap_mangen::Man;", "clap_mangen lives in"),
        ("src/daemon/new.rs", "use notify_rust::Hint;", "notify_rust lives in notify"),
        ("src/daemon/new.rs", "use zbus::Connection;", "zbus lives in notify"),
        ("src/store/new.rs", "use directories::ProjectDirs;", "directories lives in paths"),
        ("src/cli/new.rs", "fn f() { toml::from_str(1) }", "toml lives in settings, catalogue"),
        ("src/cli/new.rs", "#[tokio::main] async fn f() {}", "tokio lives in daemon, notify"),
        ("src/cli/new.rs", "fn f() { todo!() }", "todo! is for unfinished code"),
        ("src/cli/new.rs", "fn f() { unimplemented!() }", "unimplemented! is for unfinished code"),
        ("tests/new.rs", "fn f() { dbg!(1) }", "dbg! is for unfinished code"),
        ("tests/new.rs", "#[ignore = \"slow\"] fn f() {}", "a test that is not run is none"),
        ("tests/new.rs", "#![allow(dead_code)]", "an exception has to say its reason"),
        ("src/cli/new.rs", "#[expect(dead_code)] fn f() {}", "an exception has to say its reason"),
    ];
    for (file, code, fault) in breaches {
        let found = file_faults(file, &format!("//! New.\n\n{code}\n"));
        assert!(found.iter().any(|found| found.contains(fault)), "{file}: {code}\n{found:?}");
    }
    let long = |lines: usize| format!("//! New.\n{}", "\n".repeat(lines));
    for (file, text, fault) in [
        ("src/new.rs", "use std::fmt;\n".to_owned(), "does not open with what it owns"),
        ("tests/new.rs", "// New.\n".to_owned(), "does not open with what it owns"),
        ("src/store/new.rs", long(400), "longer than 400 lines"),
        ("tests/new.rs", long(700), "longer than 700 lines"),
        ("src/main.rs", long(25), "longer than 25 lines"),
    ] {
        let found = faults(&Tree::from([(file.to_owned(), text)]));
        assert!(found.iter().any(|found| found.contains(fault)), "{file}\n{found:?}");
    }
}

#[test]
fn what_is_allowed_is_let_pass() {
    for (file, code) in [
        ("src/countdown/new.rs", "use super::zone::{Moment, Now};\nuse std::collections::HashMap;"),
        ("src/countdown/new.rs", "// use crate::store;\nconst A: &str = \"todo!() 'crate::cli\";"),
        ("src/countdown/new.rs", "const A: &str = r#\"use std::fs; \" \"#;\n/* dbg!(1) */"),
        ("src/countdown/new.rs", "fn f<'a>(c: char) -> bool { c == '\\'' || c == '\"' }"),
        ("src/instance.rs", "use crate::clock::wait_until;"),
        ("src/cli/new.rs", "pub(crate) use super::{args::A, session::{Session, usage}};"),
        ("src/cli/new.rs", "#[expect(dead_code, reason = \"a word\")]\nfn f() {}"),
        ("src/cli/new.rs", "mod tests { use super::*; }\nuse crate::daemon::nudge;"),
        ("src/main.rs", "fn main() { nocontact::cli::main() }"),
    ] {
        let found = file_faults(file, &format!("//! New.\n\n{code}\n"));
        assert!(found.is_empty(), "{file}: {code}\n{found:?}");
    }
}
