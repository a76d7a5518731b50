//! Running every lint.

use std::collections::HashSet;

use falconet_diagnostics::Diagnostic;

use crate::falco::levelled;
use crate::findings::{Budget, Findings, MOST_WORK};
use crate::input::Input;
use crate::levels::{Level, Levels};
use crate::lint::Lint;
use crate::lints::allow_unused;
use crate::registry::ALL;

/// What every lint finds that is not allowed, neither by its level nor by a comment, in the order of the files, and
/// the loader's own warnings as far as they are not allowed. At most [`MOST_FINDINGS`](crate::MOST_FINDINGS) of each
/// lint are described, and each takes at most [`MOST_WORK`] steps.
pub fn run(input: &Input<'_>, levels: &Levels, warnings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    run_within(MOST_WORK, input, levels, warnings)
}

/// The same with another number of steps for each lint.
pub(crate) fn run_within(
    steps: usize,
    input: &Input<'_>,
    levels: &Levels,
    warnings: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut run = Run {
        input,
        levels,
        steps,
        found: levelled(warnings, levels),
        incomplete: HashSet::new(),
    };
    for lint in ALL {
        run.lint(lint, lint.run);
    }
    run.unused_comments();
    run.found.sort_by_key(place);
    run.found
}

struct Run<'r, 'a> {
    input: &'r Input<'a>,
    levels: &'r Levels,
    /// That each lint may take.
    steps: usize,
    found: Vec<Diagnostic>,
    /// Codes of lints that did not say everything.
    incomplete: HashSet<&'static str>,
}

impl Run<'_, '_> {
    fn lint(&mut self, lint: &'static Lint, find: impl FnOnce(&Input<'_>, &mut Findings)) {
        let Some(severity) = self.levels.of(lint).severity() else {
            return;
        };
        let mut findings = Findings::new(lint, severity, Budget::of(self.steps));
        find(self.input, &mut findings);
        if !findings.is_complete() {
            self.incomplete.insert(lint.code);
        }
        self.found.extend(findings.finish());
    }

    /// Silences what comments allow, and finds the comments that silence nothing.
    fn unused_comments(&mut self) {
        let used = self.input.comments.silence(&mut self.found);
        let incomplete = std::mem::take(&mut self.incomplete);
        let levels = self.levels;
        let judged =
            |lint: &Lint| levels.of(lint) != Level::Allow && !incomplete.contains(lint.code);
        self.lint(&allow_unused::LINT, |input, findings| {
            allow_unused::report(&input.comments, &used, judged, findings);
        });
    }
}

/// What has no place comes last.
fn place(diagnostic: &Diagnostic) -> (u32, usize) {
    let first = diagnostic.labels.first();
    first.map_or((u32::MAX, 0), |label| (label.source.0, label.span.start))
}

#[cfg(test)]
mod tests {
    use crate::testing::{levels_of, messages_within, named_rule, rule};
    use crate::{Level, Levels};

    const OUT: &str = "`event-name` ran out of steps: not all rules were looked at";

    /// Rules with so many events that AWS does not write.
    fn invented(number: usize) -> String {
        let rules = (0..number).map(|number| {
            let condition = format!("ct.name = Invented{number}");
            named_rule(&format!("Rule {number}"), &condition)
        });
        rules.collect()
    }

    #[test]
    fn a_lint_that_runs_out_says_so_at_its_level() {
        let levels = levels_of("event-name", Level::Deny);
        let found = crate::testing::diagnostics_within(500, &invented(9), &levels);
        let last = found.last().unwrap();
        assert_eq!(last.message, OUT);
        assert_eq!(last.severity, falconet_diagnostics::Severity::Error);
        assert!(last.labels.is_empty() && last.help.is_some());
    }

    #[test]
    fn suggestions_run_out_before_findings_do() {
        let levels = levels_of("event-name", Level::Warn);
        let found = messages_within(20_000, &invented(20), &levels);
        assert_eq!(found.len(), 20);
        assert!(!found.contains(&OUT.to_owned()));
    }

    #[test]
    fn one_lint_takes_no_steps_of_another() {
        let one = |number| named_rule(&format!("Rule {number}"), "ct.user = a or ct.user = b");
        let rules: String = (0..600).map(one).collect();
        let mut levels = levels_of("event-name", Level::Warn);
        levels.set("never-true", Level::Warn).unwrap();
        let text = rules + &rule("ct.name = Invented");
        assert_eq!(
            messages_within(2_000, &text, &levels),
            [
                "AWS does not write an event `Invented`",
                "`never-true` ran out of steps: not all rules were looked at"
            ]
        );
    }

    #[test]
    fn a_comment_for_a_lint_that_ran_out_is_not_called_unused() {
        let text = format!(
            "{}# falconet: allow(event-name) a new event\n{}",
            invented(9),
            named_rule("s", "ct.name = Invented")
        );
        let mut levels = levels_of("event-name", Level::Warn);
        levels.set("allow-unused", Level::Warn).unwrap();
        let found = messages_within(500, &text, &levels);
        assert!(found.contains(&OUT.to_owned()));
        assert!(
            !found
                .iter()
                .any(|message| message.contains("to allow here"))
        );
    }

    #[test]
    fn every_lint_bears_having_no_steps() {
        let mut levels = Levels::default();
        levels.set(Levels::EVERY, Level::Warn).unwrap();
        let text = invented(3) + &rule("ct.name = A and ct.name = B and not ct.src exists");
        let found = messages_within(0, &text, &levels);
        let ran_out = found
            .iter()
            .filter(|message| message.contains("ran out of steps"));
        assert!(ran_out.count() > 5, "{found:?}");
    }
}
