//! The operations that keep nothing, by their names.

use falconet_event::catalogue::Catalogue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::check::{self, check};
use crate::diff::diff;
use crate::messages::FatalKind;
use crate::witness::witness;
use crate::{format, rule_tests, show};

/// Answers a request of which the name is taken out.
type Operation = fn(Value, &Catalogue) -> Value;

/// A table, and not a `match`: each operation stays a function of its own, which is what compiles fast when the module is
/// loaded.
const OPERATIONS: [(&str, Operation); 10] = [
    ("check", checked),
    ("diff", |request, catalogue| {
        answered(request, catalogue, diff)
    }),
    ("format", |request, catalogue| {
        answered(request, catalogue, format::files)
    }),
    ("list", |request, catalogue| {
        show::list(request, catalogue).unwrap_or_else(|error| refused(&error))
    }),
    ("show", |request, catalogue| {
        show::rule(request, catalogue).unwrap_or_else(|error| refused(&error))
    }),
    ("test", |request, catalogue| {
        answered(request, catalogue, rule_tests::test)
    }),
    ("test_files", |request, catalogue| {
        answered(request, catalogue, rule_tests::files)
    }),
    ("test_mutants", |request, catalogue| {
        answered(request, catalogue, rule_tests::mutants)
    }),
    ("test_report", |request, catalogue| {
        answered(request, catalogue, rule_tests::report)
    }),
    ("witness", |request, catalogue| {
        answered(request, catalogue, witness)
    }),
];

/// Does what a request asks for by name; nothing if no operation is named so.
pub fn answer(name: &str, request: Value, catalogue: &Catalogue) -> Option<Value> {
    if falconet_editor::OPERATIONS.contains(&name) {
        let answer = falconet_editor::answer(name, bare(request), catalogue);
        return Some(answer.unwrap_or_else(|error| refused(&error)));
    }
    let (_, operation) = OPERATIONS.iter().find(|(known, _)| *known == name)?;
    Some(operation(request, catalogue))
}

/// What `operation` says to a request, or that it is not understood.
fn answered<Q: DeserializeOwned, A: Serialize>(
    request: Value,
    catalogue: &Catalogue,
    operation: fn(&Q, &Catalogue) -> A,
) -> Value {
    match read(request) {
        Ok(request) => to_value(&operation(&request, catalogue)),
        Err(error) => refused(&not_understood(&error)),
    }
}

fn checked(request: Value, catalogue: &Catalogue) -> Value {
    match read(request) {
        Ok(request) => to_value(&check(&request, catalogue)),
        Err(error) => to_value(&check::refused(FatalKind::Settings, not_understood(&error))),
    }
}

/// The keys of a request beside its `op`, understood.
pub fn read<R: DeserializeOwned>(request: Value) -> serde_json::Result<R> {
    serde_json::from_value(bare(request))
}

/// The keys of a request beside its `op`.
fn bare(mut request: Value) -> Value {
    if let Some(object) = request.as_object_mut() {
        object.remove("op");
    }
    request
}

/// The answer that says why there is none.
pub fn refused(message: &str) -> Value {
    json!({"error": message})
}

/// Why a request is not understood, as it is told.
pub fn not_understood(error: &serde_json::Error) -> String {
    format!("the request is not understood: {error}")
}

/// An answer as JSON.
pub fn to_value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}
