//! `concat(a, b, …)`.

use falconet_condition::ast::Transformer;
use falconet_event::catalogue::ValueType;

use super::{TransformerError, Yield, is_text, refuse_selector};
use crate::typed::Expression;

/// Strings alone are put together, and no lists.
pub(super) fn check(
    arguments: &[Expression],
    selector: Option<&[u8]>,
) -> Result<Yield, TransformerError> {
    refuse_selector(Transformer::Concat, selector)?;
    let all_strings = arguments
        .iter()
        .all(|argument| is_text(argument) && !argument.is_list);
    if !all_strings {
        return Err(TransformerError::ConcatType);
    }
    Ok(Yield::scalar(ValueType::String))
}

#[cfg(test)]
mod tests {
    use super::super::super::mock::{accepts, error};

    #[test]
    fn any_number_of_strings_is_put_together() {
        assert!(accepts("concat(t.string, 'a', toupper(u.string), 5) = x"));
    }

    #[test]
    fn numbers_lists_and_selectors_are_refused() {
        for arguments in ["t.uint64, t.string", "'a', l.string", "('a'), 'b'"] {
            let condition = format!("concat({arguments}) = x");
            assert_eq!(error(&condition), "concat() arguments must be strings");
        }
        assert_eq!(
            error("concat(t.string, 'a')[x] = x"),
            "transformer 'concat' does not support field arguments"
        );
    }
}
