//! Whether JSON is what a schema of `docs/schema` says: the part of the language that they are written in.

use serde_json::Value;

/// What is wrong with a value, each with its path.
pub(super) fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Check {
        root: schema,
        found: &mut found,
    }
    .value(schema, value, "");
    found
}

struct Check<'s> {
    root: &'s Value,
    found: &'s mut Vec<String>,
}

impl<'s> Check<'s> {
    fn value(&mut self, schema: &'s Value, value: &Value, path: &str) {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self
                .root
                .pointer(reference.trim_start_matches('#'))
                .unwrap();
            self.value(target, value, path);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let fits = |choice: &Value| {
                let mut found = Vec::new();
                Check {
                    root: self.root,
                    found: &mut found,
                }
                .value(choice, value, path);
                found.is_empty()
            };
            self.require(choices.iter().any(fits), path, "fits no choice");
        }
        if let Some(allowed) = schema["enum"].as_array() {
            self.require(allowed.contains(value), path, "is not one of the values");
        }
        self.kind(&schema["type"], value, path);
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            self.value(&schema["items"], item, &format!("{path}/{index}"));
        }
        if value.is_object() {
            self.members(schema, value, path);
        }
    }

    fn kind(&mut self, kinds: &Value, value: &Value, path: &str) {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let fits = match kinds {
            Value::String(wanted) => wanted == kind,
            Value::Array(wanted) => wanted.iter().any(|wanted| wanted == kind),
            _ => true,
        };
        self.require(fits, path, &format!("is {kind}"));
    }

    fn members(&mut self, schema: &'s Value, value: &Value, path: &str) {
        for key in schema["required"].as_array().into_iter().flatten() {
            let key = key.as_str().unwrap();
            self.require(value.get(key).is_some(), path, &format!("has no `{key}`"));
        }
        for (key, member) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(key) {
                Some(schema) => self.value(schema, member, &format!("{path}/{key}")),
                None => self.require(
                    schema["additionalProperties"] != false,
                    path,
                    &format!("has `{key}`"),
                ),
            }
        }
    }

    fn require(&mut self, holds: bool, path: &str, complaint: &str) {
        if !holds {
            self.found.push(format!("{path} {complaint}"));
        }
    }
}
