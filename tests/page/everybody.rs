//! Whether everybody can read the page: axe-core finds nothing in it, in light and in dark, folded
//! and open.

use std::fs;
use std::path::Path;

use super::browser::{Browser, Look};
use super::{Made, PAGES};

/// Where tests/run puts it.
const AXE: &str = "target/tools/axe-core-4.14.1/axe.min.js";

/// Every rule that the page breaks, with what breaks it.
pub(super) fn violations(browser: &mut Browser) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
    let axe = fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("{}: {error}: tests/run --install fetches it", file.display())
    });
    browser.evaluate(&format!("{axe}; 0"));
    let found = browser.evaluate(
        "axe.run({resultTypes: ['violations']}).then(({violations, passes}) => {
           if (passes.length < 10) throw new Error('axe looked at nothing');
           return violations.map(it => it.id + ': ' + it.nodes.map(node => node.html).join('  '));
         })",
    );
    serde_json::from_value(found).unwrap()
}

fn is_readable(name: &str, made: &Made) {
    let mut browser = Browser::start();
    for dark in [false, true] {
        for (width, open) in [(1000, false), (1000, true), (360, true)] {
            browser.look(Look { width, dark });
            browser.open(&made.page);
            let all = "document.querySelectorAll('details')";
            browser.evaluate(&format!("{all}.forEach(it => it.open = {open})"));
            let found = violations(&mut browser);
            assert!(found.is_empty(), "{name}, dark {dark}: {found:#?}");
        }
        browser.look(Look { width: 1000, dark });
        browser.keep_picture(&format!("{name}-{}", if dark { "dark" } else { "light" }));
    }
}

/// axe-core does not look at drawings.
#[test]
fn letters_and_shapes_stand_out_in_the_drawings() {
    let grounds = ["--paper", "--none", "--one", "--two", "--three", "--four"];
    let letters = grounds.map(|ground| ("--ink", ground, 4.5));
    let others =
        [("--quiet", "--paper", 4.5), ("--bar", "--paper", 3.0), ("--after", "--paper", 3.0)];
    let mut browser = Browser::start();
    for dark in [false, true] {
        browser.look(Look { width: 1000, dark });
        browser.open(&PAGES.quiet.page);
        for (front, ground, least) in letters.iter().chain(&others) {
            let [front_light, ground_light] = [front, ground].map(|name| {
                let style = "getComputedStyle(document.documentElement)";
                let color = browser.evaluate(&format!("{style}.getPropertyValue('{name}').trim()"));
                light(color.as_str().unwrap())
            });
            let [high, low] =
                [front_light.max(ground_light), front_light.min(ground_light)].map(|it| it + 0.05);
            assert!(high / low >= *least, "{front} on {ground}, dark {dark}: {}", high / low);
        }
    }
}

/// The relative luminance of `#rrggbb`, as WCAG defines it.
fn light(color: &str) -> f64 {
    let parts = [(1, 0.2126), (3, 0.7152), (5, 0.0722)].map(|(at, share)| {
        let part = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
        let linear =
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        linear * share
    });
    parts.iter().sum()
}

#[test]
fn a_month_is() {
    is_readable("quiet", &PAGES.quiet);
    is_readable("hard", &PAGES.hard);
}

#[test]
fn ten_years_are() {
    is_readable("months", &PAGES.months);
    is_readable("years", &PAGES.years);
}

#[test]
fn words_are_and_nothing_is() {
    is_readable("words", &PAGES.words);
    is_readable("nothing", &PAGES.nothing);
}
