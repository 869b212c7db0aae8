//! Settings, own texts and phrases that cannot be used: the lines are named, and nothing of what
//! stands there.

use std::fs;

use insta::assert_snapshot;

use super::{Home, write};

#[test]
fn settings_that_cannot_be_used() {
    let home = Home::new();
    let settings = "[window]\nlength = 0\n[notifications]\nsecret = \"secret\"\n";
    write(&home.world.settings(), settings);
    assert_snapshot!(home.says(), @"
    exit 1
    to do  settings: lines 2, 4 cannot be used; the defaults stand
           Do: nocontact config check says what is wrong with each
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
    write(&home.world.settings(), "[secret");
    assert_snapshot!(home.says(), @"
    exit 1
    to do  settings: line 1 cannot be used; the defaults stand
           Do: nocontact config check says what is wrong with each
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn settings_in_whose_place_stands_what_held_before() {
    let home = Home::new();
    write(&home.world.settings(), "[notifications]\nprivacy = \"hidden\"\n");
    home.world.run("config check");
    for broken in ["[notifications]\nprivacy = \"secret\"\n", "[secret"] {
        write(&home.world.settings(), broken);
        let said = home.says();
        assert!(said.contains(" cannot be used; what held before stands\n"), "{said}");
    }
    // What sets nothing leaves nothing to stand for it.
    write(&home.world.settings(), "[secret]\n");
    let said = home.says();
    assert!(said.contains("settings: line 1 cannot be used\n"), "{said}");
}

#[test]
fn settings_that_cannot_be_read() {
    let home = Home::new();
    fs::create_dir_all(home.world.settings()).unwrap();
    assert_snapshot!(home.says(), @"
    exit 1
    to do  settings: cannot be read (is a directory); the defaults stand
           Do: make [home]/.config/nocontact/config.toml a text file that you may read
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
    fs::remove_dir(home.world.settings()).unwrap();
    write(&home.world.settings(), b"[window]\n# \xff\n");
    assert_snapshot!(home.says(), @"
    exit 1
    to do  settings: cannot be read (invalid data); the defaults stand
           Do: make [home]/.config/nocontact/config.toml a text file that you may read
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn settings_with_which_something_never_comes() {
    let home = Home::new();
    write(&home.world.settings(), "[notifications]\nevening = \"22:30\"\n");
    assert_snapshot!(home.says(), @"
    exit 1
    to do  settings: can be used, but with them 1 notice never comes
           Do: nocontact config check says which, and why
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}

#[test]
fn own_texts_and_phrases_that_cannot_be_used() {
    let home = Home::new();
    let config = home.world.settings().parent().unwrap().to_owned();
    write(&config.join("texts.toml"), "[[entry]]\nid = \"secret\"\ntitle = \"Secret\"\n");
    write(&config.join("care-words.toml"), "secret = true\n");
    assert_snapshot!(home.says(), @"
    exit 1
    to do  texts: line 1 cannot be used
           Do: nocontact config check says what is wrong with each
    to do  phrases: line 1 cannot be used
           Do: nocontact config check says what is wrong with each
    note  server: is installed, and starts with the first notice
           Do: nocontact doctor --notify shows one now
    ");
}
