//! The urges: when they came, what they were like, what became of them; and the moods and messages
//! by kind.
//!
//! Owns these charts. A mean of fewer than five cases is not shown, and nothing says that one thing
//! came of another.

use maud::{Markup, Render as _, html};

use super::WEEKDAYS;
use super::chart::{Bars, Chart, GROUND, column, level, names, part, scale};
use super::tenths;
use crate::countdown::entry::{Outcome, ReceivedKind};
use crate::countdown::picture::{Eased, Picture, RatedTwice, Urges};

/// A square of the hours, and the line of hours below.
const HOUR: [u32; 2] = [27, 40];
const FIRST_HOUR: u32 = 66;
/// The most words of a table: what else there is stands in one row.
const MOST_WORDS: usize = 50;

pub(super) fn section(picture: &Picture, done: &[(&str, u32)]) -> Markup {
    let urges = &picture.urges;
    let any_received = picture.received.iter().any(|(_, number)| *number > 0);
    html! {
        @if urges.logged > 0 {
            section aria-labelledby="of-urges" {
                h2 id="of-urges" { "Urges" }
                div.charts {
                    (hours(urges))
                    (strengths(urges))
                    (words("feelings", "Feelings", "Feeling", &urges.feelings))
                    (words("triggers", "What set them off", "Trigger", &urges.triggers))
                    (outcomes(urges))
                    @if urges.eased.urges > 0 { (eased(&urges.eased, done)) }
                }
            }
        }
        @if any_received || picture.moods.iter().any(|number| *number > 0) {
            section aria-labelledby="of-others" {
                h2 id="of-others" { "Moods and messages" }
                div.charts {
                    @if picture.moods.iter().any(|number| *number > 0) { (moods(picture.moods)) }
                    @if any_received { (received(picture)) }
                }
            }
        }
    }
}

fn hours(urges: &Urges) -> Markup {
    let hours = &urges.hours;
    let most = hours.iter().flatten().copied().max().unwrap_or(0);
    let drawing = html! {
        @for ((day, y), name) in hours.iter().zip((0_u32..).map(|row| row * HOUR[1])).zip(WEEKDAYS) {
            text x="0" y=(y + 29) { (name) }
            @for (number, x) in day.iter().zip((0_u32..).map(|hour| FIRST_HOUR + hour * HOUR[0])) {
                rect class=(level(*number, most)) x=(x + 1) y=(y + 1) width="25" height="38" rx="4" {}
            }
        }
        @for hour in [0_u32, 3, 6, 9, 12, 15, 18, 21] {
            text.middle x=(FIRST_HOUR + 14 + hour * HOUR[0]) y=(HOUR[1] * 7 + 30) { (hour) }
        }
    };
    Chart {
        id: "hours",
        title: "When they came",
        says: format!(
            "Weekdays below each other, the hours from 0 to 23 beside each other: the \
                       more urges, the stronger the colour. The most in one hour of a weekday are {most}."
        ),
        height: HOUR[1] * 7 + 44,
        drawing,
        legend: Some(html! {
            "By weekday and hour of the day; the fullest hour has " (most) "."
            @if urges.of_no_hour() > 0 { " Known to the day alone: " (urges.of_no_hour()) "." }
        }),
        table: Some(table_of_hours(hours)),
    }
    .render()
}

fn table_of_hours(hours: &[[u32; 24]; 7]) -> Markup {
    html! {
        table #hours-table {
            caption { "Urges by hour and weekday" }
            thead { tr { th scope="col" { "Hour" } @for name in WEEKDAYS { th scope="col" { (name) } } } }
            tbody {
                @for hour in 0..24 {
                    tr {
                        th scope="row" { (format!("{hour:02}")) }
                        @for day in hours { td { (day.get(hour).copied().unwrap_or(0)) } }
                    }
                }
            }
        }
    }
}

/// How strong they were when they came, beside how strong when they were answered last.
fn strengths(urges: &Urges) -> Markup {
    let both = || urges.before.iter().chain(&urges.after).copied();
    let most = both().max().unwrap_or(0).max(1);
    let pairs = || urges.before.iter().zip(&urges.after).zip(1..);
    let drawing = html! {
        (scale(most))
        @for (((before, after), _), index) in pairs().zip(0..) {
            @let (from, to) = (part(index, 5) + 14, part(index + 1, 5) - 14);
            @let middle = u32::midpoint(from, to);
            (column("bar", from, middle, *before, most))
            (column("bar after", middle, to, *after, most))
        }
        (names(["1", "2", "3", "4", "5"].into_iter()))
    };
    let table = html! {
        table #strengths-table {
            caption { "Urges by strength" }
            thead { tr { @for head in ["Strength", "When they came", "Afterwards"] { th scope="col" { (head) } } } }
            tbody {
                @for ((before, after), strength) in pairs() {
                    tr { th scope="row" { (strength) } td { (before) } td { (after) } }
                }
            }
        }
    };
    let told: Vec<String> =
        pairs().map(|((before, after), at)| format!("{at}: {before} and {after}")).collect();
    let legend = html! {
        span.key { } " left: when they came. " span.key.after { } " right: when they were answered last. "
        (twice(urges.rated_twice))
    };
    Chart {
        id: "strengths",
        title: "How strong they were",
        says: format!("Before and afterwards, for each strength: {}.", told.join(", ")),
        height: GROUND + 40,
        drawing,
        legend: Some(legend),
        table: Some(table),
    }
    .render()
}

fn twice(twice: RatedTwice) -> Markup {
    let RatedTwice { urges, lower, same, higher, .. } = twice;
    html! {
        @if urges > 0 {
            "Rated both times: " (urges) ", of them lower " (lower) ", as before " (same)
            ", higher " (higher) "."
        }
        @if let Some((before, after)) = twice.means() {
            " On average " (tenths(before)) ", then " (tenths(after)) "."
        }
    }
}

/// Words as they were typed.
fn words(id: &str, title: &str, head: &str, words: &[(String, u32)]) -> Markup {
    let (rows, others) = words.split_at(words.len().min(MOST_WORDS));
    let sum = others.iter().map(|(_, number)| number).sum();
    let rest = (!others.is_empty()).then(|| (format!("{} other words", others.len()), sum));
    html! {
        @if !rows.is_empty() { (Bars { id, title, heads: [head, "Urges"], rows, legend: None, rest }) }
    }
}

fn outcomes(urges: &Urges) -> Markup {
    let of = |outcome: Option<Outcome>| urges.outcomes.get(&outcome).copied().unwrap_or(0);
    let known = Outcome::ALL.iter().map(|outcome| (outcome.to_string(), of(Some(*outcome))));
    let rows: Vec<(String, u32)> = known.chain([("no answer".to_owned(), of(None))]).collect();
    let (title, heads) = ("What became of them", ["Latest answer", "Urges"]);
    Bars { id: "outcomes", title, heads, rows: &rows, legend: None, rest: None }.render()
}

/// What the user had done by the time an urge had eased.
fn eased(eased: &Eased, done: &[(&str, u32)]) -> Markup {
    let suggested = done.iter().map(|(kind, times)| (format!("a suggestion done: {kind}"), *times));
    let wrote = ("words written down".to_owned(), eased.wrote);
    let nothing = ("nothing of that logged".to_owned(), eased.nothing);
    let rows: Vec<(String, u32)> = suggested.chain([wrote, nothing]).collect();
    let title = format!("Before {} eased", super::count(eased.urges, "urge"));
    Bars {
        id: "eased",
        title: &title,
        heads: ["Logged in between", "Times"],
        rows: &rows,
        legend: Some("What came before need not be what helped."),
        rest: None,
    }
    .render()
}

fn moods(moods: [u32; 5]) -> Markup {
    let rows: Vec<(String, u32)> =
        ["1, low", "2", "3", "4", "5, good"].into_iter().map(str::to_owned).zip(moods).collect();
    let heads = ["Mood", "Times"];
    Bars {
        id: "mood-counts",
        title: "Moods by number",
        heads,
        rows: &rows,
        legend: None,
        rest: None,
    }
    .render()
}

fn received(picture: &Picture) -> Markup {
    let kind = |kind: Option<_>| {
        kind.map_or("no kind given".to_owned(), |kind: ReceivedKind| kind.to_string())
    };
    let rows: Vec<(String, u32)> =
        picture.received.iter().map(|(of, number)| (kind(*of), *number)).collect();
    let (title, heads) = ("Received, by kind", ["Kind", "Messages and calls"]);
    Bars { id: "received", title, heads, rows: &rows, legend: None, rest: None }.render()
}
