//! `falconet test`: the tests of rules. The module reads, judges and reports; here are only the files.

mod discover;
mod mutants;
mod names;
mod report;
mod run;
mod suite;
mod watch;

use std::io::{self, IsTerminal as _};

use super::{CommandError, Outcome, program, replace};
use crate::cli::{GlobalOptions, TestFormat, TestOptions};
use crate::messages::TestAnswer;
use crate::rules;
use crate::runtime::Program;
use crate::terminal::{Audience, Messages, Stream, output_width, use_color};
use names::Names;
use suite::Suite;

/// What one run takes.
pub(super) struct Session<'o> {
    options: &'o TestOptions,
    program: Program,
    messages: Messages,
    color: bool,
    width: Option<usize>,
}

pub(super) fn run(
    global: &GlobalOptions,
    options: &TestOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    if options.rules.iter().any(|path| rules::is_stdin(path)) {
        let message = "rules that files of tests share cannot be standard input";
        return Err(CommandError::Usage(message.to_owned()));
    }
    let (program, _) = program::prepare(global, &options.module_limits)?;
    let is_text = options.format == TestFormat::Text;
    let session = Session {
        options,
        program,
        messages,
        color: is_text && use_color(global.color, Stream::Output),
        width: (is_text && io::stdout().is_terminal()).then(output_width),
    };
    if options.watch {
        watch::run(&session)
    } else {
        session.once().map(|(outcome, _)| outcome)
    }
}

impl Session<'_> {
    /// Runs everything that there is now, and answers what it was.
    fn once(&self) -> Result<(Outcome, Vec<Suite>), CommandError> {
        let mut instance = self.program.start()?;
        let mut names = Names::default();
        let mut suites = Vec::new();
        for path in discover::files(&self.options.paths)? {
            suites.push(Suite::read(&path, self.options, &mut names, &mut instance)?);
        }
        let answers = run::all(self, &suites)?;
        for (suite, answer) in suites.iter().zip(&answers) {
            self.update(suite, answer)?;
        }
        let mutants = self.options.mutants.are_wanted();
        let mutants = mutants.then(|| mutants::all(self, &suites)).transpose()?;
        let judged = report::Judged { answers, mutants };
        let report = report::report(self, &suites, judged, &mut instance)?;
        let outcome = if report.ok {
            Outcome::Clean
        } else {
            Outcome::Trouble
        };
        Ok((outcome, suites))
    }

    fn update(&self, suite: &Suite, answer: &TestAnswer) -> Result<(), CommandError> {
        let Some(text) = &answer.updated else {
            return Ok(());
        };
        replace::replace(&suite.path, text)?;
        self.messages
            .note(&format!("`{}` was updated", suite.path.display()));
        Ok(())
    }

    fn audience(&self) -> Audience {
        match self.options.format {
            TestFormat::Text => Audience::People { color: self.color },
            _ => Audience::Programs,
        }
    }
}
