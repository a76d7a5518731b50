//! Exceptions as they are written: a rule with `override: append`, for a file behind the others.

use falconet_ruleset::{ExceptionSummary, Rule};
use falconet_show::quoted_yaml;

use crate::literal::literal;

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A list of values for each combination.
    Rows,
    /// Values one after another: of an exception that tests one field, given as a text.
    Flat,
}

/// Values that are added to an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addition {
    /// Name of the exception.
    pub(crate) name: String,
    /// Whether the rule has it already.
    pub(crate) is_there: bool,
    pub(crate) form: Form,
    pub(crate) fields: Vec<String>,
    /// The comparisons, of an exception that is there.
    pub(crate) operators: Vec<String>,
    pub(crate) values: Vec<String>,
}

impl Addition {
    /// A new exception, whose name no other exception of the rule has.
    pub(crate) fn new(rule: &Rule, fields: Vec<String>, values: Vec<String>) -> Self {
        let words = fields.join("_and_").replace('.', "_");
        let plain: String = words
            .chars()
            .filter(|one| one.is_ascii_alphanumeric() || *one == '_')
            .collect();
        let is_taken = |name: &str| rule.exceptions.iter().any(|own| own.name == name);
        let mut name = format!("known_{plain}");
        while is_taken(&name) {
            name.push('_');
        }
        Self {
            name,
            is_there: false,
            form: Form::Rows,
            operators: vec!["=".to_owned(); fields.len()],
            fields,
            values,
        }
    }

    /// Values for an exception that a rule has, written in one way or the other.
    pub(crate) fn to(exception: &ExceptionSummary, form: Form, values: Vec<String>) -> Self {
        Self {
            name: exception.name.clone(),
            is_there: true,
            form,
            fields: exception.fields.clone(),
            operators: exception.operators.clone(),
            values,
        }
    }

    /// `- ["a", "b"]`, without the dash; with a list where the comparison takes one.
    fn row(&self) -> String {
        let values = self.values.iter().zip(&self.operators);
        let values: Vec<String> = values
            .map(|(value, operator)| match (operator.as_str(), self.form) {
                ("in", Form::Rows) => format!("[{}]", quoted_yaml(&literal(value))),
                _ => quoted_yaml(&literal(value)),
            })
            .collect();
        match self.form {
            Form::Rows => format!("[{}]", values.join(", ")),
            Form::Flat => values.concat(),
        }
    }
}

/// Whether values can be added to an exception: it has some, and each comparison is one of equality.
pub(crate) fn takes_values(exception: &ExceptionSummary) -> bool {
    let mut operators = exception.operators.iter();
    !exception.fields.is_empty()
        && operators.len() == exception.fields.len()
        && operators.all(|operator| matches!(operator.as_str(), "=" | "==" | "in"))
}

/// The YAML of additions to a rule, each with a remark behind its values.
pub(crate) fn yaml(rule: &str, additions: &[(&Addition, String)]) -> String {
    let mut out = format!("- rule: {}\n  exceptions:\n", quoted_yaml(rule));
    let mut done: Vec<&str> = Vec::new();
    for (addition, _) in additions {
        if done.contains(&&*addition.name) {
            continue;
        }
        done.push(&addition.name);
        out.push_str(&head(addition));
        for (row, remark) in additions
            .iter()
            .filter(|(one, _)| one.name == addition.name)
        {
            out.push_str(&format_row(row, remark));
        }
    }
    out + "  override:\n    exceptions: append\n"
}

fn format_row(addition: &Addition, remark: &str) -> String {
    format!("        - {}  # {remark}\n", addition.row())
}

fn head(addition: &Addition) -> String {
    let name = quoted_yaml(&addition.name);
    if addition.is_there {
        return format!("    - name: {name}\n      values:\n");
    }
    let comps: Vec<String> = addition
        .operators
        .iter()
        .map(|one| quoted_yaml(one))
        .collect();
    format!(
        "    - name: {name}\n      fields: [{}]\n      comps: [{}]\n      values:\n",
        addition.fields.join(", "),
        comps.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addition(is_there: bool, form: Form, operators: &[&str], values: &[&str]) -> Addition {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Addition {
            name: "e".to_owned(),
            is_there,
            form,
            fields: texts(&["ct.user", "ct.srcip"]),
            operators: texts(operators),
            values: texts(values),
        }
    }

    #[test]
    fn rows_of_one_exception_stand_together() {
        let one = addition(false, Form::Rows, &["=", "="], &["ab", "c\u{7f}\u{202e}"]);
        let other = addition(false, Form::Rows, &["=", "="], &["x", "y"]);
        let yaml = yaml(
            "R: 1",
            &[(&one, "one".to_owned()), (&other, "two".to_owned())],
        );
        assert_eq!(
            yaml,
            "- rule: \"R: 1\"
  exceptions:
    - name: \"e\"
      fields: [ct.user, ct.srcip]
      comps: [\"=\", \"=\"]
      values:
        - [\"ab\", \"\\\"c\\\\x7f\\u202e\\\"\"]  # one
        - [\"x\", \"y\"]  # two
  override:
    exceptions: append
"
        );
    }

    #[test]
    fn an_exception_that_is_there_gets_values_alone() {
        let one = addition(true, Form::Rows, &["=", "in"], &["a", "b"]);
        let flat = addition(true, Form::Flat, &["in"], &["a"]);
        assert!(
            yaml("r", &[(&one, String::new())])
                .contains("    - name: \"e\"\n      values:\n        - [\"a\", [\"b\"]]")
        );
        assert!(yaml("r", &[(&flat, String::new())]).contains("      values:\n        - \"a\"  #"));
    }
}
