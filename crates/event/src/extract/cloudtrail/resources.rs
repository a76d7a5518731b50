//! `ct.resources`: the touched resources.

use crate::extract::Reading;
use crate::fields::Stored;
use crate::json::Kind;
use crate::scan::trie::SlotId;

/// The elements of an array as compact JSON, joined by commas and without brackets; an empty array is no value.
pub(super) fn read(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    if event.kind(slot) != Some(Kind::Array) {
        return Stored::Absent;
    }
    let Some(list) = event.json(slot) else {
        return Stored::Absent;
    };
    let length = event.bytes(list).len();
    if length <= 2 {
        return Stored::Absent;
    }
    event.stored(list.slice(1, length - 1))
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn resources(value: &str) -> String {
        read("ct.resources", &format!(r#"{{"resources":{value}}}"#))
    }

    #[test]
    fn elements_are_joined_without_brackets() {
        assert_eq!(
            resources(r#"[{"ARN":"a"},{"n":1}]"#),
            r#"{"ARN":"a"},{"n":1}"#
        );
        assert_eq!(
            resources(r#"[ 1 , "s \u0041" , null ]"#),
            r#"1,"s \u0041",null"#
        );
    }

    #[test]
    fn what_is_no_filled_array_has_no_value() {
        for value in ["[]", "[ ]", "null", "\"x\"", "{}"] {
            assert_eq!(resources(value), "<NA>");
        }
    }
}
