//! Diagnostics as `JUnit` XML, for test reports: a suite for each file, a case for each of its items.
//!
//! What makes the check fail is a failure of the item that it is in; what is in none is one of the file itself.

use std::fmt::Write as _;

use super::terminal::{self, Look};
use super::{Item, Report};
use crate::{Diagnostic, Source, SourceId};

/// The report as an XML document.
pub fn render(report: &Report<'_>) -> String {
    let suites = suites(report);
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let failures: usize = suites.iter().map(|suite| suite.failures(report)).sum();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let name = report.tool.name;
    let _ = writeln!(
        text,
        "<testsuites name=\"{name} check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    );
    for suite in &suites {
        push_suite(&mut text, suite, report);
    }
    text.push_str("</testsuites>\n");
    text
}

struct Suite<'a> {
    file: &'a str,
    cases: Vec<Case<'a>>,
}

struct Case<'a> {
    name: &'a str,
    found: Vec<&'a Diagnostic>,
}

impl Suite<'_> {
    fn failures(&self, report: &Report<'_>) -> usize {
        let failed = |case: &&Case<'_>| case.found.iter().any(|found| report.fails(found));
        self.cases.iter().filter(failed).count()
    }
}

fn suites<'a>(report: &Report<'a>) -> Vec<Suite<'a>> {
    let mut suites: Vec<Suite<'_>> = report.sources.iter().map(Suite::of).collect();
    let numbers: Vec<usize> = report
        .items
        .iter()
        .map(|item| suite_of(item.source, &mut suites).map_or(FILE, |suite| suite.add(item)))
        .collect();
    for found in report.diagnostics {
        let Some(place) = found.place() else {
            continue;
        };
        let item = item_at(report.items, place.source, place.span.start);
        let number = item.and_then(|item| numbers.get(item)).unwrap_or(&FILE);
        let suite = suite_of(place.source, &mut suites);
        if let Some(case) = suite.and_then(|suite| suite.cases.get_mut(*number)) {
            case.found.push(found);
        }
    }
    suites
}

/// The number of the case that is the file itself.
const FILE: usize = 0;

fn suite_of<'s, 'a>(source: SourceId, suites: &'s mut [Suite<'a>]) -> Option<&'s mut Suite<'a>> {
    suites.get_mut(usize::try_from(source.0).ok()?)
}

impl<'a> Suite<'a> {
    fn of(source: &'a Source) -> Self {
        Self {
            file: source.name(),
            cases: vec![Case::new("the file")],
        }
    }

    /// Adds a case for an item; its number.
    fn add(&mut self, item: &'a Item) -> usize {
        self.cases.push(Case::new(&item.name));
        self.cases.len() - 1
    }
}

impl<'a> Case<'a> {
    const fn new(name: &'a str) -> Self {
        Self {
            name,
            found: Vec::new(),
        }
    }
}

/// The number of the item that a place is in.
fn item_at(items: &[Item], source: SourceId, offset: usize) -> Option<usize> {
    let behind = items.partition_point(|item| (item.source, item.span.start) <= (source, offset));
    let number = behind.checked_sub(1)?;
    let item = items.get(number)?;
    (item.source == source && offset <= item.span.end).then_some(number)
}

fn push_suite(text: &mut String, suite: &Suite<'_>, report: &Report<'_>) {
    let _ = writeln!(
        text,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        escaped(suite.file),
        suite.cases.len(),
        suite.failures(report)
    );
    for case in &suite.cases {
        push_case(text, case, suite.file, report);
    }
    text.push_str("  </testsuite>\n");
}

fn push_case(text: &mut String, case: &Case<'_>, file: &str, report: &Report<'_>) {
    let (name, file) = (escaped(case.name), escaped(file));
    let _ = write!(
        text,
        "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\""
    );
    if case.found.is_empty() {
        text.push_str("/>\n");
        return;
    }
    text.push_str(">\n");
    let (failures, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = case
        .found
        .iter()
        .copied()
        .partition(|found| report.fails(found));
    if let Some(first) = failures.first() {
        let _ = writeln!(
            text,
            "      <failure message=\"{}\" type=\"{}\">{}</failure>",
            escaped(&first.message),
            escaped(first.code.as_str()),
            escaped(&rendered(&failures, report))
        );
    }
    if !others.is_empty() {
        let output = escaped(&rendered(&others, report));
        let _ = writeln!(text, "      <system-out>{output}</system-out>");
    }
    text.push_str("    </testcase>\n");
}

fn rendered(found: &[&Diagnostic], report: &Report<'_>) -> String {
    terminal::render(found.iter().copied(), report.sources, Look::default())
}

/// Text for an element or an attribute. Characters that XML cannot hold are left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::report::samples::Sample;
    use super::*;

    #[test]
    fn findings_are_failures_of_the_items_they_are_in() {
        let text = render(&Sample::new().report());
        assert!(
            text.contains("<testsuites name=\"falconet check\" tests=\"4\" failures=\"1\""),
            "{text}"
        );
        let macro_case = text
            .find("name=\"macro m\" file=\"my rules/a.yaml\">")
            .unwrap();
        let failure = text
            .find("<failure message=\"no field: 100% &lt;wrong&gt;\" type=\"FN0001\">")
            .unwrap();
        let rule_case = text
            .find("name=\"rule &quot;r&quot;\" file=\"my rules/a.yaml\"/>")
            .unwrap();
        assert!(macro_case < failure && failure < rule_case, "{text}");
    }

    #[test]
    fn warnings_are_shown_and_fail_only_a_strict_check() {
        let sample = Sample::new();
        let text = render(&sample.report());
        assert!(
            text.contains("<system-out>warning[LOAD_W]: empty"),
            "{text}"
        );
        let strict = Report {
            strict: true,
            ..sample.report()
        };
        assert!(render(&strict).contains("<failure message=\"empty\" type=\"LOAD_W\">"));
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("a\u{1b}<\u{0}&\u{ffff}\"\n"), "a&lt;&amp;&quot;\n");
    }
}
