//! Another build of the program than the one that cargo makes for the tests. Made here, not only by
//! `tests/run`, so that it is never older than the code.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program as `cargo build` makes it with these arguments. Flags for the compiler take the place
/// of those in `.cargo/config.toml`, and then it is linked dynamically.
pub(crate) fn built(arguments: &[&str], flags: Option<&str>) -> PathBuf {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo
        .args(["build", "--locked", "--quiet", "--bin", "nocontact"])
        .args(["--message-format", "json-render-diagnostics"])
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    if let Some(flags) = flags {
        let mut all = env::var_os("RUSTFLAGS").unwrap_or_default();
        all.push(format!(" {flags}"));
        cargo.env("RUSTFLAGS", all).env_remove("CARGO_ENCODED_RUSTFLAGS");
    }
    let built = cargo.output().unwrap();
    let stderr = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "could not build the program {arguments:?}: {stderr}");
    String::from_utf8(built.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo says which program it built")
}
