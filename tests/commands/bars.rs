//! The status where others may look: `--line`, `--format` and `--waybar`, in bars and prompts.
//! Guards promise 4 of design §1: discreet by default, and as `privacy` says.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use nocontact::countdown::notice::NoticeKind;

use super::{begun, damage, settings, texts, was_shown};
use crate::world::World;

/// The forms that bars and prompts run.
const FORMS: [&str; 3] = ["status --line", "status --waybar", "status --format '{count}'"];

fn privacy(world: &World, value: &str) {
    settings(world, &format!("[notifications]\nprivacy = \"{value}\"\nlabel = \"<A & B>\"\n"));
}

/// All forms, one after another.
fn forms(world: &World) -> String {
    let all = FORMS.map(|form| format!("$ {form}\n{}", world.run(form)));
    all.join("\n")
}

#[test]
fn without_a_window_a_bar_shows_nothing() {
    let world = World::new();
    assert_snapshot!(forms(&world), @r#"
    $ status --line
    exit 3

    $ status --waybar
    exit 0
    --- stdout
    {"text":"","alt":"no-window","tooltip":"No window is open.","class":["no-window"]}

    $ status --format '{count}'
    exit 3
    "#);
    assert!(!world.data().exists(), "asking leaves nothing behind");
    privacy(&world, "hidden");
    assert_snapshot!(world.run("status --waybar"), @r#"
    exit 0
    --- stdout
    {"text":"","alt":"no-window","tooltip":"&lt;A &amp; B&gt;","class":["no-window"]}
    "#);
}

#[test]
fn without_a_window_a_person_is_told() {
    let world = World::new();
    assert_snapshot!(world.run_in_terminal("status --line", 80, &[]), @"
    exit 3
    --- terminal
    No window is open. nocontact start opens one.
    ");
}

#[test]
fn by_default_no_word_is_of_contact_or_urges() {
    let mut world = begun();
    world.at("2026-11-20T22:40:00+01:00").run("urge 4 --note 'I miss <b>Sam</b>'");
    world.run("answer easier");
    world.run("contacted --at '9 nov 10:00' --keep");
    world.at(crate::world::NOW).run("urge 2");
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "kind-001");
    world.run("pause 3d");
    assert_snapshot!(forms(&world), @r#"
    $ status --line
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · 3 questions open · next: Tue 24 Nov, 21:14

    $ status --waybar
    exit 0
    --- stdout
    {"text":"18/30","alt":"open","tooltip":"Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05\n3 questions open\nNotices are paused until Tue 24 Nov, 21:14.\nNext: Tue 24 Nov, 21:14 · daemon not running","class":["open","paused","daemon-down"],"percentage":60}

    $ status --format '{count}'
    exit 0
    --- stdout
    18/30
    "#);
    for form in FORMS {
        let said = world.run(form).stdout.to_lowercase();
        for word in ["contact", "urge", "sam", "mood", "miss"] {
            assert!(!said.contains(word), "{form}: {said}");
        }
    }
    privacy(&world, "plain");
    assert_snapshot!(forms(&world), @r#"
    $ status --line
    exit 0
    --- stdout
    Day 18 of 30 · 12 days left · 17 of 18 days without contact · longest stretch 12 · 1 urge let pass · 3 questions open · next: Tue 24 Nov, 21:14

    $ status --waybar
    exit 0
    --- stdout
    {"text":"18/30","alt":"open","tooltip":"Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05\n17 of 18 days without contact · longest stretch 12 · 1 urge let pass\n3 questions open\nNotices are paused until Tue 24 Nov, 21:14.\nNext: Tue 24 Nov, 21:14 · daemon not running","class":["open","paused","daemon-down"],"percentage":60}

    $ status --format '{count}'
    exit 0
    --- stdout
    18/30
    "#);
    privacy(&world, "hidden");
    assert_snapshot!(forms(&world), @r#"
    $ status --line
    exit 0
    --- stdout
    18/30

    $ status --waybar
    exit 0
    --- stdout
    {"text":"18/30","alt":"open","tooltip":"&lt;A &amp; B&gt;","class":["open","paused","daemon-down"],"percentage":60}

    $ status --format '{count}'
    exit 0
    --- stdout
    18/30
    "#);
}

#[test]
fn on_the_last_day_at_the_end_and_long_after() {
    let mut world = begun();
    let _daemon = world.pretend_daemon();
    let mut all = String::new();
    for moment in
        ["2026-12-03T14:04:59+01:00", "2026-12-03T14:05:00+01:00", "2027-02-11T10:00:00+01:00"]
    {
        world.at(moment);
        all.push_str(&format!("# {moment}\n{}\n", forms(&world)));
    }
    assert_snapshot!(all, @r#"
    # 2026-12-03T14:04:59+01:00
    $ status --line
    exit 0
    --- stdout
    Day 30 of 30 · ends today at 14:05 · next: 14:04

    $ status --waybar
    exit 0
    --- stdout
    {"text":"30/30","alt":"calm","tooltip":"Day 30 of 30 · ends today at 14:05\nNext: today 14:04 · daemon running","class":["calm"],"percentage":100}

    $ status --format '{count}'
    exit 0
    --- stdout
    30/30

    # 2026-12-03T14:05:00+01:00
    $ status --line
    exit 0
    --- stdout
    Complete: 30 of 30 days · next: 14:05

    $ status --waybar
    exit 0
    --- stdout
    {"text":"30/30","alt":"complete","tooltip":"Complete: 30 of 30 days\nNext: today 14:05 · daemon running","class":["complete"],"percentage":100}

    $ status --format '{count}'
    exit 0
    --- stdout
    30/30

    # 2027-02-11T10:00:00+01:00
    $ status --line
    exit 0
    --- stdout
    Complete: 30 of 30 days · day 100 since the start · next: 10:00

    $ status --waybar
    exit 0
    --- stdout
    {"text":"30/30","alt":"complete","tooltip":"Complete: 30 of 30 days · day 100 since the start\nNext: today 10:00 · daemon running","class":["complete"],"percentage":100}

    $ status --format '{count}'
    exit 0
    --- stdout
    30/30
    "#);
}

/// Whoever writes a style finds every class on the page of help and in the README.
#[test]
fn every_class_is_documented() {
    let mut seen = BTreeSet::new();
    let mut look = |world: &World| {
        let said: serde_json::Value =
            serde_json::from_str(&world.run("status --waybar").stdout).unwrap();
        let classes = said["class"].as_array().unwrap().iter();
        seen.extend(classes.map(|class| class.as_str().unwrap().to_owned()));
    };
    let mut world = World::new();
    look(&world);
    world.run("start --since '3 nov 14:05' --no-daemon");
    look(&world);
    world.run("urge 3");
    look(&world);
    world.run("pause 30d");
    look(&world);
    look(world.at("2026-12-03T14:05:00+01:00"));
    let help = world.run("status --help").stdout.replace("(a question)", "");
    let (_, classes) = help.split_once("Its classes: ").unwrap();
    let classes = classes.split('.').next().unwrap().split(',').map(|word| word.trim().to_owned());
    assert_eq!(seen, classes.collect());
    let readme = include_str!("../../README.md");
    for class in seen.iter().filter(|class| *class != "no-window") {
        assert!(readme.contains(&format!("`{class}`")), "{class}");
    }
}

#[test]
fn with_no_end_date() {
    let world = World::new();
    world.run("start --since '3 nov 14:05' --days none --no-daemon");
    assert_snapshot!(forms(&world), @r#"
    $ status --line
    exit 0
    --- stdout
    Day 18 · no end date · next: tomorrow 09:00

    $ status --waybar
    exit 0
    --- stdout
    {"text":"18","alt":"calm","tooltip":"Day 18 · no end date\nNext: tomorrow 09:00 · daemon not running","class":["calm","daemon-down"]}

    $ status --format '{count}'
    exit 0
    --- stdout
    18
    "#);
    let fields = "{count} {length} {days_left} {percent} {until}";
    assert_snapshot!(world.run(&format!("status --format '{fields}'")), @"
    exit 0
    --- stdout
    18 none none none none
    ");
}

#[test]
fn every_field_has_its_value() {
    let world = begun();
    world.run("urge 3");
    let help = world.run("status --help").stdout;
    let fields = help.lines().filter_map(|line| line.strip_prefix("  {")?.split_once('}'));
    let fields: Vec<&str> = fields.map(|(field, _)| field).collect();
    let all: Vec<String> = fields.iter().map(|field| format!("{field}={{{field}}}")).collect();
    assert_snapshot!(world.run(&format!("status --format '{}'", all.join("; "))), @"
    exit 0
    --- stdout
    count=18/30; day=18; length=30; days_left=12; percent=60; until=Thu 3 Dec, 14:05; complete=no; without=18; longest=18; urges=1; let_pass=0; open=1; next=today 21:34; next_in=20m; daemon=not running
    ");
    world.run("pause 3d");
    assert_snapshot!(world.run("status --format '{next}: {next_in}'"), @"
    exit 0
    --- stdout
    Tue 24 Nov, 21:14: 3d
    ");
    settings(&world, "[notifications]\nrhythm = \"none\"\nfollow_up_after = \"off\"\n");
    assert_snapshot!(world.run("status --format '{next}: {next_in}'"), @"
    exit 0
    --- stdout
    nothing planned: none
    ");
}

#[test]
fn braces_are_doubled_and_nothing_acts_on_a_terminal() {
    let world = begun();
    assert_snapshot!(world.run("status --format '{{{day}}} }}{{ %{{F#f00}}'"), @"
    exit 0
    --- stdout
    {18} }{ %{F#f00}
    ");
    assert_snapshot!(world.run("status --format ''"), @"
    exit 0
    --- stdout
    ");
    assert_snapshot!(world.run_args(&["status", "--format", "a\x1b[2J\n{day}\u{202e}\\n"]), @r"
    exit 0
    --- stdout
    a␛[2J 18�\n
    ");
    let mut refused = String::new();
    for format in ["{day", "day}", "{}", "{ day }", "{Day}", "{{day}", "{day}}", "{day{"] {
        let ran = world.run_args(&["status", "--format", format]);
        refused.push_str(&format!("{format}\n{ran}"));
    }
    assert_snapshot!(refused, @"
    {day
    exit 2
    --- stderr
    nocontact: a '{' in --format is not closed; {{ stands for a brace
    day}
    exit 2
    --- stderr
    nocontact: a '}' in --format is not opened; }} stands for a brace
    {}
    exit 2
    --- stderr
    nocontact: unknown field in --format; use {count} {day} {length} {days_left} {percent} {until} {complete} {without} {longest} {urges} {let_pass} {open} {next} {next_in} {daemon}
    { day }
    exit 2
    --- stderr
    nocontact: unknown field in --format; use {count} {day} {length} {days_left} {percent} {until} {complete} {without} {longest} {urges} {let_pass} {open} {next} {next_in} {daemon}
    {Day}
    exit 2
    --- stderr
    nocontact: unknown field in --format; use {count} {day} {length} {days_left} {percent} {until} {complete} {without} {longest} {urges} {let_pass} {open} {next} {next_in} {daemon}
    {{day}
    exit 2
    --- stderr
    nocontact: a '}' in --format is not opened; }} stands for a brace
    {day}}
    exit 2
    --- stderr
    nocontact: a '}' in --format is not opened; }} stands for a brace
    {day{
    exit 2
    --- stderr
    nocontact: a '{' in --format is not closed; {{ stands for a brace
    ");
    let ran = World::new().run("status --format '{week}'");
    assert_eq!(ran.exit, "exit 2", "a mistake is told before there is a window\n{ran}");
}

/// A bar keeps what its modules complain of, every few seconds.
#[test]
fn settings_that_cannot_be_used_fill_no_log() {
    let world = begun();
    was_shown(&world, NoticeKind::Evening, "2026-11-21T19:30:00+01:00", "kind-001");
    settings(&world, "[notifications]\nmorning = \"9 o'clock\"\n");
    texts(&world, "[[entry]]\n");
    assert_eq!(world.run("status").stderr.lines().count(), 2, "there is something to complain of");
    for form in FORMS {
        let ran = world.run(form);
        assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""), "{form}");
    }
}

#[test]
fn a_data_file_that_cannot_be_used_is_no_window_that_is_closed() {
    let world = begun();
    damage(&world);
    for form in FORMS {
        let ran = world.run(form);
        assert_eq!((ran.exit.as_str(), ran.stdout.as_str()), ("exit 5", ""), "{form}");
        assert!(ran.stderr.starts_with("nocontact: could not read "), "{ran}");
    }
}
