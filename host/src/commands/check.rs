//! `falconet check`: whether rules can be loaded, and what is to be said about them. The module writes the result in every format.

use std::io::{self, IsTerminal as _};

use super::{CommandError, Outcome, ask, left_out, program};
use crate::cli::{CheckFormat, CheckOptions, GlobalOptions};
use crate::messages::{CheckAnswer, Request};
use crate::rules;
use crate::terminal::{Audience, Messages, Stream, output_width, print_report, use_color};

pub(super) fn run(
    global: &GlobalOptions,
    options: &CheckOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    let files = rules::read_for_check(&options.rules, options.rule_limits.max_rules)?;
    let (_, mut instance) = program::prepare(global, &options.module_limits)?;
    left_out::tell(&options.rules, &mut instance, messages)?;
    let is_text = options.format == CheckFormat::Text;
    let color = is_text && use_color(global.color, Stream::Output);
    let request = Request::Check {
        files: &files,
        settings: &options.settings,
        lints: &options.lints.levels,
        format: options.format,
        color,
        width: (is_text && io::stdout().is_terminal()).then(output_width),
        strict: options.strict,
    };
    let answer: CheckAnswer = ask(&mut instance, &request)?;
    if let Some(fatal) = answer.fatal {
        return Err(CommandError::Refused(fatal));
    }
    let audience = if is_text {
        Audience::People { color }
    } else {
        Audience::Programs
    };
    print_report(&answer.rendered, audience)?;
    Ok(outcome(answer.ok))
}

const fn outcome(ok: bool) -> Outcome {
    if ok { Outcome::Clean } else { Outcome::Trouble }
}
