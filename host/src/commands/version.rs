//! `falconet --version`: this program, its module, and whether they fit.

use std::io::{self, Write as _};

use super::{CommandError, Outcome, ask, program};
use crate::cli::GlobalOptions;
use crate::limits::ModuleLimits;
use crate::messages::{Request, VersionAnswer};
use crate::terminal::harmless;

pub(super) fn run(options: &GlobalOptions) -> Result<Outcome, CommandError> {
    let mut out = io::stdout().lock();
    writeln!(out, "falconet {}", env!("CARGO_PKG_VERSION"))?;
    let (program, mut instance) = program::prepare(options, &ModuleLimits::default())?;
    let module: VersionAnswer = ask(&mut instance, &Request::Version)?;
    let (version, engine) = (harmless(&module.version), harmless(&module.engine_version));
    writeln!(
        out,
        "module {version}, ABI {}, as Falco engine {engine}",
        module.abi
    )?;
    writeln!(out, "module sha256 {}", program.hash())?;
    Ok(Outcome::Clean)
}
