//! Prepares what the program is shipped with: the texts, the help lines and the settings, which
//! people write as TOML, are embedded as JSON, which a command reads in a fraction of the time.
//!
//! Owns the form of the prepared files: one entry a line, in the order of the file, its id first, so
//! that one is found without reading the others. What an entry may hold is not its business: the
//! catalogue and the settings own that, and the tests hold the shipped files to it.
#![expect(clippy::print_stderr, reason = "cargo shows it where the build fails")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use toml::{Table, Value};

const CATALOGUE: &str = "config/catalogue";
const HELP_LINES: &str = "config/help-lines.toml";
const SETTINGS: &str = "config/default.toml";

fn main() -> ExitCode {
    for read in ["build.rs", CATALOGUE, HELP_LINES, SETTINGS] {
        println!("cargo::rerun-if-changed={read}");
    }
    match prepare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<(), String> {
    #[expect(clippy::disallowed_methods, reason = "cargo says in no other way where to write")]
    let to = env::var_os("OUT_DIR").ok_or("cargo did not say where to write (OUT_DIR)")?;
    let to = Path::new(&to);
    let unlisted = |error| format!("could not list {CATALOGUE}: {error}");
    for file in fs::read_dir(CATALOGUE).map_err(unlisted)? {
        let file = file.map_err(unlisted)?.path();
        if file.extension().is_some_and(|extension| extension == "toml") {
            write(to, &file, &lines(&file, "entry")?)?;
        }
    }
    write(to, Path::new(HELP_LINES), &lines(Path::new(HELP_LINES), "line")?)?;
    write(to, Path::new(SETTINGS), &json(&Value::Table(table(Path::new(SETTINGS))?))?)
}

/// The entries of a file that is one list of them, each on its line.
fn lines(file: &Path, list: &str) -> Result<String, String> {
    let mut table = table(file)?;
    let (Some(Value::Array(entries)), true) = (table.remove(list), table.is_empty()) else {
        return Err(format!("{}: it has to hold [[{list}]] and nothing else", file.display()));
    };
    entries.into_iter().map(|entry| Ok(line(entry)? + "\n")).collect()
}

fn line(mut entry: Value) -> Result<String, String> {
    let id = entry.as_table_mut().and_then(|entry| entry.remove("id"));
    let rest = json(&entry)?;
    match (id, rest.strip_prefix('{')) {
        (Some(id), Some(rest)) => Ok(format!("{{\"id\":{},{rest}", json(&id)?)),
        _ => Ok(rest),
    }
}

fn table(file: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(file)
        .map_err(|error| format!("could not read {}: {error}", file.display()))?;
    text.parse().map_err(|error| format!("{}: {error}", file.display()))
}

fn json(value: &Value) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| format!("could not write JSON: {error}"))
}

fn write(to: &Path, file: &Path, prepared: &str) -> Result<(), String> {
    let mut to: PathBuf = to.join(file.file_name().unwrap_or_default());
    to.set_extension("json");
    fs::write(&to, prepared).map_err(|error| format!("could not write {}: {error}", to.display()))
}
