//! The page on paper: A4, each chart whole on its sheet, and every table open.

use std::collections::{BTreeMap, BTreeSet};

use super::PAGES;
use super::browser::{Browser, Look};

/// The objects of a PDF by number, each as text: Chromium writes its structure uncompressed.
fn objects(pdf: &[u8]) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(pdf);
    let ends = text.split("\nendobj").filter_map(|object| {
        let (head, body) = object.rsplit_once(" 0 obj\n")?;
        let number = head.rsplit('\n').next()?.trim();
        number.parse::<u32>().ok().map(|number| (format!("{number} 0 R"), body.to_owned()))
    });
    ends.collect()
}

/// The references in a piece of PDF after a word: `/Pg 5 0 R`.
fn references<'t>(text: &'t str, after: &str) -> Vec<&'t str> {
    text.match_indices(after)
        .filter_map(|(at, _)| {
            let rest = text[at + after.len()..].trim_start_matches([' ', '[']);
            rest.find(" 0 R").map(|end| &rest[..end + 4])
        })
        .collect()
}

/// The sheets that a part of the structure is on, with all below it.
fn sheets(of: &str, objects: &BTreeMap<String, String>, found: &mut BTreeSet<String>) {
    let Some(body) = objects.get(of).filter(|it| it.contains("/Type /StructElem")) else { return };
    found.extend(references(body, "/Pg").into_iter().map(str::to_owned));
    for kid in kids(body) {
        sheets(&kid, objects, found);
    }
}

/// The references to the parts of a part: `/K 5 0 R` or `/K [5 0 R 6 0 R]`.
fn kids(body: &str) -> Vec<String> {
    let Some((_, kids)) = body.split_once("/K ") else { return Vec::new() };
    let kids = kids.split([']', '>']).next().unwrap();
    // What comes after the last reference is none.
    let (kids, _) = kids.rsplit_once(" 0 R").unwrap_or_default();
    let numbers = kids.split(" 0 R").filter_map(|it| it.rsplit([' ', '[', '\n']).next());
    numbers.map(|number| format!("{number} 0 R")).collect()
}

/// The drawings that are not on one sheet alone, together with their names.
pub(super) fn broken_figures(pdf: &[u8]) -> Vec<String> {
    let objects = objects(pdf);
    let is = |number: &str, what: &str| objects[number].contains(what);
    let figures: Vec<&String> = objects.keys().filter(|it| is(it, "/S /Figure\n/Alt")).collect();
    assert!(!figures.is_empty(), "the structure was not found");
    let broken = figures.into_iter().filter(|figure| {
        let mut on = BTreeSet::new();
        sheets(figure, &objects, &mut on);
        let parent = references(&objects[*figure], "/P ")[0];
        for name in kids(&objects[parent]) {
            if is(&name, "/S /Caption") {
                sheets(&name, &objects, &mut on);
            }
        }
        on.len() != 1
    });
    broken.cloned().collect()
}

/// Also where the screen is dark.
#[test]
fn it_is_black_on_white() {
    let mut browser = Browser::start();
    browser.look(Look { width: 1000, dark: true });
    browser.open(&PAGES.quiet.page);
    let ground = "getComputedStyle(document.documentElement).backgroundColor";
    assert_ne!(browser.evaluate(ground), "rgb(255, 255, 255)");
    browser.look_on_paper();
    assert_eq!(browser.evaluate(ground), "rgb(255, 255, 255)");
}

#[test]
fn it_is_a4_and_no_chart_is_broken() {
    let mut browser = Browser::start();
    for (name, made) in PAGES.all() {
        browser.look(Look { width: 1000, dark: true });
        browser.open(&made.page);
        let pdf = browser.pdf();
        browser.keep(&format!("{name}.pdf"), &pdf);
        let text = String::from_utf8_lossy(&pdf);
        // What is folded on a screen is open here.
        let open = text.matches("/S /Table\n").count();
        assert_eq!(browser.evaluate("document.querySelectorAll('table').length"), open, "{name}");
        let boxes: Vec<&str> = text
            .match_indices("/MediaBox [")
            .map(|(at, word)| text[at + word.len()..].split(']').next().unwrap())
            .collect();
        assert!(!boxes.is_empty(), "{name}");
        for sides in boxes {
            let sides: Vec<f64> = sides.split_whitespace().map(|it| it.parse().unwrap()).collect();
            let off = (sides[2] - 595.28).abs().max((sides[3] - 841.89).abs());
            assert!(sides[..2] == [0.0, 0.0] && off < 1.0, "{name}: {sides:?}");
        }
        if name != "nothing" {
            assert_eq!(broken_figures(&pdf), Vec::<String>::new(), "{name}");
        }
    }
}
