//! `doctor`: everything that notices need, one line a check, each with what to do.

use super::args::DoctorArgs;
use super::session::Session;

pub(super) fn run(_args: &DoctorArgs, _session: &Session) -> anyhow::Result<()> {
    todo!()
}
