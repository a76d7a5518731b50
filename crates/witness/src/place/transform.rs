//! Transformers the other way round: what they are applied to, for something to come of it.

use falconet_ruleset::typed::{Expression, ExpressionKind, Transformer};

use super::{Edit, Placing};
use crate::values::Value;

/// The digits of base 64.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Bytes or elements that are made for a length.
const MOST: usize = 4096;

impl Placing<'_> {
    pub(super) fn transform(
        &self,
        name: Transformer,
        arguments: &[Expression],
        selector: Option<u8>,
        value: &Value,
    ) -> Vec<Edit> {
        let Some(first) = arguments.first() else {
            return Vec::new();
        };
        let Value::One(text) = value else {
            return match value {
                Value::Absent => {
                    let each = arguments.iter().flat_map(|one| self.expression(one, value));
                    each.collect()
                }
                _ => self.expression(first, value),
            };
        };
        match name {
            Transformer::Join => arguments
                .last()
                .map_or_else(Vec::new, |list| self.join(first, list, text)),
            Transformer::Concat => self.concat(arguments, text),
            _ => {
                let befores = before(name, selector, first.is_list, text).into_iter();
                befores
                    .flat_map(|before| self.expression(first, &before))
                    .collect()
            }
        }
    }

    /// `join(separator, list)`: the list that the text falls into, or the text in its last element.
    fn join(&self, separator: &Expression, list: &Expression, text: &str) -> Vec<Edit> {
        let separator = match &separator.kind {
            ExpressionKind::Constant(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => String::new(),
        };
        let pieces: Vec<String> = match separator.as_str() {
            "" => vec![text.to_owned()],
            separator => text.split(separator).map(str::to_owned).collect(),
        };
        match &list.kind {
            ExpressionKind::List(items) if items.len() == pieces.len() => {
                vec![self.each(items, &pieces)]
            }
            ExpressionKind::List(items) => {
                let each = items.iter().flat_map(|item| self.one(item, text));
                each.collect()
            }
            _ => self.expression(list, &Value::Many(pieces)),
        }
    }

    /// `concat(a, b, …)`: the text without what is constant goes into one of them.
    fn concat(&self, arguments: &[Expression], text: &str) -> Vec<Edit> {
        let constant = |one: Option<&Expression>| match one.map(|one| &one.kind) {
            Some(ExpressionKind::Constant(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => String::new(),
        };
        let (start, end) = (constant(arguments.first()), constant(arguments.last()));
        let rest = text.strip_prefix(&*start).unwrap_or(text);
        let rest = rest.strip_suffix(&*end).unwrap_or(rest);
        let mut edits = Vec::new();
        for argument in arguments {
            edits.extend(self.one(argument, rest));
            edits.extend(self.one(argument, text));
        }
        let (half, other) = rest.split_at(
            rest.char_indices()
                .nth(rest.chars().count() / 2)
                .map_or(0, |(at, _)| at),
        );
        let fields: Vec<_> = arguments
            .iter()
            .filter(|one| !matches!(one.kind, ExpressionKind::Constant(_)))
            .cloned()
            .collect();
        if fields.len() == 2 {
            edits.push(self.each(&fields, &[half.to_owned(), other.to_owned()]));
        }
        edits
    }

    fn one(&self, argument: &Expression, text: &str) -> Vec<Edit> {
        self.expression(argument, &Value::One(text.to_owned()))
    }

    /// Each expression with its text.
    fn each(&self, expressions: &[Expression], texts: &[String]) -> Edit {
        let pairs = expressions.iter().zip(texts);
        let first = pairs.filter_map(|(one, text)| self.one(one, text).into_iter().next());
        first.flatten().collect()
    }
}

/// What a transformer may be applied to for a text to come of it.
fn before(name: Transformer, selector: Option<u8>, is_list: bool, text: &str) -> Vec<Value> {
    let one = |text: String| Value::One(text);
    match name {
        Transformer::ToLower => vec![one(text.to_owned()), one(text.to_ascii_uppercase())],
        Transformer::ToUpper => vec![one(text.to_ascii_lowercase()), one(text.to_owned())],
        Transformer::B64 => vec![one(encoded(text.as_bytes()))],
        Transformer::Basename => vec![one(text.to_owned()), one(format!("/example/{text}"))],
        Transformer::Len => {
            let length = text.parse::<usize>().unwrap_or(0).min(MOST);
            if is_list {
                vec![Value::Many(vec!["ami-0example".to_owned(); length.min(64)])]
            } else {
                vec![one("x".repeat(length))]
            }
        }
        Transformer::GetOpt => {
            let option = char::from(selector.unwrap_or(b'x'));
            vec![one(format!("-{option}{text}"))]
        }
        _ => vec![one(text.to_owned())],
    }
}

/// Base 64 with padding.
fn encoded(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = usize::try_from(word >> (18 - 6 * place) & 63).unwrap_or(0);
            let digit = DIGITS.get(digit).copied().map_or('=', char::from);
            out.push(if usize::try_from(place).unwrap_or(0) <= chunk.len() {
                digit
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_everyone() {
        for (text, wanted) in [
            ("", ""),
            ("a", "YQ=="),
            ("ab", "YWI="),
            ("abc", "YWJj"),
            ("abcd", "YWJjZA=="),
        ] {
            assert_eq!(encoded(text.as_bytes()), wanted);
        }
    }
}
