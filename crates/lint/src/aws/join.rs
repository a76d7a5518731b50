//! Joining the models with what is irregular.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, DOMAIN, Event, Source};
use super::error::BadLine;
use super::irregular::{Irregular, Renamed, Section};
use super::models::{Api, Models};

/// Sources by name, without `.amazonaws.com`.
type Sources = BTreeMap<String, Draft>;

#[derive(Default)]
struct Draft {
    apis: Vec<String>,
    events: BTreeMap<String, Event>,
    replaced: BTreeMap<String, Vec<String>>,
}

impl Catalogue {
    /// Reads a catalogue and what is irregular.
    pub fn parse(catalogue: &str, irregular: &str) -> Result<Self, BadLine> {
        let models = Models::parse(catalogue)?;
        let irregular = Irregular::parse(irregular)?;
        let mut sources = Sources::new();
        for (name, api) in &models.apis {
            let of_model = irregular.apis.get(name).unwrap_or(&api.sources);
            for source in of_model {
                sources.entry(source.clone()).or_default().add(name, api);
            }
        }
        for (name, section) in irregular.sections {
            sources.entry(name).or_default().amend(section);
        }
        let sources = sources
            .into_iter()
            .map(|(name, draft)| draft.finish(&name))
            .collect();
        Ok(Self::new(sources, models.members))
    }
}

impl Draft {
    fn add(&mut self, name: &str, api: &Api) {
        self.apis.push(name.to_owned());
        for (operation, members) in &api.operations {
            let event = self.events.entry(operation.clone()).or_default();
            event.requests = Some(event.requests.unwrap_or_default() | members);
        }
    }

    fn amend(&mut self, section: Section) {
        for renamed in &section.renamed {
            self.rename(renamed);
        }
        for renamed in section.renamed.iter().filter(|renamed| renamed.always) {
            self.events.remove(&renamed.operation);
        }
        for suffix in &section.suffixes {
            self.append(suffix);
        }
        for event in section.events {
            self.events.entry(event).or_default();
        }
        if section.requests_differ {
            for event in self.events.values_mut() {
                event.requests = None;
            }
        }
    }

    fn rename(&mut self, renamed: &Renamed) {
        let event = self.events.get(&renamed.operation);
        let event = event.cloned().unwrap_or_default();
        self.events.insert(renamed.event.clone(), event);
        if renamed.always {
            let events = self.replaced.entry(renamed.operation.clone()).or_default();
            events.push(renamed.event.clone());
        }
    }

    fn append(&mut self, suffix: &str) {
        let operations: Vec<(String, Event)> = self
            .events
            .iter()
            .filter(|(name, _)| !name.ends_with(|last: char| last.is_ascii_digit()))
            .map(|(name, event)| (format!("{name}{suffix}"), event.clone()))
            .collect();
        self.events.extend(operations);
    }

    fn finish(self, name: &str) -> Source {
        Source {
            name: format!("{name}{DOMAIN}"),
            apis: self.apis,
            events: self.events,
            replaced: self.replaced,
        }
    }
}
