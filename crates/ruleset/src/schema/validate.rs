//! The validator. Findings come in the order and in the words of the one that Falco uses.

use super::path::Path;
use super::types::{ObjectSchema, Schema};
use crate::report::Space;
use crate::yaml::{Kind, Node};

/// Validates a document and adds what does not fit. Whether it all fits.
pub(super) fn document(
    root: Node<'_>,
    schema: &Schema,
    findings: &mut Vec<String>,
    space: &mut Space,
) -> bool {
    Validator { findings, space }.validate(root, schema, &Path::ROOT)
}

struct Validator<'f> {
    findings: &'f mut Vec<String>,
    space: &'f mut Space,
}

impl Validator<'_> {
    /// Recurses as deep as the schema does, not as deep as the document.
    fn validate(&mut self, node: Node<'_>, schema: &Schema, path: &Path<'_>) -> bool {
        match schema {
            Schema::Any => true,
            Schema::String => self.require(node.kind() == Kind::Scalar, path),
            Schema::Boolean => self.require(matches!(node.scalar(), Some("true" | "false")), path),
            Schema::Integer => self.require(node.scalar().is_some_and(is_integer), path),
            Schema::Enum(words) => self.one_of(node, words, path),
            Schema::AnyOf(schemas) => self.any_of(node, schemas, path),
            Schema::Array(items) => self.array(node, items, path),
            Schema::Object(object) => self.object(node, object, path),
        }
    }

    fn find(&mut self, path: &Path<'_>, what: &str) -> bool {
        let finding = format!("failed for {path}: {what}");
        if self.space.take(finding.len()) {
            self.findings.push(finding);
        }
        false
    }

    fn require(&mut self, has_type: bool, path: &Path<'_>) -> bool {
        has_type || self.find(path, "Value type not permitted by 'type' constraint.")
    }

    fn one_of(&mut self, node: Node<'_>, words: &[&str], path: &Path<'_>) -> bool {
        let is_known = node.scalar().is_some_and(|text| words.contains(&text));
        is_known || self.find(path, "Failed to match against any enum values.")
    }

    fn any_of(&mut self, node: Node<'_>, schemas: &[Schema], path: &Path<'_>) -> bool {
        let (mut findings, mut space) = (Vec::new(), self.space.clone());
        for (index, schema) in schemas.iter().enumerate() {
            let mut child = Validator {
                findings: &mut findings,
                space: &mut space,
            };
            if child.validate(node, schema, path) {
                return true;
            }
            child.find(
                path,
                &format!("Failed to validate against child schema #{index}."),
            );
        }
        *self.space = space;
        self.findings.append(&mut findings);
        self.find(
            path,
            "Failed to validate against any schemas allowed by anyOf constraint.",
        )
    }

    fn array(&mut self, node: Node<'_>, schema: &Schema, path: &Path<'_>) -> bool {
        if node.kind() != Kind::Sequence {
            return self.require(false, path);
        }
        let mut is_valid = true;
        for (index, item) in node.items().enumerate() {
            if !self.validate(item, schema, &path.index(index)) {
                is_valid = self.find(path, &format!("Failed to validate item #{index} in array."));
            }
        }
        is_valid
    }

    /// The first constraint that fails ends the validation of an object, but all properties are looked at.
    fn object(&mut self, node: Node<'_>, schema: &ObjectSchema, path: &Path<'_>) -> bool {
        if node.kind() != Kind::Mapping {
            return self.require(false, path);
        }
        self.least_keys(node, schema, path)
            && self.properties(node, schema, path)
            && self.required_keys(node, schema, path)
    }

    fn least_keys(&mut self, node: Node<'_>, schema: &ObjectSchema, path: &Path<'_>) -> bool {
        let least = schema.least;
        node.entries().count() >= least
            || self.find(
                path,
                &format!("Object should have no fewer than {least} properties."),
            )
    }

    fn properties(&mut self, node: Node<'_>, schema: &ObjectSchema, path: &Path<'_>) -> bool {
        let (mut is_valid, mut matched) = (true, 0);
        for (key, property) in schema.properties {
            let Some(value) = node.get(key) else { continue };
            matched += 1;
            if !self.validate(value, property, &path.key(key)) {
                is_valid = self.find(
                    path,
                    &format!(
                        "Failed to validate against schema associated with property name '{key}'."
                    ),
                );
            }
        }
        if matched == node.entries().count() {
            is_valid
        } else {
            self.unknown_key(node, schema, path)
        }
    }

    fn unknown_key(&mut self, node: Node<'_>, schema: &ObjectSchema, path: &Path<'_>) -> bool {
        let is_known = |key: &str| schema.properties.iter().any(|(known, _)| *known == key);
        let unknown = node
            .entries()
            .filter_map(|(key, _)| key.scalar())
            .find(|key| !is_known(key))
            .unwrap_or_default();
        self.find(path, &format!("Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: '{unknown}'."))
    }

    fn required_keys(&mut self, node: Node<'_>, schema: &ObjectSchema, path: &Path<'_>) -> bool {
        let missing = schema.required.iter().filter(|key| !node.has(key));
        missing.fold(true, |_, key| {
            self.find(path, &format!("Missing required property '{key}'."))
        })
    }
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}
