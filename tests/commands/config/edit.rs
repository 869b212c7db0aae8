//! `config edit`: the user's own editor on the user's own file, and a look at it afterwards.

use std::fs;

use insta::assert_snapshot;

use super::super::{editor::editor, settings};
use crate::world::World;

#[test]
fn the_first_time_there_is_every_setting_to_choose_from() {
    let mut world = World::new();
    editor(
        &mut world,
        "stat -c %a \"$(dirname $1)\" \"$1\"; sed -i 's/^#evening.*/evening = \"20:00\"/' \"$1\"",
    );
    assert_snapshot!(world.run("config edit"), @"
    exit 0
    --- stdout
    700
    600
    evening is 20:00 now; it was 19:30.
    ");
    let text = fs::read_to_string(world.settings()).unwrap();
    let page = include_str!("../../../config/default.toml");
    let (_, page) = page.split_once("\n\n[").unwrap();
    let (head, rest) = text.split_once("\n\n[").unwrap();
    assert_snapshot!(head, @"
    # Your settings. What begins with # and a name is a default, which holds: to change it, take away
    # the # and write another value. Where something cannot be used, nocontact config check names it.
    ");
    let values = page.lines().filter(|line| line.contains(" = ") && !line.starts_with('#'));
    for line in page.lines() {
        let is_value = values.clone().any(|it| it == line);
        let wanted = if is_value { format!("#{line}") } else { line.to_owned() };
        let is_there = rest.lines().any(|it| it == wanted);
        assert!(is_there || line.starts_with("evening"), "{wanted}");
    }
    assert_eq!(world.run("config check").exit, "exit 0");
    // What is chosen with set then joins it.
    assert_eq!(world.run("config set evening 20:30").exit, "exit 0");
    let after = fs::read_to_string(world.settings()).unwrap();
    assert_eq!(after, text.replace("20:00", "20:30"));
}

#[test]
fn nothing_written_is_nothing_made() {
    let mut world = World::new();
    editor(&mut world, "true");
    assert_snapshot!(world.run("config edit"), @"
    exit 0
    --- stdout
    Nothing has changed.
    ");
    assert!(!world.settings().exists());
    editor(&mut world, "exit 1");
    assert_snapshot!(world.run("config edit"), @"
    exit 1
    --- stderr
    nocontact: the editor did not end well; nothing has changed
    ");
    assert!(!world.settings().exists());
    settings(&world, "[window]\nlength = 60\n");
    editor(&mut world, "exit 1");
    assert_eq!(world.run("config edit").exit, "exit 1");
    assert_eq!(fs::read_to_string(world.settings()).unwrap(), "[window]\nlength = 60\n");
}

#[test]
fn what_cannot_be_used_is_named() {
    let mut world = World::new();
    settings(&world, "[window]\nlength = 60\n");
    editor(
        &mut world,
        "printf '[window]\\nlength = 0\\n[notifications]\\nevening = \"23:00\"\\n' >\"$1\"",
    );
    assert_snapshot!(world.run("config edit"), @r#"
    exit 1
    --- stdout
    evening is 23:00 now; it was 19:30.
    [home]/.config/nocontact/config.toml, line 2: length: use days from 1 to 365, or "none"
    [home]/.config/nocontact/config.toml, evening = "23:00" never comes: quiet_hours hold it for longer than late_limit; choose a time outside them, or other quiet_hours
    --- stderr
    nocontact: the settings above cannot be used; what held before stands
    "#);
}

#[test]
fn on_a_terminal_it_can_be_put_right_at_once() {
    let mut world = World::new();
    settings(&world, "[window]\nlength = 60\n");
    editor(
        &mut world,
        "if grep -q 0 \"$1\" && ! grep -q 7 \"$1\"; then echo '[window' >\"$1\"; \
         printf '[window\\nlength = 7\\n' >\"$1\"; else printf '[window]\\nlength = 70\\n' >\"$1\"; fi",
    );
    assert_snapshot!(world.run_in_terminal("config edit", 80, &[("Edit again?", "y\n")]), @"
    exit 0
    --- terminal
    [home]/.config/nocontact/config.toml:
      line 1: this is not TOML, so that none of your settings can be read: unclosed
      table, expected `]`
    Edit again? [y/N] y
    length is 70 now; it was 60.
    The length holds from the next window on; nocontact start --correct changes one
    that is open.
    ");
    editor(&mut world, "echo '[window' >\"$1\"");
    assert_snapshot!(world.run_in_terminal("config edit", 40, &[("Edit again?", "\n")]), @"
    exit 1
    --- terminal
    [home]/.config/nocontact/config.toml:
      line 1: this is not TOML, so that none
      of your settings can be read: unclosed
      table, expected `]`
    Edit again? [y/N] 
    nocontact: the settings above cannot be
    used; what held before stands
    ");
}

#[test]
fn without_an_editor_it_says_what_to_do() {
    let world = World::new();
    assert_snapshot!(world.run("config edit"), @"
    exit 1
    --- stderr
    nocontact: no editor is set; set EDITOR, change one setting with nocontact config set, or open the file: [home]/.config/nocontact/config.toml
    ");
    assert!(!world.settings().exists());
}

#[test]
fn an_editor_that_is_not_there_changes_nothing() {
    let mut world = World::new();
    world.env("VISUAL", "no-such-editor --wait");
    assert_snapshot!(world.run("config edit"), @"
    exit 1
    --- stderr
    nocontact: the editor did not end well; nothing has changed
    ");
    assert!(!world.settings().exists());
}
