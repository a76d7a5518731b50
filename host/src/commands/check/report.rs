//! The result of a check, as text, as JSON, as Falco writes it.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::cli::CheckFormat;
use crate::messages::{Fatal, LoadAnswer, RuleCounts};
use crate::runtime::Failure;
use crate::terminal::{harmless, harmless_block};

/// What was checked and what came of it.
pub(super) struct Report<'a> {
    pub(super) answer: &'a LoadAnswer,
    pub(super) files: usize,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    rules: RuleCounts,
    errors: u64,
    warnings: u64,
    diagnostics: Option<&'a RawValue>,
    fatal: Option<&'a Fatal>,
}

impl Report<'_> {
    /// The result in this format.
    pub(super) fn render(&self, format: CheckFormat, color: bool) -> Result<String, Failure> {
        match format {
            CheckFormat::Text => Ok(self.text(color)),
            CheckFormat::Json => self.json(),
            CheckFormat::Falco => self.falco(),
        }
    }

    fn text(&self, color: bool) -> String {
        let diagnostics = harmless_block(&self.answer.rendered, color);
        let diagnostics = diagnostics.trim_end();
        let gap = if diagnostics.is_empty() { "" } else { "\n\n" };
        format!("{diagnostics}{gap}{}", self.summary())
    }

    fn summary(&self) -> String {
        let files = count(self.files as u64, "file");
        let (errors, warnings) = (
            count(self.answer.errors, "error"),
            count(self.answer.warnings, "warning"),
        );
        match (&self.answer.fatal, self.answer.ok) {
            (_, true) => format!("ok: {files}, {}, {warnings}", self.rules()),
            (Some(fatal), false) if self.answer.errors == 0 => {
                format!("failed: {}", harmless(&fatal.message))
            }
            (_, false) => format!("failed: {files}, {errors}, {warnings}"),
        }
    }

    fn rules(&self) -> String {
        let RuleCounts { loaded, enabled } = self.answer.rules;
        format!("{} ({enabled} enabled)", count(loaded, "rule"))
    }

    fn json(&self) -> Result<String, Failure> {
        let document = Document {
            ok: self.answer.ok,
            rules: self.answer.rules,
            errors: self.answer.errors,
            warnings: self.answer.warnings,
            diagnostics: self.answer.diagnostics.as_deref(),
            fatal: self.answer.fatal.as_ref(),
        };
        serde_json::to_string(&document)
            .map_err(|_| Failure::Contract("its diagnostics cannot be written as JSON"))
    }

    fn falco(&self) -> Result<String, Failure> {
        let document = self
            .answer
            .falco
            .as_ref()
            .map(|document| document.get().to_owned());
        document.ok_or(Failure::Contract(
            "it checked rules without a result in Falco's format",
        ))
    }
}

fn count(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARNED: &str = r#"{"ok":true,"rules":{"loaded":2,"enabled":1},"errors":0,"warnings":1,"diagnostics":[{"code":"X"}],
        "rendered":"warning: x\n","falco":{"falco_load_results":[ 1]},"fatal":null}"#;

    fn rendered(format: CheckFormat, answer: &str) -> String {
        let answer = serde_json::from_str(answer).unwrap();
        Report {
            answer: &answer,
            files: 1,
        }
        .render(format, false)
        .unwrap()
    }

    #[test]
    fn text_ends_with_a_summary() {
        let expected = "warning: x\n\nok: 1 file, 2 rules (1 enabled), 1 warning";
        assert_eq!(rendered(CheckFormat::Text, WARNED), expected);
    }

    #[test]
    fn text_says_why_nothing_was_loaded() {
        let bad = r#"{"ok":false,"errors":2,"rendered":"error: x","fatal":{"kind":"rules","message":"bad"}}"#;
        assert_eq!(
            rendered(CheckFormat::Text, bad),
            "error: x\n\nfailed: 1 file, 2 errors, 0 warnings"
        );
        let untold = r#"{"ok":false,"fatal":{"kind":"rules","message":"unknown source"}}"#;
        assert_eq!(
            rendered(CheckFormat::Text, untold),
            "failed: unknown source"
        );
    }

    #[test]
    fn json_has_the_diagnostics_and_not_their_rendering() {
        let expected = r#"{"ok":true,"rules":{"loaded":2,"enabled":1},"errors":0,"warnings":1,"diagnostics":[{"code":"X"}],"fatal":null}"#;
        assert_eq!(rendered(CheckFormat::Json, WARNED), expected);
    }

    #[test]
    fn the_document_of_falco_is_passed_on_byte_for_byte() {
        assert_eq!(
            rendered(CheckFormat::Falco, WARNED),
            "{\"falco_load_results\":[ 1]}"
        );
    }
}
