//! Values that may do what a way asks for.

use falconet_event::catalogue::ValueType;
use falconet_rule_tests::{EventChange, NewValue};
use falconet_workbench::{Became, ChangedField, Way};

use super::search::FieldPaths;

/// Attempts on one way.
const MOST_ATTEMPTS: usize = 48;
/// What is something else than any rule names.
const OTHER: &str = "other";

/// Sets of changes that may do what a way asks for, the simplest first.
pub(super) fn attempts(way: &Way, paths: &[FieldPaths]) -> Vec<Vec<EventChange>> {
    let fields = way.fields.iter().zip(paths);
    let each: Vec<Vec<EventChange>> = fields
        .map(|(field, paths)| of_field(field, paths))
        .collect();
    let all = each.iter().map(Vec::len);
    let all = all.fold(1_usize, usize::saturating_mul);
    let attempts = (0..all.min(MOST_ATTEMPTS)).map(|number| picked(&each, number));
    attempts.collect()
}

/// A change of each field: every combination has its number, and those of the first field follow each other.
fn picked(each: &[Vec<EventChange>], number: usize) -> Vec<EventChange> {
    let mut rest = number;
    let picked = each.iter().filter_map(|of_field| {
        let at = rest.checked_rem(of_field.len())?;
        rest /= of_field.len();
        of_field.get(at).cloned()
    });
    picked.collect()
}

/// Changes of one field.
fn of_field(field: &ChangedField, paths: &[String]) -> Vec<EventChange> {
    let values: Vec<Option<NewValue>> = match &field.became {
        Became::Absent => vec![None],
        Became::OneOf(texts) => texts.iter().flat_map(|text| values(field, text)).collect(),
        Became::Near(texts) => near(field, texts),
    };
    let mut changes = Vec::new();
    for value in values {
        for path in paths {
            changes.push(EventChange {
                path: path.clone(),
                value: value.clone(),
            });
        }
    }
    changes
}

/// A value as JSON has it.
fn values(field: &ChangedField, text: &[u8]) -> Vec<Option<NewValue>> {
    let Ok(text) = std::str::from_utf8(text) else {
        return Vec::new();
    };
    let as_text = Some(NewValue::Text(text.to_owned()));
    let number = text.parse().ok().map(NewValue::Number);
    let truth = text.parse().ok().map(NewValue::Truth);
    match field.expression.value_type {
        ValueType::Uint64 => vec![number.map_or(as_text, Some)],
        ValueType::Bool => vec![truth.map_or(as_text, Some)],
        _ => std::iter::once(as_text).chain(truth.map(Some)).collect(),
    }
}

/// Something else, what tests compare with, and what is close to that.
fn near(field: &ChangedField, texts: &[Vec<u8>]) -> Vec<Option<NewValue>> {
    let mut near = Vec::new();
    if field.expression.value_type == ValueType::Uint64 {
        let numbers = texts
            .iter()
            .filter_map(|text| std::str::from_utf8(text).ok());
        for number in numbers.filter_map(|text| text.parse::<u64>().ok()) {
            let all = [number, number.saturating_add(1), number.saturating_sub(1)];
            near.extend(all.map(|number| Some(NewValue::Number(number))));
        }
        return near;
    }
    near.push(Some(NewValue::Text(OTHER.to_owned())));
    for text in texts {
        let text = String::from_utf8_lossy(text);
        let plain = text.replace('*', "");
        let all = [
            format!("{plain}X"),
            format!("X{plain}"),
            swapped_case(&plain),
            plain.clone(),
            format!("X{plain}X"),
        ];
        near.extend(all.map(|text| Some(NewValue::Text(text))));
    }
    near
}

fn swapped_case(text: &str) -> String {
    let swapped = text.chars().map(|sign| {
        if sign.is_ascii_lowercase() {
            sign.to_ascii_uppercase()
        } else {
            sign.to_ascii_lowercase()
        }
    });
    swapped.collect()
}
