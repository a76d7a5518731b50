//! Falco's own warnings, which levels and comments change like findings of lints.

use falconet_diagnostics::{Diagnostic, Severity};
use falconet_ruleset::report::WarningCode;

use crate::findings::Findings;
use crate::input::Input;
use crate::levels::{Level, Levels};
use crate::lint::Lint;

/// Whose level is called by a name, and what it says is Falco's.
const fn warning(code: WarningCode, name: &'static str) -> Lint {
    Lint {
        code: code.name(),
        name,
        level: Level::Warn,
        summary: code.short_text(),
        run: found_by_the_loader,
    }
}

fn found_by_the_loader(_: &Input<'_>, _: &mut Findings) {}

/// Every warning of the loader. Its name is its code as a word.
pub static WARNINGS: &[Lint] = &[
    warning(WarningCode::UnknownSource, "unknown-source"),
    warning(WarningCode::UnsafeNaCheck, "unsafe-na-check"),
    warning(WarningCode::NoEventType, "no-evttype"),
    warning(WarningCode::UnknownFilter, "unknown-filter"),
    warning(WarningCode::UnusedMacro, "unused-macro"),
    warning(WarningCode::UnusedList, "unused-list"),
    warning(WarningCode::UnknownItem, "unknown-item"),
    warning(WarningCode::DeprecatedItem, "deprecated-item"),
    warning(WarningCode::AppendNoValues, "append-no-values"),
    warning(
        WarningCode::ExceptionNameNotUnique,
        "exception-name-not-unique",
    ),
    warning(WarningCode::InvalidMacroName, "invalid-macro-name"),
    warning(WarningCode::InvalidListName, "invalid-list-name"),
    warning(WarningCode::CompileCondition, "compile-condition"),
    warning(WarningCode::UnknownKey, "unknown-key"),
];

/// Whether that is a warning of Falco's and no lint of ours.
pub(crate) fn is_warning(lint: &Lint) -> bool {
    WARNINGS.iter().any(|warning| warning.code == lint.code)
}

/// The warnings of a loader with the levels that they have here.
pub(crate) fn levelled(warnings: Vec<Diagnostic>, levels: &Levels) -> Vec<Diagnostic> {
    let mut kept = warnings;
    kept.retain_mut(|diagnostic| {
        let code = diagnostic.falco_code.as_ref().unwrap_or(&diagnostic.code);
        let lint = WARNINGS.iter().find(|lint| code.as_str() == lint.code);
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
    fn every_warning_has_its_code_for_a_name() {
        let codes = WarningCode::ALL.iter().map(|code| code.name());
        assert!(codes.eq(WARNINGS.iter().map(|lint| lint.code)));
        for lint in WARNINGS {
            let word = lint.code.trim_start_matches("LOAD_").to_ascii_lowercase();
            assert_eq!(lint.name, word.replace('_', "-"));
        }
    }

    #[test]
    fn a_warning_about_an_item_can_be_allowed_there() {
        let text = format!(
            "{UNUSED}{}",
            crate::testing::rule("ct.name regex 'Create.*'")
        );
        let one = "LOAD_COMPILE_CONDITION".to_owned();
        let has = |text: &str| {
            let found = codes(text, &Levels::default());
            found.contains(&(one.clone(), Severity::Warning))
        };
        assert!(has(&text));
        let allow = "# falconet: allow(compile-condition) a pattern is clearer here\n- rule: r";
        assert!(!has(&text.replace("- rule: r", allow)));
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
