//! Asking what AWS writes.

/// Behind the short name of an event source.
pub(crate) const DOMAIN: &str = ".amazonaws.com";

/// What AWS writes to CloudTrail.
///
/// ```
/// use falconet_lint::aws::{Carries, Catalogue};
///
/// let aws = Catalogue::builtin();
/// let lambda = "lambda.amazonaws.com";
/// assert!(!aws.is_known(lambda, "UpdateFunctionCode"));
/// assert_eq!(
///     aws.nearest("UpdateFunctionCode", Some(lambda)).first(),
///     Some(&"UpdateFunctionCode20150331v2")
/// );
/// assert_eq!(aws.sources_of("CreateTrail"), ["cloudtrail.amazonaws.com"]);
/// assert_eq!(
///     aws.carries("iam.amazonaws.com", "CreateUser", "functionName"),
///     Carries::No
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// By name.
    sources: Vec<Source>,
    pub(super) members: Vec<String>,
}

/// An event source.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// As CloudTrail writes it: `iam.amazonaws.com`.
    pub(super) name: String,
    /// The APIs behind it, by the names that AWS' own tools have for them.
    pub(super) apis: Vec<String>,
    /// By name.
    pub(super) events: Vec<Event>,
    /// Operations that are never written under their own name, and events that are written instead, the likelier
    /// first.
    pub(super) replaced: Vec<(String, String)>,
}

/// What is known of an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Event {
    /// As CloudTrail writes it.
    pub(super) name: String,
    /// The members that its requests can have, a bit each; nothing if that is not known.
    pub(super) requests: Option<u32>,
}

/// Whether requests have a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// They can have it.
    Yes,
    /// They never have it.
    No,
    /// The catalogue cannot tell.
    Unknown,
}

impl Catalogue {
    /// Changes the event source of that short name, which is added if there is none.
    pub(super) fn change(&mut self, short: &str, change: impl FnOnce(&mut Source)) {
        let name = format!("{short}{DOMAIN}");
        let place = self.place(&name).unwrap_or_else(|place| {
            let source = Source {
                name,
                ..Source::default()
            };
            self.sources.insert(place, source);
            place
        });
        if let Some(source) = self.sources.get_mut(place) {
            change(source);
        }
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.sources
            .binary_search_by(|source| source.name.as_str().cmp(name))
    }

    /// The event source of that name.
    pub fn source(&self, name: &str) -> Option<&Source> {
        self.sources.get(self.place(name).ok()?)
    }

    /// Every event source by its name.
    pub fn sources(&self) -> impl Iterator<Item = &Source> + Clone {
        self.sources.iter()
    }

    /// The names of a source's events in order; none of an unknown source.
    pub fn names(&self, source: &str) -> impl Iterator<Item = &str> {
        self.source(source).into_iter().flat_map(Source::names)
    }

    /// The sources that have an event of that name.
    pub fn sources_of(&self, event: &str) -> Vec<&str> {
        self.sources()
            .filter(|source| source.has(event))
            .map(Source::name)
            .collect()
    }

    /// Whether the source has an event of that name.
    pub fn is_known(&self, source: &str, event: &str) -> bool {
        self.source(source).is_some_and(|source| source.has(event))
    }

    /// Whether the requests of an event have a member of `requestParameters`. Unknown events and sources, and
    /// members that the catalogue does not follow, are unknown.
    pub fn carries(&self, source: &str, event: &str, member: &str) -> Carries {
        let known = self.source(source).and_then(|source| source.event(event));
        let requests = known.and_then(|event| event.requests);
        let place = self.members.iter().position(|one| one == member);
        match (requests, place) {
            (Some(requests), Some(place)) if requests & (1 << place) == 0 => Carries::No,
            (Some(_), Some(_)) => Carries::Yes,
            _ => Carries::Unknown,
        }
    }
}

impl Source {
    /// As CloudTrail writes it: `iam.amazonaws.com`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same without `.amazonaws.com`: `iam`.
    pub fn short(&self) -> &str {
        self.name.strip_suffix(DOMAIN).unwrap_or(&self.name)
    }

    /// The names of its events in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(|event| event.name.as_str())
    }

    /// Whether it has an event of that name.
    pub fn has(&self, event: &str) -> bool {
        self.place(event).is_ok()
    }

    /// Whether the name of one of its events begins so.
    pub fn has_beginning(&self, beginning: &str) -> bool {
        let (Ok(place) | Err(place)) = self.place(beginning);
        let next = self.events.get(place);
        next.is_some_and(|event| event.name.starts_with(beginning))
    }

    /// What is known of the event of that name.
    pub(super) fn event(&self, name: &str) -> Option<&Event> {
        self.events.get(self.place(name).ok()?)
    }

    /// Where the event of that name is, or would be.
    pub(super) fn place(&self, name: &str) -> Result<usize, usize> {
        self.events
            .binary_search_by(|event| event.name.as_str().cmp(name))
    }

    /// How many events it has.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether it has no event.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parrots() -> Catalogue {
        let catalogue = "verb C Create\nverb L List\nmember a name\nmember b roleName\n= parrots parrots\nParrot Ca+L\n.FeedParrot b\n";
        let irregular = "[parrots]\nFeedParrot2020 = FeedParrot\nAllParrots ~ ListParrots\nParrotEscaped\n[zoo]\nClosed\n";
        Catalogue::parse(catalogue, irregular).unwrap()
    }

    #[test]
    fn names_are_those_of_operations_and_irregular_ones() {
        let catalogue = parrots();
        let names: Vec<&str> = catalogue.names("parrots.amazonaws.com").collect();
        let wanted = [
            "AllParrots",
            "CreateParrot",
            "FeedParrot2020",
            "ListParrots",
            "ParrotEscaped",
        ];
        assert_eq!(names, wanted);
        assert_eq!(catalogue.sources_of("Closed"), ["zoo.amazonaws.com"]);
    }

    #[test]
    fn an_event_carries_what_its_operation_has() {
        let carries = |event, member| parrots().carries("parrots.amazonaws.com", event, member);
        assert_eq!(carries("CreateParrot", "name"), Carries::Yes);
        assert_eq!(carries("CreateParrot", "roleName"), Carries::No);
        assert_eq!(carries("FeedParrot2020", "roleName"), Carries::Yes);
        assert_eq!(carries("FeedParrot2020", "colour"), Carries::Unknown);
        assert_eq!(carries("ParrotEscaped", "name"), Carries::Unknown);
        assert_eq!(carries("FeedParrot", "name"), Carries::Unknown);
    }

    #[test]
    fn what_is_unknown_has_no_names() {
        let catalogue = parrots();
        for source in ["", "parrots", "zoo.amazonaws.com\0", "動物園"] {
            assert_eq!(catalogue.names(source).count(), 0, "{source}");
            assert!(!catalogue.is_known(source, "Closed"));
        }
        assert!(catalogue.sources_of("").is_empty());
    }
}
