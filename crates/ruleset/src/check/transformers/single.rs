//! Transformers of one argument: `tolower`, `toupper`, `basename`, `b64`, `len`.

use falconet_condition::ast::{Transform, Transformer};
use falconet_event::catalogue::ValueType;

use super::super::expression::subject;
use super::{TransformerError, Yield, is_text};
use crate::typed::Expression;

/// What the transformer makes of its argument.
pub(super) fn check(call: &Transform, argument: &Expression) -> Result<Yield, TransformerError> {
    let yields = match call.name {
        Transformer::Len => length(argument),
        Transformer::Join | Transformer::Concat | Transformer::GetOpt => {
            return Err(TransformerError::OneArgument(call.name));
        }
        _ => text(argument),
    };
    yields.ok_or_else(|| unsupported(call, argument))
}

/// The length of a string, or of any list.
fn length(argument: &Expression) -> Option<Yield> {
    let has_length = argument.is_list || is_text(argument);
    has_length.then_some(Yield::scalar(ValueType::Uint64))
}

/// A string of a string, or a list of strings of such a list.
fn text(argument: &Expression) -> Option<Yield> {
    is_text(argument).then_some(Yield {
        value_type: ValueType::String,
        is_list: argument.is_list,
    })
}

fn unsupported(call: &Transform, argument: &Expression) -> TransformerError {
    TransformerError::Type {
        name: call.name,
        value_type: argument.value_type.falco_name(),
        is_list: argument.is_list,
        subject: call.arguments.first().map(subject).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::mock::{accepts, error, left_of};
    use super::*;

    fn yields(condition: &str) -> (ValueType, bool) {
        let left = left_of(condition);
        (left.value_type, left.is_list)
    }

    #[test]
    fn strings_stay_strings_and_lists_stay_lists() {
        for name in ["tolower", "toupper", "basename", "b64"] {
            let scalar = yields(&format!("{name}(t.string) exists"));
            let list = yields(&format!("{name}(l.string) exists"));
            assert_eq!(scalar, (ValueType::String, false));
            assert_eq!(list, (ValueType::String, true));
        }
    }

    #[test]
    fn len_counts_bytes_or_elements() {
        assert_eq!(yields("len(t.string) > 1"), (ValueType::Uint64, false));
        assert_eq!(yields("len(l.uint64) > 1"), (ValueType::Uint64, false));
    }

    #[test]
    fn literals_are_strings() {
        assert!(accepts("toupper(\"a\") = A"));
        assert!(accepts("len((\"a\", t.uint64)) = 2"));
    }

    #[test]
    fn other_types_are_refused_by_the_name_of_the_field() {
        assert_eq!(
            error("len(t.uint64) = 1"),
            "can't add field transformer: type 'UINT64' is not supported by 'len' transformer applied on field 't.uint64'"
        );
        assert_eq!(
            error("toupper(l.uint64) in (A)"),
            "can't add field transformer: type 'UINT64' is not supported by 'toupper' transformer applied on list field 'l.uint64'"
        );
        assert_eq!(
            error("b64(len(a.key[k])) = x"),
            "can't add field transformer: type 'UINT64' is not supported by 'b64' transformer applied on field 'a.key'"
        );
    }

    #[test]
    fn there_is_nothing_to_select() {
        assert_eq!(
            error("toupper(t.string)[x] = foo"),
            "filter error: transformer 'toupper' does not support field arguments"
        );
        assert_eq!(
            error("t.string = val(u.string)[x]"),
            "filter error: transformer 'val' does not support field arguments"
        );
    }

    #[test]
    fn the_number_of_arguments_decides_who_is_unknown() {
        assert_eq!(error("join('-') = foo"), "unknown field transfomer 'join'");
        assert_eq!(
            error("toupper(t.string, u.string) = A"),
            "unknown multivalue transformer"
        );
    }
}
