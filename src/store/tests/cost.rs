//! What lies in closed windows costs nothing. Counted, not timed.

use chrono::Utc;

use super::{World, at, notice, urge, utc, window};
use crate::countdown::notice::State;
use crate::countdown::picture::Span;
use crate::countdown::zone::Now;
use crate::store::{Change, ledger, picture, read, received, revisions, undo, write};

/// Entries in closed windows, a hundred in each, and their ledger, all of them years ago.
fn with_past(entries: u32) -> World {
    let mut world = World::new();
    let fill = format!(
        "BEGIN;
         INSERT INTO commands (id, at, offset, name) VALUES (1, 0, 0, 'import');
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entries})
         INSERT INTO entries (id, revision, command, live, at, offset, logged_at, logged_offset,
                              kind, strength)
         SELECT printf('%08x-1111-4000-8000-000000000000', i), 0, 1, 1, i * 60, 0, i * 60, 0,
                CASE i % 6 WHEN 0 THEN 'urge' WHEN 1 THEN 'outcome' WHEN 2 THEN 'received'
                           WHEN 3 THEN 'contacted' WHEN 4 THEN 'mood' ELSE 'note' END, 3 FROM n;
         INSERT INTO windows (id, revision, command, live, since, since_offset, precision, length,
                              ends_at, zone, started_at, started_offset, closed_at, closed_offset)
         SELECT row / 100 + 1, 0, 1, 1, at, 0, 'minute', 1, at + 86400, 'UTC', at, 0, at, 0
         FROM entries GROUP BY row / 100;
         INSERT INTO ledger SELECT 'old/' || row, row / 100 + 1,
             CASE row % 3 WHEN 0 THEN 'end' ELSE 'evening' END, at, 0, 'shown', at, 1, 'x', NULL
         FROM entries;
         COMMIT;"
    );
    world.store.conn.execute_batch(&fill).unwrap();
    let next = world.store.read().next_window_id().unwrap();
    let mut changes = vec![Change::Window(window(next, -600)), Change::person(Some("Sam".into()))];
    changes.extend((0..5).map(|number| Change::Entry(urge(number, -i64::from(number)))));
    world.command("start", changes);
    world.store.claim(&notice("recent", -5), Some("x"), utc(0)).unwrap();
    world.store.settle("recent", State::Shown, utc(0)).unwrap();
    world
}

/// The steps of a reading, a write, a claim, an undo. The new entry has the last id in either past:
/// a search that ends at the end of an index is a step shorter.
fn steps(world: &mut World) -> Vec<u64> {
    let counter = world.store.count_steps().unwrap();
    let mut steps = Vec::new();
    let journal = world.store.read().journal(utc(0)).unwrap();
    steps.push(counter.take());
    assert_eq!((journal.entries.len(), journal.ledger.len()), (5, 1));
    world.command("urge", vec![Change::Entry(urge(u32::MAX, 0))]);
    steps.push(counter.take());
    assert!(world.store.claim(&notice("new", 0), Some("x"), utc(0)).unwrap());
    steps.push(counter.take());
    world.store.settle("new", State::Shown, utc(0)).unwrap();
    steps.push(counter.take());
    assert_eq!(world.store.undo(at(0)).unwrap().unwrap().entries, [urge(u32::MAX, 0)]);
    steps.push(counter.take());
    steps
}

#[test]
fn a_hundred_thousand_entries_in_closed_windows_cost_not_one_step_more_than_ten() {
    let few = steps(&mut with_past(10));
    let many = steps(&mut with_past(100_000));
    assert_eq!(few, many);
    assert!(few.iter().all(|steps| (10..2000).contains(steps)), "{few:?}");
}

/// How many steps a picture of the open window takes, and how many windows there are.
fn steps_of_picture(entries: u32) -> (u64, u64) {
    let mut world = with_past(entries);
    let counter = world.store.count_steps().unwrap();
    let reader = world.store.read();
    let windows = reader.windows().unwrap();
    let span = Span { from: windows.last().unwrap().since, until: at(0) };
    let _ = counter.take();
    let picture = reader.picture(span, &Now::new(utc(0), &Utc)).unwrap();
    assert_eq!(picture.urges.logged, 5);
    (counter.take(), u64::try_from(windows.len()).unwrap())
}

/// All windows are read, for the dates that they hold; of their entries and notices nothing is.
#[test]
fn a_picture_of_the_open_window_reads_nothing_of_closed_ones_but_the_windows() {
    let (few, several) = (steps_of_picture(10), steps_of_picture(100_000));
    let windows = several.1 - few.1;
    assert_eq!(windows, 1000);
    assert!(several.0 - few.0 <= 20 * windows, "{few:?} {several:?}");
}

#[test]
fn no_question_of_every_day_goes_through_a_whole_table() {
    let world = World::new();
    let mut questions = vec![
        read::LATEST_WINDOW,
        read::FIRST_OF_KIND,
        read::NEXT_WINDOW,
        read::ENTRIES_SINCE,
        read::ENTRIES_OF_KIND,
        read::NEWEST_OF_KIND,
        read::ENTRIES_BY_PREFIX,
        read::REVISIONS,
        received::RECEIVED,
        read::NEXT_PLAN,
        read::LEDGER_SINCE,
        read::LEDGER_ONCE,
        read::SEEN,
        read::ANSWER,
        write::INSERT_COMMAND,
        write::INSERT_ENTRY,
        write::IS_KNOWN,
        ledger::CLAIM,
        ledger::SETTLE,
        ledger::MISS,
        undo::LAST,
        undo::MARK,
        undo::ENTRIES_OF,
    ];
    questions.extend(picture::QUESTIONS);
    for table in revisions::ALL {
        questions.extend([table.next, table.retire, table.clear, table.raise]);
    }
    for question in questions {
        for step in plan(&world, question) {
            assert!(!step.contains("SCAN") || step == "SCAN CONSTANT ROW", "{question}: {step}");
        }
    }
}

#[test]
fn what_is_read_whole_is_read_from_an_index_of_what_is_live() {
    let world = World::new();
    // What the user told is a handful, and all of it is wanted.
    assert_eq!(plan(&world, read::ABOUT), ["SCAN about USING INDEX about_live"]);
    assert_eq!(plan(&world, read::WINDOWS), ["SCAN windows USING INDEX windows_live"]);
    // Commands that can be brought back: none, most of the time.
    assert!(plan(&world, write::END_REDO)[0].contains("commands_undone"));
    assert!(plan(&world, undo::FIRST_UNDONE).iter().any(|step| step.contains("commands_undone")));
}

fn plan(world: &World, sql: &str) -> Vec<String> {
    let conn = &world.store.conn;
    let mut explain = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = explain.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}
