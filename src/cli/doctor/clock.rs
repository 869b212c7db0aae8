//! Whether the time and the zone can be right.

use chrono::{DateTime, Datelike as _, Duration, Utc};

use super::super::{doubt, render};
use super::{Check, Subject};
use crate::clock::look::Doubt;
use crate::clock::{Clock, ZoneFault, zone_fault, zone_name};
use crate::countdown::zone::Now;

const CLOCK: Subject = ("clock", "Clock");
const ZONE: Subject = ("zone", "Zone");

/// No clock that is right shows an earlier year.
const MADE_IN: i32 = 2026;

/// A clock may be put right by so much.
const SLACK: Duration = Duration::minutes(5);

const SET_CLOCK: &str = "set the clock: timedatectl set-ntp true";
const SET_ZONE: &str = "set it, as in: timedatectl set-timezone Europe/Berlin";

/// `newest`: when something was last written to the data file.
pub(super) fn checks(
    now: &Now,
    newest: Option<DateTime<Utc>>,
    doubt: Option<&Doubt>,
) -> Vec<Check> {
    vec![clock(now, newest, doubt), zone(now)]
}

fn clock(now: &Now, newest: Option<DateTime<Utc>>, doubt: Option<&Doubt>) -> Check {
    let shows = format!("{}, {}", now.at.format("%a %-d %b %Y"), render::clock(now.at));
    if matches!(Clock::from_env(), Ok(Clock::Pinned(_))) {
        let found = format!("commands take it to be {shows}; the daemon goes by the computer's");
        return Check::note(CLOCK, found, "unset NOCONTACT_NOW, if that is not meant");
    }
    if now.at.year() < MADE_IN {
        return Check::todo(CLOCK, format!("{shows}: this program is newer than that"), SET_CLOCK);
    }
    if let Some(doubt) = doubt {
        let found = format!("{shows}; {}", doubt::said(doubt));
        let todo = format!("{SET_CLOCK}; or, if it is right, nocontact start asks you that");
        return Check::todo(CLOCK, found, todo);
    }
    match newest.filter(|newest| *newest > now.utc() + SLACK) {
        None => Check::fine(CLOCK, shows),
        Some(newest) => {
            let newest = render::moment(now.here(newest), now);
            let found = format!("{shows}, but something was kept {newest}: it went back since");
            let todo = format!("{SET_CLOCK}; entries of a wrong time: nocontact edit --help");
            Check::todo(CLOCK, found, todo)
        }
    }
}

fn zone(now: &Now) -> Check {
    let taken = match now.at.offset().local_minus_utc() {
        0 => "UTC".to_owned(),
        _ => format!("UTC{}", now.at.format("%:z")),
    };
    match zone_fault() {
        None => Check::fine(ZONE, format!("{}, {taken}", zone_name())),
        Some(ZoneFault::Unknown) => Check::todo(
            ZONE,
            format!("TZ names none that this system knows; {taken} is taken"),
            "unset TZ, or set it to a name such as Europe/Berlin",
        ),
        Some(ZoneFault::Unset) => {
            Check::note(ZONE, format!("this system has none set; {taken} is taken"), SET_ZONE)
        }
        Some(ZoneFault::Broken) => {
            let found = format!("/etc/localtime is no zone that can be read; {taken} is taken");
            Check::todo(ZONE, found, SET_ZONE)
        }
    }
}
