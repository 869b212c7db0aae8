//! What of an export is new here, with the numbers that it gets here.
//!
//! Owns the rule: what is here stays as it is, and what is new comes whole. An entry is known by
//! its id; a window by when it was opened and counts from, because two computers both have a window
//! 1; a notice by its key, with the window's number here; a plan by its first words; anything else
//! that was told by what it is about. Into an empty file every row goes as it is.
//!
//! New commands come before those that are here, so that `undo` goes on with what was done here.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use super::{Everything, Told, WindowName};
use crate::countdown::notice::{NoticeKind, Record};
use crate::countdown::window::Window;
use crate::store::about::{PLAN, SAFETY};
use crate::store::revisions::Revision;

/// How many things there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Windows.
    pub windows: usize,
    /// Entries.
    pub entries: usize,
    /// Things that the user told.
    pub told: usize,
    /// Notices in the ledger.
    pub notices: usize,
}

/// What an import added, and what of it was here before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// New here.
    pub new: Counts,
    /// Here already: left as it is.
    pub known: Counts,
}

impl Merged {
    /// Whether there was nothing to add.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.new == Counts::default()
    }
}

/// The rows to add, numbered for here.
pub(super) fn merge(
    here: &Everything,
    export: &Everything,
) -> anyhow::Result<(Everything, Merged)> {
    let windows = Windows::match_up(here, export);
    let told = match_up_told(here, export);
    let mut new = Everything::default();
    new.windows.extend(export.windows.iter().filter_map(|(revision, window)| {
        let id = *windows.new.get(&window.id)?;
        Some((*revision, Window { id, ..window.clone() }))
    }));
    let known: BTreeSet<&str> = here.entries.iter().map(|(_, entry)| entry.id.as_str()).collect();
    let is_new = |id: &str| !known.contains(id);
    new.entries.extend(export.entries.iter().filter(|(_, entry)| is_new(&entry.id)).cloned());
    new.about.extend(export.about.iter().filter_map(|(revision, it)| {
        let id = told.get(it.id.as_str())?.clone()?;
        Some((*revision, Told { id, ..it.clone() }))
    }));
    let keys: BTreeSet<&str> = here.ledger.iter().map(|record| record.key.as_str()).collect();
    let is_empty = here.len() == 0;
    for record in &export.ledger {
        let key = windows.key(&record.key);
        // A number without its window, as an erased or a restored file has it, is another's here.
        let window = match windows.numbers.get(&record.window) {
            None if is_empty => record.window,
            None if record.window == 0 || record.kind == NoticeKind::FollowUp => 0,
            None => continue,
            Some(number) => *number,
        };
        if !keys.contains(key.as_str()) {
            new.ledger.push(Record { key, window, ..record.clone() });
        }
    }
    let added: BTreeSet<&str> = new.ledger.iter().map(|record| record.key.as_str()).collect();
    for (revision, answer) in &export.answers {
        let key = windows.key(&answer.key);
        if added.contains(key.as_str()) {
            new.answers.push((*revision, super::Answer { key, ..answer.clone() }));
        }
    }
    refuse_two_open(here, &new)?;
    let merged = Merged { new: counts(&new), known: minus(counts(export), counts(&new)) };
    renumber(&mut new, here, export);
    Ok((new, merged))
}

/// At most one window is open, and which of two it is nobody can say but the user.
fn refuse_two_open(here: &Everything, new: &Everything) -> anyhow::Result<()> {
    let open = |all: &Everything| {
        all.windows.iter().any(|(revision, it)| revision.live && it.closed_at.is_none())
    };
    if open(here) && open(new) {
        bail!(
            "a window is open here, and another in the export: close one of them first, with \
             nocontact finish --close here, or there and then export again"
        );
    }
    Ok(())
}

/// Which window here a window of the export is.
struct Windows {
    /// Every number in the export, and the number here.
    numbers: BTreeMap<u32, u32>,
    /// Those among them that are not here yet.
    new: BTreeMap<u32, u32>,
}

impl Windows {
    fn match_up(here: &Everything, export: &Everything) -> Self {
        // Two that were opened in one second have one name: each is only one of them.
        let mut known: BTreeMap<WindowName, Vec<u32>> = BTreeMap::new();
        for (name, number) in here.window_names() {
            known.entry(name).or_default().push(number);
        }
        let mut taken: BTreeSet<u32> = here.windows.iter().map(|(_, it)| it.id).collect();
        let mut all = Self { numbers: BTreeMap::new(), new: BTreeMap::new() };
        for (name, there) in export.window_names() {
            let same = known.entry(name).or_default();
            let at = same.iter().position(|number| *number == there).unwrap_or(0);
            if at < same.len() {
                all.numbers.insert(there, same.remove(at));
                continue;
            }
            let number = free(&mut taken, there);
            all.numbers.insert(there, number);
            all.new.insert(there, number);
        }
        all
    }

    /// A key as it is here: that of a follow-up names no window.
    fn key(&self, there: &str) -> String {
        let named = there.split_once('/').and_then(|(window, rest)| {
            Some(format!("{}/{rest}", self.numbers.get(&window.parse().ok()?)?))
        });
        named.unwrap_or_else(|| there.to_owned())
    }
}

/// The number itself if nothing has it yet, else the next after all: it is taken from now on.
fn free(taken: &mut BTreeSet<u32>, number: u32) -> u32 {
    let next = taken.last().map_or(1, |last| last.saturating_add(1));
    let free = if taken.contains(&number) { next } else { number };
    taken.insert(free);
    free
}

/// The id here of everything that the export tells; `None` for what is here already.
fn match_up_told<'e>(
    here: &Everything,
    export: &'e Everything,
) -> BTreeMap<&'e str, Option<String>> {
    let known: BTreeSet<&str> = here.about.iter().map(|(_, it)| it.id.as_str()).collect();
    let plans: BTreeSet<_> =
        here.about.iter().filter(|row| is_first_of_plan(row)).map(|(_, it)| &it.value).collect();
    // What is left of a situation belongs to what was told of situations.
    let safety_known = SAFETY.iter().any(|id| known.contains(id));
    let number = |id: &str| id.strip_prefix(PLAN).and_then(|number| number.parse::<u32>().ok());
    let mut taken: BTreeSet<u32> = known.iter().filter_map(|id| number(id)).collect();
    let mut ids = BTreeMap::new();
    for row @ (revision, told) in &export.about {
        if revision.number > 0 {
            continue;
        }
        let id = match number(&told.id) {
            Some(_) if is_first_of_plan(row) && plans.contains(&told.value) => None,
            Some(number) => Some(format!("{PLAN}{}", free(&mut taken, number))),
            None if SAFETY.contains(&told.id.as_str()) && safety_known => None,
            None if known.contains(told.id.as_str()) => None,
            None => Some(told.id.clone()),
        };
        ids.insert(told.id.as_str(), id);
    }
    ids
}

fn is_first_of_plan((revision, told): &(Revision, Told)) -> bool {
    revision.number == 0 && told.id.starts_with(PLAN)
}

/// Gives every new row its place here: commands before, all others behind what is there.
fn renumber(new: &mut Everything, here: &Everything, export: &Everything) {
    let places = |rows: &mut dyn Iterator<Item = &mut Revision>, last: i64| {
        rows.for_each(|revision| revision.row = revision.row.map(|row| row + last));
    };
    let last = |rows: &mut dyn Iterator<Item = &Revision>| {
        rows.filter_map(|revision| revision.row).max().unwrap_or(0)
    };
    places(&mut new.windows.iter_mut().map(of), last(&mut here.windows.iter().map(by)));
    places(&mut new.entries.iter_mut().map(of), last(&mut here.entries.iter().map(by)));
    places(&mut new.about.iter_mut().map(of), last(&mut here.about.iter().map(by)));
    places(&mut new.answers.iter_mut().map(of), last(&mut here.answers.iter().map(by)));
    let is_empty = here.len() == 0;
    let shift = match (here.commands.first(), export.commands.last()) {
        (Some(first), Some(last)) => first.id - 1 - last.id,
        _ => 0,
    };
    let mut needed = BTreeSet::new();
    for revision in revisions(new) {
        needed.insert(revision.command);
        revision.command += shift;
    }
    let commands = export.commands.iter().filter(|it| is_empty || needed.contains(&it.id));
    new.commands = commands.cloned().collect();
    for command in &mut new.commands {
        command.id += shift;
        // What can be brought back follows all that stands, and here that is something else.
        if !is_empty && command.undone == 1 {
            command.undone = 2;
        }
    }
}

fn of<T>(row: &mut (Revision, T)) -> &mut Revision {
    &mut row.0
}

fn by<T>(row: &(Revision, T)) -> &Revision {
    &row.0
}

fn revisions(all: &mut Everything) -> impl Iterator<Item = &mut Revision> {
    let Everything { windows, entries, about, answers, .. } = all;
    let entries = windows.iter_mut().map(of).chain(entries.iter_mut().map(of));
    entries.chain(about.iter_mut().map(of)).chain(answers.iter_mut().map(of))
}

fn counts(all: &Everything) -> Counts {
    let first = |revision: &Revision| revision.number == 0;
    Counts {
        windows: all.windows.iter().filter(|row| first(by(row))).count(),
        entries: all.entries.iter().filter(|row| first(by(row))).count(),
        told: all.about.iter().filter(|row| first(by(row))).count(),
        notices: all.ledger.len(),
    }
}

fn minus(all: Counts, new: Counts) -> Counts {
    Counts {
        windows: all.windows - new.windows,
        entries: all.entries - new.entries,
        told: all.told - new.told,
        notices: all.notices - new.notices,
    }
}
