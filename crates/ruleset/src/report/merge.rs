//! The findings of several files as those of one load.
//!
//! Each file is compiled with all that were loaded before, so what is wrong with the first is found again with each.

use std::collections::HashSet;
use std::sync::Arc;

use falconet_diagnostics::Diagnostic;

use super::diagnostics::{error_diagnostic, warning_diagnostic};
use super::error::LoadError;
use super::file::FileReport;
use super::warning::LoadWarning;

/// The diagnostics of all reports in the order of their places, each once.
pub(crate) fn merged(reports: &[FileReport]) -> Vec<Diagnostic> {
    let mut told = Told::default();
    let mut merged = Vec::new();
    for report in reports {
        merged.extend(told.new_errors(report));
        merged.extend(told.new_warnings(report));
    }
    merged.extend(unused(reports));
    let mut seen = HashSet::new();
    merged.retain(|found| seen.insert(key(found)));
    merged.sort_by_key(|found| found.place().map(|label| (label.source, label.span.start)));
    merged
}

/// The findings that came in an earlier report: later reports share them, and there may be very many.
#[derive(Default)]
struct Told {
    errors: HashSet<*const LoadError>,
    warnings: HashSet<*const LoadWarning>,
}

impl Told {
    fn new_errors(&mut self, report: &FileReport) -> Vec<Diagnostic> {
        let errors = report.errors().iter();
        let new = errors.filter(|error| self.errors.insert(Arc::as_ptr(error)));
        new.map(|error| error_diagnostic(error)).collect()
    }

    fn new_warnings(&mut self, report: &FileReport) -> Vec<Diagnostic> {
        let lasting = report.warnings().iter().filter(|one| !one.is_of_unused());
        let new = lasting.filter(|warning| self.warnings.insert(Arc::as_ptr(warning)));
        new.map(|warning| warning_diagnostic(warning)).collect()
    }
}

/// The last report knows what nothing refers to: a later file may refer to what an earlier one defines.
fn unused(reports: &[FileReport]) -> impl Iterator<Item = Diagnostic> {
    let warnings = reports.last().into_iter().flat_map(FileReport::warnings);
    let unused = warnings.filter(|warning| warning.is_of_unused());
    unused.map(|warning| warning_diagnostic(warning))
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
