//! What every field of an event is, and where it was read.

use std::rc::Rc;

use falconet_engine::{Observed, Observer, ShownValue};
use falconet_event::catalogue::{FieldRef, Source};
use falconet_event::{FieldOrigin, JsonPath};
use falconet_ruleset::typed::{Expression, ExpressionKind};
use falconet_show::Page;

use crate::limits::ExplainLimits;
use crate::origins::{Origin, Origins};
use crate::write::{Form, write_fields};

/// Says what every field of an event is, event by event.
#[derive(Debug)]
pub struct FieldReport {
    /// Only fields that are read from what this leads to, from something around it or inside it.
    path: Option<JsonPath>,
    form: Form,
    page: Page,
    limits: ExplainLimits,
    source: Option<Source>,
    fields: Vec<Expression>,
    origins: Origins,
}

/// A field of an event.
#[derive(Debug)]
pub(crate) struct FieldValue<'f> {
    pub(crate) field: &'f Expression,
    pub(crate) value: Option<ShownValue>,
    pub(crate) origin: Rc<Origin>,
}

impl FieldReport {
    /// Of all fields that take no argument, or of those that are read from a path: keys with dots between them, or a JSON
    /// pointer.
    pub fn new(path: Option<&str>, form: Form, page: Page) -> Self {
        Self {
            path: path.map(JsonPath::parse),
            form,
            page,
            limits: ExplainLimits::default(),
            source: None,
            fields: Vec::new(),
            origins: Origins::default(),
        }
    }
}

impl Observer for FieldReport {
    fn wanted(&mut self, source: &Source) -> Vec<Expression> {
        self.source = Some(source.clone());
        self.fields = fields(source, self.path.as_ref());
        self.fields.clone()
    }

    fn event(&mut self, event: &mut Observed<'_>, out: &mut Vec<u8>) {
        let Some(source) = &self.source else {
            return;
        };
        self.origins.begin();
        let mut values = Vec::with_capacity(self.fields.len());
        for (at, field) in self.fields.iter().enumerate() {
            values.push(FieldValue {
                field,
                value: event.wanted(at, self.limits.values),
                origin: self.origins.of(field, source, event),
            });
        }
        let (number, place) = (event.context().number, event.place());
        write_fields(number, place, &values, self.form, self.page, out);
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}

fn fields(source: &Source, path: Option<&JsonPath>) -> Vec<Expression> {
    let providers = source
        .providers
        .iter()
        .flat_map(|provider| &provider.fields);
    let plain = providers.filter(|spec| spec.argument.is_none_or(|argument| !argument.required));
    let names = plain.map(|spec| spec.name.to_string());
    let pointed = path.map(|path| format!("json.value[{}]", path.pointer()));
    let all = names
        .chain(pointed)
        .filter_map(|name| Expression::of_field(source, &name));
    all.filter(|field| path.is_none_or(|path| reads(source, field, path)))
        .collect()
}

fn reads(source: &Source, field: &Expression, path: &JsonPath) -> bool {
    let reads = |field: &FieldRef| {
        let origin = FieldOrigin::new(source, field);
        origin.paths().iter().any(|own| own.touches(path))
    };
    matches!(&field.kind, ExpressionKind::Field(field) if reads(field))
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::Catalogue;

    use super::*;

    fn names(path: Option<&str>) -> Vec<String> {
        let catalogue = Catalogue::builtin();
        let source = catalogue.source("aws_cloudtrail").unwrap();
        let source = catalogue.get(source).unwrap();
        let path = path.map(JsonPath::parse);
        let fields = fields(source, path.as_ref());
        fields.into_iter().map(|field| field.text).collect()
    }

    #[test]
    fn every_field_that_takes_no_argument_is_reported() {
        let all = names(None);
        for name in ["evt.num", "ct.name", "ct.user", "s3.uri", "ec2.imageids"] {
            assert!(all.iter().any(|own| own == name), "no {name} in {all:?}");
        }
        assert!(!all.iter().any(|name| name.starts_with("json.value")));
    }

    #[test]
    fn a_path_finds_the_fields_that_read_it() {
        let read = names(Some("eventName"));
        assert!(read.contains(&"ct.name".to_owned()), "{read:?}");
        assert!(!read.contains(&"ct.region".to_owned()), "{read:?}");
        let pointed = names(Some("requestParameters.functionName"));
        assert_eq!(
            pointed.last().unwrap(),
            "json.value[/requestParameters/functionName]"
        );
    }
}
