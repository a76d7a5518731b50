//! FN0205: a `glob` that needs no pattern.

use falconet_condition::ast::{Operator, Right};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::glob::{Shape, shape_of_glob};
use crate::quote::quoted;
use crate::trees::left;

pub(crate) const LINT: Lint = Lint {
    code: "FN0205",
    name: "plain-glob",
    level: Level::Warn,
    summary: "a `glob` pattern where a simpler operator says the same",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for (check, span) in tree.checks() {
            let (Operator::Glob, None, Right::Value(pattern)) =
                (check.operator, check.modifier, &check.right)
            else {
                continue;
            };
            if let Some(shape) = shape_of_glob(&pattern.value).filter(|shape| !is_empty(*shape)) {
                let message = format!("{} needs no `glob`", quoted(tree.written(span)));
                let finding = Finding::new(tree.labels(span), message);
                findings.add(finding.help(help(&left(check), shape)));
            }
        }
    }
}

/// Of a pattern that everything fits another lint says so.
const fn is_empty(shape: Shape<'_>) -> bool {
    matches!(shape, Shape::Start([]) | Shape::End([]) | Shape::Part([]))
}

fn help(field: &str, shape: Shape<'_>) -> String {
    let (operator, text) = match shape {
        Shape::Whole(text) => ("=", text),
        Shape::Start(text) => ("startswith", text),
        Shape::End(text) => ("endswith", text),
        Shape::Part(text) => ("contains", text),
    };
    format!(
        "write `{field} {operator} \"{}\"`",
        String::from_utf8_lossy(text)
    )
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn patterns_without_need_are_found() {
        assert_eq!(
            found("ct.name glob Create"),
            ["`ct.name glob Create` needs no `glob`"]
        );
        assert_eq!(found("ct.name glob 'Create*'").len(), 1);
    }

    #[test]
    fn patterns_that_are_needed_are_let_be() {
        assert!(found("ct.name glob 'Create*User' or ct.name iglob create").is_empty());
    }
}
