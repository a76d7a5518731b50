//! Texts as they have to be written inside of a scalar for YAML, and for conditions, to say the same.

use crate::scalar::Style;

/// A text as a part of a scalar of that style: what has a meaning in its quotes is escaped. In those without quotes, and in
/// blocks, it is what it is.
pub(crate) fn inside(text: &str, style: Style) -> String {
    match style {
        Style::Plain | Style::Block => text.to_owned(),
        Style::Double => text.replace('\\', "\\\\").replace('"', "\\\""),
        Style::Single => text.replace('\'', "''"),
    }
}

/// A text as a whole scalar: in the quotes that are begun, or, if it needs some, in others.
pub(crate) fn scalar(text: &str, begun: Style) -> String {
    let style = match begun {
        Style::Double | Style::Single => begun,
        Style::Plain | Style::Block if is_plain(text) => Style::Plain,
        Style::Plain | Style::Block => Style::Single,
    };
    let inside = inside(text, style);
    match style.quote() {
        Some(quote) => format!("{quote}{inside}{quote}"),
        None => inside,
    }
}

/// Whether a text clearly says itself without quotes, in brackets as well.
fn is_plain(text: &str) -> bool {
    let begins = |sign: char| sign.is_ascii_alphanumeric() || "_./=<(".contains(sign);
    text.starts_with(begins)
        && !text.ends_with([' ', ':'])
        && !text.contains([',', '[', ']', '{', '}', '"', '\''])
        && ![": ", " #"].iter().any(|sign| text.contains(sign))
}

/// A value of a condition in quotes. What would end it too late, or the scalar that the condition stands in too early, is
/// written as a number, which conditions read back.
pub(crate) fn quoted_value(value: &str, quote: char, style: Style, is_flow: bool) -> String {
    let mut text = String::from(quote);
    let mut before = quote;
    let mut signs = value.chars().peekable();
    while let Some(sign) = signs.next() {
        let next = signs.peek();
        let is_plain = style == Style::Plain;
        let ends = match sign {
            '#' => is_plain && before == ' ',
            ':' => is_plain && (is_flow || matches!(next, None | Some(' '))),
            ',' | '[' | ']' | '{' | '}' => is_plain && is_flow,
            // Behind a backslash a quote ends nothing, whatever stands before.
            '\\' => next.is_none_or(|next| *next == quote),
            _ => false,
        };
        if ends {
            let number = format!("\\x{:02x}", u32::from(sign));
            text.push_str(&number);
        } else {
            if sign == quote || sign == '\\' {
                text.push('\\');
            }
            text.push(sign);
        }
        before = sign;
    }
    text.push(quote);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scalar_has_quotes_where_it_needs_some_or_they_are_begun() {
        for (text, plain, double, single) in [
            ("a b", "a b", "\"a b\"", "'a b'"),
            (
                "it's: \"x\\\"",
                "'it''s: \"x\\\"'",
                "\"it's: \\\"x\\\\\\\"\"",
                "'it''s: \"x\\\"'",
            ),
            ("!=", "'!='", "\"!=\"", "'!='"),
            ("a #", "'a #'", "\"a #\"", "'a #'"),
            ("a,b", "'a,b'", "\"a,b\"", "'a,b'"),
            ("", "''", "\"\"", "''"),
        ] {
            assert_eq!(scalar(text, Style::Plain), plain);
            assert_eq!(scalar(text, Style::Double), double);
            assert_eq!(scalar(text, Style::Single), single);
        }
    }
}
