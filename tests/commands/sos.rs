//! `sos`: help right now, whatever is wrong with anything else.

use insta::assert_snapshot;

use super::{begun, damage, settings};
use crate::world::World;

#[test]
fn with_nothing_at_all() {
    let world = World::new();
    assert_snapshot!(world.run("sos"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    For your country: nocontact sos --country GB (or DE, US, FR, …)
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    assert!(!world.data().exists(), "asking for help leaves nothing behind");
}

#[test]
fn in_a_country() {
    let world = World::new();
    assert_snapshot!(world.run("sos --country GB"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      To talk      Samaritans: 116 123
      Abuse        Domestic abuse helpline: 0808 2000 247 (24 h)
      Abuse        Domestic abuse helpline for men: 0808 801 0327 (men)
      Abuse        Galop: 0800 999 5428 (LGBT+)
      Stalking     Stalking helpline: 0808 802 0300
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
      To talk      Directory of help lines: findahelpline.com
      To talk      Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    assert_snapshot!(world.run("sos --country de"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      To talk    Emotional support: 0800 111 0 111
      To talk    Emotional support, second number: 0800 111 0 222
      To talk    Emotional support, short number: 116 123
      Abuse      Abuse helpline: 116 016
      In danger  Emergency: 112
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    assert_snapshot!(world.run("sos --country XX"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
    No lines for XX are in here yet; these lead to some.
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    assert_snapshot!(world.run("sos --country Germany"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
    No lines for GERMANY (use two letters: GB, DE, US) are in here yet; these lead to some.
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

#[test]
fn with_a_plan_a_person_and_a_country() {
    let world = begun();
    world.run("about plan add 'If it is late, I put the phone in the kitchen.'");
    world.run("about plan add 'If I am alone, I call Sam.'");
    world.run("about person 'Sam, 0123 456'");
    world.run("about country gb");
    assert_snapshot!(world.run("sos"), @"
    exit 0
    --- stdout
      Your plan  If it is late, I put the phone in the kitchen.
      Your plan  If I am alone, I call Sam.
      Now        Close the chat and its tabs. Close every page and app where you could reach
                 them. Nothing is deleted; it's simply not in front of you.
      Call       Sam, 0123 456
    Somebody to talk to:
      To talk      Samaritans: 116 123
      Abuse        Domestic abuse helpline: 0808 2000 247 (24 h)
      Abuse        Domestic abuse helpline for men: 0808 801 0327 (men)
      Abuse        Galop: 0800 999 5428 (LGBT+)
      Stalking     Stalking helpline: 0808 802 0300
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
      To talk      Directory of help lines: findahelpline.com
      To talk      Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

#[test]
fn where_somebody_is_afraid() {
    let world = begun();
    world.run("about country GB");
    world.run("about situation afraid_or_hurt");
    assert_snapshot!(world.run("sos"), @"
    exit 0
    --- stdout
      Now  Close the chat and its tabs. Close every page and app where you could reach them.
           Nothing is deleted; it's simply not in front of you.
    Somebody to talk to:
      Abuse        Domestic abuse helpline: 0808 2000 247 (24 h)
      Abuse        Domestic abuse helpline for men: 0808 801 0327 (men)
      Abuse        Galop: 0800 999 5428 (LGBT+)
      To talk      Samaritans: 116 123
      Stalking     Stalking helpline: 0808 802 0300
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
      To talk      Directory of help lines: findahelpline.com
      To talk      Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

#[test]
fn with_a_damaged_data_file() {
    let world = begun();
    damage(&world);
    assert_snapshot!(world.run("sos --country US"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      Abuse        Domestic abuse hotline: 1-800-799-7233, text START to 88788
      To talk      Crisis line: 988, text 988
      My own acts  Domestic abuse hotline, also takes these calls: 1-800-799-7233
      In danger    Emergency: 911
      To talk      Directory of help lines: findahelpline.com
      To talk      Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

#[test]
fn with_settings_that_cannot_be_used() {
    let world = World::new();
    settings(&world, "this is no toml at all");
    assert_snapshot!(world.run("sos --country US"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      To talk      Crisis line: 988, text 988
      Abuse        Domestic abuse hotline: 1-800-799-7233, text START to 88788
      My own acts  Domestic abuse hotline, also takes these calls: 1-800-799-7233
      In danger    Emergency: 911
      To talk      Directory of help lines: findahelpline.com
      To talk      Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    --- stderr
    nocontact: settings, line 1: this is not TOML, so that none of your settings can be read: key with no value, expected `=`; the default stands (nocontact config check)
    ");
}

#[test]
fn with_no_home() {
    let mut world = World::new();
    world.env_remove("HOME");
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"] {
        world.env(name, "/nonexistent/place");
    }
    assert_snapshot!(world.run("sos --country US"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      To talk      Crisis line: 988, text 988
      Abuse        Domestic abuse hotline: 1-800-799-7233, text START to 88788
      My own acts  Domestic abuse hotline, also takes these calls: 1-800-799-7233
      In danger    Emergency: 911
      To talk      Directory of help lines: findahelpline.com
      To talk      Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

/// The clock is then the computer's own, and the first step fits its time of day.
#[test]
fn with_a_clock_that_cannot_be_read() {
    let mut world = World::new();
    world.at("yesterday");
    let ran = world.run("sos --country US");
    assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""));
    assert!(ran.stdout.contains("Crisis line: 988"), "{ran}");
}

#[test]
fn in_a_country_by_another_name_and_in_one_of_the_union() {
    let world = World::new();
    assert_eq!(world.run("sos --country uk"), world.run("sos --country GB"));
    assert_snapshot!(world.run("sos --country PL"), @"
    exit 0
    --- stdout
      Now  Stand in the open air. Step out of the door for three minutes and find the furthest
           thing you can see. Stay with it for a while.
    Somebody to talk to:
      To talk    Emotional support, where in service: 116 123
      Abuse      Abuse helpline, in some countries: 116 016
      Abuse      Help for victims, in some countries: 116 006
      In danger  Emergency: 112
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

/// Numbers change; the shipped ones were looked at in October 2026.
#[test]
fn numbers_older_than_a_year_say_so() {
    let mut world = World::new();
    world.run("about country GB");
    let old = "That is more than a year ago, and some may have changed. If one does not answer, try\n\
               another, or look at findahelpline.com.\n";
    for (now, is_old) in [
        ("2026-09-01T21:14:00+02:00", false),
        ("2027-10-01T21:14:00+02:00", false),
        ("2027-10-02T21:14:00+02:00", true),
        ("2031-01-01T21:14:00+01:00", true),
    ] {
        world.at(now);
        for command in ["sos", "sos --country XX", "note 'I want to die'"] {
            let ran = world.run(command);
            assert_eq!(ran.stdout.ends_with(old), is_old, "{now} {command}: {ran}");
        }
    }
}
