//! `parse` vectors: a condition's tree, or where its parsing gives up.

use falconet_condition::ast::{Check, Expr, ExprKind, Right};
use falconet_condition::{ParseError, ParseLimits, Position, parse, print, sexp};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::vector::{Found, members};

/// What a vector need not say.
pub(crate) const OPTIONAL: &[&str] = &["sexp", "as_string", "end_pos", "value_hex", "error_pos"];

/// A condition, or how to make a long one.
#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    condition: Option<String>,
    condition_repeat: Option<Vec<Part>>,
    condition_nest_parens: Option<usize>,
    #[serde(default)]
    inner: String,
    max_depth: Option<usize>,
}

/// A part of `condition_repeat`: the text before the only number is repeated that often.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Part {
    Text(String),
    Count(usize),
}

/// Everything that a vector may ask about.
pub(crate) fn found(input: &Input) -> Result<Found, String> {
    let text = condition(input)?;
    let limits = input
        .max_depth
        .map_or_else(ParseLimits::default, |max_depth| ParseLimits { max_depth });
    Ok(members(match parse(&text, limits) {
        Ok(tree) => accepted(&text, &tree),
        Err(error) => refused(&error),
    }))
}

fn condition(input: &Input) -> Result<String, String> {
    match (
        &input.condition,
        &input.condition_repeat,
        input.condition_nest_parens,
    ) {
        (Some(condition), _, _) => Ok(condition.clone()),
        (None, Some(parts), _) => repeated(parts),
        (None, None, Some(depth)) => Ok("(".repeat(depth) + &input.inner + &")".repeat(depth)),
        (None, None, None) => Err("there is no condition".to_owned()),
    }
}

/// `[prefix…, unit, count, suffix…]`
fn repeated(parts: &[Part]) -> Result<String, String> {
    let mut text = String::new();
    let mut unit = "";
    for part in parts {
        match part {
            Part::Text(part) => {
                text.push_str(part);
                unit = part;
            }
            Part::Count(0) => text.truncate(text.len() - unit.len()),
            Part::Count(count) => text.push_str(&unit.repeat(count - 1)),
        }
    }
    let counts = parts.iter().filter(|part| matches!(part, Part::Count(_)));
    if counts.count() == 1 {
        Ok(text)
    } else {
        Err("`condition_repeat` wants one number".to_owned())
    }
}

fn accepted(text: &str, tree: &Expr) -> Value {
    let mut found = json!({
        "ok": true,
        "sexp": sexp::condition(tree),
        "as_string": print::print_condition(tree),
        "end_pos": position(Position::at(text, text.len())),
    });
    if let (Some(hex), Some(found)) = (value_hex(tree), found.as_object_mut()) {
        found.insert("value_hex".to_owned(), hex.into());
    }
    found
}

fn refused(error: &ParseError) -> Value {
    json!({"ok": false, "error": error.to_string(), "error_pos": position(error.position)})
}

fn position(position: Position) -> Value {
    json!([position.index, position.line, position.column])
}

/// The bytes of the literal of a single check.
fn value_hex(tree: &Expr) -> Option<String> {
    let ExprKind::Check(check) = &tree.kind else {
        return None;
    };
    let Check {
        right: Right::Value(literal),
        ..
    } = &**check
    else {
        return None;
    };
    let digits = literal.value.iter().map(|byte| format!("{byte:02x}"));
    Some(digits.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(input: &str) -> Result<String, String> {
        condition(&serde_json::from_str(input).unwrap())
    }

    #[test]
    fn long_conditions_are_made_from_their_parts() {
        let repeated = r#"{"condition_repeat":["a ","(b)",3," c"]}"#;
        assert_eq!(made(repeated).unwrap(), "a (b)(b)(b) c");
        let none = r#"{"condition_repeat":["a","b",0,"c"]}"#;
        assert_eq!(made(none).unwrap(), "ac");
        let nested = r#"{"condition_nest_parens":2,"inner":"x"}"#;
        assert_eq!(made(nested).unwrap(), "((x))");
        assert!(made(r#"{"condition_repeat":["a",1,2]}"#).is_err());
        assert!(made("{}").is_err());
    }

    #[test]
    fn the_literal_of_a_check_is_shown_as_bytes() {
        let input = serde_json::from_str(r#"{"condition":"a.b = \"\\xff\""}"#).unwrap();
        assert_eq!(found(&input).unwrap()["value_hex"], "ff");
    }
}
