//! Names that are no field, and fields with a wrong argument.

use falconet_event::catalogue::{ArgumentProblem, Catalogue, FieldError, Source};

use super::{Advice, OwnCode};
use crate::check::FormatErrorKind;
use crate::silent::Fields;
use falconet_diagnostics::{Hint, alternatives};

/// Where it is another source's field, what its source is; else the fields of this source that look like it.
pub(crate) fn unknown_field(text: &str, fields: Fields<'_>, catalogue: &Catalogue) -> Advice {
    let name = text.split('[').next().unwrap_or_default();
    let own = fields.source();
    let help = elsewhere(text, own, catalogue)
        .map(Hint::from)
        .or_else(|| Hint::near(name, names(own)))
        .or_else(|| siblings(name, own))
        .unwrap_or_else(|| {
            format!("`falconet list fields` shows the fields of `{}`", own.name).into()
        });
    Advice::from(help).coded(OwnCode::UnknownField)
}

fn names(source: &Source) -> impl Iterator<Item = &str> {
    let fields = source
        .providers
        .iter()
        .flat_map(|provider| &provider.fields);
    fields.map(|field| field.name.as_ref())
}

fn elsewhere(text: &str, own: &Source, catalogue: &Catalogue) -> Option<String> {
    let has_field = |source: &&Source| {
        source.name != own.name
            && !matches!(
                source.resolve(text.as_bytes()),
                Err(FieldError::Nonexistent { .. })
            )
    };
    let others: Vec<&str> = catalogue
        .sources
        .iter()
        .filter(has_field)
        .map(|source| source.name.as_ref())
        .collect();
    let first = others.first()?;
    let sources = alternatives(&others);
    let whose = if own.name == "syscall" {
        format!("a rule without a `source` is for `syscall`: add `source: {first}`")
    } else {
        format!("this rule's source is `{}`", own.name)
    };
    Some(format!("`{text}` is a field of source {sources}; {whose}"))
}

/// The fields that differ in their last part only, if they are not too many to read.
fn siblings(name: &str, own: &Source) -> Option<Hint> {
    let (parent, _) = name.rsplit_once('.')?;
    let is_sibling = |other: &&str| {
        other
            .rsplit_once('.')
            .is_some_and(|(others, _)| others == parent)
    };
    let found: Vec<&str> = names(own).filter(is_sibling).collect();
    let is_readable = (1..=MOST_SIBLINGS).contains(&found.len());
    is_readable.then(|| Hint::did_you_mean(name, &found))
}

/// More names are a table, and not a hint.
const MOST_SIBLINGS: usize = 8;

/// What is wrong between the brackets of a field.
pub(crate) fn field_argument(error: &FieldError) -> Advice {
    match error {
        FieldError::Nonexistent { .. } => Advice::default(),
        FieldError::Argument { field, problem, .. } => Advice::from(argument(field, problem)),
    }
}

fn argument(field: &str, problem: &ArgumentProblem) -> String {
    match problem {
        ArgumentProblem::Missing => {
            format!(
                "say in brackets which part is meant, as in `{field}[{}]`",
                example(field)
            )
        }
        ArgumentProblem::NotAllowed(_) => format!("write `{field}` without brackets"),
        ArgumentProblem::Incomplete | ArgumentProblem::Unbalanced => {
            format!("the argument stands between brackets without blanks: `{field}[…]`")
        }
        ArgumentProblem::LeadingZero(_)
        | ArgumentProblem::NotDigits(_)
        | ArgumentProblem::TooLarge(_) => {
            format!("an index is a decimal number, as in `{field}[0]`")
        }
    }
}

fn example(field: &str) -> &'static str {
    if field.starts_with("json.") || field.starts_with("jevt.") {
        "/requestParameters/bucketName"
    } else {
        "name"
    }
}

/// An output that is no format. `word` is what stands at the place.
pub(crate) fn bad_output(
    kind: FormatErrorKind,
    word: &str,
    fields: Fields<'_>,
    catalogue: &Catalogue,
) -> Advice {
    match kind {
        FormatErrorKind::Empty => "say what happened, with fields such as `%evt.time`".into(),
        FormatErrorKind::EndsWithPercent | FormatErrorKind::EndsWithNumber => {
            "every `%` starts a field, and there is no way to write a literal `%`".into()
        }
        FormatErrorKind::UnknownField => unknown_output_field(word, fields, catalogue),
    }
}

fn unknown_output_field(word: &str, fields: Fields<'_>, catalogue: &Catalogue) -> Advice {
    let is_name = |character: char| character.is_ascii_alphanumeric() || "._".contains(character);
    let end = word.find(|character| !is_name(character));
    let name = word.get(..end.unwrap_or(word.len())).unwrap_or_default();
    let name = name.trim_end_matches('.');
    let (behind, source) = (word.get(name.len()..).unwrap_or_default(), fields.source());
    match source.resolve(name.as_bytes()) {
        _ if !name.contains('.') => {
            "every `%` starts a field, and there is no way to write a literal `%`".into()
        }
        Err(FieldError::Nonexistent { .. }) if !behind.starts_with('(') => Advice {
            label: format!("`{name}` is no field of source `{}`", source.name),
            ..unknown_field(name, fields, catalogue)
        },
        Err(error) => field_argument(&error),
        Ok(_) => Advice::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str, source: &str) -> String {
        let catalogue = Catalogue::builtin();
        let fields = Fields::of(&catalogue, source).unwrap();
        unknown_field(text, fields, &catalogue).help.unwrap().text
    }

    #[test]
    fn a_name_that_was_meant_is_told_to_programs_too() {
        let catalogue = Catalogue::builtin();
        let fields = Fields::of(&catalogue, "aws_cloudtrail").unwrap();
        let meant = |text| unknown_field(text, fields, &catalogue).help.unwrap().meant;
        let found = meant("ct.usr").unwrap();
        assert_eq!((&*found.word, &*found.names[0]), ("ct.usr", "ct.user"));
        assert_eq!(meant("okta.actor.name"), None);
    }

    #[test]
    fn a_field_of_another_source_is_told_as_such() {
        assert_eq!(
            help("okta.actor.name", "aws_cloudtrail"),
            "`okta.actor.name` is a field of source `okta`; this rule's source is `aws_cloudtrail`"
        );
        assert_eq!(
            help("ct.name", "syscall"),
            "`ct.name` is a field of source `aws_cloudtrail`; a rule without a `source` is for `syscall`: add `source: aws_cloudtrail`"
        );
    }

    #[test]
    fn what_is_near_is_named_and_else_what_stands_beside_it() {
        assert!(help("ct.usr", "aws_cloudtrail").starts_with("did you mean `ct.user`"));
        assert!(help("ct.user.tpye", "aws_cloudtrail").contains("`ct.user.identitytype`"));
        assert!(help("zz.zzzzzzzz", "aws_cloudtrail").starts_with("`falconet list fields`"));
    }

    #[test]
    fn a_percent_sign_without_a_field_is_told_apart_from_a_wrong_field() {
        let catalogue = Catalogue::builtin();
        let fields = Fields::of(&catalogue, "aws_cloudtrail").unwrap();
        let advice = |word| bad_output(FormatErrorKind::UnknownField, word, fields, &catalogue);
        assert!(advice("ct.usr,").help.unwrap().text.contains("`ct.user`"));
        assert_eq!(advice("ct.usr,").code, Some(OwnCode::UnknownField));
        assert!(advice(" sure").help.unwrap().text.contains("literal"));
        assert!(
            advice("json.value")
                .help
                .unwrap()
                .text
                .contains("json.value[")
        );
    }
}
