//! `falconet diff`: what a change of rules does. The module compares; here events are fed to it.

use std::io::{self, IsTerminal as _};

use super::{CommandError, Outcome, ask, exchange, program};
use crate::cli::{DiffFormat, DiffOptions, GlobalOptions};
use crate::environment;
use crate::input::Discovery;
use crate::messages::{DiffAnswer, LoadLimits, LoadRequest, Request, RulesFile, RulesSet};
use crate::rules;
use crate::runtime::{Instance, Program};
use crate::scan::{AlertWriter, KeptLines, Loaded, Report, Scan, Totals};
use crate::terminal::{Audience, Messages, Stream, output_width, print_report, use_color};

pub(super) fn run(
    global: &GlobalOptions,
    options: &DiffOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    if let Some(contradiction) = options.limits.contradiction() {
        return Err(CommandError::Usage(contradiction));
    }
    let limit = options.limits.rules.max_rules;
    let comparison = Comparison {
        color: options.format == DiffFormat::Text && use_color(global.color, Stream::Output),
        options,
        messages,
        old: rules::read(&options.old, limit)?,
        new: rules::read(&options.new, limit)?,
    };
    let (program, mut instance) = program::prepare(global, &options.limits.module)?;
    let judged = if options.inputs.is_empty() {
        None
    } else {
        Some(comparison.judge(program)?)
    };
    let changes = judged.as_ref().map(|(changes, _)| &**changes);
    let answer = comparison.answer(changes, &mut instance)?;
    print_report(&answer.text, comparison.audience())?;
    let has_trouble = judged.is_some_and(|(_, totals)| totals.trouble(true));
    Ok(if has_trouble || (options.exit_code && answer.differs) {
        Outcome::Trouble
    } else {
        Outcome::Clean
    })
}

struct Comparison<'o> {
    /// Whether the report is in colours.
    color: bool,
    options: &'o DiffOptions,
    messages: Messages,
    old: Vec<RulesFile>,
    new: Vec<RulesFile>,
}

impl Comparison<'_> {
    /// Both sets of rules judge all events: lines that say how their alerts differ, and what it all came to.
    fn judge(&self, program: Program) -> Result<(String, Totals), CommandError> {
        let limits = &self.options.limits;
        let request = exchange::encode(&self.load_request())?;
        let batch = limits.input.batch;
        let first = Loaded::first(&program, program.start()?, &request, batch, self.messages)?;
        let kept = KeptLines::new(self.options.max_changes, "--max-changes");
        let scan = Scan {
            program,
            request,
            input_limits: limits.input,
            module_limits: limits.module,
            threads: self.options.threads.unwrap_or_default().get(),
        };
        let inputs = Discovery::new(self.options.inputs.iter().cloned());
        let alerts = AlertWriter::keeping(kept.clone());
        let report = Report::new(alerts, limits.input.max_problems, self.messages);
        let stats = scan.run(first, inputs, report)?;
        let changes = String::from_utf8_lossy(&kept.take()).into_owned();
        Ok((changes, stats.totals))
    }

    fn load_request(&self) -> LoadRequest<'_> {
        let options = self.options;
        LoadRequest {
            source: options.judged.source.as_deref(),
            utc_offset_seconds: environment::utc_offset_seconds(),
            color: self.messages.color(),
            wrapping: options.judged.wrapping,
            alert_id: true,
            old: Some(self.set(&self.old)),
            limits: LoadLimits::from(&options.limits.input),
            ..LoadRequest::of(&self.new, &options.settings)
        }
    }

    fn set<'s>(&'s self, files: &'s [RulesFile]) -> RulesSet<'s> {
        RulesSet {
            files,
            settings: &self.options.settings,
        }
    }

    fn answer(
        &self,
        changes: Option<&str>,
        instance: &mut Instance,
    ) -> Result<DiffAnswer, CommandError> {
        let is_text = self.options.format == DiffFormat::Text;
        let request = Request::Diff {
            old: self.set(&self.old),
            new: self.set(&self.new),
            changes,
            format: self.options.format,
            color: self.color,
            width: (is_text && io::stdout().is_terminal()).then(output_width),
            examples: self.options.examples,
        };
        let answer: DiffAnswer = ask(instance, &request)?;
        self.messages.block(&answer.rendered);
        match answer.fatal {
            Some(fatal) => Err(CommandError::Refused(fatal)),
            None => Ok(answer),
        }
    }

    fn audience(&self) -> Audience {
        match self.options.format {
            DiffFormat::Text => Audience::People { color: self.color },
            _ => Audience::Programs,
        }
    }
}
