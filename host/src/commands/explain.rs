//! `falconet explain`: why rules fire on events, or do not. The module explains where it raises alerts in a scan; all else
//! is as there.

use std::num::NonZeroUsize;

use super::{CommandError, Outcome, exchange, program};
use crate::cli::{ExplainFormat, ExplainOptions, GlobalOptions};
use crate::environment;
use crate::input::Discovery;
use crate::limits::InputLimits;
use crate::messages::{Explain, LoadLimits, LoadRequest, Page, RulesFile};
use crate::rules;
use crate::scan::{AlertWriter, Loaded, Report, Scan};
use crate::terminal::{Messages, Stream, terminal_width, use_color};

pub(super) fn run(
    global: &GlobalOptions,
    options: &ExplainOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    super::require_one_stdin(&options.rules, &options.events)?;
    let files = rules::read(&options.rules, options.rule_limits.max_rules)?;
    let page = page(global, options);
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
    let lines = match options.format {
        ExplainFormat::Text => AlertWriter::text(page.color),
        ExplainFormat::Json | ExplainFormat::Html => AlertWriter::json(),
    };
    let report = Report::new(lines, limits.max_problems, messages);
    let events = Discovery::new(options.events.iter().cloned());
    let stats = scan.run(first, events, report)?;
    Ok(if stats.totals.trouble(true) {
        Outcome::Trouble
    } else {
        Outcome::Clean
    })
}

/// Lines are wrapped for a terminal only: others can search whole lines.
fn page(global: &GlobalOptions, options: &ExplainOptions) -> Page {
    let is_text = options.format == ExplainFormat::Text;
    Page {
        format: options.format.word(),
        width: terminal_width().filter(|_| is_text),
        color: is_text && use_color(global.color, Stream::Output),
    }
}

fn load_request(
    files: &[RulesFile],
    options: &ExplainOptions,
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
        explain: Some(Explain {
            rules: &options.names,
            fields: options.fields,
            path: options.path.as_deref(),
            near: options.near,
            page,
        }),
        limits: LoadLimits::from(limits),
        ..LoadRequest::of(files, &options.settings)
    })
}
