//! The world around the program for one test: a home, a zone, a moment, and no other environment.
//! What the program did there is one text – exit code, stdout, stderr – to be compared whole.
//!
//! Stands on nothing else of the suite. Several threads may use one world.

mod built;
mod mask;
mod running;
mod self_test;
mod terminal;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::{self, Display, Write as _};
use std::fs::{self, File, Permissions, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::desktop::Desktop;
use crate::desktop::faketime::{self, FakeClock};
pub(crate) use built::built;
use mask::Mask;
pub(crate) use running::Running;
pub(crate) use terminal::HANG_UP;

/// How long a command may take before it counts as hanging. Not a measure of speed.
const PATIENCE: Duration = Duration::from_mins(1);

/// The evening on which most tests play; a Saturday.
pub(crate) const NOW: &str = "2026-11-21T21:14:00+01:00";

pub(crate) struct World {
    home: TempDir,
    program: PathBuf,
    /// What every command is started by, if not directly: `strace -f`.
    wrapper: Vec<String>,
    environment: BTreeMap<String, String>,
    stdin: Mutex<Option<String>>,
    mask: Mutex<Mask>,
}

/// What a command did, with the directory and the ids of this one run made equal in all runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) exit: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// What was on the screen, when it ran in a terminal; the other two are empty then.
    pub(crate) terminal: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_program(Path::new(env!("CARGO_BIN_EXE_nocontact")))
    }

    /// The same with the program in another place.
    pub(crate) fn with_program(program: &Path) -> Self {
        let home = tempfile::Builder::new().prefix("nocontact-home-").tempdir().unwrap();
        let mut environment = BTreeMap::new();
        environment.insert("HOME".to_owned(), home.path().to_str().unwrap().to_owned());
        for (name, directory) in [
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            let path = home.path().join(directory);
            fs::create_dir_all(&path).unwrap();
            environment.insert(name.to_owned(), path.to_str().unwrap().to_owned());
        }
        fs::set_permissions(home.path().join("run"), Permissions::from_mode(0o700)).unwrap();
        for (name, value) in [
            ("TZ", "Europe/Berlin"),
            ("NOCONTACT_NOW", NOW),
            ("LANG", "C.UTF-8"),
            ("LC_ALL", "C.UTF-8"),
            ("PATH", &std::env::var("PATH").unwrap_or_default()),
        ] {
            environment.insert(name.to_owned(), value.to_owned());
        }
        // Whether the screen of whoever runs the tests is locked is no matter of theirs.
        let system_bus = format!("unix:path={}", home.path().join("run/no-system-bus").display());
        environment.insert("DBUS_SYSTEM_BUS_ADDRESS".to_owned(), system_bus);
        let mask = Mutex::new(Mask::of(home.path()));
        let (program, wrapper, stdin) = (program.to_owned(), Vec::new(), Mutex::new(None));
        Self { home, program, wrapper, environment, stdin, mask }
    }

    /// From here on it is this moment (RFC 3339).
    pub(crate) fn at(&mut self, moment: &str) -> &mut Self {
        self.env("NOCONTACT_NOW", moment)
    }

    /// The moment that it is.
    pub(crate) fn now(&self) -> &str {
        &self.environment["NOCONTACT_NOW"]
    }

    /// Sets a variable for all commands from here on.
    pub(crate) fn env(&mut self, name: &str, value: &str) -> &mut Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn env_remove(&mut self, name: &str) -> &mut Self {
        self.environment.remove(name);
        self
    }

    /// What the next command, and that alone, can read from its standard input.
    pub(crate) fn stdin(&mut self, text: &str) -> &mut Self {
        *self.stdin.get_mut().unwrap() = Some(text.to_owned());
        self
    }

    /// From here on there is this desktop.
    pub(crate) fn on(&mut self, desktop: &Desktop) -> &mut Self {
        self.environment.extend(desktop.env());
        self
    }

    /// From here on the program, commands and daemon alike, lives by this clock and is the build
    /// that can.
    pub(crate) fn by(&mut self, clock: &FakeClock) -> &mut Self {
        faketime::program().clone_into(&mut self.program);
        self.environment.extend(clock.env());
        self.env_remove("NOCONTACT_NOW")
    }

    /// From here on every command is started by this one, as in `strace -f nocontact …`; by none if
    /// it is empty.
    pub(crate) fn through(&mut self, wrapper: &[&str]) -> &mut Self {
        self.wrapper = wrapper.iter().map(ToString::to_string).collect();
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the program keeps what it keeps.
    pub(crate) fn data(&self) -> PathBuf {
        Path::new(&self.environment["XDG_DATA_HOME"]).join("nocontact")
    }

    /// Where its settings are.
    pub(crate) fn settings(&self) -> PathBuf {
        Path::new(&self.environment["XDG_CONFIG_HOME"]).join("nocontact/config.toml")
    }

    /// Runs one command, written as in a shell: `urge 4 --note 'it is late'`.
    #[track_caller]
    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_args(&words(line))
    }

    #[track_caller]
    pub(crate) fn run_args<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ran {
        let stdin = self.stdin.lock().unwrap().take();
        let (status, stdout, stderr) = Running::start(self.command(arguments), stdin).finish();
        let (stdout, stderr) = (self.mask(&stdout), self.mask(&stderr));
        Ran { exit: exit(status), stdout, stderr, terminal: String::new() }
    }

    /// Runs a script of bash in this world, in which `nocontact` is the program: for pipes and
    /// redirections.
    #[track_caller]
    pub(crate) fn run_in_shell(&self, script: &str) -> Ran {
        let mut shell = self.command_of("/bin/bash".as_ref(), &["-c", script]);
        shell.env("PATH", self.path());
        let (status, stdout, stderr) = Running::start(shell, None).finish();
        let (stdout, stderr) = (self.mask(&stdout), self.mask(&stderr));
        Ran { exit: exit(status), stdout, stderr, terminal: String::new() }
    }

    /// Another program in this world, not started yet, and by nothing but itself.
    pub(crate) fn other<S: AsRef<OsStr>>(&self, line: &[S]) -> Command {
        let (program, arguments) = line.split_first().expect("a program");
        let mut command = Command::new(program);
        command.args(arguments).env_clear().envs(&self.environment).env("PATH", self.path());
        command.current_dir(self.home.path());
        command
    }

    /// Starts a command that goes on, such as `daemon`; killed when the value is dropped.
    #[track_caller]
    pub(crate) fn spawn(&self, line: &str) -> Running {
        Running::start(self.command(&words(line)), None)
    }

    /// Runs one command in a terminal of so many columns. `dialogue` is what the person answers,
    /// and to what: `[("Keep counting?", "k\n")]` types when that text has appeared, and
    /// [`HANG_UP`] closes the terminal.
    #[track_caller]
    pub(crate) fn run_in_terminal(
        &self,
        line: &str,
        columns: u16,
        dialogue: &[(&str, &str)],
    ) -> Ran {
        self.in_terminal(self.command(&words(line)), columns, dialogue)
    }

    /// Runs another program in a terminal of this world, in which `nocontact` is the program: a
    /// shell that somebody types in.
    #[track_caller]
    pub(crate) fn run_other_in_terminal(&self, line: &[&str], dialogue: &[(&str, &str)]) -> Ran {
        self.in_terminal(self.other(line), 100, dialogue)
    }

    #[track_caller]
    fn in_terminal(&self, mut command: Command, columns: u16, dialogue: &[(&str, &str)]) -> Ran {
        command.env("TERM", "xterm-256color");
        let (status, seen) = terminal::run(command, columns, dialogue);
        let terminal = self.mask(&seen);
        Ran { exit: exit(status), stdout: String::new(), stderr: String::new(), terminal }
    }

    /// Whether a daemon holds the lock.
    pub(crate) fn daemon_runs(&self) -> bool {
        let Ok(lock) = File::open(self.lock()) else {
            return false;
        };
        matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
    }

    /// Holds the daemon's lock as a daemon does, for as long as the value lives: commands say and do
    /// what they do beside a daemon, and nothing is sent anywhere.
    pub(crate) fn pretend_daemon(&self) -> File {
        let lock = File::options().create(true).append(true).open(self.lock()).unwrap();
        lock.try_lock().unwrap();
        lock
    }

    /// The file that the daemon holds, with its pid inside.
    pub(crate) fn lock(&self) -> PathBuf {
        self.data().join("daemon.lock")
    }

    /// The command as it would be run, for whoever runs it in another way.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        self.command_of(self.program.as_os_str(), arguments)
    }

    fn command_of<S: AsRef<OsStr>>(&self, program: &OsStr, arguments: &[S]) -> Command {
        let mut line = self.wrapper.iter().map(OsStr::new).chain([program]);
        let mut command = Command::new(line.next().expect("the program ends the line"));
        command
            .args(line)
            .args(arguments)
            .env_clear()
            .envs(&self.environment)
            .current_dir(self.home.path());
        command
    }

    /// Where a shell finds the program first.
    fn path(&self) -> String {
        let directory = self.program.parent().unwrap().to_str().unwrap();
        format!("{directory}:{}", self.environment["PATH"])
    }

    fn mask(&self, text: &str) -> String {
        self.mask.lock().unwrap().apply(text)
    }
}

/// A daemon that `start` left in the background is stopped with its world: asked first, then killed
/// by the pid that it wrote into its lock.
impl Drop for World {
    fn drop(&mut self) {
        if !self.daemon_runs() {
            return;
        }
        let mut stop = self.command(&["daemon", "--stop"]);
        stop.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Ok(mut stop) = stop.spawn() {
            wait_until(|| !matches!(stop.try_wait(), Ok(None)));
            let _ = stop.kill();
            let _ = stop.wait();
        }
        if self.daemon_runs()
            && let Ok(text) = fs::read_to_string(self.lock())
            && let Some(pid) =
                text.lines().next().and_then(|pid| pid.trim().parse().ok()).and_then(Pid::from_raw)
        {
            let _ = kill_process(pid, Signal::KILL);
            wait_until(|| !self.daemon_runs());
        }
    }
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !done() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(5));
    }
}

fn exit(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit {code}"),
        (None, signal) => format!("killed by signal {}", signal.unwrap_or_default()),
    }
}

impl Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.exit)?;
        for (name, text) in
            [("stdout", &self.stdout), ("stderr", &self.stderr), ("terminal", &self.terminal)]
        {
            if let Some(whole) = text.strip_suffix('\n') {
                write!(f, "\n--- {name}\n{whole}")?;
            } else if !text.is_empty() {
                write!(f, "\n--- {name}\n{text}\n[no newline at the end]")?;
            }
        }
        f.write_char('\n')
    }
}

/// Splits as a shell does: at blanks, but not within quotes; a backslash takes the next as it is.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => {
                word.get_or_insert_default().push(letters.next().expect("something follows \\"));
            }
            (None, blank) if blank.is_whitespace() => words.extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    assert!(quote.is_none(), "a quote is not closed: {line}");
    words.extend(word);
    words
}
