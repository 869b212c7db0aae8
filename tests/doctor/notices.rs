//! Why nothing comes, where nothing is broken; and what did not come.

use chrono::{DateTime, Duration};
use insta::assert_snapshot;
use nocontact::countdown::notice::{NoticeKind, Record, State, Why};
use nocontact::store::{Change, Store};

use super::{Home, write};
use crate::world::NOW;

#[test]
fn notices_that_are_paused() {
    let home = Home::new();
    home.world.run("pause 3d");
    assert_snapshot!(home.says(), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: none before Tue 24 Nov, 21:14: notices are paused
           Do: nocontact pause off brings them back now
    ");
}

#[test]
fn a_rhythm_of_none() {
    let home = Home::new();
    write(&home.world.settings(), "[notifications]\nrhythm = \"none\"\n");
    assert_snapshot!(home.says(), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: none, but for the follow-up of an urge; the rhythm in your settings is none
           Do: nocontact config set rhythm daily, if you want more
    ");
    home.world.run("urge 3");
    assert_snapshot!(home.says(), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: a follow-up today at 21:34; the rhythm in your settings is none
           Do: nocontact config set rhythm daily, if you want more
    ");
}

#[test]
fn a_window_that_is_closed() {
    let mut home = Home::new();
    home.world.run("finish --close");
    assert_snapshot!(home.says(), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: none: no window is open
           Do: nocontact start opens one
    ");
    home.no_daemon();
    assert_snapshot!(home.says(), @"
    exit 0
    note  daemon: does not run, and no window is open
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  next: none: no window is open
           Do: nocontact start opens one
    ");
}

#[test]
fn notices_that_were_missed_and_why() {
    let home = Home::new();
    let now = DateTime::parse_from_rfc3339(NOW).unwrap();
    let late = Some(Why::Late);
    let became = [
        (8, State::Missed, late),
        (6, State::Missed, late),
        (5, State::Missed, late),
        (4, State::Missed, Some(Why::Another)),
        (3, State::Missed, Some(Why::Paused)),
        (2, State::Missed, Some(Why::NoText)),
        (1, State::Failed, None),
        (0, State::Unknown, None),
        (7, State::Shown, None),
    ];
    let mut store = Store::open_at(&home.world.data()).unwrap();
    for (days, state, why) in became {
        let due = now - Duration::days(days) - Duration::minutes(1);
        let record = Record {
            key: format!("1/morning/{}", due.date_naive()),
            window: 1,
            kind: NoticeKind::Morning,
            due,
            state,
            at: due.to_utc(),
            attempts: 1,
            text: None,
            why,
            answer: None,
        };
        store.write("daemon", due, |_| Ok((vec![Change::Record(record)], ()))).unwrap();
    }
    drop(store);
    assert_snapshot!(home.says(), @"
    exit 0
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    note  missed: 2 notices came too late: the computer slept or was off, or there was nowhere to show them; 1 notice gave way to another that was due at once; 1 notice fell into a pause; 1 notice had no text that may be shown; 1 notice was refused by the server; 1 notice may have been seen or not: no answer came
           Do: nocontact service install starts the daemon at each login; nocontact config check names what your own texts leave silent; nocontact doctor --notify tries it now
    ");
}
