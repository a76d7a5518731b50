//! Diagnostics as JSON, for programs: `docs/schema/check.schema.json`.

use std::borrow::Cow;

use serde::Serialize;

use super::{Place, Report};
use crate::{Diagnostic, Meant, Severity, Sources};

/// The version of the format: another one may take keys away, this one may get more.
const FORMAT: u32 = 1;

/// A diagnostic. The keys of its place are absent if it is about no file.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Stable code.
    pub code: String,
    /// The code of the program that a check stands in for, where ours is finer.
    pub falco_code: Option<String>,
    /// One sentence.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// What to do about it.
    pub help: Option<String>,
    /// What may stand at the place instead, where another name is all that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meant: Option<Meant>,
    /// Where more is written about the code.
    pub docs: Option<Cow<'static, str>>,
    /// How one gets to the place.
    pub related: Vec<Place>,
}

impl Finding {
    /// The diagnostic with its places counted out.
    pub fn of(found: &Diagnostic, sources: &Sources) -> Self {
        let mut places = found
            .labels
            .iter()
            .filter_map(|label| Place::of(label, sources));
        Self {
            severity: found.severity.word(),
            code: found.code.to_string(),
            falco_code: found.falco_code.as_ref().map(ToString::to_string),
            message: found.message.clone(),
            place: places.next(),
            help: found.help.clone(),
            meant: found.meant.clone(),
            docs: found.docs.clone(),
            related: places.collect(),
        }
    }
}

#[derive(Serialize)]
struct Document {
    format: u32,
    ok: bool,
    summary: Summary,
    diagnostics: Vec<Finding>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    checked: Vec<Checked>,
}

#[derive(Serialize)]
struct Checked {
    thing: &'static str,
    number: usize,
}

/// The report as one JSON document, ended by a newline.
pub fn render(report: &Report<'_>) -> String {
    let findings = report.diagnostics.iter();
    let checked = report.counted.iter().map(|one| Checked {
        thing: one.thing,
        number: one.number,
    });
    let document = Document {
        format: FORMAT,
        ok: report.is_ok(),
        summary: Summary {
            files: report.sources.iter().count(),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
            checked: checked.collect(),
        },
        diagnostics: findings
            .map(|found| Finding::of(found, report.sources))
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::report::samples::Sample;
    use super::*;

    fn rendered() -> Value {
        serde_json::from_str(&render(&Sample::new().report())).unwrap()
    }

    #[test]
    fn a_finding_has_its_place_and_how_one_gets_there() {
        let found = &rendered()["diagnostics"][0];
        assert_eq!(found["code"], "FN0001");
        assert_eq!(found["falco_code"], "LOAD_ERR");
        assert_eq!(found["file"], "my rules/a.yaml");
        assert_eq!(
            [&found["line"], &found["column"], &found["end_column"]],
            [2, 14, 18]
        );
        assert_eq!(found["label"], "in macro `m`");
        assert_eq!(found["related"][0]["line"], 4);
        assert_eq!(found["related"][0]["label"], "macro `m`, used here");
    }

    #[test]
    fn a_finding_without_a_place_has_no_keys_for_it() {
        let mut sample = Sample::new();
        sample.diagnostics[0].labels.clear();
        let document: Value = serde_json::from_str(&render(&sample.report())).unwrap();
        let found = &document["diagnostics"][0];
        assert!(found.get("file").is_none() && found["related"] == json!([]));
    }

    #[test]
    fn the_summary_counts() {
        let document = rendered();
        assert_eq!(document["ok"], false);
        assert_eq!(document["format"], 1);
        let checked = json!([{"thing": "rule", "number": 2}, {"thing": "macro", "number": 1}]);
        assert_eq!(
            document["summary"],
            json!({"files": 2, "errors": 1, "warnings": 1, "notes": 0, "checked": checked})
        );
    }
}
