//! `service`: the daemon at each login.

use super::args::ServiceWhat;
use super::session::Session;

pub(super) fn run(_what: &ServiceWhat, _session: &Session) -> anyhow::Result<()> {
    todo!()
}
