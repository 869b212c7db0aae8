//! `data backup and data restore`.

use std::path::Path;

use crate::cli::session::Session;

pub(super) fn make(
    _file: Option<&Path>,
    _list: bool,
    _json: bool,
    _session: &Session,
) -> anyhow::Result<()> {
    todo!()
}

pub(super) fn restore(_file: &Path, _session: &Session) -> anyhow::Result<()> {
    todo!()
}
