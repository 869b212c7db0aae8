//! `data`: copies of what is kept, into files and out of them, and its end.
//!
//! Owns dispatch; each part is in a file of its own below.

mod backup;
mod erase;
mod everything;
mod exchange;
mod sheet;

use super::args::DataWhat;
use super::session::Session;

pub(super) fn run(what: &DataWhat, session: &Session) -> anyhow::Result<()> {
    match what {
        DataWhat::Backup { file, list, json } => {
            backup::make(file.as_deref(), *list, *json, session)
        }
        DataWhat::Restore { file } => backup::restore(file, session),
        DataWhat::Export { format, file } => exchange::export(*format, file.as_deref(), session),
        DataWhat::Import { file } => exchange::import(file, session),
        DataWhat::Erase(args) => erase::run(args, session),
    }
}
