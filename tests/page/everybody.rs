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

#[test]
fn a_month_is() {
    is_readable("quiet", &PAGES.quiet);
    is_readable("hard", &PAGES.hard);
}

#[test]
fn ten_years_are() {
    is_readable("years", &PAGES.years);
}

#[test]
fn words_are_and_nothing_is() {
    is_readable("words", &PAGES.words);
    is_readable("nothing", &PAGES.nothing);
}
