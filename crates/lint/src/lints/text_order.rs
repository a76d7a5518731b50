//! FN0107: a text that is compared with a number by its bytes.

use std::collections::HashSet;

use falconet_ruleset::typed::{Leaf, Literal, Operator, Test};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0107",
    name: "text-order",
    level: Level::Warn,
    summary: "a text is compared with a number by its bytes",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for conditions in input.conditions() {
        let mut seen = HashSet::new();
        for (id, node) in conditions.formula().nodes() {
            if let Some(test) = node.test
                && is_text_by_number(test)
                && seen.insert(node.span)
            {
                let text = conditions.text(id);
                let message = format!("{text} compares bytes: `10` is less than `9`");
                let finding = Finding::new(conditions.labels(id), message);
                findings
                    .add(finding.help("this field is text; match its digits with `regex` or `in`"));
            }
        }
    }
}

/// A year orders texts of times as it should.
fn is_text_by_number(test: &Leaf) -> bool {
    let Test::Compare(operator, Literal::Text(number)) = &test.test else {
        return false;
    };
    let is_ordered = matches!(
        operator,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
    );
    let is_year = number.len() == 4 && test.left.text.to_ascii_lowercase().contains("time");
    is_ordered && !is_year
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn texts_are_not_numbers() {
        assert_eq!(
            found("json.value[/requestParameters/maxResults] > 50"),
            [
                "`json.value[/requestParameters/maxResults] > 50` compares bytes: `10` is less than `9`"
            ]
        );
    }

    #[test]
    fn numbers_and_years_are_ordered() {
        assert!(found("s3.bytes > 50 and len(ct.user) < 3").is_empty());
        assert!(found("ct.time > 2025").is_empty());
    }
}
