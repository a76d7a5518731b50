//! `(a, b, …)` among a transformer's arguments: a list of strings.
//!
//! Numbers become their output text; a list field contributes each of its values.

use super::{Made, Output};
use crate::program::Arguments;

/// The list in `join(",", (ct.name, evt.num))`.
pub(super) fn list(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    for (at, argument) in arguments.iter().enumerate() {
        for element in argument.elements() {
            if out.is_full() {
                return Made::Absent;
            }
            out.write_with(|buffer| arguments.write_text(at, element, buffer));
            out.end_element();
        }
    }
    Made::List
}
