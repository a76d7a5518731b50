//! `falconet run`: the sidecar.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::{CommandError, Outcome, on_large_stack, program};
use crate::cli::{GlobalOptions, LogFormat, RunOptions, Size};
use crate::limits::{InputLimits, ModuleLimits, RuleLimits};
use crate::runtime::Program;
use crate::sidecar::{
    Config, Hardening, JudgeLimits, Pool, RulesSource, ServeError, SidecarLimits, check_inputs,
    harden, serve,
};

pub(super) fn run(global: &GlobalOptions, options: &RunOptions) -> Result<Outcome, CommandError> {
    let config = read(options)?;
    check_inputs(&config).map_err(ServeError::from)?;
    if options.check_config {
        return Ok(Outcome::Clean);
    }
    begin_log(options.log_format);
    let module_limits = module_limits(&config.limits);
    let program = program::compile(global, &module_limits)?;
    // How many processors there are is asked while it still can be.
    let threads = config.limits.judges();
    let hardening = harden(&config)?;
    on_large_stack(&module_limits, || {
        stand(&config, program, threads, &hardening)
    })
}

/// Stands until it is told to stop.
fn stand(
    config: &Config,
    program: Program,
    threads: usize,
    hardening: &Hardening,
) -> Result<Outcome, CommandError> {
    let rules = RulesSource {
        paths: config.rules.clone(),
        settings: config.options.clone(),
        source: config.source.clone(),
        max_record: config.limits.max_record,
        max_rules: RuleLimits::default().max_rules,
    };
    let limits = JudgeLimits {
        batch: Size::mebibytes(1),
        max_decompressed: config.limits.max_decompressed,
        zstd_window: InputLimits::default().zstd_window,
    };
    let pool = Pool::start(program, rules, limits, threads).map_err(ServeError::from)?;
    serve(config, pool, hardening)?;
    Ok(Outcome::Clean)
}

/// The configuration, with what was typed over it.
fn read(options: &RunOptions) -> Result<Config, CommandError> {
    let mut config = Config::find(options.config.as_deref())?;
    if !options.rules.is_empty() {
        config.rules.clone_from(&options.rules);
    }
    config.options.extend(options.settings.iter().cloned());
    if options.source.is_some() {
        config.source.clone_from(&options.source);
    }
    if let Some(window) = options.suppress {
        let identical = config.suppress.identical.get_or_insert_default();
        identical.window = window;
    }
    if config.rules.is_empty() {
        let message = "there are no rules: name some under `rules` or with -r";
        return Err(CommandError::Usage(message.to_owned()));
    }
    Ok(config)
}

fn module_limits(limits: &SidecarLimits) -> ModuleLimits {
    ModuleLimits {
        memory: limits.memory,
        timeout: limits.timeout,
        ..ModuleLimits::default()
    }
}

/// Messages of the sidecar go to standard error; `FALCONET_LOG` says which, `info` if it does not.
fn begin_log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("FALCONET_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
