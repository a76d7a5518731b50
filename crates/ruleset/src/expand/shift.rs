//! Moving a tree's spans into the space that all trees of a load share.

use falconet_condition::Span;
use falconet_condition::ast::{Check, Expr, ExprKind, Literal, Operand, Right};

/// Adds `base` to every span of a tree. As deep as the parser allows.
pub(crate) fn shift(expr: &mut Expr, base: usize) {
    move_span(&mut expr.span, base);
    match &mut expr.kind {
        ExprKind::And(children) | ExprKind::Or(children) => {
            for child in children {
                shift(child, base);
            }
        }
        ExprKind::Not(child) => shift(child, base),
        ExprKind::Macro(_) => {}
        ExprKind::Check(check) => shift_check(check, base),
    }
}

const fn move_span(span: &mut Span, base: usize) {
    span.start += base;
    span.end += base;
}

fn shift_check(check: &mut Check, base: usize) {
    move_span(&mut check.operator_span, base);
    move_span(&mut check.right_span, base);
    shift_operand(&mut check.left, base);
    match &mut check.right {
        Right::Nothing => {}
        Right::Value(literal) => shift_literal(literal, base),
        Right::List(literals) => {
            for literal in literals {
                shift_literal(literal, base);
            }
        }
        Right::Operand(operand) => shift_operand(operand, base),
    }
}

const fn shift_literal(literal: &mut Literal, base: usize) {
    move_span(&mut literal.span, base);
}

fn shift_operand(operand: &mut Operand, base: usize) {
    match operand {
        Operand::Field(field) => move_span(&mut field.span, base),
        Operand::Literal(literal) => shift_literal(literal, base),
        Operand::Transform(transform) => {
            move_span(&mut transform.span, base);
            shift_operands(&mut transform.arguments, base);
        }
        Operand::List(operands, span) => {
            move_span(span, base);
            shift_operands(operands, base);
        }
    }
}

fn shift_operands(operands: &mut [Operand], base: usize) {
    for operand in operands {
        shift_operand(operand, base);
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    #[test]
    fn every_span_moves_by_the_same_distance() {
        let text = "a.b[c] = x or not (concat(d.e, \"f\", g.h) in (y, z) and m)";
        let mut moved = parse(text, ParseLimits::default()).unwrap();
        shift(&mut moved, 4);
        assert_eq!(
            moved,
            parse(&format!("    {text}"), ParseLimits::default()).unwrap()
        );
    }

    #[test]
    fn transformer_lists_and_right_sides_move_too() {
        let text = "join(\",\", (a.b, \"c\")) = val(d.e)";
        let mut moved = parse(text, ParseLimits::default()).unwrap();
        shift(&mut moved, 2);
        assert_eq!(
            moved,
            parse(&format!("  {text}"), ParseLimits::default()).unwrap()
        );
    }
}
