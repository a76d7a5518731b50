//! JSON values whose keys stay in the order in which they are written, since fields show them so.

use std::fmt;

use falconet_ruleset::yaml::{Kind, Node};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What a YAML node means in YAML's core schema; a number that JSON cannot write is a text.
    pub(crate) fn of_yaml(node: Node<'_>) -> Self {
        match node.kind() {
            Kind::Null => Self::Null,
            Kind::Scalar => Self::of_scalar(node),
            Kind::Sequence => Self::List(node.items().map(Self::of_yaml).collect()),
            Kind::Mapping => Self::of_mapping(node),
        }
    }

    /// What stands under a merge key comes after the keys of the mapping itself, and in place of none of them.
    fn of_mapping(node: Node<'_>) -> Self {
        let (merged, own): (Vec<_>, Vec<_>) =
            node.entries().partition(|(key, _)| is_merge_key(*key));
        let own = own.into_iter();
        let mut members: Vec<(String, Self)> = own
            .map(|(key, value)| (key_of(key), Self::of_yaml(value)))
            .collect();
        for mapping in merged.into_iter().flat_map(|(_, value)| one_or_more(value)) {
            let Self::Object(more) = Self::of_yaml(mapping) else {
                continue;
            };
            for (key, value) in more {
                if !members.iter().any(|(known, _)| *known == key) {
                    members.push((key, value));
                }
            }
        }
        Self::Object(members)
    }

    fn of_scalar(node: Node<'_>) -> Self {
        let text = node.scalar().unwrap_or_default();
        match text {
            _ if !node.is_plain() => Self::Text(text.to_owned()),
            "true" | "True" | "TRUE" => Self::Bool(true),
            "false" | "False" | "FALSE" => Self::Bool(false),
            number if is_number(number) => Self::Number(number.to_owned()),
            other => Self::Text(other.to_owned()),
        }
    }

    /// The bytes of the value, without blanks.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// The members of an object, to be changed.
    pub(crate) const fn members(&mut self) -> Option<&mut Vec<(String, Json)>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Makes it an object, an empty one unless it is one.
    pub(crate) fn make_object(&mut self) {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
    }

    /// The text for people: a text as it is, anything else as JSON.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// `<<` without quotes, which merges mappings into the one that it stands in.
pub(crate) fn is_merge_key(key: Node<'_>) -> bool {
    key.is_plain() && key.scalar() == Some("<<")
}

/// The items of a list; anything else is the one item of its own.
pub(crate) fn one_or_more(node: Node<'_>) -> Vec<Node<'_>> {
    match node.kind() {
        Kind::Sequence => node.items().collect(),
        _ => vec![node],
    }
}

/// Keys of JSON are texts.
fn key_of(key: Node<'_>) -> String {
    match key.kind() {
        Kind::Null => "null".to_owned(),
        _ => key.scalar().unwrap_or_default().to_owned(),
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Bool(value) => write!(out, "{value}"),
            Self::Number(number) => out.write_str(number),
            Self::Text(text) => out.write_str(&quoted(text)),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(out, "[{}]", items.join(","))
            }
            Self::Object(members) => {
                let member = |(key, value): &(String, Json)| format!("{}:{value}", quoted(key));
                let members: Vec<String> = members.iter().map(member).collect();
                write!(out, "{{{}}}", members.join(","))
            }
        }
    }
}

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(serde_json::Value::from(value).to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use falconet_ruleset::YamlLimits;
    use falconet_ruleset::yaml::parse;

    use super::*;

    fn of_yaml(text: &str) -> String {
        let documents = parse(text, &YamlLimits::default()).unwrap();
        Json::of_yaml(documents.roots().next().unwrap()).to_string()
    }

    #[test]
    fn scalars_mean_what_the_core_schema_says_and_numbers_stay_as_written() {
        let text =
            "[a, 'true', true, False, 12, -1.50, 1e3, 0x1F, .5, +1, 007, ~, null, '', 2026-01-01]";
        let json = r#"["a","true",true,false,12,-1.50,1e3,"0x1F",".5","+1","007",null,null,"","2026-01-01"]"#;
        assert_eq!(of_yaml(text), json);
    }

    #[test]
    fn keys_stay_in_their_order_and_aliases_are_followed() {
        let text = "b: &x {z: 1, a: \"q\\\"\"}\na: *x\n3: y\n";
        let json = r#"{"b":{"z":1,"a":"q\""},"a":{"z":1,"a":"q\""},"3":"y"}"#;
        assert_eq!(of_yaml(text), json);
    }

    #[test]
    fn json_is_read_in_its_order() {
        let text = r#"{"b":[1,-2,1.5,true,null,"\ud83d\ude00"],"a":{}}"#;
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(
            json.to_string(),
            text.replace("\\ud83d\\ude00", "\u{1f600}")
        );
    }

    #[test]
    fn merge_keys_put_in_what_a_mapping_does_not_say_itself() {
        let base = "[&a {x: 1, y: {z: 2}}, &b {x: 3, w: 4}, ";
        let merged = |text: &str| of_yaml(&format!("{base}{text}]"));
        assert!(merged("{y: 5, <<: *a}").ends_with(r#",{"y":5,"x":1}]"#));
        assert!(merged("{<<: [*a, *b], v: 6}").ends_with(r#",{"v":6,"x":1,"y":{"z":2},"w":4}]"#));
        assert!(merged(r#"{"<<": 1}"#).ends_with(r#",{"<<":1}]"#));
    }
}
