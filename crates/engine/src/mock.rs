//! A small source, and events for it, to try things on.

use falconet_condition::{ParseLimits, parse};
use falconet_event::catalogue::flat::{FlatCatalogue, FlatField};
use falconet_event::catalogue::{Catalogue, Source, SourceId, ValueType};
use falconet_event::{Acceptance, EventContext};
use falconet_ruleset::check;
use falconet_ruleset::typed::Condition;

use crate::format::CompiledFormat;
use crate::program::{Event, Program, ProgramBuilder, Scratch};

/// Fields `t.string`, `u.string`, `t.uint64`, `l.string` and `l.uint64`.
pub(crate) fn catalogue() -> Catalogue {
    let scalar = FlatField::scalar;
    let list = |name, value_type| FlatField {
        is_list: true,
        ..scalar(name, value_type)
    };
    let fields = vec![
        scalar("t.string", ValueType::String),
        scalar("u.string", ValueType::String),
        scalar("t.uint64", ValueType::Uint64),
        list("l.string", ValueType::String),
        list("l.uint64", ValueType::Uint64),
    ];
    FlatCatalogue::new()
        .source("mocksrc", "mock", fields)
        .finish()
}

/// The only source of `catalogue`.
pub(crate) fn source(catalogue: &Catalogue) -> &Source {
    catalogue.get(SourceId(0)).unwrap()
}

/// The checked form of a condition.
pub(crate) fn condition(text: &str, source: &Source) -> Condition {
    let tree = parse(text, ParseLimits::default()).unwrap();
    check::condition(&tree, source).unwrap().0
}

/// A program with one rule for each condition.
pub(crate) fn program(conditions: &[&str]) -> Program {
    built(conditions, false)
}

/// The same, whose tests are asked in the order in which they are written.
pub(crate) fn program_as_written(conditions: &[&str]) -> Program {
    built(conditions, true)
}

fn built(conditions: &[&str], as_written: bool) -> Program {
    let catalogue = catalogue();
    let source = source(&catalogue);
    let mut builder = ProgramBuilder::new(source, 1 << 20);
    if as_written {
        builder.keep_order();
    }
    for text in conditions {
        builder.rule(&condition(text, source)).unwrap();
    }
    builder.finish()
}

/// The text of a format over an event.
pub(crate) fn rendered(format: &str, event: &str) -> String {
    let catalogue = catalogue();
    let source = source(&catalogue);
    let format = check::format(format, source).unwrap();
    let mut builder = ProgramBuilder::new(source, 1 << 20);
    let format = CompiledFormat::new(&format, &mut builder);
    let program = builder.finish();
    with_event(
        &program,
        event,
        &mut Scratch::default(),
        |event, scratch| {
            let mut out = Vec::new();
            format.render(&program, event, scratch, &mut out);
            String::from_utf8_lossy(&out).into_owned()
        },
    )
}

/// Does something with an event that was scanned.
pub(crate) fn with_event<T>(
    program: &Program,
    record: &str,
    scratch: &mut Scratch,
    act: impl FnOnce(&Event<'_>, &mut Scratch) -> T,
) -> T {
    let record = record.as_bytes();
    let acceptance = program.scan(record, scratch).unwrap();
    let Acceptance::Event { timestamp_ns } = acceptance else {
        panic!("{acceptance:?}");
    };
    let context = EventContext {
        number: 1,
        timestamp_ns,
        first_timestamp_ns: timestamp_ns,
        utc_offset_seconds: 0,
        hostname: "",
    };
    act(&Event { record, context }, scratch)
}
