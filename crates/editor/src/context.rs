//! In which value of which key a place is.

use falconet_diagnostics::Span;

use crate::files::Location;
use crate::outline::{Item, key_of, lines};
use crate::scalar::blanked;

/// Keys whose values have keys.
const NESTING: [&str; 3] = ["exceptions", "override", "required_plugin_versions"];

/// Where a place is.
#[derive(Clone, Debug)]
pub(crate) struct Context<'f> {
    /// The item that it is in; nothing before the first one.
    pub(crate) item: Option<&'f Item>,
    pub(crate) slot: Slot,
}

/// What is written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A new item.
    Item {
        /// Whether its dash is there.
        has_dash: bool,
    },
    /// A key of an item, or of a mapping inside of the value of that key.
    Key { inside: Option<String> },
    /// A value.
    Value {
        /// The key of the item.
        key: String,
        /// The key inside of that one's value, if there is one.
        nested: Option<String>,
        /// The value up to the place, with blanks for the signs of YAML.
        before: String,
    },
}

/// What is known of a place.
pub(crate) fn context(at: Location<'_>) -> Context<'_> {
    let item = at.file.outline.at(at.offset);
    let slot = item.map_or_else(|| new_item(head(at)), |item| slot(item, at));
    Context { item, slot }
}

/// The line of a place up to there.
fn head(at: Location<'_>) -> &str {
    let before = at.file.text().get(..at.offset).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn new_item(head: &str) -> Slot {
    Slot::Item {
        has_dash: head.trim_start().starts_with('-'),
    }
}

fn slot(item: &Item, at: Location<'_>) -> Slot {
    let (text, head) = (at.file.text(), head(at));
    let mut keys = item.keys.iter().rev();
    let Some(key) = keys.find(|key| key.value.start <= at.offset) else {
        let is_first_line = at.offset - head.len() <= item.span.start;
        let is_item = (is_first_line || indent(head) < item.column) && !item.is_flow;
        return if is_item {
            new_item(head)
        } else {
            Slot::Key { inside: None }
        };
    };
    let value = Span::new(key.value.start, at.offset);
    let is_inside = if item.is_flow {
        at.offset <= key.value.end
    } else {
        goes_on(item, head, text.get(value.range()).unwrap_or_default())
    };
    if is_inside {
        within(&key.name, text, value)
    } else if item.is_flow || indent(head) >= item.column {
        Slot::Key { inside: None }
    } else {
        new_item(head)
    }
}

/// Whether the end of a value up to some place is in the value still.
fn goes_on(item: &Item, head: &str, value: &str) -> bool {
    let is_dashed = head.trim_start().starts_with('-');
    let is_deep = indent(head) > item.column || (indent(head) == item.column && is_dashed);
    is_deep || !value.contains('\n')
}

/// What is written at the end of a value of an item's key.
fn within(key: &str, text: &str, value: Span) -> Slot {
    let before = blanked(text, value);
    let value = |nested: Option<&str>, before: &str| Slot::Value {
        key: key.to_owned(),
        nested: nested.map(str::to_owned),
        before: before.to_owned(),
    };
    if !NESTING.contains(&key) {
        return value(None, &before);
    }
    match nested(&before) {
        Some((nested, start)) => value(Some(nested), before.get(start..).unwrap_or_default()),
        None => Slot::Key {
            inside: Some(key.to_owned()),
        },
    }
}

/// The last key in a value, if the end of the value is in that key's own; and where that begins.
fn nested(before: &str) -> Option<(&str, usize)> {
    let (name, start) = nested_keys(before).pop()?;
    let (outside, value) = before.split_at_checked(start)?;
    let is_in_list = value.matches('[').count() > value.matches(']').count();
    let last = value.rsplit('\n').next().unwrap_or_default().trim_start();
    let goes_on = if value.contains('\n') {
        is_in_list || last.starts_with("- ")
    } else {
        let is_in_braces = outside.matches('{').count() > outside.matches('}').count();
        !is_in_braces || !(value.contains('}') || ends_with_comma(value))
    };
    goes_on.then_some((name, start))
}

/// The keys in a value, and where the value of each begins.
pub(crate) fn nested_keys(value: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    for line in lines(value) {
        let mut begins = true;
        for (at, sign) in line.text.char_indices() {
            let key = line.text.get(at..).filter(|_| begins).and_then(key_of);
            found.extend(key.map(|(name, length)| (name, line.start + at + length)));
            begins = matches!(sign, '{' | ',' | '-') || (begins && sign == ' ');
        }
    }
    found
}

/// Whether a comma stands outside of all brackets.
fn ends_with_comma(value: &str) -> bool {
    let mut depth = 0_i32;
    value.chars().any(|sign| {
        match sign {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            _ => {}
        }
        sign == ',' && depth <= 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::marked;

    fn slot(text: &str) -> Slot {
        let (files, name, offset) = marked(&[text]);
        context(files.locate(&name, offset).unwrap()).slot
    }

    fn value(text: &str) -> (String, Option<String>, String) {
        match slot(text) {
            Slot::Value {
                key,
                nested,
                before,
            } => (key, nested, before.trim().to_owned()),
            other => panic!("{other:?} in {text}"),
        }
    }

    #[test]
    fn a_value_goes_on_where_lines_are_indented_deeper() {
        for (text, key, before) in [
            ("- rule: r\n  condition: ct.na‸", "condition", "ct.na"),
            ("- rule: r\n  condition: >\n    a\n    ‸", "condition", "a"),
            (
                "- rule: r\n  condition: a\n    and ‸\n  output: o",
                "condition",
                "a\n    and",
            ),
            ("- list: l\n  items:\n  - a\n  - ‸", "items", "- a\n  -"),
            ("- list: l\n  items: [a,\n    ‸", "items", "[a,"),
            ("- {macro: m, condition: x and ‸}", "condition", "x and"),
            ("- rule: ‸", "rule", ""),
        ] {
            let found = value(text);
            assert_eq!((&*found.0, &*found.2), (key, before), "{text}");
        }
    }

    #[test]
    fn where_no_value_goes_on_a_key_or_an_item_is_written() {
        let key = Slot::Key { inside: None };
        for (text, expected) in [
            ("‸", Slot::Item { has_dash: false }),
            ("- ‸", Slot::Item { has_dash: true }),
            ("- ru‸", Slot::Item { has_dash: true }),
            ("- rule: r\n  ‸", key.clone()),
            ("- rule: r\n  cond‸\n  output: o", key.clone()),
            (
                "- rule: r\n  condition: a\n‸",
                Slot::Item { has_dash: false },
            ),
            (
                "- rule: r\n  condition: a\n- ‸",
                Slot::Item { has_dash: true },
            ),
            ("- {list: l, ‸", key),
        ] {
            assert_eq!(slot(text), expected, "{text}");
        }
    }

    #[test]
    fn exceptions_and_overrides_have_keys_of_their_own() {
        let head = "- rule: r\n  exceptions:\n  - name: x\n    ";
        let inside = |key: &str| Slot::Key {
            inside: Some(key.to_owned()),
        };
        assert_eq!(slot(&format!("{head}‸")), inside("exceptions"));
        assert_eq!(
            slot("- rule: r\n  exceptions:\n  - {name: x, ‸"),
            inside("exceptions")
        );
        assert_eq!(slot("- rule: r\n  override:\n    ‸"), inside("override"));
        for (text, nested) in [
            (format!("{head}fields: [ct.user, ‸"), "fields"),
            (format!("{head}comps: [in]\n    values:\n    - ‸"), "values"),
            (
                "- rule: r\n  exceptions:\n  - {name: x, comps: [=, ‸".to_owned(),
                "comps",
            ),
            (
                "- rule: r\n  override: {condition: ‸".to_owned(),
                "condition",
            ),
        ] {
            assert_eq!(value(&text).1.as_deref(), Some(nested), "{text}");
        }
    }
}
