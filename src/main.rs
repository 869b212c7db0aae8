//! The program: hands over to the library, which says how it ended.

use std::process::ExitCode;

fn main() -> ExitCode {
    nocontact::cli::main()
}
