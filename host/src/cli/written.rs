//! Quantities in files: a text with a unit, or a bare number.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};

use super::{QuantityError, Size, TimeSpan};

/// Reads what a person may write for a quantity.
pub(super) struct Written<T>(PhantomData<T>);

impl<T> Written<T> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: FromStr<Err = QuantityError>> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number with a unit")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

impl JsonSchema for Size {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Size")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "integer"],
            "pattern": "^[0-9]+ *([kmgKMG]([iI]?[bB])?|[bB])?$",
            "minimum": 1
        })
    }
}

impl JsonSchema for TimeSpan {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("TimeSpan")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "pattern": "^[0-9]+ *(ms|s|m|h|d)?$", "minimum": 1})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_may_stand_bare_or_with_its_unit() {
        let sizes: [Size; 2] = serde_json::from_str(r#"["1MiB", 1048576]"#).unwrap();
        assert_eq!(sizes, [Size::mebibytes(1); 2]);
        let times: [TimeSpan; 2] = serde_json::from_str(r#"["2s", 2]"#).unwrap();
        assert_eq!(times, [TimeSpan::whole(2); 2]);
        for wrong in ["-1", "1.5", "true", "\"1 parsec\"", "0"] {
            assert!(serde_json::from_str::<Size>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_quantity_is_written_as_it_can_be_read() {
        let text = serde_json::to_string(&TimeSpan::whole(90)).unwrap();
        assert_eq!(text, "\"90s\"");
    }
}
