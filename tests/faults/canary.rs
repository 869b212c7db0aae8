//! A text that occurs nowhere else is typed into everything that takes text, and then looked for
//! wherever it must not be: in every file but the one, on the bus, in the arguments and the
//! environment of every process, in a core, in what goes to standard error. Under each privacy,
//! beside a daemon that shows notices on a real server.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use memchr::memmem;
use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::{data_file, database, report};
use crate::desktop::Desktop;
use crate::world::{Ran, World};

/// How a text is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum How {
    Argument,
    Stdin,
    /// Typed in a terminal, when this is asked.
    Prompt(&'static str),
    Editor,
}

use How::{Argument, Editor, Prompt, Stdin};

/// Every command that takes text, in every way in which it does: `{}` is the text, `{id}` an urge.
/// A new command that takes text has one more line here.
const ROUTES: &[(&str, How)] = &[
    ("urge 4 --feeling {} --trigger {} --note {}", Argument),
    ("urge 2 --note -", Stdin),
    ("urge 2 --note", Prompt("A note (Enter for none):")),
    ("urge 2 --edit", Editor),
    ("received --kind warm --via {} --note {}", Argument),
    ("received --kind hostile --note -", Stdin),
    ("received --kind meet --note", Prompt("What it said (Enter for nothing):")),
    ("received --edit", Editor),
    ("contacted --keep --note {}", Argument),
    ("contacted --keep --note -", Stdin),
    ("contacted --necessary --note", Prompt("A note (Enter for none):")),
    ("contacted --necessary --edit", Editor),
    ("mood 1 --note {}", Argument),
    ("mood 1 --note -", Stdin),
    ("mood 2 --note", Prompt("A note (Enter for none):")),
    ("mood 2 --edit", Editor),
    ("note {}", Argument),
    ("note -", Stdin),
    ("note", Prompt("Note:")),
    ("note --edit", Editor),
    ("about plan add {}", Argument),
    ("about plan add -", Stdin),
    ("about plan add", Prompt("If … then I …:")),
    ("about person {}", Argument),
    ("about person -", Stdin),
    ("about person", Prompt("Someone you can call")),
    ("edit {id} --feeling {} --trigger {} --note {}", Argument),
    ("edit {id} --note -", Stdin),
    ("edit {id} --note", Prompt("The new note (Enter keeps the old):")),
    ("edit {id} --edit", Editor),
];

/// What is shown without having been asked for the words themselves.
const WORDLESS: &[&str] = &[
    "",
    "status --explain",
    "status --line",
    "status --json",
    "status --format '{day} {until} {next}'",
    "log --kind note",
    "log --kind mood --json",
    "upcoming",
    "upcoming --json",
    "suggest",
    "config show",
    "data backup --list",
    "data export out.jsonl",
    "data export --format csv out.csv",
    "report --html out.html",
    "config check",
    "answer",
    "answer --json",
    "finish",
];

/// One person's life with the text in it.
struct Scene {
    world: World,
    desktop: Desktop,
    monitor: Child,
    /// What is kept of this test itself, and never looked into.
    aside: TempDir,
    text: String,
    began: SystemTime,
    /// Then no file may hold it.
    is_erased: bool,
}

impl Scene {
    fn new(privacy: &str) -> Self {
        let began = SystemTime::now() - Duration::from_secs(2);
        let nanoseconds = began.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
        let text = format!("zqx{}x{nanoseconds}", std::process::id());
        let desktop = Desktop::start();
        let aside = tempfile::tempdir().unwrap();
        let address = &desktop.env()[0].1;
        let monitor = Command::new("dbus-monitor")
            .args(["--address", address])
            .stdin(Stdio::null())
            .stdout(File::create(aside.path().join("bus")).unwrap())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut world = World::new();
        world.on(&desktop).env_remove("NOCONTACT_NOW");
        let editor = aside.path().join("editor");
        // In two halves: no process has the whole among its arguments.
        let (first, second) = text.split_at(5);
        fs::write(&editor, format!("#!/bin/sh\nprintf %s%s {first} {second} >\"$1\"\n")).unwrap();
        fs::set_permissions(&editor, Permissions::from_mode(0o755)).unwrap();
        world.env("EDITOR", editor.to_str().unwrap());
        let settings = world.settings();
        fs::create_dir_all(settings.parent().unwrap()).unwrap();
        let quiet = "quiet_hours = \"off\"\nfollow_up_after = \"1s\"";
        fs::write(&settings, format!("[notifications]\nprivacy = \"{privacy}\"\n{quiet}\n"))
            .unwrap();
        let own = format!(
            "[[entry]]\nid = \"mine\"\npool = \"suggestion\"\ntitle = \"{text}\"\nbody = \"{text}\"\n"
        );
        fs::write(settings.with_file_name("texts.toml"), own).unwrap();
        let care = format!("[self_harm]\nphrases = [\"{text} care\"]\n");
        fs::write(settings.with_file_name("care-words.toml"), care).unwrap();
        Self { world, desktop, monitor, aside, text, began, is_erased: false }
    }

    /// The daemon, in the background, free to leave a core as far as others are concerned.
    fn start(&mut self) {
        self.world.through(&["bash", "-c", "ulimit -c unlimited; exec \"$@\"", "bash"]);
        let ran = self.world.run("start");
        self.world.through(&[]);
        assert!(ran.exit == "exit 0" && ran.stdout.contains("The daemon is running"), "{ran}");
        self.desktop.wait_for(1);
    }

    /// The text given in this way; what the command said on the screen may hold it, what goes to
    /// standard error may not, nor what any other process than itself was started with.
    fn give(&mut self, line: &str, how: How) {
        let trace = self.aside.path().join("processes");
        let id = database(&data_file(&self.world)).query_row(
            "SELECT id FROM entries WHERE kind = 'urge' LIMIT 1",
            [],
            |row| row.get(0),
        );
        let line = line.replace("{id}", &id.unwrap_or_else(|_| String::new()));
        let line = line.replace("{}", &self.text);
        let strace = ["strace", "-f", "-qq", "-v", "-s", "65536", "-e", "trace=execve"];
        self.world.through(&[&strace[..], &["-o", trace.to_str().unwrap()]].concat());
        if how == Stdin {
            self.world.stdin(&self.text);
        }
        let ran = match how {
            Prompt(question) => {
                let answer = format!("{}\n", self.text);
                self.world.run_in_terminal(&line, 100, &[(question, &answer)])
            }
            _ => self.world.run(&line),
        };
        self.world.through(&[]);
        assert_eq!(ran.exit, "exit 0", "{line}: {ran}");
        assert!(!ran.stderr.contains(&self.text), "{line}: {ran}");
        let own = usize::from(how == Argument);
        assert_eq!(self.processes_with_it(&trace), own, "{line}: started with the text");
    }

    /// In no file at all, settings included.
    fn is_gone_once_erased(&mut self) {
        let erase = "data erase --everything --settings --confirm 'erase everything'";
        let ran = self.world.run(erase);
        assert_eq!(ran.exit, "exit 0", "{ran}");
        assert!(!ran.stdout.contains(&self.text) && !ran.stderr.contains(&self.text), "{ran}");
        self.is_erased = true;
        assert_eq!(self.leaks(), Vec::<String>::new());
    }

    fn processes_with_it(&self, trace: &Path) -> usize {
        let started = fs::read_to_string(trace).unwrap();
        started.lines().filter(|line| line.contains(&self.text)).count()
    }

    /// Where the text is that it must not be: files, processes that run, and the bus.
    fn leaks(&self) -> Vec<String> {
        let mut open = vec![std::env::temp_dir()];
        open.extend(["/tmp", "/var/tmp", "/dev/shm", "/run/user"].map(PathBuf::from));
        let mut leaks = self.in_files(open);
        for process in fs::read_dir("/proc").unwrap().flatten() {
            for what in ["cmdline", "environ"] {
                let path = process.path().join(what);
                if self.is_in(&fs::read(&path).unwrap_or_default()) {
                    leaks.push(path.display().to_string());
                }
            }
        }
        leaks
    }

    fn in_files(&self, mut open: Vec<PathBuf>) -> Vec<String> {
        let mut leaks = Vec::new();
        let began = self.began.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        while let Some(path) = open.pop() {
            // Others come and go meanwhile.
            let Ok(found) = fs::symlink_metadata(&path) else { continue };
            if found.is_dir() && path != self.aside.path() && !self.is_another_home(&path) {
                let Ok(entries) = fs::read_dir(&path) else { continue };
                open.extend(entries.flatten().map(|entry| entry.path()));
            }
            let is_new = u64::try_from(found.ctime()).is_ok_and(|changed| changed >= began);
            if found.is_file() && is_new && !self.may_hold_it(&path) {
                let name = path.file_name().unwrap_or_default().as_encoded_bytes();
                if self.is_in(&fs::read(&path).unwrap_or_default()) || self.is_in(name) {
                    leaks.push(path.display().to_string());
                }
            }
        }
        leaks.sort();
        leaks.dedup();
        leaks
    }

    /// The world of another test: to look into its data file would take away the locks that this
    /// process holds there.
    fn is_another_home(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("nocontact-home-") && path != self.world.home()
    }

    /// The data file and its copies, and the two files into which the user typed it.
    fn may_hold_it(&self, path: &Path) -> bool {
        let settings = self.world.settings();
        if self.is_erased {
            return false;
        }
        path == data_file(&self.world)
            || path.starts_with(self.world.data().join("backups"))
            || ["texts.toml", "care-words.toml"]
                .map(|name| settings.with_file_name(name))
                .contains(&path.to_owned())
    }

    /// As it is, as UTF-16, or in hexadecimal digits.
    fn is_in(&self, bytes: &[u8]) -> bool {
        let wide: Vec<u8> = self.text.bytes().flat_map(|byte| [byte, 0]).collect();
        let digits =
            self.text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let has = |part: &[u8]| memmem::find(bytes, part).is_some();
        has(self.text.as_bytes()) || has(&wide) || has(digits.as_bytes())
    }

    /// Everything that went over the bus so far.
    fn bus(&self) -> Vec<u8> {
        self.send("seen so far");
        let file = self.aside.path().join("bus");
        let heard = || fs::read(&file).unwrap();
        let is_over = || memmem::find(&heard(), b"seen so far").is_some();
        wait_for("the bus to be heard", is_over);
        heard()
    }

    fn send(&self, text: &str) {
        let bus = format!("--bus={}", self.desktop.env()[0].1);
        let text = format!("string:{text}");
        let sent = Command::new("dbus-send")
            .args([bus.as_str(), "--type=signal", "/", "test.Test.Test", &text])
            .status();
        assert!(sent.unwrap().success());
    }

    fn wait_for_button(&mut self, wanted: &str) {
        wait_for(wanted, || {
            let shown = self.desktop.shown();
            shown.iter().any(|one| one.actions.iter().any(|(_, label)| label == wanted))
        });
    }

    fn daemon(&self) -> Pid {
        let text = fs::read_to_string(self.world.lock()).unwrap();
        Pid::from_raw(text.lines().next().unwrap().trim().parse().unwrap()).unwrap()
    }

    /// A file that somebody's core would be.
    fn cores(&self) -> Vec<PathBuf> {
        let mut open = vec![self.world.home().to_owned()];
        let mut cores = Vec::new();
        while let Some(dir) = open.pop() {
            for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
                if path.file_name().unwrap().to_str().unwrap().starts_with("core") {
                    cores.push(path.clone());
                }
                if path.is_dir() {
                    open.push(path);
                }
            }
        }
        cores
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = self.monitor.kill();
        let _ = self.monitor.wait();
    }
}

#[track_caller]
fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// How often the text is in the data file, once for each cell.
fn kept(database: &Connection, text: &str) -> i64 {
    let count = "SELECT (SELECT sum((note LIKE ?1) + (ifnull(feeling, '') LIKE ?1) +
                 (ifnull(trigger, '') LIKE ?1) + (ifnull(via, '') LIKE ?1)) FROM entries) +
                 (SELECT count(*) FROM about WHERE value LIKE ?1)";
    database.query_row(count, [format!("%{text}%")], |row| row.get(0)).unwrap()
}

fn lives_and_is_looked_for(privacy: &str) {
    let mut scene = Scene::new(privacy);
    scene.start();
    for (line, how) in ROUTES {
        scene.give(line, *how);
    }
    let kept = kept(&database(&data_file(&scene.world)), &scene.text);
    assert!(usize::try_from(kept).unwrap() >= ROUTES.len(), "only {kept} are in the file");
    // The follow-up comes, and is answered by its button; hidden, it is opened first.
    if privacy == "hidden" {
        scene.wait_for_button("Read");
        scene.desktop.press("Read");
    }
    scene.wait_for_button("Easier");
    scene.desktop.press("Easier");
    for line in WORDLESS {
        let ran = scene.world.run(line);
        let said = [&ran.stdout, &ran.stderr].iter().any(|said| said.contains(&scene.text));
        // One's own text is a suggestion that may be made.
        assert!(!said || line.starts_with("suggest") || line.starts_with("upcoming"), "{ran}");
    }
    let heard = scene.bus();
    // A text that the user wrote to be shown may be shown where everything may.
    assert!(privacy == "plain" || !scene.is_in(&heard), "{privacy}: it went over the bus");
    assert!(memmem::find(&heard, b"Notify").is_some(), "nothing was heard");
    kill_process(scene.daemon(), Signal::ABORT).unwrap();
    wait_for("the daemon to be gone", || !scene.world.daemon_runs());
    assert_eq!(scene.cores(), Vec::<PathBuf>::new());
    // An export is what was asked for, and lies where it was asked for; a page has feelings in it.
    let exports = ["out.jsonl", "out.csv", "out.html"].map(|name| scene.world.home().join(name));
    let leaks = scene.leaks();
    assert_eq!(leaks.len(), exports.len(), "{privacy}: {leaks:?}");
    for export in &exports {
        assert!(leaks.contains(&export.display().to_string()), "{leaks:?}");
        fs::remove_file(export).unwrap();
    }
    scene.is_gone_once_erased();
}

#[test]
fn what_was_typed_is_in_the_data_file_and_nowhere_else() {
    let privacies = ["plain", "discreet", "hidden"];
    thread::scope(|scope| {
        for privacy in privacies {
            scope.spawn(move || lives_and_is_looked_for(privacy));
        }
    });
    let caught = each_planted_leak_is_found();
    report(
        "4 canary",
        &format!("{} ways to type it, {} privacies, dunst", ROUTES.len(), privacies.len()),
        "in no other file, process, core, notice or error",
        &format!("{caught} planted leaks: all caught"),
    );
}

/// How many were planted, and all found.
fn each_planted_leak_is_found() -> usize {
    let scene = Scene::new("discreet");
    assert_eq!(scene.leaks(), Vec::<String>::new());
    let file = scene.world.home().join("run/left-behind");
    fs::write(&file, format!("a log says {}", scene.text)).unwrap();
    let wide: Vec<u8> = scene.text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(scene.world.home().join(".config/wide"), wide).unwrap();
    let mut process = Command::new("sleep").arg("60").env("LEAK", &scene.text).spawn().unwrap();
    let found = scene.leaks();
    process.kill().unwrap();
    process.wait().unwrap();
    let names = ["left-behind", "wide", "environ"];
    for name in names {
        assert!(found.iter().any(|leak| leak.ends_with(name)), "{name} is not among {found:?}");
    }
    assert!(!scene.is_in(&scene.bus()));
    scene.send(&scene.text);
    wait_for("the leak on the bus", || {
        scene.is_in(&fs::read(scene.aside.path().join("bus")).unwrap())
    });
    let trace = scene.aside.path().join("processes");
    let strace = ["-f", "-qq", "-v", "-o", trace.to_str().unwrap(), "-e", "trace=execve"];
    Command::new("strace").args(strace).args(["true", &scene.text]).status().unwrap();
    assert_eq!(scene.processes_with_it(&trace), 1);
    names.len() + 2 + usize::from(a_core_is_found(&scene))
}

/// Where the kernel leaves cores in files at all.
fn a_core_is_found(scene: &Scene) -> bool {
    if fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap().trim() != "core" {
        return false;
    }
    let mut shell = Command::new("bash");
    shell.args(["-c", "ulimit -c unlimited && kill -SEGV $$"]);
    shell.current_dir(scene.world.home()).status().unwrap();
    assert!(!scene.cores().is_empty(), "the control left no core");
    true
}

/// Where it cannot be saved, it is not said either.
#[test]
fn no_error_repeats_what_was_typed() {
    let text = "zqxcanary";
    let unusable = |dir: &Path| {
        fs::create_dir_all(dir).unwrap();
        fs::set_permissions(dir, Permissions::from_mode(0o700)).unwrap();
        fs::write(dir.join("nocontact.db"), "no database at all ".repeat(400)).unwrap();
    };
    for (line, how) in ROUTES.iter().filter(|(_, how)| matches!(how, Argument | Stdin)) {
        let mut world = World::new();
        unusable(&world.data());
        if *how == Stdin {
            world.stdin(text);
        }
        let line = line.replace("{id}", "3f2a91c0").replace("{}", text);
        let ran: Ran = world.run(&line);
        assert_eq!(ran.exit, "exit 5", "{line}: {ran}");
        assert!(!ran.stdout.contains(text) && !ran.stderr.contains(text), "{line}: {ran}");
        let left = fs::read(data_file(&world)).unwrap();
        assert!(memmem::find(&left, text.as_bytes()).is_none());
    }
}
