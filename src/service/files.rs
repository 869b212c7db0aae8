//! The texts of the unit and of the autostart entry for one program and its directories.
//!
//! Owns how a path is written in each. It reads and writes no file.

use std::path::{Path, PathBuf};

use crate::appearance::{escaped, named, with_line};

const UNIT: &str = include_str!("../../config/nocontact.service");
const ENTRY: &str = include_str!("../../config/nocontact-autostart.desktop");

/// The lines that decide which program is started, and with which directories.
const STARTS: [&str; 3] = ["ExecStart=", "Environment=", "Exec="];

/// Variables that have to be set for the daemon, to find the same files as the commands.
type Moved = [(&'static str, PathBuf)];

/// The unit that runs `program`, or why there can be none.
pub(super) fn unit(program: &Path, moved: &Moved) -> Result<String, String> {
    let program = text(program)?;
    if program.contains(|c: char| c.is_control() || matches!(c, '"' | '\'' | '\\')) {
        return Err("systemd starts no program with a quote, a backslash or a control character \
                    in its path; move it to another place"
            .to_owned());
    }
    let mut lines = Vec::new();
    for (name, place) in moved {
        lines.push(format!("Environment={}", for_systemd(&format!("{name}={}", text(place)?))));
    }
    // A colon keeps systemd from putting a variable in the place of a dollar sign.
    let colon = if program.contains('$') { ":" } else { "" };
    lines.push(format!("ExecStart={colon}{} daemon", for_systemd(program)));
    Ok(with_line(UNIT, "ExecStart=", &lines.join("\n")))
}

/// The entry under the name `label` by which a desktop starts `program`, or why there can be none.
pub(super) fn autostart(program: &Path, moved: &Moved, label: &str) -> Result<String, String> {
    let mut words = Vec::new();
    for (name, place) in moved {
        words.push(for_desktop(&format!("{name}={}", text(place)?)));
    }
    let program = text(program)?;
    // GLib looks for the first word as it is written, with its doubled percent signs.
    if !words.is_empty() || program.contains('%') {
        words.insert(0, "env".to_owned());
    }
    words.push(for_desktop(program));
    let line = format!("Exec={} service start", words.join(" "));
    Ok(named(&with_line(ENTRY, "Exec=", &line), label))
}

/// Whether both start the same program with the same directories.
pub(super) fn start_alike(one: &str, other: &str) -> bool {
    let starts = |line: &&str| STARTS.iter().any(|start| line.starts_with(start));
    one.lines().filter(starts).eq(other.lines().filter(starts))
}

fn text(path: &Path) -> Result<&str, String> {
    let why = || format!("{} is not written in UTF-8; move it to another place", path.display());
    path.to_str().ok_or_else(why)
}

/// Whether a word needs no quotes, neither in a unit nor in an entry.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+'))
}

/// One word in a unit.
fn for_systemd(word: &str) -> String {
    if word.split('=').all(is_plain) {
        return word.to_owned();
    }
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        '%' => "%%".to_owned(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", word.chars().map(escape).collect::<String>())
}

/// One word of `Exec` in a desktop entry, where quoting comes before what every value needs.
fn for_desktop(word: &str) -> String {
    if is_plain(word) {
        return word.to_owned();
    }
    let escape = |c: char| match c {
        '"' | '`' | '$' | '\\' => format!("\\{c}"),
        '%' => "%%".to_owned(),
        c => c.to_string(),
    };
    escaped(&format!("\"{}\"", word.chars().map(escape).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(text: &'a str, start: &str) -> &'a str {
        text.lines().find(|line| line.starts_with(start)).unwrap()
    }

    #[test]
    fn every_path_is_written_as_each_of_them_reads_it() {
        for (path, in_unit, in_entry) in [
            ("/usr/bin/nocontact", "/usr/bin/nocontact", "/usr/bin/nocontact"),
            ("/a b/nocontact", "\"/a b/nocontact\"", "\"/a b/nocontact\""),
            ("/50%n/x", "\"/50%%n/x\"", "env \"/50%%n/x\""),
            ("/a$b/x", ":\"/a$b/x\"", r#""/a\\$b/x""#),
            ("/é;#/x", "\"/é;#/x\"", "\"/é;#/x\""),
        ] {
            let path = Path::new(path);
            let unit = unit(path, &[]).unwrap();
            assert_eq!(line(&unit, "ExecStart="), format!("ExecStart={in_unit} daemon"));
            let entry = autostart(path, &[], "Plants").unwrap();
            assert_eq!(line(&entry, "Exec="), format!("Exec={in_entry} service start"));
            assert_eq!(line(&entry, "Name="), "Name=Plants");
        }
        for path in ["/a\"b", "/a'b", "/a\\b", "/a\nb"] {
            assert!(unit(Path::new(path), &[]).is_err(), "{path}");
        }
        let entry = autostart(Path::new(r#"/a"b\c`"#), &[], "").unwrap();
        assert_eq!(line(&entry, "Exec="), r#"Exec="/a\\"b\\\\c\\`" service start"#);
    }

    #[test]
    fn directories_that_were_moved_are_told_and_another_place_is_another_start() {
        let program = Path::new("/usr/bin/nocontact");
        let moved = [("XDG_DATA_HOME", PathBuf::from("/my data/50%"))];
        let (plain, told) = (unit(program, &[]).unwrap(), unit(program, &moved).unwrap());
        assert_eq!(plain, UNIT);
        assert_eq!(line(&told, "Environment="), "Environment=\"XDG_DATA_HOME=/my data/50%%\"");
        assert!(start_alike(&plain, UNIT) && !start_alike(&plain, &told));
        let entry = autostart(program, &moved, "").unwrap();
        assert_eq!(
            line(&entry, "Exec="),
            "Exec=env \"XDG_DATA_HOME=/my data/50%%\" /usr/bin/nocontact service start"
        );
        assert!(!start_alike(&entry, &autostart(program, &[], "").unwrap()));
    }
}
