//! What lints find, and how much of it.

use falconet_diagnostics::{Code, Diagnostic, Hint, Label, Severity};

use crate::lint::Lint;

/// Findings of one lint that are described; further ones are counted.
pub const MOST_FINDINGS: usize = 200;
/// Steps that each lint may take to find things. Hostile rules can ask questions that no number of steps answers; a
/// lint that runs out of them says so.
pub const MOST_WORK: usize = 10_000_000;
/// For so many steps to find things there is one more to explain them.
const WORK_FOR_HELP: usize = 2;

/// Steps that are left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    left: usize,
    ran_out: bool,
}

impl Budget {
    pub(crate) const fn of(steps: usize) -> Self {
        Self {
            left: steps,
            ran_out: false,
        }
    }

    /// Takes that many steps; whether there were that many left.
    const fn spend(&mut self, steps: usize) -> bool {
        if let Some(left) = self.left.checked_sub(steps) {
            self.left = left;
        } else {
            self.run_out();
        }
        !self.ran_out
    }

    const fn run_out(&mut self) {
        *self = Self {
            left: 0,
            ran_out: true,
        };
    }
}

/// One thing that a lint found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    labels: Vec<Label>,
    message: String,
    help: Option<Hint>,
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
    pub fn help(mut self, help: impl Into<Hint>) -> Self {
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
pub struct Findings {
    lint: &'static Lint,
    severity: Severity,
    found: Vec<Diagnostic>,
    more: usize,
    work: Budget,
    help_work: Budget,
}

impl Findings {
    pub(crate) const fn new(lint: &'static Lint, severity: Severity, work: Budget) -> Self {
        Self {
            lint,
            severity,
            found: Vec::new(),
            more: 0,
            work,
            help_work: Budget::of(work.left / WORK_FOR_HELP),
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
        self.found.push(match finding.help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        });
    }

    /// Takes findings.
    pub fn extend_with(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.add(finding);
        }
    }

    /// Notes that finding something takes that many steps; whether there are that many left. After the first that
    /// there are not, there are none.
    pub fn spend(&mut self, steps: usize) -> bool {
        self.work.spend(steps)
    }

    /// Notes that explaining a finding takes that many steps; whether it is to be explained. There are steps of their
    /// own for that, so that no explanation costs a finding.
    pub fn spend_on_help(&mut self, steps: usize) -> bool {
        self.found.len() < MOST_FINDINGS && self.help_work.spend(steps)
    }

    /// Whether something was not looked at for want of steps.
    pub const fn ran_out(&self) -> bool {
        self.work.ran_out
    }

    /// Notes that something was not looked at.
    pub(crate) const fn run_out(&mut self) {
        self.work.run_out();
    }

    /// Whether everything there is to find is described.
    pub(crate) const fn is_complete(&self) -> bool {
        self.more == 0 && !self.ran_out()
    }

    /// Everything that was found, how much more there is, and whether there may be more still.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        let name = self.lint.name;
        if self.more > 0 {
            let more = self.more;
            let message = format!("there are {more} more findings of `{name}`");
            let last = self.diagnostic(message);
            self.found.push(last);
        }
        if self.ran_out() {
            let message = format!("`{name}` ran out of steps: not all rules were looked at");
            let last = self.diagnostic(message);
            self.found
                .push(last.with_help("check fewer rules at a time, or allow the lint"));
        }
        self.found
    }

    fn diagnostic(&self, message: String) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.severity, Code::new(self.lint.code), message);
        diagnostic.docs = Some(self.lint.docs().into());
        diagnostic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(steps: usize) -> Findings {
        let lint = crate::find("FN0301").unwrap();
        Findings::new(lint, Severity::Warning, Budget::of(steps))
    }

    fn last_message(findings: Findings) -> String {
        findings.finish().pop().unwrap().message
    }

    #[test]
    fn findings_beyond_the_bound_are_counted() {
        let mut findings = findings(0);
        for _ in 0..MOST_FINDINGS + 7 {
            findings.add(Finding::new([], "x"));
        }
        let found = findings.finish();
        assert_eq!(found.len(), MOST_FINDINGS + 1);
        let last = &found.last().unwrap().message;
        assert_eq!(last, "there are 7 more findings of `redefined`");
    }

    #[test]
    fn a_finding_names_the_page_of_its_lint() {
        let mut findings = findings(1);
        findings.add(Finding::new([], "x"));
        let found = findings.finish();
        assert_eq!(found[0].docs.as_deref(), Some("docs/lints/FN0301.md"));
    }

    #[test]
    fn work_is_spent_once() {
        let mut findings = findings(10);
        assert!(findings.spend(10));
        assert!(findings.is_complete());
        assert!(!findings.spend(1));
        assert_eq!(
            last_message(findings),
            "`redefined` ran out of steps: not all rules were looked at"
        );
    }

    #[test]
    fn no_step_is_left_once_there_were_too_few() {
        let mut findings = findings(10);
        assert!(!findings.spend(11));
        assert!(!findings.spend(0));
    }

    #[test]
    fn explanations_cost_no_finding() {
        let mut findings = findings(10);
        assert!(findings.spend_on_help(5));
        assert!(!findings.spend_on_help(1));
        assert!(findings.spend(10) && findings.is_complete());
    }
}
