//! Promise 4, discreet notifications: desktops show the neutral name and icon that the person chose,
//! find them under the name that notices give, and notices come whether or not that could be done.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Scene, wait_for};
use crate::desktop::Desktop;
use crate::world::World;

const OWN: &str = "[Desktop Entry]\nType=Application\nName=Mine\nExec=true\n";

fn share(world: &World) -> PathBuf {
    world.data().parent().unwrap().to_owned()
}

fn entry(world: &World) -> PathBuf {
    share(world).join("applications/nocontact.desktop")
}

fn icon(world: &World) -> PathBuf {
    share(world).join("icons/hicolor/scalable/apps/nocontact.svg")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[track_caller]
fn assert_valid(entry: &Path) {
    let checked = Command::new("desktop-file-validate").arg(entry).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success() && said.is_empty(), "{said}{}", read(entry));
}

#[test]
fn an_entry_and_an_icon_are_there_before_the_first_notice_and_it_points_to_them() {
    let mut scene = Scene::on(Desktop::start());
    scene.start();
    let [welcome] = &scene.desktop.wait_for(1)[..] else { panic!("one welcome") };
    assert_eq!(read(&entry(&scene.world)), include_str!("../../config/nocontact.desktop"));
    assert_eq!(read(&icon(&scene.world)), include_str!("../../config/icon.svg"));
    assert_valid(&entry(&scene.world));
    assert_eq!(welcome.app_name, "Small Steps");
    assert_eq!(welcome.hints["desktop-entry"], "\"nocontact\"");
    assert_eq!(welcome.icon, format!("file://{}", icon(&scene.world).display()));
    // In no menu, and nothing happens to whoever opens it.
    for line in ["Name=Small Steps", "Icon=nocontact", "NoDisplay=true", "Exec=true"] {
        assert!(read(&entry(&scene.world)).lines().any(|found| found == line), "{line}");
    }
    assert_eq!(scene.said(), "");
}

#[test]
fn a_changed_label_is_there_at_once_whatever_is_in_it() {
    let mut scene = Scene::on(Desktop::start());
    scene.start();
    scene.desktop.wait_for(1);
    for (label, name) in [
        ("\"Plants\"", "Plants"),
        (r#"'50 % "x" \new; it=[1]'"#, r#"50 % "x" \\new; it=[1]"#),
        ("\" 日記 🧀 \"", "日記 🧀"),
    ] {
        scene.settings(&format!("[notifications]\nlabel = {label}\n"));
        let line = format!("\nName={name}\n");
        wait_for(&line, || read(&entry(&scene.world)).contains(&line));
        assert_valid(&entry(&scene.world));
    }
    // One that cannot be used is not used, and the one before stays.
    // When it speaks of the second, all is done that it did for the first.
    for line in [2, 3] {
        let above = "\n".repeat(line - 2);
        scene.settings(&format!("{above}[notifications]\nlabel = \"Small\\nExec=evil\"\n"));
        let said = format!("line {line}: label: use 1 to 40 characters on one line");
        wait_for(&said, || scene.said().contains(&said));
    }
    let now = read(&entry(&scene.world));
    assert!(now.contains("\nName=日記 🧀\n") && !now.contains("evil"), "{now}");
}

#[test]
fn what_the_person_made_is_left() {
    let mut scene = Scene::on(Desktop::start());
    fs::create_dir_all(entry(&scene.world).parent().unwrap()).unwrap();
    fs::write(entry(&scene.world), OWN).unwrap();
    scene.settings("[notifications]\nlabel = \"Plants\"\n");
    scene.start();
    let [welcome] = &scene.desktop.wait_for(1)[..] else { panic!("one welcome") };
    assert_eq!(welcome.app_name, "Plants");
    scene.looked();
    assert_eq!(read(&entry(&scene.world)), OWN);
    assert_eq!(scene.said(), "");
}

#[test]
fn where_neither_can_be_kept_it_is_said_once_and_notices_come() {
    let mut scene = Scene::on(Desktop::start());
    for name in ["applications", "icons"] {
        fs::write(share(&scene.world).join(name), "").unwrap();
    }
    scene.start();
    let [welcome] = &scene.desktop.wait_for(1)[..] else { panic!("one welcome") };
    assert_eq!((welcome.app_name.as_str(), welcome.icon.as_str()), ("Small Steps", "nocontact"));
    scene.looked();
    assert_eq!(
        scene.said(),
        "nocontact: could not keep the desktop entry and its icon (applications: Not a directory (os \
         error 20))\n"
    );
    // The next look finds the place free.
    for name in ["icons", "applications"] {
        fs::remove_file(share(&scene.world).join(name)).unwrap();
    }
    scene.looked();
    assert_valid(&entry(&scene.world));
    assert_eq!(read(&icon(&scene.world)), include_str!("../../config/icon.svg"));
}

#[test]
fn they_go_where_this_persons_programs_are_looked_for() {
    let mut scene = Scene::on(Desktop::start());
    let moved = scene.world.home().join("else where/share");
    scene.world.env("XDG_DATA_HOME", moved.to_str().unwrap());
    scene.start();
    let [welcome] = &scene.desktop.wait_for(1)[..] else { panic!("one welcome") };
    assert_valid(&moved.join("applications/nocontact.desktop"));
    assert!(welcome.icon.contains("/else%20where/share/icons/"), "{}", welcome.icon);
}
