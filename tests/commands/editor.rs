//! `--edit`: words written in an editor are lost by no failure, and left nowhere once they are
//! saved.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use rustix::process::{Signal, kill_process};

use crate::world::World;

/// Makes this script of sh the editor; the file is its `$1`.
pub(super) fn editor(world: &mut World, script: &str) {
    let file = world.home().join("editor");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o755)).unwrap();
    world.env("EDITOR", file.to_str().unwrap());
}

/// All that lies in the runtime directory.
fn left(world: &World) -> Vec<PathBuf> {
    fs::read_dir(world.home().join("run")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn leaves_nothing_once_the_words_are_saved() {
    let mut world = World::new();
    editor(
        &mut world,
        "stat -c %a \"$(dirname $1)\" \"$1\"\necho 'quiet words' >\"$1\"; cp \"$1\" \"$1~\"",
    );
    assert_snapshot!(world.run("note --edit"), @"
    exit 0
    --- stdout
    700
    600
    Saved, 21:14.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · quiet words
    ");
    assert!(left(&world).is_empty(), "the editor's copy is gone as well");
}

#[test]
fn is_the_first_command_ever() {
    let mut world = World::new();
    world.env_remove("XDG_RUNTIME_DIR");
    editor(&mut world, "echo 'quiet words' >\"$1\"; stat -c %a \"$(dirname $(dirname $1))\"");
    assert_snapshot!(world.run("note --edit"), @"
    exit 0
    --- stdout
    700
    Saved, 21:14.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · quiet words
    ");
}

#[test]
fn keeps_what_could_not_be_saved() {
    let mut world = World::new();
    world.run("note before");
    let spoilt =
        format!("echo 'quiet words' >\"$1\"; echo no >{:?}", world.data().join("nocontact.db"));
    editor(&mut world, &spoilt);
    let ran = world.run("note --edit");
    assert_snapshot!(ran, @"
    exit 5
    --- stderr
    nocontact: your words are kept in [home]/run/nocontact-words-[id1]/words (until you log out): could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
    let words = left(&world).pop().unwrap().join("words");
    assert_eq!(fs::read_to_string(&words).unwrap(), "quiet words\n");
    assert_eq!(fs::metadata(&words).unwrap().permissions().mode() & 0o777, 0o600);
    assert_snapshot!(world.run("urge 3 --edit"), @"
    exit 5
    --- stdout
      Now   Stand in the open air. Step out of the door for three minutes and find the furthest
            thing you can see. Stay with it for a while.
      Then  Five things you can see. Look round slowly and name five things in the room, then
            three you can hear. Take your time over each.
    People to talk to: nocontact sos
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
}

#[test]
fn keeps_what_an_editor_that_failed_wrote() {
    let mut world = World::new();
    editor(&mut world, "echo 'quiet words' >\"$1\"; exit 3");
    assert_snapshot!(world.run("note --edit"), @"
    exit 1
    --- stderr
    nocontact: the editor did not end well; nothing was added, your words are kept in [home]/run/nocontact-words-[id1]/words (until you log out)
    ");
    assert_snapshot!(world.run("urge 4 --edit"), @"
    exit 1
    --- stdout
    Saved, 21:14.
      Now   Stand in the open air. Step out of the door for three minutes and find the furthest
            thing you can see. Stay with it for a while.
      Then  Five things you can see. Look round slowly and name five things in the room, then
            three you can hear. Take your time over each.
    When it has moved: nocontact answer easier|same|stronger
    --- stderr
    nocontact: words of an earlier --edit are still in [home]/run/nocontact-words-[id1]; take them out, then remove it
    nocontact: the editor did not end well; nothing was added, your words are kept in [home]/run/nocontact-words-[id2]/words (until you log out)
    ");
    assert_eq!(left(&world).len(), 2);
    editor(&mut world, "exit 3");
    let ran = world.run("mood 4 --edit");
    assert_eq!((ran.exit.as_str(), ran.stderr.matches("an earlier --edit").count()), ("exit 0", 2));
    assert_eq!(left(&world).len(), 2, "nothing was written, so nothing is left");
}

#[test]
fn names_what_a_command_that_was_ended_left() {
    let mut world = World::new();
    let ready = world.home().join("ready");
    editor(&mut world, &format!("echo 'quiet words' >\"$1\"; touch {ready:?}; sleep 2"));
    let writing = world.spawn("note --edit");
    while !ready.exists() {
        thread::sleep(Duration::from_millis(5));
    }
    editor(&mut world, "echo other >\"$1\"");
    assert_snapshot!(world.run("note --edit"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    ");
    kill_process(writing.pid(), Signal::TERM).unwrap();
    drop(writing);
    assert_snapshot!(world.run("note --edit"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    --- stderr
    nocontact: words of an earlier --edit are still in [home]/run/nocontact-words-[id1]; take them out, then remove it
    ");
}
