//! `format` vectors of one output text over one event.
//!
//! Alerts print `<NA>` for what is absent. A format that does not begin with a star ends there instead, which only
//! stand-alone formats do: so the values are asked for one by one, and what comes before the first absent one is rendered.

use falconet_event::catalogue::SourceId;
use falconet_ruleset::check;
use falconet_ruleset::typed::{Expression, Format, Piece};
use falconet_ruleset::{ExtraField, ExtraValue};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::catalogue::{self, Field};
use crate::stage::Stage;
use crate::vector::{Found, members};

/// An output text, and the event it is rendered for.
#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    fields: Vec<Field>,
    event: Value,
    format: String,
    /// Whether the values are wanted as a JSON object, in place of the text.
    json: bool,
    /// Whether that object has the transformed values as well.
    resolve_transformed: bool,
}

/// What is rendered, or why the text does not compile.
pub(crate) fn found(input: &Input) -> Result<Found, String> {
    let catalogue = catalogue::of_fields(&input.fields);
    let source = catalogue.get(SourceId(0)).ok_or("there is no source")?;
    let format = match check::format(&input.format, source) {
        Ok(format) => format,
        Err(error) => return Ok(members(json!({"compile_error": error.to_string()}))),
    };
    let mut stage = Stage::new(&catalogue, &input.event)?;
    let names: Vec<_> = format
        .fields
        .iter()
        .map(|field| field.text.clone())
        .collect();
    let (ok, output) = if input.json {
        object(input, &format, &mut stage)?
    } else {
        text(input, format, &mut stage)?
    };
    Ok(members(
        json!({"ok": ok, "output": output, "field_names": names}),
    ))
}

/// The text, up to the first absent value if the format ends there.
fn text(input: &Input, mut format: Format, stage: &mut Stage<'_>) -> Result<(bool, Value), String> {
    let end = first_absent(input, &values(&format), stage)?;
    if let Some(value) = end {
        let is_value = |piece: &Piece| matches!(piece, Piece::Value { .. });
        let mut places =
            (0..format.pieces.len()).filter(|at| format.pieces.get(*at).is_some_and(is_value));
        let place = places.nth(value).unwrap_or_default();
        format.pieces.truncate(place);
    }
    let alert = stage.alert(format, Vec::new())?;
    Ok((end.is_none(), alert.message.into()))
}

/// The object of the fields, and of the transformed values where those are wanted.
fn object(input: &Input, format: &Format, stage: &mut Stage<'_>) -> Result<(bool, Value), String> {
    let transformed = values(format)
        .into_iter()
        .filter(|_| input.resolve_transformed);
    let shown: Vec<_> = format.fields.iter().chain(transformed).collect();
    let end = first_absent(input, &shown, stage)?;
    let shown = shown.get(..end.unwrap_or(shown.len())).unwrap_or_default();
    let extra = shown.iter().map(|expression| raw(expression)).collect();
    let alert = stage.alert(Format::default(), extra)?;
    let named = shown.iter().map(|expression| {
        let value = alert.output_fields.get(&expression.text);
        (expression.text.clone(), value.cloned().unwrap_or_default())
    });
    Ok((end.is_none(), object_or_null(named.collect())))
}

fn object_or_null(object: Map<String, Value>) -> Value {
    if object.is_empty() {
        Value::Null
    } else {
        Value::Object(object)
    }
}

fn first_absent(
    input: &Input,
    expressions: &[&Expression],
    stage: &mut Stage<'_>,
) -> Result<Option<usize>, String> {
    if input.format.starts_with('*') {
        return Ok(None);
    }
    let present = stage.present(expressions)?;
    Ok(present.iter().position(|present| !present))
}

fn values(format: &Format) -> Vec<&Expression> {
    let values = format.pieces.iter().filter_map(|piece| match piece {
        Piece::Value { expression, .. } => Some(expression),
        Piece::Text(_) => None,
    });
    values.collect()
}

fn raw(expression: &Expression) -> ExtraField {
    ExtraField {
        name: expression.text.clone(),
        text: String::new(),
        value: ExtraValue::Raw(Some(expression.clone())),
    }
}
