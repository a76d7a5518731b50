//! Exceptions as text behind the condition they except from.

use thiserror::Error;

use super::budget::{Budget, Exceeded};
use super::lists::push_quoted;
use super::mapped::{MappedText, Role};
use crate::collect::{Entry, ExceptionInfo};

/// Why an exception cannot be expanded. The texts are Falco's, but for the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum ExpansionError {
    /// A list where one value is wanted.
    #[error("Expected values array to contain a list of strings")]
    ListForScalar,
    /// A tuple of the wrong length.
    #[error("Fields and values lists must have equal length")]
    Length,
    /// The condition becomes too long.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
}

/// `condition` in parentheses and `and not` each exception that has values. Without exceptions, as it is.
pub(crate) fn with_exceptions<'e>(
    condition: &MappedText,
    exceptions: &'e [ExceptionInfo],
    budget: &Budget,
) -> Result<MappedText, (ExpansionError, &'e ExceptionInfo)> {
    let mut text = MappedText::default();
    if exceptions.is_empty() {
        text.append(condition);
        return Ok(text);
    }
    text.add("(");
    text.append(condition);
    text.add(")");
    for exception in exceptions
        .iter()
        .filter(|exception| !exception.values.is_empty())
    {
        let mut expanded = MappedText::default();
        push_exception(&mut expanded, exception, budget).map_err(|error| (error, exception))?;
        text.add(" and not (");
        let place = exception.context.labels().first();
        text.append_from(
            &expanded,
            format!("in exception `{}`", exception.name),
            place.map(|label| (label.source, label.span)),
        );
        text.add(")");
        budget
            .check_condition(text.len())
            .map_err(|error| (error.into(), exception))?;
    }
    Ok(text)
}

impl ExceptionInfo {
    fn value_role(&self, index: usize) -> Role {
        let earlier = self.appended.partition_point(|start| *start <= index);
        let item = u32::try_from(earlier).unwrap_or(u32::MAX);
        Role::Value { item }
    }
}

fn push_exception(
    text: &mut MappedText,
    exception: &ExceptionInfo,
    budget: &Budget,
) -> Result<(), ExpansionError> {
    match &exception.fields {
        Entry::One(field) => push_scalar(text, field, exception, budget),
        Entry::Many(fields) => push_tuples(text, fields, exception, budget),
    }
}

fn push_scalar(
    text: &mut MappedText,
    field: &MappedText,
    exception: &ExceptionInfo,
    budget: &Budget,
) -> Result<(), ExpansionError> {
    push_as(text, Role::Field, |text| text.append(field));
    text.add(" ");
    push_as(text, Role::Comparison, |text| {
        text.append(exception.comps.scalar());
    });
    text.add(" (");
    for (index, value) in exception.values.iter().enumerate() {
        let Entry::One(value) = value else {
            return Err(ExpansionError::ListForScalar);
        };
        text.add(if index == 0 { "" } else { ", " });
        push_as(text, exception.value_role(index), |text| {
            push_quoted(text, value);
        });
        budget.check_condition(text.len())?;
    }
    text.add(")");
    Ok(())
}

fn push_tuples(
    text: &mut MappedText,
    fields: &[Entry],
    exception: &ExceptionInfo,
    budget: &Budget,
) -> Result<(), ExpansionError> {
    for (index, tuple) in exception.values.iter().enumerate() {
        if tuple.items().len() != fields.len() {
            return Err(ExpansionError::Length);
        }
        text.add(if index == 0 { "(" } else { " or (" });
        push_tuple(text, fields, exception, index);
        text.add(")");
        budget.check_condition(text.len())?;
    }
    Ok(())
}

fn push_tuple(text: &mut MappedText, fields: &[Entry], exception: &ExceptionInfo, number: usize) {
    let values = exception.values.get(number).map(Entry::items);
    let comps = exception.comps.items().iter();
    let tests = fields.iter().zip(comps).zip(values.unwrap_or_default());
    let role = exception.value_role(number);
    for (index, ((field, comp), value)) in tests.enumerate() {
        text.add(if index == 0 { " " } else { " and  " });
        push_as(text, Role::Field, |text| text.append(field.scalar()));
        text.add(" ");
        push_as(text, Role::Comparison, |text| text.append(comp.scalar()));
        text.add(" ");
        push_as(text, role, |text| {
            push_value(text, comp.scalar().text(), value);
        });
    }
}

fn push_as(text: &mut MappedText, role: Role, push: impl FnOnce(&mut MappedText)) {
    let start = text.len();
    push(text);
    text.mark(start, role);
}

fn push_value(text: &mut MappedText, comp: &str, value: &Entry) {
    match value {
        Entry::Many(items) => push_list(text, items),
        Entry::One(item) if takes_list(comp) && !item.text().starts_with('(') => {
            text.add("(");
            text.append(item);
            text.add(")");
        }
        Entry::One(item) if takes_list(comp) => text.append(item),
        Entry::One(item) => push_quoted(text, item),
    }
}

fn push_list(text: &mut MappedText, items: &[Entry]) {
    text.add("(");
    for (index, item) in items.iter().enumerate() {
        text.add(if index == 0 { "" } else { ", " });
        push_quoted(text, item.scalar());
    }
    text.add(")");
}

/// Whether a comparison is against a list.
pub(crate) fn takes_list(comp: &str) -> bool {
    let comp = comp.trim_matches([' ', '\t', '\r', '\n']);
    matches!(comp, "in" | "pmatch" | "intersects") || comp.contains(' ')
}
