//! Fields of events whose keys are field names.

use std::net::IpAddr;

use super::{Paths, Reading, convert};
use crate::catalogue::{Argument, FieldSpec, ValueType};
use crate::fields::Stored;
use crate::json::{Kind, Node};
use crate::scan::trie::SlotId;

/// The value of the key that equals the printed field, such as `a.key[foo]`. A null, a value of another type
/// and an empty list count as missing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlatRecipe {
    slot: SlotId,
    value_type: ValueType,
    is_list: bool,
}

impl FlatRecipe {
    pub(super) fn new(spec: &FieldSpec, argument: Option<&Argument>, paths: &mut Paths) -> Self {
        let mut key = spec.name.as_bytes().to_vec();
        if let Some(argument) = argument {
            key.push(b'[');
            key.extend_from_slice(&argument.text);
            key.push(b']');
        }
        Self {
            slot: paths.key(&key),
            value_type: spec.value_type,
            is_list: spec.is_list,
        }
    }

    pub(super) fn read(self, event: &mut Reading<'_>) -> Stored {
        let Some(node) = event.node(self.slot) else {
            return Stored::Absent;
        };
        if self.is_list {
            self.list(node, event)
        } else {
            self.scalar(node, event)
        }
    }

    fn list(self, node: Node<'_>, event: &mut Reading<'_>) -> Stored {
        let begun = event.begin_list();
        for element in node.elements() {
            let item = self.scalar(element, event);
            if !matches!(item, Stored::Absent) {
                event.push_item(item);
            }
        }
        event.store_list(begun)
    }

    fn scalar(self, node: Node<'_>, event: &mut Reading<'_>) -> Stored {
        match (self.value_type, node.kind()) {
            (ValueType::String, Kind::String) => text(node, event),
            (ValueType::Bool, Kind::True) => Stored::Bool(true),
            (ValueType::Bool, Kind::False) => Stored::Bool(false),
            (ValueType::IpAddr | ValueType::IpNet, Kind::String) => address(node),
            (numeric, Kind::Number) if numeric.is_numeric() => {
                Stored::Number(convert::number(node))
            }
            _ => Stored::Absent,
        }
    }
}

fn text(node: Node<'_>, event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    event.push_string(node);
    event.store_text(begun)
}

fn address(node: Node<'_>) -> Stored {
    let text = node.string();
    let parsed: Option<IpAddr> =
        text.and_then(|text| std::str::from_utf8(&text).ok()?.parse().ok());
    parsed.map_or(Stored::Absent, Stored::Address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ArgumentSpec;
    use crate::catalogue::flat::FlatField;
    use crate::testing::read_flat;

    fn scalar(value_type: ValueType, value: &str) -> String {
        read_flat(
            FlatField::scalar("t.x", value_type),
            "t.x",
            &format!(r#"{{"t.x":{value}}}"#),
        )
    }

    fn list(value_type: ValueType, value: &str) -> String {
        let mut field = FlatField::scalar("l.x", value_type);
        field.is_list = true;
        read_flat(field, "l.x", &format!(r#"{{"l.x":{value}}}"#))
    }

    #[test]
    fn values_are_read_by_their_type() {
        assert_eq!(scalar(ValueType::String, r#""a\u0041""#), "aA");
        assert_eq!(
            scalar(ValueType::Uint64, "18446744073709551615"),
            "18446744073709551615"
        );
        assert_eq!(scalar(ValueType::Bool, "false"), "false");
        assert_eq!(scalar(ValueType::IpAddr, r#""2001:db8::1""#), "2001:db8::1");
        assert_eq!(scalar(ValueType::IpNet, r#""10.0.0.1""#), "10.0.0.1");
    }

    #[test]
    fn nulls_and_other_types_are_missing() {
        assert_eq!(scalar(ValueType::String, "null"), "<NA>");
        assert_eq!(scalar(ValueType::String, "5"), "<NA>");
        assert_eq!(scalar(ValueType::Uint64, "\"5\""), "<NA>");
        assert_eq!(scalar(ValueType::Bool, "1"), "<NA>");
        assert_eq!(scalar(ValueType::IpAddr, r#""x""#), "<NA>");
    }

    #[test]
    fn lists_are_read_from_arrays_and_empty_ones_are_missing() {
        assert_eq!(list(ValueType::String, r#"["a","","b"]"#), "[a||b]");
        assert_eq!(list(ValueType::Uint64, "[1,2]"), "[1|2]");
        assert_eq!(list(ValueType::String, "[]"), "<NA>");
        assert_eq!(list(ValueType::String, "\"a\""), "<NA>");
    }

    #[test]
    fn an_argument_is_part_of_the_key() {
        let mut field = FlatField::scalar("a.key", ValueType::String);
        field.argument = Some(ArgumentSpec {
            required: true,
            key: true,
            index: false,
        });
        assert_eq!(
            read_flat(field, "a.key[foo]", r#"{"a.key":"x","a.key[foo]":"y"}"#),
            "y"
        );
    }

    #[test]
    fn the_summary_counts_events_from_zero() {
        let field = FlatField::scalar("t.x", ValueType::String);
        assert_eq!(read_flat(field, "evt.plugininfo", "{}"), "mock event 6");
    }
}
