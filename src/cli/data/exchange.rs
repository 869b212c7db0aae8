//! `data export and data import`.

use std::path::Path;

use crate::cli::args::ExportFormat;
use crate::cli::session::Session;

pub(super) fn export(
    _format: ExportFormat,
    _file: Option<&Path>,
    _session: &Session,
) -> anyhow::Result<()> {
    todo!()
}

pub(super) fn import(_file: &Path, _session: &Session) -> anyhow::Result<()> {
    todo!()
}
