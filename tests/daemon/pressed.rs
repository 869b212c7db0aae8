//! Promises 2 and 3: whatever is pressed on a notification is in the record as if it had been
//! typed, once, and help comes at once where it is needed.

use serde_json::Value;

use super::{Scene, wait_for};
use crate::desktop::{Desktop, Shown};

/// What `log --json` lists, oldest first: kind, and what matters of it.
pub(super) fn logged(scene: &Scene) -> Vec<String> {
    let lines = scene.run("log --json");
    let entry = |line: &str| {
        let entry: Value = serde_json::from_str(line).unwrap();
        let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let number = entry["mood"].as_u64().map(|mood| mood.to_string()).unwrap_or_default();
        format!("{} {}{number}", word("kind"), word("outcome")).trim().to_owned()
    };
    lines.lines().map(entry).collect()
}

pub(super) fn labels(shown: &Shown) -> Vec<&str> {
    shown.actions.iter().map(|(_, label)| label.as_str()).collect()
}

fn newest(scene: &mut Scene, count: usize) -> Shown {
    scene.desktop.wait_for(count).pop().unwrap()
}

#[test]
fn done_answers_the_suggestion() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    let morning = newest(&mut scene, 2);
    assert_eq!(labels(&morning), ["Close", "Done", "Another", "Later", "Hard moment"]);
    scene.wait_for_state("morning shown");
    assert!(scene.run("answer").contains("Open: "));
    scene.desktop.press("Done");
    wait_for("the answer", || scene.run("answer") == "Nothing is open.\n");
    scene.looked();
    assert_eq!(scene.desktop.calls(), 2);
    assert_eq!(scene.said(), "");
}

#[test]
fn a_hard_moment_is_an_urge_with_help_at_once_and_a_follow_up() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    scene.desktop.wait_for(2);
    scene.desktop.press("Hard moment");
    let help = newest(&mut scene, 3);
    assert!(help.body.contains("\nNoted. A short check-in follows at 09:2"), "{help:?}");
    assert_eq!(logged(&scene), ["urge"]);

    scene.jump_to("2026-11-21 09:21:00");
    let follow_up = newest(&mut scene, 4);
    assert_eq!(labels(&follow_up), ["Close", "Easier", "Same", "Stronger"]);
    scene.desktop.press("Stronger");
    let help = newest(&mut scene, 5);
    assert!(help.body.contains("\nNoted. A short check-in follows at 09:4"), "{help:?}");
    assert_eq!(logged(&scene), ["urge stronger", "outcome stronger"]);
    scene.jump_to("2026-11-21 09:42:00");
    scene.desktop.wait_for(6);
    scene.desktop.press("Easier");
    let wanted = ["urge easier", "outcome stronger", "outcome easier"];
    wait_for("the answer", || logged(&scene) == wanted);
    assert_eq!(scene.said(), "");
}
