//! What is put in place, what is left, and what is refused, against real files.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use rustix::fs::Mode;
use tempfile::TempDir;

use super::*;
use crate::kept::MARK;

/// A data directory of its own, and where the two files belong in it.
struct Share {
    dir: TempDir,
    entry: PathBuf,
    icon: PathBuf,
}

impl Share {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let entry = dir.path().join("applications/nocontact.desktop");
        let icon = dir.path().join("icons/hicolor/scalable/apps/nocontact.svg");
        Self { dir, entry, icon }
    }

    fn keep(&self, label: &str) -> io::Result<()> {
        keep(self.dir.path(), label)
    }

    fn entry(&self) -> String {
        fs::read_to_string(&self.entry).unwrap()
    }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn both_are_put_in_place_for_their_owner_alone_and_nothing_else_stays() {
    let share = Share::new();
    share.keep("Small Steps").unwrap();
    assert_eq!(share.entry(), ENTRY);
    assert_eq!(fs::read_to_string(&share.icon).unwrap(), ICON);
    for (file, name) in [(&share.entry, "nocontact.desktop"), (&share.icon, "nocontact.svg")] {
        let folder = file.parent().unwrap();
        assert_eq!(names(folder), [name]);
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn the_directory_itself_is_made_where_it_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let share = home.path().join(".local/share");
    keep(&share, "Notes").unwrap();
    assert_eq!(fs::metadata(&share).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(names(&share).len(), 2);
}

#[test]
fn what_is_right_is_not_written_again_and_what_is_old_is() {
    let share = Share::new();
    share.keep("Small Steps").unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
    let theme = share.dir.path().join(THEME);
    for path in [&share.entry, &share.icon, &theme] {
        File::open(path).unwrap().set_modified(long_ago).unwrap();
    }
    let changed = |path: &Path| fs::metadata(path).unwrap().modified().unwrap() != long_ago;
    share.keep("Small Steps").unwrap();
    assert!(!changed(&share.entry) && !changed(&share.icon) && !changed(&theme));

    share.keep("Notes").unwrap();
    assert!(share.entry().contains("\nName=Notes\n"));
    assert!(changed(&share.entry) && !changed(&share.icon) && !changed(&theme));

    // An icon of an earlier version; and what a crash may leave.
    fs::write(&share.icon, format!("<!-- {MARK} -->")).unwrap();
    fs::write(share.icon.with_file_name(".nocontact.svg.new"), "half").unwrap();
    share.keep("Notes").unwrap();
    assert_eq!(fs::read_to_string(&share.icon).unwrap(), ICON);
    // Lists of icons are made anew when this changes.
    assert!(changed(&theme));
    assert_eq!(names(share.icon.parent().unwrap()), ["nocontact.svg"]);
}

#[test]
fn what_the_user_made_is_left_as_it_is() {
    for own in ["[Desktop Entry]\nType=Application\nName=Mine\nExec=true\n", "", "\u{0}\u{1}"] {
        let share = Share::new();
        share.keep("Small Steps").unwrap();
        fs::write(&share.entry, own).unwrap();
        fs::write(&share.icon, own).unwrap();
        share.keep("Notes").unwrap();
        assert_eq!(
            (share.entry().as_str(), fs::read_to_string(&share.icon).unwrap()),
            (own, own.to_owned())
        );
    }
}

#[test]
fn no_link_is_followed_and_nothing_is_waited_for() {
    let share = Share::new();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(share.dir.path().join("applications")).unwrap();
    let target = elsewhere.path().join("entry");
    fs::write(&target, format!("# {MARK}\n")).unwrap();
    symlink(&target, &share.entry).unwrap();
    share.keep("Notes").unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), format!("# {MARK}\n"));
    assert!(fs::symlink_metadata(&share.entry).unwrap().is_symlink());

    fs::remove_file(&share.entry).unwrap();
    let pipe = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, &share.entry, pipe, Mode::RUSR, 0).unwrap();
    share.keep("Notes").unwrap();
    fs::remove_file(&share.entry).unwrap();
    fs::create_dir(&share.entry).unwrap();
    share.keep("Notes").unwrap();

    // A directory that leads elsewhere is refused, and the other file is put in place all the same.
    let share = Share::new();
    symlink(elsewhere.path(), share.dir.path().join("applications")).unwrap();
    let refused = share.keep("Notes").unwrap_err().to_string();
    assert!(refused.contains("(applications: "), "{refused}");
    assert_eq!(names(elsewhere.path()), ["entry"]);
    assert!(share.icon.exists());
    let share = Share::new();
    symlink(elsewhere.path(), share.dir.path().join("icons")).unwrap();
    share.keep("Notes").unwrap_err();
    assert_eq!(names(elsewhere.path()), ["entry"]);
    assert!(share.entry.exists());
}

#[test]
fn a_label_is_written_as_the_specification_has_it() {
    for (label, line) in [
        ("Small Steps", "Name=Small Steps"),
        (" 100 %; \"it's\" [x]=#y ", "Name=100 %; \"it's\" [x]=#y"),
        ("C:\\new\\", "Name=C:\\\\new\\\\"),
        ("a\nExec=evil\r\tb\u{7}", "Name=a\\nExec=evil\\r\\tb"),
        ("日記 🧀", "Name=日記 🧀"),
    ] {
        let entry = named(ENTRY, label);
        assert!(entry.lines().any(|found| found == line), "{label:?}: {entry}");
        assert_eq!(entry.lines().count(), ENTRY.lines().count());
        assert_eq!(entry.matches("\nName=").count(), 1);
    }
}

#[test]
fn the_icon_is_named_by_its_uri_where_it_is_and_by_its_name_where_not() {
    let share = Share::new();
    assert_eq!(icon(share.dir.path()), "nocontact");
    let odd = share.dir.path().join("hö me%20");
    keep(&odd, "Notes").unwrap();
    let home = share.dir.path().display();
    let below = "icons/hicolor/scalable/apps/nocontact.svg";
    assert_eq!(icon(&odd), format!("file://{home}/h%C3%B6%20me%2520/{below}"));
}

#[test]
fn both_files_are_ours_and_the_icon_is_a_plain_drawing() {
    assert!(ENTRY.starts_with(&format!("# {MARK}")) && ICON.contains(MARK));
    for word in ["script", "href", "url(", "metadata", "<text", "http"] {
        let ours = ICON.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        assert!(!ours.contains(word), "{word}");
    }
}
