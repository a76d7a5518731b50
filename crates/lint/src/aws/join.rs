//! Joining the models with what is irregular.

use super::catalogue::{Catalogue, Event, Source};
use super::error::BadLine;
use super::irregular::{Irregular, Renamed, Section};
use super::models::{Api, Models};

impl Catalogue {
    /// Reads a catalogue and what is irregular.
    pub fn parse(catalogue: &str, irregular: &str) -> Result<Self, BadLine> {
        let models = Models::parse(catalogue)?;
        let irregular = Irregular::parse(irregular)?;
        let mut joined = Self::default();
        for api in &models.apis {
            let sources = irregular.sources_of(&api.name);
            for source in sources.unwrap_or(&api.sources) {
                joined.change(source, |source| source.add(api));
            }
        }
        for section in &irregular.sections {
            joined.change(&section.source, |source| source.amend(section));
        }
        joined.members = models.members;
        Ok(joined)
    }
}

impl Source {
    fn add(&mut self, api: &Api) {
        self.apis.push(api.name.clone());
        for (operation, members) in &api.operations {
            self.add_event(operation, Some(*members));
        }
    }

    fn amend(&mut self, section: &Section) {
        for renamed in &section.renamed {
            self.rename(renamed);
        }
        for renamed in section.renamed.iter().filter(|renamed| renamed.always) {
            self.events.retain(|event| event.name != renamed.operation);
        }
        for suffix in &section.suffixes {
            self.append(suffix);
        }
        for event in &section.events {
            self.add_event(event, None);
        }
        if section.requests_differ {
            for event in &mut self.events {
                event.requests = None;
            }
        }
    }

    fn rename(&mut self, renamed: &Renamed) {
        let requests = self
            .event(&renamed.operation)
            .and_then(|event| event.requests);
        self.add_event(&renamed.event, requests);
        if renamed.always {
            let pair = (renamed.operation.clone(), renamed.event.clone());
            self.replaced.push(pair);
        }
    }

    fn append(&mut self, suffix: &str) {
        let is_plain = |event: &&Event| !event.name.ends_with(|last: char| last.is_ascii_digit());
        let operations: Vec<Event> = self.events.iter().filter(is_plain).cloned().collect();
        for event in operations {
            self.add_event(&format!("{}{suffix}", event.name), event.requests);
        }
    }

    /// Adds an event, or what is known of it.
    fn add_event(&mut self, name: &str, requests: Option<u32>) {
        match self.place(name) {
            Ok(place) => {
                if let (Some(known), Some(requests)) = (self.events.get_mut(place), requests) {
                    known.requests = Some(known.requests.unwrap_or_default() | requests);
                }
            }
            Err(place) => {
                let name = name.to_owned();
                self.events.insert(place, Event { name, requests });
            }
        }
    }
}
