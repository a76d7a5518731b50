//! Something that should stand at a place, and does not.

use super::SyntaxAdvice;
use super::place::Place;
use crate::advice::names::meant_operator;

const ENDS_TOO_EARLY: &str = "the condition ends where another check should follow";

impl Place<'_> {
    pub(super) fn no_operator(&self) -> SyntaxAdvice {
        let is_alone = matches!(self.word, "" | ")" | "and" | "or");
        match (self.word, meant_operator(self.word)) {
            _ if is_alone => format!(
                "a field alone is no check: write `{} exists`, or compare it with a value",
                self.field()
            )
            .into(),
            ("not", _) => format!("`not` stands before the check: `not {} …`", self.field()).into(),
            ("[", _) => "no blank stands between a field and its `[`".into(),
            (word, Some(meant)) if meant.eq_ignore_ascii_case(word) => {
                format!("operators are in lower case: `{meant}`").into()
            }
            (_, Some(meant)) => format!("did you mean `{meant}`?").into(),
            (_, None) => {
                "behind a field stands an operator, such as `=`, `in`, `contains` or `exists`"
                    .into()
            }
        }
    }

    pub(super) fn no_check(&self) -> SyntaxAdvice {
        match self.sign() {
            None if self.before.is_empty() => "the condition is empty".into(),
            None => ENDS_TOO_EARLY.into(),
            Some('!') => "negation is written `not`, with a blank behind it".into(),
            Some('%') => "`%` stands before fields in outputs only".into(),
            Some(')') => "a check is missing before this `)`".into(),
            Some('"' | '\'') => "a check begins with a field: `FIELD = \"value\"`".into(),
            Some('&' | '|') => "`and` and `or` are written as words".into(),
            _ => "a check begins with a field, `not`, `(` or the name of a macro".into(),
        }
    }

    pub(super) fn no_blank(&self, word: &str) -> SyntaxAdvice {
        if self.rest.is_empty() {
            return ENDS_TOO_EARLY.into();
        }
        format!("put a blank behind `{word}`").into()
    }

    pub(super) fn no_value(&self) -> SyntaxAdvice {
        match self.sign() {
            None => "the value is missing".into(),
            Some('(') => format!(
                "this operator compares with one value: for several write `{} in (…)`",
                self.field()
            )
            .into(),
            Some('=') => "equality is written `=`".into(),
            Some(')' | ',') => "the value is missing; an empty text is written `\"\"`".into(),
            _ => SyntaxAdvice::default(),
        }
    }

    pub(super) fn no_list(&self) -> SyntaxAdvice {
        match self.sign() {
            None => "the list is missing: `in (a, b)`".into(),
            _ => "a list stands in parentheses: `in (a, b)`".into(),
        }
    }
}
