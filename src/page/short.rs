//! What the whole span comes to, and each window that has a part in it.
//!
//! Owns these two tables.

use maud::{Markup, html};

use super::chart::details;
use super::minute;
use crate::countdown::journal::Days;
use crate::countdown::picture::Picture;
use crate::countdown::window::{Precision, Window};

/// More windows than these are folded on a screen.
const FEW: usize = 6;

pub(super) fn section(picture: &Picture) -> Markup {
    html! {
        section aria-labelledby="short" {
            h2 id="short" { "In short" }
            (counts(picture))
            @if !picture.windows.is_empty() { (windows(&picture.windows)) }
        }
    }
}

fn counts(picture: &Picture) -> Markup {
    let urges = &picture.urges;
    let received = picture.received.iter().map(|(_, number)| number).sum();
    let rows: [(&str, u32); 8] = [
        ("Urges logged", urges.logged),
        ("… let pass", urges.let_pass),
        ("… too early to say", urges.not_judged),
        ("Contact made", picture.contacted),
        ("Necessary contact", picture.necessary),
        ("Messages and calls received", received),
        ("Moods logged", picture.moods.iter().sum()),
        ("Notes by themselves", picture.notes),
    ];
    html! {
        table #short-table {
            caption { "Everything logged in these days" }
            thead { tr { th scope="col" { "What" } th scope="col" { "How many" } } }
            tbody {
                @for (what, number) in rows { tr { th scope="row" { (what) } td { (number) } } }
            }
        }
        p.legend {
            "An urge is let pass if it eased, stayed or grew, or was not answered, and no contact \
             but necessary contact was made in the 24 hours after it. Less than a day after one with \
             no answer it is too early to say."
        }
    }
}

fn windows(windows: &[(Window, Days)]) -> Markup {
    let heads = ["Window", "Days", "Without contact", "Longest stretch", "Since contact"];
    let table = html! {
        div.wide role="region" aria-label="Windows" tabindex="0" {
            table #windows-table {
                caption { "Windows, each as a whole, in days" }
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for (window, days) in windows { (row(window, *days)) } }
            }
        }
    };
    html! {
        @if windows.len() > FEW { (details("Windows", &table)) } @else { (table) }
        p.legend {
            "Necessary contact changes none of these. A window goes from a last contact to its \
             closing, or to now."
        }
    }
}

fn row(window: &Window, days: Days) -> Markup {
    let since = match window.precision {
        Precision::Minute => minute(window.since),
        Precision::Day => window.since.format("%a %-d %b %Y").to_string(),
    };
    let until = window.closed_at.map_or("open".to_owned(), |at| format!("closed {}", minute(at)));
    let length = window.length.map_or("no end date".to_owned(), |days| format!("length {days}"));
    html! {
        tr {
            th scope="row" { (window.id) ": from " (since) ", " (until) }
            td { (days.passed) " " small { (length) } }
            td { (days.without_contact) }
            td { (days.longest_stretch) }
            td { (days.since_contact) }
        }
    }
}
