//! Values that fields had in events, to be proposed.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use falconet_engine::{
    BatchResult, Engine, EngineError, Environment, Limits, Observed, Observer, Settings,
    ShownLimits,
};
use falconet_event::catalogue::{Catalogue, Source};
use falconet_ruleset::Ruleset;
use falconet_ruleset::typed::Expression;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::{LONGEST_VALUE, MOST_COUNTED, MOST_SAMPLE_EVENTS, MOST_SAMPLE_VALUES};

/// Elements of a list that are counted.
const MOST_ELEMENTS: usize = 20;

/// Values by field, the most frequent first, with how often each was there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Samples(BTreeMap<String, Vec<(String, u64)>>);

impl Samples {
    /// The values of a field.
    pub fn of(&self, field: &str) -> &[(String, u64)] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn has(&self, field: &str, value: &str) -> bool {
        self.of(field).iter().any(|(known, _)| known == value)
    }
}

/// Why events give no values.
#[derive(Debug, Error)]
pub enum SampleError {
    /// Their source is unknown, or cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// The values that the fields of a source have in events: those of the first [`MOST_SAMPLE_EVENTS`] events, of each field
/// the [`MOST_SAMPLE_VALUES`] most frequent. What is no event says nothing.
pub fn sample_values(
    events: &str,
    source: Option<&str>,
    catalogue: &Catalogue,
) -> Result<Samples, SampleError> {
    let counts = Rc::new(RefCell::new(Counts::default()));
    let settings = Settings {
        source: source.map(str::to_owned),
        ..Settings::default()
    };
    let mut engine = Engine::observed(
        &Ruleset::default(),
        catalogue,
        &settings,
        &Environment::default(),
        Limits::default(),
        Box::new(Counter {
            counts: Rc::clone(&counts),
        }),
    )?;
    engine.eval(events.as_bytes(), true, true, &mut BatchResult::default());
    drop(engine);
    let counts = counts.take();
    Ok(counts.into_samples())
}

#[derive(Debug, Default)]
struct Counts {
    events: usize,
    /// Names of fields.
    names: Vec<String>,
    /// How often each of them had each value.
    values: Vec<HashMap<String, u64>>,
}

impl Counts {
    fn add(&mut self, field: usize, value: String) {
        if value.is_empty() || value.len() > LONGEST_VALUE || value.contains(char::is_control) {
            return;
        }
        let Some(known) = self.values.get_mut(field) else {
            return;
        };
        if known.len() < MOST_COUNTED || known.contains_key(&value) {
            *known.entry(value).or_default() += 1;
        }
    }

    fn into_samples(self) -> Samples {
        let fields = self.names.into_iter().zip(self.values);
        let fields = fields.filter(|(_, counts)| !counts.is_empty());
        Samples(
            fields
                .map(|(name, counts)| (name, most_frequent(counts)))
                .collect(),
        )
    }
}

/// The values that were there most often, the most frequent first; of those that were as often, by their names.
fn most_frequent(counts: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut most: Vec<(String, u64)> = Vec::new();
    for one in counts {
        let is_before = |other: &(String, u64)| (one.1, &other.0) < (other.1, &one.0);
        let at = most.partition_point(is_before);
        if at < MOST_SAMPLE_VALUES {
            most.insert(at, one);
            most.truncate(MOST_SAMPLE_VALUES);
        }
    }
    most
}

/// Counts the values of every field that takes no argument.
struct Counter {
    counts: Rc<RefCell<Counts>>,
}

impl Observer for Counter {
    fn wanted(&mut self, source: &Source) -> Vec<Expression> {
        let wanted = plain_fields(source);
        let mut counts = self.counts.borrow_mut();
        counts.names = wanted.iter().map(|field| field.text.clone()).collect();
        counts.values = wanted.iter().map(|_| HashMap::new()).collect();
        wanted
    }

    fn event(&mut self, event: &mut Observed<'_>, _out: &mut Vec<u8>) {
        let mut counts = self.counts.borrow_mut();
        counts.events += 1;
        if counts.events > MOST_SAMPLE_EVENTS {
            return;
        }
        let limits = ShownLimits {
            max_bytes: LONGEST_VALUE + 1,
            max_elements: MOST_ELEMENTS,
        };
        for at in 0..counts.names.len() {
            let Some(value) = event.wanted(at, limits) else {
                continue;
            };
            for text in value.texts {
                if let Ok(text) = String::from_utf8(text) {
                    counts.add(at, text);
                }
            }
        }
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}

/// Fields of events; what is said of every event without looking into it is no value to ask for.
fn plain_fields(source: &Source) -> Vec<Expression> {
    let own = source
        .providers
        .iter()
        .filter(|provider| provider.is_plugin);
    let fields = own.flat_map(|provider| &provider.fields);
    let plain = fields.filter(|field| field.argument.is_none_or(|argument| !argument.required));
    plain
        .filter_map(|field| Expression::of_field(source, &field.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, user: &str) -> String {
        format!(
            r#"{{"eventType":"AwsApiCall","eventTime":"2024-01-01T00:00:00Z","eventName":"{name}","userIdentity":{{"type":"IAMUser","userName":"{user}"}}}}"#
        )
    }

    fn samples(events: &str) -> Samples {
        sample_values(events, None, &Catalogue::builtin()).unwrap()
    }

    #[test]
    fn values_are_counted_by_field_the_most_frequent_first() {
        let events = [
            event("A", "alice"),
            "no json".to_owned(),
            event("B", "alice"),
            event("B", "bob"),
        ]
        .join("\n");
        let samples = samples(&events);
        assert_eq!(
            samples.of("ct.name"),
            [("B".to_owned(), 2), ("A".to_owned(), 1)]
        );
        assert_eq!(samples.of("ct.user")[0], ("alice".to_owned(), 2));
        assert!(samples.of("ct.error").is_empty() && samples.of("evt.num").is_empty());
    }

    #[test]
    fn what_is_long_or_many_is_left_out() {
        let long = "x".repeat(LONGEST_VALUE + 1);
        let many: Vec<_> = (0..MOST_SAMPLE_VALUES + 10)
            .map(|number| event(&format!("E{number}"), &long))
            .collect();
        let samples = samples(&many.join("\n"));
        assert_eq!(samples.of("ct.name").len(), MOST_SAMPLE_VALUES);
        assert!(samples.of("ct.user").is_empty());
    }

    #[test]
    fn an_unknown_source_is_an_error_and_no_events_are_none() {
        assert!(sample_values("", Some("nope"), &Catalogue::builtin()).is_err());
        assert_eq!(samples("\0\u{e9}["), Samples::default());
    }
}
