//! Promise 4, discreet: on a screen that others may see a notice says what the person allowed, and
//! can be answered all the same.

use super::*;

const HIDDEN: &str = "[notifications]\nprivacy = \"hidden\"\n";

/// What hidden shows of everything.
#[track_caller]
fn assert_hidden(shown: &Shown) {
    assert_eq!(shown.summary, "A note for you", "{shown:?}");
    assert_eq!(shown.body, "Open it when you have a quiet minute.", "{shown:?}");
    assert_eq!(labels(shown), ["Read"], "{shown:?}");
}

/// Hides, reads what was hidden, and gives it.
#[track_caller]
fn read(scene: &mut Scene, count: usize) -> Shown {
    let hidden = newest(scene, count);
    assert_hidden(&hidden);
    // It is in the ledger before a press on it is dealt with.
    scene.looked();
    scene.desktop.press("Read");
    let text = newest(scene, count + 1);
    assert_ne!(text.summary, hidden.summary);
    text
}

#[test]
fn hidden_shows_nothing_until_it_is_read_and_then_the_real_buttons() {
    let mut scene = Scene::at("2026-11-20T08:30:00+01:00", Desktop::start());
    scene.settings(HIDDEN);
    scene.run("start --days 2");
    let welcome = read(&mut scene, 1);
    assert_eq!(labels(&welcome), ["Close"]);

    scene.jump_to("2026-11-20 09:00:00");
    let morning = read(&mut scene, 3);
    assert_eq!(labels(&morning), ["Close", "Done", "Another", "Later", "Hard moment"]);
    scene.desktop.press("Another");
    let another = newest(&mut scene, 5);
    assert_eq!(labels(&another), labels(&morning));
    scene.wait_for_state("asked shown");
    scene.desktop.press("Hard moment");
    let help = newest(&mut scene, 6);
    assert!(help.body.contains("\nNoted."), "{help:?}");

    scene.jump_to("2026-11-20 09:25:00");
    let follow_up = read(&mut scene, 7);
    assert_eq!(labels(&follow_up), ["Close", "Easier", "Same", "Stronger"]);
    scene.desktop.press("Easier");
    wait_for("the answer", || logged(&scene) == ["urge easier", "outcome easier"]);

    scene.jump_to("2026-11-20 19:30:00");
    let evening = read(&mut scene, 9);
    assert_eq!(labels(&evening), ["Close", "Done", "Another", "Later", "Hard moment", "Mood"]);
    scene.desktop.press("Mood");
    assert_eq!(labels(&newest(&mut scene, 11)), ["Close", "1", "2", "3", "4", "5"]);
    scene.desktop.press("2");
    wait_for("the mood", || logged(&scene).last().unwrap() == "mood 2");
    assert_eq!(newest(&mut scene, 12).summary, evening.summary);

    scene.jump_to("2026-11-21 09:00:00");
    let milestone = read(&mut scene, 13);
    assert_eq!(labels(&milestone), ["Close"]);

    scene.jump_to("2026-11-22 08:35:00");
    let end = read(&mut scene, 15);
    assert_eq!(labels(&end), ["Review"]);
    scene.desktop.press("Review");
    assert_eq!(newest(&mut scene, 17).summary, "A look back");
    scene.looked();
    let wanted = [
        "welcome shown",
        "morning shown another",
        "asked shown",
        "follow-up shown",
        "evening shown",
        "milestone shown",
        "evening missed",
        "end shown review",
    ];
    assert_eq!(rows(&scene), wanted);
    assert_eq!((scene.desktop.calls(), scene.said()), (17, String::new()));
}

#[test]
fn plain_says_all_and_has_the_same_buttons() {
    let mut scene = Scene::at("2026-11-20T08:30:00+01:00", Desktop::start());
    scene.settings("[notifications]\nprivacy = \"plain\"\n");
    scene.run("start --days 1");
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-20 09:00:00");
    let morning = newest(&mut scene, 2);
    assert_eq!(labels(&morning), ["Close", "Done", "Another", "Later", "Hard moment"]);
    // What to type stands only where there is nothing to press.
    assert!(!morning.body.contains("nocontact"), "{morning:?}");
    scene.wait_for_state("morning shown");
    scene.desktop.press("Hard moment");
    scene.desktop.wait_for(3);
    scene.jump_to("2026-11-21 08:35:00");
    scene.desktop.wait_for(4);
    scene.wait_for_state("end shown");
    scene.desktop.press("Review");
    let review = newest(&mut scene, 5);
    let held = "1 of 1 days without contact, longest stretch 1. Urges: 1 logged, 0 let pass.";
    assert_eq!(review.body, format!("{held}\nnocontact finish"));
}
