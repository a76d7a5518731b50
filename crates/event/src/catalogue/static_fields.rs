//! `static.NAME`: fields that a configuration gives to every event.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Catalogue, Extraction, FieldSpec, Provider, TextForm, ValueType};

/// Where static fields stand among the providers: behind the generic fields, before the plugins'.
const POSITION: usize = 1;

impl Catalogue {
    /// This catalogue, with `static.NAME` fields of these names and texts in every source.
    #[must_use]
    pub fn with_static_fields(&self, fields: &BTreeMap<String, String>) -> Self {
        let provider = Arc::new(provider(fields));
        let mut catalogue = self.clone();
        for source in &mut catalogue.sources {
            let at = POSITION.min(source.providers.len());
            source.providers.insert(at, Arc::clone(&provider));
        }
        catalogue
    }
}

impl FieldSpec {
    /// Whether `suggested_output` appends the field to outputs. The plugins that are known here suggest none of theirs.
    pub fn is_suggested(&self) -> bool {
        matches!(self.extraction, Extraction::Static(_))
    }
}

fn provider(fields: &BTreeMap<String, String>) -> Provider {
    let fields = fields.iter().map(|(name, text)| FieldSpec {
        name: Cow::Owned(format!("static.{name}")),
        value_type: ValueType::String,
        is_list: false,
        argument: None,
        description: Cow::Borrowed("A text that the configuration gives."),
        extraction: Extraction::Static(text.as_str().into()),
        text_form: TextForm::Plain,
    });
    Provider {
        name: Cow::Borrowed("static"),
        is_plugin: false,
        fields: fields.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read_of;

    fn catalogue() -> Catalogue {
        let fields = [("env", "prod"), ("env.zone", "a\0b")];
        let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned()));
        Catalogue::builtin().with_static_fields(&fields.into())
    }

    #[test]
    fn every_source_has_them_with_the_same_text() {
        for source in &catalogue().sources {
            assert_eq!(read_of(source, "static.env", b"{}"), "prod");
            assert_eq!(read_of(source, "static.env.zone", b"{}"), "a");
        }
    }

    #[test]
    fn other_names_and_arguments_are_no_fields() {
        let catalogue = catalogue();
        for name in ["static.other", "static.env[a]", "static.env.", "static"] {
            assert!(
                catalogue
                    .sources
                    .iter()
                    .all(|source| source.resolve(name.as_bytes()).is_err())
            );
        }
    }

    #[test]
    fn fields_of_plugins_are_found_as_before_and_none_of_them_is_suggested() {
        let catalogue = catalogue();
        let source = catalogue
            .get(catalogue.source("aws_cloudtrail").unwrap())
            .unwrap();
        let spec = source.spec(&source.resolve(b"ct.name").unwrap());
        assert_eq!(
            (spec.name.as_ref(), spec.is_suggested()),
            ("ct.name", false)
        );
        assert!(
            source
                .spec(&source.resolve(b"static.env").unwrap())
                .is_suggested()
        );
    }
}
