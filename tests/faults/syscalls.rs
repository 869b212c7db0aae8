//! Every command that writes is killed at each call that it makes to the file system, and each of
//! these calls fails. What was acknowledged is there once; what was not is there once or not at
//! all; the file is whole, the next command works, nothing panics.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::commands::{Before, Says, Templates, WRITING, Writing, run};
use super::{Table, content, data_file, database, each, ended_well, integrity, report, size};
use crate::world::World;

/// What each command is followed by: it has to work, whatever happened.
const NEXT: &str = "mood 5";

/// Calls that name or hold a file.
const CALLS: &str = "access,chmod,chown,close,copy_file_range,creat,faccessat,faccessat2,\
                     fallocate,fchmod,fchmodat,fchown,fcntl,fdatasync,flock,fstat,fsync,ftruncate,\
                     getdents64,ioctl,link,linkat,lseek,lstat,mkdir,mkdirat,newfstatat,open,openat,\
                     openat2,pread64,pwrite64,read,readlink,readlinkat,rename,renameat,renameat2,\
                     rmdir,stat,statx,symlink,truncate,unlink,unlinkat,utimensat,write,writev";

/// Those of them that a full disk refuses, as long as it is full.
const FILLING: &[&str] = &["pwrite64", "write", "ftruncate", "fsync", "mkdir", "openat", "rename"];

/// Where std does, as the panic's message names it.
const STD_CLOSES: &str = "/library/std/src/sys/fs/unix.rs";

/// One call of a command.
#[derive(Clone, Debug)]
struct Point {
    call: String,
    /// It is the so many-th of its name.
    number: usize,
    /// How many of each of `FILLING` came before.
    before: BTreeMap<String, usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Killed,
    Fails(&'static str),
    /// The disk is full from here on.
    Full,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Killed => f.write_str("SIGKILL"),
            Self::Fails(error) => f.write_str(error),
            Self::Full => f.write_str("ENOSPC for good"),
        }
    }
}

/// One command in one world, and what the file may hold after it.
struct Case<'t> {
    templates: &'t Templates,
    writing: &'t Writing,
    points: Vec<Point>,
    /// The first line that it prints: its acknowledgement.
    says: String,
    /// Without the command, and with it; each with the next.
    without: Vec<Table>,
    with: Vec<Table>,
}

/// What is broken on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sabotage {
    None,
    /// It is acknowledged before it is saved.
    SaysSavedFirst,
    /// The journal that undoes half a write is taken away.
    LosesJournal,
}

impl<'t> Case<'t> {
    fn new(templates: &'t Templates, writing: &'t Writing) -> Self {
        let (world, _) = templates.world(writing);
        run(&world, NEXT);
        let without = content(&database(&data_file(&world)));

        let (mut world, line) = templates.world(writing);
        let trace = world.home().join("trace");
        let traced = format!("trace={CALLS}");
        world.through(&["strace", "-f", "-qq", "-o", trace.to_str().unwrap(), "-e", &traced]);
        let said = run(&world, &line);
        world.through(&[]);
        run(&world, NEXT);
        let with = content(&database(&data_file(&world)));
        assert_ne!(without, with, "{line} does not write");
        let points = points(&fs::read_to_string(&trace).unwrap(), world.home());
        let says = said.lines().next().unwrap_or_default().to_owned();
        Self { templates, writing, points, says, without, with }
    }

    /// The command with this fault at this call, then the next; what is wrong then.
    fn meets(&self, point: &Point, fault: Fault, sabotage: Sabotage) -> Result<(), String> {
        let (mut world, line) = self.templates.world(self.writing);
        let mut strace = strace(point, fault);
        if sabotage == Sabotage::SaysSavedFirst {
            let first = ["sh", "-c", "echo \"$0\"; exec \"$@\"", &self.says].map(str::to_owned);
            strace.splice(0..0, first);
        }
        world.through(&strace.iter().map(String::as_str).collect::<Vec<_>>());
        let ran = world.run(&line);
        match fault {
            Fault::Killed if ran.exit == "killed by signal 9" => {}
            Fault::Killed => return Err(format!("it was not killed: {ran}")),
            // std itself panics where a directory cannot be closed; no file system says so.
            Fault::Fails(_) if point.call == "close" && ran.stderr.contains(STD_CLOSES) => {}
            Fault::Fails(_) | Fault::Full => ended_well(&ran)?,
        }
        if sabotage == Sabotage::LosesJournal {
            let _ = fs::remove_file(world.data().join("nocontact.db-journal"));
        }
        let first = ran.stdout.lines().next() == Some(self.says.as_str());
        let acknowledged = match self.writing.says {
            Says::AtOnce => first || ran.exit == "exit 0",
            Says::InTheEnd => ran.exit == "exit 0",
            Says::Never => false,
        };
        self.is_right(&mut world, acknowledged).map_err(|wrong| format!("{wrong}, after {ran}"))
    }

    /// The command with nobody who takes what it prints.
    fn is_not_heard(&self, script: &str) -> Result<(), String> {
        let (mut world, line) = self.templates.world(self.writing);
        world.through(&["bash", "-c", script, "bash"]);
        let ran = world.run(&line);
        ended_well(&ran)?;
        self.is_right(&mut world, self.writing.says != Says::Never && ran.exit == "exit 0")
            .map_err(|wrong| format!("{wrong}, after {ran}"))
    }

    fn is_right(&self, world: &mut World, acknowledged: bool) -> Result<(), String> {
        world.through(&[]);
        let next = world.run(NEXT);
        if next.exit != "exit 0" {
            return Err(format!("the next command failed: {next}"));
        }
        let database = database(&data_file(world));
        let whole = integrity(&database);
        if whole != "ok" {
            return Err(format!("the file is not whole: {whole}"));
        }
        let found = content(&database);
        let is = |wanted: &[Table], name: &str| {
            let table = |tables: &[Table]| {
                tables.iter().find(|table| table.0 == name).map(|table| table.1.clone())
            };
            table(&found) == table(wanted)
        };
        let tables: Vec<&str> = self.with.iter().map(|(name, _)| name.as_str()).collect();
        // Which text was said is noted by itself.
        let (noted, kept): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|name| *name == "ledger");
        let saved = kept.iter().all(|name| is(&self.with, name));
        if !saved && !kept.iter().all(|name| is(&self.without, name)) {
            return Err(format!("half of it is there: {found:#?}"));
        }
        let is_noted = noted.iter().all(|name| is(&self.with, name) || is(&self.without, name));
        // Which help is given depends on what could be read.
        if self.writing.says != Says::Never && !is_noted {
            return Err(format!("the ledger is another: {found:#?}"));
        }
        if acknowledged && !(saved && noted.iter().all(|name| is(&self.with, name))) {
            return Err("it was acknowledged and is not there".to_owned());
        }
        only_ours(&world.data())
    }
}

/// Everything in the directory is for the user alone.
fn only_ours(dir: &Path) -> Result<(), String> {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let meta = entry.metadata().unwrap();
        if meta.permissions().mode() & 0o077 != 0 {
            return Err(format!("{} can be read by others", entry.path().display()));
        }
        if meta.is_dir() {
            only_ours(&entry.path())?;
        }
    }
    Ok(())
}

/// The calls in a trace, from the first on that the program itself makes: what loads it comes before
/// and never speaks of the home.
fn points(trace: &str, home: &Path) -> Vec<Point> {
    let home = home.to_str().unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut points = Vec::new();
    for line in trace.lines() {
        let after_pid = line.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
        let Some((call, _)) = after_pid.split_once('(') else { continue };
        if !points.is_empty() || line.contains(home) {
            let filling = FILLING.iter().map(|name| (*name).to_owned());
            let before = filling.map(|name| (counts.get(&name).copied().unwrap_or(0), name));
            points.push(Point {
                call: call.to_owned(),
                number: counts.get(call).copied().unwrap_or(0) + 1,
                before: before.map(|(count, name)| (name, count)).collect(),
            });
        }
        *counts.entry(call.to_owned()).or_default() += 1;
    }
    points
}

fn strace(point: &Point, fault: Fault) -> Vec<String> {
    let Point { call, number, before } = point;
    let injected = match fault {
        Fault::Killed => vec![format!("inject={call}:signal=KILL:when={number}")],
        Fault::Fails(error) => vec![format!("inject={call}:error={error}:when={number}")],
        Fault::Full => before
            .iter()
            // What is opened to be read needs no room.
            .filter(|(name, _)| name.as_str() != "openat")
            .map(|(name, count)| format!("inject={name}:error=ENOSPC:when={}+", count + 1))
            .collect(),
    };
    let traced = match fault {
        Fault::Full => format!("trace={}", FILLING.join(",")),
        _ => format!("trace={call}"),
    };
    let mut strace =
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &traced].map(str::to_owned).to_vec();
    // Faster, but strace 6.1 sends no signal by it.
    if fault != Fault::Killed {
        strace.push("--seccomp-bpf".to_owned());
    }
    for one in injected {
        strace.extend(["-e".to_owned(), one]);
    }
    strace
}

const FAULTS: [Fault; 5] = [
    Fault::Killed,
    Fault::Fails("EIO"),
    Fault::Fails("ENOSPC"),
    Fault::Fails("EINTR"),
    Fault::Full,
];

/// Every fault at every call of these cases that it can happen at; of so many, one.
fn matrix<'c, 't>(cases: &'c [Case<'t>], one_of: usize) -> Vec<(&'c Case<'t>, &'c Point, Fault)> {
    let all = cases.iter().flat_map(|case| {
        case.points.iter().flat_map(move |point| {
            let can = |fault: &Fault| *fault != Fault::Full || FILLING.contains(&&*point.call);
            FAULTS.into_iter().filter(can).map(move |fault| (case, point, fault))
        })
    });
    all.step_by(one_of).collect()
}

fn violations(runs: &[(&Case<'_>, &Point, Fault)], sabotage: Sabotage) -> Vec<String> {
    let found = each(runs.len(), |number| {
        let (case, point, fault) = runs[number];
        let Point { call, number, .. } = point;
        let label = format!("{}: {fault} at {call} {number}", case.writing.line);
        case.meets(point, fault, sabotage).err().map(|wrong| format!("{label}: {wrong}"))
    });
    found.into_iter().flatten().collect()
}

#[test]
fn no_call_that_fails_and_no_kill_loses_halves_or_doubles_what_was_said() {
    let templates = Templates::new();
    let cases: Vec<Case<'_>> = each(WRITING.len(), |at| Case::new(&templates, &WRITING[at]));
    // A number that shares no factor with that of the faults: each of them is met.
    let runs = matrix(&cases, size(67, 1));
    let wrong = violations(&runs, Sabotage::None);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), runs.len(), wrong.join("\n"));

    let unheard =
        ["exec \"$@\" >/dev/full", "{ sleep 0.05; exec \"$@\"; } | true; exit ${PIPESTATUS[0]}"];
    let count = cases.len() * unheard.len();
    let wrong: Vec<String> = each(count, |number| {
        let case = &cases[number / unheard.len()];
        let script = unheard[number % unheard.len()];
        case.is_not_heard(script).err().map(|it| format!("{} {script}: {it}", case.writing.line))
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let note = cases.iter().find(|case| case.writing.line == "note -").unwrap();
    let kills = |case| {
        let all: Vec<_> = matrix(std::slice::from_ref(case), 1);
        all.into_iter().filter(|(_, _, fault)| *fault == Fault::Killed).collect::<Vec<_>>()
    };
    let early = violations(&kills(note), Sabotage::SaysSavedFirst).len();
    let torn = violations(&kills(note), Sabotage::LosesJournal).len();
    assert!(early > 0 && torn > 0, "the controls are not noticed: {early}, {torn}");
    let migrations = runs.iter().filter(|run| run.0.writing.before == Before::Older).count();
    report(
        "1b a fault at every file call",
        &format!(
            "{} faults at the calls of {} commands, {migrations} in a migration; {count} unheard",
            runs.len(),
            cases.len()
        ),
        "0 violations, 0 panics",
        &format!("acknowledged early: {early} caught; journal lost: {torn} caught"),
    );
}
