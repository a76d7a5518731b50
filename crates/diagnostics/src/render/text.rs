//! The report for people: every diagnostic, and a line that sums up.

use super::Report;
use super::terminal::{self, Look};

/// The report as text.
pub fn render(report: &Report<'_>, look: Look) -> String {
    let mut text = String::new();
    for found in report.diagnostics {
        text.push_str(&terminal::render([found], report.sources, look));
        text.push('\n');
    }
    text.push_str(&report.summary());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::super::report::samples::Sample;
    use super::*;

    #[test]
    fn diagnostics_are_apart_and_the_summary_is_the_last_line() {
        let text = render(&Sample::new().report(), Look::default());
        assert!(text.contains("\n\nwarning[LOAD_W]: empty\n"), "{text}");
        assert!(
            text.ends_with("\n\n1 error, 1 warning in 2 files\n"),
            "{text}"
        );
    }

    #[test]
    fn a_report_of_nothing_is_its_summary() {
        let mut sample = Sample::new();
        sample.diagnostics.clear();
        let text = render(&sample.report(), Look::default());
        assert_eq!(text, "ok: 2 rules, 1 macro in 2 files\n");
    }
}
