//! `config set`: one value changed, and nothing else of what somebody wrote in their file.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use insta::assert_snapshot;
use nocontact::settings::Settings;

use super::super::{begun, settings};
use crate::world::World;

/// A file as people write them, with something wrong in it.
const OURS: &str = "\
# mine

[window]   # of days
length = 45   # long enough

[colours]
red = 1 # nobody asked

[notifications]
morning=\"07:00\"\t# early
  evening  =  '21:00'
# label = \"Notes\"
";

fn text(world: &World) -> String {
    fs::read_to_string(world.settings()).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The lines that are not in both.
fn difference(old: &str, new: &str) -> String {
    let gone = old.lines().filter(|line| !new.lines().any(|it| it == *line));
    let come = new.lines().filter(|line| !old.lines().any(|it| it == *line));
    let lines = gone.map(|line| format!("- {line}")).chain(come.map(|line| format!("+ {line}")));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_first_one_makes_a_private_file_whatever_the_umask() {
    for umask in ["000", "777"] {
        let mut world = World::new();
        world.through(&["sh", "-c", &format!("umask {umask}; exec \"$@\""), "sh"]);
        let ran = world.run("config set evening 20:00");
        assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""));
        assert_eq!(text(&world), "[notifications]\nevening = \"20:00\"\n");
        assert_eq!(mode(&world.settings()), 0o600);
        assert_eq!(mode(world.settings().parent().unwrap()), 0o700);
        let left = fs::read_dir(world.settings().parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "nothing lies beside it");
    }
}

#[test]
fn every_kind_of_value_with_quotes_and_without() {
    let world = World::new();
    let said: Vec<String> = [
        "config set rhythm milestones",
        "config set notifications.morning off",
        "config set '[notifications].midday' 12:30",
        "config set evening '\"20:15\"'",
        "config set quiet_hours 23:00-07:00",
        "config set min_gap 20m",
        "config set max_per_day 3",
        "config set max_per_day '\"4\"'",
        "config set follow_up_after off",
        "config set label 'My \"own\" \\\\ notes'",
        "config set label 30",
        "config set length none",
        "config set without outside,money",
        "config set without 'quiet friend'",
        "config set without '[\"mobility\"]'",
        "config set without none",
        "config set rhythm milestones",
        "config set evening default",
    ]
    .iter()
    .map(|line| {
        let ran = world.run(line);
        assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""), "{line}\n{ran}");
        ran.stdout
    })
    .collect();
    assert_snapshot!(said.concat(), @r#"
    rhythm is milestones now; it was daily.
    morning is off now; it was 09:00.
    midday is 12:30 now; it was off.
    evening is 20:15 now; it was 19:30.
    quiet_hours is 23:00-07:00 now; it was 22:00-08:00.
    min_gap is 20m now; it was 3h.
    max_per_day is 3 now; it was 5.
    max_per_day is 4 now; it was 3.
    follow_up_after is off now; it was 20m.
    label is My "own" \\ notes now; it was Small Steps.
    label is 30 now; it was My "own" \\ notes.
    length is none now; it was 30.
    The length holds from the next window on; nocontact start --correct changes one that is
    open.
    without is outside,money now; it was none.
    without is quiet,friend now; it was outside,money.
    without is mobility now; it was quiet,friend.
    without is none now; it was mobility.
    rhythm is milestones, as before.
    evening is 19:30 now; it was 20:15.
    "#);
    assert_snapshot!(text(&world), @r#"
    [notifications]
    rhythm = "milestones"
    morning = "off"
    midday = "12:30"
    evening = "19:30"
    quiet_hours = "23:00-07:00"
    min_gap = "20m"
    max_per_day = 4
    follow_up_after = "off"
    label = "30"

    [window]
    length = "none"

    [suggestions]
    without = []
    "#);
    assert_eq!(world.run("config check").exit, "exit 0");
}

#[test]
fn what_else_is_in_the_file_stays() {
    let world = World::new();
    settings(&world, OURS);
    assert_snapshot!(world.run("config set evening 20:00"), @"
    exit 0
    --- stdout
    evening is 20:00 now; it was 21:00.
    --- stderr
    nocontact: settings, line 6: there is no section 'colours'; nocontact config show lists them; it changes nothing (nocontact config check)
    ");
    assert_snapshot!(difference(OURS, &text(&world)), @r#"
    -   evening  =  '21:00'
    +   evening  =  "20:00"
    "#);
    let before = text(&world);
    world.run("config set length 60");
    world.run("config set privacy hidden");
    world.run("config set without money");
    assert_snapshot!(difference(&before, &text(&world)), @r#"
    - length = 45   # long enough
    + length = 60   # long enough
    + privacy = "hidden"
    + [suggestions]
    + without = ["money"]
    "#);
    assert_snapshot!(text(&world), @r#"
    # mine

    [window]   # of days
    length = 60   # long enough

    [colours]
    red = 1 # nobody asked

    [notifications]
    morning="07:00"	# early
      evening  =  "20:00"
    privacy = "hidden"
    # label = "Notes"

    [suggestions]
    without = ["money"]
    "#);
}

/// Every key in every form that TOML has for a section, with the line ends of either world.
#[test]
fn it_changes_one_value_and_nothing_else_in_files_of_any_form() {
    let world = World::new();
    let forms = [
        OURS,
        "",
        "\n\n# nothing but words\n# to oneself",
        "notifications.evening = \"21:00\" # dotted\n# x\nwindow = { length = 3 } # in line\n",
        "[window]\n# nothing yet\n\n\n[ notifications ] # with blanks\n\n# all to come\n",
        "[notifications]\n\"evening\" = \"\"\"\n20:00\"\"\"\n[suggestions]\nwithout = [ # many\n  \"money\",\n]\n",
        include_str!("../../../config/default.toml"),
    ];
    for form in forms {
        for ends in ["\n", "\r\n"] {
            for (key, value) in [
                ("evening", "20:30"),
                ("label", "Notes"),
                ("length", "61"),
                ("on_contact", "keep"),
                ("without", "quiet"),
            ] {
                let old = form.replace('\n', ends);
                settings(&world, &old);
                let ran = world.run(&format!("config set {key} {value}"));
                assert_eq!(ran.exit, "exit 0", "{ran}\n{old}");
                let new = text(&world);
                let [(before, _), (now, _)] = [&old, &new].map(|text| Settings::parse(text));
                let changed = now.changed_from(&before);
                let changed: Vec<(&str, &str)> =
                    changed.iter().map(|it| (it.key.as_str(), it.now.as_str())).collect();
                assert_eq!(changed, [(key, value)], "{new}");
                assert_eq!(new.matches("\r\n").count() == 0, ends == "\n" || old.is_empty());
                // What was there is there still, in its order, but for the value.
                let mut left = new.lines();
                let is_there =
                    |line: &&str| left.clone().any(|it| it == *line) && left.any(|it| it == *line);
                let mut is_there = is_there;
                let lost: Vec<&str> = old.lines().filter(|line| !is_there(line)).collect();
                let most = if form.contains("[ # many") { 3 } else { 1 };
                let about = |line: &&str| line.contains(key) || line.starts_with("window = {");
                assert!(lost.len() <= most && lost.first().is_none_or(about), "{lost:?}\n{new}");
            }
        }
    }
}

#[test]
fn what_is_no_setting_or_no_value_of_it_changes_nothing() {
    let world = World::new();
    settings(&world, OURS);
    let said: Vec<String> = [
        "config set evning 20:00",
        "config set windw.length 20",
        "config set notifications.length 20",
        "config set colours red",
        "config set '' ''",
        "config set evening 25:00",
        "config set evening ''",
        "config set evening '\x1b[2J\u{202e}'",
        "config set rhythm weekly",
        "config set quiet_hours 22:00",
        "config set min_gap 13h",
        "config set max_per_day 11",
        "config set late_limit 1s",
        "config set follow_up_after 3h",
        "config set label '\x1b[2J'",
        "config set privacy loud",
        "config set length 366",
        "config set on_contact '\"ask\" # or not'",
        "config set without beach",
    ]
    .iter()
    .map(|line| {
        let ran = world.run(line);
        assert_eq!((ran.exit.as_str(), ran.stdout.as_str()), ("exit 2", ""), "{line}\n{ran}");
        ran.stderr
    })
    .collect();
    assert_snapshot!(said.concat(), @r#"
    nocontact: there is no setting of that name; the nearest is evening
    nocontact: there is no setting of that name; the nearest is window.length
    nocontact: there is no setting of that name; the nearest is window.length
    nocontact: there is no setting of that name; nocontact config show lists them
    nocontact: there is no setting of that name; nocontact config show lists them
    nocontact: evening: use a time such as "09:00", or "off"
    nocontact: evening: use a time such as "09:00", or "off"
    nocontact: evening: use a time such as "09:00", or "off"
    nocontact: rhythm: use "daily", "milestones" or "none"
    nocontact: quiet_hours: use hours such as "22:00-08:00", or "off"
    nocontact: min_gap: use a duration from 0s to 12h, such as "20m"
    nocontact: max_per_day: use a number from 1 to 10
    nocontact: late_limit: use a duration from 1m to 12h, such as "20m"
    nocontact: follow_up_after: use a duration from 1s to 2h, such as "20m", or "off"
    nocontact: label: use 1 to 40 characters on one line, each of them visible
    nocontact: privacy: use "discreet", "plain" or "hidden"
    nocontact: length: use days from 1 to 365, or "none"
    nocontact: on_contact: use "ask", "keep" or "restart"
    nocontact: without: use a list in [ ] of any of "outside", "friend", "money", "quiet" or "mobility"
    "#);
    assert_eq!(text(&world), OURS);
}

#[test]
fn what_a_terminal_would_obey_is_shown_and_not_done() {
    let world = World::new();
    settings(&world, "[notifications]\nlabel = \"a\\u001bb\"\n");
    let ran = world.run("config set evening 20:00");
    assert!(!ran.to_string().contains("\\e"), "{ran}");
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    evening is 20:00 now; it was 19:30.
    --- stderr
    nocontact: settings, line 2: label: use 1 to 40 characters on one line, each of them visible; the default stands (nocontact config check)
    ");
    assert_snapshot!(world.run_in_terminal("config set quiet_hours 19:00-08:00", 40, &[]), @r#"
    exit 0
    --- terminal
    quiet_hours is 19:00-08:00 now; it was
    22:00-08:00.
    But evening = "20:00" never comes:
    quiet_hours hold it for longer than
    late_limit; choose a time outside them,
    or other quiet_hours.
    nocontact: settings, line 2: label: use
    1 to 40 characters on one line, each of
    them visible; the default stands
    (nocontact config check)
    "#);
}

#[test]
fn a_length_is_for_the_next_window_and_the_rest_for_now() {
    let world = begun();
    assert_snapshot!(world.run("config set length 60"), @"
    exit 0
    --- stdout
    length is 60 now; it was 30.
    The length holds from the next window on; nocontact start --correct changes one that is
    open.
    ");
    assert_eq!(
        world.run("status").stdout.lines().next().unwrap().split(" · ").next(),
        Some("Day 18 of 30")
    );
    assert_snapshot!(world.run("upcoming --days 1"), @"
    exit 0
    --- stdout
      today 21:14     a welcome
                      A first note, to see that it works
                      If you can read this, the next ones can reach you too. Nothing else is
                      needed for now.
      tomorrow 09:00  a suggestion
      tomorrow 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
    world.run("config set morning 10:10");
    assert_snapshot!(world.run("upcoming --days 1"), @"
    exit 0
    --- stdout
      today 21:14     a welcome
                      A first note, to see that it works
                      If you can read this, the next ones can reach you too. Nothing else is
                      needed for now.
      tomorrow 10:10  a suggestion
      tomorrow 19:30  a suggestion
    The daemon does not run, so no notices come: nocontact start
    ");
}

#[test]
fn a_link_stays_and_what_it_leads_to_is_changed() {
    let world = World::new();
    let dotfiles = world.home().join("dotfiles");
    fs::create_dir(&dotfiles).unwrap();
    let file = dotfiles.join("settings");
    fs::write(&file, OURS).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    fs::create_dir(world.settings().parent().unwrap()).unwrap();
    symlink("../../dotfiles/settings", world.settings()).unwrap();
    assert_eq!(world.run("config set evening 20:00").exit, "exit 0");
    assert!(fs::symlink_metadata(world.settings()).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), OURS.replace("'21:00'", "\"20:00\""));
    assert_eq!((mode(&file), fs::read_dir(dotfiles).unwrap().count()), (0o640, 1));

    fs::remove_file(&file).unwrap();
    assert_snapshot!(world.run("config set evening 20:00"), @"
    exit 1
    --- stderr
    nocontact: could not change [home]/.config/nocontact/config.toml: it is a link that leads nowhere
    ");
}

#[test]
fn what_cannot_be_changed_is_left_alone_and_said() {
    let world = World::new();
    settings(&world, OURS);
    fs::set_permissions(world.settings(), Permissions::from_mode(0o444)).unwrap();
    assert_snapshot!(world.run("config set evening 20:00"), @"
    exit 1
    --- stderr
    nocontact: could not change [home]/.config/nocontact/config.toml: it is read-only
    ");
    fs::set_permissions(world.settings(), Permissions::from_mode(0o600)).unwrap();
    assert_eq!(text(&world), OURS);

    for broken in
        ["[notifications\nevening = \"20:00\"\n", "window = 3\n", "[window.length]\nx = 1\n"]
    {
        settings(&world, broken);
        let ran = world.run("config set length 20");
        assert_eq!((ran.exit.as_str(), text(&world).as_str()), ("exit 1", broken), "{ran}");
    }
    settings(&world, "[notifications\n");
    assert_snapshot!(world.run("config set evening 20:00"), @"
    exit 1
    --- stderr
    nocontact: [home]/.config/nocontact/config.toml, line 1: this is not TOML, so that none of your settings can be read: unclosed table, expected `]`; nocontact config edit opens it
    ");
    settings(&world, "window = 3\n");
    assert_snapshot!(world.run("config set length 20"), @"
    exit 1
    --- stderr
    nocontact: [home]/.config/nocontact/config.toml, 'window' is no section in it; nocontact config edit opens it
    ");
    fs::remove_file(world.settings()).unwrap();
    fs::create_dir(world.settings()).unwrap();
    assert_snapshot!(world.run("config set length 20"), @"
    exit 1
    --- stderr
    nocontact: could not change [home]/.config/nocontact/config.toml: Is a directory (os error 21)
    ");
}

#[test]
fn many_at_once_lose_none() {
    let world = World::new();
    let keys =
        ["evening 20:00", "morning off", "length 60", "without money", "min_gap 1h", "label X"];
    let running: Vec<_> = keys.map(|key| world.spawn(&format!("config set {key}"))).into();
    for one in running {
        let (status, _, stderr) = one.finish();
        assert!(status.success(), "{stderr}");
    }
    let (now, problems) = Settings::parse(&text(&world));
    assert_eq!((now.changed_from(&Settings::default()).len(), problems), (keys.len(), vec![]));
}
