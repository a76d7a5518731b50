//! `falconet suggest`: exceptions for noisy rules, which the module proposes once it has seen all events.

use super::looking::Looking;
use super::page::page;
use super::{CommandError, Outcome};
use crate::cli::{GlobalOptions, SuggestFormat, SuggestOptions};
use crate::messages::{LoadRequest, Suggest};
use crate::rules;
use crate::terminal::Messages;

pub(super) fn run(
    global: &GlobalOptions,
    options: &SuggestOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    super::require_one_stdin(&options.given.rules, &options.inputs)?;
    let files = rules::read(&options.given.rules, options.rule_limits.max_rules)?;
    let is_text = options.format == SuggestFormat::Text;
    let page = page(global, options.format.word(), is_text);
    let looking = Looking {
        messages,
        inputs: &options.inputs,
        input_limits: options.input_limits(),
        module_limits: options.module_limits,
    };
    let request = LoadRequest {
        source: options.judged.source.as_deref(),
        wrapping: options.judged.wrapping,
        suggest: Some(Suggest {
            rules: &options.names,
            max_alerts: options.max_alerts,
            max_kept_bytes: options.max_kept.bytes(),
            max_rules: options.max_suggested,
            max_proposals: options.max_proposals,
            min_alerts: options.min_alerts,
            page,
        }),
        ..LoadRequest::of(&files, &options.given.settings)
    };
    looking.run(global, &request, page, is_text)
}
