//! `join(separator, list)`.

use falconet_condition::ast::Transformer;
use falconet_event::catalogue::ValueType;

use super::{TransformerError, Yield, refuse_selector};
use crate::typed::Expression;

/// Elements of any type are joined as their text.
pub(super) fn check(
    arguments: &[Expression],
    selector: Option<&[u8]>,
) -> Result<Yield, TransformerError> {
    refuse_selector(Transformer::Join, selector)?;
    let [separator, list] = arguments else {
        return Err(TransformerError::JoinCount);
    };
    if separator.is_list {
        return Err(TransformerError::JoinSeparator);
    }
    if !list.is_list {
        return Err(TransformerError::JoinList);
    }
    Ok(Yield::scalar(ValueType::String))
}

#[cfg(test)]
mod tests {
    use super::super::super::mock::{error, left_of};
    use super::*;

    #[test]
    fn a_join_is_one_string() {
        let left = left_of("join(',', l.uint64) = a");
        assert_eq!((left.value_type, left.is_list), (ValueType::String, false));
    }

    #[test]
    fn it_takes_a_separator_and_a_list() {
        let cases = [
            (
                "join('-', 'a', 'b') = x",
                "join() requires exactly 2 arguments: separator and list",
            ),
            (
                "join(('a'), 'b') = x",
                "join() first argument (separator) must be a single value, not a list",
            ),
            (
                "join('-', t.string) = x",
                "join() second argument must be a list",
            ),
            (
                "join('-', l.string)[x] = x",
                "transformer 'join' does not support field arguments",
            ),
        ];
        for (condition, expected) in cases {
            assert_eq!(error(condition), expected, "{condition}");
        }
    }
}
