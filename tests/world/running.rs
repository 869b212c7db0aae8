//! A command that runs: read to its end, or stopped, or killed. One that does not end, or leaves its
//! output open to a child, fails the test instead of hanging it.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::PATIENCE;

pub(crate) struct Running {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Running {
    pub(super) fn start(mut command: Command, stdin: Option<String>) -> Self {
        let mut child = command
            .stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        if let (Some(text), Some(mut pipe)) = (stdin, child.stdin.take()) {
            // A program that does not read all of it is no failure of the test.
            thread::spawn(move || pipe.write_all(text.as_bytes()));
        }
        let stdout = reader(child.stdout.take().unwrap());
        let stderr = reader(child.stderr.take().unwrap());
        Self { child, stdout, stderr }
    }

    /// Waits for its end, and for what it printed.
    #[track_caller]
    pub(crate) fn finish(mut self) -> (ExitStatus, String, String) {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "the command does not end");
            thread::sleep(Duration::from_millis(1));
        };
        let [stdout, stderr] = [&self.stdout, &self.stderr].map(|output| {
            output.recv_timeout(PATIENCE).expect("a child of the command keeps its output open")
        });
        (status, stdout, stderr)
    }

    /// Whether it has ended.
    pub(crate) fn ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Asks it to end, as Ctrl-C in a service manager does.
    #[track_caller]
    pub(crate) fn stop(self) -> (ExitStatus, String, String) {
        kill_process(self.pid(), Signal::TERM).unwrap();
        self.finish()
    }

    /// Ends it where it stands, as a power cut does.
    #[track_caller]
    pub(crate) fn kill(self) -> (ExitStatus, String, String) {
        kill_process(self.pid(), Signal::KILL).unwrap();
        self.finish()
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}
