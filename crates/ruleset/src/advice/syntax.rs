//! Conditions that do not parse: what was probably meant.

use falconet_condition::ast::{Operator, Transformer};
use falconet_condition::{EscapeError, ParseError, ParseErrorKind, Span};

use super::brackets::{Opening, nesting};
use super::names::meant_operator;
use super::nearest::nearest;

/// How much of a text is looked at on either side.
const REACH: usize = 64 << 10;

/// What to do about a condition that does not parse, and the places that are to blame.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SyntaxAdvice {
    pub(crate) help: Option<String>,
    /// The first one is the place itself; without any it is where the parser stopped.
    pub(crate) spans: Vec<(Span, String)>,
}

impl From<Option<String>> for SyntaxAdvice {
    fn from(help: Option<String>) -> Self {
        Self {
            help,
            spans: Vec::new(),
        }
    }
}

impl From<&str> for SyntaxAdvice {
    fn from(help: &str) -> Self {
        Some(help.to_owned()).into()
    }
}

/// A condition around the place at which the parser stopped.
struct Place<'t> {
    text: &'t str,
    at: usize,
    /// What was understood.
    before: &'t str,
    /// What was not.
    rest: &'t str,
    /// The first word or sign of the rest.
    word: &'t str,
}

/// What is to be said about a condition that does not parse.
pub(crate) fn unparsable(error: &ParseError, text: &str) -> SyntaxAdvice {
    let place = Place::new(text, error.position.index);
    let mut advice = place
        .unclosed()
        .unwrap_or_else(|| place.advice(&error.kind));
    if advice.spans.is_empty() {
        let word = Span::new(place.at, place.at + place.word.len().max(1));
        advice.spans.push((word, String::new()));
    }
    advice
}

impl<'t> Place<'t> {
    fn new(text: &'t str, index: usize) -> Self {
        let start = text.floor_char_boundary(index.saturating_sub(REACH));
        let index = text.floor_char_boundary(index);
        let end = text.floor_char_boundary(index.saturating_add(REACH));
        let rest = text.get(index..end).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        let rest = rest.get(blanks..).unwrap_or_default();
        Self {
            text,
            at: index + blanks,
            before: text.get(start..index).unwrap_or_default().trim_end(),
            rest,
            word: first_word(rest),
        }
    }

    /// Something that is open to the end, which is worth more than where the parser noticed.
    fn unclosed(&self) -> Option<SyntaxAdvice> {
        if self.text.len() > 2 * REACH {
            return None;
        }
        let nesting = nesting(self.text);
        let opened = match nesting.quote() {
            Some(quote) if quote.offset <= self.at => quote,
            _ if self.rest.is_empty() => *nesting.open.last()?,
            _ => return None,
        };
        Some(SyntaxAdvice {
            help: Some(format!("add the missing `{}`", closing(opened.sign))),
            spans: vec![(
                opened.span(),
                format!("this `{}` is never closed", opened.sign),
            )],
        })
    }

    fn advice(&self, kind: &ParseErrorKind) -> SyntaxAdvice {
        match kind {
            ParseErrorKind::UnexpectedToken { after } => self.unexpected(after),
            ParseErrorKind::ExpectedClosingParenthesis => self.not_closed_here(),
            ParseErrorKind::ExpectedOperator => self.no_operator(),
            ParseErrorKind::ExpectedCheck => self.no_check(),
            ParseErrorKind::ExpectedText => self.no_value(),
            ParseErrorKind::ExpectedList | ParseErrorKind::ExpectedPlainList => self.no_list(),
            ParseErrorKind::ExpectedNumber => {
                "this operator compares with a number, without quotes: `> 5`".into()
            }
            ParseErrorKind::ExpectedListItem => {
                "a value is missing behind the comma; a value in a list is a word or in quotes"
                    .into()
            }
            ParseErrorKind::ExpectedBlank(word) => {
                Some(format!("put a blank behind `{word}`")).into()
            }
            ParseErrorKind::ExpectedFieldArgument | ParseErrorKind::ExpectedClosingBracket => {
                "what stands in brackets has no blanks, or is quoted: `field[\"a key\"]`".into()
            }
            ParseErrorKind::ExpectedFieldInVal => "`val(…)` takes a field: `val(ct.name)`".into(),
            ParseErrorKind::Escape(error) => escape(error),
            _ => SyntaxAdvice::default(),
        }
    }

    /// A check is complete, but the text goes on.
    fn unexpected(&self, after: &str) -> SyntaxAdvice {
        if self.word.starts_with(')') {
            return "there is no `(` for this `)`".into();
        }
        if let Some(help) = self.logical_word() {
            return Some(help).into();
        }
        if self.is_head(after) {
            return self.behind_name(after);
        }
        self.behind_value(after)
    }

    /// `AND`, `&&` and the like.
    fn logical_word(&self) -> Option<String> {
        let meant = match self.word {
            "&&" | "&" => "and",
            "||" | "|" => "or",
            word => lower_case(word)?,
        };
        Some(format!("`{}` is written `{meant}`", self.word))
    }

    /// Whether the last token begins a check: it was taken for a macro.
    fn is_head(&self, after: &str) -> bool {
        let Some(before) = self.before.strip_suffix(after) else {
            return false;
        };
        let before = before.trim_end();
        before.is_empty()
            || before.ends_with('(')
            || ["and", "or", "not"]
                .iter()
                .any(|word| before.ends_with(word))
    }

    fn behind_name(&self, name: &str) -> SyntaxAdvice {
        if lower_case(name).is_some() {
            let lower = name.to_ascii_lowercase();
            return Some(format!("`{name}` is written `{lower}`")).into();
        }
        if self.word.starts_with('(') {
            return unknown_transformer(name);
        }
        if Operator::ALL.iter().any(|operator| operator.word() == name) {
            return Some(format!("`{name}` stands behind its field: `FIELD {name}`")).into();
        }
        let known = RAW_KEYS
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        if let Some((key, field)) = known {
            return Some(format!("CloudTrail's `{key}` is the field `{field}`")).into();
        }
        if self.is_operator() {
            return Some(format!(
                "`{name}` is no field: the name of a field has a dot, as in `ct.name`"
            ))
            .into();
        }
        Some(format!("`and` or `or` is missing behind `{name}`")).into()
    }

    fn is_operator(&self) -> bool {
        meant_operator(self.word).is_some()
    }

    fn behind_value(&self, value: &str) -> SyntaxAdvice {
        if self.word.starts_with(',') {
            return "several values are a list: `FIELD in (a, b)`; a list stands for its items without parentheses, so write `in (name)`".into();
        }
        let is_word = self.word.starts_with(|sign: char| sign.is_alphanumeric());
        let is_check = self.word.contains('.') || self.rest.contains(" and ");
        if is_word && !is_check && !value.is_empty() {
            return Some(format!(
                "a value with blanks is quoted: `\"{value} {}\"`; between two checks stands `and` or `or`",
                self.word
            ))
            .into();
        }
        "between two checks stands `and` or `or`; a value with blanks or signs is quoted".into()
    }

    /// Something else than a closing parenthesis: in a list a comma is missing, else it is as without parentheses.
    fn not_closed_here(&self) -> SyntaxAdvice {
        let opened = nesting(self.before).innermost('(');
        if opened.is_some_and(|opened| self.is_list(opened)) {
            return "the values of a list are separated by commas; a value with blanks is quoted"
                .into();
        }
        let token = self.before.rsplit([' ', '\t', '\n', '(', '=']).next();
        self.unexpected(token.unwrap_or_default().trim_matches(['"', '\'']))
    }

    fn is_list(&self, opened: Opening) -> bool {
        let before = self
            .before
            .get(..opened.offset)
            .unwrap_or_default()
            .trim_end();
        ["in", "intersects", "pmatch", "oneof", "anyof", "allof"]
            .iter()
            .any(|word| before.ends_with(word))
    }

    fn no_operator(&self) -> SyntaxAdvice {
        if self.rest.is_empty() || self.word.starts_with(')') || matches!(self.word, "and" | "or") {
            return "a field alone is no check: write `FIELD exists`, or compare it with a value"
                .into();
        }
        match (self.word, meant_operator(self.word)) {
            ("not", _) => "`not` stands before the check: `not FIELD in (…)`".into(),
            (word, _) if word.starts_with('[') => {
                "no blank stands between a field and its `[`".into()
            }
            (word, Some(meant)) if meant.eq_ignore_ascii_case(word) => {
                Some(format!("operators are in lower case: `{meant}`")).into()
            }
            (_, Some(meant)) => Some(format!("did you mean `{meant}`?")).into(),
            (_, None) => {
                "behind a field stands an operator, such as `=`, `in`, `contains` or `exists`"
                    .into()
            }
        }
    }

    fn no_check(&self) -> SyntaxAdvice {
        match self.word.chars().next() {
            None if self.before.is_empty() => "the condition is empty".into(),
            None => "the condition ends where another check should follow".into(),
            Some('!') => "negation is written `not`, with a blank behind it".into(),
            Some('%') => "`%` stands before fields in outputs only".into(),
            Some(')') => "a check is missing before this `)`".into(),
            Some('"' | '\'') => "a check begins with a field: `FIELD = \"value\"`".into(),
            Some('&' | '|') => "`and` and `or` are written as words".into(),
            _ => "a check begins with a field, `not`, `(` or the name of a macro".into(),
        }
    }

    fn no_value(&self) -> SyntaxAdvice {
        match self.word.chars().next() {
            None => "the value is missing".into(),
            Some('(') => {
                "this operator compares with one value: for several write `FIELD in (a, b)`".into()
            }
            Some('=') => "equality is written `=`".into(),
            Some(')' | ',') => "the value is missing; an empty text is written `\"\"`".into(),
            _ => SyntaxAdvice::default(),
        }
    }

    fn no_list(&self) -> SyntaxAdvice {
        match self.word.chars().next() {
            None => "the list is missing: `in (a, b)`".into(),
            _ => "a list stands in parentheses: `in (a, b)`".into(),
        }
    }
}

/// Keys of CloudTrail records that are taken for fields.
const RAW_KEYS: &[(&str, &str)] = &[
    ("eventName", "ct.name"),
    ("eventSource", "ct.src"),
    ("eventType", "ct.type"),
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
        Some(meant) => Some(format!("did you mean `{meant}(…)`?")).into(),
        None => Some(format!(
            "`{name}` is no transformer; `falconet list transformers` shows all"
        ))
        .into(),
    }
}

fn escape(error: &EscapeError) -> SyntaxAdvice {
    match error {
        EscapeError::Unsupported(_) => "in a quoted value a backslash is written `\\\\`".into(),
        EscapeError::OtherQuote { escaped, quote } => {
            Some(format!("within `{quote}` a `{escaped}` needs no backslash")).into()
        }
        EscapeError::TruncatedHex | EscapeError::InvalidHex(_) => {
            "`\\x` takes two hexadecimal digits; a backslash itself is written `\\\\`".into()
        }
    }
}

/// `and`, `or` or `not`, if the word is one of them in another case.
fn lower_case(word: &str) -> Option<&'static str> {
    ["and", "or", "not", "in", "exists"]
        .into_iter()
        .find(|lower| word.eq_ignore_ascii_case(lower) && word != *lower)
}

const fn closing(sign: char) -> char {
    match sign {
        '(' => ')',
        '[' => ']',
        quote => quote,
    }
}

/// A word up to a blank or a sign, or a run of signs of operators, or one other sign.
fn first_word(rest: &str) -> &str {
    let is_word = |sign: char| sign.is_alphanumeric() || "._-*/$".contains(sign);
    let is_sign = |sign: char| "=<>!~&|:".contains(sign);
    let end = match rest.chars().next() {
        None => 0,
        Some(first) if is_word(first) => end_of(rest, is_word),
        Some(first) if is_sign(first) => end_of(rest, is_sign),
        Some(other) => other.len_utf8(),
    };
    rest.get(..end).unwrap_or_default()
}

fn end_of(rest: &str, is_part: impl Fn(char) -> bool) -> usize {
    rest.find(|sign| !is_part(sign)).unwrap_or(rest.len())
}
