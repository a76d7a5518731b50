//! The names that what is compiled mentions, besides those of lists: of which a definition may make something else.

use std::collections::HashSet;

use crate::expand::Reference;

/// Names in conditions.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    macros: HashSet<String>,
    wrong_values: HashSet<String>,
}

impl Mentions {
    pub(super) fn note_macros(&mut self, references: &[Reference]) {
        let names = references.iter().map(|reference| reference.name.clone());
        self.macros.extend(names);
    }

    /// Notes a value that does not fit, which may be the name of a list.
    pub(super) fn note_wrong_value(&mut self, name: &str) {
        self.wrong_values.insert(name.to_owned());
    }

    pub(super) fn has_macro(&self, name: &str) -> bool {
        self.macros.contains(name)
    }

    pub(super) fn has_wrong_value(&self, name: &str) -> bool {
        self.wrong_values.contains(name)
    }
}
