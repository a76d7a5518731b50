//! Where the values of fields stand in the event at hand.

use std::ops::Range;
use std::rc::Rc;

use falconet_engine::Observed;
use falconet_event::catalogue::{FieldRef, Source};
use falconet_event::{FieldOrigin, Fields, JsonPath, Place, Traced};
use falconet_ruleset::typed::{Expression, ExpressionKind};

/// Paths that are named of one value.
const MOST_PATHS: usize = 8;

/// Where values stand: of each field that was asked for how it is read, and what the event at hand has of it.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    fields: Vec<(FieldRef, Known)>,
    memory: Fields,
    event: u64,
}

#[derive(Debug)]
struct Known {
    origin: FieldOrigin,
    event: u64,
    /// What the event of that number has.
    told: Rc<Origin>,
}

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The bytes of the event that are the value, if it stands there as it is.
    pub(crate) span: Option<Range<usize>>,
    /// What was read for it, that which holds the value first.
    pub(crate) reads: Vec<Read>,
    /// Why there is nothing to read; a sentence without its end.
    pub(crate) absence: Option<String>,
}

/// A part of the event that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) path: String,
    pub(crate) span: Range<usize>,
}

impl Origins {
    /// Forgets where things stand in the last event.
    pub(crate) fn begin(&mut self) {
        self.event += 1;
    }

    /// Where the value of an expression comes from.
    pub(crate) fn of(
        &mut self,
        expression: &Expression,
        source: &Source,
        event: &Observed<'_>,
    ) -> Rc<Origin> {
        if let ExpressionKind::Field(field) = &expression.kind {
            return self.of_field(field, source, event);
        }
        let mut fields = Vec::new();
        fields_of(expression, &mut fields);
        let mut all = Origin::default();
        for field in fields {
            let one = self.of_field(field, source, event);
            all.reads.extend(one.reads.iter().cloned());
            all.absence = all.absence.or_else(|| one.absence.clone());
        }
        all.reads.dedup();
        all.reads.truncate(MOST_PATHS);
        Rc::new(all)
    }

    fn of_field(&mut self, field: &FieldRef, source: &Source, event: &Observed<'_>) -> Rc<Origin> {
        let at = self.fields.iter().position(|(own, _)| own == field);
        let at = at.unwrap_or_else(|| {
            let known = Known::new(FieldOrigin::new(source, field));
            self.fields.push((field.clone(), known));
            self.fields.len() - 1
        });
        let Some((_, known)) = self.fields.get_mut(at) else {
            return Rc::default();
        };
        if known.event != self.event {
            let memory = &mut self.memory;
            let traced = known.origin.trace(event.record(), event.context(), memory);
            known.told = Rc::new(told(&known.origin, &traced));
            known.event = self.event;
        }
        Rc::clone(&known.told)
    }
}

impl Known {
    fn new(origin: FieldOrigin) -> Self {
        Self {
            origin,
            event: 0,
            told: Rc::default(),
        }
    }
}

/// What an event has of a field.
fn told(origin: &FieldOrigin, traced: &Traced) -> Origin {
    let paths = origin.paths().iter().zip(&traced.places);
    let mut reads: Vec<_> = paths.clone().filter_map(read).collect();
    let value = traced.value.clone();
    let holds = |read: &Read| {
        value
            .as_ref()
            .is_some_and(|value| read.span.start <= value.start && value.end <= read.span.end)
    };
    if let Some(at) = reads.iter().position(holds) {
        reads.swap(0, at);
        reads.truncate(1);
    }
    reads.truncate(MOST_PATHS);
    let absence = paths.clone().find_map(missing);
    Origin {
        span: value,
        absence: Some(match (&*reads, absence) {
            (_, None) if origin.paths().is_empty() => {
                "it is not read from the event's text".to_owned()
            }
            ([], Some(missing)) => missing,
            _ => unfit(paths),
        }),
        reads,
    }
}

fn read((path, place): (&JsonPath, &Place)) -> Option<Read> {
    match place {
        Place::Here { span, .. } => Some(Read {
            path: path.to_string(),
            span: span.clone(),
        }),
        Place::Missing { .. } => None,
    }
}

fn missing((path, place): (&JsonPath, &Place)) -> Option<String> {
    match place {
        Place::Here { .. } => None,
        Place::Missing { steps } => Some(format!("there is no `{}`", path.beginning(steps + 1))),
    }
}

/// What stands there, of which nothing comes.
fn unfit<'p>(paths: impl Iterator<Item = (&'p JsonPath, &'p Place)>) -> String {
    let kinds = paths.filter_map(|(path, place)| match place {
        Place::Here { kind, .. } => Some(format!("`{path}` is {}", kind.name())),
        Place::Missing { .. } => None,
    });
    kinds.take(MOST_PATHS).collect::<Vec<_>>().join(", ")
}

/// Recursion goes as deep as transformers nest, which the parser bounds.
fn fields_of<'e>(expression: &'e Expression, fields: &mut Vec<&'e FieldRef>) {
    match &expression.kind {
        ExpressionKind::Field(field) => fields.push(field),
        ExpressionKind::Constant(_) => {}
        ExpressionKind::Transform { arguments, .. } | ExpressionKind::List(arguments) => {
            for argument in arguments {
                fields_of(argument, fields);
            }
        }
    }
}
