//! What items of the files did to a definition, one after the other.

use falconet_diagnostics::Label;

/// What an item did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Defined it, or defined it anew.
    Define,
    /// Appended to it by the old `append: true`.
    Append,
    /// Appended to or replaced what its `override` names.
    Override,
    /// Enabled or disabled it by the old item of a name and `enabled`.
    Enable,
}

impl ChangeKind {
    /// What an item without `override` does, if it gives more than `enabled`.
    pub(crate) const fn of_item(appends: bool) -> Self {
        if appends { Self::Append } else { Self::Define }
    }

    /// The word for people and for JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Define => "define",
            Self::Append => "append",
            Self::Override => "override",
            Self::Enable => "enable",
        }
    }
}

/// What one item did to a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it did.
    pub kind: ChangeKind,
    /// The keys whose values it gives: of a definition all, in the order of the item; of an override those that it
    /// appends to, and then those that it replaces.
    pub keys: Vec<ChangedKey>,
    /// The item, all of it.
    pub label: Label,
}

impl Change {
    /// Whether the item gives the value of a key.
    pub fn gives(&self, key: &str) -> bool {
        self.keys.iter().any(|changed| changed.key == key)
    }
}

/// A key whose value an item gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedKey {
    /// The key.
    pub key: String,
    /// Whether its value was put behind the one that there was, and not in its place.
    pub appended: bool,
}
