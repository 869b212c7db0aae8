//! Every figure of `stats`, counted a second time from the file alone.
//!
//! Guards promises 1 and 5 of design §1 over a whole history: what was kept is what is shown.

pub(crate) mod sets;
mod years;

use serde_json::Value;

use crate::world::World;

/// What a command prints, whose output is one line of JSON.
fn said(world: &World, line: &str) -> Value {
    let ran = world.run(line);
    assert_eq!(ran.exit, "exit 0", "{line}\n{ran}");
    serde_json::from_str(&ran.stdout).unwrap()
}

/// The figures that both commands have, of the window that is open.
fn agree(world: &World) {
    let (present, stats) = (said(world, "status --json"), said(world, "stats --json"));
    let window = &stats["windows"][0];
    for (name, figure) in [
        ("days_without_contact", &window["days_without_contact"]),
        ("longest_stretch", &window["longest_stretch"]),
        ("days_since_contact", &window["days_since_contact"]),
        ("day", &window["days_passed"]),
        ("length", &window["length"]),
        ("since", &stats["from"]),
    ] {
        assert_eq!(present[name], *figure, "{name}");
    }
    for name in ["logged", "let_pass"] {
        assert_eq!(present["urges"][name], stats["urges"][name], "{name}");
    }
    assert_ne!(stats["urges"]["logged"], 0);
}

#[test]
fn status_and_stats_say_the_same_of_the_open_window() {
    for set in [sets::quiet, sets::hard, sets::ten_years] {
        let mut world = World::new();
        set(&mut world);
        agree(&world);
    }
}
