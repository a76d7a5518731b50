//! Where macros and lists are defined, and where they are used.

use falconet_condition::words::{WordKind, words};
use falconet_diagnostics::{Label, Span};

use crate::files::{File, Files, Location, Named};
use crate::nodes::Node;
use crate::outline::{Item, ItemKind, Key};
use crate::scalar::mentions;
use crate::subject::{SubjectKind, subject};

/// Where the rule, the macro or the list at a place is defined: every definition in load order, since later ones add to
/// earlier ones.
pub fn definitions(files: &Files, at: Location<'_>) -> Vec<Label> {
    let Some((kind, name)) = item_at(files, at) else {
        return Vec::new();
    };
    let all = files.definitions(kind, &name);
    all.map(|named| named.label()).collect()
}

/// Where the macro or the list at a place is defined and used.
pub fn references(files: &Files, at: Location<'_>) -> Vec<Label> {
    let found = item_at(files, at);
    found.map_or_else(Vec::new, |(kind, name)| occurrences(files, kind, &name))
}

fn item_at(files: &Files, at: Location<'_>) -> Option<(ItemKind, String)> {
    let found = subject(files, at)?;
    match found.kind {
        SubjectKind::Item(kind) => Some((kind, found.name)),
        _ => None,
    }
}

/// Where an item is defined and used, in load order.
pub(crate) fn occurrences(files: &Files, kind: ItemKind, name: &str) -> Vec<Label> {
    let mut all = Vec::new();
    for file in files.iter() {
        for item in &file.outline.items {
            in_item(file, item, kind, name, &mut all);
        }
    }
    all
}

fn in_item(file: File<'_>, item: &Item, kind: ItemKind, name: &str, all: &mut Vec<Label>) {
    for key in &item.keys {
        let found = match (&*key.name, kind) {
            (naming, _) if naming == kind.word() => naming_itself(file, item, key, name),
            ("condition", ItemKind::Macro) => in_scalar(file, key, |text| macros(text, name)),
            ("condition", ItemKind::List) => in_scalar(file, key, |text| {
                mentions(text, name)
                    .map(|start| Span::new(start, start + name.len()))
                    .collect()
            }),
            ("items", ItemKind::List) => in_nodes(file, item, key, name, |_| true),
            ("exceptions", ItemKind::List) => {
                in_nodes(file, item, key, name, |node| node.key == Some("values"))
            }
            _ => Vec::new(),
        };
        all.extend(found.into_iter().map(|span| file.label(span)));
    }
}

/// The name of the item itself, if it is the one.
fn naming_itself(file: File<'_>, item: &Item, key: &Key, name: &str) -> Vec<Span> {
    let named = Named::of(file, item).filter(|named| {
        named.name == name && item.naming().is_some_and(|(_, naming)| naming == key)
    });
    named.map(|named| named.span).into_iter().collect()
}

/// What is found in the text of a value, where it stands in the file.
fn in_scalar(file: File<'_>, key: &Key, find: impl FnOnce(&str) -> Vec<Span>) -> Vec<Span> {
    let value = file.value(key);
    let found = find(value.text()).into_iter();
    found
        .map(|span| value.place(span.start, span.end))
        .collect()
}

/// The elements of a value that are the name.
fn in_nodes(
    file: File<'_>,
    item: &Item,
    key: &Key,
    name: &str,
    is_meant: impl Fn(&Node<'_>) -> bool,
) -> Vec<Span> {
    let nodes = file.nodes(item, key);
    let found = nodes.all.iter().filter(|node| is_meant(node));
    let found = found.map(Node::trimmed);
    found
        .filter(|(text, _)| *text == name)
        .map(|(_, span)| span)
        .collect()
}

fn macros(text: &str, name: &str) -> Vec<Span> {
    let words = words(text).all.into_iter();
    let named = words.filter(|word| {
        word.kind == WordKind::Macro && text.get(word.span.start..word.span.end) == Some(name)
    });
    named
        .map(|word| Span::new(word.span.start, word.span.end))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at_mark, shown};

    const RULES: &str = "
- list: people
  items: [a]
- list: more
  items:
  - people # people
- macro: m
  condition: ct.user in (people, x) and ct.name = \"people x\"
- rule: r
  condition: >
    m and not
    (m or n)
  output: m people
  exceptions:
  - {name: people, fields: [ct.user], comps: [in], values: [[people]]}
";

    #[test]
    fn definitions_of_a_name_are_found_in_all_files() {
        let other = "- rule: x\n  condition: a and ‸m\n- macro: m\n  condition: y\n  override: {condition: replace}\n";
        let found = at_mark(&[RULES, other], |files, at| {
            shown(files, &definitions(files, at))
        });
        assert_eq!(found, ["0:7:10 m", "1:3:10 m"]);
        let nothing = at_mark(&["- macro: m\n  condition: ‸x"], |files, at| {
            definitions(files, at)
        });
        assert!(nothing.is_empty());
    }

    #[test]
    fn macros_are_used_in_conditions() {
        let found = at_mark(&[RULES, "- macro: ‸m\n"], |files, at| {
            shown(files, &references(files, at))
        });
        assert_eq!(found, ["0:7:10 m", "0:11:5 m", "0:12:6 m", "1:1:10 m"]);
    }

    #[test]
    fn lists_are_used_wherever_the_loader_puts_their_items() {
        let found = at_mark(&[RULES, "- list: peopl‸e\n"], |files, at| {
            shown(files, &references(files, at))
        });
        assert_eq!(
            found,
            [
                "0:2:9 people",
                "0:6:5 people",
                "0:8:26 people",
                "0:15:62 people",
                "1:1:9 people"
            ]
        );
    }
}
