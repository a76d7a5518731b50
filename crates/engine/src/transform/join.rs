//! `join(separator, list)`: the elements in one string.

use std::net::IpAddr;

use falconet_event::Value;

use super::{Made, Output};
use crate::program::Arguments;

/// `join("-", (ct.region, ct.name)) = eu-west-1-CreateUser`.
pub(super) fn join(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    let separator = arguments.first();
    let list = arguments.second();
    for (at, element) in list.elements().enumerate() {
        if at > 0 {
            out.write(separator.text());
        }
        out.write_with(|buffer| append(element, buffer));
    }
    Made::Text
}

/// Falco joins the memory of a list field's elements as if they were strings, up to the first NUL. In a
/// `( … )` list numbers have become text before.
fn append(element: Value<'_>, out: &mut Vec<u8>) {
    match element {
        Value::Text(text) => out.extend_from_slice(text),
        Value::Number(number) => append_memory(&number.to_le_bytes(), out),
        Value::Bool(truth) => append_memory(&[u8::from(truth)], out),
        Value::Address(IpAddr::V4(address)) => append_memory(&address.octets(), out),
        Value::Address(IpAddr::V6(address)) => append_memory(&address.octets(), out),
        Value::List(_) => {}
    }
}

fn append_memory(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend(bytes.iter().take_while(|byte| **byte != 0));
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn the_separator_stands_between_elements() {
        assert_eq!(rendered(r#"%join("->",("a","b","c"))"#, "{}"), "a->b->c");
        assert_eq!(
            rendered(r#"%join(",",l.string)"#, r#"{"l.string":["","x"]}"#),
            ",x"
        );
        assert_eq!(rendered(r#"%join(",",())|"#, "{}"), "|");
    }

    #[test]
    fn numbers_of_a_list_field_are_joined_as_bytes_and_others_as_text() {
        let event = r#"{"l.uint64":[65,256,16961],"t.uint64":7}"#;
        assert_eq!(rendered(r#"%join(",",l.uint64)"#, event), "A,,AB");
        assert_eq!(rendered(r#"%join(",",(t.uint64,"x"))"#, event), "7,x");
    }

    #[test]
    fn separators_may_be_computed() {
        let event = r#"{"t.string":"x"}"#;
        assert_eq!(
            rendered(r#"%join(toupper(t.string),("a","b"))"#, event),
            "aXb"
        );
    }
}
