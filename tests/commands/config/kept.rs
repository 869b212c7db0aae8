//! What holds while the settings cannot be used: what held before, with or without a daemon.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use insta::assert_snapshot;

use super::super::{begun, settings};
use crate::world::World;

fn kept(world: &World) -> PathBuf {
    world.data().join("settings-in-use.toml")
}

/// What `config show` says is the user's.
fn own(world: &World) -> String {
    let shown = world.run("config show").stdout;
    let own = shown.lines().filter(|line| line.contains("# yours"));
    own.collect::<Vec<_>>().join("\n")
}

/// The evening's suggestion and its words as `upcoming` has them.
fn evening(world: &World) -> String {
    let coming = world.run("upcoming --days 2").stdout;
    coming.lines().find(|line| line.contains("evening")).unwrap_or_default().trim().to_owned()
}

#[test]
fn a_mistake_leaves_what_held_before() {
    let world = begun();
    settings(
        &world,
        "# private\n[notifications]\nevening = \"20:10\"\nprivacy = \"hidden\"\nmorning = \"08:20\"\n",
    );
    assert_eq!(world.run("config check").exit, "exit 0");
    assert_eq!(fs::metadata(kept(&world)).unwrap().permissions().mode() & 0o777, 0o600);
    assert_snapshot!(fs::read_to_string(kept(&world)).unwrap(), @r#"
    # What holds of your settings. The program writes this, and goes by it where it cannot use what is
    # in config.toml; changes here are lost.

    [notifications]
    evening = "20:10"
    morning = "08:20"
    privacy = "hidden"
    "#);
    let before = (own(&world), evening(&world));
    for broken in [
        "[notifications\nevening = \"20:10\"\n",
        "[notifications]\nevening = \"25:00\"\nprivacy = 3\nmorning = []\n",
        "[notifications]\nevning = \"20:10\"\nprivcy = \"hidden\"\nmornings = \"08:20\"\n",
        "[notification]\nprivacy = \"hidden\"\n",
        "notifications = \"none\"\n",
    ] {
        settings(&world, broken);
        assert_eq!((own(&world), evening(&world)), before, "{broken}");
        let ran = world.run("config check");
        let (exit, said) = (ran.exit.as_str(), ran.stderr.contains("what held before stands"));
        assert_eq!((exit, said), ("exit 1", true), "{ran}");
        assert_eq!((own(&world), evening(&world)), before, "and a look changes nothing\n{broken}");
    }
    fs::remove_file(world.settings()).unwrap();
    fs::create_dir(world.settings()).unwrap();
    assert_eq!((own(&world), evening(&world)), before);
    assert_snapshot!(world.run("status").stderr, @"nocontact: settings, line 1: could not read the file (is a directory); what held before stands (nocontact config check)");
}

#[test]
fn each_key_that_can_be_used_holds_at_once() {
    let world = begun();
    settings(&world, "[notifications]\nevening = \"20:10\"\nprivacy = \"hidden\"\n");
    world.run("config check");
    settings(
        &world,
        "[notifications]\nevening = \"half past\"\nmorning = \"08:00\"\nmidday = \"noon\"\n\n[window]\nlength = 9\n",
    );
    assert_snapshot!(own(&world), @r#"
    morning = "08:00"  # yours; default "09:00"
    evening = "20:10"  # yours; default "19:30"
    length = 9  # yours; default 30
    "#);
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, line 2: evening: use a time such as "09:00", or "off"
    [home]/.config/nocontact/config.toml, line 4: midday: use a time such as "09:00", or "off"
    --- stderr
    nocontact: the settings above cannot be used; what held before stands, or else the default
    "#);
    assert_snapshot!(world.run("status").stderr, @r#"nocontact: settings, line 2: evening: use a time such as "09:00", or "off"; what held before stands (nocontact config check)"#);
    // It was looked at, so that holds from here on, and the line that was taken out does not.
    settings(&world, "[notifications\n");
    assert_snapshot!(own(&world), @r#"
    morning = "08:00"  # yours; default "09:00"
    evening = "20:10"  # yours; default "19:30"
    length = 9  # yours; default 30
    "#);
}

#[test]
fn no_file_means_the_defaults_and_forgets_what_held() {
    let world = begun();
    settings(&world, "[notifications]\nprivacy = \"hidden\"\n");
    world.run("config check");
    fs::remove_file(world.settings()).unwrap();
    assert_eq!(own(&world), "");
    world.run("config check");
    assert!(!kept(&world).exists());
    settings(&world, "[notifications\n");
    assert_eq!(own(&world), "");
    assert_snapshot!(world.run("config check"), @"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, line 1: this is not TOML, so that none of your settings can be read: unclosed table, expected `]`
    --- stderr
    nocontact: the settings above cannot be used; the defaults stand
    ");
}

#[test]
fn what_set_and_edit_change_is_kept_without_a_daemon() {
    let world = begun();
    world.run("config set privacy hidden");
    settings(&world, "privacy: hidden\n");
    assert_snapshot!(own(&world), @r#"privacy = "hidden"  # yours; default "discreet""#);
}

/// A copy that was damaged, or that a later program wrote, costs what it has itself.
#[test]
fn the_copy_is_judged_like_the_file() {
    let world = begun();
    settings(&world, "[notifications\n");
    for (copy, wanted) in [
        (
            "[notifications]\nevening = \"20:10\"\nmood = \"blue\"\nmorning = 3\n",
            "evening = \"20:10\"  # yours; default \"19:30\"",
        ),
        ("\u{0}", ""),
        ("[notifications", ""),
    ] {
        fs::write(kept(&world), copy).unwrap();
        assert_eq!(own(&world), wanted);
    }
    fs::write(kept(&world), [0xff, 0xfe]).unwrap();
    assert_eq!(own(&world), "");
}
