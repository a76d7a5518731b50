//! What is rendered: what was checked, and what was found.

use crate::{Code, Diagnostic, Severity, SourceId, Sources, Span};

/// What was checked, and what was found.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub diagnostics: &'a [Diagnostic],
    /// What was checked.
    pub sources: &'a Sources,
    /// The parts of the sources that stand for themselves, in the order of their places.
    pub items: &'a [Item],
    /// How many things of each kind there are, for the summary.
    pub counted: &'a [Counted],
    /// Whether warnings are as bad as errors.
    pub strict: bool,
    /// Who says so.
    pub tool: Tool,
    /// A few words on a code.
    pub describe: fn(&Code) -> Option<&'static str>,
}

/// A part of a source that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its kind and name.
    pub name: String,
    /// The source.
    pub source: SourceId,
    /// All of it.
    pub span: Span,
}

/// A number of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What one of them is called.
    pub thing: &'static str,
    /// How many there are.
    pub number: usize,
}

/// A program that finds something.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Report<'_> {
    /// How many findings are that bad.
    pub fn count(&self, severity: Severity) -> usize {
        let found = self.diagnostics.iter();
        found.filter(|found| found.severity == severity).count()
    }

    /// Whether a finding makes the check fail.
    pub fn fails(&self, found: &Diagnostic) -> bool {
        match found.severity {
            Severity::Error => true,
            Severity::Warning => self.strict,
            Severity::Note => false,
        }
    }

    /// Whether nothing makes the check fail.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(|found| self.fails(found))
    }

    /// How it went, on one line.
    pub fn summary(&self) -> String {
        let files = count(self.sources.iter().count(), "file");
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let mut worst = Vec::new();
        worst.extend((errors > 0).then(|| count(errors, "error")));
        worst.extend((warnings > 0).then(|| count(warnings, "warning")));
        let found = worst.join(", ");
        if !self.is_ok() {
            return format!("{found} in {files}");
        }
        let and = if found.is_empty() { "" } else { ", " };
        format!("ok{and}{found}: {} in {files}", self.things())
    }

    fn things(&self) -> String {
        let things = self.counted.iter();
        let things: Vec<String> = things.map(|one| count(one.number, one.thing)).collect();
        things.join(", ")
    }
}

/// `1 file`, `2 files`.
pub fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    /// Two files, three items, and what the tests of the renderers find in them.
    pub(crate) struct Sample {
        pub(crate) sources: Sources,
        pub(crate) items: Vec<Item>,
        pub(crate) diagnostics: Vec<Diagnostic>,
    }

    pub(crate) const FIRST: &str =
        "- macro: m\n  condition: x.\u{1f600}y = 1\n- rule: \"r\"\n  condition: m\n";

    impl Sample {
        pub(crate) fn new() -> Self {
            let mut sources = Sources::default();
            let first = sources.add("my rules/a.yaml", FIRST);
            let second = sources.add("b.yaml", "");
            let item = |name: &str, start, end| Item {
                name: name.to_owned(),
                source: first,
                span: Span::new(start, end),
            };
            let start = FIRST.find("x.").unwrap();
            let mut error = Diagnostic::new(
                Severity::Error,
                Code::new("FN0001"),
                "no field: 100% <wrong>\u{1}",
            )
            .at(first, Span::new(start, start + 7), "in macro `m`")
            .at(
                first,
                Span::new(FIRST.len() - 2, FIRST.len() - 1),
                "macro `m`, used here",
            )
            .with_help("did you mean `x.y`?");
            error.falco_code = Some(Code::new("LOAD_ERR"));
            error.docs = Some("docs/D.md#codes".into());
            let warning = Diagnostic::new(Severity::Warning, Code::new("LOAD_W"), "empty").at(
                second,
                Span::default(),
                "",
            );
            Self {
                sources,
                items: vec![item("macro m", 2, 40), item("rule \"r\"", 42, FIRST.len())],
                diagnostics: vec![error, warning],
            }
        }

        pub(crate) fn report(&self) -> Report<'_> {
            Report {
                diagnostics: &self.diagnostics,
                sources: &self.sources,
                items: &self.items,
                counted: &[
                    Counted {
                        thing: "rule",
                        number: 2,
                    },
                    Counted {
                        thing: "macro",
                        number: 1,
                    },
                ],
                strict: false,
                tool: Tool {
                    name: "falconet",
                    version: "9.8.7",
                },
                describe: |code| (code.as_str() == "FN0001").then_some("Unknown field"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::Sample;
    use super::*;

    #[test]
    fn a_summary_counts_what_is_bad() {
        let sample = Sample::new();
        assert_eq!(sample.report().summary(), "1 error, 1 warning in 2 files");
    }

    #[test]
    fn a_summary_counts_what_is_good_if_nothing_is_bad() {
        let mut sample = Sample::new();
        sample.diagnostics.remove(0);
        assert_eq!(
            sample.report().summary(),
            "ok, 1 warning: 2 rules, 1 macro in 2 files"
        );
        let strict = Report {
            strict: true,
            ..sample.report()
        };
        assert_eq!(strict.summary(), "1 warning in 2 files");
        assert!(!strict.is_ok());
        sample.diagnostics.clear();
        assert_eq!(sample.report().summary(), "ok: 2 rules, 1 macro in 2 files");
    }
}
