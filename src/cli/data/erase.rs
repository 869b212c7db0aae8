//! `data erase`.

use crate::cli::args::DataWhat;
use crate::cli::session::Session;

pub(super) fn run(_what: &DataWhat, _session: &Session) -> anyhow::Result<()> {
    todo!()
}
