//! Whether an exception can be expanded: its fields, its comparisons, and how the two fit.

use falconet_condition::ast::Operator;
use falconet_diagnostics::Span;
use falconet_event::catalogue::Catalogue;

use super::{Entry, ExceptionInfo};
use crate::advice;
use crate::check::field_exists;
use crate::expand::MappedText;
use crate::report::{Loaded, invalid};
use crate::silent::Fields;

/// Completes an exception with the comparisons it does not name, and refuses what Falco does. Without a source,
/// which is what an unknown one is, fields are taken as they are.
pub(super) fn complete(
    exception: &mut ExceptionInfo,
    fields: Option<Fields<'_>>,
    catalogue: &Catalogue,
) -> Loaded<()> {
    match &exception.fields {
        Entry::Many(names) => {
            let names: Vec<MappedText> = names.iter().map(|name| name.scalar().clone()).collect();
            complete_list(exception, &names, fields, catalogue)
        }
        Entry::One(name) => {
            let name = name.clone();
            complete_scalar(exception, &name, fields, catalogue)
        }
    }
}

fn complete_list(
    exception: &mut ExceptionInfo,
    names: &[MappedText],
    fields: Option<Fields<'_>>,
    catalogue: &Catalogue,
) -> Loaded<()> {
    if !exception.comps.is_given() {
        exception.comps = Entry::Many(names.iter().map(|_| comparison("=")).collect());
    }
    if exception.comps.items().len() != names.len() {
        return Err(invalid(
            "Fields and comps lists must have equal length",
            &exception.context,
        ));
    }
    for comp in exception.comps.items() {
        let text = comp.scalar().text();
        if !is_comparison(text) {
            let message = format!("'{text}' is not a supported comparison operator");
            let place = comp.scalar().labels(Span::new(0, text.len()));
            return Err(
                invalid(message, &exception.context).advised(advice::operator(text).at(place))
            );
        }
    }
    names
        .iter()
        .try_for_each(|name| require_field(name, exception, fields, catalogue))
}

fn complete_scalar(
    exception: &mut ExceptionInfo,
    name: &MappedText,
    fields: Option<Fields<'_>>,
    catalogue: &Catalogue,
) -> Loaded<()> {
    if !exception.comps.is_given() {
        exception.comps = comparison("in");
    }
    let Entry::One(comp) = &exception.comps else {
        return Err(invalid(
            "Fields and comps must both be strings",
            &exception.context,
        ));
    };
    if !is_list_comparison(comp.text()) {
        let message = "When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)";
        return Err(invalid(message, &exception.context));
    }
    require_field(name, exception, fields, catalogue)
}

fn comparison(word: &str) -> Entry {
    let mut text = MappedText::default();
    text.add(word);
    Entry::One(text)
}

fn trimmed(comp: &str) -> &str {
    comp.trim_matches([' ', '\t', '\r', '\n'])
}

fn is_comparison(comp: &str) -> bool {
    Operator::ALL
        .iter()
        .any(|operator| operator.word() == trimmed(comp))
        || is_modified(comp)
}

fn is_list_comparison(comp: &str) -> bool {
    matches!(trimmed(comp), "in" | "pmatch" | "intersects") || is_modified(comp)
}

/// Whether it is an operator on strings, one blank and a modifier.
fn is_modified(comp: &str) -> bool {
    let Some((operator, modifier)) = trimmed(comp).split_once(' ') else {
        return false;
    };
    let takes_modifier = matches!(
        operator,
        "=" | "=="
            | "!="
            | "contains"
            | "icontains"
            | "bcontains"
            | "startswith"
            | "bstartswith"
            | "endswith"
            | "glob"
            | "iglob"
            | "regex"
    );
    takes_modifier && matches!(modifier, "oneof" | "anyof" | "allof")
}

fn require_field(
    name: &MappedText,
    exception: &ExceptionInfo,
    fields: Option<Fields<'_>>,
    catalogue: &Catalogue,
) -> Loaded<()> {
    let Some(fields) = fields else {
        return Ok(());
    };
    let text = name.text();
    let exists = match fields {
        Fields::Known(source) => field_exists(text, source),
        Fields::Unknown(foreign) => Ok(!foreign.has(text)),
    };
    let (message, advice) = match exists {
        Ok(true) => return Ok(()),
        Ok(false) => (
            format!("'{text}' is not a supported filter field"),
            advice::unknown_field(text, fields, catalogue),
        ),
        Err(error) => (error.to_string(), advice::field_argument(&error)),
    };
    let place = name.labels(Span::new(0, text.len()));
    Err(invalid(message, &exception.context).advised(advice.at(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_of_conditions_is_a_comparison() {
        assert!(
            Operator::ALL
                .iter()
                .all(|operator| is_comparison(operator.word()))
        );
        assert!(is_comparison(" in ") && is_comparison("startswith oneof"));
    }

    #[test]
    fn other_words_and_modifiers_behind_list_operators_are_none() {
        for comp in [
            "foo",
            "",
            "in oneof",
            "startswith  oneof",
            "= some",
            "oneof",
        ] {
            assert!(!is_comparison(comp), "{comp}");
        }
    }

    #[test]
    fn a_single_field_needs_a_comparison_with_a_list() {
        assert!(is_list_comparison("pmatch") && is_list_comparison("= anyof"));
        assert!(!is_list_comparison("=") && !is_list_comparison("startswith"));
    }
}
