//! What a check says of rules, asked of the service as a host asks it.

#![expect(
    clippy::indexing_slicing,
    reason = "a key that a JSON value lacks is null"
)]

use falconet_module::Service;
use serde_json::{Value, json};

/// Every format of a check.
pub const FORMATS: [&str; 6] = ["text", "json", "falco", "github", "sarif", "junit"];

/// What is checked, and how.
pub struct Check<'t> {
    /// Names and texts of the files.
    pub files: &'t [(&'t str, &'t str)],
    /// What is done about lints, as in a request.
    pub lints: Value,
}

impl Check<'_> {
    /// The answer in a format.
    pub fn answer(&self, format: &str) -> Result<Value, String> {
        let files = self.files.iter();
        let files: Vec<_> = files
            .map(|(name, text)| json!({"name": name, "text": text}))
            .collect();
        let request = json!({"op": "check", "files": files, "format": format, "lints": self.lints});
        let mut service = Service::new();
        let answer = service.call(request.to_string().as_bytes());
        serde_json::from_slice(answer).map_err(|error| format!("{format}: no JSON: {error}"))
    }

    /// Every finding, its places looked at; nothing if there is no result.
    pub fn findings(&self) -> Result<Option<Vec<Value>>, String> {
        let answer = self.answer("json")?;
        if !answer["fatal"].is_null() {
            return Ok(None);
        }
        let mut document = document(&answer, "json")?;
        let Value::Array(findings) = document["diagnostics"].take() else {
            return Err("there are no diagnostics".to_owned());
        };
        findings
            .iter()
            .try_for_each(|finding| self.look_at(finding))?;
        Ok(Some(findings))
    }

    fn look_at(&self, finding: &Value) -> Result<(), String> {
        let related = finding["related"].as_array().into_iter().flatten();
        for place in [finding].into_iter().chain(related) {
            if !place["file"].is_null() && !self.is_in_file(place) {
                return Err(format!("a finding has no place in its file: {place}"));
            }
        }
        Ok(())
    }

    /// Whether a place is a part of its file, and its lines are those of its offsets.
    fn is_in_file(&self, place: &Value) -> bool {
        let mut files = self.files.iter();
        let Some((_, text)) = files.find(|(name, _)| place["file"] == *name) else {
            return false;
        };
        let ends = [("offset", "line"), ("end_offset", "end_line")];
        place["offset"].as_u64() <= place["end_offset"].as_u64()
            && ends.iter().all(|(offset, line)| {
                let before = place[offset]
                    .as_u64()
                    .and_then(|at| usize::try_from(at).ok());
                let before = before.and_then(|at| text.get(..at));
                before.is_some_and(|before| place[line] == before.matches('\n').count() + 1)
            })
    }
}

/// The document that is the rendered text of a format for programs.
pub fn document(answer: &Value, format: &str) -> Result<Value, String> {
    let text = answer["rendered"].as_str().unwrap_or_default();
    serde_json::from_str(text).map_err(|error| format!("{format} is no JSON: {error}: {text}"))
}
