//! Fields, transformers and literals as things that yield values.
//!
//! Recursion here is bounded by the parser: nothing makes an operand deeper than its text was. What is not part
//! of the recursion is kept out of its frames.

use falconet_condition::ast::{Field, Literal, Operand, Transform, Transformer};
use falconet_condition::print::print_operand;
use falconet_event::catalogue::{Source, ValueType};

use super::error::{Checked, at};
use super::transformers::apply;
use crate::typed::{Expression, ExpressionKind};

/// Checks an operand that stands by itself, and gives it its printed form.
pub(super) fn check_expression(operand: &Operand, source: &Source) -> Checked<Expression> {
    let mut expression = check_argument(operand, source)?;
    if expression.text.is_empty() {
        expression.text = print_operand(operand);
    }
    Ok(expression)
}

/// Checks what stands inside a transformer. Fields alone get their printed form: those of nested transformers
/// would add up to the square of the nesting.
pub(super) fn check_arguments(operands: &[Operand], source: &Source) -> Checked<Vec<Expression>> {
    let mut checked = Vec::with_capacity(operands.len());
    for operand in operands {
        checked.push(check_argument(operand, source)?);
    }
    Ok(checked)
}

fn check_argument(operand: &Operand, source: &Source) -> Checked<Expression> {
    match operand {
        Operand::Field(field) => check_field(field, operand, source),
        Operand::Transform(call) => apply(call, check_arguments(&call.arguments, source)?),
        Operand::Literal(literal) => Ok(constant(literal)),
        Operand::List(items, _) => Ok(list(check_arguments(items, source)?)),
    }
}

#[inline(never)]
fn check_field(field: &Field, operand: &Operand, source: &Source) -> Checked<Expression> {
    let found = source
        .resolve(&lookup_text(field))
        .map_err(at(field.span))?;
    let spec = source.spec(&found);
    Ok(Expression {
        value_type: spec.value_type,
        is_list: spec.is_list,
        text: print_operand(operand),
        kind: ExpressionKind::Field(found),
    })
}

/// The argument is looked up without the quotes that it may have had.
fn lookup_text(field: &Field) -> Vec<u8> {
    let mut text = field.name.clone().into_bytes();
    if let Some(argument) = &field.argument {
        text.push(b'[');
        text.extend_from_slice(argument);
        text.push(b']');
    }
    text
}

fn constant(literal: &Literal) -> Expression {
    Expression {
        kind: ExpressionKind::Constant(literal.value.clone()),
        value_type: ValueType::String,
        is_list: false,
        text: String::new(),
    }
}

/// `( … )` is a list of strings, whatever its elements are.
fn list(items: Vec<Expression>) -> Expression {
    Expression {
        kind: ExpressionKind::List(items),
        value_type: ValueType::String,
        is_list: true,
        text: String::new(),
    }
}

/// What Falco's messages call an operand: the field that it comes from, without arguments.
pub(super) fn subject(operand: &Operand) -> String {
    match operand {
        Operand::Field(field) => field.name.clone(),
        Operand::Transform(call) => subject_of_transform(call),
        Operand::Literal(_) | Operand::List(..) => print_operand(operand),
    }
}

fn subject_of_transform(call: &Transform) -> String {
    match (call.name, call.arguments.first()) {
        (Transformer::Join | Transformer::Concat | Transformer::GetOpt, _) | (_, None) => {
            call.name.to_string()
        }
        (_, Some(argument)) => subject(argument),
    }
}

#[cfg(test)]
mod tests {
    use super::super::mock::{leaf, left_of};
    use super::*;

    #[test]
    fn fields_have_the_type_that_the_source_declares() {
        let field = left_of("l.uint64 exists");
        assert_eq!((field.value_type, field.is_list), (ValueType::Uint64, true));
        assert_eq!(field.text, "l.uint64");
    }

    #[test]
    fn an_argument_is_printed_without_needless_quotes() {
        assert_eq!(left_of("a.key[\"foo\"] exists").text, "a.key[foo]");
        assert_eq!(left_of("a.key['x=y'] exists").text, "a.key[\"x=y\"]");
    }

    #[test]
    fn only_the_outermost_expression_and_fields_carry_their_text() {
        let outer = left_of("toupper(tolower(a.key['k'])) exists");
        assert_eq!(outer.text, "toupper(tolower(a.key[k]))");
        let ExpressionKind::Transform { arguments, .. } = &outer.kind else {
            panic!("a transformer");
        };
        let ExpressionKind::Transform {
            arguments: innermost,
            ..
        } = &arguments[0].kind
        else {
            panic!("a transformer");
        };
        assert_eq!(arguments[0].text, "");
        assert_eq!(innermost[0].text, "a.key[k]");
    }

    #[test]
    fn lists_are_lists_of_strings() {
        let left = left_of("join(',', (t.uint64, u.string)) = a");
        let ExpressionKind::Transform { arguments, .. } = &left.kind else {
            panic!("a transformer");
        };
        assert_eq!(arguments[1].value_type, ValueType::String);
        assert!(arguments[1].is_list);
    }

    #[test]
    fn a_leaf_knows_where_it_stands() {
        let leaf = leaf("  t.string = a");
        assert_eq!((leaf.span.start, leaf.span.end), (2, 14));
    }

    #[test]
    fn the_deepest_operand_that_parses_is_checked() {
        let depth = 497;
        let text = format!(
            "{}t.string{} = a",
            "tolower(".repeat(depth),
            ")".repeat(depth)
        );
        let left = left_of(&text);
        assert_eq!(left.text, text.strip_suffix(" = a").unwrap());
    }
}
