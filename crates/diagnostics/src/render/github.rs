//! Diagnostics as annotations of GitHub's workflows.

use std::fmt::Write as _;

use super::{Place, Report};
use crate::{Diagnostic, Severity, Sources, escape_control};

/// A workflow command for each diagnostic, and the summary.
pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for found in report.diagnostics {
        text.push_str(&annotation(found, report.sources));
    }
    let _ = writeln!(text, "{}", report.summary());
    text
}

/// The workflow command for one diagnostic, with its newline.
pub fn annotation(found: &Diagnostic, sources: &Sources) -> String {
    let mut places = found
        .labels
        .iter()
        .filter_map(|label| Place::of(label, sources));
    let first = places.next();
    let properties = first.as_ref().map(properties).unwrap_or_default();
    let message = message(found, first.as_ref(), places);
    workflow_command(found.severity, &properties, found.code.as_str(), &message)
}

/// The workflow command for what is said of a line of a file, or of none, with its newline.
pub fn annotation_of_line(
    severity: Severity,
    line: Option<(&str, usize)>,
    title: &str,
    message: &str,
) -> String {
    let properties = line.map(|(file, line)| format!("file={},line={line},", property(file)));
    let properties = properties.unwrap_or_default();
    workflow_command(severity, &properties, title, message)
}

fn workflow_command(severity: Severity, properties: &str, title: &str, message: &str) -> String {
    let (command, title) = (command(severity), property(title));
    format!("::{command} {properties}title={title}::{}\n", data(message))
}

const fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// Columns are only for places within one line.
fn properties(place: &Place) -> String {
    let mut text = format!("file={},line={}", property(&place.file), place.line);
    if place.end_line == place.line {
        let end = place.end_column.max(place.column);
        let _ = write!(
            text,
            ",col={},endLine={},endColumn={end},",
            place.column, place.line
        );
    } else {
        let _ = write!(text, ",endLine={},", place.end_line);
    }
    text
}

fn message(
    found: &Diagnostic,
    first: Option<&Place>,
    related: impl Iterator<Item = Place>,
) -> String {
    let mut text = found.message.clone();
    if let Some(place) = first.filter(|place| !place.label.is_empty()) {
        let _ = write!(text, " ({})", place.label);
    }
    for place in related {
        let _ = write!(
            text,
            "\n{}: {}:{}:{}",
            place.label, place.file, place.line, place.column
        );
    }
    if let Some(help) = &found.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    text
}

/// What stands behind the last `::`.
fn data(text: &str) -> String {
    let lines = text.split('\n').map(escape_control);
    let lines: Vec<String> = lines.map(|line| line.replace('%', "%25")).collect();
    lines.join("%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    let text = escape_control(text).replace('%', "%25");
    text.replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::report::samples::Sample;
    use super::*;
    use crate::Span;

    #[test]
    fn each_finding_is_a_command_and_nothing_breaks_out_of_it() {
        let text = render(&Sample::new().report());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "::error file=my rules/a.yaml,line=2,col=14,endLine=2,endColumn=18,title=FN0001::no field: 100%25 <wrong>\\u{1} (in macro `m`)%0Amacro `m`, used here: my rules/a.yaml:4:14%0Ahelp: did you mean `x.y`?",
                "::warning file=b.yaml,line=1,col=1,endLine=1,endColumn=1,title=LOAD_W::empty",
                "1 error, 1 warning in 2 files",
            ]
        );
    }

    #[test]
    fn a_place_of_several_lines_has_no_columns() {
        let mut sample = Sample::new();
        sample.diagnostics[0].labels[0].span = Span::new(2, 30);
        let text = render(&sample.report());
        assert!(
            text.starts_with("::error file=my rules/a.yaml,line=1,endLine=2,title="),
            "{text}"
        );
    }

    #[test]
    fn properties_are_escaped() {
        assert_eq!(property("a:b,c%d\r\ne"), "a%3Ab%2Cc%25d\\r\\ne");
        assert_eq!(data("a\r::error::x\nb"), "a\\r::error::x%0Ab");
    }

    #[test]
    fn what_is_said_of_a_line_is_a_command_too() {
        let of_line = annotation_of_line(Severity::Warning, Some(("a,b.yaml", 3)), "t", "m\n%");
        assert_eq!(
            of_line,
            "::warning file=a%2Cb.yaml,line=3,title=t::m%0A%25\n"
        );
        let of_none = annotation_of_line(Severity::Note, None, "t", "m");
        assert_eq!(of_none, "::notice title=t::m\n");
    }

    #[test]
    fn a_finding_without_a_place_is_a_command_too() {
        let mut sample = Sample::new();
        sample.diagnostics[0].labels.clear();
        assert!(render(&sample.report()).starts_with("::error title=FN0001::no field"));
    }
}
