//! What there is to know of fields beyond their rows: where they are read, what surprises, an example. Only listings
//! ask for it, so it lies here as text and is read when they do. A test reads every example from its event.
//!
//! A page begins with a line `name = value`, or `name[argument] = value`, or `name` for a field that never has a
//! value. Indented lines follow: `paths` where the row does not say the path, `event` for an example that does not
//! follow from the path, and any number of `note`s.

mod example;

pub use example::Example;

use super::{Conversion, Extraction, FieldSpec, Provider};

/// The pages of each provider.
const TEXTS: [(&str, &str); 6] = [
    ("evt", include_str!("evt.txt")),
    ("cloudtrail", include_str!("cloudtrail.txt")),
    ("json", include_str!("json.txt")),
    ("okta", include_str!("okta.txt")),
    ("github", include_str!("github.txt")),
    ("gcpaudit", include_str!("gcpaudit.txt")),
];

/// What there is to know of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The field as the example uses it: with an argument where it needs one.
    pub usage: String,
    /// JSON pointers of what is read, in the order in which it is looked for.
    pub paths: Vec<String>,
    /// What surprises.
    pub notes: Vec<&'static str>,
    /// An event and what the field makes of it; nothing for a field that never has a value.
    pub example: Option<Example>,
}

impl Provider {
    /// Each field with its page, in the order of the fields. A provider that is not built in has empty pages.
    pub fn pages(&self) -> Vec<(&FieldSpec, Page)> {
        let text = TEXTS.iter().find(|(name, _)| *name == self.name);
        let mut written = split(text.map_or("", |(_, text)| text))
            .into_iter()
            .peekable();
        let fields = self.fields.iter();
        fields
            .map(
                |field| match written.next_if(|page| page.field() == field.name) {
                    Some(page) => (field, page.finish(field)),
                    None => (field, Page::default()),
                },
            )
            .collect()
    }
}

/// A page as it stands in the text.
#[derive(Debug, Default)]
struct Written {
    usage: &'static str,
    value: Option<&'static str>,
    paths: Option<&'static str>,
    event: Option<&'static str>,
    notes: Vec<&'static str>,
}

fn split(text: &'static str) -> Vec<Written> {
    let mut pages: Vec<Written> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("  "), pages.last_mut()) {
            (Some(line), Some(page)) => page.add(line),
            _ => pages.push(Written::begin(line)),
        }
    }
    pages
}

impl Written {
    fn begin(line: &'static str) -> Self {
        let (usage, value) = match line.split_once(" =") {
            Some((usage, value)) => (usage, Some(value.trim_start())),
            None => (line, None),
        };
        Self {
            usage,
            value,
            ..Self::default()
        }
    }

    fn add(&mut self, line: &'static str) {
        match line.split_once(' ') {
            Some(("paths", paths)) => self.paths = Some(paths),
            Some(("event", event)) => self.event = Some(event),
            Some(("note", note)) => self.notes.push(note),
            _ => {}
        }
    }

    fn field(&self) -> &'static str {
        self.usage.split('[').next().unwrap_or_default()
    }

    fn finish(self, field: &FieldSpec) -> Page {
        let value = self.value.map(|value| value.replace("\\n", "\n"));
        Page {
            usage: self.usage.to_owned(),
            paths: match self.paths {
                Some(paths) => paths.split(", ").map(str::to_owned).collect(),
                None => path_of(field),
            },
            example: value.map(|value| Example::of(field, self.event, value)),
            notes: self.notes.into_iter().chain(habit_of(field)).collect(),
        }
    }
}

fn path_of(field: &FieldSpec) -> Vec<String> {
    match field.extraction {
        Extraction::Path(path, _) => vec![format!("/{}", path.join("/"))],
        _ => Vec::new(),
    }
}

/// What holds for every field that is read that way.
const fn habit_of(field: &FieldSpec) -> Option<&'static str> {
    let Extraction::Path(_, conversion) = field.extraction else {
        return None;
    };
    Some(match conversion {
        Conversion::Text => {
            "Anything there that is no text, null too, gives the empty text, which exists; no value only without the path."
        }
        Conversion::Json => {
            "Compact JSON, spelled as in the event; null is the text `null`, which exists; no value only without the path."
        }
        Conversion::TrueOrFalse => {
            "A text: `true` for JSON's true, `false` for anything else, also for the text \"true\"; no value only without the path."
        }
        Conversion::Number => {
            "Fractions are cut off; anything there that is no number is 0, which exists; no value only without the path."
        }
        Conversion::TextOrEmpty => {
            "Always has a value: the empty text where there is no text, so `exists` says nothing."
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_field_has_a_page_and_every_page_a_field() {
        let catalogue = Catalogue::builtin();
        let mut pages = 0;
        for provider in catalogue
            .sources
            .iter()
            .flat_map(|source| &source.providers)
        {
            for (field, page) in provider.pages() {
                assert!(page.usage.starts_with(&*field.name), "{}", field.name);
                pages += 1;
            }
            let text = TEXTS
                .iter()
                .find(|(name, _)| *name == provider.name)
                .unwrap()
                .1;
            assert_eq!(
                split(text).len(),
                provider.fields.len(),
                "{}",
                provider.name
            );
        }
        assert!(pages > 0);
    }

    #[test]
    fn a_page_says_the_path_that_its_field_is_read_from() {
        let catalogue = Catalogue::builtin();
        let cloudtrail = &catalogue.sources[1].providers[1];
        let pages = cloudtrail.pages();
        let of = |name: &str| {
            &pages
                .iter()
                .find(|(field, _)| field.name == name)
                .unwrap()
                .1
        };
        assert_eq!(of("ct.user.arn").paths, ["/userIdentity/arn"]);
        assert_eq!(of("ct.user").paths.len(), 4);
        assert_eq!(of("ct.request.documentname").example, None);
    }

    #[test]
    fn a_provider_without_pages_has_empty_ones() {
        let provider = Provider {
            name: "mock".into(),
            ..(*Catalogue::builtin().sources[1].providers[1]).clone()
        };
        assert!(
            provider
                .pages()
                .iter()
                .all(|(_, page)| *page == Page::default())
        );
    }
}
