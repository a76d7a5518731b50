//! `eval` vectors: a condition over one event.

use falconet_condition::{ParseLimits, parse};
use falconet_event::catalogue::{Source, SourceId};
use falconet_ruleset::check;
use falconet_ruleset::typed::Condition;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::catalogue::{self, Field};
use crate::stage::Stage;
use crate::vector::{Found, members};

/// A condition that stands alone, and the event it is tested on.
#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    fields: Vec<Field>,
    event: Value,
    condition: String,
}

/// The result and the warnings, or why the condition does not compile.
pub(crate) fn found(input: &Input) -> Result<Found, String> {
    let catalogue = catalogue::of_fields(&input.fields);
    let source = catalogue.get(SourceId(0)).ok_or("there is no source")?;
    let (condition, warnings) = match compile(&input.condition, source) {
        Ok(compiled) => compiled,
        Err(error) => return Ok(members(json!({"compile_error": error}))),
    };
    let (indexed, plain) = Stage::new(&catalogue, &input.event)?.holds(condition)?;
    if indexed != plain {
        return Err(format!(
            "with the index it is {indexed}, without it {plain}"
        ));
    }
    let mut found = members(json!({"result": indexed}));
    if !warnings.is_empty() {
        found.insert("warnings".to_owned(), warnings.into());
    }
    Ok(found)
}

/// As conditions outside of rules are compiled: a parse error has its place in front.
fn compile(text: &str, source: &Source) -> Result<(Condition, Vec<String>), String> {
    let tree = parse(text, ParseLimits::default()).map_err(|error| {
        let place = error.position;
        format!(
            "filter error at index {}, line {}, column {}: {error}",
            place.index, place.line, place.column
        )
    })?;
    let (condition, warnings) =
        check::condition(&tree, source).map_err(|error| error.to_string())?;
    let warnings = warnings.iter().map(ToString::to_string).collect();
    Ok((condition, warnings))
}
