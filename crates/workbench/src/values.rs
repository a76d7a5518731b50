//! Values in sentences.

use falconet_engine::ShownValue;
use falconet_ruleset::typed::{Leaf, Literal, Test};

/// Characters of a text in a sentence.
const MOST_CHARACTERS: usize = 80;
/// Elements of a list in a sentence.
const MOST_ELEMENTS: usize = 4;

/// `it is …`: a text in backticks, a list in parentheses, or `absent`.
pub(crate) fn said(value: Option<&ShownValue>) -> String {
    let Some(value) = value else {
        return "absent".to_owned();
    };
    let texts = value.texts.iter();
    if !value.is_list {
        return texts.map(|text| quoted(text)).collect();
    }
    let shown = texts.take(MOST_ELEMENTS).map(|text| quoted(text));
    let shown = shown.collect::<Vec<_>>().join(", ");
    let rest = value.texts.len().saturating_sub(MOST_ELEMENTS) + value.left_out;
    if rest > 0 {
        return format!("({shown}, and {rest} more)");
    }
    format!("({shown})")
}

/// A text in backticks, cut where it is long.
pub(crate) fn quoted(text: &[u8]) -> String {
    format!("`{}`", cut(&String::from_utf8_lossy(text)))
}

/// A text, cut where it is long.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// ``one of `a`, `b`, `c` ``: the first of as many as there are.
pub(crate) fn alternatives(texts: &[Vec<u8>], count: usize) -> String {
    let quoted: Vec<_> = texts.iter().take(3).map(|text| quoted(text)).collect();
    match (quoted.as_slice(), count) {
        ([only], 1) => only.clone(),
        ([one, other], 2) => format!("{one} or {other}"),
        (_, 3) => format!("one of {}", quoted.join(", ")),
        (_, count) => format!("one of {}, … ({count} in all)", quoted.join(", ")),
    }
}

/// The literals that a test is against.
pub fn literals(leaf: &Leaf) -> &[Literal] {
    match &leaf.test {
        Test::Compare(_, literal) => std::slice::from_ref(literal),
        Test::CompareEach(_, _, literals) | Test::In(literals) | Test::Intersects(literals) => {
            literals
        }
        Test::Exists | Test::PathMatch(_) | Test::CompareExpression(..) => &[],
    }
}

/// What a test is against, as text.
pub(crate) fn compared_with(leaf: &Leaf) -> Vec<Vec<u8>> {
    match &leaf.test {
        Test::PathMatch(paths) => paths.clone(),
        Test::CompareExpression(_, right) => vec![right.text.clone().into_bytes()],
        _ => literals(leaf).iter().map(literal_text).collect(),
    }
}

/// A literal as it would be written.
pub fn literal_text(literal: &Literal) -> Vec<u8> {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Number(number) => number.to_string().into_bytes(),
        Literal::Bool(truth) => truth.to_string().into_bytes(),
        Literal::Address(address) => address.to_string().into_bytes(),
        Literal::Network(network) => format!("{}/{}", network.address, network.prefix).into_bytes(),
        Literal::Pattern(pattern) => pattern.source.clone().into_bytes(),
    }
}

/// The words between what is tested and what it is tested against.
pub(crate) fn operator(leaf: &Leaf) -> String {
    match &leaf.test {
        Test::Exists => "exists".to_owned(),
        Test::Compare(operator, _) | Test::CompareExpression(operator, _) => {
            operator.word().to_owned()
        }
        Test::CompareEach(operator, modifier, _) => {
            format!("{} {}", operator.word(), modifier.word())
        }
        Test::In(_) => "in".to_owned(),
        Test::Intersects(_) => "intersects".to_owned(),
        Test::PathMatch(_) => "pmatch".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
        texts.iter().map(|text| text.as_bytes().to_vec()).collect()
    }

    #[test]
    fn values_are_said_in_a_few_words() {
        let value = |is_list, all: &[&str]| ShownValue {
            texts: texts(all),
            is_list,
            left_out: 0,
        };
        assert_eq!(said(None), "absent");
        assert_eq!(said(Some(&value(false, &["a b"]))), "`a b`");
        assert_eq!(said(Some(&value(true, &["a", "b"]))), "(`a`, `b`)");
        assert_eq!(
            said(Some(&value(true, &["a", "b", "c", "d", "e"]))),
            "(`a`, `b`, `c`, `d`, and 1 more)"
        );
        assert_eq!(cut(&"é".repeat(90)).chars().count(), 81);
    }

    #[test]
    fn of_many_alternatives_the_first_are_named() {
        assert_eq!(alternatives(&texts(&["a"]), 1), "`a`");
        assert_eq!(alternatives(&texts(&["a", "b"]), 2), "`a` or `b`");
        assert_eq!(
            alternatives(&texts(&["a", "b", "c"]), 3),
            "one of `a`, `b`, `c`"
        );
        assert_eq!(
            alternatives(&texts(&["a", "b", "c", "d"]), 4),
            "one of `a`, `b`, `c`, … (4 in all)"
        );
    }
}
