//! The page of `report` in a real Chromium: what it asks for, what it says, how it looks on a narrow
//! screen, on a dark one and on paper, whether everybody can read it, and whether each figure of its
//! tables is one of `stats --json`, which `picture` counts a second time in SQL.
//!
//! Guards promise 2 of design §1: nothing typed is shown beyond what the person asked for, and the
//! page that leaves their hands asks nobody for anything.

mod browser;
mod controls;
mod everybody;
mod figures;
mod paper;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::picture::sets;
use crate::world::World;
use browser::{Browser, Look};

/// What is typed by somebody who means no good to the page, and how it is to be read there.
const TYPED: &[(&str, &str)] = &[
    ("<script>console.log('ran')</script>", "<script>console.log('ran')</script>"),
    (
        "<img src=http://127.0.0.1/x onerror=alert(1)>",
        "<img src=http://127.0.0.1/x onerror=alert(1)>",
    ),
    (
        "</style></title></textarea> ]]> --> &amp; &lt;",
        "</style></title></textarea> ]]> --> &amp; &lt;",
    ),
    ("שלום \u{202e}and back\u{202c} مرحبا", "שלום \u{202e}and back\u{202c} مرحبا"),
    ("👩‍👩‍👧‍👦 🧀 e\u{301}", "👩‍👩‍👧‍👦 🧀 e\u{301}"),
    ("two\nlines\n\n  and a gap", "two\nlines\n\n  and a gap"),
    ("a\u{1b}[2Jb\u{1}c\u{7f}d\u{9b}e\tf\u{2028}g", "a␛[2Jb␁c␡d\u{fffd}e\tf\u{2028}g"),
    ("x\u{feff}y\u{ad}z\u{e0041}", "x\u{feff}y\u{ad}z\u{e0041}"),
];

/// One history, its page, and its figures.
struct Made {
    page: PathBuf,
    stats: Value,
}

/// The pages that the tests look at, made once.
struct Pages {
    _dir: TempDir,
    quiet: Made,
    hard: Made,
    months: Made,
    years: Made,
    words: Made,
    nothing: Made,
}

static PAGES: LazyLock<Pages> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str, live: fn(&mut World), report: &str, stats: &str| {
        let mut world = World::new();
        live(&mut world);
        made(&world, &dir.path().join(format!("{name}.html")), report, stats)
    };
    let all = "--include-notes --record";
    Pages {
        quiet: make("quiet", sets::quiet, "", ""),
        hard: make("hard", sets::hard, &format!("--from '2026-09-28' {all}"), "--all"),
        months: make("months", sets::ten_years, "--from '2025-06-10'", "--since '2025-06-10'"),
        years: make("years", sets::ten_years, "--from '2000-01-01'", "--since '2000-01-01'"),
        words: make("words", words, all, ""),
        nothing: make(
            "nothing",
            |_| {},
            &format!("--from '2026-11-01' {all}"),
            "--since '2026-11-01'",
        ),
        _dir: dir,
    }
});

impl Pages {
    fn all(&self) -> [(&'static str, &Made); 6] {
        let Self { quiet, hard, months, years, words, nothing, .. } = self;
        [
            ("quiet", quiet),
            ("hard", hard),
            ("months", months),
            ("years", years),
            ("words", words),
            ("nothing", nothing),
        ]
    }
}

fn made(world: &World, page: &Path, report: &str, stats: &str) -> Made {
    let ran = world.run(&format!("report --html {} {report}", page.display()));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    let ran = world.run(&format!("stats --json {stats}"));
    assert_eq!(ran.exit, "exit 0", "{ran}");
    let stats = serde_json::from_str(&ran.stdout).unwrap();
    Made { page: page.to_owned(), stats }
}

/// Everything that can be typed, typed everywhere.
fn words(world: &mut World) {
    let ran = world.run("start --since '3 nov 14:05' --no-daemon");
    assert_eq!(ran.exit, "exit 0", "{ran}");
    let long = "x".repeat(10_000);
    for typed in TYPED.iter().map(|(typed, _)| *typed).chain([long.as_str()]) {
        for line in [&["note", "--", typed][..], &["received", "--via", typed, "--note", typed]] {
            let ran = world.run_args(line);
            assert_eq!(ran.exit, "exit 0", "{ran}");
        }
        let first = typed.lines().next().unwrap();
        let ran = world.run_args(&["urge", "4", "--feeling", first, "--trigger", first]);
        assert_eq!(ran.exit, "exit 0", "{ran}");
    }
}

#[test]
fn a_page_asks_for_nothing_and_says_nothing() {
    let mut browser = Browser::start();
    for (name, made) in PAGES.all() {
        browser.open(&made.page);
        let own = format!("file://{}", made.page.display());
        assert_eq!(browser.requests(), [own], "{name}");
        assert_eq!(browser.messages(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_was_typed_is_shown_as_text() {
    let mut browser = Browser::start();
    browser.open(&PAGES.words.page);
    let long = "x".repeat(10_000);
    let wanted: Vec<&str> = TYPED.iter().map(|(_, shown)| *shown).chain([long.as_str()]).collect();
    let of = |within: &str| {
        format!("[...document.querySelectorAll('{within}')].map(it => it.textContent)")
    };
    let twice: Vec<&str> = wanted.iter().flat_map(|words| [*words; 2]).collect();
    let notes = browser.evaluate(&of("section[aria-labelledby=notes] .words"));
    assert_eq!(notes, serde_json::json!(twice));
    let record = browser.evaluate(&of("section[aria-labelledby=record] .words"));
    assert_eq!(record, serde_json::json!(wanted));
    let channels = browser.evaluate(&of("section[aria-labelledby=record] dd bdi"));
    assert_eq!(channels, serde_json::json!(wanted));
    // Nothing of it became a part of the page.
    let parts = "[...document.querySelectorAll('script, img, textarea, body style')].length";
    assert_eq!(browser.evaluate(parts), 0);
}

#[test]
fn it_fits_on_a_narrow_screen() {
    let mut browser = Browser::start();
    browser.look(Look { width: 360, dark: false });
    for (name, made) in PAGES.all() {
        browser.open(&made.page);
        for open in ["false", "true"] {
            let all = "document.querySelectorAll('details')";
            browser.evaluate(&format!("{all}.forEach(it => it.open = {open})"));
            let wide = browser.evaluate("document.documentElement.scrollWidth");
            assert_eq!(wide, 360, "{name}");
            browser.keep_picture(&format!("{name}-narrow-{open}"));
        }
    }
}

/// The policy names the style by its checksum.
#[test]
fn the_checksum_of_the_style_is_its_own() {
    let style = include_bytes!("../../config/page.css");
    let sum = browser::encoded(&Sha256::digest(style));
    assert_eq!(include_str!("../../config/page.css.sha256"), sum);
}

/// Pages that stay light: a month in tens of kilobytes, ten years in less than a megabyte.
#[test]
fn a_page_stays_small_however_long_the_history() {
    for (name, made, most) in [("quiet", &PAGES.quiet, 100_000), ("years", &PAGES.years, 200_000)] {
        let size = fs::metadata(&made.page).unwrap().len();
        eprintln!("{name}: {size} bytes");
        assert!(size < most, "{name}: {size} bytes");
    }
}
