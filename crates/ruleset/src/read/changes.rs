//! What an item changes, for those who ask how a definition came to be what it is.

use falconet_diagnostics::{Label, Span};

use super::Reader;
use super::overrides::Overrides;
use crate::changes::{Change, ChangeKind, ChangedKey};
use crate::yaml::Node;

impl Reader<'_> {
    /// What `item` does as an override, or else as what its kind says.
    pub(super) fn change(&self, item: Node<'_>, kind: ChangeKind, overrides: &Overrides) -> Change {
        let span = item.span();
        let label = Label {
            source: self.source,
            span: Span::new(span.start + self.base, span.end + self.base),
            text: String::new(),
        };
        if overrides.is_empty() {
            let keys = given_keys(item, kind == ChangeKind::Append);
            return Change { kind, keys, label };
        }
        Change {
            kind: ChangeKind::Override,
            keys: overridden_keys(overrides),
            label,
        }
    }
}

/// What every item has, and what only says how the others are meant.
const NOT_VALUES: [&str; 5] = ["rule", "macro", "list", "append", "override"];

fn given_keys(item: Node<'_>, appended: bool) -> Vec<ChangedKey> {
    let keys = item.entries().filter_map(|(key, _)| key.scalar());
    keys.filter(|key| !NOT_VALUES.contains(key))
        .map(|key| ChangedKey {
            key: key.to_owned(),
            appended,
        })
        .collect()
}

fn overridden_keys(overrides: &Overrides) -> Vec<ChangedKey> {
    let appended = overrides.append.iter().map(|key| (key, true));
    let replaced = overrides.replace.iter().map(|key| (key, false));
    appended
        .chain(replaced)
        .map(|(key, appended)| ChangedKey {
            key: key.clone(),
            appended,
        })
        .collect()
}
