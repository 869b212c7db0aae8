//! An export comes back as it was, or not at all: whatever was kept, and whatever happens to it on
//! its way.

use super::{World, at, closed, entry, every_kind, id, notice, urge, utc, window};
use crate::countdown::entry::What;
use crate::countdown::notice::{Reply, State, Why};
use crate::store::{Change, Everything, Head, Store};

/// The same numbers in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }
}

fn export(store: &Store) -> Vec<u8> {
    let mut text = Vec::new();
    let head = Head { at: at(0), zone: "Europe/Berlin".to_owned() };
    store.read().everything().unwrap().write_to(&head, &mut text).unwrap();
    text
}

/// The same rows with the end that belongs to them.
fn sealed(rows: &str) -> Vec<u8> {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(rows);
    let sum = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let count = rows.lines().count() - 1;
    format!("{rows}{{\"table\":\"end\",\"rows\":{count},\"sha256\":\"{sum}\"}}\n").into()
}

fn read(mut text: &[u8]) -> anyhow::Result<Everything> {
    Everything::read_from(&mut text)
}

/// A file in which anything may have happened that commands and the daemon do.
fn lived(dice: &mut Dice) -> World {
    let mut world = World::new();
    let texts = ["", "käse 🧀", "\u{1b}[2J\u{202e}", "a\0b", "\"},{\"\n", "'='"];
    for step in 0..(5 + dice.below(12)) {
        let minutes = i64::try_from(step).unwrap() * 7;
        let number = u32::try_from(dice.below(8)).unwrap() + 1;
        let text = texts[dice.below(texts.len())].to_owned();
        match dice.below(12) {
            0 => {
                let open = world.store.read().open_window().unwrap();
                let next = world.store.read().next_window_id().unwrap();
                let next = open.map_or(window(next, minutes), |open| closed(open, minutes));
                world.command("start", vec![Change::Window(next)]);
            }
            1 => drop(world.store.undo(at(minutes)).unwrap()),
            2 => drop(world.store.redo().unwrap()),
            3 => world.command("about plan add", vec![Change::plan(number, Some(text))]),
            4 => world.command("about person", vec![Change::person(None)]),
            5 => {
                let key = format!("{number}/evening/2026-11-0{number}");
                let notice = super::Notice { window: number, ..notice(&key, minutes) };
                world.store.claim(&notice, Some("home-001"), utc(minutes)).unwrap();
                world.store.settle(&key, State::ALL[dice.below(4)], utc(minutes)).unwrap();
                let answer = Change::Answer { key, reply: Reply::Later, at: at(minutes) };
                world.command("answer", vec![answer]);
            }
            6 => {
                let key = format!("{number}/evening/2026-12-0{number}");
                let notice = super::Notice { window: number, ..notice(&key, minutes) };
                world.store.miss(&[(notice, Why::Late)], utc(minutes)).unwrap();
            }
            7 => world.command("pause", vec![Change::pause(Some(utc(minutes)))]),
            8 if world.store.read().find(&id(number)).unwrap().len() == 1 => {
                let found = world.store.read().find(&id(number)).unwrap().remove(0);
                let changed = crate::countdown::entry::Entry { note: Some(text), ..found };
                world.command("edit", vec![Change::Revise(changed)]);
            }
            9 => {
                let all = world.store.read().everything().unwrap();
                if let Some(doomed) = all.doom_of_entry(&id(number)) {
                    world.store.erase(&doomed).unwrap();
                }
            }
            _ => {
                let found = entry(number, minutes, What::Note);
                let note = crate::countdown::entry::Entry { note: Some(text), ..found };
                world.command("note", vec![Change::Entry(note)]);
            }
        }
    }
    world
}

#[test]
fn whatever_was_kept_comes_back_and_a_second_time_adds_nothing() {
    let mut dice = Dice(0x5eed_0001);
    for round in 0..40 {
        let there = lived(&mut dice);
        let text = export(&there.store);
        let mut here = World::new();
        let all = read(&text).unwrap_or_else(|error| panic!("{round}: {error}"));
        here.store.import(&all).unwrap();
        assert_eq!(export(&here.store), text, "{round}");
        assert!(here.store.would_add(&all).unwrap().is_nothing(), "{round}");
        here.store.import(&all).unwrap();
        assert_eq!(export(&here.store), text, "{round}");
        here.store.undo(at(900)).unwrap();
        here.store.read().journal(utc(900)).unwrap();
    }
}

/// Two lives into one file: nothing of either is lost, and the file is still one that can be
/// written out and read in again.
#[test]
fn two_lives_in_one_file() {
    let mut dice = Dice(0x5eed_0002);
    let mut merged = 0;
    for round in 0..40 {
        let (there, mut here) = (lived(&mut dice), lived(&mut dice));
        let all = read(&export(&there.store)).unwrap();
        let before = export(&here.store);
        let (mine, theirs) = (here.store.read().everything().unwrap().ids(""), all.ids(""));
        if here.store.import(&all).is_err() {
            // Both have a window open.
            assert_eq!(export(&here.store), before, "{round}");
            assert!(here.store.read().open_window().unwrap().is_some(), "{round}");
            continue;
        }
        merged += 1;
        let now = here.store.read().everything().unwrap();
        let ids = now.ids("");
        assert!(mine.iter().chain(&theirs).all(|id| ids.contains(id)), "{round}");
        let text = export(&here.store);
        assert_eq!(read(&text).unwrap(), now, "{round}");
        assert!(here.store.would_add(&all).unwrap().is_nothing(), "{round}");
        while here.store.undo(at(900)).is_ok_and(|undone| undone.is_some()) {
            here.store.read().journal(utc(900)).unwrap();
        }
    }
    assert!(merged > 8, "{merged}");
}

#[test]
fn no_changed_byte_and_no_cut_is_let_in() {
    let mut world = World::new();
    let mut changes = vec![Change::Window(window(1, 0))];
    changes.extend(every_kind().into_iter().take(3).map(Change::Entry));
    world.command("start", changes);
    let text = export(&world.store);
    assert!(read(&text).is_ok());
    for at in 0..text.len() {
        assert!(read(&text[..at]).is_err(), "cut at {at}");
        for change in [0x01, 0x02, 0x20, 0x80] {
            let mut text = text.clone();
            text[at] ^= change;
            assert!(read(&text).is_err(), "byte {at} ^ {change:#x}");
        }
        let mut longer = text.clone();
        longer.insert(at, b' ');
        assert!(read(&longer).is_err(), "a blank at {at}");
    }
}

/// Somebody changed the rows and knew how to seal them: what is let in is what the program could
/// have written, so everything can be read, counted and written out again.
#[test]
fn what_is_let_in_can_be_lived_with() {
    let mut dice = Dice(0x5eed_0003);
    let values = [
        "0",
        "-1",
        "1",
        "2",
        "99999999999999999999",
        "null",
        "true",
        "\"\"",
        "9007199254740993",
        "1e3",
    ];
    let (mut refused, mut let_in) = (0, 0);
    for round in 0..10 {
        let there = lived(&mut dice);
        let text = String::from_utf8(export(&there.store)).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        let (_, rows) = rows.split_last().unwrap();
        for _ in 0..50 {
            let mut rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
            let row = 1 + dice.below(rows.len() - 1);
            let line = rows[row].clone();
            match dice.below(5) {
                0 => drop(rows.remove(row)),
                1 => rows.insert(row, line),
                2 => {
                    let other = 1 + dice.below(rows.len() - 1);
                    rows.swap(row, other);
                }
                3 => {
                    let digits: Vec<usize> = line
                        .char_indices()
                        .filter(|(_, c)| c.is_ascii_digit())
                        .map(|(at, _)| at)
                        .collect();
                    let at = digits[dice.below(digits.len())];
                    let digit = dice.below(10).to_string();
                    rows[row].replace_range(at..=at, &digit);
                }
                _ => {
                    let fields: Vec<&str> = line.split(',').collect();
                    let field = dice.below(fields.len());
                    let name = fields[field].split(':').next().unwrap();
                    let value = format!("{name}:{}", values[dice.below(values.len())]);
                    rows[row] = line.replacen(fields[field], &value, 1);
                }
            }
            let text = sealed(&(rows.join("\n") + "\n"));
            let Ok(all) = read(&text) else {
                refused += 1;
                continue;
            };
            let_in += 1;
            let mut here = World::new();
            here.store.import(&all).unwrap();
            assert_eq!(export(&here.store), text, "{round}");
            here.store.read().journal(utc(900)).unwrap();
            here.store.read().entries(None, None).unwrap();
            here.command("urge", vec![Change::Entry(urge(90, 0))]);
            here.store.undo(at(900)).unwrap();
        }
    }
    assert!(refused > 200 && let_in > 20, "{refused} {let_in}");
}
