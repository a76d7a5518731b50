//! Falco's load result as text.

use std::fmt::Write as _;

use falconet_diagnostics::Sources;

use super::context::Context;
use super::file::FileReport;
use super::snippet::snippet;
use super::warning::LoadWarning;

impl FileReport {
    /// The short text: counts, codes and nothing of the rules.
    pub fn summary(&self) -> String {
        let mut text = self.headline();
        push_counted(&mut text, "schema warnings", &self.schema().warnings);
        let errors: Vec<_> = self
            .errors()
            .iter()
            .map(|error| coded(error.code.name(), error.code.short_text()))
            .collect();
        push_counted(&mut text, "errors", &errors);
        let warnings: Vec<_> = self
            .warnings()
            .iter()
            .map(|warning| coded(warning.code.name(), &short_text(warning)))
            .collect();
        push_counted(&mut text, "warnings", &warnings);
        text
    }

    /// The long text: every message with its place. `sources` are those of the loader that made the report.
    pub fn verbose(&self, sources: &Sources) -> String {
        let mut text = self.headline();
        push_schema(&mut text, &self.schema().warnings);
        let errors: Vec<_> = self
            .errors()
            .iter()
            .map(|error| {
                (
                    &error.context,
                    coded(error.code.name(), error.code.short_text()),
                    error.message.as_str(),
                )
            })
            .collect();
        push_findings(&mut text, "Errors", &errors, sources);
        let warnings: Vec<_> = self
            .warnings()
            .iter()
            .map(|warning| {
                (
                    &warning.context,
                    coded(warning.code.name(), &short_text(warning)),
                    warning.message.as_str(),
                )
            })
            .collect();
        push_findings(&mut text, "Warnings", &warnings, sources);
        text
    }

    fn headline(&self) -> String {
        let verdict = match (self.successful(), self.warnings().is_empty()) {
            (true, true) => "Ok",
            (true, false) => "Ok, with warnings",
            (false, _) => "Invalid",
        };
        format!("{}: {verdict}", self.name())
    }
}

fn coded(code: &str, short_text: &str) -> String {
    format!("{code} ({short_text})")
}

fn short_text(warning: &LoadWarning) -> String {
    let text = warning.code.short_text();
    warning.deprecated_field.map_or_else(
        || text.to_owned(),
        |field| format!("{text}: field '{field}'"),
    )
}

fn push_counted(text: &mut String, what: &str, items: &[String]) {
    if !items.is_empty() {
        let _ = write!(text, "\n {} {what}: [{}]", items.len(), items.join(" "));
    }
}

fn push_schema(text: &mut String, warnings: &[String]) {
    if warnings.is_empty() {
        return;
    }
    let _ = write!(text, "\n{} Schema warnings:\n------\n", warnings.len());
    for warning in warnings {
        let _ = write!(text, "{warning}\n------\n");
    }
}

fn push_findings(
    text: &mut String,
    what: &str,
    findings: &[(&Context, String, &str)],
    sources: &Sources,
) {
    if findings.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{} {what}:", findings.len());
    for (context, code, message) in findings {
        push_context(text, context, sources);
        let _ = writeln!(text, "{code}: {message}");
    }
}

fn push_context(text: &mut String, context: &Context, sources: &Sources) {
    for (index, location) in context.locations().into_iter().enumerate() {
        text.push_str(if index == 0 { "In " } else { "    " });
        text.push_str(location.item_type.text());
        if !location.item_name.is_empty() {
            let _ = write!(text, " '{}'", location.item_name);
        }
        text.push_str(": ");
        let _ = writeln!(
            text,
            "({}:{}:{})",
            location.source_name, location.mark.line, location.mark.column
        );
    }
    let _ = write!(text, "------\n{}------\n", snippet(context, sources));
}
