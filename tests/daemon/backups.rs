//! Promise 2, nothing typed is ever lost: the daemon keeps a backup of each day on which something
//! was said, seven of them, without a wake-up of its own; a failed one is said once and made up
//! for, and one that is cut off is not there.

use std::fs;

use rustix::process::{Signal, kill_process};

use super::{Scene, daemon, wait_for};
use crate::desktop::Desktop;
use crate::world::World;

/// The names of the finished backups, oldest first.
pub(super) fn backups(world: &World) -> Vec<String> {
    let Ok(entries) = fs::read_dir(world.data().join("backups")) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.strip_suffix(".db").is_some()).collect();
    names.sort();
    names
}

/// Waits for so many, while the daemon looks again and again.
#[track_caller]
pub(super) fn wait_for_backups(world: &World, count: usize) {
    wait_for("the backup", || {
        kill_process(daemon(world), Signal::HUP).unwrap();
        backups(world).len() == count
    });
}

fn days(world: &World) -> Vec<String> {
    let name = |name: String| {
        let (day, occasion) = (&name["nocontact-".len()..][..10], &name["nocontact-".len() + 16..]);
        format!("{day} {}", occasion.trim_end_matches(".db"))
    };
    backups(world).into_iter().map(name).collect()
}

/// How many entries the backup `data backup --list` calls by this name holds, if it is good.
fn entries(scene: &Scene, name: &str) -> Option<u64> {
    let listed = scene.run("data backup --list --json");
    let line = listed.lines().find(|line| line.contains(name)).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["good"], true, "{line}");
    line["entries"].as_u64()
}

#[test]
fn each_day_on_which_something_was_said_leaves_one_and_the_newest_seven_stay() {
    let mut scene = Scene::at("2026-11-01T15:00:00+01:00", Desktop::start());
    scene.start();
    let pid = daemon(&scene.world);
    scene.desktop.wait_for(1);
    wait_for_backups(&scene.world, 1);
    assert_eq!(days(&scene.world), ["2026-11-01 daily"]);
    for day in 2..11 {
        scene.jump_to(&format!("2026-11-{day:02} 15:00:00"));
        scene.looked();
        // Nothing is said on the second, and from the backup of the sixth on until the eighth.
        if ![2, 6, 7].contains(&day) {
            scene.run("urge 3");
            let name = format!("2026-11-{day:02} daily");
            wait_for(&name, || days(&scene.world).contains(&name));
            scene.run("mood 3");
            scene.looked();
        }
    }
    let kept =
        ["01", "03", "04", "05", "06", "08", "09", "10"].map(|day| format!("2026-11-{day} daily"));
    assert_eq!(days(&scene.world), kept[1..]);
    let newest = backups(&scene.world).pop().unwrap();
    assert_eq!(entries(&scene, &newest), Some(10));
    assert_eq!((daemon(&scene.world), scene.said()), (pid, String::new()));
}

#[test]
fn one_that_fails_is_said_once_and_made_up_for_and_notices_come_meanwhile() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.run("start --no-daemon");
    let place = scene.world.data().join("backups");
    fs::write(&place, "in the way").unwrap();
    scene.start();
    scene.desktop.wait_for(1);
    scene.looked();
    wait_for("the failure", || scene.said().contains("no backup of today"));
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    scene.looked();
    scene.jump_to("2026-11-21 10:30:00");
    scene.looked();
    assert_eq!(scene.said().lines().count(), 1, "{}", scene.said());

    fs::remove_file(&place).unwrap();
    scene.jump_to("2026-11-21 12:00:00");
    scene.looked();
    wait_for_backups(&scene.world, 1);
    assert_eq!(days(&scene.world), ["2026-11-21 daily"]);
    assert_eq!(scene.said().lines().count(), 1, "{}", scene.said());
}

#[test]
fn a_daemon_that_is_killed_while_it_makes_one_leaves_no_half_one() {
    let mut scene = Scene::on(Desktop::start());
    scene.run("start --no-daemon");
    scene.run("urge 4");
    for call in ["pwrite64", "fsync", "rename,renameat,renameat2"] {
        for number in [1, 2] {
            let data = scene.world.data().canonicalize().unwrap();
            let script = format!(
                "strace -f -qq -o trace -P {0}/backups/nocontact-copy-0.tmp -P {0}/backups \
                 -e trace={call} -e inject={call}:signal=KILL:when={number} \"$@\" >out 2>&1",
                data.display()
            );
            scene.world.through(&["sh", "-c", &script, "sh"]);
            let ran = scene.world.run("data backup");
            scene.world.through(&[]);
            assert!(number > 1 || ran.exit != "exit 0", "{call}: {ran}");
            for name in backups(&scene.world) {
                assert_eq!(entries(&scene, &name), Some(1), "{call} {number}: {name}");
            }
        }
    }
    scene.run("data backup");
    let left = fs::read_dir(scene.world.data().join("backups")).unwrap().count();
    assert_eq!(left, backups(&scene.world).len(), "what was cut off is cleared away");
}

#[test]
fn a_damaged_file_ends_the_start_of_the_daemon_with_the_newest_good_backup_named() {
    let scene = Scene::on(Desktop::start());
    scene.run("start --no-daemon");
    for strength in [1, 2, 3] {
        scene.run(&format!("urge {strength}"));
    }
    scene.run("data backup");
    let name = backups(&scene.world).pop().unwrap();
    let file = scene.world.data().join("nocontact.db");
    let mut bytes = fs::read(&file).unwrap();
    // The last page: an index that no command needs to begin with.
    let last = bytes.len() - 4096;
    bytes[last..].fill(7);
    fs::write(&file, bytes).unwrap();

    let ran = scene.world.run("daemon");
    assert_eq!(ran.exit, "exit 5", "{ran}");
    assert!(ran.stderr.contains(&format!("nocontact data restore {name}")), "{ran}");
    let ran = scene.world.run("start");
    assert!(format!("{ran}").contains(&format!("nocontact data restore {name}")), "{ran}");
    assert!(!scene.world.daemon_runs());
    scene.run(&format!("data restore {name}"));
    scene.start();
    assert_eq!(scene.run("log --json").lines().count(), 3);
}

#[test]
fn a_restore_under_a_running_daemon_brings_nothing_twice() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    wait_for_backups(&scene.world, 1);
    let name = backups(&scene.world).pop().unwrap();
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("morning shown");
    scene.run("mood 3");
    scene.run(&format!("data restore {name}"));
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    assert_eq!(scene.run("log --json"), "");
    assert_eq!(scene.states(), ["welcome shown", "morning shown"]);
    scene.jump_to("2026-11-21 19:30:00");
    scene.desktop.wait_for(3);
}
