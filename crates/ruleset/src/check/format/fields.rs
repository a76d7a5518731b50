//! The fields that an output mentions.

use std::collections::BTreeSet;

use crate::typed::{Expression, ExpressionKind, Piece};

/// Every distinct field, those inside transformers included, in order of first appearance.
pub(super) fn distinct_fields(pieces: &[Piece]) -> Vec<Expression> {
    let mut fields = Vec::new();
    for piece in pieces {
        if let Piece::Value { expression, .. } = piece {
            gather(expression, &mut fields);
        }
    }
    let mut seen = BTreeSet::new();
    let first = fields.into_iter().filter(|field| seen.insert(&field.text));
    first.cloned().collect()
}

fn gather<'e>(expression: &'e Expression, fields: &mut Vec<&'e Expression>) {
    match &expression.kind {
        ExpressionKind::Field(_) => fields.push(expression),
        ExpressionKind::Constant(_) => {}
        ExpressionKind::Transform { arguments, .. } | ExpressionKind::List(arguments) => {
            for argument in arguments {
                gather(argument, fields);
            }
        }
    }
}
