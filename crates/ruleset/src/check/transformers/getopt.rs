//! `getopt(argv, optstring)`, `getopt(argv, optstring)[option]`.

use falconet_event::catalogue::ValueType;

use super::{TransformerError, Yield, is_text};
use crate::typed::Expression;

/// A list of options and values, or the value of the option that is selected.
pub(super) fn check(
    arguments: &[Expression],
    selector: Option<&[u8]>,
) -> Result<Yield, TransformerError> {
    let [argv, optstring] = arguments else {
        return Err(TransformerError::GetOptCount);
    };
    if !argv.is_list {
        return Err(TransformerError::GetOptList);
    }
    if optstring.is_list {
        return Err(TransformerError::GetOptOptions);
    }
    if !is_text(argv) || !is_text(optstring) {
        return Err(TransformerError::GetOptType);
    }
    match selector {
        None => Ok(Yield::list(ValueType::String)),
        Some([_]) => Ok(Yield::scalar(ValueType::String)),
        Some(_) => Err(TransformerError::GetOptSelector),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::mock::{error, left_of};
    use crate::typed::ExpressionKind;

    #[test]
    fn without_a_selector_it_is_a_list() {
        assert!(left_of("getopt(l.string, 'n:') intersects (n)").is_list);
    }

    #[test]
    fn a_selector_makes_it_one_string() {
        let left = left_of("getopt(l.string, 'n:')[n] = 5");
        assert!(!left.is_list);
        assert!(matches!(
            left.kind,
            ExpressionKind::Transform {
                selector: Some(b'n'),
                ..
            }
        ));
    }

    #[test]
    fn it_takes_a_list_and_a_string_and_selects_one_character() {
        let cases = [
            (
                "getopt(('a'), 'n', 'x') exists",
                "getopt() requires exactly 2 arguments: args list and optstring",
            ),
            (
                "getopt('a', 'n') exists",
                "getopt() first argument must be a list",
            ),
            (
                "getopt(('-n'), ('n')) exists",
                "getopt() second argument (optstring) must be a single value",
            ),
            (
                "getopt(l.uint64, 'n') exists",
                "getopt() arguments must be strings",
            ),
            (
                "getopt(l.string, 'n')[ab] exists",
                "getopt() field argument must be a single option character",
            ),
            (
                "getopt(l.string, 'n')[''] exists",
                "getopt() field argument must be a single option character",
            ),
        ];
        for (condition, expected) in cases {
            assert_eq!(error(condition), expected, "{condition}");
        }
    }
}
