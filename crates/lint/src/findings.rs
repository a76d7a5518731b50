//! What lints find, and how much of it.

use falconet_diagnostics::{Code, Diagnostic, Label, Severity};

use crate::lint::Lint;

/// Findings of one lint that are described; further ones are counted.
pub const MOST_FINDINGS: usize = 200;
/// Steps that all lints of one run may take together. Hostile rules can ask questions that no number of steps
/// answers; a lint that runs out of them says nothing more.
pub const MOST_WORK: usize = 20_000_000;

/// One thing that a lint found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    labels: Vec<Label>,
    message: String,
    help: Option<String>,
}

impl Finding {
    /// Something at a place; the other labels explain how one gets there.
    pub fn new(labels: impl Into<Vec<Label>>, message: impl Into<String>) -> Self {
        Self {
            labels: labels.into(),
            message: message.into(),
            help: None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What to call the place itself.
    #[must_use]
    pub fn called(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Another place that has to do with it.
    #[must_use]
    pub fn beside(mut self, labels: &[Label], text: &str) -> Self {
        self.labels.extend(labels.first().map(|label| Label {
            text: text.to_owned(),
            ..label.clone()
        }));
        self
    }
}

/// Takes what one lint finds.
#[derive(Debug)]
pub struct Findings<'f> {
    lint: &'static Lint,
    severity: Severity,
    found: Vec<Diagnostic>,
    more: usize,
    work: &'f mut usize,
}

impl<'f> Findings<'f> {
    pub(crate) const fn new(lint: &'static Lint, severity: Severity, work: &'f mut usize) -> Self {
        Self {
            lint,
            severity,
            found: Vec::new(),
            more: 0,
            work,
        }
    }

    /// Takes a finding.
    pub fn add(&mut self, finding: Finding) {
        if self.found.len() >= MOST_FINDINGS {
            self.more += 1;
            return;
        }
        let mut diagnostic = self.diagnostic(finding.message);
        diagnostic.labels = finding.labels;
        diagnostic.help = finding.help;
        self.found.push(diagnostic);
    }

    /// Takes findings.
    pub fn extend_with(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.add(finding);
        }
    }

    /// Notes that something takes that many steps; whether there are that many left.
    pub fn spend(&mut self, steps: usize) -> bool {
        let left = self.work.checked_sub(steps);
        *self.work = left.unwrap_or_default();
        left.is_some()
    }

    /// How many steps are left.
    pub fn work_left(&self) -> usize {
        *self.work
    }

    /// Everything that was found, and how much more there is.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let more = self.more;
            let name = self.lint.name;
            let message = format!("there are {more} more findings of `{name}`");
            let last = self.diagnostic(message);
            self.found.push(last);
        }
        self.found
    }

    fn diagnostic(&self, message: String) -> Diagnostic {
        Diagnostic::new(self.severity, Code::new(self.lint.code), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_beyond_the_bound_are_counted() {
        let (lint, mut work) = (crate::find("FN0301").unwrap(), 0);
        let mut findings = Findings::new(lint, Severity::Warning, &mut work);
        for _ in 0..MOST_FINDINGS + 7 {
            findings.add(Finding::new([], "x"));
        }
        let found = findings.finish();
        assert_eq!(found.len(), MOST_FINDINGS + 1);
        let last = &found.last().unwrap().message;
        assert_eq!(last, "there are 7 more findings of `redefined`");
    }

    #[test]
    fn work_is_spent_once() {
        let (lint, mut work) = (crate::find("FN0301").unwrap(), 10);
        let mut findings = Findings::new(lint, Severity::Warning, &mut work);
        assert!(findings.spend(10));
        assert!(!findings.spend(1));
    }
}
