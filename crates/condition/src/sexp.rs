//! The canonical s-expression of a tree, for tests and for comparing parsers.
//!
//! ```text
//! X    = (and X X…) | (or X X…) | (not X) | (macro "name") | (exists LHS) | (check "op" LHS RHS)
//! LHS  = (field "name") | (field "name" "argument") | (call "transformer" [(arg "selector")] ARG…)
//! ARG  = LHS | "value" | (tlist ARG…)
//! RHS  = "value" | (list "value"…) | (call …)
//! ```
//!
//! With a modifier, "op" is both words: `"= anyof"`. Strings are quoted as in JSON, with nothing escaped that need
//! not be; what is not UTF-8 is replaced by `U+FFFD`.

use crate::ast::{Check, Expr, Field, Literal, Operand, Right, Transform};
use crate::render::{self, Notation};

const SEXP: Notation = Notation {
    and: ["(and ", " ", ")"],
    or: ["(or ", " ", ")"],
    not: ["(not ", ")"],
    write_macro,
    write_check,
};

/// The s-expression of a condition.
///
/// ```
/// use falconet_condition::{ParseLimits, parse, sexp};
///
/// let tree = parse("a.b startswith anyof (x, y) and not m", ParseLimits::default())?;
/// let expected = r#"(and (check "startswith anyof" (field "a.b") (list "x" "y")) (not (macro "m")))"#;
/// assert_eq!(sexp::condition(&tree), expected);
/// # Ok::<(), falconet_condition::ParseError>(())
/// ```
pub fn condition(expr: &Expr) -> String {
    let mut out = Vec::new();
    render::render(expr, &SEXP, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn write_macro(name: &str, out: &mut Vec<u8>) {
    open("(macro", out);
    write_string(name.as_bytes(), out);
    close(out);
}

fn write_check(check: &Check, out: &mut Vec<u8>) {
    if matches!(check.right, Right::Nothing) {
        open("(exists", out);
    } else {
        open("(check", out);
        write_string(operator_words(check).as_bytes(), out);
    }
    write_operand(&check.left, out);
    write_right(&check.right, out);
    close(out);
}

fn operator_words(check: &Check) -> String {
    match check.modifier {
        Some(modifier) => format!("{} {modifier}", check.operator),
        None => check.operator.word().to_owned(),
    }
}

fn write_right(right: &Right, out: &mut Vec<u8>) {
    match right {
        Right::Nothing => {}
        Right::Value(value) => write_string(&value.value, out),
        Right::List(items) => write_list(items, out),
        Right::Operand(operand) => write_operand(operand, out),
    }
}

fn write_list(items: &[Literal], out: &mut Vec<u8>) {
    open(" (list", out);
    for item in items {
        write_string(&item.value, out);
    }
    close(out);
}

fn write_operand(operand: &Operand, out: &mut Vec<u8>) {
    match operand {
        Operand::Field(field) => write_field(field, out),
        Operand::Transform(transform) => write_transform(transform, out),
        Operand::Literal(literal) => write_string(&literal.value, out),
        Operand::List(items, _) => write_operand_list(items, out),
    }
}

fn write_field(field: &Field, out: &mut Vec<u8>) {
    open(" (field", out);
    write_string(field.name.as_bytes(), out);
    if let Some(argument) = &field.argument {
        write_string(argument, out);
    }
    close(out);
}

fn write_transform(transform: &Transform, out: &mut Vec<u8>) {
    open(" (call", out);
    write_string(transform.name.word().as_bytes(), out);
    if let Some(selector) = &transform.selector {
        open(" (arg", out);
        write_string(selector, out);
        close(out);
    }
    write_operands(&transform.arguments, out);
    close(out);
}

fn write_operand_list(items: &[Operand], out: &mut Vec<u8>) {
    open(" (tlist", out);
    write_operands(items, out);
    close(out);
}

fn write_operands(operands: &[Operand], out: &mut Vec<u8>) {
    for operand in operands {
        write_operand(operand, out);
    }
}

/// Starts a form. What follows brings its own blanks.
fn open(head: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(head.as_bytes());
}

fn close(out: &mut Vec<u8>) {
    out.push(b')');
}

fn write_string(value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b" \"");
    for byte in value {
        write_json_byte(*byte, out);
    }
    out.push(b'"');
}

fn write_json_byte(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        0x08 => out.extend_from_slice(b"\\b"),
        0x0c => out.extend_from_slice(b"\\f"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        _ => out.push(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ParseLimits, parse};

    fn sexp(text: &str) -> String {
        condition(&parse(text, ParseLimits::default()).unwrap())
    }

    #[test]
    fn boolean_nodes_keep_the_nesting_of_parentheses() {
        assert_eq!(
            sexp("a and (b and not c)"),
            r#"(and (macro "a") (and (macro "b") (not (macro "c"))))"#
        );
    }

    #[test]
    fn transformers_show_their_selector_before_their_arguments() {
        let expected = r#"(exists (call "getopt" (arg "n") (field "a.b" "0") "n:"))"#;
        assert_eq!(sexp(r#"getopt(a.b[0], "n:")[n] exists"#), expected);
    }

    #[test]
    fn strings_are_quoted_as_in_json() {
        let expected = r#"(check "=" (field "a.b") "\"\\\n\u0001é")"#;
        assert_eq!(sexp(r#"a.b = "\"\\\n\x01é""#), expected);
    }

    #[test]
    fn lists_of_values_and_of_operands_have_different_heads() {
        let expected = r#"(check "in" (call "join" "-" (tlist (field "a.b") "c")) (list "x" "y"))"#;
        assert_eq!(sexp("join('-', (a.b, 'c')) in (x, y)"), expected);
    }
}
