//! A file that is written for the user, and leaves what the program keeps.
//!
//! Owns that it is private, whole and new: nothing that is there already is written over.

use std::path::Path;

use super::screen::visible;
use super::session::refused;
use crate::store::{StoreError, keep_new};

/// Writes it, and returns its name as it can be shown.
pub(super) fn write(file: &Path, text: &[u8]) -> anyhow::Result<String> {
    let shown = visible(&file.to_string_lossy());
    match keep_new(file, text) {
        Ok(true) => Ok(shown),
        Ok(false) => {
            let why = format!("{shown} is there already and was left as it is; name another file");
            Err(refused(why))
        }
        Err(StoreError::NotCopied { reason, .. }) => {
            Err(refused(format!("could not write {shown}: {reason}; nothing is left of it")))
        }
        Err(error) => Err(error.into()),
    }
}
