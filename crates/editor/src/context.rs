//! In which value of which key a place is.

use falconet_diagnostics::Span;

use crate::files::Location;
use crate::nodes::{Nodes, Tail};
use crate::outline::{BYTE_ORDER_MARK, Item};
use crate::scalar::Scalar;

/// Keys whose values have keys.
const NESTING: [&str; 3] = ["exceptions", "override", "required_plugin_versions"];
/// Keys whose values are lists.
const LISTS: [&str; 2] = ["items", "tags"];

/// Where a place is.
#[derive(Clone, Debug)]
pub(crate) struct Context<'f> {
    /// The item that it is in; nothing before the first one.
    pub(crate) item: Option<&'f Item>,
    pub(crate) slot: Slot<'f>,
}

/// What is written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot<'f> {
    /// A new item.
    Item {
        /// Whether its dash is there.
        has_dash: bool,
    },
    /// A key of an item, or of a mapping inside of the value of that key.
    Key {
        inside: Option<&'f str>,
        /// The mapping, as far as it is there.
        nodes: Nodes<'f>,
    },
    /// A scalar.
    Value {
        /// The key of the item.
        key: &'f str,
        /// The key inside of that one's value, if there is one.
        nested: Option<&'f str>,
        /// The scalar up to the place.
        scalar: Scalar,
        /// What else is in the value up to there.
        nodes: Nodes<'f>,
    },
    /// Nothing: it is in a comment, or behind a value that has an end.
    Nothing,
}

impl Slot<'_> {
    fn key() -> Self {
        Self::Key {
            inside: None,
            nodes: Nodes::default(),
        }
    }
}

/// What is known of a place.
pub(crate) fn context(at: Location<'_>) -> Context<'_> {
    let item = at.file.outline.at(at.offset);
    let slot = item.map_or_else(|| new_item(head(at)), |item| slot(item, at));
    Context { item, slot }
}

/// The line of a place up to there.
pub(crate) fn head(at: Location<'_>) -> &str {
    let before = at.file.text().get(..at.offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start_matches(BYTE_ORDER_MARK)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn new_item<'f>(head: &str) -> Slot<'f> {
    let content = head.trim_start();
    if content.starts_with('#') || content.contains(" #") {
        return Slot::Nothing;
    }
    Slot::Item {
        has_dash: content == "-" || content.starts_with("- "),
    }
}

fn slot<'f>(item: &'f Item, at: Location<'f>) -> Slot<'f> {
    let (text, head) = (at.file.text(), head(at));
    let mut keys = item.keys.iter().rev();
    let Some(key) = keys.find(|key| key.value.start <= at.offset) else {
        let is_first_line = at.offset - head.len() <= item.span.start;
        let is_item = (is_first_line || indent(head) < item.column) && !item.is_flow;
        return if is_item {
            new_item(head)
        } else {
            new_key(head)
        };
    };
    let value = Span::new(key.value.start, at.offset);
    let is_inside = if item.is_flow {
        at.offset <= key.value.end
    } else {
        goes_on(item, head, text.get(value.range()).unwrap_or_default())
    };
    if is_inside {
        within(item, &key.name, text, value)
    } else if item.is_flow || indent(head) >= item.column {
        new_key(head)
    } else {
        new_item(head)
    }
}

fn new_key<'f>(head: &str) -> Slot<'f> {
    let is_remark = head.trim_start().starts_with('#');
    if is_remark {
        Slot::Nothing
    } else {
        Slot::key()
    }
}

/// Whether the end of a value up to some place is in the value still.
fn goes_on(item: &Item, head: &str, value: &str) -> bool {
    let is_dashed = head.trim_start().starts_with('-');
    let is_deep = indent(head) > item.column || (indent(head) == item.column && is_dashed);
    is_deep || !value.contains('\n')
}

/// What is written at the end of a value of an item's key.
fn within<'f>(item: &Item, key: &'f str, text: &'f str, value: Span) -> Slot<'f> {
    let is_nesting = NESTING.contains(&key);
    if !is_nesting && !LISTS.contains(&key) {
        let scalar = Scalar::of(text, value);
        return match scalar.offset(value.end) {
            None => Slot::Nothing,
            Some(_) => Slot::Value {
                key,
                nested: None,
                scalar,
                nodes: Nodes::default(),
            },
        };
    }
    let nodes = Nodes::of(text, value, item.is_flow);
    let nested = match nodes.tail() {
        Tail::Nothing => return Slot::Nothing,
        Tail::Under(Some(nested)) if is_nesting => Some(nested),
        Tail::Under(_) if !is_nesting => None,
        _ => {
            let inside = Some(key);
            return Slot::Key { inside, nodes };
        }
    };
    let open = nodes.open(value.end).map(|node| node.scalar.clone());
    let here = Span::new(value.end, value.end);
    Slot::Value {
        key,
        nested,
        scalar: open.unwrap_or_else(|| Scalar::plain(text, here)),
        nodes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::marked;

    /// What a slot is, in words.
    fn slot(text: &str) -> String {
        let (files, name, offset) = marked(&[text]);
        match context(files.locate(&name, offset).unwrap()).slot {
            Slot::Item { has_dash: false } => "item".to_owned(),
            Slot::Item { has_dash: true } => "item behind a dash".to_owned(),
            Slot::Key { inside: None, .. } => "key".to_owned(),
            Slot::Key {
                inside: Some(key), ..
            } => format!("key of {key}"),
            Slot::Value {
                key,
                nested: None,
                scalar,
                ..
            } => {
                format!("{key}: {}", scalar.text().trim())
            }
            Slot::Value {
                key,
                nested: Some(nested),
                scalar,
                ..
            } => {
                format!("{key}.{nested}: {}", scalar.text().trim())
            }
            Slot::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn a_value_goes_on_where_lines_are_indented_deeper() {
        for (text, expected) in [
            ("- rule: r\n  condition: ct.na‸", "condition: ct.na"),
            ("- rule: r\n  condition: >\n    a\n    ‸", "condition: a"),
            (
                "- rule: r\n  condition: a\n    and ‸\n  output: o",
                "condition: a\n    and",
            ),
            ("- list: l\n  items:\n  - a\n  - ‸", "items: "),
            ("- list: l\n  items: [a,\n    ‸", "items: "),
            ("- list: l\n  items: [a, b c‸", "items: b c"),
            ("- list: l\n  items: [a, 'b, c‸']", "items: b, c"),
            ("- {macro: m, condition: x and ‸}", "condition: x and"),
            ("- rule: ‸", "rule: "),
            ("- rule: a b‸", "rule: a b"),
        ] {
            assert_eq!(slot(text), expected, "{text}");
        }
    }

    #[test]
    fn where_no_value_goes_on_a_key_or_an_item_is_written() {
        for (text, expected) in [
            ("‸", "item"),
            ("\u{feff}- ‸", "item behind a dash"),
            ("- ‸", "item behind a dash"),
            ("-‸", "item behind a dash"),
            ("- ru‸", "item behind a dash"),
            ("-\n  ‸", "key"),
            ("-\n  rule: r\n  ‸", "key"),
            ("- rule: r\n  ‸", "key"),
            ("- rule: r\n  cond‸\n  output: o", "key"),
            ("- rule: r\n  condition: a\n‸", "item"),
            ("- rule: r\n  condition: a\n- ‸", "item behind a dash"),
            ("- {list: l, ‸", "key"),
        ] {
            assert_eq!(slot(text), expected, "{text}");
        }
    }

    #[test]
    fn in_comments_and_behind_values_nothing_is_written() {
        for text in [
            "- rule: r\n  condition: x # and ‸",
            "- rule: r\n  condition: \"x\" ‸",
            "- rule: r\n  condition: > # ‸\n    x",
            "- rule: r\n  condition: x\n  # ‸",
            "- rule: r # ‸",
            "# ‸",
            "- list: l\n  items: [a] # ‸",
            "- list: l\n  items: [a] ‸",
            "- list: l\n  items:\n  - a # ‸",
        ] {
            assert_eq!(slot(text), "nothing", "{text}");
        }
    }

    #[test]
    fn exceptions_and_overrides_have_keys_of_their_own() {
        let head = "- rule: r\n  exceptions:\n  - name: x\n    ";
        for (text, expected) in [
            (format!("{head}‸"), "key of exceptions"),
            (
                "- rule: r\n  exceptions:\n  - {name: x, ‸".to_owned(),
                "key of exceptions",
            ),
            (
                "- rule: r\n  override:\n    ‸".to_owned(),
                "key of override",
            ),
            ("- rule: r\n  override: {‸}".to_owned(), "key of override"),
            (format!("{head}fields: [ct.user, ‸"), "exceptions.fields: "),
            (
                format!("{head}comps: [in]\n    values:\n    - ‸"),
                "exceptions.values: ",
            ),
            (
                "- rule: r\n  exceptions:\n  - {name: x, comps: [=, ‸".to_owned(),
                "exceptions.comps: ",
            ),
            (
                "- rule: r\n  override: {condition: ‸".to_owned(),
                "override.condition: ",
            ),
        ] {
            assert_eq!(slot(&text), expected, "{text}");
        }
    }
}
