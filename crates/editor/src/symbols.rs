//! What a file defines.

use falconet_diagnostics::Label;

use crate::files::File;
use crate::outline::ItemKind;

/// An item of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it defines.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub label: Label,
    /// All of it.
    pub item: Label,
}

/// The items of a file that have names, in order.
pub fn symbols(file: File<'_>) -> Vec<Symbol> {
    let named = file.named();
    let symbol = named.map(|named| Symbol {
        kind: named.kind,
        label: named.label(),
        item: file.label(named.item.span),
        name: named.name,
    });
    symbol.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Files;
    use crate::testing::shown;

    #[test]
    fn every_item_with_a_name_is_a_symbol() {
        let text =
            "- rule: A b # c\n  desc: d\n- required_engine_version: 1\n- macro:\n- {list: 'l'}\n";
        let files = Files::of([("0.yaml", text)]);
        let found = symbols(files.iter().next().unwrap());
        let labels: Vec<_> = found.iter().map(|one| one.label.clone()).collect();
        assert_eq!(shown(&files, &labels), ["0:1:9 A b", "0:5:11 l"]);
        let items: Vec<_> = found.iter().map(|one| one.item.clone()).collect();
        assert_eq!(shown(&files, &items)[0], "0:1:1 - rule: A b # c\n  desc: d");
    }
}
