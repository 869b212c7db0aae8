//! A real terminal for one command: colours, width and prompts are as a person gets them.
//!
//! `setsid --ctty` makes it the controlling terminal; that takes a call between fork and exec, which
//! safe Rust has not.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::PATIENCE;

const ROWS: u16 = 24;

/// An answer that is none: the terminal is closed instead.
pub(crate) const HANG_UP: &str = "\0hang up";

/// Runs `command` to its end; returns all that appeared, what was typed included.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "its end closes our copies of the terminal")]
pub(super) fn run(
    command: Command,
    columns: u16,
    dialogue: &[(&str, &str)],
) -> (ExitStatus, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let size = Winsize { ws_row: ROWS, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&master, size).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let slave = OpenOptions::new().read(true).write(true).open(PathBuf::from(name)).unwrap();

    let mut child = {
        // The parent's ends of the slave go with this block: then its end is the end of the output.
        let mut command = with_terminal(&command);
        command.stdin(slave.try_clone().unwrap()).stdout(slave.try_clone().unwrap()).stderr(slave);
        command.spawn().unwrap()
    };

    let mut master = File::from(master);
    let deadline = Instant::now() + PATIENCE;
    let mut screen = Vec::new();
    let mut read_so_far = 0;
    let mut turns = dialogue.iter();
    let mut turn = turns.next();
    while read_some(&mut master, &mut screen) {
        let seen = String::from_utf8_lossy(&screen).into_owned();
        if let Some(&(question, answer)) = turn
            && let Some(at) = seen[read_so_far..].find(question)
        {
            read_so_far += at + question.len();
            turn = turns.next();
            if answer == HANG_UP {
                assert!(turn.is_none(), "nothing can be typed any more");
                break;
            }
            master.write_all(answer.as_bytes()).unwrap();
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the command does not end; waiting for {turn:?}; on the screen: {seen}");
        }
    }
    drop(master);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            panic!("the command left its terminal and does not end");
        }
        thread::sleep(Duration::from_millis(1));
    };
    let seen = String::from_utf8_lossy(&screen).replace("\r\n", "\n");
    assert!(turn.is_none(), "the command never asked {turn:?}; on the screen: {seen}");
    (status, seen)
}

fn with_terminal(command: &Command) -> Command {
    let mut wrapped = Command::new("setsid");
    // Whoever runs the tests in the background ignores Ctrl-C; a person's terminal does not.
    wrapped
        .args(["--ctty", "env", "--default-signal=INT,QUIT,HUP"])
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear();
    for (name, value) in command.get_envs() {
        wrapped.env(name, value.unwrap_or_default());
    }
    if let Some(directory) = command.get_current_dir() {
        wrapped.current_dir(directory);
    }
    wrapped
}

/// Whether there may be more. The last holder of the slave closing it is an error on Linux.
fn read_some(master: &mut File, screen: &mut Vec<u8>) -> bool {
    let tick = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
    if poll(&mut [PollFd::from_borrowed_fd(master.as_fd(), PollFlags::IN)], Some(&tick)) == Ok(0) {
        return true;
    }
    let mut bytes = [0; 4096];
    match master.read(&mut bytes) {
        Ok(count) => {
            screen.extend_from_slice(&bytes[..count]);
            count > 0
        }
        Err(error) => error.kind() == ErrorKind::Interrupted,
    }
}
