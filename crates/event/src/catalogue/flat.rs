//! Catalogues made of field lists, whose events are JSON objects with field names as keys.

use std::borrow::Cow;
use std::sync::Arc;

use super::builtin::generic;
use super::{
    ArgumentSpec, Catalogue, Extraction, FieldSpec, Plugin, Provider, Source, SourceKind, TextForm,
    ValueType,
};

/// One field of a field list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatField {
    /// Dotted name.
    pub name: String,
    /// Type of its value, or of its elements.
    pub value_type: ValueType,
    /// Whether it yields a list.
    pub is_list: bool,
    /// What argument it takes, if any.
    pub argument: Option<ArgumentSpec>,
}

impl FlatField {
    /// A field with one value and no argument.
    pub fn scalar(name: &str, value_type: ValueType) -> Self {
        Self {
            name: name.to_owned(),
            value_type,
            is_list: false,
            argument: None,
        }
    }

    fn into_spec(self) -> FieldSpec {
        FieldSpec {
            name: Cow::Owned(self.name),
            value_type: self.value_type,
            is_list: self.is_list,
            argument: self.argument,
            description: Cow::Borrowed(""),
            extraction: Extraction::FlatKey,
            text_form: TextForm::Plain,
        }
    }
}

/// Builds a [`Catalogue`] from field lists. Every source has the generic `evt.*` fields as well.
#[derive(Clone, Debug, Default)]
pub struct FlatCatalogue {
    catalogue: Catalogue,
}

impl FlatCatalogue {
    /// A catalogue without sources.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a source.
    #[must_use]
    pub fn source(mut self, name: &str, plugin: &str, fields: Vec<FlatField>) -> Self {
        let own = Provider {
            name: Cow::Owned(plugin.to_owned()),
            is_plugin: true,
            fields: fields.into_iter().map(FlatField::into_spec).collect(),
        };
        self.catalogue.sources.push(Source {
            name: Cow::Owned(name.to_owned()),
            plugin: Cow::Owned(plugin.to_owned()),
            providers: vec![Arc::new(generic::provider()), Arc::new(own)],
            kind: SourceKind::Flat,
        });
        self
    }

    /// Adds a plugin, for `required_plugin_versions`.
    #[must_use]
    pub fn plugin(mut self, name: &str, version: &str) -> Self {
        self.catalogue.plugins.push(Plugin {
            name: Cow::Owned(name.to_owned()),
            version: Cow::Owned(version.to_owned()),
        });
        self
    }

    /// The catalogue.
    pub fn finish(self) -> Catalogue {
        self.catalogue
    }
}
