//! No network: no command, and no daemon through a whole session, ever makes a socket of the
//! internet. strace sees every one that is made.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::report;
use crate::desktop::Desktop;
use crate::world::World;

/// Every command, one line each; a new one has to be added, or the test says so.
const COMMANDS: &[&str] = &[
    "status",
    "status --json",
    "urge 4 --note words",
    "answer easier 2",
    "received --kind warm",
    "contacted --keep",
    "mood 2",
    "note words",
    "suggest",
    "suggest --list",
    "sos",
    "about",
    "about person Sam",
    "log --notes",
    "report --html out.html --record",
    "undo",
    "edit 00000000 --mood 3",
    "stats",
    "stats --all --plain",
    "report --html page.html",
    "start --no-daemon",
    "upcoming",
    "pause off",
    "finish",
    "finish --close",
    "daemon --stop",
    "service status",
    "config check",
    "config show",
    "data backup",
    "data export out.jsonl",
    "data import out.jsonl",
    "data restore --help",
    "data erase --window 9 --confirm 'erase window 9'",
    "doctor",
    "completions bash",
    "man",
    "--help",
];

const STRACE: [&str; 8] =
    ["strace", "-f", "-qq", "-A", "-e", "trace=socket,connect,sendto,bind", "-e", "signal=none"];

/// The sockets of the internet in a trace.
fn internet(trace: &Path) -> Vec<String> {
    let trace = fs::read_to_string(trace).unwrap();
    // Anything that is neither of this computer's own kinds counts.
    let is_ours = |line: &&str| !line.contains("socket(") || line.contains("socket(AF_UNIX");
    let named = |line: &&str| line.contains("AF_INET") || line.contains("AF_PACKET");
    trace.lines().filter(|line| !is_ours(line) || named(line)).map(str::to_owned).collect()
}

/// A bus that the environment places beyond a network is none: it is not connected to, and its host
/// is not looked up.
#[test]
fn a_bus_that_is_reached_by_network_is_none() {
    let mut world = World::new();
    for name in ["DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"] {
        world.env(name, "tcp:host=localhost,port=9");
    }
    let trace = world.home().join("trace");
    let strace = [&STRACE[..], &["-o", trace.to_str().unwrap()]].concat();
    world.through(&strace);
    let ran = world.run("doctor");
    assert!(ran.stdout.contains("no session bus answers"), "{ran}");
    assert_eq!(internet(&trace), [""; 0]);
    world.run("start --no-daemon");
    let daemon = world.spawn("daemon");
    world.through(&[]);
    let looked = (0..3000).any(|_| {
        thread::sleep(Duration::from_millis(20));
        fs::read_to_string(world.lock()).is_ok_and(|card| card.contains("no session bus answers"))
    });
    assert!(looked);
    world.run("daemon --stop");
    daemon.finish();
    assert_eq!(internet(&trace), [""; 0]);
}

#[test]
fn no_command_and_no_daemon_makes_a_socket_of_the_internet() {
    let mut desktop = Desktop::start();
    let mut world = World::new();
    world.on(&desktop).env_remove("NOCONTACT_NOW");
    let settings = world.settings();
    fs::create_dir_all(settings.parent().unwrap()).unwrap();
    fs::write(settings, "[notifications]\nfollow_up_after = \"1s\"\n").unwrap();
    let trace = world.home().join("trace");
    let strace = [&STRACE[..], &["-o", trace.to_str().unwrap()]].concat();
    world.through(&strace);
    for line in COMMANDS {
        world.run(line);
    }
    world.run("start --no-daemon");
    let daemon = world.spawn("daemon");
    desktop.wait_for(1);
    world.through(&[]);
    world.run("urge 4");
    desktop.wait_for(2);
    desktop.press("Easier");
    world.run("daemon --stop");
    daemon.finish();
    let made = fs::read_to_string(&trace).unwrap();
    assert!(made.contains("AF_UNIX"), "the daemon's own was not seen");
    assert_eq!(internet(&trace), Vec::<String>::new());

    let script = "import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
socket.socket(socket.AF_INET6, socket.SOCK_STREAM)";
    let control = world.home().join("control");
    let status = Command::new(STRACE[0])
        .args(&STRACE[1..])
        .args(["-o", control.to_str().unwrap(), "python3", "-c", script])
        .status();
    assert!(status.unwrap().success());
    assert_eq!(internet(&control).len(), 2, "the control is not noticed");
    report(
        "6a no network",
        &format!("{} commands, a daemon's session on dunst", COMMANDS.len()),
        "0 sockets of the internet",
        "a script that makes two: 2 caught",
    );
}

#[test]
fn every_command_is_among_those_that_are_watched() {
    let help = World::new().run("--help").stdout;
    let section = help.split("\nOptions").next().unwrap();
    let names = section.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 15, "{help}");
    let watched = |name: &&&str| COMMANDS.iter().any(|line| line.split(' ').next() == Some(**name));
    let missing: Vec<_> = names.iter().filter(|name| !watched(name)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "in COMMANDS");
}
