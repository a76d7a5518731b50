//! Getting the module ready.

use super::CommandError;
use crate::cli::GlobalOptions;
use crate::limits::ModuleLimits;
use crate::runtime::{Cache, Instance, ModuleFile, Program, RuntimeError};

/// The module of these options, compiled and not yet started: whether it speaks our ABI shows later.
pub(super) fn compile(
    options: &GlobalOptions,
    limits: &ModuleLimits,
) -> Result<Program, CommandError> {
    let file = ModuleFile::find(options.module.as_deref())?;
    let program = Program::prepare(&file.bytes, limits, cache(options).as_ref());
    program.map_err(|error| unusable(&file, error))
}

fn cache(options: &GlobalOptions) -> Option<Cache> {
    let is_wanted = !options.no_cache;
    is_wanted.then(Cache::of_user).flatten()
}

fn unusable(file: &ModuleFile, error: RuntimeError) -> CommandError {
    CommandError::Module {
        module: name(file),
        error,
    }
}

/// The module of these options, compiled.
pub(super) fn prepare(
    options: &GlobalOptions,
    limits: &ModuleLimits,
) -> Result<(Program, Instance), CommandError> {
    prepare_watched(options, limits, false)
}

/// The same, and maybe it is watched what it does.
pub(super) fn prepare_watched(
    options: &GlobalOptions,
    limits: &ModuleLimits,
    is_watched: bool,
) -> Result<(Program, Instance), CommandError> {
    let file = ModuleFile::find(options.module.as_deref())?;
    let started = start(&file, limits, cache(options).as_ref(), is_watched);
    started.map_err(|error| unusable(&file, error))
}

/// The build for interpreters, which rules are packed into, compiled for this host to load them.
pub(super) fn prepare_baseline(
    options: &GlobalOptions,
    limits: &ModuleLimits,
) -> Result<(ModuleFile, Program), CommandError> {
    let file = ModuleFile::find_baseline(options.module.as_deref())?;
    match start(&file, limits, cache(options).as_ref(), false) {
        Ok((program, _)) => Ok((file, program)),
        Err(error) => Err(unusable(&file, error)),
    }
}

/// Starting it here shows at once whether it speaks our ABI.
fn start(
    file: &ModuleFile,
    limits: &ModuleLimits,
    cache: Option<&Cache>,
    is_watched: bool,
) -> Result<(Program, Instance), RuntimeError> {
    let mut program = Program::prepare(&file.bytes, limits, cache)?;
    if is_watched {
        program.watch()?;
    }
    let instance = program.start()?;
    Ok((program, instance))
}

fn name(file: &ModuleFile) -> String {
    match &file.path {
        Some(path) => format!("the module `{}`", path.display()),
        None => "the built-in module".to_owned(),
    }
}
