//! Reading single fields in tests.

use crate::catalogue::flat::{FlatCatalogue, FlatField};
use crate::catalogue::{Catalogue, Source, SourceId};
use crate::{Acceptance, EventContext, Fields, PlanBuilder, Value};

/// The context that tests read in.
pub(crate) const CONTEXT: EventContext<'static> = EventContext {
    number: 7,
    timestamp_ns: 1_700_000_000_123_456_789,
    first_timestamp_ns: 1_700_000_000_000_000_000,
    utc_offset_seconds: -3600,
    hostname: "host1",
};

/// A value as text: `<NA>` for none, lists as `[a|b]`.
pub(crate) fn shown(value: Option<Value<'_>>) -> String {
    match value {
        None => "<NA>".to_owned(),
        Some(Value::Text(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(truth)) => truth.to_string(),
        Some(Value::Address(address)) => address.to_string(),
        Some(Value::List(list)) => {
            let items: Vec<String> = list.iter().map(|item| shown(Some(item))).collect();
            format!("[{}]", items.join("|"))
        }
    }
}

/// A field of a record of a source.
pub(crate) fn read_of(source: &Source, field: &str, record: &[u8]) -> String {
    let Ok(field) = source.resolve(field.as_bytes()) else {
        panic!("{field} is unknown");
    };
    let mut builder = PlanBuilder::new(source);
    let id = builder.field(&field);
    let plan = builder.finish();
    let mut fields = Fields::new();
    plan.scan(record, &mut fields).unwrap();
    let present = fields.load(&plan, record, &CONTEXT, id);
    let value = fields.value(record, id);
    assert_eq!(present, value.is_some());
    shown(value)
}

/// A field of a CloudTrail record.
pub(crate) fn read(field: &str, record: &str) -> String {
    with_source("aws_cloudtrail", |source| {
        read_of(source, field, record.as_bytes())
    })
}

/// A field of a record whose keys are field names.
pub(crate) fn read_flat(field: FlatField, text: &str, record: &str) -> String {
    let catalogue = FlatCatalogue::new()
        .source("mocksrc", "mock", vec![field])
        .finish();
    read_of(catalogue.get(SourceId(0)).unwrap(), text, record.as_bytes())
}

/// Whether a record of a source is an event.
pub(crate) fn accept(source: &str, record: &str) -> Acceptance {
    with_source(source, |source| {
        let plan = PlanBuilder::new(source).finish();
        let mut fields = Fields::new();
        plan.scan(record.as_bytes(), &mut fields).unwrap();
        plan.accept(record.as_bytes(), &mut fields)
    })
}

/// Calls `test` with one of the sources that production uses.
pub(crate) fn with_source<T>(name: &str, test: impl FnOnce(&Source) -> T) -> T {
    let catalogue = Catalogue::builtin();
    let id = catalogue.source(name).unwrap();
    test(catalogue.get(id).unwrap())
}
