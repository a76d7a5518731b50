//! Falco's own warnings, which levels and comments change like findings of lints.

use falconet_diagnostics::{Diagnostic, Severity};

use crate::findings::Findings;
use crate::input::Input;
use crate::levels::{Level, Levels};
use crate::lint::Lint;

const fn warning(code: &'static str, name: &'static str, summary: &'static str) -> Lint {
    Lint {
        code,
        name,
        level: Level::Warn,
        summary,
        run: found_by_the_loader,
    }
}

fn found_by_the_loader(_: &Input<'_>, _: &mut Findings) {}

/// The warnings that say what may be meant all the same.
pub static WARNINGS: &[Lint] = &[
    warning("LOAD_UNUSED_MACRO", "unused-macro", "Unused macro"),
    warning("LOAD_UNUSED_LIST", "unused-list", "Unused list"),
    warning(
        "LOAD_UNKNOWN_SOURCE",
        "unknown-source",
        "Unknown event source",
    ),
    warning(
        "LOAD_UNKNOWN_FILTER",
        "unknown-filter",
        "Unknown field or event-type in condition or output",
    ),
];

/// Whether that is a warning of Falco's and no lint of ours.
pub(crate) fn is_warning(lint: &Lint) -> bool {
    WARNINGS.iter().any(|warning| warning.code == lint.code)
}

/// The warnings of a loader with the levels that they have here.
pub(crate) fn levelled(warnings: Vec<Diagnostic>, levels: &Levels) -> Vec<Diagnostic> {
    let mut kept = warnings;
    kept.retain_mut(|diagnostic| {
        let lint = WARNINGS
            .iter()
            .find(|lint| diagnostic.code.as_str() == lint.code);
        let severity = lint.map_or(Some(Severity::Warning), |lint| levels.of(lint).severity());
        diagnostic.severity = severity.unwrap_or(diagnostic.severity);
        severity.is_some()
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_warnings;

    const UNUSED: &str = "- {list: l, items: [a]}\n- {macro: m, condition: evt.num = 1}\n";

    fn codes(text: &str, levels: &Levels) -> Vec<(String, Severity)> {
        let found = with_warnings(text, levels).into_iter();
        found
            .map(|one| (one.code.to_string(), one.severity))
            .collect()
    }

    #[test]
    fn warnings_stay_in_the_order_of_the_file() {
        let found = codes(UNUSED, &Levels::default());
        let found: Vec<_> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(found, ["LOAD_UNUSED_LIST", "LOAD_UNUSED_MACRO"]);
    }

    #[test]
    fn a_level_allows_or_denies_them() {
        let mut levels = Levels::default();
        levels.set("unused-list", Level::Allow).unwrap();
        levels.set("LOAD_UNUSED_MACRO", Level::Deny).unwrap();
        let expected = [("LOAD_UNUSED_MACRO".to_owned(), Severity::Error)];
        assert_eq!(codes(UNUSED, &levels), expected);
    }

    #[test]
    fn they_are_none_of_all_lints() {
        let mut levels = Levels::default();
        levels.set(Levels::EVERY, Level::Allow).unwrap();
        assert_eq!(codes(UNUSED, &levels).len(), 2);
    }

    #[test]
    fn a_comment_allows_them() {
        let text = format!("# falconet: allow(unused-list) another file refers to it\n{UNUSED}");
        let expected = [("LOAD_UNUSED_MACRO".to_owned(), Severity::Warning)];
        assert_eq!(codes(&text, &Levels::default()), expected);
    }
}
