//! The `falconet` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    falconet::run()
}
