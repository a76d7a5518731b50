//! `falconet run`: the sidecar.

use std::fs;
use std::io::IsTerminal as _;
use std::path::Path;

use tokio::time::Instant;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::{CommandError, Outcome, on_large_stack, program, sidecar_config};
use crate::cli::{GlobalOptions, LogFormat, RunOptions, Size};
use crate::limits::{InputLimits, ModuleLimits, RuleLimits};
use crate::runtime::Program;
use crate::sidecar::{
    Config, ConfigError, Hardening, JudgeLimits, Overrides, Pool, RulesSource, ServeError,
    SidecarLimits, Telemetry, check_inputs, check_outputs, check_telemetry, complete_telemetry,
    harden, serve,
};

pub(super) fn run(global: &GlobalOptions, options: &RunOptions) -> Result<Outcome, CommandError> {
    let config = read(options)?;
    if options.print_config {
        return sidecar_config::print(&config);
    }
    check_inputs(&config).map_err(ServeError::from)?;
    check_outputs(&config).map_err(ServeError::from)?;
    check_telemetry(config.otel.as_ref()).map_err(ServeError::from)?;
    if options.check_config {
        return on_large_stack(&module_limits(&config.limits), || {
            sidecar_config::check(global, options, &config)
        });
    }
    let telemetry = Telemetry::new(config.otel.as_ref());
    begin_log(options.log_format, &telemetry);
    let module_limits = module_limits(&config.limits);
    let program = program::compile(global, &module_limits)?;
    // How many processors there are is asked while it still can be.
    let threads = config.limits.judges();
    let hardening = harden(&config)?;
    telemetry.start().map_err(ServeError::from)?;
    let rules = rules_of(global, &config);
    on_large_stack(&module_limits, || {
        let pool = pool(&config, program, rules, threads)?;
        stand(&config, pool, &hardening, &telemetry)
    })
}

fn pool(
    config: &Config,
    program: Program,
    rules: RulesSource,
    threads: usize,
) -> Result<Pool, ServeError> {
    let limits = JudgeLimits {
        batch: Size::mebibytes(1),
        max_decompressed: config.limits.max_decompressed,
        zstd_window: InputLimits::default().zstd_window,
    };
    Ok(Pool::start(program, rules, limits, threads)?)
}

/// Stands until it is told to stop. What is told of it is sent whether it stood or not.
fn stand(
    config: &Config,
    pool: Pool,
    hardening: &Hardening,
    telemetry: &Telemetry,
) -> Result<Outcome, CommandError> {
    let stood = serve(config, pool, hardening, telemetry);
    let patience = match &stood {
        Ok(end) => end.saturating_duration_since(Instant::now()),
        Err(_) => config.limits.shutdown_timeout.duration(),
    };
    telemetry.stop(patience);
    stood?;
    Ok(Outcome::Clean)
}

/// The configuration, with what was typed over it.
fn read(options: &RunOptions) -> Result<Config, CommandError> {
    let overrides = Overrides::of_process()?;
    let mut config = found(options, &overrides)?;
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
    complete_telemetry(&mut config)?;
    Ok(config)
}

/// The configuration that is named, else that of this folder; without any it is a pipe, or one to begin with.
fn found(options: &RunOptions, overrides: &Overrides) -> Result<Config, ConfigError> {
    let path = options.config();
    if options.print_config && is_to_come(path) {
        Config::to_begin_with(overrides)
    } else if options.config.is_some() || path.exists() {
        Config::read(path, overrides)
    } else {
        Config::pipe(overrides)
    }
}

/// Whether there is no file yet, or one that a shell just began for what is printed.
fn is_to_come(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| file.is_file() && file.len() == 0)
}

pub(super) fn rules_of(global: &GlobalOptions, config: &Config) -> RulesSource {
    RulesSource {
        paths: config.rules.clone(),
        settings: config.options.clone(),
        source: config.source.clone(),
        module: global.module.clone(),
        wrapping: config.wrapping,
        alert_id: config.alert_id,
        max_record: config.limits.max_record,
        max_wrappings: config.limits.max_wrappings,
        max_rules: RuleLimits::default().max_rules,
    }
}

pub(super) fn module_limits(limits: &SidecarLimits) -> ModuleLimits {
    ModuleLimits {
        memory: limits.memory,
        timeout: limits.timeout,
        ..ModuleLimits::default()
    }
}

/// Messages of the sidecar go to standard error; `FALCONET_LOG` says which, `info` if it does not.
fn begin_log(format: LogFormat, telemetry: &Telemetry) {
    let filter = EnvFilter::try_from_env("FALCONET_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        LogFormat::Text => telemetry.join(log.finish()).init(),
        LogFormat::Json => telemetry.join(log.json().finish()).init(),
    }
}
