//! `falconet explain`: why rules fire on events, or do not.

use super::looking::Looking;
use super::page::page;
use super::{CommandError, Outcome};
use crate::cli::{ExplainFormat, ExplainOptions, GlobalOptions};
use crate::messages::{Explain, LoadRequest};
use crate::rules;
use crate::terminal::Messages;

pub(super) fn run(
    global: &GlobalOptions,
    options: &ExplainOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    super::require_one_stdin(&options.rules, &options.events)?;
    let files = rules::read(&options.rules, options.rule_limits.max_rules)?;
    let is_text = options.format == ExplainFormat::Text;
    let page = page(global, options.format.word(), is_text);
    let looking = Looking {
        messages,
        inputs: &options.events,
        input_limits: options.input_limits(),
        module_limits: options.module_limits,
    };
    let request = LoadRequest {
        source: options.judged.source.as_deref(),
        wrapping: options.judged.wrapping,
        explain: Some(Explain {
            rules: &options.names,
            fields: options.fields,
            path: options.path.as_deref(),
            near: options.near,
            page,
        }),
        ..LoadRequest::of(&files, &options.settings)
    };
    looking.run(global, &request, page, is_text)
}
