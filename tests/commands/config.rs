//! `config`: where the settings are, what they mean, and what in them cannot be used.

mod edit;
mod kept;
mod set;

use insta::assert_snapshot;
use nocontact::settings::Settings;

use super::settings;
use crate::world::World;

#[test]
fn where_they_are() {
    let world = World::new();
    assert_snapshot!(world.run("config path"), @"
    exit 0
    --- stdout
    [home]/.config/nocontact/config.toml
    ");
}

#[test]
fn what_they_mean() {
    let world = World::new();
    let shown = world.run("config show");
    assert_eq!(shown.stdout, include_str!("../../config/default.toml"));
    assert_eq!((shown.exit.as_str(), shown.stderr.as_str()), ("exit 0", ""));
}

#[test]
fn what_is_ones_own_stands_beside_its_default_and_the_page_is_settings_again() {
    let world = World::new();
    let own = "[notifications]\nevening = 20:00\nlabel = 'A \"b\" \\ c'\nmin_gap = \"9 years\"\n\n\
               [suggestions]\nwithout = [\"money\", \"outside\"]\n\n[window]\nlength = \"none\"\n";
    settings(&world, own);
    let shown = world.run("config show");
    assert_snapshot!(shown.stderr, @r#"nocontact: settings, line 4: min_gap: use a duration from 0s to 12h, such as "20m"; the default stands (nocontact config check)"#);
    assert_eq!(shown.exit, "exit 0");
    let page = include_str!("../../config/default.toml");
    let differs = shown.stdout.lines().zip(page.lines()).filter(|(now, then)| now != then);
    let differs: Vec<&str> = differs.map(|(now, _)| now).collect();
    assert_snapshot!(differs.join("\n"), @r#"
    evening = "20:00"  # yours; default "19:30"
    label = 'A "b" \ c'  # yours; default "Small Steps"
    length = "none"  # yours; default 30
    without = ["money", "outside"]  # yours; default []
    "#);
    assert_eq!(shown.stdout.lines().count(), page.lines().count());
    let (given, problems) = Settings::parse(&shown.stdout);
    assert_eq!((given.changed_from(&Settings::parse(own).0), problems), (vec![], vec![]));
}

#[test]
fn none_of_ones_own() {
    let world = World::new();
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    You have no settings of your own. 309 texts are in order.
    ");
}

#[test]
fn in_order() {
    let world = World::new();
    settings(&world, "[window]\nlength = 60\n");
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    Your settings are in order. 309 texts are in order.
    ");
}

#[test]
fn that_cannot_be_used() {
    let world = World::new();
    settings(
        &world,
        "[window]\nlength = 0\n\n[notifications]\nmorning = \"25:00\"\ncolour = \"red\"\n\
         quiet_hours = \"22\"\nlabel = \"a\\u202eb\"\n\n[weekend]\noff = true\n",
    );
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, line 2: length: use days from 1 to 365, or "none"
    [home]/.config/nocontact/config.toml, line 5: morning: use a time such as "09:00", or "off"
    [home]/.config/nocontact/config.toml, line 6: there is no key 'colour'; nocontact config show lists them
    [home]/.config/nocontact/config.toml, line 7: quiet_hours: use hours such as "22:00-08:00", or "off"
    [home]/.config/nocontact/config.toml, line 8: label: use 1 to 40 characters on one line, each of them visible
    [home]/.config/nocontact/config.toml, line 10: there is no section 'weekend'; nocontact config show lists them
    --- stderr
    nocontact: the settings above cannot be used; the defaults stand
    "#);
    settings(&world, "[window\nlength = 60\n");
    assert_snapshot!(world.run("config check"), @"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, line 1: this is not TOML, so that none of your settings can be read: unclosed table, expected `]`
    --- stderr
    nocontact: the settings above cannot be used; the defaults stand
    ");
}

#[test]
fn with_no_word() {
    let world = World::new();
    assert_snapshot!(world.run("config"), @"
    exit 2
    --- stderr
    Look at the settings, or change one

    Usage: nocontact config <COMMAND>

    Commands:
      path   Print where the settings are
      show   Print every setting with its meaning, its range and what it is now
      set    Change one setting; the rest of your file, comments too, stays as it is
      edit   Write the settings in your editor ($EDITOR); what cannot be used is named afterwards
      texts  Print an example of a file with texts of your own
      check  Look over your settings, your phrases and all texts, and name what cannot be used

    Options:
      -h, --help  Print help

    Example: nocontact config set evening 20:00

    If it is too much right now: nocontact sos
    ");
}

#[test]
fn with_times_at_which_nothing_ever_comes() {
    let world = World::new();
    settings(
        &world,
        "[notifications]\nmorning = \"06:30\"\nmidday = \"08:30\"\nevening = \"22:30\"\n",
    );
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, morning = "06:30" never comes: quiet_hours hold it for longer than late_limit; choose a time outside them, or other quiet_hours
    [home]/.config/nocontact/config.toml, evening = "22:30" never comes: quiet_hours hold it for longer than late_limit; choose a time outside them, or other quiet_hours
    --- stderr
    nocontact: the settings above stand, but with them something never comes
    "#);
    settings(&world, "[notifications]\nmidday = \"10:30\"\n");
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, midday = "10:30" never comes: min_gap after the one before holds it for longer than late_limit; choose a later time, or a smaller min_gap
    --- stderr
    nocontact: the settings above stand, but with them something never comes
    "#);
    settings(&world, "[notifications]\nmidday = \"11:00\"\nmorning = \"07:00\"\n");
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    Your settings are in order. 309 texts are in order.
    ");
    settings(
        &world,
        "[notifications]\nmorning = \"06:00\"\nevening = \"23:00\"\nquiet_hours = \"off\"\nmin_gap = \"10h\"\n",
    );
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/config.toml, morning = "06:00" never comes: min_gap after the one before holds it for longer than late_limit; choose a later time, or a smaller min_gap
    --- stderr
    nocontact: the settings above stand, but with them something never comes
    "#);
    settings(&world, "[notifications]\nmorning = \"06:30\"\nrhythm = \"milestones\"\n");
    assert_snapshot!(world.run("config check"), @"
    exit 0
    --- stdout
    Your settings are in order. 309 texts are in order.
    ");
}
