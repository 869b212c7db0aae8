//! What a page must not do is noticed where it is done: otherwise the tests of this module could not
//! fail.

use std::fs;

use super::browser::{Browser, Look};
use super::{PAGES, everybody, paper};

/// A page that does everything that ours must not.
const BAD: &str = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Bad</title></head>
<body><h1>Bad</h1><img src='http://127.0.0.1:9/outside.png' alt='x'>
<script>console.log('spoke')</script><p style='color:#999;background:#aaa'>pale</p>
<img src='data:,'><table><tr><td style='white-space:nowrap'>WIDE</td></tr></table></body></html>";

#[test]
fn requests_messages_and_width_are_seen() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bad.html");
    fs::write(&file, BAD.replace("WIDE", &"wide ".repeat(200))).unwrap();
    let mut browser = Browser::start();
    browser.look(Look { width: 360, dark: false });
    browser.open(&file);
    let requests = browser.requests();
    assert!(requests.iter().any(|url| url.contains("outside.png")), "{requests:?}");
    let messages = browser.messages();
    assert!(messages.iter().any(|message| message.contains("spoke")), "{messages:?}");
    let wide = browser.evaluate("document.documentElement.scrollWidth");
    assert!(wide.as_u64().unwrap() > 360, "{wide}");
    let found = everybody::violations(&mut browser);
    for rule in ["color-contrast", "image-alt"] {
        assert!(found.iter().any(|it| it.starts_with(rule)), "{rule}: {found:?}");
    }
}

/// Where something of it got through after all, the policy of the page itself stands before it.
#[test]
fn the_policy_of_the_page_lets_nothing_run_and_nothing_in() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("page.html");
    let page = fs::read_to_string(&PAGES.quiet.page).unwrap();
    let bad = "<script>document.title = 'ran'</script><style>h1 { color: red }</style>\
               <p id=pale style='color: red'>x</p><img src='http://127.0.0.1:9/outside.png' alt=x>";
    fs::write(&file, page.replace("</main>", &format!("{bad}</main>"))).unwrap();
    let mut browser = Browser::start();
    browser.open(&file);
    assert_eq!(browser.requests().len(), 1, "{:?}", browser.requests());
    assert!(browser.messages().len() >= 4, "{:?}", browser.messages());
    assert_ne!(browser.evaluate("document.title"), "ran");
    for what in ["h1", "#pale"] {
        let color = format!("getComputedStyle(document.querySelector('{what}')).color");
        assert_ne!(browser.evaluate(&color), "rgb(255, 0, 0)");
    }
}

#[test]
fn a_chart_over_two_sheets_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("page.html");
    let page = fs::read_to_string(&PAGES.hard.page).unwrap();
    // Higher than a sheet: nothing can keep it together.
    let high = "<figure><h3>High</h3><div role=img aria-label=x><p>top</p>\
                <p style='height:400mm'></p><p>bottom</p></div></figure>";
    let page = page.replace("style-src 'sha256-", "style-src 'unsafe-inline' 'x-");
    fs::write(&file, page.replace("</main>", &format!("{high}</main>"))).unwrap();
    let mut browser = Browser::start();
    browser.open(&file);
    let pdf = browser.pdf();
    assert_ne!(paper::broken_figures(&pdf), Vec::<String>::new());
}
