//! Promises 1 and 4: a changed setting counts from the moment it is saved, however it is saved, and
//! changes nothing that was; a data file of a newer program ends the daemon of an older one.

use std::fs;
use std::os::unix::fs::symlink;

use insta::assert_snapshot;
use rustix::process::{Signal, kill_process};

use super::backups::{backups, wait_for_backups};
use super::{Scene, database, wait_for};
use crate::desktop::Desktop;

#[test]
fn settings_saved_by_an_editor_move_the_next_notice_and_it_comes_without_a_nudge() {
    let mut scene = Scene::at("2026-11-21T08:59:50+01:00", Desktop::start());
    scene.start();
    // The morning's comes by its own timer.
    scene.desktop.wait_for(2);
    scene.jump_to("2026-11-21 12:44:45");
    // Where the morning would be now it was already, and the evening is at once.
    scene.settings("[notifications]\nmorning = \"12:44\"\nevening = \"12:45\"\n");
    let next = scene.upcoming().remove(0);
    assert_eq!(next.at.to_rfc3339(), "2026-11-21T12:45:00+01:00");
    scene.desktop.wait_for(3);
    scene.assert_says(&next);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 3);
    assert_eq!(scene.states(), ["welcome shown", "morning shown", "evening shown"]);

    // And back: it was shown today.
    scene.settings("[notifications]\n");
    scene.jump_to("2026-11-21 19:30:00");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 3);
}

#[test]
fn settings_written_in_place_or_for_the_first_time_are_noticed_too() {
    let mut scene = Scene::at("2026-11-21T12:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.looked();
    scene.jump_to("2026-11-21 12:44:45");
    fs::write(scene.world.settings(), "[notifications]\nevening = \"12:45\"\n").unwrap();
    scene.desktop.wait_for(2);
    scene.wait_for_state("evening shown");
    assert_eq!(scene.desktop.calls(), 2);
}

#[test]
fn a_hangup_makes_it_look_at_settings_that_lie_behind_a_link() {
    let mut scene = Scene::at("2026-11-21T12:40:00+01:00", Desktop::start());
    let elsewhere = scene.world.home().join("dotfiles.toml");
    fs::write(&elsewhere, "").unwrap();
    fs::create_dir_all(scene.world.settings().parent().unwrap()).unwrap();
    symlink(&elsewhere, scene.world.settings()).unwrap();
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    // What is behind a link is not watched, which is why there is the signal.
    fs::write(&elsewhere, "[notifications]\nevening = \"12:44\"\n").unwrap();
    // Its signal is a hangup.
    scene.jump_to("2026-11-21 12:44:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("evening shown");
}

#[test]
fn settings_that_cannot_be_used_are_said_once_and_the_others_hold() {
    let mut scene = Scene::at("2026-11-21T12:40:00+01:00", Desktop::start());
    scene.settings("[notifications]\nevening = \"12:43\"\nmorning = \"soon\"\n");
    assert!(scene.world.run("start").exit == "exit 0");
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 12:44:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("evening shown");
    scene.run("urge 4");
    scene.jump_to("2026-11-21 13:10:00");
    scene.wait_for_state("follow-up shown");
    assert_eq!(scene.said().lines().count(), 1, "{}", scene.said());
    assert!(scene.said().starts_with("nocontact: settings, line 3: morning:"), "{}", scene.said());
}

#[test]
fn a_setting_changed_by_command_holds_at_once_for_the_daemon_and_for_what_is_announced() {
    let mut scene = Scene::at("2026-11-21T12:44:45+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    assert!(scene.run("config set evening 12:45").starts_with("evening is 12:45 now"));
    let next = scene.upcoming().remove(0);
    assert_eq!(next.at.to_rfc3339(), "2026-11-21T12:45:00+01:00");
    // By the daemon's own timer: nobody nudges it again.
    scene.desktop.wait_for(2);
    scene.assert_says(&next);
    scene.wait_for_state("evening shown");
    assert_eq!(scene.world.run("config set evening 25:00").exit, "exit 2");
    assert_eq!(scene.said(), "");
}

#[test]
fn settings_that_cannot_be_used_leave_what_held_before_over_a_restart_until_they_are_repaired() {
    let mut scene = Scene::at("2026-11-21T12:40:00+01:00", Desktop::start());
    scene.settings("[notifications]\nevening = \"12:44\"\nprivacy = \"hidden\"\n");
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");

    scene.settings("[notifications]\nevening = \"12:59\nprivacy = \"plain\"\n");
    let said = "settings, line 2: this is not TOML";
    wait_for("the daemon to say it", || scene.log().contains(said));
    let next = scene.upcoming_in_spite_of("what held before stands").remove(0);
    assert_eq!(next.at.to_rfc3339(), "2026-11-21T12:44:00+01:00");
    scene.jump_to("2026-11-21 12:44:00");
    scene.desktop.wait_for(2);
    scene.assert_says(&next);
    assert_eq!(scene.desktop.shown().pop().unwrap().summary, "A note for you");
    scene.wait_for_state("evening shown");

    // One wrong word, and a daemon that begins with it.
    scene.kill();
    scene.settings(
        "[notifications]\nevening = \"noon\"\nprivacy = \"hiden\"\nmin_gap = \"0s\"\nmorning = \"10:30\"\n",
    );
    let started = scene.world.run("start");
    assert!(started.stdout.contains("The daemon is running"), "{started}");
    scene.jump_to("2026-11-22 10:30:00");
    scene.desktop.wait_for(3);
    assert_eq!(scene.desktop.shown().pop().unwrap().summary, "A note for you");
    scene.wait_for_state("milestone shown");
    let next = scene.upcoming_in_spite_of("what held before stands").remove(0);
    assert_eq!(next.at.to_rfc3339(), "2026-11-22T12:44:00+01:00");
    let said: Vec<String> = scene.said().lines().map(str::to_owned).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter().all(|line| line.ends_with("what held before stands (nocontact config check)"))
    );

    scene.settings("[notifications]\nevening = \"14:00\"\nprivacy = \"plain\"\n");
    let next = scene.upcoming().remove(0);
    assert_eq!(next.at.to_rfc3339(), "2026-11-22T14:00:00+01:00");
    scene.jump_to("2026-11-22 14:00:00");
    scene.desktop.wait_for(4);
    scene.assert_says(&next);
    assert_ne!(next.title.as_deref(), Some("A note for you"));
}

#[test]
fn settings_that_are_gone_mean_the_defaults() {
    let mut scene = Scene::at("2026-11-21T12:40:00+01:00", Desktop::start());
    scene.settings("[notifications]\nevening = \"12:44\"\nprivacy = \"hidden\"\n");
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    let kept = scene.world.data().join("settings-in-use.toml");
    assert!(kept.exists());
    fs::remove_file(scene.world.settings()).unwrap();
    wait_for("the copy to be gone", || !kept.exists());
    assert_eq!(scene.upcoming()[0].at.to_rfc3339(), "2026-11-21T19:30:00+01:00");
    assert_eq!(scene.said(), "");
}

#[test]
fn a_data_file_of_a_newer_program_ends_it_and_it_says_what_to_do() {
    let mut scene = Scene::on(Desktop::start());
    assert_eq!(scene.world.run("start --no-daemon").exit, "exit 0");
    let running = scene.world.spawn("daemon");
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    wait_for_backups(&scene.world, 1);
    let backup = backups(&scene.world).remove(0);
    let newer = |version: u32| {
        database(&scene.world).pragma_update(None, "user_version", version).unwrap();
    };
    newer(99);
    kill_process(running.pid(), Signal::HUP).unwrap();
    let (status, stdout, stderr) = running.finish();
    assert_eq!((status.code(), stdout.as_str()), (Some(5), ""), "{stderr}");
    let home = scene.world.home().to_str().unwrap();
    assert_snapshot!(stderr.replace(home, "[home]").replace(&backup, "[backup]"), @"nocontact: could not use [home]/.local/share/nocontact/nocontact.db: it is in format 99, and this nocontact knows formats up to 1; run the newer nocontact, the file was left as it is; the newest good backup comes back with nocontact data restore [backup], and what is there now is kept");
    assert!(!scene.world.daemon_runs());

    // `start` says so as well, and the newer program finds it all there.
    assert_eq!(scene.world.run("start").exit, "exit 5");
    newer(1);
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.states()), (1, vec!["welcome shown".to_owned()]));
}
