//! `service` on a real systemd that runs for one user, and on a computer without one. Guards
//! promise 4 of design §1: notices come on time, also after a login, a crash and a hang; and that
//! what was installed can be taken away whole.
//!
//! Here is what these tests stand on: an account with a systemd of its own in namespaces (see
//! account.sh), whose services find the desktop of the test. Nothing there reaches the computer's.

mod alive;
mod installed;
mod without;

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{geteuid, getuid};
use tempfile::TempDir;

use crate::desktop::{Desktop, NOBODY};
use crate::world::{Ran, World};

/// How long something may take to happen. Not a measure of speed.
const PATIENCE: Duration = Duration::from_mins(1);

const UNIT: &str = ".config/systemd/user/nocontact.service";
const AUTOSTART: &str = ".config/autostart/nocontact.desktop";

/// The systemd of one user; everything it runs ends with it.
struct Systemd(Child);

impl Drop for Systemd {
    fn drop(&mut self) {
        // It ends with its standard input, and so also if the tests are killed.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// One person with a desktop and a systemd that runs their services.
struct Account {
    systemd: Option<Systemd>,
    world: World,
    desktop: Desktop,
    program: PathBuf,
    /// Of the test, not of the person: the program, and what systemd says.
    outside: TempDir,
}

impl Account {
    fn new() -> Self {
        Self::with_program("nocontact", |_| ())
    }

    /// With the program under this path below some directory, and whatever else is to be there
    /// before systemd starts.
    fn with_program(name: &str, prepare: impl FnOnce(&mut Self)) -> Self {
        let mut account = Self::without_systemd(name);
        prepare(&mut account);
        account.start_systemd(None);
        account
    }

    fn without_systemd(name: &str) -> Self {
        let outside = tempfile::Builder::new().prefix("nocontact-program-").tempdir().unwrap();
        let program = outside.path().join(name);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        let built = Path::new(env!("CARGO_BIN_EXE_nocontact"));
        if fs::hard_link(built, &program).is_err() {
            fs::copy(built, &program).unwrap();
        }
        fs::set_permissions(outside.path(), Permissions::from_mode(0o755)).unwrap();
        let desktop = Desktop::start();
        desktop.let_nobody_in();
        let mut world = World::with_program(&program);
        world.on(&desktop).env_remove("NOCONTACT_NOW").env_remove("DISPLAY");
        for directory in ["", ".config", ".local", ".local/share", ".local/state", "run"] {
            give(&world.home().join(directory));
        }
        Self { systemd: None, world, desktop, program, outside }
    }

    /// Starts systemd for this person, with a unit that a package brought if there is one.
    fn start_systemd(&mut self, packaged: Option<&Path>) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/service/account.sh");
        let uid = user().to_string();
        let mut line = as_root();
        line.extend(["bash", script, &uid].map(str::to_owned));
        line.extend(packaged.map(|unit| unit.display().to_string()));
        let log = fs::File::create(self.outside.path().join("log")).unwrap();
        let mut child = self.world.other(&line);
        let mut child = child
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("tests/run installs what the tests need");
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        self.systemd = Some(Systemd(child));
        let mut wrapper = as_root();
        let enter = ["nsenter", "--mount", "--pid", "--cgroup", "--target", first.trim()];
        let user = [format!("--reuid={uid}"), format!("--regid={uid}")];
        wrapper.extend(enter.map(str::to_owned));
        wrapper.push("setpriv".to_owned());
        wrapper.extend(user);
        wrapper.push("--clear-groups".to_owned());
        let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
        self.world.through(&wrapper);
        wait_for("systemd to be up", || {
            let state = self.shell("systemctl --user is-system-running").stdout;
            ["running\n", "degraded\n"].contains(&state.as_str())
        });
    }

    #[track_caller]
    fn run(&self, line: &str) -> String {
        let ran = self.world.run(line);
        assert_eq!(ran.exit, "exit 0", "{line}: {ran}\n{}", self.log());
        ran.stdout
    }

    /// Runs a script of bash as this person.
    fn shell(&self, script: &str) -> Ran {
        self.world.run_in_shell(script)
    }

    /// What systemd says of one property of the unit.
    fn property(&self, name: &str) -> String {
        let ran = self.shell(&format!("systemctl --user show nocontact -p {name} --value"));
        assert_eq!(ran.exit, "exit 0", "{ran}");
        ran.stdout.trim().to_owned()
    }

    /// `enabled active`, as systemd says it.
    fn state(&self) -> String {
        let ran = self.shell(
            "systemctl --user is-enabled nocontact; systemctl --user is-active nocontact; true",
        );
        ran.stdout.trim().replace('\n', " ")
    }

    #[track_caller]
    fn wait_until(&self, name: &str, value: &str) {
        wait_for(&format!("{name} to be {value}: {}", self.log()), || self.property(name) == value);
    }

    /// Changes a setting of the unit, as the person may.
    fn drop_in(&self, text: &str) {
        let directory = self.home(".config/systemd/user/nocontact.service.d");
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("test.conf"), text).unwrap();
        let ran = self.shell("systemctl --user daemon-reload");
        assert_eq!(ran.exit, "exit 0", "{ran}");
    }

    fn home(&self, path: &str) -> PathBuf {
        self.world.home().join(path)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.outside.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        // Before the world looks for a daemon to kill: a pid from there is another's here.
        self.systemd = None;
        self.world.through(&[]);
    }
}

/// Who plays the user: not root.
fn user() -> u32 {
    if geteuid().is_root() { NOBODY } else { getuid().as_raw() }
}

/// What makes the namespaces has to be root.
fn as_root() -> Vec<String> {
    let sudo = ["sudo", "-n", "--preserve-env"].map(str::to_owned).to_vec();
    if geteuid().is_root() { Vec::new() } else { sudo }
}

fn give(path: &Path) {
    if geteuid().is_root() {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
}

#[track_caller]
fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Every file, directory and link below a directory, with what it holds.
fn listing(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            // systemd's own pipes and sockets are there, and the nudge socket of a daemon; its backups
            // come when it has the time, and its looks at the clock differ.
            if name == "run" || name.ends_with("/backups") || name.ends_with("/clock") {
                continue;
            }
            let holds = if path.is_symlink() {
                fs::read_link(&path).unwrap().display().to_string()
            } else if path.is_dir() {
                open.push(path.clone());
                "a directory".to_owned()
            } else {
                fs::read(&path).map_or_else(|_| String::new(), |read| format!("{} B", read.len()))
            };
            found.insert(name, holds);
        }
    }
    found
}

/// Checks with systemd's own tool, as it is of the version that is here.
#[track_caller]
fn assert_unit_is_valid(account: &Account) {
    let unit = account.home(UNIT);
    let ran = account.shell(&format!(
        "systemd-analyze --user --man=no --recursive-errors=no verify '{}'",
        unit.display()
    ));
    assert!(ran.exit == "exit 0" && ran.stderr.is_empty(), "{ran}");
}

#[track_caller]
fn assert_entry_is_valid(entry: &Path) {
    let checked = Command::new("desktop-file-validate").arg(entry).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success() && said.is_empty(), "{said}");
}
