//! A check is complete, but the text goes on.

use falconet_condition::ast::{Operator, Transformer};

use super::SyntaxAdvice;
use super::place::Place;
use crate::advice::brackets::{Opening, nesting};
use crate::advice::names::meant_operator;
use falconet_diagnostics::nearest;

/// Keys of CloudTrail records that are taken for fields.
const RAW_KEYS: &[(&str, &str)] = &[
    ("eventName", "ct.name"),
    ("eventSource", "ct.src"),
    ("eventType", "ct.eventtype"),
    ("eventID", "ct.id"),
    ("eventTime", "ct.time"),
    ("errorCode", "ct.error"),
    ("errorMessage", "ct.errormessage"),
    ("awsRegion", "ct.region"),
    ("sourceIPAddress", "ct.srcip"),
    ("userAgent", "ct.useragent"),
    ("userIdentity", "ct.user"),
    ("readOnly", "ct.readonly"),
];

impl Place<'_> {
    /// `after` is the last token that was understood.
    pub(super) fn unexpected(&self, after: &str) -> SyntaxAdvice {
        if self.word == ")" {
            return "there is no `(` for this `)`".into();
        }
        if let Some(meant) = logical_word(self.word) {
            return format!("`{}` is written `{meant}`", self.word).into();
        }
        if self.is_head(after) {
            return self.behind_name(after);
        }
        self.behind_value(after)
    }

    /// Something else than a closing parenthesis: in a list a comma is missing, else it is as without parentheses.
    pub(super) fn not_closed_here(&self) -> SyntaxAdvice {
        let opened = nesting(self.before).innermost('(');
        if opened.is_some_and(|opened| self.is_list(opened)) {
            return "the values of a list are separated by commas; a value with blanks is quoted"
                .into();
        }
        let is_end = |sign: char| sign.is_whitespace() || "(=".contains(sign);
        let token = self.before.rsplit(is_end).next().unwrap_or_default();
        self.unexpected(token.trim_matches(['"', '\'']))
    }

    fn is_list(&self, opened: Opening) -> bool {
        let before = self.before.get(..opened.offset).unwrap_or_default();
        let before = before.trim_end();
        ["in", "intersects", "pmatch", "oneof", "anyof", "allof"]
            .iter()
            .any(|word| before.ends_with(word))
    }

    /// Whether the last token begins a check: it was taken for a macro.
    fn is_head(&self, after: &str) -> bool {
        let Some(before) = self.before.strip_suffix(after) else {
            return false;
        };
        let last = before.trim_end().rsplit(char::is_whitespace).next();
        let last = last.unwrap_or_default();
        last.is_empty() || last.ends_with('(') || matches!(last, "and" | "or" | "not")
    }

    fn behind_name(&self, name: &str) -> SyntaxAdvice {
        let known = RAW_KEYS
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        if let Some(meant) = logical_word(name) {
            format!("`{name}` is written `{meant}`").into()
        } else if self.word == "(" {
            unknown_transformer(name)
        } else if Operator::ALL.iter().any(|operator| operator.word() == name) {
            format!("`{name}` stands behind its field: `FIELD {name}`").into()
        } else if let Some((key, field)) = known {
            format!("CloudTrail's `{key}` is the field `{field}`").into()
        } else if meant_operator(self.word).is_some() {
            format!("`{name}` is no field: the name of a field has a dot, as in `ct.name`").into()
        } else {
            format!("`and` or `or` is missing behind `{name}`").into()
        }
    }

    fn behind_value(&self, value: &str) -> SyntaxAdvice {
        if self.word == "," {
            return "several values are a list: `FIELD in (a, b)`; the name of a list stands for its items without parentheses, so write `in (name)`".into();
        }
        if value.starts_with('~') {
            return "there is no operator `=~`: did you mean `regex`?".into();
        }
        let is_word = self.word.starts_with(char::is_alphanumeric) && !self.word.contains('.');
        if is_word && !value.is_empty() {
            return format!(
                "a value with blanks is quoted: `\"{value} {}\"`; between two checks stands `and` or `or`",
                self.word
            )
            .into();
        }
        "between two checks stands `and` or `or`; a value with blanks or signs is quoted".into()
    }
}

/// The word that is meant by a sign of other languages, or by one in another case.
fn logical_word(word: &str) -> Option<&'static str> {
    match word {
        "&&" | "&" => Some("and"),
        "||" | "|" => Some("or"),
        _ => ["and", "or", "not"]
            .into_iter()
            .find(|lower| word.eq_ignore_ascii_case(lower) && word != *lower),
    }
}

fn unknown_transformer(name: &str) -> SyntaxAdvice {
    let meant = match name.to_ascii_lowercase().as_str() {
        "lower" | "lowercase" | "lcase" => Some("tolower"),
        "upper" | "uppercase" | "ucase" => Some("toupper"),
        "length" | "count" | "size" => Some("len"),
        "base64" | "unbase64" => Some("b64"),
        other => nearest(other, Transformer::ALL.iter().map(|one| one.word()))
            .first()
            .copied(),
    };
    match meant {
        Some(meant) => format!("did you mean `{meant}(…)`?").into(),
        None => {
            format!("`{name}` is no transformer; `falconet list transformers` shows all").into()
        }
    }
}
