//! The configuration as a JSON Schema, which its types and their comments yield: what `docs/schema/config.schema.json`
//! holds, what `--print-config` explains keys by, and by what values of the environment are read.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Map, Value};

use super::Config;

/// References that are followed one behind the other.
const MOST_REFERENCES: usize = 16;

static NOTHING: Value = Value::Null;

/// The schema of the whole configuration.
pub(crate) fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Config>();
    let definitions = schema.get("$defs").cloned().unwrap_or_default();
    RecursiveTransform(|part: &mut schemars::Schema| put_in(part, &definitions))
        .transform(&mut schema);
    let mut schema = schema.to_value();
    drop_unused(&mut schema);
    schema
}

/// What one place of the configuration may hold.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    root: &'s Value,
    node: &'s Value,
}

impl<'s> Place<'s> {
    /// The whole configuration.
    pub(super) const fn whole(root: &'s Value) -> Self {
        Self { root, node: root }
    }

    const fn at(self, node: &'s Value) -> Self {
        Self { node, ..self }
    }

    /// A place of which nothing is known.
    pub(super) fn unknown(self) -> Self {
        self.at(&NOTHING)
    }

    /// With references followed.
    fn resolved(self) -> Self {
        let mut place = self;
        for _ in 0..MOST_REFERENCES {
            let Some(name) = place.node.get("$ref").and_then(Value::as_str) else {
                break;
            };
            let target = self.root.pointer(name.trim_start_matches('#'));
            place = place.at(target.unwrap_or(&NOTHING));
        }
        place
    }

    /// What is said about it.
    pub(super) fn description(self) -> Option<&'s str> {
        let own = self.node.get("description");
        let own = own.or_else(|| self.resolved().node.get("description"));
        own.and_then(Value::as_str)
    }

    /// What may stand here, each by itself; `null` is left out.
    pub(super) fn alternatives(self) -> Vec<Self> {
        let place = self.resolved();
        let lists = ["oneOf", "anyOf"].map(|key| place.node.get(key).and_then(Value::as_array));
        let alternatives: Vec<Self> = lists
            .into_iter()
            .flatten()
            .flatten()
            .filter(|node| node.get("type").and_then(Value::as_str) != Some("null"))
            .map(|node| place.at(node))
            .collect();
        match &alternatives[..] {
            [] => vec![place],
            [only] => only.alternatives(),
            _ => alternatives,
        }
    }

    /// The alternative of this kind, where `type` tells them apart.
    pub(super) fn of_kind(self, kind: Option<&str>) -> Self {
        if kind.is_none() {
            return self;
        }
        let alternatives = self.alternatives();
        let meant = alternatives.iter().find(|place| place.kind() == kind);
        *meant.or(alternatives.first()).unwrap_or(&self)
    }

    /// The value of `type` that this alternative is for.
    pub(super) fn kind(self) -> Option<&'s str> {
        let place = self.resolved();
        place.node.pointer("/properties/type/const")?.as_str()
    }

    /// The keys that may stand here, those that must first.
    pub(super) fn keys(self) -> Vec<&'s str> {
        let mut keys: Vec<&str> = self
            .alternatives()
            .into_iter()
            .filter_map(|place| place.resolved().properties())
            .flat_map(|properties| properties.keys().map(String::as_str))
            .collect();
        keys.sort_by_key(|key| (*key != "type", !self.needs(key)));
        keys.dedup();
        keys
    }

    /// Whether a key must stand here.
    pub(super) fn needs(self, key: &str) -> bool {
        let required = self.resolved().node.get("required");
        let required = required.and_then(Value::as_array);
        required.is_some_and(|required| required.iter().any(|name| name == key))
    }

    /// What a key that stands here may hold.
    pub(super) fn key(self, key: &str) -> Option<Self> {
        self.alternatives().into_iter().find_map(|place| {
            let place = place.resolved();
            let node = place.properties().and_then(|keys| keys.get(key));
            let any = place.node.get("additionalProperties");
            let node = node.or_else(|| any.filter(|any| any.is_object()))?;
            Some(self.at(node))
        })
    }

    /// What an item of a list may be.
    pub(super) fn item(self) -> Option<Self> {
        self.alternatives().into_iter().find_map(|place| {
            let node = place.resolved().node.get("items")?;
            Some(self.at(node))
        })
    }

    /// What stands here if nothing is written.
    pub(super) fn default(self) -> Option<&'s Value> {
        self.node.get("default")
    }

    /// Whether text stands here, or something that is written as text.
    pub(super) fn is_text(self) -> bool {
        let is_text = |place: &Self| match place.resolved().node.get("type") {
            Some(Value::Array(types)) => types.iter().any(|kind| kind == "string"),
            Some(kind) => kind == "string",
            None => false,
        };
        self.alternatives().iter().any(is_text)
    }

    /// Whether nobody is to see it; of what nothing is known, this is not known either.
    pub(super) fn is_secret(self) -> bool {
        if self.node.is_null() {
            return true;
        }
        let is_secret = |place: &Self| {
            let format = place.resolved().node.get("format");
            format.and_then(Value::as_str) == Some("password")
        };
        is_secret(&self) || self.alternatives().iter().any(is_secret)
    }

    fn properties(self) -> Option<&'s Map<String, Value>> {
        self.node.get("properties")?.as_object()
    }
}

/// Puts the keys of a kind into its alternative: a reference beside other keys would refuse those.
fn put_in(part: &mut schemars::Schema, definitions: &Value) {
    let Some(object) = part.as_object_mut() else {
        return;
    };
    if !object.contains_key("properties") {
        return;
    }
    let Some(Value::String(name)) = object.remove("$ref") else {
        return;
    };
    let definition = name.rsplit('/').next();
    let definition = definition.and_then(|name| definitions.get(name)?.as_object());
    for (key, value) in definition.into_iter().flatten() {
        match (object.get_mut(key), value) {
            (Some(Value::Object(own)), Value::Object(more)) => own.extend(more.clone()),
            (Some(Value::Array(own)), Value::Array(more)) => own.extend(more.iter().cloned()),
            (Some(_), _) => {}
            (None, _) => drop(object.insert(key.clone(), value.clone())),
        }
    }
}

/// Takes out definitions that nothing refers to any more.
fn drop_unused(schema: &mut Value) {
    loop {
        let text = schema.to_string();
        let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) else {
            return;
        };
        let before = definitions.len();
        definitions.retain(|name, _| text.contains(&format!("\"#/$defs/{name}\"")));
        if definitions.len() == before {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const FILE: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/schema/config.schema.json"
    );

    #[test]
    fn the_committed_schema_is_that_of_the_types() {
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("BLESS").is_some() {
            fs::write(FILE, &text).unwrap();
        }
        let committed = fs::read_to_string(FILE).unwrap_or_default();
        assert!(
            committed == text,
            "docs/schema/config.schema.json is not that of the types: run this test with BLESS=1"
        );
    }

    #[test]
    fn every_key_is_explained() {
        let schema = schema();
        let mut places = vec![(String::new(), Place::whole(&schema))];
        while let Some((name, place)) = places.pop() {
            for alternative in place.alternatives() {
                for key in alternative.keys() {
                    let name = format!("{name}.{key}");
                    let place = alternative.key(key).unwrap();
                    let is_kind = key == "type" && alternative.kind().is_some();
                    assert!(is_kind || place.description().is_some(), "{name}");
                    places.push((name, place));
                }
                places.extend(alternative.item().map(|item| (format!("{name}[]"), item)));
            }
        }
    }

    #[test]
    fn a_kind_has_its_own_keys_beside_its_type() {
        let schema = schema();
        let outputs = Place::whole(&schema).key("outputs").unwrap();
        let file = outputs.item().unwrap().of_kind(Some("file"));
        assert_eq!(file.keys()[..2], ["type", "path"]);
        assert!(file.needs("path") && !file.needs("keep"));
        assert!(file.key("rotate_size").unwrap().is_text());
    }
}
