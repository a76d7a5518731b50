//! Falco's JSON schema of rules files, and what its validator says of a document.
//!
//! The verdict is shown with the load result and decides nothing.

mod path;
mod rules;
mod types;
mod validate;

use crate::report::{SchemaReport, Space};
use crate::yaml::{Documents, Kind};

/// What Falco finds of a document that fits. It is shown among the findings of others.
const FITS: &str = "ok";

/// Validates every document of a file; findings for which there is no space are left out. Falco's verdict on a file is that
/// on its first document: where this fits, nothing is shown of the others.
pub(crate) fn validate(documents: &Documents<'_>, report: &mut SchemaReport, space: &mut Space) {
    for root in documents.roots().filter(|root| root.kind() != Kind::Null) {
        if report.evaluated && report.warnings.is_empty() {
            return;
        }
        let fits = validate::document(root, &rules::FILE, &mut report.warnings, space);
        if fits && report.evaluated && space.take(FITS.len()) {
            report.warnings.push(FITS.to_owned());
        }
        report.evaluated = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{YamlLimits, parse};

    fn findings(text: &str) -> Vec<String> {
        validated(text).warnings
    }

    fn validated(text: &str) -> SchemaReport {
        let documents = parse(text, &YamlLimits::default()).expect("valid YAML");
        let mut report = SchemaReport::default();
        validate(&documents, &mut report, &mut Space::new(1 << 20));
        report
    }

    #[test]
    fn a_file_without_documents_is_not_evaluated() {
        assert_eq!(validated("# nothing\n").status(), "none");
    }

    #[test]
    fn an_ordinary_file_is_valid() {
        let rule = "- rule: a\n  desc: 5\n  condition: b\n  output: c\n  priority: INFO\n  enabled: false\n  tags: [x]\n  exceptions: [{name: e, fields: f, values: [g]}]\n";
        let others = "- required_engine_version: 13\n- list: l\n  items: [1, a]\n- macro: m\n  condition: x\n  override: {condition: append}\n";
        assert_eq!(findings(&format!("{rule}{others}")), [""; 0]);
    }

    #[test]
    fn a_failure_is_reported_from_the_inside_out() {
        assert_eq!(
            findings("- rule: a\n  priority: SEVERE\n"),
            [
                "failed for <root>[0][priority]: Failed to match against any enum values.",
                "failed for <root>[0]: Failed to validate against schema associated with property name 'priority'.",
                "failed for <root>: Failed to validate item #0 in array.",
            ]
        );
    }

    #[test]
    fn the_first_document_decides_and_later_ones_are_shown_beside_its_findings() {
        let (good, bad) = ("- list: l\n  items: []\n", "- list: l\n  items: a\n");
        assert!(findings(&format!("{good}---\n{bad}")).is_empty());
        let both = findings(&format!("{bad}---\n{good}---\n{bad}"));
        assert_eq!(both.len(), 2 * findings(bad).len() + 1);
        assert_eq!(both[findings(bad).len()], "ok");
    }

    #[test]
    fn an_unknown_key_is_named() {
        assert_eq!(findings("- foo: bar\n").len(), 2);
        assert!(
            findings("- foo: bar\n")
                .concat()
                .contains("constraints: 'foo'.")
        );
    }

    #[test]
    fn a_duplicate_key_is_an_unknown_key_without_a_name() {
        assert!(
            findings("- {desc: a, desc: b}\n")
                .concat()
                .contains("constraints: ''.")
        );
    }

    #[test]
    fn a_null_among_items_fails_both_alternatives() {
        assert_eq!(findings("- list: l\n  items: [a, ~]\n").len(), 8);
    }

    #[test]
    fn a_document_that_is_no_sequence_fails_at_the_root() {
        assert_eq!(
            findings("rule: a\n"),
            ["failed for <root>: Value type not permitted by 'type' constraint."]
        );
    }

    #[test]
    fn only_true_and_false_are_booleans_to_the_schema() {
        assert!(findings("- enabled: true\n").is_empty());
        assert!(!findings("- enabled: yes\n").is_empty());
    }
}
