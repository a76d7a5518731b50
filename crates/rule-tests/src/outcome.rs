//! How a file of tests went.

use falconet_diagnostics::Diagnostic;

use crate::TestFile;
use crate::judge::Judged;
use crate::render::{self, Format, Look, Part};
use crate::suite::Case;
use crate::update;

/// How the cases of a file went, or why they could not be judged.
#[derive(Debug)]
pub struct Outcome<'f> {
    pub(crate) file: &'f TestFile,
    /// Why no case was judged.
    pub(crate) problems: Vec<Diagnostic>,
    /// In the order of the cases.
    pub(crate) cases: Vec<Judged>,
}

/// A case and how it went.
#[derive(Clone, Copy)]
pub(crate) struct CaseOutcome<'o> {
    pub(crate) case: &'o Case,
    pub(crate) judged: &'o Judged,
}

impl CaseOutcome<'_> {
    pub(crate) const fn passed(&self) -> bool {
        self.judged.failures.is_empty()
    }
}

impl Outcome<'_> {
    pub(crate) fn cases(&self) -> impl Iterator<Item = CaseOutcome<'_>> {
        let cases = self.file.suite().map_or(&[][..], |suite| &suite.cases);
        let both = cases.iter().zip(&self.cases);
        both.map(|(case, judged)| CaseOutcome { case, judged })
    }

    /// Cases in which everything holds.
    pub fn passed(&self) -> usize {
        self.cases().filter(CaseOutcome::passed).count()
    }

    /// Cases in which something does not hold.
    pub fn failed(&self) -> usize {
        self.cases().filter(|case| !case.passed()).count()
    }

    /// Reasons why no case was judged.
    pub fn problems(&self) -> usize {
        self.problems.len()
    }

    /// What there is to say, in a format, to be put together with that of other files by [`crate::conclude`].
    pub fn part(&self, format: Format, look: Look) -> Part {
        Part {
            name: self.file.name().to_owned(),
            passed: self.passed(),
            failed: self.failed(),
            broken: !self.problems.is_empty(),
            rendered: render::part(self, format, look),
        }
    }

    /// The text of the file with what came in place of what was expected; nothing if nothing is to be changed.
    pub fn updated(&self) -> Option<String> {
        let failures = self.cases().flat_map(|case| &case.judged.failures);
        update::apply(self.file.text(), failures)
    }
}
