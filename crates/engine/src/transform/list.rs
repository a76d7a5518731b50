//! `(a, b, …)` among a transformer's arguments: a list of strings.
//!
//! Numbers become their output text; a list field contributes each of its values.

use super::{Made, Output};
use crate::program::Arguments;

/// The list in `join(",", (ct.name, evt.num))`.
pub(super) fn list(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    for (at, argument) in arguments.iter().enumerate() {
        for element in argument.elements() {
            arguments.write_text(at, element, out.buffer());
            out.end_element();
        }
    }
    Made::List
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn fields_literals_numbers_and_lists_mix() {
        let event = r#"{"t.string":"a","t.uint64":5,"l.string":["p","q"]}"#;
        let format = r#"%join(",",(t.string,"z",t.uint64,l.string,len(t.string)))"#;
        assert_eq!(rendered(format, event), "a,z,5,p,q,1");
    }

    #[test]
    fn one_absent_element_makes_the_list_absent() {
        assert_eq!(rendered(r#"%join(",",("a",t.uint64))"#, "{}"), "<NA>");
    }
}
