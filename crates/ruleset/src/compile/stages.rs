//! The stages of compiling, each with what it finds: in Falco's reports all of one stage comes before all of the next.

use crate::options::LoadOptions;
use crate::report::{FileReport, Findings, Loaded};

/// What each stage found. An error that ends the loading ends its stage and those behind it, but not those before:
/// what they find in later files is told first.
#[derive(Clone, Debug)]
pub(super) struct Stages {
    pub(super) lists: Findings,
    pub(super) parsing: Findings,
    pub(super) resolving: Findings,
    pub(super) rules: Findings,
}

impl Stages {
    pub(super) fn new(options: &LoadOptions) -> Self {
        let findings = || Findings::new(options.report_bytes, options.most_errors);
        Self {
            lists: findings(),
            parsing: findings(),
            resolving: findings(),
            rules: findings(),
        }
    }

    const fn all(&self) -> [&Findings; 4] {
        [&self.lists, &self.parsing, &self.resolving, &self.rules]
    }

    /// Whether macros are to be parsed.
    pub(super) const fn parsing_goes_on(&self) -> bool {
        !self.lists.is_closed() && !self.parsing.is_closed()
    }

    /// Whether references of macros are to be replaced.
    pub(super) const fn resolving_goes_on(&self) -> bool {
        self.parsing_goes_on() && !self.resolving.is_closed()
    }

    /// Whether rules are to be compiled.
    pub(super) const fn rules_go_on(&self) -> bool {
        self.resolving_goes_on() && !self.rules.is_closed()
    }

    /// Whether a bound of the whole load was reached.
    pub(super) fn are_final(&self) -> bool {
        self.all().into_iter().any(Findings::are_final)
    }

    /// Adds everything to a report, up to the error that ends the loading.
    pub(super) fn tell(&self, report: &mut FileReport) -> Loaded<()> {
        let mut all = self.all().into_iter();
        all.try_for_each(|findings| findings.tell(report))
    }
}
