//! Files that a failing disk, a careless copy or another program left: each is refused in words, or
//! still gives every entry. None crashes the program, and none is taken for a beginning.
//!
//! `SQLite` keeps no checksum of a page: a bit that flips within the letters of a note is another
//! letter. What comes of that is counted and told, not called right.

use std::fs;
use std::path::Path;

use super::commands::run;
use super::{Dice, data_file, database, each, ended_well, integrity, report, size};
use crate::world::{Ran, World};

const PAGE: usize = 4096;
const ENTRIES: usize = 40;

/// What became of a damaged file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// The program said that it cannot use it, and left it.
    Refused,
    /// Every entry is there.
    Whole,
    /// As many entries as before, one of them with another letter or number.
    Altered,
    /// Fewer, and nothing was said: what finds them is damaged. An integrity check sees it, which
    /// is what the daemon makes when it starts.
    Fewer,
    /// As if nothing had ever been kept.
    Empty,
}

/// One kind of damage.
struct Damage {
    name: &'static str,
    count: usize,
    /// The file as it is after the so many-th of these.
    done: fn(&[u8], usize) -> Vec<u8>,
    /// Whether no bit of the user's words is touched, so that nothing may be altered.
    is_seen: bool,
}

/// A file with a whole month in it, and what it says.
struct Whole {
    bytes: Vec<u8>,
    log: String,
    backup: Vec<u8>,
}

impl Whole {
    fn new() -> Self {
        let world = World::new();
        run(&world, "start --no-daemon --since '3 nov 14:05'");
        for number in 0..ENTRIES {
            let words = format!("what was on my mind, the {number}th time, in a few words ");
            run(&world, &format!("urge 3 --note '{}'", words.repeat(6)));
        }
        let log = run(&world, "log --json --notes");
        assert_eq!(log.lines().count(), ENTRIES);
        let bytes = fs::read(data_file(&world)).unwrap();
        Self { backup: bytes.clone(), bytes, log }
    }
}

fn kinds(whole: &Whole) -> Vec<Damage> {
    let sectors = whole.bytes.len().div_ceil(512);
    let pages = whole.bytes.len() / PAGE;
    let damage = |name, count, done, is_seen| Damage { name, count, done, is_seen };
    vec![
        damage("a bit flipped", size(60, 500), flipped, false),
        damage("cut off at 512 B", if size(0, 1) == 1 { sectors } else { 12 }, cut, true),
        damage("a page zeroed", if size(0, 1) == 1 { pages } else { 8 }, zeroed_page, true),
        damage("a stretch zeroed", size(8, 150), zeroed, false),
        damage("a stretch of garbage", size(8, 150), garbage, false),
        damage("garbage throughout", size(2, 10), all_garbage, true),
        damage("a newer format", size(2, 10), newer, true),
        damage("of another program", size(2, 10), foreign, true),
        damage("0 bytes beside a copy", size(1, 1), |_, _| Vec::new(), true),
    ]
}

fn flipped(whole: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let mut dice = Dice::new(number);
    let at = dice.roll(bytes.len());
    bytes[at] ^= 1 << dice.roll(8);
    bytes
}

fn cut(whole: &[u8], number: usize) -> Vec<u8> {
    let step = if size(0, 1) == 1 { 1 } else { whole.len() / 512 / 12 };
    whole[..number * step * 512].to_vec()
}

fn zeroed_page(whole: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[number * PAGE..(number + 1) * PAGE].fill(0);
    bytes
}

fn stretch(whole: &[u8], dice: &mut Dice) -> std::ops::Range<usize> {
    let start = dice.roll(whole.len());
    start..(start + 1 + dice.roll(2 * PAGE)).min(whole.len())
}

fn zeroed(whole: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[stretch(whole, &mut Dice::new(number))].fill(0);
    bytes
}

fn garbage(whole: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let mut dice = Dice::new(number);
    let stretch = stretch(whole, &mut dice);
    bytes[stretch].fill_with(|| u8::try_from(dice.roll(256)).unwrap());
    bytes
}

fn all_garbage(whole: &[u8], number: usize) -> Vec<u8> {
    let mut dice = Dice::new(number);
    whole.iter().map(|_| u8::try_from(dice.roll(256)).unwrap()).collect()
}

/// The format is the big-endian number at byte 60.
fn newer(whole: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[60..64].copy_from_slice(&(100 + u32::try_from(number).unwrap()).to_be_bytes());
    bytes
}

/// Whose file it is, at byte 68.
fn foreign(whole: &[u8], number: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[68..72].copy_from_slice(&(7 + u32::try_from(number).unwrap()).to_be_bytes());
    bytes
}

/// What the program makes of such a file, with a good copy beside it: reading, and writing.
fn fate(whole: &Whole, bytes: &[u8], backup: bool) -> Result<Fate, String> {
    let world = World::new();
    lay(&world.data(), bytes, backup.then_some(&whole.backup));
    let read = world.run("log --json --notes");
    ended_well(&read)?;
    let found = found(whole, &world, &read);
    for line in ["", "mood 4", "sos", "undo"] {
        ended_well(&world.run(line)).map_err(|wrong| format!("{line}: {wrong}"))?;
    }
    found
}

fn found(whole: &Whole, world: &World, read: &Ran) -> Result<Fate, String> {
    if read.exit != "exit 0" {
        return match read.exit == "exit 5" || read.stderr.contains("could not read") {
            true => Ok(Fate::Refused),
            false => Err(format!("it is not said what is wrong: {read}")),
        };
    }
    let status = world.run("status --json");
    let is_lost = read.stdout.is_empty() && status.exit != "exit 0";
    let is_whole = || integrity(&database(&data_file(world))) == "ok";
    Ok(match read.stdout.lines().count() {
        _ if is_lost && !status.stdout.is_empty() => Fate::Empty,
        _ if read.stdout == whole.log => Fate::Whole,
        ENTRIES => Fate::Altered,
        _ if is_whole() => return Err("entries are gone, and no check sees it".to_owned()),
        _ => Fate::Fewer,
    })
}

fn lay(dir: &Path, bytes: &[u8], backup: Option<&Vec<u8>>) {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    let private = |dir: &Path| {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).unwrap();
    };
    private(dir);
    let file = dir.join("nocontact.db");
    fs::write(&file, bytes).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    if let Some(backup) = backup {
        private(&dir.join("backups"));
        fs::write(dir.join("backups/nocontact-2026-11-20.db"), backup).unwrap();
    }
}

/// What became of these files, by kind, as a line each; all fates of all.
fn fates(whole: &Whole, backup: bool) -> (Vec<String>, Vec<Fate>) {
    let mut lines = Vec::new();
    let mut all = Vec::new();
    for kind in kinds(whole) {
        let fates = each(kind.count, |number| {
            let fate = fate(whole, &(kind.done)(&whole.bytes, number), backup);
            fate.unwrap_or_else(|wrong| panic!("{} {number}: {wrong}", kind.name))
        });
        let count = |wanted: Fate| fates.iter().filter(|fate| **fate == wanted).count();
        let altered = count(Fate::Altered);
        assert!(altered == 0 || !kind.is_seen, "{}: {altered} altered", kind.name);
        let words = [
            (Fate::Refused, "refused"),
            (Fate::Whole, "whole"),
            (Fate::Altered, "altered"),
            (Fate::Fewer, "fewer"),
            (Fate::Empty, "empty"),
        ];
        let words: Vec<String> = words
            .into_iter()
            .filter(|(fate, _)| count(*fate) > 0)
            .map(|(fate, word)| format!("{} {word}", count(fate)))
            .collect();
        lines.push(format!("{}: {}", kind.name, words.join(", ")));
        all.extend(fates);
    }
    (lines, all)
}

#[test]
fn a_damaged_file_is_refused_or_whole_and_never_a_beginning() {
    let whole = Whole::new();
    let (lines, all) = fates(&whole, true);
    let count = |wanted: Fate| all.iter().filter(|fate| **fate == wanted).count();
    let table = lines.join("; ");
    assert_eq!(count(Fate::Empty), 0, "{table}");

    // An empty file with nothing beside it is a beginning, and is seen to be one.
    let control = fate(&whole, &[], false);
    assert_eq!(control, Ok(Fate::Empty), "the control is not noticed");
    report(
        "3a damaged files",
        &format!("{} files of {} B with {ENTRIES} entries", all.len(), whole.bytes.len()),
        &format!(
            "0 crashes, 0 empty starts; {} refused, {} whole, {} with a letter or number altered, \
             {} with fewer entries, which the integrity check sees ({table})",
            count(Fate::Refused),
            count(Fate::Whole),
            count(Fate::Altered),
            count(Fate::Fewer),
        ),
        "an empty file without a copy beside it: an empty start, caught",
    );
}
