//! `falconet suggest`: exceptions for noisy rules. The module looks on where it raises alerts in a scan, and says at the end what
//! it proposes; all else is as there.

use std::num::NonZeroUsize;

use super::{CommandError, Outcome, exchange, program};
use crate::cli::{GlobalOptions, SuggestFormat, SuggestOptions};
use crate::environment;
use crate::input::Discovery;
use crate::limits::InputLimits;
use crate::messages::{LoadLimits, LoadRequest, Page, RulesFile, Suggest};
use crate::rules;
use crate::scan::{AlertWriter, Loaded, Report, Scan};
use crate::terminal::{Messages, Stream, terminal_width, use_color};

pub(super) fn run(
    global: &GlobalOptions,
    options: &SuggestOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    super::require_one_stdin(&options.rules, &options.inputs)?;
    let files = rules::read(&options.rules, options.rule_limits.max_rules)?;
    let is_text = options.format == SuggestFormat::Text;
    let page = Page {
        format: options.format.word(),
        width: terminal_width().filter(|_| is_text),
        color: is_text && use_color(global.color, Stream::Output),
    };
    let limits = options.input_limits();
    let request = load_request(&files, options, page, &limits, messages)?;
    let (program, instance) = program::prepare(global, &options.module_limits)?;
    let first = Loaded::first(&program, instance, &request, limits.batch, messages)?;
    let scan = Scan {
        program,
        request,
        input_limits: limits,
        module_limits: options.module_limits,
        threads: NonZeroUsize::MIN,
    };
    let lines = if is_text {
        AlertWriter::text(page.color)
    } else {
        AlertWriter::json()
    };
    let report = Report::new(lines, limits.max_problems, messages);
    let inputs = Discovery::new(options.inputs.iter().cloned());
    let stats = scan.run(first, inputs, report)?;
    Ok(if stats.totals.trouble(true) {
        Outcome::Trouble
    } else {
        Outcome::Clean
    })
}

fn load_request(
    files: &[RulesFile],
    options: &SuggestOptions,
    page: Page,
    limits: &InputLimits,
    messages: Messages,
) -> Result<Vec<u8>, CommandError> {
    let host_name = environment::host_name();
    exchange::encode(&LoadRequest {
        source: options.source.as_deref(),
        hostname: &host_name,
        evt_hostname: &host_name,
        utc_offset_seconds: environment::utc_offset_seconds(),
        color: messages.color(),
        wrapping: options.wrapping,
        suggest: Some(Suggest {
            rules: &options.names,
            max_alerts: options.max_alerts,
            max_kept_bytes: options.max_kept.bytes(),
            max_rules: options.max_suggested,
            max_proposals: options.max_proposals,
            min_alerts: options.min_alerts,
            page,
        }),
        limits: LoadLimits::from(limits),
        ..LoadRequest::of(files, &options.settings)
    })
}
