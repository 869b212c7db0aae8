//! A chart: a drawing with a name and a sentence for who cannot see it, and the same figures as a
//! table.
//!
//! Owns the drawings that several figures share. A drawing has no colours of its own: its classes
//! get them from the style, light or dark. Its unit is half a pixel at its natural size.

use maud::{Markup, Render, html};

use super::count;

/// How wide every drawing is.
pub(super) const WIDTH: u32 = 720;
/// Where columns begin: left of them stand the numbers of their scale.
pub(super) const LEFT: u32 = 76;
/// How high columns are at most, and where they stand.
const HIGH: u32 = 220;
const TOP: u32 = 24;
pub(super) const GROUND: u32 = TOP + HIGH;
/// The height of a drawing of columns: below them stand their names.
const WITH_NAMES: u32 = GROUND + 40;
/// The most bars of a drawing: the table has them all.
const MOST_BARS: usize = 12;
/// A bar and the word above it.
const BAR: u32 = 72;
const BAR_STEP: usize = 72;
/// How much of a word has room above its bar, in columns of a terminal.
const ROOM: usize = 44;

/// A drawing and its table.
pub(super) struct Chart<'c> {
    /// Tells it from the others on the page.
    pub(super) id: &'c str,
    pub(super) title: &'c str,
    /// What is to be seen in it, in a sentence or two.
    pub(super) says: String,
    pub(super) height: u32,
    pub(super) drawing: Markup,
    /// How to read it, where that is not plain.
    pub(super) legend: Option<Markup>,
    /// `None` where another below has its figures.
    pub(super) table: Option<Markup>,
}

impl Render for Chart<'_> {
    fn render(&self) -> Markup {
        let [name, words] = ["name", "words"].map(|part| format!("{}-{part}", self.id));
        html! {
            figure id=(self.id) {
                figcaption { h3 { (self.title) } }
                svg role="img" viewBox=(format!("0 0 {WIDTH} {}", self.height))
                    aria-labelledby=(format!("{name} {words}")) {
                    title id=(name) { (self.title) }
                    desc id=(words) { (self.says) " The table below has every figure." }
                    (self.drawing)
                }
                @if let Some(legend) = &self.legend { p.legend { (legend) } }
                @if let Some(table) = &self.table { (details(self.title, table)) }
            }
        }
    }
}

/// A table that is folded on a screen and open on paper.
pub(super) fn details(title: &str, table: &Markup) -> Markup {
    html! { details { summary { (title) " as a table" } (table) } }
}

/// A table of words and counts.
pub(super) fn table(id: &str, title: &str, heads: [&str; 2], rows: &[(String, u32)]) -> Markup {
    html! {
        table id=(format!("{id}-table")) {
            caption { (title) }
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for (word, number) in rows {
                    tr { th scope="row" { bdi { (word) } } td { (number) } }
                }
            }
        }
    }
}

/// Bars of words and counts, most first or in an order of their own.
pub(super) struct Bars<'b> {
    pub(super) id: &'b str,
    pub(super) title: &'b str,
    pub(super) heads: [&'b str; 2],
    pub(super) rows: &'b [(String, u32)],
    /// How to read it, where that is not plain.
    pub(super) legend: Option<&'b str>,
    /// What comes after the rows of the table, if anything.
    pub(super) rest: Option<(String, u32)>,
}

impl Render for Bars<'_> {
    fn render(&self) -> Markup {
        let drawn: Vec<&(String, u32)> = self.rows.iter().take(MOST_BARS).collect();
        let most = drawn.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
        let left_out = self.rows.len().saturating_sub(MOST_BARS);
        let more = (left_out > 0).then(|| {
            let rows = count(u32::try_from(left_out).unwrap_or(u32::MAX), "row");
            format!("The table has {rows} more.")
        });
        let legend = [self.legend.map(str::to_owned), more].into_iter().flatten();
        let legend = legend.collect::<Vec<_>>().join(" ");
        let legend = (!legend.is_empty()).then(|| html! { (legend) });
        let all: Vec<(String, u32)> = self.rows.iter().cloned().chain(self.rest.clone()).collect();
        let said: Vec<String> =
            drawn.iter().map(|(word, number)| format!("{} {number}", cut(word))).collect();
        Chart {
            id: self.id,
            title: self.title,
            says: format!("{}: {}.", self.heads.join(" and "), said.join(", ")),
            height: BAR * u32::try_from(drawn.len()).unwrap_or(0),
            drawing: html! {
                @for ((word, number), top) in drawn.iter().zip((0..).step_by(BAR_STEP)) {
                    (bar(word, *number, most, top))
                }
            },
            legend,
            table: Some(table(self.id, self.title, self.heads, &all)),
        }
        .render()
    }
}

fn bar(word: &str, number: u32, most: u32, top: u32) -> Markup {
    let long = scaled(number, most, WIDTH - 80);
    html! {
        text x="0" y=(top + 26) { (cut(word)) }
        @if number > 0 { rect.bar x="0" y=(top + 36) width=(long.max(2)) height="24" rx="3" {} }
        text x=(long + 12) y=(top + 57) { (number) }
    }
}

/// As much of a word as has room.
fn cut(word: &str) -> String {
    if textwrap::core::display_width(word) <= ROOM {
        return word.to_owned();
    }
    let mut cut = String::new();
    for c in word.chars() {
        if textwrap::core::display_width(&cut) >= ROOM - 2 {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

/// `number` as a length, where `most` is `long`.
pub(super) fn scaled(number: u32, most: u32, long: u32) -> u32 {
    let scaled = u64::from(number) * u64::from(long) / u64::from(most.max(1));
    u32::try_from(scaled).unwrap_or(long)
}

/// Where the part `index` of `parts` begins that share a line from `LEFT` to the right edge.
pub(super) fn part(index: usize, parts: usize) -> u32 {
    let [index, parts] = [index, parts].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    LEFT + scaled(index, parts, WIDTH - LEFT)
}

/// A scale from 0 to `most`: a line at the ground, one at the top, one between where there is one.
pub(super) fn scale(most: u32) -> Markup {
    let marks: &[u32] = if most.is_multiple_of(2) { &[0, most / 2, most] } else { &[0, most] };
    html! {
        @for mark in marks {
            @let y = GROUND - scaled(*mark, most, HIGH);
            line.rule x1=(LEFT) x2=(WIDTH) y1=(y) y2=(y) {}
            text.end x=(LEFT - 10) y=(y + 8) { (mark) }
        }
    }
}

/// A column on the ground between two places.
pub(super) fn column(class: &str, from: u32, to: u32, number: u32, most: u32) -> Markup {
    let high = scaled(number, most, HIGH);
    let gap = if to.saturating_sub(from) > 6 { 2 } else { 0 };
    let wide = to.saturating_sub(from + gap).max(1);
    html! {
        @if number > 0 {
            rect class=(class) x=(from) y=(GROUND - high) width=(wide) height=(high) {}
        }
    }
}

/// Columns along time: each has a name, and as many names are written as have room.
pub(super) fn columns(named: &[(String, u32)]) -> (u32, Markup) {
    let most = named.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
    let drawing = html! {
        (scale(most))
        @for (index, (_, number)) in named.iter().enumerate() {
            (column("bar", part(index, named.len()), part(index + 1, named.len()), *number, most))
        }
        (names(named.iter().map(|(name, _)| name.as_str())))
    };
    (WITH_NAMES, drawing)
}

/// The names below columns: every one, or every second, fifth, …
pub(super) fn names<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Markup {
    let all = names.len();
    let names: Vec<&str> = names.collect();
    let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or(1);
    // A letter is about 12 wide, and there has to be a gap.
    let room = (WIDTH - LEFT) as usize / (12 * (widest + 2));
    let step = all.div_ceil(room.max(1)).max(1);
    html! {
        @for (index, name) in names.iter().enumerate().step_by(step) {
            @let at = u32::midpoint(part(index, all), part(index + 1, all));
            // The last one must not be cut off by the edge.
            @let near = at + u32::try_from(name.chars().count() * 6).unwrap_or(0) > WIDTH;
            text.end[near].middle[!near] x=(if near { WIDTH } else { at }) y=(GROUND + 32) { (name) }
        }
    }
}

/// A square of a grid by how much is in it, from 0 to 4 of four.
pub(super) fn level(number: u32, most: u32) -> &'static str {
    match (number, (4 * number).div_ceil(most.max(1))) {
        (0, _) => "cell none",
        (_, 1) => "cell one",
        (_, 2) => "cell two",
        (_, 3) => "cell three",
        _ => "cell four",
    }
}
