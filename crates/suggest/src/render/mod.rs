//! Suggestions for people and for programs.

mod text;

use falconet_show::{Page, harmless};

use crate::report::Report;

/// How suggestions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line, for each rule: `docs/schema/suggest.schema.json`.
    #[default]
    Json,
    /// For people.
    Text,
    /// The exceptions alone, as a rules file.
    Yaml,
}

pub(crate) fn render(reports: &[Report], form: Form, page: Page) -> String {
    match form {
        Form::Json => {
            let lines = reports
                .iter()
                .map(|report| harmless(&serde_json::to_string(report).unwrap_or_default()) + "\n");
            lines.collect()
        }
        Form::Text => text::render(reports, page),
        Form::Yaml => reports.iter().map(|report| &*report.yaml).collect(),
    }
}
