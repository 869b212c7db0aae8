//! The world itself, with a shell in the place of the program.

use std::fs::File;
use std::path::Path;

use insta::assert_snapshot;

use super::{NOW, World, wait_until, words};
use crate::desktop::Desktop;
use crate::desktop::faketime::{self, FakeClock};

fn shell() -> World {
    World::with_program(Path::new("/bin/bash"))
}

#[test]
fn the_program_sees_this_environment_and_no_other() {
    let mut world = shell();
    world.env("PATH", "/usr/bin:/bin");
    assert_snapshot!(world.run("-c 'env -u _ -u SHLVL | sort; stat -c %a run'"), @r"
    exit 0
    --- stdout
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=[home]/run/no-system-bus
    HOME=[home]
    LANG=C.UTF-8
    LC_ALL=C.UTF-8
    NOCONTACT_NOW=2026-11-21T21:14:00+01:00
    PATH=/usr/bin:/bin
    PWD=[home]
    TZ=Europe/Berlin
    XDG_CONFIG_HOME=[home]/.config
    XDG_DATA_HOME=[home]/.local/share
    XDG_RUNTIME_DIR=[home]/run
    XDG_STATE_HOME=[home]/.local/state
    700
    ");
}

#[test]
fn time_stays_where_it_is_put() {
    let mut world = shell();
    let now = r#"-c 'printf %s "$NOCONTACT_NOW"'"#;
    assert_eq!(world.run(now).stdout, NOW);
    world.at("2026-11-22T09:00:00+01:00");
    assert_eq!(world.run(now).stdout, "2026-11-22T09:00:00+01:00");
    world.env_remove("NOCONTACT_NOW");
    assert_eq!(world.run(now).stdout, "");
}

#[test]
fn what_a_command_did_is_one_text() {
    let world = shell();
    assert_snapshot!(world.run("-c 'echo out; echo err >&2; exit 3'"), @r"
    exit 3
    --- stdout
    out
    --- stderr
    err
    ");
    assert_snapshot!(world.run("-c 'printf %s half'"), @r"
    exit 0
    --- stdout
    half
    [no newline at the end]
    ");
    assert_snapshot!(world.run("-c 'kill -9 $$'"), @"killed by signal 9");
}

#[test]
fn standard_input_is_for_one_command() {
    let mut world = shell();
    world.stdin("it is late\n");
    assert_eq!(world.run("-c cat").stdout, "it is late\n");
    assert_eq!(world.run("-c cat").stdout, "");
}

#[test]
fn an_id_keeps_its_name_and_a_date_is_none() {
    let world = shell();
    let script = "echo 0b5e3b52-9d9e-4a3c-8f56-1c2d3e4f5a6b 1f2e3d4c 0b5e3b52 \
                  nocontact-20261121.db 20269921 '\x1b[1mday'";
    assert_snapshot!(world.run_args(&["-c", script]), @r"
    exit 0
    --- stdout
    [id1] [id2] [id1] nocontact-20261121.db [id3] \e[1mday
    ");
    assert_snapshot!(world.run("-c 'echo 20269921: 1f2e3d4c'"), @r"
    exit 0
    --- stdout
    [id3]: [id2]
    ");
}

#[test]
fn a_line_is_split_as_in_a_shell() {
    let line = r#"note  'it''s late' "a \"b\" c" d\ e '' "#;
    assert_eq!(words(line), ["note", "its late", r#"a "b" c"#, "d e", ""]);
}

#[test]
fn a_terminal_has_a_width_and_a_person() {
    let world = shell();
    let script = r#"stty size; test -t 1 && echo tty: $TERM
        read -p 'Keep counting? ' a; read -p 'Why? ' b; echo "$a, $b" >/dev/tty; exit 4"#;
    let dialogue = [("counting?", "yes\n"), ("Why?", "because\n")];
    let script = format!("-c '{}'", script.replace('\'', r"'\''"));
    assert_snapshot!(world.run_in_terminal(&script, 40, &dialogue), @r"
    exit 4
    --- terminal
    24 40
    tty: xterm-256color
    Keep counting? yes
    Why? because
    yes, because
    ");
}

#[test]
#[should_panic(expected = "the command never asked")]
fn a_question_that_never_comes_is_a_failure() {
    shell().run_in_terminal("-c true", 80, &[("Sure?", "y\n")]);
}

#[test]
fn a_command_that_goes_on_can_be_stopped_and_killed() {
    let world = shell();
    let script = r#"-c 'trap "echo bye; exit 5" TERM; echo > ready; while :; do sleep 0.01; done'"#;
    let ready = world.home().join("ready");

    let running = world.spawn(script);
    wait_until(|| ready.exists());
    let (status, stdout, stderr) = running.stop();
    assert_eq!((status.code(), stdout.as_str(), stderr.as_str()), (Some(5), "bye\n", ""));

    let (status, ..) = world.spawn(script).kill();
    assert_eq!(status.code(), None);

    let pid = world.spawn(script).pid();
    assert!(!Path::new(&format!("/proc/{}", pid.as_raw_nonzero())).exists());
}

#[test]
fn a_daemon_that_was_left_behind_ends_with_its_world() {
    let world = shell();
    let script = r#"-c 'mkdir $XDG_DATA_HOME/nocontact && cd $XDG_DATA_HOME/nocontact
        setsid -f sh -c "echo \$\$ > daemon.lock; exec flock -F daemon.lock sleep 1000" \
            >/dev/null 2>&1'"#;
    assert!(!world.daemon_runs());
    assert_snapshot!(world.run(script), @"exit 0");
    wait_until(|| world.daemon_runs());
    let lock = File::open(world.data().join("daemon.lock")).unwrap();
    lock.try_lock().unwrap_err();
    drop(world);
    lock.try_lock().unwrap();
}

#[test]
fn a_world_can_be_on_a_desktop_and_live_by_another_clock() {
    let desktop = Desktop::bus_only();
    let clock = FakeClock::at("2026-11-21T08:58:00+01:00");
    let mut world = World::new();
    world.on(&desktop).by(&clock);
    assert_eq!(world.program, faketime::program());
    let mut world = shell();
    let program = world.program.clone();
    world.on(&desktop).by(&clock).program = program;
    let script = r#"-c 'date +%H:%M; echo ${NOCONTACT_NOW-none}; test -S "${DBUS_SESSION_BUS_ADDRESS#unix:path=}"'"#;
    assert_snapshot!(world.run(script), @r"
    exit 0
    --- stdout
    08:58
    none
    ");
}
