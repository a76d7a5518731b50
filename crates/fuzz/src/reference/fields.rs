//! Reading a field of an event: by itself, anew each time it is asked for.

use std::collections::HashMap;

use falconet_event::catalogue::{Extraction, FieldRef, FieldSpec, OktaField, Source};
use falconet_event::{EventContext, FieldId, Fields, Plan, PlanBuilder};

use super::value::Data;

/// The event that is judged.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) context: EventContext<'a>,
    record: &'a [u8],
    remembering: &'a mut [Remembering],
    plans: &'a mut Plans,
}

/// A field whose value depends on earlier events.
pub(super) struct Remembering {
    field: FieldRef,
    one: One,
    fields: Fields,
}

/// Plans for one field each.
pub(super) type Plans = HashMap<FieldRef, One>;

/// A plan for one field.
pub(super) struct One {
    plan: Plan,
    id: FieldId,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        source: &'a Source,
        record: &'a [u8],
        context: EventContext<'a>,
        remembering: &'a mut [Remembering],
        plans: &'a mut Plans,
    ) -> Self {
        Self {
            source,
            context,
            record,
            remembering,
            plans,
        }
    }

    /// The declaration of a field.
    pub(super) fn spec(&self, field: &FieldRef) -> &FieldSpec {
        self.source.spec(field)
    }

    /// The value of a field.
    pub(super) fn value(&mut self, field: &FieldRef) -> Option<Data> {
        let remembered = self.remembering.iter_mut().find(|own| own.field == *field);
        if let Some(Remembering { one, fields, .. }) = remembered {
            return one.value(self.record, &self.context, fields);
        }
        let plans = &mut *self.plans;
        let one = plans
            .entry(field.clone())
            .or_insert_with(|| One::new(self.source, field));
        let mut fields = Fields::new();
        one.plan.scan(self.record, &mut fields).ok()?;
        one.value(self.record, &self.context, &mut fields)
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
                    let one = One::new(source, &field);
                    let fields = Fields::new();
                    Some(Self { field, one, fields })
                }));
            }
        }
        all
    }

    /// Lets the field see an event, wanted or not.
    pub(super) fn see(&mut self, record: &[u8]) {
        if self.one.plan.scan(record, &mut self.fields).is_ok() {
            self.one.plan.accept(record, &mut self.fields);
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

impl One {
    fn new(source: &Source, field: &FieldRef) -> Self {
        let mut builder = PlanBuilder::new(source);
        let id = builder.field(field);
        let plan = builder.finish();
        Self { plan, id }
    }

    fn value(
        &self,
        record: &[u8],
        context: &EventContext<'_>,
        fields: &mut Fields,
    ) -> Option<Data> {
        fields.load(&self.plan, record, context, self.id);
        fields.value(record, self.id).map(Data::of)
    }
}
