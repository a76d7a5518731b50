//! `falconet scan`: rules in, events in, alerts out.

use std::time::Instant;

use super::{CommandError, Outcome, exchange, left_out, program};
use crate::cli::{AlertFormat, GlobalOptions, PageFormat, ScanOptions};
use crate::environment;
use crate::input::Discovery;
use crate::messages::{LoadLimits, LoadRequest, RulesFile};
use crate::rules;
use crate::scan::{AlertWriter, Loaded, Report, Scan, Stats, Totals};
use crate::terminal::Messages;

pub(super) fn run(
    global: &GlobalOptions,
    options: &ScanOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    if let Some(contradiction) = options.limits.contradiction() {
        return Err(CommandError::Usage(contradiction));
    }
    super::require_one_stdin(&options.given.rules, &options.inputs)?;
    require_ids_to_be_shown(options)?;
    let files = rules::read(&options.given.rules, options.limits.rules.max_rules)?;
    let request = load_request(&files, options, messages)?;
    let limits = &options.limits;
    let (program, mut instance) =
        program::prepare_watched(global, &limits.module, options.is_watched())?;
    left_out::tell(&options.given.rules, &mut instance, messages)?;
    let first = Loaded::first(&program, instance, &request, limits.input.batch, messages)?;
    let scan = Scan {
        program,
        request,
        input_limits: limits.input,
        module_limits: limits.module,
        threads: options.threads.unwrap_or_default().get(),
    };
    let ready = Instant::now();
    let inputs = Discovery::new(options.inputs.iter().cloned());
    let alerts = AlertWriter::new(options.format, global.color);
    let report = Report::new(alerts, limits.input.max_problems, messages);
    let stats = Stats {
        loading: ready - started,
        ..scan.run(first, inputs, report)?
    };
    let stats = Stats {
        scanning: ready.elapsed(),
        ..stats
    };
    tell(&stats, options, messages);
    Ok(outcome(&stats.totals, options.strict))
}

/// Says what was asked for beside the alerts.
fn tell(stats: &Stats, options: &ScanOptions, messages: Messages) {
    match options.stats {
        None => {}
        Some(PageFormat::Text) => messages.block(&stats.table()),
        Some(PageFormat::Json) => messages.block(&stats.json().to_string()),
    }
    match (options.profile_rules, options.stats) {
        (Some(PageFormat::Text), _) => messages.block(&stats.rule_table()),
        (Some(PageFormat::Json), _) => messages.block(&stats.rules_json().to_string()),
        (None, Some(PageFormat::Text)) => messages.block(&stats.top_table()),
        (None, _) => {}
    }
}

/// For people ids are left out.
fn require_ids_to_be_shown(options: &ScanOptions) -> Result<(), CommandError> {
    if options.alert_id && options.format == AlertFormat::Pretty {
        let message = "--alert-id is for JSON alerts, and --format pretty does not show it";
        return Err(CommandError::Usage(message.to_owned()));
    }
    Ok(())
}

fn outcome(totals: &Totals, strict: bool) -> Outcome {
    if totals.trouble(strict) {
        Outcome::Trouble
    } else {
        Outcome::Clean
    }
}

fn load_request(
    files: &[RulesFile],
    options: &ScanOptions,
    messages: Messages,
) -> Result<Vec<u8>, CommandError> {
    let host_name = environment::host_name();
    exchange::encode(&LoadRequest {
        source: options.judged.source.as_deref(),
        hostname: &host_name,
        evt_hostname: &host_name,
        utc_offset_seconds: environment::utc_offset_seconds(),
        color: messages.color(),
        profile: options.is_watched(),
        wrapping: options.judged.wrapping,
        alert_id: options.alert_id,
        limits: LoadLimits::from(&options.limits.input),
        ..LoadRequest::of(files, &options.given.settings)
    })
}
