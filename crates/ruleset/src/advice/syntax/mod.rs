//! Conditions that do not parse: what was probably meant.

mod missing;
mod place;
mod unexpected;

use falconet_condition::{EscapeError, ParseError, ParseErrorKind, Span};

use self::place::Place;

/// What to do about a condition that does not parse, and the places that are to blame.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SyntaxAdvice {
    pub(crate) help: Option<String>,
    /// The place, where it is not the one at which the parser stopped, and what is to be said beside it.
    pub(crate) place: Option<(Span, String)>,
}

impl From<String> for SyntaxAdvice {
    fn from(help: String) -> Self {
        Self {
            help: Some(help),
            place: None,
        }
    }
}

impl From<&str> for SyntaxAdvice {
    fn from(help: &str) -> Self {
        help.to_owned().into()
    }
}

/// What is to be said about a condition that does not parse.
pub(crate) fn unparsable(error: &ParseError, text: &str) -> SyntaxAdvice {
    let place = Place::new(text, error.position.index);
    let advice = place
        .unclosed()
        .unwrap_or_else(|| of_kind(&error.kind, &place));
    SyntaxAdvice {
        place: advice
            .place
            .or_else(|| Some((place.word_span(), String::new()))),
        ..advice
    }
}

fn of_kind(kind: &ParseErrorKind, place: &Place<'_>) -> SyntaxAdvice {
    match kind {
        ParseErrorKind::UnexpectedToken { after } => place.unexpected(after),
        ParseErrorKind::ExpectedClosingParenthesis => place.not_closed_here(),
        ParseErrorKind::ExpectedOperator => place.no_operator(),
        ParseErrorKind::ExpectedCheck => place.no_check(),
        ParseErrorKind::ExpectedText => place.no_value(),
        ParseErrorKind::ExpectedList | ParseErrorKind::ExpectedPlainList => place.no_list(),
        ParseErrorKind::ExpectedBlank(word) => place.no_blank(word),
        ParseErrorKind::ExpectedNumber => {
            "this operator compares with a number, without quotes: `> 5`".into()
        }
        ParseErrorKind::ExpectedListItem => {
            "a value is missing behind the comma; a value in a list is a word or in quotes".into()
        }
        ParseErrorKind::ExpectedFieldArgument | ParseErrorKind::ExpectedClosingBracket => {
            "what stands in brackets has no blanks, or is quoted: `field[\"a key\"]`".into()
        }
        ParseErrorKind::ExpectedFieldInVal => "`val(…)` takes a field: `val(ct.name)`".into(),
        ParseErrorKind::Escape(error) => escape(error, place),
        _ => SyntaxAdvice::default(),
    }
}

fn escape(error: &EscapeError, place: &Place<'_>) -> SyntaxAdvice {
    match error {
        EscapeError::Unsupported(sign) => SyntaxAdvice {
            help: Some("in a quoted value a backslash is written `\\\\`".to_owned()),
            place: place.last(&format!("\\{sign}")).zip(Some(String::new())),
        },
        EscapeError::OtherQuote { escaped, quote } => {
            format!("within `{quote}` a `{escaped}` needs no backslash").into()
        }
        EscapeError::TruncatedHex | EscapeError::InvalidHex(_) => {
            "`\\x` takes two hexadecimal digits; a backslash itself is written `\\\\`".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    /// The advice on a condition, and the text that it points at.
    fn advice(text: &str) -> (String, String) {
        let error = parse(text, ParseLimits::RULE_LOADER).unwrap_err();
        let advice = unparsable(&error, text);
        let (span, _) = advice.place.unwrap();
        let pointed = text.get(span.start..span.end.min(text.len()));
        (
            advice.help.unwrap_or_default(),
            pointed.unwrap_or_default().to_owned(),
        )
    }

    #[track_caller]
    fn expect(text: &str, help: &str, pointed: &str) {
        let (found, place) = advice(text);
        assert!(found.contains(help), "{text}: {found}");
        assert_eq!(place, pointed, "{text}: {found}");
    }

    #[test]
    fn what_is_never_closed_is_pointed_at() {
        expect("a.b = c and (d.e = f", "missing `)`", "(");
        expect("a.b = \"c and d.e = f", "missing `\"`", "\"");
        expect("a.b in (c, d", "missing `)`", "(");
        expect("a.b[c", "missing `]`", "[");
        expect("tolower(a.b = c", "", "=");
        expect("a.b = c)", "no `(` for this `)`", ")");
    }

    #[test]
    fn logical_operators_of_other_languages_are_translated() {
        expect("a.b = c AND d.e = f", "`AND` is written `and`", "AND");
        expect("(a.b = c OR d.e = f)", "`OR` is written `or`", "OR");
        expect("a.b = c && d.e = f", "`&&` is written `and`", "&&");
        expect("NOT a.b = c", "`NOT` is written `not`", "a.b");
        expect("!a.b = c", "written `not`", "!");
    }

    #[test]
    fn operators_that_do_not_exist_are_translated() {
        expect("a.b equals c", "did you mean `=`?", "equals");
        expect("a.b CONTAINS c", "lower case: `contains`", "CONTAINS");
        expect("a.b not in (c)", "`not a.b …`", "not");
        expect("a.b =~ \"c.*\"", "did you mean `regex`?", "\"");
        expect("a.b === c", "written `=`", "=");
        expect("a.b frobs c", "behind a field stands an operator", "frobs");
        expect("a.b [c] = d", "no blank stands between", "[");
    }

    #[test]
    fn checks_that_are_not_complete_are_told_what_is_missing() {
        expect("a.b = c and d.e", "write `d.e exists`", "");
        expect("a.b and c.d = e", "write `a.b exists`", "and");
        expect("a.b = c and", "ends where another check", "");
        expect("a.b = c and ", "ends where another check", "");
        expect("a.b =", "the value is missing", "");
        expect("() and a.b = c", "a check is missing", ")");
        expect("a.b = c andd.e = f", "blank behind `and`", "d.e");
    }

    #[test]
    fn values_are_told_how_to_be_written() {
        expect(
            "a.b = Console Login",
            "quoted: `\"Console Login\"`",
            "Login",
        );
        expect("a.b = (c, d)", "write `a.b in (…)`", "(");
        expect("a.b = c, d", "several values are a list", ",");
        expect("a.b in [c, d]", "in parentheses", "[");
        expect("a.b in (c d)", "separated by commas", "d");
        expect("a.b in (c,)", "missing behind the comma", ")");
        expect("a.b > \"5\"", "a number, without quotes", "\"");
        expect("a.b = \"\\d\"", "written `\\\\`", "\\d");
    }

    #[test]
    fn names_that_are_no_field_are_told_as_such() {
        expect("eventName = c", "field `ct.name`", "=");
        expect("user = c", "the name of a field has a dot", "=");
        expect("lower(a.b) = c", "did you mean `tolower(…)`?", "(");
        expect("frob(a.b) = c", "is no transformer", "(");
        expect("exists a.b", "stands behind its field", "a.b");
        expect("%a.b = c", "in outputs only", "%");
    }

    #[test]
    fn odd_places_have_advice_without_trouble() {
        for text in [
            "",
            " ",
            "\u{e9}",
            "a.b = \u{e9} \u{e9}",
            "\0",
            "a.b[\u{1f600}",
            "((((",
            "'",
        ] {
            if let Err(error) = parse(text, ParseLimits::RULE_LOADER) {
                let _ = unparsable(&error, text);
            }
        }
    }
}
