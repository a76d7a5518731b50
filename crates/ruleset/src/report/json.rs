//! Falco's load result as a JSON document.

use falconet_diagnostics::Sources;
use serde_json::{Value, json};

use super::context::{Context, Location};
use super::error::LoadError;
use super::file::FileReport;
use super::snippet::snippet;
use super::warning::LoadWarning;

/// What `falco -V` prints with JSON output: one line, keys sorted.
pub(crate) fn load_results<'a>(
    reports: impl IntoIterator<Item = &'a FileReport>,
    sources: &Sources,
) -> String {
    let results: Vec<_> = reports
        .into_iter()
        .map(|report| report.to_json(sources))
        .collect();
    json!({ "falco_load_results": results }).to_string()
}

impl FileReport {
    /// The file's entry in [`load_results`]. `sources` are those of the loader that made the report.
    fn to_json(&self, sources: &Sources) -> Value {
        let mut result = json!({
            "errors": self.errors().iter().map(|error| error_json(error, sources)).collect::<Vec<_>>(),
            "name": self.name(),
            "successful": self.successful(),
            "warnings": self.warnings().iter().map(|warning| warning_json(warning, sources)).collect::<Vec<_>>(),
        });
        if let (true, Some(fields)) = (self.schema().evaluated, result.as_object_mut()) {
            fields.insert(
                "schema_valid".to_owned(),
                self.schema().warnings.is_empty().into(),
            );
            fields.insert(
                "schema_warnings".to_owned(),
                self.schema().warnings.clone().into(),
            );
        }
        result
    }
}

fn error_json(error: &LoadError, sources: &Sources) -> Value {
    json!({
        "code": error.code.name(),
        "codedesc": error.code.description(),
        "context": context_json(&error.context, sources),
        "message": error.message,
    })
}

fn warning_json(warning: &LoadWarning, sources: &Sources) -> Value {
    let mut object = json!({
        "code": warning.code.name(),
        "codedesc": warning.code.description(),
        "context": context_json(&warning.context, sources),
        "message": warning.message,
    });
    if let (Some(field), Some(fields)) = (warning.deprecated_field, object.as_object_mut()) {
        fields.insert("deprecated_field".to_owned(), field.into());
    }
    object
}

fn context_json(context: &Context, sources: &Sources) -> Value {
    json!({
        "locations": context.locations().into_iter().map(location_json).collect::<Vec<_>>(),
        "snippet": snippet(context, sources),
    })
}

fn location_json(location: &Location) -> Value {
    json!({
        "item_name": location.item_name,
        "item_type": location.item_type.text(),
        "position": {
            "column": location.mark.column,
            "line": location.mark.line,
            "name": &*location.source_name,
            "offset": location.mark.offset,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::ErrorCode;
    use super::*;

    #[test]
    fn keys_are_sorted_and_schema_keys_need_a_document() {
        let mut sources = Sources::default();
        sources.add("r.yaml", "");
        let mut report = FileReport::new("r.yaml", 1 << 20, 1);
        assert_eq!(
            load_results([&report], &sources),
            r#"{"falco_load_results":[{"errors":[],"name":"r.yaml","successful":true,"warnings":[]}]}"#
        );
        report.schema_mut().0.evaluated = true;
        let text = load_results([&report], &sources);
        assert!(
            text.contains(
                r#""name":"r.yaml","schema_valid":true,"schema_warnings":[],"successful":true"#
            ),
            "{text}"
        );
    }

    #[test]
    fn an_error_names_its_locations_from_the_file_down() {
        let mut sources = Sources::default();
        let id = sources.add("r.yaml", "hello\n");
        let mut report = FileReport::new("r.yaml", 1 << 20, 1);
        report.fail(LoadError::new(
            ErrorCode::YamlValidate,
            "Rules content is not yaml",
            &Context::file(id, "r.yaml"),
        ));
        let json = report.to_json(&sources);
        assert_eq!(
            json["errors"][0]["context"]["locations"][0]["item_type"],
            "rules content"
        );
        assert_eq!(json["errors"][0]["context"]["snippet"], "hello\n^\n");
    }
}
