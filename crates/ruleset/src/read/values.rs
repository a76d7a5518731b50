//! Values of keys, and what is said of those that cannot be read.

use super::Reader;
use crate::advice;
use crate::report::{Context, ItemType, LoadError, Loaded, malformed};
use crate::yaml::{Kind, Node};

impl Reader<'_> {
    /// The scalar of a key that must be there.
    pub(super) fn scalar<'n>(
        &self,
        item: Node<'n>,
        key: &str,
        context: &Context,
    ) -> Loaded<Node<'n>> {
        match self.optional_scalar(item, key, context)? {
            Some(value) => Ok(value),
            None => Err(missing(item, key, context)),
        }
    }

    /// The scalar of a key that may be missing, but not empty.
    pub(super) fn optional_scalar<'n>(
        &self,
        item: Node<'n>,
        key: &str,
        context: &Context,
    ) -> Loaded<Option<Node<'n>>> {
        let Some(value) = item.get(key) else {
            return Ok(None);
        };
        if value.kind() == Kind::Null {
            return Err(malformed(
                format!("Mapping for key '{key}' is empty"),
                context,
            ));
        }
        let value_context = self.context(ItemType::ValueFor, key, value, context);
        match value.scalar() {
            None => Err(malformed("Value is not a scalar value", &value_context)),
            Some("") => Err(malformed("Value must be non-empty", &value_context)),
            Some(_) => Ok(Some(value)),
        }
    }

    /// The text of a key that must be there.
    pub(super) fn string(&self, item: Node<'_>, key: &str, context: &Context) -> Loaded<String> {
        self.scalar(item, key, context).map(owned)
    }

    /// The text of a key that may be missing.
    pub(super) fn optional_string(
        &self,
        item: Node<'_>,
        key: &str,
        context: &Context,
    ) -> Loaded<Option<String>> {
        Ok(self.optional_scalar(item, key, context)?.map(owned))
    }

    /// A value that `decode` understands, of a key that must be there.
    pub(super) fn decoded<T>(
        &self,
        item: Node<'_>,
        key: &str,
        decode: fn(&str) -> Option<T>,
        context: &Context,
    ) -> Loaded<T> {
        let value = self.scalar(item, key, context)?;
        self.decode(value, key, decode, context)
    }

    /// A value that `decode` understands, of a key that may be missing.
    pub(super) fn optional_decoded<T>(
        &self,
        item: Node<'_>,
        key: &str,
        decode: fn(&str) -> Option<T>,
        context: &Context,
    ) -> Loaded<Option<T>> {
        let value = self.optional_scalar(item, key, context)?;
        value
            .map(|value| self.decode(value, key, decode, context))
            .transpose()
    }

    fn decode<T>(
        &self,
        value: Node<'_>,
        key: &str,
        decode: fn(&str) -> Option<T>,
        context: &Context,
    ) -> Loaded<T> {
        let decoded = value.scalar().and_then(decode);
        decoded.ok_or_else(|| {
            malformed(
                "Can't decode YAML scalar value",
                &self.context(ItemType::ValueFor, key, value, context),
            )
        })
    }

    /// The scalars of the sequence of a key that must be there. Empty ones are allowed.
    pub(super) fn scalars<'n>(
        &self,
        item: Node<'n>,
        key: &str,
        context: &Context,
    ) -> Loaded<Vec<Node<'n>>> {
        match item.get(key) {
            Some(value) => self.sequence(value, key, context),
            None => Err(missing(item, key, context)),
        }
    }

    /// The scalars of the sequence of a key that may be missing.
    pub(super) fn optional_scalars<'n>(
        &self,
        item: Node<'n>,
        key: &str,
        context: &Context,
    ) -> Loaded<Vec<Node<'n>>> {
        item.get(key).map_or_else(
            || Ok(Vec::new()),
            |value| self.sequence(value, key, context),
        )
    }

    fn sequence<'n>(&self, value: Node<'n>, key: &str, context: &Context) -> Loaded<Vec<Node<'n>>> {
        let value_context = self.context(ItemType::ValueFor, key, value, context);
        if value.kind() != Kind::Sequence {
            return Err(malformed("Value is not a sequence", &value_context));
        }
        if let Some(item) = value.items().find(|item| item.kind() != Kind::Scalar) {
            let item_context = self.context(ItemType::ListItem, "", item, &value_context);
            return Err(malformed("sequence value is not scalar", &item_context));
        }
        Ok(value.items().collect())
    }
}

fn missing(item: Node<'_>, key: &str, context: &Context) -> LoadError {
    let keys = item.entries().filter_map(|(key, _)| key.scalar());
    malformed(format!("Item has no mapping for key '{key}'"), context)
        .advised(advice::missing_key(key, keys))
}

pub(super) fn owned(node: Node<'_>) -> String {
    node.scalar().unwrap_or_default().to_owned()
}

/// A truth value as yaml-cpp reads one: four pairs of words in lower case, capitalised or in upper case.
pub(super) fn boolean(text: &str) -> Option<bool> {
    const WORDS: [(&str, bool); 8] = [
        ("y", true),
        ("yes", true),
        ("true", true),
        ("on", true),
        ("n", false),
        ("no", false),
        ("false", false),
        ("off", false),
    ];
    let is_cased = |text: &str| {
        let rest = text.get(1..).unwrap_or_default();
        let is_lower = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
        is_lower(text) || is_lower(rest) || text.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let found = WORDS
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(text));
    found.filter(|_| is_cased(text)).map(|(_, value)| *value)
}

/// An unsigned number as yaml-cpp reads one: decimal, hexadecimal behind `0x`, octal behind `0`.
pub(super) fn unsigned(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if !digits.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    match digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
    {
        Some(digits) => radix(digits, 16),
        None if digits.starts_with('0') => radix(digits, 8),
        None => radix(digits, 10),
    }
}

fn radix(digits: &str, radix: u32) -> Option<u32> {
    let is_unsigned = digits.starts_with(|character: char| character.is_digit(radix));
    is_unsigned
        .then(|| u32::from_str_radix(digits, radix).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_values_are_words_in_three_cases() {
        for text in ["y", "Yes", "TRUE", "on", "true", "On"] {
            assert_eq!(boolean(text), Some(true), "{text}");
        }
        for text in ["n", "No", "FALSE", "off", "N"] {
            assert_eq!(boolean(text), Some(false), "{text}");
        }
    }

    #[test]
    fn numbers_and_mixed_case_are_no_truth_values() {
        for text in ["1", "0", "tRUE", "yEs", "", "truth", "TRue"] {
            assert_eq!(boolean(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_decimal_hexadecimal_or_octal() {
        assert_eq!(unsigned("63"), Some(63));
        assert_eq!(unsigned("0x10"), Some(16));
        assert_eq!(unsigned("010"), Some(8));
        assert_eq!(unsigned("0"), Some(0));
    }

    #[test]
    fn other_numbers_are_refused() {
        for text in [
            "-1",
            "4294967296",
            "13.0",
            "08",
            "0x",
            "0x+1",
            "",
            "+",
            "1 2",
        ] {
            assert_eq!(unsigned(text), None, "{text}");
        }
    }
}
