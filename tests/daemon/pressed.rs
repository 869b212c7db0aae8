//! Promises 2 and 3: whatever is pressed on a notification is in the record as if it had been
//! typed, once, and help comes at once where it is needed.

mod meanwhile;
mod private;
mod stray;
mod unsaved;

use rustix::process::Signal;
use serde_json::Value;

use super::puppet::{Puppet, Stranger};
use super::{Scene, database, wait_for};
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

/// `kind state answer` of every notice, in the order in which they were due.
fn rows(scene: &Scene) -> Vec<String> {
    let database = database(&scene.world);
    let sql = "SELECT kind || ' ' || state || coalesce(' ' || reply, '') FROM ledger
               LEFT JOIN answers ON id = key AND live = 1 ORDER BY due, kind = 'asked', ledger.at, key";
    let mut rows = database.prepare(sql).unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

pub(super) fn labels(shown: &Shown) -> Vec<&str> {
    shown.actions.iter().map(|(_, label)| label.as_str()).collect()
}

#[track_caller]
fn newest(scene: &mut Scene, count: usize) -> Shown {
    scene.desktop.wait_for(count).pop().unwrap()
}

#[track_caller]
fn wait_for_rows(scene: &Scene, wanted: &[&str]) {
    wait_for(&format!("{wanted:?}"), || rows(scene) == wanted);
}

/// The titles of the open suggestions, and whether the mood is asked.
fn open(scene: &Scene) -> String {
    scene.run("answer")
}

const NOTHING: &str = "Nothing is open.\n";

/// At nine in the morning, with the welcome and the morning's suggestion on the screen.
fn morning() -> (Scene, Shown) {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 09:00:00");
    let morning = newest(&mut scene, 2);
    scene.wait_for_state("morning shown");
    (scene, morning)
}

/// A second after an urge, with the question how it is on the screen, and nothing else.
fn asked() -> (Scene, Shown) {
    let mut scene = Scene::on(Desktop::start());
    scene.settings("[notifications]\nrhythm = \"none\"\nfollow_up_after = \"1s\"\n");
    scene.start();
    scene.run("urge 4");
    let asked = newest(&mut scene, 1);
    scene.wait_for_state("follow-up shown");
    (scene, asked)
}

#[test]
fn done_answers_the_suggestion() {
    let (mut scene, morning) = morning();
    assert_eq!(labels(&morning), ["Close", "Done", "Another", "Later", "Hard moment"]);
    assert_eq!(open(&scene).matches("Open: ").count(), 1);
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
    assert_eq!(open(&scene), NOTHING);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (2, 1));
    assert_eq!(scene.said(), "");
}

#[test]
fn another_stands_in_the_place_of_the_first_and_can_be_answered_as_well() {
    let (mut scene, morning) = morning();
    scene.desktop.press("Another");
    let another = newest(&mut scene, 3);
    wait_for_rows(&scene, &["welcome shown", "morning shown another", "asked shown"]);
    assert_ne!(another.summary, morning.summary);
    assert_eq!(labels(&another), labels(&morning));
    assert_eq!(open(&scene).matches("Open: ").count(), 1);
    assert!(open(&scene).contains(&format!("\"{}\"", another.summary)), "{}", open(&scene));
    scene.looked();
    assert_eq!(scene.desktop.displayed(), 2);
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown another", "asked shown done"]);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (3, 1));
    assert_eq!(open(&scene), NOTHING);
}

#[test]
fn another_again_and_again_never_repeats_and_ends_when_nothing_is_left() {
    let (mut scene, morning) = morning();
    let mut titles = vec![morning.summary];
    loop {
        scene.desktop.press("Another");
        let next = newest(&mut scene, titles.len() + 2);
        if labels(&next) == ["Close"] {
            assert_eq!(next.summary, "That's all for now");
            break;
        }
        assert!(!titles.contains(&next.summary), "{} after {titles:?}", next.summary);
        titles.push(next.summary);
    }
    assert!(titles.len() > 10, "{titles:?}");
    // The last is open still: nothing took its place.
    let last = titles.last().unwrap();
    assert!(open(&scene).contains(&format!("\"{last}\"")), "{}", open(&scene));
    let rows = rows(&scene);
    assert_eq!(rows.iter().filter(|row| row.ends_with(" another")).count(), titles.len() - 1);
    assert_eq!(rows.last().unwrap(), "asked shown");
    assert_eq!(scene.said(), "");
}

#[test]
fn later_brings_the_same_again_in_an_hour_twice_at_most() {
    let (mut scene, morning) = morning();
    scene.desktop.press("Later");
    wait_for_rows(&scene, &["welcome shown", "morning shown later"]);
    assert_eq!(open(&scene), NOTHING);
    scene.jump_to("2026-11-21 09:59:00");
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (2, 0));
    scene.jump_to("2026-11-21 10:02:00");
    let again = newest(&mut scene, 3);
    assert_eq!((&again.summary, &again.body), (&morning.summary, &morning.body));
    assert_eq!(labels(&again), labels(&morning));
    scene.wait_for_state("morning shown");
    scene.looked();
    scene.desktop.press("Later");
    wait_for_rows(&scene, &["welcome shown", "morning shown later", "morning shown later"]);
    scene.jump_to("2026-11-21 11:05:00");
    let last = newest(&mut scene, 4);
    assert_eq!((&last.summary, &last.body), (&morning.summary, &morning.body));
    assert_eq!(labels(&last), ["Close", "Done", "Another", "Hard moment"]);
    scene.looked();
    assert!(scene.world.run("answer later").stderr.contains("put off twice already"));
}

#[test]
fn later_is_not_offered_where_it_could_not_come_again() {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    // The next morning the hour would lie past the end, which is at half past eight.
    scene.settings(
        "[notifications]\nmorning = \"off\"\nmidday = \"21:10\"\nevening = \"08:00\"\n\
         quiet_hours = \"22:00-07:00\"\n",
    );
    scene.run("start --days 1");
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 21:10:00");
    let night = newest(&mut scene, 2);
    assert_eq!(labels(&night), ["Close", "Done", "Another", "Hard moment"]);
    scene.jump_to("2026-11-22 08:00:00");
    let last = newest(&mut scene, 3);
    assert_eq!(labels(&last), ["Close", "Done", "Another", "Hard moment", "Mood"]);
}

#[test]
fn later_that_became_impossible_says_so_and_leaves_the_question_open() {
    let (mut scene, morning) = morning();
    scene.run("pause 3h");
    scene.desktop.press("Later");
    let stays = newest(&mut scene, 3);
    assert_eq!(stays.summary, "It stays where it is");
    assert_eq!(labels(&stays), ["Close"]);
    scene.looked();
    assert_eq!(rows(&scene), ["welcome shown", "morning shown"]);
    assert!(open(&scene).contains(&morning.summary), "{}", open(&scene));
    assert_eq!(scene.desktop.displayed(), 2);
}

#[test]
fn a_hard_moment_is_an_urge_with_help_at_once_and_a_follow_up() {
    let (mut scene, morning) = morning();
    scene.desktop.press("Hard moment");
    let help = newest(&mut scene, 3);
    assert!(help.body.contains("\nNoted. Check-in at 09:2"), "{help:?}");
    assert_eq!(labels(&help), ["Close"]);
    assert_eq!(logged(&scene), ["urge"]);
    assert!(open(&scene).contains(&morning.summary), "{}", open(&scene));

    scene.jump_to("2026-11-21 09:21:00");
    let follow_up = newest(&mut scene, 4);
    assert_eq!(labels(&follow_up), ["Close", "Easier", "Same", "Stronger"]);
    scene.desktop.press("Stronger");
    let help = newest(&mut scene, 5);
    assert!(help.body.contains("\nNoted. Check-in at 09:4"), "{help:?}");
    assert_eq!(logged(&scene), ["urge stronger", "outcome stronger"]);
    scene.jump_to("2026-11-21 09:42:00");
    scene.desktop.wait_for(6);
    scene.desktop.press("Easier");
    let wanted = ["urge easier", "outcome stronger", "outcome easier"];
    wait_for("the answer", || logged(&scene) == wanted);
    assert_eq!(scene.said(), "");
}

#[test]
fn the_second_round_is_the_last_whatever_is_answered() {
    for (first, second) in [("Same", "Stronger"), ("Stronger", "Same")] {
        let (mut scene, _) = asked();
        scene.desktop.press(first);
        // Help, and a second later the question once more.
        let help = scene.desktop.wait_for(2).remove(1);
        assert!(help.body.contains("\nNoted. Check-in at "), "{help:?}");
        let again = newest(&mut scene, 3);
        assert_eq!(labels(&again), ["Close", "Easier", "Same", "Stronger"]);
        wait_for_rows(&scene, &["follow-up shown", "follow-up shown"]);
        scene.desktop.press(second);
        let help = newest(&mut scene, 4);
        assert!(help.body.ends_with("\nNoted."), "{help:?}");
        let (first, second) = (first.to_lowercase(), second.to_lowercase());
        let wanted =
            [format!("urge {second}"), format!("outcome {first}"), format!("outcome {second}")];
        assert_eq!(logged(&scene), wanted);
        assert_eq!(open(&scene), NOTHING);
        scene.looked();
        assert_eq!((scene.desktop.calls(), scene.states().len()), (4, 2));
    }
}

#[test]
fn easier_ends_it() {
    let (mut scene, _) = asked();
    scene.desktop.press("Easier");
    wait_for("the answer", || logged(&scene) == ["urge easier", "outcome easier"]);
    scene.looked();
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (1, 0));
    assert_eq!(open(&scene), NOTHING);
}

#[test]
fn mood_asks_with_five_buttons_and_the_one_pressed_is_the_mood() {
    let mut scene = Scene::at("2026-11-21T15:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 19:30:00");
    let evening = newest(&mut scene, 2);
    assert_eq!(labels(&evening), ["Close", "Done", "Another", "Later", "Hard moment", "Mood"]);
    assert!(evening.body.ends_with("How was today? 1 low, 5 good."), "{evening:?}");
    scene.wait_for_state("evening shown");
    scene.desktop.press("Mood");
    let question = newest(&mut scene, 3);
    assert_eq!(labels(&question), ["Close", "1", "2", "3", "4", "5"]);
    scene.looked();
    assert_eq!(logged(&scene), [""; 0]);
    scene.desktop.press("4");
    wait_for("the mood", || logged(&scene) == ["mood 4"]);
    scene.looked();
    // The suggestion of the evening can be answered still.
    assert_eq!((scene.desktop.calls(), scene.desktop.displayed()), (4, 1));
    let again = newest(&mut scene, 4);
    assert_eq!(again.summary, evening.summary);
    assert_eq!(labels(&again), ["Close", "Done", "Another", "Later", "Hard moment"]);
    assert_eq!(open(&scene).matches("Open: ").count(), 1);
    assert!(open(&scene).contains(&evening.summary), "{}", open(&scene));
}

/// At the end of a window.
fn ended() -> Scene {
    let mut scene = Scene::at("2026-11-21T08:30:00+01:00", Desktop::start());
    scene.run("start --days 1");
    scene.wait_for_state("welcome shown");
    scene.jump_to("2026-11-22 08:31:00");
    scene.wait_for_state("end shown");
    scene
}

#[test]
fn review_is_answered_once_and_shows_where_to_look_back() {
    // A click on the notification itself presses its only button.
    for press in [|desktop: &mut Desktop| desktop.press("Review"), Desktop::press_default] {
        let mut scene = ended();
        let end = newest(&mut scene, 2);
        assert_eq!(labels(&end), ["Review"]);
        press(&mut scene.desktop);
        let review = newest(&mut scene, 3);
        assert_eq!(review.summary, "A look back");
        assert_eq!(labels(&review), ["Close"]);
        let seen = ["welcome shown", "morning missed", "evening missed", "end shown review"];
        assert_eq!(rows(&scene), seen);
        // By the command as well: it is the same answer.
        scene.run("answer review");
        scene.looked();
        assert_eq!(rows(&scene), seen);
        assert_eq!(scene.desktop.calls(), 3);
        scene.run("undo");
        assert_eq!(rows(&scene)[3], "end shown");
    }
}

#[test]
fn a_click_on_a_notice_with_several_buttons_answers_nothing() {
    let (mut scene, morning) = morning();
    scene.desktop.press("Close");
    scene.looked();
    assert_eq!(rows(&scene), ["welcome shown", "morning shown"]);
    assert!(open(&scene).contains(&morning.summary), "{}", open(&scene));
    assert_eq!((logged(&scene).len(), scene.desktop.calls()), (0, 2));
    // Dunst leaves it on the screen then, and its buttons still work.
    scene.desktop.press("Done");
    wait_for_rows(&scene, &["welcome shown", "morning shown done"]);
}
