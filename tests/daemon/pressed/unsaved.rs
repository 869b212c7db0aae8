//! Promises 2 and 3: a press that cannot be saved now is saved as soon as it can be, once; help for
//! a hard moment waits for no disk.

use super::*;

const UNSAVED: &str = "\nThis could not be noted yet; it is tried again.";

/// Somebody holds the data file for longer than a write waits.
fn locked(scene: &Scene, how: &str) -> rusqlite::Connection {
    let holder = database(&scene.world);
    holder.execute_batch(how).unwrap();
    holder
}

#[test]
fn help_does_not_wait_for_a_locked_file_and_comes_once() {
    let (mut scene, _) = morning();
    let holder = locked(&scene, "BEGIN IMMEDIATE");
    scene.desktop.press("Hard moment");
    let help = newest(&mut scene, 3);
    assert!(help.body.ends_with(UNSAVED), "{help:?}");
    wait_for("the daemon to say so", || scene.said().contains("trying again in a minute"));
    assert_eq!(logged(&scene), [""; 0]);
    // Asked to look, it tries again, and still it cannot.
    scene.signal(Signal::HUP);
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!(scene.desktop.calls(), 3);
    drop(holder);
    scene.signal(Signal::HUP);
    wait_for("the urge", || logged(&scene) == ["urge"]);
    scene.looked();
    assert_eq!((scene.desktop.calls(), logged(&scene).len()), (3, 1));
    // It is asked how it is all the same.
    scene.jump_to("2026-11-21 09:25:00");
    scene.wait_for_state("follow-up shown");
    assert_eq!(scene.said().lines().count(), 1, "{}", scene.said());
}

#[test]
fn help_does_not_wait_for_a_file_that_cannot_even_be_read_nor_for_what_was_pressed_before() {
    let (mut scene, _) = morning();
    scene.run("urge 3");
    scene.jump_to("2026-11-21 09:21:00");
    scene.wait_for_state("follow-up shown");
    scene.looked();
    let holder = locked(&scene, "BEGIN EXCLUSIVE");
    scene.desktop.press("Done");
    scene.desktop.press("Stronger");
    let help = newest(&mut scene, 4);
    assert!(help.body.ends_with(UNSAVED), "{help:?}");
    wait_for("the daemon to say so", || scene.said().contains("trying again in a minute"));
    drop(holder);
    scene.signal(Signal::HUP);
    wait_for_rows(&scene, &["welcome shown", "morning shown done", "follow-up shown"]);
    wait_for("the outcome", || logged(&scene) == ["urge stronger", "outcome stronger"]);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 4);
}

#[test]
fn what_is_pressed_while_the_disk_is_full_is_saved_when_it_is_not() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.run("start --no-daemon");
    // The welcome and the morning's are claimed and settled, each commit with two syncs of the
    // journal; then the disk takes nothing for a while.
    let data = scene.world.data().canonicalize().unwrap();
    let script = format!(
        "strace -f -qq -o trace -P {0}/nocontact.db-journal -e trace=fsync \
         -e inject=fsync:error=ENOSPC:when=9..12 \"$@\" >out 2>>{0}/daemon.log &",
        data.display()
    );
    scene.world.through(&["sh", "-c", &script, "sh"]);
    scene.run("daemon");
    scene.world.through(&[]);
    scene.wait_for_state("welcome shown");
    scene.jump_to("2026-11-21 09:00:00");
    scene.wait_for_state("morning shown");
    scene.looked();
    scene.desktop.press("Hard moment");
    let help = newest(&mut scene, 3);
    assert!(help.body.ends_with(UNSAVED), "{help:?}");
    wait_for("the daemon to say so", || scene.said().contains("trying again in a minute"));
    assert_eq!(logged(&scene), [""; 0]);
    // Full still.
    scene.looked();
    wait_for("the urge", || {
        scene.signal(Signal::HUP);
        logged(&scene) == ["urge"]
    });
    scene.looked();
    assert_eq!((scene.desktop.calls(), logged(&scene).len()), (3, 1));
}

#[test]
fn what_waits_for_the_file_is_saved_before_the_daemon_ends() {
    let (mut scene, morning) = morning();
    let holder = locked(&scene, "BEGIN IMMEDIATE");
    scene.desktop.press("Hard moment");
    let help = newest(&mut scene, 3);
    assert!(help.body.ends_with(UNSAVED), "{help:?}");
    wait_for("the daemon to say so", || scene.said().contains("trying again in a minute"));
    drop(holder);
    scene.run("daemon --stop");
    assert_eq!(logged(&scene), ["urge"]);

    scene.start();
    scene.looked();
    assert!(open(&scene).contains(&morning.summary), "{}", open(&scene));
    assert_eq!(scene.desktop.calls(), 3);
}
