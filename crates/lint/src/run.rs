//! Running every lint.

use falconet_diagnostics::Diagnostic;

use crate::falco::levelled;
use crate::findings::{Findings, MOST_WORK};
use crate::input::Input;
use crate::levels::{Level, Levels};
use crate::lint::Lint;
use crate::lints::allow_unused;
use crate::registry::ALL;

/// What every lint finds that is not allowed, neither by its level nor by a comment, in the order of the files, and
/// the loader's own warnings as far as they are not allowed. At most [`MOST_FINDINGS`](crate::MOST_FINDINGS) of each
/// lint are described.
pub fn run(input: &Input<'_>, levels: &Levels, warnings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut work = MOST_WORK;
    let mut found = levelled(warnings, levels);
    for lint in ALL {
        found.extend(findings_of(lint, levels, &mut work, lint.run, input));
    }
    let used = input.comments.silence(&mut found);
    let judged = |lint: &Lint| levels.of(lint) != Level::Allow;
    let unused = |input: &Input<'_>, findings: &mut Findings<'_>| {
        allow_unused::report(&input.comments, &used, judged, findings);
    };
    found.extend(findings_of(
        &allow_unused::LINT,
        levels,
        &mut work,
        unused,
        input,
    ));
    found.sort_by_key(place);
    found
}

fn findings_of(
    lint: &'static Lint,
    levels: &Levels,
    work: &mut usize,
    run: impl FnOnce(&Input<'_>, &mut Findings<'_>),
    input: &Input<'_>,
) -> Vec<Diagnostic> {
    let Some(severity) = levels.of(lint).severity() else {
        return Vec::new();
    };
    let mut findings = Findings::new(lint, severity, work);
    run(input, &mut findings);
    findings.finish()
}

/// What has no place comes last.
fn place(diagnostic: &Diagnostic) -> (u32, usize) {
    let first = diagnostic.labels.first();
    first.map_or((u32::MAX, 0), |label| (label.source.0, label.span.start))
}
