//! Output formats over one event.

use falconet_event::catalogue::{Source, SourceId};
use falconet_ruleset::check;
use falconet_ruleset::typed::{Expression, Format, Piece};
use serde_json::{Map, Value as Json};

use super::events::catalogue;
use super::reader::{report, vectors};
use crate::format::{CompiledFormat, write_json};
use crate::mock::with_event;
use crate::program::{Event, ExprId, Program, ProgramBuilder, Scratch};

/// The vector that prints the bytes of numbers, a defect of Falco's, and what is printed here.
const MENDED: (&str, &str) = ("", "");

#[test]
fn formats_are_rendered_as_falco_renders_them() {
    let outcomes: Vec<_> = vectors("format")
        .iter()
        .filter(|vector| vector["input"].get("format").is_some())
        .map(|vector| (vector["id"].as_str().unwrap().to_owned(), outcome(vector)))
        .collect();
    report("format", &outcomes);
}

fn outcome(vector: &Json) -> Result<(), String> {
    let (input, expected) = (&vector["input"], &vector["expect"]);
    let catalogue = catalogue(&input["fields"]);
    let source = catalogue.get(SourceId(0)).unwrap();
    let text = input["format"].as_str().unwrap();
    match (check::format(text, source), expected.get("compile_error")) {
        (Err(error), Some(text)) if error.to_string() == text.as_str().unwrap() => Ok(()),
        (Err(error), _) => Err(format!("{error:?} instead of {expected}")),
        (Ok(_), Some(text)) => Err(format!("compiled instead of {text}")),
        (Ok(format), None) if input["json"] == true => {
            json_outcome(&format, source, input, expected)
        }
        (Ok(format), None) if vector["id"] == MENDED.0 => compare(
            &text_of(&format, source, input),
            &(true, MENDED.1.to_owned()),
        ),
        (Ok(format), None) => {
            let output = expected["output"].as_str().unwrap().to_owned();
            compare(
                &text_of(&format, source, input),
                &(expected["ok"] == true, output),
            )
        }
    }
}

fn json_outcome(
    format: &Format,
    source: &Source,
    input: &Json,
    expected: &Json,
) -> Result<(), String> {
    let object = serde_json::from_str(expected["output"].as_str().unwrap()).unwrap();
    compare(
        &json_of(format, source, input),
        &(expected["ok"] == true, object),
    )
}

fn compare<T: PartialEq + std::fmt::Debug>(rendered: &T, wanted: &T) -> Result<(), String> {
    if rendered == wanted {
        return Ok(());
    }
    Err(format!("{rendered:?} instead of {wanted:?}"))
}

/// Whether an absent value does not end the rendering. Alerts always ask for that.
fn goes_on(input: &Json) -> bool {
    input["format"].as_str().unwrap().starts_with('*')
}

/// The text up to the first absent value, and whether that is all of it.
fn text_of(format: &Format, source: &Source, input: &Json) -> (bool, String) {
    let mut builder = ProgramBuilder::new(source, 10 << 20);
    let pieces: Vec<_> = format
        .pieces
        .iter()
        .map(|piece| compiled(piece, &mut builder))
        .collect();
    let program = builder.finish();
    with_event(
        &program,
        &input["event"].to_string(),
        &mut Scratch::default(),
        |event, scratch| {
            let is_present = |id: ExprId, scratch: &mut Scratch| program.load(id, event, scratch);
            let mut out = Vec::new();
            for (id, piece) in &pieces {
                if !goes_on(input) && id.is_some_and(|id| !is_present(id, scratch)) {
                    return (false, String::from_utf8_lossy(&out).into_owned());
                }
                piece.render(&program, event, scratch, &mut out);
            }
            (true, String::from_utf8_lossy(&out).into_owned())
        },
    )
}

fn compiled(piece: &Piece, builder: &mut ProgramBuilder<'_>) -> (Option<ExprId>, CompiledFormat) {
    let id = match piece {
        Piece::Value { expression, .. } => Some(builder.expression(expression)),
        Piece::Text(_) => None,
    };
    let alone = Format {
        pieces: vec![piece.clone()],
        fields: Vec::new(),
    };
    (id, CompiledFormat::new(&alone, builder))
}

/// The object of the fields, and of the transformed expressions where those are asked for.
fn json_of(format: &Format, source: &Source, input: &Json) -> (bool, Json) {
    let mut builder = ProgramBuilder::new(source, 10 << 20);
    let shown = format.fields.iter().chain(transformed(format, input));
    let members: Vec<_> = shown
        .map(|expression| (expression.text.clone(), builder.expression(expression)))
        .collect();
    let program = builder.finish();
    with_event(
        &program,
        &input["event"].to_string(),
        &mut Scratch::default(),
        |event, scratch| {
            let mut object = Map::new();
            for (name, id) in &members {
                let value = value_of(*id, &program, event, scratch);
                if value.is_none() && !goes_on(input) {
                    return (false, object_or_null(object));
                }
                object.insert(name.clone(), value.unwrap_or_default());
            }
            (true, object_or_null(object))
        },
    )
}

fn transformed<'a>(format: &'a Format, input: &Json) -> impl Iterator<Item = &'a Expression> {
    let resolved = input["resolve_transformed"] == true;
    format.pieces.iter().filter_map(move |piece| match piece {
        Piece::Value { expression, .. } if resolved => Some(expression),
        _ => None,
    })
}

fn object_or_null(object: Map<String, Json>) -> Json {
    if object.is_empty() {
        Json::Null
    } else {
        Json::Object(object)
    }
}

fn value_of(
    id: ExprId,
    program: &Program,
    event: &Event<'_>,
    scratch: &mut Scratch,
) -> Option<Json> {
    program.load(id, event, scratch);
    let operand = program.get(id, event.record, scratch)?;
    let mut out = Vec::new();
    write_json(
        &operand,
        program.shown(id),
        event.context.timestamp_ns,
        &mut out,
    );
    Some(serde_json::from_slice(&out).unwrap())
}
