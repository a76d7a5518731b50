//! The findings of several files as those of one load.
//!
//! Each file is compiled with all that were loaded before, so what is wrong with the first is found again with each.

use std::collections::HashSet;

use falconet_diagnostics::Diagnostic;

use super::code::WarningCode;
use super::file::FileReport;

/// The diagnostics of all reports in the order of their places, each once.
pub(crate) fn merged(reports: &[FileReport]) -> Vec<Diagnostic> {
    let last = reports.len().saturating_sub(1);
    let all = reports.iter().enumerate().flat_map(|(number, report)| {
        let is_final = move |found: &Diagnostic| number == last || !is_of_unused(found);
        report.diagnostics().into_iter().filter(is_final)
    });
    let mut seen = HashSet::new();
    let mut merged: Vec<Diagnostic> = all.filter(|found| seen.insert(key(found))).collect();
    merged.sort_by_key(|found| found.place().map(|label| (label.source, label.span.start)));
    merged
}

/// A later file may refer to what an earlier one defines.
fn is_of_unused(found: &Diagnostic) -> bool {
    [WarningCode::UnusedMacro, WarningCode::UnusedList]
        .iter()
        .any(|code| code.name() == found.code.as_str())
}

fn key(found: &Diagnostic) -> impl Eq + std::hash::Hash + use<> {
    let place = found.place().map(|label| (label.source, label.span));
    (found.code.clone(), found.message.clone(), place)
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::Catalogue;

    use crate::{LoadOptions, Loader};

    /// Code and line of each finding of these files.
    fn found(files: &[&str]) -> Vec<(String, usize)> {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::collecting_errors());
        for (number, text) in files.iter().enumerate() {
            loader.load(&format!("{number}.yaml"), text);
        }
        let line = |label: &falconet_diagnostics::Label| {
            let source = loader.sources().get(label.source).unwrap();
            source.line_column(label.span.start).line
        };
        let found = loader.diagnostics();
        let found = found.iter();
        found
            .map(|one| (one.code.to_string(), line(one.place().unwrap())))
            .collect()
    }

    #[test]
    fn what_a_later_file_uses_is_not_unused() {
        let rule = "- rule: r\n  desc: d\n  condition: m\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n";
        let used = "- macro: m\n  condition: ct.name = a\n";
        assert!(found(&[used, rule]).is_empty());
        assert_eq!(
            found(&[rule.replace(": m\n", ": ct.name = b\n").as_str(), used]),
            [("LOAD_UNUSED_MACRO".to_owned(), 1)]
        );
    }

    #[test]
    fn a_finding_is_told_once_and_findings_are_in_the_order_of_their_places() {
        let first = "- macro: b\n  condition: nope\n- macro: a\n  condition: (\n- list: l\n";
        let second = "- list: m\n  items: []\n  itemz: []\n";
        assert_eq!(
            found(&[first, second]),
            [
                ("LOAD_ERR_VALIDATE".to_owned(), 2),
                ("LOAD_ERR_COMPILE_CONDITION".to_owned(), 4),
                ("LOAD_ERR_YAML_VALIDATE".to_owned(), 5),
                ("LOAD_UNKNOWN_KEY".to_owned(), 3),
            ]
        );
    }
}
