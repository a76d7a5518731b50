//! `falconet run --print-config` and `--check-config`: what holds, and whether it can be stood by.

use std::io::{self, Write as _};

use super::run::{module_limits, rules_of};
use super::{CommandError, Outcome, program};
use crate::cli::{GlobalOptions, RunOptions, Size};
use crate::scan::Loaded;
use crate::sidecar::Config;

/// Prints the configuration with every key explained.
pub(super) fn print(config: &Config) -> Result<Outcome, CommandError> {
    io::stdout().write_all(config.explained()?.as_bytes())?;
    Ok(Outcome::Clean)
}

/// Loads the rules of a configuration that was understood, and says what was checked.
pub(super) fn check(
    global: &GlobalOptions,
    options: &RunOptions,
    config: &Config,
) -> Result<Outcome, CommandError> {
    let (program, _) = program::prepare(global, &module_limits(&config.limits))?;
    let request = rules_of(global, config).request()?;
    let (_, counts) = Loaded::quietly(&program, &request, Size::mebibytes(1))?;
    let name = if config.is_pipe {
        "standard input to standard output".into()
    } else {
        options.config().to_string_lossy()
    };
    writeln!(
        io::stdout(),
        "the configuration `{}` is understood: inputs {}, outputs {}\nits rules are loaded: {} take part",
        name,
        config.inputs.len(),
        config.outputs.len(),
        counts.enabled
    )?;
    Ok(Outcome::Clean)
}
