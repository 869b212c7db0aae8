//! Promises 2 and 4: the user's own texts come as notices from the moment they are saved, a broken
//! change keeps what is right of it, and what is logged about it never has a word of theirs.

use std::fs;

use nocontact::catalogue::load;
use nocontact::countdown::text::Pool;

use super::{Scene, wait_for};
use crate::desktop::Desktop;

/// An entry of the user's.
fn entry(id: &str, title: &str, discreet: &str) -> String {
    format!(
        "[[entry]]\nid = \"{id}\"\npool = \"suggestion\"\ntitle = \"{title}\"\nbody = \"Basil \
         first.\"\ndiscreet = {discreet}\n"
    )
}

/// Replaces the user's texts as an editor does; no shipped suggestion is left.
fn texts(scene: &Scene, own: &str) {
    let ids = load(Pool::Suggestion).unwrap().into_iter().map(|text| text.id);
    let off = ids.map(|id| format!("[[entry]]\nid = \"{id}\"\nenabled = false\n"));
    let off = off.collect::<Vec<_>>().concat();
    let path = scene.world.settings().with_file_name("texts.toml");
    fs::write(path.with_extension("new"), format!("{own}{off}")).unwrap();
    fs::rename(path.with_extension("new"), path).unwrap();
}

#[test]
fn texts_of_ones_own_are_shown_from_the_moment_they_are_saved_as_far_as_they_are_right() {
    let mut scene = Scene::at("2026-11-21T10:00:00+01:00", Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    scene.wait_for_state("welcome shown");
    let plain = entry("my-secret", "Zanzibar in private", "false");
    texts(&scene, &format!("{plain}{}", entry("broken", "Zanzibar", "\"Zanzibar\"")));
    wait_for("the daemon to name the fault", || scene.log().contains("texts, line"));
    let fault = "nocontact: texts, line 12: entry 'broken': discreet: use true or false; the other \
                 texts stand (nocontact config check)\n";
    assert_eq!(scene.said(), fault);

    let good = entry("my-balcony", "Zanzibar on the balcony", "true");
    let other = entry("my-kitchen", "Zanzibar in the kitchen", "true");
    texts(&scene, &format!("{plain}{}{good}{other}", entry("broken", "Zanzibar", "5")));
    scene.jump_to("2026-11-21 19:29:30");
    let next = scene.world.run("upcoming --json");
    assert!(next.stdout.contains("Zanzibar") && next.stderr.contains("line 12"), "{next}");
    scene.looked();
    scene.jump_to("2026-11-21 19:30:00");
    scene.desktop.wait_for(2);
    scene.wait_for_state("evening shown");
    let shown = scene.desktop.shown().pop().unwrap();
    let own = ["Zanzibar on the balcony", "Zanzibar in the kitchen"];
    assert!(own.contains(&shown.summary.as_str()) && shown.body.starts_with("Basil first."));
    assert!(next.stdout.contains(&shown.summary), "{next}");

    // Another is the other one: the third is not for onlookers. Then there is none.
    scene.looked();
    scene.desktop.press("Another");
    scene.desktop.wait_for(3);
    scene.wait_for_state("asked shown");
    let another = scene.desktop.shown().pop().unwrap();
    assert!(own.contains(&another.summary.as_str()) && another.summary != shown.summary);
    scene.looked();
    assert_eq!(scene.said(), fault);
}

#[test]
fn hidden_shows_ones_own_when_it_is_read() {
    let mut scene = Scene::at("2026-11-21T10:00:00+01:00", Desktop::start());
    scene.settings("[notifications]\nprivacy = \"hidden\"\n");
    texts(&scene, &entry("my-balcony", "Zanzibar on the balcony", "true"));
    scene.start();
    scene.desktop.wait_for(1);
    scene.jump_to("2026-11-21 19:30:00");
    scene.desktop.wait_for(2);
    assert_eq!(scene.desktop.shown().pop().unwrap().summary, "A note for you");
    scene.looked();
    scene.desktop.press("Read");
    scene.desktop.wait_for(3);
    assert_eq!(scene.desktop.shown().pop().unwrap().summary, "Zanzibar on the balcony");
}
