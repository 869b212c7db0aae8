//! Each figure of the page is one of `stats --json`: whole tables, row by row.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use nocontact::catalogue::Catalogue;
use nocontact::countdown::picture::Step;
use nocontact::countdown::text::{Category, Pool};
use serde_json::{Value, json};

use super::browser::Browser;
use super::{Made, PAGES};

/// The rows of a table without its head, each as its cells.
type Rows = Vec<Vec<String>>;

/// Every table of the page by its id.
fn tables(browser: &mut Browser) -> BTreeMap<String, Rows> {
    let rows = "[...table.querySelectorAll('tbody tr')]
                  .map(row => [...row.cells].map(cell => cell.textContent.trim()))";
    let all = format!(
        "Object.fromEntries([...document.querySelectorAll('table')]
           .map(table => [table.id.replace('-table', ''), {rows}]))"
    );
    serde_json::from_value(browser.evaluate(&all)).unwrap()
}

/// "-" for null.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn sum(values: &Value) -> u64 {
    match values {
        Value::Object(values) => values.values().map(number).sum(),
        values => values.as_array().unwrap().iter().map(number).sum(),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// 11 of "2026-11".
fn month_of(text: &str) -> usize {
    text[5..].parse().unwrap()
}

/// Rows of a name and a number.
fn pairs<S: Into<String>>(rows: impl IntoIterator<Item = (S, u64)>) -> Rows {
    rows.into_iter().map(|(name, number)| vec![name.into(), number.to_string()]).collect()
}

fn short(stats: &Value) -> Rows {
    let urges = &stats["urges"];
    pairs([
        ("Urges logged", number(&urges["logged"])),
        ("… let pass", number(&urges["let_pass"])),
        ("… too early to say", number(&urges["not_judged"])),
        ("Contact made", number(&stats["contacted"])),
        ("Necessary contact", number(&stats["necessary"])),
        ("Messages and calls received", sum(&stats["received"])),
        ("Moods logged", sum(&stats["moods"])),
        ("Notes by themselves", number(&stats["notes"])),
    ])
}

fn windows(stats: &Value) -> Rows {
    let rows = stats["windows"].as_array().unwrap().iter().map(|window| {
        let length = match &window["length"] {
            Value::Null => "no end date".to_owned(),
            length => format!("length {length}"),
        };
        let days = format!("{} {length}", window["days_passed"]);
        let rest = ["days_without_contact", "longest_stretch", "days_since_contact"];
        [vec![days], rest.map(|name| cell(&window[name])).to_vec()].concat()
    });
    rows.collect()
}

/// One row for each day, in the words of the page.
fn by_day(stats: &Value) -> Rows {
    let rows = stats["days"].as_array().unwrap().iter().map(|day| {
        let date: chrono::NaiveDate = day["date"].as_str().unwrap().parse().unwrap();
        let moods: Vec<String> = day["moods"].as_array().unwrap().iter().map(cell).collect();
        let names = ["day", "urges", "strongest", "contacted", "necessary", "received"];
        let moods = if moods.is_empty() { "–".to_owned() } else { moods.join(", ") };
        [
            vec![date.format("%a %-d %b %Y").to_string()],
            names.map(|it| cell(&day[it])).to_vec(),
            vec![moods],
        ]
        .concat()
    });
    rows.collect()
}

/// One row for each month or year, added up by the first letters of its days' dates.
fn added_up(stats: &Value, letters: usize) -> Rows {
    let mut years: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for day in stats["days"].as_array().unwrap() {
        years.entry(&day["date"].as_str().unwrap()[..letters]).or_default().push(day);
    }
    let row = |(year, days): (&str, Vec<&Value>)| {
        let sum = |name: &str| days.iter().map(|day| number(&day[name])).sum::<u64>().to_string();
        let strongest = days.iter().filter_map(|day| day["strongest"].as_u64()).max();
        let moods: Vec<u64> =
            days.iter().flat_map(|day| day["moods"].as_array().unwrap()).map(number).collect();
        let count = moods.len() as u64;
        // In tenths, half up.
        let mean = |()| (20 * moods.iter().sum::<u64>() + count) / (2 * count);
        let mean = (count >= 5).then_some(()).map(mean);
        vec![
            match letters {
                4 => year.to_owned(),
                _ => format!("{} {}", MONTHS[month_of(year) - 1], &year[..4]),
            },
            sum("urges"),
            strongest.map_or("–".to_owned(), |it| it.to_string()),
            sum("contacted"),
            sum("necessary"),
            sum("received"),
            count.to_string(),
            mean.map_or("–".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10)),
        ]
    };
    years.into_iter().map(row).collect()
}

/// The urges of each month, one row for each year.
fn months(stats: &Value) -> Rows {
    let mut months: BTreeMap<&str, u64> = BTreeMap::new();
    for day in stats["days"].as_array().unwrap() {
        *months.entry(&day["date"].as_str().unwrap()[..7]).or_default() += number(&day["urges"]);
    }
    let mut years: Vec<&str> = months.keys().map(|month| &month[..4]).collect();
    years.dedup();
    let row = |year: &str| {
        let of = |month: u32| months.get(format!("{year}-{month:02}").as_str());
        let cells = (1..=12).map(|month| of(month).map_or("–".to_owned(), u64::to_string));
        [year.to_owned()].into_iter().chain(cells).collect()
    };
    years.into_iter().map(row).collect()
}

fn hours(stats: &Value) -> Rows {
    let row = |hour: usize| {
        let days = stats["urges"]["hours"].as_array().unwrap();
        [format!("{hour:02}")].into_iter().chain(days.iter().map(|day| cell(&day[hour]))).collect()
    };
    (0..24).map(row).collect()
}

fn strengths(stats: &Value) -> Rows {
    let urges = &stats["urges"];
    let of = |strength: usize| {
        let [before, after] =
            ["strength_before", "strength_after"].map(|it| &urges[it][strength - 1]);
        vec![strength.to_string(), cell(before), cell(after)]
    };
    (1..=5).map(of).collect()
}

/// The first fifty words, and one row for all others.
fn words(words: &Value) -> Option<Rows> {
    let words = words.as_array().unwrap();
    let (first, others) = words.split_at(words.len().min(50));
    let mut rows =
        pairs(first.iter().map(|it| (it["word"].as_str().unwrap(), number(&it["urges"]))));
    if !others.is_empty() {
        let sum = others.iter().map(|it| number(&it["urges"]));
        rows.extend(pairs([(format!("{} other words", others.len()), sum.sum())]));
    }
    (!rows.is_empty()).then_some(rows)
}

fn outcomes(stats: &Value) -> Rows {
    let of = |word| number(&stats["urges"]["outcomes"][word]);
    let known = ["easier", "same", "stronger", "peeked", "contacted"].map(|word| (word, of(word)));
    pairs(known.into_iter().chain([("no answer", of("none"))]))
}

/// What was done, by the kind of each text, most first.
fn eased(stats: &Value) -> Option<Rows> {
    let eased = &stats["urges"]["eased"];
    let catalogue = Catalogue::default();
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for done in eased["done"].as_array().unwrap() {
        let mut texts = Pool::SUGGESTED.iter().flat_map(|pool| catalogue.pool(*pool));
        let text = texts.find(|text| text.id == done["text"].as_str().unwrap());
        let kind = match text.map(|text| text.category) {
            None => "another",
            Some(Category::People) => "other people",
            Some(Category::Screen) => "the phone",
            Some(Category::Kind) => "kindness to yourself",
            Some(Category::SleepFood) => "sleep and food",
            Some(Category::Ahead) => "the days to come",
            Some(category) => category.word(),
        };
        *kinds.entry(kind).or_default() += number(&done["urges"]);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, urges)| Reverse(*urges));
    let done = kinds.into_iter().map(|(kind, urges)| (format!("a suggestion done: {kind}"), urges));
    let rest = [("words written down", "wrote"), ("nothing of that logged", "nothing")];
    let rest = rest.map(|(name, field)| (name.to_owned(), number(&eased[field])));
    (eased["urges"] != 0).then(|| pairs(done.chain(rest)))
}

fn moods(stats: &Value) -> Rows {
    let names = ["1, low", "2", "3", "4", "5, good"];
    pairs(names.into_iter().zip(stats["moods"].as_array().unwrap().iter().map(number)))
}

fn received(stats: &Value) -> Rows {
    let kinds = ["logistics", "smalltalk", "warm", "meet", "hostile", "stop", "closed"];
    let known = kinds.map(|kind| (kind, number(&stats["received"][kind])));
    pairs(known.into_iter().chain([("no kind given", number(&stats["received"]["none"]))]))
}

/// Every table that the page has to have, and no other.
fn expected(stats: &Value, step: Step) -> BTreeMap<String, Rows> {
    let along_time = match step {
        Step::Day => by_day(stats),
        Step::Month => added_up(stats, "2026-11".len()),
        Step::Year => added_up(stats, "2026".len()),
    };
    let urges = &stats["urges"];
    let any = |counts: &Value| sum(counts) > 0;
    let has_urges = urges["logged"] != 0;
    let with = |is: bool, rows: fn(&Value) -> Rows| is.then(|| rows(stats));
    let tables = [
        ("short", Some(short(stats))),
        ("windows", Some(windows(stats)).filter(|rows| !rows.is_empty())),
        ("time", Some(along_time)),
        ("grid", with(step != Step::Day, months)),
        ("hours", with(has_urges, hours)),
        ("strengths", with(has_urges, strengths)),
        ("feelings", words(&urges["feelings"])),
        ("triggers", words(&urges["triggers"])),
        ("outcomes", with(has_urges, outcomes)),
        ("eased", eased(stats)),
        ("mood-counts", with(any(&stats["moods"]), moods)),
        ("received", with(any(&stats["received"]), received)),
    ];
    tables.into_iter().filter_map(|(id, rows)| Some((id.to_owned(), rows?))).collect()
}

#[test]
fn each_table_has_the_figures_of_stats() {
    let mut browser = Browser::start();
    // How odd words are shown is another test's.
    for (name, made) in PAGES.all().into_iter().filter(|(name, _)| *name != "words") {
        let Made { page, stats } = made;
        browser.open(page);
        let mut shown = tables(&mut browser);
        // The first cell names the window in a sentence.
        if let Some(rows) = shown.get_mut("windows") {
            for row in rows {
                row.remove(0);
            }
        }
        let expected = expected(
            stats,
            match name {
                "months" => Step::Month,
                "years" => Step::Year,
                _ => Step::Day,
            },
        );
        let ids: Vec<&String> = shown.keys().collect();
        assert_eq!(ids, expected.keys().collect::<Vec<_>>(), "{name}");
        for (id, rows) in &expected {
            assert_eq!(&shown[id], rows, "{name}: {id}");
        }
    }
}

/// What stands beside the drawings is taken from the same figures.
#[test]
fn the_words_beside_the_drawings_say_the_same() {
    let mut browser = Browser::start();
    browser.open(&PAGES.hard.page);
    let stats = &PAGES.hard.stats;
    let texts = |within: &str| {
        format!("[...document.querySelectorAll('{within}')].map(it => it.textContent.trim())")
    };
    let days = stats["days"].as_array().unwrap();
    let urges: Vec<String> = days
        .iter()
        .map(|day| number(&day["urges"]))
        .filter(|it| *it > 0)
        .map(|it| it.to_string())
        .collect();
    assert_eq!(browser.evaluate(&texts("#grid .large")), json!(urges));
    let twice = &stats["urges"]["rated_twice"];
    let [urges, before, after] = ["urges", "sum_before", "sum_after"].map(|it| number(&twice[it]));
    let mean = |sum: u64| {
        let tenths = (20 * sum + urges) / (2 * urges);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let said = format!(
        "left: when they came.  right: when they were answered last. Rated both times: \
         {urges}, of them lower {}, as before {}, higher {}. On average {}, then {}.",
        twice["lower"],
        twice["same"],
        twice["higher"],
        mean(before),
        mean(after)
    );
    assert_eq!(browser.evaluate(&texts("#strengths .legend")), json!([said]));
    // One rectangle for each day of the grid, and one for each of its edges.
    let squares = browser.evaluate("document.querySelectorAll('#grid .cell').length");
    assert_eq!(squares, days.len());
    let outcomes = stats["urges"]["outcomes"].as_object().unwrap();
    let some = outcomes.values().filter(|it| **it != 0).count();
    assert_eq!(browser.evaluate("document.querySelectorAll('#outcomes rect').length"), some);
}
