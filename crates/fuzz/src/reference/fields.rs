//! Reading a field of an event: by itself, anew each time it is asked for.

use falconet_event::catalogue::{Extraction, FieldRef, FieldSpec, OktaField, Source};
use falconet_event::{EventContext, FieldId, Fields, Plan, PlanBuilder};

use super::value::Data;

/// The event that is judged.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) context: EventContext<'a>,
    record: &'a [u8],
    remembering: &'a mut [Remembering],
}

/// A field whose value depends on earlier events.
pub(super) struct Remembering {
    field: FieldRef,
    alone: Alone,
}

/// A plan for one field, and its memory.
struct Alone {
    plan: Plan,
    id: FieldId,
    fields: Fields,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        source: &'a Source,
        record: &'a [u8],
        context: EventContext<'a>,
        remembering: &'a mut [Remembering],
    ) -> Self {
        Self {
            source,
            context,
            record,
            remembering,
        }
    }

    /// The declaration of a field.
    pub(super) fn spec(&self, field: &FieldRef) -> &FieldSpec {
        self.source.spec(field)
    }

    /// The value of a field.
    pub(super) fn value(&mut self, field: &FieldRef) -> Option<Data> {
        let remembered = self.remembering.iter_mut().find(|own| own.field == *field);
        if let Some(remembering) = remembered {
            return remembering.alone.value(self.record, &self.context);
        }
        let mut alone = Alone::new(self.source, field);
        alone.plan.scan(self.record, &mut alone.fields).ok()?;
        alone.value(self.record, &self.context)
    }
}

impl Remembering {
    /// The fields of a source that remember.
    pub(super) fn all(source: &Source) -> Vec<Self> {
        let mut all = Vec::new();
        for provider in &source.providers {
            let remember = provider.fields.iter().filter(|spec| remembers(spec));
            for spec in remember {
                all.extend(arguments(spec).iter().filter_map(|text| {
                    let field = source.resolve(text.as_bytes()).ok()?;
                    let alone = Alone::new(source, &field);
                    Some(Self { field, alone })
                }));
            }
        }
        all
    }

    /// Lets the field see an event, wanted or not.
    pub(super) fn see(&mut self, record: &[u8]) {
        let Alone { plan, fields, .. } = &mut self.alone;
        if plan.scan(record, fields).is_ok() {
            plan.accept(record, fields);
        }
    }
}

fn remembers(spec: &FieldSpec) -> bool {
    spec.extraction == Extraction::Okta(OktaField::FailedFactors)
}

/// The arguments that generated conditions use.
fn arguments(spec: &FieldSpec) -> Vec<String> {
    let name = &spec.name;
    let mut all: Vec<_> = ["0", "1", "2", "10", "60", "3600"]
        .iter()
        .map(|index| format!("{name}[{index}]"))
        .collect();
    all.push(name.to_string());
    all
}

impl Alone {
    fn new(source: &Source, field: &FieldRef) -> Self {
        let mut builder = PlanBuilder::new(source);
        let id = builder.field(field);
        Self {
            plan: builder.finish(),
            id,
            fields: Fields::new(),
        }
    }

    fn value(&mut self, record: &[u8], context: &EventContext<'_>) -> Option<Data> {
        self.fields.load(&self.plan, record, context, self.id);
        self.fields.value(record, self.id).map(Data::of)
    }
}
