//! Conditions over one event.

use falconet_condition::{ParseLimits, parse};
use falconet_event::catalogue::{Source, SourceId};
use falconet_ruleset::check;
use falconet_ruleset::typed::Condition;
use serde_json::Value as Json;

use super::events::catalogue;
use super::reader::{report, vectors};
use crate::mock::with_event;
use crate::program::{Program, ProgramBuilder, Scratch};

/// Vectors whose answer is a defect of Falco's that is mended here: `= anyof` never finds a network there.
const MENDED: &[&str] = &[];

#[test]
fn conditions_hold_where_falco_says_so() {
    let outcomes: Vec<_> = vectors("eval")
        .iter()
        .map(|vector| (vector["id"].as_str().unwrap().to_owned(), outcome(vector)))
        .collect();
    report("eval", &outcomes);
}

fn outcome(vector: &Json) -> Result<(), String> {
    let (input, expected) = (&vector["input"], &vector["expect"]);
    let catalogue = catalogue(&input["fields"]);
    let source = catalogue.get(SourceId(0)).unwrap();
    match (
        check_text(input["condition"].as_str().unwrap(), source),
        expected.get("compile_error"),
    ) {
        (Err(error), Some(text)) if error == text.as_str().unwrap() => Ok(()),
        (Err(error), _) => Err(format!("{error:?} instead of {expected}")),
        (Ok(_), Some(text)) => Err(format!("compiled instead of {text}")),
        (Ok(condition), None) => {
            let mended = MENDED.iter().any(|id| vector["id"] == *id);
            judged(
                &condition,
                source,
                &input["event"],
                (expected["result"] == true) != mended,
            )
        }
    }
}

/// As stand-alone conditions are compiled: parse errors carry their place.
fn check_text(text: &str, source: &Source) -> Result<Condition, String> {
    let tree = parse(text, ParseLimits::default()).map_err(|error| {
        let place = error.position;
        format!(
            "filter error at index {}, line {}, column {}: {error}",
            place.index, place.line, place.column
        )
    })?;
    let (condition, _) = check::condition(&tree, source).map_err(|error| error.to_string())?;
    Ok(condition)
}

fn judged(
    condition: &Condition,
    source: &Source,
    event: &Json,
    expected: bool,
) -> Result<(), String> {
    let mut program = compiled(condition, source);
    let indexed = holds(&program, event);
    program.disable_index();
    let plain = holds(&program, event);
    if (indexed, plain) == (expected, expected) {
        return Ok(());
    }
    Err(format!(
        "indexed {indexed}, plain {plain}, expected {expected}: {condition:?} of {event}"
    ))
}

fn compiled(condition: &Condition, source: &Source) -> Program {
    let mut builder = ProgramBuilder::new(source, 10 << 20);
    builder.rule(condition).unwrap();
    builder.finish()
}

fn holds(program: &Program, event: &Json) -> bool {
    with_event(
        program,
        &event.to_string(),
        &mut Scratch::default(),
        |event, scratch| {
            program.select(event, scratch);
            program.next_match(0, event, scratch, &mut ()).is_some()
        },
    )
}
