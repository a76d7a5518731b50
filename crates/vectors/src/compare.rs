//! Comparing what is expected with what is found, whole, and showing where they part.

use serde_json::{Map, Value};

/// Characters of a text shown before the place where it differs, and from there.
const BEFORE: usize = 40;
const AFTER: usize = 120;

/// Differences shown of one vector.
const SHOWN: usize = 10;

/// How two objects differ. A member that is found and not expected counts, unless it is among the `optional`.
pub(crate) fn difference(
    expected: &Map<String, Value>,
    found: &Map<String, Value>,
    optional: &[&str],
) -> Option<String> {
    let mut parts = Vec::new();
    for (key, value) in expected {
        part(key, Some(value), found.get(key), &mut parts);
    }
    let surplus = |key: &String| !expected.contains_key(key) && !optional.contains(&key.as_str());
    for (key, value) in found.iter().filter(|(key, _)| surplus(key)) {
        part(key, None, Some(value), &mut parts);
    }
    let more = parts.len().saturating_sub(SHOWN);
    parts.truncate(SHOWN);
    if more > 0 {
        parts.push(format!("  and {more} more"));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// Goes down to the values that differ.
fn part(path: &str, expected: Option<&Value>, found: Option<&Value>, parts: &mut Vec<String>) {
    match (expected, found) {
        (Some(expected), Some(found)) if expected == found => {}
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            for key in keys(expected, found) {
                let path = format!("{path}.{key}");
                part(&path, expected.get(key), found.get(key), parts);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for at in 0..expected.len().max(found.len()) {
                let path = format!("{path}[{at}]");
                part(&path, expected.get(at), found.get(at), parts);
            }
        }
        (expected, found) => parts.push(pair(path, expected, found)),
    }
}

/// The keys of either object.
fn keys<'a>(left: &'a Map<String, Value>, right: &'a Map<String, Value>) -> Vec<&'a String> {
    let others = right.keys().filter(|key| !left.contains_key(*key));
    left.keys().chain(others).collect()
}

fn pair(path: &str, expected: Option<&Value>, found: Option<&Value>) -> String {
    let (expected, found) = (text(expected), text(found));
    let same = expected
        .chars()
        .zip(found.chars())
        .take_while(|(left, right)| left == right)
        .count();
    let from = same.saturating_sub(BEFORE);
    format!(
        "  {path}\n    expected  {}\n    found     {}",
        window(&expected, from),
        window(&found, from)
    )
}

/// One line of JSON, in which control characters are escaped.
fn text(value: Option<&Value>) -> String {
    value.map_or_else(|| "(nothing)".to_owned(), Value::to_string)
}

fn window(text: &str, from: usize) -> String {
    let shown: String = text.chars().skip(from).take(BEFORE + AFTER).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if text.chars().nth(from + BEFORE + AFTER).is_some() {
        "…"
    } else {
        ""
    };
    format!("{before}{shown}{after}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::vector::members;

    fn report(expected: Value, found: Value) -> Option<String> {
        difference(&members(expected), &members(found), &["maybe"])
    }

    #[test]
    fn equal_objects_do_not_differ() {
        let object = json!({"a": [1, {"b": "c"}]});
        assert_eq!(report(object.clone(), object), None);
    }

    #[test]
    fn only_the_values_that_differ_are_shown_under_their_path() {
        let expected = json!({"rules": {"r": {"x": 1, "y": [1, 2]}}});
        let found = json!({"rules": {"r": {"x": 1, "y": [1, 3]}}});
        let shown = "  rules.r.y[1]\n    expected  2\n    found     3";
        assert_eq!(report(expected, found).as_deref(), Some(shown));
    }

    #[test]
    fn what_is_missing_and_what_is_too_much_are_differences() {
        let missing = report(json!({"a": 1}), json!({})).unwrap();
        assert!(missing.ends_with("expected  1\n    found     (nothing)"));
        let surplus = report(json!({}), json!({"a": 1})).unwrap();
        assert!(surplus.ends_with("expected  (nothing)\n    found     1"));
        assert_eq!(report(json!({}), json!({"maybe": 1})), None);
    }

    #[test]
    fn of_a_long_text_the_place_is_shown() {
        let text = |end: &str| json!({"a": format!("{}{end}{}", "x".repeat(500), "y".repeat(500))});
        let shown = report(text("1"), text("2")).unwrap();
        assert!(
            shown.lines().all(|line| line.chars().count() < 190),
            "{shown}"
        );
        assert!(shown.contains("x1y") && shown.contains("x2y"));
    }

    #[test]
    fn of_many_differences_the_first_are_shown() {
        let numbers = |from: usize| json!({"a": (from..from + 30).collect::<Vec<_>>()});
        assert!(
            report(numbers(0), numbers(1))
                .unwrap()
                .ends_with("  and 20 more")
        );
    }
}
