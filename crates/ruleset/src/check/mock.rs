//! A source and shorthands for tests.

use falconet_condition::ast::Expr;
use falconet_condition::{ParseLimits, parse as parse_condition};
use falconet_event::catalogue::flat::{FlatCatalogue, FlatField};
use falconet_event::catalogue::{ArgumentSpec, Source, ValueType};

use super::{CheckError, condition};
use crate::typed::{Condition, Expression, Leaf, Test};

/// Fields `t.TYPE` of each type, lists `l.TYPE`, and some with arguments.
pub(super) fn source() -> Source {
    let types = [
        ("string", ValueType::String),
        ("uint64", ValueType::Uint64),
        ("bool", ValueType::Bool),
        ("ipaddr", ValueType::IpAddr),
        ("ipnet", ValueType::IpNet),
        ("reltime", ValueType::RelTime),
        ("abstime", ValueType::AbsTime),
    ];
    let mut fields = vec![
        FlatField::scalar("u.string", ValueType::String),
        FlatField::scalar("ct.user", ValueType::String),
        FlatField::scalar("ct.user.arn", ValueType::String),
        with_argument("a.key", true, true, false),
        with_argument("a.idx", true, false, true),
        with_argument("o.idx", false, false, true),
    ];
    for (name, value_type) in types {
        fields.push(FlatField::scalar(&format!("t.{name}"), value_type));
        fields.push(FlatField {
            is_list: true,
            ..FlatField::scalar(&format!("l.{name}"), value_type)
        });
    }
    let catalogue = FlatCatalogue::new()
        .source("mocksrc", "mock", fields)
        .finish();
    catalogue.sources[0].clone()
}

fn with_argument(name: &str, required: bool, key: bool, index: bool) -> FlatField {
    FlatField {
        argument: Some(ArgumentSpec {
            required,
            key,
            index,
        }),
        ..FlatField::scalar(name, ValueType::String)
    }
}

pub(super) fn parse(text: &str) -> Expr {
    parse_condition(text, ParseLimits::RULE_LOADER).unwrap()
}

fn check_error(text: &str) -> CheckError {
    condition(&parse(text), &source()).unwrap_err()
}

pub(super) fn error(text: &str) -> String {
    check_error(text).to_string()
}

pub(super) fn offending_part(text: &str) -> &str {
    let span = check_error(text).span;
    &text[span.start..span.end]
}

pub(super) fn accepts(text: &str) -> bool {
    condition(&parse(text), &source()).is_ok()
}

pub(super) fn warnings_of(text: &str) -> Vec<String> {
    let (_, warnings) = condition(&parse(text), &source()).unwrap();
    warnings.iter().map(ToString::to_string).collect()
}

pub(super) fn leaf(text: &str) -> Leaf {
    match condition(&parse(text), &source()).unwrap().0 {
        Condition::Leaf(leaf) => *leaf,
        other => panic!("{other:?} is not a leaf"),
    }
}

pub(super) fn test_of(text: &str) -> Test {
    leaf(text).test
}

pub(super) fn left_of(text: &str) -> Expression {
    leaf(text).left
}
