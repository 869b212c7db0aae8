//! The page itself: whole, for eyes and for programs, narrow and wide, twice at once.

use insta::assert_snapshot;
use serde_json::Value;
use textwrap::core::display_width;

use super::{Home, not_fine};
use crate::desktop::Desktop;
use crate::desktop::faketime::{self, FakeClock};
use crate::world::{NOW, World};

/// What differs from computer to computer made equal, and the line of the service left out: root
/// has none.
fn equal(page: &str) -> String {
    let mut equal = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.contains("  Service ") {
            while lines.next_if(|line| line.starts_with("     ")).is_some() {}
            continue;
        }
        let line = match (line.split_once("  Disk "), line.split_once("pid ")) {
            (Some((before, _)), _) => format!("{before}  Disk         [room] free"),
            (_, Some((before, after))) => {
                let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
                format!("{before}pid [pid]{after}")
            }
            _ => line.to_owned(),
        };
        equal.push_str(&line);
        equal.push('\n');
    }
    equal
}

/// Where a line is broken depends on numbers that are others each time.
fn joined(page: &str) -> String {
    let mut joined = String::new();
    for line in page.lines() {
        match line.strip_prefix("     ") {
            Some(rest) => joined.push_str(&format!(" {}", rest.trim_start())),
            None => joined.push_str(&format!("\n{line}")),
        }
    }
    joined.trim_start_matches('\n').to_owned()
}

#[test]
fn everything_in_order_on_a_real_desktop_with_a_real_daemon() {
    faketime::program();
    let clock = FakeClock::at(NOW);
    let mut desktop = Desktop::start();
    let mut world = World::new();
    world.on(&desktop).by(&clock);
    assert_eq!(world.run("start --since '3 nov 14:05'").exit, "exit 0");
    desktop.wait_for(1);
    // The daemon's own comes a turn later.
    assert_eq!(world.run("data backup").exit, "exit 0");
    let ran = world.run("doctor");
    assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""), "{ran}");
    let ([_, _, version, _], _) = desktop.server_version();
    assert_snapshot!(equal(&joined(&ran.stdout)).replace(&version, "[version]"), @"
      fine   Data file       opens and is whole, format 1
      fine   Rights          nobody else may look in
      fine   Disk         [room] free
      fine   Backup          the newest is of today 21:14
      fine   Settings        no file of yours
      fine   Own texts       no file of yours
      fine   Own phrases     no file of yours
      fine   Daemon          runs since today 21:14, pid [pid], version 0.1.0; last look today 21:14
      fine   Bus             answers
      fine   Server          dunst [version] by knopwob, specification 1.2; with buttons
      fine   Do not disturb  off
      fine   Screen          not locked, as far as logind knows
      fine   Clock           Sat 21 Nov 2026, 21:14
      fine   Zone            Europe/Berlin, UTC+01:00
      fine   Next notice     a suggestion tomorrow at 09:00
      fine   Last 7 days     no notice was missed
    Nothing needs doing.
    ");
}

#[test]
fn forty_eighty_and_a_hundred_and_twenty_columns_are_enough() {
    let mut home = Home::on(Desktop::bus_only());
    home.no_daemon();
    for columns in [40, 80, 120] {
        let ran = home.world.run_in_terminal("doctor", columns, &[]);
        assert_eq!(ran.exit, "exit 1");
        assert!(!ran.terminal.contains("\\e"), "{ran}");
        for line in ran.terminal.lines() {
            assert!(display_width(line) <= usize::from(columns), "'{line}' is too long: {ran}");
        }
    }
    assert_snapshot!(equal(&home.world.run_in_terminal("doctor", 40, &[]).terminal), @"
      fine   Data file    opens and is
                          whole, format 1
      fine   Rights       nobody else may
                          look in
      fine   Disk         [room] free
      fine   Backup       none is needed yet
      fine   Settings     no file of yours
      fine   Own texts    no file of yours
      fine   Own phrases  no file of yours
      to do  Daemon       does not run, so
                          no notices come
                          Do: nocontact
                          start (and
                          nocontact service
                          install, to have
                          it started at each
                          login)
      fine   Bus          answers
      to do  Server       no notification
                          server runs
                          Do: install one
                          and start it with
                          your desktop;
                          dunst and mako are
                          small ones
      fine   Screen       not locked, as far
                          as logind knows
      note   Clock        commands take it
                          to be Sat 21 Nov
                          2026, 21:14; the
                          daemon goes by the
                          computer's
                          Do: unset
                          NOCONTACT_NOW, if
                          that is not meant
      fine   Zone         Europe/Berlin,
                          UTC+01:00
      fine   Next notice  a suggestion
                          tomorrow at 09:00
      fine   Last 7 days  no notice was
                          missed
    2 things need doing.
    ");
}

/// What is too long for two columns stands below its subject.
#[test]
fn what_forty_columns_look_like_where_the_server_tells_more() {
    let mut home = Home::on(Desktop::start());
    home.desktop.set_do_not_disturb(true);
    let page = equal(&home.world.run_in_terminal("doctor", 40, &[]).terminal);
    let from = page.lines().skip_while(|line| !line.ends_with("  Bus"));
    let told: Vec<&str> = from.take_while(|line| !line.ends_with("  Screen")).collect();
    let told = told.join("\n");
    let ([_, _, version, _], _) = home.desktop.server_version();
    assert_snapshot!(told.replace(&version, "[version]"), @"
    fine   Bus
      answers
    fine   Server
      dunst [version] by knopwob,
      specification 1.2; with buttons
    note   Do not disturb
      is on: notices are kept from you
      Do: dunstctl set-paused false shows
      them again
    ");
    assert!(page.ends_with("\nNothing needs doing.\n"), "{page}");
}

#[test]
fn it_looks_the_same_with_and_without_colours_and_in_a_pipe() {
    let mut home = Home::new();
    let piped = home.world.run("doctor").stdout;
    let shown = home.world.run_in_terminal("doctor", 92, &[]).terminal;
    home.world.env("NO_COLOR", "1");
    let plain = home.world.run_in_terminal("doctor", 92, &[]).terminal;
    assert_eq!((&shown, &plain), (&piped, &piped));
}

#[test]
fn two_terminals_at_once_say_the_same() {
    let home = Home::new();
    let says = |world: &World| not_fine(&world.run("doctor --json"));
    let (world, alone) = (&home.world, home.says());
    std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(|| says(world))).collect();
        for said in both {
            assert_eq!(said.join().unwrap(), alone);
        }
    });
}

#[test]
fn for_programs_it_is_one_line_with_the_same_exit_code() {
    let mut home = Home::new();
    let page = |home: &Home| {
        let ran = home.world.run("doctor --json");
        assert_eq!((ran.stdout.lines().count(), ran.stderr.as_str()), (1, ""), "{ran}");
        let page: Value = serde_json::from_str(&ran.stdout).unwrap();
        (ran.exit, page)
    };
    let (exit, fine) = page(&home);
    assert_eq!((exit.as_str(), &fine["version"], &fine["ok"]), ("exit 0", &1.into(), &true.into()));
    let ids: Vec<&str> =
        fine["checks"].as_array().unwrap().iter().map(|it| it["check"].as_str().unwrap()).collect();
    assert_snapshot!(ids.join(" "), @"data rights disk backup settings texts phrases daemon bus server screen service clock zone next missed");
    home.no_daemon();
    let (exit, broken) = page(&home);
    assert_eq!((exit.as_str(), &broken["ok"]), ("exit 1", &false.into()));
    let checks = broken["checks"].as_array().unwrap();
    let daemon = checks.iter().find(|check| check["check"] == "daemon").unwrap();
    assert_snapshot!(daemon.to_string(), @r#"{"check":"daemon","found":"does not run, so no notices come","ok":false,"state":"to do","todo":"nocontact start (and nocontact service install, to have it started at each login)"}"#);
}
