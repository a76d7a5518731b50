//! Tests of rules: a file of cases is read, its events are judged, and what does not hold is told (`docs/RULE-TESTS.md`).
//!
//! Knows no files: whoever asks says what the files hold that the cases name.

mod alerts;
mod codes;
mod expectations;
mod failure;
mod json;
mod judge;
mod names;
mod outcome;
mod patch;
mod proposal;
mod read;
mod render;
mod suite;
mod trial;
mod update;

use falconet_diagnostics::{Diagnostic, Severity, SourceId, Sources};
use falconet_engine::Engine;
use falconet_ruleset::Ruleset;

pub use judge::{Audience, Explain, Inputs};
pub use outcome::Outcome;
pub use proposal::{EventChange, NewValue, Proposal, changed};
pub use read::holds_rules;
pub use render::{Beside, Format, Look, Part, conclude, is_ok};
pub use suite::Suite;
pub use trial::{Fired, KeptTrial, Trial};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file of tests whose text was read.
#[derive(Debug)]
pub struct TestFile {
    sources: Sources,
    source: SourceId,
    suite: Result<Suite, Vec<Diagnostic>>,
}

impl TestFile {
    /// Reads the text of a file.
    pub fn read(name: &str, text: &str) -> Self {
        let text = text.trim_start_matches(BYTE_ORDER_MARK);
        let mut sources = Sources::default();
        let source = sources.add(name, text);
        Self {
            suite: read::read(source, text),
            sources,
            source,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.sources
            .get(self.source)
            .map_or("", |source| source.name())
    }

    pub(crate) fn text(&self) -> &str {
        self.sources
            .get(self.source)
            .map_or("", |source| source.text())
    }

    /// What it says; nothing if it is not understood.
    pub fn suite(&self) -> Option<&Suite> {
        self.suite.as_ref().ok()
    }

    /// Whether a case expects anything of a rule.
    pub fn is_about(&self, rule: &str) -> bool {
        let cases = self.suite().map_or(&[][..], |suite| &suite.cases);
        cases.iter().any(|case| case.expected.is_about(rule))
    }

    /// Paths of the rules files that it is about, from the folder that it is in: those that it names, or the one beside it
    /// (`NAME.yaml` beside `NAME_test.yaml`).
    pub fn rules(&self) -> Vec<String> {
        let named = self.suite().map_or(&[][..], |suite| &suite.rules);
        if !named.is_empty() {
            return named.to_vec();
        }
        beside(self.name()).into_iter().collect()
    }

    /// Leaves out the cases whose names do not contain one of these words.
    pub fn keep(&mut self, words: &[String]) {
        if let Ok(suite) = &mut self.suite {
            suite.keep(words);
        }
    }

    /// The settings to load the rules with, some of them given by whoever asks. Every rule that matches fires, unless a
    /// setting says otherwise.
    pub fn settings(&self, given: &[String]) -> Vec<String> {
        let own = self.suite().map_or(&[][..], |suite| &suite.settings);
        let first = ["rule_matching=all".to_owned()].into_iter();
        let last = alerts::SETTINGS.into_iter().map(str::to_owned);
        first
            .chain(own.iter().chain(given).cloned())
            .chain(last)
            .collect()
    }

    /// Judges its cases.
    pub fn run(
        &self,
        ruleset: &Ruleset,
        engine: &mut Engine,
        inputs: &Inputs,
        audience: &mut Audience<'_, '_>,
    ) -> Outcome<'_> {
        let suite = match &self.suite {
            Ok(suite) => suite,
            Err(problems) => return self.refused(problems.clone()),
        };
        let problems = names::check(suite, self.source, ruleset, engine);
        if !problems.is_empty() {
            return self.refused(problems);
        }
        Outcome {
            file: self,
            problems: Vec::new(),
            cases: judge::judge(&suite.cases, engine, inputs, audience),
        }
    }

    /// What there is to say if the rules that it is about cannot be loaded.
    pub fn without_rules(&self, message: &str) -> Outcome<'_> {
        if let Err(problems) = &self.suite {
            return self.refused(problems.clone());
        }
        let message = format!("the rules cannot be loaded: {message}");
        self.refused(vec![Diagnostic::new(
            Severity::Error,
            codes::RULES,
            message,
        )])
    }

    /// What there is to say if it could not be read or run.
    pub fn not_run(&self, message: &str) -> Outcome<'_> {
        self.refused(vec![Diagnostic::new(Severity::Error, codes::FILE, message)])
    }

    fn refused(&self, problems: Vec<Diagnostic>) -> Outcome<'_> {
        Outcome {
            file: self,
            problems,
            cases: Vec::new(),
        }
    }
}

/// The name of the rules file that belongs to a file of tests of that path.
fn beside(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    Some(format!("{}.{extension}", stem.strip_suffix("_test")?))
}

#[cfg(test)]
mod tests;
