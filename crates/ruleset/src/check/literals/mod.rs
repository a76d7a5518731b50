//! Values of conditions, converted by the type that they are compared with.

mod address;
mod boolean;
mod error;
mod network;
mod number;
mod text;

pub use error::ValueError;

use falconet_condition::ast::Operator;
use falconet_event::catalogue::ValueType;

use super::regex;
use crate::typed::Literal;

/// Converts the value of a test.
pub(super) fn convert(
    value: &[u8],
    operator: Operator,
    value_type: ValueType,
) -> Result<Literal, ValueError> {
    if value.contains(&0) {
        return Err(ValueError::Nul);
    }
    match value_type {
        ValueType::String if operator == Operator::Regex => pattern(value),
        ValueType::String => text::convert(value).map(Literal::Text),
        ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime => {
            number::convert(value).map(Literal::Number)
        }
        ValueType::Bool => boolean::convert(value).map(Literal::Bool),
        ValueType::IpAddr => address::convert(value).map(Literal::Address),
        ValueType::IpNet => network::convert(value).map(Literal::Network),
    }
}

fn pattern(value: &[u8]) -> Result<Literal, ValueError> {
    let text = text::convert(value)?;
    Ok(Literal::Pattern(regex::translate(&text)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_byte_is_refused_whatever_the_type() {
        for value_type in [ValueType::String, ValueType::Uint64, ValueType::IpNet] {
            let error = convert(b"a\0", Operator::Equal, value_type).unwrap_err();
            assert_eq!(
                error.to_string(),
                r"filter error: filter value cannot contain a NUL byte (\x00)"
            );
        }
    }

    #[test]
    fn a_regex_is_translated() {
        let literal = convert(b"a+", Operator::Regex, ValueType::String).unwrap();
        assert!(matches!(literal, Literal::Pattern(pattern) if pattern.source == "a+"));
    }

    #[test]
    fn a_bad_regex_is_reported_in_the_words_of_re2() {
        let error = convert(br"\d", Operator::Regex, ValueType::String).unwrap_err();
        assert_eq!(
            error.to_string(),
            r"invalid regex pattern: invalid escape sequence: \d"
        );
    }

    #[test]
    fn a_regex_is_measured_before_it_is_read() {
        let error = convert(&[b'('; 300], Operator::Regex, ValueType::String).unwrap_err();
        assert!(matches!(error, ValueError::TooLong { .. }));
    }
}
