//! `falconet check`: whether rules can be loaded, and what is to be said about them.

mod report;

use std::io::{self, Write as _};

use self::report::Report;
use super::{CommandError, Outcome, ask, program};
use crate::cli::{CheckFormat, CheckOptions, GlobalOptions};
use crate::messages::{Fatal, FatalKind, LoadAnswer, Request};
use crate::rules;
use crate::terminal::{Stream, use_color};

pub(super) fn run(global: &GlobalOptions, options: &CheckOptions) -> Result<Outcome, CommandError> {
    let files = rules::read(&options.rules, options.rule_limits.max_rules)?;
    let (_, mut instance) = program::prepare(global, &options.module_limits)?;
    let color = options.format == CheckFormat::Text && use_color(global.color, Stream::Output);
    let request = Request::Check {
        files: &files,
        settings: &options.settings,
        color,
    };
    let answer: LoadAnswer = ask(&mut instance, &request)?;
    let report = Report {
        answer: &accepted(answer)?,
        files: files.len(),
    };
    writeln!(
        io::stdout().lock(),
        "{}",
        report.render(options.format, color)?
    )?;
    Ok(outcome(report.answer, options.strict))
}

/// A bad setting is no result of a check.
fn accepted(answer: LoadAnswer) -> Result<LoadAnswer, CommandError> {
    match answer.fatal {
        Some(
            fatal @ Fatal {
                kind: FatalKind::Settings,
                ..
            },
        ) => Err(CommandError::Refused(fatal)),
        fatal => Ok(LoadAnswer { fatal, ..answer }),
    }
}

fn outcome(answer: &LoadAnswer, strict: bool) -> Outcome {
    let clean = answer.ok && !(strict && answer.warnings > 0);
    if clean {
        Outcome::Clean
    } else {
        Outcome::Trouble
    }
}
