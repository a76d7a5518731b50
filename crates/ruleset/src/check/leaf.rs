//! One test: its left side, its operator, its values, in this order.

use falconet_condition::Span;
use falconet_condition::ast::{self, Check, Modifier, Operand, Operator, Right};
use falconet_event::catalogue::Source;

use super::between::require_comparable;
use super::error::{Checked, at};
use super::expression::check_expression;
use super::literals::convert;
use super::operators::require_supported;
use super::{CompileWarning, warnings};
use crate::typed::{Expression, Leaf, Literal, Test};

/// Checks one test.
pub(super) fn check_leaf(
    check: &Check,
    span: Span,
    source: &Source,
    warnings: &mut Vec<CompileWarning>,
) -> Checked<Leaf> {
    let left = check_expression(&check.left, source)?;
    require_supported(check.operator, check.modifier, &left).map_err(at(check.operator_span))?;
    let test = match &check.right {
        Right::Nothing => Test::Exists,
        Right::Operand(operand) => test_of_operand(check, &left, operand, source)?,
        Right::Value(value) => {
            test_of_values(check, &left, std::slice::from_ref(value), source, warnings)?
        }
        Right::List(values) => test_of_values(check, &left, values, source, warnings)?,
    };
    Ok(Leaf { left, test, span })
}

fn test_of_operand(
    check: &Check,
    left: &Expression,
    operand: &Operand,
    source: &Source,
) -> Checked<Test> {
    let right = check_expression(operand, source)?;
    require_comparable(check, left, operand, &right).map_err(at(operand.span()))?;
    Ok(Test::CompareExpression(plain(check.operator), right))
}

fn test_of_values(
    check: &Check,
    left: &Expression,
    values: &[ast::Literal],
    source: &Source,
    warnings: &mut Vec<CompileWarning>,
) -> Checked<Test> {
    let mut literals = Vec::with_capacity(values.len());
    for value in values {
        warnings::note(check, value, source, warnings);
        let literal = convert(&value.value, check.operator, left.value_type);
        literals.push(literal.map_err(at(value.span))?);
    }
    Ok(test_of_literals(check, literals))
}

fn test_of_literals(check: &Check, mut literals: Vec<Literal>) -> Test {
    let operator = plain(check.operator);
    if let Some(modifier) = check.modifier {
        return Test::CompareEach(operator, modifier, literals);
    }
    match operator {
        Operator::In => Test::In(literals),
        Operator::Intersects => Test::Intersects(literals),
        Operator::PMatch => Test::PathMatch(literals.into_iter().filter_map(path).collect()),
        _ => match literals.pop() {
            Some(only) if literals.is_empty() => Test::Compare(operator, only),
            last => {
                literals.extend(last);
                Test::CompareEach(operator, Modifier::AnyOf, literals)
            }
        },
    }
}

/// `==` is another spelling of `=`.
const fn plain(operator: Operator) -> Operator {
    match operator {
        Operator::DoubleEqual => Operator::Equal,
        other => other,
    }
}

/// `pmatch` is for strings alone, so each of its literals is text.
fn path(literal: Literal) -> Option<Vec<u8>> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::mock::{self, test_of};
    use super::*;

    fn text(value: &str) -> Literal {
        Literal::Text(value.as_bytes().to_vec())
    }

    #[test]
    fn each_form_of_right_side_has_its_test() {
        let cases = [
            ("t.string exists", Test::Exists),
            ("t.string == a", Test::Compare(Operator::Equal, text("a"))),
            ("t.string in (a, b)", Test::In(vec![text("a"), text("b")])),
            ("l.string in ()", Test::In(vec![])),
            ("t.string in a", Test::In(vec![text("a")])),
            ("l.string intersects (a)", Test::Intersects(vec![text("a")])),
            (
                "t.string pmatch (/a, /b)",
                Test::PathMatch(vec![b"/a".to_vec(), b"/b".to_vec()]),
            ),
            (
                "t.string contains oneof (a, b)",
                Test::CompareEach(
                    Operator::Contains,
                    Modifier::OneOf,
                    vec![text("a"), text("b")],
                ),
            ),
        ];
        for (condition, expected) in cases {
            assert_eq!(test_of(condition), expected, "{condition}");
        }
    }

    #[test]
    fn a_right_hand_field_makes_a_comparison_of_expressions() {
        let Test::CompareExpression(operator, right) = test_of("t.string == val(u.string)") else {
            panic!("a comparison of expressions");
        };
        assert_eq!(operator, Operator::Equal);
        assert_eq!(right.text, "u.string");
    }

    #[test]
    fn errors_come_in_the_order_field_then_operator_then_value() {
        let cases = [
            (
                "nope.x bcontains zz",
                "filter_check called with nonexistent field nope.x",
            ),
            (
                "t.uint64 contains x",
                "filter error: 'contains' operator not supported for numeric filters",
            ),
            (
                "t.uint64 contains val(nope.x)",
                "filter error: 'contains' operator not supported for numeric filters",
            ),
            ("t.uint64 in (1, x, y)", "x is not a valid number"),
            (
                "t.string = val(nope.x)",
                "filter_check called with nonexistent field nope.x",
            ),
        ];
        for (condition, expected) in cases {
            assert_eq!(mock::error(condition), expected, "{condition}");
        }
    }

    #[test]
    fn an_error_points_to_the_offending_part() {
        let cases = [
            ("t.string bcontains 61", "bcontains"),
            ("t.ipaddr contains anyof (a)", "contains anyof"),
            ("t.uint64 in (1, 'x', 2)", "'x'"),
            ("t.string = val(t.uint64)", "val(t.uint64)"),
            ("toupper(len(t.string)) = A", "toupper(len(t.string))"),
        ];
        for (condition, part) in cases {
            assert_eq!(mock::offending_part(condition), part, "{condition}");
        }
    }
}
