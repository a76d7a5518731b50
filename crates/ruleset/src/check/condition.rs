//! The Boolean structure of conditions.

use falconet_condition::ast::{Check, Expr, ExprKind};
use falconet_event::catalogue::Source;

use super::error::{Checked, at};
use super::leaf::check_leaf;
use super::{CheckError, CheckErrorKind, CompileWarning};
use crate::typed::Condition;

/// How deep a condition may nest. The parser allows no deeper text, but macros can stack up.
pub const MAX_DEPTH: usize = 1000;

/// Checks a condition whose macros have been replaced, and gathers Falco's warnings in its order.
pub fn condition(
    expr: &Expr,
    source: &Source,
) -> Result<(Condition, Vec<CompileWarning>), CheckError> {
    let mut checker = Checker::new(source, 1);
    let condition = checker.check(expr, 0).map_err(|error| *error)?;
    Ok((condition, checker.warnings))
}

/// The same, but with an error of every test that has one, up to a bound. Falco's error is the first.
pub(crate) fn condition_with_errors(
    expr: &Expr,
    source: &Source,
    most_errors: usize,
) -> Result<(Condition, Vec<CompileWarning>), Vec<CheckError>> {
    let mut checker = Checker::new(source, most_errors);
    let condition = checker.check(expr, 0);
    let mut errors = checker.errors;
    match condition {
        Ok(condition) if errors.is_empty() => Ok((condition, checker.warnings)),
        Ok(_) => Err(errors),
        Err(last) => {
            errors.push(*last);
            Err(errors)
        }
    }
}

struct Checker<'s> {
    source: &'s Source,
    warnings: Vec<CompileWarning>,
    errors: Vec<CheckError>,
    most_errors: usize,
}

/// The frames of the recursion add up, so it goes through no iterators, and tests are not inlined into it.
impl<'s> Checker<'s> {
    const fn new(source: &'s Source, most_errors: usize) -> Self {
        Self {
            source,
            warnings: Vec::new(),
            errors: Vec::new(),
            most_errors,
        }
    }

    fn check(&mut self, expr: &Expr, depth: usize) -> Checked<Condition> {
        require_depth(expr, depth)?;
        match &expr.kind {
            ExprKind::And(children) => self.check_all(children, depth).map(Condition::And),
            ExprKind::Or(children) => self.check_all(children, depth).map(Condition::Or),
            ExprKind::Not(child) => self.check_not(child, depth),
            ExprKind::Macro(name) => refuse_macro(expr, name),
            ExprKind::Check(check) => self.check_test(check, expr),
        }
    }

    fn check_all(&mut self, children: &[Expr], depth: usize) -> Checked<Vec<Condition>> {
        let mut checked = Vec::with_capacity(children.len());
        for child in children {
            checked.push(self.check(child, depth + 1)?);
        }
        Ok(checked)
    }

    fn check_not(&mut self, child: &Expr, depth: usize) -> Checked<Condition> {
        let checked = self.check(child, depth + 1)?;
        Ok(Condition::Not(Box::new(checked)))
    }

    #[inline(never)]
    fn check_test(&mut self, check: &Check, expr: &Expr) -> Checked<Condition> {
        match check_leaf(check, expr.span, self.source, &mut self.warnings) {
            Ok(leaf) => Ok(Condition::Leaf(Box::new(leaf))),
            Err(error) if self.errors.len() + 1 < self.most_errors => {
                self.errors.push(*error);
                Ok(Condition::Or(Vec::new()))
            }
            Err(error) => Err(error),
        }
    }
}

#[inline(never)]
fn require_depth(expr: &Expr, depth: usize) -> Checked<()> {
    if depth > MAX_DEPTH {
        return Err(at(expr.span)(CheckErrorKind::TooDeep(MAX_DEPTH)));
    }
    Ok(())
}

#[inline(never)]
fn refuse_macro(expr: &Expr, name: &str) -> Checked<Condition> {
    Err(at(expr.span)(CheckErrorKind::Macro(name.to_owned())))
}

#[cfg(test)]
mod tests {
    use falconet_condition::Span;

    use super::super::mock;
    use super::*;
    use crate::typed::Test;

    fn checked(text: &str) -> Condition {
        condition(&mock::parse(text), &mock::source()).unwrap().0
    }

    fn error(text: &str) -> CheckError {
        condition(&mock::parse(text), &mock::source()).unwrap_err()
    }

    #[test]
    fn the_boolean_structure_is_kept() {
        let Condition::Or(alternatives) =
            checked("t.string exists or not (t.uint64 exists and t.bool exists)")
        else {
            panic!("an or");
        };
        let [Condition::Leaf(leaf), Condition::Not(negated)] = alternatives.as_slice() else {
            panic!("a leaf and a negation");
        };
        assert_eq!(leaf.test, Test::Exists);
        assert!(matches!(negated.as_ref(), Condition::And(children) if children.len() == 2));
    }

    #[test]
    fn the_first_error_from_the_left_is_reported_with_its_place() {
        let text = "t.string = a and (not nope.x = 1 or t.uint64 = x)";
        let error = error(text);
        assert_eq!(
            error.to_string(),
            "filter_check called with nonexistent field nope.x"
        );
        assert_eq!(text.get(error.span.start..error.span.end), Some("nope.x"));
    }

    #[test]
    fn a_macro_left_over_is_an_unexpected_identifier() {
        assert_eq!(
            error("t.string = a and some_macro").to_string(),
            "filter error: unexpected identifier 'some_macro'"
        );
    }

    #[test]
    fn every_test_may_have_an_error_up_to_the_bound() {
        let tree =
            mock::parse("nope.x = 1 or (t.string = a and not t.uint64 = x) or nope.y exists");
        let errors = |most| {
            let errors = condition_with_errors(&tree, &mock::source(), most).unwrap_err();
            errors.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let all = errors(9);
        assert_eq!(
            all,
            [
                "filter_check called with nonexistent field nope.x",
                "x is not a valid number",
                "filter_check called with nonexistent field nope.y"
            ]
        );
        assert_eq!(errors(2), all[..2]);
    }

    fn nested(depth: usize, wrap: fn(Expr) -> ExprKind) -> Expr {
        let mut expr = mock::parse("t.string exists");
        for _ in 0..depth {
            expr = Expr {
                kind: wrap(expr),
                span: Span::default(),
            };
        }
        expr
    }

    #[test]
    fn conditions_that_macros_made_too_deep_are_refused() {
        let not = |expr| ExprKind::Not(Box::new(expr));
        let and = |expr| ExprKind::And(vec![expr]);
        for wrap in [not, and] {
            let check = |depth| condition(&nested(depth, wrap), &mock::source()).map(drop);
            assert!(check(MAX_DEPTH).is_ok());
            let error = check(MAX_DEPTH + 1).unwrap_err();
            assert_eq!(error.kind, CheckErrorKind::TooDeep(MAX_DEPTH));
        }
    }
}
