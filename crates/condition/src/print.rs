//! Falco's printed form of trees: what it shows as the compiled condition, and how it names fields in alerts.
//!
//! Values may hold any bytes; what is not UTF-8 prints as `U+FFFD`. The form is for people: an empty string prints as nothing, and a comma or a
//! parenthesis in a value is not quoted, so not every printed text parses again.

use crate::ast::{Check, Expr, Field, Literal, Operand, Right, Transform};
use crate::render::{self, Notation, join};

const PRINTED: Notation = Notation {
    and: ["(", " and ", ")"],
    or: ["(", " or ", ")"],
    not: ["not ", ""],
    write_macro: |name, out| out.extend_from_slice(name.as_bytes()),
    write_check,
};

/// A condition as text.
///
/// ```
/// use falconet_condition::{ParseLimits, parse, print::print_condition};
///
/// let tree = parse("not(a.b in ('x y', z)) and len(c.d)>3", ParseLimits::default())?;
/// assert_eq!(print_condition(&tree), r#"(not a.b in ("x y", z) and len(c.d) > 3)"#);
/// # Ok::<(), falconet_condition::ParseError>(())
/// ```
pub fn print_condition(expr: &Expr) -> String {
    text_of(|out| write_condition(expr, out))
}

/// A field, transformer, value or list as text: `json.value[/eventName]`, `tolower(ct.name)`.
pub fn print_operand(operand: &Operand) -> String {
    text_of(|out| write_operand(operand, out))
}

fn write_condition(expr: &Expr, out: &mut Vec<u8>) {
    render::render(expr, &PRINTED, out);
}

fn write_operand(operand: &Operand, out: &mut Vec<u8>) {
    match operand {
        Operand::Field(field) => write_field(field, out),
        Operand::Transform(transform) => write_transform(transform, out),
        Operand::Literal(literal) => write_value(&literal.value, out),
        Operand::List(items, _) => write_parenthesised(items, ",", out, write_operand),
    }
}

/// Writes a value, between double quotes where Falco thinks it needs them.
fn write_value(value: &[u8], out: &mut Vec<u8>) {
    if !value.iter().any(|byte| asks_for_quotes(*byte)) {
        out.extend_from_slice(value);
        return;
    }
    out.push(b'"');
    for byte in value {
        write_escaped(*byte, out);
    }
    out.push(b'"');
}

fn text_of(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

const fn asks_for_quotes(byte: u8) -> bool {
    matches!(
        byte,
        0 | 0x08 | 0x0c | b'\n' | b'\r' | b'\t' | b' ' | b'=' | b'\\' | b'"' | b'\''
    )
}

fn write_escaped(byte: u8, out: &mut Vec<u8>) {
    let escape = match byte {
        0x08 => b'b',
        0x0c => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        b'\\' | b'"' => byte,
        _ => return out.push(byte),
    };
    out.extend_from_slice(&[b'\\', escape]);
}

fn write_check(check: &Check, out: &mut Vec<u8>) {
    write_operand(&check.left, out);
    write_word(check.operator.word(), out);
    if let Some(modifier) = check.modifier {
        write_word(modifier.word(), out);
    }
    write_right(&check.right, out);
}

fn write_word(word: &str, out: &mut Vec<u8>) {
    out.push(b' ');
    out.extend_from_slice(word.as_bytes());
}

fn write_right(right: &Right, out: &mut Vec<u8>) {
    if !matches!(right, Right::Nothing) {
        out.push(b' ');
    }
    match right {
        Right::Nothing => {}
        Right::Value(value) => write_literal(value, out),
        Right::List(items) => write_parenthesised(items, ", ", out, write_literal),
        Right::Operand(operand) => write_operand(operand, out),
    }
}

fn write_literal(literal: &Literal, out: &mut Vec<u8>) {
    write_value(&literal.value, out);
}

fn write_field(field: &Field, out: &mut Vec<u8>) {
    out.extend_from_slice(field.name.as_bytes());
    write_bracketed(field.argument.as_deref(), out);
}

fn write_transform(transform: &Transform, out: &mut Vec<u8>) {
    out.extend_from_slice(transform.name.word().as_bytes());
    write_parenthesised(&transform.arguments, ",", out, write_operand);
    write_bracketed(transform.selector.as_deref(), out);
}

fn write_bracketed(argument: Option<&[u8]>, out: &mut Vec<u8>) {
    let Some(argument) = argument else { return };
    out.push(b'[');
    if argument.is_empty() {
        out.extend_from_slice(b"\"\"");
    }
    write_value(argument, out);
    out.push(b']');
}

fn write_parenthesised<T>(
    items: &[T],
    separator: &str,
    out: &mut Vec<u8>,
    write: fn(&T, &mut Vec<u8>),
) {
    out.push(b'(');
    join(items, separator, out, write);
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ParseLimits, parse, parse_operand_prefix};

    fn printed(text: &str) -> String {
        print_condition(&parse(text, ParseLimits::default()).unwrap())
    }

    #[test]
    fn chains_and_negations_print_with_their_own_parentheses() {
        assert_eq!(
            printed("a or (b or c) and not(d)"),
            "(a or ((b or c) and not d))"
        );
    }

    #[test]
    fn values_are_quoted_only_where_they_hold_blanks_quotes_escapes_or_equals() {
        assert_eq!(printed("a.b = 'x,(y)'"), "a.b = x,(y)");
        assert_eq!(printed("a.b = 'x=y'"), "a.b = \"x=y\"");
        assert_eq!(printed(r#"a.b = "it's\t\"é\"""#), r#"a.b = "it's\t\"é\"""#);
    }

    #[test]
    fn an_empty_value_prints_as_nothing_but_an_empty_argument_as_quotes() {
        assert_eq!(printed("a.b = ''"), "a.b = ");
        assert_eq!(printed("a.b[''] exists"), "a.b[\"\"] exists");
        assert_eq!(printed("a.b in ()"), "a.b in ()");
    }

    #[test]
    fn bytes_that_are_no_text_are_written_as_they_are() {
        let tree = parse(r#"a.b = "\xff""#, ParseLimits::default()).unwrap();
        let mut bytes = Vec::new();
        write_condition(&tree, &mut bytes);
        assert_eq!(bytes, b"a.b = \xff");
        assert_eq!(print_condition(&tree), "a.b = \u{fffd}");
    }

    #[test]
    fn operands_print_without_blanks() {
        let (operand, _) = parse_operand_prefix(
            "join( ',' , (a.b[\"k\"] , 'z', 5) )",
            ParseLimits::default(),
        )
        .unwrap();
        assert_eq!(print_operand(&operand), "join(,,(a.b[k],z,5))");
    }
}
