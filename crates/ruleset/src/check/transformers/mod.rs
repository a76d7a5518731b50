//! Transformers: what they take and what they yield.

mod concat;
mod error;
mod getopt;
mod join;
mod single;

pub use error::TransformerError;

use falconet_condition::ast::{Transform, Transformer};
use falconet_event::catalogue::ValueType;

use super::error::{Checked, at};
use crate::typed::{Expression, ExpressionKind};

/// What a transformer yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Yield {
    value_type: ValueType,
    is_list: bool,
}

impl Yield {
    const fn scalar(value_type: ValueType) -> Self {
        Self {
            value_type,
            is_list: false,
        }
    }

    const fn list(value_type: ValueType) -> Self {
        Self {
            value_type,
            is_list: true,
        }
    }
}

/// Applies a transformer to its checked arguments.
#[inline(never)]
pub(super) fn apply(call: &Transform, arguments: Vec<Expression>) -> Checked<Expression> {
    let applied = match <[Expression; 1]>::try_from(arguments) {
        Ok([argument]) => apply_to_one(call, argument),
        Err(arguments) => apply_to_many(call, arguments),
    };
    applied.map_err(at(call.span))
}

fn apply_to_one(call: &Transform, argument: Expression) -> Result<Expression, TransformerError> {
    if call.selector.is_some() {
        return Err(TransformerError::Selector(call.name));
    }
    if call.name == Transformer::Val {
        return Ok(argument);
    }
    let yields = single::check(call, &argument)?;
    Ok(applied(call, vec![argument], yields, None))
}

fn apply_to_many(
    call: &Transform,
    arguments: Vec<Expression>,
) -> Result<Expression, TransformerError> {
    let selector = call.selector.as_deref();
    let yields = match call.name {
        Transformer::Join => join::check(&arguments, selector)?,
        Transformer::Concat => concat::check(&arguments, selector)?,
        Transformer::GetOpt => getopt::check(&arguments, selector)?,
        _ => return Err(TransformerError::ManyArguments),
    };
    let option = selector.and_then(|selector| selector.first().copied());
    Ok(applied(call, arguments, yields, option))
}

fn applied(
    call: &Transform,
    arguments: Vec<Expression>,
    yields: Yield,
    selector: Option<u8>,
) -> Expression {
    Expression {
        kind: ExpressionKind::Transform {
            name: call.name,
            arguments,
            selector,
        },
        value_type: yields.value_type,
        is_list: yields.is_list,
        text: String::new(),
    }
}

/// `join` and `concat` have no options to select.
fn refuse_selector(name: Transformer, selector: Option<&[u8]>) -> Result<(), TransformerError> {
    match selector {
        Some(_) => Err(TransformerError::SelectorOfMany(name)),
        None => Ok(()),
    }
}

fn is_text(expression: &Expression) -> bool {
    expression.value_type == ValueType::String
}
