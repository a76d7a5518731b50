//! Examples of fields: a part of an event and the value that a field has in it.

use crate::catalogue::{Conversion, Extraction, FieldSpec, Path, SourceKind};

/// A part of an event and the value of a field in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The part that matters, a JSON object without its braces; empty where none does.
    part: String,
    /// The value as texts show it.
    pub value: String,
}

impl Example {
    /// The example of a value. Without an event it is the value at the field's path.
    pub(super) fn of(field: &FieldSpec, event: Option<&str>, value: String) -> Self {
        let part = match (event, &field.extraction) {
            (Some(event), _) => without_braces(event).to_owned(),
            (None, Extraction::Path(path, conversion)) => {
                member(path, &literal(*conversion, &value))
            }
            (None, _) => String::new(),
        };
        Self { part, value }
    }

    /// The part that matters, a JSON object; nothing where no part does.
    pub fn part(&self) -> Option<String> {
        (!self.part.is_empty()).then(|| format!("{{{}}}", self.part))
    }

    /// An event of a source that has the part in it.
    pub fn event(&self, kind: SourceKind) -> String {
        let own = Some(self.part.clone()).filter(|part| !part.is_empty());
        let missing = needed_keys(kind)
            .iter()
            .map(|(key, value)| (format!("\"{key}\":"), value))
            .filter(|(key, _)| !self.part.contains(key));
        let added = missing.map(|(key, value)| format!("{key}\"{value}\""));
        let members: Vec<_> = own.into_iter().chain(added).collect();
        format!("{{{}}}", members.join(","))
    }
}

fn without_braces(object: &str) -> &str {
    let inner = object.strip_prefix('{').unwrap_or(object);
    inner.strip_suffix('}').unwrap_or(inner)
}

/// The member of the root that holds a value at a path.
fn member(path: Path, value: &str) -> String {
    let object = path.iter().rev().fold(value.to_owned(), |inner, key| {
        format!("{{\"{key}\":{inner}}}")
    });
    without_braces(&object).to_owned()
}

fn literal(conversion: Conversion, value: &str) -> String {
    match conversion {
        Conversion::Text | Conversion::TextOrEmpty => {
            format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Conversion::Json | Conversion::TrueOrFalse | Conversion::Number => value.to_owned(),
    }
}

/// What a record must have to be an event of a source.
const fn needed_keys(kind: SourceKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        SourceKind::CloudTrail => &[
            ("eventTime", "2026-03-01T12:00:00.5Z"),
            ("eventType", "AwsApiCall"),
        ],
        SourceKind::Okta => &[("published", "2026-03-01T12:00:00.5Z")],
        SourceKind::GitHub | SourceKind::GcpAudit | SourceKind::Flat | SourceKind::Silent => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ValueType;
    use std::borrow::Cow;

    fn field(conversion: Conversion) -> FieldSpec {
        FieldSpec {
            name: Cow::Borrowed("x.y"),
            value_type: ValueType::String,
            is_list: false,
            argument: None,
            description: Cow::Borrowed(""),
            extraction: Extraction::Path(&["a", "b"], conversion),
            text_form: crate::catalogue::TextForm::Plain,
        }
    }

    #[test]
    fn the_event_follows_from_the_path() {
        let text = Example::of(&field(Conversion::Text), None, "say \"x\"".to_owned());
        assert_eq!(text.part().unwrap(), r#"{"a":{"b":"say \"x\""}}"#);
        let json = Example::of(&field(Conversion::Json), None, "[1]".to_owned());
        assert_eq!(json.event(SourceKind::GitHub), r#"{"a":{"b":[1]}}"#);
    }

    #[test]
    fn an_event_has_what_its_source_needs_and_nothing_twice() {
        let own = Some(r#"{"eventTime":"now"}"#);
        let example = Example::of(&field(Conversion::Text), own, String::new());
        assert_eq!(
            example.event(SourceKind::CloudTrail),
            r#"{"eventTime":"now","eventType":"AwsApiCall"}"#
        );
        assert_eq!(
            Example::of(
                &FieldSpec {
                    extraction: Extraction::JsonDocument,
                    ..field(Conversion::Text)
                },
                None,
                String::new()
            )
            .event(SourceKind::Okta),
            r#"{"published":"2026-03-01T12:00:00.5Z"}"#
        );
    }
}
