//! `falconet lsp`: a language server on standard input and output.

use std::io::{self, BufReader};

use super::{CommandError, Outcome, program};
use crate::cli::{GlobalOptions, LspOptions};
use crate::lsp::{Module, Server, Setup, serve};

pub(super) fn run(global: &GlobalOptions, options: &LspOptions) -> Result<Outcome, CommandError> {
    let (program, instance) = program::prepare(global, &options.module_limits)?;
    let module = Module::new(program, instance);
    let server = Server::new(io::stdout().lock(), module, Setup::new(options));
    let input = BufReader::new(io::stdin());
    let is_clean = serve(input, options.max_message, server)?;
    Ok(if is_clean {
        Outcome::Clean
    } else {
        Outcome::Trouble
    })
}
