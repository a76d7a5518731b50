//! `falconet check`: whether rules can be loaded, and what is to be said about them. The module writes the result in every format.

use std::io::{self, IsTerminal as _, Write as _};

use super::{CommandError, Outcome, ask, program};
use crate::cli::{CheckFormat, CheckOptions, GlobalOptions};
use crate::messages::{CheckAnswer, Request};
use crate::rules;
use crate::terminal::{Stream, harmless_block, output_width, use_color};

pub(super) fn run(global: &GlobalOptions, options: &CheckOptions) -> Result<Outcome, CommandError> {
    let files = rules::read_for_check(&options.rules, options.rule_limits.max_rules)?;
    let (_, mut instance) = program::prepare(global, &options.module_limits)?;
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
    print(&answer.rendered, options.format, color)?;
    Ok(outcome(answer.ok))
}

/// What is for people may stand on a terminal; what is for programs must stay as it is.
fn print(rendered: &str, format: CheckFormat, color: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if format == CheckFormat::Text {
        out.write_all(harmless_block(rendered, color).as_bytes())?;
    } else {
        out.write_all(rendered.as_bytes())?;
    }
    out.flush()
}

const fn outcome(ok: bool) -> Outcome {
    if ok { Outcome::Clean } else { Outcome::Trouble }
}
