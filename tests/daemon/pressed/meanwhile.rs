//! Promise 2: a question is answered once, on whichever side; what is over leaves the screen by
//! itself, and what was pressed can be taken back whole.

use std::fs;
use std::time::Duration;

use super::*;
use crate::daemon::daemon;

/// Waits until so many are on the screen.
#[track_caller]
fn wait_for_screen(scene: &mut Scene, count: u32) {
    wait_for(&format!("{count} on the screen"), || scene.desktop.displayed() == count);
}

#[test]
fn undo_takes_a_press_back_whole() {
    let (mut scene, morning) = morning();
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
    assert!(scene.run("undo").starts_with("Taken back: answer of "));
    assert_eq!(rows(&scene), ["welcome shown", "morning shown"]);
    assert!(open(&scene).contains(&morning.summary));
    scene.run("undo --redo");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown done"]);
}

#[test]
fn undo_takes_back_a_hard_moment_and_its_follow_up_does_not_come() {
    let (mut scene, _) = morning();
    scene.desktop.press("Hard moment");
    scene.desktop.wait_for(3);
    assert!(scene.run("undo").starts_with("Taken back: urge of "));
    assert_eq!(logged(&scene), [""; 0]);
    scene.jump_to("2026-11-21 09:25:00");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 3);
}

#[test]
fn undo_takes_back_another_and_what_was_shown_stays_shown() {
    let (mut scene, _) = morning();
    scene.desktop.press("Another");
    let another = newest(&mut scene, 3);
    wait_for_rows(&scene, &["welcome shown", "morning shown another", "asked shown"]);
    scene.run("undo");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown", "asked shown"]);
    // It is the newest, so it is the one that is asked about, and stands where it stood.
    assert!(open(&scene).contains(&another.summary), "{}", open(&scene));
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (3, 2));
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown", "asked shown done"]);
}

#[test]
fn undo_takes_back_stronger_and_the_question_can_be_answered_again() {
    let (mut scene, _) = asked();
    scene.desktop.press("Stronger");
    newest(&mut scene, 3);
    wait_for_rows(&scene, &["follow-up shown", "follow-up shown"]);
    scene.run("undo");
    assert_eq!(logged(&scene), ["urge"]);
    // The second round is over with what asked for it.
    wait_for_screen(&mut scene, 0);
    scene.run("answer easier");
    assert_eq!(logged(&scene), ["urge easier", "outcome easier"]);
}

#[test]
fn what_is_answered_by_a_command_leaves_the_screen() {
    let (mut scene, _) = morning();
    scene.run("answer done");
    wait_for_screen(&mut scene, 1);
    assert_eq!(rows(&scene), ["welcome shown", "morning shown done"]);

    let (mut scene, _) = asked();
    scene.run("answer easier 2");
    wait_for_screen(&mut scene, 0);
    assert_eq!(logged(&scene), ["urge easier", "outcome easier"]);
}

#[test]
fn a_mood_told_by_a_command_takes_the_question_away_once_the_suggestion_is_done_too() {
    let mut scene = Scene::at("2026-11-21T15:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 19:30:00");
    scene.wait_for_state("evening shown");
    scene.run("answer 3");
    scene.looked();
    assert_eq!(scene.desktop.displayed(), 1);
    scene.run("answer done");
    wait_for_screen(&mut scene, 0);
}

#[test]
fn a_window_that_is_closed_and_a_newer_suggestion_take_the_pop_up_away() {
    let (mut scene, _) = morning();
    scene.run("finish --close");
    wait_for_screen(&mut scene, 1);
    assert_eq!(open(&scene), NOTHING);

    let (mut scene, morning) = morning();
    scene.run("suggest");
    wait_for_screen(&mut scene, 1);
    assert_eq!(rows(&scene), ["welcome shown", "morning shown", "asked shown"]);
    assert!(!open(&scene).contains(&morning.summary));
}

#[test]
fn a_question_that_lapses_leaves_the_screen() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.settings("[notifications]\nrhythm = \"none\"\n");
    scene.start();
    scene.run("urge 4");
    scene.jump_to("2026-11-21 08:51:00");
    scene.wait_for_state("follow-up shown");
    scene.jump_to("2026-11-22 08:29:00");
    scene.looked();
    assert_eq!(scene.desktop.displayed(), 1);
    scene.jump_to("2026-11-22 08:31:00");
    wait_for_screen(&mut scene, 0);
    assert_eq!((open(&scene), scene.desktop.calls()), (NOTHING.to_owned(), 1));
}

#[test]
fn a_press_under_way_when_the_question_lapses_answers_nothing() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.settings("[notifications]\nrhythm = \"none\"\n");
    scene.start();
    scene.run("urge 4");
    scene.jump_to("2026-11-21 08:51:00");
    scene.wait_for_state("follow-up shown");
    stop_idle(&scene);
    scene.desktop.press("Easier");
    scene.jump_to("2026-11-22 08:31:00");
    scene.signal(Signal::CONT);
    wait_for_screen(&mut scene, 0);
    scene.looked();
    assert_eq!((logged(&scene), scene.desktop.calls()), (vec!["urge".to_owned()], 1));
}

/// Stops the daemon as it stands, but not where it holds the file.
fn stop_idle(scene: &Scene) {
    let pid = daemon(&scene.world).as_raw_nonzero();
    let stopped = || {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(") ").next().unwrap().starts_with('T')
    };
    let file = database(&scene.world);
    file.busy_timeout(Duration::ZERO).unwrap();
    wait_for("the daemon to be idle", || {
        scene.signal(Signal::STOP);
        wait_for("the daemon to stop", stopped);
        let free = file.execute_batch("BEGIN EXCLUSIVE; ROLLBACK").is_ok();
        if !free {
            scene.signal(Signal::CONT);
        }
        free
    });
}

/// The pop-up is pressed, and before the daemon can hear of it the command is run.
fn pressed_while(scene: &mut Scene, button: &str, command: &str) {
    stop_idle(scene);
    scene.desktop.press(button);
    scene.run(command);
    scene.signal(Signal::CONT);
    scene.looked();
}

#[test]
fn a_press_under_way_when_a_command_answers_counts_nothing_twice() {
    let (mut scene, _) = morning();
    pressed_while(&mut scene, "Another", "answer done");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown done"]);
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (2, 1));

    for button in ["Easier", "Same", "Stronger"] {
        let (mut scene, _) = asked();
        pressed_while(&mut scene, button, "answer easier");
        assert_eq!(logged(&scene), ["urge easier", "outcome easier"]);
        assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (1, 0));
    }
}

#[test]
fn a_press_under_way_when_the_window_is_closed_or_a_newer_suggestion_is_asked_does_nothing() {
    let (mut scene, _) = morning();
    pressed_while(&mut scene, "Done", "finish --close");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown"]);
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (2, 1));

    let (mut scene, _) = morning();
    pressed_while(&mut scene, "Done", "suggest");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown", "asked shown"]);

    // A hard moment is one whatever became of the question.
    let (mut scene, _) = morning();
    pressed_while(&mut scene, "Hard moment", "answer done");
    // A busy daemon may look at the settings before it hears of the press.
    wait_for("the urge", || logged(&scene) == ["urge"]);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 3);
}

#[test]
fn what_a_button_answered_a_command_cannot_answer_again() {
    let (mut scene, _) = morning();
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
    for word in ["done", "another", "later"] {
        let ran = scene.world.run(&format!("answer {word}"));
        assert_eq!(ran.exit, "exit 1");
        assert!(ran.stderr.contains(&format!("no open question takes '{word}'")), "{ran}");
    }
    let (mut scene, _) = asked();
    scene.desktop.press("Easier");
    wait_for("the answer", || logged(&scene) == ["urge easier", "outcome easier"]);
    let ran = scene.world.run("answer same");
    assert!(ran.exit == "exit 1" && ran.stderr.contains("no open question takes 'same'"), "{ran}");
}

#[test]
fn what_the_person_closes_stays_open_in_the_record() {
    let (mut scene, morning) = morning();
    scene.desktop.close_all();
    wait_for_screen(&mut scene, 0);
    scene.looked();
    assert_eq!(rows(&scene), ["welcome shown", "morning shown"]);
    let status = scene.run("status");
    assert!(status.contains(&format!("Open: \"{}\"", morning.summary)), "{status}");
    scene.run("answer another");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown another", "asked shown"]);
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
}

#[test]
fn what_it_showed_leaves_the_screen_with_the_daemon() {
    let (mut scene, _) = morning();
    scene.run("urge 3");
    scene.jump_to("2026-11-21 09:21:00");
    scene.wait_for_state("follow-up shown");
    assert_eq!(scene.desktop.displayed(), 3);
    scene.run("daemon --stop");
    wait_for_screen(&mut scene, 0);
    assert_eq!(open(&scene).matches("Open: ").count(), 2);
    scene.start();
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (3, 0));
}

#[test]
fn a_press_while_the_daemon_stands_still_counts_when_it_goes_on() {
    let (mut scene, _) = morning();
    stop_idle(&scene);
    scene.desktop.press("Done");
    assert_eq!(rows(&scene), ["welcome shown", "morning shown"]);
    scene.signal(Signal::CONT);
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
}

#[test]
fn a_press_under_way_when_the_daemon_is_told_to_end_counts() {
    for button in ["Done", "Hard moment"] {
        let (mut scene, _) = morning();
        stop_idle(&scene);
        scene.desktop.press(button);
        scene.signal(Signal::TERM);
        scene.signal(Signal::CONT);
        wait_for("the daemon to be gone", || !scene.world.daemon_runs());
        match button {
            "Done" => assert_eq!(rows(&scene), ["welcome shown", "morning shown done"]),
            _ => assert_eq!(logged(&scene), ["urge"]),
        }
    }
}

#[test]
fn a_press_that_comes_with_the_answer_of_the_server_counts() {
    let mut scene = Scene::on(Desktop::start());
    scene.settings("[notifications]\nrhythm = \"none\"\nfollow_up_after = \"1s\"\n");
    scene.run("urge 4");
    scene.start_and_stop_at(1);
    scene.wait_for_stop();
    scene.desktop.freeze_server();
    scene.signal(Signal::CONT);
    wait_for("the follow-up to be sent", || scene.desktop.calls() == 1);
    scene.signal(Signal::STOP);
    scene.desktop.thaw_server();
    scene.desktop.wait_for(1);
    scene.desktop.press("Easier");
    scene.signal(Signal::CONT);
    wait_for("the answer", || logged(&scene) == ["urge easier", "outcome easier"]);
    scene.looked();
    assert_eq!((scene.states(), scene.desktop.calls()), (vec!["follow-up shown".to_owned()], 1));
}

#[test]
fn what_asks_about_a_data_file_that_is_gone_leaves_the_screen() {
    let (mut scene, _) = morning();
    scene.looked();
    // Beside backups it would be lost, and not gone.
    let _ = fs::remove_dir_all(scene.world.data().join("backups"));
    fs::remove_file(scene.world.data().join("nocontact.db")).unwrap();
    scene.signal(Signal::HUP);
    wait_for_screen(&mut scene, 0);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.said()), (2, String::new()));
}

#[test]
fn a_data_file_that_is_lost_beside_its_backups_ends_the_daemon_with_the_screen_clear() {
    let (mut scene, _) = morning();
    scene.looked();
    assert!(scene.run("data backup").starts_with("Backed up"));
    fs::remove_file(scene.world.data().join("nocontact.db")).unwrap();
    scene.signal(Signal::HUP);
    wait_for("the daemon's end", || !scene.world.daemon_runs());
    assert_eq!((scene.desktop.displayed(), scene.desktop.calls()), (0, 2));
    assert!(scene.said().contains("nocontact data restore nocontact-"), "{}", scene.said());
}
