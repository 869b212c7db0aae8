//! One child process of a desktop: started with an environment that holds nothing of the person
//! who runs the tests, its complaints kept for the panic message, ended when dropped.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, geteuid, kill_process, waitpid};

/// Who plays the user where a program refuses to run as root: nobody, without a home of its own.
pub(crate) const NOBODY: u32 = 65534;

pub(super) struct Part {
    name: String,
    child: Child,
    complaints: PathBuf,
}

impl Part {
    /// Starts `program` (a Debian package brings it, see `tests/run`) at home in `home`.
    pub(super) fn start<S: AsRef<OsStr>>(
        program: &str,
        home: &Path,
        arguments: &[S],
        environment: &[(String, String)],
    ) -> Self {
        Self::launch(program, home, arguments, environment, |_| ())
    }

    /// The same for what refuses to run as root; see [`user_directory`].
    pub(super) fn start_as_user<S: AsRef<OsStr>>(
        program: &str,
        home: &Path,
        arguments: &[S],
        environment: &[(String, String)],
    ) -> Self {
        Self::launch(program, home, arguments, environment, |command| {
            if geteuid().is_root() {
                command.uid(NOBODY).gid(NOBODY);
            }
        })
    }

    fn launch<S: AsRef<OsStr>>(
        program: &str,
        home: &Path,
        arguments: &[S],
        environment: &[(String, String)],
        change: impl Fn(&mut Command),
    ) -> Self {
        let name = program.rsplit('/').next().unwrap_or(program).to_owned();
        let complaints = home.join(format!("{name}.stderr"));
        let log = File::options().create(true).append(true).open(&complaints).unwrap();
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("LC_ALL", "C.UTF-8")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .current_dir(home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        change(&mut command);
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("could not start {name}: {error}; tests/run installs what the tests need")
        });
        Self { name, child, complaints }
    }

    /// The first line that it prints: where it can be reached.
    pub(super) fn first_line(&mut self) -> String {
        let stdout = self.child.stdout.take().expect("the first line is read once");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "{} did not say where it is: {}", self.name, self.complain());
        line.trim().to_owned()
    }

    pub(super) fn assert_alive(&mut self) {
        if let Some(status) = self.child.try_wait().unwrap() {
            panic!("{} ended ({status}): {}", self.name, self.complain());
        }
    }

    fn complain(&self) -> String {
        fs::read_to_string(&self.complaints).unwrap_or_default()
    }

    /// Stops it as it stands, like a process that hangs; back only when it has really stopped.
    pub(super) fn freeze(&self) {
        kill_process(self.pid(), Signal::STOP).unwrap();
        waitpid(Some(self.pid()), WaitOptions::UNTRACED).unwrap();
    }

    pub(super) fn thaw(&self) {
        kill_process(self.pid(), Signal::CONT).unwrap();
    }

    /// Asks it to end and tidy up; Xvfb leaves a lock file behind otherwise.
    pub(super) fn ask_to_end(&mut self) {
        let _ = kill_process(self.pid(), Signal::TERM);
        let deadline = Instant::now() + Duration::from_secs(3);
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

/// A directory inside `home` that belongs to whoever plays the user.
pub(super) fn user_directory(home: &Path, name: &str) -> PathBuf {
    let directory = home.join(name);
    fs::create_dir(&directory).unwrap();
    fs::set_permissions(&directory, Permissions::from_mode(0o700)).unwrap();
    if geteuid().is_root() {
        chown(&directory, Some(NOBODY), Some(NOBODY)).unwrap();
        // So that they find their way to it.
        fs::set_permissions(home, Permissions::from_mode(0o711)).unwrap();
    }
    directory
}

/// Those that it has started and not waited for.
fn children(pid: Pid) -> Vec<Pid> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let pids: Vec<i32> =
        lists.flat_map(|list| list.split(' ').flat_map(str::parse).collect::<Vec<_>>()).collect();
    pids.into_iter().filter_map(Pid::from_raw).collect()
}

impl Drop for Part {
    fn drop(&mut self) {
        for child in children(self.pid()) {
            let _ = kill_process(child, Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
